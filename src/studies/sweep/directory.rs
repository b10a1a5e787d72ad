//! The directory of a sweep. Besides the usual files it has `scenario.toml`, `points.csv` with the status of each
//! point, and a summary of the runs done so far.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::job::Chunk;
use super::points::{self, Tally};
use super::{Sweep, summary, tables};
use crate::output::earlier::between;
use crate::output::work;
use crate::output::{Damage, Format, Manifest, OutputError, SCENARIO, Target, Task, WorkDirectory, place, table_file};

/// `points.csv` is written at most this often.
const REFRESH: Duration = Duration::from_mins(1);
/// At most one part in this number of the time is spent on writing it.
const REFRESH_SHARE: u32 = 100;

/// The directory of a sweep under way.
#[derive(Debug)]
pub struct SweepDirectory {
    pub(super) work: WorkDirectory,
    tallies: BTreeMap<usize, Tally>,
    refreshed: Instant,
    refresh_every: Duration,
}

/// What a directory holds.
#[derive(Debug)]
pub enum Found {
    /// Nothing, or a part of this sweep.
    Open(Box<SweepDirectory>, Option<Damage>),
    /// All of this sweep.
    Finished,
}

impl SweepDirectory {
    /// Begins or resumes the sweep in a directory. Its finished tables are written in these formats. Another sweep in
    /// the directory is overwritten only if `force` is set.
    ///
    /// # Errors
    /// Returns an error if another process writes there, or if the directory holds something else.
    pub fn open(path: &Path, sweep: &Sweep, formats: &[Format], force: bool) -> Result<Found, OutputError> {
        let (work, damage) = match open(path, sweep, &task(sweep, formats), force)? {
            work::Found::Open(work, damage) => (*work, damage),
            work::Found::Finished(_) => return Ok(Found::Finished),
        };
        let tallies = points::count(&work.part(&table_file("runs")), sweep)?;
        points::write(&work.file(points::FILE), sweep, &tallies)?;
        let opened = Self { work, tallies, refreshed: Instant::now(), refresh_every: REFRESH };
        Ok(Found::Open(Box::new(opened), damage))
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        self.work.path()
    }

    /// The path of a file while the sweep is unfinished.
    pub fn file(&self, name: &str) -> PathBuf {
        self.work.file(name)
    }

    /// The number of jobs that are saved.
    pub fn done(&self) -> u64 {
        self.work.done()
    }

    /// Appends the rows of a job.
    pub(super) fn append(&mut self, sweep: &Sweep, chunk: &Chunk) -> Result<(), OutputError> {
        self.work.append(&chunk.tables)?;
        let tally = self.tallies.entry(chunk.point).or_default();
        tally.done += chunk.done;
        tally.failed += chunk.failed;
        if tally.reason.is_none() {
            tally.reason.clone_from(&chunk.reason);
        }
        if self.refreshed.elapsed() >= self.refresh_every {
            let begun = Instant::now();
            points::write(&self.file(points::FILE), sweep, &self.tallies)?;
            self.refreshed = Instant::now();
            self.refresh_every = REFRESH.max(begun.elapsed() * REFRESH_SHARE);
        }
        Ok(())
    }

    /// Syncs everything to the disk.
    ///
    /// # Errors
    /// Returns an error if that fails.
    pub fn rest(&mut self) -> Result<(), OutputError> {
        self.work.rest()
    }

    /// Writes `points.csv` and a summary of the finished runs, for a sweep that is stopped.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written.
    pub fn sum_up(&self, sweep: &Sweep) -> Result<(), OutputError> {
        points::write(&self.file(points::FILE), sweep, &self.tallies)?;
        let (done, jobs, runs) = (self.done(), sweep.jobs(), table_file("runs"));
        let sorted = sweep.sorted();
        self.work.write_in_order(&runs, (0..jobs).map(sorted).filter(|job| *job < done))?;
        summary::write(&self.file(&runs), &self.file(summary::FILE), sweep, false).map(drop)
    }
}

/// Opens the directory of a sweep for a task.
pub(super) fn open(path: &Path, sweep: &Sweep, task: &Task, force: bool) -> Result<work::Found, OutputError> {
    let differs = |path: &Path, there: &Manifest, here: &Manifest| differences(path, there, here, sweep);
    WorkDirectory::open(&Target::Given { path: path.to_owned(), force }, "", task, &differs)
}

/// The task of a sweep.
pub(super) fn task(sweep: &Sweep, formats: &[Format]) -> Task {
    let early = vec![(SCENARIO.to_owned(), sweep.scenario.resolved().into_bytes())];
    let heads = tables::heads(sweep);
    let mut manifest = manifest(sweep, formats);
    let files = std::mem::take(&mut manifest.files);
    let files = files.into_iter().filter(|name| heads.iter().all(|(head, _)| head != name)).collect();
    Task { early, ..Task::new(manifest, files, heads, sweep.jobs()).in_formats(formats) }
}

/// The manifest of the sweep and the files that it will have.
fn manifest(sweep: &Sweep, formats: &[Format]) -> Manifest {
    let scenario = &sweep.scenario;
    let mut files = vec![points::FILE.to_owned(), summary::FILE.to_owned()];
    files.extend(tables::names(sweep).into_iter().map(table_file));
    if formats.contains(&Format::Parquet) {
        files.extend(tables_of(sweep).map(|name| Format::Parquet.file(name)));
    }
    files.push(SCENARIO.to_owned());
    let manifest = Manifest::new(scenario, scenario.run.replicates, None, SystemTime::now(), Duration::ZERO);
    Manifest { sweep: Some(sweep.swept.clone()), files, ..manifest }
}

/// The tables of a finished sweep.
pub(super) fn tables_of(sweep: &Sweep) -> impl Iterator<Item = &'static str> {
    tables::names(sweep).into_iter().chain(["points", "summary"])
}

/// Lists how the sweep in the directory differs from this sweep.
fn differences(path: &Path, there: &Manifest, here: &Manifest, sweep: &Sweep) -> Vec<String> {
    let versions = [
        ("takvin", &there.crate_version, &here.crate_version),
        ("the model", &there.model_version, &here.model_version),
        ("the scenario's name", &there.scenario, &here.scenario),
    ];
    let mut lines: Vec<String> = versions
        .iter()
        .filter(|(_, there, here)| there != here)
        .map(|(what, there, here)| format!("{what}: {there} there, {here} here"))
        .collect();
    let shard = |manifest: &Manifest| {
        manifest.sweep.as_ref().and_then(|swept| swept.shard.clone()).unwrap_or_else(|| "the whole".to_owned())
    };
    if shard(there) != shard(here) {
        lines.push(format!("the shard: {} there, {} here", shard(there), shard(here)));
    }
    if there.scenario_sha256 != here.scenario_sha256 {
        let text = place::text(&path.join(SCENARIO));
        lines.extend(between(&text, &sweep.scenario.resolved()));
    }
    lines
}
