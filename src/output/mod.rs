//! Run directories on disk: the tables as CSV and, if wanted, as Parquet, the resolved scenario, and a manifest that says
//! what made them; and what is made of one for other tools.
//!
//! Files appear whole or not at all: they are written in a hidden directory beside their place, and moved when all of them
//! are complete, the manifest last. Files of a run that is replaced are set aside until the new ones stand.

pub mod additions;
pub mod csv_tables;
pub mod directory;
pub mod earlier;
pub mod format;
#[cfg(test)]
mod full_disk;
pub mod gexf;
pub mod journal;
pub mod lock;
pub mod manifest;
pub(crate) mod owned;
pub mod parquet_tables;
pub(crate) mod place;
pub mod reader;
pub mod relations;
pub mod resumable;
pub mod run_directory;
mod staging;
pub mod swept;
pub(crate) mod temporary;
pub mod timeline;

use std::path::{Path, PathBuf};

pub use directory::{Directory, Target};
pub use earlier::{differences, earlier};
pub use format::Format;
pub use journal::{Damage, Journal};
pub use lock::Lock;
pub use manifest::{Kind, Laboratory, Manifest, Swept, SweptAxis};
pub use reader::RunReader;
pub use resumable::Resumable;
pub use run_directory::RunDirectory;

/// The nearest known name to a misspelt one.
pub(crate) use crate::scenario::suggest;

/// Name of the manifest in a run directory.
pub const MANIFEST: &str = "manifest.toml";
/// Name of the resolved scenario in a run directory.
pub const SCENARIO: &str = "scenario.toml";
/// Name of the manifest of long work that is not finished.
pub(crate) const UNFINISHED: &str = "manifest.toml.part";

/// Name of the file of a table as CSV, which there always is.
pub fn table_file(table: &str) -> String {
    Format::Csv.file(table)
}

/// Name of the file of a run's relations as a graph.
pub fn graph_file(run: u32) -> String {
    format!("relations-{run}.gexf")
}

/// Name of the file of a checkpoint.
pub fn checkpoint_file(round: u32) -> String {
    format!("checkpoint-{round}.bin")
}

/// Why a run directory could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// There is something in it, and nobody said to replace it.
    #[error("{}: the directory is not empty; choose another, or replace the run in it with --force", .0.display())]
    NotEmpty(PathBuf),
    /// It was to be replaced, but what lies in it is not known to be a run.
    #[error(
        "{}: there is no {MANIFEST}, so it is not known which files belong to a run; nothing was removed. \
         Choose another directory or empty this one yourself", .0.display()
    )]
    NoManifest(PathBuf),
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
    /// A file in the way does not belong to what is replaced or gone on with.
    #[error(
        "{}: the file is in the way and does not belong to what this directory is known to hold; nothing was removed. Move it \
         away or choose another directory", .0.display()
    )]
    InTheWay(PathBuf),
    /// Somebody else seems to be writing there.
    #[error(
        "{}: another run is being written here; wait for its end or choose another directory. If none is, remove this \
         one", .0.display()
    )]
    InUse(PathBuf),
    /// The place of the directory is taken by a file.
    #[error("{}: there is {} of that name, not a directory; choose another place", .0.display(), place::what(.0))]
    NotADirectory(PathBuf),
    /// The place of a file is taken by something else.
    #[error(
        "{}: it is {}, and a plain file is needed here; nothing was written. Move it away, or choose another directory",
        .0.display(), place::what(.0)
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
    /// There is something in it that is none of the work that goes on there.
    #[error(
        "{}: the directory is not empty, and what is in it does not belong to this command, for it has no {MANIFEST}; nothing \
         was removed. Choose another with --out, or empty this one yourself", .0.display()
    )]
    NotThisWork(PathBuf),
    /// There is other work of the same command in it.
    #[error(
        "{}: other work of this command is there; choose another directory with --out, or replace it with --force. What \
         differs:\n  {differences}", .path.display()
    )]
    OtherWork {
        /// The directory.
        path: PathBuf,
        /// What differs, a line each.
        differences: String,
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

impl OutputError {
    /// Is it for the one who called to mend, rather than the machine's failure?
    pub fn is_wrong_use(&self) -> bool {
        !matches!(self, Self::Io { .. })
    }

    /// Is there no room left, on the disk or below the limit of file sizes?
    pub fn is_full_disk(&self) -> bool {
        use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        matches!(self, Self::Io { source, .. } if matches!(source.kind(), StorageFull | QuotaExceeded | FileTooLarge))
    }
}

/// Writes a file whole or not at all, making its directory where there is none. What was there is replaced.
///
/// # Errors
/// It cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    place::for_directory(directory)?;
    io(std::fs::create_dir_all(directory), directory, "made")?;
    let part = io(temporary::file_in(directory), path, "written")?;
    io(std::io::Write::write_all(&mut part.as_file(), bytes), path, "written")?;
    settle(part, path)
}

/// Puts a file that was written under a temporary name in its place.
///
/// # Errors
/// It cannot be brought to the disk or moved.
pub(crate) fn settle(part: tempfile::NamedTempFile, path: &Path) -> Result<(), OutputError> {
    io(part.as_file().sync_all(), path, "written")?;
    // Temporary files are private; this one is for everybody whom the directory is for.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        io(part.as_file().set_permissions(std::fs::Permissions::from_mode(0o644)), path, "written")?;
    }
    io(part.persist(path).map(drop).map_err(|error| error.error), path, "put in its place")
}

/// Gives back what killed processes had begun to replace in a directory.
pub(crate) fn restore(directory: &Path) -> Result<(), OutputError> {
    io(staging::restore(directory), directory, "written to")
}

/// Turns a failure of the file system into an error that names the path.
pub(crate) fn io<T>(result: std::io::Result<T>, path: &Path, doing: &'static str) -> Result<T, OutputError> {
    result.map_err(|source| OutputError::Io { path: path.to_owned(), doing, source })
}
