//! The problems of a scenario, each with its place, the allowed values and the remedy.

use std::fmt;
use std::path::Path;

use super::sources::{Place, Sources, is_parquet};

/// More problems than this are counted, not kept.
pub(super) const MOST: usize = 20;

/// The beginning of the name of an override.
pub(super) const OVERRIDE: &str = "--set ";
/// The beginning of the name of an axis given on the command line.
pub(super) const VARIED: &str = "--vary ";

/// The beginning of the name of an outcome given on the command line.
pub(super) const MEASURED: &str = "--outcome ";

/// The kind of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A file cannot be read, or is not text.
    Unreadable,
    /// The text is not TOML.
    Syntax,
    /// A key is not known.
    UnknownKey,
    /// A value has the wrong type.
    WrongType,
    /// A number is outside its range, NaN or infinite.
    OutOfRange,
    /// A word is not a valid choice.
    UnknownChoice,
    /// A state, group or file does not exist.
    UnknownName,
    /// A required entry is missing.
    Missing,
    /// Two entries exclude each other.
    Conflict,
    /// The world does not fit in memory.
    TooLarge,
    /// An allowed setting is probably a mistake. Only warnings have this kind.
    Doubtful,
}

/// One problem.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// The kind.
    pub kind: ProblemKind,
    /// The place; `None` without a source text.
    pub place: Option<Place>,
    /// What is wrong and what is allowed, in one sentence.
    pub message: String,
    /// The remedy; may be empty.
    pub help: String,
}

/// The first problems found, and the number of further problems.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// At most [`MOST`] problems, in the order found.
    pub list: Vec<Problem>,
    /// The number of further problems.
    pub dropped: usize,
}

impl Kept {
    fn push(&mut self, problem: Problem) {
        if self.list.len() < MOST { self.list.push(problem) } else { self.dropped += 1 }
    }
}

/// Problems as they are found: errors, and warnings, which do not stop a run.
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

    /// The number of errors found, kept or only counted.
    pub(crate) fn errors_found(&self) -> usize {
        self.errors.list.len() + self.errors.dropped
    }

    /// The errors kept, and the number of those beyond them.
    pub(crate) fn kept(&self) -> &Kept {
        &self.errors
    }

    /// The errors, in the order found.
    pub(crate) fn errors(&self) -> &[Problem] {
        &self.errors.list
    }

    /// Takes the warnings.
    pub(crate) fn take_warnings(&mut self) -> Kept {
        std::mem::take(&mut self.warnings)
    }
}

/// A problem with its place as file, line and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The kind.
    pub kind: ProblemKind,
    /// The file or override; empty if the message names it.
    pub file: String,
    /// The line, from 1; 0 without a source text. In a Parquet file it is the row, from 1, and 0 for the columns.
    pub line: usize,
    /// The column in characters, from 1; 0 without a source text.
    pub column: usize,
    /// What is wrong and what is allowed.
    pub message: String,
    /// The remedy; may be empty.
    pub help: String,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A table without lines has rows.
        if is_parquet(Path::new(&self.file)) {
            return match self.line {
                0 => write!(f, "{}: {}", self.file, self.message),
                row => write!(f, "{}, row {row}: {}", self.file, self.message),
            };
        }
        if self.line == 0 {
            return f.write_str(&self.message);
        }
        if [OVERRIDE, VARIED, MEASURED].iter().any(|option| self.file.starts_with(option)) {
            return write!(f, "{}: {}", self.file, self.message); // an override has one line only
        }
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl Located {
    /// Finds file, line and column of a problem.
    pub(super) fn new(problem: &Problem, sources: &Sources) -> Self {
        let (file, line, column) = problem.place.map_or((String::new(), 0, 0), |place| {
            let (line, column) = sources.line_and_column(place);
            (sources.get(place.source).name.clone(), line, column)
        });
        let (message, help) = (problem.message.clone(), problem.help.clone());
        Self { kind: problem.kind, file, line, column, message, help }
    }
}
