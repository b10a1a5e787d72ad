//! Reads the directory of a comparison for its figure.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::output::reader::TableReader;
use crate::output::unfinished::complete;
use crate::output::work::check_table;
use crate::output::{MANIFEST, Manifest, table_file};
use crate::plot::differences::Compared;
use crate::record::Table;
use crate::studies::compare::tables;

/// The manifest of the first directory, if it holds a comparison.
///
/// # Errors
/// Returns an error if a manifest cannot be read.
pub(super) fn manifest(directories: &[PathBuf]) -> Result<Option<Manifest>> {
    let Some(directory) = directories.first() else { return Ok(None) };
    complete(directory)?;
    let manifest = Manifest::find(directory, MANIFEST)?;
    Ok(manifest.filter(|manifest| manifest.comparison.is_some()))
}

/// A table of a comparison.
///
/// # Errors
/// Returns an error if the table cannot be read or was modified after it was written.
pub(super) fn table(directory: &Path, manifest: &Manifest, name: &str) -> Result<Table> {
    let fields = tables::fields(name);
    let columns: Vec<String> = fields.iter().map(|field| field.name.to_string()).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    check_table(directory, manifest, &table_file(name))?;
    Ok(TableReader::with(directory.join(table_file(name)), &fields, &columns)?.next_rows(usize::MAX)?)
}

/// The names of baseline and treatment.
pub(super) fn sides(manifest: &Manifest) -> [String; 2] {
    let baseline = manifest.scenario.clone();
    let treatment = manifest.comparison.as_ref().map_or_else(String::new, |compared| match compared.set.as_slice() {
        [] => compared.scenario.clone(),
        set => format!("{baseline} with {}", set.join(", ")),
    });
    [baseline, treatment]
}

/// The data of the figure.
///
/// # Errors
/// Returns an error if a table cannot be read.
pub(super) fn read(directory: &Path, manifest: &Manifest) -> Result<Compared> {
    let [trajectories, components] = ["trajectories", "components"].map(|name| table(directory, manifest, name));
    let (trajectories, components) = (trajectories?, components?);
    Ok(Compared::new(sides(manifest), manifest.runs, &trajectories, &components))
}
