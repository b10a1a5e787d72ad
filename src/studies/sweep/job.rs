//! One job of a sweep: from a point to the rows of its runs, ready to be appended.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use super::Sweep;
use super::earlier::Earlier;
use super::tables::{self, Ran};
use crate::analysis::stopping::Evidence;
use crate::batch::{self, Rested};
use crate::scenario::{Scenario, ScenarioErrors};

/// A point with the replicates to run. The first job that needs the scenario makes it, and the others share it.
pub(super) struct Job<'a> {
    sweep: &'a Sweep,
    point: usize,
    replicates: Range<u32>,
    scenario: Arc<OnceLock<Result<Scenario, String>>>,
}

/// The result of a job: rows for each table, and how its runs ended.
pub(super) struct Chunk {
    pub point: usize,
    /// The bytes for each table, in the order of [`tables::names`].
    pub tables: Vec<Vec<u8>>,
    pub done: u32,
    pub failed: u32,
    /// The reason of the first run that failed.
    pub reason: Option<String>,
}

/// The jobs from this number on.
pub(super) fn jobs(sweep: &Sweep, from: u64) -> impl Iterator<Item = Job<'_>> {
    numbered(sweep, from..sweep.jobs())
}

/// The jobs of these numbers. Jobs of one point share its scenario, as long as the scenarios of all points fit in
/// memory.
pub(super) fn numbered(sweep: &Sweep, numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = Job<'_>> {
    const ROOM: u64 = 256 << 20;
    let points = sweep.own_count();
    let bytes = points.saturating_mul(sweep.scenario.bytes_of_a_world());
    let kept = if bytes <= ROOM && sweep.jobs_of_a_point() > 1 { points as usize } else { 0 };
    let scenarios: Vec<Arc<OnceLock<_>>> = (0..kept).map(|_| Arc::default()).collect();
    numbers.map(move |number| {
        let (point, replicate) = (sweep.point_of(number), sweep.replicate_of(number));
        let replicates = if sweep.plan.until.is_some() { 0..sweep.most_replicates() } else { replicate..replicate + 1 };
        let scenario = scenarios.get(sweep.place_of(number)).map_or_else(Arc::default, Arc::clone);
        Job { sweep, point, replicates, scenario }
    })
}

impl Chunk {
    /// Appends the rows of a run to every table.
    fn add(&mut self, rows: Vec<Vec<u8>>) {
        self.tables.iter_mut().zip(rows).for_each(|(table, rows)| table.extend(rows));
    }
}

impl Job<'_> {
    /// Runs the replicates that the earlier sweep does not have. Returns `None` if it was stopped.
    pub(super) fn carry_out(self, earlier: Option<&Earlier>, cancel: &AtomicBool) -> Option<Chunk> {
        let sweep = self.sweep;
        let tables = vec![Vec::new(); tables::names(sweep).len()];
        let mut chunk = Chunk { point: self.point, tables, done: 0, failed: 0, reason: None };
        let (mut outcome, mut hopeless) = (Evidence::default(), false);
        let kept = earlier.map_or(0, |earlier| earlier.replicates(sweep, self.point));
        for replicate in self.replicates.clone() {
            if replicate >= kept && self.enough(replicate, &outcome, hopeless) {
                break;
            }
            if let Some(kept) = earlier.and_then(|earlier| earlier.take(sweep, self.point, replicate)) {
                chunk.done += 1;
                outcome.add(kept.outcome);
                chunk.add(kept.rows);
                continue;
            }
            let scenario = self.scenario.get_or_init(|| at_point(sweep, self.point));
            hopeless = scenario.is_err();
            let result = match scenario {
                Err(reason) => Err(reason.clone()),
                Ok(scenario) => run(scenario, replicate, sweep.plan.rest, cancel)?,
            };
            match &result {
                Ok(ran) => {
                    chunk.done += 1;
                    outcome.add(tables::outcome(&ran.record, sweep));
                }
                Err(_) => chunk.failed += 1,
            }
            let result_of = result.as_ref().map_err(String::as_str);
            chunk.add(tables::rows(sweep, self.point, replicate, result_of));
            if let Err(reason) = result {
                chunk.reason.get_or_insert(reason);
            }
        }
        Some(chunk)
    }

    /// With `until`, returns true if the point needs no further replicate. Otherwise returns false.
    fn enough(&self, replicates: u32, outcome: &Evidence, hopeless: bool) -> bool {
        let Some(wanted) = self.sweep.wanted() else { return false };
        replicates >= self.sweep.least() && (hopeless || outcome.is_enough(&wanted))
    }
}

/// The scenario at a point, or the reason why it is not valid.
pub(super) fn at_point(sweep: &Sweep, point: usize) -> Result<Scenario, String> {
    let settings = sweep.points.axes().iter().zip(sweep.points.settings(point));
    let mut scenario = sweep.scenario.with(settings).map_err(|errors| first_of(&errors))?;
    // A run without the event would be counted as a run with it.
    for axis in sweep.points.axes() {
        let keys = crate::scenario::sweep::keys_of(&axis.path).unwrap_or_default();
        if let [section, event, ..] = &keys[..]
            && section == "events"
            && scenario.leaves_out(event)
        {
            return Err(format!("{}: the event comes after the last round, {}", axis.path, scenario.run.rounds));
        }
    }
    scenario.record.trajectories = sweep.plan.trajectories;
    Ok(scenario)
}

/// Carries out one run. Returns `None` if it was stopped. A failure, even a panic, becomes a reason in the tables.
fn run(scenario: &Scenario, replicate: u32, rest: Option<f64>, cancel: &AtomicBool) -> Option<Result<Ran, String>> {
    let controls = batch::Controls { threads: 1, cancel, progress: &|| {}, checkpoint: None };
    let whole = || {
        let finished = batch::carry_out(scenario, batch::begin(scenario, replicate)?, &controls);
        Ok(finished.map(|finished| Ran { record: finished.record, rest: None }))
    };
    let to_rest = |within| {
        let rested = batch::to_rest(scenario, replicate, within, cancel)?;
        Ok(rested.map(|Rested { record, rounds, rested }| Ran { record, rest: Some((rounds, rested)) }))
    };
    let run = || rest.map_or_else(whole, to_rest);
    match catch_unwind(AssertUnwindSafe(run)) {
        Err(panic) => {
            let said =
                panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
            Some(Err(one_line(&format!("a bug in takvin, please report it: {}", said.unwrap_or("no message")))))
        }
        Ok(Err(errors)) => Some(Err(first_of(&errors))),
        Ok(Ok(None)) => None,
        Ok(Ok(Some(ran))) => Some(Ok(ran)),
    }
}

fn first_of(errors: &ScenarioErrors) -> String {
    let located = errors.located();
    let more = match located.len() + errors.dropped() {
        0 | 1 => String::new(),
        n => format!(" (and {} more)", n - 1),
    };
    one_line(&located.first().map_or_else(String::new, |problem| format!("{}{more}", problem.message)))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
