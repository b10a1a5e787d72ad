//! An arm of a calibration, the model or a null model, and its runs with the parameters of a particle.

use std::sync::atomic::AtomicBool;

use super::target::Target;
use crate::analysis::abc::Parameter;
use crate::batch::{self, Controls};
use crate::history::nulls::NULLS;
use crate::scenario::{Scenario, ScenarioErrors};

/// Replicates of particles are below this number; those of new runs follow.
pub(super) const MOST_RUNS: u64 = 4_000_000_000;
/// The largest number of new runs of an arm.
pub(crate) const MOST_NEW_RUNS: u64 = 1_000_000;

/// The model or a null model.
pub(crate) struct Arm {
    /// The name.
    pub name: &'static str,
    /// Its number among all arms: 0 for the model, from 1 on the null models.
    pub number: usize,
    /// The scenarios, each cut at the end of its window, in the order of the target.
    pub scenarios: Vec<Scenario>,
}

impl Arm {
    /// The number of all arms that there are.
    pub(crate) const COUNT: u64 = 1 + NULLS.len() as u64;

    /// An arm of scenarios, each of which is cut at the end of its window and has the mechanisms of the arm off.
    pub(crate) fn new(name: &'static str, number: usize, mut scenarios: Vec<Scenario>) -> Self {
        for scenario in &mut scenarios {
            // A run keeps its chronicle alone.
            scenario.record.trajectories = false;
            scenario.record.chronicle = true;
        }
        Self { name, number, scenarios }
    }

    /// The replicates of the runs of a particle, for each scenario. A replicate with the seed of its scenario gives the
    /// random numbers of a run. No two runs of a calibration share a replicate, so two scenarios may have the same seed. It
    /// does not depend on the number of simulations.
    ///
    /// ```text
    /// replicate = ((place · runs + run) · scenarios + scenario) · arms + arm
    /// place: number of the particle among all of its arm, generation after generation;  arms: 6, also if fewer are run
    /// ```
    pub(crate) fn replicates(&self, place: u64, runs: u32) -> Vec<Vec<u32>> {
        // Checked when the plan is made.
        let of =
            |world| (0..runs).map(move |run| self.replicate(place * u64::from(runs) + u64::from(run), world) as u32);
        (0..self.scenarios.len()).map(|world| of(world).collect()).collect()
    }

    /// The replicates of a new run, one for each scenario, above all that particles may have.
    ///
    /// ```text
    /// replicate = 4,000,000,000 + (run · scenarios + scenario) · arms + arm
    /// ```
    pub(crate) fn new_replicates(&self, run: u32) -> Vec<Vec<u32>> {
        // Checked when the plan is made.
        let of = |world| vec![(MOST_RUNS + self.replicate(run.into(), world)) as u32];
        (0..self.scenarios.len()).map(of).collect()
    }

    /// The number of a run of a scenario among the runs of all scenarios and all arms.
    fn replicate(&self, run: u64, world: usize) -> u64 {
        (run * self.scenarios.len() as u64 + world as u64) * Self::COUNT + self.number as u64
    }

    /// The memory of the largest run.
    pub(super) fn bytes_of_a_run(&self) -> u64 {
        self.scenarios.iter().map(Scenario::bytes_of_a_run).max().unwrap_or_default()
    }

    /// The patterns and outcomes of runs with the values of a particle, scenario after scenario, each cut at the end of its window.
    /// Returns `None` if it was cancelled.
    pub(crate) fn simulate(
        &self,
        target: &Target,
        parameters: &[Parameter],
        values: &[f64],
        replicates: &[Vec<u32>],
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<f64>>, ScenarioErrors> {
        let controls = Controls { threads: 1, cancel, progress: &|| {}, checkpoint: None };
        let mut all = Vec::new();
        for (number, (scenario, replicates)) in self.scenarios.iter().zip(replicates).enumerate() {
            let mut scenario = scenario.clone();
            for (parameter, value) in parameters.iter().zip(values) {
                // The bounds of the prior lie within the range of the parameter.
                let set = scenario.setup.params.set(&parameter.name, *value);
                debug_assert!(set.is_ok(), "{set:?}");
            }
            let mut patterns = Vec::new();
            for &replicate in replicates {
                let begun = batch::begin(&scenario, replicate)?;
                let Some(finished) = batch::carry_out(&scenario, begun, &controls) else { return Ok(None) };
                patterns.push(target.worlds[number].of_run(&finished.record));
            }
            all.extend(target.of_runs(number, &patterns));
        }
        Ok(Some(all))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::load_text;

    fn arm(number: usize, scenarios: usize) -> Arm {
        let scenario = load_text("s", "[states.A]\n[states.B]\n", &[]).unwrap();
        Arm::new("x", number, vec![scenario; scenarios])
    }

    #[test]
    fn no_two_runs_share_a_replicate() {
        for scenarios in [1, 3] {
            let mut all = BTreeSet::new();
            for number in 0..Arm::COUNT as usize {
                let arm = arm(number, scenarios);
                all.extend((0..10).flat_map(|place| arm.replicates(place, 3).concat()));
                assert!(all.iter().all(|replicate| u64::from(*replicate) < MOST_RUNS));
            }
            assert_eq!(all.len(), scenarios * 6 * 10 * 3);
            for number in 0..Arm::COUNT as usize {
                all.extend((0..10).flat_map(|run| arm(number, scenarios).new_replicates(run).concat()));
            }
            assert_eq!(all.len(), scenarios * 6 * 10 * 4);
        }
    }

    #[test]
    fn replicates_of_one_scenario_and_of_several() {
        let one = arm(2, 1);
        assert_eq!(one.replicates(5, 3), [[92, 98, 104]], "(5 · 3 + 1) · 6 + 2 = 98");
        assert_eq!(one.new_replicates(7), [[4_000_000_044]], "7 · 6 + 2");
        let most = MOST_NEW_RUNS as u32 - 1;
        assert_eq!(u64::from(one.new_replicates(most)[0][0]), MOST_RUNS + 6 * MOST_NEW_RUNS - 4);
        let two = arm(2, 2);
        assert_eq!(two.replicates(5, 3)[1][1], 200, "((5 · 3 + 1) · 2 + 1) · 6 + 2");
        assert_eq!(two.new_replicates(7), [[4_000_000_086], [4_000_000_092]]);
    }
}
