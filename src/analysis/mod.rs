//! Pure numbers from rows: what a figure or a report works out of what was recorded.

pub(crate) mod density;
pub(crate) mod flow;
pub(crate) mod influence;
pub mod paired;
pub(crate) mod precision;
pub(crate) mod quantiles;
pub(crate) mod resampling;
pub(crate) mod stopping;
