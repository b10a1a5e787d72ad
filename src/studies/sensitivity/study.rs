//! A study: the indices of some outcomes from one sample.

use super::indices::{self, Found, of_parts};
use super::method::Settings;
use super::sample::{Sample, factors};
use crate::analysis::sensitivity::converging::Part;
use crate::analysis::sensitivity::error::SensitivityError;
use crate::analysis::sensitivity::noise::{self, Replicated};
use crate::studies::sweep::Sweep;

/// What a study found of one outcome.
#[derive(Clone, Debug)]
pub(crate) struct OfOutcome {
    /// The place of the outcome among those of the scenario.
    pub(crate) outcome: usize,
    /// The number of points, and of the replicates of each.
    pub(crate) points: usize,
    pub(crate) replicates: usize,
    /// The noise of replicates, or why it is not known.
    pub(crate) noise: Result<Replicated, SensitivityError>,
    /// The indices, or why they are not known.
    pub(crate) found: Result<Found, SensitivityError>,
    /// The main measure from growing parts of the sample.
    pub(crate) parts: Vec<Part>,
}

/// The indices of some outcomes, by their places among those of the scenario.
pub(crate) fn study(sweep: &Sweep, sample: &Sample, outcomes: &[usize], settings: Settings) -> Vec<OfOutcome> {
    let factors = factors(sweep);
    outcomes
        .iter()
        .zip(&sample.outcomes)
        .map(|(&outcome, replicates)| {
            let mut found = indices::of(sweep, &factors, sample, replicates, settings);
            let parts = of_parts(sweep, &factors, sample, replicates, settings);
            if let Ok(found) = &mut found {
                found.settle(&parts, settings.method.main_measure());
            }
            OfOutcome {
                outcome,
                points: replicates.len(),
                replicates: replicates.first().map_or(0, Vec::len),
                noise: noise::analyse(&Sample::of_the_space(sweep, replicates)),
                found,
                parts,
            }
        })
        .collect()
}
