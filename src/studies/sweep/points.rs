//! `points.csv`: the design, one row per point, with the state of its runs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use super::{Sweep, tables};
use crate::output::csv_tables::Rows;
use crate::output::reader::TableReader;
use crate::output::{OutputError, swept, write_whole};

/// The file.
pub(super) const FILE: &str = "points.csv";

/// The state of the runs of a point so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// The number of runs that finished.
    pub done: u32,
    /// The number of runs that failed.
    pub failed: u32,
    /// The reason of the first failed run.
    pub reason: Option<String>,
}

/// Writes the points of this shard with the state of their runs.
pub(super) fn write(path: &Path, sweep: &Sweep, tallies: &BTreeMap<usize, Tally>) -> Result<(), OutputError> {
    let mut rows = Rows::new();
    rows.row(sweep.fields("points").iter().map(|field| field.name.clone()));
    let least = sweep.least();
    let nothing = Tally::default();
    for point in sweep.own_points() {
        let Tally { done, failed, reason } = tallies.get(&point).unwrap_or(&nothing);
        let pending = least.saturating_sub(done + failed);
        let status = match (pending, failed) {
            (1.., _) => tables::PENDING,
            (0, 1..) => swept::FAILED,
            (0, 0) => swept::DONE,
        };
        let begin = [Cow::from(point.to_string())].into_iter().chain(tables::cells(sweep, point));
        let counts = [*done, *failed, pending].map(|count| Cow::from(count.to_string()));
        let reason = Cow::from(reason.clone().unwrap_or_default());
        rows.row(begin.chain([status.into()]).chain(counts).chain([reason]));
    }
    write_whole(path, &rows.into_bytes())
}

/// The number of rows read at a time.
const AT_ONCE: usize = 4096;

/// Reads the state of each point from the table of runs.
pub(super) fn count(runs: &Path, sweep: &Sweep) -> Result<BTreeMap<usize, Tally>, OutputError> {
    let fields = sweep.fields("runs");
    let mut reader = TableReader::with(runs.to_owned(), &fields, &["point", "status", "reason"])?;
    let mut tallies: BTreeMap<usize, Tally> = sweep.own_points().map(|point| (point, Tally::default())).collect();
    loop {
        let table = reader.next_rows(AT_ONCE)?;
        for row in table.rows() {
            let tally = tallies.entry(row[0] as usize).or_default();
            if table.word(row[1]) == Some(swept::DONE) {
                tally.done += 1;
            } else {
                tally.failed += 1;
                tally.reason.get_or_insert_with(|| table.word(row[2]).unwrap_or_default().to_owned());
            }
        }
        if table.is_empty() {
            return Ok(tallies);
        }
    }
}
