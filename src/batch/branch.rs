//! A run that goes on from a checkpoint, under its own scenario or under another: history that branches.

use crate::model::{Setup, World};

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

/// Have both the same states and pairs?
///
/// # Errors
/// What differs.
pub fn check(before: &Setup, after: &Setup) -> Result<(), BranchError> {
    if before.names.len() != after.names.len() {
        return Err(BranchError::OtherStates { there: before.names.len(), here: after.names.len() });
    }
    for (at, (there, here)) in before.names.iter().zip(&after.names).enumerate() {
        if there != here {
            return Err(BranchError::OtherName { number: at + 1, there: there.clone(), here: here.clone() });
        }
    }
    if World::new(before, 0, 0).topology == World::new(after, 0, 0).topology {
        Ok(())
    } else {
        Err(BranchError::OtherPairs)
    }
}
