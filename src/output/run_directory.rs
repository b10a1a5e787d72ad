//! Writes a run directory: the tables of its runs, the resolved scenario, checkpoints and the manifest.
//!
//! The tables grow as CSV, or as cells if CSV is not wanted. Parquet tables grow beside them as runs arrive. They cannot
//! be resumed: a resumed directory makes them from its growing tables in the end, to the same bytes.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::form::Form;
use super::manifest::digest_of;
use super::parquet_tables::TableWriter;
use super::work::{self, Target, Task, WorkDirectory};
use super::{
    Damage, Format, Manifest, OutputError, SCENARIO, cells, checkpoint_file, converted, csv_tables, earlier, io,
    settle, temporary,
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
    form: Form,
    /// The last words of each table of cells, in the order of `tables`.
    words: Vec<Vec<String>>,
    /// The Parquet tables, in the order of `tables`; empty if they are not written, or made in the end.
    growing: Vec<(tempfile::NamedTempFile, TableWriter)>,
    checkpoint: Option<String>,
}

/// What a directory needs of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Needs {
    /// The rows of its tables as CSV.
    csv: bool,
    /// Its record.
    record: bool,
}

/// A run as its directory stores it.
pub(crate) struct Rows {
    /// The CSV rows for each table; empty if tables grow as cells.
    csv: Vec<Vec<u8>>,
    /// The record, from which cells and Parquet tables grow; `None` if there are none.
    record: Option<RunRecord>,
    /// The run's part of the checkpoint.
    saved: Option<Vec<u8>>,
}

impl Needs {
    /// What a new directory of tables in these formats needs.
    pub(crate) fn of(formats: &[Format]) -> Self {
        let csv = Form::for_formats(formats) == Form::Csv;
        Self { csv, record: !csv || formats.contains(&Format::Parquet) }
    }
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
                // Unfinished tables go on in the form in which they were begun.
                let is_cells = tables.first().is_some_and(|table| work.grows(&Form::Cells.file(table)));
                let form = if is_cells { Form::Cells } else { Form::Csv };
                let (formats, words) = (formats.to_vec(), vec![Vec::new(); tables.len()]);
                let directory = Self { work: *work, tables, outcomes, formats, form, words, growing, checkpoint };
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

    /// What the directory needs of each run.
    pub(crate) fn needs(&self) -> Needs {
        let csv = self.form == Form::Csv;
        Needs { csv, record: !csv || !self.growing.is_empty() }
    }

    /// Appends a run. Runs must arrive in order.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub(crate) fn append(&mut self, rows: &Rows) -> Result<(), OutputError> {
        let (work, record) = (&mut self.work, rows.record.as_ref());
        if self.form == Form::Cells {
            for (at, name) in self.tables.iter().enumerate() {
                let table = record.and_then(|record| table_of(record, name)).filter(|table| !table.is_empty());
                let Some(table) = table else { continue };
                // All runs of a scenario usually have the same words.
                if self.words[at] != table.words() {
                    self.words[at] = table.words().to_vec();
                    cells::write_words(table.words(), |bytes| work.write(at, bytes))?;
                }
                cells::write_rows(table, |bytes| work.write(at, bytes))?;
            }
        }
        for (at, bytes) in rows.csv.iter().enumerate() {
            work.write(at, bytes)?;
        }
        if let Some(bytes) = &rows.saved {
            work.write(self.tables.len(), bytes)?;
        }
        work.end_chunk()?;
        for ((_, writer), name) in self.growing.iter_mut().zip(&self.tables) {
            // Pairs may be recorded of the first runs only.
            if let Some(table) = record.and_then(|record| table_of(record, name)) {
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
        let Self { work, tables, outcomes, formats, form, growing, checkpoint, .. } = self;
        let ((), files) = work.finish(None, |place, _| -> Result<(), OutputError> {
            if let Some(name) = &checkpoint {
                seal(&place.join(name))?;
            }
            let is_growing = !growing.is_empty();
            for (table, (part, writer)) in tables.iter().zip(growing) {
                writer.finish()?;
                settle(part, &place.join(Format::Parquet.file(table)))?;
            }
            for format in formats {
                let is_there = if format == Format::Parquet { is_growing } else { form == Form::Csv };
                for table in tables.iter().filter(|_| !is_there) {
                    let (from, to) = (place.join(form.file(table)), place.join(format.file(table)));
                    match form {
                        Form::Csv => converted::to_parquet(&from, &to, &columns(table, &outcomes))?,
                        Form::Cells => converted::of_cells(&from, format, &to, &columns(table, &outcomes))?,
                    }
                }
            }
            Ok(())
        })?;
        Ok(files)
    }
}

/// Makes the rows of a run. This takes much of a run's time, so the threads that run the model do it.
pub(crate) fn rows_of(scenario: &Scenario, needs: Needs, record: RunRecord, saved: Option<Vec<u8>>) -> Rows {
    let rows = |name| table_of(&record, name).map_or_else(Vec::new, csv_tables::rows);
    let csv = if needs.csv { tables_of(scenario).map(rows).collect() } else { Vec::new() };
    Rows { csv, record: needs.record.then_some(record), saved }
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
    let heads = |form: Form| -> Vec<(String, Vec<u8>)> {
        let tables = tables.iter().map(|table| (form.file(table), form.head(&columns(table, &scenario.outcomes))));
        tables.chain(to.map(|(round, bytes)| (checkpoint_file(round), bytes.to_vec()))).collect()
    };
    let mut early = vec![(SCENARIO.to_owned(), scenario.resolved().into_bytes())];
    early.extend(from.map(|(round, bytes)| (checkpoint_file(round), bytes.to_vec())));
    let mut files: Vec<String> = early.iter().map(|(name, _)| name.clone()).collect();
    if formats.contains(&Format::Parquet) {
        files.extend(tables.iter().map(|table| Format::Parquet.file(table)));
    }
    let (runs, round) = (scenario.run.replicates, from.map(|(round, _)| round));
    let manifest = Manifest::new(scenario, runs, round, SystemTime::now(), Duration::ZERO);
    let task = Task::new(manifest, files, heads(Form::Csv), u64::from(runs)).in_formats(formats);
    let (csv, cells) = (task.heads, heads(Form::Cells));
    let (heads, other_heads) = if Form::for_formats(formats) == Form::Csv { (csv, cells) } else { (cells, csv) };
    Task { heads, other_heads, early, ..task }
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
