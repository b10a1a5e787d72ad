//! The axes of a sweep in the form in which SALib describes a problem, so that it and whatever reads its form can use the
//! points and runs of the sweep.

use serde::Serialize;

use super::sample::own;
use crate::scenario::{Axis, Levels};
use crate::studies::sweep::Sweep;

/// A problem as SALib has it (`problem = json.load(file)`).
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    num_vars: usize,
    /// Columns of `points.csv`.
    names: Vec<String>,
    bounds: Vec<[f64; 2]>,
    /// Even, or even in the logarithm.
    dists: Vec<&'static str>,
    /// The group of each name, if the design moves groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<String>>,
    /// Columns of `runs.csv`.
    outputs: Vec<String>,
}

/// An axis that SALib does not have.
#[derive(Debug, thiserror::Error)]
#[error("{path} has words as values, and SALib takes only numbers; sweep without this axis")]
pub(crate) struct InWords {
    path: String,
}

/// The problem of a sweep.
///
/// # Errors
/// Returns an error if the values of an axis are words.
pub(crate) fn problem(sweep: &Sweep) -> Result<Problem, InWords> {
    let axes: Vec<&Axis> = own(sweep).collect();
    if let Some(axis) = axes.iter().find(|axis| axis.is_words()) {
        return Err(InWords { path: axis.path.clone() });
    }
    let bounds = |(at, axis): (usize, &&Axis)| {
        if let Levels::Interval { low, high, .. } = axis.levels {
            return [low, high];
        }
        let numbers = (0..sweep.points.len()).filter_map(|point| sweep.points.settings(point).get(at)?.number());
        let ends = numbers.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], x| [low.min(x), high.max(x)]);
        // A switch has both values, also if the points have only one.
        if axis.is_numeric() { ends } else { [0.0, 1.0] }
    };
    let dist =
        |axis: &&Axis| if matches!(axis.levels, Levels::Interval { log: true, .. }) { "logunif" } else { "unif" };
    let grouped = sweep.plan.design.is_in_blocks() && !sweep.plan.groups.is_empty();
    let group = |(at, axis): (usize, &&Axis)| {
        let named = sweep.plan.groups.iter().find(|(_, members)| members.contains(&at));
        named.map_or_else(|| axis.path.clone(), |(name, _)| name.clone())
    };
    Ok(Problem {
        num_vars: axes.len(),
        names: axes.iter().map(|axis| axis.path.clone()).collect(),
        bounds: axes.iter().enumerate().map(bounds).collect(),
        dists: axes.iter().map(dist).collect(),
        groups: grouped.then(|| axes.iter().enumerate().map(group).collect()),
        outputs: sweep.scenario.outcomes.names().map(str::to_owned).collect(),
    })
}
