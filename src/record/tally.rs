//! The data behind a run's outcome measures: sums over all rounds, and the history of three columns of every state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use crate::model::constitution::COMPONENTS;
use crate::model::pairs::Stage;
use crate::model::{EventKind, World};

/// The stage that a dispute which began in the run has reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Course {
    crisis: bool,
    war: bool,
}

/// The sums and histories of a run so far. They are saved with a checkpoint, so that a resumed run knows its past.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    states: usize,
    /// Governance, policy and system: one row per round, one column per state. NaN while a state is not in the world.
    governance: Vec<f64>,
    policy: Vec<f64>,
    system: Vec<f64>,
    /// Counts over all rounds.
    pub counts: Counts,
    /// Counts of the last round.
    pub last: Counts,
    /// The means of the four components over the states present, at the start.
    pub start: [f64; COMPONENTS.len()],
    /// The same means in the last round.
    pub end: [f64; COMPONENTS.len()],
    /// The belief error, summed over state-rounds.
    pub belief_error: f64,
    /// The number of state-rounds, without round 0.
    pub state_rounds: u64,
    /// The number of disputes that became a crisis.
    pub became_crisis: u64,
    /// The number of disputes that became a war.
    pub became_war: u64,
    courses: BTreeMap<(u32, u32), Course>,
}

impl Tally {
    /// An empty tally of a world with this number of states.
    pub fn new(states: usize) -> Self {
        let unknown = [f64::NAN; COMPONENTS.len()];
        Self { states, start: unknown, end: unknown, ..Self::default() }
    }

    /// Returns true if this is the past of this number of states up to a round.
    pub fn is_of(&self, states: usize, round: u32) -> bool {
        let length = states.saturating_mul(round as usize + 1);
        let columns = [&self.governance, &self.policy, &self.system];
        self.states == states
            && columns.iter().all(|column| column.len() == length && !column.iter().any(|x| x.is_infinite()))
    }

    /// Adds the world before its first round or after a round.
    pub fn observe(&mut self, world: &World) {
        let s = &world.states;
        let means = component_means(world);
        if self.governance.is_empty() {
            self.start = means;
        } else {
            let systems = &self.system[self.system.len() - self.states..];
            // A state that has just entered does not have a past system, so its present system is used.
            let before: Vec<f64> =
                systems.iter().zip(&s.system).map(|(&old, &new)| if old.is_nan() { new } else { old }).collect();
            self.last = Counts::of(world, &before);
            self.counts.add(&self.last);
            for (error, _) in s.belief_error.iter().zip(&s.present).filter(|(_, present)| **present) {
                self.belief_error += error;
                self.state_rounds += 1;
            }
            self.follow_disputes(world);
        }
        self.end = means;
        for (history, now) in
            [(&mut self.governance, &s.governance), (&mut self.policy, &s.policy), (&mut self.system, &s.system)]
        {
            history.extend(now.iter().zip(&s.present).map(|(&x, &present)| if present { x } else { f64::NAN }));
        }
        if self.governance.len() == self.states {
            self.last = Counts::of(world, &s.system);
        }
    }

    /// The governance of every state in every round, one row per round.
    pub fn governance(&self) -> std::slice::ChunksExact<'_, f64> {
        self.governance.chunks_exact(self.states.max(1))
    }

    /// The mean governance and the mean policy of the states present, by round; NaN without states.
    pub fn world_means(&self) -> [Vec<f64>; 2] {
        [&self.governance, &self.policy].map(|column| {
            column
                .chunks_exact(self.states.max(1))
                .map(|row| {
                    let (sum, count) =
                        row.iter().filter(|x| !x.is_nan()).fold((0.0, 0u32), |(sum, count), x| (sum + x, count + 1));
                    sum / f64::from(count)
                })
                .collect()
        })
    }

    /// The pairs (x at t, y at t + lag) of all states at all rounds with both values.
    fn lagged<'a>(&'a self, x: &'a [f64], y: &'a [f64], lag: usize) -> impl Iterator<Item = (usize, f64, f64)> + 'a {
        let later = y.get(lag * self.states..).unwrap_or_default();
        x.iter().zip(later).enumerate().map(|(at, (&a, &b))| (at, a, b)).filter(|(_, a, b)| !a.is_nan() && !b.is_nan())
    }

    /// The system at t and at t + lag, over all states and rounds.
    pub fn systems_apart(&self, lag: usize) -> (Vec<f64>, Vec<f64>) {
        self.lagged(&self.system, &self.system, lag).map(|(_, a, b)| (a, b)).unzip()
    }

    /// Governance and policy at t, and one of them at t + lag: (effect, cause, variable held constant).
    pub fn loop_columns(&self, lag: usize, to_governance: bool) -> [Vec<f64>; 3] {
        let (later, lead) =
            if to_governance { (&self.governance, &self.policy) } else { (&self.policy, &self.governance) };
        let mut columns = [Vec::new(), Vec::new(), Vec::new()];
        for (at, now, then) in self.lagged(later, later, lag) {
            columns[0].push(then);
            columns[1].push(lead[at]);
            columns[2].push(now);
        }
        columns
    }

    /// Ends a dispute and counts the stage that it had reached.
    fn follow_disputes(&mut self, world: &World) {
        for event in &world.events {
            let other = event.b.unwrap_or(event.a);
            let key = (event.a.0.min(other.0), event.a.0.max(other.0));
            match event.kind {
                EventKind::DisputeBegun => {
                    self.courses.insert(key, Course::default());
                }
                EventKind::CrisisBegun => {
                    if let Some(course) = self.courses.get_mut(&key) {
                        self.became_crisis += u64::from(!course.crisis);
                        course.crisis = true;
                    }
                }
                EventKind::WarBegun => {
                    if let Some(course) = self.courses.get_mut(&key) {
                        self.became_war += u64::from(!course.war);
                        course.war = true;
                    }
                }
                _ => {}
            }
        }
        self.courses.retain(|&(a, b), _| {
            let link = world.topology.find(crate::model::StateId(a), crate::model::StateId(b));
            link.is_some_and(|link| world.pairs.stage[link.pair.index()] > Stage::Calm)
        });
    }
}

fn component_means(world: &World) -> [f64; 4] {
    let s = &world.states;
    [&s.meaning, &s.referent, &s.securitisation, &s.provision].map(|column| {
        let here: Vec<f64> = column.iter().zip(&s.present).filter(|(_, p)| **p).map(|(x, _)| *x).collect();
        super::statistics::mean(&here)
    })
}

#[cfg(test)]
mod tests {
    use super::super::summary::OUTCOMES;
    use super::*;

    /// Two states over rounds, from functions of (state, round).
    fn tally(rounds: usize, governance: fn(usize, usize) -> f64, policy: fn(usize, usize) -> f64) -> Tally {
        let column = |of: fn(usize, usize) -> f64| -> Vec<f64> {
            (0..rounds).flat_map(|t| (0..2).map(move |i| of(i, t))).collect()
        };
        Tally { governance: column(governance), policy: column(policy), system: column(governance), ..Tally::new(2) }
    }

    fn outcome(tally: &Tally, name: &str) -> f64 {
        OUTCOMES.iter().find(|outcome| outcome.name == name).map(|outcome| (outcome.of)(tally)).unwrap()
    }

    /// A deterministic series that looks random.
    fn wave(i: usize, t: usize) -> f64 {
        ((t * t + 7 * i) % 11) as f64 / 11.0
    }

    #[test]
    fn a_loop_whose_arrows_are_exact_has_strength_1() {
        // Each variable is what the other was five rounds before.
        fn governance(i: usize, t: usize) -> f64 {
            if (t / 5).is_multiple_of(2) { wave(i, t % 5) } else { wave(i + 1, t % 5 + 3) }
        }
        fn policy(i: usize, t: usize) -> f64 {
            governance(i, t + 5)
        }
        let strength = outcome(&tally(30, governance, policy), "loop_strength");
        assert!((strength - 1.0).abs() < 1e-9, "{strength}");
    }

    #[test]
    fn the_loop_is_as_strong_as_its_weaker_arrow_and_missing_where_it_cannot_be_seen() {
        fn lagged(i: usize, t: usize) -> f64 {
            if t < 5 { 0.5 } else { wave(i, t - 5) }
        }
        let one_way = tally(40, lagged, wave);
        let [there, back] = ["policy_to_governance", "governance_to_policy"].map(|name| outcome(&one_way, name));
        assert!(there > 0.9, "{there}");
        assert!((outcome(&one_way, "loop_strength") - there.min(back)).abs() < 1e-15);
        assert!(outcome(&tally(14, lagged, wave), "loop_strength").is_nan(), "18 observations are too few");
        assert!(outcome(&tally(40, wave, |_, _| 0.3), "loop_strength").is_nan(), "a constant does not cause anything");
    }

    #[test]
    fn states_count_only_while_they_are_there() {
        let late = |i: usize, t: usize| if i == 1 && t < 3 { f64::NAN } else { 0.1 * t as f64 };
        let tally = tally(6, late, wave);
        assert_eq!(tally.systems_apart(1).0.len(), 5 + 2);
        assert!((outcome(&tally, "drifted_participatory") - 1.0).abs() < 1e-15);
        assert!(outcome(&tally, "governance_start").abs() < 1e-15, "of the only state present");
    }
}
