//! The dictionary of a run: every word that its tables can hold, each with a number.

use std::sync::Arc;

use crate::model::events::{EVENT_KINDS, EventKind};
use crate::model::issues::SECTORS;
use crate::model::pairs::{Act, INSTRUMENTS, Stage};
use crate::model::states::NOBODY;
use crate::model::{Event, Setup};

/// Names of the three acts, in their order.
pub const ACTS: [&str; 3] = ["cooperate", "abstain", "confront"];

const KINDS: usize = 0;
const SECTOR: usize = KINDS + EVENT_KINDS.len();
const ACT: usize = SECTOR + SECTORS.len();
const INSTRUMENT: usize = ACT + ACTS.len();
const STAGE: usize = INSTRUMENT + INSTRUMENTS.len();
const STATE: usize = STAGE + 4;

/// Every word with its number.
#[derive(Clone, Debug)]
pub struct Labels {
    words: Arc<[String]>,
    states: usize,
}

impl Labels {
    /// The words of a scenario's runs; the seed is one, since it may have more digits than a number holds.
    pub fn new(setup: &Setup, seed: u64) -> Self {
        let fixed = EVENT_KINDS.iter().map(|(_, name)| *name).chain(SECTORS).chain(ACTS);
        let fixed = fixed.chain(INSTRUMENTS.iter().map(|i| i.name()));
        let fixed = fixed.chain([Stage::Calm, Stage::Dispute, Stage::Crisis, Stage::War].map(Stage::name));
        let words = fixed
            .map(str::to_owned)
            .chain(setup.names.iter().cloned())
            .chain([seed.to_string()])
            .chain(setup.interventions.iter().map(|i| i.name.clone()));
        Self { words: words.collect(), states: setup.names.len() }
    }

    /// All words, by number.
    pub fn words(&self) -> Arc<[String]> {
        Arc::clone(&self.words)
    }

    /// A state, missing where there is none.
    pub fn state(&self, state: u32) -> f64 {
        if state == NOBODY { f64::NAN } else { (STATE + state as usize) as f64 }
    }

    /// The seed.
    pub fn seed(&self) -> f64 {
        (STATE + self.states) as f64
    }

    /// A kind of event.
    pub fn kind(&self, kind: EventKind) -> f64 {
        (KINDS + kind as usize) as f64
    }

    /// An act.
    pub fn act(&self, act: Act) -> f64 {
        (ACT + act as usize) as f64
    }

    /// An instrument, by number.
    pub fn instrument(&self, number: u8) -> f64 {
        (INSTRUMENT + usize::from(number)) as f64
    }

    /// A stage of a dispute.
    pub fn stage(&self, stage: Stage) -> f64 {
        (STAGE + stage as usize) as f64
    }

    /// The sector, instrument or intervention that an event is about.
    pub fn what(&self, event: &Event) -> f64 {
        let Some(number) = event.number else { return f64::NAN };
        let first = match event.kind {
            EventKind::Intervention => STATE + self.states + 1,
            EventKind::DisputeBegun => INSTRUMENT,
            _ => SECTOR,
        };
        (first + number as usize) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_events_stand_in_the_order_of_their_numbers() {
        for (number, (kind, _)) in EVENT_KINDS.iter().enumerate() {
            assert_eq!(*kind as usize, number);
        }
    }
}
