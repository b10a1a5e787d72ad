//! Run directories read back: manifest, scenario and tables.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Manifest, OutputError, SCENARIO, checkpoint_file, io, table_file};
use crate::record::{self, Field, Kind, Table};

/// A run directory to read from.
#[derive(Clone, Debug)]
pub struct RunReader {
    path: PathBuf,
    /// What made it.
    pub manifest: Manifest,
}

impl RunReader {
    /// Opens a run directory.
    ///
    /// # Errors
    /// It has no readable manifest.
    pub fn open(path: &Path) -> Result<Self, OutputError> {
        Ok(Self { path: path.to_owned(), manifest: Manifest::read(path)? })
    }

    /// Path of the resolved scenario.
    pub fn scenario(&self) -> PathBuf {
        self.path.join(SCENARIO)
    }

    /// Path of the checkpoint that the runs went on from; none where they began at the beginning.
    pub fn origin(&self) -> Option<PathBuf> {
        self.manifest.from_round.map(|round| self.path.join(checkpoint_file(round)))
    }

    /// Path of a table, by its name without ending.
    pub fn table_path(&self, name: &str) -> PathBuf {
        self.path.join(table_file(name))
    }

    /// Reads a whole table, by its name without ending.
    ///
    /// # Errors
    /// The file cannot be read, or a cell is no number where one belongs.
    pub fn table(&self, name: &str) -> Result<Table, OutputError> {
        self.begin_table(name)?.next_rows(usize::MAX)
    }

    /// Begins to read a table that may be larger than memory.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn begin_table(&self, name: &str) -> Result<TableReader, OutputError> {
        TableReader::open(self.table_path(name), name)
    }
}

/// A table being read, some rows at a time.
pub struct TableReader {
    path: PathBuf,
    reader: csv::Reader<BufReader<File>>,
    fields: Arc<[Field]>,
    words: BTreeMap<String, usize>,
}

impl TableReader {
    fn open(path: PathBuf, name: &str) -> Result<Self, OutputError> {
        let file = io(File::open(&path), &path, "read")?;
        let mut reader = csv::Reader::from_reader(BufReader::new(file));
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => return Err(OutputError::Malformed { path, problem: error.to_string() }),
        };
        let known = declared(name);
        let field = |column: &str| {
            let declared = known.iter().find(|field| field.name == column).cloned();
            declared.unwrap_or_else(|| Field::number(column.to_owned(), "", ""))
        };
        let fields = header.iter().map(field).collect();
        Ok(Self { path, reader, fields, words: BTreeMap::new() })
    }

    /// The columns that the file has.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Place of a column.
    ///
    /// # Errors
    /// The file has none of that name.
    pub fn position(&self, name: &str) -> Result<usize, OutputError> {
        let at = self.fields.iter().position(|field| field.name == name);
        at.ok_or_else(|| self.malformed(format!("there is no column `{name}`; run the scenario again")))
    }

    /// The next rows, at most so many; a table without rows where none are left. A word keeps its number from one to the
    /// next.
    ///
    /// # Errors
    /// The file cannot be read, or a cell is no number where one belongs.
    pub fn next_rows(&mut self, most: usize) -> Result<Table, OutputError> {
        let mut cells = Vec::new();
        let mut record = csv::StringRecord::new();
        for _ in 0..most {
            let more = self.reader.read_record(&mut record);
            if !more.map_err(|error| self.malformed(error.to_string()))? {
                break;
            }
            for (field, cell) in self.fields.iter().zip(&record) {
                let Some(value) = read_cell(field, cell, &mut self.words) else {
                    let line = record.position().map_or(0, csv::Position::line);
                    let problem = format!("line {line}, column `{}`: `{cell}` is not a number", field.name);
                    return Err(self.malformed(problem));
                };
                cells.push(value);
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

    fn malformed(&self, problem: String) -> OutputError {
        OutputError::Malformed { path: self.path.clone(), problem }
    }
}

fn read_cell(field: &Field, cell: &str, words: &mut BTreeMap<String, usize>) -> Option<f64> {
    if cell.is_empty() {
        return Some(f64::NAN);
    }
    if field.kind == Kind::Label {
        // Nearly every word has come before: only a new one is copied.
        let next = words.len();
        let at = words.get(cell).copied().unwrap_or_else(|| *words.entry(cell.to_owned()).or_insert(next));
        return Some(at as f64);
    }
    cell.parse().ok()
}

/// The declared columns of a table; none for a table that nobody declares.
pub fn declared(table: &str) -> Vec<Field> {
    match table {
        "states" => record::states::fields(),
        "world" => record::world::fields(),
        "events" => record::events::fields(),
        "pairs" => record::pairs::fields(),
        "runs" => record::runs::fields(),
        _ => Vec::new(),
    }
}
