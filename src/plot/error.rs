//! Why a figure could not be drawn.

use crate::output::OutputError;

/// Why a figure could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PlotError {
    /// There is no such figure.
    #[error("there is no figure `{name}`{hint}\n  figures are {known}")]
    UnknownFigure {
        /// As it was written.
        name: String,
        /// The nearest name.
        hint: String,
        /// All names.
        known: String,
    },
    /// There is no such state.
    #[error("there is no state `{name}`{hint}\n  states are {known}")]
    UnknownState {
        /// As it was written.
        name: String,
        /// The nearest name.
        hint: String,
        /// All names.
        known: String,
    },
    /// There is no such outcome measure.
    #[error("there is no outcome measure `{name}`{hint}\n  measures are {known}")]
    UnknownOutcome {
        /// As it was written.
        name: String,
        /// The nearest name.
        hint: String,
        /// All names.
        known: String,
    },
    /// Something does not vary among the runs.
    #[error("`{name}` does not vary among these runs{hint}\n  those that do are {known}")]
    UnknownParameter {
        /// As it was written.
        name: String,
        /// The nearest of those that do.
        hint: String,
        /// Those that do.
        known: String,
    },
    /// Directories that are not of a kind.
    #[error("{first} and {other} cannot be drawn together: {why}")]
    NotAlike {
        /// The first directory given.
        first: String,
        /// One that is unlike it.
        other: String,
        /// In what they differ.
        why: String,
    },
    /// There is no such run.
    #[error("there is no run {run}: the directory holds {held}, numbered from 0")]
    NoSuchRun {
        /// Its number.
        run: u32,
        /// How many there are.
        held: u32,
    },
    /// A round was not recorded.
    #[error("round {round} is not in the tables; {}", recorded(.rounds))]
    NoSuchRound {
        /// Its number.
        round: u32,
        /// Those that were.
        rounds: Vec<u32>,
    },
    /// The directory has not what the figure is made of.
    #[error("the figure `{figure}` cannot be drawn: {lacks}")]
    Lacks {
        /// The figure.
        figure: &'static str,
        /// What is not there, and how to get it.
        lacks: String,
    },
    /// A table could not be read.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// plotters or the PNG encoder refused.
    #[error("the figure `{figure}` could not be drawn: {problem}")]
    Drawing {
        /// The figure.
        figure: &'static str,
        /// What was said.
        problem: String,
    },
}

impl PlotError {
    /// Is it for the one who called to mend?
    pub fn is_wrong_use(&self) -> bool {
        match self {
            Self::Output(error) => error.is_wrong_use(),
            Self::Drawing { .. } => false,
            _ => true,
        }
    }
}

fn recorded(rounds: &[u32]) -> String {
    match rounds {
        [first, second, .., last] if second - first > 1 => {
            format!("recorded are {first}, {second} and so on to {last}")
        }
        [first, .., last] => format!("recorded are {first} to {last}"),
        _ => "too few are recorded".to_owned(),
    }
}

/// Offers the nearest name.
pub(super) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}
