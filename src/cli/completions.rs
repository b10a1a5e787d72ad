//! `takvin completions`: completions for a shell.

use anyhow::Result;
use clap::Args;
use clap_complete::Shell;

use super::print;

/// Print completions for a shell.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin completions bash > ~/.local/share/bash-completion/completions/takvin\n  \
    takvin completions fish > ~/.config/fish/completions/takvin.fish")]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    /// Prints the completions.
    pub(crate) fn carry_out(self, mut command: clap::Command) -> Result<()> {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut command, "takvin", &mut bytes);
        print::text(&String::from_utf8_lossy(&bytes))
    }
}
