//! Run settings, what to record, and parameters, out of a checked tree.

use super::fields::MOST_REPLICATES;
use super::node::{Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::{RecordSettings, RunSettings};
use crate::model::Params;

/// `[run]`.
pub fn run(tree: &Table) -> RunSettings {
    let empty = Table::default();
    let run = tree.table("run").unwrap_or(&empty);
    let whole = |key: &str, default: u64| run.whole(key).unwrap_or(default);
    RunSettings {
        rounds: whole("rounds", 100) as u32,
        start_year: run.number("start_year").unwrap_or(0.0),
        round_years: run.number("round_years").unwrap_or(1.0),
        replicates: whole("replicates", 1) as u32,
        seed: whole("seed", 1),
    }
}

/// Are events after the last round left out rather than refused?
pub fn shortened(tree: &Table) -> bool {
    tree.table("run").and_then(|r| r.flag("shortened")).unwrap_or(false)
}

/// `[record]`.
pub fn record(tree: &Table) -> RecordSettings {
    let empty = Table::default();
    let record = tree.table("record").unwrap_or(&empty);
    RecordSettings {
        every: record.whole("every").unwrap_or(1) as u32,
        trajectories: true,
        pairs: record.flag("pairs").unwrap_or(false),
        pairs_runs: record.whole("pairs_runs").unwrap_or(u64::from(MOST_REPLICATES)) as u32,
        events: record.flag("events").unwrap_or(true),
        modularity: record.flag("modularity").unwrap_or(false),
    }
}

/// `[parameters]`, with `run.noise`: chance is on where neither of its two switches is off.
pub fn parameters(tree: &Table, problems: &mut Problems) -> Params {
    let mut params = Params::default();
    for group in tree.table("parameters").map_or(&[][..], |t| &t.entries) {
        let Value::Table(table) = &group.node.value else { continue };
        for entry in &table.entries {
            if group.key == "switches" {
                if let Value::Flag(on) = entry.node.value {
                    params.switches.set(&entry.key, on);
                }
            } else if let Some(value) = entry.node.number() {
                set(&mut params, &format!("{}.{}", group.key, entry.key), value, &entry.node, problems);
            }
        }
    }
    if tree.table("run").and_then(|r| r.flag("noise")) == Some(false) {
        params.switches.noise = false;
    }
    params
}

/// The fields' ranges are the parameters' own; should they ever part, the model has the last word.
fn set(params: &mut Params, path: &str, value: f64, node: &Node, problems: &mut Problems) {
    if let Err(error) = params.set(path, value) {
        problems.add(ProblemKind::OutOfRange, node.place, format!("parameters.{error}"), "");
    }
}
