//! When replicates may stop: the rule that `takvin sweep --until` and `takvin compare --until` share.
//!
//! Replicates are added until the 95 % interval of a mean is as narrow as wanted (Chow and Robbins 1965,
//! doi:10.1214/aoms/1177700156). Alone this rule stops too early: it stops when the spread of the first few replicates
//! happens to be small, and at once when they happen to be equal. Three conditions prevent this:
//!
//! 1. At least [`FEWEST`] replicates have the outcome.
//! 2. Student's t is used only when at least [`DIFFERING`] replicates differ from the most frequent value. The spread of
//!    a rare event is known no sooner than the event has come up a few times (inverse sampling: Haldane 1945,
//!    doi:10.1093/biomet/33.3.222).
//! 3. Before that, the interval follows from the share of replicates that differ (Wilson 1927,
//!    doi:10.1080/01621459.1927.10502953) and from the range of the outcome:
//!
//! ```text
//! p̂ = k / n        p = [ p̂ + z²/2n + z √( p̂(1 − p̂)/n + z²/4n² ) ] / (1 + z²/n)        z = 1.96
//! half-width = max( t(0.975; n − 1) s / √n,  p · max(c − low, high − c) )
//! ```
//!
//! n: replicates with the outcome. k: replicates that differ from the most frequent value c. low, high: range of the outcome.
//! With k = 0 the bound is z² / (n + z²), close to the rule of three (Hanley and Lippman-Hand 1983,
//! doi:10.1001/jama.1983.03330370053031). It holds for any distribution within the range, so it is wide.
//!
//! A rate does not have a finite range, so its mean is not bounded before a few replicates differ. If all replicates
//! are equal, they stop after [`SAME`], and the mean counts as not known.

use super::precision::Running;

/// With fewer replicates no interval counts as known.
pub(crate) const FEWEST: u64 = 10;
/// The number of replicates that must differ from the most frequent value before the spread is used.
pub(crate) const DIFFERING: u64 = 5;
/// The number of equal replicates after which an outcome without a range stops: fewer than 1 replicate in 79 differs
/// then (95 %).
pub(crate) const SAME: u64 = 300;

const Z_SQUARED: f64 = 3.841_458_820_694_124;

/// The precision wanted of a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// Half the width of the 95 % interval, in the unit of the values.
    pub half_width: f64,
    /// The lowest and the highest possible value, or `None` without bounds.
    pub range: Option<(f64, f64)>,
}

/// What the replicates so far show about a mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The interval is as narrow as wanted.
    Known,
    /// The interval is wider than wanted.
    Wide,
    /// Fewer than [`DIFFERING`] replicates differ from the others, so the spread is not known.
    Rare {
        /// The number of replicates that differ.
        differing: u64,
    },
    /// All replicates have the same value, so the spread is not known.
    Same,
    /// One replicate has a value.
    Single,
    /// No replicate has a value.
    Missing,
}

/// Values that arrive one by one, stored as far as the rule needs them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Evidence {
    running: Running,
    /// The distinct values with their frequencies. It is emptied as soon as enough values differ, so it never has more
    /// than a few.
    seen: Vec<(f64, u64)>,
    /// The number of values other than the most frequent. It never falls, and is not counted beyond [`DIFFERING`].
    differing: u64,
}

impl Evidence {
    /// Adds a value. A missing value (NaN) is left out.
    pub(crate) fn add(&mut self, value: f64) {
        if value.is_nan() {
            return;
        }
        self.running.add(value);
        if self.differing >= DIFFERING {
            return;
        }
        match self.seen.iter_mut().find(|(there, _)| *there == value) {
            Some((_, count)) => *count += 1,
            None => self.seen.push((value, 1)),
        }
        let most = self.most_frequent().map_or(0, |(_, count)| count);
        self.differing = self.running.count - most;
        if self.differing >= DIFFERING {
            self.seen = Vec::new();
        }
    }

    /// The mean and the spread.
    pub(crate) fn running(&self) -> &Running {
        &self.running
    }

    /// Half the width of the 95 % interval of the mean, or NaN if the mean is not bounded yet.
    pub(crate) fn half_width(&self, range: Option<(f64, f64)>) -> f64 {
        let by_spread = self.running.half_width();
        if self.differing >= DIFFERING {
            return by_spread;
        }
        let (Some((low, high)), Some((value, _))) = (range, self.most_frequent()) else { return f64::NAN };
        let farthest = (value - low).max(high - value);
        by_spread.max(farthest * self.share_that_may_differ())
    }

    /// The upper end of the 95 % interval of the share of replicates that differ from the most frequent value.
    pub(crate) fn share_that_may_differ(&self) -> f64 {
        let n = self.running.count as f64;
        let share = self.differing as f64 / n;
        let spread = (Z_SQUARED * (share * (1.0 - share) / n + Z_SQUARED / (4.0 * n * n))).sqrt();
        (share + Z_SQUARED / (2.0 * n) + spread) / (1.0 + Z_SQUARED / n)
    }

    /// Whether the mean is known as well as wanted, and if not, why.
    pub(crate) fn verdict(&self, wanted: &Wanted) -> Verdict {
        let width = self.half_width(wanted.range);
        match (self.running.count, self.differing) {
            (0, _) => Verdict::Missing,
            (1, _) => Verdict::Single,
            (FEWEST.., _) if width <= wanted.half_width => Verdict::Known,
            (_, 0) => Verdict::Same,
            (_, differing @ ..DIFFERING) if width.is_nan() => Verdict::Rare { differing },
            _ => Verdict::Wide,
        }
    }

    /// Returns true if replicates may stop. This includes a mean that is not known if more replicates would hardly
    /// help.
    pub(crate) fn is_enough(&self, wanted: &Wanted) -> bool {
        match self.verdict(wanted) {
            Verdict::Known => true,
            Verdict::Same => wanted.range.is_none() && self.running.count >= SAME,
            _ => false,
        }
    }

    fn most_frequent(&self) -> Option<(f64, u64)> {
        self.seen.iter().copied().reduce(|most, next| if next.1 > most.1 { next } else { most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARE: Option<(f64, f64)> = Some((0.0, 1.0));

    fn of(values: impl IntoIterator<Item = f64>) -> Evidence {
        let mut evidence = Evidence::default();
        values.into_iter().for_each(|value| evidence.add(value));
        evidence
    }

    fn wanted(half_width: f64, range: Option<(f64, f64)>) -> Wanted {
        Wanted { half_width, range }
    }

    /// The number of values after which they may stop.
    fn stops(values: impl IntoIterator<Item = f64>, wanted: &Wanted) -> Option<usize> {
        let mut evidence = Evidence::default();
        values.into_iter().position(|value| {
            evidence.add(value);
            evidence.is_enough(wanted)
        })
    }

    #[test]
    fn equal_values_of_a_rate_are_never_known_and_stop_in_the_end() {
        let rate = wanted(0.5, None);
        assert_eq!(stops([0.0; 1000], &rate), Some(SAME as usize - 1));
        for n in [2, 10, 300, 1000] {
            assert_eq!(of(vec![0.0; n]).verdict(&rate), Verdict::Same, "{n}");
        }
        assert!(of([0.0; 300]).half_width(None).is_nan());
    }

    #[test]
    fn equal_values_of_a_share_are_known_when_another_value_is_rare_enough() {
        // z² / (n + z²) ≤ 0.05 from n = 73 on.
        assert_eq!(stops([0.0; 1000], &wanted(0.05, SHARE)), Some(72));
        assert_eq!(stops([1.0; 1000], &wanted(0.05, SHARE)), Some(72));
        // From the middle of the range the mean can move at most half of it.
        assert_eq!(stops([0.5; 1000], &wanted(0.05, SHARE)), Some(34));
    }

    #[test]
    fn the_share_that_may_differ_is_that_of_wilson() {
        // Wilson's upper limits, to four decimals: 0 of 10, 1 of 10, 3 of 50.
        for (differing, n, upper) in [(0, 10, 0.2775), (1, 10, 0.4042), (3, 50, 0.1622)] {
            let values = (0..n).map(|k| f64::from(u8::from(k < differing)));
            let found = of(values).share_that_may_differ();
            assert!((found - upper).abs() < 1e-4, "{differing} of {n}: {found}");
        }
    }

    #[test]
    fn the_spread_of_a_rare_event_counts_from_its_fifth_coming() {
        let rare = |times: usize| (0..100).map(move |k| f64::from(u8::from(k < times)));
        for times in 1..5 {
            let evidence = of(rare(times));
            assert_eq!(evidence.verdict(&wanted(10.0, None)), Verdict::Rare { differing: times as u64 });
            assert!(evidence.half_width(SHARE) > evidence.running().half_width());
        }
        let evidence = of(rare(5));
        assert_eq!(evidence.verdict(&wanted(10.0, None)), Verdict::Known);
        assert_eq!(evidence.half_width(None), evidence.running().half_width());
    }

    #[test]
    fn the_order_of_values_does_not_matter_to_how_many_differ() {
        let values = [0.0, 1.0, 2.0, 0.0, 0.0, 2.0, 0.0];
        let (there, back) = (of(values), of(values.into_iter().rev()));
        assert_eq!((there.differing, back.differing), (3, 3));
        assert_eq!(there.most_frequent(), Some((0.0, 4)));
    }

    #[test]
    fn few_values_are_never_known() {
        let narrow = |n: usize| (0..n).map(|k| 0.5 + 1e-6 * k as f64);
        let share = wanted(0.01, SHARE);
        assert_eq!(stops(narrow(100), &share), Some(FEWEST as usize - 1));
        assert_eq!(of(narrow(9)).verdict(&share), Verdict::Wide);
        assert_eq!(of([f64::NAN; 50]).verdict(&share), Verdict::Missing);
        assert_eq!(of([f64::NAN, 0.5, f64::NAN]).verdict(&share), Verdict::Single);
    }
}
