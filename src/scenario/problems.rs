//! What is wrong with a scenario: every problem found, each with its place, what is allowed and what to do.

use std::fmt::{self, Write as _};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::sources::{Place, Sources};

/// Problems beyond this many are counted, not kept.
pub const MOST: usize = 20;

/// How the name of an override begins.
pub const OVERRIDE: &str = "--set ";
/// How the name of what varies begins, where the command line says it.
pub const VARIED: &str = "--vary ";

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
}

/// One problem.
#[derive(Clone, Debug)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// Where; none where there is no text to point at.
    pub place: Option<Place>,
    /// What is wrong and what is allowed, one sentence.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

/// Problems as they are found.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    dropped: usize,
}

impl Problems {
    /// Notes a problem at a place.
    pub fn add(&mut self, kind: ProblemKind, place: Place, message: impl Into<String>, help: impl Into<String>) {
        self.push(Problem { kind, place: Some(place), message: message.into(), help: help.into() });
    }

    /// Notes a problem.
    pub fn push(&mut self, problem: Problem) {
        if self.list.len() < MOST { self.list.push(problem) } else { self.dropped += 1 }
    }

    /// Nothing found so far?
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Why a scenario cannot run: all its problems, with the texts they stand in.
#[derive(Clone, Debug)]
pub struct ScenarioErrors {
    sources: Sources,
    problems: Problems,
    /// The replicate in whose draw of the synthetic states they are; none where every replicate has them.
    replicate: Option<u64>,
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

impl ScenarioErrors {
    /// From what was found and the texts it was found in.
    pub(super) fn new(sources: Sources, problems: Problems) -> Self {
        Self { sources, problems, replicate: None }
    }

    /// The same, in the draw of one replicate.
    pub(super) fn in_replicate(self, replicate: u64) -> Self {
        Self { replicate: Some(replicate), ..self }
    }

    /// Every problem kept, in the order found.
    pub fn located(&self) -> Vec<Located> {
        self.problems.list.iter().map(|p| self.locate(p)).collect()
    }

    /// How many problems were found beyond those kept.
    pub fn dropped(&self) -> usize {
        self.problems.dropped
    }

    fn locate(&self, problem: &Problem) -> Located {
        let (file, line, column) = problem.place.map_or((String::new(), 0, 0), |place| {
            let (line, column) = self.sources.line_and_column(place);
            (self.sources.get(place.source).name.clone(), line, column)
        });
        let (message, help) = (problem.message.clone(), problem.help.clone());
        Located { kind: problem.kind, file, line, column, message, help }
    }

    /// All problems as snippets of their source, with carets under the place; in colour if asked.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut out = String::new();
        for problem in &self.problems.list {
            let title = self.locate(problem).to_string();
            let mut group = Group::with_title(Level::ERROR.primary_title(printable(&title)));
            if let Some(place) = problem.place {
                let source = self.sources.get(place.source);
                let (start, end) = on_one_line(&source.text, place);
                group = group.element(
                    Snippet::source(&source.text)
                        .path(&source.name)
                        .annotation(AnnotationKind::Primary.span(start..end)),
                );
            }
            if !problem.help.is_empty() {
                group = group.element(Level::HELP.message(printable(&problem.help)));
            }
            out.push_str(&renderer.render(&[group]));
            out.push_str("\n\n");
        }
        match self.problems.dropped {
            0 => {}
            1 => out.push_str("and one more problem\n"),
            n => {
                // Writing to a string cannot fail.
                let _ = writeln!(out, "and {n} more problems");
            }
        }
        if let Some(replicate) = self.replicate {
            let _ = writeln!(
                out,
                "so it is in replicate {replicate} (the first is 0), whose synthetic states are a draw of their own: make the \
                 scenario fit every draw, or try another seed"
            );
        }
        out
    }
}

impl fmt::Display for ScenarioErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl std::error::Error for ScenarioErrors {}

/// Control characters that came in with the input must not reach the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A place cut to its first line, on character boundaries, so that a long table does not fill the screen.
fn on_one_line(text: &str, place: Place) -> (usize, usize) {
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (boundary(place.start), boundary(place.end.max(place.start)));
    let line_end = text[start..].find('\n').map_or(text.len(), |n| start + n);
    (start, end.min(line_end))
}
