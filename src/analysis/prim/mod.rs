//! PRIM, the Patient Rule Induction Method (Friedman & Fisher 1999, doi:10.1023/A:1008894516817), for scenario discovery
//! (Bryant & Lempert 2010, doi:10.1016/j.techfore.2009.08.002): limits on a few axes that hold many cases of interest and
//! few others.
//!
//! ```text
//! box        limits on some axes; a case is inside if it keeps all of them
//! coverage   cases of interest inside / all cases of interest
//! density    cases of interest inside / cases inside
//! mass       cases inside / all cases
//! ```
//!
//! ```text
//! cases          what is searched: values on each axis, which cases are of interest, which belong together
//! limits         a box
//! peeling        away from all cases, a small share at a time
//! pasting        back, where that raises density
//! significance   how likely a limit is chance alone
//! covering       a box, its trajectory and its tests; then another among the cases outside of it
//! checking       intervals, and the same search without a fifth of the cases, tried on that fifth
//! ```
//!
//! Peeling and pasting are those of the EMA Workbench (Kwakkel 2017, doi:10.1016/j.envsoft.2017.06.054), with its objective
//! `LENIENT1` and its quantiles, and give the same trajectories up to where the workbench stops: where no peel raises density,
//! or where the best peel would leave too few cases. Here the next best peel is taken. Whole numbers are peeled as other
//! numbers are, and words are pasted back also if no number is limited.

pub(crate) mod cases;
pub(crate) mod checking;
pub(crate) mod covering;
pub(crate) mod limits;
pub(crate) mod significance;

mod objective;
mod pasting;
mod peeling;

#[cfg(test)]
mod tests;
