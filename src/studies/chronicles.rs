//! Runs of a scenario of which only the chronicle is kept, converted as soon as each ends.

use std::sync::atomic::AtomicBool;

use crate::batch::{BatchError, Controls, Finished, begin_with, run_all};
use crate::record::Chronicle;
use crate::scenario::Scenario;

/// How to carry out the runs.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// The number of runs.
    pub runs: u32,
    /// The number of threads; 0 for the number of cores.
    pub threads: usize,
    /// Set by the caller to stop soon.
    pub cancel: &'a AtomicBool,
}

/// Carries out the replicates of a scenario. The thread that ran a replicate converts its chronicle by `each`; `sink`
/// takes the results in the order of the replicates.
///
/// # Errors
/// Returns an error if the runs were cancelled, the world of a replicate is not valid, `sink` failed, or threads could
/// not be started.
pub fn chronicles<R: Send, E>(
    scenario: &Scenario,
    how: How<'_>,
    each: impl Fn(&Chronicle) -> R + Sync,
    sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), BatchError<E>> {
    let mut scenario = scenario.clone();
    scenario.record.trajectories = false;
    scenario.record.chronicle = true;
    let controls = Controls { threads: how.threads, cancel: how.cancel, progress: &|| {}, checkpoint: None };
    let each = |finished: Finished| {
        let Some(chronicle) = &finished.record.chronicle else { unreachable!("the record keeps it") };
        each(chronicle)
    };
    let begin = |run: usize, workers| begin_with(&scenario, run as u32, workers);
    run_all(&scenario, 0..how.runs as usize, begin, &controls, each, sink)
}
