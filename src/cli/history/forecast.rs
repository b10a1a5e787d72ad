//! `takvin history forecast`: runs held against later years, beside forecasts that need no model.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::options::Options;
use super::results;
use super::runs::{frame, scenario_of};
use crate::cli::failure::user_error;
use crate::cli::loading::warn;
use crate::cli::print::{self, number};
use crate::history::forecast::{self, DisputeScores, SystemScores};
use crate::history::tables;
use crate::scenario;

/// The number of years between two rows of the table of systems.
const STEP: i32 = 5;

/// Hold runs against later years: the political system of each state and the disputes of each pair, beside baselines.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    takvin history world --year 1975 --data DIR\n  \
    takvin history forecast world-1975.toml --from 1976 --to 1990 --data DIR --nulls --runs 100\n\n\
    The scenario should begin in the year before --from. Baselines are fitted on the years before --from. All forecasts are scored \
    on the same states and pairs. CRPS, Brier score and errors are better if smaller; areas under the curve, correlations and signs \
    if larger.")]
pub(super) struct Forecast {
    /// A scenario file, or the name of a shipped scenario.
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// First year of the forecast.
    #[arg(long, value_name = "YEAR")]
    from: i32,
    /// Last year of the forecast [default: the last year of the runs or of the data].
    #[arg(long, value_name = "YEAR")]
    to: Option<i32>,
    #[command(flatten)]
    options: Options,
}

impl Forecast {
    /// Runs, scores and prints.
    ///
    /// # Errors
    /// Returns an error if the data or the scenario cannot be read, the years do not fit, or the work was interrupted.
    pub(super) fn carry_out(self) -> Result<()> {
        let Options { data, runs: options, out, threads, print } = &self.options;
        let loaded = data.load(*print)?;
        let path = scenario_of(&self.scenario)?;
        let scenario = scenario::load(&path, &[])?;
        warn(&scenario);
        let frame = frame(&loaded, &scenario, *print)?;
        let known = self.from - 1;
        let Some((first, last)) = frame.record.years() else { return Err(user_error("the record has no rows")) };
        let to = self.to.unwrap_or(last);
        let wrong = [
            (self.from > to, format!("--to {to} is before --from {}", self.from)),
            (to > last, format!("--to {to}: must be at most {last}, the last year of the runs and the data")),
            (known < first, format!("--from {}: must be at least {}, the year after the first", self.from, first + 1)),
        ];
        if let Some((_, words)) = wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
            return Err(user_error(words));
        }
        if first < known {
            print.note(format_args!(
                "note: the scenario begins in {first}, so its runs do not know the years from {first} to {known} that baselines know"
            ));
        }
        let runs = options.number(&scenario);
        let results = out.claim(("forecast", &tables::FORECAST), (&scenario, runs), options.names(), &loaded)?;
        let arms = options.arms(&path, &scenario, &frame, *threads, *print)?;
        let mut years: Vec<i32> = (known + STEP..to).step_by(STEP as usize).collect();
        years.push(to);
        let systems = forecast::systems(&loaded.panel, &frame, &arms, known, &years, scenario.run.seed);
        let disputes = forecast::disputes(&loaded.panel, &frame, &arms, known, self.from..=to);
        let tables =
            vec![("systems", tables::forecast_systems(&systems)), ("disputes", tables::forecast_disputes(&disputes))];
        let files = results.finish(&scenario, &tables)?;
        let text = || text(&systems, &disputes) + "\n" + &results::listed(&files);
        print.results(|| results::json(&tables, &files), text)
    }
}

/// A number, with a star if it is the best of its column.
fn starred(value: f64, all: impl Iterator<Item = f64>, small_is_good: bool, digits: usize) -> String {
    let best = all.filter(|x| !x.is_nan()).reduce(if small_is_good { f64::min } else { f64::max });
    let shown = if value.is_nan() { "–".to_owned() } else { format!("{value:.digits$}") };
    if best == Some(value) { shown + "*" } else { shown }
}

fn text(systems: &[SystemScores], disputes: &[DisputeScores]) -> String {
    let mut table = print::table([
        "year", "forecast", "CRPS", "error", "rmse", "levels", "changes", "signs", "in 50 %", "in 90 %", "crossing",
    ]);
    for s in systems {
        let of_year = || systems.iter().filter(|there| there.year == s.year);
        let star = |of: fn(&SystemScores) -> f64, small: bool| starred(of(s), of_year().map(of), small, 3);
        table.add_row([
            s.year.to_string(),
            s.name.clone(),
            star(|s| s.scores.crps, true),
            star(|s| s.scores.absolute_error, true),
            star(|s| s.scores.square_error, true),
            star(|s| s.scores.levels, false),
            star(|s| s.scores.changes, false),
            star(|s| s.scores.signs, false),
            number(s.scores.half),
            number(s.scores.most),
            star(|s| s.crossing, false),
        ]);
    }
    let mut out = String::new();
    if let Some(first) = systems.first() {
        let _ = writeln!(
            out,
            "Political systems of {} states. * is the best of a year; crossing is the area under the curve of the chance to cross .5",
            first.scores.states
        );
    }
    out += &print::plain(&table);
    let mut table = print::table(["forecast", "area", "area, relevant", "Brier", "area of pairs", "CRPS of counts"]);
    for d in disputes {
        let star =
            |of: fn(&DisputeScores) -> f64, small: bool, digits| starred(of(d), disputes.iter().map(of), small, digits);
        table.add_row([
            d.name.clone(),
            star(|d| d.area, false, 3),
            star(|d| d.area_relevant, false, 3),
            star(|d| d.brier, true, 5),
            star(|d| d.area_of_pairs, false, 3),
            star(|d| d.crps, true, 4),
        ]);
    }
    if let Some(first) = disputes.first() {
        let _ = writeln!(out, "\n\nOnset of disputes: {} of {} pair-years", first.onsets, first.pair_years);
    }
    out + &print::plain(&table) + "\n"
}
