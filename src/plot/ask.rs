//! The options of a figure.

use super::data::Data;
use super::error::PlotError;
use super::theme::Theme;

/// The options of a drawing.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Colours.
    pub theme: &'static Theme,
    /// Height divided by width; the default of the figure if `None`.
    pub aspect: Option<f64>,
    /// The states to show; the most important ones if empty.
    pub states: Vec<String>,
    /// The rounds to show, in figures of single rounds.
    pub rounds: Vec<u32>,
    /// The axes to show the outcome by, in figures of sweeps; the most important ones if empty.
    pub parameters: Vec<String>,
}

impl Ask {
    /// The states to show, by default at most this number.
    ///
    /// # Errors
    /// Returns an error if a named state does not exist.
    pub fn states(&self, data: &Data, most: usize) -> Result<Vec<usize>, PlotError> {
        if self.states.is_empty() { Ok(data.foremost(most)) } else { data.named(&self.states) }
    }

    /// The indices of the rounds to show: those requested, or this number from the first to the last.
    ///
    /// # Errors
    /// Returns an error if a requested round was not recorded.
    pub fn rounds(&self, data: &Data, most: usize) -> Result<Vec<usize>, PlotError> {
        if self.rounds.is_empty() {
            let last = data.rounds.len() - 1;
            let mut rounds: Vec<usize> = (0..most).map(|k| last * k / (most - 1).max(1)).collect();
            rounds.dedup();
            return Ok(rounds);
        }
        let place = |round: &u32| {
            data.rounds
                .binary_search(round)
                .map_err(|_| PlotError::NoSuchRound { round: *round, rounds: data.rounds.clone() })
        };
        self.rounds.iter().map(place).collect()
    }
}
