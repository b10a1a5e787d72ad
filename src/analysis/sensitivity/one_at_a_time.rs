//! Curves of one factor at a time: the mean outcome over the values of a factor, with the other factors at their base.
//!
//! ```text
//! m(v)    mean over replicates at value v, at position x(v) of the unit interval
//! range   max m − min m
//! slope   (m(v + 1) − m(v)) / (x(v + 1) − x(v)) of the two neighbours where it is farthest from 0
//! shape   the signs of m(v + 1) − m(v)
//! ```
//!
//! Curves show what a factor does around the base, and nothing of what it does elsewhere: with k factors they visit a
//! share of the space that shrinks to 0 with k (Saltelli & Annoni 2010, doi:10.1016/j.envsoft.2010.04.012).
//!
//! Replicates have common random numbers, so replicate r of one value pairs with replicate r of another: resamples draw
//! the same replicates at all values. A range is never negative, so noise alone makes it positive, and its interval
//! too. Compare it with the interval of a mean.
//!
//! A missing replicate is left out of the mean of its value. A value without any replicates is left out of the curve.

use super::error::SensitivityError;
use super::estimate::{Bootstrap, Estimate, mean};
use super::outcomes::exists;
use super::sizes::Sizes;

/// The numbers of replicates that the method can use. One replicate does not give intervals.
pub(crate) const SIZES: Sizes =
    Sizes { method: "a curve of one factor", units: "replicates", least: 1, enough: 10, advice: "" };

/// Positions that are closer count as equal.
const LEAST_STEP: f64 = 1e-9;

/// The outcomes at the values of a factor.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Curve {
    /// The position of each value, rising. The order of choices is arbitrary, so their slope and shape mean nothing.
    pub positions: Vec<f64>,
    /// The replicates at each value, NaN if missing. All values have the same number.
    pub replicates: Vec<Vec<f64>>,
}

/// How a curve runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// All means are equal.
    Flat,
    /// No mean is below the one before.
    Rising,
    /// No mean is above the one before.
    Falling,
    /// It rises and falls.
    Mixed,
}

/// What a factor does around the base.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Response {
    /// The mean at each value, or `None` without replicates.
    pub means: Vec<Option<Estimate>>,
    /// The difference of the largest and the least mean.
    pub range: Estimate,
    /// The slope that is farthest from 0.
    pub slope: Estimate,
    /// How the curve runs.
    pub shape: Shape,
    /// The share of resamples whose curve runs the same way, or `None` with one replicate.
    pub shape_share: Option<f64>,
}

/// The response to a factor.
///
/// # Errors
/// If lengths do not fit, positions do not rise, or fewer than two values have a replicate.
pub(crate) fn analyse(curve: &Curve, bootstrap: Bootstrap) -> Result<Response, SensitivityError> {
    let replicates = check(curve)?;
    let all: Vec<usize> = (0..replicates).collect();
    let means = curve.means(&all);
    let (range, slope, shape) = measures(&curve.positions, &means).ok_or(SensitivityError::Missing)?;
    let resamples = if replicates < 2 { 0 } else { bootstrap.resamples };
    let (mut same, mut drawn_curves) = (0u32, 0u32);
    let mut values = means.clone();
    values.extend([range, slope]);
    let mut found = Bootstrap { resamples, ..bootstrap }.percentiles(replicates, &values, |drawn| {
        let mut means = curve.means(drawn);
        let found = measures(&curve.positions, &means);
        if let Some((.., drawn_shape)) = found {
            drawn_curves += 1;
            same += u32::from(drawn_shape == shape);
        }
        means.extend(found.map_or([f64::NAN; 2], |(range, slope, _)| [range, slope]));
        means
    });
    let measured = found.split_off(means.len());
    let &[range, slope] = measured.as_slice() else { return Err(SensitivityError::Missing) };
    Ok(Response {
        means: found.into_iter().map(|mean| (!mean.value.is_nan()).then_some(mean)).collect(),
        range,
        slope,
        shape,
        shape_share: (drawn_curves > 0).then(|| f64::from(same) / f64::from(drawn_curves)),
    })
}

/// The number of replicates of a curve that can be used.
fn check(curve: &Curve) -> Result<usize, SensitivityError> {
    let (values, found) = (curve.positions.len(), curve.replicates.len());
    if values < 2 {
        return Err(SensitivityError::Length { what: "values", found: values, wanted: "at least 2".to_owned() });
    }
    if values != found {
        let wanted = format!("{values}, one of each value");
        return Err(SensitivityError::Length { what: "lists of replicates", found, wanted });
    }
    let rises = |pair: &[f64]| matches!(pair, [a, b] if (LEAST_STEP..f64::INFINITY).contains(&(b - a)));
    if let Some(at) = curve.positions.windows(2).position(|pair| !rises(pair)) {
        return Err(SensitivityError::Positions(at + 1));
    }
    let replicates = curve.replicates.first().map_or(0, Vec::len);
    if let Some(odd) = curve.replicates.iter().find(|of| of.len() != replicates) {
        let wanted = format!("{replicates}, as at the first value");
        return Err(SensitivityError::Length { what: "replicates", found: odd.len(), wanted });
    }
    if replicates < SIZES.least { Err(SensitivityError::TooFew { found: 0, sizes: SIZES }) } else { Ok(replicates) }
}

impl Curve {
    /// The mean of drawn replicates at each value; NaN if all are missing.
    fn means(&self, drawn: &[usize]) -> Vec<f64> {
        let of = |replicates: &Vec<f64>| {
            let there = drawn.iter().filter_map(|&r| replicates.get(r)).copied().filter(|y| exists(*y));
            mean(&there.collect::<Vec<f64>>()).unwrap_or(f64::NAN)
        };
        self.replicates.iter().map(of).collect()
    }
}

/// The range, the slope and the shape of a curve. Returns `None` if fewer than two values have a mean.
fn measures(positions: &[f64], means: &[f64]) -> Option<(f64, f64, Shape)> {
    let points: Vec<(f64, f64)> =
        positions.iter().copied().zip(means.iter().copied()).filter(|(_, mean)| !mean.is_nan()).collect();
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (_, mean) in &points {
        (low, high) = (low.min(*mean), high.max(*mean));
    }
    let (mut slope, mut rises, mut falls) = (0.0f64, false, false);
    for pair in points.windows(2) {
        let [(x, m), (next_x, next_m)] = pair else { continue };
        let steep = (next_m - m) / (next_x - x);
        (rises, falls) = (rises || next_m > m, falls || next_m < m);
        slope = if steep.abs() > slope.abs() { steep } else { slope };
    }
    let shape = match (rises, falls) {
        (false, false) => Shape::Flat,
        (true, false) => Shape::Rising,
        (false, true) => Shape::Falling,
        (true, true) => Shape::Mixed,
    };
    (points.len() > 1).then_some((high - low, slope, shape))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: Bootstrap = Bootstrap { resamples: 200, seed: 3 };

    fn curve(positions: &[f64], replicates: &[&[f64]]) -> Curve {
        Curve { positions: positions.to_vec(), replicates: replicates.iter().map(|r| r.to_vec()).collect() }
    }

    #[test]
    fn measures_by_hand() {
        let curve = curve(&[0.0, 0.25, 1.0], &[&[1.0, 3.0], &[3.0, 5.0], &[2.0, 2.0]]);
        let found = analyse(&curve, SOME).expect("a response");
        let means: Vec<f64> = found.means.iter().flatten().map(|mean| mean.value).collect();
        assert_eq!((means, found.range.value, found.slope.value), (vec![2.0, 4.0, 2.0], 2.0, 8.0));
        assert_eq!((found.shape, found.shape_share), (Shape::Mixed, Some(1.0)));
        // Replicates pair: the rise from the first value to the second is 2 in each, so its slope does not vary.
        let slope = found.slope.interval.expect("resampled");
        assert_eq!((slope.low, slope.high), (8.0, 8.0));
        let first = found.means[0].and_then(|mean| mean.interval).expect("resampled");
        assert_eq!((first.low, first.high), (1.0, 3.0));
    }

    #[test]
    fn shapes_have_names() {
        let shape = |means: &[f64]| measures(&[0.0, 0.5, 1.0], means).expect("a curve").2;
        assert_eq!(shape(&[1.0, 1.0, 1.0]), Shape::Flat);
        assert_eq!(shape(&[1.0, 1.0, 2.0]), Shape::Rising);
        assert_eq!(shape(&[1.0, 0.0, 0.0]), Shape::Falling);
        assert_eq!(shape(&[1.0, 0.0, 1.0]), Shape::Mixed);
        assert_eq!(shape(&[1.0, f64::NAN, 0.0]), Shape::Falling);
    }

    #[test]
    fn missing_replicates_are_left_out() {
        let half = curve(&[0.0, 0.5, 1.0], &[&[1.0, f64::NAN], &[f64::NAN; 2], &[0.0, 0.5]]);
        let found = analyse(&half, SOME).expect("a response");
        assert_eq!((found.range.value, found.slope.value, found.shape), (0.75, -0.75, Shape::Falling));
        assert!(found.means[1].is_none());
        let single = analyse(&curve(&[0.0, 1.0], &[&[1.0], &[1.0]]), SOME).expect("a response");
        assert_eq!((single.shape, single.shape_share, single.range.interval), (Shape::Flat, None, None));
    }

    #[test]
    fn what_cannot_be_analysed_is_refused() {
        let of = |positions: &[f64], replicates: &[&[f64]]| {
            analyse(&curve(positions, replicates), SOME).expect_err("refused")
        };
        assert_eq!(of(&[0.0, 1.0], &[&[f64::NAN], &[1.0]]), SensitivityError::Missing);
        assert_eq!(of(&[0.0, 0.0], &[&[1.0], &[1.0]]), SensitivityError::Positions(1));
        assert_eq!(of(&[0.0, f64::NAN], &[&[1.0], &[1.0]]), SensitivityError::Positions(1));
        assert!(matches!(of(&[0.0], &[&[1.0]]), SensitivityError::Length { what: "values", .. }));
        assert!(matches!(of(&[0.0, 1.0], &[&[1.0]]), SensitivityError::Length { what: "lists of replicates", .. }));
        assert!(matches!(of(&[0.0, 1.0], &[&[1.0], &[]]), SensitivityError::Length { what: "replicates", .. }));
        assert!(matches!(of(&[0.0, 1.0], &[&[], &[]]), SensitivityError::TooFew { .. }));
    }
}
