//! The directory of a comparison: its tables, both scenarios resolved, and a manifest.

use std::path::{Path, PathBuf};

use super::{Comparison, Pair, tables};
use crate::output::{Directory, Format, Kind, Manifest, OutputError, Target, table_file};
use crate::scenario::Scenario;

/// Names of the two resolved scenarios.
pub const SCENARIOS: [&str; 2] = ["a.toml", "b.toml"];

/// The directory of a comparison being written. Dropped before [`Results::finish`], it leaves nothing behind.
pub struct Results {
    directory: Directory,
    seed: u64,
}

impl Results {
    /// Claims the place; writes nothing into it that stays. `name` is its name where it may choose one.
    ///
    /// # Errors
    /// The place is taken, or cannot be written to.
    pub fn create(target: &Target, name: &str, seed: u64) -> Result<Self, OutputError> {
        let files = tables::TABLES.map(table_file).into_iter().chain(SCENARIOS.map(str::to_owned));
        Ok(Self { directory: Directory::create(target, name, Kind::Comparison, files)?, seed })
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Adds a replicate of both sides; they come in order.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&mut self, pair: &Pair) -> Result<(), OutputError> {
        self.directory.write("runs", Format::Csv, &tables::runs(pair, self.seed))
    }

    /// Writes what came of it, and moves everything to its place. Gives the paths written.
    ///
    /// # Errors
    /// Something cannot be written; then nothing is left of it, and what was to be replaced is as it was.
    pub fn finish(
        mut self,
        comparison: &Comparison,
        sides: [&Scenario; 2],
        manifest: Manifest,
    ) -> Result<Vec<PathBuf>, OutputError> {
        let mut write = |name: &str, table: &_| self.directory.write(name, Format::Csv, table);
        write("outcomes", &comparison.outcomes_table())?;
        write("trajectories", &comparison.trajectories_table())?;
        comparison.components_tables().try_for_each(|table| write("components", &table))?;
        write("parting", &comparison.parting_table())?;
        for (name, scenario) in SCENARIOS.into_iter().zip(sides) {
            self.directory.append(name, scenario.resolved().as_bytes())?;
        }
        self.directory.finish(manifest)
    }
}
