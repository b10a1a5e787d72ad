//! The values of an axis, one by one, or at a share of the way along it.

use crate::scenario::{Axis, Levels, Setting};

/// What a step may fall short of the end of a range by and still count as reaching it, in steps.
const SLACK: f64 = 1e-9;

/// How many values there are; none where they are not counted.
pub fn count(axis: &Axis) -> Option<u64> {
    match axis.levels {
        Levels::List(ref values) => Some(values.len() as u64),
        Levels::Range { from, to, step } => Some(((to - from) / step + SLACK) as u64 + 1),
        Levels::Interval { count, .. } => count.map(u64::from),
    }
}

/// The values, in order; none where they are not counted. Whole numbers that fall together stand once.
pub fn values(axis: &Axis) -> Option<Vec<Setting>> {
    let count = count(axis)?;
    let mut values: Vec<Setting> = match axis.levels {
        Levels::List(ref values) => values.iter().map(|value| on_axis(axis, value.clone())).collect(),
        Levels::Range { from, step, .. } => {
            let places = places(from).max(places(step));
            (0..count).map(|i| exactly(axis, rounded(from + i as f64 * step, places))).collect()
        }
        Levels::Interval { low, high, log, .. } => {
            let at = |i: u64| match i {
                0 => low,
                i if i == count - 1 => high,
                i => between(low, high, log, i as f64 / (count - 1) as f64),
            };
            (0..count).map(|i| number(axis, at(i))).collect()
        }
    };
    values.dedup();
    Some(values)
}

/// The value at a share of the way, in [0, 1): of values one by one each takes an equal part of the way.
pub fn at(axis: &Axis, share: f64) -> Setting {
    match axis.levels {
        Levels::Interval { low, high, log: false, .. } if axis.is_whole() => {
            let (low, high) = (low.ceil(), high.floor());
            number(axis, (low + share * (high - low + 1.0)).floor().clamp(low, high.max(low)))
        }
        Levels::Interval { low, high, log, .. } => number(axis, between(low, high, log, share)),
        Levels::List(ref values) => on_axis(axis, values[place(share, values.len())].clone()),
        Levels::Range { from, step, .. } => {
            let i = place(share, count(axis).unwrap_or(1) as usize);
            exactly(axis, rounded(from + i as f64 * step, places(from).max(places(step))))
        }
    }
}

fn place(share: f64, of: usize) -> usize {
    ((share * of as f64) as usize).min(of.saturating_sub(1))
}

fn between(low: f64, high: f64, log: bool, share: f64) -> f64 {
    let value = if log {
        libm::exp(libm::log(low) + (libm::log(high) - libm::log(low)) * share)
    } else {
        low + (high - low) * share
    };
    value.clamp(low, high)
}

/// A number on the axis: whole where the axis is of whole numbers.
pub fn number(axis: &Axis, value: f64) -> Setting {
    if axis.is_whole() { exactly(axis, value.round()) } else { Setting::Number(value) }
}

/// A number as it is. One that is not whole stays so on an axis of whole numbers, and is refused there.
fn exactly(axis: &Axis, value: f64) -> Setting {
    let whole = axis.is_whole() && value.fract() == 0.0 && value.abs() < 1e15;
    if whole { Setting::Whole(value as i64) } else { Setting::Number(value) }
}

/// A value as the axis has it, so that 1 and 1.0 are the same.
pub fn on_axis(axis: &Axis, value: Setting) -> Setting {
    match value {
        Setting::Whole(n) if axis.is_numeric() => exactly(axis, n as f64),
        Setting::Number(x) if axis.is_numeric() => exactly(axis, x),
        other => other,
    }
}

/// Decimal places with which a number is written.
fn places(x: f64) -> usize {
    let text = format!("{x}");
    text.split_once('.').map_or(0, |(_, places)| places.len())
}

/// The number that is written with so many decimal places: 0.3 rather than 0.30000000000000004.
fn rounded(x: f64, places: usize) -> f64 {
    format!("{x:.places$}").parse().unwrap_or(x)
}
