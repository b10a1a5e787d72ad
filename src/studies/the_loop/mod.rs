//! The loop of the theory, measured in depth in one world: what policy does to governance, what governance does to
//! policy, and what follows from both together (C1–C3, A6, C15).
//!
//! A *part* asks one question and answers it by experiments: the same world runs again and again under the same chance,
//! with something held, shocked or cut. Every part is a file and a line of [`EXPERIMENTS`]. What is measured of a focal state is
//! averaged over the focal states, so that the replicate is the unit of every interval: bootstrap intervals of 95 % over
//! replicates, sign-flip tests of differences. Results are the same for any number of threads.

mod arms;
mod basins;
mod direction;
pub(crate) mod directory;
mod estimate;
mod functions;
mod half_life;
mod hysteresis;
pub(crate) mod lab;
mod mediated;
pub(crate) mod page;
mod responses;
pub(crate) mod tables;
mod watch;

pub use directory::Results;
pub use estimate::Estimate;
pub use lab::{Grids, Lab, Stopped, focal_states};

use crate::record::Table;

/// Rounds that a run needs at least: a fifth of them is what is measured at the end.
pub const FEWEST_ROUNDS: u32 = 10;

/// One question about the loop.
#[derive(Debug)]
pub struct Experiment {
    /// Name, on the command line and in the tables.
    pub name: &'static str,
    /// What it shows, in a line.
    pub about: &'static str,
    /// Tables that it writes.
    pub tables: &'static [&'static str],
    /// Runs that it takes.
    pub runs: fn(&Lab<'_>) -> u64,
    /// Carries it out.
    pub carry_out: fn(&Lab<'_>) -> Result<Found, Stopped>,
}

/// Every part, in the order in which they are carried out and told.
pub const EXPERIMENTS: [Experiment; 7] = [
    responses::EXPERIMENT,
    basins::EXPERIMENT,
    hysteresis::EXPERIMENT,
    half_life::EXPERIMENT,
    direction::EXPERIMENT,
    mediated::EXPERIMENT,
    functions::EXPERIMENT,
];

/// What a part came to.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its tables, by name.
    pub tables: Vec<(&'static str, Table)>,
    /// What is told of it in the summary.
    pub headlines: Vec<Headline>,
    /// What is told of it on the page, in Markdown, without its heading.
    pub page: String,
}

/// A number that a part comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// Name of the part.
    pub part: &'static str,
    /// What was measured, in words.
    pub measure: String,
    /// The world in which it was measured.
    pub world: &'static str,
    /// The number.
    pub estimate: Estimate,
    /// What bounds it, in a word: `at least` where the run ended first; else empty.
    pub bound: &'static str,
}
