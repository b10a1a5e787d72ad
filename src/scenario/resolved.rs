//! The scenario as one file: bases and overrides merged, run settings and parameters listed in full.
//!
//! The generator stays a generator, which draws the same states again. A matrix file becomes rows. Running the text
//! makes the same tables.

use toml::{Table as Toml, Value as TomlValue};

use super::fields;
use super::node::{Table, Value};
use super::shape::Shape;
use super::sweep::Setting;
use super::{RecordSettings, RunSettings};
use crate::model::Params;
use crate::model::params::PARAMETERS;
use crate::model::switches::SWITCHES;

/// Keys that are not copied unchanged.
const WRITTEN_APART: [&str; 6] = ["title", "question", "base", "run", "record", "parameters"];

/// The text. `matrix` holds the content of a matrix file, by row.
pub(super) fn write(
    tree: &Table,
    run: &RunSettings,
    record: RecordSettings,
    params: &Params,
    matrix: Option<&[Vec<f64>]>,
) -> String {
    let mut out = Toml::new();
    for key in ["title", "question"] {
        out.insert(key.into(), tree.text(key).unwrap_or("").into());
    }
    out.insert("run".into(), run_table(tree, run).into());
    out.insert("record".into(), record_table(record).into());
    for entry in tree.entries.iter().filter(|e| !WRITTEN_APART.contains(&e.key.as_str())) {
        out.insert(entry.key.clone(), value(&entry.node.value));
    }
    if let (Some(rows), Some(TomlValue::Table(reach))) = (matrix, out.get_mut("reach")) {
        reach.remove("file");
        let rows = rows.iter().map(|row| row.iter().copied().map(TomlValue::Float).collect::<Vec<_>>());
        reach.insert("rows".into(), rows.map(TomlValue::Array).collect::<Vec<_>>().into());
    }
    out.insert("parameters".into(), parameters(tree, params).into());
    out.to_string()
}

fn run_table(tree: &Table, run: &RunSettings) -> Toml {
    let mut table = Toml::new();
    table.insert("rounds".into(), i64::from(run.rounds).into());
    table.insert("start_year".into(), run.start_year.into());
    table.insert("round_years".into(), run.round_years.into());
    table.insert("settle".into(), i64::from(run.settle).into());
    table.insert("replicates".into(), i64::from(run.replicates).into());
    // Seeds are within the range of the field, which is the range of TOML's integers.
    table.insert("seed".into(), i64::try_from(run.seed).unwrap_or(i64::MAX).into());
    for key in ["noise", "shortened"] {
        if let Some(on) = tree.table("run").and_then(|r| r.flag(key)) {
            table.insert(key.into(), on.into());
        }
    }
    table
}

fn record_table(record: RecordSettings) -> Toml {
    let mut table = Toml::new();
    table.insert("every".into(), i64::from(record.every).into());
    table.insert("pairs".into(), record.pairs.into());
    table.insert("pairs_runs".into(), i64::from(record.pairs_runs).into());
    if record.pair_changes {
        table.insert("pair_changes".into(), true.into());
    }
    table.insert("events".into(), record.events.into());
    table.insert("modularity".into(), record.modularity.into());
    table
}

/// Every parameter and switch, so that the file keeps its meaning when defaults change.
fn parameters(tree: &Table, params: &Params) -> Toml {
    let mut table = Toml::new();
    let mut put = |group: &str, key: &str, value: TomlValue| {
        let group = table.entry(group).or_insert_with(|| Toml::new().into());
        if let TomlValue::Table(group) = group {
            group.insert(key.to_owned(), value);
        }
    };
    for (parameter, value) in PARAMETERS.iter().zip(params.values()) {
        if let Some((group, key)) = parameter.path.split_once('.') {
            put(group, key, value.into());
        }
    }
    let written = tree.table("parameters").and_then(|p| p.table("switches"));
    for switch in SWITCHES {
        // As written, without the effect of `run.noise`, which the file has separately.
        let on = written.and_then(|w| w.flag(switch.name)).unwrap_or(true);
        put("switches", switch.name, on.into());
    }
    table
}

pub(super) fn value(from: &Value) -> TomlValue {
    match from {
        Value::Text(text) | Value::Date(text) => text.clone().into(),
        Value::Whole(n) => i64::try_from(*n).map_or_else(|_| TomlValue::Float(*n as f64), TomlValue::Integer),
        Value::Number(x) => (*x).into(),
        Value::Flag(on) => (*on).into(),
        Value::List(items) => items.iter().map(|n| value(&n.value)).collect::<Vec<_>>().into(),
        Value::Table(table) => {
            let entries = table.entries.iter().map(|e| (e.key.clone(), value(&e.node.value)));
            TomlValue::Table(entries.collect())
        }
    }
}

/// The value at a path, written or default.
pub(super) fn value_at(tree: &Table, params: &Params, keys: &[String]) -> Option<Setting> {
    if let [first, group, name] = keys
        && first == "parameters"
    {
        if group == "switches" {
            let at = SWITCHES.iter().position(|switch| switch.name == *name)?;
            let written = tree.table("parameters").and_then(|p| p.table("switches"));
            return Some(Setting::Flag(written.and_then(|w| w.flag(SWITCHES[at].name)).unwrap_or(true)));
        }
        let path = format!("{group}.{name}");
        let at = PARAMETERS.iter().position(|parameter| parameter.path == path)?;
        return params.values().into_iter().nth(at).map(Setting::Number);
    }
    let (last, before) = keys.split_last()?;
    let mut here = Some(Value::Table(tree.clone()));
    let mut shape = fields::root();
    for key in before {
        here = here.and_then(|value| within(value, key));
        // Names and list items do not have a default.
        if here.is_none() && named(shape) {
            return None;
        }
        shape = shape.inner(key)?;
    }
    let written = here.and_then(|value| within(value, last)).and_then(|value| Setting::of_value(&value));
    written.or_else(|| shape.default_of(last).and_then(|json| Setting::of_json(&json)))
}

fn within(value: Value, key: &str) -> Option<Value> {
    match value {
        Value::Table(table) => table.get(key).map(|node| node.value.clone()),
        Value::List(items) => key.parse().ok().and_then(|at: usize| Some(items.get(at)?.value.clone())),
        _ => None,
    }
}

/// Returns true if the writer chooses its keys.
fn named(shape: &Shape) -> bool {
    match shape {
        Shape::Named(_) | Shape::List(_) => true,
        Shape::Either(shapes) => shapes.iter().any(named),
        _ => false,
    }
}
