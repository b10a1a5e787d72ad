//! The memory of a world and its record, computed before they are made.
//!
//! The rows of a run stay in memory until it ends. Unused capacity of growing tables is not counted.

use super::node::Table;
use super::problems::{Problem, ProblemKind, Problems};
use super::sources::Place;
use super::{RecordSettings, RunSettings};
use crate::model::pairs;

/// The largest memory of one run (bytes).
pub(crate) const LIMIT: u64 = 16 << 30;
/// The approximate memory of a pair (bytes): its columns, initial values, links and events.
const PAIR: u64 = 420;
/// The approximate memory of a state (bytes): columns, issues and draws.
const STATE: u64 = 8_000;
/// The largest number of pairs that fit.
pub(crate) const MOST_PAIRS: u64 = LIMIT / PAIR;

/// The number of columns of `states.csv`.
pub(crate) const STATE_COLUMNS: u64 = crate::model::states::COLUMNS.len() as u64 + 36;
/// The number of columns of `pairs.csv`.
pub(crate) const PAIR_COLUMNS: u64 = {
    let (mut count, mut at) = (13, 0);
    while at < pairs::COLUMNS.len() {
        let column = &pairs::COLUMNS[at];
        count += if column.recorded.is_none() { 0 } else { 1 + column.sided as u64 };
        at += 1;
    }
    count
};
/// The number of columns of `events.csv`.
pub(crate) const EVENT_COLUMNS: u64 = 9;
/// The approximate number of events of a busy state in a round.
const EVENTS: u64 = 16;
/// The number of values of every state and round behind the outcome measures.
const HISTORY: u64 = 3;

/// The approximate memory of a world (bytes).
pub(crate) fn bytes_of_a_world(states: u64, pairs: u64) -> u64 {
    states.saturating_mul(STATE).saturating_add(pairs.saturating_mul(PAIR))
}

/// An upper estimate of the memory of one run (bytes): its world and its record.
pub(crate) fn bytes_of_a_run(states: u64, pairs: u64, run: &RunSettings, record: RecordSettings) -> u64 {
    let world = bytes_of_a_world(states, pairs);
    let recorded = u64::from(run.rounds / record.every.max(1)) + 2;
    let every = u64::from(run.rounds) + 1;
    let pairs = if record.trajectories && record.pairs { pairs } else { 0 };
    let rows = if record.trajectories { states } else { 0 };
    let in_a_recorded_round = rows.saturating_mul(STATE_COLUMNS).saturating_add(pairs.saturating_mul(PAIR_COLUMNS));
    let events = if record.trajectories && record.events { EVENTS * EVENT_COLUMNS } else { 0 };
    let cells = recorded
        .saturating_mul(in_a_recorded_round)
        .saturating_add(every.saturating_mul(states).saturating_mul(events + HISTORY));
    cells.saturating_mul(8).saturating_add(world)
}

/// Returns true if this number of pairs fits. Otherwise adds a problem.
pub(crate) fn pairs_fit(count: u64, place: Option<Place>, problems: &mut Problems) -> bool {
    fits(
        count.saturating_mul(PAIR),
        &format!("{count} pairs of states"),
        "use fewer states, or a [reach] by coordinates or contiguity, so that fewer of them meet",
        place,
        problems,
    )
}

/// Returns true if the states and their record fit. Pairs are not known yet.
pub(crate) fn states_fit(tree: &Table, run: &RunSettings, record: RecordSettings, problems: &mut Problems) -> bool {
    let generator = tree.table("generator");
    let named = tree.table("states").map_or(0, |t| t.entries.len() as u64);
    let states = named.saturating_add(generator.and_then(|g| g.whole("count")).unwrap_or(0));
    let what = format!("{states} states");
    if !fits(states.saturating_mul(STATE), &what, "use fewer states", place_of_states(tree), problems) {
        return false;
    }
    record_fits(states, 0, tree, run, record, problems)
}

/// Returns true if everything that a run keeps fits.
pub(crate) fn record_fits(
    states: u64,
    pairs: u64,
    tree: &Table,
    run: &RunSettings,
    record: RecordSettings,
    problems: &mut Problems,
) -> bool {
    let of_pairs = pairs > 0 && record.pairs && record.trajectories;
    let place = of_pairs.then(|| tree.table("record")?.get("pairs")).flatten();
    let place = place.or_else(|| tree.table("run")?.get("rounds")).map(|n| n.place).or_else(|| place_of_states(tree));
    let and_pairs = if of_pairs { format!(" and {pairs} pairs") } else { String::new() };
    let what = format!("a run of {states} states{and_pairs} over {} rounds, kept in memory until it ends,", run.rounds);
    let help = match (of_pairs, record.events) {
        _ if !record.trajectories => "run fewer rounds",
        (true, _) => "run fewer rounds, record more rarely (record.every = 10), or no pairs (record.pairs = false)",
        (false, true) => {
            "run fewer rounds, record more rarely (record.every = 10), or no events (record.events = false)"
        }
        (false, false) => "run fewer rounds, or record more rarely (record.every = 10)",
    };
    fits(bytes_of_a_run(states, pairs, run, record), &what, help, place, problems)
}

/// The place in the file that gives the number of states.
pub(crate) fn place_of_states(tree: &Table) -> Option<Place> {
    let count = tree.table("generator").and_then(|g| g.get("count"));
    count.or_else(|| tree.get("states")).map(|n| n.place)
}

fn fits(bytes: u64, what: &str, help: &str, place: Option<Place>, problems: &mut Problems) -> bool {
    if bytes <= LIMIT {
        return true;
    }
    let gigabytes = |b: u64| format!("{:.1} GiB", b as f64 / (1u64 << 30) as f64);
    let message = format!("{what} would need about {}; the limit is {}", gigabytes(bytes), gigabytes(LIMIT));
    problems.push(Problem { kind: ProblemKind::TooLarge, place, message, help: help.to_owned() });
    false
}
