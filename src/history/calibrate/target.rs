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
    /// Returns an error if the record does not have any of them.
    pub(crate) fn new(frame: Frame, places: &[usize]) -> Result<Self, CalibrationError> {
        let all: Vec<&'static Pattern> = patterns().collect();
        let values = measure_some(&frame.record, places, Some(SEED));
        let mut target =
            Self { frame, places: Vec::new(), patterns: Vec::new(), record: Vec::new(), left_out: Vec::new() };
        for (&place, value) in places.iter().zip(values) {
            // Without a standard error or a value on its scale it has no distance from itself, and cannot judge.
            if value.distance(all[place].scale, value.value) == 0.0 {
                target.places.push(place);
                target.patterns.push(all[place]);
                target.record.push(value);
            } else {
                target.left_out.push(all[place].key);
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
    /// [`MOST`]. So far is also a value that does not exist on the scale, as a rate of 0. NaN if the simulation lacks the
    /// pattern.
    pub(crate) fn apart(&self, k: usize, value: f64) -> f64 {
        let record = &self.record[k];
        // Every scale rises with its values.
        let sign = if value < record.value { -1.0 } else { 1.0 };
        let size = record.distance(self.patterns[k].scale, value);
        if size.is_nan() { f64::NAN } else { sign * size.min(MOST) }
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
        for value in column {
            let value = if value.is_nan() { f64::NAN } else { value + 0.0 };
            sum.update(value.to_bits().to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::{Controls, begin, carry_out};
    use crate::scenario::load_text;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    const YEARS: std::ops::RangeInclusive<i32> = 1950..=1980;

    /// The rows of six states that are neighbours of each other, without any value but that.
    fn bare() -> Panel {
        let years = || YEARS.collect::<Vec<i32>>();
        let units = |all: Vec<[u32; 2]>| {
            let rows = all.iter().flat_map(|unit| years().into_iter().map(|year| (*unit, year)));
            let (units, years): (Vec<[u32; 2]>, Vec<i32>) = rows.unzip();
            Rows::new(units, years)
        };
        let states = units((0..6).map(|a| [a, a]).collect());
        let mut pairs = units((0..6).flat_map(|a| (a + 1..6).map(move |b| [a, b])).collect());
        for (name, value) in [("contiguity", 1.0), ("distance", 0.0), ("relevant", 1.0)] {
            pairs.set(name, vec![value; pairs.len()]);
        }
        let codes = Arc::new((0..6).map(|state| format!("S{state}")).collect::<Vec<_>>());
        Panel { names: Arc::clone(&codes), codes, states, pairs }
    }

    fn a_run() -> Chronicle {
        let state = |k: u32| format!("[states.S{k}]\nsystem = {}\n", 0.2 + 0.1 * f64::from(k));
        let states = (0..6).map(state).collect::<Vec<_>>().concat();
        let text = format!("run.rounds = 30\nrun.start_year = 1950\nparameters.disputes.onset = 5.0\n{states}");
        let mut scenario = load_text("s", &text, &[]).unwrap();
        scenario.record.chronicle = true;
        let never = AtomicBool::new(false);
        let controls = Controls { threads: 1, cancel: &never, progress: &|| {}, checkpoint: None };
        carry_out(&scenario, begin(&scenario, 3).unwrap(), &controls).unwrap().record.chronicle.unwrap()
    }

    fn target(run: &Chronicle, keys: &[&str]) -> Target {
        let numbers: Vec<Option<u32>> = (0..6).map(Some).collect();
        let record = Frame::new(&bare(), &numbers, YEARS).panel(run);
        let places: Vec<usize> =
            keys.iter().map(|key| patterns().position(|pattern| pattern.key == *key).unwrap()).collect();
        Target::new(Frame::new(&record, &numbers, YEARS), &places).unwrap()
    }

    const KEYS: [&str; 3] = ["mid_onset_per1000_all", "share_onsets_force", "autocorr_polyarchy_lag1"];

    #[test]
    fn a_run_scored_against_itself_has_distance_0() {
        let run = a_run();
        let target = target(&run, &KEYS);
        let values = target.of_run(&run);
        assert_eq!(values, target.record.iter().map(|value| value.value).collect::<Vec<_>>());
        assert_eq!(target.distance(&values), 0.0);
        assert_eq!(target.of_runs(std::slice::from_ref(&values)), values);
    }

    #[test]
    fn distances_are_capped_and_what_is_missing_counts_most() {
        let run = a_run();
        // All of them are at a distance of 0, which has no logarithm.
        let target = target(&run, &[&KEYS[..], &["rivals_km"]].concat());
        assert_eq!((target.patterns.len(), &target.left_out[..]), (3, &["rivals_km"][..]));
        let mut values = target.of_run(&run);
        values[0] = f64::NAN;
        assert!((target.distance(&values) - (100.0f64 / 3.0).sqrt()).abs() < 1e-12);
        values[0] = 1e9;
        assert_eq!(
            (target.apart(0, values[0]), target.apart(0, 0.0)),
            (10.0, -10.0),
            "a rate of 0 is as low as can be"
        );
        let Value { value, low, high, .. } = target.record[0];
        // On the scale of logarithms the standard error is the interval's width over 3.92.
        let error = (high / low).ln() / 3.92;
        assert!((target.apart(0, value * (2.0 * error).exp()) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn several_runs_are_averaged_on_the_scale_of_the_pattern() {
        let target = target(&a_run(), &KEYS);
        let two = target.of_runs(&[vec![2.0, 0.1, 0.5], vec![8.0, 0.3, f64::NAN]]);
        assert!((two[0] - 4.0).abs() < 1e-12, "the geometric mean of rates");
        assert!((two[1] - 0.2).abs() < 1e-12 && (two[2] - 0.5).abs() < 1e-12, "a missing value is left out");
        assert_eq!(target.of_runs(&[vec![0.0; 3], vec![0.0; 3]]), [0.0; 3]);
    }
}
