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
//! | `job` | the runs of a draft, shown while they grow |
//! | `map` | an outcome over two parameters, from coarse to fine |
//! | `contrast` | two jobs under the same chance, replicate by replicate |
//!
//! The page is that of `takvin report`. There it holds the data of one recorded run; here it asks the server for them.

mod contrast;
mod controls;
mod draft;
mod files;
mod guard;
mod job;
mod map;
mod opened;
mod server;

use std::path::PathBuf;
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
    /// The scenario that is shown first: its name or path.
    pub first: String,
    /// Set to end the studio.
    pub cancel: &'static AtomicBool,
    /// The reasons behind the decisions of a replicate.
    pub why: Why,
    /// Called with the address once the page can be loaded.
    pub ready: Box<dyn FnOnce(&str) + Send>,
}

/// Works out the reasons behind the decisions of the first run of some data.
pub(crate) type Why = fn(&Scenario, &Data) -> Option<Reasons>;
