//! The lines that several scenarios have in common, and the lines that differ.

use toml::{Table, Value};

/// The entries that all tables have with the same value.
pub(super) fn shared(tables: &[Table]) -> Table {
    let Some((first, rest)) = tables.split_first() else { return Table::new() };
    let of = |(key, value): (&String, &Value)| {
        let others: Option<Vec<&Value>> = rest.iter().map(|table| table.get(key)).collect();
        let all: Vec<&Value> = std::iter::once(value).chain(others?).collect();
        let inner: Option<Vec<Table>> = all.iter().map(|there| there.as_table().cloned()).collect();
        let kept = match inner {
            Some(inner) => Some(Value::Table(shared(&inner))).filter(|kept| !is_empty(kept) || is_empty(value)),
            None => all.iter().all(|there| *there == value).then(|| value.clone()),
        };
        kept.map(|kept| (key.clone(), kept))
    };
    first.iter().filter_map(of).collect()
}

/// The entries of a table besides these.
pub(super) fn own(table: &Table, shared: &Table) -> Table {
    let of = |(key, value): (&String, &Value)| match (value, shared.get(key)) {
        (Value::Table(inner), Some(Value::Table(there))) => {
            Some((key.clone(), Value::Table(own(inner, there)))).filter(|(_, kept)| !is_empty(kept))
        }
        (_, there) => (there != Some(value)).then(|| (key.clone(), value.clone())),
    };
    table.iter().filter_map(of).collect()
}

fn is_empty(value: &Value) -> bool {
    value.as_table().is_some_and(Table::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_is_said_once() {
        let tables = ["a = 1\nb = 2\n[c]\nd = 3\ne = 4\n[f]\ng = 1", "a = 1\nb = 3\n[c]\nd = 3\ne = 5\n[f]\ng = 1"];
        let tables = tables.map(|text| text.parse::<Table>().unwrap());
        let both = shared(&tables);
        assert_eq!(both, "a = 1\n[c]\nd = 3\n[f]\ng = 1".parse().unwrap());
        assert_eq!(own(&tables[1], &both), "b = 3\n[c]\ne = 5".parse().unwrap());
    }
}
