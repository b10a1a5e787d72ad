//! Paths of `[sweep.vary]` and `[sweep.link]` written without quotes. TOML reads their dots as tables within tables.

use super::super::check::join;
use super::super::node::{Entry, Node, Table, Value};

/// The keys of a table that gives the values of an axis.
const OF_LEVELS: [&str; 7] = ["from", "to", "step", "low", "high", "count", "scale"];

/// Turns `parameters.feedback.threat = [0, 1]` within `[sweep.vary]` into `"parameters.feedback.threat" = [0, 1]`, and
/// also within `[sweep.link]`.
pub(crate) fn spell_out_paths(layer: &mut Table) {
    let Some(Value::Table(sweep)) = layer.get_mut("sweep").map(|node| &mut node.value) else { return };
    for key in ["vary", "link"] {
        if let Some(Value::Table(paths)) = sweep.get_mut(key).map(|node| &mut node.value) {
            spell_out_all(paths);
        }
    }
}

fn spell_out_all(vary: &mut Table) {
    let is_nested = |entry: &Entry| {
        !entry.key.contains('.') && matches!(&entry.node.value, Value::Table(table) if !gives_levels(table))
    };
    if !vary.entries.iter().any(is_nested) {
        return;
    }
    for entry in std::mem::take(&mut vary.entries) {
        if is_nested(&entry) {
            let path = join("", &entry.key);
            spell_out(entry, path, &mut vary.entries);
        } else {
            vary.entries.push(entry);
        }
    }
}

fn spell_out(entry: Entry, path: String, out: &mut Vec<Entry>) {
    match entry.node.value {
        Value::Table(table) if !gives_levels(&table) => {
            for inner in table.entries {
                let path = join(&path, &inner.key);
                spell_out(inner, path, out);
            }
        }
        value => out.push(Entry { key: path, node: Node { value, ..entry.node }, ..entry }),
    }
}

/// Returns true for `{ from, to, step }` and `{ low, high }`, also if a key is missing, misspelt or unknown. Only
/// nested tables and lists are read as the rest of a path.
fn gives_levels(table: &Table) -> bool {
    let is_level = |entry: &Entry| OF_LEVELS.contains(&entry.key.as_str());
    let is_inner = |entry: &Entry| matches!(entry.node.value, Value::Table(_) | Value::List(_));
    table.entries.is_empty() || table.entries.iter().any(is_level) && !table.entries.iter().any(is_inner)
}
