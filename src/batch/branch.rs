//! A run that continues from a checkpoint, under its scenario or under another: history that branches.

use super::Saved;
use crate::model::{Setup, Topology};
use crate::record::Outcomes;

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
    /// An outcome of the scenario's own counts rounds that the checkpoint did not follow.
    #[error(
        "the outcome `{name}` counts rounds up to round {round}, where the run continues, and the checkpoint does not know \
         them; write the checkpoint again with this outcome, or let it count later rounds, as with `last 20`"
    )]
    UnknownOutcome {
        /// The name of the outcome.
        name: String,
        /// The round of the checkpoint.
        round: u32,
    },
}

/// Checks that a checkpoint holds what the scenario's own outcomes need of the rounds before it.
///
/// # Errors
/// Returns an error that names the first outcome that does not have its past.
pub(crate) fn knows_outcomes(saved: &Saved, outcomes: &Outcomes) -> Result<(), BranchError> {
    match outcomes.without_past(&saved.own, saved.world.round) {
        None => Ok(()),
        Some(name) => Err(BranchError::UnknownOutcome { name: name.to_owned(), round: saved.world.round }),
    }
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
