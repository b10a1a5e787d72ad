//! Run settings, settings of the record and parameters, read from a checked tree.

use super::calendar::RunSettings;
use super::node::{Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::section::Section;
use crate::model::Params;

/// The settings of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // one per table
pub struct RecordSettings {
    /// States, pairs and the world are recorded every this number of rounds (round 0 and the last always).
    pub every: u32,
    /// Whether to record states, pairs, events and the world. Without them a run has its outcome only. This is not a
    /// key of scenarios: studies of many runs turn it off.
    pub trajectories: bool,
    /// Whether to write `pairs.csv`.
    pub pairs: bool,
    /// The number of runs whose pairs are written, from the first.
    pub pairs_runs: u32,
    /// Whether to write `events.csv`.
    pub events: bool,
    /// Whether to compute modularity of cooperation, which is slow.
    pub modularity: bool,
    /// Whether to write `pair_changes.csv`.
    pub pair_changes: bool,
    /// Whether to keep a chronicle, which is what history compares. Not a key of scenarios.
    pub chronicle: bool,
}

/// `[run]`.
pub(super) fn run(tree: &Table) -> RunSettings {
    let run = Section::of(tree, "run");
    RunSettings {
        rounds: run.whole("rounds") as u32,
        start_year: run.number("start_year"),
        round_years: run.number("round_years"),
        replicates: run.whole("replicates") as u32,
        seed: run.whole("seed"),
        settle: run.whole("settle") as u32,
    }
}

/// Returns true if events after the last round are left out rather than refused.
pub(super) fn shortened(tree: &Table) -> bool {
    Section::of(tree, "run").flag("shortened")
}

/// `[record]`.
pub(super) fn record(tree: &Table) -> RecordSettings {
    let record = Section::of(tree, "record");
    RecordSettings {
        every: record.whole("every") as u32,
        trajectories: true,
        pairs: record.flag("pairs"),
        pairs_runs: record.whole("pairs_runs") as u32,
        events: record.flag("events"),
        modularity: record.flag("modularity"),
        pair_changes: record.flag("pair_changes"),
        chronicle: false,
    }
}

/// `[parameters]`, with `run.noise`: chance is on if neither of its two switches is off.
pub(super) fn parameters(tree: &Table, problems: &mut Problems) -> Params {
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
    params.switches.noise &= Section::of(tree, "run").flag("noise");
    params
}

/// The ranges of fields are those of the parameters. If they ever differ, the model decides.
fn set(params: &mut Params, path: &str, value: f64, node: &Node, problems: &mut Problems) {
    if let Err(error) = params.set(path, value) {
        problems.add(ProblemKind::OutOfRange, node.place, format!("parameters.{error}"), "");
    }
}
