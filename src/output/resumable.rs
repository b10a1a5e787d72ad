//! A directory of long work: claimed for one process, begun or taken up again, and left so that it can be taken up again.
//!
//! While the work is unfinished there are `manifest.toml.part` (what makes it) and the tables with their journal as part
//! files. Finished, there are no part files.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::journal::{Damage, JOURNAL, Journal, part};
use super::lock::{LOCK, Lock};
use super::manifest::sha256;
use super::temporary::{is_temporary, sweep_up};
use super::{MANIFEST, Manifest, OutputError, UNFINISHED, io, owned, place, table_file, write_whole};

/// Long work: what makes it, and what it will leave.
#[derive(Clone, Debug)]
pub struct Task {
    /// What makes it; its files are all those that will stand there in the end.
    pub manifest: Manifest,
    /// The tables that grow, each with its first line.
    pub heads: Vec<(String, Vec<u8>)>,
    /// Chunks that it has.
    pub jobs: u64,
}

/// The directory, claimed.
#[derive(Debug)]
pub struct Resumable {
    path: PathBuf,
    task: Task,
    /// Files that stand there, or may, and are its own.
    ours: Vec<String>,
    journal: Journal,
    started: Instant,
    // Let go when the process ends, however it ends.
    lock: Lock,
}

/// What was found in the place.
#[derive(Debug)]
pub enum Found {
    /// Nothing, or part of this work: it is begun, or taken up again.
    Open(Box<Resumable>, Option<Damage>),
    /// This work, finished.
    Finished(Box<Manifest>),
}

impl Task {
    /// With the manifest of what makes it, and the files that it comes to beside the tables that grow.
    pub fn new(mut manifest: Manifest, files: Vec<String>, heads: Vec<(String, Vec<u8>)>, jobs: u64) -> Self {
        manifest.files = files;
        manifest.files.extend(heads.iter().map(|(name, _)| name.clone()).chain([MANIFEST.to_owned()]));
        Self { manifest, heads, jobs }
    }

    /// Files that there are as long as it is unfinished.
    fn parts(&self) -> Vec<String> {
        let tables = self.heads.iter().map(|(name, _)| part(name));
        tables.chain([JOURNAL, UNFINISHED].map(str::to_owned)).collect()
    }

    /// Files that there are at any time.
    fn files(&self) -> Vec<String> {
        owned::joined(self.parts(), &self.manifest.files)
    }

    /// What says what it is as long as it is unfinished, and which files are its own.
    fn unfinished(&self, files: Vec<String>) -> Manifest {
        Manifest { files, ..self.manifest.clone() }
    }
}

impl Resumable {
    /// Begins the work in a directory, or takes it up again. What belongs to other work is replaced if `force` is set.
    ///
    /// # Errors
    /// Another process is at work there, or something else is: then the error says what differs.
    pub fn open(path: &Path, task: Task, force: bool) -> Result<Found, OutputError> {
        let is_there = |name: &str| path.join(name).symlink_metadata().is_ok();
        let is_unfinished = || is_there(UNFINISHED) || is_there(JOURNAL);
        let lock = match Lock::claim(path) {
            // Finished work may lie where nobody may write, and still be read; to be replaced it would have to be written.
            Err(error @ OutputError::Io { .. }) if !is_unfinished() && is_there(MANIFEST) => {
                return match Self::judge(path, &task, false, false) {
                    Ok(Some(finished)) => Ok(Found::Finished(Box::new(finished))),
                    Err(other) if !force => Err(other),
                    _ => Err(error),
                };
            }
            lock => lock?,
        };
        // Only now: until the place was ours, somebody else could finish it.
        let unfinished = is_unfinished();
        let entries = io(std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>), path, "read")?;
        let occupied = entries.iter().any(|entry| entry.file_name() != LOCK && !is_temporary(entry));
        let there = if occupied { Self::judge(path, &task, unfinished, force) } else { Ok(None) };
        let opened = |task, ours, journal, lock| {
            let (path, started) = (path.to_owned(), Instant::now());
            Box::new(Self { path, task, ours, journal, started, lock })
        };
        match there {
            Ok(Some(there)) if unfinished => {
                sweep_up(path)?;
                let ours = owned::joined(there.files, &task.parts());
                write_manifest(&path.join(UNFINISHED), &task.unfinished(ours.clone()))?;
                let lost = Journal::lost(path, &task.heads);
                let (journal, damage) = Journal::resume(path, &task.heads, task.jobs)?;
                Ok(Found::Open(opened(task, ours, journal, lock), damage.or(lost)))
            }
            Ok(Some(finished)) => {
                lock.release();
                Ok(Found::Finished(Box::new(finished)))
            }
            Ok(None) => {
                sweep_up(path)?;
                // The manifest is the first: whatever else is there when the process is killed, it is known whose it is.
                let ours = task.parts();
                write_manifest(&path.join(UNFINISHED), &task.unfinished(ours.clone()))?;
                let journal = Journal::begin(path, &task.heads)?;
                Ok(Found::Open(opened(task, ours, journal, lock), None))
            }
            Err(error) => {
                // Work that may be taken up again keeps its lock file, another directory is left as it was.
                if !unfinished {
                    lock.release();
                }
                Err(error)
            }
        }
    }

    /// Is what lies there this work? Other work of ours is removed if `force` is set, and refused if not.
    fn judge(path: &Path, task: &Task, unfinished: bool, force: bool) -> Result<Option<Manifest>, OutputError> {
        // Killed after the last manifest was written and before the journal went, there is only the last one.
        let names = if unfinished { &[UNFINISHED, MANIFEST][..] } else { &[MANIFEST] };
        let there = Manifest::find(path, names)?.ok_or_else(|| OutputError::NotThisWork(path.to_owned()))?;
        if there.laboratory.is_none() {
            return Err(OutputError::OtherKind { path: path.to_owned(), there: there.kind().words() });
        }
        let differences = differences(&there, &task.manifest);
        let missing = there.files.iter().find(|name| !unfinished && !path.join(name).exists());
        if let (Some(name), false) = (missing, force) {
            let problem = "the file of finished work is missing; put it back, or do the work again with --force";
            return Err(OutputError::Malformed { path: path.join(name), problem: problem.to_owned() });
        }
        let changed = if unfinished || missing.is_some() { None } else { changed(path, &there)? };
        let same = differences.is_empty() && missing.is_none() && (changed.is_none() || !force);
        let mut ours = there.files.clone();
        if unfinished {
            ours.extend([JOURNAL, UNFINISHED].map(str::to_owned));
        }
        // An earlier version listed no files as long as it was at work.
        if unfinished && (same || there.files.is_empty()) {
            ours.extend(task.parts());
        }
        if same {
            if unfinished {
                owned::not_in_the_way(path, &task.files(), &ours)?;
            }
            return changed.map_or(Ok(Some(there)), Err);
        }
        if !force {
            return Err(OutputError::OtherWork { path: path.to_owned(), differences: differences.join("\n  ") });
        }
        owned::not_in_the_way(path, &task.files(), &ours)?;
        owned::remove(path, ours)?;
        Ok(None)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Chunks that are done.
    pub fn done(&self) -> u64 {
        self.journal.chunks()
    }

    /// Adds a chunk: its bytes for each table.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn append(&mut self, chunk: &[Vec<u8>]) -> Result<(), OutputError> {
        self.journal.append(chunk)
    }

    /// Brings everything to the disk, so that it can be taken up again.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn rest(&mut self) -> Result<(), OutputError> {
        self.journal.sync()
    }

    /// Ends the work of which every chunk is there: `write` makes what follows from the tables, whose names it is given the
    /// place of. Killed on the way, the same call comes to the same end.
    ///
    /// # Errors
    /// Something cannot be written, or somebody put a file where one is to go.
    pub fn finish<E: From<OutputError>>(self, write: impl FnOnce(&Path) -> Result<(), E>) -> Result<Manifest, E> {
        let Self { path, task, ours, journal, started, lock } = self;
        owned::not_in_the_way(&path, &task.files(), &ours)?;
        // From here on the files of the end are ours.
        let ours = owned::joined(ours, &task.manifest.files);
        write_manifest(&path.join(UNFINISHED), &task.unfinished(ours))?;
        journal.settle()?;
        let mut manifest = task.manifest;
        if let Some(laboratory) = &mut manifest.laboratory {
            for (name, _) in &task.heads {
                laboratory.sums.insert(name.clone(), sum_of(&path.join(name))?);
            }
        }
        write(&path)?;
        manifest.duration_seconds = (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        write_manifest(&path.join(MANIFEST), &manifest)?;
        let unfinished = path.join(UNFINISHED);
        io(std::fs::remove_file(&unfinished), &unfinished, "removed")?;
        Journal::forget(&path)?;
        lock.release();
        Ok(manifest)
    }
}

/// What is to be said of a table of finished work that is not as it was written; nothing where all are.
fn changed(path: &Path, there: &Manifest) -> Result<Option<OutputError>, OutputError> {
    for (name, sum) in there.laboratory.iter().flat_map(|laboratory| &laboratory.sums) {
        let path = path.join(name);
        if sum_of(&path)? != *sum {
            let problem = "the table is not as it was written, and so tells nothing; put it back, or do the work again with --force";
            return Ok(Some(OutputError::Malformed { path, problem: problem.to_owned() }));
        }
    }
    Ok(None)
}

fn sum_of(path: &Path) -> Result<String, OutputError> {
    let missing = || std::io::Error::from(std::io::ErrorKind::NotFound);
    Ok(sha256(&io(place::read(path)?.ok_or_else(missing), path, "read")?))
}

fn write_manifest(path: &Path, manifest: &Manifest) -> Result<(), OutputError> {
    let text = toml::to_string(manifest)
        .map_err(|error| OutputError::Malformed { path: path.to_owned(), problem: error.to_string() })?;
    write_whole(path, text.as_bytes())
}

/// In what the work that lies there is other work, in words.
fn differences(there: &Manifest, here: &Manifest) -> Vec<String> {
    let laboratory = |manifest: &Manifest| manifest.laboratory.clone().unwrap_or_default();
    let (ours, theirs) = (laboratory(here), laboratory(there));
    let facts = [
        ("takvin", there.crate_version.clone(), here.crate_version.clone()),
        ("the model", there.model_version.clone(), here.model_version.clone()),
        ("seed", there.seed.to_string(), here.seed.to_string()),
        ("replicates", there.runs.to_string(), here.runs.to_string()),
        ("what is done", theirs.work, ours.work),
        ("worlds", theirs.worlds.join(", "), ours.worlds.join(", ")),
        ("claims", theirs.claims.join(", "), ours.claims.join(", ")),
        ("the experiments themselves", there.scenario_sha256.clone(), here.scenario_sha256.clone()),
    ];
    let differ = facts.into_iter().filter(|(_, there, here)| there != here);
    differ.map(|(what, there, here)| format!("{what}: {there} there, {here} here")).collect()
}

/// A table of a journal with its first line.
pub fn head(table: &str, columns: impl IntoIterator<Item = String>) -> (String, Vec<u8>) {
    let mut rows = super::csv_tables::Rows::new();
    rows.row(columns.into_iter().map(Into::into));
    (table_file(table), rows.into_bytes())
}
