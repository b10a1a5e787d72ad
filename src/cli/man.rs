//! `takvin man`: the manual page.

use anyhow::Result;
use clap::Args;

use super::print;

/// Print the manual page of the whole program or of one subcommand.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin man > takvin.1\n  takvin man run | man -l -")]
pub(crate) struct Man {
    /// A subcommand.
    subcommand: Option<String>,
}

impl Man {
    /// Prints the page.
    pub(crate) fn carry_out(self, mut command: clap::Command) -> Result<()> {
        command.build();
        if let Some(name) = &self.subcommand {
            let found = command.find_subcommand(name).cloned();
            let found =
                found.ok_or_else(|| super::failure::user_error(format!("the subcommand `{name}` does not exist")))?;
            command = found;
        }
        let mut bytes = Vec::new();
        let title = self.subcommand.map_or_else(|| "takvin".to_owned(), |name| format!("takvin-{name}"));
        clap_mangen::Man::new(command).title(title).render(&mut bytes)?;
        print::text(&String::from_utf8_lossy(&bytes))
    }
}
