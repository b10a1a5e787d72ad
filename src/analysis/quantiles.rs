//! Quantiles over replicates.

/// The quantile of sorted values, q in [0, 1], by the method of R's type 7 and NumPy's default; NaN without values.
///
/// ```text
/// h = q (n − 1);  Q = x[⌊h⌋] + (h − ⌊h⌋) (x[⌊h⌋ + 1] − x[⌊h⌋])
/// ```
pub(crate) fn quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let h = q.clamp(0.0, 1.0) * last as f64;
    let (below, above) = (sorted[h.floor() as usize], sorted[(h.floor() as usize + 1).min(last)]);
    below + (h - h.floor()) * (above - below)
}

/// The median of values over replicates, and the bands that contain half and nine tenths of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The median.
    pub median: f64,
    /// The first and the third quartile.
    pub half: (f64, f64),
    /// The 5 % and the 95 % quantile.
    pub most: (f64, f64),
    /// The number of values used.
    pub count: usize,
}

/// The median and bands of values in any order. Missing values are left out; all results are NaN without values.
pub(crate) fn band(values: impl Iterator<Item = f64>) -> Band {
    let mut sorted: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |q: f64| quantile(&sorted, q);
    Band { median: at(0.5), half: (at(0.25), at(0.75)), most: (at(0.05), at(0.95)), count: sorted.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        assert_eq!([0.0, 0.5, 1.0].map(|q| quantile(&sorted, q)), [1.0, 3.0, 8.0]);
        assert_eq!(quantile(&sorted, 0.25), 1.75); // numpy.quantile([1, 2, 4, 8], 0.25)
        assert_eq!(quantile(&[5.0], 0.9), 5.0);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn bands_leave_missing_values_out() {
        let band = band([f64::NAN, 3.0, 1.0, 2.0].into_iter());
        assert_eq!((band.median, band.half, band.count), (2.0, (1.5, 2.5), 3));
    }
}
