//! A directory of long work: claimed for one process, begun or taken up again, and left so that it can be taken up again.
//!
//! While the work is unfinished there are `manifest.toml.part` (what makes it) and the tables with their journal as part
//! files. Finished, there are no part files.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::journal::{Damage, JOURNAL, Journal, part};
use super::lock::{LOCK, Lock};
use super::manifest::sha256_of;
use super::temporary::{is_temporary, sweep_up};
use super::{MANIFEST, Manifest, OutputError, UNFINISHED, io, owned, table_file};

/// Long work: what makes it, and what it will leave.
#[derive(Clone, Debug)]
pub struct Task {
    /// What makes it; its files are all those that will stand there in the end.
    pub manifest: Manifest,
    /// The tables that grow, each with its first line.
    pub heads: Vec<(String, Vec<u8>)>,
    /// Other files that stand there before the end.
    pub early: Vec<String>,
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
    Finished,
}

/// What lies in the place.
enum There {
    /// Nothing.
    Nothing,
    /// This work, with the files that are its own.
    This(Vec<String>),
    /// Other work that is to be replaced, with the files that are its own.
    Other(Vec<String>),
}

impl Task {
    /// With the manifest of what makes it, and the files that it comes to beside the tables that grow.
    pub fn new(mut manifest: Manifest, files: Vec<String>, heads: Vec<(String, Vec<u8>)>, jobs: u64) -> Self {
        manifest.files = files;
        manifest.files.extend(heads.iter().map(|(name, _)| name.clone()).chain([MANIFEST.to_owned()]));
        Self { manifest, heads, early: Vec::new(), jobs }
    }

    /// Files that there are as long as it is unfinished.
    fn parts(&self) -> Vec<String> {
        let tables = self.heads.iter().map(|(name, _)| part(name));
        tables.chain(self.early.iter().cloned()).chain([JOURNAL, UNFINISHED].map(str::to_owned)).collect()
    }

    /// Files that there are at any time.
    fn files(&self) -> Vec<String> {
        owned::joined(self.parts(), &self.manifest.files)
    }

    /// Says what it is as long as it is unfinished, and which files are its own.
    fn claim(&self, path: &Path, files: &[String]) -> Result<(), OutputError> {
        Manifest { files: files.to_vec(), ..self.manifest.clone() }.write(&path.join(UNFINISHED))
    }
}

impl Resumable {
    /// Begins the work in a directory, or takes it up again. What belongs to other work of its kind is replaced if `force` is
    /// set. `differs` tells in what the work that lies there is other work than this, a line each.
    ///
    /// # Errors
    /// Another process is at work there, or something else is: then the error says what differs.
    pub fn open(
        path: &Path,
        task: Task,
        force: bool,
        differs: impl Fn(&Manifest, &Manifest) -> Vec<String>,
    ) -> Result<Found, OutputError> {
        let is_there = |name: &str| path.join(name).symlink_metadata().is_ok();
        let is_unfinished = || is_there(UNFINISHED) || is_there(JOURNAL);
        let judge = |unfinished, force| judge(path, &task, unfinished, force, &differs);
        let lock = match Lock::claim(path) {
            // Finished work may lie where nobody may write, and still be read; to be replaced it would have to be written.
            Err(error @ OutputError::Io { .. }) if !is_unfinished() && is_there(MANIFEST) => {
                return match judge(false, false) {
                    Ok(_) => Ok(Found::Finished),
                    Err(other) if !force => Err(other),
                    Err(_) => Err(error),
                };
            }
            lock => lock?,
        };
        super::restore(path)?;
        // Only now: until the place was ours, somebody else could finish it.
        let unfinished = is_unfinished();
        let entries = io(std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>), path, "read")?;
        let occupied = entries.iter().any(|entry| entry.file_name() != LOCK && !is_temporary(entry));
        let (ours, theirs) = match if occupied { judge(unfinished, force) } else { Ok(There::Nothing) } {
            Ok(There::This(_)) if !unfinished => {
                lock.release();
                return Ok(Found::Finished);
            }
            Ok(There::This(ours)) => (owned::joined(ours, &task.parts()), Vec::new()),
            Ok(There::Nothing) => (task.parts(), Vec::new()),
            Ok(There::Other(theirs)) => (task.parts(), theirs),
            Err(error) => {
                // Work that may be taken up again keeps its lock file, another directory is left as it was.
                if !unfinished {
                    lock.release();
                }
                return Err(error);
            }
        };
        sweep_up(path)?;
        if !theirs.is_empty() {
            // Their rows must not be taken for ours; of all else there is always something that says whose it is.
            let tables = task.heads.iter().flat_map(|(name, _)| [name.clone(), part(name)]);
            let rows: Vec<String> = tables.chain([JOURNAL.to_owned()]).filter(|name| theirs.contains(name)).collect();
            owned::remove(path, &rows)?;
            task.claim(path, &owned::joined(theirs.clone(), &ours))?;
            owned::remove(path, theirs.iter().filter(|name| *name != UNFINISHED))?;
        }
        // The manifest is the first: whatever else is there when the process is killed, it is known whose it is.
        task.claim(path, &ours)?;
        let (journal, damage) = Journal::resume(path, &task.heads, task.jobs)?;
        let (path, started) = (path.to_owned(), Instant::now());
        Ok(Found::Open(Box::new(Self { path, task, ours, journal, started, lock }), damage))
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

    /// Path of a table as long as the work is unfinished.
    pub fn part(&self, name: &str) -> PathBuf {
        self.journal.part(name)
    }

    /// Ends the work of which every chunk is there: `write` makes what follows from the tables, in the directory that it is
    /// given, and what it gives is given back. Killed on the way, the same call comes to the same end.
    ///
    /// # Errors
    /// Something cannot be written, or somebody put a file where one is to go.
    pub fn finish<T, E: From<OutputError>>(self, write: impl FnOnce(&Path) -> Result<T, E>) -> Result<T, E> {
        let Self { path, task, ours, journal, started, lock } = self;
        owned::not_in_the_way(&path, &task.files(), &ours)?;
        // From here on the files of the end are ours.
        let ours = owned::joined(ours, &task.manifest.files);
        task.claim(&path, &ours)?;
        journal.settle()?;
        let mut manifest = task.manifest;
        for (name, _) in &task.heads {
            manifest.sums.insert(name.clone(), sha256_of(&path.join(name))?);
        }
        let written = write(&path)?;
        manifest.duration_seconds = (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        // What an end that was cut short made in other formats is no part of this one.
        let is_left = |name: &&String| !manifest.files.contains(name) && **name != JOURNAL && **name != UNFINISHED;
        owned::remove(&path, ours.iter().filter(is_left))?;
        manifest.write(&path.join(MANIFEST))?;
        let unfinished = path.join(UNFINISHED);
        io(std::fs::remove_file(&unfinished), &unfinished, "removed")?;
        Journal::forget(&path)?;
        lock.release();
        Ok(written)
    }
}

/// Is what lies there this work? Other work of its kind is to be replaced if `force` is set, and refused if not.
fn judge(
    path: &Path,
    task: &Task,
    unfinished: bool,
    force: bool,
    differs: impl Fn(&Manifest, &Manifest) -> Vec<String>,
) -> Result<There, OutputError> {
    // Killed after the last manifest was written and before the journal went, there is only the last one.
    let names = if unfinished { &[UNFINISHED, MANIFEST][..] } else { &[MANIFEST] };
    let there = Manifest::find(path, names)?.ok_or_else(|| OutputError::NotThisWork(path.to_owned()))?;
    if there.kind() != task.manifest.kind() {
        return Err(OutputError::OtherKind { path: path.to_owned(), there: there.kind().words() });
    }
    let differences = differs(&there, &task.manifest);
    let missing = there.files.iter().find(|name| !unfinished && !path.join(name).exists());
    if let (Some(name), false) = (missing, force) {
        let problem = "the file of finished work is missing; put it back, or do the work again with --force";
        return Err(OutputError::Malformed { path: path.join(name), problem: problem.to_owned() });
    }
    let changed = if unfinished || missing.is_some() { None } else { changed(path, &there)? };
    let same = differences.is_empty() && missing.is_none() && (changed.is_none() || !force);
    let mut ours = there.files;
    if unfinished {
        ours.extend([JOURNAL, UNFINISHED].map(str::to_owned));
    }
    if !same && !force {
        return Err(OutputError::OtherWork { path: path.to_owned(), differences: differences.join("\n  ") });
    }
    if unfinished || !same {
        owned::not_in_the_way(path, &task.files(), &ours)?;
    }
    match changed {
        Some(error) if same => Err(error),
        _ => Ok(if same { There::This(ours) } else { There::Other(ours) }),
    }
}

/// What is to be said of a table of finished work that is not as it was written; nothing where all are.
fn changed(path: &Path, there: &Manifest) -> Result<Option<OutputError>, OutputError> {
    for (name, sum) in &there.sums {
        let path = path.join(name);
        if sha256_of(&path)? != *sum {
            let problem = "the table is not as it was written, and so tells nothing; put it back, or do the work again with --force";
            return Ok(Some(OutputError::Malformed { path, problem: problem.to_owned() }));
        }
    }
    Ok(None)
}

/// In what the work of a laboratory that lies there is other work, a line each.
pub fn differences(there: &Manifest, here: &Manifest) -> Vec<String> {
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
