//! A job: the runs of a draft, which the page sees while they grow.
//!
//! Replicates are carried out in their order, by several threads. The first is seen round by round, the others when they are
//! done. A job that was given up stops at the end of a round.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::batch;
use crate::record::RunRecord;
use crate::scenario::Scenario;

/// The time between two sights of the first replicate.
const GLANCE: Duration = Duration::from_millis(40);

/// The runs of a draft.
pub(super) struct Job {
    pub(super) scenario: Scenario,
    cancel: AtomicBool,
    runs: Mutex<Runs>,
    version: watch::Sender<u64>,
}

/// What is there of the runs.
#[derive(Clone, Default)]
pub(super) struct Runs {
    /// The finished replicates.
    pub(super) finished: BTreeMap<u32, Arc<RunRecord>>,
    /// The first replicate so far, while it is not finished.
    pub(super) first: Option<Arc<RunRecord>>,
    /// Replicates that could not begin, with the reason.
    pub(super) failed: Option<String>,
    /// The number of replicates that ended.
    pub(super) ended: u32,
}

impl Job {
    /// Begins the runs on some threads.
    pub(super) fn begin(scenario: Scenario, pool: &rayon::ThreadPool) -> Arc<Self> {
        let job = Arc::new(Self {
            scenario,
            cancel: AtomicBool::new(false),
            runs: Mutex::default(),
            version: watch::Sender::new(0),
        });
        for replicate in 0..job.scenario.run.replicates {
            let job = Arc::clone(&job);
            pool.spawn_fifo(move || job.carry_out(replicate));
        }
        job
    }

    /// Stops the runs.
    pub(super) fn stop(&self) {
        self.cancel.store(true, Ordering::Relaxed);
        self.version.send_modify(|version| *version += 1);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Grows whenever there is more to see.
    pub(super) fn version(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// What is there now.
    pub(super) fn seen(&self) -> Runs {
        self.runs().clone()
    }

    fn runs(&self) -> MutexGuard<'_, Runs> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry_out(&self, replicate: u32) {
        if self.is_stopped() {
            return;
        }
        let mut glanced = Instant::now();
        let mut glance = |record: &RunRecord| {
            if replicate == 0 && glanced.elapsed() >= GLANCE {
                self.runs().first = Some(Arc::new(record.clone()));
                self.version.send_modify(|version| *version += 1);
                glanced = Instant::now();
            }
        };
        let ended = batch::begin(&self.scenario, replicate)
            .map(|running| batch::carry_out_seen(&self.scenario, running, &self.cancel, &mut glance));
        let mut runs = self.runs();
        match ended {
            Ok(Some(record)) => {
                if replicate == 0 {
                    runs.first = None;
                }
                runs.finished.insert(replicate, Arc::new(record));
            }
            Ok(None) => return,
            Err(errors) => runs.failed = Some(errors.to_string()),
        }
        runs.ended += 1;
        let shows = runs.finished.contains_key(&0) || runs.ended == self.scenario.run.replicates;
        drop(runs);
        if shows {
            self.version.send_modify(|version| *version += 1);
        }
    }
}

impl Runs {
    /// The records, the first replicate first. While it is under way it alone is there, because the others cannot be shown
    /// without the one that is shown round by round.
    pub(super) fn records(&self) -> Vec<&RunRecord> {
        if self.finished.contains_key(&0) {
            return self.finished.values().map(|record| &**record).collect();
        }
        self.first.iter().map(|record| &**record).collect()
    }
}
