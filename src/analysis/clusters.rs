//! Bootstrap over whole clusters (countries, dyads), whose years depend on each other.
//!
//! A resample draws G of the G clusters with replacement, each with all its observations (Davison & Hinkley 1997,
//! ch. 3.8; Cameron, Gelbach & Miller 2008, doi:10.1162/rest.90.3.414). A statistic that is a function of sums over all
//! observations needs the sums of each cluster alone:
//!
//! ```text
//! θ* = f(Σ_g c_g S_g)        c: how often cluster g was drawn, Σ c_g = G;   S_g: its sums
//! ```
//!
//! A cluster whose sums are all 0 adds nothing but can be drawn. Such clusters share one place at the end of the list,
//! which changes no probability. The same sums and seed give the same numbers.
//!
//! Missing values: observations with a NaN must be left out of the sums. A sum that is NaN or infinite gives `None`.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::quantiles::quantile;

/// The number of resamples of an interval.
pub(crate) const RESAMPLES: usize = 2_000;

/// The total sums of the data and of each resample. All statistics of them share their draws.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Resamples {
    sums: usize,
    observed: Vec<f64>,
    drawn: Vec<f64>,
}

/// A statistic with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    /// The statistic of the data; NaN if they do not have it.
    pub estimate: f64,
    /// The 2.5th percentile of the resamples; NaN if none has the statistic.
    pub low: f64,
    /// The 97.5th percentile of the resamples; NaN if none has the statistic.
    pub high: f64,
    /// The number of resamples that have the statistic (a ratio needs a denominator). If many are missing, the interval
    /// is that of the others.
    pub used: usize,
}

impl Resamples {
    /// Draws resamples of clusters, each with the same number of sums, given one cluster after another. Returns `None`
    /// below two clusters or above 2³², without sums, if the last cluster is not whole, or if a sum is not finite.
    pub(crate) fn draw(of_clusters: &[f64], sums: usize, resamples: usize, seed: u64) -> Option<Self> {
        let clusters = of_clusters.len().checked_div(sums)?;
        let whole = clusters * sums == of_clusters.len() && of_clusters.iter().all(|sum| sum.is_finite());
        if !whole || clusters < 2 || u32::try_from(clusters).is_err() {
            return None;
        }
        let filled: Vec<&[f64]> =
            of_clusters.chunks_exact(sums).filter(|cluster| cluster.iter().any(|sum| *sum != 0.0)).collect();
        let columns: Vec<Vec<f64>> = (0..sums).map(|k| filled.iter().map(|cluster| cluster[k]).collect()).collect();
        let totals = |counts: &[f64]| columns.iter().map(|column| times(counts, column)).collect::<Vec<f64>>();
        let mut counts = vec![1.0; filled.len()];
        let observed = totals(&counts);
        let mut draws = ChaCha8Rng::seed_from_u64(seed);
        let mut bytes = vec![0; 4 * clusters];
        let mut drawn = Vec::with_capacity(resamples * sums);
        for _ in 0..resamples {
            draws.fill_bytes(&mut bytes);
            counts.fill(0.0);
            for word in bytes.as_chunks::<4>().0 {
                // The high half of a product picks one of the clusters with a bias below 2⁻³² · clusters.
                let place = (u64::from(u32::from_le_bytes(*word)) * clusters as u64) >> 32;
                if let Some(count) = counts.get_mut(place as usize) {
                    *count += 1.0;
                }
            }
            drawn.extend(totals(&counts));
        }
        Some(Self { sums, observed, drawn })
    }

    /// A statistic of the total sums with its 95 % percentile interval (Efron & Tibshirani 1993, ch. 13). `of` returns
    /// NaN for sums that do not have the statistic.
    pub(crate) fn interval(&self, of: impl Fn(&[f64]) -> f64) -> Interval {
        let mut found: Vec<f64> = self.drawn.chunks_exact(self.sums).map(&of).filter(|value| !value.is_nan()).collect();
        found.sort_unstable_by(f64::total_cmp);
        Interval {
            estimate: of(&self.observed),
            low: quantile(&found, 0.025),
            high: quantile(&found, 0.975),
            used: found.len(),
        }
    }
}

/// The sum of products, in eight partial sums that the processor adds side by side.
fn times(counts: &[f64], column: &[f64]) -> f64 {
    let ((counts, last_counts), (column, last)) = (counts.as_chunks::<8>(), column.as_chunks::<8>());
    let mut partial = [0.0; 8];
    for (counts, column) in counts.iter().zip(column) {
        for (k, sum) in partial.iter_mut().enumerate() {
            *sum += counts[k] * column[k];
        }
    }
    partial.iter().sum::<f64>() + last_counts.iter().zip(last).map(|(count, sum)| count * sum).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::resampling;

    /// Events over exposure; NaN without exposure.
    fn rate(sums: &[f64]) -> f64 {
        if sums[1] > 0.0 { sums[0] / sums[1] } else { f64::NAN }
    }

    #[test]
    fn a_mean_has_the_interval_that_its_standard_error_gives() {
        // 400 clusters of one observation, even on [0, 1]: 1.96 · √(1/12) / 20.
        let sums: Vec<f64> = (0..400).flat_map(|k| [f64::from(k) / 399.0, 1.0]).collect();
        let found = Resamples::draw(&sums, 2, RESAMPLES, 1).expect("clusters").interval(rate);
        let half = 1.96 * (1.0f64 / 12.0).sqrt() / 20.0;
        assert!((found.estimate - 0.5).abs() < 1e-12 && found.used == RESAMPLES);
        assert!((found.low - 0.5 + half).abs() < 0.004 && (found.high - 0.5 - half).abs() < 0.004, "{found:?}");
    }

    #[test]
    fn observations_that_repeat_within_clusters_do_not_narrow_the_interval() {
        let one: Vec<f64> = (0..50).flat_map(|k| [f64::from(k % 7), 1.0]).collect();
        let ten: Vec<f64> = one.iter().map(|sum| 10.0 * sum).collect();
        let width = |sums: &[f64]| {
            let found = Resamples::draw(sums, 2, 500, 3).expect("clusters").interval(rate);
            found.high - found.low
        };
        assert!((width(&one) - width(&ten)).abs() < 1e-12);
        let apart = (0..10).flat_map(|_| one.clone()).collect::<Vec<_>>();
        assert!((width(&one) / width(&apart) - 10f64.sqrt()).abs() < 0.4);
    }

    #[test]
    fn a_resample_draws_as_the_bootstrap_of_units_does() {
        // Two clusters, 0 and 1: the mean is 0, ½ or 1 with probabilities ¼, ½, ¼. The 0 is pooled and still drawn.
        let drawn = Resamples::draw(&[0.0, 1.0], 1, 4_000, 5).expect("clusters").drawn;
        let share = |total: f64| drawn.iter().filter(|sum| **sum == total).count() as f64 / 4_000.0;
        assert!(
            (share(0.0) - 0.25).abs() < 0.03 && (share(1.0) - 0.5).abs() < 0.03 && (share(2.0) - 0.25).abs() < 0.03
        );
        // The same words, so the same draws, as the bootstrap of resampling.rs where no cluster is pooled.
        let values: Vec<f64> = (1..=30).map(|k| f64::from(k * k)).collect();
        let sums: Vec<f64> = values.iter().flat_map(|x| [*x, 1.0]).collect();
        let found = Resamples::draw(&sums, 2, resampling::RESAMPLES, 9).expect("clusters").interval(rate);
        assert_eq!((found.low, found.high), resampling::interval(&values, 9));
    }

    #[test]
    fn pooled_clusters_widen_the_interval_of_a_total() {
        // 100 clusters of 1 among 10,000: the total is about Poisson with mean 100.
        let sums: Vec<f64> = (0..10_000).map(|k| f64::from(u8::from(k % 100 == 7))).collect();
        let found = Resamples::draw(&sums, 1, RESAMPLES, 2).expect("clusters").interval(|total| total[0]);
        assert_eq!(found.estimate, 100.0);
        assert!((found.low - 81.0).abs() <= 3.0 && (found.high - 120.0).abs() <= 3.0, "{found:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let sums: Vec<f64> = (0..60).map(|k| f64::from(k % 11)).collect();
        let draw = |seed| Resamples::draw(&sums, 6, 100, seed).expect("clusters");
        assert_eq!(draw(4), draw(4));
        assert_ne!(draw(4), draw(5));
    }

    #[test]
    fn resamples_without_the_statistic_are_left_out_and_counted() {
        // The second cluster has all exposure: a resample without it, one in four, has no rate.
        let found = Resamples::draw(&[1.0, 0.0, 1.0, 2.0], 2, 1_000, 1).expect("clusters").interval(rate);
        assert!((found.used as f64 - 750.0).abs() < 60.0 && found.low == 0.5 && found.high == 1.0, "{found:?}");
        for (sums, size) in [(&[1.0, 2.0][..], 2), (&[1.0, 2.0, 3.0], 2), (&[1.0, f64::NAN], 1), (&[1.0], 0)] {
            assert!(Resamples::draw(sums, size, 10, 1).is_none());
        }
    }
}
