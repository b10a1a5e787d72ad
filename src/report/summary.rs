//! The summary of a run in sentences, with numbers.

use crate::analysis::paired::{Mean, mean};
use crate::output::Manifest;
use crate::plot::data::Data;
use crate::record::words::COMPONENTS;

/// The sentences, the most important first.
pub(super) fn sentences(manifest: &Manifest, data: &Data) -> Vec<String> {
    let outcome = |name: &str| mean(data.outcomes.column(name));
    let mut said = vec![what_was_run(manifest, data)];
    let (start, end) = (outcome("governance_start"), outcome("governance_end"));
    if !start.mean.is_nan() && !end.mean.is_nan() {
        said.push(format!(
            "The mean governance of the states went from {:.2} to {} (0 authoritarian, 1 participatory): {}.",
            start.mean,
            with_spread(end, 2),
            components(&outcome)
        ));
    }
    let share = |name: &str| format!("{:.0} %", 100.0 * outcome(name).mean);
    said.push(format!(
        "At the start {} of the states were below 0.4 and {} above 0.6; at the end {} and {}.",
        share("authoritarian_start"),
        share("participatory_start"),
        share("authoritarian_end"),
        share("participatory_end")
    ));
    said.extend(drifts(data));
    said.push(format!(
        "There were {} disputes and {} wars per 1,000 pair-rounds; {:.0} % of the disputes became a crisis.",
        with_spread(outcome("dispute_rate"), 1),
        with_spread(outcome("war_rate"), 2),
        100.0 * outcome("became_crisis").mean
    ));
    let strength = outcome("loop_strength");
    said.push(if strength.mean.is_nan() {
        "The strength of the loop could not be computed: the run has too few rounds, or nothing varied.".to_owned()
    } else {
        format!(
            "The loop's strength is {}: policy to governance {:.2}, governance to policy {:.2} (partial correlations over five rounds; \
             the loop is as strong as its weaker arrow). Near 0 one arrow cannot be seen. This is an association, not a proof: \
             compare the run with a run in which a switch cuts an arrow.",
            with_spread(strength, 2),
            outcome("policy_to_governance").mean,
            outcome("governance_to_policy").mean
        )
    });
    said
}

fn what_was_run(manifest: &Manifest, data: &Data) -> String {
    let runs = if manifest.runs == 1 { "One run".to_owned() } else { format!("{} runs", manifest.runs) };
    let (first, last) = (data.years[0], data.years[data.years.len() - 1]);
    let years = if data.clock() == "year" { format!(", {first} to {last}") } else { String::new() };
    let read = if data.runs.len() < manifest.runs as usize {
        format!(" Figures show {} of the runs.", data.runs.len())
    } else {
        String::new()
    };
    let spread = if manifest.runs > 1 { " Here ± is one standard deviation over runs." } else { "" };
    let (rounds, states, seed) = (manifest.rounds, data.states.len(), manifest.seed);
    let since = manifest.from_round.map_or_else(String::new, |round| {
        format!(" The runs continue from round {round}: figures and tables begin after it, but outcome measures cover the whole run.")
    });
    format!("{runs} of {rounds} rounds{years}, {states} states, seed {seed}.{since}{spread}{read}")
}

/// The mean, with the standard deviation over runs if there are several.
fn with_spread(found: Mean, places: usize) -> String {
    if found.mean.is_nan() {
        "–".to_owned()
    } else if found.deviation.is_nan() {
        format!("{:.places$}", found.mean)
    } else {
        format!("{:.places$} ± {:.places$}", found.mean, found.deviation)
    }
}

fn components(outcome: &dyn Fn(&str) -> Mean) -> String {
    let of = |name: &str| {
        format!(
            "{name} from {:.2} to {:.2}",
            outcome(&format!("{name}_start")).mean,
            outcome(&format!("{name}_end")).mean
        )
    };
    COMPONENTS.map(of).join(", ")
}

/// The states that drifted most in each direction, by the mean over runs.
fn drifts(data: &Data) -> Option<String> {
    let mut all: Vec<(f64, usize)> = (0..data.states.len())
        .map(|state| (super::tables::drift(data, state).mean, state))
        .filter(|(drift, _)| !drift.is_nan())
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let name = |&(drift, state): &(f64, usize)| format!("{} ({drift:+.2})", data.states[state]).replace('-', "−");
    let down: Vec<String> = all.iter().take(3).filter(|(drift, _)| *drift < -0.005).map(name).collect();
    let up: Vec<String> = all.iter().rev().take(3).filter(|(drift, _)| *drift > 0.005).map(name).collect();
    match (up.is_empty(), down.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!(
            "Largest drift of a mean toward participation: {}; no state drifted the other way.",
            up.join(", ")
        )),
        (true, false) => Some(format!(
            "Largest drift of a mean toward authoritarianism: {}; no state drifted the other way.",
            down.join(", ")
        )),
        (false, false) => Some(format!(
            "Largest drift of a mean toward participation: {}; toward authoritarianism: {}.",
            up.join(", "),
            down.join(", ")
        )),
    }
}
