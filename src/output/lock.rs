//! A directory of many results, claimed by one process at a time.
//!
//! The lock is one that the system lets go when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::{OutputError, io, place};

/// The locked file.
pub const LOCK: &str = ".lock";

/// A directory that no other process may claim.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Claims a directory, which is made where there is none.
    ///
    /// # Errors
    /// Another process has claimed it, there is a file of that name or a `.lock` of somebody else in it, or it cannot be
    /// written to.
    pub fn claim(directory: &Path) -> Result<Self, OutputError> {
        place::for_directory(directory)?;
        io(std::fs::create_dir_all(directory), directory, "made")?;
        let path = directory.join(LOCK);
        // A lock of ours is an empty file; another's is not for us to remove.
        if path.symlink_metadata().is_ok_and(|there| !there.is_dir() && (!there.is_file() || there.len() > 0)) {
            return Err(OutputError::InTheWay(path));
        }
        loop {
            let file = io(File::options().create(true).truncate(false).write(true).open(&path), &path, "made")?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(OutputError::Busy(directory.to_owned())),
                // Another process removed it between opening and locking: this lock keeps nobody away.
                Ok(()) if !is_at(&file, &path) => {}
                // Some file systems know no locks.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { path, _file: file }),
            }
        }
    }

    /// Removes the file, once nobody needs to be kept away any more.
    pub fn release(self) {
        // At worst an empty file stays.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Is an open file still the one at its path?
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
        lock.release();
        assert!(!directory.join(LOCK).exists());
        drop(Lock::claim(&directory).unwrap());
        // As a killed process leaves it.
        assert!(directory.join(LOCK).exists());
        Lock::claim(&directory).unwrap().release();
        std::fs::write(directory.join(LOCK), "of somebody else").unwrap();
        assert!(matches!(Lock::claim(&directory), Err(OutputError::InTheWay(_))));
        assert!(directory.join(LOCK).exists());
        std::fs::write(place.path().join("file"), "").unwrap();
        assert!(matches!(Lock::claim(&place.path().join("file")), Err(OutputError::NotADirectory(_))));
    }
}
