//! The reason why a scenario cannot run: its problems together with the texts in which they were found.

use std::fmt::{self, Write as _};

use super::problems::{Located, Problems};
use super::render;
use super::sources::Sources;

/// The reason why a scenario cannot run: all its problems, with their source texts.
#[derive(Clone, Debug)]
pub struct ScenarioErrors {
    sources: Sources,
    problems: Problems,
    /// The replicate whose random draw of the synthetic states has the problems; `None` if every replicate has them.
    replicate: Option<u64>,
}

impl ScenarioErrors {
    /// Combines problems and their source texts.
    pub(super) fn new(sources: Sources, problems: Problems) -> Self {
        Self { sources, problems, replicate: None }
    }

    /// The same, for the random draw of one replicate.
    pub(super) fn in_replicate(self, replicate: u64) -> Self {
        Self { replicate: Some(replicate), ..self }
    }

    /// The problems kept, in the order found.
    pub fn located(&self) -> Vec<Located> {
        self.problems.errors().iter().map(|problem| Located::new(problem, &self.sources)).collect()
    }

    /// The number of problems beyond those kept.
    pub fn dropped(&self) -> usize {
        self.problems.kept().dropped
    }

    /// All problems as excerpts of their source, with carets below the place; in colour on request.
    pub fn render(&self, colour: bool) -> String {
        let mut text = render::render(self.problems.kept(), &self.sources, render::Severity::Error, colour);
        if let Some(replicate) = self.replicate {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "the problem is in replicate {replicate} (counted from 0), which has its own synthetic states: change the \
                 scenario so that it is valid for every draw, or try another seed"
            );
        }
        text
    }
}

impl fmt::Display for ScenarioErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl std::error::Error for ScenarioErrors {}
