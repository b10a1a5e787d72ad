//! Options that several commands share, each defined once.

use clap::{Args, ValueEnum};

use super::whole::whole;
use crate::output::Format;

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
    /// Format of the tables; parquet adds a Parquet file beside each CSV file.
    #[arg(long, value_enum, default_value_t = Tables::Csv)]
    format: Tables,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
#[allow(missing_docs)] // a comment would be part of the help
enum Tables {
    Csv,
    Parquet,
}

impl TableFormat {
    /// The formats. CSV is always among them.
    pub(super) fn formats(self) -> &'static [Format] {
        match self.format {
            Tables::Csv => &[Format::Csv],
            Tables::Parquet => &[Format::Csv, Format::Parquet],
        }
    }
}
