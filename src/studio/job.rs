//! A job: the runs of a draft, which the page sees while they grow, or those of a run directory, which are there.
//!
//! Replicates are carried out in their order, by several threads. The first is seen round by round, the others when they are
//! done. A job that was given up stops at the end of a round.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch;

use crate::batch;
use crate::output::about::About;
use crate::output::{Manifest, RunReader};
use crate::plot::data::{Data, Wanted};
use crate::record::{MODEL_VERSION, RunRecord};
use crate::scenario::Scenario;

/// The time between two sights of the first replicate.
const GLANCE: Duration = Duration::from_millis(40);

/// Runs of one scenario.
pub(super) struct Job {
    pub(super) scenario: Scenario,
    /// The run directory; `None` for the runs of a draft.
    recorded: Option<RunReader>,
    cancel: AtomicBool,
    runs: Mutex<Runs>,
    version: watch::Sender<u64>,
    began: SystemTime,
}

/// What is there of the runs of a draft.
#[derive(Clone, Default)]
struct Runs {
    /// The finished replicates.
    finished: BTreeMap<u32, Arc<RunRecord>>,
    /// The first replicate so far, while it is not finished.
    first: Option<Arc<RunRecord>>,
    /// Replicates that could not begin, with the reason.
    failed: Option<String>,
    /// The number of replicates that ended.
    ended: u32,
    /// How long it took until now.
    took: Duration,
}

/// How far a job is.
pub(super) struct Progress {
    /// The number of replicates that ended.
    pub(super) ended: u32,
    pub(super) replicates: u32,
    /// Why replicates could not begin.
    pub(super) failed: Option<String>,
}

impl Progress {
    pub(super) fn is_over(&self) -> bool {
        self.ended == self.replicates
    }
}

impl Job {
    fn new(scenario: Scenario, recorded: Option<RunReader>) -> Self {
        let version = watch::Sender::new(u64::from(recorded.is_some()));
        let (cancel, began) = (AtomicBool::new(false), SystemTime::now());
        Self { scenario, recorded, cancel, runs: Mutex::default(), version, began }
    }

    /// Begins the runs on some threads.
    pub(super) fn begin(scenario: Scenario, pool: &rayon::ThreadPool) -> Arc<Self> {
        let job = Arc::new(Self::new(scenario, None));
        for replicate in 0..job.scenario.run.replicates {
            let job = Arc::clone(&job);
            pool.spawn_fifo(move || job.carry_out(replicate));
        }
        job
    }

    /// The runs of a run directory.
    pub(super) fn recorded(scenario: Scenario, reader: RunReader) -> Arc<Self> {
        Arc::new(Self::new(scenario, Some(reader)))
    }

    /// The run directory, if these are recorded runs.
    pub(super) fn directory(&self) -> Option<&Path> {
        self.recorded.as_ref().map(RunReader::path)
    }

    /// How much of recorded runs is saved, if they are not finished.
    pub(super) fn unfinished(&self) -> Option<String> {
        self.recorded.as_ref().and_then(RunReader::is_unfinished)
    }

    /// The round of the checkpoint that recorded runs continue from.
    pub(super) fn began_at(&self) -> Option<u32> {
        self.recorded.as_ref().and_then(|reader| reader.manifest.from_round)
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

    pub(super) fn progress(&self) -> Progress {
        if let Some(reader) = &self.recorded {
            return Progress { ended: reader.manifest.runs, replicates: reader.manifest.runs, failed: None };
        }
        let runs = self.runs();
        Progress { ended: runs.ended, replicates: self.scenario.run.replicates, failed: runs.failed.clone() }
    }

    /// The numbers of the replicates that are finished.
    pub(super) fn finished(&self) -> Vec<u32> {
        match &self.recorded {
            Some(reader) => (0..reader.manifest.runs).collect(),
            None => self.runs().finished.keys().copied().collect(),
        }
    }

    /// The data of the runs so far, or of those wanted. `None` before the first round of the first replicate.
    ///
    /// # Errors
    /// Returns the reason in words if the tables of a run directory cannot be read.
    pub(super) fn data(&self, wanted: &Wanted<'_>) -> Result<Option<Data>, String> {
        if let Some(reader) = &self.recorded {
            let mut data = Data::read(reader, wanted).map_err(|error| error.to_string())?;
            data.about.places = self.scenario.coordinates();
            return Ok(Some(data));
        }
        let about = About {
            title: self.scenario.shown_title().to_owned(),
            question: self.scenario.question.clone(),
            scenario: self.scenario.resolved(),
            places: self.scenario.coordinates(),
        };
        let runs = self.runs().clone();
        let mut records = runs.records();
        records.retain(|record| wanted.runs.is_empty() || wanted.runs.contains(&record.run));
        Ok(Data::of_runs(about, &records, self.scenario.outcomes.fields().collect(), wanted))
    }

    /// The records of the finished replicates, in their order; none of a run directory.
    pub(super) fn records(&self) -> Vec<Arc<RunRecord>> {
        self.runs().finished.values().map(Arc::clone).collect()
    }

    /// What a manifest says of the runs.
    pub(super) fn manifest(&self) -> Manifest {
        let finished = self.finished().len() as u32;
        let new = || Manifest::new(&self.scenario, finished, None, self.began, self.runs().took);
        self.recorded.as_ref().map_or_else(new, |reader| reader.manifest.clone())
    }

    /// Whether the scenario is that which made the runs, so that they can be repeated.
    pub(super) fn can_be_repeated(&self) -> bool {
        self.recorded.as_ref().is_none_or(can_be_repeated)
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
        runs.took = self.began.elapsed().unwrap_or_default();
        let shows = runs.finished.contains_key(&0) || runs.ended == self.scenario.run.replicates;
        drop(runs);
        if shows {
            self.version.send_modify(|version| *version += 1);
        }
    }
}

/// Whether the scenario of a run directory and this version of the model made its runs.
pub(super) fn can_be_repeated(reader: &RunReader) -> bool {
    reader.scenario_is_its_own() && reader.manifest.model_version == MODEL_VERSION
}

impl Runs {
    /// The records, the first replicate first. While it is under way it alone is there, because the others cannot be shown
    /// without the one that is shown round by round.
    fn records(&self) -> Vec<&RunRecord> {
        if self.finished.contains_key(&0) {
            return self.finished.values().map(|record| &**record).collect();
        }
        self.first.iter().map(|record| &**record).collect()
    }
}
