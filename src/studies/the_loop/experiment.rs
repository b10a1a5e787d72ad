//! A part of the study, and its results.

use super::estimate::Estimate;
use super::lab::{Lab, Stopped};
use crate::record::Table;

/// The smallest number of rounds of a run. The last fifth is measured as the end.
pub const FEWEST_ROUNDS: u32 = 10;

/// One question about the loop.
#[derive(Debug)]
pub struct Experiment {
    /// Its name on the command line and in the tables.
    pub name: &'static str,
    /// Its description in one line.
    pub about: &'static str,
    /// The tables that it writes.
    pub tables: &'static [&'static str],
    /// The number of runs that it takes.
    pub runs: fn(&Lab<'_>) -> u64,
    /// Carries it out.
    pub carry_out: fn(&Lab<'_>) -> Result<Found, Stopped>,
}

/// The results of a part.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its tables, by name.
    pub tables: Vec<(&'static str, Table)>,
    /// Its numbers for the summary.
    pub headlines: Vec<Headline>,
    /// Its section of the page, in Markdown, without the heading.
    pub page: String,
}

/// A result of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// The name of the part.
    pub part: &'static str,
    /// What was measured, in words.
    pub measure: String,
    /// The world in which it was measured.
    pub world: &'static str,
    /// The value.
    pub estimate: Estimate,
    /// `at least` if the run ended first; otherwise empty.
    pub bound: &'static str,
}
