//! How likely a limit is chance alone: the quasi-p-value of Bryant & Lempert (2010), by the binomial test.
//!
//! ```text
//! T, H     cases in the box, and those of interest
//! p        density of the box without this limit
//! quasi p = P(X ≥ H), X binomial with T trials of probability p = I_p(H, T − H + 1)
//! ```
//!
//! *Quasi*, because the limit was chosen where density rises most, so that chance alone gives small values more often than
//! a p-value allows. The hold-out of `checking` does not have this fault.
//!
//! Cases of one unit are not independent, so T and H are divided by the design effect (Rao & Scott 1992,
//! doi:10.2307/2532311), estimated in the box without the limit. It is 1 with one case for each unit.
//!
//! ```text
//! d = n v / (p (1 − p)), at least 1        v = m / ((m − 1) n²) · Σ (y_i − n_i p)²
//! ```
//!
//! n: cases. m: units. n_i, y_i: cases of unit i, and those of interest. I: the regularised incomplete beta function.

use statrs::function::beta::beta_reg;

use super::cases::Cases;
use super::limits::{Limits, Side};

/// A limit with a larger value may be chance.
pub(crate) const LARGEST: f64 = 0.05;
/// Limits that are dropped have a larger value together. It is smaller, because each of them was chosen where density rises
/// most, and so makes the value too small.
const TOGETHER: f64 = 0.01;

/// A limit and how likely it is chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Tested {
    /// The number of the axis.
    pub axis: usize,
    /// Which of its limits.
    pub side: Side,
    /// The quasi-p-value, from 0 to 1.
    pub quasi_p: f64,
}

/// The test of each limit of a box among some cases.
pub(crate) fn tests(cases: &Cases, of: &[usize], limits: &Limits) -> Vec<Tested> {
    let inside = limits.inside(cases, of);
    let hits = cases.of_interest_in(&inside);
    let test = |(axis, side)| {
        let wider = limits.without(axis, side).inside(cases, of);
        Tested { axis, side, quasi_p: quasi_p(cases, &wider, inside.len(), hits) }
    };
    limits.sides().into_iter().map(test).collect()
}

/// Drops limits that may be chance, the most likely first, as long as all that are dropped may be chance together: many
/// small losses of density can be a large one. Returns the box and what was dropped.
pub(super) fn drop_chance(cases: &Cases, of: &[usize], chosen: &Limits) -> (Limits, Vec<Tested>) {
    let inside = chosen.inside(cases, of);
    let hits = cases.of_interest_in(&inside);
    let (mut limits, mut dropped) = (chosen.clone(), Vec::new());
    loop {
        let worst = tests(cases, of, &limits).into_iter().reduce(|a, b| if b.quasi_p > a.quasi_p { b } else { a });
        let Some(worst) = worst.filter(|worst| worst.quasi_p > LARGEST) else { return (limits, dropped) };
        let wider = limits.without(worst.axis, worst.side);
        if quasi_p(cases, &wider.inside(cases, of), inside.len(), hits) <= TOGETHER {
            return (limits, dropped);
        }
        limits = wider;
        dropped.push(worst);
    }
}

fn quasi_p(cases: &Cases, wider: &[usize], trials: usize, hits: usize) -> f64 {
    let p = cases.of_interest_in(wider) as f64 / wider.len() as f64;
    if hits == 0 || p >= 1.0 {
        return 1.0;
    }
    let effect = design_effect(cases, wider, p);
    let (trials, hits) = (trials as f64 / effect, hits as f64 / effect);
    beta_reg(hits, trials - hits + 1.0, p)
}

/// How many cases count as one, at least 1.
fn design_effect(cases: &Cases, of: &[usize], p: f64) -> f64 {
    let mut units = vec![(0u32, 0u32); cases.unit_count()];
    for &case in of {
        let (size, hits) = &mut units[cases.units[case]];
        *size += 1;
        *hits += u32::from(cases.interest[case]);
    }
    units.retain(|(size, _)| *size > 0);
    if units.len() < 2 || units.iter().all(|(size, _)| *size == 1) {
        return 1.0;
    }
    let (n, m) = (of.len() as f64, units.len() as f64);
    let squares: f64 = units.iter().map(|(size, hits)| (f64::from(*hits) - f64::from(*size) * p).powi(2)).sum();
    let variance = m / ((m - 1.0) * n * n) * squares;
    (n * variance / (p * (1.0 - p))).max(1.0)
}

#[cfg(test)]
mod tests_of_significance {
    use super::*;

    #[test]
    fn quasi_p_is_a_binomial_tail() {
        // scipy.stats.binomtest(8, 10, 0.5, alternative="greater").pvalue
        let cases =
            Cases { columns: Vec::new(), interest: (0..20).map(|k| k % 2 == 0).collect(), units: (0..20).collect() };
        let wider: Vec<usize> = (0..20).collect();
        assert!((quasi_p(&cases, &wider, 10, 8) - 0.054_687_5).abs() < 1e-12);
        assert_eq!(quasi_p(&cases, &wider, 10, 0), 1.0);
    }

    #[test]
    fn cases_of_a_unit_count_less_the_more_alike_they_are() {
        let of: Vec<usize> = (0..20).collect();
        let with = |interest: Vec<bool>| Cases {
            columns: Vec::new(),
            interest,
            units: (0..20).map(|case| case / 4).collect(),
        };
        // Four equal cases in each unit: each unit is one case, up to m / (m − 1).
        let alike = with((0..20).map(|case| case / 4 < 2).collect());
        assert!((design_effect(&alike, &of, 0.4) - 4.0 * 5.0 / 4.0).abs() < 1e-12);
        // The same share in each unit: at least 1.
        let spread = with((0..20).map(|case| case % 4 == 0).collect());
        assert_eq!(design_effect(&spread, &of, 0.25), 1.0);
    }
}
