//! Finishes a sweep: moves tables into place and writes the summary, Parquet tables and, last, the manifest.

use std::path::{Path, PathBuf};

use super::directory::{SweepDirectory, tables_of};
use super::{Overview, Sweep, points, summary};
use crate::output::additions::add_to_run;
use crate::output::{Format, Manifest, OutputError, RunReader, WorkDirectory, converted, table_file, table_path};

/// A finished sweep.
#[derive(Debug)]
pub struct Finished {
    /// Its directory.
    pub directory: PathBuf,
    /// Its files, by name.
    pub files: Vec<String>,
    /// Its summary.
    pub overview: Overview,
}

/// Finishes a sweep after its last job. If the process is killed, the same call gives the same result.
///
/// # Errors
/// Returns an error if a table is not valid or a file cannot be written.
pub fn finish(sweep: &Sweep, directory: SweepDirectory, formats: &[Format]) -> Result<Finished, OutputError> {
    let sorted = sweep.sorted();
    finish_work(sweep, directory.work, formats, Some(&sorted))
}

/// The same for chunks in another order.
pub(super) fn finish_work(
    sweep: &Sweep,
    work: WorkDirectory,
    formats: &[Format],
    order: Option<&dyn Fn(u64) -> u64>,
) -> Result<Finished, OutputError> {
    let path = work.path().to_owned();
    let (overview, _) = work.finish(order, |place, _| -> Result<Overview, OutputError> {
        let (runs, summary) = (place.join(table_file("runs")), place.join(summary::FILE));
        let (overview, tallies) = summary::write(&runs, &summary, sweep, true)?;
        points::write(&place.join(points::FILE), sweep, &tallies)?;
        for name in tables_of(sweep).filter(|_| formats.contains(&Format::Parquet)) {
            let (from, to) = (place.join(table_file(name)), place.join(Format::Parquet.file(name)));
            converted::to_parquet(&from, &to, &sweep.fields(name))?;
        }
        Ok(overview)
    })?;
    let files = Manifest::read(&path)?.files;
    Ok(Finished { directory: path, files, overview })
}

/// The summary of a sweep that was finished before.
///
/// # Errors
/// Returns an error if its table of runs is not valid or cannot be read.
pub fn finished(sweep: &Sweep, path: &Path) -> Result<Finished, OutputError> {
    let manifest = Manifest::read(path)?;
    let (overview, _) = summary::go_through(&table_path(path, &manifest, "runs"), sweep, true, |_, _| Ok(()))?;
    Ok(Finished { directory: path.to_owned(), files: manifest.files, overview })
}

/// Writes the tables of a finished sweep in further formats. Returns the names of the files.
///
/// # Errors
/// Returns an error if a table cannot be read, a file cannot be written, or a foreign file would be overwritten.
pub fn add_formats(sweep: &Sweep, path: &Path, formats: &[Format]) -> Result<Vec<String>, OutputError> {
    let there = Manifest::read(path)?.files;
    let missing = formats.iter().filter(|format| !there.contains(&format.file("runs")));
    let files: Vec<(&str, Format)> =
        missing.flat_map(|format| tables_of(sweep).map(|table| (table, *format))).collect();
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = files.iter().map(|(table, format)| format.file(table)).collect();
    let reader = RunReader::open(path)?;
    add_to_run(path, &names, false, |to, will_be, number| {
        let (table, format) = files[number];
        converted::write(reader.begin_table(table)?, format, to, will_be)
    })?;
    Ok(names)
}
