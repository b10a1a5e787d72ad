//! What is wrong with a scenario: every problem found, each with its place, what is allowed and what to do.

use std::fmt;

use super::sources::{Place, Sources};

/// Problems beyond this many are counted, not kept.
pub(super) const MOST: usize = 20;

/// How the name of an override begins.
pub(super) const OVERRIDE: &str = "--set ";
/// How the name of what varies begins, where the command line says it.
pub(super) const VARIED: &str = "--vary ";

/// What kind of problem it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A file that cannot be read, or is not text.
    Unreadable,
    /// The text is not TOML.
    Syntax,
    /// A key that no scenario has.
    UnknownKey,
    /// A value of another type than the key takes.
    WrongType,
    /// A number outside its range, NaN or infinite.
    OutOfRange,
    /// A word that is not among the choices.
    UnknownChoice,
    /// A name that no state, group or file has.
    UnknownName,
    /// Something needed that is not there.
    Missing,
    /// Two things that cannot both be.
    Conflict,
    /// A world that would not fit in memory.
    TooLarge,
    /// Something that is allowed but is most likely not meant. Only warnings have this kind.
    Doubtful,
}

/// One problem.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// Where; none where there is no text to point at.
    pub place: Option<Place>,
    /// What is wrong and what is allowed, one sentence.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

/// The first problems found, and the number of those beyond them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// At most [`MOST`] problems, in the order found.
    pub list: Vec<Problem>,
    /// The number of problems beyond these.
    pub dropped: usize,
}

impl Kept {
    fn push(&mut self, problem: Problem) {
        if self.list.len() < MOST { self.list.push(problem) } else { self.dropped += 1 }
    }
}

/// Problems as they are found: errors, and warnings, which stop nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Problems {
    errors: Kept,
    warnings: Kept,
}

impl Problems {
    /// Adds an error at a place.
    pub(crate) fn add(&mut self, kind: ProblemKind, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.push(Problem { kind, place: Some(place), message: message.into(), help: help.into() });
    }

    /// Adds an error.
    pub(crate) fn push(&mut self, problem: Problem) {
        self.errors.push(problem);
    }

    /// Adds a warning.
    pub(crate) fn warn(&mut self, place: Option<Place>, message: impl Into<String>, help: impl Into<String>) {
        let (message, help) = (message.into(), help.into());
        self.warnings.push(Problem { kind: ProblemKind::Doubtful, place, message, help });
    }

    /// Returns true if no error was found. Warnings do not count.
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.list.is_empty()
    }

    /// Returns true if further errors are only counted, so that their texts need not be made.
    pub(crate) fn is_full(&self) -> bool {
        self.errors.list.len() >= MOST
    }

    /// Counts an error without keeping it.
    pub(crate) fn count(&mut self) {
        self.errors.dropped += 1;
    }

    /// The errors kept, and the number of those beyond them.
    pub(crate) fn kept(&self) -> &Kept {
        &self.errors
    }

    /// The errors, in the order found.
    pub(crate) fn errors(&self) -> &[Problem] {
        &self.errors.list
    }

    /// The warnings, leaving none.
    pub(crate) fn take_warnings(&mut self) -> Kept {
        std::mem::take(&mut self.warnings)
    }
}

/// A problem with its place spelt out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// What kind.
    pub kind: ProblemKind,
    /// File, or override; empty where the message names it.
    pub file: String,
    /// Line, from 1; 0 where there is no text to point at.
    pub line: usize,
    /// Column in characters, from 1; 0 where there is no text to point at.
    pub column: usize,
    /// What is wrong and what is allowed.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return f.write_str(&self.message);
        }
        if self.file.starts_with(OVERRIDE) || self.file.starts_with(VARIED) {
            return write!(f, "{}: {}", self.file, self.message); // it has one line only
        }
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl Located {
    /// Spells out where a problem is.
    pub(super) fn new(problem: &Problem, sources: &Sources) -> Self {
        let (file, line, column) = problem.place.map_or((String::new(), 0, 0), |place| {
            let (line, column) = sources.line_and_column(place);
            (sources.get(place.source).name.clone(), line, column)
        });
        let (message, help) = (problem.message.clone(), problem.help.clone());
        Self { kind: problem.kind, file, line, column, message, help }
    }
}
