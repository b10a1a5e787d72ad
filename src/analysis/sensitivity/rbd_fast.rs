//! RBD-FAST: first-order Sobol' indices from a sample of any design (Tarantola, Gatelli & Mara 2006,
//! doi:10.1016/j.ress.2005.06.003; Plischke 2010, doi:10.1016/j.ress.2009.11.005).
//!
//! Points are put in the order of a factor, up along every second point and down along the others. What the factor
//! causes is then slow, and what others cause is noise at all frequencies.
//!
//! ```text
//! order  x₍₁₎, x₍₃₎, x₍₅₎, …, x₍₆₎, x₍₄₎, x₍₂₎
//! F_m  = Σ_t (y_t − ȳ) exp(−2πi m t / N)
//! Ŝ    = 2 Σ_{m = 1 … M} |F_m|² / (N Σ_t (y_t − ȳ)²)
//! S    = Ŝ − λ / (1 − λ) · (1 − Ŝ)        λ = 2 M / N        (Tissot & Prieur 2012, doi:10.1016/j.ress.2012.06.010)
//! ```
//!
//! M: number of harmonics, 10. Points with equal coordinates are in random order, so that the order of the design does
//! not pass for an effect. Resamples repeat points, which are then neighbours and look like an effect. So intervals are
//! around the value, as wide as the resamples spread.
//!
//! A point without an outcome is left out.

use std::f64::consts::TAU;

use super::draws::{Purpose, draws, shuffle};
use super::error::SensitivityError;
use super::estimate::{Bootstrap, Estimate};
use super::outcomes::Given;
use super::sizes::Sizes;

/// The usual number of harmonics.
pub(crate) const HARMONICS: usize = 10;

/// The numbers of points that the method can use: the correction is by at most a half, and usually by a tenth.
pub(crate) fn sizes(harmonics: usize) -> Sizes {
    let of = |points: usize| harmonics.saturating_mul(points);
    let advice = "; fewer harmonics need fewer points";
    Sizes { method: "RBD-FAST", units: "points", least: of(4), enough: of(40), advice }
}

/// The first-order index of each factor.
///
/// # Errors
/// If harmonics, points or outcomes cannot be used.
pub(crate) fn analyse(
    points: &[Vec<f64>],
    outcomes: &[f64],
    harmonics: usize,
    bootstrap: Bootstrap,
) -> Result<Vec<Estimate>, SensitivityError> {
    if harmonics == 0 {
        return Err(SensitivityError::Harmonics(harmonics));
    }
    let Given { factors, outcomes } = Given::new(points, outcomes, sizes(harmonics))?;
    let mut shuffled: Vec<usize> = (0..outcomes.len()).collect();
    shuffle(&mut shuffled, &mut draws(bootstrap.seed, Purpose::Ties, 0));
    // The outcome of each point along each factor, with the number of the point.
    let ordered = |coordinates: &Vec<f64>| {
        let at = |&point: &usize| Some((*coordinates.get(point)?, point, *outcomes.get(point)?));
        let mut found: Vec<(f64, usize, f64)> = shuffled.iter().filter_map(at).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found.into_iter().map(|(_, point, outcome)| (point, outcome)).collect()
    };
    let along: Vec<Vec<(usize, f64)>> = factors.iter().map(ordered).collect();
    let waves = Waves::new(outcomes.len(), harmonics);
    let index = |along: &Vec<(usize, f64)>, counts: &[usize]| {
        let repeated =
            |&(point, outcome): &(usize, f64)| std::iter::repeat_n(outcome, counts.get(point).copied().unwrap_or(0));
        waves.index(&along.iter().flat_map(repeated).collect::<Vec<f64>>())
    };
    let indices = |counts: &[usize]| -> Vec<f64> { along.iter().map(|along| index(along, counts)).collect() };
    let values = indices(&vec![1; outcomes.len()]);
    Ok(bootstrap.around(outcomes.len(), &values, |drawn| {
        let mut counts = vec![0; outcomes.len()];
        for &point in drawn {
            if let Some(count) = counts.get_mut(point) {
                *count += 1;
            }
        }
        indices(&counts)
    }))
}

/// The waves of a number of points: cosines and sines of t / N turns.
struct Waves {
    turns: Vec<(f64, f64)>,
    harmonics: usize,
}

impl Waves {
    fn new(points: usize, harmonics: usize) -> Self {
        let turn = |t: usize| {
            let angle = TAU * t as f64 / points as f64;
            (libm::cos(angle), libm::sin(angle))
        };
        Self { turns: (0..points).map(turn).collect(), harmonics }
    }

    /// The index of outcomes that are in the order of the factor; NaN if they do not vary. There must be as many as
    /// waves have points.
    fn index(&self, outcomes: &[f64]) -> f64 {
        let points = self.turns.len();
        let mean = outcomes.iter().sum::<f64>() / points as f64;
        let up = outcomes.iter().step_by(2);
        let down = outcomes.iter().skip(1).step_by(2).rev();
        let wave: Vec<f64> = up.chain(down).map(|outcome| outcome - mean).collect();
        let all: f64 = points as f64 * wave.iter().map(|y| y * y).sum::<f64>();
        let power = |harmonic: usize| {
            let (mut re, mut im, mut at) = (0.0, 0.0, 0);
            for y in &wave {
                let (cos, sin) = self.turns.get(at).copied().unwrap_or_default();
                (re, im) = (re + y * cos, im + y * sin);
                at += harmonic;
                at -= if at >= points { points } else { 0 };
            }
            re * re + im * im
        };
        let slow = 2.0 * (1..=self.harmonics).map(power).sum::<f64>() / all;
        let by_chance = 2.0 * self.harmonics as f64 / points as f64;
        slow - by_chance / (1.0 - by_chance) * (1.0 - slow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: Bootstrap = Bootstrap { resamples: 100, seed: 1 };

    #[test]
    fn equal_coordinates_do_not_follow_the_order_of_the_design() {
        // A full grid: the switch is slowest, and within each of its values the other factor rises.
        let points: Vec<Vec<f64>> =
            (0..2).flat_map(|a| (0..100).map(move |b| vec![f64::from(a), f64::from(b) / 100.0])).collect();
        let outcomes: Vec<f64> = points.iter().map(|u| u[1]).collect();
        let found = analyse(&points, &outcomes, HARMONICS, SOME).expect("indices");
        assert!(found[0].value.abs() < 0.15, "{found:?}");
        assert!((found[1].value - 1.0).abs() < 0.05, "{found:?}");
        let again = analyse(&points, &outcomes, HARMONICS, SOME).expect("indices");
        assert_eq!(found, again);
    }

    #[test]
    fn points_without_an_outcome_are_left_out() {
        let point = |k: u32| vec![f64::from(k * 37 % 101) / 101.0, f64::from(k * 59 % 101) / 101.0];
        let mut points: Vec<Vec<f64>> = (0..80).map(point).collect();
        let mut outcomes: Vec<f64> = points.iter().map(|u| u[0] + u[1] * u[1]).collect();
        let expected = analyse(&points, &outcomes, HARMONICS, SOME);
        points.push(vec![0.5, 0.5]);
        outcomes.push(f64::NAN);
        assert_eq!(analyse(&points, &outcomes, HARMONICS, SOME), expected);
        assert!(expected.is_ok_and(|found| found.iter().all(|index| index.interval.is_some())));
    }

    #[test]
    fn what_cannot_be_analysed_is_refused() {
        let points: Vec<Vec<f64>> = (0..50).map(|k| vec![f64::from(k)]).collect();
        let of = |outcomes: &[f64], harmonics| analyse(&points, outcomes, harmonics, SOME).expect_err("refused");
        assert_eq!(of(&[1.0; 50], 0), SensitivityError::Harmonics(0));
        assert_eq!(of(&[1.0; 50], 10), SensitivityError::Constant);
        assert!(of(&[1.0; 50], 13).to_string().contains("RBD-FAST can use 52 or more"));
        assert!(matches!(of(&[f64::NAN; 50], 10), SensitivityError::Missing));
        assert_eq!(analyse(&vec![vec![]; 50], &[1.0; 50], 1, SOME), Err(SensitivityError::NoFactors));
    }
}
