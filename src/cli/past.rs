//! Limits of `--set` in a run that continues from a checkpoint: it cannot change the past.

use anyhow::Result;

use super::failure::user_error;
use super::print;
use crate::model::interventions::Intervention;
use crate::output::earlier::paths_that_differ;
use crate::scenario::Scenario;

/// The largest number of initial values that a warning names.
const MOST_NAMED: usize = 8;

/// Returns true if a path sets initial values of states and pairs rather than something later.
pub(super) fn belongs_to_the_past(path: &str) -> bool {
    let mut keys = path.split('.').map(str::trim);
    let start = keys.next().is_some_and(|key| ["states", "pairs", "generator", "reach"].contains(&key));
    start && !keys.next_back().is_some_and(|key| key.starts_with("enters") || key.starts_with("leaves"))
}

/// Warns about settings of another scenario for the time before the checkpoint, which have no effect.
pub(super) fn warn_of_the_past(before: &Scenario, scenario: &Scenario, round: u32) {
    let differ = paths_that_differ(&before.resolved(), &scenario.resolved());
    let mut idle: Vec<String> =
        differ.into_iter().map(|(path, ..)| path).filter(|path| belongs_to_the_past(path)).collect();
    let starts = idle.len();
    idle.truncate(MOST_NAMED);
    if starts > MOST_NAMED {
        idle.push(format!("and {} more", starts - MOST_NAMED));
    }
    let there = &before.setup.interventions;
    let mut events: Vec<String> = (scenario.setup.interventions.iter())
        .filter(|change| change.until <= round && !there.contains(change))
        .map(|change| format!("{} (round {})", change.name, change.from))
        .collect();
    events.dedup();
    idle.extend(events);
    if !idle.is_empty() {
        print::aside(format_args!(
            "warning: the run continues from round {round} of the checkpoint, whose past is kept; these settings have no effect: {}",
            idle.join(", ")
        ));
    }
}

/// Refuses a `--set` of an event, an entry or an exit that does not change anything after the round of the checkpoint.
/// `without` gives the scenario without the nth `--set`, or `None` if that is not valid.
///
/// # Errors
/// Returns an error that names the `--set` and the first round in which it could have an effect.
pub(super) fn refuse(
    sets: &[String],
    round: u32,
    scenario: &Scenario,
    without: impl Fn(usize) -> Option<Scenario>,
) -> Result<()> {
    for (at, set) in sets.iter().enumerate() {
        let Some(name) = set.split_once('=').and_then(|(path, _)| name_of(path)) else { continue };
        let all = |scenario: &Scenario| -> Vec<Intervention> {
            scenario.setup.interventions.iter().filter(|change| change.name == name).cloned().collect()
        };
        let later = |all: &[Intervention]| -> Vec<Intervention> {
            all.iter()
                .filter(|change| change.until > round)
                .map(|change| Intervention { from: change.from.max(round + 1), ..change.clone() })
                .collect()
        };
        let (here, Some(there)) = (all(scenario), without(at)) else { continue };
        let there = all(&there);
        let is_past = !here.is_empty() && later(&here).is_empty();
        let changes_past_only = here != there && later(&here) == later(&there);
        if is_past || changes_past_only {
            let next = round + 1;
            return Err(user_error(format!(
                "--set {set}: it does not change anything from round {next} on, where the run continues from the checkpoint; the past \
                 is kept. Give a round from {next} on"
            )));
        }
    }
    Ok(())
}

/// The name of the change that a path belongs to, as in the scenario.
fn name_of(path: &str) -> Option<String> {
    let keys = crate::scenario::sweep::keys_of(path.trim())?;
    let [section, name, key, ..] = &keys[..] else { return None };
    match section.as_str() {
        "events" => Some(name.clone()),
        "states" if key.starts_with("enters") => Some(format!("{name} enters")),
        "states" if key.starts_with("leaves") => Some(format!("{name} leaves")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_belong_to_the_past_and_entries_may_not() {
        for (path, past) in [
            ("states.A.wealth", true),
            ("reach.scale", true),
            ("states.A.enters", false),
            ("states.A.leaves_year", false),
            ("events.a.at", false),
            ("parameters.feedback.threat", false),
        ] {
            assert_eq!(belongs_to_the_past(path), past, "{path}");
        }
    }

    #[test]
    fn changes_are_known_by_the_names_of_the_scenario() {
        assert_eq!(name_of("events.\"a b\".at").as_deref(), Some("a b"));
        assert_eq!(name_of("states.A.enters_year").as_deref(), Some("A enters"));
        assert_eq!((name_of("states.A.wealth"), name_of("events")), (None, None));
    }
}
