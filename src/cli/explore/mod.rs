//! `takvin explore`: where a world tips, what the model can do at all, and which worlds end in a given way.

mod border;
mod border_words;
mod common;
mod discover;
mod reach;
mod reach_words;
mod waves;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Find where a world tips, what the model can do at all, and which worlds of a sweep end in a given way.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "Examples:\n  \
    takvin explore border middle-world --vary parameters.feedback.threat=0..3 --vary generator.governance.mean=0.2..0.8\n                                                           \
    where worlds begin to end closed\n  \
    takvin explore reach middle-world --outcome authoritarian_end --outcome war_rate --scale war_rate=0..20/20\n                                                           \
    which combinations of outcomes exist\n  \
    takvin explore discover output/mine-sweep --below 0.4    which worlds end authoritarian\n\n\
    border and reach choose their points by what they found before. Each is a sweep that grows in waves: stopped, it goes on with the same\n\
    command, and takvin plot, takvin sensitivity and the tables of sweeps work on it."
)]
pub(crate) struct Explore {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Border(Box<border::Border>),
    Reach(Box<reach::Reach>),
    Discover(discover::Discover),
}

impl Explore {
    /// Carries out the subcommand.
    ///
    /// # Errors
    /// As the subcommand.
    pub(crate) fn carry_out(self) -> Result<()> {
        match self.command {
            Command::Border(border) => border.carry_out(),
            Command::Reach(reach) => reach.carry_out(),
            Command::Discover(discover) => discover.carry_out(),
        }
    }
}
