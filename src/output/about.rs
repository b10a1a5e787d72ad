//! What figures and pages say of the scenario of runs.

use std::collections::BTreeMap;

/// The scenario of a run directory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The title.
    pub title: String,
    /// The question that it asks, or empty.
    pub question: String,
    /// The resolved scenario.
    pub scenario: String,
    /// The coordinates of the states of the first run, where they are known.
    pub places: Option<BTreeMap<String, [f64; 2]>>,
}
