//! Reach: how often states meet in conflict, by how near they are, in the record up to a year.
//!
//! States that are far apart hardly meet, whatever they think of each other. How that fades is estimated, not assumed:
//!
//! ```text
//! rate_c = (onsets_c + m · prior_c · land) / (pair-years_c + m)
//! reach  = max( floor, (rate_c / rate_land)^power )
//! ```
//!
//! c: class of a pair: contiguity by land or sea, beyond that its distance, and whether one side is a great power;
//! land: the rate among neighbours by land; m: `prior_years`. Rates fall from class to class (isotonic regression,
//! weighted by pair-years; Barlow et al. 1972), and those of great powers are at least those of others. Pairs without a
//! distance have the rate of all that are not contiguous. Left out: everything else that keeps states apart.

use super::mapping::Reach;
use crate::history::derived::of_sides;
use crate::history::panel::{Panel, Rows};

/// Contiguity by land, then by sea up to 12, 24, 150 and 400 miles.
const CONTIGUOUS: usize = 5;

/// The reach of every class, from the rates up to a year.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rates {
    distances: Vec<f64>,
    /// By great power and class; the last for pairs that are not contiguous and do not have a distance.
    reach: [Vec<f64>; 2],
}

/// What decides about the reach of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Nearness {
    /// 0 none, 1 by land, 2–5 by sea.
    pub contiguity: f64,
    /// Whether one of the two is a great power.
    pub major: bool,
    /// Between the borders, km; NaN if it is not coded.
    pub distance: f64,
}

/// The nearness of every pair and year.
pub(super) fn nearness(panel: &Panel) -> impl Fn(usize) -> Nearness {
    let pairs: &Rows = &panel.pairs;
    let column = |name: &str| pairs.column(name).map_or_else(|| vec![f64::NAN; pairs.len()], <[f64]>::to_vec);
    let (contiguity, distance) = (column("contiguity"), column("distance"));
    let major: Vec<bool> = of_sides(panel, "major").iter().map(|sides| sides.contains(&1.0)).collect();
    move |row| Nearness { contiguity: contiguity[row], major: major[row], distance: distance[row] }
}

impl Nearness {
    /// The class; `None` if the pair is not contiguous and has no distance.
    fn class(&self, distances: &[f64]) -> Option<usize> {
        if self.contiguity >= 1.0 {
            return Some((self.contiguity as usize).clamp(1, CONTIGUOUS) - 1);
        }
        let bin = || distances.iter().position(|&end| self.distance <= end).unwrap_or(distances.len());
        (!self.distance.is_nan()).then(|| CONTIGUOUS + bin())
    }
}

/// Onsets and pair-years.
type Count = [f64; 2];

/// The record of one kind of pairs: with a great power, or without.
#[derive(Clone, Debug, PartialEq)]
struct Record {
    classes: Vec<Count>,
    /// All pairs that are not contiguous, with and without a distance.
    far: Count,
}

impl Record {
    fn new(classes: usize) -> Self {
        Self { classes: vec![[0.0; 2]; classes], far: [0.0; 2] }
    }
}

impl Rates {
    /// Estimates the rates from the rows up to a year.
    pub(super) fn estimate(panel: &Panel, near: &impl Fn(usize) -> Nearness, rule: &Reach, year: i32) -> Self {
        let mut records = [Record::new(rule.classes()), Record::new(rule.classes())];
        let onset = panel.pairs.column("onset").unwrap_or_default();
        let coded = |row: &usize| panel.pairs.year(*row) <= year && !onset[*row].is_nan();
        for row in (0..onset.len()).filter(coded) {
            let near = near(row);
            let record = &mut records[usize::from(near.major)];
            let add = |count: &mut Count| *count = [count[0] + onset[row], count[1] + 1.0];
            let class = near.class(&rule.distances);
            if let Some(class) = class {
                add(&mut record.classes[class]);
            }
            if class.is_none_or(|class| class >= CONTIGUOUS) {
                add(&mut record.far);
            }
        }
        Self::of_records(&records, rule)
    }

    fn of_records(records: &[Record; 2], rule: &Reach) -> Self {
        let priors = [&rule.prior, &rule.prior_major];
        let all = || records.iter().flat_map(|record| record.classes.iter().chain(std::iter::once(&record.far)));
        // Without any onset, pair-years do not say which of two classes meets more: the prior decides alone.
        let empty = [Record::new(rule.classes()), Record::new(rule.classes())];
        let records = if all().all(|[onsets, _]| *onsets == 0.0) { &empty } else { records };
        let land = land_rate(records, priors);
        let m = rule.prior_years;
        let rate = |[onsets, years]: Count, prior: f64| (onsets + m * prior * land) / (years + m);
        let [mut not_major, mut major] = [0, 1].map(|at: usize| {
            let counts = &records[at].classes;
            let raw: Vec<f64> = counts.iter().zip(priors[at]).map(|(count, prior)| rate(*count, *prior)).collect();
            let weights: Vec<f64> = counts.iter().map(|[_, years]| years + m).collect();
            let mut rates = falling(&raw, &weights);
            // The last rate is that of pairs that are not contiguous, whatever their distance.
            let far = &priors[at][CONTIGUOUS..];
            let prior = far.iter().sum::<f64>() / far.len() as f64;
            rates.push(rate(records[at].far, prior).min(rates[CONTIGUOUS - 1]));
            rates
        });
        for (major, other) in major.iter_mut().zip(&not_major) {
            *major = major.max(*other);
        }
        let land = not_major[0];
        for rate in not_major.iter_mut().chain(&mut major) {
            *rate = libm::pow(*rate / land, rule.power).clamp(rule.floor, 1.0);
        }
        Self { distances: rule.distances.clone(), reach: [not_major, major] }
    }

    /// The reach of a pair, in [floor, 1].
    pub(super) fn reach(&self, near: Nearness) -> f64 {
        let of = &self.reach[usize::from(near.major)];
        of[near.class(&self.distances).unwrap_or(of.len() - 1)]
    }
}

/// The rate among neighbours by land; without an onset there the rate that all onsets give if the prior holds; without
/// any onset 1, so that the prior decides alone.
fn land_rate(records: &[Record; 2], priors: [&Vec<f64>; 2]) -> f64 {
    let [onsets, years] = [0, 1].map(|at| records[0].classes[0][at] + records[1].classes[0][at]);
    if onsets > 0.0 {
        return onsets / years;
    }
    let all = || records.iter().zip(priors).flat_map(|(record, prior)| record.classes.iter().zip(prior));
    let (onsets, expected) = all().fold((0.0, 0.0), |(n, e), ([onset, years], p)| (n + onset, e + years * p));
    if onsets > 0.0 && expected > 0.0 { onsets / expected } else { 1.0 }
}

/// The nearest values that never rise: pools neighbours that violate the order (isotonic regression).
fn falling(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (&value, &weight) in values.iter().zip(weights) {
        let mut block = (value, weight, 1);
        while let Some(&(before, heavy, count)) = blocks.last().filter(|last| last.0 < block.0) {
            let weight = heavy + block.1;
            block = ((before * heavy + block.0 * block.1) / weight, weight, count + block.2);
            blocks.pop();
        }
        blocks.push(block);
    }
    blocks.iter().flat_map(|&(value, _, count)| std::iter::repeat_n(value, count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> Reach {
        toml::from_str(
            "power = 0.5\nfloor = 0.02\ndistances = [1000]\nprior = [1, 0.5, 0.4, 0.3, 0.1, 0.04, 0.01]\n\
             prior_major = [1, 1, 1, 1, 1, 1, 0.25]\nprior_years = 100",
        )
        .unwrap()
    }

    #[test]
    fn what_violates_the_order_is_pooled_by_weight() {
        assert_eq!(falling(&[3.0, 2.0, 1.0], &[1.0; 3]), [3.0, 2.0, 1.0]);
        assert_eq!(falling(&[1.0, 4.0, 0.0], &[1.0, 2.0, 1.0]), [3.0, 3.0, 0.0]);
        assert_eq!(falling(&[1.0, 2.0, 3.0], &[1.0; 3]), [2.0; 3]);
    }

    #[test]
    fn the_prior_decides_without_any_onset() {
        let record = |years: f64| Record { classes: vec![[0.0, years]; 7], far: [0.0, 2.0 * years] };
        let rates = Rates::of_records(&[record(500.0), record(3.0)], &rule());
        let reach = |contiguity: f64, major: bool, distance: f64| rates.reach(Nearness { contiguity, major, distance });
        assert_eq!(reach(1.0, false, 0.0), 1.0);
        assert!((reach(0.0, false, 900.0) - 0.2).abs() < 1e-12);
        assert!((reach(0.0, false, 1001.0) - 0.1).abs() < 1e-12);
        assert!((reach(0.0, true, 9000.0) - 0.5).abs() < 1e-12);
        // The mean of .04 and .01.
        assert!((reach(0.0, false, f64::NAN) - 0.025f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn rates_are_relative_to_neighbours_by_land() {
        let mut records = [Record::new(7), Record::new(7)];
        records[0].classes[0] = [90.0, 900.0];
        records[0].classes[6] = [0.0, 9_900.0];
        records[0].far = [10.0, 9_900.0];
        let rates = Rates::of_records(&records, &rule());
        // Land (90 + 100 × .1) / 1,000 = .1; far (0 + 100 × .01 × .1) / 10,000 = 1e-5, so sqrt(1e-4) = .01: the floor.
        assert_eq!(rates.reach(Nearness { contiguity: 0.0, major: false, distance: 5000.0 }), 0.02);
        // 500 km: the prior, .04.
        let near = rates.reach(Nearness { contiguity: 0.0, major: false, distance: 500.0 });
        assert!((near - 0.2).abs() < 1e-12);
        // Without a distance: (10 + 100 × .025 × .1) / 10,000, over .1.
        let unknown = rates.reach(Nearness { contiguity: 0.0, major: false, distance: f64::NAN });
        assert!((unknown - 0.010_25f64.sqrt()).abs() < 1e-12);
    }
}
