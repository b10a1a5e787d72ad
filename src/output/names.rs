//! The file names in a directory of results.

use super::format::Format;

/// The suffix of a file that is not complete.
pub(super) const PART: &str = ".part";

/// The file name of the manifest.
pub const MANIFEST: &str = "manifest.toml";
/// The file name of the resolved scenario.
pub const SCENARIO: &str = "scenario.toml";

/// The file name of a table as CSV.
pub fn table_file(table: &str) -> String {
    Format::Csv.file(table)
}

/// The file name of a run's relations as a graph.
pub fn graph_file(run: u32) -> String {
    format!("relations-{run}.gexf")
}

/// The file name of a checkpoint.
pub fn checkpoint_file(round: u32) -> String {
    format!("checkpoint-{round}.bin")
}
