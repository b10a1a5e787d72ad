//! What the page shows of a run: which states and single runs, and notes on what it leaves out.

use super::reasons::Reasons;
use super::tiles::{Tile, tiles};
use crate::plot::blocs::Order;
use crate::plot::data::Data;

/// Measures that can be chosen: the column, and the limits of its axis if they are fixed.
pub(crate) const MEASURES: [(&str, Option<(f64, f64)>); 14] = [
    ("governance", Some((0.0, 1.0))),
    ("meaning", Some((0.0, 1.0))),
    ("referent", Some((0.0, 1.0))),
    ("securitisation", Some((0.0, 1.0))),
    ("provision", Some((0.0, 1.0))),
    ("system", Some((0.0, 1.0))),
    ("policy", Some((-1.0, 1.0))),
    ("threat", Some((0.0, 1.0))),
    ("authority", Some((0.0, 1.0))),
    ("support", Some((0.0, 1.0))),
    ("backlog", Some((0.0, 1.0))),
    ("belief_error", None),
    ("wealth", None),
    ("power", None),
];

/// The columns of `states.csv` that the page reads.
pub(crate) fn columns() -> impl Iterator<Item = &'static str> {
    MEASURES.into_iter().map(|(name, _)| name).chain(["bloc", "disputes", "wars"])
}

/// The largest numbers of states on the page, and of numbers of single runs.
const MOST_STATES: usize = 60;
const MOST_NUMBERS: usize = 520_000;

/// The part of a run that a page shows.
pub(crate) struct Pack<'a> {
    pub(super) data: &'a Data,
    /// The states shown, by their index in the data.
    pub(super) shown: Vec<usize>,
    /// The single runs shown.
    pub(super) runs: usize,
    pub(super) order: Order,
    pub(super) tiles: Vec<Tile>,
    by_coordinates: bool,
    pub(super) reasons: Option<Reasons>,
    /// The differences from a baseline.
    pub(super) contrast: Option<serde_json::Value>,
    /// The measures given, by their number.
    pub(super) measures: Vec<usize>,
}

impl<'a> Pack<'a> {
    /// Chooses what is shown.
    pub(crate) fn new(data: &'a Data, reasons: Option<Reasons>) -> Self {
        let all = data.states.len();
        let shown: Vec<usize> = if all <= MOST_STATES {
            (0..all).collect()
        } else {
            let mut shown = data.foremost(MOST_STATES);
            shown.sort_unstable();
            shown
        };
        let numbers = data.rounds.len() * shown.len() * MEASURES.len();
        let runs = (MOST_NUMBERS / numbers.max(1)).clamp(1, data.runs.len());
        let last: Vec<usize> = (0..data.rounds.len()).collect();
        let mut order = Order::of(data, 0, &last);
        order.keep(&shown);
        let (tiles, by_coordinates) = tiles(data, &order.states);
        let measures = (0..MEASURES.len()).collect();
        Self { data, shown, runs, order, tiles, by_coordinates, reasons, contrast: None, measures }
    }

    /// The same with one single run, and with these measures alone.
    pub(crate) fn light(mut self, measures: &[String]) -> Self {
        self.runs = 1;
        self.measures.retain(|&at| measures.iter().any(|name| name == MEASURES[at].0));
        self
    }

    /// Notes on what the page leaves out of the run.
    pub(crate) fn notes(&self) -> Vec<String> {
        let Data { runs, states, relations, thinned, .. } = self.data;
        let mut notes = Vec::new();
        if self.shown.len() < states.len() {
            let (shown, all) = (self.shown.len(), states.len());
            notes.push(format!("To keep the page light, {shown} of {all} states can be chosen: those that events affect, and the most powerful."));
        }
        if self.runs < runs.len() {
            notes.push(format!(
                "The first {1} of {0} runs can be shown one by one. Medians and bands use all runs.",
                runs.len(),
                self.runs
            ));
        }
        if *thinned > 1 {
            notes.push(format!("Every {thinned}th recorded round is shown."));
        }
        if relations.is_none() {
            notes.push(
                "The network is missing because the run did not record pairs.csv; run with --pairs=1 to get it."
                    .to_owned(),
            );
        }
        if self.reasons.as_ref().is_some_and(|reasons| reasons.thinned) {
            notes.push("Reasons are given for some rounds and states; `takvin explain` gives all.".to_owned());
        }
        notes
    }

    /// Returns true if the page has reasons.
    pub(crate) fn has_reasons(&self) -> bool {
        self.reasons.is_some()
    }

    /// The caption of the map.
    pub(crate) fn map_caption(&self) -> &'static str {
        if self.by_coordinates {
            "Map of governance: one tile per state, near its coordinates."
        } else {
            "Map of governance: one tile per state, sorted by bloc, because not all states have coordinates."
        }
    }

    /// The index of a state among those shown.
    pub(super) fn place(&self, state: usize) -> Option<usize> {
        self.shown.binary_search(&state).ok()
    }
}
