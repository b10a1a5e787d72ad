//! Estimates the cost of a sweep from a sample of its runs.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::order::Spread;
use super::tables::{self, Ran};
use super::{Sweep, job};
use crate::batch::{self, in_order};
use crate::scenario::Scenario;

/// The cost of a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The number of jobs tried.
    pub tried: u64,
    /// The number of runs in all. If replicates are added as needed, it is based on the average of the points tried.
    pub runs: f64,
    /// The duration.
    pub time: Duration,
    /// The bytes on disk, as CSV.
    pub bytes: f64,
    /// The number of rounds tried of one run, and its rounds in all, if a single job takes too long to be tried whole.
    pub cut_short: Option<(u32, u32)>,
}

/// The time after which a trial run is cut short, and the number of its rounds that are written to measure their size.
const TRIAL: Duration = Duration::from_secs(1);
const SHORT: u32 = 20;
/// The longest duration of the sample.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest share of the jobs that is tried, and the smallest number that is tried if there are enough.
const SHARE: f64 = 0.05;
const FEWEST: usize = 8;
/// The approximate number of values of the summary for each point, and their bytes.
const SUMMARY: f64 = 7_000.0;

/// Tries jobs from all over the sweep for some seconds, at least one per thread. Does not write anything. Returns
/// `None` if it was stopped.
///
/// # Errors
/// Returns an error if the threads could not be started.
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

/// The cost of a sweep whose costliest job takes longer than a sample may, from some rounds of one run. If replicates
/// are added as needed, this counts the smallest number for each point. Returns `None` if every job is short enough.
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
    // All runs are assumed to cost as much as the trial run.
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

/// The bytes of a run in the table of runs, and of each of its rounds in the tables of rounds.
fn bytes(sweep: &Sweep, scenario: &Scenario, point: usize) -> Option<(f64, f64)> {
    let mut short = scenario.clone();
    short.run.rounds = scenario.run.rounds.min(SHORT);
    let ran = Ran { record: batch::run_one(&short, 0).ok()?, rest: sweep.plan.rest.map(|_| (short.run.rounds, true)) };
    let mut bytes = tables::rows(sweep, point, 0, Ok(&ran)).into_iter().map(|bytes| bytes.len() as f64);
    let row = bytes.next()?;
    Some((row, bytes.sum::<f64>() / f64::from(short.run.rounds)))
}
