//! A simulated particle as a row of `particles.csv`.

use std::borrow::Cow;
use std::path::Path;

use super::plan::Plan;
use crate::output::csv_tables::Rows;
use crate::output::{OutputError, io};

/// A simulated particle.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// The name of the arm.
    pub arm: String,
    /// The generation, from 1.
    pub generation: u32,
    /// The number within the generation, from 0.
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
        let lead: [Cow<'static, str>; 3] =
            [self.arm.clone().into(), self.generation.to_string().into(), self.number.to_string().into()];
        let numbers = self.values.iter().chain(&self.patterns).chain([&self.distance]);
        rows.row(lead.into_iter().chain(numbers.map(|value| Rows::number(*value))));
        rows.into_bytes()
    }

    fn read(record: &csv::StringRecord, parameters: usize) -> Option<Self> {
        let cell = |text: &str| if text.is_empty() { Some(f64::NAN) } else { text.parse::<f64>().ok() };
        let mut numbers = record.iter().skip(3).map(cell).collect::<Option<Vec<f64>>>()?;
        let distance = numbers.pop()?;
        let patterns = numbers.split_off(parameters.min(numbers.len()));
        let (generation, number) = (record.get(1)?.parse().ok()?, record.get(2)?.parse().ok()?);
        Some(Self { arm: record.get(0)?.to_owned(), generation, number, values: numbers, patterns, distance })
    }
}

/// The rows of `particles.csv`, in order.
///
/// # Errors
/// Returns an error if the table cannot be read or a line is not a particle of the plan.
pub(super) fn read(path: &Path, plan: &Plan) -> Result<Vec<Row>, OutputError> {
    let mut reader = io(csv::Reader::from_path(path).map_err(std::io::Error::from), path, "read")?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = io(record.map_err(std::io::Error::from), path, "read")?;
        let row = Row::read(&record, plan.parameters.len());
        rows.push(row.ok_or_else(|| {
            let line = record.position().map_or(0, csv::Position::line);
            let problem = format!("line {line} is not a particle of this calibration");
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
            generation: 2,
            number: 17,
            values: vec![0.1 + 0.2, 1e-7],
            patterns: vec![0.0, 33.0, 1e300],
            distance: 2.0f64.sqrt(),
        };
        let bytes = row.bytes();
        let text = "model,2,17,0.30000000000000004,0.0000001,0,33,";
        assert!(String::from_utf8(bytes.clone()).unwrap().starts_with(text));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(Row::read(&record, 2), Some(row.clone()));
        let missing = Row { patterns: vec![f64::NAN], ..row };
        assert!(String::from_utf8(missing.bytes()).unwrap().contains("0.0000001,,1.41"));
    }
}
