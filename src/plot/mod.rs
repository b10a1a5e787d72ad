//! Figures from tables: one family per file, one registry, one style. Figures are drawn from the tables alone, so they
//! can be drawn again without new runs.
//!
//! To add a figure: write a file with a function from [`Subject`] and [`Ask`] to a [`Drawing`], and add a line to
//! [`FIGURES`].

mod ask;
mod belief;
pub(crate) mod blocs;
mod budget;
pub mod claim;
mod comparison;
pub(crate) mod data;
pub(crate) mod differences;
pub(crate) mod discovery;
mod drift;
mod error;
pub(crate) mod exploration;
mod fan;
mod figure;
pub mod font;
mod forest;
mod grid;
mod groups;
mod harm;
mod heatmap;
pub(crate) mod history;
pub(crate) mod image;
mod issues;
mod lookup;
mod marks;
pub(crate) mod network;
mod outlines;
pub(crate) mod page;
pub(crate) mod pairs;
pub(crate) mod panel;
mod portrait;
pub(crate) mod posterior;
mod pressure;
mod recorded;
mod relations;
pub(crate) mod sensitivity;
pub(crate) mod sheet;
mod stack;
mod subset;
pub(crate) mod sweep;
pub(crate) mod the_loop;
pub mod theme;
mod timeline;
mod tornado;
mod world;

use crate::output::suggest::did_you_mean;
pub use ask::Ask;
pub use error::PlotError;
pub(crate) use figure::NO_BASELINE;
pub use figure::{Draw, Figure, Needs, Subject};
pub use image::{Drawing, Image};

/// Every figure, in the order of a report.
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
/// Returns an error if the figure does not exist. The error suggests the nearest name.
pub fn figure(name: &str) -> Result<&'static Figure, PlotError> {
    FIGURES.iter().find(|figure| figure.name == name).ok_or_else(|| {
        let known = || FIGURES.iter().map(|figure| figure.name);
        PlotError::UnknownFigure {
            name: name.to_owned(),
            hint: did_you_mean(name, known()),
            known: known().collect::<Vec<_>>().join(", "),
        }
    })
}
