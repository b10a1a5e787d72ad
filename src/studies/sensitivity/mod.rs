//! Which parameters matter: sensitivity indices from the runs of a finished sweep.
//!
//! The points come from a design of the sweep (`batch::design`), the indices from `analysis::sensitivity`. So a study can
//! be resumed, split into shards and merged as any sweep, and computed again for another outcome without new runs.

pub(crate) mod indices;
mod method;
pub(crate) mod problem;
pub(crate) mod sample;
mod study;
pub(crate) mod tables;

pub(crate) use method::{Method, Settings};
pub(crate) use study::{OfOutcome, study};
