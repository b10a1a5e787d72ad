//! Whether an index can be trusted yet, and why not.
//!
//! ```text
//! width > max(scale / 10, |index| / 2)                       the interval is wide
//! high < 0                                                   the index is negative beyond its interval
//! T < S, and each is outside the interval of the other       the total is below the first order
//! Σ S > 1 + max(1 / 10, √Σ (width / 2)²)                     the first orders sum up to far more than all
//! ```
//!
//! The scale is 1 for shares of a variance, and the largest index of the outcome for others. An interval that is narrow
//! on this scale separates small indices from large ones, even if it is wider than a small index itself: a factor
//! without influence has an index about 0, and is known to be small. A large index is judged by its own size. So an
//! index that is fine is usually right to 0.05 of the scale or a quarter of itself. Sarrazin, Pianosi & Wagener (2016,
//! doi:10.1016/j.envsoft.2016.02.005) ask for a width of 0.05 at most.
//!
//! Intervals of few units are too narrow too often, so below half of the usual number no index is fine.
//!
//! The rule was tried on the Ishigami function, on two G functions of six factors, and on a rare event (1 in 40) that two
//! factors decide, with 60 shifted Sobol' sequences each. Wrong are indices that err by more than that:
//!
//! ```text
//!                                   wrong of all      wrong of the fine      at most, over the functions
//! with second order, from 128       26 %              5 %
//! without, from 256                 34 %              10 %
//! without, 128                      43 %              half of the few fine ones of six equal factors; else 1 %
//! ```

use super::estimate::{Estimate, Interval};
use super::saltelli::{self, Indices};
use super::sizes::Sizes;

/// The share of the scale, and of the index itself, that an interval may be wide.
const OF_SCALE: f64 = 0.1;
const OF_INDEX: f64 = 0.5;
/// Below this part of the usual number of units no index is fine.
const FEW: usize = 2;
/// The part of the base points that may be left out.
const LEFT_OUT: usize = 20;

/// Whether an index can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Nothing speaks against it.
    Fine,
    /// Not yet, for at least one reason.
    NotYet(Vec<Reason>),
}

/// Why an index cannot be trusted yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    TooFew,
    TooFewValues,
    NoInterval,
    Wide,
    Negative,
    TotalBelowFirst,
    SumAboveOne,
    LeftOut,
    NotSettled,
}

impl Reason {
    /// The reason in plain words, after "not yet to be trusted: ".
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::TooFew => "the sample is too small; use more points",
            Self::TooFewValues => "fewer than two of its values have the outcome",
            Self::NoInterval => "it does not have an interval",
            Self::Wide => "its interval is wide; use more points",
            Self::Negative => "it is below 0 by more than chance; use more points",
            Self::TotalBelowFirst => "its total is below its first order by more than chance; use more points",
            Self::SumAboveOne => "the first orders sum up to far more than 1; use more points",
            Self::LeftOut => "more than 1 in 20 are left out because an outcome is missing",
            Self::NotSettled => "from half of the sample it lies outside its interval; use more points",
        }
    }
}

impl Trust {
    /// With another reason, if it holds.
    pub(crate) fn unless(self, holds: bool, reason: Reason) -> Self {
        match self {
            Self::NotYet(mut reasons) if holds => {
                reasons.push(reason);
                Self::NotYet(reasons)
            }
            Self::Fine if holds => Self::NotYet(vec![reason]),
            other => other,
        }
    }
}

/// The judgement of an index by itself. `scale` is 1 for a share of a variance, and else the largest index of the
/// outcome; `units` the number used. A missing index counts as one of too few units.
pub(crate) fn index(index: Option<Estimate>, scale: f64, units: usize, sizes: Sizes) -> Trust {
    let Some(Estimate { value, interval }) = index else { return Trust::NotYet(vec![Reason::TooFew]) };
    let trust = Trust::Fine.unless(units < sizes.enough / FEW, Reason::TooFew);
    let Some(interval) = interval else { return trust.unless(true, Reason::NoInterval) };
    let wide = interval.width() > f64::max(OF_SCALE * scale, OF_INDEX * value.abs());
    trust.unless(wide, Reason::Wide).unless(interval.high < 0.0, Reason::Negative)
}

/// The judgement of Sobol' indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SobolTrust {
    /// Of each first order.
    pub first: Vec<Trust>,
    /// Of each total.
    pub total: Vec<Trust>,
    /// Of each second order.
    pub second: Vec<Trust>,
}

/// The judgement of Sobol' indices, by themselves and of each other.
pub(crate) fn sobol(indices: &Indices) -> SobolTrust {
    let left_out = indices.left_out > (indices.base_points + indices.left_out) / LEFT_OUT;
    let alone = |estimate: &Estimate| {
        index(Some(*estimate), 1.0, indices.base_points, saltelli::SIZES).unless(left_out, Reason::LeftOut)
    };
    let sum_above_one = sum_above_one(&indices.first);
    let below: Vec<bool> = indices.first.iter().zip(&indices.total).map(|(s, t)| total_below_first(s, t)).collect();
    let with_total = |(trust, below): (Trust, &bool)| trust.unless(*below, Reason::TotalBelowFirst);
    let first = indices.first.iter().map(alone).zip(&below).map(with_total);
    SobolTrust {
        first: first.map(|trust| trust.unless(sum_above_one, Reason::SumAboveOne)).collect(),
        total: indices.total.iter().map(alone).zip(&below).map(with_total).collect(),
        second: indices.second.iter().map(|pair| alone(&pair.index)).collect(),
    }
}

fn total_below_first(first: &Estimate, total: &Estimate) -> bool {
    let outside = |interval: Option<Interval>, value: f64| interval.is_some_and(|interval| !interval.contains(value));
    total.value < first.value && outside(first.interval, total.value) && outside(total.interval, first.value)
}

fn sum_above_one(first: &[Estimate]) -> bool {
    let sum: f64 = first.iter().map(|index| index.value).sum();
    let half = |index: &Estimate| index.interval.map_or(0.0, |interval| interval.width() / 2.0);
    let by_chance = first.iter().map(|index| half(index) * half(index)).sum::<f64>().sqrt();
    sum > 1.0 + by_chance.max(OF_SCALE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sensitivity::morris;

    fn estimate(value: f64, low: f64, high: f64) -> Estimate {
        Estimate { value, interval: Some(Interval { low, high }) }
    }

    #[test]
    fn an_index_is_judged_by_its_interval() {
        let of = |value, low, high| index(Some(estimate(value, low, high)), 1.0, 256, saltelli::SIZES);
        assert_eq!(of(0.01, -0.04, 0.05), Trust::Fine, "small, and known to be small");
        assert_eq!(of(0.6, 0.5, 0.75), Trust::Fine, "large, and known to a quarter");
        assert_eq!(of(0.2, 0.1, 0.3), Trust::NotYet(vec![Reason::Wide]));
        assert_eq!(of(-0.05, -0.08, -0.01), Trust::NotYet(vec![Reason::Negative]));
        let alone = Estimate { value: 0.2, interval: None };
        let few = index(Some(alone), 1.0, 100, saltelli::SIZES);
        assert_eq!(few, Trust::NotYet(vec![Reason::TooFew, Reason::NoInterval]));
        assert_eq!(index(None, 1.0, 100, saltelli::SIZES), Trust::NotYet(vec![Reason::TooFew]));
        // Effects are in units of the outcome, so their scale is the largest.
        let effect = |scale| index(Some(estimate(3.0, 0.0, 6.0)), scale, 20, morris::SIZES);
        assert_eq!((effect(100.0), effect(10.0)), (Trust::Fine, Trust::NotYet(vec![Reason::Wide])));
        assert_eq!(effect(100.0).unless(true, Reason::NotSettled), Trust::NotYet(vec![Reason::NotSettled]));
    }

    #[test]
    fn sobol_indices_are_judged_together() {
        let indices = |first: Vec<Estimate>, total: Vec<Estimate>, left_out| {
            sobol(&Indices { base_points: 256, left_out, first, total, second: Vec::new() })
        };
        let near = |value: f64| estimate(value, value - 0.04, value + 0.04);
        let fine = indices(vec![near(0.3), near(0.6)], vec![near(0.4), near(0.58)], 12);
        assert_eq!((fine.first, fine.total), (vec![Trust::Fine; 2], vec![Trust::Fine; 2]));
        let below = indices(vec![near(0.3), near(0.6)], vec![near(0.4), near(0.5)], 0);
        assert_eq!(below.first, [Trust::Fine, Trust::NotYet(vec![Reason::TotalBelowFirst])]);
        assert_eq!(below.total, below.first);
        let above = indices(vec![near(0.6), near(0.6)], vec![near(0.6), near(0.6)], 0);
        assert_eq!(above.first, vec![Trust::NotYet(vec![Reason::SumAboveOne]); 2]);
        assert_eq!(above.total, [Trust::Fine, Trust::Fine]);
        let gaps = indices(vec![near(0.6)], vec![near(0.6)], 14);
        assert_eq!(gaps.total, [Trust::NotYet(vec![Reason::LeftOut])]);
    }
}
