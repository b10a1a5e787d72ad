//! `takvin history`: worlds of real years, and runs held against what happened.

mod compare;
mod data;
mod forecast;
mod results;
mod runs;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Hold runs against the record of history.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:\n  \
    takvin history compare --data DIR                       the regularities of the record alone\n\n\
    The data are public but not part of takvin: --data DIR or the variable TAKVIN_DATA names the directory. docs/history.md says \
    which files, and where they come from."
)]
pub(crate) struct History {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Compare(compare::Compare),
    Forecast(forecast::Forecast),
}

impl History {
    /// Carries out the subcommand.
    ///
    /// # Errors
    /// As the subcommand.
    pub(crate) fn carry_out(self) -> Result<()> {
        match self.command {
            Command::Compare(compare) => compare.carry_out(),
            Command::Forecast(forecast) => forecast.carry_out(),
        }
    }
}
