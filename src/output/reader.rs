//! Run directories read back: manifest, scenario and tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Manifest, OutputError, SCENARIO, checkpoint_file, io, table_file};
use crate::record::{self, Field, Kind, Table};
use crate::scenario::suggest::nearest;

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

    /// Title and question of the scenario, as far as it has them; its short name stands in for a title.
    pub fn about(&self) -> About {
        let text = std::fs::read_to_string(self.scenario()).unwrap_or_default();
        let scenario: toml::Table = toml::from_str(&text).unwrap_or_default();
        let word = |key: &str| scenario.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let title = Some(word("title")).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| self.manifest.scenario.clone());
        About { title, question: word("question"), scenario: text }
    }

    /// Is there a table of this name?
    pub fn has(&self, name: &str) -> bool {
        self.file(name).is_file()
    }

    /// Where a table is, or would be.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(table_file(name))
    }

    /// Reads a table, by its name without ending.
    ///
    /// # Errors
    /// The file cannot be read, or a cell is no number where one belongs.
    pub fn table(&self, name: &str) -> Result<Table, OutputError> {
        self.read(name, None, |_| true)
    }

    /// Reads some columns of a table, in the order given, and of its rows those that are wanted by their cells in these
    /// columns.
    ///
    /// # Errors
    /// As [`RunReader::table`]; and where the table lacks a column or has no rows at all.
    pub fn columns(&self, name: &str, columns: &[&str], wanted: impl Fn(&[f64]) -> bool) -> Result<Table, OutputError> {
        self.read(name, Some(columns), wanted)
    }

    fn read(
        &self,
        name: &str,
        columns: Option<&[&str]>,
        wanted: impl Fn(&[f64]) -> bool,
    ) -> Result<Table, OutputError> {
        let path = self.file(name);
        let file = io(std::fs::File::open(&path), &path, "read")?;
        let malformed = |problem: String| OutputError::Malformed { path: path.clone(), problem };
        let mut reader = csv::Reader::from_reader(std::io::BufReader::with_capacity(1 << 18, file));
        let header = reader.headers().map_err(|error| malformed(error.to_string()))?.clone();
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
        let known = declared(name);
        let fields: Vec<Field> = places
            .iter()
            .map(|&place| {
                let column = &header[place];
                let declared = known.iter().find(|field| field.name == column).cloned();
                declared.unwrap_or_else(|| Field::number(column.to_owned(), "", ""))
            })
            .collect();
        let mut words = BTreeMap::new();
        let mut cells: Vec<f64> = Vec::new();
        let mut record = csv::ByteRecord::new();
        let mut rows = 0;
        while reader.read_byte_record(&mut record).map_err(|error| malformed(error.to_string()))? {
            rows += 1;
            let start = cells.len();
            for (field, &place) in fields.iter().zip(&places) {
                let cell = record.get(place).unwrap_or_default();
                cells.push(read_cell(field, cell, &mut words).ok_or_else(|| {
                    let line = record.position().map_or(0, csv::Position::line);
                    let cell = String::from_utf8_lossy(cell);
                    malformed(format!("line {line}, column `{}`: `{cell}` is not a number", field.name))
                })?);
            }
            if !wanted(&cells[start..]) {
                cells.truncate(start);
            }
        }
        if rows == 0 && columns.is_some() {
            return Err(malformed("there are no rows in it; run the scenario again".to_owned()));
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

/// What a run directory says of its scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Title.
    pub title: String,
    /// The question that it asks; empty where it asks none.
    pub question: String,
    /// The resolved scenario.
    pub scenario: String,
}

fn lacks(column: &str, header: &csv::StringRecord) -> String {
    let hint = nearest(column, header.iter()).map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
    format!(
        "there is no column `{column}`{hint}. The file is damaged, or another version of takvin wrote it: run the scenario again"
    )
}

fn read_cell(field: &Field, cell: &[u8], words: &mut BTreeMap<String, usize>) -> Option<f64> {
    if cell.is_empty() {
        return Some(f64::NAN);
    }
    let cell = std::str::from_utf8(cell).ok()?;
    if field.kind == Kind::Label {
        if let Some(&at) = words.get(cell) {
            return Some(at as f64);
        }
        let next = words.len();
        words.insert(cell.to_owned(), next);
        return Some(next as f64);
    }
    cell.parse().ok().filter(|number: &f64| number.is_finite())
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
