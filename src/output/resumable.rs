//! A directory of long work: claimed for one process, begun or taken up again, and left so that it can be taken up again.
//!
//! While the work is unfinished there are `manifest.toml.part` (what makes it) and the tables with their journal as part
//! files. Finished, there are no part files.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::journal::{Damage, Journal};
use super::lock::{LOCK, Lock};
use super::manifest::sha256;
use super::temporary::{is_temporary, sweep_up};
use super::{MANIFEST, Manifest, OutputError, io, table_file, write_whole};

/// The manifest of work that is not finished.
const UNFINISHED: &str = "manifest.toml.part";

/// The directory, claimed.
#[derive(Debug)]
pub struct Resumable {
    path: PathBuf,
    manifest: Manifest,
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

impl Resumable {
    /// Begins the work in a directory, or takes it up again. `heads` are the tables that grow, each with its first line. What
    /// belongs to other work is replaced if `force` is set.
    ///
    /// # Errors
    /// Another process is at work there, or something else is: then the error says what differs.
    pub fn open(
        path: &Path,
        manifest: Manifest,
        heads: &[(String, Vec<u8>)],
        force: bool,
    ) -> Result<Found, OutputError> {
        let is_unfinished = || path.join(UNFINISHED).is_file() || Journal::is_there(path);
        let lock = match Lock::claim(path) {
            // Finished work may lie where nobody may write, and still be read.
            Err(error @ OutputError::Io { .. }) if !is_unfinished() && path.join(MANIFEST).is_file() => {
                let there = Self::judge(path, &manifest, heads, false, false)?;
                return there.map(|finished| Found::Finished(Box::new(finished))).ok_or(error);
            }
            lock => lock?,
        };
        // Only now: until the place was ours, somebody else could finish it.
        let unfinished = is_unfinished();
        let entries = io(std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>), path, "read")?;
        let occupied = entries.iter().any(|entry| entry.file_name() != LOCK && !is_temporary(entry));
        let there = if occupied { Self::judge(path, &manifest, heads, unfinished, force) } else { Ok(None) };
        match there {
            Ok(Some(_)) if unfinished => {
                sweep_up(path)?;
                let lost = Journal::lost(path, heads);
                let (journal, damage) = Journal::resume(path, heads)?;
                let damage = damage.or(lost);
                let started = Instant::now();
                Ok(Found::Open(Box::new(Self { path: path.to_owned(), manifest, journal, started, lock }), damage))
            }
            Ok(Some(finished)) => {
                lock.release();
                Ok(Found::Finished(Box::new(finished)))
            }
            Ok(None) => {
                sweep_up(path)?;
                // The manifest is the first: whatever else is there when the process is killed, it is known whose it is.
                write_manifest(&path.join(UNFINISHED), &manifest)?;
                let journal = Journal::begin(path, heads)?;
                let started = Instant::now();
                Ok(Found::Open(Box::new(Self { path: path.to_owned(), manifest, journal, started, lock }), None))
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
    fn judge(
        path: &Path,
        here: &Manifest,
        heads: &[(String, Vec<u8>)],
        unfinished: bool,
        force: bool,
    ) -> Result<Option<Manifest>, OutputError> {
        let there = Manifest::read_file(path, if unfinished { UNFINISHED } else { MANIFEST });
        // Killed after the last manifest was written and before the journal went.
        let there = if unfinished { there.or_else(|_| Manifest::read(path)) } else { there };
        let there = there.ok().filter(|there| there.laboratory.is_some());
        let there = there.ok_or_else(|| OutputError::NotThisWork(path.to_owned()))?;
        let differences = differences(&there, here);
        let missing = there.files.iter().find(|name| !unfinished && !path.join(name).exists());
        if let (Some(name), false) = (missing, force) {
            let problem = "the file of finished work is missing; put it back, or do the work again with --force";
            return Err(OutputError::Malformed { path: path.join(name), problem: problem.to_owned() });
        }
        let changed = if unfinished || missing.is_some() { None } else { changed(path, &there)? };
        if differences.is_empty() && missing.is_none() && (changed.is_none() || !force) {
            return changed.map_or(Ok(Some(there)), Err);
        }
        if !force {
            return Err(OutputError::OtherWork { path: path.to_owned(), differences: differences.join("\n  ") });
        }
        Journal::discard(path, &heads.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())?;
        for name in there.files.iter().map(String::as_str).chain([UNFINISHED, MANIFEST]) {
            let file = path.join(name);
            match std::fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return io(Err(error), &file, "removed"),
                _ => {}
            }
        }
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
    /// place of, and says which files it made. Killed on the way, the same call comes to the same end.
    ///
    /// # Errors
    /// Something cannot be written.
    pub fn finish<E: From<OutputError>>(
        self,
        heads: &[(String, Vec<u8>)],
        write: impl FnOnce(&Path) -> Result<Vec<String>, E>,
    ) -> Result<Manifest, E> {
        let Self { path, mut manifest, journal, started, lock } = self;
        journal.settle()?;
        if let Some(laboratory) = &mut manifest.laboratory {
            for (name, _) in heads {
                laboratory.sums.insert(name.clone(), sum_of(&path.join(name))?);
            }
        }
        let mut files = write(&path)?;
        files.extend(heads.iter().map(|(name, _)| name.clone()));
        files.push(MANIFEST.to_owned());
        manifest.files = files;
        manifest.duration_seconds = (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        write_manifest(&path.join(MANIFEST), &manifest)?;
        let unfinished = path.join(UNFINISHED);
        if unfinished.exists() {
            io(std::fs::remove_file(&unfinished), &unfinished, "removed")?;
        }
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
    Ok(sha256(&io(std::fs::read(path), path, "read")?))
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
