//! A study: the boxes of one question.

use super::question::Question;
use super::sample::Sample;
use crate::analysis::prim::cases::CasesError;
use crate::analysis::prim::checking::{Checked, check};
use crate::analysis::prim::covering::{Ended, Settings, boxes};
use crate::analysis::sensitivity::estimate::Bootstrap;

/// The boxes of a question.
#[derive(Clone, Debug)]
pub(crate) struct Discovery {
    pub(crate) question: Question,
    pub(crate) sample: Sample,
    pub(crate) settings: Settings,
    /// The boxes, at least one.
    pub(crate) boxes: Vec<Checked>,
    /// Why there are fewer than wanted.
    pub(crate) ended: Option<Ended>,
}

/// Why there is not any box.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Problem {
    /// The cases cannot be searched.
    #[error(transparent)]
    Cases(#[from] CasesError),
    /// Nothing is better than all cases together.
    #[error("no limit on any axis raises density while it keeps the coverage; try a smaller --coverage")]
    NoLimit,
    /// All limits were dropped.
    #[error("every limit that was found may be chance (quasi-p above 0.05), so none is reported; more points may help")]
    Chance,
}

/// Searches boxes.
///
/// # Errors
/// If cases cannot be searched, or if no box is found.
pub(crate) fn discover(
    question: Question,
    sample: Sample,
    settings: Settings,
    bootstrap: Bootstrap,
) -> Result<Discovery, Problem> {
    sample.cases.check()?;
    let all: Vec<usize> = (0..sample.cases.len()).collect();
    let (found, ended) = boxes(&sample.cases, &all, settings);
    if found.is_empty() {
        return Err(if ended == Some(Ended::Chance) { Problem::Chance } else { Problem::NoLimit });
    }
    let boxes = check(&sample.cases, found, settings, bootstrap);
    Ok(Discovery { question, sample, settings, boxes, ended })
}

impl Discovery {
    /// The density of all cases.
    pub(crate) fn base(&self) -> f64 {
        self.sample.cases.of_interest() as f64 / self.sample.cases.len() as f64
    }

    /// The density of the cases that the boxes before left, to which a box compares: what a box by chance would have.
    pub(crate) fn left(&self, number: usize) -> f64 {
        let of = &self.boxes[number].found.of;
        self.sample.cases.of_interest_in(of) as f64 / of.len() as f64
    }

    /// Coverage and density if all limits of an axis are taken away from a box.
    pub(crate) fn without(&self, number: usize, axis: usize) -> (f64, f64) {
        let (cases, found) = (&self.sample.cases, &self.boxes[number].found);
        let inside = found.limits.without_axis(axis).inside(cases, &found.of);
        let hits = cases.of_interest_in(&inside) as f64;
        (hits / cases.of_interest() as f64, hits / inside.len() as f64)
    }

    /// What speaks against a box, or `None`.
    pub(crate) fn warning(&self, number: usize) -> Option<&'static str> {
        let checked = &self.boxes[number];
        if checked.held_out.density.is_none() {
            return Some("no run on points not searched is inside, so the box may be chance");
        }
        if !checked.is_above(self.left(number)) {
            return Some(
                "density on points not searched is not clearly above that of a box without limits, so the box may be chance",
            );
        }
        let is_denser = checked.inside.density.is_some_and(|density| density.value > self.base());
        (!is_denser).then_some("the box is not denser than all runs together")
    }
}
