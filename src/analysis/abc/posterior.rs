//! What the kept particles say about the parameters.

use serde::{Deserialize, Serialize};

use super::Parameter;

/// Weighted values of parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Posterior {
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The values of each particle, in the order of the parameters.
    pub values: Vec<Vec<f64>>,
    /// The weights of the particles; of any sum, not negative.
    pub weights: Vec<f64>,
}

/// How far the data identify a parameter, on the scale of its prior.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Identified {
    /// The width of the central 95 % of the posterior over that of the prior: 1 if the data say nothing, 0 if all.
    pub width: f64,
    /// The largest difference between the distribution functions of posterior and prior, in [0, 1]. Without information
    /// it stays below about 1.36 / √(effective sample size) in 95 of 100 cases (Kolmogorov 1933).
    pub distance: f64,
}

impl Posterior {
    /// The mean of parameter k. NaN without particles.
    pub(crate) fn mean(&self, k: usize) -> f64 {
        let sum: f64 = self.values.iter().zip(&self.weights).map(|(values, weight)| weight * values[k]).sum();
        sum / self.weights.iter().sum::<f64>()
    }

    /// The standard deviation of parameter k. NaN without particles.
    pub(crate) fn deviation(&self, k: usize) -> f64 {
        let mean = self.mean(k);
        let squares = self.values.iter().zip(&self.weights).map(|(values, weight)| weight * (values[k] - mean).powi(2));
        (squares.sum::<f64>() / self.weights.iter().sum::<f64>()).sqrt()
    }

    /// A quantile of parameter k, q in [0, 1].
    pub(crate) fn quantile(&self, k: usize, q: f64) -> f64 {
        weighted_quantile(&self.column(k), &self.weights, q)
    }

    /// How far the data identify parameter k. NaN without particles.
    pub(crate) fn identified(&self, k: usize) -> Identified {
        let parameter = &self.parameters[k];
        let units: Vec<f64> = self.column(k).into_iter().map(|value| parameter.unit(value)).collect();
        let at = |q: f64| weighted_quantile(&units, &self.weights, q);
        let total: f64 = self.weights.iter().sum();
        let (mut below, mut distance) = (0.0, if total > 0.0 { 0.0 } else { f64::NAN });
        for (unit, weight) in sorted(&units, &self.weights) {
            // The posterior's function jumps here; the prior's has the height `unit`.
            distance = f64::max(distance, (unit - below).abs());
            below += weight / total;
            distance = f64::max(distance, (below - unit).abs());
        }
        Identified { width: (at(0.975) - at(0.025)) / 0.95, distance }
    }

    /// The number of equally weighted particles with the same information.
    pub(crate) fn effective_sample_size(&self) -> f64 {
        effective_sample_size(&self.weights)
    }

    fn column(&self, k: usize) -> Vec<f64> {
        self.values.iter().map(|values| values[k]).collect()
    }
}

/// The number of equally weighted values with the same information (Kish 1965): (Σw)² / Σw². 0 without weights.
pub(crate) fn effective_sample_size(weights: &[f64]) -> f64 {
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// A quantile of weighted values in any order, q in [0, 1]. Of equal weights it is R's type 5 (Hazen 1914). NaN without
/// values. Values and weights that are missing, and weights that are not above 0, are left out.
///
/// ```text
/// Q is linear between the points (p_i, x₍ᵢ₎) and constant outside;   p_i = (w₍₁₎ + … + w₍ᵢ₎ − w₍ᵢ₎/2) / Σ w
/// ```
pub(crate) fn weighted_quantile(values: &[f64], weights: &[f64], q: f64) -> f64 {
    let sorted = sorted(values, weights);
    let target = q * sorted.iter().map(|(_, weight)| weight).sum::<f64>();
    let mut sum = 0.0;
    let mut last: Option<(f64, f64)> = None;
    for (value, weight) in sorted {
        let middle = sum + weight / 2.0;
        if middle >= target {
            return last.map_or(value, |(before, low)| low + (value - low) * ((target - before) / (middle - before)));
        }
        last = Some((middle, value));
        sum += weight;
    }
    last.map_or(f64::NAN, |(_, value)| value)
}

fn sorted(values: &[f64], weights: &[f64]) -> Vec<(f64, f64)> {
    let pairs = values.iter().copied().zip(weights.iter().copied());
    let mut pairs: Vec<(f64, f64)> = pairs.filter(|(value, weight)| !value.is_nan() && *weight > 0.0).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(values: &[f64], weights: &[f64], log: bool) -> Posterior {
        let parameter = Parameter { name: "x".into(), low: 1.0, high: 100.0, log };
        let values = values.iter().map(|value| vec![*value]).collect();
        Posterior { parameters: vec![parameter], values, weights: weights.to_vec() }
    }

    #[test]
    fn weighted_quantiles_by_hand() {
        // Points (1/8, 1), (1/2, 2), (7/8, 3): weights 1, 2, 1.
        let at = |q| weighted_quantile(&[3.0, 1.0, f64::NAN, 2.0], &[1.0, 1.0, 7.0, 2.0], q);
        assert_eq!([0.0, 0.125, 0.3125, 0.5, 0.95].map(at), [1.0, 1.0, 1.5, 2.0, 3.0]);
        // numpy.quantile([1, 2, 4, 8, 9], 0.25, method="hazen")
        assert_eq!(weighted_quantile(&[1.0, 2.0, 4.0, 8.0, 9.0], &[1.0; 5], 0.25), 1.75);
        assert!(weighted_quantile(&[], &[], 0.5).is_nan());
        assert!(weighted_quantile(&[1.0], &[0.0], 0.5).is_nan());
    }

    #[test]
    fn moments_by_hand() {
        let posterior = one(&[2.0, 6.0], &[3.0, 1.0], false);
        assert_eq!((posterior.mean(0), posterior.deviation(0)), (3.0, 3f64.sqrt()));
        assert_eq!(posterior.effective_sample_size(), 1.6);
        assert!(one(&[], &[], false).mean(0).is_nan());
    }

    #[test]
    fn the_prior_itself_is_not_identified_and_a_point_is() {
        // The logarithm even on the prior's range.
        let values: Vec<f64> = (0..1000).map(|k| 10f64.powf((f64::from(k) + 0.5) / 500.0)).collect();
        let found = one(&values, &vec![0.3; 1000], true).identified(0);
        assert!((found.width - 1.0).abs() < 1e-9 && (found.distance - 0.0005).abs() < 1e-9, "{found:?}");
        let point = one(&[10.0; 5], &[1.0; 5], true).identified(0);
        assert!(point.width == 0.0 && (point.distance - 0.5).abs() < 1e-12);
        // The upper half of the range: half as wide, the functions ½ apart in the middle.
        let half: Vec<f64> = (0..1000).map(|k| 10f64.powf(1.0 + (f64::from(k) + 0.5) / 1000.0)).collect();
        let found = one(&half, &vec![1.0; 1000], true).identified(0);
        assert!((found.width - 0.5).abs() < 1e-9 && (found.distance - 0.5).abs() < 1e-3);
        assert!(one(&[], &[], true).identified(0).distance.is_nan());
    }
}
