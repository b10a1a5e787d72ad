//! A run that goes on from a checkpoint, under its own scenario or under another: history that branches.

use crate::model::{Setup, Topology};

/// Why a scenario cannot go on from a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BranchError {
    /// The states differ.
    #[error(
        "the checkpoint has {there} states and the scenario {here}; both must have the same states in the same order"
    )]
    OtherStates {
        /// States of the checkpoint.
        there: usize,
        /// States of the scenario.
        here: usize,
    },
    /// A state has another name.
    #[error(
        "state {number} is `{there}` in the checkpoint and `{here}` in the scenario; both must have the same states in \
         the same order"
    )]
    OtherName {
        /// Which, from 1.
        number: usize,
        /// Its name in the checkpoint.
        there: String,
        /// Its name in the scenario.
        here: String,
    },
    /// Other pairs are within reach.
    #[error("other pairs of states are within reach in the scenario than in the checkpoint; both must have the same")]
    OtherPairs,
}

/// Have both the same states, in the same order?
///
/// # Errors
/// What differs.
pub(crate) fn same_states(before: &[String], after: &[String]) -> Result<(), BranchError> {
    if before.len() != after.len() {
        return Err(BranchError::OtherStates { there: before.len(), here: after.len() });
    }
    match before.iter().zip(after).position(|(there, here)| there != here) {
        None => Ok(()),
        Some(at) => Err(BranchError::OtherName { number: at + 1, there: before[at].clone(), here: after[at].clone() }),
    }
}

/// Are the pairs of a kept world those of the scenario?
///
/// # Errors
/// They are not.
pub(crate) fn same_pairs(before: &Topology, after: &Setup) -> Result<(), BranchError> {
    let mut pairs: Vec<_> = after.pairs.iter().map(|start| start.states).collect();
    pairs.sort_unstable();
    if *before == Topology::new(after.names.len(), pairs) { Ok(()) } else { Err(BranchError::OtherPairs) }
}
