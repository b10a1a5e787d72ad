//! `takvin loop`: the effects of policy on governance and of governance on policy, measured in depth in one world.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::cost;
use super::failure::user_error;
use super::names::named;
use super::options::{Confirm, Printing, Threads, target};
use super::overrides::{OfScenario, refuse_both, refuse_recording};
use super::plot::draw_all;
use super::print::{self, plain};
use super::progress::Work;
use super::signals::{self, CANCEL};
use super::whole::whole;
use crate::batch::BatchError;
use crate::output::Manifest;
use crate::output::manifest::Studied;
use crate::output::quoted::quoted;
use crate::plot::the_loop::LOOP_FIGURES;
use crate::scenario::Scenario;
use crate::scenario::suggest::{did_you_mean, listed};
use crate::studies::the_loop::{
    EXPERIMENTS, Estimate, Experiment, FEWEST_ROUNDS, Found, Grids, Headline, Lab, Results, Stopped, directory,
    focal_states, lab,
};

/// The default number of replicates, and the number with --quick.
const REPLICATES: [u32; 2] = [20, 6];

/// Measure the loop between governance and policy in depth in one world.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is an option that is given or not
#[command(
    mut_arg("rounds", |rounds| rounds.help("Rounds of every run, at least 10; later events are left out")),
    after_help = after_help()
)]
pub(crate) struct LoopCommand {
    /// Scenario file, or name of a shipped scenario (see `takvin list`).
    scenario: PathBuf,
    #[command(flatten)]
    given: OfScenario,
    /// States to hold, shock and measure, separated by commas, each in its own runs; may be repeated [default: three,
    /// spread evenly over the states that are present at the start, do not leave and have another state within reach].
    #[arg(long, value_name = "NAMES")]
    states: Vec<String>,
    /// Replicates of everything [default: 20; with --quick 6].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(2, 100_000))]
    replicates: Option<u32>,
    /// Coarse grids and few replicates, for a first look.
    #[arg(long)]
    quick: bool,
    /// Parts to carry out, separated by commas [default: all].
    #[arg(long, value_name = "PARTS", value_delimiter = ',')]
    only: Vec<String>,
    /// Directory of the results [default: output/loop-NAME; with -2 and so on if that exists].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
    /// Overwrite a study of the loop in a directory given by --out; removes only files that its manifest lists, so
    /// figures stay until they are drawn again.
    #[arg(long, requires = "out")]
    force: bool,
    /// Draw the figures as well, into figures/ in the directory.
    #[arg(long)]
    plot: bool,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    print: Printing,
}

fn after_help() -> String {
    let mut text = String::from("Parts:\n");
    for part in &EXPERIMENTS {
        let _ = writeln!(text, "  {:<11} {}", part.name, part.about);
    }
    text.push_str(
        "\nExamples:\n  takvin loop middle-world --quick --plot\n  takvin loop cold-war --states USA,USSR --out results/loop\n  \
         takvin loop mine.toml --only responses,half-life --replicates 50\n  \
         takvin loop mine.toml --set parameters.system.drift=0 --only basins\n\n\
         The page loop.md in the directory describes methods and results. docs/loop.md explains every part and its equations, \
         docs/files.md every column of the tables.",
    );
    text
}

impl LoopCommand {
    /// Carries out the parts, writes and reports.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failure to write, or an interruption. Then no files are left.
    pub(crate) fn carry_out(self) -> Result<()> {
        let parts = self.parts()?;
        let mut scenario = self.scenario()?;
        let focal = self.focal(&scenario)?;
        let replicates = self.replicates.unwrap_or(REPLICATES[usize::from(self.quick)]);
        scenario.run.replicates = replicates;
        let names: Vec<String> = focal.iter().map(|&i| scenario.setup.names[i].clone()).collect();
        signals::stop_in_order()?;
        let target = target(self.out.as_ref(), self.force);
        let command = self.command(&scenario, &parts, &names, replicates);
        let studied = Studied {
            command: command.clone(),
            parts: parts.iter().map(|part| part.name.to_owned()).collect(),
            states: names,
            replicates,
            quick: self.quick,
        };
        let lab = Lab {
            scenario: &scenario,
            focal,
            replicates,
            grids: if self.quick { Grids::COARSE } else { Grids::FINE },
            threads: self.threads.number,
            cancel: &CANCEL,
            progress: &|| (),
        };
        let all: u64 = parts.iter().map(|part| (part.runs)(&lab)).sum();
        cost::refuse_excess(&scenario, all, 0, self.threads.number, self.confirm.yes)?;
        let manifest = Manifest {
            studied: Some(studied),
            ..Manifest::new(&scenario, u32::try_from(all).unwrap_or(u32::MAX), None, SystemTime::now(), Duration::ZERO)
        };
        let results = Results::create(&target, &format!("loop-{}", scenario.name), manifest)?;
        let work = Work::new(all, all, "runs", self.print.quiet);
        let progress = || {
            work.inc(1);
        };
        let lab = Lab { progress: &progress, ..lab };
        let found = parts.iter().map(|part| Ok((*part, (part.carry_out)(&lab)?))).collect::<Result<Vec<_>, Stopped>>();
        let found = found.map_err(|error| match error {
            BatchError::Scenario(errors) => anyhow::Error::from(errors),
            other => anyhow::Error::from(other),
        })?;
        work.end();
        let place = results.path().to_owned();
        let mut files = results.finish(&lab, &command, &found)?;
        if self.plot {
            files.extend(draw_all(&place, true)?.files);
        }
        warn_of_former(&place, &files);
        let json = || Json {
            scenario: &scenario.name,
            states: lab.focal.iter().map(|&i| scenario.setup.names[i].as_str()).collect(),
            replicates,
            rounds: lab.rounds(),
            seed: lab.seed(),
            summary: directory::adjusted(&found).into_iter().map(Line::of).collect(),
            directory: print::path(&place),
            files: print::paths(&files),
        };
        self.print.results(json, || summary(&lab, &found, all, &files))
    }

    /// The requested parts in their fixed order, each once.
    fn parts(&self) -> Result<Vec<&'static Experiment>> {
        for name in &self.only {
            if EXPERIMENTS.iter().all(|part| part.name != name) {
                let known = EXPERIMENTS.iter().map(|part| part.name);
                return Err(user_error(unknown("part", name, known)));
            }
        }
        Ok(EXPERIMENTS
            .iter()
            .filter(|part| self.only.is_empty() || self.only.iter().any(|name| name == part.name))
            .collect())
    }

    fn scenario(&self) -> Result<Scenario> {
        refuse_both(&self.given.set, "run.replicates", "--replicates")?;
        refuse_recording(&self.given.set)?;
        let scenario = super::loading::load(&self.scenario, &self.given.overrides()?)?;
        if scenario.run.rounds < FEWEST_ROUNDS {
            return Err(user_error(format!(
                "{} rounds: a study of the loop needs {FEWEST_ROUNDS} or more; give them with --rounds",
                scenario.run.rounds
            )));
        }
        Ok(scenario)
    }

    /// The numbers of the states to study.
    fn focal(&self, scenario: &Scenario) -> Result<Vec<usize>> {
        let names = &scenario.setup.names;
        if self.states.is_empty() {
            let focal = focal_states(&scenario.setup);
            if focal.is_empty() {
                return Err(user_error(
                    "no state that is present at the start and does not leave has another state within reach, so its policy cannot \
                    be studied. Name states with --states",
                ));
            }
            return Ok(focal);
        }
        let links = lab::topology(&scenario.setup);
        let mut focal = Vec::new();
        for name in &named(&self.states, |text| names.iter().any(|name| name == text)) {
            let place = names.iter().position(|there| there == name);
            let place = place.ok_or_else(|| user_error(unknown("state", name, names.iter().map(String::as_str))))?;
            if links.degree(place) == 0 {
                return Err(user_error(format!(
                    "--states {name}: no other state is within its reach, so it does not have a policy to study"
                )));
            }
            if !focal.contains(&place) {
                warn_of_absence(scenario, place);
                focal.push(place);
            }
        }
        Ok(focal)
    }

    /// The command that makes the same tables.
    fn command(&self, scenario: &Scenario, parts: &[&Experiment], states: &[String], replicates: u32) -> String {
        let mut words = vec!["takvin loop".to_owned(), quoted(&self.scenario.display().to_string())];
        if scenario.setup.names.iter().any(|name| name.contains(',')) {
            words.extend(states.iter().map(|state| format!("--states {}", quoted(state))));
        } else {
            words.push(format!("--states {}", quoted(&states.join(","))));
        }
        words.push(format!("--replicates {replicates} --rounds {} --seed {}", scenario.run.rounds, scenario.run.seed));
        words.extend(self.given.set.iter().map(|set| format!("--set {}", quoted(set))));
        words.extend(self.given.noise.map(|noise| format!("--noise {noise:?}").to_lowercase()));
        words.extend(self.quick.then(|| "--quick".to_owned()));
        if parts.len() < EXPERIMENTS.len() {
            words.push(format!("--only {}", parts.iter().map(|part| part.name).collect::<Vec<_>>().join(",")));
        }
        words.join(" ")
    }
}

/// Warns if the directory has figures of the study that was overwritten.
fn warn_of_former(place: &Path, files: &[PathBuf]) {
    let named = |ending: &'static str| LOOP_FIGURES.iter().map(move |figure| format!("{}.{ending}", figure.name));
    let figures = ["png", "svg"].into_iter().flat_map(named).map(|name| place.join("figures").join(name));
    let former: Vec<PathBuf> = figures.filter(|path| path.exists() && !files.contains(path)).collect();
    if !former.is_empty() {
        let names: Vec<String> = former.iter().map(|path| path.display().to_string()).collect();
        print::aside(format_args!(
            "warning: {}: drawn from the former study; draw the figures again with takvin plot {}, or remove them",
            names.join(", "),
            quoted(&place.display().to_string())
        ));
    }
}

/// Warns if a state is not in the world all the time.
fn warn_of_absence(scenario: &Scenario, state: usize) {
    let (rounds, name) = (scenario.run.rounds, &scenario.setup.names[state]);
    let away = lab::rounds_away(&scenario.setup, state, rounds);
    if let [first, .., last] | [first @ last] = away[..] {
        print::aside(format_args!(
            "warning: {name} is away in {} of {rounds} rounds, from round {first} to {last}: interventions on it then have no effect, \
             and measures of it are missing; most measures use the last fifth of the run",
            away.len()
        ));
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let hint = did_you_mean(name, known.clone());
    format!("the {what} `{name}` does not exist{hint}\n  {what}s are {}", listed(known))
}

/// The summary for people.
fn summary(lab: &Lab<'_>, found: &[(&Experiment, Found)], runs: u64, files: &[PathBuf]) -> String {
    let scenario = lab.scenario;
    let title = scenario.shown_title();
    let names: Vec<&str> = lab.focal.iter().map(|&i| scenario.setup.names[i].as_str()).collect();
    let mut text = format!(
        "{title}\nStates {}; {} replicates, {} rounds, seed {}; {runs} runs\n\n",
        names.join(", "),
        lab.replicates,
        lab.rounds(),
        lab.seed()
    );
    let mut table = print::table(["part", "measure", "world", "value", "95 % interval", "p (Holm)"]);
    let mut before = "";
    for (line, p) in directory::adjusted(found) {
        let Estimate { value, low, high, .. } = line.estimate;
        let value = format!("{}{}", if line.bound == "is" { "" } else { "≥ " }, print::number(value));
        let interval =
            if low.is_nan() { String::new() } else { format!("{} to {}", print::number(low), print::number(high)) };
        let p = if p.is_nan() { String::new() } else { print::number(p) };
        let part = if line.part == before { "" } else { line.part };
        before = line.part;
        table.add_row([part, &line.measure, line.world, &value, &interval, &p]);
    }
    let _ = writeln!(text, "{}", plain(&table));
    let tests = directory::adjusted(found).iter().filter(|(_, p)| !p.is_nan()).count();
    text.push_str(&smallest_p(tests, lab.replicates));
    text.push_str("\nWritten:\n");
    for file in files {
        let _ = writeln!(text, "  {}", file.display());
    }
    text
}

/// The effect of few replicates on p: a sign-flip test of n values cannot go below 2/2ⁿ, and Holm's method multiplies
/// the smallest p by the number of tests.
fn smallest_p(tests: usize, replicates: u32) -> String {
    let smallest = |n: u32| tests as f64 * 2.0 / 2f64.powf(f64::from(n));
    if tests == 0 || smallest(replicates) < 0.05 {
        return String::new();
    }
    let enough = (replicates..1000).find(|&n| smallest(n) < 0.05).unwrap_or(1000);
    format!(
        "\nWith {replicates} replicates the p of {tests} tests cannot be below {}; --replicates {enough} or more can give p < 0.05.\n",
        print::number(smallest(replicates).min(1.0))
    )
}

/// The summary in JSON.
#[derive(Serialize)]
struct Json<'a> {
    scenario: &'a str,
    states: Vec<&'a str>,
    replicates: u32,
    rounds: u32,
    seed: u64,
    summary: Vec<Line>,
    directory: String,
    files: Vec<String>,
}

/// A measure of a part.
#[derive(Serialize)]
struct Line {
    part: &'static str,
    measure: String,
    world: &'static str,
    bound: &'static str,
    value: f64,
    low: f64,
    high: f64,
    p: f64,
    p_holm: f64,
    replicates: usize,
}

impl Line {
    fn of((headline, p_holm): (Headline, f64)) -> Self {
        let Headline { part, measure, world, bound, estimate } = headline;
        let Estimate { value, low, high, p, replicates } = estimate;
        Self { part, measure, world, bound, value, low, high, p, p_holm, replicates }
    }
}
