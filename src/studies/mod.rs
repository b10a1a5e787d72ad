//! Questions that need many runs.

pub mod batch;
pub mod compare;
pub mod sweep;
pub mod the_loop;
