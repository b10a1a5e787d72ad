//! Changes of the command line to a scenario: overrides by dotted path.

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::failure::user_error;
use super::whole::whole;

/// On or off.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[allow(missing_docs)] // a comment would appear in the help
pub(crate) enum OnOff {
    On,
    Off,
}

/// Options that change the scenario of a command.
#[derive(Clone, Debug, Args)]
pub(crate) struct OfScenario {
    /// Rounds of a run; later events are left out.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000))]
    pub rounds: Option<u32>,
    /// Seed of all random numbers; 0 is allowed.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u64>(0, i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Override a value of the scenario by its dotted path; may be repeated, and the last value of a path counts. Only
    /// states named in the scenario can be changed; add new states in a scenario file.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Chance on or off; off uses the middle of every draw and the best choice.
    #[arg(long, value_name = "on|off")]
    pub noise: Option<OnOff>,
}

impl OfScenario {
    /// Paths and values of all overrides, with those of `--set` first.
    pub(crate) fn overrides(&self) -> Result<Vec<(String, String)>> {
        let mut overrides = of_sets(&self.set)?;
        let given = [
            ("--rounds", "run.rounds", self.rounds.is_some()),
            ("--seed", "run.seed", self.seed.is_some()),
            ("--noise", "run.noise", self.noise.is_some()),
            ("--noise", "parameters.switches.noise", self.noise.is_some()),
        ];
        for (option, path, _) in given.into_iter().filter(|(.., given)| *given) {
            refuse_both(&self.set, path, option)?;
        }
        overrides.extend(self.rounds.into_iter().flat_map(of_rounds));
        overrides.extend(self.noise.into_iter().flat_map(of_noise));
        overrides.extend(self.seed.map(|seed| ("run.seed".to_owned(), seed.to_string())));
        Ok(overrides)
    }
}

/// Refuses a `--set` of a path that an option also sets, because one of the two would have no effect.
///
/// # Errors
/// Returns an error that names the `--set` and the option.
pub(crate) fn refuse_both(sets: &[String], path: &str, option: &str) -> Result<()> {
    let is_it = |set: &&String| set.split_once('=').is_some_and(|(there, _)| there.trim() == path);
    match sets.iter().find(is_it) {
        Some(set) => Err(user_error(format!("--set {set}: {option} sets the same value; omit one of them"))),
        None => Ok(()),
    }
}

/// Refuses a `--set` of the record, for commands that do not write tables of rounds.
///
/// # Errors
/// Returns an error that names the `--set`.
pub(crate) fn refuse_recording(sets: &[String]) -> Result<()> {
    let recording = ["record.every", "record.pairs", "record.pairs_runs", "record.events"];
    let is_it = |set: &&String| set.split_once('=').is_some_and(|(path, _)| recording.contains(&path.trim()));
    match sets.iter().find(is_it) {
        Some(set) => {
            Err(user_error(format!("--set {set} would have no effect: this command does not write tables of rounds")))
        }
        None => Ok(()),
    }
}

/// A path and a value for every `PATH=VALUE` of `--set`.
pub(crate) fn of_sets(sets: &[String]) -> Result<Vec<(String, String)>> {
    let split = |set: &String| {
        let parts = set.split_once('=');
        let (path, value) =
            parts.ok_or_else(|| user_error(format!("--set {set}: write a path and a value, as in run.rounds=50")))?;
        Ok((path.trim().to_owned(), value.trim().to_owned()))
    };
    sets.iter().map(split).collect()
}

/// Outcome measures given with `--outcome`: by name, or defined by an expression.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    /// The names, in the order given.
    pub names: Vec<String>,
    /// The definitions, for the scenario.
    pub overrides: Vec<(String, String)>,
    /// Those that are not defined here, as they were given.
    pub undefined: Vec<String>,
}

impl Measured {
    /// Reads `NAME` or `NAME=EXPRESSION`.
    ///
    /// # Errors
    /// Returns an error if a name is defined twice.
    pub(crate) fn read(given: &[String]) -> Result<Self> {
        let mut read = Self::default();
        for text in given {
            let Some((name, expression)) = defined(text) else {
                read.names.push(text.trim().to_owned());
                read.undefined.push(text.trim().to_owned());
                continue;
            };
            if read.names.iter().any(|there| there == name) && !read.undefined.iter().any(|there| there == name) {
                return Err(user_error(format!("--outcome {text}: {name} is defined twice; give one expression")));
            }
            read.names.push(name.to_owned());
            // Written as JSON it is always a valid key.
            let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let key = if bare { name.to_owned() } else { serde_json::Value::from(name).to_string() };
            read.overrides.push((format!("outcomes.{key}"), toml::Value::from(expression).to_string()));
        }
        Ok(read)
    }

    /// One that is not the first and is not defined here, so that it would not have an effect.
    pub(crate) fn idle(&self) -> Option<&str> {
        self.undefined.iter().find(|name| self.names.first() != Some(name)).map(String::as_str)
    }

    /// The definitions, for a command to which a name alone would not say anything; `others` says what is known of outcomes
    /// that are not defined here.
    ///
    /// # Errors
    /// Returns an error that names the first without an expression.
    pub(crate) fn all_defined(given: &[String], others: &str) -> Result<Vec<(String, String)>> {
        let Self { overrides, undefined, .. } = Self::read(given)?;
        match undefined.first() {
            None => Ok(overrides),
            Some(text) => Err(user_error(format!(
                "--outcome {text}: write a name and an expression, as in \"allied=mean(world.alliances, last 20)\"; \
                 {others}"
            ))),
        }
    }
}

/// The name and the expression of `NAME=EXPRESSION`.
fn defined(text: &str) -> Option<(&str, &str)> {
    let (name, expression) = text.split_once('=')?;
    let is_one_line = !text.contains(['\n', '\r']);
    (is_one_line && !expression.starts_with('=')).then(|| (name.trim(), expression.trim()))
}

/// The override for `--rounds`: events after the new end are left out.
fn of_rounds(rounds: u32) -> [(String, String); 2] {
    [("run.rounds".to_owned(), rounds.to_string()), ("run.shortened".to_owned(), "true".to_owned())]
}

/// The override for `--noise`.
fn of_noise(noise: OnOff) -> [(String, String); 2] {
    let on = matches!(noise, OnOff::On).to_string();
    [("run.noise".to_owned(), on.clone()), ("parameters.switches.noise".to_owned(), on)]
}
