//! The scenarios of a calibration, each with its window.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::cli::failure::user_error;
use crate::cli::history::runs::{frame_of_years, scenario_of};
use crate::cli::loading::warn;
use crate::cli::options::Printing;
use crate::history::Loaded;
use crate::history::calibrate::{CalibrationError, Held, window};
use crate::output::quoted::quoted;
use crate::scenario::{self, Scenario};

/// A scenario with its window.
pub(super) struct Chosen {
    pub path: PathBuf,
    pub scenario: Scenario,
    years: RangeInclusive<i32>,
    /// The number of rounds of a run that ends with the window.
    pub rounds: u32,
    /// Whether it is one of several.
    of_several: bool,
}

/// Loads the scenarios at some paths. Their names are distinct, because they name columns and files.
///
/// # Errors
/// Returns an error if a scenario is not valid, has the name of another, or does not have rounds from the first to the last
/// year.
pub(super) fn scenarios(
    given: &[PathBuf],
    (from, to): (i32, i32),
    overrides: &[(String, String)],
    print: Printing,
) -> Result<Vec<Chosen>> {
    let mut all: Vec<Chosen> = Vec::new();
    for path in given {
        let path = scenario_of(path)?;
        let scenario = scenario::load(&path, overrides)?;
        let name = &scenario.name;
        if let Some(same) = all.iter().find(|there| there.scenario.name == *name) {
            return Err(user_error(same_name(name, &same.path, &path).to_string()));
        }
        warn(&scenario);
        let of_several = given.len() > 1;
        let (years, rounds) = window(&scenario.run, from, to).map_err(|error| wrong(name, of_several, &error))?;
        if *years.end() < to {
            print.note(format_args!("note: {name} ends in {}, and its window with it", years.end()));
        }
        all.push(Chosen { path, scenario, years, rounds, of_several });
    }
    Ok(all)
}

impl Chosen {
    /// The scenario beside the rows of the record that it is held against.
    ///
    /// # Errors
    /// Returns an error if the data do not have its states or years.
    pub(super) fn frame(&self, loaded: &Loaded, print: Printing) -> Result<Held<'_>> {
        let name = &self.scenario.name;
        let frame = frame_of_years(loaded, &self.scenario, self.years.clone(), print);
        let frame = frame.map_err(|error| wrong(name, self.of_several, &error))?;
        Ok(Held { name: name.clone(), frame, outcomes: &self.scenario.outcomes })
    }
}

/// A user error of a scenario, with its name if there are several.
fn wrong(name: &str, of_several: bool, error: &dyn Display) -> anyhow::Error {
    user_error(if of_several { format!("{name}: {error}") } else { error.to_string() })
}

/// The error for two scenarios with the same name.
fn same_name(name: &str, there: &Path, here: &Path) -> CalibrationError {
    let shown = |path: &Path| path.display().to_string();
    let help = if there == here {
        "give each scenario once".to_owned()
    } else {
        // The other may be a shipped scenario.
        let file = if here.is_file() { here } else { there };
        let [file, copy] = [file, &file.with_file_name(format!("{name}-2.toml"))].map(|path| quoted(&shown(path)));
        format!("copy one to a file with another name and give that: cp {file} {copy}")
    };
    CalibrationError::SameName { name: name.to_owned(), there: shown(there), here: shown(here), help }
}
