//! `takvin new`: a scenario to begin with, and the schema beside it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::failure::wrong_use;
use super::print;
use crate::output::write_whole;
use crate::scenario::{schema, starter};

/// Name of the schema's file, which the starter names in its first line.
const SCHEMA_FILE: &str = "takvin.schema.json";

/// Write a commented scenario to begin with, and beside it the schema by which editors complete and check.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin new mine.toml\n  takvin new studies/two-blocs.toml --force")]
pub(crate) struct New {
    /// The file to write.
    file: PathBuf,
    /// Replace files that are there.
    #[arg(long)]
    force: bool,
}

impl New {
    /// Writes both files.
    ///
    /// # Errors
    /// The scenario is there already, or cannot be written.
    pub(crate) fn carry_out(self) -> Result<()> {
        if self.file.file_name().is_none() || self.file.is_dir() {
            return Err(wrong_use(format!("{}: give the name of a file, as in mine.toml", self.file.display())));
        }
        if self.file.exists() && !self.force {
            return Err(wrong_use(format!("{}: there already; replace it with --force", self.file.display())));
        }
        let directory = match self.file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if !directory.is_dir() {
            anyhow::bail!(
                "{}: could not be written: there is no directory {}",
                self.file.display(),
                directory.display()
            );
        }
        let schema_path = directory.join(SCHEMA_FILE);
        let schema = serde_json::to_string_pretty(&schema())? + "\n";
        // A schema beside it is ours to renew if it is one of ours.
        if self.force || !schema_path.exists() {
            write_whole(&schema_path, schema.as_bytes())?;
        }
        write_whole(&self.file, starter(SCHEMA_FILE).as_bytes())?;
        print::line(&format!(
            "{} is yours to change; try it with `takvin run {}`",
            self.file.display(),
            self.file.display()
        ))
    }
}
