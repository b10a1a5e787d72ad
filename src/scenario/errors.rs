//! Why a scenario cannot run: its problems together with the texts in which they were found.

use std::fmt::{self, Write as _};

use super::problems::{Located, Problems};
use super::render;
use super::sources::Sources;

/// Why a scenario cannot run: all its problems, with the texts they stand in.
#[derive(Clone, Debug)]
pub struct ScenarioErrors {
    sources: Sources,
    problems: Problems,
    /// The replicate in whose draw of the synthetic states they are; none where every replicate has them.
    replicate: Option<u64>,
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
        self.problems.errors().iter().map(|problem| Located::new(problem, &self.sources)).collect()
    }

    /// How many problems were found beyond those kept.
    pub fn dropped(&self) -> usize {
        self.problems.kept().dropped
    }

    /// All problems as snippets of their source, with carets under the place; in colour if asked.
    pub fn render(&self, colour: bool) -> String {
        let mut text = render::render(self.problems.kept(), &self.sources, render::Severity::Error, colour);
        if let Some(replicate) = self.replicate {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "so it is in replicate {replicate} (the first is 0), whose synthetic states are a draw of their own: make the \
                 scenario fit every draw, or try another seed"
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
