//! Writes a run directory: the tables of its runs, the resolved scenario, checkpoints and the manifest.
//!
//! Parquet tables grow beside the CSV tables as runs arrive. They cannot be resumed: a resumed directory makes them from
//! its CSV tables in the end, to the same bytes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::manifest::digest_of;
use super::parquet_tables::TableWriter;
use super::work::{self, Target, Task, WorkDirectory};
use super::{
    Damage, Format, Manifest, OutputError, SCENARIO, checkpoint_file, converted, csv_tables, earlier, io, settle,
    table_file, temporary,
};
use crate::record::{Outcomes, RunRecord, TABLES, Table, columns};
use crate::scenario::Scenario;

/// The checkpoints of a run directory.
#[derive(Clone, Copy, Debug, Default)]
pub struct Checkpoints<'a> {
    /// The round and the bytes of the checkpoint that the runs continue from.
    pub from: Option<(u32, &'a [u8])>,
    /// The round of the checkpoint to be written, and its first bytes.
    pub to: Option<(u32, &'a [u8])>,
}

/// A run directory being written.
pub struct RunDirectory {
    work: WorkDirectory,
    tables: Vec<&'static str>,
    outcomes: Outcomes,
    formats: Vec<Format>,
    /// The Parquet tables, in the order of `tables`; empty if they are not written, or made in the end.
    growing: Vec<(tempfile::NamedTempFile, TableWriter)>,
    checkpoint: Option<String>,
}

/// A run as its directory stores it.
pub(crate) struct Rows {
    /// The CSV rows for each table, followed by the run's part of the checkpoint.
    chunks: Vec<Vec<u8>>,
    /// The record, from which Parquet tables grow; `None` if there are none.
    record: Option<RunRecord>,
}

/// What a directory holds.
pub enum Found {
    /// Nothing, or some of these runs.
    Open(Box<RunDirectory>, Option<Damage>),
    /// These runs, finished.
    Finished(PathBuf),
}

impl RunDirectory {
    /// Begins or resumes a directory of all replicates of a scenario.
    ///
    /// # Errors
    /// Returns an error if the directory holds something else or cannot be written to.
    pub fn open(
        target: &Target,
        scenario: &Scenario,
        formats: &[Format],
        checkpoints: Checkpoints<'_>,
    ) -> Result<Found, OutputError> {
        let tables: Vec<&'static str> = tables_of(scenario).collect();
        let checkpoint = checkpoints.to.map(|(round, _)| checkpoint_file(round));
        let task = task(scenario, formats, &tables, checkpoints);
        let differs =
            |path: &Path, there: &Manifest, here: &Manifest| earlier::differences(path, there, here, scenario);
        Ok(match WorkDirectory::open(target, &scenario.name, &task, &differs)? {
            work::Found::Finished(path) => Found::Finished(path),
            work::Found::Open(work, damage) => {
                let growing = if formats.contains(&Format::Parquet) && work.done() == 0 {
                    tables
                        .iter()
                        .map(|table| begin_parquet(&work, table, &scenario.outcomes))
                        .collect::<Result<_, _>>()?
                } else {
                    Vec::new()
                };
                let outcomes = scenario.outcomes.clone();
                let directory = Self { work: *work, tables, outcomes, formats: formats.to_vec(), growing, checkpoint };
                Found::Open(Box::new(directory), damage)
            }
        })
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        self.work.path()
    }

    /// The number of runs saved.
    pub fn done(&self) -> u32 {
        self.work.done() as u32
    }

    /// Appends a run. Runs must arrive in order.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub(crate) fn append(&mut self, rows: &Rows) -> Result<(), OutputError> {
        self.work.append(&rows.chunks)?;
        for ((_, writer), name) in self.growing.iter_mut().zip(&self.tables) {
            // Pairs may be recorded of the first runs only.
            if let Some(table) = rows.record.as_ref().and_then(|record| table_of(record, name)) {
                writer.write(table)?;
            }
        }
        Ok(())
    }

    /// Syncs the runs to the disk.
    ///
    /// # Errors
    /// Returns an error if that fails.
    pub fn rest(&mut self) -> Result<(), OutputError> {
        self.work.rest()
    }

    /// Removes the saved runs.
    pub fn discard(self) {
        self.work.discard();
    }

    /// Finishes the directory. Returns the paths of its files.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written. A run that was to be overwritten is unchanged then.
    pub fn finish(self) -> Result<Vec<PathBuf>, OutputError> {
        let Self { work, tables, outcomes, formats, growing, checkpoint } = self;
        let ((), files) = work.finish(None, |place, _| -> Result<(), OutputError> {
            if let Some(name) = &checkpoint {
                seal(&place.join(name))?;
            }
            let is_growing = !growing.is_empty();
            for (table, (part, writer)) in tables.iter().zip(growing) {
                writer.finish()?;
                settle(part, &place.join(Format::Parquet.file(table)))?;
            }
            for table in tables.iter().filter(|_| formats.contains(&Format::Parquet) && !is_growing) {
                let (from, to) = (place.join(table_file(table)), place.join(Format::Parquet.file(table)));
                converted::to_parquet(&from, &to, &columns(table, &outcomes))?;
            }
            Ok(())
        })?;
        Ok(files)
    }
}

/// Makes the rows of a run. This takes much of a run's time, so the threads that run the model do it.
pub(crate) fn rows_of(scenario: &Scenario, formats: &[Format], record: RunRecord, saved: Option<Vec<u8>>) -> Rows {
    let rows = |name| table_of(&record, name).map_or_else(Vec::new, csv_tables::rows);
    let chunks = tables_of(scenario).map(rows).chain(saved).collect();
    Rows { chunks, record: formats.contains(&Format::Parquet).then_some(record) }
}

fn table_of<'a>(record: &'a RunRecord, name: &str) -> Option<&'a Table> {
    record.tables().find(|(there, _)| *there == name).map(|(_, table)| table)
}

/// Begins a Parquet table in the unfinished directory.
fn begin_parquet(
    work: &WorkDirectory,
    table: &str,
    outcomes: &Outcomes,
) -> Result<(tempfile::NamedTempFile, TableWriter), OutputError> {
    let to = work.file(&Format::Parquet.file(table));
    let part = io(temporary::file_in(to.parent().unwrap_or(Path::new("."))), &to, "made")?;
    let writer = TableWriter::create(part.path(), &to, &columns(table, outcomes))?;
    Ok((part, writer))
}

fn task(scenario: &Scenario, formats: &[Format], tables: &[&str], checkpoints: Checkpoints<'_>) -> Task {
    let Checkpoints { from, to } = checkpoints;
    let head = |table: &&str| (table_file(table), csv_tables::head(&columns(table, &scenario.outcomes)));
    let mut heads: Vec<(String, Vec<u8>)> = tables.iter().map(head).collect();
    heads.extend(to.map(|(round, bytes)| (checkpoint_file(round), bytes.to_vec())));
    let mut early = vec![(SCENARIO.to_owned(), scenario.resolved().into_bytes())];
    early.extend(from.map(|(round, bytes)| (checkpoint_file(round), bytes.to_vec())));
    let mut files: Vec<String> = early.iter().map(|(name, _)| name.clone()).collect();
    if formats.contains(&Format::Parquet) {
        files.extend(tables.iter().map(|table| Format::Parquet.file(table)));
    }
    let (runs, round) = (scenario.run.replicates, from.map(|(round, _)| round));
    let manifest = Manifest::new(scenario, runs, round, SystemTime::now(), Duration::ZERO);
    Task { early, ..Task::new(manifest, files, heads, u64::from(runs)).in_formats(formats) }
}

fn tables_of(scenario: &Scenario) -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().filter(|table| is_recorded(table, scenario))
}

fn is_recorded(table: &str, scenario: &Scenario) -> bool {
    let record = &scenario.record;
    match table {
        "events" => record.trajectories && record.events,
        "pairs" => record.trajectories && record.pairs,
        "pair_changes" => record.trajectories && record.pair_changes,
        _ => true,
    }
}

/// Ends a checkpoint: appends the SHA-256 of all bytes before.
fn seal(path: &Path) -> Result<(), OutputError> {
    let sum = digest_of(path)?;
    let mut file = io(std::fs::File::options().append(true).open(path), path, "opened")?;
    io(file.write_all(&sum).and_then(|()| file.sync_all()), path, "written")
}
