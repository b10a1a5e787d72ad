//! The table over all scenarios of a batch: the outcome of each. It is written again whenever a scenario has ended.

use std::path::{Path, PathBuf};

use super::{End, Ended};
use crate::analysis::paired;
use crate::output::{OutputError, place, write_whole};
use crate::record::summary::OUTCOMES;

/// The name of the table in the batch's directory.
pub(crate) const TABLE: &str = "batch.csv";
/// The columns before those of the outcome measures.
const COLUMNS: [&str; 8] = ["scenario", "title", "directory", "status", "reason", "runs", "rounds", "seed"];
/// The index of the column that identifies a row.
const DIRECTORY: usize = 2;

/// Mean and spread of an outcome measure over the runs of a scenario. Runs in which it is missing are left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Figures {
    /// The mean; NaN without values.
    pub mean: f64,
    /// The standard deviation of the sample (divided by n − 1); NaN below two values.
    pub deviation: f64,
}

impl Figures {
    /// Computes both from the values of all runs.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
        // Deviations are taken from the first value, so that equal values deviate by exactly 0.
        let first = values.first().copied().unwrap_or(f64::NAN);
        let found = paired::mean(values.iter().map(|value| value - first));
        let n = found.count as f64;
        // `paired` divides by n.
        Self { mean: first + found.mean, deviation: found.deviation * (n / (n - 1.0)).sqrt() }
    }
}

/// The table: its path, and the rows of other scenarios that an earlier batch left in it.
#[derive(Default)]
pub(super) struct Table {
    path: PathBuf,
    kept: Vec<csv::StringRecord>,
}

impl Table {
    /// Opens the table of a directory. Rows of directories other than those given are kept, below the new rows.
    ///
    /// # Errors
    /// Returns an error if the file is not a table of a batch of this version. With `force` the file is overwritten.
    pub(super) fn open(directory: &Path, given: &[&str], force: bool) -> Result<Self, OutputError> {
        let path = directory.join(TABLE);
        if path.is_dir() {
            return Err(OutputError::NotAFile(path));
        }
        let Some(bytes) = place::read(&path)? else {
            return Ok(Self { path, kept: Vec::new() });
        };
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let is_ours = reader.headers().is_ok_and(|found| found.iter().eq(header().iter().map(String::as_str)));
        let rows = reader.into_records().collect::<Result<Vec<_>, _>>();
        let (true, Ok(mut kept)) = (is_ours, rows) else {
            let problem = "the file is not a batch table of this version of takvin".to_owned();
            return if force {
                Ok(Self { path, kept: Vec::new() })
            } else {
                Err(OutputError::Malformed { path, problem })
            };
        };
        kept.retain(|row| !given.contains(&&row[DIRECTORY]));
        Ok(Self { path, kept })
    }

    /// Writes the table, complete or not at all.
    pub(super) fn write<'a>(&self, ended: impl Iterator<Item = &'a Ended>) -> Result<(), OutputError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut written = writer.write_record(header());
        for row in ended.map(row) {
            written = written.and_then(|()| writer.write_record(row));
        }
        for row in &self.kept {
            written = written.and_then(|()| writer.write_record(row));
        }
        debug_assert!(written.is_ok(), "writing to memory cannot fail");
        // Writing to memory cannot fail.
        write_whole(&self.path, &writer.into_inner().unwrap_or_default())
    }
}

fn header() -> Vec<String> {
    let outcomes = OUTCOMES.iter().flat_map(|outcome| ["mean", "sd"].map(|what| format!("{}.{what}", outcome.name)));
    COLUMNS.iter().map(|&name| name.to_owned()).chain(outcomes).collect()
}

fn row(ended: &Ended) -> Vec<String> {
    let (status, reason, outcomes) = match &ended.end {
        End::Done { outcomes, .. } => ("done", "", outcomes.as_slice()),
        End::Failed { reason, .. } => ("failed", reason.as_str(), &[][..]),
    };
    let words = [&ended.name, &ended.title, &ended.directory, status, reason].map(str::to_owned);
    let settings = ended.settings.map_or_else(Default::default, |settings| {
        [settings.runs.to_string(), settings.rounds.to_string(), settings.seed.to_string()]
    });
    let missing = Figures { mean: f64::NAN, deviation: f64::NAN };
    let figures = (0..OUTCOMES.len()).map(|at| outcomes.get(at).copied().unwrap_or(missing));
    let cells = figures.flat_map(|figures| [cell(figures.mean), cell(figures.deviation)]);
    words.into_iter().chain(settings).chain(cells).collect()
}

/// A number with the fewest digits that read back the same, or empty if it is missing.
fn cell(number: f64) -> String {
    // Adding 0 turns negative zero into zero.
    if number.is_nan() { String::new() } else { format!("{}", number + 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deviation_is_that_of_a_sample_and_missing_below_two_values() {
        let found = Figures::of([1.0, f64::NAN, 2.0, 3.0, 4.0].into_iter());
        assert_eq!(found.mean, 2.5);
        assert!((found.deviation - (5.0f64 / 3.0).sqrt()).abs() < 1e-15);
        assert_eq!(Figures::of([0.1; 3].into_iter()), Figures { mean: 0.1, deviation: 0.0 });
        let one = Figures::of([f64::NAN, 7.0].into_iter());
        assert!(one.mean == 7.0 && one.deviation.is_nan());
        assert!(Figures::of(std::iter::empty()).mean.is_nan());
    }
}
