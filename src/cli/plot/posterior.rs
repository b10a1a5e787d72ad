//! Figures of a calibration.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::how::{Drawn, How};
use crate::cli::failure::user_error;
use crate::history::calibrate::tables::fields;
use crate::output::Manifest;
use crate::output::of_history::{Calibrated, CalibratedScenario};
use crate::output::work::checked_table;
use crate::plot::posterior::{self, ABOUT, POSTERIORS, Posterior, Prior};
use crate::scenario::suggest::{did_you_mean, listed};

/// Draws the posterior of every arm of a calibration.
pub(super) fn draw(how: &How, directories: &[PathBuf], manifest: &Manifest, calibrated: &Calibrated) -> Result<Drawn> {
    let [directory] = directories else {
        return Err(user_error("a calibration is drawn alone: give only its directory"));
    };
    how.refuse_all_but(&[], "the figures of a calibration show all of it; omit this option")?;
    let here: Vec<&(&str, &str)> =
        POSTERIORS.iter().filter(|(arm, _)| calibrated.arms.iter().any(|there| there == arm)).collect();
    let names = || here.iter().map(|(_, name)| *name);
    if let Some(unknown) = how.figure.iter().find(|asked| !names().any(|name| name == **asked)) {
        let hint = did_you_mean(unknown, names());
        let known = listed(names());
        return Err(user_error(format!(
            "this calibration does not have the figure `{unknown}`{hint}\n  figures are {known}"
        )));
    }
    let mut drawn = Drawn::default();
    for (arm, name) in here {
        if how.figure.is_empty() || how.figure.iter().any(|asked| asked == name) {
            let drawing = posterior::draw(&read(directory, manifest, calibrated, arm)?, name, &how.ask())?;
            how.write(&drawing, (name, ABOUT), directory, &mut drawn)?;
        }
    }
    Ok(drawn)
}

/// The kept particles of an arm.
fn read(directory: &Path, manifest: &Manifest, calibrated: &Calibrated, arm: &str) -> Result<Posterior> {
    let table = checked_table(directory, manifest, "kept", &fields("kept", calibrated))?;
    let place = |name: &str| table.position(name).unwrap_or_default();
    let (of, weight) = (place("arm"), place("weight"));
    let columns: Vec<usize> = calibrated.parameters.iter().map(|parameter| place(&parameter.path)).collect();
    let (mut weights, mut values) = (Vec::new(), Vec::new());
    for row in table.rows().filter(|row| table.word(row[of]) == Some(arm)) {
        weights.push(row[weight]);
        values.push(columns.iter().map(|&column| row[column]).collect());
    }
    let prior = calibrated.parameters.iter();
    let priors = prior.map(|p| Prior { name: p.path.clone(), low: p.low, high: p.high, log: p.log }).collect();
    let scenarios = manifest.calibrated_scenarios();
    let listed = |of: &dyn Fn(&CalibratedScenario) -> String| scenarios.iter().map(of).collect::<Vec<_>>().join(", ");
    Ok(Posterior {
        title: format!("Posterior of {}: {}", arm, listed(&|scenario| scenario.name.clone())),
        of: format!(
            "{} kept particles of at most {} simulations, calibrated to {} {} of {}.",
            values.len(),
            calibrated.simulations,
            calibrated.patterns.len(),
            if calibrated.targets.is_empty() { "patterns" } else { "patterns and targets" },
            match &scenarios[..] {
                [only] => format!("{}–{}", only.from, only.to),
                _ => listed(&|scenario| format!("{} {}–{}", scenario.name, scenario.from, scenario.to)),
            }
        ),
        priors,
        weights,
        values,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::calibrate::MODEL;
    use crate::history::nulls::NULLS;

    #[test]
    fn every_arm_has_a_figure() {
        let arms: Vec<&str> = POSTERIORS.iter().map(|(arm, _)| *arm).collect();
        let all: Vec<&str> = std::iter::once(MODEL).chain(NULLS.iter().map(|null| null.name)).collect();
        assert_eq!(arms, all);
        assert!(POSTERIORS[1..].iter().all(|(arm, name)| *name == format!("posterior-{arm}")));
    }
}
