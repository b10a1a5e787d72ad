//! Figures from tables: one family a file, one registry, one style. Nothing is run again; a figure can be redrawn whenever
//! its tables are there.
//!
//! To add a figure: a file with a function from [`Subject`] and [`Ask`] to a [`Drawing`], and its line in [`FIGURES`].

mod belief;
pub(crate) mod blocs;
mod budget;
pub mod claim;
mod comparison;
pub(crate) mod data;
pub(crate) mod differences;
mod drift;
mod fan;
pub mod font;
mod forest;
mod grid;
mod groups;
mod harm;
mod heatmap;
pub(crate) mod image;
mod issues;
mod marks;
pub(crate) mod network;
pub(crate) mod page;
pub(crate) mod pairs;
pub(crate) mod panel;
mod portrait;
mod pressure;
mod relations;
pub(crate) mod sheet;
mod stack;
pub(crate) mod sweep;
pub(crate) mod the_loop;
pub mod theme;
mod timeline;
mod tornado;
mod world;

use crate::output::OutputError;
use crate::output::suggest::nearest;
use data::Data;
pub use image::{Drawing, Image};
use sweep::Sweep;
use theme::Theme;

/// A kind of figure.
#[derive(Debug)]
pub struct Figure {
    /// Name, on the command line and of its file.
    pub name: &'static str,
    /// What it shows, in a line.
    pub about: &'static str,
    /// Columns of `states.csv` that it reads.
    pub columns: &'static [&'static str],
    /// What else it cannot do without.
    pub needs: Needs,
    /// Draws it.
    pub draw: Draw,
}

/// How a figure is drawn, and of what.
#[derive(Clone, Copy, Debug)]
pub enum Draw {
    /// Of the tables of a run directory.
    Runs(fn(&Subject<'_>, &Ask) -> Result<Drawing, PlotError>),
    /// Of runs among which something varies.
    Sweep(fn(&Sweep, &Ask) -> Result<Drawing, PlotError>),
}

/// What a figure needs beside the states of a run directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing else.
    States,
    /// `pairs.csv`.
    Pairs,
    /// `events.csv`.
    Events,
    /// A second run directory to compare with.
    Baseline,
    /// Runs among which something varies: a sweep, or several run directories.
    Sweep,
}

/// Every figure, in the order in which a report shows them.
pub const FIGURES: &[Figure] = &[
    drift::DRIFT,
    world::WORLD,
    portrait::PORTRAIT,
    relations::RELATIONS,
    network::NETWORK,
    timeline::TIMELINE,
    belief::BELIEF,
    belief::ERROR,
    issues::ISSUES,
    pressure::PRESSURE,
    budget::BUDGET,
    harm::HARM,
    forest::FOREST,
    comparison::COMPARISON,
    forest::EFFECTS,
    tornado::TORNADO,
    heatmap::HEATMAP,
    fan::FAN,
];

/// A figure by its name.
///
/// # Errors
/// There is none; the nearest is offered.
pub fn figure(name: &str) -> Result<&'static Figure, PlotError> {
    FIGURES.iter().find(|figure| figure.name == name).ok_or_else(|| {
        let known = || FIGURES.iter().map(|figure| figure.name);
        PlotError::UnknownFigure {
            name: name.to_owned(),
            hint: did_you_mean(nearest(name, known())),
            known: known().collect::<Vec<_>>().join(", "),
        }
    })
}

/// Offers the nearest name.
fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The runs.
    pub data: &'a Data,
    /// The runs to compare them with.
    pub baseline: Option<&'a Data>,
}

impl<'a> Subject<'a> {
    /// The runs to compare with.
    ///
    /// # Errors
    /// There are none.
    pub fn baseline(&self, figure: &'static str) -> Result<&'a Data, PlotError> {
        let lacks = || "it compares with a baseline: give one with --against DIR".to_owned();
        self.baseline.ok_or_else(|| PlotError::Lacks { figure, lacks: lacks() })
    }
}

/// How it is to be drawn.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Colours.
    pub theme: &'static Theme,
    /// Height over width; the figure's own where none is given.
    pub aspect: Option<f64>,
    /// States to show; those that matter most where none is named.
    pub states: Vec<String>,
    /// Rounds to show, in figures of single rounds.
    pub rounds: Vec<u32>,
    /// What to show the outcome by in figures of sweeps; what matters most where nothing is named.
    pub parameters: Vec<String>,
}

impl Ask {
    /// The states to show, at most so many where none is named.
    ///
    /// # Errors
    /// One of those named does not exist.
    pub fn states(&self, data: &Data, most: usize) -> Result<Vec<usize>, PlotError> {
        if self.states.is_empty() { Ok(data.foremost(most)) } else { data.named(&self.states) }
    }

    /// Places of the rounds to show: those asked for, or so many from the first to the last.
    ///
    /// # Errors
    /// One of those asked for was not recorded.
    pub fn rounds(&self, data: &Data, most: usize) -> Result<Vec<usize>, PlotError> {
        if self.rounds.is_empty() {
            let last = data.rounds.len() - 1;
            let mut rounds: Vec<usize> = (0..most).map(|k| last * k / (most - 1).max(1)).collect();
            rounds.dedup();
            return Ok(rounds);
        }
        let place = |round: &u32| {
            data.rounds
                .binary_search(round)
                .map_err(|_| PlotError::NoSuchRound { round: *round, rounds: data.rounds.clone() })
        };
        self.rounds.iter().map(place).collect()
    }
}

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
