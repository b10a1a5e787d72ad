//! What a figure is: what it needs and what it draws.

use super::ask::Ask;
use super::data::Data;
use super::error::PlotError;
use super::image::Drawing;
use super::sweep::Sweep;

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
