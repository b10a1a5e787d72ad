//! Unfinished work beside finished results, and how its files are moved into place. Each step can be repeated.
//!
//! ```text
//! begin     a hidden directory with the manifest is renamed to unfinished/
//! commit    unfinished/manifest.toml lists the new files; unfinished/commit lists the files that they replace
//! complete  replaced files are removed, new files are moved up, the manifest last; unfinished/ is removed
//! ```
//!
//! Files that are added to finished results later are moved in the same way from `added/`, which has its `commit` file
//! from the beginning.
//!
//! A process killed before `commit` exists leaves work that can be resumed. After that, [`complete`] finishes the move.

use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use super::lock::Lock;
use super::manifest::is_plain;
use super::{MANIFEST, Manifest, OutputError, io, place, sync_directory, temporary, write_whole};

/// The directory of unfinished work, inside the directory of its results.
pub(crate) const UNFINISHED: &str = "unfinished";
/// The file that says that the work is complete.
const COMMIT: &str = "commit";
/// The directory of files added to finished results. It is complete from the beginning.
const ADDED: &str = "added";
/// The time that a reader waits for another process that moves its files.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes `unfinished/` with its manifest and its first files in one step, because unfinished work cannot be resumed
/// without its scenario.
pub(super) fn begin(path: &Path, manifest: &Manifest, early: &[(String, Vec<u8>)]) -> Result<(), OutputError> {
    let hidden = io(temporary::directory_in(path), path, "written to")?;
    for (name, bytes) in early {
        write_whole(&hidden.path().join(name), bytes)?;
    }
    manifest.write(&hidden.path().join(MANIFEST))?;
    let (hidden, to) = (hidden.keep(), path.join(UNFINISHED));
    io(std::fs::rename(&hidden, &to), &to, "made")
}

/// The manifest of unfinished work, or `None` if it does not exist.
///
/// # Errors
/// Returns an error if it cannot be read, or if the directory belongs to another program.
pub(crate) fn manifest(path: &Path) -> Result<Option<Manifest>, OutputError> {
    let place = path.join(UNFINISHED);
    if place.symlink_metadata().is_err() {
        return Ok(None);
    }
    Manifest::find(&place, MANIFEST)?.map(Some).ok_or(OutputError::InTheWay(place))
}

impl Manifest {
    /// Reads the manifest of a directory of results. First completes the move of files that an interrupted process
    /// began.
    ///
    /// # Errors
    /// Returns an error if the manifest does not exist or is not valid.
    pub fn read(directory: &Path) -> Result<Self, OutputError> {
        complete(directory)?;
        Self::read_file(directory, MANIFEST)
    }
}

/// Removes unfinished work.
pub(super) fn discard(path: &Path) -> Result<(), OutputError> {
    discard_at(path, &path.join(UNFINISHED))
}

fn discard_at(path: &Path, place: &Path) -> Result<(), OutputError> {
    if place.symlink_metadata().is_err() {
        return Ok(());
    }
    // Renamed first, so that a directory named `unfinished` is always complete.
    let hidden = io(temporary::directory_in(path), path, "written to")?.keep();
    io(std::fs::rename(place, &hidden), place, "removed")?;
    io(std::fs::remove_dir_all(&hidden), &hidden, "removed")
}

/// Checks that no file of a manifest would overwrite a foreign file: each path is free or holds a file of the old
/// results.
///
/// # Errors
/// Returns an error that names the first foreign file.
pub(super) fn check_room(path: &Path, manifest: &Manifest) -> Result<(), OutputError> {
    let replaced = replaced(path)?;
    for name in manifest.files.iter().chain(&replaced) {
        let file = path.join(name);
        // A path below a link is in another directory.
        let is_elsewhere = |parent: &&Path| parent.symlink_metadata().is_ok_and(|there| !there.is_dir());
        if let Some(parent) = file.parent().filter(|parent| *parent != path).filter(is_elsewhere) {
            return Err(OutputError::InTheWay(parent.to_owned()));
        }
        if !replaced.contains(name) && file.symlink_metadata().is_ok() {
            return Err(OutputError::InTheWay(file));
        }
        place::for_file(&file)?;
    }
    Ok(())
}

/// Files of the finished results in a directory.
fn replaced(path: &Path) -> Result<Vec<String>, OutputError> {
    Ok(Manifest::find(path, MANIFEST)?.map_or_else(Vec::new, |there| there.files))
}

/// Marks the work as complete and moves its files into place. This cannot be undone.
pub(super) fn commit(path: &Path, manifest: &Manifest) -> Result<(), OutputError> {
    let place = path.join(UNFINISHED);
    manifest.write(&place.join(MANIFEST))?;
    for name in &manifest.files {
        let file = place.join(name);
        io(std::fs::File::open(&file).and_then(|file| file.sync_all()), &file, "written")?;
    }
    sync_directory(&place)?;
    let replaced: Vec<String> = replaced(path)?;
    write_whole(&place.join(COMMIT), replaced.join("\n").as_bytes())?;
    complete_locked(path)
}

/// Moves complete files from a hidden directory to finished results. The manifest lists old and new files. If the
/// process is killed, the next process completes the move.
pub(super) fn add(path: &Path, staged: tempfile::TempDir, manifest: &Manifest) -> Result<(), OutputError> {
    let to = path.join(ADDED);
    if to.symlink_metadata().is_ok() {
        return Err(OutputError::InTheWay(to));
    }
    for file in manifest.files.iter().map(|name| staged.path().join(name)).filter(|file| file.exists()) {
        io(std::fs::File::open(&file).and_then(|file| file.sync_all()), &file, "written")?;
    }
    manifest.write(&staged.path().join(MANIFEST))?;
    // A file is replaced only by a file of the same name.
    write_whole(&staged.path().join(COMMIT), b"")?;
    let staged = staged.keep();
    io(std::fs::rename(&staged, &to), &to, "made")?;
    complete_locked(path)
}

/// Completes the move of files that an interrupted process began. Does nothing without such a move.
///
/// # Errors
/// Returns an error if a file cannot be moved, or if the process that moves them takes too long.
pub(crate) fn complete(path: &Path) -> Result<(), OutputError> {
    let begun = Instant::now();
    while is_committed(path) {
        match Lock::claim(path) {
            Ok(_lock) => return complete_locked(path),
            Err(OutputError::Busy(_)) if begun.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(20)),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn is_committed(path: &Path) -> bool {
    [ADDED, UNFINISHED].iter().any(|place| path.join(place).join(COMMIT).symlink_metadata().is_ok())
}

/// Does the same for a process that holds the lock.
pub(super) fn complete_locked(path: &Path) -> Result<(), OutputError> {
    [ADDED, UNFINISHED].iter().try_for_each(|place| complete_at(path, &path.join(place)))
}

fn complete_at(path: &Path, place: &Path) -> Result<(), OutputError> {
    let Some(bytes) = place::read(&place.join(COMMIT))? else { return Ok(()) };
    // Without its manifest everything has been moved.
    if let Some(manifest) = Manifest::find(place, MANIFEST)? {
        let text = String::from_utf8_lossy(&bytes);
        for name in text.lines().filter(|name| is_plain(name) && !manifest.files.iter().any(|file| file == name)) {
            let file = path.join(name);
            remove(&file)?;
            if let Some(parent) = file.parent().filter(|parent| *parent != path) {
                // The directory is kept if it holds something else.
                let _ = std::fs::remove_dir(parent);
            }
        }
        for name in &manifest.files {
            let (from, to) = (place.join(name), path.join(name));
            if let Some(parent) = to.parent().filter(|parent| *parent != path) {
                io(std::fs::create_dir_all(parent), parent, "made")?;
            }
            match std::fs::rename(&from, &to) {
                Err(error) if error.kind() != ErrorKind::NotFound => return io(Err(error), &to, "moved into place"),
                _ => {}
            }
        }
        sync_directory(path)?;
    }
    discard_at(path, place)
}

fn remove(path: &Path) -> Result<(), OutputError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => io(Err(error), path, "removed"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfinished_work_never_lacks_the_files_that_exist_from_the_beginning() {
        let scenario = crate::scenario::load_text("s", "[states.A]\n", &[]).unwrap();
        let manifest = Manifest::new(&scenario, 1, None, std::time::SystemTime::UNIX_EPOCH, Duration::ZERO);
        let place = tempfile::tempdir().unwrap();
        let early = [("scenario.toml".to_owned(), b"x".to_vec()), (".".to_owned(), Vec::new())];
        // The second file cannot be written.
        assert!(begin(place.path(), &manifest, &early).is_err());
        assert_eq!(place.path().read_dir().unwrap().count(), 0);
        begin(place.path(), &manifest, &early[..1]).unwrap();
        assert_eq!(std::fs::read(place.path().join(UNFINISHED).join("scenario.toml")).unwrap(), b"x");
    }
}
