//! The directory of a study of the loop: one table per answer, the page, the resolved scenario and a manifest.

use std::path::{Path, PathBuf};

use super::page::page;
use super::tables::{TABLES, rows};
use super::{Experiment, Found, Headline, Lab};
use crate::analysis::resampling::holm;
use crate::output::{
    Manifest, OutputError, SCENARIO, Target, Task, WorkDirectory, csv_tables, table_file, work, write_whole,
};
use crate::record::Table;

/// The file name of the page.
pub(crate) const PAGE: &str = "loop.md";

/// The directory being written. If it is dropped before [`Results::finish`], everything is removed.
pub struct Results {
    directory: WorkDirectory,
}

impl Results {
    /// Claims the directory. `name` is its name inside a parent directory.
    ///
    /// # Errors
    /// Returns an error if the path is used or cannot be written to.
    pub fn create(target: &Target, name: &str, manifest: Manifest) -> Result<Self, OutputError> {
        let files = TABLES.map(table_file).into_iter().chain([PAGE.to_owned(), SCENARIO.to_owned()]);
        let task = Task::new(manifest, files.collect(), Vec::new(), 0);
        match WorkDirectory::open(target, name, &task, &|_, _, _| Vec::new())? {
            work::Found::Open(directory, _) => Ok(Self { directory: *directory }),
            work::Found::Finished(path) => Err(OutputError::OtherWork { path, differences: String::new() }),
        }
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Writes the results. Returns the paths of all files.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written. A study that was to be overwritten is unchanged then.
    pub fn finish(
        self,
        lab: &Lab<'_>,
        command: &str,
        found: &[(&Experiment, Found)],
    ) -> Result<Vec<PathBuf>, OutputError> {
        let ((), files) = self.directory.finish(None, |place, _| {
            let write =
                |name: &str, table: &Table| write_whole(&place.join(table_file(name)), &csv_tables::whole(table));
            write("summary", &summary(found))?;
            for (name, table) in found.iter().flat_map(|(_, found)| &found.tables) {
                write(name, table)?;
            }
            write_whole(&place.join(PAGE), page(lab, command, found).as_bytes())?;
            write_whole(&place.join(SCENARIO), lab.scenario.resolved().as_bytes())
        })?;
        Ok(files)
    }
}

/// Every headline with its p-value adjusted for all of them, by part.
pub(crate) fn adjusted(found: &[(&Experiment, Found)]) -> Vec<(Headline, f64)> {
    let lines: Vec<Headline> = found.iter().flat_map(|(_, found)| found.headlines.clone()).collect();
    let p: Vec<f64> = lines.iter().map(|line| line.estimate.p).collect();
    lines.into_iter().zip(holm(&p)).collect()
}

/// `summary.csv`.
fn summary(found: &[(&Experiment, Found)]) -> Table {
    let mut rows = rows("summary");
    for (line, p) in adjusted(found) {
        rows.push(&[line.part, &line.measure, line.world, line.bound], line.estimate.cells().into_iter().chain([p]));
    }
    rows.table()
}
