//! `takvin studio`: the model in a browser.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Result;
use clap::Args;

use super::explain::{reasons::reasons, start};
use super::failure::user_error;
use super::history::data::Data;
use super::print;
use super::signals::{self, CANCEL};
use super::whole::whole;
use crate::history::{Loaded, courses};
use crate::model::World;
use crate::plot::data::Data as Shown;
use crate::scenario::Scenario;
use crate::studio::{Options, Record, StudioError, serve};

/// Open the model in the browser: move a slider and see what changes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin studio                       opens a world that starts in the middle\n  \
    takvin studio cold-war\n  takvin studio output/cold-war         opens recorded runs; what you change is run from their scenario\n  \
    takvin studio output/a output/b       the first is the baseline of the last\n  takvin studio mine.toml --no-open --port 8642   prints the address only, for example for a tunnel:\n  \
    ssh -L 8642:localhost:8642 workstation            then open the address on your own machine\n\n\
    Nothing is installed, and nothing leaves this machine. The studio reads shipped scenarios and files below the directory in \
    which it was started, and writes below output/ only. It ends with Ctrl-C, or when its page is closed.")]
pub(crate) struct StudioCommand {
    /// What is shown first: files below this directory, names of shipped scenarios, or run directories. Of several, the
    /// first is the baseline.
    #[arg(value_name = "SCENARIO|RUN", default_value = "middle-world")]
    opened: Vec<PathBuf>,
    /// The port of the address [default: a free one].
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 0, hide_default_value = true, value_parser = whole::<u16>(0, 65535))]
    port: u16,
    /// Do not open a browser.
    #[arg(long)]
    no_open: bool,
    #[command(flatten)]
    data: Data,
}

impl StudioCommand {
    /// Opens the studio until it ends.
    ///
    /// # Errors
    /// Returns an error for wrong input, or if the port is in use.
    pub(crate) fn carry_out(self) -> Result<()> {
        signals::stop_in_order()?;
        let directory = std::env::current_dir()?;
        for path in self.opened.iter().filter(|path| !path.is_dir()) {
            super::loading::load(path, &[])?;
        }
        if let Some(directory) = self.data.given().filter(|directory| !directory.is_dir()) {
            return Err(user_error(format!("--data {}: this is not a directory", directory.display())));
        }
        let opened = self.opened.iter().map(|path| path.display().to_string()).collect();
        let no_open = self.no_open;
        let ready = Box::new(move |address: &str| {
            print::aside(format_args!(
                "The studio is open at {address}\nIt ends with Ctrl-C, or when its page is closed."
            ));
            if !no_open && let Err(error) = open::that_detached(address) {
                print::aside(format_args!("no browser could be opened ({error}); open the address yourself"));
            }
        });
        let why = |scenario: &_, directory: Option<&Path>, data: &Shown| match directory {
            Some(directory) => {
                let (scenario, world) = start(directory, data.runs[0]).ok()?;
                Some(reasons(&scenario, world, data))
            }
            None => Some(reasons(scenario, of_first(scenario)?, data)),
        };
        let past = Box::new(past(self.data));
        serve(Options { port: self.port, directory, opened, cancel: &CANCEL, why, past, ready }).map_err(|error| {
            match error {
                StudioError::Begin(_) => error.into(),
                StudioError::Port { .. } | StudioError::First(_) => user_error(error.to_string()),
            }
        })
    }
}

/// What the record of history has of a scenario's states. The data are read when a scenario first has years.
fn past(data: Data) -> impl Fn(&Scenario) -> Record {
    let loaded: OnceLock<Option<Result<Loaded, String>>> = OnceLock::new();
    move |scenario| {
        if scenario.run.start_year == 0.0 {
            return Ok(Vec::new());
        }
        let load = || Some(data.load_if_given()?.map_err(|error| error.to_string()));
        match loaded.get_or_init(load) {
            None => Ok(Vec::new()),
            Some(Err(reason)) => Err(format!("the data of history could not be read: {reason}")),
            Some(Ok(loaded)) => {
                let all = courses(&loaded.panel, scenario).into_iter();
                Ok(all.map(|course| (course.state, course.measure, course.values)).collect())
            }
        }
    }
}

/// The world of the first replicate before its first round.
fn of_first(scenario: &Scenario) -> Option<World> {
    let setup = scenario.setup_for(0).ok()?;
    Some(World::new(&setup, scenario.run.seed, 0))
}
