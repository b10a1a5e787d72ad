//! `[sources]`: where values come from. Each key is the path of a column or of a value, and each text its source.

use super::check::join;
use super::fields;
use super::node::{Entry, Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::shape::{Field, Shape};
use super::suggest::{listed, nearest};
use super::sweep::keys_of;

/// A path without quotes makes tables within tables: `states.wealth = "…"` becomes `"states.wealth" = "…"`.
pub(super) fn spell_out_paths(layer: &mut Table) {
    let Some(Value::Table(paths)) = layer.get_mut("sources").map(|node| &mut node.value) else { return };
    for entry in std::mem::take(&mut paths.entries) {
        // A path in quotes is complete.
        let path = if entry.node.table().is_some() { join("", &entry.key) } else { entry.key.clone() };
        spell_out(entry, path, &mut paths.entries);
    }
}

fn spell_out(entry: Entry, path: String, out: &mut Vec<Entry>) {
    match entry.node.value {
        Value::Table(table) => {
            for inner in table.entries {
                let path = join(&path, &inner.key);
                spell_out(inner, path, out);
            }
        }
        value => out.push(Entry { key: path, node: Node { value, ..entry.node }, ..entry }),
    }
}

/// Refuses paths that the scenario does not have.
pub(super) fn check(tree: &Table, problems: &mut Problems) {
    for entry in tree.table("sources").map_or(&[][..], |paths| &paths.entries) {
        if problems.is_full() {
            problems.count();
            continue;
        }
        let Some(keys) = keys_of(&entry.key) else {
            let message = format!("sources: {:?} is not a path", entry.key);
            let help = "write keys with dots between them, as in \"states.wealth\" or \"states.USA.wealth\"";
            problems.add(ProblemKind::Syntax, entry.key_place, message, help);
            continue;
        };
        if let Err(missing) = follow(&keys, tree) {
            let near = nearest(missing.key, missing.known.iter().map(String::as_str));
            let hint =
                near.map_or_else(String::new, |near| format!("; the nearest is `{}`", join(&missing.so_far, near)));
            let message = format!("sources: the path `{}` does not exist{hint}", entry.key);
            let help = match (missing.known.is_empty(), missing.so_far.as_str()) {
                (true, so_far) => format!("{so_far} does not have parts"),
                (false, "") => {
                    format!("a path begins with one of {}", listed(missing.known.iter().map(String::as_str)))
                }
                (false, so_far) => format!("{so_far} has {}", listed(missing.known.iter().map(String::as_str))),
            };
            problems.add(ProblemKind::UnknownKey, entry.key_place, message, help);
        }
    }
}

/// The first key of a path that does not exist.
struct Missing<'a> {
    so_far: String,
    key: &'a str,
    /// The keys that exist in its place.
    known: Vec<String>,
}

/// Follows a path. Where the scenario has names or a list, the next key is one of them, or a column of all of them.
fn follow<'a>(keys: &'a [String], tree: &Table) -> Result<(), Missing<'a>> {
    let Shape::Table(root) = fields::root() else { return Ok(()) };
    let (mut columns, mut here, mut so_far): (_, Option<&Node>, _) = (Some(root), None, String::new());
    let mut items: Option<&Shape> = None;
    for key in keys {
        let mut known: Vec<String> = match (items, here.map(|node| &node.value)) {
            (Some(_), Some(Value::Table(table))) => table.entries.iter().map(|entry| entry.key.clone()).collect(),
            (Some(_), Some(Value::List(list))) => (0..list.len()).map(|at| at.to_string()).collect(),
            _ => Vec::new(),
        };
        let is_item = known.contains(key);
        let of_table: &[Field] = columns.map_or(&[], Vec::as_slice);
        known.extend(of_table.iter().map(|field| field.key.to_owned()));
        // The columns of the rows of a series are its parts too.
        let rows = of_table.iter().find(|field| field.key == "rows").and_then(|field| columns_of(&field.shape));
        known.extend(rows.into_iter().flatten().map(|field| field.key.to_owned()));
        let column = || {
            let mut fields = of_table.iter().chain(rows.into_iter().flatten());
            fields.find(|field| field.key == *key).map(|field| &field.shape)
        };
        let Some(shape) = items.filter(|_| is_item).or_else(column) else { return Err(Missing { so_far, key, known }) };
        here = match here.map(|node| &node.value) {
            _ if so_far.is_empty() => tree.get(key),
            Some(Value::Table(table)) => table.get(key),
            Some(Value::List(list)) => key.parse().ok().and_then(|at: usize| list.get(at)),
            _ => None,
        };
        items = match shape {
            Shape::Named(item) | Shape::List(item) => Some(item),
            _ => None,
        };
        columns = columns_of(shape);
        so_far = join(&so_far, key);
    }
    Ok(())
}

/// The keys of a table, or of the tables that a list or named tables hold.
fn columns_of(shape: &Shape) -> Option<&Vec<Field>> {
    match shape {
        Shape::Table(fields) => Some(fields),
        Shape::Named(item) | Shape::List(item) => columns_of(item),
        Shape::Either(shapes) => shapes.iter().find_map(columns_of),
        _ => None,
    }
}
