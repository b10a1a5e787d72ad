//! The boxes in words and as JSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use crate::analysis::prim::checking::Measured;
use crate::analysis::prim::covering::Ended;
use crate::analysis::prim::limits::{Limit, Side};
use crate::analysis::sensitivity::estimate::Estimate;
use crate::cli::estimates::shown;
use crate::cli::print::{self, number, percent, plain, table};
use crate::studies::discovery::Discovery;
use crate::studies::sweep::Sweep;

/// The number of axes that are named as left out.
const NAMED: usize = 5;

/// What is to be reported.
pub(super) struct Report<'a> {
    pub sweep: &'a Sweep,
    pub found: &'a Discovery,
    pub files: &'a [PathBuf],
}

impl Report<'_> {
    /// The summary for people.
    pub(super) fn text(&self) -> String {
        let (found, cases) = (self.found, &self.found.sample.cases);
        let mut text = format!(
            "{}: {}, {}, {}\n{}: {} of {} runs, a density of {}\n",
            self.sweep.scenario.shown_title(),
            print::counted(self.sweep.points.len(), "point", "points"),
            print::counted(cases.len(), "run", "runs"),
            print::counted(found.sample.axes.len(), "axis", "axes"),
            found.question,
            cases.of_interest(),
            cases.len(),
            number(found.base())
        );
        for at in 0..found.boxes.len() {
            self.one(&mut text, at);
        }
        text.push('\n');
        self.notes(&mut text);
        let _ = writeln!(text, "\nWritten:");
        for file in self.files {
            let _ = writeln!(text, "  {}", file.display());
        }
        text
    }

    fn one(&self, text: &mut String, at: usize) {
        let (found, checked) = (self.found, &self.found.boxes[at]);
        let _ = writeln!(text, "\nBox {}", at + 1);
        let mut limits = table(["axis", "inside", "all values", "quasi-p", "coverage without", "density without"]);
        for axis in checked.found.limits.restricted() {
            let tests = checked.found.tests.iter().filter(|test| test.axis == axis);
            let quasi_p = tests.map(|test| likely(test.quasi_p)).collect::<Vec<_>>().join(", ");
            let (coverage, density) = found.without(at, axis);
            let searched = &found.sample.axes[axis];
            let whole = if searched.words.is_empty() {
                format!("{} to {}", short(searched.range.0), short(searched.range.1))
            } else {
                searched.words.join(", ")
            };
            limits.add_row([
                searched.name.clone(),
                self.inside(at, axis),
                whole,
                quasi_p,
                number(coverage),
                number(density),
            ]);
        }
        let _ = writeln!(text, "{}\n", plain(&limits));
        let mut measures = table(["", "coverage", "density", "runs"]);
        for (name, of) in [("on these points", &checked.inside), ("on points not searched", &checked.held_out)] {
            measures.add_row([
                name.to_owned(),
                shown(Some(of.coverage)),
                shown(of.density),
                format!("{} of interest in {}", of.interest, of.cases),
            ]);
        }
        let _ = writeln!(text, "{}", plain(&measures));
        let mass = checked.inside.cases as f64 / found.sample.cases.len() as f64;
        let _ =
            writeln!(text, "Mass: {} of all runs. Density without limits: {}.", percent(mass), number(found.left(at)));
        if !checked.found.dropped.is_empty() {
            let dropped = checked.found.dropped.iter().map(|test| {
                let side = match test.side {
                    Side::Low => "lower limit of ",
                    Side::High => "upper limit of ",
                    Side::Words => "",
                };
                format!("{side}{} ({})", found.sample.axes[test.axis].name, likely(test.quasi_p))
            });
            let _ = writeln!(text, "Dropped, as they may be chance: {}.", dropped.collect::<Vec<_>>().join(", "));
        }
        if let Some(warning) = found.warning(at) {
            let _ = writeln!(text, "Warning: {warning}.");
        }
    }

    /// The limits of an axis in words.
    fn inside(&self, at: usize, axis: usize) -> String {
        let limit = &self.found.boxes[at].found.limits.0[axis];
        if let Limit::Words(_) = limit {
            return self.found.sample.words(axis, limit).replace(';', ", ");
        }
        match self.found.sample.ends(axis, limit) {
            (Some(low), Some(high)) => format!("{} to {}", short(low), short(high)),
            (Some(low), None) => format!("{} and more", short(low)),
            (None, Some(high)) => format!("{} and less", short(high)),
            (None, None) => String::new(),
        }
    }

    fn notes(&self, text: &mut String) {
        let found = self.found;
        let (cases, hits) = found
            .boxes
            .iter()
            .fold((0, 0), |(cases, hits), each| (cases + each.inside.cases, hits + each.inside.interest));
        let covered = hits as f64 / found.sample.cases.of_interest() as f64;
        if found.boxes.len() > 1 {
            let density = hits as f64 / cases as f64;
            let _ = writeln!(text, "All boxes together: coverage {}, density {}.", number(covered), number(density));
        }
        match found.ended {
            Some(Ended::Covered) => text.push_str("All other runs are alike, so there is nothing left to search.\n"),
            Some(Ended::NoLimit) => {
                text.push_str("Among the other runs no limit raises density and keeps the coverage.\n");
            }
            Some(Ended::Chance) => text.push_str("Among the other runs every limit that was found may be chance.\n"),
            None if covered >= 1.0 => text.push_str("All runs of interest are inside.\n"),
            None => {
                let _ = writeln!(
                    text,
                    "{} of the runs of interest are elsewhere; --boxes {} searches another box among them.",
                    percent(1.0 - covered),
                    found.boxes.len() + 1
                );
            }
        }
        let left_out = &found.sample.left_out;
        if !left_out.is_empty() {
            let named = left_out.iter().take(NAMED).map(|(name, why)| format!("{name} ({why})"));
            let more = left_out.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let _ = writeln!(text, "Not searched: {}{more}.", named.collect::<Vec<_>>().join(", "));
        }
        text.push_str(
            "\nCoverage: share of the runs of interest that are inside. Density: share of the runs inside that are of interest; compare \
             it with the density without limits. Quasi-p: how likely a limit is chance alone (lower, upper limit). Intervals do not say \
             that the box was chosen on the same points, which makes it look better than it is. \"On points not searched\" does: the \
             search is repeated without a fifth of the points and tried on that fifth, five times.\n",
        );
    }

    /// The results for JSON.
    pub(super) fn json(&self) -> Json<'_> {
        let (found, cases) = (self.found, &self.found.sample.cases);
        Json {
            scenario: &self.sweep.scenario.name,
            outcome: &found.question.outcome,
            above: found.question.above,
            below: found.question.below,
            points: self.sweep.points.len(),
            cases: cases.len(),
            of_interest: cases.of_interest(),
            density: found.base(),
            boxes: (0..found.boxes.len()).map(|at| self.box_json(at)).collect(),
            files: print::paths(self.files),
        }
    }

    fn box_json(&self, at: usize) -> BoxJson<'_> {
        let (found, checked) = (self.found, &self.found.boxes[at]);
        let limit = |axis: usize| {
            let (searched, limit) = (&found.sample.axes[axis], &checked.found.limits.0[axis]);
            let (low, high) = found.sample.ends(axis, limit);
            let quasi_p = |side: Side| {
                let test = checked.found.tests.iter().find(|test| (test.axis, test.side) == (axis, side));
                test.map(|test| test.quasi_p)
            };
            let words: Vec<String> = match limit {
                Limit::Words(inside) => {
                    let words = searched.words.iter().zip(inside).filter(|(_, inside)| **inside);
                    words.map(|(word, _)| word.clone()).collect()
                }
                Limit::Numbers { .. } => Vec::new(),
            };
            let (coverage_without, density_without) = found.without(at, axis);
            LimitJson {
                axis: &searched.name,
                low,
                high,
                words,
                quasi_p_low: quasi_p(Side::Low),
                quasi_p_high: quasi_p(Side::High),
                quasi_p_words: quasi_p(Side::Words),
                coverage_without,
                density_without,
            }
        };
        BoxJson {
            limits: checked.found.limits.restricted().into_iter().map(limit).collect(),
            inside: MeasuredJson::of(&checked.inside),
            held_out: MeasuredJson::of(&checked.held_out),
            mass: checked.inside.cases as f64 / found.sample.cases.len() as f64,
            density_without_limits: found.left(at),
            warning: found.warning(at),
        }
    }
}

/// A quasi-p-value.
fn likely(quasi_p: f64) -> String {
    if quasi_p < 0.0005 { "<0.001".to_owned() } else { number(quasi_p) }
}

/// A number with four digits.
pub(super) fn short(x: f64) -> String {
    let rounded: f64 = format!("{x:.3e}").parse().unwrap_or(x);
    format!("{}", rounded + 0.0)
}

/// The results in JSON.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    scenario: &'a str,
    outcome: &'a str,
    above: Option<f64>,
    below: Option<f64>,
    points: usize,
    cases: usize,
    of_interest: usize,
    density: f64,
    boxes: Vec<BoxJson<'a>>,
    files: Vec<String>,
}

#[derive(Serialize)]
struct BoxJson<'a> {
    limits: Vec<LimitJson<'a>>,
    inside: MeasuredJson,
    held_out: MeasuredJson,
    mass: f64,
    density_without_limits: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<&'static str>,
}

#[derive(Serialize)]
struct LimitJson<'a> {
    axis: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    words: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quasi_p_low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quasi_p_high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quasi_p_words: Option<f64>,
    coverage_without: f64,
    density_without: f64,
}

#[derive(Serialize)]
struct MeasuredJson {
    cases: usize,
    of_interest: usize,
    coverage: f64,
    coverage_interval: Option<[f64; 2]>,
    density: Option<f64>,
    density_interval: Option<[f64; 2]>,
}

impl MeasuredJson {
    fn of(measured: &Measured) -> Self {
        let ends = |estimate: Estimate| estimate.interval.map(|ends| [ends.low, ends.high]);
        Self {
            cases: measured.cases,
            of_interest: measured.interest,
            coverage: measured.coverage.value,
            coverage_interval: ends(measured.coverage),
            density: measured.density.map(|density| density.value),
            density_interval: measured.density.and_then(ends),
        }
    }
}
