//! What a command line says of a scenario beside its file: overrides by dotted path.

use anyhow::Result;
use clap::ValueEnum;

use super::failure::wrong_use;

/// On or off.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[allow(missing_docs)] // a comment would stand in the help
pub enum OnOff {
    On,
    Off,
}

/// A path and a value for every `PATH=VALUE` of `--set`.
///
/// # Errors
/// One of them has no `=`.
pub fn of_sets(sets: &[String]) -> Result<Vec<(String, String)>> {
    let split = |set: &String| {
        let parts = set.split_once('=');
        let (path, value) =
            parts.ok_or_else(|| wrong_use(format!("--set {set}: write a path and a value, as in run.rounds=50")))?;
        Ok((path.trim().to_owned(), value.trim().to_owned()))
    };
    sets.iter().map(split).collect()
}

/// What `--rounds` means: events after the new end are left out.
pub fn of_rounds(rounds: u32) -> [(String, String); 2] {
    [("run.rounds".to_owned(), rounds.to_string()), ("run.shortened".to_owned(), "true".to_owned())]
}

/// What `--noise` means.
pub fn of_noise(noise: OnOff) -> [(String, String); 2] {
    let on = matches!(noise, OnOff::On).to_string();
    [("run.noise".to_owned(), on.clone()), ("parameters.switches.noise".to_owned(), on)]
}
