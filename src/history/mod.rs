//! History: the record of real years, and what holds a run against it.
//!
//! [`load()`] reads a directory of data by a column map into a [`Panel`], and [`patterns`] measures the regularities of a
//! panel, whether it comes from the record or from a run.

pub mod calibrate;
mod columns;
mod course;
mod derived;
pub mod directory;
mod error;
pub mod forecast;
pub mod held;
mod load;
pub mod nulls;
mod of_run;
mod panel;
pub mod patterns;
mod read;
pub mod systems;
pub mod tables;
mod variables;
pub mod world;

pub use course::{Course, courses, states_of};
pub use error::HistoryError;
pub use load::{Loaded, ReadColumn, load};
pub use of_run::{CAUSES, Frame};
pub use panel::{Panel, Rows};
pub use variables::{OF_PAIRS, OF_STATES, Variable};
