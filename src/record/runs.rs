//! `runs.csv`: one row per run, with its seed, every parameter and switch, and its outcome.

use super::labels::Labels;
use super::outcomes::Outcomes;
use super::table::Field;
use super::{RunRecord, Settings};
use crate::model::Setup;
use crate::model::params::PARAMETERS;
use crate::model::switches::SWITCHES;

/// The number of columns before the outcome measures.
const LEAD: usize = 3 + PARAMETERS.len() + SWITCHES.len();

/// The columns of `runs.csv`.
pub(crate) fn fields(outcomes: &Outcomes) -> Vec<Field> {
    let mut fields = vec![
        Field::whole("run", "number", "replicate, from 0"),
        Field::label("seed", "seed of the scenario; with the run's number it keys every draw"),
        Field::whole("rounds", "rounds", "rounds of the run"),
    ];
    fields.extend(PARAMETERS.iter().map(|p| Field::number(p.path, p.unit, p.meaning)));
    fields.extend(SWITCHES.iter().map(|s| Field::number(format!("switches.{}", s.name), "1 on, 0 off", s.meaning)));
    fields.extend(outcomes.fields());
    fields
}

impl RunRecord {
    /// The outcome measures of the run, in the order of its scenario.
    pub fn outcomes(&self) -> &[f64] {
        self.runs.rows().next().and_then(|row| row.get(LEAD..)).unwrap_or_default()
    }
}

/// The row of one run. Parameters are as in the scenario, before switches turn any off.
pub(crate) fn row(settings: &Settings, labels: &Labels, setup: &Setup, outcomes: Vec<f64>) -> Vec<f64> {
    let mut row = vec![f64::from(settings.run), labels.seed(), f64::from(settings.rounds)];
    row.extend(setup.params.values());
    row.extend(setup.params.switches.states().into_iter().map(|on| f64::from(u8::from(on))));
    row.extend(outcomes);
    row
}
