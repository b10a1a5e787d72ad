//! The directory of what was held against the record: tables, the resolved scenario and a manifest.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::load::Loaded;
use crate::output::manifest::sha256_of;
use crate::output::of_history::{DataFile, Held};
use crate::output::work::Found;
use crate::output::{
    Manifest, OutputError, SCENARIO, Target, Task, WorkDirectory, csv_tables, table_file, write_whole,
};
use crate::record::Table;
use crate::scenario::Scenario;

/// The files of data that were read, with their checksums.
///
/// # Errors
/// Returns an error if one cannot be read again.
pub(crate) fn files_of(loaded: &Loaded) -> Result<Vec<DataFile>, OutputError> {
    let one = |path: &PathBuf| {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        // The directory may have links to the files.
        let file = std::fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        Ok(DataFile { name, sha256: sha256_of(&file)? })
    };
    loaded.files.iter().map(one).collect()
}

/// The directory being written. If it is dropped before [`Results::finish`], everything is removed.
pub struct Results {
    directory: WorkDirectory,
}

impl Results {
    /// Claims the directory. `name` is its name inside a parent directory; `work` is `compared` or `forecast`.
    ///
    /// # Errors
    /// Returns an error if the path is used or cannot be written to, or if a file of data cannot be read again.
    pub fn create(
        target: &Target,
        name: &str,
        (work, tables): (&str, &[&str]),
        (scenario, runs): (&Scenario, u32),
        arms: Vec<String>,
        loaded: &Loaded,
    ) -> Result<Self, OutputError> {
        let data = files_of(loaded)?;
        let held = Held { work: work.to_owned(), arms, column_map: loaded.map.clone(), data };
        let manifest = Manifest::new(scenario, runs, None, SystemTime::now(), Duration::ZERO);
        let manifest = Manifest { history: Some(held), ..manifest };
        let files = tables.iter().map(|table| table_file(table)).chain([SCENARIO.to_owned()]).collect();
        let task = Task::new(manifest, files, Vec::new(), 0);
        match WorkDirectory::open(target, name, &task, &|_, _, _| Vec::new())? {
            Found::Open(directory, _) => Ok(Self { directory: *directory }),
            Found::Finished(path) => Err(OutputError::OtherWork { path, differences: String::new() }),
        }
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Writes the tables. Returns the paths of all files.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written. Results that were to be overwritten are unchanged then.
    pub fn finish(self, scenario: &Scenario, tables: &[(&str, Table)]) -> Result<Vec<PathBuf>, OutputError> {
        let ((), files) = self.directory.finish(None, |place, _| {
            for (name, table) in tables {
                write_whole(&place.join(table_file(name)), &csv_tables::whole(table))?;
            }
            write_whole(&place.join(SCENARIO), scenario.resolved().as_bytes())
        })?;
        Ok(files)
    }
}
