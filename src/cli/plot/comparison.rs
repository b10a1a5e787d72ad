//! The figure of a comparison.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::how::{Drawn, How};
use crate::cli::failure::user_error;
use crate::output::Manifest;
use crate::output::work::checked_table;
use crate::plot::differences::{self, Compared};
use crate::record::Table;
use crate::studies::compare::tables;

/// Draws the figure of a comparison.
pub(super) fn draw(how: &How, directories: &[PathBuf], manifest: &Manifest) -> Result<Drawn> {
    let [directory] = directories else {
        return Err(user_error("a comparison is drawn alone: give only its directory"));
    };
    how.refuse_all_but(&["--states"], "the figure of a comparison shows all of it; omit this option")?;
    if let Some(name) = how.figure.iter().find(|name| *name != differences::NAME) {
        return Err(user_error(format!(
            "a comparison does not have the figure `{name}`\n  its figure is {}",
            differences::NAME
        )));
    }
    let drawing = differences::draw(&read(directory, manifest)?, &how.ask())?;
    let mut drawn = Drawn::default();
    how.write(&drawing, (differences::NAME, differences::ABOUT), directory, &mut drawn)?;
    Ok(drawn)
}

/// A table of a comparison.
pub(in crate::cli) fn table(directory: &Path, manifest: &Manifest, name: &str) -> Result<Table> {
    Ok(checked_table(directory, manifest, name, &tables::fields(name))?)
}

/// The names of baseline and treatment.
pub(in crate::cli) fn sides(manifest: &Manifest) -> [String; 2] {
    let baseline = manifest.scenario.clone();
    let treatment = manifest.comparison.as_ref().map_or_else(String::new, |compared| match compared.set.as_slice() {
        [] => compared.scenario.clone(),
        set => format!("{baseline} with {}", set.join(", ")),
    });
    [baseline, treatment]
}

/// The data of the figure.
pub(in crate::cli) fn read(directory: &Path, manifest: &Manifest) -> Result<Compared> {
    let [trajectories, components] = ["trajectories", "components"].map(|name| table(directory, manifest, name));
    let (trajectories, components) = (trajectories?, components?);
    Ok(Compared::new(sides(manifest), manifest.runs, &trajectories, &components))
}
