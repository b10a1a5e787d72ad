//! What is known of points: the outcomes of their runs.

use std::collections::HashMap;

use crate::output::{OutputError, RunReader};
use crate::scenario::Setting;
use crate::studies::sweep::Sweep;

/// The outcomes of the runs of points.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    points: HashMap<String, Runs>,
}

/// The runs of a point.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs {
    /// By outcome and replicate; NaN if a run failed or lacks the outcome.
    pub(crate) outcomes: Vec<Vec<f64>>,
    /// The rounds of each replicate and whether its world rested, 1 or 0; NaN if that was not looked for.
    pub(crate) rounds: Vec<f64>,
    pub(crate) rested: Vec<f64>,
}

impl Runs {
    /// The mean of an outcome over the replicates that have it; NaN if none has.
    pub(crate) fn mean(&self, outcome: usize) -> f64 {
        let values = self.outcomes.get(outcome).map_or(&[][..], Vec::as_slice);
        let (sum, count) =
            values.iter().filter(|x| !x.is_nan()).fold((0.0, 0u32), |(sum, count), x| (sum + x, count + 1));
        sum / f64::from(count)
    }
}

/// The values of a point in one text.
fn key<'a>(settings: impl Iterator<Item = &'a Setting>) -> String {
    let mut key = String::new();
    for setting in settings {
        key.push_str(&setting.to_string());
        key.push('\0');
    }
    key
}

impl Known {
    /// Adds the runs of a finished sweep with the same axes.
    ///
    /// # Errors
    /// Returns an error if the table of runs cannot be read.
    pub(crate) fn read(&mut self, reader: &RunReader, sweep: &Sweep, outcomes: &[usize]) -> Result<(), OutputError> {
        let names: Vec<&str> = sweep.scenario.outcomes.names().collect();
        let mut columns = vec!["point", "replicate"];
        if sweep.plan.rest.is_some() {
            columns.extend(["rounds", "rested"]);
        }
        let first = columns.len();
        columns.extend(outcomes.iter().filter_map(|at| names.get(*at)));
        let axes = sweep.points.axes().iter().take_while(|axis| axis.follows.is_none()).count();
        let runs = reader.columns("runs", &columns, |_| true)?;
        for row in runs.rows() {
            let settings = sweep.points.settings(row[0] as usize);
            let point = self.points.entry(key(settings.iter().take(axes))).or_default();
            let replicate = row[1] as usize;
            let put = |column: &mut Vec<f64>, value: f64| {
                if column.len() <= replicate {
                    column.resize(replicate + 1, f64::NAN);
                }
                column[replicate] = value;
            };
            point.outcomes.resize(outcomes.len(), Vec::new());
            point.outcomes.iter_mut().zip(&row[first..]).for_each(|(column, value)| put(column, *value));
            let rest = if first > 2 { [row[2], row[3]] } else { [f64::NAN; 2] };
            put(&mut point.rounds, rest[0]);
            put(&mut point.rested, rest[1]);
        }
        Ok(())
    }

    /// The runs of a point.
    pub(crate) fn of(&self, settings: &[Setting]) -> Option<&Runs> {
        self.points.get(&key(settings.iter()))
    }

    /// Returns true if a point has this number of replicates.
    pub(crate) fn has(&self, settings: &[Setting], replicates: u32) -> bool {
        self.of(settings).is_some_and(|runs| runs.rounds.len() >= replicates as usize)
    }

    /// Takes over the first replicates of a point.
    pub(crate) fn take(&mut self, from: &Self, settings: &[Setting], replicates: u32) {
        if let Some(runs) = from.of(settings) {
            let mut runs = runs.clone();
            let least = |column: &mut Vec<f64>| column.truncate(replicates as usize);
            runs.outcomes.iter_mut().for_each(least);
            [&mut runs.rounds, &mut runs.rested].into_iter().for_each(least);
            self.points.insert(key(settings.iter()), runs);
        }
    }

    /// The number of points.
    pub(crate) fn len(&self) -> usize {
        self.points.len()
    }

    /// All runs, in no particular order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Runs> {
        self.points.values()
    }
}
