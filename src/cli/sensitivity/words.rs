//! The results of a study of sensitivity, in words and as JSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use crate::analysis::sensitivity::noise::Replicated;
use crate::analysis::sensitivity::trust::{Reason, Trust};
use crate::cli::estimates::shown;
use crate::cli::print::{self, plain, table};
use crate::studies::sensitivity::indices::{Found, Row};
use crate::studies::sensitivity::{Method, OfOutcome, tables};
use crate::studies::sweep::Sweep;

/// The number of factors that are shown.
const SHOWN: usize = 10;

/// The marks of reasons against an index.
const MARKS: [&str; 8] = ["*", "†", "‡", "§", "¶", "‖", "#", "+"];

/// What is to be reported.
pub(super) struct Report<'a> {
    pub sweep: &'a Sweep,
    pub method: Method,
    pub found: &'a [OfOutcome],
    pub names: &'a [String],
    pub factors: &'a [String],
    pub files: &'a [PathBuf],
}

impl Report<'_> {
    /// The summary for people.
    pub(super) fn text(&self) -> String {
        let (points, factors) = (self.sweep.points.len(), self.factors.len());
        let mut text = format!(
            "{}: {}, {}, {}\n\n",
            self.sweep.scenario.shown_title(),
            self.method.words(),
            print::counted(factors, "factor", "factors"),
            print::counted(points, "point", "points")
        );
        for of in self.found {
            let name = self.names.get(of.outcome).map_or("", String::as_str);
            match &of.found {
                Ok(found) => self.outcome(&mut text, name, of, found),
                Err(error) => {
                    let _ = writeln!(text, "{name}: {error}.\n");
                }
            }
        }
        let _ = writeln!(text, "{}\n\nWritten:", self.method.about());
        for file in self.files {
            let _ = writeln!(text, "  {}", file.display());
        }
        text
    }

    fn outcome(&self, text: &mut String, name: &str, of: &OfOutcome, found: &Found) {
        let unit = self.method.units();
        let _ = write!(text, "{name}, from {} {unit}", found.units);
        match of.noise.as_ref().map(Replicated::share) {
            Ok(Some(share)) => {
                let _ = writeln!(text, "; {} of the variance between points is chance", print::percent(share));
            }
            Ok(None) => text.push_str("; give --runs 2 or more to see what chance adds\n"),
            Err(_) => text.push_str("; what chance adds is not known, because too few points have all replicates\n"),
        }
        let order = self.order(found);
        let measures = self.measures(found);
        let mut rows = table([]);
        rows.set_header(["factor"].into_iter().chain(measures.iter().copied()).chain([""]));
        let mut notes = Vec::new();
        for &factor in order.iter().take(SHOWN) {
            let of_factor = |measure: &str| row(found, factor, measure);
            let mut cells = vec![self.factors.get(factor).cloned().unwrap_or_default()];
            cells.extend(
                measures.iter().map(|measure| of_factor(measure).map_or_else(String::new, |row| shown(row.estimate))),
            );
            let main = of_factor(self.method.main_measure());
            if let Some(Trust::NotYet(reasons)) = main.and_then(|row| row.trust.as_ref()) {
                let own: Vec<String> = reasons.iter().map(|reason| note(&mut notes, *reason)).collect();
                cells.push(own.join(" "));
            }
            rows.add_row(cells);
        }
        let _ = writeln!(text, "\n{}", plain(&rows));
        if order.len() > SHOWN {
            let _ = writeln!(text, "… {} more in the table of indices", order.len() - SHOWN);
        }
        for (number, reason) in notes.iter().enumerate() {
            let _ = writeln!(text, " {} not yet to be trusted: {}", MARKS[number.min(MARKS.len() - 1)], reason.words());
        }
        text.push('\n');
    }

    /// The factors, the largest main measure first.
    fn order(&self, found: &Found) -> Vec<usize> {
        let measure = self.method.main_measure();
        let value = |factor: &usize| {
            row(found, *factor, measure)
                .and_then(|row| row.estimate)
                .map_or(f64::NEG_INFINITY, |estimate| estimate.value)
        };
        let mut order: Vec<usize> = (0..self.factors.len()).collect();
        order.sort_by(|a, b| value(b).total_cmp(&value(a)));
        order
    }

    /// The measures that are shown, the main one first.
    fn measures(&self, found: &Found) -> Vec<&'static str> {
        let main = self.method.main_measure();
        let mut measures = vec![main];
        for row in &found.rows {
            if row.with.is_none() && !measures.contains(&row.measure) {
                measures.push(row.measure);
            }
        }
        measures
    }

    /// The results for JSON.
    pub(super) fn json(&self) -> Json<'_> {
        let outcome = |of: &OfOutcome| {
            let indices = of.found.iter().flat_map(|found| &found.rows).map(|row| Index {
                factor: self.factors.get(row.factor).map_or("", String::as_str),
                with: row.with.and_then(|with| self.factors.get(with)).map(String::as_str),
                measure: row.measure,
                value: row.estimate.map(|estimate| estimate.value),
                low: row.estimate.and_then(|estimate| Some(estimate.interval?.low)),
                high: row.estimate.and_then(|estimate| Some(estimate.interval?.high)),
                trust: row.trust.as_ref().map(tables::in_words),
            });
            OutcomeJson {
                outcome: self.names.get(of.outcome).map_or("", String::as_str),
                problem: of.found.as_ref().err().map(ToString::to_string),
                noise: of.noise.as_ref().ok().and_then(Replicated::share),
                indices: indices.collect(),
            }
        };
        Json {
            scenario: &self.sweep.scenario.name,
            method: self.method.name(),
            points: self.sweep.points.len(),
            replicates: self.sweep.scenario.run.replicates,
            outcomes: self.found.iter().map(outcome).collect(),
            files: print::paths(self.files),
        }
    }
}

/// The mark of a reason, which is explained below the table.
fn note(notes: &mut Vec<Reason>, reason: Reason) -> String {
    let number = notes.iter().position(|there| *there == reason).unwrap_or_else(|| {
        notes.push(reason);
        notes.len() - 1
    });
    MARKS[number.min(MARKS.len() - 1)].to_owned()
}

fn row<'a>(found: &'a Found, factor: usize, measure: &str) -> Option<&'a Row> {
    found.rows.iter().find(|row| row.factor == factor && row.with.is_none() && row.measure == measure)
}

/// The results in JSON.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    scenario: &'a str,
    method: &'static str,
    points: usize,
    replicates: u32,
    outcomes: Vec<OutcomeJson<'a>>,
    files: Vec<String>,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    outcome: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    noise: Option<f64>,
    indices: Vec<Index<'a>>,
}

#[derive(Serialize)]
struct Index<'a> {
    factor: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<&'a str>,
    measure: &'static str,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trust: Option<String>,
}
