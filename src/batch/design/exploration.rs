//! Points of explorations: a lattice with both ends of every axis, and points of the unit cube.

use super::DesignError;
use super::levels::between;
use super::samples::{Sampler, shifted_sobol};
use crate::scenario::{Axis, Levels, Setting};

/// The value at a share from 0 to 1 of an interval, both ends included. Returns `None` if the axis is not an interval of
/// numbers.
pub(crate) fn at_share(axis: &Axis, share: f64) -> Option<Setting> {
    let Levels::Interval { low, high, log, .. } = axis.levels else { return None };
    if !axis.is_numeric() {
        return None;
    }
    // Fifteen digits, so that values read as they would be written.
    let number = match share {
        0.0 => low,
        1.0 => high,
        _ => {
            let exact = between(low, high, share, log);
            format!("{exact:.14e}").parse().unwrap_or(exact) + 0.0
        }
    };
    Some(axis.in_kind(Setting::Number(if axis.is_whole() { (number + 0.5).floor() } else { number })))
}

/// The values at a point of the unit cube, one coordinate for each axis.
pub(crate) fn at_point(axes: &[Axis], coordinates: &[f64]) -> Vec<Setting> {
    Sampler::new(axes).point(coordinates.iter().copied())
}

/// Points that cover the unit cube evenly, after those that are left out.
///
/// # Errors
/// Returns an error if there are more axes than the sequence has dimensions.
pub(crate) fn even_points(axes: usize, seed: u64, left_out: usize, count: usize) -> Result<Vec<Vec<f64>>, DesignError> {
    let mut next = shifted_sobol(axes, seed)?;
    (0..left_out).for_each(|_| drop(next()));
    Ok((0..count).map(|_| next()).collect())
}
