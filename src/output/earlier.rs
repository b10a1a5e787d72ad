//! Compares the runs in a directory with the runs that a scenario would give now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::manifest::sha256;
use super::unfinished::UNFINISHED;
use super::{Manifest, SCENARIO, place};
use crate::scenario::Scenario;

/// The largest number of differences between two scenarios that are listed.
const MOST_LISTED: usize = 8;

/// Lists how the runs in a directory differ from the runs of a task, one line each. Empty if they are the same.
pub(super) fn differences(path: &Path, there: &Manifest, here: &Manifest, scenario: &Scenario) -> Vec<String> {
    let round = |manifest: &Manifest| manifest.from_round.unwrap_or(0).to_string();
    let mut lines: Vec<String> = [
        ("takvin", there.crate_version.clone(), here.crate_version.clone()),
        ("the model", there.model_version.clone(), here.model_version.clone()),
        ("the scenario's name", there.scenario.clone(), here.scenario.clone()),
        ("the first round", round(there), round(here)),
    ]
    .into_iter()
    .filter(|(_, there, here)| there != here)
    .map(|(what, there, here)| format!("{what}: {there} there, {here} here"))
    .collect();
    let text = place::text(&path.join(SCENARIO));
    if there.scenario_sha256 != here.scenario_sha256 {
        lines.extend(between(&text, &scenario.resolved()));
    } else if there.runs != here.runs {
        lines.push(format!("run.replicates: {} there, {} here", there.runs, here.runs));
    } else if sha256(text.as_bytes()) != there.scenario_sha256 {
        lines.push(format!("{SCENARIO}: the file was modified after it was written"));
    }
    // Unfinished runs are resumed in any format.
    if !path.ends_with(UNFINISHED) {
        let missing = here.files.iter().filter(|name| !there.files.contains(name));
        lines.extend(missing.map(|name| format!("{name}: missing there, wanted here")));
    }
    lines
}

/// The paths at which two resolved scenarios differ, each with its values there and here.
pub(crate) fn paths_that_differ(there: &str, here: &str) -> Vec<(String, String, String)> {
    let leaves = |text: &str| {
        let mut leaves = BTreeMap::new();
        let table: toml::Table = toml::from_str(text).unwrap_or_default();
        flatten("", &toml::Value::Table(table), &mut leaves);
        leaves
    };
    let (there, here) = (leaves(there), leaves(here));
    let paths: BTreeSet<&String> = there.keys().chain(here.keys()).collect();
    let nothing = "nothing".to_owned();
    let at = |leaves: &BTreeMap<String, String>, path| short(leaves.get(path).unwrap_or(&nothing));
    let differ = paths.into_iter().filter(|path| there.get(*path) != here.get(*path));
    differ.map(|path| (path.clone(), at(&there, path), at(&here, path))).collect()
}

/// What differs between two resolved scenarios, a line per path.
pub(crate) fn between(there: &str, here: &str) -> Vec<String> {
    let differ = paths_that_differ(there, here).into_iter();
    let mut lines: Vec<String> =
        differ.map(|(path, there, here)| format!("{path}: {there} there, {here} here")).collect();
    // It follows from another number of rounds.
    if lines.len() > 1 {
        lines.retain(|line| !line.starts_with("run.shortened:"));
    }
    if lines.len() > MOST_LISTED {
        let more = lines.len() - MOST_LISTED;
        lines.truncate(MOST_LISTED);
        lines.push(format!("and {more} more"));
    }
    if lines.is_empty() {
        lines.push(format!("{SCENARIO}: the file was modified after it was written"));
    }
    lines
}

/// A value shortened to fit a line.
fn short(value: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = value.chars().take(LONGEST).collect();
    if short.len() < value.len() {
        short.push('…');
    }
    short
}

fn flatten(path: &str, value: &toml::Value, leaves: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) if !table.is_empty() => {
            for (key, value) in table {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(&path, value, leaves);
            }
        }
        other => {
            leaves.insert(path.to_owned(), other.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_differ_path_by_path_and_not_endlessly() {
        let differ = between("[run]\nrounds = 8\nseed = 5\n", "[run]\nrounds = 9\nseed = 5\n[states.A]\nx = 1\n");
        assert_eq!(differ, ["run.rounds: 8 there, 9 here", "states.A.x: nothing there, 1 here"]);
        let many = (0..20).map(|k| format!("k{k} = 1")).collect::<Vec<_>>().join("\n");
        assert_eq!(between("", &many).len(), MOST_LISTED + 1);
        assert_eq!(between("", "").len(), 1);
    }
}
