//! Two jobs under the same chance: the difference of every curve and outcome, replicate by replicate, with its interval.

use serde::Serialize;

use crate::analysis::paired::{Mean, mean};
use crate::plot::data::Data;
use crate::record::Field;
use crate::report::pack::MEASURES;
use crate::report::tables::{Shown, three};
use crate::report::thousandths::thousandths;

/// The differences between two jobs.
#[derive(Debug, Serialize)]
pub(super) struct Contrast {
    /// The number of replicates that both have.
    pairs: usize,
    /// What else differs between the two: chance, or the number of rounds; `None` if nothing does.
    apart: Option<&'static str>,
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

/// The differences of runs from a baseline. The data are of the replicates that both have, in the same order.
pub(super) fn contrast(base: &Data, now: &Data, apart: Option<&'static str>) -> Contrast {
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
    for field in now.measures() {
        let (Some(here), Some(there)) = (values(now, field), values(base, field)) else { continue };
        // Means and difference are of the replicates in which both have a value, so that they agree.
        let all = || there.iter().copied().zip(here.iter().copied());
        let both = || all().filter(|(base, now)| !base.is_nan() && !now.is_nan());
        if all().all(|(base, now)| base == now || (base.is_nan() && now.is_nan())) {
            alike += 1;
            continue;
        }
        let difference = mean(both().map(|(base, now)| now - base));
        outcomes.push(Outcome {
            name: field.name.to_string(),
            unit: field.unit.to_string(),
            meaning: field.meaning.to_string(),
            baseline: known(mean(both().map(|(base, _)| base)).mean),
            now: known(mean(both().map(|(_, now)| now)).mean),
            difference: known(difference.mean),
            half_width: known(difference.half_width),
            // Without the same chance a difference that all replicates share can be that of one drawn world.
            clear: difference.mean.abs() > difference.half_width && (apart.is_none() || difference.half_width > 0.0),
        });
    }
    let size = |outcome: &Outcome| match (outcome.difference, outcome.half_width) {
        (Some(difference), Some(half)) if half > 0.0 => difference.abs() / half,
        (Some(difference), Some(_)) if difference != 0.0 => f64::INFINITY,
        _ => -1.0,
    };
    outcomes.sort_by(|a, b| size(b).total_cmp(&size(a)));
    Contrast { pairs, apart, rounds, states, curves, outcomes, alike }
}

impl Contrast {
    /// What else differs between the two, if anything does.
    pub(super) fn apart(&self) -> Option<&'static str> {
        self.apart
    }

    /// The outcomes that differ, as a table of a report.
    pub(super) fn table(&self) -> Shown {
        let columns = [
            ("outcome", "column of runs.csv"),
            ("baseline", "mean over the replicates in which both have a value"),
            ("now", "mean over the replicates in which both have a value"),
            ("difference", "mean of the differences, replicate by replicate"),
            ("± 95 %", "half the width of the interval of the difference"),
            ("clear", "whether the interval leaves out 0"),
            ("meaning", "meaning and unit"),
        ];
        let value = |value: Option<f64>| three(value.unwrap_or(f64::NAN));
        let row = |outcome: &Outcome| {
            let Outcome { name, unit, meaning, baseline, now, difference, half_width, clear } = outcome;
            let mut row = vec![name.clone()];
            row.extend([*baseline, *now, *difference, *half_width].map(value));
            row.extend([if *clear { "yes" } else { "no" }.to_owned(), format!("{meaning} ({unit})")]);
            row
        };
        let rows = self.outcomes.iter().map(row).collect();
        let about = if self.apart.is_none() {
            "Under the same chance, replicate by replicate, the clearest first. Outcomes that are the same in every replicate \
             are left out."
        } else {
            "More differs between the two than what was changed: see the note at the head of the page. The clearest first; \
             outcomes that are the same in every replicate are left out."
        };
        Shown::new("differences", "Beside the baseline", about, &columns, rows)
    }
}

/// An outcome measure with its mean over runs.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Measured {
    pub(super) name: String,
    unit: String,
    meaning: String,
    mean: Option<f64>,
    half_width: Option<f64>,
    missing: usize,
}

/// The mean of every outcome over the runs of the data that are finished, with its interval.
pub(super) fn means(data: &Data) -> Vec<Measured> {
    let of = |field: &Field| {
        let values = values(data, field)?;
        let Mean { mean, half_width, count, .. } = mean(values.iter().copied());
        let (name, unit, meaning) = (field.name.to_string(), field.unit.to_string(), field.meaning.to_string());
        let missing = values.len() - count;
        Some(Measured { name, unit, meaning, mean: known(mean), half_width: known(half_width), missing })
    };
    data.measures().filter_map(of).collect()
}

/// The values of an outcome in the runs of the data, in their order; `None` if the runs do not have it.
fn values(data: &Data, field: &Field) -> Option<Vec<f64>> {
    let table = &data.outcomes;
    let (run, at) = (table.position("run")?, table.position(&field.name)?);
    let of_run = |wanted: &u32| table.rows().find(|row| row[run] == f64::from(*wanted)).map(|row| row[at]);
    Some(data.runs.iter().filter_map(of_run).collect())
}

fn known(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
