//! The statistics of a measure on two sides and of its paired difference, computed from sums alone.

use crate::analysis::precision::{Running, needed};

/// A measure of baseline (A) and treatment (B) over replicates with shared random numbers. Replicates in which either
/// side lacks the measure are left out of all three statistics.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Paired {
    /// The baseline.
    pub a: Running,
    /// The treatment.
    pub b: Running,
    /// The treatment minus the baseline, by replicate.
    pub difference: Running,
}

/// Variances whose ratio is larger than this differ only by rounding.
const ROUNDING: f64 = 1e12;

impl Paired {
    /// Adds a replicate.
    pub(crate) fn add(&mut self, a: f64, b: f64) {
        let difference = b - a;
        if !difference.is_nan() {
            self.a.add(a);
            self.b.add(b);
            self.difference.add(difference);
        }
    }

    /// Returns true if the 95 % interval of the difference excludes 0.
    pub(crate) fn excludes_zero(&self) -> bool {
        self.difference.mean().abs() > self.difference.half_width()
    }

    /// Returns true if the measure is the same on both sides in every replicate, or is missing everywhere.
    pub(crate) fn is_alike(&self) -> bool {
        self.difference.mean == 0.0 && self.difference.m2 == 0.0
    }

    /// The factor by which pairing reduced the variance of the difference; above 1 it helped. Missing if either number
    /// of replicates is too small, or if the difference does not vary.
    ///
    /// ```text
    /// (var A + var B) / var (B − A)
    /// ```
    pub(crate) fn variance_ratio(&self) -> f64 {
        let ratio = self.unpaired() / self.difference.variance();
        if ratio < ROUNDING { ratio } else { f64::NAN }
    }

    /// The correlation of the two sides over replicates. Missing below three replicates, or if a side does not vary.
    pub(crate) fn correlation(&self) -> f64 {
        let (a, b) = (self.a.variance(), self.b.variance());
        if self.difference.count < 3 || a == 0.0 || b == 0.0 {
            return f64::NAN;
        }
        ((a + b - self.difference.variance()) / (2.0 * (a * b).sqrt())).clamp(-1.0, 1.0)
    }

    /// The number of replicates after which the interval of a difference as large as this would exclude 0. Returns
    /// `None` if the difference is 0 or its spread is not known.
    pub(crate) fn needed(&self) -> Option<u64> {
        self.needed_with(self.difference.deviation())
    }

    /// The same number for sides that do not share their random numbers.
    pub(crate) fn needed_unpaired(&self) -> Option<u64> {
        self.needed_with(self.unpaired().sqrt())
    }

    fn needed_with(&self, deviation: f64) -> Option<u64> {
        let size = self.difference.mean().abs();
        if size > 0.0 { needed(deviation, size) } else { None }
    }

    /// The variance of the difference of two sides that do not share their random numbers.
    fn unpaired(&self) -> f64 {
        self.a.variance() + self.b.variance()
    }
}

/// Measures of repeated things, such as rounds: one row per thing, one column per measure.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    columns: usize,
    cells: Vec<Paired>,
}

impl Grid {
    /// Starts with this number of empty rows and columns.
    pub(crate) fn new(rows: usize, columns: usize) -> Self {
        Self { columns, cells: vec![Paired::default(); rows * columns] }
    }

    /// Adds one replicate of a row.
    pub(crate) fn add(&mut self, row: usize, a: impl IntoIterator<Item = f64>, b: impl IntoIterator<Item = f64>) {
        let cells = self.cells[row * self.columns..][..self.columns].iter_mut();
        cells.zip(a).zip(b).for_each(|((cell, a), b)| cell.add(a, b));
    }

    /// Every row, in order.
    pub(crate) fn rows(&self) -> std::slice::ChunksExact<'_, Paired> {
        self.cells.chunks_exact(self.columns)
    }

    /// A column, from the first row to the last.
    pub(crate) fn column(&self, column: usize) -> impl DoubleEndedIterator<Item = &Paired> + ExactSizeIterator {
        self.cells.iter().skip(column).step_by(self.columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(f64, f64)]) -> Paired {
        let mut paired = Paired::default();
        for (a, b) in pairs {
            paired.add(*a, *b);
        }
        paired
    }

    #[test]
    fn pairing_helps_where_both_sides_meet_the_same_chance() {
        // Differences 1, 1, 1, 2: mean 1.25, variance 0.25; sides of variance 5/3 and 35/12.
        let paired = of(&[(1.0, 2.0), (2.0, 3.0), (3.0, 4.0), (4.0, 6.0)]);
        assert_eq!((paired.difference.mean(), paired.difference.variance()), (1.25, 0.25));
        let (a, b) = (5.0 / 3.0, 35.0 / 12.0);
        assert!((paired.variance_ratio() - (a + b) / 0.25).abs() < 1e-12);
        assert!((paired.correlation() - (a + b - 0.25) / (2.0 * (a * b).sqrt())).abs() < 1e-12);
        assert!(paired.excludes_zero() && paired.needed() < paired.needed_unpaired());
    }

    #[test]
    fn two_sides_that_are_alike_need_nothing_and_say_nothing() {
        let paired = of(&[(0.1, 0.1), (0.7, 0.7), (0.3, 0.3)]);
        assert!(paired.is_alike() && !paired.excludes_zero());
        assert!(paired.difference.half_width() == 0.0 && paired.variance_ratio().is_nan());
        assert_eq!((paired.needed(), paired.needed_unpaired()), (None, None));
    }

    #[test]
    fn a_difference_without_spread_is_seen_at_once() {
        let paired = of(&[(1.0, 1.5), (1.0, 1.5)]);
        assert!(paired.excludes_zero() && paired.variance_ratio().is_nan() && paired.correlation().is_nan());
        assert_eq!(paired.needed(), None, "two equal differences do not say how many are needed");
    }

    #[test]
    fn a_replicate_that_lacks_a_side_is_left_out_of_both() {
        let paired = of(&[(1.0, f64::NAN), (f64::NAN, 2.0), (3.0, 4.0)]);
        assert_eq!((paired.a.mean(), paired.b.mean(), paired.difference.count), (3.0, 4.0, 1));
        assert!(of(&[]).is_alike() && !of(&[]).excludes_zero());
    }
}
