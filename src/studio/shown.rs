//! What the page shows of a job: its data, its outcomes, and its differences from another.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Why;
use super::contrast::{Contrast, Measured, contrast, means};
use super::job::{Job, Progress};
use crate::plot::data::Wanted;
use crate::report::thousandths::thousandths;
use crate::report::{self, pack};

/// What there is of a job, with the data of the views.
#[derive(Serialize)]
struct Seen<P: Serialize> {
    version: u64,
    ended: u32,
    replicates: u32,
    over: bool,
    failed: Option<String>,
    outcomes: Vec<Measured>,
    notes: Vec<String>,
    data: Option<P>,
}

/// A job as JSON. While its runs grow only the measures shown are given; `why` adds the reasons behind the decisions.
///
/// # Errors
/// Returns the reason in words if tables cannot be read.
pub(super) fn seen(job: &Job, version: u64, shown: &[String], why: Option<Why>) -> Result<String, String> {
    let progress = job.progress();
    let over = progress.is_over();
    let only = (!over).then_some(shown);
    let data = job.data(&wanted(only))?;
    let reasons = data
        .as_ref()
        .zip(why)
        .filter(|_| job.can_be_repeated())
        .and_then(|(data, why)| why(&job.scenario, job.directory(), data));
    let outcomes = data.as_ref().map(means).unwrap_or_default();
    let packed = data.as_ref().map(|data| report::packed(data, reasons, only));
    let (data, mut notes) = packed.map_or((None, Vec::new()), |(packed, notes)| (Some(packed), notes));
    if !job.can_be_repeated() {
        notes.push(
            "The runs were made by another version of the model, or the scenario was changed since: what you change here differs \
             from them for that reason, too, and decisions cannot be explained."
                .to_owned(),
        );
    }
    if let Some(done) = job.unfinished() {
        notes.push(format!("These runs are not finished: {done}. The saved part is shown."));
    }
    if let Some(round) = job.began_at() {
        notes.push(format!(
            "The runs continue from a checkpoint of round {round}; what you change here is run from the beginning."
        ));
    }
    let Progress { ended, replicates, failed } = progress;
    let seen = Seen { version, ended, replicates, over, failed, outcomes, notes, data };
    serde_json::to_string(&seen).map_err(|error| error.to_string())
}

/// What the page reads: all of it, or of runs that grow only some measures.
pub(super) fn wanted(only: Option<&[String]>) -> Wanted<'static> {
    let mut wanted = Wanted { pairs: only.is_none(), first_events: true, ..Wanted::default() };
    match only {
        // What the order of states and their map are made from.
        Some(only) => wanted.add(
            pack::columns()
                .filter(|name| ["governance", "power", "bloc"].contains(name) || only.iter().any(|one| one == name)),
        ),
        None => wanted.add(pack::columns()),
    }
    wanted
}

/// The differences of a job from another; `None` if they do not have a finished replicate in common.
///
/// # Errors
/// Returns the reason in words if tables cannot be read.
pub(super) fn against(now: &Job, base: &Job) -> Result<Option<Contrast>, String> {
    let apart = apart(now, base);
    let there = base.finished();
    let runs: Vec<u32> = now.finished().into_iter().filter(|run| there.contains(run)).collect();
    if runs.is_empty() {
        return Ok(None);
    }
    let wanted = Wanted { runs, pairs: false, ..wanted(None) };
    let (Some(base), Some(now)) = (base.data(&wanted)?, now.data(&wanted)?) else { return Ok(None) };
    Ok(Some(contrast(&base, &now, apart)))
}

/// The record of history by measure and state: values by round, in thousandths.
pub(super) type Past = BTreeMap<&'static str, BTreeMap<String, Vec<Option<i64>>>>;

pub(super) fn past(courses: Vec<(String, &'static str, Vec<f64>)>) -> Past {
    let mut all = Past::new();
    for (state, measure, values) in courses {
        all.entry(measure).or_default().insert(state, values.into_iter().map(thousandths).collect());
    }
    all
}

/// What else differs between two jobs: chance, or the number of rounds.
fn apart(now: &Job, base: &Job) -> Option<&'static str> {
    if now.scenario.run.seed != base.scenario.run.seed {
        Some("The seeds differ, so chance differs, too.")
    } else if !now.can_be_repeated() || !base.can_be_repeated() {
        Some("Another version of the model or another scenario made one of the two, so chance differs, too.")
    } else if now.began_at() != base.began_at() {
        Some("One of the two continues from a checkpoint, so chance differs, too.")
    } else if now.scenario.run.rounds != base.scenario.run.rounds {
        Some("The two have different numbers of rounds, and so their outcomes are of different lengths.")
    } else {
        None
    }
}
