//! Forecasts that need no model, which a model must beat: of yearly series of countries, and of disputes of dyads.
//!
//! A series has the levels of one country, one per training year, in [0, 1] (as polyarchy), all ending in the same year.
//! The forecasts begin from its last level that is not missing (NaN). A series without any has forecasts of NaN. A
//! change needs two years in a row that are not missing.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::logistic::{Rows, fit, probabilities};
use crate::record::statistics::{mean, ratio};

/// The number of years from which a country's trend is taken.
pub(crate) const TREND_YEARS: usize = 15;
/// The number of years that the base rate counts for in a dyad's own rate.
pub(crate) const PRIOR_YEARS: f64 = 10.0;
/// Levels are grouped into this number of equal classes.
const CLASSES: usize = 10;

/// An ensemble per country and horizon.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Forecast {
    horizons: usize,
    members: usize,
    values: Vec<f64>,
}

impl Forecast {
    /// The members for a country, by its place among the series, and a horizon from 1 (years after the last training
    /// year). Empty if such a forecast does not exist.
    pub(crate) fn ensemble(&self, country: usize, horizon: usize) -> &[f64] {
        if !(1..=self.horizons).contains(&horizon) {
            return &[];
        }
        let start = (country * self.horizons + horizon - 1) * self.members;
        self.values.get(start..start + self.members).unwrap_or(&[])
    }

    /// One member per country and horizon.
    fn single(series: &[Vec<f64>], horizons: usize, mut of: impl FnMut(&[f64], usize) -> f64) -> Self {
        let values = series.iter().flat_map(|levels| (1..=horizons).map(move |h| (levels, h)));
        let values = values.map(|(levels, horizon)| of(levels, horizon)).collect();
        Self { horizons, members: 1, values }
    }
}

/// The last level stays.
pub(crate) fn no_change(series: &[Vec<f64>], horizons: usize) -> Forecast {
    Forecast::single(series, horizons, |levels, _| last(levels))
}

/// All countries drift as their mean did in the training years, less the nearer they are to the bound.
///
/// ```text
/// x(h) = x(h − 1) + d · r(x) / r̄        d: mean yearly change;  r(x) = 1 − x if d > 0, else x;  r̄: mean of r
/// ```
///
/// r̄ is taken over the levels that changes begin from, so in the training years the mean change is d. Clamped to [0, 1].
pub(crate) fn drift(series: &[Vec<f64>], horizons: usize) -> Forecast {
    let (levels, changes): (Vec<f64>, Vec<f64>) = series.iter().flat_map(|levels| changes(levels)).unzip();
    let d = if changes.is_empty() { 0.0 } else { mean(&changes) };
    let room = |x: f64| if d > 0.0 { 1.0 - x } else { x };
    let usual = mean(&levels.iter().map(|x| room(*x)).collect::<Vec<_>>());
    let rate = if usual > 0.0 { d / usual } else { 0.0 };
    Forecast::single(series, horizons, |levels, horizon| {
        (0..horizon).fold(last(levels), |x, _| (x + rate * room(x)).clamp(0.0, 1.0))
    })
}

/// The country's trend goes on: the least-squares line through its last [`TREND_YEARS`] years, clamped to [0, 1]. Below
/// three levels in these years, the last level stays.
pub(crate) fn trend(series: &[Vec<f64>], horizons: usize) -> Forecast {
    Forecast::single(series, horizons, |levels, horizon| {
        // Years before the last one are negative.
        let years = levels.iter().rev().take(TREND_YEARS).enumerate().map(|(back, level)| (-(back as f64), *level));
        let (years, recent): (Vec<f64>, Vec<f64>) = years.filter(|(_, level)| !level.is_nan()).unzip();
        if recent.len() < 3 {
            return last(levels);
        }
        let (year, level) = (mean(&years), mean(&recent));
        let squares: f64 = years.iter().map(|x| (x - year) * (x - year)).sum();
        let products: f64 = years.iter().zip(&recent).map(|(x, y)| (x - year) * (y - level)).sum();
        (level + products / squares * (horizon as f64 - year)).clamp(0.0, 1.0)
    })
}

/// Each year every member changes as some country did in some training year that began in the same tenth of [0, 1], or
/// in the nearest tenth with changes (the lower of two); clamped to [0, 1]. Draws depend on the seed, the country's
/// place, the member and the year alone, so more members or horizons do not change the others.
///
/// ```text
/// key = seed (8 bytes) ‖ country (8) ‖ 0 (8) ‖ "takvinbl"      little-endian;  stream = member
/// ```
pub(crate) fn resampled_changes(series: &[Vec<f64>], horizons: usize, members: usize, seed: u64) -> Forecast {
    let mut of_class: Vec<Vec<f64>> = vec![Vec::new(); CLASSES];
    for (level, change) in series.iter().flat_map(|levels| changes(levels)) {
        of_class[class(level)].push(change);
    }
    let mut values = vec![f64::NAN; series.len() * horizons * members];
    for (country, levels) in series.iter().enumerate() {
        let start = last(levels);
        for member in 0..members {
            let mut draws = draws(seed, country, member);
            let mut x = start;
            for horizon in 0..horizons {
                let u = f64::from(draws.next_u32()) / 4_294_967_296.0;
                let near = (0..CLASSES).filter(|&k| !of_class[k].is_empty()).min_by_key(|&k| k.abs_diff(class(x)));
                let changes = near.map_or(&[][..], |k| &of_class[k]);
                let change = changes.get((u * changes.len() as f64) as usize).copied().unwrap_or(0.0);
                x = (x + change).clamp(0.0, 1.0);
                values[(country * horizons + horizon) * members + member] = x;
            }
        }
    }
    Forecast { horizons, members, values }
}

fn draws(seed: u64, country: usize, member: usize) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[0..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&(country as u64).to_le_bytes());
    key[24..32].copy_from_slice(b"takvinbl");
    let mut draws = ChaCha8Rng::from_seed(key);
    draws.set_stream(member as u64);
    draws
}

/// The tenth of [0, 1] that a level lies in.
fn class(level: f64) -> usize {
    ((level * CLASSES as f64) as usize).min(CLASSES - 1)
}

/// Levels, and how they changed by the next year.
fn changes(levels: &[f64]) -> impl Iterator<Item = (f64, f64)> {
    levels.windows(2).map(|pair| (pair[0], pair[1] - pair[0])).filter(|(_, change)| !change.is_nan())
}

/// The last level that is not missing.
fn last(levels: &[f64]) -> f64 {
    levels.iter().rev().copied().find(|level| !level.is_nan()).unwrap_or(f64::NAN)
}

/// The share of years of all dyads in which a dispute began. NaN without years.
pub(crate) fn base_rate(onsets: &[f64], years: &[f64]) -> f64 {
    ratio(onsets.iter().sum(), years.iter().sum())
}

/// A dyad's own share of years in which a dispute began, drawn to the base rate as if that had been seen for
/// [`PRIOR_YEARS`].
///
/// ```text
/// (onsets + p · w) / (years + w)        p: base rate;  w = 10 years
/// ```
pub(crate) fn own_rate(onsets: f64, years: f64, base_rate: f64) -> f64 {
    (onsets + base_rate * PRIOR_YEARS) / (years + PRIOR_YEARS)
}

/// The probabilities that a logistic regression on the training rows gives to other rows of the same covariates.
/// Returns `None` without a fit that converged: see [`fit()`]; a ridge penalty helps.
pub(crate) fn by_covariates(training: &Rows<'_>, ridge: f64, design: &[f64]) -> Option<Vec<f64>> {
    let fit = fit(training, ridge)?;
    fit.converged.then(|| probabilities(design, &fit.coefficients))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: &[f64], expected: f64) {
        assert!(found.len() == 1 && (found[0] - expected).abs() < 1e-12, "{found:?} {expected}");
    }

    #[test]
    fn no_change_keeps_the_last_level() {
        let found = no_change(&[vec![0.2, 0.4], vec![0.7, f64::NAN], vec![f64::NAN], vec![]], 2);
        assert_eq!(
            (found.ensemble(0, 1), found.ensemble(0, 2), found.ensemble(1, 2)),
            (&[0.4][..], &[0.4][..], &[0.7][..])
        );
        assert!(found.ensemble(2, 1)[0].is_nan() && found.ensemble(3, 1)[0].is_nan());
        assert!(found.ensemble(0, 0).is_empty() && found.ensemble(0, 3).is_empty() && found.ensemble(4, 1).is_empty());
    }

    #[test]
    fn drift_by_hand() {
        // Changes +0.2 from 0.4 and 0 from 0.6: d = 0.1, room 0.6 and 0.4, mean 0.5: a fifth of the room each year.
        let found = drift(&[vec![0.4, 0.6], vec![0.6, 0.6, f64::NAN], vec![1.0]], 2);
        close(found.ensemble(0, 1), 0.6 + 0.2 * 0.4);
        close(found.ensemble(0, 2), 0.68 + 0.2 * 0.32);
        close(found.ensemble(2, 2), 1.0);
        // Downward: d = −0.1 from 0.5: a fifth of the level.
        close(drift(&[vec![0.5, 0.4]], 1).ensemble(0, 1), 0.4 - 0.2 * 0.4);
        close(drift(&[vec![0.5]], 1).ensemble(0, 1), 0.5);
    }

    #[test]
    fn trends_by_hand() {
        let rising: Vec<f64> = (0..20).map(|year| if year < 5 { 0.9 } else { 0.02 * f64::from(year) }).collect();
        let found = trend(&[rising, vec![0.1, f64::NAN, 0.5], vec![0.2, 0.6, 0.4]], 40);
        close(found.ensemble(0, 1), 0.40); // the first five years are too long ago
        close(found.ensemble(0, 40), 1.0);
        close(found.ensemble(1, 1), 0.5); // two levels are not enough
        close(found.ensemble(2, 1), 0.4 + 0.1 * 2.0); // mean 0.4 in the middle year, slope 0.1
    }

    #[test]
    fn changes_are_drawn_from_the_same_tenth() {
        // From 0.1 to 0.2 levels rise by 0.02 or 0.04; from 0.8 on they fall by 0.3.
        let series = [vec![0.10, 0.12, 0.16], vec![0.85, 0.55], vec![0.15], vec![0.84], vec![f64::NAN]];
        let found = resampled_changes(&series, 2, 1000, 3);
        let rose = found.ensemble(2, 1).iter().filter(|x| (**x - 0.19).abs() < 1e-12).count();
        assert!(found.ensemble(2, 1).iter().all(|x| (x - 0.17).abs() < 1e-12 || (x - 0.19).abs() < 1e-12));
        assert!((rose as f64 - 500.0).abs() < 65.0, "{rose}"); // four standard errors
        assert!(found.ensemble(3, 1).iter().all(|x| (x - 0.54).abs() < 1e-12));
        // The tenth of 0.54 has no changes; that of 0.8 is nearer than that of 0.1.
        assert!(found.ensemble(3, 2).iter().all(|x| (x - 0.24).abs() < 1e-12));
        assert!(found.ensemble(4, 1).iter().all(|x| x.is_nan()));
        assert_eq!(found.ensemble(2, 2), resampled_changes(&series, 2, 1000, 3).ensemble(2, 2));
        let fewer = resampled_changes(&series, 1, 10, 3);
        assert_eq!(fewer.ensemble(2, 1), &found.ensemble(2, 1)[..10]);
        assert_ne!(fewer.ensemble(2, 1), resampled_changes(&series, 1, 10, 4).ensemble(2, 1));
        close(resampled_changes(&[vec![0.3]], 1, 1, 1).ensemble(0, 1), 0.3);
    }

    #[test]
    fn rates_of_disputes_by_hand() {
        let base = base_rate(&[1.0, 0.0, 3.0], &[50.0, 30.0, 20.0]);
        assert_eq!(base, 0.04);
        assert_eq!(own_rate(3.0, 20.0, base), 3.4 / 30.0);
        assert_eq!(own_rate(0.0, 0.0, base), base);
        assert!(base_rate(&[], &[]).is_nan());
    }

    #[test]
    fn covariates_give_the_share_of_each_group() {
        // One of four where x = 0, three of four where x = 1.
        let design = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0].map(|x| [1.0, x]).concat();
        let outcomes = [true, false, false, false, true, true, true, false];
        let rows = Rows { design: &design, columns: 2, outcomes: &outcomes, weights: None };
        let found = by_covariates(&rows, 0.0, &[1.0, 1.0, 1.0, 0.0]).expect("a fit");
        assert!((found[0] - 0.75).abs() < 1e-12 && (found[1] - 0.25).abs() < 1e-12);
        assert!(by_covariates(&Rows { outcomes: &[true; 8], ..rows }, 0.0, &[]).is_none());
    }
}
