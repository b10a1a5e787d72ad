//! Reads run directories: manifest, scenario and tables.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::about::About;
use super::form::Form;
use super::journal::part;
use super::manifest::{in_digits, sha256, sha256_of};
use super::marks::Marks;
use super::parquet_rows::AsCsv;
use super::unfinished::{self, UNFINISHED};
use super::{
    Format, MANIFEST, Manifest, OutputError, OwnOutcome, SCENARIO, cells, checkpoint_file, io, place, swept,
    table_file, table_path,
};
use crate::record::{Field, Kind, Outcomes, Table, declared};
use crate::scenario::suggest::nearest;

/// A directory of runs or of a sweep, opened for reading.
#[derive(Clone, Debug)]
pub struct RunReader {
    path: PathBuf,
    place: PathBuf,
    /// How many rows of its tables are written, if it is unfinished.
    unfinished: Option<Marks>,
    /// The manifest.
    pub manifest: Manifest,
}

impl RunReader {
    /// Opens a directory of finished results.
    ///
    /// # Errors
    /// Returns an error if the results are unfinished, the manifest is not valid, or they are not runs or a sweep.
    pub fn open(path: &Path) -> Result<Self, OutputError> {
        let reader = Self::open_as_it_is(path)?;
        match reader.is_unfinished() {
            None => Ok(reader),
            Some(done) => Err(OutputError::Unfinished { path: path.to_owned(), done }),
        }
    }

    /// Opens a directory of results, finished or not. Of unfinished results only the saved runs are read.
    ///
    /// # Errors
    /// As [`RunReader::open`].
    pub fn open_as_it_is(path: &Path) -> Result<Self, OutputError> {
        unfinished::complete(path)?;
        let Some(manifest) = Manifest::find(path, MANIFEST)? else { return Self::open_unfinished(path) };
        Self::of(path, path.to_owned(), None, manifest)
    }

    fn open_unfinished(path: &Path) -> Result<Self, OutputError> {
        let manifest = if path.is_dir() { unfinished::manifest(path)? } else { None };
        let Some(mut manifest) = manifest else { return Err(OutputError::NoResults(path.to_owned())) };
        let place = path.join(UNFINISHED);
        if !manifest.resumes() {
            return Err(OutputError::Unfinished { path: path.to_owned(), done: "nothing is saved".to_owned() });
        }
        let marks = Marks::read(&place)?;
        if marks.chunks() == 0 {
            return Err(OutputError::Unfinished { path: path.to_owned(), done: "nothing is saved".to_owned() });
        }
        if manifest.kind() == super::Kind::Runs {
            manifest.runs = marks.chunks() as u32;
        }
        Self::of(path, place, Some(marks), manifest)
    }

    fn of(path: &Path, place: PathBuf, unfinished: Option<Marks>, manifest: Manifest) -> Result<Self, OutputError> {
        if manifest.comparison.is_some() {
            return Err(OutputError::NotARun(path.to_owned()));
        }
        if manifest.studied.is_some() {
            return Err(OutputError::IsALoop(path.to_owned()));
        }
        if manifest.history.is_some() {
            return Err(OutputError::IsHistory(path.to_owned()));
        }
        if manifest.calibration.is_some() {
            return Err(match unfinished {
                None => OutputError::IsACalibration(path.to_owned()),
                Some(marks) => {
                    let done = format!("takvin history calibrate; {} simulations are saved", marks.chunks());
                    OutputError::Unfinished { path: path.to_owned(), done }
                }
            });
        }
        Ok(Self { path: path.to_owned(), place, unfinished, manifest })
    }

    /// How much of unfinished results is saved, in words. Returns `None` if the results are finished.
    pub fn is_unfinished(&self) -> Option<String> {
        let marks = self.unfinished.as_ref()?;
        let (done, manifest) = (marks.chunks(), &self.manifest);
        Some(match &manifest.sweep {
            Some(swept) if swept.adaptive => format!("{done} of {} points are saved", swept.own_points()),
            Some(swept) => {
                format!("{done} of {} runs are saved", swept.own_points().saturating_mul(swept.replicates.into()))
            }
            None if done == 1 => "1 run is saved".to_owned(),
            None => format!("{done} runs are saved"),
        })
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of the resolved scenario.
    pub fn scenario(&self) -> PathBuf {
        self.place.join(SCENARIO)
    }

    /// The path of the checkpoint that the runs continue from; `None` if they began at round 0.
    pub fn origin(&self) -> Option<PathBuf> {
        self.manifest.from_round.map(|round| self.place.join(checkpoint_file(round)))
    }

    /// The title and the question of the scenario. Its short name replaces a missing title.
    pub fn about(&self) -> About {
        let text = place::text(&self.scenario());
        let scenario: toml::Table = toml::from_str(&text).unwrap_or_default();
        let word = |key: &str| scenario.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let title = Some(word("title")).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| self.manifest.scenario.clone());
        let title = self.is_unfinished().map_or(title.clone(), |done| format!("{title} (unfinished: {done})"));
        About { title, question: word("question"), scenario: text, places: None }
    }

    /// Returns true if a table has a header row but no other rows.
    pub fn is_empty(&self, name: &str) -> bool {
        self.begin_table(name).and_then(|mut table| table.next_rows(1)).is_ok_and(|table| table.is_empty())
    }

    /// Returns true if the scenario beside the tables is the scenario that made them.
    pub fn scenario_is_its_own(&self) -> bool {
        sha256(place::text(&self.scenario()).as_bytes()) == self.manifest.scenario_sha256
    }

    /// Returns true if the results include a table of this name. Its file may have been removed since.
    pub fn has(&self, name: &str) -> bool {
        let is_listed = match &self.unfinished {
            Some(marks) => growing(marks, name).is_some(),
            None => Format::ALL.iter().any(|format| self.manifest.files.contains(&format.file(name))),
        };
        is_listed || self.table_path(name).is_file()
    }

    /// An error about a table, given by its name without ending.
    pub fn damaged(&self, table: &str, problem: &str) -> OutputError {
        OutputError::Malformed { path: self.table_path(table), problem: format!("{problem}; {DAMAGED}") }
    }

    /// The columns of the outcome measures in the table of runs: those of every run, then the scenario's own.
    pub fn outcomes(&self) -> Vec<Field> {
        let every = Outcomes::default();
        every.fields().chain(self.manifest.outcomes.iter().map(OwnOutcome::field)).collect()
    }

    /// The declared columns of a table; empty if the table is not declared.
    fn declared(&self, table: &str) -> Vec<Field> {
        let own = || self.manifest.outcomes.iter().map(OwnOutcome::field);
        match &self.manifest.sweep {
            Some(swept) => swept::fields(swept, &own().collect::<Vec<_>>(), table),
            None => declared(table).into_iter().chain(own().filter(|_| table == "runs")).collect(),
        }
    }

    /// The path of a table, given by its name without ending: of its CSV file, or of its Parquet file if that is the
    /// only one.
    pub fn table_path(&self, name: &str) -> PathBuf {
        let Some(marks) = &self.unfinished else { return table_path(&self.place, &self.manifest, name) };
        self.place.join(growing(marks, name).map_or_else(|| table_file(name), |file| part(&file)))
    }

    /// Opens a table. A finished table is checked against the checksum in the manifest when its end is reached. A
    /// growing table is checked against the journal at once, and a Parquet table against the manifest at once, because
    /// it cannot be decoded if it is damaged.
    fn open_table(&self, name: &str, columns: Option<&[&str]>) -> Result<TableReader, OutputError> {
        let mut length = None;
        if let Some(marks) = &self.unfinished
            && let Some(file) = growing(marks, name)
        {
            marks.check(&self.place, &file)?;
            length = marks.bytes(&file);
        }
        let (length, path) = (length.unwrap_or(u64::MAX), self.table_path(name));
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let mut sum = if self.unfinished.is_none() { self.manifest.sums.get(&*file).cloned() } else { None };
        if Format::of(&path) == Some(Format::Parquet) && path.is_file() {
            let expected = sum.take();
            if expected.is_some_and(|sum| sha256_of(&path).is_ok_and(|there| there != sum)) {
                return Err(OutputError::Malformed { path, problem: modified() });
            }
        }
        Ok(TableReader { sum, ..TableReader::open(path, length, &self.declared(name), columns)? })
    }

    /// Reads a whole table, given by its name without ending.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, or if a cell of a numeric column is not a number.
    pub fn table(&self, name: &str) -> Result<Table, OutputError> {
        self.begin_table(name)?.next_rows(usize::MAX)
    }

    /// Opens a table that may be larger than memory.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read.
    pub fn begin_table(&self, name: &str) -> Result<TableReader, OutputError> {
        self.open_table(name, None)
    }

    /// Reads some columns of a table, in the order given. Keeps the rows that `wanted` accepts by their cells in these
    /// columns.
    ///
    /// # Errors
    /// As [`RunReader::table`]; also if the table lacks a column or does not have any rows.
    pub fn columns(&self, name: &str, columns: &[&str], wanted: impl Fn(&[f64]) -> bool) -> Result<Table, OutputError> {
        let mut reader = self.open_table(name, Some(columns))?;
        let table = reader.rows(usize::MAX, wanted)?;
        if reader.read == 0 {
            return Err(reader.malformed(format!("the table does not have any rows; {AGAIN}")));
        }
        Ok(table)
    }
}

/// The file of a growing table, or `None` if the table does not grow.
fn growing(marks: &Marks, table: &str) -> Option<String> {
    Form::ALL.map(|form| form.file(table)).into_iter().find(|file| marks.tables.contains(file))
}

/// A table that is read some rows at a time.
pub struct TableReader {
    path: PathBuf,
    reader: csv::Reader<Summed>,
    /// The expected SHA-256 of all its bytes, if it is known.
    sum: Option<String>,
    /// The columns read, and their indices in the file.
    fields: Arc<[Field]>,
    places: Vec<usize>,
    words: BTreeMap<String, usize>,
    /// The number of rows read so far, wanted or not.
    read: usize,
}

impl TableReader {
    /// Begins to read some columns of a file with known columns, in the order given.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or lacks a column.
    pub fn with(path: PathBuf, fields: &[Field], columns: &[&str]) -> Result<Self, OutputError> {
        Self::open(path, u64::MAX, fields, Some(columns))
    }

    /// Begins to read all columns of a file with known columns.
    pub(crate) fn all(path: PathBuf, fields: &[Field]) -> Result<Self, OutputError> {
        let columns: Vec<&str> = fields.iter().map(|field| &*field.name).collect();
        Self::with(path, fields, &columns)
    }

    fn open(path: PathBuf, length: u64, known: &[Field], columns: Option<&[&str]>) -> Result<Self, OutputError> {
        let malformed = |problem: String| OutputError::Malformed { path: path.clone(), problem };
        let mut reader = csv::Reader::from_reader(Summed { file: as_csv(&path, length, columns)?, sum: Sha256::new() });
        let header = reader.headers().map_err(|error| malformed(unreadable(&error)))?.clone();
        if header.is_empty() {
            return Err(malformed(format!("the file is empty; {AGAIN}")));
        }
        if header.len() == 1 && known.len() > 1 && header[0].contains([';', '\t']) {
            let mark = if header[0].contains(';') { "semicolons" } else { "tabs" };
            return Err(malformed(format!(
                "the columns are separated by {mark}; save the file with commas, or {AGAIN}"
            )));
        }
        let places: Vec<usize> = match columns {
            None => (0..header.len()).collect(),
            Some(columns) => {
                let place = |&column| {
                    let found = header.iter().position(|there| there == column);
                    found.ok_or_else(|| malformed(lacks(column, &header)))
                };
                columns.iter().map(place).collect::<Result<_, _>>()?
            }
        };
        let field = |&place: &usize| {
            let declared = known.iter().find(|field| field.name == header[place]).cloned();
            declared.unwrap_or_else(|| Field::number(header[place].to_owned(), "", ""))
        };
        let fields = places.iter().map(field).collect();
        Ok(Self { path, reader, sum: None, fields, places, words: BTreeMap::new(), read: 0 })
    }

    /// The columns of the file.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The index of a column.
    ///
    /// # Errors
    /// Returns an error if the file does not have a column of this name.
    pub fn position(&self, name: &str) -> Result<usize, OutputError> {
        let at = self.fields.iter().position(|field| field.name == name);
        at.ok_or_else(|| self.malformed(lacks(name, self.fields.iter().map(|field| &*field.name))))
    }

    /// The next rows, at most this number. Returns a table without rows at the end of the file. A word has the same
    /// number in all tables returned.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, or if a cell of a numeric column is not a number.
    pub fn next_rows(&mut self, most: usize) -> Result<Table, OutputError> {
        self.rows(most, |_| true)
    }

    /// Reads the rest of the file without its rows, so that its checksum is checked.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, or was modified after it was written.
    pub fn finish(mut self) -> Result<(), OutputError> {
        io(std::io::copy(self.reader.get_mut(), &mut std::io::sink()), &self.path, "read")?;
        self.check_sum()
    }

    /// Reads this number of rows and keeps those that are wanted.
    fn rows(&mut self, most: usize, wanted: impl Fn(&[f64]) -> bool) -> Result<Table, OutputError> {
        let mut cells: Vec<f64> = Vec::new();
        let mut record = csv::ByteRecord::new();
        for _ in 0..most {
            let more = self.reader.read_byte_record(&mut record);
            if !more.map_err(|error| self.malformed(unreadable(&error)))? {
                self.check_sum()?;
                break;
            }
            self.read += 1;
            let start = cells.len();
            for (field, &place) in self.fields.iter().zip(&self.places) {
                let cell = record.get(place).unwrap_or_default();
                if let Some(problem) = unknown_word(field, cell) {
                    return Err(self.malformed(format!("line {}, {problem}", line_of(&record))));
                }
                let Some(value) = read_cell(field, cell, &mut self.words) else {
                    let line = line_of(&record);
                    if std::str::from_utf8(cell).is_err() {
                        let problem = format!(
                            "line {line}, column `{}`: not UTF-8 text; save the file as UTF-8, or {AGAIN}",
                            field.name
                        );
                        return Err(self.malformed(problem));
                    }
                    let cell = String::from_utf8_lossy(cell);
                    let problem = format!("line {line}, column `{}`: `{cell}` is not a number; {DAMAGED}", field.name);
                    return Err(self.malformed(problem));
                };
                cells.push(value);
            }
            if !wanted(&cells[start..]) {
                cells.truncate(start);
            }
        }
        let mut words = vec![String::new(); self.words.len()];
        for (word, &at) in &self.words {
            words[at].clone_from(word);
        }
        let width = self.fields.len().max(1);
        let mut table = Table::new(self.fields.clone(), words.into());
        for row in cells.chunks_exact(width) {
            table.push(row.iter().copied());
        }
        Ok(table)
    }

    /// Checks that all bytes read are the bytes that were written.
    fn check_sum(&self) -> Result<(), OutputError> {
        match &self.sum {
            Some(sum) if in_digits(&self.reader.get_ref().sum.clone().finalize()) != *sum => {
                Err(self.malformed(modified()))
            }
            _ => Ok(()),
        }
    }

    fn malformed(&self, problem: String) -> OutputError {
        OutputError::Malformed { path: self.path.clone(), problem }
    }
}

/// Opens a table as CSV text, from any format. Of a CSV file or of cells only this number of bytes is read. Of cells and
/// of a Parquet file only these columns are decoded, and the cells of the others are empty.
///
/// # Errors
/// Returns an error if the file does not exist or is damaged.
pub(crate) fn as_csv(path: &Path, length: u64, columns: Option<&[&str]>) -> Result<Box<dyn Read + Send>, OutputError> {
    let malformed = |problem: String| OutputError::Malformed { path: path.to_owned(), problem };
    let opened: std::io::Result<Box<dyn Read + Send>> = if Format::of(path) == Some(Format::Parquet) {
        AsCsv::open(path, columns).map(|rows| Box::new(rows) as _)
    } else if Form::is_cells(path) {
        cells::AsCsv::open(path, length, columns).map(|rows| Box::new(rows) as _)
    } else {
        File::open(path).map(|file| Box::new(BufReader::with_capacity(1 << 18, file).take(length)) as _)
    };
    match opened {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(malformed(format!("the file does not exist; {AGAIN}")))
        }
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(malformed(format!("the file {error}; {AGAIN}"))),
        opened => io(opened, path, "read"),
    }
}

/// A file whose checksum is computed while it is read.
struct Summed {
    file: Box<dyn Read + Send>,
    sum: Sha256,
}

impl Read for Summed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.sum.update(&buffer[..length]);
        Ok(length)
    }
}

/// The remedy for a table that was modified.
const AGAIN: &str = "run the scenario again";
const DAMAGED: &str = "the file is damaged: run the scenario again";

fn modified() -> String {
    format!("the table was modified after it was written; restore it, or {AGAIN}")
}

/// The error for a row that is not valid.
fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            format!("line {line} has {len} cells where the first has {expected_len}; {DAMAGED}")
        }
        _ => format!("{error}; {DAMAGED}"),
    }
}

fn lacks<'a>(column: &str, header: impl IntoIterator<Item = &'a str>) -> String {
    let hint = nearest(column, header).map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
    format!(
        "column `{column}` does not exist{hint}. The file is damaged, or another version of takvin wrote it: {AGAIN}"
    )
}

fn line_of(record: &csv::ByteRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

/// Returns an error text if a word is not in the vocabulary of its column.
fn unknown_word(field: &Field, cell: &[u8]) -> Option<String> {
    let known = field.vocabulary;
    if known.is_empty() || cell.is_empty() || known.iter().any(|word| word.as_bytes() == cell) {
        return None;
    }
    let (name, cell) = (&field.name, String::from_utf8_lossy(cell));
    let hint =
        nearest(&cell, known.iter().copied()).map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
    Some(format!(
        "column `{name}`: `{cell}` is not a word of this column{hint}. Words are {}. The file was changed, or another \
         version of takvin wrote it: {AGAIN}",
        known.join(", ")
    ))
}

fn read_cell(field: &Field, cell: &[u8], words: &mut BTreeMap<String, usize>) -> Option<f64> {
    if cell.is_empty() {
        return Some(f64::NAN);
    }
    let cell = std::str::from_utf8(cell).ok()?;
    if field.kind == Kind::Label {
        // Most words are known already. Only a new word is copied.
        let next = words.len();
        let at = words.get(cell).copied().unwrap_or_else(|| *words.entry(cell.to_owned()).or_insert(next));
        return Some(at as f64);
    }
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}
