//! `takvin history`: worlds of real years, and runs held against what happened.

mod compare;
mod data;
mod world;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Hold runs against the record of history.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:\n  \
    takvin history compare --data DIR                       the regularities of the record alone\n  \
    takvin history world --data DIR --year 1970             a scenario of the world of 1970\n\n\
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
    World(Box<world::World>),
}

impl History {
    /// Carries out the subcommand.
    ///
    /// # Errors
    /// As the subcommand.
    pub(crate) fn carry_out(self) -> Result<()> {
        match self.command {
            Command::Compare(compare) => compare.carry_out(),
            Command::World(world) => world.carry_out(),
        }
    }
}
