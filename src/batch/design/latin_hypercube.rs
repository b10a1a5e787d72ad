//! Latin hypercube (McKay, Beckman and Conover 1979, doi:10.2307/1268522). On every axis [0, 1) is split into as many
//! strata as there are points. Each stratum has one point, at a random place within it, and the axes are shuffled
//! independently.
//!
//! Shuffling alone may confound axes of few values: of eight points over two switches, all may have both on or both
//! off. So axes of few values are first spread over their combinations, one axis after another, as in the slices of a
//! sliced Latin hypercube (Qian 2012, doi:10.1080/01621459.2011.644132):
//!
//! 1. Points that agree on all axes before form a group. Each value comes equally often in every group, as far as the
//!    group's size allows. So no combination is missing if there are as many points as combinations.
//! 2. The points left over in each group take the value that is the rarest so far, by itself and together with each
//!    value of the axes before; then two of them swap values while that makes pairs of values more even (as in Ye 1998,
//!    doi:10.1080/01621459.1998.10473803).
//!
//! A single axis of few values is shuffled like the others.

use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;

use super::samples::{Purpose, Sampler, stream, uniform};
use super::{DesignError, Gathered, levels};
use crate::scenario::{Axis, Levels, Setting};

/// The largest number of values of an axis with few values.
const FEW: u64 = 100;
/// The largest number of left-over points for which swaps are tried, because the number of swaps is its square. With
/// more points chance correlations are small.
const SWAPPED: usize = 100;

/// The points.
pub(super) fn points(gathered: &mut Gathered<'_>, seed: u64, points: u32) -> Result<(), DesignError> {
    let count = points as usize;
    let few: Vec<Option<Vec<Setting>>> = gathered.axes.iter().map(|axis| few(axis, points)).collect();
    let combined = few.iter().flatten().count() > 1;
    let mut spread = Spread::new(count);
    let column = |(axis, few): (usize, Option<Vec<Setting>>)| {
        let mut stream = stream(seed, Purpose::LatinHypercube, axis as u64);
        match few {
            Some(values) if combined => Column::Few(spread.column(values.len(), &mut stream), values),
            _ => Column::Strata(shuffled(points, &mut stream), Box::new(stream)),
        }
    };
    let mut columns: Vec<Column> = few.into_iter().enumerate().map(column).collect();
    let sampler = Sampler::new(gathered.axes);
    for number in 0..count {
        let setting = |(axis, column): (usize, &mut Column)| match column {
            Column::Few(places, values) => values.get(places[number] as usize).cloned(),
            Column::Strata(strata, stream) => {
                let (stratum, strata) = (f64::from(strata[number]), f64::from(points));
                // Rounding must not carry a point beyond the end of its stratum.
                let u = ((stratum + uniform(stream)) / strata).min(((stratum + 1.0) / strata).next_down());
                sampler.value(axis, u)
            }
        };
        let point: Vec<Setting> = columns.iter_mut().enumerate().filter_map(setting).collect();
        gathered.offer(&point)?;
    }
    Ok(())
}

/// The values of an axis, by point.
enum Column {
    /// Indices of few values.
    Few(Vec<u32>, Vec<Setting>),
    /// Strata, and the random positions within them.
    Strata(Vec<u32>, Box<ChaCha8Rng>),
}

/// The values of an axis if they are few and if there are enough points for all of them.
fn few(axis: &Axis, points: u32) -> Option<Vec<Setting>> {
    let most = FEW.min(points.into());
    match axis.levels {
        Levels::Interval { log: true, .. } => None,
        Levels::Interval { low, high, .. } => (axis.is_whole() && high - low < most as f64)
            .then(|| (low as i64..=high as i64).map(Setting::Whole).collect()),
        _ => (levels::at_most(axis) <= most).then(|| levels::values(axis)),
    }
}

/// All numbers below a limit in random order.
fn shuffled(limit: u32, stream: &mut ChaCha8Rng) -> Vec<u32> {
    let mut numbers: Vec<u32> = (0..limit).collect();
    for last in (1..numbers.len()).rev() {
        numbers.swap(last, (uniform(stream) * (last + 1) as f64) as usize);
    }
    numbers
}

/// Columns of few values, each spread over the columns before.
struct Spread {
    /// Points that agree in all columns so far have the same number.
    groups: Vec<u32>,
    columns: Vec<Vec<u32>>,
}

impl Spread {
    fn new(points: usize) -> Self {
        Self { groups: vec![0; points], columns: Vec::new() }
    }

    /// The next column, with this number of values.
    fn column(&mut self, values: usize, stream: &mut ChaCha8Rng) -> Vec<u32> {
        let points = self.groups.len();
        let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for point in shuffled(points as u32, stream) {
            members.entry(self.groups[point as usize]).or_default().push(point as usize);
        }
        let mut placed = Placed::new(&self.columns, points, values);
        let mut left = Vec::new();
        for (group, members) in members {
            let (even, rest) = members.split_at(members.len() / values * values);
            even.iter().enumerate().for_each(|(at, &point)| placed.put(point, at % values));
            left.extend(rest.iter().map(|&point| (group, point)));
        }
        placed.fill(&left, stream);
        if left.len() <= SWAPPED {
            placed.swap(&left);
        }
        let column = placed.column;
        let mut numbers = BTreeMap::new();
        for (group, &value) in self.groups.iter_mut().zip(&column) {
            let next = numbers.len() as u32;
            *group = *numbers.entry((*group, value)).or_insert(next);
        }
        self.columns.push(column.clone());
        column
    }
}

/// A column under construction, with the frequency of each of its values.
struct Placed<'a> {
    before: &'a [Vec<u32>],
    column: Vec<u32>,
    /// Frequencies of single values.
    alone: Vec<i64>,
    /// Frequencies together with each value of each column before.
    paired: Vec<BTreeMap<(u32, u32), i64>>,
}

impl<'a> Placed<'a> {
    fn new(before: &'a [Vec<u32>], points: usize, values: usize) -> Self {
        let paired = vec![BTreeMap::new(); before.len()];
        Self { before, column: vec![0; points], alone: vec![0; values], paired }
    }

    fn put(&mut self, point: usize, value: usize) {
        self.column[point] = value as u32;
        self.alone[value] += 1;
        for (column, paired) in self.before.iter().zip(&mut self.paired) {
            *paired.entry((column[point], value as u32)).or_default() += 1;
        }
    }

    /// How often a value came together with the values that a point has in the columns before.
    fn together(&self, point: usize, value: usize) -> i64 {
        let columns = self.before.iter().zip(&self.paired);
        columns.map(|(column, paired)| paired.get(&(column[point], value as u32)).copied().unwrap_or(0)).sum()
    }

    /// Gives each left-over point the rarest value that no other left-over point of its group has; ties are broken at
    /// random.
    fn fill(&mut self, left: &[(u32, usize)], stream: &mut ChaCha8Rng) {
        let values = self.alone.len();
        let (mut group, mut taken) = (None, vec![false; values]);
        for &(next, point) in left {
            if group != Some(next) {
                (group, taken) = (Some(next), vec![false; values]);
            }
            let free: Vec<usize> = (0..values).filter(|&value| !taken[value]).collect();
            let cost = |value: usize| self.alone[value] + self.together(point, value);
            let least = free.iter().map(|&value| cost(value)).min().unwrap_or_default();
            let rarest: Vec<usize> = free.into_iter().filter(|&value| cost(value) == least).collect();
            let value = rarest[(uniform(stream) * rarest.len() as f64) as usize];
            taken[value] = true;
            self.put(point, value);
        }
    }

    /// Swaps the values of left-over points while the sum of the squared pair frequencies falls.
    fn swap(&mut self, left: &[(u32, usize)]) {
        let mut moved = true;
        while moved {
            moved = false;
            for (at, &(one, first)) in left.iter().enumerate() {
                for &(other, second) in &left[at + 1..] {
                    let (a, b) = (self.column[first], self.column[second]);
                    let has = |group: u32, value: u32| {
                        left.iter().any(|&(there, point)| there == group && self.column[point] == value)
                    };
                    if a == b || self.change(first, second) >= 0 || one != other && (has(one, b) || has(other, a)) {
                        continue;
                    }
                    for (point, from, to) in [(first, a, b), (second, b, a)] {
                        for (column, paired) in self.before.iter().zip(&mut self.paired) {
                            *paired.entry((column[point], from)).or_default() -= 1;
                            *paired.entry((column[point], to)).or_default() += 1;
                        }
                        self.column[point] = to;
                    }
                    moved = true;
                }
            }
        }
    }

    /// The change of the sum of squares if two points swap values.
    fn change(&self, first: usize, second: usize) -> i64 {
        let (a, b) = (self.column[first], self.column[second]);
        let of = |(column, paired): (&Vec<u32>, &BTreeMap<(u32, u32), i64>)| {
            let (x, y) = (column[first], column[second]);
            let count = |pair| paired.get(&pair).copied().unwrap_or(0);
            if x == y { 0 } else { 2 * (count((x, b)) + count((y, a)) - count((x, a)) - count((y, b))) + 4 }
        };
        self.before.iter().zip(&self.paired).map(of).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::samples::tests::{UNIT, number, sampled};

    const SWITCHES: [&str; 4] = [
        "\"parameters.switches.policy_to_governance\" = [true, false]\n",
        "\"parameters.switches.bent_reports\" = [true, false]\n",
        "\"parameters.switches.diffusion\" = [true, false]\n",
        "\"parameters.switches.coalitions\" = [true, false]\n",
    ];
    const THREE: &str = "\"parameters.feedback.threat\" = [0, 1, 2]\n";
    const FIVE: &str = "\"run.rounds\" = \"1..5\"\n";

    fn combinations(points: u32, seed: u64, axes: &str) -> (BTreeSet<String>, f64) {
        let points = sampled("latin-hypercube", points, seed, &format!("[sweep.vary]\n{axes}"));
        let spelt = |k| points.settings(k).iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let greatest = points.quality().correlated.map_or(0.0, |found| found.size.abs());
        ((0..points.len()).map(spelt).collect(), greatest)
    }

    #[test]
    fn no_combination_is_missing_if_there_are_points_enough() {
        for (axes, all) in [
            (SWITCHES[..2].concat(), 4),
            (SWITCHES[..3].concat(), 8),
            (SWITCHES.concat(), 16),
            ([&SWITCHES[..2].concat(), THREE].concat(), 12),
            ([THREE, FIVE].concat(), 15),
        ] {
            for points in [all, all + 1, 2 * all - 1, 3 * all] {
                for seed in 0..50 {
                    let (found, _) = combinations(points, seed, &axes);
                    assert_eq!(found.len() as u32, all, "{points} points, seed {seed}: {found:?}");
                }
            }
        }
    }

    #[test]
    fn two_switches_are_told_apart_from_four_points_on() {
        for points in [4, 5, 6, 7, 8, 9, 16, 31] {
            for seed in 0..50 {
                let (_, greatest) = combinations(points, seed, &SWITCHES[..2].concat());
                // Six points cannot have both on half of the time and be uncorrelated.
                assert!(greatest < 0.34, "{points} points, seed {seed}: {greatest}");
            }
        }
    }

    #[test]
    fn fewer_points_than_combinations_are_all_different_and_balanced() {
        for seed in 0..50 {
            let (found, greatest) = combinations(4, seed, &SWITCHES[..3].concat());
            assert_eq!((found.len(), greatest), (4, 0.0), "half of the eight, seed {seed}: {found:?}");
            let (found, greatest) = combinations(8, seed, &[&SWITCHES[..2].concat(), THREE].concat());
            assert!(found.len() == 8 && greatest <= 0.3, "seed {seed}: {greatest}, {found:?}");
        }
    }

    #[test]
    fn a_latin_hypercube_stays_one_beside_axes_of_few_values() {
        let axes = format!("{}{}", UNIT, SWITCHES[..2].concat());
        for n in [1, 2, 7, 100] {
            let points = sampled("latin-hypercube", n, 3, &axes);
            for axis in 0..3 {
                let mut strata: Vec<u32> =
                    (0..points.len()).map(|k| (number(&points.settings(k)[axis]) * f64::from(n)) as u32).collect();
                strata.sort_unstable();
                assert_eq!(strata, (0..n).collect::<Vec<_>>());
            }
            for axis in 3..5 {
                let on = (0..points.len()).filter(|k| number(&points.settings(*k)[axis]) > 0.0).count();
                assert!(on.abs_diff(points.len() - on) <= 1, "{on} of {n}");
            }
        }
    }

    #[test]
    fn a_latin_hypercube_has_one_point_in_each_stratum_of_every_axis() {
        for n in [1, 2, 7, 100] {
            let points = sampled("latin-hypercube", n, 3, UNIT);
            for axis in 0..3 {
                let mut strata: Vec<u32> =
                    (0..points.len()).map(|k| (number(&points.settings(k)[axis]) * f64::from(n)) as u32).collect();
                strata.sort_unstable();
                assert_eq!(strata, (0..n).collect::<Vec<_>>());
            }
        }
    }
}
