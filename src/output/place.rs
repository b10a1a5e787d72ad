//! What there is at a path, where it matters that nothing else is: a pipe in the place of a file is waited for without
//! end, and through a link something is written elsewhere.

use std::io::ErrorKind;
use std::path::Path;

use super::{OutputError, io};

/// May a directory be there, or be made there?
///
/// # Errors
/// Something else is, or in the place of one of its parents.
pub(crate) fn for_directory(path: &Path) -> Result<(), OutputError> {
    let taken = |path: &&Path| path.symlink_metadata().is_ok() && !path.is_dir();
    match path.ancestors().find(taken) {
        Some(taken) => Err(OutputError::NotADirectory(taken.to_owned())),
        None if path.as_os_str().is_empty() => Err(OutputError::NotADirectory(path.to_owned())),
        None => Ok(()),
    }
}

/// May a file be written there? A link is not followed.
///
/// # Errors
/// Something else is there.
pub(crate) fn for_file(path: &Path) -> Result<(), OutputError> {
    match path.symlink_metadata() {
        Ok(there) if !there.is_file() => Err(OutputError::NotPlain(path.to_owned())),
        _ => Ok(()),
    }
}

/// Reads a file; none where there is none.
///
/// # Errors
/// It is something else than a file, or cannot be read.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, OutputError> {
    match path.metadata() {
        Ok(there) if !there.is_file() => Err(OutputError::NotPlain(path.to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        _ => io(std::fs::read(path), path, "read").map(Some),
    }
}

/// The text of a file; empty where there is none that can be read.
pub(crate) fn text(path: &Path) -> String {
    read(path).ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
