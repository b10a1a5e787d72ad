//! Points that are chosen by what was found at points before: toward a border, and into combinations of outcomes that
//! were not reached yet.

pub(crate) mod border;
pub(crate) mod patterns;
pub(crate) mod share;
pub(crate) mod threshold;
