//! Runs in parallel, results in order: a pool of threads, and a window of runs under way or waiting their turn.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;

use super::{BatchError, Controls, Finished, Running, carry_out};
use crate::scenario::{Scenario, ScenarioErrors};

/// Runs under way or waiting, for each thread.
const WINDOW: usize = 3;
/// Memory that runs under way or waiting may take together (bytes), as far as more than one is in question.
const BUDGET: u64 = 2 << 30;

/// Carries out `runs` runs, each begun by `begin`, and hands them to `sink` by number.
///
/// # Errors
/// The cancel flag was set, a run could not begin, the sink refused one, or threads could not be started. Runs under way
/// are let go.
pub fn run_all<'a, E>(
    scenario: &'a Scenario,
    runs: usize,
    begin: impl Fn(usize) -> Result<Running<'a>, ScenarioErrors> + Sync,
    controls: &Controls<'_>,
    mut sink: impl FnMut(Finished) -> Result<(), E>,
) -> Result<(), BatchError<E>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(controls.threads).build()?;
    let window = window(scenario.bytes_of_a_run(), pool.current_num_threads());
    let stop = std::sync::atomic::AtomicBool::new(false);
    pool.in_place_scope(|scope| {
        let (tell, hear) = mpsc::channel();
        let (mut begun, mut handed_on, mut waiting) = (0, 0, BTreeMap::new());
        let mut outcome = Ok(());
        while handed_on < runs && outcome.is_ok() {
            while begun < runs && begun < handed_on + window {
                let (tell, begin, stop, number) = (tell.clone(), &begin, &stop, begun);
                scope.spawn(move |_| {
                    let work = || {
                        let stopped = stop.load(std::sync::atomic::Ordering::Relaxed);
                        if stopped { Ok(None) } else { begin(number).map(|run| carry_out(scenario, run, controls)) }
                    };
                    // A panic is a bug; it goes on in the thread that waits, which would else wait for ever.
                    // Nobody may be left to hear it, after an error of the sink.
                    let _ = tell.send((number, catch_unwind(AssertUnwindSafe(work))));
                });
                begun += 1;
            }
            let Ok((number, result)) = hear.recv() else { unreachable!("this thread keeps a sender") };
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&handed_on) {
                handed_on += 1;
                outcome = match result {
                    Err(panic) => resume_unwind(panic),
                    Ok(Err(errors)) => Err(BatchError::Scenario(errors)),
                    Ok(Ok(None)) => Err(BatchError::Cancelled),
                    Ok(Ok(Some(finished))) => sink(finished).map_err(BatchError::Sink),
                };
                if outcome.is_err() {
                    stop.store(true, std::sync::atomic::Ordering::Relaxed);
                    break;
                }
            }
        }
        outcome
    })
}

/// How many runs may be under way or waiting: enough to keep the threads busy, fewer where each is large.
fn window(bytes: u64, threads: usize) -> usize {
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
