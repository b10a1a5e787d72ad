//! The numbers of a world, for the terminal, the head of the scenario and JSON.

use serde::Serialize;

use super::cast::Member;
use super::impute::{How, Imputed, counted};
use super::pairs::{Change, Couple};
use super::reach;

/// The numbers of a world.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The year of round 0.
    pub year: i32,
    /// The year of the last round.
    pub until: i32,
    /// All states, entrants included.
    pub states: usize,
    /// States that enter after the first year.
    pub entrants: usize,
    /// States that leave, for a time or for good.
    pub leavers: usize,
    /// All pairs, those of entrants included.
    pub pairs: usize,
    /// Pairs of two states that exist in the first year.
    pub pairs_at_start: usize,
    /// Changes of reach after the first year.
    pub reach_changes: usize,
    /// Mean reach by class of contiguity.
    pub reach: Vec<Nearness>,
    /// Share of pairs whose reach is below .1.
    pub reach_below_tenth: f64,
    /// Values that were not coded in their year, or only coarsely.
    pub imputed: Vec<Counted>,
    /// Variables of the mapping that the data do not have and that it did without.
    pub absent: Vec<String>,
}

/// Mean reach of the pairs of one class.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Nearness {
    /// The class, in words.
    pub class: &'static str,
    /// The number of pairs.
    pub pairs: usize,
    /// Their mean reach.
    pub mean: f64,
}

/// The number of values of one variable that one rule imputed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counted {
    /// `states` or `pairs`.
    pub of: &'static str,
    /// The key of the scenario.
    pub variable: String,
    /// The rule.
    pub rule: &'static str,
    /// The number of values.
    pub count: usize,
}

/// The classes of contiguity, in words, by number.
const CLASSES: [&str; 6] = [
    "not contiguous",
    "by land",
    "by sea to 12 miles",
    "by sea to 24 miles",
    "by sea to 150 miles",
    "by sea to 400 miles",
];

/// What a summary is made of.
pub(super) struct Parts<'a> {
    pub years: (i32, i32),
    pub members: &'a [Member],
    pub couples: &'a [Couple],
    pub changes: &'a [Change],
    pub imputed: &'a [Imputed],
    pub nearness: &'a dyn Fn(&Couple) -> reach::Nearness,
    pub absent: Vec<String>,
}

/// Counts.
pub(super) fn of(parts: &Parts<'_>) -> Summary {
    let Parts { members, couples, .. } = *parts;
    let first = parts.years.0;
    let mut sums = [(0usize, 0.0f64); CLASSES.len()];
    for couple in couples {
        // A contiguity that is not coded counts as none.
        let class = ((parts.nearness)(couple).contiguity as usize).min(CLASSES.len() - 1);
        sums[class] = (sums[class].0 + 1, sums[class].1 + couple.reach);
    }
    let classes = CLASSES.into_iter().zip(sums).filter(|(_, (pairs, _))| *pairs > 0);
    let reach = classes.map(|(class, (pairs, sum))| Nearness { class, pairs, mean: sum / pairs as f64 }).collect();
    let below = couples.iter().filter(|couple| couple.reach < 0.1).count();
    let at_start = |couple: &&Couple| couple.members.iter().all(|&at| members[at].year == first);
    let imputed = counted(parts.imputed).into_iter().map(|((is_pair, variable, rule), count)| {
        let of = if is_pair { "pairs" } else { "states" };
        Counted { of, variable, rule, count }
    });
    Summary {
        year: first,
        until: parts.years.1,
        states: members.len(),
        entrants: members.iter().filter(|member| member.year > first).count(),
        leavers: members.iter().filter(|member| !member.leaves.is_empty()).count(),
        pairs: couples.len(),
        pairs_at_start: couples.iter().filter(at_start).count(),
        reach_changes: parts.changes.len(),
        reach,
        reach_below_tenth: below as f64 / couples.len().max(1) as f64,
        imputed: imputed.collect(),
        absent: parts.absent.clone(),
    }
}

impl Counted {
    /// Returns true if the value is coded, only by a coarser way.
    pub fn is_coarse(&self) -> bool {
        self.rule == How::Otherwise.rule()
    }
}
