//! `takvin compare`: two scenarios, or one with and without changes, under the same random numbers.

mod words;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::cost;
use super::failure::user_error;
use super::loading::warn;
use super::options::{Confirm, Printing, Threads, target};
use super::overrides::{Measured, OfScenario, refuse_recording};
use super::plot::draw_all;
use super::progress::bar;
use super::signals::{self, CANCEL};
use super::whole::whole;
use crate::analysis::stopping;
use crate::batch::BatchError;
use crate::output::OutputError;
use crate::output::manifest::{Compared, sha256};
use crate::plot::PlotError;
use crate::scenario::suggest::did_you_mean;
use crate::scenario::{self, Scenario};
use crate::studies::compare::{Comparison, How, Precision, Results, Stop, compare};
use words::Summary;

/// The default number of replicates: that of the scenario, but at least this.
const FEWEST: u32 = 20;
/// The smallest number of replicates that `--until` begins with.
const FEWEST_UNTIL: u32 = stopping::FEWEST as u32;
/// The default number of replicates at which `--until` stops.
const MOST: u32 = 10_000;

/// Compare two scenarios, or one with and without changes, under the same random numbers.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
#[command(
    mut_arg("set", |set| set.help("Without B: a value that the treatment changes in A, by its dotted path; may be repeated")),
    mut_arg("rounds", |rounds| rounds.help("Rounds of a run, on both sides; later events are left out")),
    mut_arg("seed", |seed| seed.help("Seed of all random numbers, on both sides [default: A's]")),
    mut_arg("noise", |noise| noise.help("Chance on or off, on both sides; off uses the middle of every draw and the best choice")),
    after_help = "Examples:\n  takvin compare closing closing-twin\n  \
    takvin compare cold-war --set parameters.feedback.threat=0\n  \
    takvin compare mine.toml other.toml --rounds 50 --runs 200 --out results/first\n  \
    takvin compare closing closing-twin --plot\n  \
    takvin compare closing closing-twin --until 0.005 --outcome governance_end\n\n\
    A is the baseline and B the treatment. A difference is B − A: replicate K minus replicate K, with the same random numbers. \
    Intervals are 95 % intervals. docs/files.md explains every column of the tables."
)]
pub(crate) struct Compare {
    /// The baseline: a scenario file, or name of a shipped scenario (see `takvin list`).
    #[arg(value_name = "A")]
    baseline: PathBuf,
    /// The treatment, with the same number of rounds; omit it to make it from A with --set.
    #[arg(value_name = "B")]
    treatment: Option<PathBuf>,
    #[command(flatten)]
    given: OfScenario,
    /// Replicates of each side [default: A's, but at least 20].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(2, 1_000_000))]
    runs: Option<u32>,
    /// Add replicates, beginning with --runs (at least 10), until the 95 % interval of the difference of --outcome has
    /// this half-width, in the outcome's unit.
    #[arg(long, value_name = "HALFWIDTH", allow_negative_numbers = true, value_parser = above_zero, requires = "outcome")]
    until: Option<f64>,
    /// The outcome measure that --until uses, a column of runs.csv; with an expression, one of your own, as in
    /// "allied=mean(world.alliances, last 20)". May be repeated, to define others beside the first.
    #[arg(long, value_name = "NAME[=EXPRESSION]")]
    outcome: Vec<String>,
    /// Largest number of replicates with --until [default: 10000].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(2, 1_000_000), requires = "until")]
    most: Option<u32>,
    /// Directory of the results [default: output/A-against-B, or output/A-with-changes; with -2 and so on if that
    /// exists].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
    /// Overwrite the comparison in a directory given by --out; removes only files that its manifest lists.
    #[arg(long, requires = "out")]
    force: bool,
    #[command(flatten)]
    confirm: Confirm,
    /// Draw treatment, baseline and their difference, for the world and for the states that differ most; for other
    /// states use takvin plot DIR --states.
    #[arg(long)]
    plot: bool,
    #[command(flatten)]
    print: Printing,
}

fn above_zero(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| *number > 0.0 && number.is_finite());
    number.ok_or_else(|| "must be a number above 0, in the unit of the outcome".to_owned())
}

impl Compare {
    /// Runs both sides, writes and reports.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failure to write, or an interruption. Then no files are left.
    pub(crate) fn carry_out(self) -> Result<()> {
        let mut sides = self.sides()?;
        let stop = self.stop(&sides[0])?;
        signals::stop_in_order()?;
        // A comparison does not write rounds, and with --until the number of replicates is not known.
        let mut written = sides[0].clone();
        written.record.trajectories = false;
        let replicates = if let Stop::Until(wanted) = stop { wanted.least } else { stop.most() };
        cost::refuse_excess(&written, 2 * u64::from(replicates), 0, self.threads.number, self.confirm.yes)?;
        let target = target(self.out.as_ref(), self.force);
        let name = match &self.treatment {
            Some(_) => format!("{}-against-{}", sides[0].name, sides[1].name),
            None => format!("{}-with-changes", sides[0].name),
        };
        let mut results = Results::create(&target, &name, &sides[0], self.compared(&sides[1], stop))?;
        let comparison = self.run(&sides, stop, &mut results)?;
        for side in &mut sides {
            side.run.replicates = comparison.replicates;
        }
        let [a, b] = &sides;
        let directory = results.path().to_owned();
        let mut files = results.finish(&comparison, [a, b])?;
        if self.plot {
            files.extend(draw_all(&directory, self.print.quiet)?.files);
        }
        let summary = Summary { sides: [a, b], set: &self.given.set, stop, comparison: &comparison, directory, files };
        self.print.results(|| summary.json(), || summary.text())
    }

    /// Baseline and treatment, with all options of the command line.
    fn sides(&self) -> Result<[Scenario; 2]> {
        let sets = &self.given.set;
        if let (Some(treatment), Some(set)) = (&self.treatment, sets.first()) {
            return Err(user_error(format!(
                "--set {set}: it cannot be used with a second scenario ({}); write the value into that scenario, or \
                 omit the second scenario. --rounds, --seed and --noise apply to both",
                treatment.display()
            )));
        }
        if self.treatment.is_none() && sets.is_empty() {
            return Err(user_error(format!(
                "{}: the treatment is missing; give a second scenario, or changes with --set PATH=VALUE",
                self.baseline.display()
            )));
        }
        refuse_recording(sets)?;
        let measured = Measured::read(&self.outcome)?;
        let idle = if self.until.is_none() { measured.undefined.first().map(String::as_str) } else { measured.idle() };
        if let Some(name) = idle {
            return Err(user_error(format!(
                "--outcome {name}: a name alone says which outcome --until uses, and only the first does; outcomes.csv has all"
            )));
        }
        let changed = self.given.overrides()?;
        for (path, option) in [("run.seed", "--seed"), ("run.replicates", "--runs")] {
            if let Some(at) = changed[..sets.len()].iter().position(|(there, _)| there == path) {
                let set = &sets[at];
                return Err(user_error(format!(
                    "--set {set}: both sides must have the same {path}; set it with {option}"
                )));
            }
        }
        let mut common = OfScenario { set: Vec::new(), ..self.given.clone() }.overrides()?;
        common.extend(measured.overrides);
        common.push(("record.every".to_owned(), "1".to_owned()));
        let mut a = scenario::load(&self.baseline, &common)?;
        let mut overrides = changed[..sets.len()].to_vec();
        overrides.extend(common);
        overrides.push(("run.seed".to_owned(), a.run.seed.to_string()));
        let mut b = scenario::load(self.treatment.as_ref().unwrap_or(&self.baseline), &overrides)?;
        let (ours, theirs) = (a.run.rounds, b.run.rounds);
        if ours != theirs {
            let fewer = ours.min(theirs);
            return Err(user_error(format!(
                "the baseline has {ours} rounds and the treatment {theirs}, but outcomes over different times cannot be \
                 compared; give both the same number, as in --rounds {fewer}"
            )));
        }
        warn(&a);
        if b.render_warnings(false) != a.render_warnings(false) {
            warn(&b);
        }
        let own = |one: &Scenario, other: &Scenario| {
            let shared = one.outcomes.shared(&other.outcomes);
            one.outcomes.names().filter(|name| shared.position(name).is_none()).map(str::to_owned).collect::<Vec<_>>()
        };
        let mut apart = own(&a, &b);
        apart.extend(own(&b, &a));
        apart.dedup();
        if !apart.is_empty() {
            let names = apart.join(", ");
            crate::cli::print::aside(format_args!(
                "warning: outcomes that only one side has, or that differ, are left out: {names}"
            ));
        }
        let shared = a.outcomes.shared(&b.outcomes);
        (a.outcomes, b.outcomes) = (shared.clone(), shared);
        Ok([a, b])
    }

    /// The number of replicates to run.
    fn stop(&self, baseline: &Scenario) -> Result<Stop> {
        let replicates = self.runs.unwrap_or_else(|| baseline.run.replicates.max(FEWEST));
        let (Some(half_width), Some(outcome)) = (self.until, Measured::read(&self.outcome)?.names.into_iter().next())
        else {
            return Ok(Stop::After(replicates));
        };
        let measures = &baseline.outcomes;
        let Some(place) = measures.position(&outcome) else {
            let (hint, known) = (did_you_mean(&outcome, measures.names()), measures.names().collect::<Vec<_>>());
            return Err(PlotError::UnknownOutcome { name: outcome, hint, known: known.join(", ") }.into());
        };
        // Without --runs it begins with the smallest number.
        let least = self.runs.unwrap_or(FEWEST_UNTIL).max(FEWEST_UNTIL);
        let most = self.most.unwrap_or(MOST.max(least));
        if most < least {
            return Err(user_error(format!(
                "--most {most}: it begins with {least} replicates; give this number or more"
            )));
        }
        Ok(Stop::Until(Precision { outcome: place, range: measures.range(place), half_width, least, most }))
    }

    fn run(&self, sides: &[Scenario; 2], stop: Stop, results: &mut Results) -> Result<Comparison> {
        let bar = bar(u64::from(stop.most()), "replicates", self.print.quiet);
        let how = How { stop, threads: self.threads.number, cancel: &CANCEL };
        let [a, b] = sides;
        let comparison = compare([a, b], &how, |pair, so_far| -> Result<(), OutputError> {
            bar.inc(1);
            if let Stop::Until(wanted) = stop {
                let half_width = so_far.evidence.half_width(wanted.wanted().range);
                let known = if half_width.is_nan() { "?".to_owned() } else { format!("{half_width:.2e}") };
                bar.set_message(format!("± {known} of {:.2e}", wanted.half_width));
            }
            results.write(pair)
        })
        .map_err(|error| match error {
            BatchError::Sink(error) => anyhow::Error::from(error),
            BatchError::Scenario(errors) => anyhow::Error::from(errors),
            other => anyhow::Error::from(other),
        })?;
        bar.end();
        Ok(comparison)
    }

    fn compared(&self, b: &Scenario, stop: Stop) -> Compared {
        let wanted = if let Stop::Until(wanted) = stop { Some(wanted) } else { None };
        Compared {
            scenario: b.name.clone(),
            scenario_sha256: sha256(b.resolved().as_bytes()),
            set: self.given.set.clone(),
            outcome: wanted.and_then(|_| Measured::read(&self.outcome).ok()?.names.into_iter().next()),
            until: wanted.map(|wanted| wanted.half_width),
            most: wanted.map(|wanted| wanted.most),
        }
    }
}
