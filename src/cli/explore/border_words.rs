//! The border in words and as JSON.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use super::common::ending;
use crate::cli::print::{self, counted, number, percent, plain, table};
use crate::cli::progress::spell;
use crate::studies::explore::border::{BorderFound, BorderSearch, Threshold};
use crate::studies::sweep::{Shard, Sweep};

/// The number of thresholds that are shown.
const SHOWN: usize = 12;

/// What is to be reported.
pub(super) struct Report<'a> {
    pub(super) sweep: &'a Sweep,
    pub(super) search: &'a BorderSearch,
    pub(super) found: &'a BorderFound,
    pub(super) files: &'a [PathBuf],
    pub(super) shard: Option<Shard>,
}

impl Report<'_> {
    fn short(&self, axis: usize) -> &str {
        let path = self.search.space.axes().get(axis).map_or("", |axis| axis.path.as_str());
        path.strip_prefix("parameters.").unwrap_or(path)
    }

    /// The summary for people.
    pub(super) fn text(&self) -> String {
        let Self { sweep, search, found, .. } = self;
        let outcome = &sweep.plan.outcome;
        let mut text = format!(
            "{}: where {outcome} is {} or more in half of the runs\n\n{}, {}",
            sweep.scenario.shown_title(),
            number(search.value),
            counted(found.points, "point", "points"),
            counted(found.runs, "run", "runs")
        );
        if found.missing > 0 {
            let _ = write!(text, "; {} without the outcome left out (runs.csv)", counted(found.missing, "run", "runs"));
        }
        let _ = writeln!(text);
        match found.restless {
            Some((0, median)) => {
                let _ = writeln!(text, "Every world rested; half of them by round {median}");
            }
            Some((restless, median)) => {
                let _ = writeln!(
                    text,
                    "warning: {restless} of {} runs did not rest in {} rounds, so the border may still move; give more --rounds\n(half of all \
                     runs ended by round {median})",
                    found.runs, sweep.scenario.run.rounds,
                );
            }
            None => {}
        }
        text.push('\n');
        if found.has_border() {
            self.thresholds(&mut text);
        } else {
            let side = if found.is_all_above() { "on the upper side" } else { "on the lower side" };
            let (low, high) = found.shares;
            let _ = writeln!(
                text,
                "No border: everywhere half of the runs or more are {side} (the share on the upper side is between {} and {}). Give longer intervals, \
                 another --at, or more --cells.\n",
                percent(low),
                percent(high)
            );
        }
        text.push_str(&ending(self.shard, self.files));
        text
    }

    fn thresholds(&self, text: &mut String) {
        let axes = self.search.space.axes().len();
        let of = |axis: usize| self.found.thresholds.iter().filter(move |at| at.along == axis);
        // The axis along which most lines have a threshold.
        let Some(axis) = (0..axes).rev().max_by_key(|axis| of(*axis).count()) else { return };
        let shown: Vec<&Threshold> = of(axis).collect();
        if shown.is_empty() {
            text.push_str(
                "Worlds end on either side, but no line through the cells leads from points clearly on one side to points clearly on the \
                 other; give more --runs or longer intervals.\n\n",
            );
            return;
        }
        let others: Vec<usize> = (0..axes).filter(|other| *other != axis).collect();
        let mut rows = table([]);
        let head = others.iter().map(|other| self.short(*other).to_owned());
        let own = ["threshold", "95 % interval", "last point below", "first point above"].map(str::to_owned);
        rows.set_header(head.chain(own));
        for at in shown.iter().take(SHOWN) {
            let interval = if at.low.is_nan() {
                "not known".to_owned()
            } else {
                format!("{} to {}", number(at.low), number(at.high))
            };
            let share = |k: usize| {
                let upper = (at.shares[k].0 * at.runs[k] as f64).round();
                format!("{} ({upper} of {} runs)", number(at.ends[k]), at.runs[k])
            };
            let others = others.iter().map(|other| number(at.others[*other]));
            rows.add_row(others.chain([number(at.place), interval, share(0), share(1)]));
        }
        let _ = writeln!(text, "Thresholds of {}:\n\n{}", self.short(axis), plain(&rows));
        if shown.len() > SHOWN {
            let _ = writeln!(text, "… {} more in thresholds.csv", shown.len() - SHOWN);
        }
        let size = 100.0 / f64::from(self.search.border.steps());
        let _ = writeln!(
            text,
            "\nIn brackets: runs on the upper side at the nearest points that are clearly on one side; between them chance decides.\n\
             The border was followed to {} % of each interval.\n",
            number(size)
        );
    }

    /// The results for JSON.
    pub(super) fn json(&self) -> Json<'_> {
        let known = |x: f64| (!x.is_nan()).then_some(x);
        let threshold = |at: &Threshold| ThresholdJson {
            along: self.search.space.axes()[at.along].path.clone(),
            at: self
                .search
                .space
                .axes()
                .iter()
                .zip(&at.others)
                .filter(|(_, value)| !value.is_nan())
                .map(|(axis, value)| (axis.path.clone(), *value))
                .collect(),
            threshold: at.place,
            low: known(at.low),
            high: known(at.high),
            share_below: at.shares[0].0,
            share_above: at.shares[1].0,
        };
        Json {
            scenario: &self.sweep.scenario.name,
            outcome: &self.sweep.plan.outcome,
            at: self.search.value,
            points: self.found.points,
            runs: self.found.runs,
            restless: self.found.restless.map(|(count, _)| count),
            border: self.found.has_border(),
            thresholds: self.found.thresholds.iter().map(threshold).collect(),
            files: print::paths(self.files),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Json<'a> {
    scenario: &'a str,
    outcome: &'a str,
    at: f64,
    points: usize,
    runs: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    restless: Option<usize>,
    border: bool,
    thresholds: Vec<ThresholdJson>,
    files: Vec<String>,
}

#[derive(Serialize)]
struct ThresholdJson {
    along: String,
    at: std::collections::BTreeMap<String, f64>,
    threshold: f64,
    low: Option<f64>,
    high: Option<f64>,
    share_below: f64,
    share_above: f64,
}

/// The cost of an exploration.
pub(super) struct Dry {
    /// The points of the first wave.
    pub(super) first: usize,
    /// The points of a straight border.
    pub(super) points: usize,
    pub(super) replicates: u32,
    /// The time of the first wave.
    pub(super) time: Duration,
}

impl Dry {
    fn all(&self) -> Duration {
        self.time.mul_f64(self.points as f64 / self.first.max(1) as f64)
    }

    pub(super) fn text(&self) -> String {
        format!(
            "first wave: {} points x {} replicates, about {}\n\
             a straight border through the middle would take {} points, about {} in all; how many it takes depends on what is found\n",
            self.first,
            self.replicates,
            spell(self.time),
            self.points,
            spell(self.all())
        )
    }

    pub(super) fn json(&self) -> DryJson {
        DryJson {
            first_points: self.first,
            points: self.points,
            runs: self.points as u64 * u64::from(self.replicates),
            seconds: self.all().as_secs_f64(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct DryJson {
    first_points: usize,
    points: usize,
    runs: u64,
    seconds: f64,
}
