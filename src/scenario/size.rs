//! What a world would take in memory, worked out before it is made.

use super::node::Table;
use super::problems::{Problem, ProblemKind, Problems};
use super::sources::Place;
use super::{RecordSettings, RunSettings};
use crate::model::states::COLUMNS;

/// Most memory that one run may take (bytes).
pub const LIMIT: u64 = 16 << 30;
/// A pair takes about so much (bytes): its columns, its start and its place among the links.
pub const PAIR: u64 = 250;
/// A state takes about so much (bytes): columns, issues and draws.
pub const STATE: u64 = 3_000;
/// Most pairs that fit.
pub const MOST_PAIRS: u64 = LIMIT / PAIR;

/// Do so many pairs fit? Notes the problem where they do not.
pub fn pairs_fit(count: u64, place: Option<Place>, problems: &mut Problems) -> bool {
    fits(
        count.saturating_mul(PAIR),
        &format!("{count} pairs of states"),
        "use fewer states, or a [reach] by coordinates or contiguity, so that fewer of them meet",
        place,
        problems,
    )
}

/// Do the states and the rows recorded of them fit?
pub fn states_fit(tree: &Table, run: &RunSettings, record: RecordSettings, problems: &mut Problems) -> bool {
    let generator = tree.table("generator");
    let named = tree.table("states").map_or(0, |t| t.entries.len() as u64);
    let states = named.saturating_add(generator.and_then(|g| g.whole("count")).unwrap_or(0));
    let place = generator.and_then(|g| g.get("count")).or_else(|| tree.get("states")).map(|n| n.place);
    let what = format!("{states} states");
    if !fits(states.saturating_mul(STATE), &what, "ask for fewer states", place, problems) {
        return false;
    }
    let rows = u64::from(run.rounds / record.every.max(1)) + 2;
    let bytes = rows.saturating_mul(states).saturating_mul(8 * COLUMNS.len() as u64);
    let place = tree.table("run").and_then(|r| r.get("rounds")).map(|n| n.place);
    let what = format!("the record of {states} states over {} rounds", run.rounds);
    fits(bytes, &what, "run fewer rounds, or record more rarely: record.every = 10", place, problems)
}

/// Do the rows recorded of pairs fit?
pub fn pair_rows_fit(pairs: u64, tree: &Table, run: &RunSettings, record: RecordSettings, problems: &mut Problems) {
    /// A row of a pair in the record (bytes).
    const ROW: u64 = 120;
    if !record.pairs {
        return;
    }
    let rows = u64::from(run.rounds / record.every.max(1)) + 2;
    let place = tree.table("record").and_then(|r| r.get("pairs")).map(|n| n.place);
    let what = format!("the record of {pairs} pairs over {} rounds", run.rounds);
    let help = "record more rarely (record.every = 10), or leave pairs out (record.pairs = false)";
    fits(rows.saturating_mul(pairs).saturating_mul(ROW), &what, help, place, problems);
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
