//! What can go wrong with data from outside: the place, what is wrong, and what to do.

use std::fmt;

use crate::scenario::suggest::did_you_mean;

/// A problem with a file of history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryError {
    /// The file, or the directory.
    pub file: String,
    /// The line, from 1; 0 if the problem concerns the whole file.
    pub line: u64,
    /// The column, by its name; empty if the problem does not concern one column.
    pub column: String,
    /// What is wrong, with the value and what is allowed.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

impl HistoryError {
    /// A problem with a whole file.
    pub(super) fn of_file(file: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (file, message, help) = (file.into(), message.into(), help.into());
        Self { file, line: 0, column: String::new(), message, help }
    }

    /// The same, at a line.
    #[must_use]
    pub(super) fn at(self, line: u64, column: impl Into<String>) -> Self {
        Self { line, column: column.into(), ..self }
    }
}

impl fmt::Display for HistoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(f, ": column {}", self.column)?;
        }
        write!(f, ": {}", self.message)?;
        if self.help.is_empty() { Ok(()) } else { write!(f, "\n  help: {}", self.help) }
    }
}

impl std::error::Error for HistoryError {}

/// A message of the reader of TOML in plain words: what is wrong, and what is allowed. `forms` are the forms of a value
/// that may have several.
pub(super) fn plain_words(message: &str, forms: &str) -> String {
    let given_and_known = |start: &str| message.strip_prefix(start)?.split_once(", expected ");
    if let Some((given, known)) = given_and_known("unknown variant ") {
        format!("{given} is not allowed here; write {known}")
    } else if let Some((given, known)) = given_and_known("unknown field ") {
        let hint = did_you_mean(given.trim_matches('`'), known.split('`').skip(1).step_by(2));
        format!("the key {given} does not exist{hint}\n  keys are {}", known.trim_start_matches("one of "))
    } else if let Some(key) = message.strip_prefix("missing field ") {
        format!("the key {key} is missing")
    } else if message.starts_with("data did not match any variant") {
        format!("the value does not have an allowed form: {forms}")
    } else {
        message.to_owned()
    }
}
