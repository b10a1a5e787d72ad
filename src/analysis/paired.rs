//! Means and differences over replicates, with intervals.

use super::precision::half_width_factor;

/// A mean with the interval in which the true mean lies in 95 of 100 such samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// Mean.
    pub mean: f64,
    /// Standard deviation of the values themselves (divided by n), as the summary of a run has it; NaN below two.
    pub deviation: f64,
    /// Half the width of the 95 % interval; NaN below two values.
    pub half_width: f64,
    /// Values.
    pub count: usize,
}

/// Mean of values with its 95 % interval by Student's t; missing values are left out.
///
/// ```text
/// x̄ ± t(0.975; n − 1) s / √n        s² = Σ (x − x̄)² / (n − 1)
/// ```
///
/// For paired differences give the differences: replicates of the same number share their chance, so their differences
/// are what a change of the scenario did.
pub fn mean(values: impl Iterator<Item = f64>) -> Mean {
    let values: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    let n = values.len();
    // From the first value on, so that the mean of equal values is that value to the last bit.
    let first = values.first().copied().unwrap_or(f64::NAN);
    let mean = first + crate::record::statistics::mean(&values.iter().map(|value| value - first).collect::<Vec<_>>());
    if n < 2 {
        return Mean { mean, deviation: f64::NAN, half_width: f64::NAN, count: n };
    }
    let deviation = crate::record::statistics::deviation(&values);
    let sample = deviation * (n as f64 / (n - 1) as f64).sqrt();
    Mean { mean, deviation, half_width: half_width_factor(n as u64) * sample, count: n }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_tables() {
        // t(0.975; 4) = 2.776445
        let found = mean([1.0, 2.0, 3.0, 4.0, 5.0].into_iter());
        assert_eq!((found.mean, found.count), (3.0, 5));
        assert!((found.half_width - 2.776_445 * (2.5f64 / 5.0).sqrt()).abs() < 1e-5);
        assert!(mean([1.0].into_iter()).half_width.is_nan());
        assert!(mean(std::iter::empty()).mean.is_nan());
    }
}
