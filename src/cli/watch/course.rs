//! A run on its way: the world, what is remembered of it, and the changes made to its parameters.
//!
//! Whoever watches changes nothing: rounds are the rounds of `takvin run`. A changed parameter holds from the next round
//! on, as in a branch from a checkpoint; before the first round it makes the world anew, as `--set` would.

use std::collections::VecDeque;

use super::history::History;
use super::knobs::{Change, Knob};
use super::overview::Overview;
use super::words;
use crate::model::{Params, Setup, World, round};
use crate::scenario::{Scenario, ScenarioErrors};

/// Lines of what happened that are kept.
const LOG_LINES: usize = 500;

/// Lines of one round at most: a thousand states have thousands of threats.
const LINES_PER_ROUND: usize = 40;

/// A run on its way.
pub struct Course {
    /// The scenario as it was loaded.
    pub scenario: Scenario,
    /// Number of the run.
    pub run: u32,
    /// The world between two rounds.
    pub world: World,
    /// Governance so far.
    pub history: History,
    /// What the last round came to.
    pub overview: Overview,
    /// What happened, the latest round first: its number, and a line.
    pub log: VecDeque<(u32, String)>,
    /// Changes made since the first round, in their order; what was changed before it is in the setup alone.
    pub changes: Vec<Change>,
    setup: Setup,
    given: Params,
}

impl Course {
    /// A run before its first round.
    ///
    /// # Errors
    /// The run's own draw of the synthetic states does not fit the scenario.
    pub fn new(scenario: Scenario, run: u32) -> Result<Self, ScenarioErrors> {
        let setup = scenario.setup_for(u64::from(run))?.into_owned();
        let mut course = Self {
            world: World::new(&setup, scenario.run.seed, u64::from(run)),
            history: History::new(setup.names.len()),
            overview: Overview::default(),
            log: VecDeque::new(),
            changes: Vec::new(),
            given: setup.params.clone(),
            scenario,
            run,
            setup,
        };
        course.observe();
        Ok(course)
    }

    /// Back before the first round, under the parameters as they are now.
    pub fn restart(&mut self) {
        self.world = World::new(&self.setup, self.scenario.run.seed, u64::from(self.run));
        self.history = History::new(self.setup.names.len());
        self.log.clear();
        self.changes.clear();
        self.observe();
    }

    /// Is there no further round?
    pub fn is_over(&self) -> bool {
        self.world.round >= self.scenario.run.rounds
    }

    /// One round on, unless the run is over.
    pub fn step(&mut self) {
        if !self.is_over() {
            round::step(&mut self.world);
            self.observe();
        }
    }

    fn observe(&mut self) {
        self.overview = Overview::of(&self.world);
        self.history.observe(&self.world, self.overview.mean);
        let mut events: Vec<_> =
            self.world.events.iter().filter_map(|event| Some((words::rank(event.kind)?, event))).collect();
        events.sort_by_key(|(rank, _)| *rank);
        for (_, event) in events.into_iter().take(LINES_PER_ROUND).rev() {
            let line = words::tell(event, &self.setup.names, &self.setup.interventions);
            self.log.push_front((self.world.round, line));
        }
        self.log.truncate(LOG_LINES);
    }

    /// Names of the states, by number.
    pub fn names(&self) -> &[String] {
        &self.setup.names
    }

    /// Parameters as they are set now.
    pub fn params(&self) -> &Params {
        &self.setup.params
    }

    /// Parameters as the scenario and the command line gave them.
    pub fn given(&self) -> &Params {
        &self.given
    }

    /// Everything that was changed before the first round.
    pub fn changed_before(&self) -> impl Iterator<Item = (Knob, f64)> + '_ {
        Knob::all().filter_map(|knob| {
            let first = self.changes.iter().find(|change| change.knob == knob);
            let began = first.map_or(knob.value(&self.setup.params), |change| change.old);
            (began != knob.value(&self.given)).then_some((knob, began))
        })
    }

    /// Sets a parameter or a switch from the next round on.
    ///
    /// # Errors
    /// The value is out of range, in words.
    pub fn change(&mut self, knob: Knob, value: f64) -> Result<(), String> {
        let old = knob.value(&self.setup.params);
        knob.set(&mut self.setup.params, value)?;
        let round = self.world.round;
        if round == 0 {
            self.restart();
            return Ok(());
        }
        self.world.branch(&self.setup, None);
        // Several presses of a key between two rounds are one change, and none where they lead back.
        let made = |change: &Change| change.round == round && change.knob == knob;
        let old = self.changes.iter().find(|change| made(change)).map_or(old, |change| change.old);
        self.changes.retain(|change| !made(change));
        let told = format!("you: {} ", knob.path());
        self.log.retain(|(at, line)| *at != round || !line.starts_with(&told));
        if old != value {
            self.changes.push(Change { round, knob, old, new: value });
            self.log.push_front((round, format!("{told}{} → {}", knob.said(old), knob.said(value))));
        }
        Ok(())
    }
}
