//! Pure numbers from rows: what a figure or a report works out of what was recorded.

pub mod density;
pub mod flow;
pub mod influence;
pub mod paired;
pub mod precision;
pub mod quantiles;
pub mod resampling;
pub mod stopping;
