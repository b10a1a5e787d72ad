//! Questions that need many runs.

pub mod batch;
