//! The measures of a round: the mean, the basins, and the open disputes.

use crate::model::World;
use crate::model::pairs::Stage;
use crate::record::statistics::mean;
use crate::record::summary::share_in;
use crate::record::words::Basin;

/// An open dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Its stage.
    pub stage: Stage,
    /// The number of rounds since it began.
    pub age: u16,
    /// The two states, by number.
    pub states: (usize, usize),
}

/// The world between two rounds, computed once and drawn as often as needed.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// The number of states in the world.
    pub states: usize,
    /// The mean of their governance.
    pub mean: f64,
    /// The shares of states below 0.4, from 0.4 to 0.6, and above, as in `world.csv`.
    pub basins: [f64; 3],
    /// Every open dispute: wars first, then crises, the oldest first.
    pub open: Vec<Open>,
}

impl Overview {
    /// Computes the measures of a world.
    pub fn of(world: &World) -> Self {
        let states = &world.states;
        let present = states.governance.iter().zip(&states.present).filter(|(_, present)| **present);
        let governance: Vec<f64> = present.map(|(governance, _)| *governance).collect();
        let pairs = &world.pairs;
        let mut open: Vec<Open> = world
            .topology
            .iter()
            .filter(|(pair, ..)| pairs.stage[*pair] > Stage::Calm)
            .map(|(pair, low, high)| Open { stage: pairs.stage[pair], age: pairs.stage_age[pair], states: (low, high) })
            .collect();
        open.sort_by_key(|dispute| std::cmp::Reverse((dispute.stage, dispute.age)));
        Self {
            states: governance.len(),
            mean: mean(&governance),
            basins: Basin::ALL.map(|basin| share_in(&governance, basin)),
            open,
        }
    }

    /// The number of open disputes at a stage.
    pub fn at(&self, stage: Stage) -> usize {
        self.open.iter().filter(|dispute| dispute.stage == stage).count()
    }
}
