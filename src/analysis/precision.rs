//! The precision of a mean after a number of replicates, and the number of replicates for a wanted precision.

use std::sync::OnceLock;

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The mean and spread of values that arrive one by one. The values are not stored (Welford 1962,
/// doi:10.1080/00401706.1962.10490022).
///
/// ```text
/// d = x − x̄ₙ₋₁        x̄ₙ = x̄ₙ₋₁ + d / n        m₂ ← m₂ + d (x − x̄ₙ)        s² = m₂ / (n − 1)
/// ```
///
/// The same values in the same order give the same bits. Equal values give exactly their value as mean and 0 as spread.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Running {
    /// The number of values without the missing ones.
    pub count: u64,
    /// Their mean; 0 without values (see [`Running::mean`]).
    pub mean: f64,
    /// The sum of their squared distances from the mean.
    pub m2: f64,
}

impl Running {
    /// Adds a value. A missing value (NaN) is left out.
    pub(crate) fn add(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.count += 1;
        let distance = value - self.mean;
        self.mean += distance / self.count as f64;
        self.m2 += distance * (value - self.mean);
    }

    /// The mean; NaN without values.
    pub(crate) fn mean(&self) -> f64 {
        if self.count == 0 { f64::NAN } else { self.mean }
    }

    /// The sample variance (divided by n − 1); NaN below two values.
    pub(crate) fn variance(&self) -> f64 {
        if self.count < 2 { f64::NAN } else { self.m2 / (self.count - 1) as f64 }
    }

    /// The standard deviation (divided by n − 1); NaN below two values.
    pub(crate) fn deviation(&self) -> f64 {
        self.variance().sqrt()
    }

    /// Half the width of the 95 % interval of the mean by Student's t; NaN below two values, 0 where they do not differ.
    pub(crate) fn half_width(&self) -> f64 {
        if self.count < 2 { f64::NAN } else { self.deviation() * half_width_factor(self.count) }
    }
}

/// The largest number of replicates considered. A precision that needs more cannot be reached.
const MOST: u64 = 1 << 50;

/// The smallest number of replicates, at least two, after which the 95 % interval of the mean of values with this
/// standard deviation is as narrow as wanted. Returns `None` if no number is enough or if an argument is missing. It
/// also returns `None` if the deviation is 0, because equal values do not show how many are needed.
///
/// ```text
/// smallest n ≥ 2 with t(0.975; n − 1) s / √n ≤ h
/// ```
pub(crate) fn needed(deviation: f64, half_width: f64) -> Option<u64> {
    let enough = |n: u64| deviation * half_width_factor(n) <= half_width;
    if deviation == 0.0 {
        return None;
    }
    if enough(2) {
        return Some(2);
    }
    // The interval narrows with every replicate, so the smallest sufficient number is between these two.
    let (mut too_few, mut plenty) = (2, 4);
    while !enough(plenty) {
        if plenty >= MOST {
            return None;
        }
        (too_few, plenty) = (plenty, 2 * plenty);
    }
    while plenty - too_few > 1 {
        let middle = too_few.midpoint(plenty);
        if enough(middle) { plenty = middle } else { too_few = middle }
    }
    Some(plenty)
}

/// Half the width of the 95 % interval of a mean of n ≥ 2 values, per standard deviation: t(0.975; n − 1) / √n.
pub(super) fn half_width_factor(n: u64) -> f64 {
    student(n - 1) / (n as f64).sqrt()
}

/// Up to this number of degrees of freedom Student's t is computed from its distribution, each value once.
const KEPT: usize = 200;

/// The 0.975 quantile of Student's t. 95 % of the values are within it on both sides.
///
/// Above 200 degrees of freedom the expansion in 1/ν is used (Abramowitz and Stegun 1964, 26.7.5), with an error below
/// 1e-10.
fn student(freedom: u64) -> f64 {
    static TABLE: [OnceLock<f64>; KEPT + 1] = [const { OnceLock::new() }; KEPT + 1];
    let v = freedom as f64;
    let quantile = || StudentsT::new(0.0, 1.0, v).map_or(f64::NAN, |distribution| distribution.inverse_cdf(0.975));
    match TABLE.get(freedom as usize) {
        Some(place) => *place.get_or_init(quantile),
        None => beyond(v),
    }
}

/// The expansion of [`student`] for many degrees of freedom.
fn beyond(v: f64) -> f64 {
    const Z: f64 = 1.959_963_984_540_054;
    let powers = [1, 3, 5, 7, 9].map(|power| Z.powi(power));
    let term = |factors: [f64; 5]| powers.iter().zip(factors).map(|(power, factor)| power * factor).sum::<f64>();
    let first = term([1.0, 1.0, 0.0, 0.0, 0.0]) / 4.0;
    let second = term([3.0, 16.0, 5.0, 0.0, 0.0]) / 96.0;
    let third = term([-15.0, 17.0, 19.0, 3.0, 0.0]) / 384.0;
    let fourth = term([-945.0, -1920.0, 1482.0, 776.0, 79.0]) / 92_160.0;
    Z + (first + (second + (third + fourth / v) / v) / v) / v
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::paired;

    fn running(values: &[f64]) -> Running {
        let mut running = Running::default();
        for value in values {
            running.add(*value);
        }
        running
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        let known = [
            (1, 12.706_204_736),
            (4, 2.776_445_105),
            (9, 2.262_157_163),
            (30, 2.042_272_456),
            (100, 1.983_971_519),
            (1000, 1.962_339_081),
        ];
        for (freedom, t) in known {
            assert!((student(freedom) - t).abs() < 1e-8, "{freedom}: {}", student(freedom));
        }
        let (here, there) = (student(KEPT as u64), beyond(KEPT as f64));
        assert!((here - there).abs() < 1e-9, "no jump where the expansion begins: {here} {there}");
    }

    #[test]
    fn values_one_by_one_are_values_together() {
        let values = [1.0, 2.0, f64::NAN, 3.0, 4.0, 5.0];
        let (one, all) = (running(&values), paired::mean(values.into_iter()));
        assert_eq!((one.count, one.mean()), (5, 3.0));
        assert!((one.variance() - 2.5).abs() < 1e-15);
        assert!((one.half_width() - all.half_width).abs() < 1e-9);
        let far: Vec<f64> = values.iter().map(|value| value + 1e9).collect();
        assert!((running(&far).variance() - 2.5).abs() < 1e-6, "a large mean must not hide a small spread");
    }

    #[test]
    fn without_spread_there_is_no_width_and_without_values_no_mean() {
        let same = running(&[0.1; 7]);
        assert_eq!((same.mean(), same.deviation(), same.half_width()), (0.1, 0.0, 0.0));
        assert!(running(&[]).mean().is_nan() && running(&[f64::NAN]).mean().is_nan());
        let one = running(&[3.0]);
        assert!(one.mean() == 3.0 && one.variance().is_nan() && one.half_width().is_nan());
    }

    #[test]
    fn so_many_replicates_are_needed_and_one_fewer_is_too_few() {
        // 1.96² = 3.84 replicates by the normal distribution. The tail of Student's t needs more.
        assert_eq!(needed(1.0, 1.0), Some(7));
        assert_eq!(needed(1.0, 0.1), Some(387));
        for (s, h) in [(1.0, 0.5), (3.0, 0.2), (0.02, 0.001), (1.0, 1e-4)] {
            let n = needed(s, h).unwrap();
            assert!(s * half_width_factor(n) <= h && s * half_width_factor(n - 1) > h, "{s} {h} {n}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_told() {
        assert_eq!(needed(1.0, f64::INFINITY), Some(2));
        for (s, h) in [
            (0.0, 0.0),
            (0.0, 1.0),
            (1.0, 0.0),
            (1.0, -1.0),
            (0.0, -1.0),
            (f64::NAN, 1.0),
            (1.0, f64::NAN),
            (f64::INFINITY, 1.0),
        ] {
            assert_eq!(needed(s, h), None, "{s} {h}");
        }
    }
}
