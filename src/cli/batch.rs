//! `takvin batch`: many scenarios, one run directory each, and a table over all of them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;

use super::cost;
use super::failure::{self, user_error};
use super::options::{Confirm, Printing, TableFormat, Threads};
use super::overrides::OfScenario;
use super::print::{self, number};
use super::progress::Work;
use super::signals::{self, CANCEL};
use super::whole::whole;
use crate::output::OutputError;
use crate::record::summary::{OUTCOMES, Outcome};
use crate::scenario;
use crate::studies::batch::{Batch, Candidate, Controls, End, Ended, Figures, Progress, Stopped, TABLE};

/// This file has every parameter but no states, so it is skipped when a directory is given.
const DEFAULTS: &str = "defaults.toml";

/// Run many scenarios: one directory for each, and a table over all.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
#[command(after_help = "Examples:\n  takvin batch cold-war middle-world spiral --runs 50\n  \
    takvin batch scenarios/ --out results/all             every .toml in a folder\n  \
    takvin batch mine/ --runs 200 --set parameters.switches.diffusion=false --out results/closed\n  \
    takvin plot output/batch/cold-war                     the figures of one of them\n\n\
    An interrupted batch is resumed by the same command: every finished run is saved. A scenario that is\n\
    broken or fails is reported and does not stop the others.\n\n\
    Exit codes: 0 all done, 1 a scenario failed while it ran, 2 one could not be loaded, 130 interrupted.")]
pub(crate) struct BatchCommand {
    /// Scenario files, names of shipped scenarios (see `takvin list`), or directories. Of a directory every .toml is
    /// run, in order of name, except defaults.toml.
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Directory of the batch. It gets a run directory for each scenario, and batch.csv.
    #[arg(long, value_name = "DIR", default_value = "output/batch")]
    out: PathBuf,
    /// Replicates of every scenario, numbered from 0.
    #[arg(long, alias = "replicates", value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000))]
    runs: Option<u32>,
    #[command(flatten)]
    given: OfScenario,
    #[command(flatten)]
    threads: Threads,
    /// Overwrite other runs in these directories; removes only files that their manifests list.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    print: Printing,
    /// Write pairs.csv as well; with a number, only for the first RUNS runs.
    #[arg(long, value_name = "RUNS", num_args = 0..=1, require_equals = true, default_missing_value = "1000000", value_parser = whole::<u32>(1, 1_000_000))]
    pairs: Option<u32>,
    #[command(flatten)]
    format: TableFormat,
}

impl BatchCommand {
    /// Loads all scenarios, runs what is not done yet, and reports the results.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failed scenario or an interruption. Finished runs are kept.
    pub(crate) fn carry_out(self) -> Result<()> {
        let scenarios = self.load()?;
        let broken = scenarios.iter().filter(|candidate| candidate.scenario.is_err()).count();
        if broken == scenarios.len() {
            let none = if broken == 1 {
                "the scenario cannot run".to_owned()
            } else {
                format!("none of {broken} scenarios can run")
            };
            return Err(user_error(format!("{none}; correct the errors shown above")));
        }
        signals::stop_in_order()?;
        for scenario in scenarios.iter().filter_map(|candidate| candidate.scenario.as_ref().ok()) {
            cost::refuse_excess(scenario, scenario.run.replicates.into(), 0, self.threads.number, self.confirm.yes)?;
        }
        let batch = Batch::open(&self.out, scenarios, self.format.formats(), self.force)?;
        let (runs, weight) = batch.to_do();
        let work = Work::new(runs, weight, "runs", self.print.quiet);
        let progress = |news| match news {
            Progress::Round(weight) => work.add(weight),
            Progress::Run => work.done(1),
            Progress::LeftOut(runs, weight) => work.leave_out(runs, weight),
        };
        let ended = batch.run(&Controls { threads: self.threads.number, cancel: &CANCEL, progress: &progress });
        work.end();
        let ended = ended.map_err(|stopped| match stopped {
            Stopped::Output(error) if error.is_full_disk() => full(error, &self.out),
            other => other.into(),
        })?;
        let scenarios = || ended.iter().map(|one| Row::of(one, &self.out)).collect();
        let json = || Json {
            directory: print::path(&self.out),
            table: print::path(&self.out.join(TABLE)),
            scenarios: scenarios(),
        };
        self.print.results(json, || text(&ended, &self.out))?;
        complaint(&ended)
    }

    /// Loads every scenario and reports those that are not valid.
    fn load(&self) -> Result<Vec<Candidate>> {
        let mut overrides = self.given.overrides()?;
        let mut set = |path: &str, value: Option<String>| {
            overrides.extend(value.map(|value| (path.to_owned(), value)));
        };
        set("record.pairs", self.pairs.map(|_| "true".to_owned()));
        set("record.pairs_runs", self.pairs.map(|runs| runs.to_string()));
        set("run.replicates", self.runs.map(|runs| runs.to_string()));
        let mut candidates = Vec::new();
        for path in self.scenarios.iter().map(|path| files(path)).collect::<Result<Vec<_>>>()?.into_iter().flatten() {
            let scenario = super::loading::load(&path, &overrides);
            let stem =
                || path.file_stem().map_or_else(|| "scenario".into(), |stem| stem.to_string_lossy().into_owned());
            let name = scenario.as_ref().map_or_else(|_| stem(), |scenario| scenario.name.clone());
            if let Err(errors) = &scenario {
                print::aside(format_args!("{} cannot run:", path.display()));
                failure::report(&errors.clone().into());
                print::aside(format_args!(""));
            }
            candidates.push(Candidate { name, scenario });
        }
        Ok(candidates)
    }
}

/// The scenario files that an argument means.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let is_shipped = || scenario::shipped().iter().any(|shipped| path.as_os_str() == shipped.name);
    if !path.is_dir() || is_shipped() {
        return Ok(vec![path.to_owned()]);
    }
    let shown = path.display();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).with_context(|| format!("{shown}: could not be read"))? {
        let file = entry.with_context(|| format!("{shown}: could not be read"))?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let is_toml = file.extension().is_some_and(|ending| ending == "toml");
        if is_toml && !name.starts_with('.') && name != DEFAULTS && file.is_file() {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(user_error(format!(
            "{shown}: the directory does not hold a scenario; give a directory with .toml files, or a scenario"
        )));
    }
    files.sort();
    Ok(files)
}

fn full(error: OutputError, out: &Path) -> anyhow::Error {
    let kept = format!(
        "the disk is full; finished runs are saved in {}. Make room, and rerun the same command for the rest",
        out.display()
    );
    anyhow::Error::from(error).context(kept)
}

/// The error for scenarios that failed. Those that could not be loaded were reported before.
fn complaint(ended: &[Ended]) -> Result<()> {
    let (mut failed, mut unloaded) = (Vec::new(), Vec::new());
    for one in ended {
        match &one.end {
            End::Failed { unloaded: true, .. } => unloaded.push(one.name.as_str()),
            End::Failed { reason, .. } => failed.push(format!("\n  {}: {reason}", one.directory)),
            End::Done { .. } => {}
        }
    }
    let all = ended.len();
    let broken = || format!("{} of {all} scenarios could not be loaded ({})", unloaded.len(), unloaded.join(", "));
    if !failed.is_empty() {
        let also = if unloaded.is_empty() { String::new() } else { format!("\n{}", broken()) };
        return Err(anyhow::anyhow!("{} of {all} scenarios failed:{}{also}", failed.len(), failed.concat()));
    }
    if unloaded.is_empty() {
        return Ok(());
    }
    Err(user_error(format!("{}; correct the errors shown above and rerun the same command", broken())))
}

fn status(end: &End) -> &'static str {
    match end {
        End::Done { already: true, .. } => "there already",
        End::Done { .. } => "done",
        End::Failed { .. } => "failed",
    }
}

/// A measure of a scenario that has run.
fn figures(ended: &Ended, name: &str) -> Option<Figures> {
    let End::Done { outcomes, .. } = &ended.end else { return None };
    OUTCOMES.iter().position(|outcome| outcome.name == name).and_then(|at| outcomes.get(at)).copied()
}

/// The table for people.
fn text(ended: &[Ended], out: &Path) -> String {
    let header = [
        "scenario",
        "status",
        "runs",
        "governance: start",
        "end",
        "disputes per 1,000 pair-years",
        "seconds",
        "directory",
    ];
    let mut table = print::table(header);
    for one in ended {
        let mean = |name: &str, scale: f64| number(figures(one, name).map_or(f64::NAN, |found| found.mean * scale));
        let a_year = one.settings.map_or(f64::NAN, |settings| 1.0 / settings.round_years);
        let dash = || "–".to_owned();
        let (seconds, directory) = match one.end {
            End::Done { seconds, .. } => (format!("{seconds:.1}"), out.join(&one.directory).display().to_string()),
            End::Failed { .. } => (dash(), dash()),
        };
        table.add_row([
            one.name.clone(),
            status(&one.end).to_owned(),
            one.settings.map_or_else(dash, |settings| settings.runs.to_string()),
            mean("governance_start", 1.0),
            mean("governance_end", 1.0),
            mean("dispute_rate", a_year),
            seconds,
            directory,
        ]);
    }
    let mut text = print::plain(&table);
    let _ = writeln!(text, "\n\nAll outcome measures: {}", out.join(TABLE).display());
    text
}

/// The table in JSON.
#[derive(Serialize)]
struct Json<'a> {
    directory: String,
    table: String,
    scenarios: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    scenario: &'a str,
    title: &'a str,
    status: &'static str,
    reason: Option<&'a str>,
    directory: Option<String>,
    runs: Option<u32>,
    rounds: Option<u32>,
    seed: Option<u64>,
    seconds: Option<f64>,
    #[serde(serialize_with = "print::object")]
    outcomes: Vec<(&'static str, Spread)>,
}

#[derive(Serialize)]
struct Spread {
    unit: &'static str,
    mean: f64,
    sd: f64,
}

impl<'a> Row<'a> {
    fn of(ended: &'a Ended, out: &Path) -> Self {
        let (reason, directory, seconds, outcomes) = match &ended.end {
            End::Done { seconds, outcomes, .. } => {
                (None, Some(print::path(&out.join(&ended.directory))), Some(*seconds), outcomes.as_slice())
            }
            End::Failed { reason, .. } => (Some(reason.as_str()), None, None, &[][..]),
        };
        let spread = |(outcome, found): (&Outcome, &Figures)| {
            (outcome.name, Spread { unit: outcome.unit, mean: found.mean, sd: found.deviation })
        };
        Self {
            scenario: &ended.name,
            title: &ended.title,
            status: status(&ended.end),
            reason,
            directory,
            runs: ended.settings.map(|settings| settings.runs),
            rounds: ended.settings.map(|settings| settings.rounds),
            seed: ended.settings.map(|settings| settings.seed),
            seconds,
            outcomes: OUTCOMES.iter().zip(outcomes).map(spread).collect(),
        }
    }
}
