//! Forecasts of the political system of each state.

use crate::analysis::baselines::{self, Forecast};
use crate::analysis::scores::area_under_curve;
use crate::history::derived::DEMOCRACY;
use crate::history::held::Ensemble;
use crate::history::nulls::NO_CHANGE;
use crate::history::of_run::Frame;
use crate::history::panel::Panel;
use crate::history::systems::{Scores, score};

/// The members of the ensemble of resampled changes.
const MEMBERS: usize = 200;

/// The scores of one forecast of systems in one year.
#[derive(Clone, Debug)]
pub struct SystemScores {
    /// The year.
    pub year: i32,
    /// The name of the forecast.
    pub name: String,
    /// Errors, correlations, coverage and CRPS.
    pub scores: Scores,
    /// The area under the curve of the chance to cross .5, upward or downward, since the last known year.
    pub crossing: f64,
    /// The number of states that crossed.
    pub crossed: usize,
}

/// One forecast: its name, and its members for a state (by number in the panel) in a year.
struct Source<'a> {
    name: String,
    members: Box<dyn Fn(u32, i32) -> Vec<f64> + 'a>,
}

/// The scores of all forecasts in some years. `known` is the last year that baselines may use, `record` the whole
/// record.
pub fn systems(
    record: &Panel,
    frame: &Frame,
    arms: &[Ensemble],
    known: i32,
    years: &[i32],
    seed: u64,
) -> Vec<SystemScores> {
    let horizons = years.iter().map(|year| (year - known).max(0) as usize).max().unwrap_or(0);
    let series = Series::until(record, frame, known);
    let of_baseline = |name: &str, forecast: Forecast| Source {
        name: name.to_owned(),
        members: Box::new({
            let states = series.states.clone();
            move |state, year| {
                let Ok(at) = states.binary_search(&state) else { return Vec::new() };
                let ensemble = forecast.ensemble(at, (year - known).max(0) as usize);
                ensemble.iter().copied().filter(|x| !x.is_nan()).collect()
            }
        }),
    };
    let of_arm = |arm: &'_ Ensemble| {
        let (name, systems) = (arm.name.clone(), arm.systems.clone());
        let rows = frame.record.states.clone();
        Source {
            name,
            members: Box::new(move |state, year| {
                let row = rows.find([state; 2], year);
                row.map_or_else(Vec::new, |row| {
                    systems.iter().map(|systems| systems[row]).filter(|x| !x.is_nan()).collect()
                })
            }),
        }
    };
    let mut sources: Vec<Source<'_>> = arms.iter().map(of_arm).collect();
    let levels = &series.levels;
    sources.push(of_baseline(NO_CHANGE, baselines::no_change(levels, horizons)));
    sources.push(of_baseline("drift of the mean", baselines::drift(levels, horizons)));
    sources.push(of_baseline("trend of the state", baselines::trend(levels, horizons)));
    let resampled = baselines::resampled_changes(levels, horizons, MEMBERS, seed);
    sources.push(of_baseline("past changes at random", resampled));
    let mut found = Vec::new();
    for &year in years {
        // The same states for all: known then and now, and forecast by all.
        let cases: Vec<(u32, f64, f64)> = cases(frame, known, year)
            .into_iter()
            .filter(|(state, ..)| sources.iter().all(|source| !(source.members)(*state, year).is_empty()))
            .collect();
        for source in &sources {
            let members: Vec<Vec<f64>> = cases.iter().map(|(state, ..)| (source.members)(*state, year)).collect();
            let starts: Vec<f64> = cases.iter().map(|case| case.1).collect();
            let observed: Vec<f64> = cases.iter().map(|case| case.2).collect();
            let crosses = |start: f64, end: f64| (start >= DEMOCRACY) != (end >= DEMOCRACY);
            let happened: Vec<bool> = cases.iter().map(|(_, start, end)| crosses(*start, *end)).collect();
            let chance = |(members, start): (&Vec<f64>, &f64)| {
                members.iter().filter(|end| crosses(*start, **end)).count() as f64 / members.len() as f64
            };
            let chances: Vec<f64> = members.iter().zip(&starts).map(chance).collect();
            found.push(SystemScores {
                year,
                name: source.name.clone(),
                scores: score(&members, &starts, &observed),
                crossing: area_under_curve(&chances, &happened),
                crossed: happened.iter().filter(|crossed| **crossed).count(),
            });
        }
    }
    found
}

/// States with a known system in both years: number, then, now.
fn cases(frame: &Frame, known: i32, year: i32) -> Vec<(u32, f64, f64)> {
    let states = &frame.record.states;
    let system = |unit: [u32; 2], year: i32| states.find(unit, year).map(|row| states.value("system", row));
    let found = states.spans().filter_map(|(unit, _)| Some((unit[0], system(unit, known)?, system(unit, year)?)));
    found.filter(|(_, then, now)| !then.is_nan() && !now.is_nan()).collect()
}

/// The systems of the frame's states in the years up to the last known one.
struct Series {
    states: Vec<u32>,
    levels: Vec<Vec<f64>>,
}

impl Series {
    fn until(record: &Panel, frame: &Frame, known: i32) -> Self {
        let states: Vec<u32> = frame.record.states.spans().map(|(unit, _)| unit[0]).collect();
        let first = record.years().map_or(known, |(first, _)| first);
        let level = |state: u32, year: i32| {
            record.states.find([state; 2], year).map_or(f64::NAN, |row| record.states.value("system", row))
        };
        let levels = states.iter().map(|&state| (first..=known).map(|year| level(state, year)).collect()).collect();
        Self { states, levels }
    }
}
