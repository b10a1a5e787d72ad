//! Where the data of history are: options that all subcommands share.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::cli::failure::user_error;
use crate::cli::options::Printing;
use crate::history::{HistoryError, Loaded, load};

/// The variable that names the directory of the data.
const VARIABLE: &str = "TAKVIN_DATA";

/// The directory of the data and the column map.
#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct Data {
    /// Directory with the data [default: the variable TAKVIN_DATA].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Column map: a TOML file that says which column of which file holds what [default: one of those that takvin has].
    #[arg(long, value_name = "FILE")]
    columns: Option<PathBuf>,
}

impl Data {
    /// Reads the data. Notes are printed unless it is to be quiet.
    ///
    /// # Errors
    /// Returns an error if no directory is given, or a file is not as its map says.
    pub(super) fn load(&self, print: Printing) -> Result<Loaded> {
        let loaded = self.load_if_given().ok_or_else(|| {
            user_error(format!("no data: give their directory by --data DIR, or set the variable {VARIABLE}"))
        })??;
        for note in &loaded.notes {
            print.note(format_args!("note: {note}"));
        }
        Ok(loaded)
    }

    /// The directory that an option gives, without the variable.
    pub(in crate::cli) fn given(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// Reads the data; `None` if no directory is given.
    pub(in crate::cli) fn load_if_given(&self) -> Option<Result<Loaded, HistoryError>> {
        let given = self.data.clone().or_else(|| std::env::var_os(VARIABLE).map(PathBuf::from));
        let directory = given.filter(|path| !path.as_os_str().is_empty())?;
        Some(load(&directory, self.columns.as_deref()))
    }
}
