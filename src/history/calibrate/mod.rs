//! Approximate Bayesian calibration: which parameters make runs resemble the patterns of history, and how far these
//! patterns say anything about them.
//!
//! ```text
//! prior       uniform between two bounds, of the value or of its logarithm
//! particle    values of the parameters, and runs of every scenario with them
//! distance    root mean square over all patterns of all scenarios of |pattern of the runs − of the record| / standard error
//!             of the record, each at most 10 and on the scale of its pattern; outcome measures with a value that the user
//!             gives count as patterns
//! posterior   the particles that are kept by adaptive population Monte Carlo (`analysis::abc`)
//! check       new runs, with random numbers of their own, of particles drawn from the posterior by weight
//! ```
//!
//! **Several scenarios** get the same parameters. Each is held against the record of its own states in its own window
//! (`world.rs`), and each of its patterns that the record has counts once (`target.rs`).
//!
//! **Later years are never seen.** The record is cut to the window before anything is measured, and runs end with it. So
//! later years can test what was calibrated (`takvin history forecast`).
//!
//! **Chance is not shared.** Each run of each particle has a replicate of its own (`arm.rs`), which follows from arm,
//! scenario, generation and number. So the same command gives the same bytes for any number of threads, and after any
//! interruption: `particles.csv` grows particle by particle, `new_runs.csv` run by run, and everything else is made from them.
//!
//! **Null models have the same effort**: the same parameters, priors, patterns and number of simulations. Where one of
//! them comes as near to the record as the model, the patterns do not support what it lacks.

mod arm;
mod asked;
mod differences;
mod directory;
mod error;
mod judge;
mod plan;
mod results;
mod row;
mod run;
pub mod tables;
mod target;
mod wanted;
mod world;
mod write;

pub(crate) use arm::{Arm, MOST_NEW_RUNS};
pub use asked::{DEFAULTS, MODEL};
pub(crate) use asked::{arms, parameters, places};
pub(crate) use directory::{Directory, Found};
pub use error::{CalibrationError, Stopped};
pub(crate) use judge::{Line, Word, inside};
pub(crate) use plan::{Effort, Plan, window};
pub(crate) use results::{ArmResults, Calibration};
pub(crate) use run::{Controls, run};
pub(crate) use target::{Aim, Held, Target};
pub(crate) use wanted::Wanted;
pub(crate) use world::World;
