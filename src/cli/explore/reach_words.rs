//! What can be reached, in words and as JSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use super::common::ending;
use crate::cli::print::{self, counted, number, percent, plain, table};
use crate::studies::explore::reach::{Pattern, ReachFound, ReachSearch};
use crate::studies::sweep::{Shard, Sweep};

/// The number of rare patterns that are shown, and of axes of each.
const SHOWN: usize = 6;
const AXES: usize = 4;

/// What is to be reported.
pub(super) struct Report<'a> {
    pub(super) sweep: &'a Sweep,
    pub(super) search: &'a ReachSearch,
    pub(super) names: &'a [String],
    pub(super) found: &'a ReachFound,
    pub(super) files: &'a [PathBuf],
    pub(super) shard: Option<Shard>,
}

impl Report<'_> {
    /// The summary for people.
    pub(super) fn text(&self) -> String {
        let Self { sweep, found, .. } = self;
        let reached = found.patterns.len();
        let mut text = format!(
            "{}: which combinations of {} can be reached\n\n",
            sweep.scenario.shown_title(),
            self.names.join(" and ")
        );
        let _ = writeln!(
            text,
            "{} of {} cells were reached by {} of {} replicates each ({} of all cells)",
            reached,
            found.cells,
            counted(sweep.points.len(), "point", "points"),
            sweep.scenario.run.replicates,
            percent(reached as f64 / found.cells as f64)
        );
        if found.missing > 0 {
            let _ =
                writeln!(text, "{} without one of the outcomes left out", counted(found.missing, "point", "points"));
        }
        let mut growth = table(["generations", "points", "cells reached"]);
        let last = found.growth.len().saturating_sub(1);
        for at in [0, last / 4, last / 2, last * 3 / 4, last].into_iter().collect::<std::collections::BTreeSet<_>>() {
            if let Some((points, patterns)) = found.growth.get(at) {
                growth.add_row([(at + 1).to_string(), points.to_string(), patterns.to_string()]);
            }
        }
        let _ = writeln!(text, "\n{}\n", plain(&growth));
        if let [.., (_, before), (_, now)] = found.growth[..]
            && now > before
        {
            text.push_str("The last generation still reached new cells: give more --generations to go on.\n\n");
        }
        self.ends(&mut text);
        self.rare(&mut text);
        text.push_str(&ending(self.shard, self.files));
        text
    }

    /// The least and the greatest value of each outcome.
    fn ends(&self, text: &mut String) {
        let mut rows = table(["outcome", "least", "greatest"]);
        for (at, name) in self.names.iter().enumerate() {
            let values = || self.found.patterns.iter().map(|pattern| pattern.outcomes[at]);
            let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
            rows.add_row([name.clone(), number(low), number(high)]);
        }
        let _ = writeln!(text, "Among the first points of all cells:\n\n{}\n", plain(&rows));
    }

    /// The cells that the fewest points reached, with where they come from.
    fn rare(&self, text: &mut String) {
        let mut rare: Vec<&Pattern> = self.found.patterns.iter().collect();
        rare.sort_by_key(|pattern| (pattern.hits, std::cmp::Reverse(pattern.generation)));
        let axes = self.search.space.axes();
        let mut rows = table([]);
        let short = |path: &str| path.strip_prefix("parameters.").unwrap_or(path).to_owned();
        let head = self.names.iter().cloned().chain(["points".to_owned()]);
        rows.set_header(head.chain(axes.iter().take(AXES).map(|axis| short(&axis.path))));
        for pattern in rare.iter().take(SHOWN) {
            let outcomes = pattern.outcomes.iter().map(|x| number(*x));
            let from = pattern.settings.iter().take(AXES).map(|at| at.number().map_or_else(|| at.to_string(), number));
            rows.add_row(outcomes.chain([pattern.hits.to_string()]).chain(from));
        }
        let more =
            if axes.len() > AXES { format!(" (the first {AXES} of {} axes)", axes.len()) } else { String::new() };
        let _ = writeln!(text, "Rare combinations, and where each comes from{more}:\n\n{}\n", plain(&rows));
    }

    /// The results for JSON.
    pub(super) fn json(&self) -> Json<'_> {
        let pattern = |pattern: &Pattern| PatternJson {
            ends: pattern.ends.clone(),
            hits: pattern.hits,
            point: pattern.point,
            generation: pattern.generation,
            outcomes: pattern.outcomes.clone(),
        };
        Json {
            scenario: &self.sweep.scenario.name,
            outcomes: self.names,
            points: self.sweep.points.len(),
            cells: self.found.cells,
            reached: self.found.patterns.len(),
            growth: self.found.growth.iter().map(|(points, patterns)| [*points, *patterns]).collect(),
            patterns: self.found.patterns.iter().map(pattern).collect(),
            files: print::paths(self.files),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Json<'a> {
    scenario: &'a str,
    outcomes: &'a [String],
    points: usize,
    cells: u64,
    reached: usize,
    growth: Vec<[usize; 2]>,
    patterns: Vec<PatternJson>,
    files: Vec<String>,
}

#[derive(Serialize)]
struct PatternJson {
    ends: Vec<(f64, f64)>,
    hits: u32,
    point: usize,
    generation: u32,
    outcomes: Vec<f64>,
}
