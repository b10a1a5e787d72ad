//! The runs of a finished sweep as cases.

use super::question::Question;
use crate::analysis::prim::cases::{Cases, Column};
use crate::analysis::prim::limits::Limit;
use crate::analysis::quantiles::quantile;
use crate::batch::design::sensitivity::Blocks;
use crate::output::{OutputError, RunReader, swept};
use crate::scenario::{Axis, Setting};
use crate::studies::sweep::Sweep;

/// The outcome of each run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcomes {
    /// The point and the outcome of each run that has the outcome.
    pub(crate) runs: Vec<(usize, f64)>,
    /// The number of runs that failed.
    pub(crate) failed: usize,
    /// The number of runs that finished without the outcome.
    pub(crate) missing: usize,
}

/// An axis whose values differ.
#[derive(Clone, Debug)]
pub(crate) struct Searched {
    /// Its path, without `parameters.`.
    pub(crate) name: String,
    /// Its words, in the order of their numbers; empty for numbers.
    pub(crate) words: Vec<String>,
    /// Whether its values are whole numbers.
    whole: bool,
    /// The least and the greatest value of all cases; NaN for words.
    pub(crate) range: (f64, f64),
}

/// Cases with their axes.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) cases: Cases,
    /// The axes, in the order of the columns of the cases.
    pub(crate) axes: Vec<Searched>,
    /// The axes that are not searched, and why.
    pub(crate) left_out: Vec<(String, &'static str)>,
}

impl Outcomes {
    /// Reads an outcome, by its name.
    ///
    /// # Errors
    /// Returns an error if the table of runs cannot be read.
    pub(crate) fn read(reader: &RunReader, outcome: &str) -> Result<Self, OutputError> {
        let table = reader.columns("runs", &["point", "status", outcome], |_| true)?;
        let mut read = Self::default();
        for row in table.rows() {
            match table.word(row[1]) {
                Some(swept::FAILED) => read.failed += 1,
                _ if row[2].is_finite() => read.runs.push((row[0] as usize, row[2])),
                _ => read.missing += 1,
            }
        }
        Ok(read)
    }

    /// The least value, the quartiles and the greatest value; `None` without values.
    pub(crate) fn quartiles(&self) -> Option<[f64; 5]> {
        let mut sorted: Vec<f64> = self.runs.iter().map(|(_, value)| *value).collect();
        sorted.sort_by(f64::total_cmp);
        (!sorted.is_empty()).then(|| [0.0, 0.25, 0.5, 0.75, 1.0].map(|q| quantile(&sorted, q)))
    }
}

impl Sample {
    /// The runs that have the outcome.
    pub(crate) fn of(sweep: &Sweep, outcomes: &Outcomes, question: &Question) -> Self {
        let unit = blocks(sweep);
        let runs = &outcomes.runs;
        let mut sample = Self {
            cases: Cases {
                columns: Vec::new(),
                interest: runs.iter().map(|(_, value)| question.is_of_interest(*value)).collect(),
                units: runs.iter().map(|(point, _)| point / unit).collect(),
            },
            axes: Vec::new(),
            left_out: Vec::new(),
        };
        for (number, axis) in sweep.points.axes().iter().enumerate() {
            let name = axis.path.strip_prefix("parameters.").unwrap_or(&axis.path).to_owned();
            if axis.follows.is_some() {
                sample.left_out.push((name, "follows another axis"));
                continue;
            }
            let settings: Vec<&Setting> =
                runs.iter().filter_map(|(point, _)| sweep.points.settings(*point).get(number)).collect();
            let (column, searched) = column(axis, name, &settings);
            if column.varies() {
                sample.cases.columns.push(column);
                sample.axes.push(searched);
            } else {
                sample.left_out.push((searched.name, "has one value"));
            }
        }
        sample
    }

    /// The limits of an axis as a reader would write them: whole for whole numbers.
    pub(crate) fn ends(&self, axis: usize, limit: &Limit) -> (Option<f64>, Option<f64>) {
        let Limit::Numbers { low, high } = limit else { return (None, None) };
        if self.axes[axis].whole { (low.map(f64::ceil), high.map(f64::floor)) } else { (*low, *high) }
    }

    /// The words inside a limit, with `;` between them; empty for numbers.
    pub(crate) fn words(&self, axis: usize, limit: &Limit) -> String {
        let Limit::Words(inside) = limit else { return String::new() };
        let words = self.axes[axis].words.iter().zip(inside).filter(|(_, inside)| **inside);
        words.map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(";")
    }
}

/// The number of points that are drawn and held out together: those of a block of a design in blocks, which share most
/// of their coordinates, or else 1.
fn blocks(sweep: &Sweep) -> usize {
    match Blocks::of(&sweep.plan) {
        Ok(Some(blocks)) => blocks.evaluations().max(1),
        _ => 1,
    }
}

fn column(axis: &Axis, name: String, settings: &[&Setting]) -> (Column, Searched) {
    let numbers: Option<Vec<f64>> =
        if axis.is_numeric() { settings.iter().map(|setting| setting.number()).collect() } else { None };
    if let Some(numbers) = numbers {
        let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let searched = Searched { name, words: Vec::new(), whole: axis.is_whole(), range: (least, greatest) };
        return (Column::Numbers(numbers), searched);
    }
    let texts: Vec<String> = settings.iter().map(ToString::to_string).collect();
    let mut words = texts.clone();
    words.sort_unstable();
    words.dedup();
    let of = texts.iter().map(|text| words.binary_search(text).unwrap_or(0)).collect();
    let column = Column::Words { of, count: words.len() };
    (column, Searched { name, words, whole: false, range: (f64::NAN, f64::NAN) })
}
