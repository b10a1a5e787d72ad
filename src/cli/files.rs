//! `takvin files`: every column of every table, in Markdown, for `docs/files.md`.

use std::fmt::Write as _;

use anyhow::Result;
use clap::Args;

use super::print;
use crate::output::table_file;
use crate::record::declared;
use crate::record::summary::OUTCOMES;
use crate::record::{Field, TABLES};
use crate::studies::{compare, the_loop};

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

/// The tables of `docs/files.md`: those of a run, then those of a comparison, whose outcome measures are a run's, and
/// those of a study of the loop.
pub fn markdown() -> String {
    let mut text = String::new();
    for table in TABLES {
        columns(&mut text, table, &declared(table));
    }
    for table in compare::tables::TABLES {
        let outcomes = if table == "runs" { OUTCOMES.len() } else { 0 };
        let mut fields = compare::tables::fields(table);
        fields.truncate(fields.len() - outcomes);
        columns(&mut text, &format!("comparison/{table}"), &fields);
        if outcomes > 0 {
            text.truncate(text.trim_end().len());
            text.push_str("\n| … | | the outcome measures, as in a run's `runs.csv` |\n\n");
        }
    }
    for table in the_loop::tables::TABLES {
        columns(&mut text, &format!("loop/{table}"), &the_loop::tables::fields(table));
    }
    text
}

fn columns(text: &mut String, table: &str, fields: &[Field]) {
    let _ = write!(text, "### `{}`\n\n| column | unit | meaning |\n|---|---|---|\n", table_file(table));
    for Field { name, unit, meaning, .. } in fields {
        let _ = writeln!(text, "| `{name}` | {unit} | {meaning} |");
    }
    text.push('\n');
}
