//! What is to be met: patterns of the record, with the distance of a simulation from them.

use sha2::{Digest as _, Sha256};

use super::error::CalibrationError;
use crate::history::of_run::Frame;
use crate::history::panel::{Panel, Rows};
use crate::history::patterns::{Pattern, Value, measure_some, patterns};
use crate::output::manifest::in_digits;
use crate::record::Chronicle;

/// The largest distance that a single pattern counts (standard errors of the record). A pattern that a simulation lacks
/// counts as much, so that no particle gains by having no wars at all.
pub(crate) const MOST: f64 = 10.0;
/// The seed of the intervals of the record, as in `takvin history compare`.
const SEED: u64 = 1;

/// Patterns of the record within the window.
pub(crate) struct Target {
    /// The rows that a run is measured on.
    frame: Frame,
    places: Vec<usize>,
    /// The patterns, in the order asked for.
    pub patterns: Vec<&'static Pattern>,
    /// Their values in the record.
    pub record: Vec<Value>,
    /// Patterns left out, because the record has no value of them or no standard error.
    pub left_out: Vec<&'static str>,
}

impl Target {
    /// The patterns at some places of the registry. Later years than those of the frame are never read.
    ///
    /// # Errors
    /// Returns an error if the record has none of them.
    pub(crate) fn new(frame: Frame, places: &[usize]) -> Result<Self, CalibrationError> {
        let all: Vec<&'static Pattern> = patterns().collect();
        let values = measure_some(&frame.record, places, Some(SEED));
        let mut target =
            Self { frame, places: Vec::new(), patterns: Vec::new(), record: Vec::new(), left_out: Vec::new() };
        for (&place, value) in places.iter().zip(values) {
            // Its distance from itself is 0, or missing if it cannot judge.
            if value.distance(all[place].scale, value.value).is_nan() {
                target.left_out.push(all[place].key);
            } else {
                target.places.push(place);
                target.patterns.push(all[place]);
                target.record.push(value);
            }
        }
        if target.places.is_empty() {
            let (from, to) = target.frame.record.years().unwrap_or_default();
            return Err(CalibrationError::NothingToCompare { from, to, patterns: target.left_out.join(", ") });
        }
        Ok(target)
    }

    /// The patterns of a run.
    pub(crate) fn of_run(&self, run: &Chronicle) -> Vec<f64> {
        let values = measure_some(&self.frame.panel(run), &self.places, None);
        values.into_iter().map(|value| value.value).collect()
    }

    /// The patterns of several runs: of each pattern the mean on its scale over the runs that have it there. A pattern
    /// that none has there keeps the value of the first, such as a rate of 0.
    pub(crate) fn of_runs(&self, runs: &[Vec<f64>]) -> Vec<f64> {
        if let [only] = runs {
            return only.clone();
        }
        let of = |(k, pattern): (usize, &&'static Pattern)| {
            let scaled: Vec<f64> =
                runs.iter().map(|run| pattern.scale.of(run[k])).filter(|value| !value.is_nan()).collect();
            let mean = scaled.iter().sum::<f64>() / scaled.len() as f64;
            if scaled.is_empty() { runs.first().map_or(f64::NAN, |run| run[k]) } else { pattern.scale.back(mean) }
        };
        self.patterns.iter().enumerate().map(of).collect()
    }

    /// The distance of a simulation from the record in one pattern, with its sign: standard errors of the record, at most
    /// [`MOST`]. A value of 0 that has no logarithm is as low as possible. NaN if the simulation lacks the pattern.
    pub(crate) fn apart(&self, k: usize, value: f64) -> f64 {
        let scale = self.patterns[k].scale;
        let size = self.record[k].distance(scale, value);
        if size.is_nan() {
            return if value == 0.0 { -MOST } else { f64::NAN };
        }
        let sign = if scale.of(value) < scale.of(self.record[k].value) { -1.0 } else { 1.0 };
        sign * size.min(MOST)
    }

    /// The distance of a simulation from the record.
    ///
    /// ```text
    /// D = √(mean over patterns of min(d, 10)²)        d: the distance in one pattern; 10 if it is missing
    /// ```
    pub(crate) fn distance(&self, values: &[f64]) -> f64 {
        let square = |(k, value): (usize, &f64)| {
            let apart = self.apart(k, *value);
            if apart.is_nan() { MOST * MOST } else { apart * apart }
        };
        (values.iter().enumerate().map(square).sum::<f64>() / self.patterns.len() as f64).sqrt()
    }

    /// The window: the first and the last year.
    pub(crate) fn years(&self) -> (i32, i32) {
        self.frame.record.years().unwrap_or_default()
    }

    /// SHA-256 of all that the record has in the window: keys and values of states and pairs.
    pub(crate) fn checksum(&self) -> String {
        let mut sum = Sha256::new();
        let Panel { codes, states, pairs, .. } = &self.frame.record;
        for rows in [states, pairs] {
            add(&mut sum, rows, codes);
        }
        in_digits(&sum.finalize())
    }
}

/// Adds rows to a checksum. States count by their codes, because their numbers depend on states outside of the window.
fn add(sum: &mut Sha256, rows: &Rows, codes: &[String]) {
    for row in 0..rows.len() {
        for state in rows.unit(row) {
            sum.update(codes.get(state as usize).map_or("", String::as_str));
            sum.update([0]);
        }
        sum.update(rows.year(row).to_le_bytes());
    }
    for (name, column) in rows.columns() {
        sum.update(name);
        // All missing values have one form.
        column.iter().for_each(|value| {
            sum.update(if value.is_nan() { f64::NAN } else { value + 0.0 }.to_bits().to_le_bytes());
        });
    }
}
