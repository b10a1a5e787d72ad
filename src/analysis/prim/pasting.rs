//! Pasting: after peeling, a small share of the cases just outside is taken back at a time, wherever that raises density.
//!
//! The cases just outside of an end are those that keep all other limits of the box. The cut among them is as in peeling,
//! from the end that touches the box.

use super::cases::{Cases, Column};
use super::limits::{Limit, Limits};
use super::objective::{Change, Count, best};
use super::peeling::{lower_cut, upper_cut};

/// Pastes once to a box among some cases; `None` if density does not rise.
pub(super) fn paste(cases: &Cases, of: &[usize], limits: &Limits, share: f64) -> Option<Limits> {
    let inside = limits.inside(cases, of);
    let before = Count { cases: inside.len(), interest: cases.of_interest_in(&inside) };
    let restricted = limits.restricted();
    let mut changes = Vec::new();
    for axis in cases.in_order().into_iter().filter(|axis| restricted.contains(axis)) {
        let near = limits.without_axis(axis).inside(cases, of);
        let mut add = |limit: Limit| {
            let all: Vec<usize> =
                near.iter().copied().filter(|case| limit.allows(&cases.columns[axis], *case)).collect();
            let after = Count { cases: all.len(), interest: cases.of_interest_in(&all) };
            if after.cases > before.cases {
                changes.push(Change { axis, limit, after });
            }
        };
        match (&limits.0[axis], &cases.columns[axis]) {
            (Limit::Numbers { low, high }, Column::Numbers(values)) => {
                if let Some(new_low) = low.and_then(|low| pasted_low(&near, values, low, share)) {
                    add(ends(Some(new_low), *high, values));
                }
                if let Some(new_high) = high.and_then(|high| pasted_high(&near, values, high, share)) {
                    add(ends(*low, Some(new_high), values));
                }
            }
            (Limit::Words(kept), _) => {
                for word in (0..kept.len()).filter(|word| !kept[*word]) {
                    let mut more = kept.clone();
                    more[word] = true;
                    add(Limit::Words(more));
                }
            }
            _ => {}
        }
    }
    let (_, change) = best(changes, limits, before).filter(|(gain, _)| *gain > 0.0)?;
    let mut wider = limits.clone();
    wider.0[change.axis] = change.limit;
    Some(wider)
}

/// The lower limit after pasting; `None` if there is not any case to paste.
fn pasted_low(near: &[usize], values: &[f64], low: f64, share: f64) -> Option<f64> {
    let order = sorted(near, values, |x| x <= low);
    let first = values[*order.first()?];
    Some(upper_cut(&order, values, 1.0 - share).map_or(first, |(_, cut)| cut))
}

/// The upper limit after pasting.
fn pasted_high(near: &[usize], values: &[f64], high: f64, share: f64) -> Option<f64> {
    let order = sorted(near, values, |x| x >= high);
    let last = values[*order.last()?];
    Some(lower_cut(&order, values, share).map_or(last, |(_, cut)| cut))
}

/// Ends of an axis, open where no value is outside.
fn ends(low: Option<f64>, high: Option<f64>, values: &[f64]) -> Limit {
    let low = low.filter(|low| values.iter().any(|x| x < low));
    let high = high.filter(|high| values.iter().any(|x| x > high));
    Limit::Numbers { low, high }
}

fn sorted(near: &[usize], values: &[f64], wanted: impl Fn(f64) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = near.iter().copied().filter(|case| wanted(values[*case])).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    order
}
