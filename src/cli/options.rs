//! Options that several commands share, each defined once.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::print;
use super::whole::whole;
use crate::output::{Format, Target};

/// The number of threads.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Threads {
    /// Number of threads; 0 for one per core. The tables are the same for any number.
    #[arg(
        long = "threads",
        value_name = "N",
        allow_negative_numbers = true,
        default_value_t = 0,
        value_parser = whole::<usize>(0, 4096)
    )]
    pub number: usize,
}

/// What is printed during and after the work.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Printing {
    /// Print nothing but errors.
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the results as one JSON object.
    #[arg(long)]
    pub json: bool,
}

impl Printing {
    /// Prints a text on standard output, unless it is to be quiet.
    pub(super) fn text(self, text: &str) -> Result<()> {
        if self.quiet { Ok(()) } else { print::text(text) }
    }

    /// Prints the results, for people or as JSON.
    pub(super) fn results<J: Serialize>(self, json: impl FnOnce() -> J, text: impl FnOnce() -> String) -> Result<()> {
        match self {
            Self { json: true, .. } => print::json(&json()),
            Self { quiet: true, .. } => Ok(()),
            _ => print::text(&text()),
        }
    }

    /// Prints a note on standard error, unless it is to be quiet.
    pub(super) fn note(self, words: std::fmt::Arguments<'_>) {
        if !self.quiet {
            print::aside(words);
        }
    }
}

/// The directory given by `--out`, or else one below `output`.
pub(super) fn target(out: Option<&PathBuf>, force: bool) -> Target {
    match out {
        Some(path) => Target::Given { path: path.clone(), force },
        None => Target::Below("output".into()),
    }
}

/// Confirmation of very long work.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Confirm {
    /// Run even if it takes more than a day or writes more than 200 GB.
    #[arg(long)]
    pub yes: bool,
}

/// The formats in which tables are written.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct TableFormat {
    /// Format of the tables; parquet adds a Parquet file beside each CSV file, parquet-only writes no CSV files.
    #[arg(long, value_enum, default_value_t = Tables::Csv)]
    format: Tables,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
#[allow(missing_docs)] // a comment would be part of the help
enum Tables {
    Csv,
    Parquet,
    ParquetOnly,
}

impl TableFormat {
    /// The formats.
    pub(super) fn formats(self) -> &'static [Format] {
        match self.format {
            Tables::Csv => &[Format::Csv],
            Tables::Parquet => &[Format::Csv, Format::Parquet],
            Tables::ParquetOnly => &[Format::Parquet],
        }
    }
}
