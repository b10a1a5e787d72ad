//! A run directory being written: the tables of its runs, the resolved scenario, the manifest.

use std::path::{Path, PathBuf};

use super::{Directory, Format, Kind, Manifest, OutputError, SCENARIO, Target};
use crate::record::{RunRecord, TABLES};
use crate::scenario::Scenario;

/// A run directory being written. Dropped before [`RunDirectory::finish`], it leaves nothing behind.
pub struct RunDirectory {
    directory: Directory,
    formats: Vec<Format>,
}

impl RunDirectory {
    /// Claims the place; writes nothing into it that stays. `extra` are files beside tables and scenario.
    ///
    /// # Errors
    /// The place is taken, or cannot be written to.
    pub fn create(
        target: &Target,
        scenario: &Scenario,
        formats: &[Format],
        extra: &[String],
    ) -> Result<Self, OutputError> {
        let tables = formats.iter().flat_map(|format| TABLES.map(|table| format.file(table)));
        let files = tables.chain([SCENARIO.to_owned()]).chain(extra.iter().cloned());
        let directory = Directory::create(target, &scenario.name, Kind::Runs, files)?;
        Ok(Self { directory, formats: formats.to_vec() })
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Adds the tables of a run; runs come in order.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write_run(&mut self, record: &RunRecord) -> Result<(), OutputError> {
        for (name, table) in record.tables() {
            for &format in &self.formats {
                self.directory.write(name, format, table)?;
            }
        }
        Ok(())
    }

    /// Adds bytes to a file of another kind, such as a checkpoint.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn append(&mut self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        self.directory.append(name, bytes)
    }

    /// Writes the scenario and the manifest, and moves everything to its place. Gives the paths written.
    ///
    /// # Errors
    /// Something cannot be written; then nothing is left of it, and a run that was to be replaced is as it was.
    pub fn finish(mut self, scenario: &Scenario, manifest: Manifest) -> Result<Vec<PathBuf>, OutputError> {
        self.directory.append(SCENARIO, scenario.resolved().as_bytes())?;
        self.directory.finish(manifest)
    }
}
