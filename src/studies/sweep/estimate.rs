//! What a sweep will cost, by a sample of its runs.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::order::Spread;
use super::{Sweep, job};
use crate::batch::in_order;

/// What a sweep takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Jobs that were tried.
    pub tried: u64,
    /// Runs in all; where replicates are added as needed, as many as the tried points needed, on average.
    pub runs: f64,
    /// How long.
    pub time: Duration,
    /// Bytes on disk, as CSV.
    pub bytes: f64,
}

/// How long the sample may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Share of the jobs that is tried at most, and the number that is tried in any case, as far as there are so many.
const SHARE: f64 = 0.05;
const FEWEST: usize = 8;
/// Numbers of the summary for each point, and their bytes, about.
const SUMMARY: f64 = 7_000.0;

/// Tries jobs from all over the sweep for some seconds, at least one for each thread; writes nothing. None where it was
/// stopped.
///
/// # Errors
/// The threads could not be started.
pub fn estimate(
    sweep: &Sweep,
    threads: usize,
    cancel: &AtomicBool,
) -> Result<Option<Estimate>, rayon::ThreadPoolBuildError> {
    let jobs = sweep.jobs();
    let clock = Instant::now();
    let (mut tried, mut bytes, mut runs, mut last) = (0u64, 0usize, 0u64, Duration::ZERO);
    let late = |tried: u64| clock.elapsed() > PATIENCE && tried > 0;
    let over = AtomicBool::new(false);
    let spread = Spread::new(jobs);
    let numbers = (0..jobs)
        .map(|place| spread.at(place))
        .take(FEWEST.max((jobs as f64 * SHARE) as usize))
        .take_while(|_| !over.load(Ordering::Relaxed));
    let _ = in_order(
        threads,
        |threads| threads,
        job::numbered(sweep, numbers),
        |job| job.carry_out(None, cancel),
        |chunk| {
            let Some(chunk) = chunk else { return ControlFlow::Break(()) };
            tried += 1;
            bytes += chunk.tables.iter().map(Vec::len).sum::<usize>();
            runs += u64::from(chunk.done + chunk.failed);
            last = clock.elapsed();
            over.store(late(tried), Ordering::Relaxed);
            ControlFlow::Continue(())
        },
    )?;
    if tried == 0 || cancel.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let all = jobs as f64 / tried as f64;
    let points = sweep.own_points().count() as f64;
    let summary = if runs > tried || sweep.scenario.run.replicates > 1 { SUMMARY } else { SUMMARY / 6.0 };
    Ok(Some(Estimate {
        tried,
        runs: runs as f64 * all,
        time: last.mul_f64(all),
        bytes: bytes as f64 * all + points * summary,
    }))
}
