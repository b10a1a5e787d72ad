//! Scenario discovery: which values of a sweep's axes lead to outcomes of interest, as boxes with few limits.
//!
//! The runs are those of a finished sweep of any design, and the search is `analysis::prim`. Cases are runs, so chance is
//! part of density: a world that ends as asked in half of its replicates counts half.

pub(crate) mod question;
pub(crate) mod sample;
mod study;
pub(crate) mod tables;

pub(crate) use question::Question;
pub(crate) use sample::Sample;
pub(crate) use study::{Discovery, discover};
