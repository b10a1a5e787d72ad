//! Figures of explorations.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::how::{Drawn, How};
use crate::cli::failure::user_error;
use crate::output::work::checked_table;
use crate::output::{Manifest, RunReader, SCENARIO, io, table_file};
use crate::plot::exploration::{EXPLORATION_FIGURES, ExplorationFigure, Explored};
use crate::record::{Field, Table};
use crate::scenario;
use crate::studies::explore::tables::{border_fields, reach_fields};

fn has(manifest: &Manifest, table: &str) -> bool {
    manifest.files.contains(&table_file(table))
}

/// Returns true if these are the figures of an exploration that the directory holds.
pub(super) fn are_meant(how: &How, manifest: &Manifest) -> bool {
    let there = |figure: &ExplorationFigure| has(manifest, figure.table);
    let named = |name: &String| EXPLORATION_FIGURES.iter().any(|figure| figure.name == name && there(figure));
    manifest.sweep.is_some() && EXPLORATION_FIGURES.iter().any(there) && how.figure.iter().all(named)
}

/// Draws the figures of an exploration.
pub(super) fn draw(how: &How, directories: &[PathBuf], manifest: &Manifest) -> Result<Drawn> {
    let [directory] = directories else {
        return Err(user_error("an exploration is drawn alone: give only its directory"));
    };
    how.refuse_all_but(&[], "the figures of an exploration show all of it; omit this option")?;
    let mut drawn = Drawn::default();
    for figure in &EXPLORATION_FIGURES {
        let is_named = how.figure.is_empty() || how.figure.iter().any(|name| name == figure.name);
        if is_named && has(manifest, figure.table) {
            let drawing = (figure.draw)(&read(directory, manifest, figure.table)?, &how.ask())?;
            how.write(&drawing, (figure.name, figure.about), directory, &mut drawn)?;
        }
    }
    Ok(drawn)
}

/// The table of a figure, and what it is of.
fn read(directory: &Path, manifest: &Manifest, table: &str) -> Result<Explored> {
    let reader = RunReader::open(directory)?;
    let title = reader.about().title;
    let swept = manifest.sweep.as_ref();
    let axes: Vec<(String, String)> = swept
        .map(|swept| swept.axes.iter().map(|axis| (axis.path.clone(), axis.unit.clone())).collect())
        .unwrap_or_default();
    let words: Vec<bool> = swept.map(|swept| swept.axes.iter().map(|axis| axis.words).collect()).unwrap_or_default();
    // Axes that follow others are not in the tables.
    let scenario = scenario::load_for_sweep(&directory.join(SCENARIO), &[])?;
    let own = scenario.sweep.iter().flat_map(|plan| &plan.axes).take_while(|axis| axis.follows.is_none()).count();
    let (axes, words) = (&axes[..own.min(axes.len())], &words[..own.min(words.len())]);
    let get = |name: &str, fields: &[Field]| -> Result<Table> { Ok(checked_table(directory, manifest, name, fields)?) };
    if table == "border-cells" {
        let cells = get(table, &border_fields(table, axes))?;
        let thresholds = get("thresholds", &border_fields("thresholds", axes)).ok();
        let outcome = cells.column("outcome").next().and_then(|cell| cells.word(cell)).unwrap_or_default().to_owned();
        let axes = axes.iter().map(|(path, _)| path.clone()).collect();
        return Ok(Explored { title, outcomes: vec![outcome], axes, table: cells, thresholds });
    }
    let outcomes = outcomes(directory, table)?;
    let patterns = get(table, &reach_fields(table, &outcomes, axes, words))?;
    let axes = axes.iter().map(|(path, _)| path.clone()).collect();
    Ok(Explored { title, outcomes, axes, table: patterns, thresholds: None })
}

/// The outcomes of the table of patterns: its columns begin with the ends of their cells.
fn outcomes(directory: &Path, table: &str) -> Result<Vec<String>> {
    let path = directory.join(table_file(table));
    let text = io(std::fs::read_to_string(&path), &path, "read")?;
    let head = text.lines().next().unwrap_or_default();
    let names = head.split(',').filter_map(|column| column.trim_matches('"').strip_suffix(".low"));
    Ok(names.map(str::to_owned).collect())
}
