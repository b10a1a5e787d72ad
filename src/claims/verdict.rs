//! The rule of the verdict on an experiment. docs/claims.md states it in words.

use super::{Direction, Part, Smallest};
use crate::analysis::resampling::{holm, interval, sign_flip};
use crate::record::statistics::mean;

/// The highest adjusted p of an effect that counts as found.
pub const ALPHA: f64 = 0.05;

/// A mean difference with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The mean over replicates.
    pub mean: f64,
    /// The lower end of the 95 % bootstrap interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The results of a part of a claim in a world.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The number of replicates in which treatment and baseline could be measured.
    pub replicates: usize,
    /// The mean outcome of the treatment.
    pub treatment: f64,
    /// The mean outcome of the baseline.
    pub baseline: f64,
    /// The mean of treatment minus baseline over paired replicates.
    pub effect: Effect,
    /// The same with the mechanism removed; missing if no ablation is named.
    pub ablated: Effect,
    /// The same with each factor removed alone.
    pub factors: Vec<Effect>,
    /// Returns true if no ablation is named, because the contrast is the mechanism.
    pub contrast_is_the_mechanism: bool,
    /// The share of the outcome's variance that the contrast accounts for, were one half of the replicates treated.
    pub share: f64,
    /// The smallest effect that counts, in the unit of the outcome.
    pub smallest: f64,
    /// The p-value of the sign-flip test.
    pub p: f64,
    /// The p-value adjusted for the number of tests; set by [`adjust`].
    pub adjusted: f64,
    /// The expected direction of the effect.
    pub direction: Direction,
}

/// The verdict on a claim or on a part of it, in one world or in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The effect is certain, large enough, in the expected direction, and vanishes without its mechanism.
    Supported,
    /// Supported in some worlds.
    Partly,
    /// Neither the effect nor its opposite is shown.
    NotSupported,
    /// The effect is certain, large enough, and in the opposite direction.
    Contradicted,
}

impl Verdict {
    /// The verdict in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Partly => "partly",
            Self::NotSupported => "not supported",
            Self::Contradicted => "contradicted",
        }
    }
}

impl Finding {
    /// Computes the finding from the replicates of a part: treatment and baseline under every condition.
    pub fn of(part: &Part, replicates: &[Vec<[f64; 2]>], seed: u64) -> Self {
        let differences = |condition: usize| -> Vec<f64> {
            let pairs = replicates.iter().filter_map(|conditions| conditions.get(condition));
            pairs.map(|[treatment, baseline]| treatment - baseline).filter(|d| d.is_finite()).collect()
        };
        let effect = |differences: &[f64]| {
            let (low, high) = interval(differences, seed);
            Effect { mean: mean(differences), low, high }
        };
        let found = differences(0);
        let whole = |side: usize| -> f64 {
            let values = replicates.iter().filter_map(|conditions| conditions.first());
            mean(&values.filter(|two| two.iter().all(|x| x.is_finite())).map(|two| two[side]).collect::<Vec<_>>())
        };
        let baseline = whole(1);
        let contrast_is_the_mechanism = part.contrast_is_the_mechanism();
        Self {
            replicates: found.len(),
            treatment: whole(0),
            baseline,
            effect: effect(&found),
            ablated: if contrast_is_the_mechanism { effect(&[]) } else { effect(&differences(1)) },
            contrast_is_the_mechanism,
            share: share_of_variance(replicates),
            factors: (0..part.factors.len()).map(|k| effect(&differences(2 + k))).collect(),
            smallest: match part.expected.smallest {
                Smallest::Of(amount) => amount,
                Smallest::Share(share) => share * baseline.abs(),
            },
            p: if found.is_empty() { f64::NAN } else { sign_flip(&found, seed) },
            adjusted: f64::NAN,
            direction: part.expected.direction,
        }
    }

    /// The verdict in this world.
    pub fn verdict(&self) -> Verdict {
        if self.is_beyond(self.direction) && self.vanishes() {
            Verdict::Supported
        } else if self.is_beyond(self.direction.opposite()) {
            Verdict::Contradicted
        } else {
            Verdict::NotSupported
        }
    }

    /// Returns true if the effect is certain and its whole interval is beyond the smallest that counts, in this
    /// direction.
    pub fn is_beyond(&self, direction: Direction) -> bool {
        let counts = match direction {
            Direction::More => self.effect.low > self.smallest,
            Direction::Less => self.effect.high < -self.smallest,
        };
        self.adjusted <= ALPHA && counts
    }

    /// Returns true if the effect without the mechanism is surely less than half of what counts.
    pub fn vanishes(&self) -> bool {
        let half = self.smallest / 2.0;
        self.contrast_is_the_mechanism || self.ablated.low > -half && self.ablated.high < half
    }

    /// Returns true if the interval rules out an effect that counts in the expected direction.
    pub fn is_too_small(&self) -> bool {
        match self.direction {
            Direction::More => self.effect.high < self.smallest,
            Direction::Less => self.effect.low > -self.smallest,
        }
    }

    /// The reason why it is not supported, in a few words; empty if it is.
    pub fn shortfall(&self) -> &'static str {
        if self.replicates == 0 {
            "nothing to measure"
        } else if self.is_beyond(self.direction.opposite()) {
            "goes the other way"
        } else if !self.is_beyond(self.direction) {
            if self.is_too_small() { "too small" } else { "not sure" }
        } else if !self.vanishes() {
            "left without it"
        } else {
            ""
        }
    }
}

impl Direction {
    /// The opposite direction.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::More => Self::Less,
            Self::Less => Self::More,
        }
    }
}

/// The variance between the two arms over all variance, if as many replicates were treated as not: d²/4 over d²/4 + s²,
/// d the difference of the means and s² the mean variance over replicates within an arm.
fn share_of_variance(replicates: &[Vec<[f64; 2]>]) -> f64 {
    let both: Vec<[f64; 2]> = replicates.iter().filter_map(|conditions| conditions.first().copied()).collect();
    let of = |side: usize| {
        let values: Vec<f64> =
            both.iter().filter(|two| two.iter().all(|x| x.is_finite())).map(|two| two[side]).collect();
        let centre = mean(&values);
        (centre, values.iter().map(|x| (x - centre) * (x - centre)).sum::<f64>() / values.len() as f64)
    };
    let ((treatment, within_1), (baseline, within_2)) = (of(0), of(1));
    let between = (treatment - baseline) * (treatment - baseline) / 4.0;
    let all = between + f64::midpoint(within_1, within_2);
    if all > 0.0 { between / all } else { 0.0 }
}

/// Adjusts the p-values of all findings together for their number.
pub fn adjust<'a>(findings: impl Iterator<Item = &'a mut Finding>) {
    let mut findings: Vec<_> = findings.collect();
    let p: Vec<f64> = findings.iter().map(|finding| finding.p).collect();
    for (finding, adjusted) in findings.iter_mut().zip(holm(&p)) {
        finding.adjusted = adjusted;
    }
}

/// The verdict on all parts of a claim in one world: supported if each part is, contradicted if one is.
pub fn in_a_world(parts: impl Iterator<Item = Verdict>) -> Verdict {
    parts.fold(Verdict::Supported, |so_far, next| match (so_far, next) {
        (Verdict::Contradicted, _) | (_, Verdict::Contradicted) => Verdict::Contradicted,
        (Verdict::Supported, Verdict::Supported) => Verdict::Supported,
        _ => Verdict::NotSupported,
    })
}

/// The verdict on a claim in all worlds: supported if in each; partly if in some; contradicted if in some and supported
/// in none.
pub fn overall(worlds: &[Verdict]) -> Verdict {
    let is = |verdict: Verdict| worlds.iter().filter(|there| **there == verdict).count();
    match (is(Verdict::Supported), is(Verdict::Contradicted)) {
        (all, _) if all == worlds.len() && all > 0 => Verdict::Supported,
        (some, _) if some > 0 => Verdict::Partly,
        (_, some) if some > 0 => Verdict::Contradicted,
        _ => Verdict::NotSupported,
    }
}
