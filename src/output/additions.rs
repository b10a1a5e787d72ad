//! Files made from existing results, beside their tables or elsewhere. Each file appears complete or not at all.

use std::path::{Path, PathBuf};

use super::lock::Lock;
use super::manifest::sha256_of;
use super::{Format, MANIFEST, Manifest, OutputError, io, place, sync_directory, temporary, unfinished, write_whole};

/// Adds files to finished results and to their manifest, so that an overwrite removes them too. `write` gets the path
/// to write to, the final path of the file, and its number. Returns the paths of the files.
///
/// # Errors
/// Returns an error if another file is at one of the paths or a file cannot be written. Nothing is added then.
pub(crate) fn add_to_run(
    run: &Path,
    names: &[String],
    force: bool,
    write: impl FnMut(&Path, &Path, usize) -> Result<(), OutputError>,
) -> Result<Vec<PathBuf>, OutputError> {
    let _lock = Lock::claim(run)?;
    unfinished::complete_locked(run)?;
    temporary::sweep_up(run)?;
    keep_clear(names.iter().map(|name| run.join(name)), force)?;
    let mut manifest = Manifest::read(run)?;
    manifest.files.retain(|file| file != MANIFEST && !names.contains(file));
    manifest.files.extend(names.iter().cloned().chain([MANIFEST.to_owned()]));
    let staged = stage(run, names, write)?;
    for name in names.iter().filter(|name| Format::of(name).is_some()) {
        manifest.sums.insert(name.clone(), sha256_of(&staged.path().join(name))?);
    }
    unfinished::add(run, staged, &manifest)?;
    Ok(names.iter().map(|name| run.join(name)).collect())
}

/// Writes files into a directory other than the directory of their results. `write` is as in [`add_to_run`].
///
/// # Errors
/// Returns an error if another file is at one of the paths or a file cannot be written. A file that was to be
/// overwritten is unchanged then.
pub(crate) fn put_elsewhere(
    directory: &Path,
    names: &[String],
    force: bool,
    write: impl FnMut(&Path, &Path, usize) -> Result<(), OutputError>,
) -> Result<Vec<PathBuf>, OutputError> {
    keep_clear(names.iter().map(|name| directory.join(name)), force)?;
    place::for_directory(directory)?;
    let made = !directory.exists();
    io(std::fs::create_dir_all(directory), directory, "made")?;
    temporary::sweep_up_old(directory)?;
    let result = stage(directory, names, write).and_then(|staged| into_place(&staged, directory, names));
    if result.is_err() && made {
        // If this fails too, an empty directory is left.
        let _ = std::fs::remove_dir(directory);
    }
    result
}

/// Writes a file beside results, such as a figure or a page, and removes leftovers of a killed process. These files are
/// not listed in the manifest, so an overwrite of the results keeps them.
pub(crate) fn write_beside(results: &Path, path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    // A figure can be written while another process writes the results.
    let lock = Lock::claim(results).ok();
    if let (Some(_), Some(directory)) = (&lock, path.parent().filter(|directory| directory.is_dir())) {
        temporary::sweep_up(directory)?;
    }
    write_whole(path, bytes)
}

/// Makes the files in a hidden directory, which is removed when it is dropped.
fn stage(
    directory: &Path,
    names: &[String],
    mut write: impl FnMut(&Path, &Path, usize) -> Result<(), OutputError>,
) -> Result<tempfile::TempDir, OutputError> {
    let staged = io(temporary::directory_in(directory), directory, "written to")?;
    for (number, name) in names.iter().enumerate() {
        write(&staged.path().join(name), &directory.join(name), number)?;
    }
    Ok(staged)
}

fn into_place(staged: &tempfile::TempDir, directory: &Path, names: &[String]) -> Result<Vec<PathBuf>, OutputError> {
    let into_place = |name: &String| {
        let path = directory.join(name);
        io(std::fs::rename(staged.path().join(name), &path), &path, "moved into place").map(|()| path)
    };
    let moved = names.iter().map(into_place).collect::<Result<_, _>>()?;
    sync_directory(directory)?;
    Ok(moved)
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
