//! Takes the runs of a finished sweep into a larger one of the same scenario, with more replicates, more points or
//! longer axes.
//!
//! A run is identified by its replicate and by the values of the axes. The same seed and replicate give the same random
//! numbers at every point, so the tables are the same as if every run were new.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{Sweep, tables};
use crate::output::earlier::between;
use crate::output::reader::as_csv;
use crate::output::work::check;
use crate::output::{Format, Kind, Manifest, OutputError, RunReader, Swept, io, place, swept, table_file, table_path};

/// The rows of a run in each table: the offset of their first byte, and their number.
type Rows = Vec<(u64, u64)>;

/// The values of the axes in a run, and its replicate.
type Run = (Vec<u8>, u32);

/// The runs of finished sweeps.
pub struct Earlier {
    parts: Vec<Part>,
}

/// The runs of a finished sweep.
struct Part {
    path: PathBuf,
    manifest: Manifest,
    runs: HashMap<Run, Rows>,
    /// The number of replicates at each point, up to the last that finished.
    replicates: HashMap<Vec<u8>, u32>,
    files: Vec<Mutex<File>>,
}

/// A run that need not be repeated.
pub(super) struct Kept {
    /// Its rows for each table.
    pub rows: Vec<Vec<u8>>,
    /// The outcome measure of the sweep; NaN if it is missing.
    pub outcome: f64,
}

impl Earlier {
    /// Finds the runs of a directory.
    ///
    /// # Errors
    /// Returns an error if the directory does not hold a finished sweep of this scenario, or if the larger sweep does
    /// not have all of its points.
    pub fn read(path: &Path, sweep: &Sweep) -> Result<Self, OutputError> {
        Ok(Self { parts: vec![Part::read(path, sweep, false)?] })
    }

    /// Adds the runs of another directory, also if it has points or replicates that the larger sweep does not have.
    ///
    /// # Errors
    /// Returns an error if the directory does not hold a finished sweep of this scenario.
    pub fn with_some_of(earlier: Option<Self>, path: &Path, sweep: &Sweep) -> Result<Self, OutputError> {
        let mut earlier = earlier.unwrap_or(Self { parts: Vec::new() });
        earlier.parts.push(Part::read(path, sweep, true)?);
        Ok(earlier)
    }

    /// The number of runs that are reused.
    pub fn runs(&self) -> usize {
        self.parts.iter().map(|part| part.runs.len()).sum()
    }

    /// The number of replicates at a point. They are kept, also if fewer would be enough.
    pub(super) fn replicates(&self, sweep: &Sweep, point: usize) -> u32 {
        let key = key(sweep, point);
        self.parts.iter().filter_map(|part| part.replicates.get(&key)).copied().max().unwrap_or(0)
    }

    /// Reads the rows of a run, or returns `None` if it must be run.
    pub(super) fn take(&self, sweep: &Sweep, point: usize, replicate: u32) -> Option<Kept> {
        let run = (key(sweep, point), replicate);
        let rows = self.parts.iter().find_map(|part| part.take(&run, point))?;
        let outcome = outcome(rows.first()?, sweep);
        Some(Kept { rows, outcome })
    }
}

impl Part {
    /// Finds the runs of a directory. `some` allows runs that the larger sweep does not have.
    fn read(path: &Path, sweep: &Sweep, some: bool) -> Result<Self, OutputError> {
        let reader = match RunReader::open_as_it_is(path) {
            Err(OutputError::NotARun(_) | OutputError::IsALoop(_) | OutputError::IsHistory(_)) => {
                return Err(refused(path, "this is not a sweep"));
            }
            reader => reader?,
        };
        // The smaller sweep stays until the larger one is finished.
        let manifest = Manifest::find(path, crate::output::MANIFEST)?;
        let manifest = manifest.ok_or_else(|| OutputError::Unfinished {
            path: path.to_owned(),
            done: reader.is_unfinished().unwrap_or_default(),
        })?;
        if manifest.kind() != Kind::Sweep {
            return Err(OutputError::OtherKind { path: path.to_owned(), there: manifest.kind().words() });
        }
        is_of(path, &manifest, sweep)?;
        check(path, &manifest)?;
        let (runs, replicates) = (HashMap::new(), HashMap::new());
        let mut part = Self { path: path.to_owned(), manifest, runs, replicates, files: Vec::new() };
        let keys = part.add_runs(sweep)?;
        for name in tables::names(sweep).into_iter().skip(1) {
            part.add_table(name, &keys)?;
        }
        let here: HashSet<Vec<u8>> = sweep.own_points().map(|point| key(sweep, point)).collect();
        let lost: HashSet<&Vec<u8>> = keys.values().map(|(key, _)| key).filter(|key| !here.contains(*key)).collect();
        if !lost.is_empty() && !some {
            let lost = lost.len();
            let points = if lost == 1 { "1 of its points is" } else { &format!("{lost} of its points are") };
            return Err(refused(path, &format!("{points} not in the larger sweep, and would be lost")));
        }
        let most = sweep.most_replicates();
        let lost = keys.values().filter(|(_, replicate)| *replicate >= most).count();
        if lost > 0 && !some {
            let why = format!("{lost} of its runs would be lost: its points have more replicates than {most}");
            return Err(refused(path, &why));
        }
        for (key, replicate) in part.runs.keys().filter(|(_, replicate)| *replicate < most) {
            let count = part.replicates.entry(key.clone()).or_default();
            *count = (*count).max(replicate + 1);
        }
        Ok(part)
    }

    /// Reads the rows of a run.
    fn take(&self, run: &Run, point: usize) -> Option<Vec<Vec<u8>>> {
        let places = self.runs.get(run)?;
        let mut rows = Vec::new();
        for (file, (start, length)) in self.files.iter().zip(places) {
            let mut bytes = vec![0; *length as usize];
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            // Rows that cannot be read are run again and come out the same.
            file.seek(SeekFrom::Start(*start)).and_then(|_| file.read_exact(&mut bytes)).ok()?;
            rows.push(of_point(&bytes, point));
        }
        Some(rows)
    }

    /// Adds the finished runs of `runs.csv`. Returns the point and replicate of each with its values.
    fn add_runs(&mut self, sweep: &Sweep) -> Result<HashMap<(Vec<u8>, u32), Run>, OutputError> {
        let (path, file) = self.open("runs")?;
        let axes = sweep.points.axes().len();
        let mut keys = HashMap::new();
        each_row(&path, &file, |row, start, length| {
            let number = row.get(1).and_then(|cell| std::str::from_utf8(cell).ok()?.parse::<u32>().ok());
            let (Some(point), Some(replicate)) = (row.get(0), number) else { return };
            let mut key = Vec::new();
            for cell in row.iter().skip(3).take(axes) {
                key.extend_from_slice(cell);
                key.push(0);
            }
            keys.insert((point.to_vec(), replicate), (key.clone(), replicate));
            // A run that failed is tried again.
            if row.get(3 + axes) == Some(swept::DONE.as_bytes()) {
                self.runs.insert((key, replicate), vec![(start, length)]);
            }
        })?;
        self.files.push(Mutex::new(file));
        Ok(keys)
    }

    /// Adds the rows that each run has in another table.
    fn add_table(&mut self, name: &str, keys: &HashMap<(Vec<u8>, u32), Run>) -> Result<(), OutputError> {
        let (path, file) = self.open(name)?;
        let tables = self.files.len();
        each_row(&path, &file, |row, start, length| {
            let number = row.get(1).and_then(|cell| std::str::from_utf8(cell).ok()?.parse::<u32>().ok());
            let (Some(point), Some(replicate)) = (row.get(0), number) else { return };
            let Some(key) = keys.get(&(point.to_vec(), replicate)) else { return };
            let Some(rows) = self.runs.get_mut(key) else { return };
            if rows.len() == tables {
                rows.push((start, 0));
            }
            rows[tables].1 = start + length - rows[tables].0;
        })?;
        // A run may be without rows in a table of events.
        self.runs.values_mut().filter(|rows| rows.len() == tables).for_each(|rows| rows.push((0, 0)));
        self.files.push(Mutex::new(file));
        Ok(())
    }

    /// Opens a table as CSV. A Parquet table is converted into a file without a name, which the system removes.
    fn open(&self, name: &str) -> Result<(PathBuf, File), OutputError> {
        let path = table_path(&self.path, &self.manifest, name);
        if Format::of(&path) == Some(Format::Csv) {
            let file = io(File::open(&path), &path, "read")?;
            return Ok((path, file));
        }
        let mut file = io(tempfile::tempfile_in(&self.path), &self.path, "written to")?;
        io(std::io::copy(&mut as_csv(&path, u64::MAX, None)?, &mut file).map(drop), &path, "read")?;
        io(file.rewind(), &path, "read")?;
        Ok((path, file))
    }
}

/// Checks that a finished sweep is of the same scenario and axes, with any points and replicates.
///
/// # Errors
/// Returns an error that lists the differences.
pub(crate) fn is_of(path: &Path, there: &Manifest, sweep: &Sweep) -> Result<(), OutputError> {
    let differences = differences(path, there, sweep);
    if differences.is_empty() {
        return Ok(());
    }
    Err(OutputError::OtherWork { path: path.to_owned(), differences: differences.join("\n  ") })
}

/// Lists why the finished sweep is not a part of the larger one. Only design and replicates may differ.
fn differences(path: &Path, there: &Manifest, sweep: &Sweep) -> Vec<String> {
    let here = (env!("CARGO_PKG_VERSION"), crate::record::MODEL_VERSION, sweep.scenario.name.as_str());
    let facts = [
        ("takvin", there.crate_version.as_str(), here.0),
        ("the model", there.model_version.as_str(), here.1),
        ("the scenario's name", there.scenario.as_str(), here.2),
    ];
    let mut lines: Vec<String> = facts
        .into_iter()
        .filter(|(_, there, here)| there != here)
        .map(|(what, there, here)| format!("{what}: {there} there, {here} here"))
        .collect();
    let paths =
        |axes: &[crate::output::SweptAxis]| axes.iter().map(|axis| axis.path.clone()).collect::<Vec<_>>().join(", ");
    let there_axes = there.sweep.as_ref().map_or_else(String::new, |swept| paths(&swept.axes));
    if there_axes != paths(&sweep.swept.axes) {
        lines.push(format!("the axes: {there_axes} there, {} here", paths(&sweep.swept.axes)));
    }
    let rest =
        |rest: Option<f64>| rest.map_or_else(|| "all".to_owned(), |within| format!("until rest within {within}"));
    let rest_there = there.sweep.as_ref().and_then(|swept| swept.rest);
    if rest_there != sweep.plan.rest {
        lines.push(format!("the rounds of a run: {} there, {} here", rest(rest_there), rest(sweep.plan.rest)));
    }
    let kept = |names: &[String]| if names.is_empty() { "all".to_owned() } else { names.join(", ") };
    let chosen = |swept: &Swept| [("columns", kept(&swept.columns)), ("states", kept(&swept.states))];
    if let Some(swept) = &there.sweep
        && sweep.plan.trajectories
    {
        for ((what, there), (_, here)) in chosen(swept).into_iter().zip(chosen(&sweep.swept)) {
            if there != here {
                lines.push(format!("the {what} of tables of rounds: {there} there, {here} here"));
            }
        }
    }
    let is_there = |name: &&str| Format::ALL.iter().any(|format| there.files.contains(&format.file(name)));
    let missing = tables::names(sweep).into_iter().filter(|name| !is_there(name));
    lines.extend(missing.map(|name| format!("{}: missing there, wanted here", table_file(name))));
    let rest = |text: &str| {
        let mut table: toml::Table = toml::from_str(text).unwrap_or_default();
        table.remove("sweep");
        if let Some(run) = table.get_mut("run").and_then(toml::Value::as_table_mut) {
            run.remove("replicates");
        }
        toml::to_string(&table).unwrap_or_default()
    };
    let (there, here) = (rest(&place::text(&path.join(crate::output::SCENARIO))), rest(&sweep.scenario.resolved()));
    if there != here {
        lines.extend(between(&there, &here));
    }
    lines
}

fn refused(path: &Path, why: &str) -> OutputError {
    let problem = format!("the sweep here cannot be extended: {why}; choose another directory with --out");
    OutputError::Malformed { path: path.to_owned(), problem }
}

/// The values of the axes at a point.
fn key(sweep: &Sweep, point: usize) -> Vec<u8> {
    let mut key = Vec::new();
    for cell in tables::cells(sweep, point) {
        key.extend_from_slice(cell.as_bytes());
        key.push(0);
    }
    key
}

/// Every row of a table after its header row, with the offset of its first byte and its length.
fn each_row(path: &Path, file: &File, mut take: impl FnMut(&csv::ByteRecord, u64, u64)) -> Result<(), OutputError> {
    let malformed = |error: &csv::Error| OutputError::Malformed { path: path.to_owned(), problem: error.to_string() };
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(file);
    reader.byte_headers().map_err(|error| malformed(&error))?;
    let mut row = csv::ByteRecord::new();
    let mut start = reader.position().byte();
    while reader.read_byte_record(&mut row).map_err(|error| malformed(&error))? {
        let end = reader.position().byte();
        take(&row, start, end - start);
        start = end;
    }
    Ok(())
}

/// Replaces the point in the first cell of the rows. Cells do not contain line breaks.
fn of_point(rows: &[u8], point: usize) -> Vec<u8> {
    let mut changed = Vec::with_capacity(rows.len() + 16);
    for row in rows.split_inclusive(|byte| *byte == b'\n') {
        let comma = row.iter().position(|byte| *byte == b',').unwrap_or(0);
        changed.extend_from_slice(point.to_string().as_bytes());
        changed.extend_from_slice(&row[comma..]);
    }
    changed
}

/// The outcome measure of a sweep, from the row of a run.
fn outcome(row: &[u8], sweep: &Sweep) -> f64 {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(row);
    let record = reader.byte_records().next().and_then(Result::ok).unwrap_or_default();
    let place = record.len().saturating_sub(sweep.scenario.outcomes.len()) + sweep.outcome;
    let cell = record.get(place).and_then(|cell| std::str::from_utf8(cell).ok()).unwrap_or_default();
    cell.parse().unwrap_or(f64::NAN)
}
