//! A scenario with changes: as it is run, as a file, and as a command line.

use std::path::Path;

use serde::Deserialize;
use toml::{Table, Value};

use crate::output::quoted::quoted;
use crate::scenario::{self, Scenario, ScenarioErrors};

/// What the page asks to be run.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    /// The name or the path of the scenario.
    pub scenario: String,
    /// The values changed, each with its path.
    #[serde(default)]
    pub changes: Vec<(Vec<String>, serde_json::Value)>,
    /// Replicates, rounds and seed, if they are not those of the scenario.
    #[serde(default)]
    pub replicates: Option<u32>,
    #[serde(default)]
    pub rounds: Option<u32>,
    #[serde(default)]
    pub seed: Option<u64>,
}

/// What a change may change. Other keys of a scenario name files, which may be anywhere.
const TABLES: [&str; 4] = ["parameters", "states", "events", "outcomes"];

impl Draft {
    /// The changes as the text of a scenario that is based on the other.
    ///
    /// # Errors
    /// Returns the reason in words if a change cannot be written.
    pub(super) fn text(&self, base: &str) -> Result<String, String> {
        let mut all = Table::new();
        all.insert("base".to_owned(), base.into());
        for (path, value) in &self.changes {
            let shown = path.join(".");
            let value = Value::try_from(value).map_err(|error| format!("{shown}: {error}"))?;
            let (last, tables) = path.split_last().ok_or("a change without a path")?;
            let is_known = TABLES.contains(&path[0].as_str()) || *path == ["reach", "neighbours_add"];
            if !is_known {
                return Err(format!("{shown}: the studio changes {} and reach.neighbours_add only", TABLES.join(", ")));
            }
            let mut at = &mut all;
            for key in tables {
                let next = at.entry(key.clone()).or_insert_with(|| Value::Table(Table::new()));
                at = next.as_table_mut().ok_or_else(|| format!("{shown}: two changes exclude each other"))?;
            }
            at.insert(last.clone(), value);
        }
        toml::to_string(&all).map_err(|error| error.to_string())
    }

    /// Whether it is the scenario as it is.
    pub(super) fn is_unchanged(&self) -> bool {
        self.changes.is_empty() && self.replicates.is_none() && self.rounds.is_none() && self.seed.is_none()
    }

    /// Replicates, rounds and seed as overrides, as a command line gives them.
    fn settings(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let mut set = |path: &str, value: Option<String>| all.extend(value.map(|value| (path.to_owned(), value)));
        set("run.replicates", self.replicates.map(|n| n.to_string()));
        set("run.rounds", self.rounds.map(|n| n.to_string()));
        set("run.shortened", self.rounds.map(|_| "true".to_owned()));
        set("run.seed", self.seed.map(|n| n.to_string()));
        all
    }

    /// The scenario.
    ///
    /// # Errors
    /// Returns all problems in words.
    pub(super) fn load(&self, base: &Path) -> Result<Scenario, String> {
        let mut scenario = self.plain(base)?;
        // The page reads every table but the changes of pairs.
        scenario.record.pairs = true;
        scenario.record.pairs_runs = 1;
        scenario.record.events = true;
        Ok(scenario)
    }

    /// The scenario with the tables that it asks for itself.
    fn plain(&self, base: &Path) -> Result<Scenario, String> {
        let name = base.file_stem().map_or_else(|| self.scenario.clone(), |stem| stem.to_string_lossy().into_owned());
        let text = self.text(&base.to_string_lossy())?;
        let words = |errors: ScenarioErrors| errors.to_string();
        scenario::load_text(&name, &text, &self.settings()).map_err(words)
    }

    /// The command that repeats the runs without a file; `None` if its options cannot say all changes, such as a further
    /// state. `name` is the scenario as a command line names it.
    pub(super) fn command(&self, base: &Path, name: &str) -> Option<String> {
        let sets: Vec<(String, String)> = (self.changes.iter())
            .map(|(path, value)| (path.iter().map(|key| bare(key)).collect::<Vec<_>>().join("."), value.to_string()))
            .collect();
        let all: Vec<_> = sets.iter().cloned().chain(self.settings()).collect();
        let same = scenario::load(base, &all).ok()?.resolved() == self.plain(base).ok()?.resolved();
        let sets = sets.iter().map(|(path, value)| format!("--set {}", quoted(&format!("{path}={value}"))));
        same.then(|| self.with_settings(name, sets))
    }

    /// The command that repeats the runs of a saved file.
    pub(super) fn command_of(&self, file: &str) -> String {
        self.with_settings(file, std::iter::empty())
    }

    fn with_settings(&self, scenario: &str, sets: impl Iterator<Item = String>) -> String {
        let mut words = vec!["takvin run".to_owned(), quoted(scenario)];
        words.extend(sets);
        words.extend(self.replicates.map(|n| format!("--runs {n}")));
        words.extend(self.rounds.map(|n| format!("--rounds {n}")));
        words.extend(self.seed.map(|n| format!("--seed {n}")));
        words.join(" ")
    }
}

/// A key of a path, in quotes where TOML needs them.
fn bare(key: &str) -> String {
    let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if plain { key.to_owned() } else { serde_json::Value::from(key).to_string() }
}
