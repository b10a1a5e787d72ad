//! Figures of a study of the loop.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::how::{Drawn, How};
use crate::cli::failure::user_error;
use crate::output::work::checked_table;
use crate::output::{Manifest, table_file};
use crate::plot::the_loop::{LOOP_FIGURES, LoopFigure, Tables};
use crate::scenario::suggest::{did_you_mean, listed};
use crate::studies::the_loop::tables;

/// Draws the figures of a study of the loop.
pub(super) fn draw(how: &How, directories: &[PathBuf], manifest: &Manifest) -> Result<Drawn> {
    let [directory] = directories else {
        return Err(user_error("a study of the loop is drawn alone: give only its directory"));
    };
    how.refuse_all_but(&[], "the figures of a study of the loop show all of it; omit this option")?;
    let tables = read(directory, manifest)?;
    let mut drawn = Drawn::default();
    for figure in chosen(&how.figure)? {
        if how.figure.is_empty() && tables.get(figure.table).is_none() {
            drawn.leave_out(figure.name, "its part was not carried out");
        } else {
            let drawing = (figure.draw)(&tables, &how.ask())?;
            how.write(&drawing, (figure.name, figure.about), directory, &mut drawn)?;
        }
    }
    Ok(drawn)
}

/// The tables that the figures show.
fn read(directory: &Path, manifest: &Manifest) -> Result<Tables> {
    let mut found = Vec::new();
    for name in LOOP_FIGURES.iter().map(|figure| figure.table) {
        if manifest.files.contains(&table_file(name)) {
            found.push((name.to_owned(), checked_table(directory, manifest, name, &tables::fields(name))?));
        }
    }
    let (of, replicates) = manifest.studied.as_ref().map_or_else(Default::default, |studied| {
        let states = if studied.states.len() == 1 { "State" } else { "Means over the states" };
        let replicates = format!("{} replicates.", studied.replicates);
        (format!("{states} {}; {replicates}", studied.states.join(", ")), replicates)
    });
    Ok(Tables { title: manifest.scenario.clone(), of, replicates, by_name: found })
}

/// The figures of these names, or all if no name is given.
fn chosen(names: &[String]) -> Result<Vec<&'static LoopFigure>> {
    if names.is_empty() {
        return Ok(LOOP_FIGURES.iter().collect());
    }
    let known = || LOOP_FIGURES.iter().map(|figure| figure.name);
    let one = |name: &String| {
        LOOP_FIGURES.iter().find(|figure| figure.name == name).ok_or_else(|| {
            let hint = did_you_mean(name, known());
            user_error(format!(
                "a study of the loop does not have the figure `{name}`{hint}\n  figures are {}",
                listed(known())
            ))
        })
    };
    names.iter().map(one).collect()
}
