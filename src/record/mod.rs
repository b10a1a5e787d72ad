//! What is remembered of a run: plain rows in memory, a table each for states, world, pairs, events and the run itself.
//!
//! A [`Recorder`] looks at the world before its first round and after every round; it changes nothing. A missing value is
//! NaN here and an empty cell on disk, never 0.

pub(crate) mod association;
pub(crate) mod counts;
mod declared;
pub(crate) mod events;
pub(crate) mod labels;
pub(crate) mod modularity;
pub(crate) mod pairs;
pub(crate) mod runs;
pub(crate) mod states;
pub(crate) mod statistics;
pub mod summary;
pub(crate) mod table;
pub(crate) mod tally;
pub(crate) mod words;
pub(crate) mod world;

use std::sync::Arc;

pub use declared::declared;
pub use labels::Labels;
pub use table::{Field, Kind, Table};
pub use tally::Tally;

pub use crate::model::VERSION as MODEL_VERSION;
use crate::model::{Setup, World};

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

/// Looks at the world, round after round.
pub struct Recorder {
    settings: Settings,
    labels: Labels,
    tally: Tally,
    record: RunRecord,
}

impl Recorder {
    /// For a run from its beginning.
    pub fn new(setup: &Setup, settings: Settings) -> Self {
        Self::resume(setup, settings, Tally::new(setup.names.len()))
    }

    /// For a run that goes on from where a tally was kept.
    pub fn resume(setup: &Setup, settings: Settings, tally: Tally) -> Self {
        let labels = Labels::new(setup, settings.seed);
        let table = |fields: Vec<Field>| Table::new(Arc::from(fields), labels.words());
        let record = RunRecord {
            run: settings.run,
            states: table(states::fields()),
            world: table(world::fields()),
            events: settings.events.then(|| table(events::fields())),
            pairs: settings.pairs.then(|| table(pairs::fields())),
            runs: table(runs::fields()),
        };
        Self { settings, labels, tally, record }
    }

    /// Looks at the world before its first round, or after a round.
    pub fn observe(&mut self, world: &World) {
        self.tally.observe(world);
        let Self { settings, labels, tally, record } = self;
        let year = settings.start_year + f64::from(world.round) * settings.round_years;
        let common = [f64::from(settings.run), f64::from(world.round), year];
        if let Some(events) = &mut record.events {
            for event in &world.events {
                events.push(common.into_iter().chain(events::row(event, labels)));
            }
        }
        let due = world.round.is_multiple_of(settings.every.max(1)) || world.round == settings.rounds;
        if !settings.trajectories || !due {
            return;
        }
        for i in (0..world.states.present.len()).filter(|&i| world.states.present[i]) {
            record.states.push(common.into_iter().chain(states::row(world, i, labels)));
        }
        record.world.push(common.into_iter().chain(world::row(world, &tally.last, settings.modularity)));
        if let Some(pairs) = &mut record.pairs {
            for (pair, i, j) in counts::present_pairs(world) {
                pairs.push(common.into_iter().chain(pairs::row(world, pair, (i, j), labels)));
            }
        }
    }

    /// What has been added up so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The run is over.
    pub fn finish(mut self, setup: &Setup) -> RunRecord {
        self.record.runs.push(runs::row(&self.settings, &self.labels, setup, &self.tally));
        self.record
    }
}
