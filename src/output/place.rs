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

/// What there is at a path, in words.
pub(super) fn what(path: &Path) -> &'static str {
    if path.as_os_str().is_empty() {
        return "an empty path in place";
    }
    let Ok(there) = path.symlink_metadata() else { return "nothing" };
    match there.file_type() {
        kind if kind.is_dir() => "a directory",
        kind if kind.is_file() => "a file",
        kind if kind.is_symlink() && path.metadata().is_err() => "a link that leads nowhere",
        kind if kind.is_symlink() => "a link to another place",
        kind if is_pipe(kind) => "a pipe",
        _ => "a device or the like",
    }
}

#[cfg(unix)]
fn is_pipe(kind: std::fs::FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

#[cfg(not(unix))]
fn is_pipe(_: std::fs::FileType) -> bool {
    false
}
