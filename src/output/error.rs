//! Why results could not be written or read.

use std::path::{Path, PathBuf};

use super::names::MANIFEST;
use super::what::what;

/// Why a run directory could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Results are wanted, and there are none.
    #[error("{}: {}; give the directory of finished results, as takvin run writes it", .0.display(), no_results(.0))]
    NoResults(PathBuf),
    /// A run is wanted and there is a comparison.
    #[error(
        "{}: there is a comparison in it, and a run is needed; make one with takvin run from a.toml or b.toml there",
        .0.display()
    )]
    NotARun(PathBuf),
    /// A run is wanted and there is a study of the loop.
    #[error(
        "{}: a study of the loop (takvin loop) is in it, and a run is needed; make one with takvin run from scenario.toml \
         there",
        .0.display()
    )]
    IsALoop(PathBuf),
    /// It was to be replaced, but holds what another command makes.
    #[error(
        "{}: what is in it is {there}, which this command does not replace; nothing was removed. Choose another directory with \
         --out, or empty this one yourself", .path.display()
    )]
    OtherKind {
        /// The directory.
        path: PathBuf,
        /// What it holds.
        there: &'static str,
    },
    /// A file in the way does not belong to what is overwritten or resumed.
    #[error(
        "{}: the file is in the way and does not belong to the results in this directory; nothing was removed. Move it away, or \
         choose another directory", .0.display()
    )]
    InTheWay(PathBuf),
    /// The place of the directory is taken by a file.
    #[error("{}: there is {} of that name, not a directory; choose another place", .0.display(), what(.0))]
    NotADirectory(PathBuf),
    /// The place of a file is taken by something else.
    #[error(
        "{}: it is {}, and a plain file is needed here; nothing was written. Move it away, or choose another directory",
        .0.display(), what(.0)
    )]
    NotPlain(PathBuf),
    /// What says what a directory holds cannot be read.
    #[error(
        "{}: it cannot be read, so it is not known what the directory holds: {problem}; nothing was removed, nor would be with \
         --force. Put the file back as it was, choose another directory with --out, or empty this one yourself",
        .path.display()
    )]
    UnreadableManifest {
        /// The file.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// There is a file where one is to go, and nobody said to replace it.
    #[error("{}: there is such a file; choose another place, or replace it with --force", .0.display())]
    Exists(PathBuf),
    /// The place of the file is taken by a directory.
    #[error("{}: there is a directory of that name, not a file; choose another place", .0.display())]
    NotAFile(PathBuf),
    /// Another process is at work there.
    #[error("{}: another takvin is at work in this directory; wait for its end, or choose another with --out", .0.display())]
    Busy(PathBuf),
    /// The directory holds something that takvin did not write.
    #[error(
        "{}: the directory is not empty and has no {MANIFEST}, so takvin does not know which files it may overwrite; nothing was \
         removed. Choose another directory with --out, or empty this one yourself", .0.display()
    )]
    NotThisWork(PathBuf),
    /// The directory holds other results of the same command.
    #[error(
        "{}: the directory holds other results of this command. Choose another directory with --out, or overwrite them with \
         --force.{}", .path.display(), list(.differences)
    )]
    OtherWork {
        /// The directory.
        path: PathBuf,
        /// What differs, a line each.
        differences: String,
    },
    /// The directory holds unfinished work of the same command with other settings.
    #[error(
        "{}: the directory holds unfinished work of this command with other settings. Rerun the command that began it, choose \
         another directory with --out, or discard it with --force.{}", .path.display(), list(.differences)
    )]
    OtherUnfinished {
        /// The directory.
        path: PathBuf,
        /// What differs, a line each.
        differences: String,
    },
    /// Results are wanted, and the work that makes them is not finished.
    #[error(
        "{}: the work in this directory is not finished ({done}). Rerun the command that began it, or, if its process still \
         runs, wait", .path.display()
    )]
    Unfinished {
        /// The directory.
        path: PathBuf,
        /// How much is done, in words.
        done: String,
    },
    /// Reading or writing failed.
    #[error("{}: could not be {doing}", .path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What was being done to it.
        doing: &'static str,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A file of a run directory is not what it should be.
    #[error("{}: {problem}", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
}

fn no_results(path: &Path) -> String {
    match path.symlink_metadata() {
        Ok(_) if path.is_dir() => format!("the directory has no {MANIFEST}"),
        Ok(_) => format!("it is {}, not the directory of results", what(path)),
        Err(_) => "the directory does not exist".to_owned(),
    }
}

/// Differences below a message; nothing if there are none.
fn list(differences: &str) -> String {
    if differences.is_empty() { String::new() } else { format!(" What differs:\n  {differences}") }
}

impl OutputError {
    /// Is it for the one who called to mend, rather than the machine's failure?
    pub fn is_wrong_use(&self) -> bool {
        !matches!(self, Self::Io { .. })
    }

    /// Returns true if the disk has no room left, for this file or any other. A limit of file sizes concerns one file.
    pub fn is_full_disk(&self) -> bool {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        matches!(self, Self::Io { source, .. } if matches!(source.kind(), StorageFull | QuotaExceeded))
    }
}

/// Turns a failure of the file system into an error that names the path.
pub(crate) fn io<T>(result: std::io::Result<T>, path: &Path, doing: &'static str) -> Result<T, OutputError> {
    result.map_err(|source| OutputError::Io { path: path.to_owned(), doing, source })
}
