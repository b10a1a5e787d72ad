//! Means and differences over replicates, with intervals.

use super::precision::half_width_factor;

/// A mean with its 95 % confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// The standard deviation of the values (divided by n), as in the summary of a run; NaN below two values.
    pub deviation: f64,
    /// Half the width of the 95 % interval; NaN below two values.
    pub half_width: f64,
    /// The number of values.
    pub count: usize,
}

/// The mean of values with its 95 % interval by Student's t. Missing values are left out.
///
/// ```text
/// x̄ ± t(0.975; n − 1) s / √n        s² = Σ (x − x̄)² / (n − 1)
/// ```
///
/// For paired differences give the differences. Replicates of the same number share their random numbers, so their
/// differences are the effect of the change of the scenario.
pub fn mean(values: impl Iterator<Item = f64>) -> Mean {
    let values: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    let n = values.len();
    // Deviations are taken from the first value, so that the mean of equal values is exactly that value.
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
