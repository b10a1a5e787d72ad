//! Regularities of history, computed by one code path for the record and for a run: a registry of patterns.
//!
//! The first seventy have the names and the rules of the table that is kept with the data; a test holds them against it.
//! A new pattern is one entry in the file of its subject.

mod components;
mod disputes;
mod measure;
mod order;
mod pattern;
mod regression;
mod systems;

use measure::{Measure, by_unit};
pub use pattern::{Pattern, Scale, Value};

use super::panel::Panel;
use crate::analysis::clusters::{RESAMPLES, Resamples};
use crate::analysis::moments::Moments;
use crate::analysis::resampling::interval_of_resamples;

/// The number of resamples of a statistic that is computed from all rows each time.
const FEW_RESAMPLES: usize = 200;

/// Every pattern, in the order of tables.
pub fn patterns() -> impl Iterator<Item = &'static Pattern> {
    let all = [disputes::PATTERNS, systems::PATTERNS, order::PATTERNS, order::PEACE, components::PATTERNS];
    all.into_iter().flatten()
}

/// The values of all patterns, in the order of [`patterns`]. With a seed, each has its interval.
pub fn measure(panel: &Panel, seed: Option<u64>) -> Vec<Value> {
    let all: Vec<usize> = (0..patterns().count()).collect();
    measure_some(panel, &all, seed)
}

/// The values of some patterns, by their places in [`patterns`]. With a seed, each has its interval.
///
/// # Panics
/// Panics if a place is not that of a pattern.
pub fn measure_some(panel: &Panel, places: &[usize], seed: Option<u64>) -> Vec<Value> {
    let all: Vec<&'static Pattern> = patterns().collect();
    // The regression takes longer than most other patterns together.
    let regresses = places.iter().any(|&at| matches!(all[at].measure, Measure::OddsRatio(_)));
    let ratios = regresses.then(|| regression::odds_ratios(panel, seed.is_some()));
    let one = |&at: &usize| match &all[at].measure {
        Measure::Sums { of, statistic, pick } => {
            let Some(pick) = pick(panel) else { return Value::MISSING };
            sums(&by_unit(of.rows(panel), &pick), *statistic, seed.map(|seed| seed.wrapping_add(at as u64)))
        }
        Measure::Whole(of) => whole(panel, *of, seed.map(|seed| seed.wrapping_add(at as u64))),
        Measure::Yearly(of) => yearly(panel, *of),
        Measure::OddsRatio(k) => ratios.map_or(Value::MISSING, |ratios| ratios[*k]),
    };
    places.iter().map(one).collect()
}

/// A statistic of sums, with its interval over whole units.
fn sums(units: &[Moments], statistic: fn(&Moments) -> f64, seed: Option<u64>) -> Value {
    let mut total = Moments::default();
    for unit in units {
        total.merge(unit, 1.0);
    }
    let value = if total.n > 0.0 { statistic(&total) } else { f64::NAN };
    let interval = seed.and_then(|seed| {
        let flat: Vec<f64> = units.iter().flat_map(Moments::sums).collect();
        let resamples = Resamples::draw(&flat, Moments::COUNT, RESAMPLES, seed)?;
        Some(resamples.interval(|sums| Moments::of_sums(sums).map_or(f64::NAN, |moments| statistic(&moments))))
    });
    let (low, high) = interval.map_or((f64::NAN, f64::NAN), |interval| (interval.low, interval.high));
    Value { value, low, high, count: total.n as usize }
}

/// A statistic of all rows, with its interval over whole states.
fn whole(panel: &Panel, of: fn(&Panel, &[f64]) -> f64, seed: Option<u64>) -> Value {
    let states: Vec<usize> = panel.states.spans().map(|(unit, _)| unit[0] as usize).collect();
    let weighted = |drawn: &mut dyn Iterator<Item = usize>| {
        let mut weights = vec![0.0; panel.codes.len()];
        drawn.for_each(|at| weights[states[at]] += 1.0);
        of(panel, &weights)
    };
    let value = weighted(&mut (0..states.len()));
    let (low, high) = seed.map_or((f64::NAN, f64::NAN), |seed| {
        let drawn = |drawn: &[usize]| weighted(&mut drawn.iter().copied());
        let (low, high) = interval_of_resamples(states.len(), FEW_RESAMPLES, seed, drawn);
        // Resampling few states can be biased, as a variance is. The interval then reaches to the value itself.
        (low.min(value), high.max(value))
    });
    Value { value, low, high, count: panel.states.len() }
}

/// The mean over years of a statistic of a year's systems. The interval is the lowest and the highest year.
fn yearly(panel: &Panel, of: fn(&[f64]) -> f64) -> Value {
    let (Some(system), Some((first, last))) = (panel.states.column("system"), panel.years()) else {
        return Value::MISSING;
    };
    let mut by_year = vec![Vec::new(); (last - first + 1) as usize];
    for row in (0..panel.states.len()).filter(|&row| !system[row].is_nan()) {
        by_year[(panel.states.year(row) - first) as usize].push(system[row]);
    }
    let values: Vec<f64> =
        by_year.iter().filter(|year| !year.is_empty()).map(|year| of(year)).filter(|value| !value.is_nan()).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let extreme = |pick: fn(f64, f64) -> f64| values.iter().copied().reduce(pick).unwrap_or(f64::NAN);
    Value { value: mean, low: extreme(f64::min), high: extreme(f64::max), count: values.len() }
}
