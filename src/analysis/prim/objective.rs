//! Which of several changes of a box is best.
//!
//! ```text
//! gain = (density after − density before) / |cases after − cases before|
//! ```
//!
//! The gain per case, because axes with few values and words can only change by many cases at once (Kwakkel & Jaxa-Rozen
//! 2016, doi:10.1016/j.envsoft.2015.11.020). Among equal gains the box with fewer limited axes is best, then the first.

use super::limits::{Limit, Limits};

/// Cases of a box, and how many of them are of interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) cases: usize,
    pub(super) interest: usize,
}

/// A change of the limit of one axis, and the cases that the box has after it.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) axis: usize,
    pub(super) limit: Limit,
    pub(super) after: Count,
}

impl Count {
    /// The share of cases of interest; 0 without cases.
    fn density(self) -> f64 {
        if self.cases == 0 { 0.0 } else { self.interest as f64 / self.cases as f64 }
    }

    /// The gain of a change.
    pub(super) fn gain(self, after: Self) -> f64 {
        let (old, new) = (self.density(), after.density());
        if old == new { 0.0 } else { (new - old) / self.cases.abs_diff(after.cases) as f64 }
    }
}

/// The best of some changes with its gain, which may be a loss.
pub(super) fn best(changes: Vec<Change>, limits: &Limits, before: Count) -> Option<(f64, Change)> {
    let limited = limits.restricted().len();
    let limited_after = |change: &Change| {
        limited - usize::from(limits.0[change.axis].is_restricted()) + usize::from(change.limit.is_restricted())
    };
    let mut best: Option<(f64, usize, Change)> = None;
    for change in changes {
        let (gain, axes) = (before.gain(change.after), limited_after(&change));
        let is_better = best.as_ref().is_none_or(|(most, fewest, _)| gain > *most || (gain == *most && axes < *fewest));
        if is_better {
            best = Some((gain, axes, change));
        }
    }
    best.map(|(gain, _, change)| (gain, change))
}
