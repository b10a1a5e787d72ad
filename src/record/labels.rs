//! The dictionary of a run: every word that its tables can hold, with its number.

use std::sync::Arc;

use super::words::{Act, EventKind, Instrument, Sector, Stage};
use crate::model::states::NO_STATE;
use crate::model::{Event, Setup};

const KINDS: usize = 0;
const SECTOR: usize = KINDS + EventKind::NAMES.len();
const ACT: usize = SECTOR + Sector::NAMES.len();
const INSTRUMENT: usize = ACT + Act::NAMES.len();
const STAGE: usize = INSTRUMENT + Instrument::NAMES.len();
const STATE: usize = STAGE + Stage::NAMES.len();

/// Every word with its number.
#[derive(Clone, Debug)]
pub struct Labels {
    words: Arc<[String]>,
    states: usize,
}

impl Labels {
    /// The words of a scenario's runs. The seed is a word, because it may have more digits than a number can store.
    pub fn new(setup: &Setup, seed: u64) -> Self {
        let fixed = EventKind::NAMES.into_iter().chain(Sector::NAMES).chain(Act::NAMES);
        let fixed = fixed.chain(Instrument::NAMES).chain(Stage::NAMES);
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

    /// A state, or missing.
    pub fn state(&self, state: u32) -> f64 {
        if state == NO_STATE { f64::NAN } else { (STATE + state as usize) as f64 }
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

    /// The sector, instrument or intervention of an event.
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
