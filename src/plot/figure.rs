//! The parts of a figure: its data and its drawing.

use super::ask::Ask;
use super::data::Data;
use super::error::PlotError;
use super::image::Drawing;
use super::sweep::Sweep;

/// A kind of figure.
#[derive(Debug)]
pub struct Figure {
    /// The name, on the command line and of its file.
    pub name: &'static str,
    /// Its description in one line.
    pub about: &'static str,
    /// The columns of `states.csv` that it reads.
    pub columns: &'static [&'static str],
    /// What else it needs.
    pub needs: Needs,
    /// Draws it.
    pub draw: Draw,
}

/// The way a figure is drawn, by its kind of data.
#[derive(Clone, Copy, Debug)]
pub enum Draw {
    /// From the tables of a run directory.
    Runs(fn(&Subject<'_>, &Ask) -> Result<Drawing, PlotError>),
    /// From runs with axes that vary.
    Sweep(fn(&Sweep, &Ask) -> Result<Drawing, PlotError>),
}

/// The data that a figure needs besides the states of a run directory.
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
    /// Runs with axes that vary: a sweep, or several run directories.
    Sweep,
}

/// The reason why a figure of a comparison cannot be drawn.
pub(crate) const NO_BASELINE: &str = "it compares two directories: give the baseline with --against DIR";

/// The data to draw.
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
    /// Returns an error if there are none.
    pub fn baseline(&self, figure: &'static str) -> Result<&'a Data, PlotError> {
        self.baseline.ok_or_else(|| PlotError::Lacks { figure, lacks: NO_BASELINE.to_owned() })
    }
}
