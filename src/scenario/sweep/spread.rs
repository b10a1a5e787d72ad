//! Axes in short: every parameter that a pattern matches, and intervals around the values of the scenario.
//!
//! ```text
//! "parameters.threat.*" = "within 30%"     each parameter of the group, from 0.7 to 1.3 times its value
//! "parameters.*" = "all"                   each parameter over its documented range
//! ```
//!
//! An interval ends where the range of its parameter ends. A parameter that is 0 has its whole range. A path that an axis
//! names in full is not part of a pattern.

use super::super::node::{Entry, Table};
use super::super::problems::{ProblemKind, Problems};
use super::super::shape::Shape;
use super::super::suggest::nearest;
use crate::model::params::{GROUPS, PARAMETERS};
use crate::model::switches::SWITCHES;

/// The table of parameters.
const PARAMETERS_OF: &str = "parameters.";
/// The group of switches.
const SWITCHES_OF: &str = "parameters.switches.";

/// An interval that is named in words.
pub(super) struct Interval {
    pub(super) low: f64,
    pub(super) high: f64,
    /// The number of evenly spaced values.
    pub(super) count: Option<u32>,
}

/// The axes of `[sweep.vary]` by their paths, patterns replaced by the paths that they match.
pub(super) fn expanded<'a>(vary: &'a Table, problems: &mut Problems) -> Vec<(String, &'a Entry)> {
    let mut all: Vec<(String, &Entry)> = Vec::new();
    for entry in &vary.entries {
        let Some(begin) = entry.key.strip_suffix('*') else {
            all.push((entry.key.clone(), entry));
            continue;
        };
        let named = |path: &str| vary.entry(path).is_some();
        let matched = matched(begin);
        if matched.is_empty() {
            let near = begin
                .strip_prefix(PARAMETERS_OF)
                .and_then(|group| nearest(group.trim_end_matches('.'), GROUPS.iter().map(|(name, _)| *name)));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `parameters.{near}.*`?"));
            let message = format!("`{}` does not match any parameter{hint}", entry.key);
            let help =
                "write parameters.* for all parameters, parameters.GROUP.* for a group, or parameters.switches.*";
            problems.add(ProblemKind::UnknownName, entry.key_place, message, help);
        }
        for path in matched.into_iter().filter(|path| !named(path)) {
            if all.iter().all(|(there, _)| *there != path) {
                all.push((path, entry));
            }
        }
    }
    all
}

/// The parameters whose paths begin like this, or the switches if they are meant alone.
fn matched(begin: &str) -> Vec<String> {
    if begin.starts_with(SWITCHES_OF) {
        let paths = SWITCHES.iter().map(|switch| format!("{SWITCHES_OF}{}", switch.name));
        return paths.filter(|path| path.starts_with(begin)).collect();
    }
    if !begin.starts_with(PARAMETERS_OF) {
        return Vec::new();
    }
    let paths = PARAMETERS.iter().filter(|parameter| parameter.low < parameter.high);
    paths.map(|parameter| format!("{PARAMETERS_OF}{}", parameter.path)).filter(|path| path.starts_with(begin)).collect()
}

/// The interval that a text in words names, for a path of this type with this value in the scenario. `None` if the text
/// does not name one.
pub(super) fn named_interval(text: &str, shape: &Shape, value: Option<f64>) -> Option<Result<Interval, String>> {
    let text = text.trim();
    let (words, count) = match text.split_once('/') {
        Some((words, count)) => (words.trim(), Some(count.trim())),
        None => (text, None),
    };
    let share = words.strip_prefix("within ").map(str::trim);
    if share.is_none() && words != "all" {
        return None;
    }
    Some(read(share, count, shape, value))
}

fn read(share: Option<&str>, count: Option<&str>, shape: &Shape, value: Option<f64>) -> Result<Interval, String> {
    let (low, high) = match *shape {
        Shape::Number { low, high, .. } => (low, high),
        Shape::Whole { low, high, .. } => (low as f64, high as f64),
        _ => {
            return Err(format!(
                "it is {}, so it cannot have an interval; list its values, as in true,false",
                shape.describe()
            ));
        }
    };
    let share = share.map(|share| {
        let percent = share.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        percent.filter(|percent| *percent > 0.0 && percent.is_finite()).map(|percent| percent / 100.0).ok_or_else(
            || format!("`within {share}` does not name a share; write a percentage above 0, as in within 30%"),
        )
    });
    let value = value.filter(|value| *value != 0.0);
    let (from, to) = match (share.transpose()?, value) {
        (Some(share), Some(value)) => {
            let room = share * value.abs();
            ((value - room).max(low), (value + room).min(high))
        }
        _ => (low, high),
    };
    let (from, to) = if matches!(shape, Shape::Whole { .. }) { (from.ceil(), to.floor()) } else { (from, to) };
    if to - from > 1e6 {
        return Err(format!("its range, {low} to {high}, is too wide for an interval; write one, as in 0.5..2"));
    }
    let count = count.map(|count| count.parse().map_err(|_| format!("`{count}` is not a count"))).transpose()?;
    Ok(Interval { low: from, high: to, count })
}
