//! Scenario files: TOML in, a checked world with its run settings out.

use std::path::PathBuf;

use crate::model::Setup;

/// A scenario, checked and ready to run.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Short name: the file's stem, which also names the run directory.
    pub name: String,
    /// Title, for people.
    pub title: String,
    /// The question that the scenario asks.
    pub question: String,
    /// The file it came from; none for a shipped scenario.
    pub path: Option<PathBuf>,
    /// Run settings.
    pub run: RunSettings,
    /// What to record.
    pub record: RecordSettings,
    /// The world to begin with.
    pub setup: Setup,
    /// The scenario with its base, overrides and generator resolved, as TOML that makes the same tables when run.
    pub resolved: String,
}

/// How long, how often, from when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunSettings {
    /// Rounds of a run, at least 1.
    pub rounds: u32,
    /// Calendar year of round 0, the world before its first round.
    pub start_year: f64,
    /// Years that a round lasts; a label, since rates are per round.
    pub round_years: f64,
    /// Replicates, numbered from 0.
    pub replicates: u32,
    /// Seed; 0 is a seed.
    pub seed: u64,
}

/// What a run remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordSettings {
    /// Record states, pairs and the world every so many rounds (round 0 and the last always).
    pub every: u32,
    /// Write `pairs.csv`.
    pub pairs: bool,
    /// Write `events.csv`.
    pub events: bool,
    /// Work out modularity of cooperation, which is costly.
    pub modularity: bool,
}
