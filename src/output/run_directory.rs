//! Writes a run directory: the tables of its runs, the resolved scenario, checkpoints and the manifest.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::manifest::digest_of;
use super::work::{self, Target, Task, WorkDirectory};
use super::{
    Damage, Format, Manifest, OutputError, SCENARIO, checkpoint_file, converted, csv_tables, earlier, io, table_file,
};
use crate::record::{RunRecord, TABLES, declared};
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
    formats: Vec<Format>,
    checkpoint: Option<String>,
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
                let directory = Self { work: *work, tables, formats: formats.to_vec(), checkpoint };
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

    /// Appends the rows of a run (`rows_of`). Runs must arrive in order.
    ///
    /// # Errors
    /// Returns an error if the rows cannot be written.
    pub fn append(&mut self, rows: &[Vec<u8>]) -> Result<(), OutputError> {
        self.work.append(rows)
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
        let Self { work, tables, formats, checkpoint } = self;
        let ((), files) = work.finish(None, |place, _| -> Result<(), OutputError> {
            if let Some(name) = &checkpoint {
                seal(&place.join(name))?;
            }
            for table in tables.iter().filter(|_| formats.contains(&Format::Parquet)) {
                let (from, to) = (place.join(table_file(table)), place.join(Format::Parquet.file(table)));
                converted::to_parquet(&from, &to, &declared(table))?;
            }
            Ok(())
        })?;
        Ok(files)
    }
}

/// The rows of a run for each table of its directory, as written, followed by its part of the checkpoint.
///
/// This takes much of a run's time, so the threads that run the model do it.
pub(crate) fn rows_of(scenario: &Scenario, record: &RunRecord, saved: Option<Vec<u8>>) -> Vec<Vec<u8>> {
    let rows = |name: &str| {
        let table = record.tables().find(|(there, _)| *there == name);
        table.map_or_else(Vec::new, |(_, table)| csv_tables::rows(table))
    };
    tables_of(scenario).map(rows).chain(saved).collect()
}

fn task(scenario: &Scenario, formats: &[Format], tables: &[&str], checkpoints: Checkpoints<'_>) -> Task {
    let Checkpoints { from, to } = checkpoints;
    let head = |table: &&str| (table_file(table), csv_tables::head(&declared(table)));
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
