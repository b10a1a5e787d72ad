//! `takvin files`: every column of every table, in Markdown, for `docs/files.md`.

use std::fmt::Write as _;

use anyhow::Result;
use clap::Args;

use super::print;
use crate::output::{reader::declared, table_file};
use crate::record::{Field, TABLES};

/// Print every column of every table with its unit and meaning, in Markdown.
#[derive(Debug, Args)]
pub struct Files {}

impl Files {
    /// Prints them.
    ///
    /// # Errors
    /// They cannot be printed.
    pub fn carry_out(self) -> Result<()> {
        print::text(&markdown())
    }
}

/// The tables of `docs/files.md`.
pub fn markdown() -> String {
    let mut text = String::new();
    for table in TABLES {
        let _ = write!(text, "### `{}`\n\n| column | unit | meaning |\n|---|---|---|\n", table_file(table));
        for Field { name, unit, meaning, .. } in declared(table) {
            let _ = writeln!(text, "| `{name}` | {unit} | {meaning} |");
        }
        text.push('\n');
    }
    text
}
