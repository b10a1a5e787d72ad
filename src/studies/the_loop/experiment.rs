//! What a part of the study is, and what it comes to.

use super::estimate::Estimate;
use super::lab::{Lab, Stopped};
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
