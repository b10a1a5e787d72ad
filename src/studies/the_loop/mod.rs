//! The loop of the theory, measured in depth in one world: the effect of policy on governance, of governance on policy,
//! and of both together (C1–C3, A6, C15).
//!
//! A *part* asks one question and answers it by experiments: the same world runs again and again under the same random
//! numbers, with something held, shocked or cut. Every part is a file and a line of [`EXPERIMENTS`]. Measures of a
//! focal state are averaged over the focal states, so that the replicate is the unit of every interval. Intervals are
//! 95 % bootstrap intervals over replicates, and differences are tested by sign-flip tests. Results do not depend on
//! the number of threads.

mod arms;
mod basins;
mod direction;
pub(crate) mod directory;
mod estimate;
mod experiment;
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
pub use experiment::{Experiment, FEWEST_ROUNDS, Found, Headline};
pub use lab::{Grids, Lab, Stopped, focal_states};

/// Every part, in the order in which they are carried out and reported.
pub const EXPERIMENTS: [Experiment; 7] = [
    responses::EXPERIMENT,
    basins::EXPERIMENT,
    hysteresis::EXPERIMENT,
    half_life::EXPERIMENT,
    direction::EXPERIMENT,
    mediated::EXPERIMENT,
    functions::EXPERIMENT,
];
