//! Sobol' indices: which share of the variance of an outcome each factor makes, alone and with others (Sobol' 2001,
//! doi:10.1016/S0378-4754(00)00270-6).
//!
//! ```text
//! first order  S_j = Var(E[y | x_j]) / Var(y)            alone
//! total        T_j = E[Var(y | all but x_j)] / Var(y)    with its interactions
//! ```
//!
//! The design combines the two halves A and B of each base point of 2k coordinates (Saltelli 2002,
//! doi:10.1016/S0010-4655(02)00280-1): A, A with each group from B, B with each group from A (for the second order), B.
//! The caller chooses the base points. Those of a Sobol' sequence with a random shift or scrambling serve best, in a
//! number that is a power of two (Owen 2020, doi:10.48550/arXiv.2008.08051). Intervals are by the bootstrap over base
//! points. It takes them as independent, so intervals from a Sobol' sequence are wider than they need to be.
//!
//! A base point with any outcome missing is left out: its terms cannot be computed, and no other point replaces it.
//! The indices are then those of the remaining points. If outcomes are missing in a part of the space, these are not a
//! sample of the whole.

mod estimators;

pub(crate) use estimators::Estimator;

use super::error::SensitivityError;
use super::estimate::{Bootstrap, Estimate};
use super::groups::Groups;
use super::outcomes::{bounds, scaled};
use super::sizes::Sizes;
use estimators::pairs;

/// The numbers of base points that the method can use.
pub(crate) const SIZES: Sizes = Sizes {
    method: "Sobol' indices",
    units: "base points",
    least: 8,
    enough: 256,
    advice: "; a power of two serves best",
};

/// Whether a number of base points keeps a Sobol' sequence balanced.
pub(crate) fn balanced(base_points: usize) -> bool {
    base_points.is_power_of_two()
}

/// Which points are evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Design {
    /// The groups of factors that are exchanged together.
    pub groups: Groups,
    /// Whether the evaluations for second orders are made.
    pub second_order: bool,
}

impl Design {
    /// The number of evaluations of a base point.
    pub(crate) fn evaluations(&self) -> usize {
        2 + self.groups.count() * if self.second_order { 2 } else { 1 }
    }

    /// The best estimator of what is evaluated.
    pub(crate) fn estimator(&self) -> Estimator {
        if self.second_order { Estimator::Azzini } else { Estimator::Saltelli }
    }

    /// The points of a base point: A, AB of each group, BA of each group (with second order), B.
    ///
    /// # Errors
    /// If the base point does not have two coordinates of each factor.
    pub(crate) fn points(&self, base: &[f64]) -> Result<Vec<Vec<f64>>, SensitivityError> {
        let factors = self.groups.factors();
        let halves = base.split_at_checked(factors).filter(|(_, b)| b.len() == factors);
        let wanted = || format!("{}, two of each factor", 2 * factors);
        let (a, b) = halves.ok_or_else(|| SensitivityError::Length {
            what: "coordinates of a base point",
            found: base.len(),
            wanted: wanted(),
        })?;
        let exchanged = |into: &[f64], from: &[f64]| -> Vec<Vec<f64>> {
            let exchange = |members: &[usize]| {
                let mut point = into.to_vec();
                for &factor in members {
                    point[factor] = from[factor];
                }
                point
            };
            self.groups.members().map(exchange).collect()
        };
        let mut points = vec![a.to_vec()];
        points.extend(exchanged(a, b));
        if self.second_order {
            points.extend(exchanged(b, a));
        }
        points.push(b.to_vec());
        Ok(points)
    }
}

/// The index of two groups together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    /// The numbers of the groups, the smaller first.
    pub groups: (usize, usize),
    /// The share of variance that they make only together.
    pub index: Estimate,
}

/// Sobol' indices.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Indices {
    /// The number of base points used.
    pub base_points: usize,
    /// The number left out because an outcome is missing.
    pub left_out: usize,
    /// The first order of each group.
    pub first: Vec<Estimate>,
    /// The total of each group.
    pub total: Vec<Estimate>,
    /// The second orders; empty without their evaluations.
    pub second: Vec<Pair>,
}

/// The indices from the outcomes of all points, base point by base point.
///
/// # Errors
/// If the number of outcomes does not fit, the estimator needs evaluations that were not made, too few base points have
/// all outcomes, or outcomes do not vary.
pub(crate) fn analyse(
    design: &Design,
    outcomes: &[f64],
    estimator: Estimator,
    bootstrap: Bootstrap,
) -> Result<Indices, SensitivityError> {
    let (evaluations, groups) = (design.evaluations(), design.groups.count());
    if !outcomes.len().is_multiple_of(evaluations) {
        let wanted = format!("a multiple of {evaluations}, the evaluations of a base point");
        return Err(SensitivityError::Length { what: "outcomes", found: outcomes.len(), wanted });
    }
    if estimator == Estimator::Azzini && !design.second_order {
        return Err(SensitivityError::FirstOrderOnly);
    }
    let mut kept: Vec<f64> = Vec::new();
    for block in scaled(outcomes)?.chunks(evaluations).filter(|block| !block.iter().any(|y| y.is_nan())) {
        kept.extend(block);
    }
    let base_points = kept.len() / evaluations;
    if base_points < SIZES.least {
        return Err(SensitivityError::TooFew { found: base_points, sizes: SIZES });
    }
    // The variance is that of A and B.
    bounds(kept.iter().step_by(evaluations).chain(kept.iter().skip(evaluations - 1).step_by(evaluations)).copied())?;
    // Products are most precise, and least biased, around the mean.
    let mean = kept.iter().sum::<f64>() / kept.len() as f64;
    for outcome in &mut kept {
        *outcome -= mean;
    }
    let terms: Vec<Vec<f64>> =
        kept.chunks(evaluations).filter_map(|block| estimator.terms(block, groups, design.second_order)).collect();
    let of = |drawn: &[usize]| estimator.indices(&average(&terms, drawn.iter().copied()), groups);
    let values = estimator.indices(&average(&terms, 0..terms.len()), groups);
    if values.iter().any(|value| !value.is_finite()) {
        return Err(SensitivityError::Constant);
    }
    let mut found = bootstrap.percentiles(terms.len(), &values, of).into_iter();
    let first = found.by_ref().take(groups).collect();
    let total = found.by_ref().take(groups).collect();
    let second = pairs(groups).zip(found).map(|(groups, index)| Pair { groups, index }).collect();
    Ok(Indices { base_points, left_out: outcomes.len() / evaluations - base_points, first, total, second })
}

/// The average terms of drawn base points.
fn average(terms: &[Vec<f64>], drawn: impl ExactSizeIterator<Item = usize>) -> Vec<f64> {
    let count = drawn.len() as f64;
    let mut sums = vec![0.0; terms.first().map_or(0, Vec::len)];
    for row in drawn.filter_map(|at| terms.get(at)) {
        sums.iter_mut().zip(row).for_each(|(sum, term)| *sum += term);
    }
    sums.into_iter().map(|sum| sum / count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Bootstrap = Bootstrap { resamples: 0, seed: 0 };

    fn design(of: &[usize], second_order: bool) -> Design {
        Design { groups: Groups::new(of).expect("groups"), second_order }
    }

    #[test]
    fn points_exchange_one_group_each() {
        let base = [0.1, 0.2, 0.3, 0.6, 0.7, 0.8];
        let points = design(&[0, 1, 0], true).points(&base).expect("a base point");
        let expected =
            [[0.1, 0.2, 0.3], [0.6, 0.2, 0.8], [0.1, 0.7, 0.3], [0.1, 0.7, 0.3], [0.6, 0.2, 0.8], [0.6, 0.7, 0.8]];
        assert_eq!(points, expected);
        let plain = design(&[0, 1, 0], false);
        assert_eq!((plain.points(&base).expect("a base point").len(), plain.evaluations()), (4, 4));
        assert!(matches!(plain.points(&base[1..]), Err(SensitivityError::Length { found: 5, .. })));
    }

    #[test]
    fn a_base_point_without_an_outcome_is_left_out() {
        let design = design(&[0, 1], true);
        let mut outcomes: Vec<f64> = (0..60).map(|k| f64::from(k * k % 17)).collect();
        let without = outcomes[6..].to_vec();
        outcomes[3] = f64::NAN;
        let of =
            |outcomes: &[f64]| analyse(&design, outcomes, Estimator::Saltelli, Bootstrap { resamples: 20, seed: 2 });
        let (found, expected) = (of(&outcomes).expect("indices"), of(&without).expect("indices"));
        assert_eq!((found.base_points, found.left_out, expected.left_out), (9, 1, 0));
        assert_eq!((found.first, found.total, found.second), (expected.first, expected.total, expected.second));
        let few = of(&without[..42]).expect_err("seven base points").to_string();
        assert!(few.ends_with("8 or more, and 256 are usually enough; a power of two serves best"), "{few}");
    }

    #[test]
    fn what_cannot_be_analysed_is_refused() {
        let design = design(&[0, 1], false);
        let of = |outcomes: &[f64], estimator| analyse(&design, outcomes, estimator, NONE);
        assert_eq!(of(&[0.0; 40], Estimator::Azzini), Err(SensitivityError::FirstOrderOnly));
        assert!(matches!(of(&[0.0; 41], Estimator::Saltelli), Err(SensitivityError::Length { found: 41, .. })));
        assert_eq!(of(&[0.3; 40], Estimator::Saltelli), Err(SensitivityError::Constant));
        assert_eq!(of(&[f64::NAN; 40], Estimator::Saltelli), Err(SensitivityError::Missing));
        assert_eq!(of(&[], Estimator::Saltelli), Err(SensitivityError::Missing));
        assert!(balanced(64) && !balanced(10));
        // A and B are equal everywhere, and only points between them differ.
        let between: Vec<f64> = (0..40).map(|k| f64::from(u8::from(k % 4 == 1))).collect();
        assert_eq!(of(&between, Estimator::Saltelli), Err(SensitivityError::Constant));
    }
}
