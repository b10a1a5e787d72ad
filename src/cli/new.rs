//! `takvin new`: a starter scenario, and the schema beside it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::failure::user_error;
use super::print;
use crate::output::write_whole;
use crate::scenario::{schema, starter};

/// The file name of the schema, which the first line of the starter names.
const SCHEMA_FILE: &str = "takvin.schema.json";

/// Write a commented starter scenario, and beside it the schema with which editors complete and check it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin new mine.toml\n  takvin new studies/two-blocs.toml --force")]
pub(crate) struct New {
    /// The file to write.
    file: PathBuf,
    /// Overwrite existing files.
    #[arg(long)]
    force: bool,
}

impl New {
    /// Writes both files.
    pub(crate) fn carry_out(self) -> Result<()> {
        if self.file.file_name().is_none() || self.file.is_dir() {
            return Err(user_error(format!("{}: give the name of a file, as in mine.toml", self.file.display())));
        }
        if self.file.exists() && !self.force {
            return Err(user_error(format!(
                "{}: the file already exists; overwrite it with --force",
                self.file.display()
            )));
        }
        let directory = match self.file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if !directory.is_dir() {
            anyhow::bail!(
                "{}: could not be written: the directory {} does not exist",
                self.file.display(),
                directory.display()
            );
        }
        let schema_path = directory.join(SCHEMA_FILE);
        let schema = serde_json::to_string_pretty(&schema())? + "\n";
        // A schema beside it is overwritten if this program wrote it.
        if self.force || !schema_path.exists() {
            write_whole(&schema_path, schema.as_bytes())?;
        }
        write_whole(&self.file, starter(SCHEMA_FILE).as_bytes())?;
        print::line(&format!("Edit {}, then run it with `takvin run {}`", self.file.display(), self.file.display()))
    }
}
