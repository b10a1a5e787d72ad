//! A run that continues from a checkpoint, under its scenario or under another: history that branches.

use crate::model::{Setup, Topology};

/// The reason why a scenario cannot continue from a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BranchError {
    /// The states differ.
    #[error(
        "the checkpoint has {there} states and the scenario {here}; both must have the same states in the same order"
    )]
    OtherStates {
        /// The number of states of the checkpoint.
        there: usize,
        /// The number of states of the scenario.
        here: usize,
    },
    /// The names of a state differ.
    #[error(
        "state {number} is `{there}` in the checkpoint and `{here}` in the scenario; both must have the same states in \
         the same order"
    )]
    OtherName {
        /// The number of the state, from 1.
        number: usize,
        /// Its name in the checkpoint.
        there: String,
        /// Its name in the scenario.
        here: String,
    },
    /// The pairs within reach differ.
    #[error(
        "the pairs of states within reach differ between the scenario and the checkpoint; both must have the same pairs"
    )]
    OtherPairs,
}

/// Checks that both have the same states in the same order.
///
/// # Errors
/// Returns an error that names the difference.
pub(crate) fn same_states(before: &[String], after: &[String]) -> Result<(), BranchError> {
    if before.len() != after.len() {
        return Err(BranchError::OtherStates { there: before.len(), here: after.len() });
    }
    match before.iter().zip(after).position(|(there, here)| there != here) {
        None => Ok(()),
        Some(at) => Err(BranchError::OtherName { number: at + 1, there: before[at].clone(), here: after[at].clone() }),
    }
}

/// Checks that a saved world has the pairs of the scenario.
pub(crate) fn same_pairs(before: &Topology, after: &Setup) -> Result<(), BranchError> {
    let mut pairs: Vec<_> = after.pairs.iter().map(|start| start.states).collect();
    pairs.sort_unstable();
    if *before == Topology::new(after.names.len(), pairs) { Ok(()) } else { Err(BranchError::OtherPairs) }
}
