//! Which runs are of interest.

use std::fmt;

/// An outcome measure, and the values that are of interest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Question {
    /// The name of the outcome.
    pub(crate) outcome: String,
    /// Values above this one, or `None`.
    pub(crate) above: Option<f64>,
    /// Values below this one, or `None`.
    pub(crate) below: Option<f64>,
}

impl Question {
    /// Returns true if a run with this outcome is of interest.
    pub(crate) fn is_of_interest(&self, value: f64) -> bool {
        self.above.is_none_or(|above| value > above) && self.below.is_none_or(|below| value < below)
    }

    /// The bounds as cells: NaN if there is not any.
    pub(crate) fn cells(&self) -> [f64; 2] {
        [self.above, self.below].map(|bound| bound.unwrap_or(f64::NAN))
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.outcome;
        match (self.above, self.below) {
            (Some(above), Some(below)) => write!(f, "{name} between {above} and {below}"),
            (Some(above), None) => write!(f, "{name} above {above}"),
            (None, Some(below)) => write!(f, "{name} below {below}"),
            (None, None) => f.write_str(name),
        }
    }
}
