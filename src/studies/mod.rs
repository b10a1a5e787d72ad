//! Questions that need many runs.

pub mod compare;
pub mod sweep;
