//! Statistics of paired differences without an assumed distribution: bootstrap intervals, sign-flip tests, and Holm's
//! adjustment for many tests. The same values and seed give the same numbers.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::quantiles::quantile;

/// The number of resamples of a bootstrap.
pub(crate) const RESAMPLES: usize = 2_000;
/// The number of flips of a sign-flip test that does not try all of them.
pub(crate) const FLIPS: usize = 19_999;
/// Up to this number of differences, all flips are tried.
const EXACT: usize = 20;

/// The 95 % interval of a statistic by the percentile bootstrap (Efron & Tibshirani 1993, ch. 13): the statistic of
/// samples drawn with replacement, from its 2.5th to its 97.5th percentile. `of` gets the numbers of the drawn units.
/// Returns NaN without units, or if no resample has the statistic.
pub(crate) fn interval_of(units: usize, seed: u64, of: impl Fn(&[usize]) -> f64) -> (f64, f64) {
    interval_of_resamples(units, RESAMPLES, seed, of)
}

/// The same by another number of resamples, for a statistic that takes long.
pub(crate) fn interval_of_resamples(
    units: usize,
    resamples: usize,
    seed: u64,
    of: impl Fn(&[usize]) -> f64,
) -> (f64, f64) {
    let mut found = Vec::with_capacity(resamples);
    resample(units, resamples, seed, |drawn| {
        let value = of(drawn);
        if !value.is_nan() {
            found.push(value);
        }
    });
    found.sort_unstable_by(f64::total_cmp);
    (quantile(&found, 0.025), quantile(&found, 0.975))
}

/// Draws as many units as there are, with replacement, and hands on their numbers; as often as `resamples` says. Does
/// nothing without units.
pub(crate) fn resample(units: usize, resamples: usize, seed: u64, mut each: impl FnMut(&[usize])) {
    if units == 0 {
        return;
    }
    let mut draws = ChaCha8Rng::seed_from_u64(seed);
    let mut drawn = vec![0; units];
    for _ in 0..resamples {
        for place in &mut drawn {
            // The high half of a product picks one of `units` with a bias below 2⁻³² · units.
            *place = ((u64::from(draws.next_u32()) * units as u64) >> 32) as usize;
        }
        each(&drawn);
    }
}

/// The 95 % bootstrap interval of a mean. Missing values must have been left out.
pub(crate) fn interval(values: &[f64], seed: u64) -> (f64, f64) {
    interval_of(values.len(), seed, |drawn| drawn.iter().map(|&k| values[k]).sum::<f64>() / drawn.len() as f64)
}

/// The two-sided sign-flip test of paired differences against a mean of 0 (Fisher 1935): how often random signs give a
/// sum at least as far from 0. It tries all signs up to 20 differences, and [`FLIPS`] random ones above.
///
/// ```text
/// p = (1 + #{|Σ ±d| ≥ |Σ d|}) / (1 + flips)        #/2ⁿ if all are tried
/// ```
pub(crate) fn sign_flip(differences: &[f64], seed: u64) -> f64 {
    let n = differences.len();
    let (sum, size) = differences.iter().fold((0.0, 0.0), |(sum, size), d| (sum + d, size + d.abs()));
    if size == 0.0 {
        return 1.0;
    }
    // Sums of the same numbers in another order may differ in the last digits.
    let far = f64::abs(sum) - 1e-10 * size;
    let flipped = |bits: &[u64]| -> f64 {
        differences.iter().enumerate().map(|(k, d)| if bits[k / 64] >> (k % 64) & 1 == 1 { -d } else { *d }).sum()
    };
    if n <= EXACT {
        return every_flip(differences, sum, far);
    }
    let mut draws = ChaCha8Rng::seed_from_u64(seed);
    let mut bits = vec![0u64; n.div_ceil(64)];
    let as_far = (0..FLIPS).filter(|_| {
        bits.fill_with(|| draws.next_u64());
        flipped(&bits).abs() >= far
    });
    (1 + as_far.count()) as f64 / (1 + FLIPS) as f64
}

/// The share of all flips whose sum is at least as far from 0. The first sign is fixed, because flipping all signs does
/// not change the distance. From one flip to the next a single sign changes (a Gray code).
fn every_flip(differences: &[f64], mut sum: f64, far: f64) -> f64 {
    let half = 1u64 << (differences.len() - 1);
    let mut flipped = 0u64;
    let mut as_far = u64::from(sum.abs() >= far);
    for step in 1..half {
        let k = step.trailing_zeros();
        flipped ^= 1 << k;
        let d = differences[k as usize + 1];
        sum += if flipped >> k & 1 == 1 { -2.0 * d } else { 2.0 * d };
        as_far += u64::from(sum.abs() >= far);
    }
    as_far as f64 / half as f64
}

/// The smallest p that [`sign_flip`] can give with this number of differences.
pub(crate) fn least_p(differences: usize) -> f64 {
    if differences <= EXACT { 2.0 / f64::from(1u32 << differences.min(EXACT)) } else { 1.0 / (1 + FLIPS) as f64 }
}

/// Holm's step-down adjustment (1979). Rejecting all hypotheses with adjusted p at or below α keeps the probability of
/// any false rejection at or below α. Missing p-values stay missing and do not count.
///
/// ```text
/// p₍ₖ₎' = max over j ≤ k of min(1, (m − j + 1) p₍ⱼ₎)
/// ```
pub(crate) fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).filter(|&k| !p[k].is_nan()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut adjusted = vec![f64::NAN; p.len()];
    let mut least: f64 = 0.0;
    for (rank, &k) in order.iter().enumerate() {
        least = least.max(((order.len() - rank) as f64 * p[k]).min(1.0));
        adjusted[k] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_about_that_of_the_normal_distribution() {
        let values: Vec<f64> = (0..400).map(|k| f64::from(k) / 399.0).collect();
        let (low, high) = interval(&values, 1);
        let half = 1.96 * (1.0f64 / 12.0).sqrt() / 20.0;
        assert!((low - (0.5 - half)).abs() < 0.004 && (high - (0.5 + half)).abs() < 0.004, "{low} {high}");
        assert_eq!(interval(&values, 1), (low, high));
        let (low, high) = interval(&[0.3; 9], 7);
        assert!(low == high && (low - 0.3).abs() < 1e-12, "equal values give an interval of width 0");
        assert!(interval(&[], 1).0.is_nan());
    }

    #[test]
    fn few_differences_are_flipped_through() {
        // Five of one sign: 2 of 32 sums are as far.
        assert_eq!(sign_flip(&[1.0, 2.0, 3.0, 4.0, 5.0], 1), 2.0 / 32.0);
        assert_eq!(sign_flip(&[1.0, 2.0, -4.0], 1), 1.0); // |−1| is the least of all sums
        assert_eq!(sign_flip(&[1.0, 2.0, 4.0, -1.0], 1), 6.0 / 16.0); // ±8 once each, ±6 twice
        assert_eq!(sign_flip(&[1.0; 20], 1), least_p(20));
        assert_eq!(sign_flip(&[1.0, -1.0], 1), 1.0);
        assert_eq!(sign_flip(&[0.0; 5], 1), 1.0);
    }

    #[test]
    fn many_differences_are_flipped_at_random() {
        assert_eq!(sign_flip(&[1.0; 40], 3), 1.0 / 20_000.0);
        let even: Vec<f64> = (0..40).map(|k| if k % 2 == 0 { 1.0 } else { -1.0 }).collect();
        assert_eq!(sign_flip(&even, 3), 1.0);
        // 15 differences have 2^15 flips; the exact share of sums as far as 9 of 24 signs apart is known by counting.
        let mixed: Vec<f64> = (0..15).map(|k| if k < 12 { 1.0 } else { -1.0 }).collect();
        let exact = 2.0 * (1.0 + 15.0 + 105.0 + 455.0) / 32_768.0;
        assert!((sign_flip(&mixed, 3) - exact).abs() < 0.005);
    }

    #[test]
    fn holm_steps_down() {
        let adjusted = holm(&[0.01, 0.04, f64::NAN, 0.03]);
        assert_eq!((adjusted[0], adjusted[1], adjusted[3]), (0.03, 0.06, 0.06));
        assert!(adjusted[2].is_nan());
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
    }
}
