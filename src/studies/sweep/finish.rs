//! The end of a sweep: tables in their places, the summary, Parquet beside CSV, and the manifest last.

use std::path::{Path, PathBuf};

use super::directory::{SweepDirectory, write_manifest};
use super::{Overview, Sweep, points, summary, tables};
use crate::output::{
    Format, Journal, Lock, MANIFEST, Manifest, OutputError, SCENARIO, UNFINISHED, io, owned, parquet_tables, swept,
    table_file,
};

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
    let SweepDirectory { path, mut manifest, ours, journal, started, lock, .. } = directory;
    let mut to_come = manifest.files.clone();
    if formats.contains(&Format::Parquet) {
        to_come.extend(parquet(sweep));
    }
    owned::not_in_the_way(&path, &to_come, &ours)?;
    // From here on the files of the end are ours.
    let at_the_end = Manifest { files: owned::joined(ours, &to_come), ..manifest.clone() };
    write_manifest(&path.join(UNFINISHED), &at_the_end)?;
    journal.settle()?;
    let runs = path.join(table_file("runs"));
    let (overview, tallies) = summary::write(&runs, &path.join(summary::FILE), sweep)?;
    points::write(&path.join(points::FILE), sweep, &tallies)?;
    let mut files = vec![points::FILE.to_owned(), summary::FILE.to_owned()];
    let names = tables::names(sweep);
    files.extend(names.iter().map(|name| table_file(name)));
    if formats.contains(&Format::Parquet) {
        files.extend(write_parquet(sweep, &path)?);
    }
    files.extend([SCENARIO.to_owned(), MANIFEST.to_owned()]);
    manifest.files.clone_from(&files);
    manifest.duration_seconds = (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0;
    write_manifest(&path.join(MANIFEST), &manifest)?;
    let unfinished = path.join(UNFINISHED);
    io(std::fs::remove_file(&unfinished), &unfinished, "removed")?;
    Journal::forget(&path)?;
    lock.release();
    Ok(Finished { directory: path, files, overview })
}

/// Makes the tables of a finished sweep in formats that it was not written in; gives the names of the files.
///
/// # Errors
/// A table cannot be read, or a file cannot be written.
pub fn add_formats(sweep: &Sweep, path: &Path, formats: &[Format]) -> Result<Vec<String>, OutputError> {
    let mut manifest = Manifest::read(path)?;
    if !formats.contains(&Format::Parquet) || manifest.files.contains(&Format::Parquet.file("runs")) {
        return Ok(Vec::new());
    }
    let lock = Lock::claim(path)?;
    let added = write_parquet(sweep, path)?;
    manifest.files.retain(|file| file != MANIFEST);
    manifest.files.extend(added.iter().cloned().chain([MANIFEST.to_owned()]));
    write_manifest(&path.join(MANIFEST), &manifest)?;
    lock.release();
    Ok(added)
}

/// Names of the tables as Parquet.
fn parquet(sweep: &Sweep) -> impl Iterator<Item = String> {
    tables::names(sweep).into_iter().chain(["points", "summary"]).map(|name| Format::Parquet.file(name))
}

/// Every table as Parquet beside its CSV.
fn write_parquet(sweep: &Sweep, path: &Path) -> Result<Vec<String>, OutputError> {
    let mut files = Vec::new();
    for name in tables::names(sweep).into_iter().chain(["points", "summary"]) {
        let (from, to) = (path.join(table_file(name)), path.join(Format::Parquet.file(name)));
        parquet_tables::from_csv(&from, &to, &swept::fields(&sweep.swept, name))?;
        files.push(Format::Parquet.file(name));
    }
    Ok(files)
}
