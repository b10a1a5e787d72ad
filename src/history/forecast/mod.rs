//! Forecasts held against what happened, beside forecasts that need no model.
//!
//! A scenario begins in the last year that may be known. Baselines are fitted on the years up to it and do not see any
//! later one, but for what the scenario is given too: the values of states and pairs that enter later.

mod disputes;
mod systems;

pub use disputes::{DisputeScores, disputes};
pub use systems::{SystemScores, systems};
