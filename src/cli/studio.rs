//! `takvin studio`: the model in a browser.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::explain::reasons::reasons;
use super::failure::user_error;
use super::print;
use super::signals::{self, CANCEL};
use super::whole::whole;
use crate::model::World;
use crate::studio::{Options, StudioError, serve};

/// Open the model in the browser: move a slider and see what changes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin studio                       opens a world that starts in the middle\n  \
    takvin studio cold-war\n  takvin studio mine.toml --no-open --port 8642   prints the address only, for example for a tunnel:\n  \
    ssh -L 8642:localhost:8642 workstation            then open the address on your own machine\n\n\
    Nothing is installed, and nothing leaves this machine. The studio reads shipped scenarios and files below the directory in \
    which it was started, and writes below output/ only. It ends with Ctrl-C, or when its page is closed.")]
pub(crate) struct StudioCommand {
    /// The scenario that is shown first: a file below this directory, or the name of a shipped scenario.
    #[arg(value_name = "SCENARIO", default_value = "middle-world")]
    scenario: PathBuf,
    /// The port of the address [default: a free one].
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 0, hide_default_value = true, value_parser = whole::<u16>(0, 65535))]
    port: u16,
    /// Do not open a browser.
    #[arg(long)]
    no_open: bool,
}

impl StudioCommand {
    /// Opens the studio until it ends.
    ///
    /// # Errors
    /// Returns an error for wrong input, or if the port is in use.
    pub(crate) fn carry_out(self) -> Result<()> {
        signals::stop_in_order()?;
        let directory = std::env::current_dir()?;
        let first = self.scenario.display().to_string();
        super::loading::load(&self.scenario, &[])?;
        let no_open = self.no_open;
        let ready = Box::new(move |address: &str| {
            print::aside(format_args!(
                "The studio is open at {address}\nIt ends with Ctrl-C, or when its page is closed."
            ));
            if !no_open && let Err(error) = open::that_detached(address) {
                print::aside(format_args!("no browser could be opened ({error}); open the address yourself"));
            }
        });
        let why = |scenario: &_, data: &_| {
            let world = of_first(scenario)?;
            Some(reasons(scenario, world, data))
        };
        serve(Options { port: self.port, directory, first, cancel: &CANCEL, why, ready }).map_err(|error| match error {
            StudioError::Begin(_) => error.into(),
            StudioError::Port { .. } | StudioError::First(_) => user_error(error.to_string()),
        })
    }
}

/// The world of the first replicate before its first round.
fn of_first(scenario: &crate::scenario::Scenario) -> Option<World> {
    let setup = scenario.setup_for(0).ok()?;
    Some(World::new(&setup, scenario.run.seed, 0))
}
