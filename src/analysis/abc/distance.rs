//! The distance of a simulation from the data.

use serde::{Deserialize, Serialize};

use crate::analysis::quantiles::quantile;

/// How summaries of different units are brought to one.
///
/// ```text
/// distance = √(mean over summaries of z²)        z = (simulated − observed) / scale
/// ```
///
/// A summary that the data lack (NaN) is left out. One that a simulation lacks counts as the worst z.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Scales {
    observed: Vec<f64>,
    scale: Vec<f64>,
    worst: Vec<f64>,
}

impl Scales {
    /// Scales from the simulations of the first generation, a row of summaries each: the median absolute deviation from
    /// the median (Prangle 2017, doi:10.1214/16-BA1002), or where over half of the simulations agree, the mean absolute
    /// deviation. A summary that never varies cannot judge, and is left out. The worst z is the largest of the first
    /// generation.
    pub(crate) fn of_first(observed: &[f64], simulated: &[Vec<f64>]) -> Self {
        let column = |k: usize| -> Vec<f64> {
            let mut column: Vec<f64> = simulated.iter().filter_map(|row| row.get(k).copied()).collect();
            column.retain(|value| value.is_finite());
            column.sort_unstable_by(f64::total_cmp);
            column
        };
        let scale = (0..observed.len()).map(|k| deviation(&column(k))).collect();
        let mut scales = Self::given(observed, scale, 0.0);
        for (k, worst) in scales.worst.iter_mut().enumerate() {
            let z = column(k).into_iter().map(|value| (value - observed[k]).abs() / scales.scale[k]);
            *worst = z.filter(|z| z.is_finite()).fold(0.0, f64::max);
        }
        scales
    }

    /// Given scales, one per summary, in its unit. A scale that is missing, 0 or infinite leaves the summary out.
    /// `worst` is the z of a summary that a simulation lacks; may be infinite.
    pub(crate) fn given(observed: &[f64], scale: Vec<f64>, worst: f64) -> Self {
        Self { observed: observed.to_vec(), scale, worst: vec![worst; observed.len()] }
    }

    /// Whether summary k takes part.
    pub(crate) fn takes_part(&self, k: usize) -> bool {
        let scale = self.scale.get(k).copied().unwrap_or(f64::NAN);
        scale > 0.0 && scale.is_finite() && self.observed.get(k).is_some_and(|value| value.is_finite())
    }

    /// The distance of a simulation's summaries from the data. NaN if no summary takes part.
    pub(crate) fn distance(&self, simulated: &[f64]) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for k in (0..self.observed.len()).filter(|&k| self.takes_part(k)) {
            let z = (simulated.get(k).copied().unwrap_or(f64::NAN) - self.observed[k]) / self.scale[k];
            sum += if z.is_nan() { self.worst[k] } else { z }.powi(2);
            count += 1.0;
        }
        (sum / count).sqrt()
    }
}

/// The median absolute deviation of sorted values, or their mean absolute deviation if that is 0.
fn deviation(sorted: &[f64]) -> f64 {
    let median = quantile(sorted, 0.5);
    let mut apart: Vec<f64> = sorted.iter().map(|value| (value - median).abs()).collect();
    apart.sort_unstable_by(f64::total_cmp);
    let middle = quantile(&apart, 0.5);
    if middle > 0.0 { middle } else { apart.iter().sum::<f64>() / apart.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_by_hand() {
        // Deviations from the median 3: 2, 1, 0, 1, 6; median 1. The second never varies; the third is 0 but for one.
        let first: Vec<Vec<f64>> =
            [1.0f64, 2.0, 3.0, 4.0, 9.0].iter().map(|x| vec![*x, 5.0, (x - 8.0).max(0.0)]).collect();
        let scales = Scales::of_first(&[4.0, 5.5, 0.0], &first);
        assert_eq!((scales.scale.clone(), scales.worst.clone()), (vec![1.0, 0.0, 0.2], vec![5.0, 0.0, 5.0]));
        assert_eq!(scales.distance(&[7.0, 100.0, 0.2]), 5f64.sqrt());
        assert_eq!(scales.distance(&[f64::NAN, 0.0, f64::NAN]), 5.0);
        assert_eq!(scales.distance(&[4.0, 0.0, 0.0]), 0.0);
    }

    #[test]
    fn what_the_data_lack_is_left_out() {
        let scales = Scales::given(&[1.0, f64::NAN], vec![2.0, 1.0], f64::INFINITY);
        assert_eq!(scales.distance(&[5.0, 3.0]), 2.0);
        assert_eq!(scales.distance(&[f64::NAN, 3.0]), f64::INFINITY);
        assert_eq!(scales.distance(&[]), f64::INFINITY);
        assert!(Scales::given(&[1.0], vec![0.0], 1.0).distance(&[1.0]).is_nan());
        assert!(Scales::of_first(&[1.0], &[]).distance(&[1.0]).is_nan());
    }
}
