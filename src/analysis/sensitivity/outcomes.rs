//! Outcomes as methods can use them.

use super::error::SensitivityError;
use super::sizes::Sizes;

/// Numbers farther from 0 count as missing, as NaN and infinities do: sums of their squares may not be finite.
const LARGEST: f64 = 1e150;
/// Outcomes that differ by a smaller share of their size differ only by rounding.
const ROUNDING: f64 = 1e-12;

/// Whether an outcome exists and can be computed with.
pub(super) fn exists(outcome: f64) -> bool {
    outcome.abs() <= LARGEST
}

/// The least and the largest outcome that exist.
///
/// # Errors
/// If none exists, or if they are equal but for rounding.
pub(super) fn bounds(outcomes: impl Iterator<Item = f64>) -> Result<(f64, f64), SensitivityError> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for outcome in outcomes.filter(|outcome| exists(*outcome)) {
        (low, high) = (low.min(outcome), high.max(outcome));
    }
    if low > high {
        return Err(SensitivityError::Missing);
    }
    let half = high / 2.0 - low / 2.0;
    let varies = half.is_normal() && half > ROUNDING * low.abs().max(high.abs());
    if varies { Ok((low, high)) } else { Err(SensitivityError::Constant) }
}

/// Outcomes moved and scaled to [−1, 1], missing ones NaN: indices that are shares of a variance do not change, and
/// their sums stay precise.
///
/// # Errors
/// If none exists, or if all are equal.
pub(super) fn scaled(outcomes: &[f64]) -> Result<Vec<f64>, SensitivityError> {
    let (low, high) = bounds(outcomes.iter().copied())?;
    let (middle, half) = (high / 2.0 + low / 2.0, high / 2.0 - low / 2.0);
    let scale = |outcome: &f64| if exists(*outcome) { (outcome - middle) / half } else { f64::NAN };
    Ok(outcomes.iter().map(scale).collect())
}

/// A sample whose points a method did not choose, without the points that have no outcome.
pub(super) struct Given {
    /// The coordinates of each factor.
    pub(super) factors: Vec<Vec<f64>>,
    /// The outcomes, scaled to [−1, 1].
    pub(super) outcomes: Vec<f64>,
}

impl Given {
    /// # Errors
    /// If lengths differ, a coordinate is not finite, too few points have an outcome, or the outcome does not vary.
    pub(super) fn new(points: &[Vec<f64>], outcomes: &[f64], sizes: Sizes) -> Result<Self, SensitivityError> {
        if points.len() != outcomes.len() {
            let wanted = format!("{}, one of each point", points.len());
            return Err(SensitivityError::Length { what: "outcomes", found: outcomes.len(), wanted });
        }
        let factors = points.first().map_or(0, Vec::len);
        if let Some(odd) = points.iter().find(|point| point.len() != factors) {
            let wanted = format!("{factors}, as in the first point");
            return Err(SensitivityError::Length { what: "coordinates", found: odd.len(), wanted });
        }
        if let Some(odd) = points.iter().position(|point| point.iter().any(|u| !u.is_finite())) {
            return Err(SensitivityError::Coordinate(odd));
        }
        let found = outcomes.iter().filter(|outcome| exists(**outcome)).count();
        if found == 0 && !outcomes.is_empty() {
            return Err(SensitivityError::Missing);
        }
        if found < sizes.least {
            return Err(SensitivityError::TooFew { found, sizes });
        }
        if factors == 0 {
            return Err(SensitivityError::NoFactors);
        }
        let scaled = scaled(outcomes)?;
        let kept = || points.iter().zip(&scaled).filter(|(_, outcome)| !outcome.is_nan());
        let column = |factor: usize| kept().filter_map(|(point, _)| point.get(factor).copied()).collect();
        Ok(Self { factors: (0..factors).map(column).collect(), outcomes: kept().map(|(_, y)| *y).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_scaled_without_overflow() {
        assert_eq!(scaled(&[1.0, f64::NAN, 3.0, 2.0]).map(|y| [y[0], y[2], y[3]]), Ok([-1.0, 1.0, 0.0]));
        let tiny = scaled(&[0.0, 1e-300, f64::INFINITY, 1e200]).expect("two vary");
        assert!((tiny[0], tiny[1]) == (-1.0, 1.0) && tiny[2].is_nan() && tiny[3].is_nan());
    }

    #[test]
    fn missing_and_constant_outcomes_are_refused() {
        for missing in [&[][..], &[f64::NAN; 3], &[f64::INFINITY, f64::NEG_INFINITY, 1e200]] {
            assert_eq!(scaled(missing), Err(SensitivityError::Missing));
        }
        for constant in [&[2.0, f64::NAN][..], &[0.1 + 0.2, 0.3], &[0.0, -0.0], &[0.0, 5e-324], &[7e9; 4]] {
            assert_eq!(scaled(constant), Err(SensitivityError::Constant));
        }
    }
}
