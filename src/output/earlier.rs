//! What an earlier command left in the place of a run directory, and in what it differs from what is to be there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{Format, MANIFEST, Manifest, OutputError, RunReader, SCENARIO, io, place, staging, table_file};
use crate::scenario::Scenario;

/// Most differences between two scenarios that are told one by one.
const TOLD: usize = 8;

/// The finished run in a directory; none where there is nothing, or only what a killed run left, which is first made
/// good.
///
/// # Errors
/// There is a file of that name, the directory cannot be read, or something else than a run lies in it.
pub fn earlier(path: &Path) -> Result<Option<RunReader>, OutputError> {
    if !path.exists() {
        return Ok(None);
    }
    if !path.is_dir() {
        return Err(OutputError::NotADirectory(path.to_owned()));
    }
    super::restore(path)?;
    let entries = io(std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>), path, "read")?;
    if entries.iter().all(staging::is_staging) {
        return Ok(None);
    }
    match Manifest::find(path, &[MANIFEST])? {
        Some(_) => RunReader::open(path).map(Some),
        None => Err(OutputError::NoManifest(path.to_owned())),
    }
}

/// In what a finished run is not the one that a scenario would give now, a line each; empty where it is the same.
pub fn differences(there: &RunReader, scenario: &Scenario, formats: &[Format]) -> Vec<String> {
    let run = &there.manifest;
    let here = Manifest::new(scenario, scenario.run.replicates, None, SystemTime::UNIX_EPOCH, Duration::ZERO);
    let round = |manifest: &Manifest| manifest.from_round.unwrap_or(0).to_string();
    let mut told: Vec<String> = [
        ("takvin", run.crate_version.clone(), here.crate_version.clone()),
        ("the model", run.model_version.clone(), here.model_version.clone()),
        ("the scenario's name", run.scenario.clone(), here.scenario.clone()),
        ("the first round", round(run), round(&here)),
    ]
    .into_iter()
    .filter(|(_, there, here)| there != here)
    .map(|(what, there, here)| format!("{what}: {there} there, {here} here"))
    .collect();
    if run.scenario_sha256 != here.scenario_sha256 {
        let text = place::text(&there.scenario());
        told.extend(between(&text, &scenario.resolved()));
    } else if run.runs != here.runs {
        told.push(format!("run.replicates: {} there, {} here", run.runs, here.runs));
    } else if !there.scenario_is_its_own() {
        told.push(format!("{SCENARIO}: it is not as it was written"));
    }
    let missing = |name: &String| there.path().join(name).symlink_metadata().is_err();
    told.extend(run.files.iter().filter(|name| missing(name)).map(|name| format!("{name}: it is missing there")));
    // Every run has this table, in each of its formats.
    let wanted = formats.iter().map(|format| format.file("runs")).chain([table_file("runs")]);
    let unlisted = wanted.collect::<BTreeSet<_>>().into_iter().filter(|name| !run.files.contains(name));
    told.extend(unlisted.map(|name| format!("{name} and its like: none there, wanted here")));
    told
}

/// What differs between two resolved scenarios, path by path.
pub(crate) fn between(there: &str, here: &str) -> Vec<String> {
    let leaves = |text: &str| {
        let mut leaves = BTreeMap::new();
        let table: toml::Table = toml::from_str(text).unwrap_or_default();
        flatten("", &toml::Value::Table(table), &mut leaves);
        leaves
    };
    let (there, here) = (leaves(there), leaves(here));
    let paths: BTreeSet<&String> = there.keys().chain(here.keys()).collect();
    let nothing = "nothing".to_owned();
    let mut told: Vec<String> = paths
        .into_iter()
        .filter(|path| there.get(*path) != here.get(*path))
        .map(|path| {
            let at = |leaves: &BTreeMap<String, String>| short(leaves.get(path).unwrap_or(&nothing));
            format!("{path}: {} there, {} here", at(&there), at(&here))
        })
        .collect();
    if told.len() > TOLD {
        let more = told.len() - TOLD;
        told.truncate(TOLD);
        told.push(format!("and {more} more"));
    }
    if told.is_empty() {
        told.push(format!("{SCENARIO}: it is not as it was written"));
    }
    told
}

/// A value cut to what fits a line.
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
        assert_eq!(between("", &many).len(), TOLD + 1);
        assert_eq!(between("", "").len(), 1);
    }
}
