//! The noise of replicates, kept apart from what parameters do.
//!
//! Each point has R replicates, and replicate r has the same random numbers at all points. Indices are those of the
//! means of replicates, and part of the variance of means is noise that R replicates leave:
//!
//! ```text
//! y_ir = m + p_i + s_r + e_ir          p_i: point; s_r: luck of replicate r at all points; e_ir: luck at one point
//! Var(means) = Var(p) + Var(e) / R     s_r moves all means alike
//! noise      = Σ (y_ir − ȳ_i − ȳ_r + ȳ)² / ((n − 1) (R − 1)) / R              (two-way analysis of variance)
//! share      = noise / Var(means)      parameters = Var(means) − noise
//! ```
//!
//! If random numbers were not common, s_r would be 0. Noise is a part of each index that is computed from means:
//!
//! ```text
//! first order  S' = S / (1 − share)               noise is in the variance, and not in what a factor does alone
//! total        T' = (T − share) / (1 − share)     a change of a factor changes the luck too
//! ```
//!
//! T' is too small for a factor that changes nothing, luck included: its T is 0 already. It is then given as 0.
//! Elementary effects contain the noise of two means: √(2 noise) / Δ is the σ that noise alone gives.
//!
//! Points should be a sample of the space: for Sobol' indices A and B. A point's mean is that of the replicates it has,
//! and missing without any. Only points with all replicates are used for variances and noise.
//!
//! What a missing point takes from each method:
//!
//! ```text
//! elementary effects     the two effects that it is part of; the others remain
//! Sobol' indices         its base point, with all 2 + k or 2 + 2k evaluations
//! PAWN, RBD-FAST         itself
//! one at a time          its value of the curve
//! ```

use super::error::SensitivityError;
use super::estimate::mean;
use super::outcomes::{bounds, exists};

/// Means of replicates, and the noise in them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Replicated {
    /// The mean of each point; NaN without replicates.
    pub means: Vec<f64>,
    /// The number of points without any replicates.
    pub missing: usize,
    /// The number of points with all replicates.
    pub complete: usize,
    /// The variance of the means of complete points.
    pub variance: f64,
    /// The part of it that is noise, or `None` with one replicate.
    pub noise: Option<f64>,
}

/// The means and their noise, from the replicates of each point.
///
/// # Errors
/// If points have different numbers of replicates, fewer than two points are complete, or means do not vary.
pub(crate) fn analyse(replicates: &[Vec<f64>]) -> Result<Replicated, SensitivityError> {
    let count = replicates.first().map_or(0, Vec::len);
    if let Some(odd) = replicates.iter().find(|of| of.len() != count) {
        let wanted = format!("{count}, as of the first point (NaN if missing)");
        return Err(SensitivityError::Length { what: "replicates", found: odd.len(), wanted });
    }
    let of_those_there =
        |of: &Vec<f64>| mean(&of.iter().copied().filter(|y| exists(*y)).collect::<Vec<f64>>()).unwrap_or(f64::NAN);
    let means: Vec<f64> = replicates.iter().map(of_those_there).collect();
    let whole = || replicates.iter().zip(&means).filter(|(of, _)| !of.is_empty() && of.iter().all(|y| exists(*y)));
    bounds(whole().map(|(_, mean)| *mean))?;
    let (points, size) = (whole().count() as f64, count as f64);
    let middle = whole().map(|(_, mean)| mean).sum::<f64>() / points;
    let luck: Vec<f64> =
        (0..count).map(|r| whole().filter_map(|(of, mean)| Some(of.get(r)? - mean)).sum::<f64>() / points).collect();
    let squares = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        let of_point = |(replicates, mean): (&Vec<f64>, &f64)| -> f64 {
            replicates.iter().zip(&luck).map(|(y, luck)| of(y - mean, *luck)).map(|part| part * part).sum()
        };
        whole().map(of_point).sum()
    };
    let several = count > 1;
    Ok(Replicated {
        missing: means.iter().filter(|mean| mean.is_nan()).count(),
        complete: points as usize,
        variance: whole().map(|(_, mean)| (mean - middle) * (mean - middle)).sum::<f64>() / (points - 1.0),
        noise: several.then(|| squares(&|from_mean, luck| from_mean - luck) / ((points - 1.0) * (size - 1.0) * size)),
        means,
    })
}

impl Replicated {
    /// The share of the variance of means that is noise, from 0 to 1.
    pub(crate) fn share(&self) -> Option<f64> {
        self.noise.map(|noise| (noise / self.variance).clamp(0.0, 1.0))
    }

    /// A first-order index as a share of the variance that parameters make, or `None` if that is 0 or not known.
    pub(crate) fn first_order(&self, index: f64) -> Option<f64> {
        self.share().filter(|share| *share < 1.0).map(|share| index / (1.0 - share))
    }

    /// A total index without its noise, at least 0, or `None` as above.
    pub(crate) fn total(&self, index: f64) -> Option<f64> {
        self.share().filter(|share| *share < 1.0).map(|share| ((index - share) / (1.0 - share)).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sensitivity::draws::{Purpose, draws};
    use rand::Rng as _;

    #[test]
    fn luck_of_a_replicate_at_all_points_is_not_noise() {
        let found = analyse(&[vec![1.0, 11.0], vec![2.0, 12.0], vec![3.0, 13.0]]).expect("two-way");
        assert_eq!((found.variance, found.noise), (1.0, Some(0.0)));
        assert_eq!(found.share(), Some(0.0));
        assert_eq!((found.first_order(0.4), found.total(0.4)), (Some(0.4), Some(0.4)));
    }

    #[test]
    fn noise_is_found_as_it_was_made() {
        // Uniform noise of variance 1/12 in 4 replicates, on points of variance 1/12: a share of 1/5.
        let mut draws = draws(7, Purpose::Dummy, 0);
        let mut uniform = || (draws.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        let luck = [0.0, 5.0, -3.0, 1.0];
        let mut point = || {
            let value = uniform();
            luck.map(|luck| value + luck + uniform()).to_vec()
        };
        let points: Vec<Vec<f64>> = (0..5000).map(|_| point()).collect();
        let found = analyse(&points).expect("two-way");
        let share = found.share().expect("four replicates");
        assert!((share - 0.2).abs() < 0.01, "{share}");
        // Noise is 1/5: an index of 0.8 is all that parameters do, and a total of 0.2 is all noise.
        assert!((found.first_order(0.8).expect("known") - 1.0).abs() < 0.02);
        assert!((found.total(1.0).expect("known") - 1.0).abs() < 1e-12 && found.total(0.1) == Some(0.0));
    }

    #[test]
    fn missing_replicates_are_left_out() {
        let gap = [vec![1.0, f64::NAN], vec![f64::NAN; 2], vec![2.0, 3.0], vec![5.0, 5.0]];
        let found = analyse(&gap).expect("two complete points");
        assert_eq!((found.missing, found.complete, found.means[0], found.variance), (1, 2, 1.0, 3.125));
        assert!(found.means[1].is_nan() && found.noise.is_some());
        let single = analyse(&[vec![1.0], vec![2.0]]).expect("two points");
        assert_eq!((single.noise, single.share(), single.first_order(0.5), single.variance), (None, None, None, 0.5));
    }

    #[test]
    fn what_cannot_be_analysed_is_refused() {
        assert_eq!(analyse(&[]), Err(SensitivityError::Missing));
        assert_eq!(analyse(&[vec![], vec![]]), Err(SensitivityError::Missing));
        assert_eq!(analyse(&[vec![1.0, 2.0], vec![f64::NAN, 5.0]]), Err(SensitivityError::Constant));
        assert_eq!(analyse(&[vec![1.0, 2.0], vec![2.0, 1.0]]), Err(SensitivityError::Constant));
        assert!(matches!(analyse(&[vec![1.0], vec![]]), Err(SensitivityError::Length { found: 0, .. })));
    }
}
