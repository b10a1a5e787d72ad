//! takvin (تکوین, "coming into being"): how states' security governance and foreign policy make each other.

pub mod batch;
pub mod cli;
pub mod model;
pub mod output;
pub mod record;
pub mod scenario;
