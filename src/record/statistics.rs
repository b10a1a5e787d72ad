//! The statistics of a run's measures. A value that cannot be computed is NaN, which means missing, not 0.

/// Sum over count; missing if the count is 0.
pub(crate) fn ratio(sum: f64, count: f64) -> f64 {
    if count > 0.0 { sum / count } else { f64::NAN }
}

/// The mean.
pub(crate) fn mean(values: &[f64]) -> f64 {
    ratio(values.iter().sum(), values.len() as f64)
}

/// The standard deviation of the values (divided by n).
pub(crate) fn deviation(values: &[f64]) -> f64 {
    moment(values, 2).sqrt()
}

/// A central moment.
fn moment(values: &[f64], power: i32) -> f64 {
    let mean = mean(values);
    ratio(values.iter().map(|x| (x - mean).powi(power)).sum(), values.len() as f64)
}

/// Sarle's coefficient of bimodality with the correction for small samples: 5/9 for an even spread, toward 1 for two
/// points, 1/3 for a normal. Missing below four values or without variance.
///
/// ```text
/// b = (skewness² + 1) / (excess kurtosis + 3 (n − 1)² / ((n − 2)(n − 3)))      both by the unbiased estimators
/// ```
pub(crate) fn bimodality(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let variance = moment(values, 2);
    if values.len() < 4 || variance < 1e-12 {
        return f64::NAN;
    }
    let skewness = moment(values, 3) / (variance * variance.sqrt()) * (n * (n - 1.0)).sqrt() / (n - 2.0);
    let excess = moment(values, 4) / (variance * variance) - 3.0;
    let excess = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * excess + 6.0);
    (skewness * skewness + 1.0) / (excess + 3.0 * (n - 1.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0)))
}

/// The correlation of two columns; missing below three observations or without variance.
pub(crate) fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let (mean_x, mean_y) = (mean(x), mean(y));
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        xx += (a - mean_x) * (a - mean_x);
        yy += (b - mean_y) * (b - mean_y);
        xy += (a - mean_x) * (b - mean_y);
    }
    let n = x.len() as f64;
    if x.len() < 3 || xx / n < 1e-18 || yy / n < 1e-18 {
        return f64::NAN;
    }
    (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0)
}

/// The correlation of x and y after removing the part of both that z explains.
///
/// ```text
/// r_xy.z = (r_xy − r_xz r_yz) / √((1 − r_xz²)(1 − r_yz²))
/// ```
pub(crate) fn partial_correlation(x: &[f64], y: &[f64], z: &[f64]) -> f64 {
    let (xy, xz, yz) = (correlation(x, y), correlation(x, z), correlation(y, z));
    let left = (1.0 - xz * xz) * (1.0 - yz * yz);
    if left > 1e-18 { ((xy - xz * yz) / left.sqrt()).clamp(-1.0, 1.0) } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlations_by_hand() {
        assert!((correlation(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]) - 1.0).abs() < 1e-12);
        // r_xy = 0.5, r_xz = 0.5, r_yz = 0: 0.5 / √(0.75 · 1)
        let (x, y, z) = ([1.0, 0.0, -1.0, 0.0], [1.0, -1.0, -1.0, 1.0], [1.0, 1.0, -1.0, -1.0]);
        let (xy, xz) = (correlation(&x, &y), correlation(&x, &z));
        assert!((correlation(&y, &z)).abs() < 1e-12);
        assert!((partial_correlation(&x, &y, &z) - xy / (1.0 - xz * xz).sqrt()).abs() < 1e-12);
        assert!(correlation(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]).is_nan());
        assert!(correlation(&[1.0, 2.0], &[1.0, 2.0]).is_nan());
    }

    #[test]
    fn two_points_are_bimodal_and_one_hump_is_not() {
        let two: Vec<f64> = (0..40).map(|k| f64::from(u8::from(k % 2 == 0))).collect();
        // By hand: kurtosis 1, so 1 / (3 · 39² / (38 · 37) − 39 · 76 / (38 · 37)).
        let by_hand = 38.0 * 37.0 / (3.0 * 39.0 * 39.0 - 39.0 * 76.0);
        assert!((bimodality(&two) - by_hand).abs() < 1e-9);
        let hump: Vec<f64> = (0..41).map(|k| f64::from(k - 20).powi(3)).collect();
        assert!(bimodality(&hump) < 5.0 / 9.0);
        assert!(bimodality(&[0.5; 10]).is_nan());
        assert!(bimodality(&[0.1, 0.9, 0.5]).is_nan());
    }
}
