//! Why a figure could not be drawn.

use crate::output::OutputError;

/// The reason why a figure could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// The figure does not exist.
    #[error("the figure `{name}` does not exist{hint}\n  figures are {known}")]
    UnknownFigure {
        /// The name given.
        name: String,
        /// The nearest name.
        hint: String,
        /// All names.
        known: String,
    },
    /// The state does not exist.
    #[error("the state `{name}` does not exist{hint}\n  states are {known}")]
    UnknownState {
        /// The name given.
        name: String,
        /// The nearest name.
        hint: String,
        /// All names.
        known: String,
    },
    /// The outcome measure does not exist.
    #[error("the outcome measure `{name}` does not exist{hint}\n  measures are {known}")]
    UnknownOutcome {
        /// The name given.
        name: String,
        /// The nearest name.
        hint: String,
        /// All names.
        known: String,
    },
    /// An axis does not vary among the runs.
    #[error("`{name}` does not vary among these runs{hint}\n  the axes that vary are {known}")]
    UnknownParameter {
        /// The name given.
        name: String,
        /// The nearest axis.
        hint: String,
        /// The axes that vary.
        known: String,
    },
    /// The directories are of different kinds.
    #[error("{first} and {other} cannot be drawn together: {why}")]
    NotAlike {
        /// The first directory given.
        first: String,
        /// A directory that differs from it.
        other: String,
        /// The difference.
        why: String,
    },
    /// The run does not exist.
    #[error("the run {run} does not exist: the directory has {held} runs, numbered from 0")]
    NoSuchRun {
        /// Its number.
        run: u32,
        /// The number of runs.
        held: u32,
    },
    /// A round was not recorded.
    #[error("round {round} is not in the tables; {}", recorded(.rounds))]
    NoSuchRound {
        /// Its number.
        round: u32,
        /// The recorded rounds.
        rounds: Vec<u32>,
    },
    /// The directory lacks data that the figure needs.
    #[error("the figure `{figure}` cannot be drawn: {lacks}")]
    Lacks {
        /// The figure.
        figure: &'static str,
        /// What is missing, and how to get it.
        lacks: String,
    },
    /// A table could not be read.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// plotters or the PNG encoder failed.
    #[error("the figure `{figure}` could not be drawn: {problem}")]
    Drawing {
        /// The figure.
        figure: &'static str,
        /// The error message.
        problem: String,
    },
}

impl PlotError {
    /// Returns true for user errors, false for I/O failures.
    pub fn is_user_error(&self) -> bool {
        match self {
            Self::Output(error) => error.is_user_error(),
            Self::Drawing { .. } => false,
            _ => true,
        }
    }
}

fn recorded(rounds: &[u32]) -> String {
    match rounds {
        [first, second, .., last] if second - first > 1 => {
            format!("the tables have rounds {first}, {second} and so on to {last}")
        }
        [first, .., last] => format!("the tables have rounds {first} to {last}"),
        _ => "the tables have too few rounds".to_owned(),
    }
}
