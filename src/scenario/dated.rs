//! Rows with a time: a year or a round.

use super::RunSettings;
use super::node::Table;
use super::problems::{ProblemKind, Problems};
use super::sources::Place;

/// The time of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Time {
    /// The time in rounds, with its fraction.
    pub exact: f64,
    /// The round.
    pub round: f64,
    /// The place of the row.
    pub place: Place,
}

impl Time {
    /// The time of a row. Adds a problem if it does not have one.
    pub(super) fn of(row: &Table, place: Place, run: &RunSettings, problems: &mut Problems) -> Option<Self> {
        match (row.number("year"), row.number("round")) {
            (Some(year), None) => {
                let exact = (year - run.start_year) / run.round_years;
                Some(Self { exact, round: run.round_of(year), place })
            }
            (None, Some(round)) => Some(Self { exact: round, round, place }),
            _ if row.damaged => None,
            (given, _) => {
                let what = if given.is_some() { "has both `year` and `round`" } else { "does not give a `year`" };
                problems.add(ProblemKind::Conflict, place, format!("this row {what}"), "give a `year` or a `round`");
                None
            }
        }
    }
}

/// Counts rows that are left out, with the place of the first.
#[derive(Debug, Default)]
pub(super) struct LeftOut(Option<(usize, Place)>);

impl LeftOut {
    /// Counts a row.
    pub(super) fn count(&mut self, place: Place) {
        let (count, first) = self.0.unwrap_or((0, place));
        self.0 = Some((count + 1, first));
    }

    /// One warning for all of them.
    pub(super) fn warn(&self, name: &str, why: &str, problems: &mut Problems) {
        if let Some((count, first)) = self.0 {
            let message = match count {
                1 => format!("{name}: 1 row {why} is left out"),
                _ => format!("{name}: {count} rows {why} are left out; this is one of them"),
            };
            problems.warn(Some(first), message, "");
        }
    }
}
