//! The cost of long runs, estimated before they begin. Work of days, or work that fills a disk, needs `--yes`.

use std::time::Duration;

use anyhow::Result;

use super::failure::user_error;
use super::progress::spell;
use super::signals::CANCEL;
use crate::batch;
use crate::output::csv_tables::Rows;
use crate::record::Table;
use crate::scenario::Scenario;

/// Work with fewer rounds times states and ordered pairs is not checked, because it takes minutes at most.
const SMALL: f64 = 1e9;
/// Work with fewer rows of states in all is not checked, because it needs about 10 GB at most.
const FEW_ROWS: f64 = 3e7;
/// The longest duration of a trial.
const PATIENCE: Duration = Duration::from_millis(500);
/// The number of rounds written to measure their size.
const WRITTEN: u32 = 10;
/// Longer or larger work than this needs `--yes`.
const LONGEST: Duration = Duration::from_hours(24);
const LARGEST: f64 = 200e9;

/// The cost of some runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cost {
    /// The duration.
    pub time: Duration,
    /// The bytes of the tables as CSV.
    pub bytes: f64,
}

/// Refuses runs that take more than a day or fill a disk, unless they are confirmed. `from` is the round that they
/// continue from. Small work is not checked; other work is tried for half a second.
///
/// # Errors
/// Returns an error with the duration and the size.
pub(super) fn refuse_excess(scenario: &Scenario, runs: u64, from: u32, threads: usize, meant: bool) -> Result<()> {
    let rows = runs as f64 * f64::from(scenario.run.rounds) * scenario.setup.names.len() as f64;
    if meant || (runs as f64 * scenario.cost_of_a_run() as f64) < SMALL && rows < FEW_ROWS {
        return Ok(());
    }
    let Some(cost) = cost(scenario, runs, from, threads) else { return Ok(()) };
    if cost.time <= LONGEST && cost.bytes <= LARGEST {
        return Ok(());
    }
    let size = if cost.bytes > LARGEST / 100.0 {
        format!(" and write about {}", indicatif::HumanBytes(cost.bytes as u64))
    } else {
        String::new()
    };
    Err(user_error(format!(
        "{runs} runs of {} rounds take about {}{size}: confirm with --yes, or use fewer --runs or --rounds",
        scenario.run.rounds,
        spell(cost.time)
    )))
}

/// The cost of runs, from the rounds that one of them completes in half a second. Returns `None` if it cannot begin.
fn cost(scenario: &Scenario, runs: u64, from: u32, threads: usize) -> Option<Cost> {
    let rounds = f64::from(scenario.run.rounds.saturating_sub(from));
    let trial = batch::trial(scenario, 0, PATIENCE, &CANCEL)?;
    let cores = if threads == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { threads };
    let at_once = (cores as u64).min(runs).max(1) as f64;
    let time = trial.time_of(rounds * runs as f64 / at_once);
    let with_pairs = runs.min(scenario.record.pairs_runs.into());
    let each = |replicate: u64| Some(bytes_of_a_round(scenario, replicate as u32)? * (rounds + 1.0));
    let bytes = each(0)? * with_pairs as f64 + each(runs - 1)? * (runs - with_pairs) as f64;
    Some(Cost { time, bytes })
}

/// The approximate bytes of a round of a replicate in all tables of rounds.
fn bytes_of_a_round(scenario: &Scenario, replicate: u32) -> Option<f64> {
    let mut short = scenario.clone();
    short.run.rounds = scenario.run.rounds.min(WRITTEN.max(2 * short.record.every.min(100)));
    let record = batch::run_one(&short, replicate).ok()?;
    let bytes_of = |(_, table): (_, &Table)| {
        let mut rows = Rows::new();
        rows.table(&[], 0, table);
        rows.into_bytes().len() as f64
    };
    let of_rounds = record.tables().filter(|(name, _)| *name != "runs");
    Some(of_rounds.map(bytes_of).sum::<f64>() / f64::from(short.run.rounds + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    fn scenario(rounds: u32) -> Scenario {
        load_text("s", &format!("run.rounds = {rounds}\n[states.A]\n[states.B]\n"), &[]).unwrap()
    }

    #[test]
    fn work_that_takes_days_is_refused_unless_it_is_meant() {
        let said = refuse_excess(&scenario(1_000_000), 1_000_000, 0, 2, false).unwrap_err().to_string();
        assert!(said.starts_with("1000000 runs of 1000000 rounds take about "), "{said}");
        assert!(said.contains("iB: confirm with --yes"), "{said}");
        assert!(refuse_excess(&scenario(1_000_000), 1_000_000, 0, 2, true).is_ok());
        assert!(refuse_excess(&scenario(100), 1000, 0, 2, false).is_ok());
    }

    #[test]
    fn the_bytes_of_a_run_are_about_those_that_it_writes() {
        let scenario = scenario(400);
        let record = batch::run_one(&scenario, 0).unwrap();
        let written: usize = record.tables().map(|(_, table)| table.len() * table.fields().len()).sum();
        let found = cost(&scenario, 1, 0, 1).unwrap().bytes;
        // A cell has several characters.
        assert!((written as f64 * 2.0..written as f64 * 20.0).contains(&found), "{found} {written}");
    }
}
