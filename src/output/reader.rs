//! Run directories read back: manifest, scenario and tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

    /// Reads a table, by its name without ending.
    ///
    /// # Errors
    /// The file cannot be read, or a cell is no number where one belongs.
    pub fn table(&self, name: &str) -> Result<Table, OutputError> {
        let path = self.path.join(table_file(name));
        let file = io(std::fs::File::open(&path), &path, "read")?;
        let malformed = |problem: String| OutputError::Malformed { path: path.clone(), problem };
        let mut reader = csv::Reader::from_reader(std::io::BufReader::new(file));
        let header = reader.headers().map_err(|error| malformed(error.to_string()))?.clone();
        let known = declared(name);
        let fields: Vec<Field> = header
            .iter()
            .map(|column| {
                let declared = known.iter().find(|field| field.name == column).cloned();
                declared.unwrap_or_else(|| Field::number(column.to_owned(), "", ""))
            })
            .collect();
        let mut words = BTreeMap::new();
        let mut cells = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| malformed(error.to_string()))?;
            for (field, cell) in fields.iter().zip(&record) {
                cells.push(read_cell(field, cell, &mut words).ok_or_else(|| {
                    let line = record.position().map_or(0, csv::Position::line);
                    malformed(format!("line {line}, column `{}`: `{cell}` is not a number", field.name))
                })?);
            }
        }
        let mut labels = vec![String::new(); words.len()];
        for (word, at) in words {
            labels[at] = word;
        }
        let width = fields.len().max(1);
        let mut table = Table::new(fields.into(), labels.into());
        for row in cells.chunks_exact(width) {
            table.push(row.iter().copied());
        }
        Ok(table)
    }
}

fn read_cell(field: &Field, cell: &str, words: &mut BTreeMap<String, usize>) -> Option<f64> {
    if cell.is_empty() {
        return Some(f64::NAN);
    }
    if field.kind == Kind::Label {
        let next = words.len();
        return Some(*words.entry(cell.to_owned()).or_insert(next) as f64);
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
