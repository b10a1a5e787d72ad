//! A run under way: the world, its history, and the changes to its parameters.
//!
//! Watching does not change the run: rounds are those of `takvin run`. A changed parameter holds from the next round
//! on, as in a branch from a checkpoint. Before the first round it makes a new world, as `--set` would.

use std::collections::VecDeque;

use super::history::History;
use super::knobs::{Change, Knob};
use super::overview::Overview;
use super::words;
use crate::model::{Params, Setup, World, round};
use crate::scenario::{Scenario, ScenarioErrors};

/// The number of event lines that are kept.
const LOG_LINES: usize = 500;

/// The largest number of event lines of one round. With a thousand states there are thousands of threats.
const LINES_PER_ROUND: usize = 40;

/// A run under way.
pub struct Course {
    /// The scenario as loaded.
    pub scenario: Scenario,
    /// The number of the run.
    pub run: u32,
    /// The world between two rounds.
    pub world: World,
    /// The history of governance.
    pub history: History,
    /// The measures of the last round.
    pub overview: Overview,
    /// The events, latest round first: the round, and a line.
    pub log: VecDeque<(u32, String)>,
    /// The changes since the first round, in order. Earlier changes are in the setup only.
    pub changes: Vec<Change>,
    setup: Setup,
    given: Params,
}

impl Course {
    /// A run before its first round.
    ///
    /// # Errors
    /// Returns an error if the random draw of the synthetic states does not give a valid scenario.
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

    /// Returns to the time before the first round, with the present parameters.
    pub fn restart(&mut self) {
        self.world = World::new(&self.setup, self.scenario.run.seed, u64::from(self.run));
        self.history = History::new(self.setup.names.len());
        self.log.clear();
        self.changes.clear();
        self.observe();
    }

    /// Returns true if the run has ended.
    pub fn is_over(&self) -> bool {
        self.world.round >= self.scenario.run.rounds
    }

    /// Carries out one round, unless the run has ended.
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

    /// The names of the states, by number.
    pub fn names(&self) -> &[String] {
        &self.setup.names
    }

    /// The present parameters.
    pub fn params(&self) -> &Params {
        &self.setup.params
    }

    /// The parameters of the scenario and the command line.
    pub fn given(&self) -> &Params {
        &self.given
    }

    /// The changes before the first round.
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
    /// Returns an error if the value is out of range.
    pub fn change(&mut self, knob: Knob, value: f64) -> Result<(), String> {
        let old = knob.value(&self.setup.params);
        knob.set(&mut self.setup.params, value)?;
        let round = self.world.round;
        if round == 0 {
            self.restart();
            return Ok(());
        }
        self.world.branch(&self.setup, None);
        // Several key presses between two rounds are one change, or none if they cancel.
        let made = |change: &Change| change.round == round && change.knob == knob;
        let old = self.changes.iter().find(|change| made(change)).map_or(old, |change| change.old);
        self.changes.retain(|change| !made(change));
        let prefix = format!("you: {} ", knob.path());
        self.log.retain(|(at, line)| *at != round || !line.starts_with(&prefix));
        if old != value {
            self.changes.push(Change { round, knob, old, new: value });
            self.log.push_front((round, format!("{prefix}{} → {}", knob.said(old), knob.said(value))));
        }
        Ok(())
    }
}
