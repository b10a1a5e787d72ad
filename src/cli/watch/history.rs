//! The governance of every state by round, for the sparklines.

use std::collections::VecDeque;

use crate::model::World;

/// The largest number of values kept, over states and rounds: 32 MB.
const MOST: usize = 4_000_000;

/// The smallest number of rounds kept, for any number of states.
const FEWEST_ROUNDS: usize = 512;

/// The number of rounds over which a drift is measured.
const DRIFT_ROUNDS: usize = 5;

/// One row per round. Missing while a state is not in the world.
#[derive(Clone, Debug)]
pub struct History {
    rows: VecDeque<Vec<f64>>,
    means: VecDeque<f64>,
    most_rounds: usize,
}

impl History {
    /// An empty history of this number of states.
    pub fn new(states: usize) -> Self {
        let most_rounds = (MOST / states.max(1)).max(FEWEST_ROUNDS);
        Self { rows: VecDeque::new(), means: VecDeque::new(), most_rounds }
    }

    /// Adds a round, and drops the oldest rounds if there are too many.
    pub fn observe(&mut self, world: &World, mean: f64) {
        if self.rows.len() == self.most_rounds {
            self.rows.pop_front();
            self.means.pop_front();
        }
        let states = world.states.governance.iter().zip(&world.states.present);
        self.rows
            .push_back(states.map(|(&governance, &present)| if present { governance } else { f64::NAN }).collect());
        self.means.push_back(mean);
    }

    /// The number of rounds kept.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns true if the history is empty.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A state's governance for a line of this number of cells: its last rounds, or all rounds compressed.
    pub fn of_state(&self, state: usize, cells: usize, whole: bool) -> Vec<f64> {
        line(self.rows.len(), cells, whole, |round| self.rows[round][state])
    }

    /// The same for the mean over states.
    pub fn of_mean(&self, cells: usize, whole: bool) -> Vec<f64> {
        line(self.means.len(), cells, whole, |round| self.means[round])
    }

    /// The change of a state's governance over the last five rounds. Missing if the state was not in the world.
    pub fn drift(&self, state: usize) -> f64 {
        let Some(last) = self.rows.len().checked_sub(1) else { return f64::NAN };
        self.rows[last][state] - self.rows[last.saturating_sub(DRIFT_ROUNDS)][state]
    }
}

/// Converts rounds to cells. If all rounds are shown and there are more than cells, a cell is the mean of its rounds.
fn line(rounds: usize, cells: usize, whole: bool, value: impl Fn(usize) -> f64) -> Vec<f64> {
    if rounds <= cells || !whole {
        return (rounds.saturating_sub(cells)..rounds).map(value).collect();
    }
    let mean = |cell: usize| {
        let (mut sum, mut count) = (0.0, 0u32);
        for round in cell * rounds / cells..(cell + 1) * rounds / cells {
            let value = value(round);
            if !value.is_nan() {
                (sum, count) = (sum + value, count + 1);
            }
        }
        if count == 0 { f64::NAN } else { sum / f64::from(count) }
    };
    (0..cells).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_shows_the_last_rounds_or_the_means_of_all() {
        let value = |round: usize| if round == 0 { f64::NAN } else { round as f64 };
        assert_eq!(line(6, 3, false, value), [3.0, 4.0, 5.0]);
        assert_eq!(line(6, 3, true, value), [1.0, 2.5, 4.5]);
        assert_eq!(line(2, 3, true, |round| round as f64), [0.0, 1.0]);
        assert!(line(6, 0, true, value).is_empty());
    }
}
