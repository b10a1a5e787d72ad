//! A scenario of a calibration beside its record: its states, its window, and its patterns.

use sha2::{Digest as _, Sha256};

use crate::history::of_run::Frame;
use crate::history::panel::{Panel, Rows};
use crate::history::patterns::measure_some;
use crate::output::manifest::in_digits;
use crate::record::{Chronicle, RunRecord};

/// What the runs of a scenario are held against.
pub(crate) struct World {
    /// The name of the scenario.
    pub name: String,
    /// The rows that a run is measured on.
    pub(super) frame: Frame,
    /// The places of its patterns in the registry.
    pub(super) places: Vec<usize>,
    /// The places of the wanted outcomes among the outcome measures of a run.
    pub(super) outcomes: Vec<usize>,
    /// Patterns left out, because the record has no value of them or no standard error.
    pub left_out: Vec<&'static str>,
}

impl World {
    /// The window: the first and the last year.
    pub(crate) fn years(&self) -> (i32, i32) {
        self.frame.record.years().unwrap_or_default()
    }

    /// The number of patterns and wanted outcomes.
    pub(crate) fn aims(&self) -> usize {
        self.places.len() + self.outcomes.len()
    }

    /// The patterns and the wanted outcomes of a run.
    pub(super) fn of_run(&self, record: &RunRecord) -> Vec<f64> {
        let mut values = record.chronicle.as_ref().map_or_else(Vec::new, |chronicle| self.patterns_of(chronicle));
        let outcomes = record.outcomes();
        values.extend(self.outcomes.iter().map(|&place| outcomes.get(place).copied().unwrap_or(f64::NAN)));
        values
    }

    /// The patterns of a run.
    pub(super) fn patterns_of(&self, run: &Chronicle) -> Vec<f64> {
        let values = measure_some(&self.frame.panel(run), &self.places, None);
        values.into_iter().map(|value| value.value).collect()
    }

    /// SHA-256 of all that the record has in the window: keys and values of states and pairs.
    pub(super) fn checksum(&self) -> String {
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
        for value in column {
            let value = if value.is_nan() { f64::NAN } else { value + 0.0 };
            sum.update(value.to_bits().to_le_bytes());
        }
    }
}
