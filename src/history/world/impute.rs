//! How a value came about: coded, or imputed by a rule, so that a reader can leave imputed values out.

use std::collections::BTreeMap;

/// How a value came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// Coded in the year.
    Coded,
    /// By the rule's second way: coarse.
    Otherwise,
    /// Coded in another year.
    Year(i32),
    /// The median of the region, of states with a system in the same third.
    Region,
    /// The median of all states.
    World,
    /// The median of the pairs that are equally contiguous.
    Class,
}

impl How {
    /// The name of the rule, without the year.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Coded => "coded",
            Self::Otherwise => "otherwise of the mapping",
            Self::Year(_) => "nearest year",
            Self::Region => "median of the region and third of system",
            Self::World => "median of the world",
            Self::Class => "median of equally contiguous pairs",
        }
    }
}

/// A value that was not coded in its year, or only coarsely.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Imputed {
    /// The state.
    pub state: String,
    /// The other state of a pair; empty for a value of a state.
    pub other: String,
    /// The key of the scenario.
    pub variable: String,
    /// The value in the table of the world; `None` if its cell is empty.
    pub value: Option<f64>,
    /// How it came about.
    pub how: How,
}

/// The number of imputed values by variable and rule.
pub(super) fn counted(imputed: &[Imputed]) -> BTreeMap<(bool, String, &'static str), usize> {
    let mut counts = BTreeMap::new();
    for value in imputed {
        let key = (!value.other.is_empty(), value.variable.clone(), value.how.rule());
        *counts.entry(key).or_default() += 1;
    }
    counts
}

/// The coded value nearest to a year: of the year itself, then year by year before it, for entrants after it.
pub(super) fn nearest(
    year: i32,
    years: u16,
    is_entrant: bool,
    value: impl Fn(i32) -> Option<(f64, usize)>,
) -> Option<(f64, How)> {
    for apart in 0..=i32::from(years) {
        let there = if is_entrant { year + apart } else { year - apart };
        if let Some((value, way)) = value(there) {
            let how = match (apart, way) {
                (0, 0) => How::Coded,
                (0, _) => How::Otherwise,
                _ => How::Year(there),
            };
            return Some((value, how));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_year_lies_before_and_for_entrants_after() {
        let coded = |year: i32| (year == 1967 || year == 1974).then_some((f64::from(year), 0));
        assert_eq!(nearest(1970, 5, false, coded), Some((1967.0, How::Year(1967))));
        assert_eq!(nearest(1970, 5, true, coded), Some((1974.0, How::Year(1974))));
        assert_eq!(nearest(1970, 2, false, coded), None);
        assert_eq!(nearest(1967, 0, false, coded), Some((1967.0, How::Coded)));
        assert_eq!(nearest(1970, 1, false, |_| Some((0.5, 1))), Some((0.5, How::Otherwise)));
    }
}
