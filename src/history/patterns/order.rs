//! Patterns of relations: the peace scale, rivalries and alliances.

use super::measure::{Measure, Of, Pick, flag, mean, per_thousand, trend};
use super::pattern::{Pattern, Scale};
use crate::analysis::moments::Moments;
use crate::history::panel::Panel;

/// The level of a value on the peace scale, in quarters: 0 severe rivalry to 4 security community.
fn level(peace: f64) -> f64 {
    (4.0 * peace).round()
}

/// The direction in which a pair of a level moves in a year: -1 worse, 0 same, 1 better.
fn moves(panel: &Panel, from: u8, direction: i8) -> Option<Pick<'_>> {
    let peace = panel.pairs.column("peace")?;
    Some(Box::new(move |row| {
        let (now, later) = (level(peace[row]), level(peace[panel.pairs.later(row, 1)?]));
        if now != f64::from(from) || later.is_nan() {
            return None;
        }
        Some((1.0, flag((later - now).clamp(-1.0, 1.0) == f64::from(direction))))
    }))
}

/// Whether a variable of pairs is 1 a year later, of pairs where it is now 1 or 0.
fn turns<'a>(panel: &'a Panel, name: &str, now: f64, then: f64) -> Option<Pick<'a>> {
    let column = panel.pairs.column(name)?;
    Some(Box::new(move |row| {
        let later = column[panel.pairs.later(row, 1)?];
        (column[row] == now && !later.is_nan()).then(|| (1.0, flag(later == then)))
    }))
}

/// Another variable of pairs where a variable is 1.
fn where_one<'a>(panel: &'a Panel, name: &str, other: impl Fn(usize) -> f64 + 'a) -> Option<Pick<'a>> {
    let column = panel.pairs.column(name)?;
    Some(Box::new(move |row| {
        let value = other(row);
        (column[row] == 1.0 && !value.is_nan()).then_some((1.0, value))
    }))
}

fn of_pairs<'a>(panel: &'a Panel, name: &str) -> Option<Pick<'a>> {
    let column = panel.pairs.column(name)?;
    Some(Box::new(move |row| (!column[row].is_nan()).then_some((1.0, column[row]))))
}

fn of_states<'a>(panel: &'a Panel, name: &str) -> Option<Pick<'a>> {
    let column = panel.states.column(name)?;
    Some(Box::new(move |row| (!column[row].is_nan()).then_some((1.0, column[row]))))
}

macro_rules! peace {
    ($($key:literal, $level:literal, $direction:literal, $words:literal;)+) => {
        [$( Pattern { key: $key, words: $words, scale: Scale::Share,
            measure: Measure::Sums { of: Of::Pairs, statistic: mean, pick: |p| moves(p, $level, $direction) } } ),+]
    };
}

/// Yearly moves on the peace scale.
#[rustfmt::skip] // a pattern in as few lines as it takes
pub(super) const PEACE: &[Pattern] = &peace![
    "peace_0_worse", 0, -1, "yearly chance that a severe rivalry gets worse";
    "peace_0_same", 0, 0, "… stays";
    "peace_0_better", 0, 1, "… gets better";
    "peace_0.25_worse", 1, -1, "yearly chance that a lesser rivalry gets worse";
    "peace_0.25_same", 1, 0, "… stays";
    "peace_0.25_better", 1, 1, "… gets better";
    "peace_0.5_worse", 2, -1, "yearly chance that a negative peace gets worse";
    "peace_0.5_same", 2, 0, "… stays";
    "peace_0.5_better", 2, 1, "… gets better";
    "peace_0.75_worse", 3, -1, "yearly chance that a warm peace gets worse";
    "peace_0.75_same", 3, 0, "… stays";
    "peace_0.75_better", 3, 1, "… gets better";
    "peace_1_worse", 4, -1, "yearly chance that a security community gets worse";
    "peace_1_same", 4, 0, "… stays";
    "peace_1_better", 4, 1, "… gets better";
];

/// Patterns of rivalries and alliances.
#[rustfmt::skip] // a pattern in as few lines as it takes
pub(super) const PATTERNS: &[Pattern] = &[
    Pattern { key: "rivals_per_state", words: "rivals of a state", scale: Scale::Log,
        measure: Measure::Sums { of: Of::States, statistic: mean, pick: |p| of_states(p, "rivals") } },
    Pattern { key: "rivals_land", words: "share of rivalries between land neighbours", scale: Scale::Share,
        measure: Measure::Sums { of: Of::Pairs, statistic: mean, pick: |p| {
            let contiguity = p.pairs.column("contiguity")?;
            where_one(p, "rivalry", move |row| flag(contiguity[row] == 1.0))
        } } },
    Pattern { key: "rivals_km", words: "distance between rivals (km between borders)", scale: Scale::Log,
        measure: Measure::Sums { of: Of::Pairs, statistic: mean, pick: |p| {
            let distance = p.pairs.column("distance")?;
            where_one(p, "rivalry", move |row| distance[row])
        } } },
    Pattern { key: "rivalry_ends", words: "yearly chance that a rivalry ends", scale: Scale::Log,
        measure: Measure::Sums { of: Of::Pairs, statistic: mean, pick: |p| turns(p, "rivalry", 1.0, 0.0) } },
    Pattern { key: "rivalry_begins_per1000", words: "rivalries begun per 1,000 pair-years without one", scale: Scale::Log,
        measure: Measure::Sums { of: Of::Pairs, statistic: per_thousand, pick: |p| turns(p, "rivalry", 0.0, 1.0) } },
    Pattern { key: "trend_rivalries", words: "rivalries per pair: last third of the years over the middle third", scale: Scale::Log,
        measure: Measure::Sums { of: Of::Pairs, statistic: Moments::ratio, pick: |p| trend(p, "rivalry") } },
    Pattern { key: "allied_per1000", words: "pairs allied for defence, per 1,000", scale: Scale::Log,
        measure: Measure::Sums { of: Of::Pairs, statistic: per_thousand, pick: |p| of_pairs(p, "ally") } },
    Pattern { key: "allies_per_state", words: "defence allies of a state", scale: Scale::Log,
        measure: Measure::Sums { of: Of::States, statistic: mean, pick: |p| of_states(p, "allies") } },
    Pattern { key: "allies_spread", words: "standard deviation of the number of defence allies over states and years", scale: Scale::Log,
        measure: Measure::Sums { of: Of::States, statistic: Moments::spread_y, pick: |p| of_states(p, "allies") } },
    Pattern { key: "alliance_ends", words: "yearly chance that a defence alliance of two states ends", scale: Scale::Log,
        measure: Measure::Sums { of: Of::Pairs, statistic: mean, pick: |p| turns(p, "ally", 1.0, 0.0) } },
];
