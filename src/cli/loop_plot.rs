//! Reads the directory of a study of the loop, and finds its figures by name.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::failure::user_error;
use crate::output::reader::TableReader;
use crate::output::unfinished::complete;
use crate::output::work::check_table;
use crate::output::{MANIFEST, Manifest, table_file};
use crate::plot::the_loop::{LOOP_FIGURES, LoopFigure, Tables};
use crate::scenario::suggest::{listed, nearest};
use crate::studies::the_loop::tables;

/// More rows than any table of the loop has.
const ALL: usize = usize::MAX;

/// The manifest of the first directory that holds a study of the loop; `None` if no directory does.
///
/// # Errors
/// Returns an error if a manifest cannot be read.
pub(super) fn manifest(directories: &[PathBuf]) -> Result<Option<Manifest>> {
    for directory in directories {
        complete(directory)?;
        let Some(manifest) = Manifest::find(directory, MANIFEST)? else { continue };
        if manifest.studied.is_some() {
            return Ok(Some(manifest));
        }
    }
    Ok(None)
}

/// The tables that the figures show.
///
/// # Errors
/// Returns an error if a table cannot be read.
pub(super) fn read(directory: &Path, manifest: &Manifest) -> Result<Tables> {
    let mut found = Vec::new();
    for name in LOOP_FIGURES.iter().map(|figure| figure.table) {
        if manifest.files.contains(&table_file(name)) {
            let fields = tables::fields(name);
            let columns: Vec<String> = fields.iter().map(|field| field.name.to_string()).collect();
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            check_table(directory, manifest, &table_file(name))?;
            let table = TableReader::with(directory.join(table_file(name)), &fields, &columns)?.next_rows(ALL)?;
            found.push((name.to_owned(), table));
        }
    }
    let replicates =
        manifest.studied.as_ref().map_or_else(String::new, |studied| format!("{} replicates.", studied.replicates));
    let of = manifest.studied.as_ref().map_or_else(String::new, |studied| {
        let states = if studied.states.len() == 1 { "State" } else { "Means over the states" };
        format!("{states} {}; {} replicates.", studied.states.join(", "), studied.replicates)
    });
    Ok(Tables { title: manifest.scenario.clone(), of, replicates, by_name: found })
}

/// The figures of these names, or all if no name is given.
///
/// # Errors
/// Returns an error if a figure does not exist. The error suggests the nearest name.
pub(super) fn chosen(names: &[String]) -> Result<Vec<&'static LoopFigure>> {
    if names.is_empty() {
        return Ok(LOOP_FIGURES.iter().collect());
    }
    let known = || LOOP_FIGURES.iter().map(|figure| figure.name);
    let one = |name: &String| {
        LOOP_FIGURES.iter().find(|figure| figure.name == name).ok_or_else(|| {
            let hint = nearest(name, known()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            user_error(format!(
                "a study of the loop does not have the figure `{name}`{hint}\n  figures are {}",
                listed(known())
            ))
        })
    };
    names.iter().map(one).collect()
}
