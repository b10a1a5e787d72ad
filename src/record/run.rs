//! What is remembered of one run, and what all its tables of rounds begin with.

use super::table::{Field, Table};

/// What to remember of a run, and what to call it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // each says of one table whether it is wanted
pub struct Settings {
    /// Number of the run: its replicate.
    pub run: u32,
    /// Seed of the run.
    pub seed: u64,
    /// Rounds of the run; the last is always recorded.
    pub rounds: u32,
    /// Calendar year of round 0.
    pub start_year: f64,
    /// Years that a round lasts.
    pub round_years: f64,
    /// States, pairs and the world are recorded every so many rounds.
    pub every: u32,
    /// Record states and the world?
    pub trajectories: bool,
    /// Record pairs?
    pub pairs: bool,
    /// Record events?
    pub events: bool,
    /// Work out modularity?
    pub modularity: bool,
}

/// Names of the tables, in the order in which they are written.
pub const TABLES: [&str; 5] = ["states", "world", "events", "pairs", "runs"];

/// What is remembered of one run.
#[derive(Clone, Debug)]
pub struct RunRecord {
    /// Number of the run.
    pub run: u32,
    /// A row a state and recorded round.
    pub states: Table,
    /// A row a recorded round.
    pub world: Table,
    /// A row an event; none where events are not recorded.
    pub events: Option<Table>,
    /// A row a pair and recorded round; none where pairs are not recorded.
    pub pairs: Option<Table>,
    /// One row: the run's parameters and outcome.
    pub runs: Table,
}

impl RunRecord {
    /// Every table there is, with its name, in the order of [`TABLES`].
    pub fn tables(&self) -> impl Iterator<Item = (&'static str, &Table)> {
        let all = [Some(&self.states), Some(&self.world), self.events.as_ref(), self.pairs.as_ref(), Some(&self.runs)];
        TABLES.into_iter().zip(all).filter_map(|(name, table)| table.map(|table| (name, table)))
    }
}

/// What every table of rounds begins with: run, round and year.
pub fn common_fields() -> Vec<Field> {
    vec![
        Field::whole("run", "number", "replicate, from 0"),
        Field::whole("round", "rounds", "0 is the world before its first round"),
        Field::number("year", "calendar years", "start year and rounds gone since, each of the round's length"),
    ]
}
