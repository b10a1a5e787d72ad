//! The record of a run: plain rows in memory, one table each for states, world, pairs, events and the run.
//!
//! A [`Recorder`] reads the world before its first round and after every round. It does not change the world. A missing
//! value is NaN here and an empty cell on disk, never 0.

pub(crate) mod association;
mod changes;
pub mod chronicle;
pub(crate) mod counts;
mod declared;
pub(crate) mod events;
pub(crate) mod labels;
pub(crate) mod modularity;
pub mod outcomes;
pub(crate) mod pairs;
pub(crate) mod rows;
mod run;
pub(crate) mod runs;
pub(crate) mod states;
pub(crate) mod statistics;
pub mod summary;
pub(crate) mod table;
pub(crate) mod tally;
pub(crate) mod words;
pub(crate) mod world;

use std::sync::Arc;

pub use chronicle::Chronicle;
pub use declared::{columns, declared};
pub use labels::Labels;
pub use outcomes::Outcomes;
pub use run::{RunRecord, Settings, TABLES, common_fields};
pub use table::{Field, Kind, Table};
pub use tally::Tally;

pub use crate::model::VERSION as MODEL_VERSION;
use crate::model::{Setup, World};
use outcomes::{Following, KeptCall};

/// Records the world, round after round.
pub struct Recorder {
    settings: Settings,
    labels: Labels,
    tally: Tally,
    following: Following,
    record: RunRecord,
}

impl Recorder {
    /// A recorder for a run from its beginning.
    pub fn new(setup: &Setup, settings: Settings, outcomes: &Outcomes) -> Self {
        Self::resume(setup, settings, outcomes, (Tally::new(setup.names.len()), &[]))
    }

    /// A recorder for a run that continues from a saved tally and the saved sums of the scenario's own outcomes.
    pub fn resume(setup: &Setup, settings: Settings, outcomes: &Outcomes, (tally, kept): (Tally, &[KeptCall])) -> Self {
        let labels = Labels::new(setup, settings.seed);
        let table = |fields: Vec<Field>| Table::new(Arc::from(fields), labels.words());
        let record = RunRecord {
            run: settings.run,
            states: table(states::fields()),
            world: table(world::fields()),
            events: settings.events.then(|| table(events::fields())),
            pairs: settings.pairs.then(|| table(pairs::fields())),
            pair_changes: settings.pair_changes.then(|| table(changes::fields())),
            runs: table(runs::fields(outcomes)),
            chronicle: (settings.chronicle || settings.pair_changes).then(|| Chronicle::new(setup.names.len())),
        };
        let following = Following::resume(outcomes.clone(), &labels, kept);
        Self { settings, labels, tally, following, record }
    }

    /// Records the world before its first round or after a round.
    pub fn observe(&mut self, world: &World) {
        self.tally.observe(world);
        let Self { settings, labels, tally, following, record } = self;
        let year = settings.start_year + f64::from(world.round) * settings.round_years;
        let common = [f64::from(settings.run), f64::from(world.round), year];
        following.observe((common, settings.modularity), world, labels, tally);
        if let Some(chronicle) = &mut record.chronicle {
            chronicle.observe(world, year);
        }
        if let Some(events) = &mut record.events {
            for event in &world.events {
                events.push(common.into_iter().chain(events::row(event, labels)));
            }
        }
        let due = world.round.is_multiple_of(settings.every.max(1)) || world.round == settings.rounds;
        if !settings.trajectories || !due {
            return;
        }
        states::fill(&mut record.states, &common, world, labels);
        record.world.push(common.into_iter().chain(world::row(world, &tally.last, settings.modularity)));
        if let Some(pairs) = &mut record.pairs {
            pairs::fill(pairs, &common, world, labels);
        }
    }

    /// The sums so far.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The sums of the scenario's own outcomes so far, for a checkpoint.
    pub fn kept(&self) -> Vec<KeptCall> {
        self.following.kept()
    }

    /// The record so far, without outcomes.
    pub fn so_far(&self) -> &RunRecord {
        &self.record
    }

    /// Finishes the record.
    pub fn finish(mut self, setup: &Setup) -> RunRecord {
        let RunRecord { run, pair_changes, chronicle, .. } = &mut self.record;
        if let (Some(table), Some(chronicle)) = (pair_changes, chronicle) {
            changes::fill(table, *run, chronicle, &self.labels);
        }
        let outcomes = self.following.values(&self.tally);
        self.record.runs.push(runs::row(&self.settings, &self.labels, setup, outcomes));
        self.record
    }
}
