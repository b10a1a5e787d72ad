//! The model: (parameters, world, seed) to history. It is pure: it does not use files, clock, threads, command line or
//! plots.
//!
//! [`World`] holds the state of one run, and [`round::step`] advances it by one round. There is one file per mechanism.
//! The order of a round is in [`round`], every number in [`params`], every draw in [`draws`].

#![warn(unreachable_pub)]

#[macro_use]
mod vocabulary;

mod chacha;
pub mod draws;
pub mod events;
#[doc(hidden)]
pub mod ids;
pub mod interventions;
pub mod invariants;
pub mod issues;
mod lanes;
pub mod math;
pub mod pairs;
#[doc(hidden)]
pub mod parameter;
pub mod params;
pub mod parts;
pub mod round;
mod scratch;
pub mod states;
pub mod switches;
pub mod vectors;
mod world;

pub(crate) mod alliances;
pub(crate) mod budget;
pub(crate) mod citizens;
#[doc(hidden)]
pub mod constitution;
pub(crate) mod disputes;
pub(crate) mod economy;
pub(crate) mod knowledge;
pub(crate) mod membership;
pub(crate) mod memory;
#[doc(hidden)]
pub mod policy;
pub(crate) mod proxies;
pub(crate) mod rulers;
#[doc(hidden)]
pub mod securitisation;
mod settling;
pub(crate) mod societies;
pub(crate) mod ties;
pub(crate) mod trade;
pub(crate) mod wars;
pub(crate) mod welfare;

pub use draws::Draws;
pub use events::{Event, EventKind};
pub use ids::{PairId, StateId, Topology};
pub use interventions::{Change, Intervention};
pub use issues::Issues;
pub use pairs::{PairStart, Pairs};
pub use params::Params;
pub use states::States;
pub use world::{Setup, World};

/// The version of the model. It changes when the same scenario and seed no longer give the same tables.
pub const VERSION: &str = "7.1";
