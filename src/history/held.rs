//! Runs held against the record: the patterns of every run, and the political system of every state in every year.

use std::convert::Infallible;

use super::nulls::NO_CHANGE;
use super::of_run::{CAUSES, Frame};
use super::panel::{Panel, Rows};
use super::patterns;
use crate::analysis::quantiles::quantile;
use crate::batch::BatchError;
use crate::record::Chronicle;
use crate::scenario::Scenario;
use crate::studies::chronicles::{How, chronicles};

/// The runs of one scenario, as far as they are compared with the record.
#[derive(Clone, Debug)]
pub struct Ensemble {
    /// The name: `model`, or that of a null model.
    pub name: String,
    /// The values of all patterns, by run.
    pub patterns: Vec<Vec<f64>>,
    /// The political system in every row of states of the frame, by run.
    pub systems: Vec<Vec<f64>>,
    /// The rows of pairs in which a dispute began, by run.
    pub onsets: Vec<Vec<u32>>,
    /// The change of the system by each of [`CAUSES`] in every row of states, mean over the runs.
    pub causes: [Vec<f64>; CAUSES.len()],
}

/// What is kept of one run.
struct One {
    patterns: Vec<f64>,
    systems: Vec<f64>,
    onsets: Vec<u32>,
    causes: [Vec<f64>; CAUSES.len()],
}

impl Ensemble {
    /// Runs a scenario and measures each run as it ends. `done` is called after each.
    ///
    /// # Errors
    /// As [`chronicles`].
    pub fn run(
        name: &str,
        scenario: &Scenario,
        frame: &Frame,
        how: How<'_>,
        mut done: impl FnMut(),
    ) -> Result<Self, BatchError<Infallible>> {
        let mut ensemble = Self::empty(name, frame);
        let each = |chronicle: &Chronicle| {
            let panel = frame.panel(chronicle);
            One {
                patterns: patterns::measure(&panel, None).into_iter().map(|value| value.value).collect(),
                systems: system_of(&panel.states),
                onsets: onsets_of(&panel.pairs),
                causes: frame.causes(chronicle),
            }
        };
        chronicles(scenario, how, each, |one: One| {
            ensemble.add(one);
            done();
            Ok(())
        })?;
        let runs = ensemble.patterns.len() as f64;
        ensemble.causes.iter_mut().flatten().for_each(|change| *change /= runs);
        Ok(ensemble)
    }

    fn empty(name: &str, frame: &Frame) -> Self {
        let rows = frame.record.states.len();
        let causes = std::array::from_fn(|_| vec![0.0; rows]);
        Self { name: name.to_owned(), patterns: Vec::new(), systems: Vec::new(), onsets: Vec::new(), causes }
    }

    fn add(&mut self, one: One) {
        self.patterns.push(one.patterns);
        self.systems.push(one.systems);
        self.onsets.push(one.onsets);
        for (sums, changes) in self.causes.iter_mut().zip(one.causes) {
            sums.iter_mut().zip(changes).for_each(|(sum, change)| *sum += change);
        }
    }

    /// The null model in which nothing changes: systems, rivalries and alliances stay as in the first year, and it does
    /// not say anything about disputes. It has the states that the model has.
    pub fn no_change(frame: &Frame, model: &Self) -> Self {
        let mut ensemble = Self::empty(NO_CHANGE, frame);
        let mut panel = frame.record.clone();
        panel.states = kept(&panel.states, &["system", "rivals", "allies"]);
        panel.pairs = kept(&panel.pairs, &["rivalry", "peace", "ally"]);
        let fixed = |name: &str| ["contiguity", "distance", "relevant"].contains(&name);
        panel.pairs = panel.pairs.joined(&frame.record.pairs.with_columns(fixed));
        let patterns = patterns::measure(&panel, None).into_iter().map(|value| value.value).collect();
        ensemble.patterns.push(patterns);
        let mut systems = system_of(&panel.states);
        for (_, system) in systems.iter_mut().enumerate().filter(|(row, _)| model.members(*row).is_empty()) {
            *system = f64::NAN;
        }
        ensemble.systems.push(systems);
        ensemble
    }

    /// Whether the changes of its systems have causes. Where nothing changes there are none.
    pub fn has_causes(&self) -> bool {
        self.name != NO_CHANGE
    }

    /// Median and 95 % interval over the runs of a pattern, by its place; NaN where no run has it.
    pub fn pattern(&self, at: usize) -> [f64; 3] {
        let mut found: Vec<f64> =
            self.patterns.iter().map(|values| values[at]).filter(|value| !value.is_nan()).collect();
        found.sort_by(f64::total_cmp);
        [0.5, 0.025, 0.975].map(|q| quantile(&found, q))
    }

    /// The systems of one row of states in all runs that have it.
    pub fn members(&self, row: usize) -> Vec<f64> {
        self.systems.iter().map(|systems| systems[row]).filter(|system| !system.is_nan()).collect()
    }
}

/// The rows in which a dispute began.
fn onsets_of(rows: &Rows) -> Vec<u32> {
    let onset = rows.column("onset").unwrap_or_default();
    (0..onset.len()).filter(|&row| onset[row] == 1.0).map(|row| row as u32).collect()
}

/// The political system in every row; NaN where it is missing.
fn system_of(rows: &Rows) -> Vec<f64> {
    rows.column("system").map_or_else(|| vec![f64::NAN; rows.len()], <[f64]>::to_vec)
}

/// Some columns with the value of each unit's first row in all its rows.
fn kept(rows: &Rows, names: &[&'static str]) -> Rows {
    let mut kept = rows.with_columns(|_| false);
    for name in names {
        let Some(column) = rows.column(name) else { continue };
        let mut values = vec![f64::NAN; rows.len()];
        for (_, span) in rows.spans() {
            let first = column[span.start];
            values[span].fill(first);
        }
        kept.set(name, values);
    }
    kept
}

/// The rows of states in a year, each with the first row of the same state.
pub(super) fn rows_in(panel: &Panel, year: i32) -> Vec<(usize, usize)> {
    let spans = panel.states.spans();
    spans.filter_map(|(unit, span)| Some((panel.states.find(unit, year)?, span.start))).collect()
}
