//! Where the share on the upper side passes one half along a line of points, and how well that is known.
//!
//! Chance makes the shares of neighbouring points differ, so a border is not wherever two neighbours are on different
//! sides. A point is *clear* if the 95 % interval of its share (Wilson) excludes one half. A passage leads from a point
//! that is clear on one side to the next that is clear on the other. Between the passages before and after it, the share
//! is taken to rise (or to fall) along the line:
//!
//! ```text
//! p̂ = the non-decreasing p with least Σ nₖ (pₖ − share of point k)²      pool adjacent violators (Ayer et al. 1955,
//! t = x₀ + (x₁ − x₀) (½ − p̂₀)/(p̂₁ − p̂₀)                                   doi:10.1214/aoms/1177728423)
//! ```
//!
//! with x₀ the last point below one half and x₁ the first that is not. The interval resamples the replicates, the same at
//! all points, because replicates have the same random numbers everywhere. It contains at least x₀ and x₁, because where
//! the border lies between them is not known.

use super::share::wilson;
use crate::analysis::quantiles::quantile;
use crate::analysis::resampling::resample;

/// The share of resamples that may be without the passage. With more it has no interval.
const MOST_WITHOUT: f64 = 0.025;

/// A point of the line: its place, and whether each replicate is on the upper side; `None` for a missing outcome.
#[derive(Clone, Debug)]
pub(crate) struct At {
    pub(crate) place: f64,
    pub(crate) above: Vec<Option<bool>>,
}

/// A passage from one side to the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Passage {
    /// The numbers of the last point that is clear on one side, and of the first that is clear on the other.
    pub(crate) between: (usize, usize),
    /// Where the share is one half.
    pub(crate) place: f64,
    /// Its 95 % interval; NaN without resamples, or if some of them are without the passage.
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl At {
    /// The share of replicates on the upper side; NaN if all are missing.
    pub(crate) fn share(&self) -> f64 {
        of(self.above.iter()).0
    }

    /// The side of a clear point. Without chance every point is clear.
    fn clear(&self, exact: bool) -> Option<bool> {
        let (share, runs) = of(self.above.iter());
        let (low, high) = if exact { (share, share) } else { wilson(share, runs) };
        if low > 0.5 { Some(true) } else { (high < 0.5).then_some(false) }
    }
}

/// The share of replicates on the upper side, and the number of those that have the outcome.
fn of<'a>(above: impl Iterator<Item = &'a Option<bool>>) -> (f64, usize) {
    let (mut yes, mut all) = (0u32, 0usize);
    for above in above.flatten() {
        yes += u32::from(*above);
        all += 1;
    }
    (f64::from(yes) / all as f64, all)
}

/// Every passage along the line, whose points are in order. `exact` is for runs without chance.
pub(crate) fn passages(line: &[At], exact: bool, resamples: usize, seed: u64) -> Vec<Passage> {
    let sides: Vec<(usize, bool)> = line.iter().enumerate().filter_map(|(k, at)| Some((k, at.clear(exact)?))).collect();
    let changes: Vec<(usize, usize, bool)> =
        sides.windows(2).filter(|pair| pair[0].1 != pair[1].1).map(|pair| (pair[0].0, pair[1].0, pair[1].1)).collect();
    let replicates = line.iter().map(|at| at.above.len()).max().unwrap_or(0);
    changes
        .iter()
        .enumerate()
        .map(|(k, &(from, to, rises))| {
            let begin = if k == 0 { 0 } else { changes[k - 1].1 };
            let end = changes.get(k + 1).map_or(line.len(), |next| next.0 + 1);
            let part = &line[begin..end];
            let all: Vec<(f64, usize)> = part.iter().map(|at| of(at.above.iter())).collect();
            let whole = crossing(part, &all, rises);
            let mut again = Vec::new();
            resample(replicates, resamples, seed, |drawn| {
                let shares: Vec<(f64, usize)> =
                    part.iter().map(|at| of(drawn.iter().filter_map(|&k| at.above.get(k)))).collect();
                again.extend(crossing(part, &shares, rises).map(|(place, ..)| place));
            });
            again.sort_unstable_by(f64::total_cmp);
            let known = resamples > 0 && again.len() as f64 >= resamples as f64 * (1.0 - MOST_WITHOUT);
            let (place, x0, x1) = whole.unwrap_or((f64::NAN, f64::NAN, f64::NAN));
            let end = |q: f64| if known { quantile(&again, q) } else { f64::NAN };
            let (low, high) = (end(0.025), end(0.975));
            Passage {
                between: (from, to),
                place,
                low: if known { low.min(x0) } else { f64::NAN },
                high: if known { high.max(x1) } else { f64::NAN },
            }
        })
        .collect()
}

/// Where the fitted share passes one half, and the neighbours on either side. `None` if it does not.
fn crossing(line: &[At], shares: &[(f64, usize)], rises: bool) -> Option<(f64, f64, f64)> {
    let known: Vec<usize> = (0..line.len()).filter(|&k| shares[k].1 > 0).collect();
    let values = known.iter().map(|&k| {
        let (share, runs) = shares[k];
        (if rises { share } else { 1.0 - share }, runs as f64)
    });
    let fit = non_decreasing(values);
    let first = fit.iter().position(|p| *p >= 0.5)?;
    let before = first.checked_sub(1)?;
    let (x0, x1) = (line[known[before]].place, line[known[first]].place);
    Some((x0 + (x1 - x0) * (0.5 - fit[before]) / (fit[first] - fit[before]), x0, x1))
}

/// The non-decreasing values with least weighted squares to these values, by pooling neighbours out of order.
fn non_decreasing(values: impl Iterator<Item = (f64, f64)>) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight) in values {
        let mut pool = (value, weight, 1);
        while let Some(before) = pools.pop_if(|before| before.0 >= pool.0) {
            let weight = before.1 + pool.1;
            pool = ((before.0 * before.1 + pool.0 * pool.1) / weight, weight, before.2 + pool.2);
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(value, _, count)| std::iter::repeat_n(value, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points from 0 to 0.9, and replicates whose own thresholds are these.
    fn line(thresholds: &[f64]) -> Vec<At> {
        let at = |k: u32| f64::from(k) / 10.0;
        (0..10).map(|k| At { place: at(k), above: thresholds.iter().map(|t| Some(at(k) > *t)).collect() }).collect()
    }

    #[test]
    fn neighbours_out_of_order_are_pooled() {
        let pooled = |values: &[f64]| non_decreasing(values.iter().map(|x| (*x, 1.0)));
        assert_eq!(pooled(&[1.0, 2.0, 3.0]), [1.0, 2.0, 3.0]);
        assert_eq!(pooled(&[3.0, 1.0, 2.0]), [2.0, 2.0, 2.0]);
        assert_eq!(pooled(&[1.0, 3.0, 2.0, 4.0]), [1.0, 2.5, 2.5, 4.0]);
        assert_eq!(non_decreasing([(1.0, 3.0), (0.0, 1.0)].into_iter()), [0.75, 0.75]);
        assert!(pooled(&[]).is_empty());
    }

    #[test]
    fn a_sharp_threshold_is_known_as_well_as_its_neighbours() {
        let found = passages(&line(&[0.42; 8]), false, 200, 1);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].between, (4, 5));
        assert!((found[0].place - 0.45).abs() < 1e-12 && (found[0].low, found[0].high) == (0.4, 0.5), "{found:?}");
        assert!(passages(&line(&[0.42; 3]), false, 200, 1).is_empty(), "three runs are never clear");
        assert_eq!(passages(&line(&[0.42]), true, 0, 1).len(), 1, "without chance one run is");
    }

    #[test]
    fn a_threshold_that_differs_between_replicates_is_known_less_well() {
        let thresholds = [0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75];
        let found = passages(&line(&thresholds), false, 500, 1);
        assert_eq!(found.len(), 1);
        assert!(found[0].low < 0.4 && found[0].high > 0.5, "{found:?}");
        assert_eq!(found, passages(&line(&thresholds), false, 500, 1));
    }

    #[test]
    fn chance_does_not_make_passages() {
        // Shares 0, .2, .6, .4, .6, .3, .8, 1 of ten runs: one passage, not five.
        let shares = [0, 2, 6, 4, 6, 3, 8, 10];
        let at = |(k, share): (usize, &usize)| At {
            place: k as f64,
            above: (0..10).map(|run| Some((run * 7 + k * 3) % 10 < *share)).collect(),
        };
        let found = passages(&shares.iter().enumerate().map(at).collect::<Vec<_>>(), false, 400, 1);
        assert_eq!(found.len(), 1);
        // Pooled: 0, .2, .475 four times, .8, 1.
        assert!((found[0].place - (5.0 + 0.025 / 0.325)).abs() < 1e-9, "{found:?}");
        assert!(found[0].low < 3.0 && found[0].high >= 6.0, "{found:?}");
        assert_eq!(found[0].between, (0, 7));
    }

    #[test]
    fn there_and_back_are_two_passages() {
        let at = |k: u32| At { place: f64::from(k), above: vec![Some((2..5).contains(&k)); 6] };
        let found = passages(&(0..8).map(at).collect::<Vec<_>>(), false, 50, 1);
        assert_eq!(found.iter().map(|passage| passage.place).collect::<Vec<_>>(), [1.5, 4.5]);
    }

    #[test]
    fn missing_outcomes_are_left_out() {
        let without = vec![At { place: 0.0, above: vec![None; 9] }, At { place: 1.0, above: vec![Some(true); 9] }];
        assert!(passages(&without, false, 10, 1).is_empty());
        assert!(passages(&[], false, 10, 1).is_empty());
        let mut line = line(&[0.42; 8]);
        line[5].above = vec![None; 8];
        assert!((passages(&line, false, 10, 1)[0].place - 0.5).abs() < 1e-12);
    }
}
