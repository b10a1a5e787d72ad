//! `takvin history`: worlds of real years, and runs held against what happened.

mod calibrate;
mod compare;
pub(super) mod data;
mod forecast;
mod options;
mod results;
mod runs;
mod world;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Make worlds of real years, and hold runs against the record of history.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:\n  \
    takvin history world --year 1970 --data DIR              a scenario of the world of 1970\n  \
    takvin history compare --data DIR                        the regularities of the record alone\n  \
    takvin history compare world-1970.toml --nulls --data DIR\n                                                           \
    runs held against the record, with null models\n  \
    takvin history forecast world-1975.toml --from 1976 --data DIR\n                                                           \
    later years, beside forecasts that need no model\n\n\
    The data are public but not part of takvin: --data DIR or the variable TAKVIN_DATA names the directory. docs/history.md says \
    which files, and where they come from."
)]
pub(crate) struct History {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    World(Box<world::World>),
    // Boxed because it has many options.
    Calibrate(Box<calibrate::Calibrate>),
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
            Command::World(world) => world.carry_out(),
            Command::Calibrate(calibrate) => calibrate.carry_out(),
            Command::Compare(compare) => compare.carry_out(),
            Command::Forecast(forecast) => forecast.carry_out(),
        }
    }
}
