//! The studio: the model in a browser, on this machine alone.
//!
//! | file | holds |
//! |---|---|
//! | `server` | addresses, and what each answers |
//! | `opened` | the jobs and maps of each page that is open |
//! | `guard` | which requests are refused |
//! | `files` | the scenarios that can be opened |
//! | `controls` | what of a scenario can be changed, as the page shows it |
//! | `draft` | a scenario with changes: as a file, and as a command line |
//! | `job` | the runs of a draft, shown while they grow, or of a run directory |
//! | `shown` | what the page shows of a job |
//! | `figures` | the figures of a job |
//! | `map` | an outcome over two parameters, from coarse to fine |
//! | `contrast` | two jobs under the same chance, replicate by replicate |
//! | `away` | what can be taken away: the scenario, the command, tables, a report |
//!
//! The page is that of `takvin report`. There it holds the data of one recorded run; here it asks the server for them.

mod away;
mod contrast;
mod controls;
mod draft;
mod figures;
mod files;
mod guard;
mod job;
mod map;
mod opened;
mod server;
mod shown;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::plot::data::Data;
use crate::report::reasons::Reasons;
use crate::scenario::Scenario;

pub(crate) use server::{StudioError, serve};

/// What the studio is opened with.
pub(crate) struct Options {
    /// The port; 0 for any free one.
    pub port: u16,
    /// The directory whose scenarios can be opened.
    pub directory: PathBuf,
    /// What is opened: scenarios by name or path, and run directories. The first is the baseline of the last.
    pub opened: Vec<String>,
    /// Set to end the studio.
    pub cancel: &'static AtomicBool,
    /// The reasons behind the decisions of a replicate.
    pub why: Why,
    /// The course of history beside a scenario.
    pub past: Box<Past>,
    /// Called with the address once the page can be loaded.
    pub ready: Box<dyn FnOnce(&str) + Send>,
}

/// Works out the reasons behind the decisions of the first run of some data: of a scenario, or of its run directory.
pub(crate) type Why = fn(&Scenario, Option<&Path>, &Data) -> Option<Reasons>;

/// The record of history of a scenario's states: state, column of `states.csv`, values by round. Empty without data; the
/// reason in words if the data cannot be read.
pub(crate) type Record = Result<Vec<(String, &'static str, Vec<f64>)>, String>;

/// Looks up the record of history of a scenario.
pub(crate) type Past = dyn Fn(&Scenario) -> Record + Send + Sync;
