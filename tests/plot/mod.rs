//! Figures from tables: they show the values of the tables, they can be read, and bad input is reported.

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
