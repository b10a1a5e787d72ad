//! The single values of an axis, as a grid, a list and the design one-at-a-time use them.

use super::DesignError;
use crate::scenario::{Axis, Levels, Setting};

/// An upper limit for the number of values. Values of an interval of whole numbers may coincide.
pub(super) fn at_most(axis: &Axis) -> u64 {
    match &axis.levels {
        Levels::List(values) => values.len() as u64,
        // Slightly more than the steps, so that 0.3 / 0.1 is 3.
        Levels::Range { from, to, step } => (((to - from) / step + 1e-9).floor() as u64).saturating_add(1),
        Levels::Interval { count, .. } => count.unwrap_or(2).into(),
    }
}

/// All values in order, each once; both ends of an interval without a count.
///
/// A range has the decimals of its first value and its step, so that steps of 0.1 give 0.3 and not 0.30000000000000004.
/// An interval has 15 digits between its ends, which are as written.
pub(super) fn values(axis: &Axis) -> Vec<Setting> {
    let (low, high, count, log) = match &axis.levels {
        Levels::List(values) => return values.clone(),
        Levels::Range { from, to, step } => {
            let decimals = decimals(*from).max(decimals(*step));
            let value = |i: u64| {
                let value = rounded(&format!("{:.decimals$}", from + i as f64 * step), from + i as f64 * step);
                axis.in_kind(Setting::Number(if *step > 0.0 { value.min(*to) } else { value.max(*to) }))
            };
            return (0..at_most(axis)).map(value).collect();
        }
        Levels::Interval { low, high, count, log } => (*low, *high, u64::from(count.unwrap_or(2)), *log),
    };
    let value = |i: u64| {
        let x = match i {
            0 => low,
            _ if i + 1 == count => high,
            _ => {
                let x = between(low, high, i as f64 / (count - 1) as f64, log);
                rounded(&format!("{x:.14e}"), x)
            }
        };
        axis.in_kind(Setting::Number(if axis.is_whole() { (x + 0.5).floor() } else { x }))
    };
    let mut values: Vec<Setting> = (0..count).map(value).collect();
    values.dedup();
    values
}

/// The value at a share u in [0, 1] between low and high, evenly in the number or in its logarithm.
pub(super) fn between(low: f64, high: f64, u: f64, log: bool) -> f64 {
    let x = if log { libm::exp((1.0 - u) * libm::log(low) + u * libm::log(high)) } else { (1.0 - u) * low + u * high };
    // Not `clamp`, which panics if the ends are not in order.
    x.max(low).min(high)
}

/// The interval as written.
pub(super) fn written(low: f64, high: f64, log: bool) -> String {
    format!("{}{low}..{high}", if log { "log:" } else { "" })
}

/// An interval of whole numbers must have whole ends.
pub(super) fn check(axis: &Axis) -> Result<(), DesignError> {
    match &axis.levels {
        Levels::Interval { low, high, log, .. } if axis.is_whole() && (low.fract() != 0.0 || high.fract() != 0.0) => {
            Err(DesignError::BrokenInterval { path: axis.path.clone(), interval: written(*low, *high, *log) })
        }
        _ => Ok(()),
    }
}

/// The digits after the decimal point in the shortest text that reads back as x.
fn decimals(x: f64) -> usize {
    x.to_string().split_once('.').map_or(0, |(_, after)| after.len())
}

/// Parses a number and turns −0 into 0.
fn rounded(text: &str, otherwise: f64) -> f64 {
    text.parse().unwrap_or(otherwise) + 0.0
}

#[cfg(test)]
mod tests {
    use super::super::tests::{made, refused};

    fn values(path: &str, levels: &str) -> String {
        let points = made(&format!("[sweep.vary]\n\"{path}\" = {levels}\n"));
        (0..points.len()).map(|point| points.settings(point)[0].to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn values_read_as_they_would_be_written() {
        for (path, levels, wanted) in [
            ("parameters.feedback.threat", "\"0..1:0.1\"", "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"),
            ("parameters.feedback.threat", "\"0.05..0.3:0.1\"", "0.05 0.15 0.25"),
            ("parameters.feedback.threat", "\"1..0:-0.25\"", "1 0.75 0.5 0.25 0"),
            ("parameters.feedback.threat", "\"0..1/5\"", "0 0.25 0.5 0.75 1"),
            ("parameters.feedback.threat", "\"0.1..0.5/5\"", "0.1 0.2 0.3 0.4 0.5"),
            ("parameters.feedback.threat", "\"log:0.001..1/4\"", "0.001 0.01 0.1 1"),
            ("parameters.feedback.threat", "\"log:0.03..3/3\"", "0.03 0.3 3"),
            ("parameters.feedback.threat", "\"2,0.5,1\"", "2 0.5 1"),
            ("parameters.feedback.threat", "0.7", "0.7"),
            ("run.rounds", "\"10..30:10\"", "10 20 30"),
            ("run.rounds", "\"1..10/4\"", "1 4 7 10"),
            ("run.rounds", "\"1..3/9\"", "1 2 3"),
            ("run.rounds", "\"log:1..100/5\"", "1 3 10 32 100"),
            ("run.rounds", "\"log:1..8/9\"", "1 2 3 4 5 6 8"),
            ("run.rounds", "[2.0, 5]", "2 5"),
            ("run.noise", "[true, false]", "true false"),
        ] {
            assert_eq!(values(path, levels), wanted, "{path} = {levels}");
        }
    }

    #[test]
    fn whole_numbers_stay_whole() {
        for (levels, wanted) in [
            ("\"1..2:0.5\"", "point 1: run.rounds = 1.5; must be a whole number; must be in [1, "),
            ("[1, 2.5]", "point 1: run.rounds = 2.5; must be a whole number; must be in [1, "),
            ("\"0.5..3/3\"", "run.rounds needs whole numbers, but the interval is 0.5..3; both ends must be integers"),
        ] {
            let message = refused(&format!("[sweep.vary]\n\"run.rounds\" = {levels}\n"));
            assert!(message.starts_with(wanted), "{levels}: {message}");
        }
    }
}
