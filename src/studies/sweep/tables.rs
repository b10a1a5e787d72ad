//! The tables of a sweep: their names, columns and rows.

use std::borrow::Cow;

use super::Sweep;
use crate::output::csv_tables::Rows;
use crate::output::swept::{self, DONE, FAILED};
use crate::output::table_file;
use crate::record::{RunRecord, Table};

/// A run that finished.
pub(super) struct Ran {
    pub(super) record: RunRecord,
    /// Of a run that ends when the world rests: its rounds, and whether the world rests.
    pub(super) rest: Option<(u32, bool)>,
}

/// The status of a point with unfinished runs.
pub(super) const PENDING: &str = "pending";

/// The tables that runs add rows to: runs first, then the trajectories if requested.
pub(super) fn names(sweep: &Sweep) -> Vec<&'static str> {
    let mut names = vec!["runs"];
    if sweep.plan.trajectories {
        let has = |table: &&'static str| swept::has_columns(&sweep.swept, table);
        names.extend(["states", "world"].into_iter().filter(has));
        names.extend(sweep.scenario.record.events.then_some("events"));
        names.extend(sweep.scenario.record.pairs.then_some("pairs").filter(has));
        names.extend(sweep.scenario.record.pair_changes.then_some("pair_changes"));
    }
    names
}

/// The name and header row of every table that runs add rows to.
pub(super) fn heads(sweep: &Sweep) -> Vec<(String, Vec<u8>)> {
    let head = |name: &str| {
        let mut rows = Rows::new();
        rows.row(sweep.fields(name).iter().map(|field| field.name.clone()));
        rows.into_bytes()
    };
    names(sweep).into_iter().map(|name| (table_file(name), head(name))).collect()
}

/// The settings of a point as text for a row.
pub(super) fn cells(sweep: &Sweep, point: usize) -> impl Iterator<Item = Cow<'static, str>> + '_ {
    sweep.points.axes().iter().zip(sweep.points.settings(point)).map(|(axis, setting)| match setting.number() {
        Some(number) if !axis.is_words() => Cow::from(format!("{}", number + 0.0)),
        _ => Cow::from(setting.to_string()),
    })
}

/// The outcome measure of the sweep in a run.
pub(super) fn outcome(record: &RunRecord, sweep: &Sweep) -> f64 {
    record.outcomes().get(sweep.outcome).copied().unwrap_or(f64::NAN)
}

/// The rows of one run for every table: its row of runs, and the rows of its rounds.
pub(super) fn rows(sweep: &Sweep, point: usize, replicate: u32, result: Result<&Ran, &str>) -> Vec<Vec<u8>> {
    let mut rows: Vec<Rows> = names(sweep).iter().map(|_| Rows::new()).collect();
    write(&mut rows, sweep, point, replicate, result);
    rows.into_iter().map(Rows::into_bytes).collect()
}

/// Adds the rows and columns of a table of rounds that the sweep keeps.
fn part(rows: &mut Rows, sweep: &Sweep, lead: &[String], name: &str, table: &Table) {
    let kept = |at: &usize| swept::is_kept(&sweep.swept, name, &table.fields()[*at].name);
    let columns: Vec<usize> = (1..table.fields().len()).filter(kept).collect();
    let states: Vec<f64> = (0..table.words().len())
        .filter(|word| sweep.plan.keep_states.contains(&table.words()[*word]))
        .map(|word| word as f64)
        .collect();
    let of_states: Vec<usize> = ["state", "a", "b"].iter().filter_map(|column| table.position(column)).collect();
    let all = sweep.plan.keep_states.is_empty() || of_states.is_empty();
    rows.part(lead, table, &columns, |row| all || of_states.iter().any(|&at| states.contains(&row[at])));
}

/// Adds the rows of one run to every table.
fn write(rows: &mut [Rows], sweep: &Sweep, point: usize, replicate: u32, result: Result<&Ran, &str>) {
    let lead = [point.to_string(), replicate.to_string()];
    let (status, reason) = if let Err(reason) = result { (FAILED, reason) } else { (DONE, "") };
    let begin = lead.iter().map(|cell| Cow::from(cell.clone()));
    let begin = begin.chain([Cow::from(sweep.scenario.run.seed.to_string())]).chain(cells(sweep, point));
    let begin = begin.chain([status.into(), Cow::from(reason.to_owned())]);
    let rest = |ran: &Ran| ran.rest.map(|(rounds, rested)| [rounds.to_string(), u8::from(rested).to_string()]);
    let rest = match result {
        Ok(ran) => rest(ran),
        Err(_) => sweep.plan.rest.map(|_| [String::new(), String::new()]),
    };
    let begin = begin.chain(rest.into_iter().flatten().map(Cow::from));
    let outcomes = result.map(|ran| ran.record.outcomes()).unwrap_or_default();
    let outcome = |place| outcomes.get(place).map_or(Cow::from(""), |&value| Rows::number(value));
    rows[0].row(begin.chain((0..sweep.scenario.outcomes.len()).map(outcome)));
    for (name, table) in result.iter().flat_map(|ran| ran.record.tables()) {
        if let Some(at) = names(sweep).iter().position(|there| *there == name).filter(|&at| at > 0) {
            part(&mut rows[at], sweep, &lead, name, table);
        }
    }
}
