//! Directories of results on disk: tables as CSV, as Parquet or as both, the resolved scenario, and a manifest
//! that says what made them. Exports for other tools are made from these files.
//!
//! All are written in the way that `work` describes: files appear complete or not at all, the manifest last.

pub(crate) mod about;
pub(crate) mod additions;
mod cells;
pub(crate) mod converted;
pub(crate) mod csv_tables;
mod digits;
pub(crate) mod earlier;
mod error;
mod form;
pub(crate) mod format;
mod found;
#[cfg(test)]
mod full_disk;
pub(crate) mod gexf;
pub(crate) mod journal;
pub(crate) mod lock;
pub mod manifest;
mod marks;
mod names;
pub mod of_history;
mod parquet_rows;
pub(crate) mod parquet_tables;
pub(crate) mod place;
pub(crate) mod quoted;
pub(crate) mod reader;
pub(crate) mod relations;
pub(crate) mod run_directory;
pub(crate) mod swept;
pub(crate) mod temporary;
pub(crate) mod timeline;
pub(crate) mod unfinished;
mod what;
pub(crate) mod work;

use std::path::Path;

pub use error::OutputError;
pub(crate) use error::io;
pub use format::Format;
pub(crate) use found::table_path;
pub use journal::{Damage, Journal};
pub use lock::Lock;
pub use manifest::{Kind, Laboratory, Manifest, OwnOutcome, Swept, SweptAxis};
pub use marks::Spot;
pub use names::{MANIFEST, SCENARIO, checkpoint_file, graph_file, table_file};
pub use reader::RunReader;
pub use run_directory::{Checkpoints, RunDirectory};
pub use work::{Target, Task, WorkDirectory};

/// The known name nearest to a misspelt name.
pub(crate) use crate::scenario::suggest;

/// Writes a file complete or not at all, and makes its directory if it does not exist. Overwrites an existing file.
///
/// # Errors
/// Returns an error if it cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    place::for_directory(directory)?;
    io(std::fs::create_dir_all(directory), directory, "made")?;
    temporary::sweep_up_old(directory)?;
    let part = io(temporary::file_in(directory), path, "written")?;
    io(std::io::Write::write_all(&mut part.as_file(), bytes), path, "written")?;
    settle(part, path)
}

/// Moves a file that was written under a temporary name into place.
pub(crate) fn settle(part: tempfile::NamedTempFile, path: &Path) -> Result<(), OutputError> {
    io(part.as_file().sync_all(), path, "written")?;
    io(part.persist(path).map(drop).map_err(|error| error.error), path, "moved into place")?;
    sync_directory(path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

/// Syncs the names in a directory, so that a power cut does not undo a rename.
///
/// # Errors
/// Returns an error if the disk refuses. Does nothing on systems that cannot sync a directory.
pub(crate) fn sync_directory(path: &Path) -> Result<(), OutputError> {
    #[cfg(unix)]
    {
        use std::io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
        match std::fs::File::open(path).and_then(|directory| directory.sync_all()) {
            Err(error) if !matches!(error.kind(), InvalidInput | PermissionDenied | Unsupported) => {
                return io(Err(error), path, "synced");
            }
            _ => {}
        }
    }
    Ok(())
}
