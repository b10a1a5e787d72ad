//! Which files of a directory are ours. A manifest lists them before they are made, so that what a killed process left can
//! be told from what somebody else put there.

use std::io::ErrorKind;
use std::path::Path;

use super::{OutputError, io, place};

/// Is the place of each file that is to come free, or taken by a file of ours?
///
/// # Errors
/// It is not: then what is there.
pub(crate) fn not_in_the_way(path: &Path, to_come: &[String], ours: &[String]) -> Result<(), OutputError> {
    for name in to_come.iter().chain(ours) {
        let file = path.join(name);
        if !ours.contains(name) && file.symlink_metadata().is_ok() {
            return Err(OutputError::InTheWay(file));
        }
        place::for_file(&file)?;
    }
    Ok(())
}

/// Removes files of ours that are there.
///
/// # Errors
/// One cannot be removed.
pub(crate) fn remove<'a>(path: &Path, ours: impl IntoIterator<Item = &'a String>) -> Result<(), OutputError> {
    for file in ours.into_iter().map(|name| path.join(name)) {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => return io(Err(error), &file, "removed"),
            _ => {}
        }
    }
    Ok(())
}

/// Names of both, each once.
pub(crate) fn joined(mut names: Vec<String>, more: &[String]) -> Vec<String> {
    names.extend_from_slice(more);
    names.sort();
    names.dedup();
    names
}
