//! A directory of results, claimed by one process at a time.
//!
//! The system releases the lock when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{OutputError, io, place};

/// The locked file.
pub(crate) const LOCK: &str = ".lock";

/// A claim on a directory, so that no other process can write there. When dropped, it removes its lock file and the
/// directories that it made if they are empty.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    made: Option<PathBuf>,
    _file: File,
}

impl Lock {
    /// Claims a directory and makes it if it does not exist.
    ///
    /// # Errors
    /// Returns an error if another process has claimed it, if another file is at its path, or if it cannot be written.
    pub fn claim(directory: &Path) -> Result<Self, OutputError> {
        place::for_directory(directory)?;
        let made = directory.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).last();
        let made = made.map(Path::to_owned);
        let path = directory.join(LOCK);
        // takvin's lock file is empty. A file with content belongs to another program and is not removed.
        if path.symlink_metadata().is_ok_and(|there| !there.is_dir() && (!there.is_file() || there.len() > 0)) {
            return Err(OutputError::InTheWay(path));
        }
        loop {
            // In the loop, because another process may remove a directory that it made.
            io(std::fs::create_dir_all(directory), directory, "made")?;
            let file = match File::options().create(true).truncate(false).write(true).open(&path) {
                Err(error) if error.kind() == ErrorKind::NotFound && !directory.exists() => continue,
                file => io(file, &path, "made")?,
            };
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(OutputError::Busy(directory.to_owned())),
                // Another process removed the file between opening and locking, so this lock does not exclude other
                // processes.
                Ok(()) if !is_at(&file, &path) => {}
                // Some file systems do not support locks.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { path, made, _file: file }),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // If this fails, an empty file or directory is left.
        let _ = std::fs::remove_file(&self.path);
        let Some(made) = &self.made else { return };
        for directory in self.path.ancestors().skip(1).take_while(|directory| directory.starts_with(made)) {
            let _ = std::fs::remove_dir(directory);
        }
    }
}

/// Returns true if an open file is still the file at its path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(here), Ok(there)) = (file.metadata(), path.metadata()) else { return false };
    (here.dev(), here.ino()) == (there.dev(), there.ino())
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_claimed_once_and_can_be_claimed_again() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("a/b");
        let lock = Lock::claim(&directory).unwrap();
        assert!(matches!(Lock::claim(&directory), Err(OutputError::Busy(_))));
        drop(lock);
        assert!(!place.path().join("a").exists(), "empty directories that it made are removed");
        // A killed process leaves the file.
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::write(directory.join(LOCK), "").unwrap();
        drop(Lock::claim(&directory).unwrap());
        assert!(directory.exists() && !directory.join(LOCK).exists());
        std::fs::write(directory.join(LOCK), "of another program").unwrap();
        assert!(matches!(Lock::claim(&directory), Err(OutputError::InTheWay(_))));
        assert!(directory.join(LOCK).exists());
        std::fs::write(place.path().join("file"), "").unwrap();
        assert!(matches!(Lock::claim(&place.path().join("file")), Err(OutputError::NotADirectory(_))));
    }
}
