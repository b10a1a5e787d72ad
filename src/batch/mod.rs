//! Many runs: replicates of one scenario, in parallel, handed on in order.
//!
//! Replicate k draws by (seed, k), whichever thread runs it and whenever. Finished runs reach the sink in the order of
//! their numbers through a bounded window, so that memory does not grow with the number of runs.

pub mod branch;
pub mod checkpoint;
mod order;

use std::sync::atomic::{AtomicBool, Ordering};

pub use branch::BranchError;
pub use checkpoint::{Checkpoint, CheckpointError, Header, Saved};
pub use order::run_all;

use crate::model::{World, round};
use crate::record::{Recorder, RunRecord, Settings};
use crate::scenario::Scenario;

/// A finished run: what is remembered of it, and its whole state at the round asked for.
#[derive(Debug)]
pub struct Finished {
    /// What is remembered.
    pub record: RunRecord,
    /// The run at the checkpoint's round, as bytes; none where no checkpoint was asked for.
    pub saved: Option<Vec<u8>>,
}

/// How a batch is carried out.
pub struct Controls<'a> {
    /// Threads; 0 for as many as the machine has cores.
    pub threads: usize,
    /// Set from outside to stop soon.
    pub cancel: &'a AtomicBool,
    /// Called after every round of every run, from any thread.
    pub progress: &'a (dyn Fn() + Sync),
    /// Round at which to keep the whole state of every run.
    pub checkpoint: Option<u32>,
}

/// Why a batch did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum BatchError<E> {
    /// The cancel flag was set.
    #[error("stopped before the end; nothing was written")]
    Cancelled,
    /// The threads could not be started.
    #[error("the threads could not be started")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The sink refused a run.
    #[error(transparent)]
    Sink(E),
}

/// One replicate of a scenario, from its first round to its last.
pub fn run_one(scenario: &Scenario, replicate: u32) -> RunRecord {
    let never = AtomicBool::new(false);
    let controls = Controls { threads: 1, cancel: &never, progress: &|| {}, checkpoint: None };
    match carry_out(scenario, begin(scenario, replicate), &controls) {
        Some(finished) => finished.record,
        None => unreachable!("nobody sets the cancel flag"),
    }
}

/// A run on its way: the world between two rounds, and who looks at it.
pub struct Running {
    world: World,
    recorder: Recorder,
}

/// A run before its first round, which is recorded.
pub fn begin(scenario: &Scenario, replicate: u32) -> Running {
    let world = World::new(&scenario.setup, scenario.run.seed, u64::from(replicate));
    let mut recorder = Recorder::new(&scenario.setup, settings(scenario, replicate, scenario.run.seed));
    recorder.observe(&world);
    Running { world, recorder }
}

/// A run that goes on from where it was kept; that round itself is not recorded again.
pub fn resume(scenario: &Scenario, saved: Saved) -> Running {
    let settings = settings(scenario, saved.run, saved.world.draws.seed());
    let recorder = Recorder::resume(&scenario.setup, settings, saved.tally);
    Running { world: saved.world, recorder }
}

/// Carries a run to its end; none where it was cancelled.
pub(crate) fn carry_out(scenario: &Scenario, run: Running, controls: &Controls<'_>) -> Option<Finished> {
    let Running { mut world, mut recorder } = run;
    let mut saved = None;
    loop {
        if controls.checkpoint == Some(world.round) {
            saved = Some(checkpoint::save(&world, recorder.tally()));
        }
        if world.round >= scenario.run.rounds {
            return Some(Finished { record: recorder.finish(&scenario.setup), saved });
        }
        if controls.cancel.load(Ordering::Relaxed) {
            return None;
        }
        round::step(&mut world);
        recorder.observe(&world);
        (controls.progress)();
    }
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
        pairs: record.pairs,
        events: record.events,
        modularity: record.modularity,
    }
}
