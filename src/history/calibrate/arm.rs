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
    /// The scenario, cut at the end of the window.
    pub scenario: Scenario,
}

impl Arm {
    /// The number of all arms that there are.
    pub(crate) const COUNT: u64 = 1 + NULLS.len() as u64;

    /// An arm of a scenario that is cut at the end of the window and has the mechanisms of the arm off.
    pub(crate) fn new(name: &'static str, number: usize, mut scenario: Scenario) -> Self {
        // A run keeps its chronicle alone.
        scenario.record.trajectories = false;
        scenario.record.chronicle = true;
        Self { name, number, scenario }
    }

    /// The replicates of the runs of a particle, each of which with the scenario's seed gives its random numbers. No two runs of a
    /// calibration share one, and it does not depend on the number of simulations.
    ///
    /// ```text
    /// replicate = (place · runs + run) · arms + arm
    /// place: number of the particle among all of its arm, generation after generation;  arms: 6, also if fewer are run
    /// ```
    pub(crate) fn replicates(&self, place: u64, runs: u32) -> impl Iterator<Item = u32> {
        let number = self.number as u64;
        // Checked when the plan is made.
        (0..runs).map(move |run| ((place * u64::from(runs) + u64::from(run)) * Self::COUNT + number) as u32)
    }

    /// The replicate of a new run, above all that particles may have.
    ///
    /// ```text
    /// replicate = 4,000,000,000 + run · arms + arm
    /// ```
    pub(crate) fn new_replicate(&self, run: u32) -> u32 {
        // There are at most `MOST_NEW_RUNS`.
        (MOST_RUNS + u64::from(run) * Self::COUNT + self.number as u64) as u32
    }

    /// The patterns of runs with the values of a particle, each cut at the end of the window. Returns `None` if it was
    /// cancelled.
    pub(crate) fn simulate(
        &self,
        target: &Target,
        parameters: &[Parameter],
        values: &[f64],
        replicates: impl Iterator<Item = u32>,
        cancel: &AtomicBool,
    ) -> Result<Option<Vec<f64>>, ScenarioErrors> {
        let mut scenario = self.scenario.clone();
        for (parameter, value) in parameters.iter().zip(values) {
            // The bounds of the prior lie within the range of the parameter.
            let set = scenario.setup.params.set(&parameter.name, *value);
            debug_assert!(set.is_ok(), "{set:?}");
        }
        let controls = Controls { threads: 1, cancel, progress: &|| {}, checkpoint: None };
        let mut patterns = Vec::new();
        for replicate in replicates {
            let begun = batch::begin(&scenario, replicate)?;
            let Some(finished) = batch::carry_out(&scenario, begun, &controls) else { return Ok(None) };
            let Some(chronicle) = &finished.record.chronicle else { unreachable!("the record keeps it") };
            patterns.push(target.of_run(chronicle));
        }
        Ok(Some(target.of_runs(&patterns)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scenario::load_text;

    #[test]
    fn no_two_runs_share_a_replicate() {
        let scenario = load_text("s", "[states.A]\n[states.B]\n", &[]).unwrap();
        let mut all = BTreeSet::new();
        for number in 0..Arm::COUNT as usize {
            let arm = Arm::new("x", number, scenario.clone());
            all.extend((0..10).flat_map(|place| arm.replicates(place, 3)));
            assert!(all.iter().all(|replicate| u64::from(*replicate) < MOST_RUNS));
        }
        assert_eq!(all.len(), 6 * 10 * 3);
        let arm = Arm::new("x", 2, scenario);
        assert_eq!(arm.replicates(5, 3).nth(1), Some(98), "(5 · 3 + 1) · 6 + 2");
        assert_eq!(arm.new_replicate(7), 4_000_000_044, "7 · 6 + 2");
        assert_eq!(u64::from(arm.new_replicate(MOST_NEW_RUNS as u32 - 1)), MOST_RUNS + 6 * MOST_NEW_RUNS - 4);
    }
}
