//! What the kept particles say about each parameter, and each pattern of runs beside the record.

use super::target::{Aim, Target};
use crate::analysis::abc::{Identified, Posterior, weighted_quantile};

/// The quantiles of a posterior.
pub(crate) const QUANTILES: [f64; 5] = [0.025, 0.25, 0.5, 0.75, 0.975];
/// A posterior narrower than this share of its prior identifies its parameter.
const NARROW: f64 = 0.5;
/// A posterior narrower than this share says something.
const NARROWER: f64 = 0.8;
/// Without information the distance between the distributions of posterior and prior, times the root of the effective
/// sample size, is above this in 1 of 100 cases (Kolmogorov 1933).
const KOLMOGOROV: f64 = 1.63;

/// How far the data identify a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// The central 95 % of the posterior are narrower than half of those of the prior.
    Identified,
    /// Narrower than .8 of them, or the two distributions differ beyond chance (1 %).
    Weakly,
    /// The posterior is the prior, as far as one can see.
    Not,
    /// The effective sample size is too small to say: few particles are narrow by chance.
    TooFew,
}

/// The least effective sample size with which a width says something.
const FEWEST: f64 = 30.0;

impl Word {
    fn of(identified: Identified, effective: f64) -> Self {
        if effective < FEWEST {
            Self::TooFew
        } else if identified.width < NARROW {
            Self::Identified
        } else if identified.width < NARROWER || identified.distance * effective.sqrt() > KOLMOGOROV {
            Self::Weakly
        } else {
            Self::Not
        }
    }

    /// The word in tables.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Weakly => "weakly",
            Self::Not => "not identified",
            Self::TooFew => "too few particles",
        }
    }
}

/// The posterior of a parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
    /// The values at [`QUANTILES`].
    pub quantiles: [f64; 5],
    /// Width and distance from the prior.
    pub identified: Identified,
    /// The same in a word.
    pub word: Word,
}

/// The posterior of every parameter.
pub(super) fn lines(posterior: &Posterior) -> Vec<Line> {
    let effective = posterior.effective_sample_size();
    let one = |k: usize| {
        let identified = posterior.identified(k);
        Line {
            mean: posterior.mean(k),
            deviation: posterior.deviation(k),
            quantiles: QUANTILES.map(|q| posterior.quantile(k, q)),
            identified,
            word: Word::of(identified, effective),
        }
    };
    (0..posterior.parameters.len()).map(one).collect()
}

/// A pattern of some runs beside the record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Check {
    /// The median of the runs.
    pub median: f64,
    /// The 2.5 % quantile.
    pub low: f64,
    /// The 97.5 % quantile.
    pub high: f64,
    /// Whether the record lies between the two; `None` if no run has the pattern.
    pub inside: Option<bool>,
}

/// Every pattern of some runs, each with its weight, beside the record.
pub(super) fn checks<'a>(target: &Target, runs: &(impl Iterator<Item = (&'a [f64], f64)> + Clone)) -> Vec<Check> {
    let one = |(k, aim): (usize, &Aim)| {
        let (values, weights): (Vec<f64>, Vec<f64>) =
            runs.clone().map(|(patterns, weight)| (patterns[k], weight)).unzip();
        let [low, median, high] = [0.025, 0.5, 0.975].map(|q| weighted_quantile(&values, &weights, q));
        let inside = (!low.is_nan()).then(|| (low..=high).contains(&aim.record.value));
        Check { median, low, high, inside }
    };
    target.aims.iter().enumerate().map(one).collect()
}

/// The number of patterns whose value in the record lies inside the runs.
pub(crate) fn inside(checks: &[Check]) -> usize {
    checks.iter().filter(|check| check.inside == Some(true)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_follow_width_and_distance() {
        let word = |width, distance| Word::of(Identified { width, distance }, 100.0).word();
        assert_eq!(word(0.49, 0.0), "identified");
        assert_eq!(word(0.5, 0.0), "weakly");
        assert_eq!(word(0.8, 0.162), "not identified", "1.62 is less than 1.63");
        assert_eq!(word(0.8, 0.164), "weakly", "as wide as the prior, but elsewhere");
        assert_eq!(word(f64::NAN, f64::NAN), "not identified");
        let few = Word::of(Identified { width: 0.01, distance: 0.5 }, 29.0).word();
        assert_eq!(few, "too few particles", "two particles are always close to each other");
    }
}
