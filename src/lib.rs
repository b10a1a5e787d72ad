//! takvin (تکوین, "coming into being"): how states' security governance and foreign policy make each other.
//!
//! # The model on one screen
//!
//! States have a *governance* of four components between an authoritarian (0) and a participatory pole (1): what security
//! is, whose, which issues count, how it is provided. In every round each state
//!
//! 1. keeps its **ruler**, votes the ruler out, or loses the ruler to a coup or a collapse;
//! 2. **knows**: reports of diplomats, intelligence services and media, bent if the state is closed, move its beliefs; it
//!    perceives what it believes hostile as a threat;
//! 3. **securitises**: matters arise, are found, become security issues by persuasion or by command, are resolved by state
//!    bodies, civic bodies and firms, leave the security agenda, or pile up;
//! 4. **decides**: divides its budget between regime and citizens, sets tariffs, and chooses toward each other state to
//!    cooperate, abstain or confront, and by which instrument;
//! 5. **meets** the others: ties grow or are cut, trade is diverted, disputes begin, escalate, are settled, wars end one way or
//!    another, alliances form and end, incidents harm nationals abroad;
//! 6. **accounts**: want, fear, wealth, arms, authority and support move, and the results of the four functions of policy
//!    (knowledge, threats, opportunities, facilitation) are remembered;
//! 7. **constitutes**: each component of governance moves toward a target read from those memories.
//!
//! That is a loop, and every arrow of it has a gain that may be 0. `docs/odd.md` gives it exactly.
//!
//! # The modules
//!
//! | module | holds |
//! |---|---|
//! | [`model`] | the model: parameters, world, the round; pure |
//! | [`record`] | the record of a run, as plain rows; outcome measures |
//! | [`scenario`] | TOML to a checked world, its parameters and its events; located errors |
//! | [`batch`] | replicates in parallel, with results in order; checkpoints |
//! | [`studies`] | questions that need many runs: sweeps with resume and shards, batches, comparisons, sensitivity, discovery |
//! | [`claims`] | the claims of the theory as experiments: one file per family, one registry, one rule |
//! | [`history`] | real years: data, column maps, regularities of the record and of runs |
//! | [`output`] | run directories: tables and manifest, complete or not at all; exports for other tools |
//! | [`analysis`] | statistics from rows: quantiles, densities, flows, paired differences, sensitivity indices, PRIM |
//! | [`plot`] | figures from tables: one family per file, one registry, one style |
//! | `report` | the self-contained page of a run |
//! | [`cli`] | the command line, one subcommand per file |
//!
//! The [`prelude`] has what most programs need. `analysis`, `claims`, `report` and `cli` belong to the program, not to the
//! library, and may change at any time.
//!
//! # An example
//!
//! Two middling states and a false report, with the loop and without it:
//!
//! ```
//! use takvin::prelude::*;
//!
//! let governance = |overrides: &[(&str, &str)]| {
//!     let overrides: Vec<_> = overrides.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
//!     let spiral = load("spiral".as_ref(), &overrides).expect("a shipped scenario");
//!     let run = run_one(&spiral, 0).expect("a world that can be made");
//!     run.world.column("governance_mean").last().expect("a row a round")
//! };
//! let with_a_lie = governance(&[]);
//! let without_it = governance(&[("events.false-report.enabled", "false")]);
//! assert!(with_a_lie != without_it);
//! ```

#![warn(unreachable_pub)]

#[doc(hidden)]
pub mod analysis;
pub mod batch;
#[doc(hidden)]
pub mod claims;
#[doc(hidden)]
pub mod cli;
pub mod history;
pub mod output;
pub mod plot;
pub mod prelude;
pub mod record;
pub(crate) mod report;
pub mod scenario;
pub mod studies;
pub(crate) mod studio;
/// The model, a package of its own.
pub use takvin_model as model;
