//! Two jobs under the same chance: the difference of every curve and outcome, replicate by replicate, with its interval.

use serde::Serialize;

use super::job::{Job, Runs};
use crate::analysis::paired::{Mean, mean};
use crate::plot::data::Data;
use crate::report::pack::MEASURES;
use crate::report::thousandths::thousandths;

/// The differences between two jobs.
#[derive(Debug, Serialize)]
pub(super) struct Contrast {
    /// The number of replicates that both have.
    pairs: usize,
    rounds: Vec<u32>,
    states: Vec<String>,
    /// By measure and state: mean difference and half the width of its 95 % interval, by round, in thousandths.
    curves: Vec<Vec<[Vec<Option<i64>>; 2]>>,
    /// Outcomes that differ, those first whose difference is largest beside its interval.
    outcomes: Vec<Outcome>,
    /// The number of outcomes that are the same in every replicate.
    alike: usize,
}

/// An outcome measure in both jobs.
#[derive(Debug, Serialize)]
struct Outcome {
    name: String,
    unit: String,
    meaning: String,
    baseline: Option<f64>,
    now: Option<f64>,
    difference: Option<f64>,
    half_width: Option<f64>,
    /// Whether the interval leaves out 0.
    clear: bool,
}

/// The differences of a job from a baseline. `data` are those of the two jobs, over the replicates that both have.
pub(super) fn contrast([base, now]: [&Data; 2], [of_base, of_now]: [(&Job, &Runs); 2]) -> Contrast {
    let rounds: Vec<u32> = now.rounds.iter().copied().filter(|round| base.rounds.contains(round)).collect();
    let places = |data: &Data| -> Vec<usize> {
        rounds.iter().filter_map(|round| data.rounds.binary_search(round).ok()).collect()
    };
    let (at_base, at_now) = (places(base), places(now));
    let states: Vec<String> = now.states.iter().filter(|name| base.state(name).is_some()).cloned().collect();
    let pairs = now.runs.len().min(base.runs.len());
    let curve = |name: &str, state: &String| {
        let (Some(of_base), Some(of_now)) = (base.state(state), now.state(state)) else {
            return [Vec::new(), Vec::new()];
        };
        let (base, now) = (base.series(name), now.series(name));
        let differences = at_base.iter().zip(&at_now).map(|(&there, &here)| {
            mean((0..pairs).map(|run| now.at(run, here, of_now) - base.at(run, there, of_base)))
        });
        differences
            .map(|found| [found.mean, found.half_width].map(thousandths))
            .map(|[a, b]| (a, b))
            .unzip::<_, _, Vec<_>, Vec<_>>()
            .into()
    };
    let curves = MEASURES.iter().map(|(name, _)| states.iter().map(|state| curve(name, state)).collect()).collect();
    let (mut outcomes, mut alike) = (Vec::new(), 0);
    for (at, field) in of_now.0.scenario.outcomes.fields().enumerate() {
        let Some(there) = of_base.0.scenario.outcomes.position(&field.name) else { continue };
        let both = || {
            of_now.1.finished.iter().filter_map(|(replicate, record)| {
                let base = of_base.1.finished.get(replicate)?;
                Some((*base.outcomes().get(there)?, *record.outcomes().get(at)?))
            })
        };
        if both().all(|(base, now)| base == now || (base.is_nan() && now.is_nan())) {
            alike += 1;
            continue;
        }
        let difference = mean(both().map(|(base, now)| now - base));
        let known = |value: f64| value.is_finite().then_some(value);
        outcomes.push(Outcome {
            name: field.name.to_string(),
            unit: field.unit.to_string(),
            meaning: field.meaning.to_string(),
            baseline: known(mean(both().map(|(base, _)| base)).mean),
            now: known(mean(both().map(|(_, now)| now)).mean),
            difference: known(difference.mean),
            half_width: known(difference.half_width),
            clear: difference.mean.abs() > difference.half_width,
        });
    }
    let size = |outcome: &Outcome| match (outcome.difference, outcome.half_width) {
        (Some(difference), Some(half)) if half > 0.0 => difference.abs() / half,
        (Some(difference), Some(_)) if difference != 0.0 => f64::INFINITY,
        _ => -1.0,
    };
    outcomes.sort_by(|a, b| size(b).total_cmp(&size(a)));
    Contrast { pairs, rounds, states, curves, outcomes, alike }
}

/// The mean of every outcome over the finished replicates, with its interval.
pub(super) fn means(job: &Job, runs: &Runs) -> Vec<(String, Mean)> {
    let of = |(at, name): (usize, &str)| {
        let values = runs.finished.values().map(|record| record.outcomes().get(at).copied().unwrap_or(f64::NAN));
        (name.to_owned(), mean(values))
    };
    job.scenario.outcomes.names().enumerate().map(of).collect()
}
