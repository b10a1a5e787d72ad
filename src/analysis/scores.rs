//! Scores of forecasts against what was observed.
//!
//! A missing value is NaN. It is left out: a missing member of an ensemble, or a case whose forecast or observation is
//! missing. A score is NaN if nothing is left. A list that is longer than its partner is cut.

use super::quantiles::quantile;
use crate::record::association::ranks;
use crate::record::statistics::{correlation, mean};

/// The continuous ranked probability score of an ensemble, in the unit of the observation; 0 is perfect. Takes
/// measures and counts alike. One member gives the absolute error.
///
/// ```text
/// CRPS = 1/m Σ|x_i − y| − 1/(2 m²) ΣΣ|x_i − x_j|        (Gneiting & Raftery 2007, doi:10.1198/016214506000001437)
/// ```
///
/// It takes the members for the whole forecast, so a small ensemble scores worse than a large one of the same model.
pub(crate) fn crps(members: &[f64], observed: f64) -> f64 {
    let (error, spread, m) = parts(members, observed);
    error / m - spread / (m * m)
}

/// The score that the ensemble's model would get with endless members, without bias (Ferro 2014,
/// doi:10.1002/qj.2270). May be below 0. NaN below two members.
///
/// ```text
/// fair CRPS = 1/m Σ|x_i − y| − 1/(2 m (m − 1)) ΣΣ|x_i − x_j|
/// ```
pub(crate) fn fair_crps(members: &[f64], observed: f64) -> f64 {
    let (error, spread, m) = parts(members, observed);
    error / m - spread / (m * (m - 1.0))
}

/// The score of forecasts with ensembles of different sizes: as [`fair_crps`], and of one member the absolute error.
pub(crate) fn crps_of_members(members: &[f64], observed: f64) -> f64 {
    if members.len() > 1 { fair_crps(members, observed) } else { crps(members, observed) }
}

/// Σ|x_i − y|, half of ΣΣ|x_i − x_j|, and the number of members.
///
/// ```text
/// ½ ΣΣ|x_i − x_j| = Σ (2 i − m − 1) x₍ᵢ₎        sorted, i from 1
/// ```
fn parts(members: &[f64], observed: f64) -> (f64, f64, f64) {
    // Distances from the observation, which keeps the digits of large numbers that are close to each other.
    let mut sorted: Vec<f64> = members.iter().filter(|x| !x.is_nan()).map(|x| x - observed).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let m = sorted.len() as f64;
    let spread = sorted.iter().enumerate().map(|(i, x)| (2.0 * i as f64 + 1.0 - m) * x).sum();
    (sorted.iter().map(|x| x.abs()).sum(), spread, m)
}

/// The continuous ranked probability score of a distribution of counts, given by the probabilities of 0, 1, 2, … up to
/// where nothing is left (Czado, Gneiting & Held 2009, doi:10.1111/j.1541-0420.2009.01191.x). NaN if the observation or
/// a probability is missing.
///
/// ```text
/// RPS = Σ_k (F(k) − 1{y ≤ k})²
/// ```
pub(crate) fn crps_of_counts(probabilities: &[f64], observed: f64) -> f64 {
    let (mut below, mut sum) = (0.0, 0.0);
    for (k, p) in probabilities.iter().enumerate() {
        below += p;
        sum += (below - f64::from(u8::from(observed <= k as f64))).powi(2);
    }
    // Counts past the list: all is below them, but not the observation.
    let past = (observed - probabilities.len() as f64).max(0.0);
    if observed.is_nan() { f64::NAN } else { sum + past * below * below }
}

/// The mean absolute error, which is also the mean score [`crps`] of forecasts without spread.
pub(crate) fn mean_absolute_error(forecast: &[f64], observed: &[f64]) -> f64 {
    mean(&errors(forecast, observed).iter().map(|error| error.abs()).collect::<Vec<_>>())
}

/// The root mean square error.
pub(crate) fn root_mean_square_error(forecast: &[f64], observed: &[f64]) -> f64 {
    mean(&errors(forecast, observed).iter().map(|error| error * error).collect::<Vec<_>>()).sqrt()
}

fn errors(forecast: &[f64], observed: &[f64]) -> Vec<f64> {
    forecast.iter().zip(observed).map(|(x, y)| x - y).filter(|error| !error.is_nan()).collect()
}

/// Brier's score (1950): the mean square of probability minus outcome (1 or 0); 0 is perfect, 1 the worst.
pub(crate) fn brier(probabilities: &[f64], occurred: &[bool]) -> f64 {
    mean(&present(probabilities, occurred).map(|(p, y)| (p - f64::from(u8::from(y))).powi(2)).collect::<Vec<_>>())
}

/// The area under the ROC curve: how often a case that occurred has a higher forecast than one that did not, with equal
/// forecasts counted half (Mann & Whitney 1947; Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747). 1 is
/// perfect, 0.5 is chance. NaN if all cases occurred, or none.
///
/// ```text
/// A = (R₁ − n₁ (n₁ + 1) / 2) / (n₁ n₀)        R₁: sum of the ranks of those that occurred
/// ```
pub(crate) fn area_under_curve(forecasts: &[f64], occurred: &[bool]) -> f64 {
    let (kept, outcomes): (Vec<f64>, Vec<bool>) = present(forecasts, occurred).unzip();
    let of_occurred: Vec<f64> =
        ranks(&kept).into_iter().zip(outcomes).filter(|case| case.1).map(|case| case.0).collect();
    let ones = of_occurred.len() as f64;
    let zeros = kept.len() as f64 - ones;
    (of_occurred.iter().sum::<f64>() - ones * (ones + 1.0) / 2.0) / (ones * zeros)
}

/// Cases with a forecast. Adding 0 makes −0 equal to 0, which ranks take for smaller.
fn present(forecasts: &[f64], occurred: &[bool]) -> impl Iterator<Item = (f64, bool)> {
    forecasts.iter().map(|x| x + 0.0).zip(occurred.iter().copied()).filter(|case| !case.0.is_nan())
}

/// The share of observations inside the central interval of their ensemble that contains `level` of its members, ends
/// included. Quantiles are interpolated, so a well-calibrated ensemble of m covers about level · (m − 1)/(m + 1).
pub(crate) fn coverage<'a>(cases: impl Iterator<Item = (&'a [f64], f64)>, level: f64) -> f64 {
    let inside = cases.filter_map(|(members, observed)| {
        let mut sorted: Vec<f64> = members.iter().copied().filter(|x| !x.is_nan()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let (low, high) = (quantile(&sorted, (1.0 - level) / 2.0), quantile(&sorted, f64::midpoint(1.0, level)));
        let usable = !sorted.is_empty() && !observed.is_nan();
        usable.then_some(f64::from(u8::from(low <= observed && observed <= high)))
    });
    mean(&inside.collect::<Vec<_>>())
}

/// Spearman's rank correlation (1904), equal values sharing their mean rank. NaN below three cases, or if all forecasts
/// or all observations are equal.
pub(crate) fn rank_correlation(forecast: &[f64], observed: &[f64]) -> f64 {
    let both = forecast.iter().zip(observed).filter(|(x, y)| !x.is_nan() && !y.is_nan());
    let (x, y): (Vec<f64>, Vec<f64>) = both.map(|(x, y)| (x + 0.0, y + 0.0)).unzip();
    correlation(&ranks(&x), &ranks(&y))
}

/// The share of cases with the right direction, of those whose observed change is larger than the threshold, and the
/// number of these cases. A forecast of exactly no change counts half, as a guess would.
pub(crate) fn right_signs(forecast: &[f64], observed: &[f64], threshold: f64) -> (f64, usize) {
    let large = forecast.iter().zip(observed).filter(|(x, y)| !x.is_nan() && y.abs() > threshold && **y != 0.0);
    let points: Vec<f64> = large
        .map(|(x, y)| match x * y.signum() {
            agreement if agreement > 0.0 => 1.0,
            0.0 => 0.5,
            _ => 0.0,
        })
        .collect();
    (mean(&points), points.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Discrete as _, Poisson};

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-10, "{found} {expected}");
    }

    #[test]
    fn scores_are_those_of_other_libraries() {
        let numbers =
            |cell: &str| -> Vec<f64> { cell.split(' ').map(|word| word.parse().expect("a number")).collect() };
        let table = include_str!("../../tests/fixtures/scores.csv");
        for line in table.lines().skip(1) {
            let [score, forecast, observed, value] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let (forecast, observed) = (numbers(forecast), numbers(observed));
            let occurred: Vec<bool> = observed.iter().map(|y| *y == 1.0).collect();
            let found = match score {
                "crps" => crps(&forecast, observed[0]),
                "fair_crps" => fair_crps(&forecast, observed[0]),
                "poisson" => {
                    let poisson = Poisson::new(forecast[0]).expect("a mean above 0");
                    crps_of_counts(&(0..200).map(|k| poisson.pmf(k)).collect::<Vec<_>>(), observed[0])
                }
                "brier" => brier(&forecast, &occurred),
                "auc" => area_under_curve(&forecast, &occurred),
                "mean_absolute_error" => mean_absolute_error(&forecast, &observed),
                "root_mean_square_error" => root_mean_square_error(&forecast, &observed),
                "correlation" => correlation(&forecast, &observed),
                "rank_correlation" => rank_correlation(&forecast, &observed),
                "coverage" => {
                    let size = forecast.len() / observed.len();
                    coverage(forecast.chunks(size).zip(observed.iter().copied()), 0.8)
                }
                other => panic!("unknown score {other}"),
            };
            assert!((found - value.parse::<f64>().expect("a number")).abs() < 1e-10, "{score}: {found} {value}");
        }
        assert!(table.lines().count() > 40);
    }

    #[test]
    fn ensemble_scores_by_hand() {
        // Mean distance from 2: (2 + 0 + 2)/3; pairs |0−2| + |0−4| + |2−4| = 8, over 9 and over 6.
        close(crps(&[4.0, 0.0, 2.0], 2.0), 4.0 / 3.0 - 8.0 / 9.0);
        close(fair_crps(&[4.0, 0.0, 2.0], 2.0), 4.0 / 3.0 - 8.0 / 6.0);
        close(crps(&[5.0], 2.0), 3.0);
        close(crps(&[4.0, f64::NAN, 0.0, 2.0], 2.0), 4.0 / 9.0);
        assert_eq!(crps(&[7.1; 9], 7.1), 0.0);
        assert!(crps(&[], 1.0).is_nan() && crps(&[1.0], f64::NAN).is_nan() && fair_crps(&[1.0], 1.0).is_nan());
    }

    #[test]
    fn counts_score_alike_as_members_and_as_probabilities() {
        // Half none, half two. One observed: (½ − 0)² + (½ − 1)². Five observed: ¼ for 0 and 1 each, 1 for 2, 3 and 4.
        close(crps_of_counts(&[0.5, 0.0, 0.5], 1.0), 0.5);
        close(crps(&[0.0, 2.0], 1.0), 0.5);
        close(crps_of_counts(&[0.5, 0.0, 0.5], 5.0), 0.25 + 0.25 + 3.0);
        close(crps(&[0.0, 2.0], 5.0), 3.5);
        assert_eq!(crps_of_counts(&[0.0, 1.0], 1.0), 0.0);
        assert!(crps_of_counts(&[1.0], f64::NAN).is_nan() && crps_of_counts(&[f64::NAN], 1.0).is_nan());
    }

    #[test]
    fn forecasts_of_outcomes_by_hand() {
        let occurred = [true, false, true, false];
        close(brier(&[0.5, 0.0, 1.0, 1.0], &occurred), 1.25 / 4.0);
        // Pairs of one that occurred and one that did not: 0.5 > 0.2, 0.5 = 0.5, 0.1 < 0.2, 0.1 < 0.5.
        close(area_under_curve(&[0.5, 0.2, 0.1, 0.5], &occurred), 1.5 / 4.0);
        close(area_under_curve(&[0.0, -0.0], &[true, false]), 0.5);
        close(area_under_curve(&[0.9, 0.1, f64::NAN], &[true, false, true]), 1.0);
        assert_eq!(brier(&[1.0, 0.0, 1.0, 0.0], &occurred), 0.0);
        assert!(area_under_curve(&[0.3, 0.4], &[true, true]).is_nan() && brier(&[f64::NAN], &[true]).is_nan());
    }

    #[test]
    fn coverage_and_errors_by_hand() {
        let members: Vec<f64> = (0..=10).map(f64::from).collect(); // 0.8 of them: from 1 to 9
        let cases = [1.0, 9.0, 0.9, 9.1, 5.0, f64::NAN].map(|y| (&members[..], y));
        close(coverage(cases.into_iter(), 0.8), 0.6);
        assert!(coverage([(&[][..], 1.0)].into_iter(), 0.8).is_nan());
        close(mean_absolute_error(&[1.0, 5.0, f64::NAN], &[2.0, 2.0, 1.0]), 2.0);
        close(root_mean_square_error(&[1.0, 5.0], &[2.0, 2.0]), 5f64.sqrt());
        close(rank_correlation(&[1.0, 8.0, 9.0, f64::NAN], &[2.0, 3.0, 70.0, 1.0]), 1.0);
        assert!(rank_correlation(&[1.0, 1.0, 1.0], &[1.0, 2.0, 3.0]).is_nan());
    }

    #[test]
    fn signs_count_beyond_the_threshold_only() {
        let (share, count) = right_signs(&[0.1, -0.2, 0.0, -1.0, f64::NAN], &[0.3, 0.3, -0.3, 0.1, 0.5], 0.2);
        assert_eq!((share, count), (0.5, 3)); // right, wrong, no change; the fourth is small, the fifth missing
        assert_eq!(right_signs(&[0.1, -0.2], &[0.5, -0.5], 0.0), (1.0, 2));
        assert!(right_signs(&[0.1], &[0.0], 0.0).0.is_nan());
    }
}
