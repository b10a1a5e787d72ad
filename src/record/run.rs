//! The record of one run, and the columns that all its tables of rounds begin with.

use super::chronicle::Chronicle;
use super::table::{Field, Table};

/// What to record of a run, and the values that identify it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // one per table
pub struct Settings {
    /// The number of the run: its replicate.
    pub run: u32,
    /// The seed of the run.
    pub seed: u64,
    /// The number of rounds of the run. The last round is always recorded.
    pub rounds: u32,
    /// The calendar year of round 0.
    pub start_year: f64,
    /// The number of years that a round lasts.
    pub round_years: f64,
    /// States, pairs and the world are recorded every this number of rounds.
    pub every: u32,
    /// Whether to record states and the world.
    pub trajectories: bool,
    /// Whether to record pairs.
    pub pairs: bool,
    /// Whether to record events.
    pub events: bool,
    /// Whether to compute modularity.
    pub modularity: bool,
    /// Whether to record pairs whenever their relation changes.
    pub pair_changes: bool,
    /// Whether to keep a chronicle.
    pub chronicle: bool,
}

/// The names of the tables, in the order in which they are written.
pub const TABLES: [&str; 6] = ["states", "world", "events", "pairs", "pair_changes", "runs"];

/// The record of one run.
#[derive(Clone, Debug)]
pub struct RunRecord {
    /// The number of the run.
    pub run: u32,
    /// One row per state and recorded round.
    pub states: Table,
    /// One row per recorded round.
    pub world: Table,
    /// One row per event; `None` if events are not recorded.
    pub events: Option<Table>,
    /// One row per pair and recorded round; `None` if pairs are not recorded.
    pub pairs: Option<Table>,
    /// One row per pair and round in which its relation changes; `None` if that is not recorded.
    pub pair_changes: Option<Table>,
    /// One row with the run's parameters and outcome.
    pub runs: Table,
    /// The years of the run; `None` unless they are kept.
    pub chronicle: Option<Chronicle>,
}

impl RunRecord {
    /// Every table with its name, in the order of [`TABLES`].
    pub fn tables(&self) -> impl Iterator<Item = (&'static str, &Table)> {
        let (pairs, changes) = (self.pairs.as_ref(), self.pair_changes.as_ref());
        let all = [Some(&self.states), Some(&self.world), self.events.as_ref(), pairs, changes, Some(&self.runs)];
        TABLES.into_iter().zip(all).filter_map(|(name, table)| table.map(|table| (name, table)))
    }
}

/// The columns that every table of rounds begins with: run, round and year.
pub fn common_fields() -> Vec<Field> {
    vec![
        Field::whole("run", "number", "replicate, from 0"),
        Field::whole("round", "rounds", "0 is the world before the first round"),
        Field::number("year", "calendar years", "start year plus elapsed rounds times the length of a round"),
    ]
}
