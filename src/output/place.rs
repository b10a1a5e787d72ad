//! What exists at a path. Checked before reading and writing, because reading from a pipe never ends and writing
//! through a symbolic link changes a file elsewhere.

use std::io::ErrorKind;
use std::path::Path;

use super::{OutputError, io};

/// Checks that a directory is at a path or could be made there.
///
/// # Errors
/// Returns an error if the path or one of its parents exists and is not a directory.
pub(crate) fn for_directory(path: &Path) -> Result<(), OutputError> {
    let taken = |path: &&Path| path.symlink_metadata().is_ok() && !path.is_dir();
    match path.ancestors().find(taken) {
        Some(taken) => Err(OutputError::NotADirectory(taken.to_owned())),
        None if path.as_os_str().is_empty() => Err(OutputError::NotADirectory(path.to_owned())),
        None => Ok(()),
    }
}

/// Checks that a file may be written at a path. Links are not followed.
///
/// # Errors
/// Returns an error if something other than a plain file is there.
pub(crate) fn for_file(path: &Path) -> Result<(), OutputError> {
    match path.symlink_metadata() {
        Ok(there) if !there.is_file() => Err(OutputError::NotPlain(path.to_owned())),
        _ => Ok(()),
    }
}

/// Reads a file, or returns `None` if it does not exist.
///
/// # Errors
/// Returns an error if it is not a plain file or cannot be read.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, OutputError> {
    match path.metadata() {
        Ok(there) if !there.is_file() => Err(OutputError::NotPlain(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        _ => io(std::fs::read(path), path, "read").map(Some),
    }
}

/// The text of a file. Empty if the file does not exist or cannot be read.
pub(crate) fn text(path: &Path) -> String {
    read(path).ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
