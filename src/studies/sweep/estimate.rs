//! What a sweep will cost, by a sample of its runs.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::order::Spread;
use super::{Sweep, job, tables};
use crate::batch::{self, in_order};
use crate::scenario::Scenario;

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
    /// Rounds that were tried of one run, and its rounds in all, if a single job takes too long to be tried whole.
    pub cut_short: Option<(u32, u32)>,
}

/// How long one run is tried before it is cut short, and the rounds of it that are written to see how large they are.
const TRIAL: Duration = Duration::from_secs(1);
const SHORT: u32 = 20;
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
    match long_job(sweep, threads, cancel) {
        Some(_) if cancel.load(Ordering::Relaxed) => return Ok(None),
        Some(estimate) => return Ok(Some(estimate)),
        None => {}
    }
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
        cut_short: None,
    }))
}

/// What a sweep takes if its costliest job takes longer than a sample may: by some rounds of one run. Where replicates are
/// added as needed, the fewest that a point may have. Returns `None` if no job takes so long.
fn long_job(sweep: &Sweep, threads: usize, cancel: &AtomicBool) -> Option<Estimate> {
    let costs = sweep.costs();
    let costliest = costs.iter().flatten().enumerate().max_by_key(|(_, cost)| **cost).map_or(0, |(at, _)| at);
    let point = sweep.own_points().nth(costliest)?;
    let scenario = job::at_point(sweep, point).ok()?;
    let rounds = scenario.run.rounds;
    let trial = batch::trial(&scenario, 0, TRIAL, cancel)?;
    let of_a_job = if sweep.plan.until.is_some() { sweep.plan.most } else { 1 };
    if trial.time_of(f64::from(rounds) * f64::from(of_a_job)) <= PATIENCE {
        return None;
    }
    let points = sweep.own_points().count() as f64;
    let runs = points * f64::from(sweep.least());
    // Runs as costly as the one that was tried.
    let like_it = match costs.as_deref().map(|costs| (costs.iter().sum::<u64>(), costs[costliest])) {
        Some((all, one)) if one > 0 => all as f64 / one as f64 * f64::from(sweep.least()),
        _ => runs,
    };
    let cores = if threads == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { threads };
    let time = trial.time_of(f64::from(rounds) * like_it / (cores as f64).min(runs).max(1.0));
    let (row, round) = bytes(sweep, &scenario, point)?;
    let bytes = row * runs + round * f64::from(rounds) * like_it + points * SUMMARY;
    Some(Estimate { tried: 1, runs, time, bytes, cut_short: Some((trial.rounds, rounds)) })
}

/// Bytes of a run in the table of runs, and of each of its rounds in the tables of rounds.
fn bytes(sweep: &Sweep, scenario: &Scenario, point: usize) -> Option<(f64, f64)> {
    let mut short = scenario.clone();
    short.run.rounds = scenario.run.rounds.min(SHORT);
    let record = batch::run_one(&short, 0).ok()?;
    let mut bytes = tables::rows(sweep, point, 0, Ok(&record)).into_iter().map(|bytes| bytes.len() as f64);
    let row = bytes.next()?;
    Some((row, bytes.sum::<f64>() / f64::from(short.run.rounds)))
}
