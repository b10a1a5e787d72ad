//! takvin (تکوین, "coming into being"): how states' security governance and foreign policy make each other.
//!
//! # The model on one screen
//!
//! States have a *governance* of four components between an authoritarian (0) and a participatory pole (1): what security
//! is, whose, which issues count, how it is provided. In every round each state
//!
//! 1. keeps its **ruler**, votes him out, or loses him to a coup or a collapse;
//! 2. **knows**: what diplomats, intelligence services and media tell of the others, bent where it is closed, moves its
//!    beliefs; what it believes hostile it perceives as a threat;
//! 3. **securitises**: matters arise, are found, become security issues by persuasion or by command, are resolved by state
//!    bodies, civic bodies and firms, leave the stage, or pile up;
//! 4. **decides**: divides its budget between regime and citizens, sets tariffs, and chooses toward each other state to
//!    cooperate, abstain or confront, and by which instrument;
//! 5. **meets** the others: ties grow or are cut, trade is diverted, disputes begin, climb, are settled, wars end one way or
//!    another, alliances form and end, harm befalls nationals abroad;
//! 6. **accounts**: want, fear, wealth, arms, authority and support move, and what the four functions of policy (knowledge,
//!    threats, opportunities, facilitation) brought is remembered;
//! 7. **constitutes**: each component of governance moves toward a target read from those memories.
//!
//! That is a loop, and every arrow of it has a gain that may be 0. `docs/odd.md` gives it exactly.
//!
//! # The modules
//!
//! | module | holds |
//! |---|---|
//! | [`model`] | the model: parameters, world, the round; pure |
//! | [`record`] | what is remembered of a run, as plain rows; outcome measures |
//! | [`scenario`] | TOML to a checked world, its parameters and its events; located errors |
//! | [`batch`] | replicates in parallel, handed on in order; checkpoints |
//! | [`studies`] | questions that need many runs: sweeps with resume and shards, batches, comparisons |
//! | [`claims`] | the claims of the theory as experiments: one file a family, one registry, one rule |
//! | [`output`] | run directories: tables and manifest, whole or not at all; exports for other tools |
//! | [`analysis`] | pure numbers from rows: quantiles, densities, flows, paired differences |
//! | [`plot`] | figures from tables: one family a file, one registry, one style |
//! | `report` | the self-contained page of a run |
//! | [`cli`] | the command line, one subcommand a file |
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
//! let told_a_lie = governance(&[]);
//! let told_none = governance(&[("events.false-report.enabled", "false")]);
//! assert!(told_a_lie != told_none);
//! ```

#![warn(unreachable_pub)]

#[doc(hidden)]
pub mod analysis;
pub mod batch;
#[doc(hidden)]
pub mod claims;
#[doc(hidden)]
pub mod cli;
pub mod model;
pub mod output;
pub mod plot;
pub mod prelude;
pub mod record;
pub(crate) mod report;
pub mod scenario;
pub mod studies;
