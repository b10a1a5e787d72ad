//! Global sensitivity analysis: which factors an outcome depends on. Designs and indices, from numbers to numbers.
//!
//! Points lie in the unit cube, with one coordinate per factor. Outcomes are numbers, and NaN where a run does not have
//! one; infinite ones, and those beyond 10¹⁵⁰, count as missing too. The caller maps coordinates to values, evaluates
//! the model, and hands the outcomes back in the order of the points.
//!
//! ```text
//! morris          which factors matter at all; r (k + 1) evaluations
//! saltelli        shares of the variance, alone and with others; N (k + 2) or N (2 k + 2) evaluations
//! pawn            how far a distribution moves; from any sample
//! rbd_fast        shares of the variance, alone; from any sample
//! one_at_a_time   curves around a base
//! noise           means of replicates, and which part of their variance is noise
//! converging      indices from growing parts of a sample
//! trust           whether an index can be trusted
//! ```
//!
//! All draws are from seeds: the same numbers give the same indices.

pub(crate) mod converging;
pub(crate) mod error;
pub(crate) mod estimate;
pub(crate) mod groups;
pub(crate) mod morris;
pub(crate) mod noise;
pub(crate) mod one_at_a_time;
pub(crate) mod pawn;
pub(crate) mod rbd_fast;
pub(crate) mod saltelli;
pub(crate) mod sizes;
pub(crate) mod trust;

mod draws;
mod outcomes;

#[cfg(test)]
mod tests;
