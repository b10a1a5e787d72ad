//! A share of runs and its interval.

/// The normal quantile of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval of a share of n runs (Wilson 1927, doi:10.1080/01621459.1927.10502953). It has a width also where
/// all runs are the same. NaN without runs.
///
/// ```text
/// (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)
/// ```
pub(crate) fn wilson(share: f64, runs: usize) -> (f64, f64) {
    if runs == 0 {
        return (f64::NAN, f64::NAN);
    }
    let n = runs as f64;
    let (z, all) = (Z * Z / n, 1.0 + Z * Z / n);
    let middle = share + z / 2.0;
    let half = Z * (share * (1.0 - share) / n + z / (4.0 * n)).sqrt();
    // The ends of a share of 0 or 1 are exact, and not off in the last digit.
    let low = if share == 0.0 { 0.0 } else { ((middle - half) / all).max(0.0) };
    let high = if share == 1.0 { 1.0 } else { ((middle + half) / all).min(1.0) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::wilson;

    #[test]
    fn known_intervals() {
        let (low, high) = wilson(0.0, 10);
        assert!(low == 0.0 && (high - 0.277_535).abs() < 1e-5, "{low} {high}");
        assert_eq!(wilson(1.0, 10).1, 1.0);
        let (low, high) = wilson(0.5, 10);
        assert!((low - 0.236_593).abs() < 1e-5 && (high - 0.763_407).abs() < 1e-5, "{low} {high}");
        assert!(wilson(f64::NAN, 0).0.is_nan());
    }
}
