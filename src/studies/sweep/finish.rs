//! The end of a sweep: tables in their places, the summary, Parquet beside CSV, and the manifest last.

use std::path::{Path, PathBuf};

use super::directory::{SweepDirectory, parquet, with_parquet};
use super::{Overview, Sweep, points, summary};
use crate::output::additions::add_to_run;
use crate::output::{Format, Manifest, OutputError, WorkDirectory, parquet_tables, swept, table_file};

/// A finished sweep.
#[derive(Debug)]
pub struct Finished {
    /// Where it is.
    pub directory: PathBuf,
    /// Its files, by name.
    pub files: Vec<String>,
    /// What it came to.
    pub overview: Overview,
}

/// Ends a sweep of which every job is done. Killed on the way, the same call comes to the same end.
///
/// # Errors
/// A table is not as it should be, or something cannot be written.
pub fn finish(sweep: &Sweep, directory: SweepDirectory, formats: &[Format]) -> Result<Finished, OutputError> {
    let sorted = sweep.sorted();
    finish_work(sweep, directory.work, formats, Some(&sorted))
}

/// The same for chunks that are in another order.
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
        for name in with_parquet(sweep).filter(|_| formats.contains(&Format::Parquet)) {
            write_parquet(sweep, place, name, &place.join(Format::Parquet.file(name)))?;
        }
        Ok(overview)
    })?;
    let files = Manifest::read(&path)?.files;
    Ok(Finished { directory: path, files, overview })
}

/// What a sweep came to that was finished before.
///
/// # Errors
/// Its table of runs is not as it should be, or cannot be read.
pub fn finished(sweep: &Sweep, path: &Path) -> Result<Finished, OutputError> {
    let (overview, _) = summary::go_through(&path.join(table_file("runs")), sweep, true, |_, _| Ok(()))?;
    Ok(Finished { directory: path.to_owned(), files: Manifest::read(path)?.files, overview })
}

/// Makes the tables of a finished sweep in formats that it was not written in; gives the names of the files.
///
/// # Errors
/// A table cannot be read, or a file cannot be written or is somebody else's.
pub fn add_formats(sweep: &Sweep, path: &Path, formats: &[Format]) -> Result<Vec<String>, OutputError> {
    let is_there = |manifest: &Manifest| manifest.files.contains(&Format::Parquet.file("runs"));
    if !formats.contains(&Format::Parquet) || is_there(&Manifest::read(path)?) {
        return Ok(Vec::new());
    }
    let (names, tables): (Vec<_>, Vec<_>) = (parquet(sweep).collect(), with_parquet(sweep).collect());
    let added = add_to_run(path, &names, false, |to, _, number| write_parquet(sweep, path, tables[number], to));
    added.map(|_| names)
}

/// A table as Parquet.
fn write_parquet(sweep: &Sweep, path: &Path, name: &str, to: &Path) -> Result<(), OutputError> {
    parquet_tables::from_csv(&path.join(table_file(name)), to, &swept::fields(&sweep.swept, name))
}
