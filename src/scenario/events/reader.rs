//! Reads one event.

use crate::model::Topology;
use crate::scenario::RunSettings;
use crate::scenario::cast::Cast;
use crate::scenario::check::join;
use crate::scenario::node::{Entry, Table};
use crate::scenario::problems::{ProblemKind, Problems};
use crate::scenario::sources::Place;

/// The context in which events are read.
pub(in crate::scenario) struct Context<'a> {
    /// The states.
    pub(in crate::scenario) cast: &'a Cast,
    /// The pairs.
    pub(in crate::scenario) topology: &'a Topology,
    /// The first and last round.
    pub(in crate::scenario) run: &'a RunSettings,
    /// Whether events after the last round are left out rather than refused.
    pub(in crate::scenario) shortened: bool,
}

/// One event, the context in which it is read, and its problems.
pub(super) struct Reader<'a> {
    pub(super) entry: &'a Entry,
    pub(super) table: &'a Table,
    pub(super) context: &'a Context<'a>,
    pub(super) problems: &'a mut Problems,
}

impl Reader<'_> {
    pub(super) fn refuse(&mut self, place: Place, message: &str, help: &str) {
        let message = format!("{}: {message}", join("events", &self.entry.key));
        self.problems.add(ProblemKind::Conflict, place, message, help);
    }
}
