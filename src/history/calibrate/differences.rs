//! How the calibration in a directory differs from another one, in lines for people.

use std::path::Path;

use super::results::scenario_files;
use crate::output::Manifest;
use crate::output::of_history::{Calibrated, CalibratedScenario};
use crate::scenario::Scenario;

/// A fact about two calibrations: what it is, there and here.
type Fact = (String, String, String);

/// Lists how the calibration in a directory differs from this one, one line each. The one there is given by its manifest and
/// its place, this one by its manifest and its scenarios.
pub(super) fn differences(
    (there, place): (&Manifest, &Path),
    (here, scenarios): (&Manifest, &[Scenario]),
) -> Vec<String> {
    let mut facts = vec![
        fact("takvin", &there.crate_version, &here.crate_version),
        fact("the model", &there.model_version, &here.model_version),
    ];
    facts.extend(of_scenarios((there, place), (here, scenarios)));
    let of = |manifest: &Manifest| manifest.calibration.clone().unwrap_or_default();
    let (theirs, ours) = (of(there), of(here));
    // Patterns of several scenarios are named after them, so patterns of other scenarios are others anyway.
    let is_of_one = theirs.scenarios.is_empty() && ours.scenarios.is_empty();
    if is_of_one || names(&theirs.scenarios) == names(&ours.scenarios) {
        facts.push(fact("patterns", &theirs.patterns.join(", "), &ours.patterns.join(", ")));
    }
    facts.extend([
        fact("targets", &targets(&theirs), &targets(&ours)),
        fact("parameters", &prior(&theirs), &prior(&ours)),
        fact("arms", &theirs.arms.join(", "), &ours.arms.join(", ")),
        fact("particles", &theirs.particles, &ours.particles),
        fact("simulations", &theirs.simulations, &ours.simulations),
        fact("runs", &theirs.runs, &ours.runs),
        fact("new runs", &theirs.new_runs, &ours.new_runs),
    ]);
    let differ = facts.into_iter().filter(|(_, there, here)| there != here);
    differ.map(|(what, there, here)| format!("{what}: {there} there, {here} here")).collect()
}

fn fact(what: impl Into<String>, there: &impl ToString, here: &impl ToString) -> Fact {
    (what.into(), there.to_string(), here.to_string())
}

fn targets(calibrated: &Calibrated) -> String {
    let all: Vec<String> = (calibrated.targets.iter())
        .map(|target| format!("{}={},{}", target.outcome, target.value, target.standard_error))
        .collect();
    if all.is_empty() { "not given".to_owned() } else { all.join(" ") }
}

fn names(scenarios: &[CalibratedScenario]) -> String {
    scenarios.iter().map(|scenario| scenario.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// The facts about the scenarios. If their numbers differ, only their names are compared.
fn of_scenarios((there, place): (&Manifest, &Path), (here, scenarios): (&Manifest, &[Scenario])) -> Vec<Fact> {
    let (theirs, ours) = (there.calibrated_scenarios(), here.calibrated_scenarios());
    if theirs.len() != ours.len() {
        return vec![fact("scenarios", &names(&theirs), &names(&ours))];
    }
    let mut facts = Vec::new();
    for (number, ((theirs, ours), scenario)) in theirs.iter().zip(&ours).zip(scenarios).enumerate() {
        let of = if scenarios.len() > 1 { format!(" of {}", ours.name) } else { String::new() };
        let [file, _] = scenario_files(number, &theirs.name);
        let text = std::fs::read_to_string(place.join(file)).unwrap_or_default();
        // The checksum of a scenario covers its seed, which has a line of its own.
        let is_other = theirs.seed == ours.seed || without_seed(&text) != without_seed(&scenario.resolved());
        facts.push(match scenarios {
            [_] => fact("the scenario's name", &theirs.name, &ours.name),
            _ => fact(format!("scenario {}", number + 1), &theirs.name, &ours.name),
        });
        if is_other {
            facts.push(fact(format!("the scenario itself{of}"), &theirs.sha256, &ours.sha256));
        }
        let years = |s: &CalibratedScenario| format!("{}–{}", s.from, s.to);
        facts.extend([
            fact(format!("seed{of}"), &theirs.seed, &ours.seed),
            fact(format!("years{of}"), &years(theirs), &years(ours)),
            fact(format!("the record of these years{of}"), &theirs.record_sha256, &ours.record_sha256),
        ]);
    }
    facts
}

/// The parameters with their priors, as they are given.
fn prior(calibrated: &Calibrated) -> String {
    let one = calibrated.parameters.iter().map(|p| {
        let log = if p.log { ",log" } else { "" };
        format!("{}={},{}{log}", p.path, p.low, p.high)
    });
    one.collect::<Vec<_>>().join(" ")
}

/// A scenario without its seed; `None` if the text is not TOML.
fn without_seed(text: &str) -> Option<toml::Table> {
    let mut scenario: toml::Table = toml::from_str(text).ok()?;
    if let Some(run) = scenario.get_mut("run").and_then(toml::Value::as_table_mut) {
        run.remove("seed");
    }
    Some(scenario)
}
