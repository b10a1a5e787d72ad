//! A simulated particle as a row of `particles.csv`, and a new run as a row of `new_runs.csv`.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::plan::Plan;
use crate::output::csv_tables::Rows;
use crate::output::{OutputError, io, table_file};

/// A simulated particle, or a new run with the values of a particle.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The name of the arm.
    pub arm: String,
    /// The number of a new run, from 0; `None` for a particle.
    pub new_run: Option<u32>,
    /// The generation of the particle, from 1.
    pub generation: u32,
    /// Its number within the generation, from 0.
    pub number: usize,
    /// The values of the parameters.
    pub values: Vec<f64>,
    /// The values of the patterns.
    pub patterns: Vec<f64>,
    /// The distance from the record.
    pub distance: f64,
}

impl Row {
    /// The row as it is written.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut rows = Rows::new();
        let mut lead: Vec<Cow<'static, str>> = vec![self.arm.clone().into()];
        lead.extend(self.new_run.map(|run| run.to_string().into()));
        lead.extend([self.generation.to_string().into(), self.number.to_string().into()]);
        let numbers = self.values.iter().chain(&self.patterns).chain([&self.distance]);
        rows.row(lead.into_iter().chain(numbers.map(|value| Rows::number(*value))));
        rows.into_bytes()
    }

    fn read(record: &csv::StringRecord, parameters: usize, is_new: bool) -> Option<Self> {
        let cell = |text: &str| if text.is_empty() { Some(f64::NAN) } else { text.parse::<f64>().ok() };
        let lead = if is_new { 2 } else { 1 };
        let new_run = if is_new { Some(record.get(1)?.parse().ok()?) } else { None };
        let mut numbers = record.iter().skip(lead + 2).map(cell).collect::<Option<Vec<f64>>>()?;
        let distance = numbers.pop()?;
        let patterns = numbers.split_off(parameters.min(numbers.len()));
        let (generation, number) = (record.get(lead)?.parse().ok()?, record.get(lead + 1)?.parse().ok()?);
        Some(Self { arm: record.get(0)?.to_owned(), new_run, generation, number, values: numbers, patterns, distance })
    }
}

/// The rows of the growing tables.
#[derive(Debug, Default)]
pub(super) struct Saved {
    pub particles: Vec<Row>,
    pub new_runs: Vec<Row>,
}

impl Saved {
    /// Reads the tables. `path_of` gives the path of each.
    pub(super) fn read(plan: &Plan, path_of: impl Fn(&str) -> PathBuf) -> Result<Self, OutputError> {
        let particles = particles(&path_of(&table_file("particles")), plan)?;
        let new_runs = new_runs(&path_of(&table_file("new_runs")), plan)?;
        Ok(Self { particles, new_runs })
    }
}

/// The rows of `particles.csv`, in order.
///
/// # Errors
/// Returns an error if the table cannot be read or a line is not of the plan.
fn particles(path: &Path, plan: &Plan) -> Result<Vec<Row>, OutputError> {
    read(path, plan, false)
}

/// The rows of `new_runs.csv`, in order.
///
/// # Errors
/// As [`particles`].
fn new_runs(path: &Path, plan: &Plan) -> Result<Vec<Row>, OutputError> {
    read(path, plan, true)
}

fn read(path: &Path, plan: &Plan, is_new: bool) -> Result<Vec<Row>, OutputError> {
    let mut reader = io(csv::Reader::from_path(path).map_err(std::io::Error::from), path, "read")?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = io(record.map_err(std::io::Error::from), path, "read")?;
        let row = Row::read(&record, plan.parameters.len(), is_new);
        rows.push(row.ok_or_else(|| {
            let line = record.position().map_or(0, csv::Position::line);
            let problem = format!("line {line} is not of this calibration");
            OutputError::Malformed { path: path.to_owned(), problem }
        })?);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_back_to_the_last_bit() {
        let row = Row {
            arm: "model".to_owned(),
            new_run: None,
            generation: 2,
            number: 17,
            values: vec![0.1 + 0.2, 1e-7],
            patterns: vec![0.0, 33.0, 1e300],
            distance: 2.0f64.sqrt(),
        };
        let bytes = row.bytes();
        let text = "model,2,17,0.30000000000000004,0.0000001,0,33,";
        assert!(String::from_utf8(bytes.clone()).unwrap().starts_with(text));
        let new = Row { new_run: Some(3), ..row.clone() };
        assert!(String::from_utf8(new.bytes()).unwrap().starts_with("model,3,2,17,0.3"));
        let record = |row: &Row| {
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).from_reader(std::io::Cursor::new(row.bytes()));
            reader.records().next().unwrap().unwrap()
        };
        assert_eq!(Row::read(&record(&new), 2, true), Some(new));
        assert_eq!(Row::read(&record(&row), 2, false), Some(row.clone()));
        let missing = Row { patterns: vec![f64::NAN], ..row };
        assert!(String::from_utf8(missing.bytes()).unwrap().contains("0.0000001,,1.41"));
    }
}
