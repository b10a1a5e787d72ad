//! What every part uses: the world, its focal states, the resolution of the grids, and how runs are carried out.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::batch::{BatchError, in_order, window};
use crate::model::{Change, Intervention, Setup, Topology, World, round};
use crate::output::OutputError;
use crate::scenario::Scenario;

/// The reason why a part did not finish.
pub type Stopped = BatchError<OutputError>;

/// The resolution of the grids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grids {
    /// The number of levels, from 0 to 1, at which policy or governance is held.
    pub levels: usize,
    /// The number of initial levels of governance, from 0.05 to 0.95.
    pub governance: usize,
    /// The number of initial levels of posture, from -0.8 to 0.8.
    pub posture: usize,
    /// The number of steps in which a threat rises to its maximum, and of steps in which it falls.
    pub steps: usize,
    /// The number of surrogates of each series.
    pub surrogates: usize,
}

impl Grids {
    /// For results to report.
    pub const FINE: Self = Self { levels: 11, governance: 10, posture: 9, steps: 10, surrogates: 199 };
    /// For a first look.
    pub const COARSE: Self = Self { levels: 5, governance: 4, posture: 3, steps: 5, surrogates: 99 };
}

/// A world and the settings of its study.
pub struct Lab<'a> {
    /// The scenario. Its rounds and seed apply to every run.
    pub scenario: &'a Scenario,
    /// The numbers of the states that are held, shocked and measured, each in its own runs.
    pub focal: Vec<usize>,
    /// The number of replicates.
    pub replicates: u32,
    /// The resolution.
    pub grids: Grids,
    /// The number of threads; 0 for the number of cores of the machine.
    pub threads: usize,
    /// Set by the caller to stop soon.
    pub cancel: &'a AtomicBool,
    /// Called after every run, from any thread.
    pub progress: &'a (dyn Fn() + Sync),
}

/// One replicate under one condition.
pub struct Job<'a> {
    /// The number of the condition.
    pub condition: usize,
    /// The initial world of this replicate.
    pub setup: &'a Setup,
    /// The number of the replicate.
    pub replicate: u32,
}

impl Lab<'_> {
    /// Rounds of a run.
    pub fn rounds(&self) -> u32 {
        self.scenario.run.rounds
    }

    /// The seed of all random draws.
    pub fn seed(&self) -> u64 {
        self.scenario.run.seed
    }

    /// Returns true if a round is in the last fifth of the run, where ends are measured.
    pub fn is_late(&self, round: u32) -> bool {
        round > self.rounds() - (self.rounds() / 5).max(1)
    }

    /// The number of runs of this number of conditions with this number of runs each.
    pub fn runs(&self, conditions: usize, each: usize) -> u64 {
        conditions as u64 * each as u64 * u64::from(self.replicates)
    }

    /// Carries out every replicate of every condition, in parallel. Returns the results of `work` by condition and then
    /// by replicate. `work` returns `None` if it was cancelled.
    ///
    /// # Errors
    /// Returns an error if it was cancelled, a replicate's world is not valid, or threads could not be started.
    pub fn each<R: Send>(
        &self,
        conditions: usize,
        work: impl Fn(&Job<'_>) -> Option<R> + Sync,
    ) -> Result<Vec<Vec<R>>, Stopped> {
        let mut found: Vec<Vec<R>> = Vec::with_capacity(conditions);
        let jobs =
            (0..conditions).flat_map(|condition| (0..self.replicates).map(move |replicate| (condition, replicate)));
        let bytes = self.scenario.bytes_of_a_run();
        let ended = in_order(
            self.threads,
            |threads| window(bytes, threads),
            jobs,
            |(condition, replicate)| {
                let setup = self.scenario.setup_for(u64::from(replicate))?;
                Ok((condition, work(&Job { condition, setup: &setup, replicate })))
            },
            |result| match result {
                Err(errors) => ControlFlow::Break(Stopped::Scenario(errors)),
                Ok((_, None)) => ControlFlow::Break(Stopped::Cancelled),
                Ok((condition, Some(result))) => {
                    // Results arrive condition by condition.
                    if found.len() == condition {
                        found.push(Vec::with_capacity(self.replicates as usize));
                    }
                    found[condition].push(result);
                    ControlFlow::Continue(())
                }
            },
        )?;
        match ended {
            ControlFlow::Break(error) => Err(error),
            ControlFlow::Continue(()) => Ok(found),
        }
    }

    /// Carries out a run and passes every finished round to `look`. Returns `None` if it was cancelled.
    pub fn run(&self, setup: &Setup, replicate: u32, mut look: impl FnMut(&World)) -> Option<()> {
        self.run_with(setup, replicate, |_| (), &mut look)
    }

    /// The same, but `hand` may change the world before every round.
    pub fn run_with(
        &self,
        setup: &Setup,
        replicate: u32,
        mut before: impl FnMut(&mut World),
        mut look: impl FnMut(&World),
    ) -> Option<()> {
        let mut world = World::new(setup, self.seed(), u64::from(replicate));
        while world.round < self.rounds() {
            if self.cancel.load(Ordering::Relaxed) {
                return None;
            }
            before(&mut world);
            round::step(&mut world);
            look(&world);
        }
        (self.progress)();
        Some(())
    }
}

/// The focal states if the user does not name any: up to three, spread evenly over the states that are present at the
/// start, do not leave and have another state within reach. They are the middle states of the thirds.
pub fn focal_states(setup: &Setup) -> Vec<usize> {
    const MOST: usize = 3;
    let topology = topology(setup);
    let leaves = |i: usize| setup.interventions.iter().any(|done| comes_or_goes(done, i) == Some(false));
    let fit: Vec<usize> =
        (0..setup.names.len()).filter(|&i| setup.states.present[i] && !leaves(i) && topology.degree(i) > 0).collect();
    let count = fit.len().min(MOST);
    (0..count).map(|k| fit[(2 * k + 1) * fit.len() / (2 * count)]).collect()
}

/// The rounds of a run in which the scenario has a state out of the world, conquered or not.
pub(crate) fn rounds_away(setup: &Setup, state: usize, rounds: u32) -> Vec<u32> {
    let mut steps: Vec<(u32, bool)> =
        setup.interventions.iter().filter_map(|done| Some((done.from, comes_or_goes(done, state)?))).collect();
    steps.sort_by_key(|(round, _)| *round);
    let is_there = |round: u32| {
        let before = steps.iter().take_while(|(from, _)| *from <= round);
        before.last().map_or(setup.states.present[state], |(_, there)| *there)
    };
    (1..=rounds).filter(|&round| !is_there(round)).collect()
}

/// Whether an event brings a state into the world (true) or out of it (false).
fn comes_or_goes(done: &Intervention, state: usize) -> Option<bool> {
    match done.change {
        Change::Enter { state: which } if which.index() == state => Some(true),
        Change::Leave { state: which } if which.index() == state => Some(false),
        _ => None,
    }
}

/// The pairs of a world.
pub(crate) fn topology(setup: &Setup) -> Topology {
    Topology::new(setup.names.len(), setup.pairs.iter().map(|start| start.states).collect())
}

/// `count` levels from `low` to `high`, both included.
pub(crate) fn levels(low: f64, high: f64, count: usize) -> Vec<f64> {
    let steps = (count.max(2) - 1) as f64;
    (0..count.max(2)).map(|k| low + (high - low) * k as f64 / steps).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    fn world(states: usize) -> Setup {
        let text = (0..states).map(|k| format!("[states.S{k}]")).collect::<Vec<_>>().join("\n");
        scenario::load_text("w", &text, &[]).unwrap().setup
    }

    #[test]
    fn focal_states_are_spread_over_the_list() {
        assert_eq!(focal_states(&world(30)), [5, 15, 25]);
        assert_eq!(focal_states(&world(3)), [0, 1, 2]);
        assert_eq!(focal_states(&world(2)), [0, 1]);
        assert_eq!(focal_states(&world(1)), [] as [usize; 0], "no other state is within reach");
    }

    #[test]
    fn those_who_leave_are_not_looked_at_unless_they_are_named() {
        let text = "[states.A]\nleaves = 5\n[states.B]\nenters = 3\n[states.C]\n[states.D]\n[run]\nrounds = 6\n";
        let setup = scenario::load_text("w", text, &[]).unwrap().setup;
        assert_eq!(focal_states(&setup), [2, 3]);
        assert_eq!(rounds_away(&setup, 0, 6), [5, 6]);
        assert_eq!(rounds_away(&setup, 1, 6), [1, 2]);
        assert!(rounds_away(&setup, 2, 6).is_empty());
    }

    #[test]
    fn levels_have_both_ends() {
        assert_eq!(levels(0.0, 1.0, 5), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(levels(-0.8, 0.8, 3), [-0.8, 0.0, 0.8]);
    }
}
