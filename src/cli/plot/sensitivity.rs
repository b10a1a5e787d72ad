//! Figures of a study of sensitivity.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::how::{Drawn, How};
use crate::cli::failure::user_error;
use crate::output::work::checked_table;
use crate::output::{Manifest, RunReader, table_file};
use crate::plot::PlotError;
use crate::plot::sensitivity::{SENSITIVITY_FIGURES, SensitivityFigure, Tables};
use crate::scenario::suggest::{did_you_mean, listed};
use crate::studies::sensitivity::{Method, tables};

/// The methods whose tables are in the directory of a sweep.
fn methods(manifest: &Manifest) -> Vec<Method> {
    let there = |method: &Method| manifest.files.contains(&file("indices", *method));
    Method::ALL.into_iter().map(|(_, method)| method).filter(there).collect()
}

fn file(table: &str, method: Method) -> String {
    table_file(&format!("{table}-{}", method.name()))
}

/// Returns true if these are the figures of a study that the directory holds.
pub(super) fn are_meant(how: &How, manifest: &Manifest) -> bool {
    let of_study = |name: &String| SENSITIVITY_FIGURES.iter().any(|figure| figure.name == name);
    manifest.sweep.is_some() && !methods(manifest).is_empty() && how.figure.iter().all(of_study)
}

/// Draws the figures of a study of sensitivity.
pub(super) fn draw(how: &How, directories: &[PathBuf], manifest: &Manifest) -> Result<Drawn> {
    let [directory] = directories else {
        return Err(user_error("a study of sensitivity is drawn alone: give only its directory"));
    };
    how.refuse_all_but(&["--outcome"], "the figures of a study of sensitivity show all of it; omit this option")?;
    let mut drawn = Drawn::default();
    // PAWN and RBD-FAST can use the same runs. The figures of both would have the same names.
    let methods = methods(manifest);
    for other in methods.iter().skip(1) {
        drawn.leave_out(other.words(), "the figures are of the other method; its tables are in the directory");
    }
    let Some(method) = methods.first() else { return Ok(drawn) };
    let tables = read(directory, manifest, *method, how.outcome.as_deref())?;
    for figure in chosen(&how.figure)? {
        match (figure.draw)(&tables, &how.ask()) {
            Ok(drawing) => how.write(&drawing, (figure.name, figure.about), directory, &mut drawn)?,
            // Other methods have other figures.
            Err(PlotError::Lacks { .. }) if how.figure.is_empty() => {}
            Err(lacks) => return Err(lacks.into()),
        }
    }
    Ok(drawn)
}

/// The tables that the figures show.
fn read(directory: &Path, manifest: &Manifest, method: Method, outcome: Option<&str>) -> Result<Tables> {
    let mut found = Vec::new();
    for name in tables::TABLES {
        if manifest.files.contains(&file(name, method)) {
            let stem = format!("{name}-{}", method.name());
            found.push((name.to_owned(), checked_table(directory, manifest, &stem, &tables::fields(name))?));
        }
    }
    let indices = found.iter().find(|(name, _)| name == "indices").map(|(_, table)| table);
    let mut outcomes: Vec<String> = Vec::new();
    for cell in indices.into_iter().flat_map(|table| table.column("outcome")) {
        let name = indices.and_then(|table| table.word(cell)).unwrap_or_default();
        if outcomes.iter().all(|there| there != name) {
            outcomes.push(name.to_owned());
        }
    }
    let shown = match outcome {
        None => outcomes.first().cloned().unwrap_or_default(),
        Some(name) if outcomes.iter().any(|there| there == name) => name.to_owned(),
        Some(name) => {
            let hint = did_you_mean(name, outcomes.iter().map(String::as_str));
            return Err(user_error(format!(
                "--outcome {name}: the study does not have it{hint}\n  it has {}; takvin sensitivity {} --outcome {name} adds it",
                outcomes.join(", "),
                directory.display()
            )));
        }
    };
    let title = RunReader::open(directory)?.about().title;
    Ok(Tables { title, outcome: shown, measure: (method.main_measure(), method.about()), by_name: found })
}

/// The figures of these names, or all if no name is given.
fn chosen(names: &[String]) -> Result<Vec<&'static SensitivityFigure>> {
    if names.is_empty() {
        return Ok(SENSITIVITY_FIGURES.iter().collect());
    }
    let known = || SENSITIVITY_FIGURES.iter().map(|figure| figure.name);
    let one = |name: &String| {
        SENSITIVITY_FIGURES.iter().find(|figure| figure.name == name).ok_or_else(|| {
            let hint = did_you_mean(name, known());
            user_error(format!("there is not a figure `{name}`{hint}\n  figures are {}", listed(known())))
        })
    };
    names.iter().map(one).collect()
}
