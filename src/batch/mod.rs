//! Many runs: replicates of one scenario, in parallel, with results in order.
//!
//! Replicate k uses the random numbers of (seed, k), on any thread and at any time. Finished runs reach the sink in the
//! order of their numbers through a bounded window, so that memory does not grow with the number of runs.

pub(crate) mod branch;
pub(crate) mod checkpoint;
pub(crate) mod design;
mod order;
mod pool;
mod rest;
mod sound;
mod trial;

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

pub use branch::BranchError;
pub use checkpoint::{Checkpoint, CheckpointError, Header, Saved};
pub use order::{in_order, run_all, window};
pub use rest::{Rested, to_rest};
pub use sound::is_sound;
pub use trial::{Trial, trial};

use crate::model::parts::{InTurn, Workers};
use crate::model::{Setup, World, round};
use crate::record::{Recorder, RunRecord, Settings};
use crate::scenario::{Scenario, ScenarioErrors};

/// A finished run: its record, and its whole state at the requested round.
#[derive(Debug)]
pub struct Finished {
    /// The record.
    pub record: RunRecord,
    /// The run at the checkpoint's round, as bytes; `None` without a checkpoint.
    pub saved: Option<Vec<u8>>,
}

/// Options of a batch.
pub struct Controls<'a> {
    /// The number of threads; 0 for the number of cores of the machine.
    pub threads: usize,
    /// Set by the caller to stop soon.
    pub cancel: &'a AtomicBool,
    /// Called after every round of every run, from any thread.
    pub progress: &'a (dyn Fn() + Sync),
    /// The round at which the whole state of every run is saved.
    pub checkpoint: Option<u32>,
}

/// The reason why a batch did not finish.
#[derive(Debug, thiserror::Error)]
pub enum BatchError<E> {
    /// The cancel flag was set.
    #[error("stopped before the end; nothing was written")]
    Cancelled,
    /// The threads could not be started.
    #[error("the threads could not be started")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The random draw of the synthetic states of a replicate does not give a valid scenario.
    #[error(transparent)]
    Scenario(ScenarioErrors),
    /// The sink returned an error.
    #[error(transparent)]
    Sink(E),
}

/// One replicate of a scenario, from its first round to its last.
///
/// # Errors
/// Returns an error if the random draw of the synthetic states does not give a valid scenario.
pub fn run_one(scenario: &Scenario, replicate: u32) -> Result<RunRecord, ScenarioErrors> {
    let never = AtomicBool::new(false);
    let controls = Controls { threads: 1, cancel: &never, progress: &|| {}, checkpoint: None };
    match carry_out(scenario, begin(scenario, replicate)?, &controls) {
        Some(finished) => Ok(finished.record),
        None => unreachable!("the cancel flag is never set here"),
    }
}

/// A run under way: what it began from, the world between two rounds, and its recorder.
pub struct Running<'a> {
    setup: Cow<'a, Setup>,
    world: World,
    recorder: Recorder,
}

/// A run before its first round. The initial state is recorded.
///
/// # Errors
/// Returns an error if the replicate's random draw of the synthetic states does not give a valid scenario.
pub fn begin(scenario: &Scenario, replicate: u32) -> Result<Running<'_>, ScenarioErrors> {
    begin_with(scenario, replicate, &InTurn)
}

/// The same. These workers carry out the parts of each step.
///
/// # Errors
/// As [`begin`].
pub fn begin_with<'a>(
    scenario: &'a Scenario,
    replicate: u32,
    workers: &'static dyn Workers,
) -> Result<Running<'a>, ScenarioErrors> {
    let setup = scenario.setup_for(u64::from(replicate))?;
    let world = World::carried_out_by(workers, &setup, scenario.run.seed, u64::from(replicate));
    let mut recorder = Recorder::new(&setup, settings(scenario, replicate, scenario.run.seed), &scenario.outcomes);
    recorder.observe(&world);
    Ok(Running { setup, world, recorder })
}

/// A run that continues from a saved state, under the scenario's parameters, events and seed. The round of the saved
/// state is not recorded again. The workers carry out the parts of each step.
///
/// # Errors
/// As [`begin`].
pub fn resume<'a>(
    scenario: &'a Scenario,
    saved: Saved,
    workers: &'static dyn Workers,
) -> Result<Running<'a>, ScenarioErrors> {
    let setup = scenario.setup_for(u64::from(saved.run))?;
    let mut world = saved.world;
    world.branch(&setup, Some(scenario.run.seed));
    world.employ(workers);
    let settings = settings(scenario, saved.run, scenario.run.seed);
    let recorder = Recorder::resume(&setup, settings, &scenario.outcomes, (saved.tally, &saved.own));
    Ok(Running { setup, world, recorder })
}

/// Carries a run to its end. Returns `None` if it was cancelled.
pub fn carry_out(scenario: &Scenario, run: Running<'_>, controls: &Controls<'_>) -> Option<Finished> {
    let Running { setup, mut world, mut recorder } = run;
    let mut saved = None;
    loop {
        if controls.checkpoint == Some(world.round) {
            saved = Some(checkpoint::save(&world, &recorder));
        }
        if world.round >= scenario.run.rounds {
            return Some(Finished { record: recorder.finish(&setup), saved });
        }
        if controls.cancel.load(Ordering::Relaxed) {
            return None;
        }
        round::step(&mut world);
        recorder.observe(&world);
        (controls.progress)();
    }
}

/// Carries a run to its end, and shows its record before the first round and after each. Returns `None` if it was cancelled.
pub fn carry_out_seen(
    scenario: &Scenario,
    run: Running<'_>,
    cancel: &AtomicBool,
    see: &mut dyn FnMut(&RunRecord),
) -> Option<RunRecord> {
    let Running { setup, mut world, mut recorder } = run;
    while world.round < scenario.run.rounds {
        see(recorder.so_far());
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        round::step(&mut world);
        recorder.observe(&world);
    }
    Some(recorder.finish(&setup))
}

fn settings(scenario: &Scenario, run: u32, seed: u64) -> Settings {
    let (settings, record) = (&scenario.run, &scenario.record);
    Settings {
        run,
        seed,
        rounds: settings.rounds,
        start_year: settings.start_year,
        round_years: settings.round_years,
        every: record.every,
        trajectories: record.trajectories,
        pairs: record.trajectories && record.pairs && run < record.pairs_runs,
        events: record.trajectories && record.events,
        modularity: record.modularity,
        pair_changes: record.trajectories && record.pair_changes,
        chronicle: record.chronicle,
    }
}
