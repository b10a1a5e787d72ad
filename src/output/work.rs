//! Makes a directory of results: by one process at a time, complete or not at all, resumed after any interruption.
//!
//! ```text
//! results/                     finished: the files that results/manifest.toml lists
//! results/.lock                held by the process that writes here
//! results/unfinished/          unfinished work: its manifest, the growing tables as *.part, their journal
//! results/unfinished/commit    the work is complete and its files are being moved into place
//! ```
//!
//! Nothing outside `unfinished/` changes before `commit` exists, so an interrupted overwrite leaves the old results
//! unchanged. Once `commit` exists, the next process that opens the directory completes the move (`unfinished.rs`).

use std::path::{Path, PathBuf};
use std::time::Instant;

use sha2::{Digest as _, Sha256};

use super::journal::{Damage, Journal};
use super::lock::{LOCK, Lock};
use super::manifest::{in_digits, sha256_of};
use super::marks::Marks;
use super::reader::TableReader;
use super::temporary::{is_temporary, sweep_up};
use super::unfinished::{self, UNFINISHED};
use super::{Format, MANIFEST, Manifest, OutputError, io, table_file, table_path, write_whole};
use crate::record::{Field, Table};

/// The directory that the results go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A named directory. Other results in it are overwritten only if `force` is set.
    Given {
        /// The directory.
        path: PathBuf,
        /// Whether to overwrite the files that its manifest lists.
        force: bool,
    },
    /// A directory below this one, named after the work, with `-2`, `-3` and so on if the name is used.
    Below(PathBuf),
}

/// The work to be done.
#[derive(Clone, Debug)]
pub struct Task {
    /// The manifest of the work. Its list of files is complete; files that are not written are left out in the end.
    pub manifest: Manifest,
    /// The growing tables, each with its header row.
    pub heads: Vec<(String, Vec<u8>)>,
    /// The same tables in another form, or nothing. Work that was begun in it is resumed in it.
    pub(crate) other_heads: Vec<(String, Vec<u8>)>,
    /// The files that exist from the beginning.
    pub early: Vec<(String, Vec<u8>)>,
    /// The number of chunks of the growing tables.
    pub jobs: u64,
}

/// Work in a directory that no other process can claim.
///
/// If it is dropped before [`WorkDirectory::finish`], it keeps what can be resumed and removes everything else.
#[derive(Debug)]
pub struct WorkDirectory {
    path: PathBuf,
    place: PathBuf,
    task: Task,
    journal: Option<Journal>,
    /// The SHA-256 of each growing table so far; `None` if it is computed in the end, if at all.
    sums: Vec<Option<Sha256>>,
    started: Instant,
    over: bool,
    // Released after all fields above.
    _lock: Lock,
}

/// What a directory holds.
#[derive(Debug)]
pub enum Found {
    /// Nothing, or a part of this work.
    Open(Box<WorkDirectory>, Option<Damage>),
    /// All of this work.
    Finished(PathBuf),
}

/// Lists how the work of a manifest in a directory differs from the work of another manifest, one line each.
pub(crate) type Differs<'a> = &'a dyn Fn(&Path, &Manifest, &Manifest) -> Vec<String>;

impl Task {
    /// A task: its manifest and the files that it makes besides the growing tables.
    pub fn new(mut manifest: Manifest, files: Vec<String>, heads: Vec<(String, Vec<u8>)>, jobs: u64) -> Self {
        manifest.files = files;
        manifest.files.extend(heads.iter().map(|(name, _)| name.clone()));
        manifest.files.retain(|name| name != MANIFEST);
        manifest.files.push(MANIFEST.to_owned());
        Self { manifest, heads, other_heads: Vec::new(), early: Vec::new(), jobs }
    }

    /// The same task, whose tables are kept in these formats only. CSV files that are not wanted stay in `unfinished/`
    /// and are removed with it, so that interrupted work can be finished from them.
    #[must_use]
    pub(crate) fn in_formats(mut self, formats: &[Format]) -> Self {
        if !formats.contains(&Format::Csv) {
            self.manifest.files.retain(|name| Format::of(name) != Some(Format::Csv));
        }
        self
    }

    fn resumes(&self) -> bool {
        self.manifest.resumes()
    }

    /// The same task, with tables in the form in which those of unfinished work grow.
    fn as_begun(&self, place: &Path) -> Self {
        let mut task = self.clone();
        let names = |heads: &[(String, Vec<u8>)]| heads.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        if Marks::read(place).is_ok_and(|there| there.tables == names(&self.other_heads)) {
            std::mem::swap(&mut task.heads, &mut task.other_heads);
        }
        task
    }
}

impl WorkDirectory {
    /// Begins or resumes the work.
    ///
    /// # Errors
    /// Returns an error if another process writes there, if the directory holds something else, or if it cannot be
    /// written.
    pub fn open(target: &Target, name: &str, task: &Task, differs: Differs<'_>) -> Result<Found, OutputError> {
        match target {
            Target::Given { path, force } => Self::open_at(path, task, *force, differs),
            Target::Below(parent) => Self::open_below(parent, name, task, differs),
        }
    }

    /// Uses the first name that is free or that holds a part of this work.
    fn open_below(parent: &Path, name: &str, task: &Task, differs: Differs<'_>) -> Result<Found, OutputError> {
        for number in 1u32.. {
            let path = if number == 1 { parent.join(name) } else { parent.join(format!("{name}-{number}")) };
            // Finished results are not checked further.
            if path.join(MANIFEST).exists() && !path.join(UNFINISHED).exists() {
                continue;
            }
            match Self::open_at(&path, task, false, differs) {
                Ok(Found::Finished(_)) => {}
                Err(error) if error.is_user_error() && path.symlink_metadata().is_ok() => {}
                other => return other,
            }
        }
        Err(OutputError::NotThisWork(parent.join(name)))
    }

    fn open_at(path: &Path, task: &Task, force: bool, differs: Differs<'_>) -> Result<Found, OutputError> {
        let lock = match Lock::claim(path) {
            // Finished results may be in a directory that is read-only.
            Err(error @ OutputError::Io { .. }) if path.join(MANIFEST).exists() && !path.join(UNFINISHED).exists() => {
                return match judge_finished(path, task, false, differs) {
                    Ok(_) => Ok(Found::Finished(path.to_owned())),
                    Err(other) => Err(if force { error } else { other }),
                };
            }
            lock => lock?,
        };
        unfinished::complete_locked(path)?;
        sweep_up(path)?;
        let place = path.join(UNFINISHED);
        let (mut resumed, begun) = (false, task.as_begun(&place));
        let under_way = unfinished::manifest(path)?;
        let is_ours = under_way.is_some();
        let finished = path.join(MANIFEST).symlink_metadata().is_ok();
        if !finished && !is_ours && is_occupied(path)? {
            return Err(OutputError::NotThisWork(path.to_owned()));
        }
        unfinished::check_room(path, &task.manifest)?;
        if let Some(there) = under_way {
            let same_kind = there.kind() == task.manifest.kind();
            if !same_kind {
                return Err(OutputError::OtherKind { path: path.to_owned(), there: there.kind().words() });
            }
            let mut differences = differs(&place, &there, &task.manifest);
            differences.extend(other_tables(&place, &begun));
            resumed = there.resumes() && task.resumes() && differences.is_empty();
            if !resumed && there.resumes() && !force {
                let differences = differences.join("\n  ");
                return Err(OutputError::OtherUnfinished { path: path.to_owned(), differences });
            }
        }
        if !resumed && finished && judge_finished(path, task, force, differs)? {
            return Ok(Found::Finished(path.to_owned()));
        }
        if !resumed {
            unfinished::discard(path)?;
        }
        let task = if resumed { &begun } else { task };
        if resumed {
            sweep_up(&place)?;
            task.manifest.write(&place.join(MANIFEST))?;
            for (name, bytes) in &task.early {
                write_whole(&place.join(name), bytes)?;
            }
        } else {
            unfinished::begin(path, &task.manifest, &task.early)?;
        }
        let (journal, damage) = Journal::resume(&place, &task.heads, task.jobs)?;
        // The rows of resumed tables have not been seen.
        let is_new = journal.chunks() == 0;
        let sum = |(name, head): &(String, Vec<u8>)| {
            (is_new && Format::of(name).is_some() && task.manifest.files.contains(name))
                .then(|| Sha256::new().chain_update(head))
        };
        let work = Self {
            path: path.to_owned(),
            place,
            task: task.clone(),
            journal: Some(journal),
            sums: task.heads.iter().map(sum).collect(),
            started: Instant::now(),
            over: false,
            _lock: lock,
        };
        Ok(Found::Open(Box::new(work), damage))
    }

    /// The directory of the results.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file while the work is unfinished.
    pub fn file(&self, name: &str) -> PathBuf {
        self.place.join(name)
    }

    /// The path of a growing table while the work is unfinished.
    pub fn part(&self, name: &str) -> PathBuf {
        self.place.join(super::journal::part(name))
    }

    /// Returns true if one of the growing tables has this name.
    pub(crate) fn grows(&self, name: &str) -> bool {
        self.task.heads.iter().any(|(head, _)| head == name)
    }

    /// The number of chunks that are saved.
    pub fn done(&self) -> u64 {
        self.journal.as_ref().map_or(0, Journal::chunks)
    }

    /// Appends a chunk: its bytes for each table, in the order of the tables.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub fn append(&mut self, chunk: &[Vec<u8>]) -> Result<(), OutputError> {
        chunk.iter().enumerate().try_for_each(|(at, bytes)| self.write(at, bytes))?;
        self.end_chunk()
    }

    /// Adds bytes to a table, by its index. They belong to the chunk that [`WorkDirectory::end_chunk`] ends.
    ///
    /// # Errors
    /// As [`WorkDirectory::append`].
    pub(crate) fn write(&mut self, table: usize, bytes: &[u8]) -> Result<(), OutputError> {
        if let Some(sum) = &mut self.sums[table] {
            sum.update(bytes);
        }
        self.journal.as_mut().map_or(Ok(()), |journal| journal.write(table, bytes))
    }

    /// Ends a chunk.
    ///
    /// # Errors
    /// As [`WorkDirectory::append`].
    pub(crate) fn end_chunk(&mut self) -> Result<(), OutputError> {
        self.journal.as_mut().map_or(Ok(()), Journal::end_chunk)
    }

    /// Syncs everything to the disk.
    ///
    /// # Errors
    /// Returns an error if that fails.
    pub fn rest(&mut self) -> Result<(), OutputError> {
        self.journal.as_mut().map_or(Ok(()), Journal::sync)
    }

    /// Writes chunks of a growing table in another order under its final name, to be read before the work is finished.
    ///
    /// # Errors
    /// Returns an error if that fails.
    pub fn write_in_order(&self, name: &str, order: impl Iterator<Item = u64>) -> Result<(), OutputError> {
        super::journal::write_in_order(&self.place, name, order)
    }

    /// Removes everything done so far.
    pub fn discard(mut self) {
        self.over = true;
        // After a failure the next process finds valid unfinished work.
        let _ = unfinished::discard(&self.path);
    }

    /// Finishes the work. `write` makes the files that are derived from the tables, in the directory that it is given,
    /// and may complete the manifest. After an interruption, the same call gives the same result. Returns the paths of
    /// all files.
    ///
    /// `order` puts the chunks of the tables in another order.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written, or if a foreign file would be overwritten.
    pub fn finish<T, E: From<OutputError>>(
        mut self,
        order: Option<&dyn Fn(u64) -> u64>,
        write: impl FnOnce(&Path, &mut Manifest) -> Result<T, E>,
    ) -> Result<(T, Vec<PathBuf>), E> {
        unfinished::check_room(&self.path, &self.task.manifest)?;
        if let Some(journal) = self.journal.take() {
            if let Some(order) = order {
                journal.settle_in_order(&(0..self.task.jobs).map(order))?;
            } else {
                let is_kept = |(name, _): &(String, Vec<u8>)| self.task.manifest.files.contains(name);
                journal.settle(self.task.heads.iter().any(is_kept))?;
            }
        }
        let mut manifest = self.task.manifest.clone();
        let written = write(&self.place, &mut manifest)?;
        let place = &self.place;
        manifest.files.retain(|name| name == MANIFEST || place.join(name).symlink_metadata().is_ok());
        for name in manifest.files.iter().filter(|name| Format::of(name).is_some()) {
            let grown = self.task.heads.iter().position(|(head, _)| head == name && order.is_none());
            let sum = match grown.and_then(|at| self.sums[at].take()) {
                Some(sum) => in_digits(&sum.finalize()),
                None => sha256_of(&place.join(name))?,
            };
            manifest.sums.insert(name.clone(), sum);
        }
        manifest.duration_seconds = (self.started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
        unfinished::commit(&self.path, &manifest)?;
        self.over = true;
        Ok((written, manifest.files.iter().map(|name| self.path.join(name)).collect()))
    }
}

impl Drop for WorkDirectory {
    fn drop(&mut self) {
        let keep = self.task.resumes() && (self.journal.is_none() || self.done() > 0);
        if self.over || keep {
            return;
        }
        self.journal = None;
        // If this fails, the next process discards it.
        let _ = unfinished::discard(&self.path);
    }
}

/// Lists how the growing tables of unfinished work differ from those of a task.
fn other_tables(place: &Path, task: &Task) -> Option<String> {
    let there = Marks::read(place).ok()?.tables;
    let here: Vec<&str> = task.heads.iter().map(|(name, _)| name.as_str()).collect();
    (there != here).then(|| format!("tables: {} there, {} here", there.join(", "), here.join(", ")))
}

/// Returns true if a directory holds anything but takvin's own hidden files.
fn is_occupied(path: &Path) -> Result<bool, OutputError> {
    let entries = io(std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>), path, "read")?;
    Ok(entries.iter().any(|entry| {
        let name = entry.file_name();
        name != LOCK && !is_temporary(entry)
    }))
}

/// Returns true if the finished results in a directory are those of the task, and false if they may be overwritten.
fn judge_finished(path: &Path, task: &Task, force: bool, differs: Differs<'_>) -> Result<bool, OutputError> {
    let there = Manifest::find(path, MANIFEST)?.ok_or_else(|| OutputError::NotThisWork(path.to_owned()))?;
    if there.kind() != task.manifest.kind() {
        return Err(OutputError::OtherKind { path: path.to_owned(), there: there.kind().words() });
    }
    if force {
        return Ok(false);
    }
    let differences = differs(path, &there, &task.manifest);
    if !differences.is_empty() || !task.manifest.kind().resumes() {
        return Err(OutputError::OtherWork { path: path.to_owned(), differences: differences.join("\n  ") });
    }
    check(path, &there)?;
    Ok(true)
}

/// Checks that every file of finished results exists and that every table is unchanged.
///
/// # Errors
/// Returns an error that names the first file that is missing or modified.
pub(crate) fn check(path: &Path, there: &Manifest) -> Result<(), OutputError> {
    let malformed = |name: &str, problem: &str| OutputError::Malformed {
        path: path.join(name),
        problem: format!("{problem}; restore it or rerun with --force"),
    };
    if let Some(name) = there.files.iter().find(|name| path.join(name).symlink_metadata().is_err()) {
        return Err(malformed(name, "the file is missing"));
    }
    there.sums.keys().try_for_each(|name| check_table(path, there, name))
}

/// Checks that a table of finished results is unchanged.
fn check_table(path: &Path, there: &Manifest, name: &str) -> Result<(), OutputError> {
    let path = path.join(name);
    match there.sums.get(name) {
        Some(sum) if sha256_of(&path)? != *sum => {
            let problem = "the table was modified after it was written; restore it or rerun with --force".to_owned();
            Err(OutputError::Malformed { path, problem })
        }
        _ => Ok(()),
    }
}

/// Reads a table of finished results that has these columns.
pub(crate) fn checked_table(
    directory: &Path,
    there: &Manifest,
    name: &str,
    fields: &[Field],
) -> Result<Table, OutputError> {
    let path = table_path(directory, there, name);
    check_table(directory, there, &path.file_name().unwrap_or_default().to_string_lossy())?;
    TableReader::all(path, fields)?.next_rows(usize::MAX)
}

/// A growing table with its header row.
pub(crate) fn head(table: &str, columns: impl IntoIterator<Item = String>) -> (String, Vec<u8>) {
    let mut rows = super::csv_tables::Rows::new();
    rows.row(columns.into_iter().map(Into::into));
    (table_file(table), rows.into_bytes())
}

/// Lists how the work of one laboratory differs from the work of another, one line each.
pub(crate) fn differences(_: &Path, there: &Manifest, here: &Manifest) -> Vec<String> {
    let laboratory = |manifest: &Manifest| manifest.laboratory.clone().unwrap_or_default();
    let (ours, theirs) = (laboratory(here), laboratory(there));
    let facts = [
        ("takvin", there.crate_version.clone(), here.crate_version.clone()),
        ("the model", there.model_version.clone(), here.model_version.clone()),
        ("seed", there.seed.to_string(), here.seed.to_string()),
        ("replicates", there.runs.to_string(), here.runs.to_string()),
        ("the kind of work", theirs.work, ours.work),
        ("worlds", theirs.worlds.join(", "), ours.worlds.join(", ")),
        ("claims", theirs.claims.join(", "), ours.claims.join(", ")),
        ("questions", theirs.questions.join(", "), ours.questions.join(", ")),
        ("the experiments themselves", there.scenario_sha256.clone(), here.scenario_sha256.clone()),
    ];
    let differ = facts.into_iter().filter(|(_, there, here)| there != here);
    differ.map(|(what, there, here)| format!("{what}: {there} there, {here} here")).collect()
}
