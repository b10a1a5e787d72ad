//! A number over replicates, with its interval and its test.

use crate::analysis::resampling::{interval, interval_of, sign_flip};

/// A mean over replicates, or another statistic of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value; NaN if no replicate has it.
    pub value: f64,
    /// The lower end of the 95 % bootstrap interval over replicates.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The p-value of the sign-flip test against 0, before adjustment; NaN without a test.
    pub p: f64,
    /// The number of replicates that have the value.
    pub replicates: usize,
}

impl Estimate {
    /// The mean over replicates. Replicates that lack the value are left out.
    pub fn of(values: &[f64], seed: u64) -> Self {
        let there: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let (low, high) = interval(&there, seed);
        let p = if there.is_empty() { f64::NAN } else { sign_flip(&there, seed) };
        Self { value: mean(&there), low, high, p, replicates: there.len() }
    }

    /// A mean that need not be 0 without an effect, so it is not tested.
    pub fn level(values: &[f64], seed: u64) -> Self {
        Self { p: f64::NAN, ..Self::of(values, seed) }
    }

    /// A statistic of the replicates other than a mean. `of` gets the values of the resampled replicates.
    pub fn drawn(replicates: usize, seed: u64, of: impl Fn(&[usize]) -> f64) -> Self {
        let all: Vec<usize> = (0..replicates).collect();
        let value = of(&all);
        let (low, high) = if value.is_nan() { (f64::NAN, f64::NAN) } else { interval_of(replicates, seed, of) };
        Self { value, low, high, p: f64::NAN, replicates }
    }

    /// Returns true if the interval excludes 0.
    pub fn excludes_zero(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }

    /// Value, both ends, p-value and number of replicates, as the tables have them.
    pub fn cells(&self) -> [f64; 5] {
        [self.value, self.low, self.high, self.p, self.replicates as f64]
    }

    /// Value, both ends and number of replicates.
    pub fn untested(&self) -> [f64; 4] {
        [self.value, self.low, self.high, self.replicates as f64]
    }
}

/// The mean of the values that are not missing; NaN if all are missing.
pub(super) fn mean(values: &[f64]) -> f64 {
    let there = || values.iter().filter(|value| !value.is_nan());
    there().sum::<f64>() / there().count() as f64
}

/// The column means of several rows of measures. Missing values are left out.
pub(super) fn means(rows: &[Vec<f64>]) -> Vec<f64> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|at| mean(&rows.iter().map(|row| row[at]).collect::<Vec<_>>())).collect()
}

/// The slope of the least-squares line. Levels with a missing value are left out; NaN below two levels.
///
/// ```text
/// Σ (x − x̄)(y − ȳ) / Σ (x − x̄)²
/// ```
pub(super) fn slope(levels: &[f64], values: &[f64]) -> f64 {
    let there: Vec<(f64, f64)> =
        levels.iter().copied().zip(values.iter().copied()).filter(|(_, y)| !y.is_nan()).collect();
    let n = there.len() as f64;
    let (x, y) = there.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / n, y + point.1 / n));
    let (above, below) = there
        .iter()
        .fold((0.0, 0.0), |(a, b), point| (a + (point.0 - x) * (point.1 - y), b + (point.0 - x) * (point.0 - x)));
    if below > 0.0 { above / below } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_replicates_are_left_out() {
        let found = Estimate::of(&[1.0, f64::NAN, 3.0], 1);
        assert_eq!((found.value, found.replicates), (2.0, 2));
        assert!(Estimate::of(&[f64::NAN], 1).value.is_nan());
        assert!(Estimate::of(&[1.0, 2.0, 1.5, 1.2, 1.1, 1.3], 1).excludes_zero());
    }

    #[test]
    fn slopes_by_hand() {
        assert_eq!(slope(&[0.0, 0.5, 1.0], &[1.0, 2.0, 3.0]), 2.0);
        assert_eq!(slope(&[0.0, 0.5, 1.0], &[1.0, f64::NAN, 3.0]), 2.0);
        assert!(slope(&[0.0, 1.0], &[1.0, f64::NAN]).is_nan());
    }
}
