//! Why a method cannot give indices.

use super::sizes::Sizes;

/// A sample, a setting or an outcome of which a method cannot give indices.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SensitivityError {
    /// There is nothing to compare.
    #[error("no factors; vary at least one")]
    NoFactors,
    /// The numbers of groups are not 0, 1, 2 and so on.
    #[error("group {0} has no factors; number groups from 0 without gaps")]
    EmptyGroup(usize),
    /// The levels of elementary effects do not have two halves.
    #[error("levels = {0}; must be an even number from 2 to 1000 (4 is usual)")]
    Levels(usize),
    /// Slices that cannot be compared.
    #[error("slices = {0}; must be at least 2 (10 is usual)")]
    Slices(usize),
    /// Without harmonics the spectrum is empty.
    #[error("harmonics = {0}; must be at least 1 (10 is usual)")]
    Harmonics(usize),
    /// The estimator takes more evaluations than were made.
    #[error(
        "the estimator of Azzini et al. needs the evaluations of second order; make them, or choose the estimator of \
         Saltelli et al."
    )]
    FirstOrderOnly,
    /// Too small a sample.
    #[error(
        "{} with an outcome: {found}; {} can use {} or more, and {} are usually enough{}",
        .sizes.units, .sizes.method, .sizes.least, .sizes.enough, .sizes.advice
    )]
    TooFew {
        /// The number of units that have an outcome.
        found: usize,
        /// The sizes that the method can use.
        sizes: Sizes,
    },
    /// Two lists that belong together are not equally long.
    #[error("{found} {what}; must be {wanted}")]
    Length {
        /// What was counted, in the plural.
        what: &'static str,
        /// The number found.
        found: usize,
        /// The number that is wanted, in words.
        wanted: String,
    },
    /// A coordinate is not a finite number.
    #[error("point {0} has a coordinate that is not a finite number")]
    Coordinate(usize),
    /// Two points of a trajectory differ in no group, or in several.
    #[error("step {step} of trajectory {trajectory} moves {groups} groups; must move one that no other step moves")]
    Step {
        /// The number of the trajectory, from 0.
        trajectory: usize,
        /// The number of the step, from 0.
        step: usize,
        /// The number of groups that move.
        groups: usize,
    },
    /// The positions of a curve do not rise.
    #[error("position {0} of the curve is not above the one before; sort them and leave out repeated ones")]
    Positions(usize),
    /// No point has an outcome.
    #[error("no point has the outcome, so its indices are not defined")]
    Missing,
    /// The outcome does not vary.
    #[error("the outcome has the same value in all points that are compared, so its indices are not defined")]
    Constant,
}
