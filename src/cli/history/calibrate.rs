//! `takvin history calibrate`: the parameters of a scenario fitted to patterns of history.

mod chosen;
mod words;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use chosen::Chosen;

use super::data::Data;
use crate::cli::failure::{Interrupted, user_error};
use crate::cli::options::{Printing, Threads, target};
use crate::cli::overrides::Measured;
use crate::cli::print;
use crate::cli::progress::Work;
use crate::cli::signals::{self, CANCEL};
use crate::cli::whole::whole;
use crate::history::calibrate::{
    self, Arm, CalibrationError, Controls, DEFAULTS, Directory, Effort, Found, MODEL, MOST_NEW_RUNS, Plan, Stopped,
    Target, Wanted,
};
use crate::history::directory::files_of;
use crate::history::nulls::NULLS;
use crate::output::quoted::quoted;
use crate::scenario::{self, Scenario};

/// Fit parameters of scenarios to patterns of history by simulation, and show how far history identifies them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    takvin history calibrate world.toml --data DIR --from 1946 --to 1975\n  \
    takvin history calibrate world.toml --data DIR --from 1946 --to 1975 --vary disputes.onset=0.2,5,log --vary choice.confront=-5,-1\n  \
    takvin history calibrate world.toml --data DIR --from 1946 --to 1975 --arms all --simulations 20000\n  \
    takvin history calibrate world-1946.toml asia-1960.toml --data DIR --from 1946 --to 1975\n  \
    takvin history calibrate world.toml --data DIR --from 1946 --to 1975 --target wars=12,3 --outcome \"wars=count(events.war_begun)\"\n  \
    takvin history forecast output/calibration-world/posterior.toml --from 1976 --data DIR\n  \
    takvin history calibrate --print-defaults\n\n\
    Approximate Bayesian computation by adaptive population Monte Carlo (Lenormand, Jabot & Deffuant 2013). Years after --to are \
    never read. Several scenarios get the same parameters, and each is held against the record of its own states and \
    years. An interrupted calibration is resumed by the same command. Parameters whose posterior is as wide as their prior \
    are not identified: the patterns do not say anything about them.")]
pub(super) struct Calibrate {
    /// Scenario files, names of shipped scenarios, or directories of results, whose scenarios are calibrated.
    #[arg(value_name = "SCENARIO", required_unless_present = "print_defaults")]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    data: Data,
    /// First year of the record to fit; the first year of a scenario that begins later.
    #[arg(long, value_name = "YEAR", allow_negative_numbers = true, required_unless_present = "print_defaults")]
    from: Option<i32>,
    /// Last year of the record to fit; runs end with it.
    #[arg(long, value_name = "YEAR", allow_negative_numbers = true, required_unless_present = "print_defaults")]
    to: Option<i32>,
    /// A parameter and the bounds of its uniform prior, of its logarithm with `log`; may be repeated [default: twelve
    /// parameters, see --print-defaults].
    #[arg(long, value_name = "PATH=LOW,HIGH[,log]")]
    vary: Vec<String>,
    /// Patterns to meet, separated by commas [default: twenty, see --print-defaults].
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    patterns: Vec<String>,
    /// An outcome measure to meet, the value that runs should have and its standard error; may be repeated. Without
    /// --patterns only these are met.
    #[arg(long, value_name = "NAME=VALUE,SE", allow_hyphen_values = true)]
    target: Vec<String>,
    /// An outcome measure of your own for --target, as in "allied=mean(world.alliances, last 20)"; may be repeated.
    /// docs/howto/outcomes.md explains expressions.
    #[arg(long, value_name = "NAME=EXPRESSION", requires = "target")]
    outcome: Vec<String>,
    /// Model and null models, separated by commas, each with the same effort; `all` for all [default: model].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    arms: Vec<String>,
    /// Particles of the first generation; the closer half is kept.
    #[arg(long, value_name = "N", default_value_t = 400, allow_negative_numbers = true, value_parser = whole::<u32>(4, 1_000_000))]
    particles: u32,
    /// Simulations of each arm at most, each of which runs every scenario.
    #[arg(long, value_name = "N", default_value_t = 8000, allow_negative_numbers = true, value_parser = whole::<u64>(4, 100_000_000))]
    simulations: u64,
    /// Runs of each particle and scenario, of which patterns are averaged.
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = whole::<u32>(1, 10_000))]
    runs: u32,
    /// New runs of each arm that check its posterior, with parameters drawn from it and random numbers of their own.
    #[arg(long, value_name = "N", default_value_t = 100, allow_negative_numbers = true, value_parser = whole::<u32>(1, MOST_NEW_RUNS))]
    new_runs: u32,
    /// Seed of the proposals and of all runs [default: of the proposals that of the first scenario, of runs that of their
    /// scenario].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u64>(0, i64::MAX as u64))]
    seed: Option<u64>,
    /// Directory of the results [default: output/calibration-NAME, with + between the names of several
    /// scenarios; with -2 and so on if that is used].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Overwrite another calibration in a directory given by --out; removes only files that its manifest lists.
    #[arg(long, requires = "out")]
    force: bool,
    /// Print the default parameters and patterns with their reasons.
    #[arg(long)]
    print_defaults: bool,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    print: Printing,
}

impl Calibrate {
    /// Simulates what is not done yet, and prints the results.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failure to write, or an interruption. Finished particles are kept.
    pub(super) fn carry_out(self) -> Result<()> {
        let (Some(from), Some(to), false) = (self.from, self.to, self.print_defaults) else {
            return print::text(DEFAULTS);
        };
        // Options are checked before the data, which take seconds to read.
        let parameters = calibrate::parameters(&self.vary).map_err(wrong)?;
        let wanted = Wanted::read(&self.target).map_err(wrong)?;
        let only_wanted = self.patterns.is_empty() && !wanted.is_empty();
        let places = if only_wanted { Vec::new() } else { calibrate::places(&self.patterns).map_err(wrong)? };
        let arms = calibrate::arms(&self.arms).map_err(wrong)?;
        let overrides = self.overrides()?;
        let chosen = chosen::scenarios(&self.scenarios, (from, to), &overrides, self.print)?;
        let arms = arms.into_iter().map(|number| arm(&chosen, &overrides, number)).collect::<Result<_>>()?;
        let loaded = self.data.load(self.print)?;
        let frames = chosen.iter().map(|chosen| chosen.frame(&loaded, self.print)).collect::<Result<_>>()?;
        let target_patterns = Target::new(frames, &places, &wanted).map_err(wrong)?;
        self.note_left_out(&target_patterns);
        let scenarios: Vec<Scenario> = chosen.into_iter().map(|chosen| chosen.scenario).collect();
        let effort = Effort {
            particles: self.particles,
            simulations: self.simulations,
            runs: self.runs,
            new_runs: self.new_runs,
            seed: scenarios[0].run.seed,
        };
        let plan = Plan::new(parameters, target_patterns, arms, effort).map_err(wrong)?;
        signals::stop_in_order()?;
        let place = target(self.out.as_ref(), self.force);
        let (calibration, directory) = match Directory::open(&place, &scenarios, &plan, files_of(&loaded)?)? {
            Found::Finished(calibration, directory) => {
                self.print.note(format_args!("{}: this calibration is finished", directory.display()));
                (*calibration, directory)
            }
            Found::Open(mut directory, damage) => {
                if let Some(damage) = damage {
                    print::aside(format_args!("warning: {damage}"));
                }
                self.run(&plan, &mut directory)?;
                let path = directory.path().to_owned();
                let finished = directory.finish(&plan).map_err(|error| {
                    let kept =
                        format!("all simulations are saved in {}; rerun the same command to finish", path.display());
                    anyhow::Error::from(error).context(kept)
                })?;
                (finished.0, path)
            }
        };
        let page = words::Page { scenarios: &scenarios, plan: &plan, calibration: &calibration, directory: &directory };
        self.print.results(|| page.json(), || page.text())
    }

    fn overrides(&self) -> Result<Vec<(String, String)>> {
        let mut all = Measured::all_defined(&self.outcome, "--target names the outcomes to meet")?;
        all.extend(self.seed.iter().map(|seed| ("run.seed".to_owned(), seed.to_string())));
        Ok(all)
    }

    fn note_left_out(&self, target: &Target) {
        for world in target.worlds.iter().filter(|world| !world.left_out.is_empty()) {
            let of = if target.worlds.len() > 1 { format!("{}: ", world.name) } else { String::new() };
            let left_out = world.left_out.join(", ");
            self.print
                .note(format_args!("note: {of}the record has no value, or no standard error, of {left_out}: left out"));
        }
    }

    fn run(&self, plan: &Plan, directory: &mut Directory) -> Result<()> {
        let (all, done) = (plan.jobs(), directory.done());
        if done > 0 {
            let place = directory.path().display();
            self.print.note(format_args!("Resuming in {place}: {done} of {all} simulations are saved."));
        }
        let work = Work::new(all, all.saturating_sub(done), "simulations", self.print.quiet);
        work.begin_at(done);
        let mut progress = |arm: &str| {
            work.set_message(arm);
            work.inc(1);
        };
        let mut controls = Controls { threads: self.threads.number, cancel: &CANCEL, progress: &mut progress };
        let result = calibrate::run(plan, directory, &mut controls);
        work.end();
        result.map_err(|stopped| kept(directory, all, stopped))
    }
}

/// An arm: the scenarios, each cut at the end of its window, with mechanisms off.
fn arm(chosen: &[Chosen], overrides: &[(String, String)], number: usize) -> Result<Arm> {
    let null = number.checked_sub(1).map(|null| &NULLS[null]);
    let of = |chosen: &Chosen| {
        let mut overrides = overrides.to_vec();
        overrides.extend([
            ("run.rounds".to_owned(), chosen.rounds.to_string()),
            ("run.shortened".to_owned(), "true".to_owned()),
        ]);
        overrides.extend(null.iter().flat_map(|null| null.overrides()));
        Ok(scenario::load(&chosen.path, &overrides)?)
    };
    let scenarios = chosen.iter().map(of).collect::<Result<_>>()?;
    Ok(Arm::new(null.map_or(MODEL, |null| null.name), number, scenarios))
}

/// The message for a calibration that did not finish.
fn kept(directory: &Directory, all: u64, stopped: Stopped) -> anyhow::Error {
    let place = quoted(&directory.path().display().to_string());
    let text =
        format!("{} of {all} simulations are saved in {place}; rerun the same command for the rest", directory.done());
    match stopped {
        Stopped::Cancelled => Interrupted(format!("stopped: {text}")).into(),
        Stopped::Output(error) => anyhow::Error::from(error).context(text),
        Stopped::Scenario(errors) => errors.into(),
        Stopped::Threads(error) => anyhow::Error::from(error).context(text),
    }
}

#[allow(clippy::needless_pass_by_value)] // it is the argument of map_err
fn wrong(error: CalibrationError) -> anyhow::Error {
    user_error(error.to_string())
}
