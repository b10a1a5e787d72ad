//! Files made from a run that is there already: put beside its tables, or elsewhere. Each appears whole or not at all.

use std::path::{Path, PathBuf};

use super::staging::Staging;
use super::{MANIFEST, Manifest, OutputError, io};

/// Adds files to a run directory, and to its manifest, so that whoever replaces the run removes them with it: all of them
/// or none. `write` is told under which path to make a file, where it will be, and its number. Gives where they are.
///
/// # Errors
/// A file is in the way, or cannot be written; then everything is as it was.
pub fn add_to_run(
    run: &Path,
    names: &[String],
    force: bool,
    mut write: impl FnMut(&Path, &Path, usize) -> Result<(), OutputError>,
) -> Result<Vec<PathBuf>, OutputError> {
    let staging = io(Staging::begin(run), run, "written to")?.map_err(OutputError::InUse)?;
    let mut manifest = Manifest::read(run)?;
    keep_clear(names.iter().map(|name| run.join(name)), force)?;
    for (number, name) in names.iter().enumerate() {
        write(&staging.file(name), &run.join(name), number)?;
    }
    manifest.files.retain(|file| file != MANIFEST && !names.contains(file));
    // The files that stay are moved like the new ones: an exchange that fails or is killed gives back whole directories.
    for file in &manifest.files {
        let (there, staged) = (run.join(file), staging.file(file));
        match std::fs::hard_link(&there, &staged) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                // Some file systems know no links.
                io(std::fs::copy(&there, &staged).map(|_| ()), &there, "copied")?;
            }
            _ => {}
        }
    }
    manifest.files.retain(|file| staging.file(file).exists());
    let files: Vec<String> = manifest.files.iter().chain(names).cloned().chain([MANIFEST.to_owned()]).collect();
    manifest.files.clone_from(&files);
    manifest.write(&staging.file(MANIFEST))?;
    let moved = staging.exchange(&files, &files);
    moved.map_err(|(path, source)| OutputError::Io { path, doing: "put in its place", source })?;
    Ok(names.iter().map(|name| run.join(name)).collect())
}

/// Puts files into a directory that is not that of their run. `write` is told as in [`add_to_run`].
///
/// # Errors
/// A file is in the way, or cannot be written; one that is to be replaced is then as it was.
pub fn put_elsewhere(
    directory: &Path,
    names: &[String],
    force: bool,
    mut write: impl FnMut(&Path, &Path, usize) -> Result<(), OutputError>,
) -> Result<Vec<PathBuf>, OutputError> {
    keep_clear(names.iter().map(|name| directory.join(name)), force)?;
    let made = !directory.exists();
    io(std::fs::create_dir_all(directory), directory, "made")?;
    let mut put = || -> Result<Vec<PathBuf>, OutputError> {
        let staging = tempfile::Builder::new().prefix(".export-").tempdir_in(directory);
        let staging = io(staging, directory, "written to")?;
        for (number, name) in names.iter().enumerate() {
            write(&staging.path().join(name), &directory.join(name), number)?;
        }
        let into_place = |name: &String| {
            let path = directory.join(name);
            io(std::fs::rename(staging.path().join(name), &path), &path, "put in its place").map(|()| path)
        };
        names.iter().map(into_place).collect()
    };
    let result = put();
    if result.is_err() && made {
        // The failure is what counts; at worst an empty directory stays.
        let _ = std::fs::remove_dir(directory);
    }
    result
}

fn keep_clear(paths: impl Iterator<Item = PathBuf>, force: bool) -> Result<(), OutputError> {
    for path in paths {
        match path.symlink_metadata() {
            Ok(about) if about.is_dir() => return Err(OutputError::NotAFile(path)),
            Ok(_) if !force => return Err(OutputError::Exists(path)),
            _ => {}
        }
    }
    Ok(())
}
