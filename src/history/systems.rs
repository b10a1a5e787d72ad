//! How well runs follow the political systems of states, some years after the beginning.

use super::held::{Ensemble, rows_in};
use super::of_run::Frame;
use crate::analysis::scores;
use crate::record::statistics::{correlation, mean};

/// The change of the system beyond which its direction counts.
const LARGE: f64 = 0.05;

/// Scores of the systems of all states in one year. States that were not there in the first year are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    /// The number of states.
    pub states: usize,
    /// The mean of the record.
    pub mean_record: f64,
    /// The mean over runs and states.
    pub mean: f64,
    /// The mean absolute error of the mean over runs.
    pub absolute_error: f64,
    /// The root mean square error of the mean over runs.
    pub square_error: f64,
    /// The rank correlation of levels.
    pub levels: f64,
    /// The rank correlation of changes since the first year.
    pub changes: f64,
    /// The correlation of changes since the first year.
    pub changes_plain: f64,
    /// The share of changes above .05 in the record whose direction is right.
    pub signs: f64,
    /// The number of such changes.
    pub large: usize,
    /// The share of states inside the band that holds half of the runs.
    pub half: f64,
    /// The share inside the band that holds nine tenths.
    pub most: f64,
    /// The continuous ranked probability score, mean over states, as if of endless runs; 0 is perfect.
    pub crps: f64,
}

/// The scores of an arm in a year.
pub fn scores(frame: &Frame, arm: &Ensemble, year: i32) -> Scores {
    let record = frame.record.states.column("system").unwrap_or_default();
    let known = |row: &usize| record.get(*row).is_some_and(|system| !system.is_nan());
    let rows: Vec<(usize, usize)> = rows_in(&frame.record, year)
        .into_iter()
        .filter(|(row, start)| known(row) && known(start) && !arm.members(*row).is_empty())
        .collect();
    let members: Vec<Vec<f64>> = rows.iter().map(|(row, _)| arm.members(*row)).collect();
    let starts: Vec<f64> = rows.iter().map(|(_, start)| record[*start]).collect();
    let observed: Vec<f64> = rows.iter().map(|(row, _)| record[*row]).collect();
    score(&members, &starts, &observed)
}

/// The scores of ensembles: their members, where each state began, and what was observed.
pub(super) fn score(members: &[Vec<f64>], starts: &[f64], observed: &[f64]) -> Scores {
    let means: Vec<f64> = members.iter().map(|members| mean(members)).collect();
    let since =
        |values: &[f64]| -> Vec<f64> { values.iter().zip(starts).map(|(value, start)| value - start).collect() };
    let (said, happened) = (since(&means), since(observed));
    let (signs, large) = scores::right_signs(&said, &happened, LARGE);
    let cases = || members.iter().map(Vec::as_slice).zip(observed.iter().copied());
    // A band of one member has no width.
    let is_ensemble = members.iter().any(|members| members.len() > 1);
    let each: Vec<f64> = cases().map(|(members, observed)| scores::crps_of_members(members, observed)).collect();
    let band = |level: f64| if is_ensemble { scores::coverage(cases(), level) } else { f64::NAN };
    Scores {
        states: observed.len(),
        mean_record: mean(observed),
        mean: mean(&means),
        absolute_error: scores::mean_absolute_error(&means, observed),
        square_error: scores::root_mean_square_error(&means, observed),
        levels: scores::rank_correlation(&means, observed),
        changes: scores::rank_correlation(&said, &happened),
        changes_plain: correlation(&said, &happened),
        signs,
        large,
        half: band(0.5),
        most: band(0.9),
        crps: mean(&each),
    }
}
