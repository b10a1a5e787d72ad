//! The reasons why results could not be written or read.

use std::path::{Path, PathBuf};

use super::names::MANIFEST;
use super::what::what;

/// The reason why a run directory could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The path does not hold results.
    #[error("{}: {}; give the directory of finished results, as takvin run writes it", .0.display(), no_results(.0))]
    NoResults(PathBuf),
    /// The directory holds a comparison, and the command needs runs.
    #[error(
        "{}: the directory holds a comparison, and this command needs a run; make one with `takvin run` from its a.toml or b.toml",
        .0.display()
    )]
    NotARun(PathBuf),
    /// The directory holds a study of the loop, and the command needs runs.
    #[error(
        "{}: the directory holds a study of the loop (takvin loop), and this command needs a run; make one with `takvin run` \
         from its scenario.toml",
        .0.display()
    )]
    IsALoop(PathBuf),
    /// The directory holds what was held against history, and the command needs runs.
    #[error(
        "{}: the directory holds runs held against history (takvin history), and this command needs a run; make one with `takvin \
         run` from its scenario.toml",
        .0.display()
    )]
    IsHistory(PathBuf),
    /// The directory holds a calibration, and the command needs runs.
    #[error(
        "{}: the directory holds a calibration (takvin history calibrate), and this command needs a run; make one with \
         `takvin run` from its posterior.toml",
        .0.display()
    )]
    IsACalibration(PathBuf),
    /// The directory holds results of another command.
    #[error(
        "{}: the directory holds {there}, which this command does not overwrite; nothing was removed. Choose another directory \
         with --out, or empty this one yourself", .path.display()
    )]
    OtherKind {
        /// The directory.
        path: PathBuf,
        /// The results that it holds.
        there: &'static str,
    },
    /// A file at this path does not belong to the results that are overwritten or resumed.
    #[error(
        "{}: this file does not belong to the results in this directory and would be overwritten; nothing was removed. Move it \
         away, or choose another directory", .0.display()
    )]
    InTheWay(PathBuf),
    /// The path of the directory is used by a file.
    #[error("{}: this is {}, not a directory; choose another path", .0.display(), what(.0))]
    NotADirectory(PathBuf),
    /// The path of a file is used by something other than a plain file.
    #[error(
        "{}: this is {}, not a plain file; nothing was written. Move it away, or choose another directory",
        .0.display(), what(.0)
    )]
    NotPlain(PathBuf),
    /// The manifest cannot be read, so the content of the directory is not known.
    #[error(
        "{}: the file cannot be read, so the content of the directory is not known: {problem}; nothing was removed, and --force \
         would not remove it. Restore the file, choose another directory with --out, or empty this one yourself",
        .path.display()
    )]
    UnreadableManifest {
        /// The file.
        path: PathBuf,
        /// The reason.
        problem: String,
    },
    /// The file exists, and `--force` was not given.
    #[error("{}: the file already exists; choose another path, or overwrite it with --force", .0.display())]
    Exists(PathBuf),
    /// The path of the file is used by a directory.
    #[error("{}: this is a directory, not a file; choose another path", .0.display())]
    NotAFile(PathBuf),
    /// Another process is writing to the directory.
    #[error("{}: another takvin process is writing to this directory; wait until it ends, or choose another directory with --out", .0.display())]
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
        /// The differences, one line each.
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
        /// The differences, one line each.
        differences: String,
    },
    /// The directory holds results that are not finished.
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
        /// The action that failed.
        doing: &'static str,
        /// The cause.
        source: std::io::Error,
    },
    /// A file of a run directory is not valid.
    #[error("{}: {problem}", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The problem.
        problem: String,
    },
}

fn no_results(path: &Path) -> String {
    match path.symlink_metadata() {
        Ok(_) if path.is_dir() => format!("the directory has no {MANIFEST}"),
        Ok(_) => format!("the path is {}, not a directory of results", what(path)),
        Err(_) => "the directory does not exist".to_owned(),
    }
}

/// Differences listed below a message, or nothing if there are none.
fn list(differences: &str) -> String {
    if differences.is_empty() { String::new() } else { format!(" What differs:\n  {differences}") }
}

impl OutputError {
    /// Returns true for user errors, false for failures of reading or writing.
    pub fn is_user_error(&self) -> bool {
        !matches!(self, Self::Io { .. })
    }

    /// Returns true if the disk is full. A limit on the size of single files does not count.
    pub fn is_full_disk(&self) -> bool {
        use std::io::ErrorKind::{QuotaExceeded, StorageFull};
        matches!(self, Self::Io { source, .. } if matches!(source.kind(), StorageFull | QuotaExceeded))
    }
}

/// Turns a failure of the file system into an error that names the path.
pub(crate) fn io<T>(result: std::io::Result<T>, path: &Path, doing: &'static str) -> Result<T, OutputError> {
    result.map_err(|source| OutputError::Io { path: path.to_owned(), doing, source })
}
