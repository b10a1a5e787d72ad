//! The directory of a sweep: claimed for one process, begun or taken up again, and left so that it can be taken up again.
//!
//! While a sweep is unfinished there are `manifest.toml.part` (what makes it), `scenario.toml`, `points.csv` with the
//! status of each point, and the tables with their journal as part files. Finished, there are no part files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::job::Chunk;
use super::points::{self, Tally};
use super::{Sweep, summary, tables};
use crate::output::earlier::between;
use crate::output::journal::{JOURNAL, part};
use crate::output::lock::LOCK;
use crate::output::temporary::{is_temporary, sweep_up};
use crate::output::{
    Damage, Journal, Lock, MANIFEST, Manifest, OutputError, SCENARIO, UNFINISHED, io, owned, place, table_file,
    write_whole,
};

/// How often `points.csv` is written anew, at most.
const REFRESH: Duration = Duration::from_mins(1);
/// Share of the time that may go into that.
const REFRESH_SHARE: u32 = 100;

/// The directory of a sweep, claimed.
#[derive(Debug)]
pub struct SweepDirectory {
    pub(super) path: PathBuf,
    pub(super) manifest: Manifest,
    /// Files that stand there, or may, and are its own.
    pub(super) ours: Vec<String>,
    pub(super) journal: Journal,
    pub(super) tallies: BTreeMap<usize, Tally>,
    pub(super) started: Instant,
    refreshed: Instant,
    refresh_every: Duration,
    // Let go when the process ends, however it ends.
    pub(super) lock: Lock,
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
    /// Begins the sweep in a directory, or takes it up again. What belongs to another sweep is replaced if `force` is set.
    ///
    /// # Errors
    /// Another process is at work there, or something else is: then the error says what differs.
    pub fn open(path: &Path, sweep: &Sweep, force: bool) -> Result<Found, OutputError> {
        let lock = Lock::claim(path)?;
        let manifest = manifest(sweep);
        let unfinished = path.join(UNFINISHED).symlink_metadata().is_ok() || Journal::is_there(path);
        let others: Vec<_> =
            io(std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>), path, "read")?;
        let occupied = others.iter().any(|entry| entry.file_name() != LOCK && !is_temporary(entry));
        let there = if occupied { Self::judge(path, sweep, &manifest, unfinished, force) } else { Ok(None) };
        match there {
            Ok(Some(there)) if unfinished => Self::resume(path, sweep, manifest, there, lock),
            Ok(None) => Self::begin(path, sweep, manifest, Vec::new(), lock),
            Ok(Some(_)) => {
                lock.release();
                Ok(Found::Finished)
            }
            Err(error) => {
                // A sweep that may be taken up again keeps its lock file, another directory is left as it was.
                if !unfinished {
                    lock.release();
                }
                Err(error)
            }
        }
    }

    /// Is what lies there this sweep? Then its files are given. Another one is removed if `force` is set, and refused if not.
    fn judge(
        path: &Path,
        sweep: &Sweep,
        here: &Manifest,
        unfinished: bool,
        force: bool,
    ) -> Result<Option<Vec<String>>, OutputError> {
        // Killed after the last manifest was written and before the journal went, there is only the last one.
        let names = if unfinished { &[UNFINISHED, MANIFEST][..] } else { &[MANIFEST] };
        let there = Manifest::find(path, names)?.ok_or_else(|| OutputError::NotASweep(path.to_owned()))?;
        if there.sweep.is_none() {
            return Err(OutputError::OtherKind { path: path.to_owned(), there: there.kind().words() });
        }
        let differences = differences(path, &there, here, sweep);
        let missing = there.files.iter().find(|name| !unfinished && !path.join(name).exists());
        if let (Some(name), false) = (missing, force) {
            let problem = "the file of a finished sweep is missing; put it back, or run the sweep again with --force";
            return Err(OutputError::Malformed { path: path.join(name), problem: problem.to_owned() });
        }
        let same = differences.is_empty() && missing.is_none();
        let mut ours = there.files;
        if unfinished {
            // An earlier version listed the files of the end from the beginning on, and no others.
            let tables = ["runs", "states", "world", "events", "pairs"].map(table_file);
            let parts: Vec<String> = tables.iter().filter(|name| ours.contains(name)).map(|name| part(name)).collect();
            ours.extend(parts.into_iter().chain([JOURNAL, UNFINISHED].map(str::to_owned)));
        }
        let to_come = owned::joined(parts(sweep), &here.files);
        if same {
            if unfinished {
                owned::not_in_the_way(path, &to_come, &ours)?;
            }
            return Ok(Some(ours));
        }
        if !force {
            return Err(OutputError::OtherSweep { path: path.to_owned(), differences: differences.join("\n  ") });
        }
        owned::not_in_the_way(path, &to_come, &ours)?;
        owned::remove(path, ours)?;
        Ok(None)
    }

    fn begin(
        path: &Path,
        sweep: &Sweep,
        manifest: Manifest,
        ours: Vec<String>,
        lock: Lock,
    ) -> Result<Found, OutputError> {
        sweep_up(path)?;
        // The manifest is the first: whatever else is there when the process is killed, it is known whose it is.
        let ours = owned::joined(ours, &parts(sweep));
        write_manifest(&path.join(UNFINISHED), &Manifest { files: ours.clone(), ..manifest.clone() })?;
        write_whole(&path.join(SCENARIO), sweep.scenario.resolved().as_bytes())?;
        let tallies = sweep.own_points().map(|point| (point, Tally::default())).collect();
        points::write(&path.join(points::FILE), sweep, &tallies)?;
        let journal = Journal::begin(path, &tables::heads(sweep))?;
        Ok(Found::Open(Box::new(Self::new(path, manifest, ours, journal, tallies, lock)), None))
    }

    fn resume(
        path: &Path,
        sweep: &Sweep,
        manifest: Manifest,
        ours: Vec<String>,
        lock: Lock,
    ) -> Result<Found, OutputError> {
        if !Journal::is_there(path) {
            return Self::begin(path, sweep, manifest, ours, lock);
        }
        sweep_up(path)?;
        write_manifest(&path.join(UNFINISHED), &Manifest { files: ours.clone(), ..manifest.clone() })?;
        let (journal, damage) = Journal::resume(path, &tables::heads(sweep), sweep.jobs())?;
        let tallies = points::count(&journal.part(&table_file("runs")), sweep)?;
        points::write(&path.join(points::FILE), sweep, &tallies)?;
        Ok(Found::Open(Box::new(Self::new(path, manifest, ours, journal, tallies, lock)), damage))
    }

    fn new(
        path: &Path,
        manifest: Manifest,
        ours: Vec<String>,
        journal: Journal,
        tallies: BTreeMap<usize, Tally>,
        lock: Lock,
    ) -> Self {
        let now = Instant::now();
        let (path, refresh_every) = (path.to_owned(), REFRESH);
        Self { path, manifest, ours, journal, tallies, started: now, refreshed: now, refresh_every, lock }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Jobs that are done.
    pub fn done(&self) -> u64 {
        self.journal.chunks()
    }

    /// Takes in what a job left.
    pub(super) fn append(&mut self, sweep: &Sweep, chunk: &Chunk) -> Result<(), OutputError> {
        self.journal.append(&chunk.tables)?;
        let tally = self.tallies.entry(chunk.point).or_default();
        tally.done += chunk.done;
        tally.failed += chunk.failed;
        if tally.reason.is_none() {
            tally.reason.clone_from(&chunk.reason);
        }
        if self.refreshed.elapsed() >= self.refresh_every {
            let begun = Instant::now();
            points::write(&self.path.join(points::FILE), sweep, &self.tallies)?;
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
        self.journal.sync()?;
        points::write(&self.path.join(points::FILE), sweep, &self.tallies)
    }
}

/// What makes the sweep.
pub(super) fn manifest(sweep: &Sweep) -> Manifest {
    let scenario = &sweep.scenario;
    let manifest = Manifest::new(scenario, scenario.run.replicates, None, SystemTime::now(), Duration::ZERO);
    Manifest { sweep: Some(sweep.swept.clone()), files: files(sweep), ..manifest }
}

/// The files of a finished sweep, without Parquet.
pub(super) fn files(sweep: &Sweep) -> Vec<String> {
    let mut files = vec![points::FILE.to_owned(), summary::FILE.to_owned()];
    files.extend(tables::names(sweep).into_iter().map(table_file));
    files.extend([SCENARIO.to_owned(), MANIFEST.to_owned()]);
    files
}

pub(super) fn write_manifest(path: &Path, manifest: &Manifest) -> Result<(), OutputError> {
    let text = toml::to_string(manifest)
        .map_err(|error| OutputError::Malformed { path: path.to_owned(), problem: error.to_string() })?;
    write_whole(path, text.as_bytes())
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

/// Files that there are as long as a sweep is unfinished.
pub(super) fn parts(sweep: &Sweep) -> Vec<String> {
    let tables = tables::names(sweep).into_iter().map(|name| part(&table_file(name)));
    tables.chain([points::FILE, SCENARIO, JOURNAL, UNFINISHED].map(str::to_owned)).collect()
}
