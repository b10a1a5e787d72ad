//! Estimates with intervals, by the bootstrap (Efron & Tibshirani 1993, doi:10.1201/9780429246593).

use crate::analysis::quantiles::quantile;
use crate::analysis::resampling::resample;

/// Standard deviations from the mean of a normal distribution to the ends of its middle 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// A 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// The distance of the ends.
    pub(crate) fn width(&self) -> f64 {
        self.high - self.low
    }

    /// Whether a value lies inside or at an end.
    pub(crate) fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// A finite number with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Estimate {
    /// The value from the whole sample.
    pub value: f64,
    /// The interval, or `None` if nothing was resampled or no resample has the number.
    pub interval: Option<Interval>,
}

/// How intervals are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bootstrap {
    /// The number of resamples. 0 gives no intervals.
    pub resamples: usize,
    /// The seed of all draws. The same sample and seed give the same numbers.
    pub seed: u64,
}

impl Bootstrap {
    /// Intervals from the 2.5th to the 97.5th percentile of resamples: for averages over independent units. `of` gets
    /// the numbers of the drawn units and gives as many numbers as `values`; NaN if a resample does not have one.
    pub(crate) fn percentiles(
        &self,
        units: usize,
        values: &[f64],
        of: impl FnMut(&[usize]) -> Vec<f64>,
    ) -> Vec<Estimate> {
        self.estimates(units, values, of, |_, sorted| Interval {
            low: quantile(sorted, 0.025),
            high: quantile(sorted, 0.975),
        })
    }

    /// Intervals around the value, as wide as the standard deviation of resamples says: for numbers that grow when
    /// units are drawn twice, so that percentiles would lie too high.
    ///
    /// ```text
    /// value ± 1.96 s        s² = Σ (v* − v̄*)² / (resamples − 1)
    /// ```
    pub(super) fn around(&self, units: usize, values: &[f64], of: impl FnMut(&[usize]) -> Vec<f64>) -> Vec<Estimate> {
        self.estimates(units, values, of, |value, found| {
            let half = Z * deviation(found).unwrap_or(0.0);
            Interval { low: value - half, high: value + half }
        })
    }

    fn estimates(
        &self,
        units: usize,
        values: &[f64],
        mut of: impl FnMut(&[usize]) -> Vec<f64>,
        interval: impl Fn(f64, &[f64]) -> Interval,
    ) -> Vec<Estimate> {
        let mut found = vec![Vec::new(); values.len()];
        resample(units, self.resamples, self.seed, |drawn| {
            for (found, value) in found.iter_mut().zip(of(drawn)).filter(|(_, value)| value.is_finite()) {
                found.push(value);
            }
        });
        let estimate = |(value, mut found): (&f64, Vec<f64>)| {
            found.sort_unstable_by(f64::total_cmp);
            let interval = (!found.is_empty()).then(|| interval(*value, &found));
            Estimate { value: *value, interval }
        };
        values.iter().zip(found).map(estimate).collect()
    }
}

/// The mean; `None` without values.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The standard deviation (divided by n − 1); `None` below two values.
pub(super) fn deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}
