//! Figures of work on history.

use std::path::PathBuf;

use anyhow::Result;

use super::how::{Drawn, How};
use crate::cli::failure::user_error;
use crate::history::tables;
use crate::output::Manifest;
use crate::output::work::checked_table;
use crate::plot::history::{HISTORY_FIGURES, Held, HistoryFigure};
use crate::scenario::suggest::{did_you_mean, listed};

/// Draws the figures of work on history.
pub(super) fn draw(how: &How, directories: &[PathBuf], manifest: &Manifest, work: &str) -> Result<Drawn> {
    let [directory] = directories else {
        return Err(user_error("results of takvin history are drawn alone: give only their directory"));
    };
    how.refuse_all_but(&["--states"], "the figures of history show all of it; omit this option")?;
    let arms = manifest.history.as_ref().map_or_else(Vec::new, |held| held.arms.clone());
    let runs = if manifest.runs == 1 { "1 run.".to_owned() } else { format!("{} runs.", manifest.runs) };
    let mut drawn = Drawn::default();
    for figure in chosen(&how.figure, work)? {
        let table = checked_table(directory, manifest, figure.table, &tables::fields(work, figure.table))?;
        let held = Held { title: &manifest.scenario, runs: runs.clone(), arms: arms.clone(), table: &table };
        let drawing = (figure.draw)(&held, &how.ask())?;
        how.write(&drawing, (figure.name, figure.about), directory, &mut drawn)?;
    }
    Ok(drawn)
}

/// The figures of these names, or all of the work if no name is given.
fn chosen(names: &[String], work: &str) -> Result<Vec<&'static HistoryFigure>> {
    let all = || HISTORY_FIGURES.iter().filter(|figure| figure.work == work);
    if names.is_empty() {
        return Ok(all().collect());
    }
    let known = || all().map(|figure| figure.name);
    let one = |name: &String| {
        all().find(|figure| figure.name == name).ok_or_else(|| {
            let hint = did_you_mean(name, known());
            user_error(format!(
                "these results do not have the figure `{name}`{hint}\n  figures are {}",
                listed(known())
            ))
        })
    };
    names.iter().map(one).collect()
}
