//! The starting values of the pairs of a world.

use std::collections::BTreeMap;

use super::cast::Member;
use super::impute::{How, Imputed, nearest};
use super::mapping::{Mapping, Missing};
use super::reach::{Nearness, Rates};
use super::states::{Column, cut};
use super::value::{Measure, median};
use crate::history::panel::Panel;

/// A pair of the world.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Couple {
    /// The members, by number, the lower first.
    pub members: [usize; 2],
    /// The row of the panel with its first year.
    pub row: usize,
    /// The reach of both.
    pub reach: f64,
    /// The stage of a dispute under way; empty without one.
    pub dispute: &'static str,
}

/// A later change of reach.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// The number of the pair.
    pub pair: usize,
    /// The year from which it holds.
    pub year: i32,
    /// The reach of both.
    pub reach: f64,
}

/// The pairs of members that exist at the same time in some year, and the later changes of their reach.
pub(super) fn couples(
    panel: &Panel,
    members: &[Member],
    (first, last): (i32, i32),
    mapping: &Mapping,
    (rates, near): (&Rates, &impl Fn(usize) -> Nearness),
) -> (Vec<Couple>, Vec<Change>) {
    let numbers: BTreeMap<u32, usize> = members.iter().enumerate().map(|(at, member)| (member.state, at)).collect();
    let (mut couples, mut changes) = (Vec::new(), Vec::new());
    for (unit, span) in panel.pairs.spans() {
        let [Some(&a), Some(&b)] = unit.map(|state| numbers.get(&state)) else { continue };
        let mut rows = span.filter(|&row| (first..=last).contains(&panel.pairs.year(row)));
        let Some(row) = rows.next() else { continue };
        let mut before = near(row);
        let mut reach = rates.reach(before);
        let pair = couples.len();
        // A state that enters later cannot be in a dispute before.
        let dispute = if panel.pairs.year(row) == first { stage(panel, row, mapping) } else { "" };
        couples.push(Couple { members: [a, b], row, reach, dispute });
        for row in rows {
            let now = near(row);
            // The sources correct distances in many years; only contiguity and great powers are changes of the world.
            if now.contiguity == before.contiguity && now.major == before.major {
                continue;
            }
            before = now;
            if rates.reach(now) != reach {
                reach = rates.reach(now);
                changes.push(Change { pair, year: panel.pairs.year(row), reach });
            }
        }
    }
    (couples, changes)
}

/// The stage of a dispute that is under way.
fn stage(panel: &Panel, row: usize, mapping: &Mapping) -> &'static str {
    let is = |name: &str| panel.pairs.value(name, row) == 1.0;
    let hostility = ["hostility_a", "hostility_b"].map(|name| panel.pairs.value(name, row));
    if is("war_ongoing") || is("war_onset") {
        "war"
    } else if !is("ongoing") && !is("onset") {
        ""
    } else if hostility.iter().any(|hostility| *hostility >= mapping.dispute.crisis) {
        "crisis"
    } else {
        "dispute"
    }
}

/// A column for each rule of pairs, and what was imputed.
pub(super) fn values(
    panel: &Panel,
    members: &[Member],
    couples: &[Couple],
    mapping: &Mapping,
    first: i32,
    near: &impl Fn(usize) -> Nearness,
) -> (Vec<Column>, Vec<Imputed>) {
    let class = |row: usize| near(row).contiguity as i64;
    let mut by_year: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for row in 0..panel.pairs.len() {
        by_year.entry(panel.pairs.year(row)).or_default().push(row);
    }
    let mut imputed = Vec::new();
    let mut columns = Vec::new();
    for (key, rule) in &mapping.of_pairs {
        let measure = Measure::new(rule, &panel.pairs, panel);
        let mut medians: BTreeMap<i32, (BTreeMap<i64, f64>, Option<f64>)> = BTreeMap::new();
        let mut column = Vec::new();
        for couple in couples {
            let (unit, year) = (panel.pairs.unit(couple.row), panel.pairs.year(couple.row));
            let coded = |year: i32| measure.value(panel.pairs.find(unit, year)?);
            let own = nearest(year, mapping.impute.years, year > first, coded);
            let value = own.or_else(|| {
                if rule.missing == Missing::Leave {
                    return None;
                }
                let rows = by_year.get(&year).map_or(&[][..], Vec::as_slice);
                let (of_class, of_all) = medians.entry(year).or_insert_with(|| typical(&measure, rows, &class));
                let alike = of_class.get(&class(couple.row)).map(|value| (*value, How::Class));
                alike.or_else(|| of_all.map(|value| (value, How::World)))
            });
            let cell = value.map(|(value, _)| cut(key, value * rule.factor));
            column.push(cell);
            if let Some((_, how)) = value.filter(|(_, how)| *how != How::Coded) {
                let [state, other] = couple.members.map(|at| members[at].name.clone());
                imputed.push(Imputed { state, other, variable: key.name.clone(), value: cell, how });
            }
        }
        columns.push(column);
    }
    (columns, imputed)
}

/// The medians of a measure over some rows, by contiguity and over all.
fn typical(measure: &Measure<'_>, rows: &[usize], class: &impl Fn(usize) -> i64) -> (BTreeMap<i64, f64>, Option<f64>) {
    let mut coded: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
    for &row in rows {
        if let Some((value, _)) = measure.value(row) {
            coded.entry(class(row)).or_default().push(value);
        }
    }
    let all = median(coded.values().flatten().copied().collect());
    (coded.into_iter().filter_map(|(class, values)| Some((class, median(values)?))).collect(), all)
}
