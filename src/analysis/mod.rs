//! Statistics from rows: the numbers that figures and reports compute from what was recorded.

pub(crate) mod abc;
pub(crate) mod baselines;
pub(crate) mod cholesky;
pub(crate) mod clusters;
pub(crate) mod density;
pub(crate) mod exploration;
pub(crate) mod flow;
pub(crate) mod influence;
pub(crate) mod logistic;
pub(crate) mod moments;
pub mod paired;
pub(crate) mod precision;
pub(crate) mod prim;
pub(crate) mod quantiles;
pub(crate) mod resampling;
pub(crate) mod scores;
pub(crate) mod sensitivity;
pub(crate) mod stopping;
