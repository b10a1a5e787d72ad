//! `takvin history compare`: the regularities of the record.

use anyhow::Result;
use clap::Args;

use super::data::Data;
use crate::cli::options::Printing;
use crate::cli::print;
use crate::history::patterns::{self, Value};

/// The seed of the intervals of the record.
const SEED: u64 = 1;

/// Compare the regularities of runs with those of the record.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin history compare --data DIR\n\n\
    Intervals of the record are 95 % intervals by resampling whole states or pairs.")]
pub(super) struct Compare {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    print: Printing,
}

impl Compare {
    /// Measures and prints.
    ///
    /// # Errors
    /// Returns an error if the data cannot be read.
    pub(super) fn carry_out(self) -> Result<()> {
        let loaded = self.data.load(self.print)?;
        let values = patterns::measure(&loaded.panel, Some(SEED));
        self.print.results(|| (), || text(&values))
    }
}

fn text(values: &[Value]) -> String {
    let mut table = print::table(["pattern", "record", "", ""]);
    for (pattern, value) in patterns::patterns().zip(values) {
        table.add_row([
            pattern.words.to_owned(),
            print::number(value.value),
            print::number(value.low),
            print::number(value.high),
        ]);
    }
    print::plain(&table) + "\n"
}
