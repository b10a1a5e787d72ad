//! Peeling: from a box with all cases, a small share of the cases is taken away at a time, from one end of one axis or
//! with one word, wherever density rises most.
//!
//! ```text
//! h = (n − 1) α            cut half way from x[⌊h⌋] to the next greater value, n values in order; α: share of a peel
//! ```
//!
//! The other end is cut in the same way. So all cases with the value at the cut are peeled together, and a value that most
//! cases share is peeled whole.
//!
//! Peeling goes on to the least number of cases, also where every peel lowers density, as that of Friedman & Fisher does:
//! then the peel is taken that loses least. The EMA Workbench stops there, which can be long before the best box.

use super::cases::{Cases, Column};
use super::limits::{Limit, Limits};
use super::objective::{Change, Count, best};

/// A box that is being peeled.
pub(super) struct Peeling<'a> {
    cases: &'a Cases,
    limits: Limits,
    /// The cases inside by their values, for axes of numbers.
    orders: Vec<Vec<usize>>,
    inside: Vec<usize>,
    /// The share of a peel, below 1/2.
    share: f64,
    /// The least number of cases.
    least: f64,
    /// Whether to go on where every peel lowers density.
    goes_on: bool,
}

impl<'a> Peeling<'a> {
    /// Begins with all of some cases.
    pub(super) fn new(cases: &'a Cases, of: &[usize], (share, goes_on): (f64, bool), least: f64) -> Self {
        let order = |column: &Column| match column {
            Column::Numbers(values) => {
                let mut order = of.to_vec();
                order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
                order
            }
            Column::Words { .. } => Vec::new(),
        };
        let orders = cases.columns.iter().map(order).collect();
        Self { cases, limits: Limits::open(cases), orders, inside: of.to_vec(), share, least, goes_on }
    }

    /// Peels once, and returns the box; `None` if too few cases would be left, or if all or none are of interest.
    pub(super) fn peel(&mut self) -> Option<Limits> {
        let before = Count { cases: self.inside.len(), interest: self.cases.of_interest_in(&self.inside) };
        if before.interest == 0 || before.interest == before.cases {
            return None;
        }
        let mut changes = Vec::new();
        for axis in self.cases.in_order() {
            match (&self.cases.columns[axis], &self.limits.0[axis]) {
                (Column::Numbers(values), Limit::Numbers { .. }) => self.ends(axis, values, before, &mut changes),
                (Column::Words { of, .. }, Limit::Words(kept)) => self.words(axis, of, kept, before, &mut changes),
                _ => {}
            }
        }
        changes.retain(|change| change.after.cases as f64 >= self.least && change.after.cases < before.cases);
        let (gain, Change { axis, limit, .. }) = best(changes, &self.limits, before)?;
        if gain <= 0.0 && !self.goes_on {
            return None;
        }
        let column = &self.cases.columns[axis];
        for cases in self.orders.iter_mut().chain([&mut self.inside]) {
            cases.retain(|case| limit.allows(column, *case));
        }
        self.limits.0[axis] = limit;
        Some(self.limits.clone())
    }

    /// The peels of both ends of an axis of numbers, the upper end first.
    fn ends(&self, axis: usize, values: &[f64], before: Count, changes: &mut Vec<Change>) {
        let order = &self.orders[axis];
        let Limit::Numbers { low, high } = self.limits.0[axis] else { return };
        let mut add = |limit: Limit, removed: &[usize]| {
            let after = Count {
                cases: before.cases - removed.len(),
                interest: before.interest - self.cases.of_interest_in(removed),
            };
            changes.push(Change { axis, limit, after });
        };
        if let Some((kept, cut)) = upper_cut(order, values, 1.0 - self.share) {
            add(Limit::Numbers { low, high: Some(cut) }, &order[kept..]);
        }
        if let Some((removed, cut)) = lower_cut(order, values, self.share) {
            add(Limit::Numbers { low: Some(cut), high }, &order[..removed]);
        }
    }

    /// The peels of one word each.
    fn words(&self, axis: usize, of: &[usize], kept: &[bool], before: Count, changes: &mut Vec<Change>) {
        if kept.iter().filter(|kept| **kept).count() < 2 {
            return;
        }
        for word in (0..kept.len()).filter(|word| kept[*word]) {
            let removed: Vec<usize> = self.inside.iter().copied().filter(|case| of[*case] == word).collect();
            let mut left = kept.to_vec();
            left[word] = false;
            let after = Count {
                cases: before.cases - removed.len(),
                interest: before.interest - self.cases.of_interest_in(&removed),
            };
            changes.push(Change { axis, limit: Limit::Words(left), after });
        }
    }
}

/// The number of cases below the cut at the upper end, and the cut. `None` if all values are equal.
pub(super) fn upper_cut(order: &[usize], values: &[f64], share: f64) -> Option<(usize, f64)> {
    let h = order.len().checked_sub(1)? as f64 * share;
    let (mut below, above) = (h.floor() as usize, values[order[h.ceil() as usize]]);
    while values[order[below]] == above {
        below = below.checked_sub(1)?;
    }
    Some((below + 1, between(values[order[below]], above, false)))
}

/// The number of cases below the cut at the lower end, and the cut. `None` if all values are equal.
pub(super) fn lower_cut(order: &[usize], values: &[f64], share: f64) -> Option<(usize, f64)> {
    let h = order.len().checked_sub(1)? as f64 * share;
    let (below, mut above) = (values[order[h.floor() as usize]], h.ceil() as usize);
    while values[*order.get(above)?] == below {
        above += 1;
    }
    Some((above, between(below, values[order[above]], true)))
}

/// The middle of two values. If no number is between them, the value that is inside.
fn between(below: f64, above: f64, above_is_inside: bool) -> f64 {
    let middle = f64::midpoint(below, above);
    match (middle > below && middle < above, above_is_inside) {
        (true, _) => middle,
        (false, true) => above,
        (false, false) => below,
    }
}
