//! The directory of the loop's results: a table for each answer, the page, the scenario resolved, and a manifest.

use std::path::{Path, PathBuf};

use super::page::page;
use super::tables::{Rows, TABLES};
use super::{Found, Headline, Lab, Part};
use crate::analysis::resampling::holm;
use crate::output::{Directory, Format, Kind, Manifest, OutputError, SCENARIO, Target, table_file};
use crate::record::Table;

/// Name of the page.
pub const PAGE: &str = "loop.md";

/// The directory being written. Dropped before [`Results::finish`], it leaves nothing behind.
pub struct Results {
    directory: Directory,
}

impl Results {
    /// Claims the place; writes nothing into it that stays. `name` is its name where it may choose one.
    ///
    /// # Errors
    /// The place is taken, or cannot be written to.
    pub fn create(target: &Target, name: &str) -> Result<Self, OutputError> {
        let files = TABLES.map(table_file).into_iter().chain([PAGE.to_owned(), SCENARIO.to_owned()]);
        Ok(Self { directory: Directory::create(target, name, Kind::Loop, files)? })
    }

    /// Where it will be.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Writes what came of it, and moves everything to its place. Gives the paths written.
    ///
    /// # Errors
    /// Something cannot be written; then nothing is left of it, and what was to be replaced is as it was.
    pub fn finish(
        mut self,
        lab: &Lab<'_>,
        command: &str,
        found: &[(&Part, Found)],
        manifest: Manifest,
    ) -> Result<Vec<PathBuf>, OutputError> {
        self.directory.write("summary", Format::Csv, &summary(found))?;
        for (name, table) in found.iter().flat_map(|(_, found)| &found.tables) {
            self.directory.write(name, Format::Csv, table)?;
        }
        self.directory.append(PAGE, page(lab, command, found).as_bytes())?;
        self.directory.append(SCENARIO, lab.scenario.resolved().as_bytes())?;
        self.directory.finish(manifest)
    }
}

/// Every headline with its p adjusted for all of them, part by part.
pub fn adjusted(found: &[(&Part, Found)]) -> Vec<(Headline, f64)> {
    let lines: Vec<Headline> = found.iter().flat_map(|(_, found)| found.headlines.clone()).collect();
    let p: Vec<f64> = lines.iter().map(|line| line.estimate.p).collect();
    lines.into_iter().zip(holm(&p)).collect()
}

/// `summary.csv`.
fn summary(found: &[(&Part, Found)]) -> Table {
    let mut rows = Rows::of("summary");
    for (line, p) in adjusted(found) {
        rows.push(&[line.part, &line.measure, line.world, line.bound], line.estimate.cells().into_iter().chain([p]));
    }
    rows.table()
}
