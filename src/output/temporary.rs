//! Temporary names of files that are not complete. A killed process may leave such files, and the next process removes
//! them.
//!
//! The names are long and of one form, so that files of other programs are not mistaken for temporary files.

use std::fs::DirEntry;
use std::io::Result;
use std::path::Path;
use std::time::Duration;

use super::{OutputError, io};

const BEGIN: &str = ".takvin-";
const LETTERS: usize = 12;
const END: &str = ".tmp";

/// A file that is moved into place once it is complete. Its permissions follow the umask, as for a new file.
pub(crate) fn file_in(directory: &Path) -> Result<tempfile::NamedTempFile> {
    let mut builder = builder();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(directory)
}

/// A directory whose files are moved into place once they are complete.
pub(super) fn directory_in(directory: &Path) -> Result<tempfile::TempDir> {
    builder().tempdir_in(directory)
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(BEGIN).rand_bytes(LETTERS).suffix(END);
    builder
}

/// Returns true if only this program gives such a name.
pub(super) fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let letters = name.to_str().and_then(|name| name.strip_prefix(BEGIN)?.strip_suffix(END));
    letters.is_some_and(|letters| letters.len() == LETTERS && letters.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Returns true if a directory entry is incomplete work of a killed process.
pub(crate) fn is_temporary(entry: &DirEntry) -> bool {
    is_ours(entry) && entry.file_type().is_ok_and(|kind| kind.is_file() || kind.is_dir())
}

/// Removes temporary files of a killed process. Only for a process that holds the lock of the directory.
pub(crate) fn sweep_up(path: &Path) -> std::result::Result<(), OutputError> {
    sweep(path, |_| true)
}

/// Removes temporary files that are so old that no process can still be writing them.
pub(crate) fn sweep_up_old(path: &Path) -> std::result::Result<(), OutputError> {
    const AGE: Duration = Duration::from_mins(10);
    let age = |entry: &DirEntry| entry.metadata().ok()?.modified().ok()?.elapsed().ok();
    sweep(path, |entry| age(entry).is_some_and(|age| age > AGE))
}

fn sweep(path: &Path, is_left: impl Fn(&DirEntry) -> bool) -> std::result::Result<(), OutputError> {
    let entries = io(std::fs::read_dir(path), path, "read")?.filter_map(Result::ok);
    for entry in entries.filter(|entry| is_temporary(entry) && is_left(entry)) {
        let there = entry.path();
        let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let removed = if is_directory { std::fs::remove_dir_all(&there) } else { std::fs::remove_file(&there) };
        io(removed, &there, "removed")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_this_program_named_is_swept_up() {
        let place = tempfile::tempdir().unwrap();
        file_in(place.path()).unwrap().keep().unwrap();
        std::fs::write(directory_in(place.path()).unwrap().keep().join("x.csv"), "").unwrap();
        let theirs = [".takvin-notes", ".takvin-mynote", ".takvin-a.tmp", ".takvin-of-another.tmp", "a.tmp"];
        for name in theirs {
            std::fs::write(place.path().join(name), "mine").unwrap();
        }
        sweep_up_old(place.path()).unwrap();
        assert_eq!(place.path().read_dir().unwrap().count(), theirs.len() + 2, "a process may still write them");
        sweep_up(place.path()).unwrap();
        assert_eq!(place.path().read_dir().unwrap().count(), theirs.len());
        assert!(theirs.iter().all(|name| place.path().join(name).exists()));
    }
}
