//! The directory of a comparison: its tables, both scenarios resolved, and a manifest.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{Comparison, Pair, tables};
use crate::output::manifest::Compared;
use crate::output::work::Found;
use crate::output::{Manifest, OutputError, Target, Task, WorkDirectory, csv_tables, table_file, write_whole};
use crate::record::Field;
use crate::scenario::Scenario;

/// The file names of the two resolved scenarios.
pub(crate) const SCENARIOS: [&str; 2] = ["a.toml", "b.toml"];

/// The directory of a comparison being written. If it is dropped before [`Results::finish`], everything is removed.
pub(crate) struct Results {
    directory: WorkDirectory,
    seed: u64,
    /// The columns of the table of runs.
    fields: Arc<[Field]>,
}

impl Results {
    /// Claims the directory. `name` is its name inside a parent directory.
    pub(crate) fn create(
        target: &Target,
        name: &str,
        baseline: &Scenario,
        compared: Compared,
    ) -> Result<Self, OutputError> {
        let manifest = Manifest::new(baseline, 0, None, SystemTime::now(), Duration::ZERO);
        let manifest = Manifest { comparison: Some(compared), ..manifest };
        let seed = baseline.run.seed;
        let fields: Arc<[Field]> = tables::fields_of_runs(baseline.outcomes.fields()).into();
        let heads = vec![(table_file("runs"), csv_tables::head(&fields))];
        let files = tables::TABLES.map(table_file).into_iter().chain(SCENARIOS.map(str::to_owned));
        let files = files.filter(|name| *name != heads[0].0).collect();
        let task = Task::new(manifest, files, heads, u64::from(u32::MAX));
        match WorkDirectory::open(target, name, &task, &|_, _, _| Vec::new())? {
            Found::Open(directory, _) => Ok(Self { directory: *directory, seed, fields }),
            Found::Finished(path) => Err(OutputError::OtherWork { path, differences: String::new() }),
        }
    }

    /// The directory.
    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Appends a replicate of both sides. Replicates must arrive in order.
    pub(crate) fn write(&mut self, pair: &Pair) -> Result<(), OutputError> {
        self.directory.append(&[csv_tables::rows(&tables::runs(pair, self.seed, &self.fields))])
    }

    /// Writes the results. Returns the paths of all files.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written. A comparison that was to be overwritten is unchanged then.
    pub(crate) fn finish(self, comparison: &Comparison, sides: [&Scenario; 2]) -> Result<Vec<PathBuf>, OutputError> {
        let ((), files) = self.directory.finish(None, |place, manifest| -> Result<(), OutputError> {
            let write = |name: &str, bytes: &[u8]| write_whole(&place.join(table_file(name)), bytes);
            write("outcomes", &csv_tables::whole(&comparison.outcomes_table()))?;
            write("trajectories", &csv_tables::whole(&comparison.trajectories_table()))?;
            let mut components = Vec::new();
            for table in comparison.components_tables() {
                components.extend(if components.is_empty() {
                    csv_tables::whole(&table)
                } else {
                    csv_tables::rows(&table)
                });
            }
            if !components.is_empty() {
                write("components", &components)?;
            }
            write("parting", &csv_tables::whole(&comparison.parting_table()))?;
            let resolved = sides.map(Scenario::resolved);
            for (name, text) in SCENARIOS.into_iter().zip(&resolved) {
                write_whole(&place.join(name), text.as_bytes())?;
            }
            let [a, b] = resolved.map(|text| crate::output::manifest::sha256(text.as_bytes()));
            manifest.runs = comparison.replicates;
            manifest.scenario_sha256 = a;
            if let Some(compared) = &mut manifest.comparison {
                compared.scenario_sha256 = b;
            }
            Ok(())
        })?;
        Ok(files)
    }
}
