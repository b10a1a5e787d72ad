//! Where a table of finished results is, in whichever format it is kept.

use std::path::{Path, PathBuf};

use super::format::Format;
use super::manifest::Manifest;

/// The path of a table of finished results: its CSV file if there is one, or else its Parquet file. Files that the
/// manifest lists come first.
pub(crate) fn table_path(directory: &Path, manifest: &Manifest, table: &str) -> PathBuf {
    let files = Format::ALL.map(|format| format.file(table));
    let (is_listed, is_there) =
        (|file: &&String| manifest.files.contains(file), |file: &&String| directory.join(file).is_file());
    let found = files.iter().filter(is_listed).find(is_there).or_else(|| files.iter().find(is_there));
    directory.join(found.or_else(|| files.iter().find(is_listed)).unwrap_or(&files[0]))
}
