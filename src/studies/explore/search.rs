//! What explorations have in common.

use super::known::Known;
use super::space::SpaceError;
use crate::scenario::Setting;

/// A search that decides which points come next.
pub(crate) trait Search {
    /// The points of the next wave, from the runs of the waves before; none at the end.
    ///
    /// # Errors
    /// Returns an error if the search cannot go on.
    fn next(&mut self, known: &Known) -> Result<Vec<Vec<Setting>>, SpaceError>;
}
