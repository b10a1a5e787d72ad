//! Names of the files of a directory of results.

use super::format::Format;

/// Name of the manifest in a run directory.
pub const MANIFEST: &str = "manifest.toml";
/// Name of the resolved scenario in a run directory.
pub const SCENARIO: &str = "scenario.toml";

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
