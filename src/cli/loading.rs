//! Reads the scenario of a command and prints its warnings.

use std::path::Path;

use super::print;
use crate::scenario::{self, Scenario, ScenarioErrors};

/// Reads a scenario, and prints its warnings on standard error.
pub(super) fn load(path: &Path, overrides: &[(String, String)]) -> Result<Scenario, ScenarioErrors> {
    let scenario = scenario::load(path, overrides)?;
    warn(&scenario);
    Ok(scenario)
}

/// The same for a sweep.
pub(super) fn load_for_sweep(path: &Path, overrides: &[(String, String)]) -> Result<Scenario, ScenarioErrors> {
    let scenario = scenario::load_for_sweep(path, overrides)?;
    warn(&scenario);
    Ok(scenario)
}

/// Prints the warnings of a scenario on standard error.
pub(super) fn warn(scenario: &Scenario) {
    print::coloured(|colour| scenario.render_warnings(colour));
}
