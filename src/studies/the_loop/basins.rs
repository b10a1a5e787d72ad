//! Final governance of a world by its initial state: the two basins, and how much of the end the beginning explains
//! (C3).
//!
//! The governance of all states is moved to a mean level that keeps their order. The posture of all pairs is set, with
//! a rivalry equal to the hostility. Political systems, wealth, ties and alliances begin as in the scenario.
//!
//! ```text
//! c ← c + (1 − c)(level − ḡ)/(1 − ḡ)  where level > ḡ,  else  c · level/ḡ          ḡ: mean governance as the scenario has it
//! explained = 1 − (SS within / (N − k)) / (SS total / (N − 1))                     k cells, N runs (Kelley 1935)
//! ```
//!
//! `explained` is 0 if the beginning has no influence and 1 if it decides everything. A world without the loop may be
//! explained just as well if it barely moves, so `spread`, `ends` and `kept` measure how far apart the ends are.

use super::arms::Variant;
use super::estimate::{mean, slope};
use super::lab::{Job, Lab, Stopped, levels};
use super::page::{self, headline};
use super::tables::rows;
use super::watch::{Late, world_governance};
use super::{Estimate, Experiment, Found};
use crate::model::Setup;
use crate::model::constitution::COMPONENTS;
use crate::record::words::Basin;

/// The part.
pub(super) const EXPERIMENT: Experiment = Experiment {
    name: "basins",
    about: "the end of the world, by its beginning",
    tables: &["basins", "dependence"],
    runs,
    carry_out,
};

const WORLDS: [Variant; 3] = [Variant::Loop, Variant::PolicyCut, Variant::GovernanceCut];

/// The measures of `dependence.csv`, with their names in texts.
const DEPENDENCE: [(&str, &str); 4] = [
    ("explained", "variance of the end explained by the beginning"),
    ("spread", "spread of the ends between beginnings (standard deviation)"),
    ("ends", "mean end of the best beginning minus that of the worst"),
    ("kept", "part of a difference in initial governance that remains at the end"),
];

fn runs(lab: &Lab<'_>) -> u64 {
    lab.runs(WORLDS.len() * lab.grids.governance * lab.grids.posture, 1)
}

fn carry_out(lab: &Lab<'_>) -> Result<Found, Stopped> {
    let starts = starts(lab);
    let found = lab.each(WORLDS.len() * starts.len(), |job| {
        let (world, start) = (WORLDS[job.condition / starts.len()], starts[job.condition % starts.len()]);
        one(lab, world, start, job)
    })?;
    let (mut basins, mut dependence) = (rows("basins"), rows("dependence"));
    let (mut headlines, mut text) = (Vec::new(), String::new());
    let mut compared: Vec<Vec<String>> = DEPENDENCE.iter().map(|(_, words)| vec![(*words).to_owned()]).collect();
    for (world, of_world) in WORLDS.iter().zip(found.chunks(starts.len())) {
        let mut cells = Vec::new();
        for ((governance, posture), runs) in starts.iter().zip(of_world) {
            let column = |at: usize| runs.iter().map(|run| run[at]).collect::<Vec<_>>();
            let estimate = Estimate::level(&column(0), lab.seed());
            let shares = [mean(&column(1)), mean(&column(2))];
            basins.push(&[world.name()], [*governance, *posture].into_iter().chain(estimate.untested()).chain(shares));
            cells.push((estimate.value, shares));
        }
        let ends: Vec<Vec<f64>> = of_world.iter().map(|runs| runs.iter().map(|run| run[0]).collect()).collect();
        for (at, (name, words)) in DEPENDENCE.iter().enumerate() {
            let of = |drawn: &[usize]| measure(name, &starts, &ends, drawn);
            let estimate = Estimate::drawn(lab.replicates as usize, lab.seed(), of);
            dependence.push(&[world.name(), name], estimate.untested());
            compared[at].push(page::with_interval(&estimate));
            headlines.push(headline(EXPERIMENT.name, words, world.name(), estimate));
        }
        if *world == Variant::Loop {
            text = map(lab, &starts, &cells);
        }
    }
    let head: Vec<&str> = [""].into_iter().chain(WORLDS.iter().map(|world| world.words())).collect();
    let [low, high] = Basin::EDGES;
    let page = format!(
        "Mean governance of the world at the end, by mean governance (rows) and posture of all pairs (columns, −1 hostile to \
         1 friendly) at the start; in brackets the shares of states below {low} and above {high}.\n\n{text}\nHow much the end \
         depends on the beginning:\n\n{}",
        page::table(&head, &compared)
    );
    Ok(Found { tables: vec![("basins", basins.table()), ("dependence", dependence.table())], headlines, page })
}

/// The mean governance and posture of each cell, sorted by governance.
fn starts(lab: &Lab<'_>) -> Vec<(f64, f64)> {
    let postures = levels(-0.8, 0.8, lab.grids.posture);
    let of_level = |governance: f64| postures.clone().into_iter().map(move |posture| (governance, posture));
    levels(0.05, 0.95, lab.grids.governance).into_iter().flat_map(of_level).collect()
}

fn one(lab: &Lab<'_>, world: Variant, (governance, posture): (f64, f64), job: &Job<'_>) -> Option<[f64; 3]> {
    let mut setup = world.of(job.setup);
    begin(&mut setup, governance, posture);
    let mut late = Late::new();
    lab.run(&setup, job.replicate, |world| late.add(lab, world.round, || world_governance(world)))?;
    Some(late.means())
}

/// Starts a world from another state.
fn begin(setup: &mut Setup, level: f64, posture: f64) {
    let present: Vec<usize> = (0..setup.names.len()).filter(|&i| setup.states.present[i]).collect();
    let s = &mut setup.states;
    let sum = |i: &usize| s.meaning[*i] + s.referent[*i] + s.securitisation[*i] + s.provision[*i];
    let mean = present.iter().map(sum).sum::<f64>() / (4 * present.len().max(1)) as f64;
    let moved = |c: f64| {
        if level > mean && mean < 1.0 {
            c + (1.0 - c) * (level - mean) / (1.0 - mean)
        } else if mean > 0.0 {
            c * level / mean
        } else {
            level
        }
    };
    const { assert!(COMPONENTS.len() == 4) };
    for column in [&mut s.meaning, &mut s.referent, &mut s.securitisation, &mut s.provision] {
        for c in column.iter_mut() {
            *c = moved(*c).clamp(0.0, 1.0);
        }
    }
    for pair in &mut setup.pairs {
        (pair.posture, pair.belief) = ([posture; 2], [None; 2]);
        pair.rivalry = (-posture).max(0.0);
    }
}

/// A measure of the dependence on the beginning, over the resampled replicates.
fn measure(name: &str, starts: &[(f64, f64)], ends: &[Vec<f64>], drawn: &[usize]) -> f64 {
    let cells: Vec<Vec<f64>> = ends.iter().map(|runs| drawn.iter().map(|&k| runs[k]).collect()).collect();
    let means: Vec<f64> = cells.iter().map(|cell| mean(cell)).collect();
    match name {
        "explained" => explained(&cells, &means),
        "spread" => {
            let all = mean(&means);
            mean(&means.iter().map(|x| (x - all).powi(2)).collect::<Vec<_>>()).sqrt()
        }
        "ends" => means.last().copied().unwrap_or(f64::NAN) - means.first().copied().unwrap_or(f64::NAN),
        _ => slope(&starts.iter().map(|(governance, _)| *governance).collect::<Vec<_>>(), &means),
    }
}

/// The share of the variance that is between cells, adjusted for the number of cells. NaN below two runs per cell or if
/// the ends do not vary.
fn explained(cells: &[Vec<f64>], means: &[f64]) -> f64 {
    let runs = || cells.iter().flatten().filter(|x| !x.is_nan());
    let (n, k) = (runs().count() as f64, cells.len() as f64);
    let all = runs().sum::<f64>() / n;
    let total: f64 = runs().map(|x| (x - all).powi(2)).sum();
    let within: f64 = cells
        .iter()
        .zip(means)
        .map(|(cell, mean)| cell.iter().filter(|x| !x.is_nan()).map(|x| (x - mean).powi(2)).sum::<f64>())
        .sum();
    if n <= k || total <= 1e-18 * n {
        return f64::NAN;
    }
    1.0 - (within / (n - k)) / (total / (n - 1.0))
}

/// The map of the world without changes, in Markdown, with high governance first.
fn map(lab: &Lab<'_>, starts: &[(f64, f64)], cells: &[(f64, [f64; 2])]) -> String {
    let columns = lab.grids.posture;
    let names: Vec<String> = starts[..columns].iter().map(|(_, posture)| page::number(*posture)).collect();
    let head: Vec<&str> = ["start"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let rows: Vec<Vec<String>> = starts
        .chunks(columns)
        .zip(cells.chunks(columns))
        .rev()
        .map(|(starts, cells)| {
            let cell = |(end, [low, high]): &(f64, [f64; 2])| format!("{end:.2} ({low:.2}, {high:.2})");
            [format!("{:.2}", starts[0].0)].into_iter().chain(cells.iter().map(cell)).collect()
        })
        .collect();
    page::table(&head, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    #[test]
    fn a_world_begins_at_the_level_asked_for() {
        let text = "[states.A]\ngovernance = 0.2\n[states.B]\ngovernance = 0.9\n";
        for level in [0.05, 0.5, 0.95] {
            let mut setup = scenario::load_text("w", text, &[]).unwrap().setup;
            begin(&mut setup, level, -0.8);
            let mean = f64::midpoint(setup.states.meaning[0], setup.states.meaning[1]);
            assert!((mean - level).abs() < 1e-12 && setup.states.meaning[0] < setup.states.meaning[1], "{mean}");
            assert_eq!((setup.pairs[0].posture, setup.pairs[0].rivalry), ([-0.8; 2], 0.8));
        }
    }

    #[test]
    fn variance_between_and_within() {
        let apart = [vec![0.1, 0.11], vec![0.9, 0.91]];
        let means = [0.105, 0.905];
        assert!(explained(&apart, &means) > 0.99);
        let alike = [vec![0.1, 0.9], vec![0.9, 0.1]];
        assert!(explained(&alike, &[0.5, 0.5]) < 0.0, "adjusted: below 0 if cells differ less than by chance");
        assert!(explained(&[vec![0.1], vec![0.9]], &[0.1, 0.9]).is_nan());
    }
}
