//! Parameters that move nothing: each is set to both ends of its range, and the same runs are carried out again.
//!
//! ```text
//! t = mean of (moved − base) over runs / (√((sd² + sd_base²/100)/n) + 1e-9),  for every column, as a mean over states and rounds
//! ```
//!
//! A tenth of the spread of the base runs keeps counts that differ alike in a few runs from an endless t.
//! Moved and base runs have common random numbers. Where histories part by chance alone, t is that of two samples of
//! unrelated runs; the greatest t of such samples ([`PLACEBOS`] of them) is the bound that a parameter must pass.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::batch::{BatchError, in_order};
use crate::model::params::Parameter;
use crate::model::states::{COLUMNS, States};
use crate::model::{EventKind, Setup, World, round};
use crate::scenario::Scenario;

/// Pairs of unrelated samples that give the bound.
const PLACEBOS: usize = 12;
/// What is counted besides the columns of states.
const EVENTS: [(&str, EventKind); 3] = [
    ("disputes begun", EventKind::DisputeBegun),
    ("wars begun", EventKind::WarBegun),
    ("states conquered", EventKind::StateConquered),
];

/// What one parameter moved most.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Moved {
    /// The path of the parameter.
    pub path: &'static str,
    /// Whether it moved something beyond chance.
    pub moves: bool,
    /// The column that it moved most, by t over the bound.
    pub column: &'static str,
    /// The scenario in which it did.
    pub scenario: String,
    /// The value to which it was set.
    pub value: f64,
    /// t of that column.
    pub t: f64,
    /// The greatest t of unrelated samples in that scenario.
    pub bound: f64,
}

/// How to carry out the runs.
pub(crate) struct How<'a> {
    /// The number of runs for each value.
    pub runs: u32,
    /// The number of threads; 0 for the number of cores of the machine.
    pub threads: usize,
    /// Set by the caller to stop soon.
    pub cancel: &'a AtomicBool,
    /// Called after every run, from any thread.
    pub done: &'a (dyn Fn() + Sync),
}

/// The values of a scenario's columns, a row a run.
type Sample = Vec<Vec<f64>>;

/// The number of runs of a check.
pub(crate) fn all_runs(scenarios: usize, parameters: usize, runs: u32) -> u64 {
    (scenarios * (PLACEBOS + 1 + 2 * parameters)) as u64 * u64::from(runs)
}

/// Moves each of the parameters in every scenario.
///
/// # Errors
/// Returns an error if a world cannot be drawn, the runs were cancelled, or threads could not be started.
pub(crate) fn check(
    scenarios: &[Scenario],
    parameters: &[&'static Parameter],
    how: &How<'_>,
) -> Result<Vec<Moved>, BatchError<std::convert::Infallible>> {
    let mut best: Vec<Option<Moved>> = vec![None; parameters.len()];
    for scenario in scenarios {
        let all = PLACEBOS as u32 + 1;
        let numbers = 0..(how.runs * all) as usize;
        for run in numbers.clone() {
            scenario.setup_for(run as u64).map_err(BatchError::Scenario)?;
        }
        let mut rows = Vec::new();
        work(how, numbers, |run| sample(scenario, None, run as u32..run as u32 + 1, how), |row| rows.extend(row))?;
        let samples: Vec<Sample> = rows.chunks(how.runs as usize).map(<[_]>::to_vec).collect();
        let placebos = samples[1..].iter().map(|other| greatest(&samples[0], other).1);
        let bound = placebos.fold(0.0, f64::max);
        let mut at = 0;
        let each = |parameter: usize| {
            ends(parameters[parameter]).map(|value| {
                let moved = sample(scenario, Some((parameters[parameter].path, value)), 0..how.runs, how);
                let (column, t) = greatest(&samples[0], &moved);
                (column, t, value)
            })
        };
        work(how, 0..parameters.len(), each, |moved| {
            let (column, t, value) = if moved[1].1 > moved[0].1 { moved[1] } else { moved[0] };
            let name = COLUMNS.get(column).map_or_else(|| EVENTS[column - COLUMNS.len()].0, |column| column.name);
            let path = parameters[at].path;
            let here = Moved { path, moves: t > bound, column: name, scenario: scenario.name.clone(), value, t, bound };
            let better = best[at].as_ref().is_none_or(|there| t / bound > there.t / there.bound);
            if better {
                best[at] = Some(here);
            }
            at += 1;
        })?;
    }
    Ok(best.into_iter().flatten().collect())
}

/// Carries out jobs on the threads, and takes their results in order.
fn work<R: Send>(
    how: &How<'_>,
    jobs: std::ops::Range<usize>,
    each: impl Fn(usize) -> R + Sync,
    mut sink: impl FnMut(R),
) -> Result<(), BatchError<std::convert::Infallible>> {
    let broken = in_order(
        how.threads,
        |threads| 3 * threads,
        jobs,
        each,
        |result| {
            if how.cancel.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            sink(result);
            ControlFlow::Continue(())
        },
    )?;
    if broken.is_break() { Err(BatchError::Cancelled) } else { Ok(()) }
}

/// The ends of a parameter's range that are not its default; where one is, twice the default or half of the way.
fn ends(parameter: &Parameter) -> [f64; 2] {
    let Parameter { default, low, high, .. } = *parameter;
    let up = if default == 0.0 { 0.5 * high } else { (default + default.abs()).min(high) };
    [low, if up == default { 0.5 * (low + high) } else { up }]
}

/// The means of all columns over states and rounds, and the events of a round, by run.
fn sample(scenario: &Scenario, moved: Option<(&str, f64)>, runs: std::ops::Range<u32>, how: &How<'_>) -> Sample {
    let mut sample = Vec::new();
    for run in runs {
        if how.cancel.load(Ordering::Relaxed) {
            return sample;
        }
        // Worlds that cannot be drawn were refused before.
        let Ok(setup) = scenario.setup_for(u64::from(run)) else { continue };
        let mut setup: Setup = setup.into_owned();
        if let Some((path, value)) = moved
            && setup.params.set(path, value).is_err()
        {
            continue;
        }
        let mut world = World::new(&setup, scenario.run.seed, u64::from(run));
        let mut sums = vec![0.0; COLUMNS.len() + EVENTS.len()];
        for _ in 0..scenario.run.rounds {
            round::step(&mut world);
            add(&mut sums, &world.states);
            for (k, (_, kind)) in EVENTS.iter().enumerate() {
                sums[COLUMNS.len() + k] += world.events.iter().filter(|event| event.kind == *kind).count() as f64;
            }
        }
        sample.push(sums);
        (how.done)();
    }
    sample
}

fn add(sums: &mut [f64], states: &States) {
    let present = states.present.iter().filter(|present| **present).count().max(1) as f64;
    for (sum, column) in sums.iter_mut().zip(states.columns()) {
        *sum +=
            column.iter().zip(&states.present).filter(|(_, present)| **present).map(|(x, _)| x).sum::<f64>() / present;
    }
}

/// The column whose paired difference is greatest against its error, and its t.
fn greatest(base: &Sample, moved: &Sample) -> (usize, f64) {
    let n = base.len().min(moved.len());
    let columns = base.first().map_or(0, Vec::len);
    let t = |column: usize| {
        let differences: Vec<f64> = (0..n).map(|run| moved[run][column] - base[run][column]).collect();
        let mean = differences.iter().sum::<f64>() / n as f64;
        let squares = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>();
        let middle = base[..n].iter().map(|run| run[column]).sum::<f64>() / n as f64;
        let spread = base[..n].iter().map(|run| (run[column] - middle) * (run[column] - middle)).sum::<f64>();
        let error = ((squares + 0.01 * spread) / (n as f64 - 1.0).max(1.0) / n as f64).sqrt();
        mean.abs() / (error + 1e-9)
    };
    (0..columns)
        .map(|column| (column, t(column)))
        .fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::params::PARAMETERS;

    #[test]
    fn the_column_that_moved_alike_in_all_runs_is_the_greatest() {
        let base = vec![vec![1.0, 5.0], vec![2.0, 5.0], vec![3.0, 5.0]];
        let moved = vec![vec![1.5, 6.0], vec![1.0, 6.1], vec![4.0, 5.9]];
        let (column, t) = greatest(&base, &moved);
        assert_eq!(column, 1);
        assert!((t - 1.0 / (0.01_f64 / 3.0).sqrt()).abs() < 1e-3);
        assert_eq!(greatest(&base, &base).1, 0.0);
    }

    #[test]
    fn every_parameter_can_be_moved_to_two_values_within_its_range() {
        for parameter in PARAMETERS {
            let moved = ends(parameter);
            assert!(moved.iter().all(|value| parameter.check(*value).is_ok()), "{}: {moved:?}", parameter.path);
            assert!(moved.iter().any(|value| *value != parameter.default), "{}", parameter.path);
        }
    }
}
