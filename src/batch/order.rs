//! Runs in parallel with results in order: a pool of threads, and a window of runs that are under way or wait for their
//! turn.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use super::{BatchError, Controls, Finished, Running, carry_out, pool};
use crate::model::parts::Workers;
use crate::scenario::{Scenario, ScenarioErrors};

/// The number of runs under way or waiting, per thread.
const WINDOW: usize = 3;
/// The memory (bytes) that runs under way or waiting may use together, unless a single run needs more.
const BUDGET: u64 = 2 << 30;

/// Carries out jobs in parallel and passes their results to `sink` in the order of the jobs. A bounded number of jobs
/// is under way or waiting, and jobs are requested one by one when there is space. If `sink` returns an error, it is
/// returned; jobs under way then finish and their results are dropped.
///
/// # Errors
/// Returns an error if the threads could not be started.
pub fn in_order<J: Send, R: Send, B>(
    threads: usize,
    window: impl Fn(usize) -> usize,
    jobs: impl IntoIterator<Item = J>,
    work: impl Fn(J) -> R + Sync,
    mut sink: impl FnMut(R) -> ControlFlow<B>,
) -> Result<ControlFlow<B>, rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let window = window(pool.current_num_threads()).max(1);
    let stop = AtomicBool::new(false);
    let mut jobs = jobs.into_iter().fuse();
    Ok(pool.in_place_scope(|scope| {
        let (tell, hear) = mpsc::channel();
        let (mut begun, mut handed_on, mut waiting) = (0usize, 0usize, BTreeMap::new());
        loop {
            while begun < handed_on + window {
                let Some(job) = jobs.next() else { break };
                let (tell, work, stop, number) = (tell.clone(), &work, &stop, begun);
                scope.spawn(move |_| {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    // A panic is a bug. It is passed to the waiting thread, which would otherwise wait forever.
                    // The receiver is gone if the sink returned an error.
                    let _ = tell.send((number, catch_unwind(AssertUnwindSafe(|| work(job)))));
                });
                begun += 1;
            }
            if handed_on == begun {
                return ControlFlow::Continue(());
            }
            let Ok((number, result)) = hear.recv() else { unreachable!("this thread keeps a sender") };
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&handed_on) {
                handed_on += 1;
                let result = result.unwrap_or_else(|panic| {
                    stop.store(true, Ordering::Relaxed);
                    resume_unwind(panic)
                });
                if let ControlFlow::Break(reason) = sink(result) {
                    stop.store(true, Ordering::Relaxed);
                    return ControlFlow::Break(reason);
                }
            }
        }
    }))
}

/// Carries out the runs of these numbers, each started by `begin` with those who carry out its parts. The thread that ran a run converts it by `each` into
/// the value that `sink` takes, by number.
///
/// # Errors
/// Returns an error if the cancel flag was set, a run could not begin, the sink returned an error, or threads could not
/// be started. Runs under way are dropped.
pub fn run_all<'a, R: Send, E>(
    scenario: &'a Scenario,
    runs: std::ops::Range<usize>,
    begin: impl Fn(usize, &'static dyn Workers) -> Result<Running<'a>, ScenarioErrors> + Sync,
    controls: &Controls<'_>,
    each: impl Fn(Finished) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), BatchError<E>> {
    let end = runs.end;
    let work = |number: usize| {
        begin(number, pool::workers(end - number)).map(|run| carry_out(scenario, run, controls).map(&each))
    };
    let broken = in_order(
        controls.threads,
        |threads| window(scenario.bytes_of_a_run(), threads),
        runs,
        work,
        |run| {
            let outcome = match run {
                Err(errors) => Err(BatchError::Scenario(errors)),
                Ok(None) => Err(BatchError::Cancelled),
                Ok(Some(finished)) => sink(finished).map_err(BatchError::Sink),
            };
            outcome.map_or_else(ControlFlow::Break, ControlFlow::Continue)
        },
    )?;
    match broken {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

/// The number of runs of this size that may be under way or waiting: enough to keep the threads busy, fewer if each is
/// large.
pub fn window(bytes: u64, threads: usize) -> usize {
    let fit = usize::try_from(BUDGET / bytes.max(1)).unwrap_or(usize::MAX);
    (WINDOW * threads).min(fit).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record;
    use crate::scenario::size;

    #[test]
    fn the_estimate_of_memory_counts_every_column() {
        let widths = [
            (size::STATE_COLUMNS, record::states::fields()),
            (size::PAIR_COLUMNS, record::pairs::fields()),
            (size::EVENT_COLUMNS, record::events::fields()),
        ];
        for (counted, fields) in widths {
            assert_eq!(counted, fields.len() as u64, "{}", fields.last().unwrap().name);
        }
    }

    #[test]
    fn the_window_shrinks_for_large_runs_but_never_to_nothing() {
        assert_eq!(window(1 << 20, 4), 12);
        assert_eq!(window(1 << 30, 4), 2);
        assert_eq!(window(1 << 40, 4), 1);
    }
}
