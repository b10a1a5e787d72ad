//! Figures from tables: what they show is what the tables say, they can be read, and bad input is printed.

pub mod axes;
mod bad_input;
mod files;
mod legible;
mod made;
mod matrices;
mod series;
mod sums;
pub mod svg;
mod sweeps;
pub mod table;
