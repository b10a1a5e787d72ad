//! How a figure is asked for.

use super::data::Data;
use super::error::PlotError;
use super::theme::Theme;

/// How it is to be drawn.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Colours.
    pub theme: &'static Theme,
    /// Height over width; the figure's own where none is given.
    pub aspect: Option<f64>,
    /// States to show; those that matter most where none is named.
    pub states: Vec<String>,
    /// Rounds to show, in figures of single rounds.
    pub rounds: Vec<u32>,
    /// What to show the outcome by in figures of sweeps; what matters most where nothing is named.
    pub parameters: Vec<String>,
}

impl Ask {
    /// The states to show, at most so many where none is named.
    ///
    /// # Errors
    /// One of those named does not exist.
    pub fn states(&self, data: &Data, most: usize) -> Result<Vec<usize>, PlotError> {
        if self.states.is_empty() { Ok(data.foremost(most)) } else { data.named(&self.states) }
    }

    /// Places of the rounds to show: those asked for, or so many from the first to the last.
    ///
    /// # Errors
    /// One of those asked for was not recorded.
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
