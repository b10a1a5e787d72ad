//! The results of work on history: their directory, and their rows as JSON.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::{Map, Value as Json};

use crate::cli::options::target;
use crate::history::Loaded;
use crate::history::directory::Results;
use crate::record::{Kind, Table};
use crate::scenario::Scenario;

/// Where the results are written.
#[derive(Clone, Debug, Args)]
pub(super) struct Out {
    /// Directory of the results [default: output/compared-NAME or output/forecast-NAME; with -2 and so on if that exists].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Overwrite the results in a directory given by --out; removes only files that its manifest lists.
    #[arg(long, requires = "out")]
    force: bool,
}

impl Out {
    /// Whether a directory is given.
    pub(super) fn is_given(&self) -> bool {
        self.out.is_some()
    }

    /// Claims the directory before the work begins.
    ///
    /// # Errors
    /// Returns an error if the path is used or cannot be written to.
    pub(super) fn claim(
        &self,
        (work, tables): (&'static str, &[&str]),
        (scenario, runs): (&Scenario, u32),
        arms: Vec<String>,
        loaded: &Loaded,
    ) -> Result<Results> {
        let name = format!("{work}-{}", scenario.name);
        let target = target(self.out.as_ref(), self.force);
        Ok(Results::create(&target, &name, (work, tables), (scenario, runs), arms, loaded)?)
    }
}

/// The paths of files, one a line.
pub(super) fn listed(files: &[PathBuf]) -> String {
    let lines: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    lines.join("\n") + "\n"
}

/// The rows of tables as JSON: an array of objects for each table.
pub(super) fn json(tables: &[(&'static str, Table)], files: &[PathBuf]) -> Json {
    let mut page: Map<String, Json> = tables.iter().map(|(name, table)| ((*name).to_owned(), rows(table))).collect();
    page.insert("files".to_owned(), files.iter().map(|path| Json::from(path.display().to_string())).collect());
    page.into()
}

fn rows(table: &Table) -> Json {
    let object = |row: &[f64]| -> Json {
        let cells = table.fields().iter().zip(row).map(|(field, &cell)| {
            let value = match field.kind {
                Kind::Label => table.word(cell).map_or(Json::Null, Json::from),
                // A missing number is null.
                _ => serde_json::Number::from_f64(cell).map_or(Json::Null, Json::Number),
            };
            (field.name.clone().into_owned(), value)
        });
        cells.collect::<Map<_, _>>().into()
    };
    table.rows().map(object).collect()
}
