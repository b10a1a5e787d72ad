//! `takvin new`: a scenario to begin with, and the schema beside it.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::failure::wrong_use;
use super::print;
use crate::output::temporary;
use crate::scenario::{schema, starter};

/// Name of the schema's file, which the starter names in its first line.
const SCHEMA_FILE: &str = "takvin.schema.json";

/// Write a commented scenario to begin with, and beside it the schema by which editors complete and check.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin new mine.toml\n  takvin new studies/two-blocs.toml --force")]
pub struct New {
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
    pub fn carry_out(self) -> Result<()> {
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
        let schema_path = directory.join(SCHEMA_FILE);
        let schema = serde_json::to_string_pretty(&schema())? + "\n";
        // A schema beside it is ours to renew if it is one of ours.
        if self.force || !schema_path.exists() {
            write_whole(directory, &schema_path, &schema)?;
        }
        write_whole(directory, &self.file, &starter(SCHEMA_FILE))?;
        print::line(&format!(
            "{} is yours to change; try it with `takvin run {}`",
            self.file.display(),
            self.file.display()
        ))
    }
}

/// Writes a file so that it is whole or not there.
fn write_whole(directory: &Path, path: &Path, text: &str) -> Result<()> {
    let unwritable = || format!("{}: could not be written", path.display());
    let mut file = temporary::file_in(directory).with_context(unwritable)?;
    file.write_all(text.as_bytes()).with_context(unwritable)?;
    file.as_file().sync_all().with_context(unwritable)?;
    let file = file.into_temp_path();
    share(&file);
    file.persist(path).with_context(unwritable)?;
    Ok(())
}

/// Temporary files are made for their owner alone; a scenario is for everybody whom the folder is for.
#[cfg(unix)]
fn share(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // A file that only its owner can read is good enough if this fails.
    let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn share(_: &Path) {}
