//! Outcome measures of one run: one function and one line of the registry each.

use super::statistics::{bimodality, correlation, mean, partial_correlation, ratio};
use super::tally::Tally;
use super::words::{Basin, middle_begins, middle_ends};
use crate::model::EventKind;

/// A measure of a run's outcome.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// The name: its column in `runs.csv`.
    pub name: &'static str,
    /// The unit, in words.
    pub unit: &'static str,
    /// The meaning, with the formula if one is needed.
    pub meaning: &'static str,
    /// The measure; NaN if it is missing.
    pub of: fn(&Tally) -> f64,
}

impl Outcome {
    /// The lowest and the highest possible value, or `None` if the measure is not bounded.
    pub fn range(&self) -> Option<(f64, f64)> {
        range_of(self.unit)
    }
}

/// The lowest and the highest possible value of a measure with this unit, or `None` if it is not bounded.
pub fn range_of(unit: &str) -> Option<(f64, f64)> {
    match unit {
        SCALE | TRUTH => Some((0.0, 1.0)),
        unit if unit.starts_with("share of ") => Some((0.0, 1.0)),
        unit if unit.ends_with("correlation") => Some((-1.0, 1.0)),
        _ => None,
    }
}

/// The unit of a condition.
pub(crate) const TRUTH: &str = "1 if it holds, 0 if not";

const SCALE: &str = "0 authoritarian – 1 participatory";
const RATE: &str = "per 1,000 pair-rounds";
const STATE_RATE: &str = "per 1,000 state-rounds";

/// The number of rounds between cause and effect in the loop's strength.
pub const LOOP_LAG: usize = 5;
/// With fewer observations the loop's strength is missing.
pub const LOOP_FEWEST: usize = 20;
/// The change of governance beyond which a state has drifted.
pub const DRIFT: f64 = 0.05;

const fn outcome(name: &'static str, unit: &'static str, meaning: &'static str, of: fn(&Tally) -> f64) -> Outcome {
    Outcome { name, unit, meaning, of }
}

/// Every outcome measure, in the order of `runs.csv`.
pub const OUTCOMES: &[Outcome] = &[
    outcome("meaning_start", SCALE, "mean of meaning over the states present at the start", |t| t.start[0]),
    outcome("referent_start", SCALE, "mean of referent at the start", |t| t.start[1]),
    outcome("securitisation_start", SCALE, "mean of securitisation at the start", |t| t.start[2]),
    outcome("provision_start", SCALE, "mean of provision at the start", |t| t.start[3]),
    outcome("governance_start", SCALE, "mean of governance at the start", |t| mean(&first(t))),
    outcome("meaning_end", SCALE, "mean of meaning over the states present at the end", |t| t.end[0]),
    outcome("referent_end", SCALE, "mean of referent at the end", |t| t.end[1]),
    outcome("securitisation_end", SCALE, "mean of securitisation at the end", |t| t.end[2]),
    outcome("provision_end", SCALE, "mean of provision at the end", |t| t.end[3]),
    outcome("governance_end", SCALE, "mean of governance at the end", |t| mean(&last(t))),
    outcome(
        "drifted_participatory",
        "share of states",
        "states present at the end whose governance rose by more than 0.05 since they entered the world",
        |t| drifted(t, |change| change > DRIFT),
    ),
    outcome(
        "drifted_authoritarian",
        "share of states",
        "states present at the end whose governance fell by more than 0.05 since they entered the world",
        |t| drifted(t, |change| change < -DRIFT),
    ),
    outcome(
        "authoritarian_start",
        "share of states",
        concat!("governance below ", middle_begins!(), " at the start"),
        |t| share_in(&first(t), Basin::Authoritarian),
    ),
    outcome(
        "middle_start",
        "share of states",
        concat!("governance from ", middle_begins!(), " to ", middle_ends!(), " at the start"),
        |t| share_in(&first(t), Basin::Middle),
    ),
    outcome(
        "participatory_start",
        "share of states",
        concat!("governance above ", middle_ends!(), " at the start"),
        |t| share_in(&first(t), Basin::Participatory),
    ),
    outcome(
        "authoritarian_end",
        "share of states",
        concat!("governance below ", middle_begins!(), " at the end"),
        |t| share_in(&last(t), Basin::Authoritarian),
    ),
    outcome(
        "middle_end",
        "share of states",
        concat!("governance from ", middle_begins!(), " to ", middle_ends!(), " at the end"),
        |t| share_in(&last(t), Basin::Middle),
    ),
    outcome("participatory_end", "share of states", concat!("governance above ", middle_ends!(), " at the end"), |t| {
        share_in(&last(t), Basin::Participatory)
    }),
    outcome(
        "bimodality_end",
        "Sarle's coefficient",
        "bimodality of governance over states at the end; above 5/9 more than an even spread",
        |t| bimodality(&last(t)),
    ),
    outcome("dispute_rate", RATE, "disputes begun, over pairs of states present", |t| {
        rate(t.counts.disputes_begun.iter().sum(), t.counts.pair_rounds.iter().sum())
    }),
    outcome("war_rate", RATE, "wars begun, over pairs of states present", |t| {
        rate(t.counts.of_kind(EventKind::WarBegun), t.counts.pair_rounds.iter().sum())
    }),
    outcome("voted_out", STATE_RATE, "rulers voted out", |t| removed(t, EventKind::VotedOut)),
    outcome("coups", STATE_RATE, "rulers removed by coup", |t| removed(t, EventKind::Coup)),
    outcome("collapses", STATE_RATE, "rules that collapsed", |t| removed(t, EventKind::RuleCollapsed)),
    outcome("over_nationals", "share of disputes", "disputes begun over nationals abroad", |t| {
        ratio(t.counts.of_kind(EventKind::DisputeOverNationals) as f64, disputes(t))
    }),
    outcome("became_crisis", "share of disputes", "disputes begun in the run that became a crisis", |t| {
        ratio(t.became_crisis as f64, disputes(t))
    }),
    outcome("became_war", "share of disputes", "disputes begun in the run that became a war", |t| {
        ratio(t.became_war as f64, disputes(t))
    }),
    outcome(
        "settled",
        "share of endings",
        "disputes and wars that ended by agreement, of all that ended without a party leaving the world",
        settled,
    ),
    outcome("dispute_rate_aa", RATE, "disputes begun by pairs whose systems are both below 0.5", |t| {
        rate(t.counts.disputes_begun[0], t.counts.pair_rounds[0])
    }),
    outcome("dispute_rate_ad", RATE, "disputes begun by pairs with one system below 0.5", |t| {
        rate(t.counts.disputes_begun[1], t.counts.pair_rounds[1])
    }),
    outcome("dispute_rate_dd", RATE, "disputes begun by pairs with no system below 0.5", |t| {
        rate(t.counts.disputes_begun[2], t.counts.pair_rounds[2])
    }),
    outcome("persistence_1", "correlation", "system with itself one round later, over all states and rounds", |t| {
        persistence(t, 1)
    }),
    outcome("persistence_10", "correlation", "system with itself ten rounds later", |t| persistence(t, 10)),
    outcome("still", "share of state-rounds", "the system moves by less than 0.01 from one round to the next", |t| {
        moved(t, |change| change < 0.01)
    }),
    outcome("jumped", "share of state-rounds", "the system moves by more than 0.1 from one round to the next", |t| {
        moved(t, |change| change > 0.1)
    }),
    outcome("belief_error_mean", "posture units", "mean belief error over all states and rounds", |t| {
        ratio(t.belief_error, t.state_rounds as f64)
    }),
    outcome("mutual_cooperation", "share of pair-rounds", "pairs in which both sides cooperate", |t| {
        ratio(t.counts.mutual as f64, t.counts.pair_rounds.iter().sum::<u64>() as f64)
    }),
    outcome("alliances_end", "alliances", "alliances at the end", |t| t.last.alliances as f64),
    outcome(
        "policy_to_governance",
        "partial correlation",
        "governance five rounds later with policy now, given governance now, over all states and rounds",
        |t| arrow(t, true),
    ),
    outcome(
        "governance_to_policy",
        "partial correlation",
        "policy five rounds later with governance now, given policy now, over all states and rounds",
        |t| arrow(t, false),
    ),
    outcome(
        "loop_strength",
        "partial correlation",
        "the weaker of policy_to_governance and governance_to_policy: a loop is as strong as its weaker arrow",
        loop_strength,
    ),
];

/// Every measure of a run, in the order of [`OUTCOMES`].
pub fn outcomes(tally: &Tally) -> impl Iterator<Item = f64> + '_ {
    OUTCOMES.iter().map(|outcome| (outcome.of)(tally))
}

fn present(row: Option<&[f64]>) -> Vec<f64> {
    row.unwrap_or_default().iter().copied().filter(|g| !g.is_nan()).collect()
}

fn first(t: &Tally) -> Vec<f64> {
    present(t.governance().next())
}

fn last(t: &Tally) -> Vec<f64> {
    present(t.governance().last())
}

/// The share of values that satisfy a condition; missing without values.
pub fn share_of(values: &[f64], holds: impl Fn(f64) -> bool) -> f64 {
    ratio(values.iter().filter(|x| holds(**x)).count() as f64, values.len() as f64)
}

/// The share of the states whose governance is in a basin; missing without states.
pub fn share_in(governance: &[f64], basin: Basin) -> f64 {
    share_of(governance, |value| Basin::of(value) == basin)
}

fn drifted(t: &Tally, counts: impl Fn(f64) -> bool) -> f64 {
    let Some(end) = t.governance().last() else { return f64::NAN };
    let changes: Vec<f64> = (0..end.len())
        .filter(|&i| !end[i].is_nan())
        .filter_map(|i| t.governance().map(|row| row[i]).find(|g| !g.is_nan()).map(|start| end[i] - start))
        .collect();
    share_of(&changes, counts)
}

fn disputes(t: &Tally) -> f64 {
    t.counts.disputes_begun.iter().sum::<u64>() as f64
}

fn removed(t: &Tally, kind: EventKind) -> f64 {
    rate(t.counts.of_kind(kind), t.state_rounds)
}

fn rate(events: u64, rounds: u64) -> f64 {
    1000.0 * ratio(events as f64, rounds as f64)
}

fn settled(t: &Tally) -> f64 {
    let c = &t.counts;
    let agreed = c.of_kind(EventKind::DisputeSettled) + c.of_kind(EventKind::WarSettled);
    ratio(agreed as f64, (agreed + c.of_kind(EventKind::DisputeLapsed) + c.of_kind(EventKind::WarWon)) as f64)
}

fn persistence(t: &Tally, lag: usize) -> f64 {
    let (now, later) = t.systems_apart(lag);
    correlation(&now, &later)
}

fn moved(t: &Tally, counts: impl Fn(f64) -> bool) -> f64 {
    let (now, later) = t.systems_apart(1);
    let changes: Vec<f64> = now.iter().zip(&later).map(|(a, b)| (b - a).abs()).collect();
    share_of(&changes, counts)
}

fn arrow(t: &Tally, to_governance: bool) -> f64 {
    let [later, lead, now] = t.loop_columns(LOOP_LAG, to_governance);
    if later.len() < LOOP_FEWEST { f64::NAN } else { partial_correlation(&later, &lead, &now) }
}

fn loop_strength(t: &Tally) -> f64 {
    let (a, b) = (arrow(t, true), arrow(t, false));
    if a.is_nan() || b.is_nan() { f64::NAN } else { a.min(b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTS: [&str; 1] = ["alliances_end"];

    #[test]
    fn a_run_that_never_began_has_no_measures_rather_than_zeros() {
        let tally = Tally::new(3);
        // What is counted over the whole run is 0 before the first round; a mean, a share or a rate does not exist.
        let zeros: Vec<&str> =
            OUTCOMES.iter().filter(|outcome| (outcome.of)(&tally) == 0.0).map(|outcome| outcome.name).collect();
        assert_eq!(zeros, COUNTS);
        for outcome in OUTCOMES.iter().filter(|outcome| !COUNTS.contains(&outcome.name)) {
            assert!((outcome.of)(&tally).is_nan(), "{}", outcome.name);
        }
        assert!(loop_strength(&tally).is_nan() && rate(0, 0).is_nan());
    }

    #[test]
    fn shares_scales_and_correlations_have_a_range_and_rates_have_none() {
        let range = |name: &str| OUTCOMES.iter().find(|outcome| outcome.name == name).unwrap().range();
        for name in ["governance_end", "became_war", "jumped"] {
            assert_eq!(range(name), Some((0.0, 1.0)), "{name}");
        }
        for name in ["persistence_1", "loop_strength"] {
            assert_eq!(range(name), Some((-1.0, 1.0)), "{name}");
        }
        for name in ["war_rate", "coups", "alliances_end", "belief_error_mean"] {
            assert_eq!(range(name), None, "{name}");
        }
    }

    #[test]
    fn names_are_used_once() {
        let mut names: Vec<_> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), OUTCOMES.len());
    }
}
