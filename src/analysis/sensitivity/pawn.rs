//! PAWN: how far the distribution of an outcome moves when a factor is known (Pianosi & Wagener 2015,
//! doi:10.1016/j.envsoft.2015.01.004), from a sample of any design (Pianosi & Wagener 2018,
//! doi:10.1016/j.envsoft.2018.07.019).
//!
//! ```text
//! F      share of all points with an outcome of at most y
//! F_s    the same of the points in slice s of the factor
//! KS_s = max over y of |F_s(y) − F(y)|
//! ```
//!
//! Slices have equal shares of the points. A factor with at most as many distinct values as slices has one slice per
//! value, so hand in coordinates that are equal where values are. The index summarises the KS_s: their minimum, mean,
//! median and maximum.
//!
//! KS_s of few points is above 0 by chance, so an index is compared with that of a dummy: the same slices with outcomes
//! in random order (a test by permutation). An index below the 95 % quantile of its dummies does not show any
//! influence. Resamples repeat points, which moves distributions apart as well. So intervals are around the value, as
//! wide as the resamples spread, and do not contain the bias that chance gives.
//!
//! A point without an outcome is left out.

use super::draws::{Purpose, draws, shuffle};
use super::error::SensitivityError;
use super::estimate::{Bootstrap, Estimate, Interval, mean};
use super::outcomes::Given;
use super::sizes::Sizes;
use crate::analysis::quantiles::quantile;

/// The usual number of slices.
pub(crate) const SLICES: usize = 10;
/// The usual number of dummies of each factor.
pub(crate) const DUMMIES: usize = 200;

/// The numbers of points that the method can use.
pub(crate) fn sizes(slices: usize) -> Sizes {
    let of = |points: usize| slices.saturating_mul(points);
    let advice = "; each of its slices needs 5";
    Sizes { method: "PAWN", units: "points", least: of(5), enough: of(50), advice }
}

/// How distributions are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The most slices of a factor.
    pub slices: usize,
    /// The number of dummies of each factor.
    pub dummies: usize,
    /// Intervals; its seed is that of the dummies too.
    pub bootstrap: Bootstrap,
}

/// How far the distributions in slices of a factor are from that of all points, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Distances {
    /// The number of slices.
    pub slices: usize,
    /// The least distance.
    pub minimum: f64,
    /// The mean distance.
    pub mean: f64,
    /// The median distance.
    pub median: Estimate,
    /// The largest distance.
    pub maximum: f64,
    /// The 95 % quantile of the median of dummies, or `None` without dummies.
    pub chance: Option<f64>,
}

/// The distances of each factor.
///
/// # Errors
/// If slices, points or outcomes cannot be used.
pub(crate) fn analyse(
    points: &[Vec<f64>],
    outcomes: &[f64],
    settings: Settings,
) -> Result<Vec<Distances>, SensitivityError> {
    if settings.slices < 2 {
        return Err(SensitivityError::Slices(settings.slices));
    }
    let given = Given::new(points, outcomes, sizes(settings.slices))?;
    let ranks = ranks(&given.outcomes);
    let of = |(factor, coordinates): (usize, &Vec<f64>)| {
        distances(factor, &slices(coordinates, settings.slices), &ranks, settings)
    };
    Ok(given.factors.iter().enumerate().map(of).collect())
}

fn distances(factor: usize, slices: &Slices, ranks: &Ranks, settings: Settings) -> Distances {
    let once = vec![1u32; slices.of.len()];
    let mut found = slices.kolmogorov_smirnov(ranks, &once);
    found.sort_unstable_by(f64::total_cmp);
    let middle = |mut distances: Vec<f64>| {
        distances.sort_unstable_by(f64::total_cmp);
        quantile(&distances, 0.5)
    };
    let median = settings.bootstrap.around(once.len(), &[quantile(&found, 0.5)], |drawn| {
        let mut counts = vec![0u32; once.len()];
        for &point in drawn {
            if let Some(count) = counts.get_mut(point) {
                *count += 1;
            }
        }
        vec![middle(slices.kolmogorov_smirnov(ranks, &counts))]
    });
    let mut draws = draws(settings.bootstrap.seed, Purpose::Dummy, factor as u64);
    let mut dummy = slices.clone();
    let mut chance: Vec<f64> = (0..settings.dummies)
        .map(|_| {
            shuffle(&mut dummy.of, &mut draws);
            middle(dummy.kolmogorov_smirnov(ranks, &once))
        })
        .collect();
    chance.sort_unstable_by(f64::total_cmp);
    let inside = |at: Interval| Interval { low: at.low.max(0.0), high: at.high.min(1.0) };
    let value = quantile(&found, 0.5);
    Distances {
        slices: found.len(),
        minimum: quantile(&found, 0.0),
        mean: mean(&found).unwrap_or(0.0),
        median: Estimate { value, interval: median.first().and_then(|median| median.interval).map(inside) },
        maximum: quantile(&found, 1.0),
        chance: (!chance.is_empty()).then(|| quantile(&chance, 0.95)),
    }
}

/// Points by their outcomes.
pub(super) struct Ranks {
    /// The numbers of points with equal outcomes, from the least outcome on.
    equal: Vec<Vec<usize>>,
}

pub(super) fn ranks(outcomes: &[f64]) -> Ranks {
    let mut order: Vec<(usize, f64)> = outcomes.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let equal = order.chunk_by(|a, b| a.1 == b.1).map(|points| points.iter().map(|point| point.0).collect());
    Ranks { equal: equal.collect() }
}

/// The slice of each point.
#[derive(Clone)]
pub(super) struct Slices {
    /// Numbers of slices, below `count`.
    pub(super) of: Vec<usize>,
    /// The number of slices, some of which may be empty.
    pub(super) count: usize,
}

/// Slices of equal shares between quantiles, or one per value.
pub(super) fn slices(coordinates: &[f64], most: usize) -> Slices {
    let mut sorted = coordinates.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    // The lower bounds of slices.
    let bounds = if distinct.len() <= most {
        distinct
    } else {
        (0..most).map(|slice| quantile(&sorted, slice as f64 / most as f64)).collect()
    };
    let slice = |u: &f64| bounds.partition_point(|bound| bound <= u).saturating_sub(1);
    Slices { of: coordinates.iter().map(slice).collect(), count: bounds.len() }
}

impl Slices {
    /// The distance of each slice that has points, where each point counts a number of times.
    ///
    /// Between two points of a slice only F rises. So the largest distances are just before and at a point of the
    /// slice.
    pub(super) fn kolmogorov_smirnov(&self, ranks: &Ranks, counts: &[u32]) -> Vec<f64> {
        let drawn = |point: usize| counts.get(point).copied().unwrap_or(0);
        let mut sizes = vec![0u32; self.count];
        for (slice, count) in self.of.iter().zip(counts) {
            sizes[*slice] += count;
        }
        let all = f64::from(counts.iter().sum::<u32>());
        let (mut below, mut below_in, mut most) = (0u32, vec![0u32; self.count], vec![0.0f64; self.count]);
        for points in &ranks.equal {
            let slices = || points.iter().filter(|point| drawn(**point) > 0).filter_map(|point| self.of.get(*point));
            let compare = |most: &mut [f64], below: u32, below_in: &[u32]| {
                for &slice in slices() {
                    let distance = f64::from(below_in[slice]) / f64::from(sizes[slice]) - f64::from(below) / all;
                    most[slice] = most[slice].max(distance.abs());
                }
            };
            compare(&mut most, below, &below_in);
            for &point in points {
                below += drawn(point);
                if let Some(&slice) = self.of.get(point) {
                    below_in[slice] += drawn(point);
                }
            }
            compare(&mut most, below, &below_in);
        }
        most.into_iter().zip(sizes).filter(|(_, size)| *size > 0).map(|(most, _)| most).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEW: Settings = Settings { slices: 4, dummies: 50, bootstrap: Bootstrap { resamples: 50, seed: 1 } };

    #[test]
    fn distances_by_hand() {
        // Slice 0 has outcomes 1, 2, 2; slice 1 has 2, 3. F is 1/5, 4/5, 1; F_0 is 1/3, 1, 1; F_1 is 0, 1/2, 1.
        let slices = Slices { of: vec![0, 0, 0, 1, 1], count: 3 };
        let found = slices.kolmogorov_smirnov(&ranks(&[1.0, 2.0, 2.0, 2.0, 3.0]), &[1; 5]);
        assert!((found[0] - 0.2).abs() < 1e-15 && (found[1] - 0.3).abs() < 1e-15 && found.len() == 2, "{found:?}");
        // Drawn twice counts as two points.
        let twice = Slices { of: vec![0, 0, 0, 1, 1, 1], count: 2 };
        let expected = twice.kolmogorov_smirnov(&ranks(&[1.0, 2.0, 2.0, 2.0, 3.0, 3.0]), &[1; 6]);
        assert_eq!(slices.kolmogorov_smirnov(&ranks(&[1.0, 2.0, 2.0, 2.0, 3.0]), &[1, 1, 1, 1, 2]), expected);
    }

    #[test]
    fn factors_of_few_values_are_sliced_by_value() {
        let found = slices(&[0.5, 0.0, 0.5, 0.9, 0.0], 3);
        assert_eq!((found.of, found.count), (vec![1, 0, 1, 2, 0], 3));
        let found = slices(&[0.4, 0.1, 0.3, 0.2], 2);
        assert_eq!((found.of, found.count), (vec![1, 0, 1, 0], 2));
        // Most points share a value: two of the three slices are the same.
        let found = slices(&[0.0, 0.0, 0.0, 0.0, 0.1, 0.2, 0.3], 3);
        assert_eq!(found.of, [1, 1, 1, 1, 2, 2, 2].map(|slice: usize| slice));
    }

    #[test]
    fn a_switch_that_decides_is_far_and_one_without_effect_is_not() {
        let switch = |k: u32, bit: u32| f64::from(k >> bit & 1);
        let points: Vec<Vec<f64>> = (0..64).map(|k| vec![switch(k, 0), switch(k, 3), 0.5]).collect();
        let outcomes: Vec<f64> = (0..64).map(|k| switch(k, 0) * 10.0 + f64::from(k * 7 % 11)).collect();
        let found = analyse(&points, &outcomes, FEW).expect("distances");
        assert_eq!(found.iter().map(|distances| distances.slices).collect::<Vec<_>>(), [2, 2, 1]);
        let chance = |at: usize| found[at].chance.expect("dummies");
        assert!(found[0].median.value > 0.4 && found[0].median.value > chance(0), "{:?}", found[0]);
        assert!(found[1].median.value < chance(1) && chance(1) < 0.25, "{:?}", found[1]);
        assert_eq!((found[2].maximum, found[2].median.value, found[2].chance), (0.0, 0.0, Some(0.0)));
        assert_eq!(found, analyse(&points, &outcomes, FEW).expect("distances"));
    }

    #[test]
    fn what_cannot_be_analysed_is_refused() {
        let points = vec![vec![0.5]; 20];
        let of =
            |outcomes: &[f64], slices| analyse(&points, outcomes, Settings { slices, ..FEW }).expect_err("refused");
        assert_eq!(of(&[0.0; 20], 1), SensitivityError::Slices(1));
        assert_eq!(of(&[0.0; 20], 4), SensitivityError::Constant);
        let words =
            "points with an outcome: 20; PAWN can use 25 or more, and 250 are usually enough; each of its slices";
        assert!(of(&[0.0; 20], 5).to_string().starts_with(words));
        assert!(matches!(of(&[0.0; 20], usize::MAX), SensitivityError::TooFew { .. }));
        assert!(matches!(of(&[0.0; 19], 4), SensitivityError::Length { found: 19, .. }));
        let odd = vec![vec![f64::NAN]; 20];
        assert_eq!(analyse(&odd, &[0.0; 20], FEW), Err(SensitivityError::Coordinate(0)));
    }
}
