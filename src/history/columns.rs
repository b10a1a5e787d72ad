//! Column maps: which column of which file holds a variable of history. They are TOML, and users can write their own.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::{HistoryError, plain_words};
use super::variables::{OF_PAIRS, OF_STATES, Variable};

/// The column maps that the program has, in the order in which they are tried.
pub(super) const SHIPPED: [(&str, &str); 2] =
    [("tidy", include_str!("columns/tidy.toml")), ("published", include_str!("columns/published.toml"))];

/// What the column of a variable may be.
const FORMS: &str = "a column is its name, or { column, equals }, or { column, at_least }";

/// The rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Rows {
    /// One for each state and year.
    States,
    /// One for each pair of states and year.
    Pairs,
}

impl Rows {
    /// The variables that such a table can hold.
    pub(super) fn variables(self) -> &'static [Variable] {
        match self {
            Self::States => OF_STATES,
            Self::Pairs => OF_PAIRS,
        }
    }
}

/// The value of two rows for the same unit and year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Doubled {
    /// Two such rows are an error.
    #[default]
    Refuse,
    /// The smaller value.
    Least,
    /// The greater value.
    Greatest,
}

/// The column that holds a variable.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub(super) enum Source {
    /// The value of a column.
    Value(String),
    /// 1 if two columns are equal, otherwise 0.
    Equal {
        /// One column.
        column: String,
        /// The other.
        equals: String,
    },
    /// 1 if a column has at least this value, otherwise 0.
    Threshold {
        /// The column.
        column: String,
        /// The value.
        at_least: f64,
    },
}

impl Source {
    /// The column in words, with the comparison if there is one.
    pub(super) fn in_words(&self) -> String {
        match self {
            Self::Value(column) => column.clone(),
            Self::Equal { column, equals } => format!("({column} equals {equals})"),
            Self::Threshold { column, at_least } => format!("({column} at least {at_least})"),
        }
    }
}

/// One table of a column map.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableMap {
    /// The name of the file; `*` is any text. A name that ends in `.gz` may also be there without it, and the
    /// reverse.
    pub file: String,
    /// What a row is.
    pub rows: Rows,
    /// The column with the state's code.
    pub state: Option<String>,
    /// The column with the first state's code, in a table of pairs.
    pub a: Option<String>,
    /// The column with the second state's code.
    pub b: Option<String>,
    /// The column with the year.
    pub year: String,
    /// The column with the state's name.
    pub name: Option<String>,
    /// Words that mean "not coded", besides the empty cell.
    #[serde(default)]
    pub missing: Vec<String>,
    /// The value where the table does not have a row.
    pub absent: Option<f64>,
    /// The value of two rows for the same unit and year.
    #[serde(default)]
    pub doubled: Doubled,
    /// Whether the rows of this table are all states, or all pairs, of each year.
    #[serde(default)]
    pub complete: bool,
    /// The columns, by variable.
    pub columns: BTreeMap<String, Source>,
}

/// A column map.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnMap {
    /// The tables.
    #[serde(rename = "table")]
    pub tables: Vec<TableMap>,
}

impl ColumnMap {
    /// Reads a column map from TOML. `name` names it in messages.
    ///
    /// # Errors
    /// Returns an error if the text is not a column map, or names a variable that does not exist.
    pub(super) fn parse(name: &str, text: &str) -> Result<Self, HistoryError> {
        let map: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| 1 + text[..span.start].matches('\n').count() as u64);
            let help = "see docs/history.md for the keys of a column map";
            HistoryError::of_file(name, plain_words(error.message(), FORMS), help).at(line, "")
        })?;
        for table in &map.tables {
            table.check().map_err(|(message, help)| HistoryError::of_file(name, message, help))?;
        }
        Ok(map)
    }
}

impl TableMap {
    fn check(&self) -> Result<(), (String, String)> {
        let keys = match self.rows {
            Rows::States => [("state", self.state.is_some(), true), ("a", self.a.is_some(), false)],
            Rows::Pairs => [("a", self.a.is_some(), true), ("b", self.b.is_some(), true)],
        };
        for (key, given, needed) in keys {
            if given != needed {
                let verb = if needed { "needs" } else { "does not take" };
                let message = format!("the table of {} {verb} the key `{key}`", self.file);
                return Err((message, "write `state` for states, `a` and `b` for pairs".to_owned()));
            }
        }
        let variables = self.rows.variables();
        for name in self.columns.keys() {
            if !variables.iter().any(|variable| variable.name == name) {
                let all: Vec<&str> = variables.iter().map(|variable| variable.name).collect();
                let message = format!("the table of {} names the variable {name:?}, which does not exist", self.file);
                return Err((message, format!("variables are {}", all.join(", "))));
            }
        }
        Ok(())
    }

    /// Returns true if this is the name of the table's file.
    pub(super) fn matches(&self, name: &str) -> bool {
        let bare = |name: &str| name.strip_suffix(".gz").unwrap_or(name).to_owned();
        let (pattern, name) = (bare(&self.file), bare(name));
        let mut parts = pattern.split('*');
        let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
        let mut last = "";
        let parts: Vec<&str> = parts.collect();
        for (at, part) in parts.iter().enumerate() {
            last = part;
            if at + 1 == parts.len() {
                break;
            }
            let Some(found) = rest.find(part) else { return false };
            rest = &rest[found + part.len()..];
        }
        if parts.is_empty() { rest.is_empty() } else { rest.ends_with(last) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_maps_are_valid() {
        for (name, text) in SHIPPED {
            let map = ColumnMap::parse(name, text).unwrap();
            assert!(map.tables.iter().any(|table| table.complete), "{name}");
        }
    }

    #[test]
    fn names_of_files_may_have_a_year_and_be_compressed() {
        let map = ColumnMap::parse("tidy", SHIPPED[0].1).unwrap();
        let pairs = &map.tables[1];
        for name in ["dyad_year.csv", "dyad_year_1946_1990.csv.gz", "dyad_year_1946_1990.csv"] {
            assert!(pairs.matches(name), "{name}");
        }
        for name in ["dyad_year.tsv", "my_dyad_year.csv", "country_year.csv"] {
            assert!(!pairs.matches(name), "{name}");
        }
        let published = ColumnMap::parse("published", SHIPPED[1].1).unwrap();
        let alliances = published.tables.iter().find(|table| table.columns.contains_key("ally")).unwrap();
        assert!(alliances.matches("alliance_v4.1_by_dyad_yearly.csv"));
        assert!(!alliances.matches("alliance_v4.1_by_member.csv"));
    }

    #[test]
    fn a_wrong_map_is_refused_with_what_is_allowed() {
        let table = "[[table]]\nfile = \"x.csv\"\nrows = \"states\"\nstate = \"c\"\nyear = \"y\"\n";
        let error = |text: &str| ColumnMap::parse("mine.toml", text).unwrap_err().to_string();
        let unknown = error(&format!("{table}[table.columns]\nmeanin = \"v\"\n"));
        assert!(unknown.contains("\"meanin\", which does not exist") && unknown.contains("system"), "{unknown}");
        let key = error(&format!("{table}fil = 1\n"));
        assert!(key.starts_with("mine.toml:6: the key `fil` does not exist; did you mean `file`?"), "{key}");
        assert!(key.contains("keys are `file`, `rows`, `state`"), "{key}");
        let rows = error(&table.replace("states", "state"));
        assert!(rows.contains("`state` is not allowed here; write `states` or `pairs`"), "{rows}");
        let form = error(&format!("{table}[table.columns]\nsystem = {{ column = \"v\", least = 1 }}\n"));
        assert!(form.contains("a column is its name, or { column, equals }"), "{form}");
        assert!(error("[[table]]\nfile = \"x.csv\"\n").contains("the key `rows` is missing"));
        let pairs = error(&format!("{}[table.columns]\nonset = \"v\"\n", table.replace("states", "pairs")));
        assert!(pairs.contains("does not take") || pairs.contains("needs the key `a`"), "{pairs}");
    }
}
