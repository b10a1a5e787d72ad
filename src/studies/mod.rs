//! Questions that need many runs.

pub(crate) mod batch;
pub mod chronicles;
pub(crate) mod compare;
pub(crate) mod discovery;
pub(crate) mod explore;
pub(crate) mod inert;
pub(crate) mod sensitivity;
pub mod sweep;
pub mod the_loop;
