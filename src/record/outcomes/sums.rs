//! What a call adds up while a run goes, and the value that follows from it.

use serde::{Deserialize, Serialize};

use crate::model::vocabulary;

vocabulary! {
    /// What a call computes of the values in its rows.
    pub enum Function {
        /// The mean.
        Mean = "mean",
        /// The standard deviation, divided by n − 1.
        Sd = "sd",
        /// The sum; 0 without rows.
        Sum = "sum",
        /// The least value.
        Min = "min",
        /// The greatest value.
        Max = "max",
        /// The value in the first row.
        First = "first",
        /// The value in the last row.
        Last = "last",
        /// The slope of a straight line through the values, per round (least squares).
        Trend = "trend",
        /// The share of rows in which a condition holds.
        Share = "share",
        /// The number of rows in which a condition holds; 0 without rows.
        Count = "count",
    }
}

impl Function {
    /// Returns true if it takes conditions rather than numbers.
    pub(crate) fn takes_truths(self) -> bool {
        matches!(self, Self::Share | Self::Count)
    }
}

/// The sums over the rows so far. Means and squares are updated by Welford's method (1962, doi:10.2307/1266577), which
/// does not lose digits where values vary little.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sums {
    rows: u64,
    held: u64,
    sum: f64,
    mean: f64,
    squares: f64,
    least: f64,
    greatest: f64,
    first: f64,
    last: f64,
    mean_round: f64,
    products: f64,
    squares_of_rounds: f64,
}

impl Sums {
    /// Adds a row in which a condition holds, or not.
    pub(super) fn add_truth(&mut self, holds: bool) {
        self.rows += 1;
        self.held += u64::from(holds);
    }

    /// Adds the value of a row.
    pub(super) fn add(&mut self, round: f64, value: f64) {
        if self.rows == 0 {
            (self.first, self.least, self.greatest) = (value, value, value);
        }
        self.rows += 1;
        self.sum += value;
        self.last = value;
        self.least = self.least.min(value);
        self.greatest = self.greatest.max(value);
        let n = self.rows as f64;
        let (off, off_round) = (value - self.mean, round - self.mean_round);
        self.mean += off / n;
        self.mean_round += off_round / n;
        self.squares += off * (value - self.mean);
        self.products += off_round * (value - self.mean);
        self.squares_of_rounds += off_round * (round - self.mean_round);
    }

    /// The value of the call; NaN if it is missing.
    pub(super) fn value(&self, function: Function) -> f64 {
        let of = |known: bool, value: f64| if known { value } else { f64::NAN };
        let any = self.rows > 0;
        match function {
            Function::Mean => of(any, self.mean),
            Function::Sd => of(self.rows > 1, (self.squares / (self.rows as f64 - 1.0)).sqrt()),
            Function::Sum => self.sum,
            Function::Min => of(any, self.least),
            Function::Max => of(any, self.greatest),
            Function::First => of(any, self.first),
            Function::Last => of(any, self.last),
            Function::Trend => of(self.squares_of_rounds > 0.0, self.products / self.squares_of_rounds),
            Function::Share => of(any, self.held as f64 / self.rows as f64),
            Function::Count => self.held as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_hand() {
        let mut sums = Sums::default();
        for (round, value) in [(1.0, 2.0), (2.0, 4.0), (4.0, 3.0)] {
            sums.add(round, value);
        }
        for (function, wanted) in [
            (Function::Mean, 3.0),
            (Function::Sd, 1.0),
            (Function::Sum, 9.0),
            (Function::Min, 2.0),
            (Function::Max, 4.0),
            (Function::First, 2.0),
            (Function::Last, 3.0),
            // Rounds around 7/3: −4/3, −1/3, 5/3; values around 3: −1, 1, 0. Products 1, squares 42/9.
            (Function::Trend, 9.0 / 42.0),
        ] {
            assert!((sums.value(function) - wanted).abs() < 1e-12, "{function:?}: {}", sums.value(function));
        }
        let mut truths = Sums::default();
        for holds in [true, false, false, true, true] {
            truths.add_truth(holds);
        }
        assert_eq!((truths.value(Function::Share), truths.value(Function::Count)), (0.6, 3.0));
    }

    #[test]
    fn without_rows_only_sums_and_counts_have_a_value() {
        let none = Sums::default();
        for name in Function::NAMES {
            let function = Function::named(name).unwrap();
            let value = none.value(function);
            assert!(if matches!(name, "sum" | "count") { value == 0.0 } else { value.is_nan() }, "{name}: {value}");
        }
        let mut one = Sums::default();
        one.add(3.0, 0.5);
        assert!(one.value(Function::Sd).is_nan() && one.value(Function::Trend).is_nan());
    }
}
