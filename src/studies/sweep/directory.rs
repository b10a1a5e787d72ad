//! The directory of a sweep: that of any long work, with `scenario.toml`, and `points.csv` that tells the status of each point.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use super::job::Chunk;
use super::points::{self, Tally};
use super::{Sweep, summary, tables};
use crate::output::earlier::between;
use crate::output::resumable::{self, Resumable, Task};
use crate::output::{Damage, Format, MANIFEST, Manifest, OutputError, SCENARIO, place, table_file, write_whole};

/// How often `points.csv` is written anew, at most.
const REFRESH: Duration = Duration::from_mins(1);
/// Share of the time that may go into that.
const REFRESH_SHARE: u32 = 100;

/// The directory of a sweep, claimed.
#[derive(Debug)]
pub struct SweepDirectory {
    pub(super) work: Resumable,
    tallies: BTreeMap<usize, Tally>,
    refreshed: Instant,
    refresh_every: Duration,
}

/// What was found in the place of a sweep.
#[derive(Debug)]
pub enum Found {
    /// Nothing, or part of this sweep: it is begun, or taken up again.
    Open(Box<SweepDirectory>, Option<Damage>),
    /// This sweep, finished.
    Finished,
}

impl SweepDirectory {
    /// Begins the sweep in a directory, or takes it up again; it is to end in these formats. What belongs to another sweep is
    /// replaced if `force` is set.
    ///
    /// # Errors
    /// Another process is at work there, or something else is: then the error says what differs.
    pub fn open(path: &Path, sweep: &Sweep, formats: &[Format], force: bool) -> Result<Found, OutputError> {
        let task = Task {
            manifest: manifest(sweep, formats),
            heads: tables::heads(sweep),
            early: vec![points::FILE.to_owned(), SCENARIO.to_owned()],
            jobs: sweep.jobs(),
        };
        let differs = |there: &Manifest, here: &Manifest| differences(path, there, here, sweep);
        let (work, damage) = match Resumable::open(path, task, force, differs)? {
            resumable::Found::Open(work, damage) => (*work, damage),
            resumable::Found::Finished => return Ok(Found::Finished),
        };
        write_whole(&path.join(SCENARIO), sweep.scenario.resolved().as_bytes())?;
        let tallies = points::count(&work.part(&table_file("runs")), sweep)?;
        points::write(&path.join(points::FILE), sweep, &tallies)?;
        let opened = Self { work, tallies, refreshed: Instant::now(), refresh_every: REFRESH };
        Ok(Found::Open(Box::new(opened), damage))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.work.path()
    }

    /// Jobs that are done.
    pub fn done(&self) -> u64 {
        self.work.done()
    }

    /// Takes in what a job left.
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
            points::write(&self.path().join(points::FILE), sweep, &self.tallies)?;
            self.refreshed = Instant::now();
            self.refresh_every = REFRESH.max(begun.elapsed() * REFRESH_SHARE);
        }
        Ok(())
    }

    /// Brings everything to the disk, so that it can be taken up again.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn rest(&mut self, sweep: &Sweep) -> Result<(), OutputError> {
        self.work.rest()?;
        points::write(&self.path().join(points::FILE), sweep, &self.tallies)
    }
}

/// What makes the sweep, and the files that it comes to.
fn manifest(sweep: &Sweep, formats: &[Format]) -> Manifest {
    let scenario = &sweep.scenario;
    let mut files = vec![points::FILE.to_owned(), summary::FILE.to_owned()];
    files.extend(tables::names(sweep).into_iter().map(table_file));
    if formats.contains(&Format::Parquet) {
        files.extend(parquet(sweep));
    }
    files.extend([SCENARIO.to_owned(), MANIFEST.to_owned()]);
    let manifest = Manifest::new(scenario, scenario.run.replicates, None, SystemTime::now(), Duration::ZERO);
    Manifest { sweep: Some(sweep.swept.clone()), files, ..manifest }
}

/// Names of the tables as Parquet.
pub(super) fn parquet(sweep: &Sweep) -> impl Iterator<Item = String> {
    with_parquet(sweep).map(|name| Format::Parquet.file(name))
}

/// Tables that there may be as Parquet.
pub(super) fn with_parquet(sweep: &Sweep) -> impl Iterator<Item = &'static str> {
    tables::names(sweep).into_iter().chain(["points", "summary"])
}

/// In what the sweep that lies there is another one, in words.
fn differences(path: &Path, there: &Manifest, here: &Manifest, sweep: &Sweep) -> Vec<String> {
    let versions = [
        ("takvin", &there.crate_version, &here.crate_version),
        ("the model", &there.model_version, &here.model_version),
        ("the scenario's name", &there.scenario, &here.scenario),
    ];
    let mut told: Vec<String> = versions
        .iter()
        .filter(|(_, there, here)| there != here)
        .map(|(what, there, here)| format!("{what}: {there} there, {here} here"))
        .collect();
    let shard = |manifest: &Manifest| {
        manifest.sweep.as_ref().and_then(|swept| swept.shard.clone()).unwrap_or_else(|| "the whole".to_owned())
    };
    if shard(there) != shard(here) {
        told.push(format!("the shard: {} there, {} here", shard(there), shard(here)));
    }
    if there.scenario_sha256 != here.scenario_sha256 {
        let text = place::text(&path.join(SCENARIO));
        told.extend(between(&text, &sweep.scenario.resolved()));
    }
    told
}
