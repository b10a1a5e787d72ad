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
