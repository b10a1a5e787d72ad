//! `takvin sensitivity`: which parameters matter for an outcome, by the usual methods.

mod words;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::failure::user_error;
use super::options::{Printing, Threads};
use super::overrides::{Measured, OfScenario, refuse_both, refuse_recording};
use super::signals::{self, CANCEL};
use super::sweep::running::{Ended, Running};
use super::sweep::words::{EstimateJson, estimate};
use super::whole::whole;
use crate::analysis::sensitivity::error::SensitivityError;
use crate::analysis::sensitivity::saltelli::balanced;
use crate::output::additions::add_to_run;
use crate::output::work::checked_table;
use crate::output::{Format, RunReader, SCENARIO, csv_tables, table_file, write_whole};
use crate::scenario::suggest::did_you_mean;
use crate::scenario::{self, Scenario};
use crate::studies::sensitivity::sample::{Sample, factors, may_be_correlated};
use crate::studies::sensitivity::{Method, OfOutcome, Settings, study, tables};
use crate::studies::sweep::{self, RunError, Shard, Sweep};

/// What varies if nothing else is given.
const ALL_PARAMETERS: (&str, &str) = ("parameters.*", "within 30%");
/// Replicates of each point if nothing else is given.
const REPLICATES: u32 = 5;

/// Find out which parameters matter for an outcome.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
#[command(
    name = "sensitivity",
    after_help = "Methods:\n  \
        morris    elementary effects: which of many parameters matter at all (the default)\n  \
        sobol     shares of the variance: first order, total, with --second-order of pairs\n  \
        pawn      how far the distribution of the outcome moves; from any sample\n  \
        rbd-fast  first-order shares of the variance; from any sample\n  \
        oat       curves of one parameter at a time around the scenario\n\n\
        Examples:\n  \
        takvin sensitivity middle-world --outcome war_rate                         all parameters within 30 %\n  \
        takvin sensitivity mine.toml --vary \"parameters.threat.*=within 50%\" --points 50\n  \
        takvin sensitivity mine.toml --method sobol --points 1024 --vary parameters.feedback.threat=0..2 \\\n    \
        --vary parameters.constitution.rate=0..0.1 --vary parameters.switches.diffusion=true,false\n  \
        takvin sensitivity mine.toml --method oat --vary parameters.feedback.threat=0..2/9\n  \
        takvin sensitivity output/mine-sensitivity --outcome coups                 another outcome of the same runs\n  \
        takvin sensitivity output/mine-sweep --method pawn                         from a sweep of random points\n\n\
        An interrupted study is resumed by the same command. With --shard I/N each part runs by itself: merge the parts with\n\
        takvin merge, and give the merged directory to this command."
)]
pub(crate) struct Sensitivity {
    /// Scenario file, name of a shipped scenario, or the directory of a finished sweep, whose runs are used.
    scenario: PathBuf,
    /// The method [default: morris, or the one that fits the sweep].
    #[arg(long, value_name = "METHOD", hide_possible_values = true, value_parser = Method::ALL.map(|(name, _)| name))]
    method: Option<String>,
    /// An outcome measure; with an expression, one of your own, as in "allied=mean(world.alliances, last 20)". May be
    /// repeated [default: the outcome of the sweep, or else governance_end].
    #[arg(long, value_name = "NAME[=EXPRESSION]")]
    outcome: Vec<String>,
    /// An axis: a dotted path or a pattern such as parameters.threat.*, and its values, as in takvin sweep; "within 30%" is
    /// around the value of the scenario, "all" the whole range [default: "parameters.*=within 30%"].
    #[arg(long, value_name = "PATH=VALUES")]
    vary: Vec<String>,
    /// Axes that are moved together, for morris and sobol: a name and paths or patterns with commas between.
    #[arg(long, value_name = "NAME=PATHS")]
    group: Vec<String>,
    /// Trajectories of morris (default 20), base points of sobol (256), points of pawn and rbd-fast (512).
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000_000))]
    points: Option<u32>,
    /// Make the points for pairs of axes as well, for sobol; takes twice as many.
    #[arg(long)]
    second_order: bool,
    /// Values of each axis in the trajectories of morris, an even number [default: 4].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(2, 1000))]
    levels: Option<u32>,
    /// Seed of the points; the runs use --seed.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u64>(0, i64::MAX as u64))]
    design_seed: Option<u64>,
    /// Resamples of each interval; 0 for none.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 1000, value_parser = whole::<u32>(0, 100_000))]
    resamples: u32,
    /// Replicates of every point [default: 5].
    #[arg(long, alias = "replicates", value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000))]
    runs: Option<u32>,
    #[command(flatten)]
    given: OfScenario,
    /// Run only a shard of the points, as in 2/4.
    #[arg(long, value_name = "I/N", allow_negative_numbers = true)]
    shard: Option<Shard>,
    /// Directory of the study [default: output/SCENARIO-sensitivity].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the number of runs, the time from a measured sample, and the disk space; do not run the study.
    #[arg(long)]
    dry_run: bool,
    /// Run even a very large number of points or runs.
    #[arg(long)]
    yes: bool,
    /// Overwrite another sweep in the directory; removes only files that belong to it.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    print: Printing,
}

impl Sensitivity {
    /// Runs what is not done yet, computes the indices, writes and reports.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failure to write, an interruption, or if no outcome has indices.
    pub(crate) fn carry_out(self) -> Result<()> {
        signals::stop_in_order()?;
        let is_directory = self.scenario.is_dir();
        let (sweep, path) = if is_directory { self.finished()? } else { self.new_sweep()? };
        let method = self.method(&sweep, is_directory)?;
        if self.dry_run {
            let tried = sweep::estimate(&sweep, self.threads.number, &CANCEL)?.ok_or(RunError::Cancelled)?;
            return self.print.results(|| EstimateJson::of(&sweep, &tried), || estimate(&sweep, &tried));
        }
        let outcomes = self.outcomes(&sweep)?;
        if !is_directory {
            let formats = &[Format::Csv];
            let running = Running {
                sweep: &sweep,
                path: &path,
                formats,
                threads: self.threads,
                print: self.print,
                can_extend: false,
                runs_from: &[],
            };
            if let Ended::Finished(finished) = running.to_its_end(self.force, false)? {
                let overview = &finished.overview;
                anyhow::ensure!(
                    overview.failed < overview.runs,
                    "every run failed; {} says why",
                    path.join("points.csv").display()
                );
            }
            if self.shard.is_some() {
                let shown = path.display();
                return self.print.text(&format!(
                    "The runs of this shard are in {shown}. Merge all shards with takvin merge, and give the merged directory to \
                     takvin sensitivity.\n"
                ));
            }
        }
        let reader = RunReader::open(&path)?;
        // Outcomes that were studied before stay in the tables.
        let mut all = earlier(&reader, &sweep, method);
        all.extend(outcomes.iter().copied().filter(|at| !all.contains(at)).collect::<Vec<_>>());
        let sample = Sample::read(&reader, &sweep, &all)?;
        let settings = Settings { method, resamples: self.resamples as usize, seed: sweep.plan.seed };
        let found = study(&sweep, &sample, &all, settings);
        let names: Vec<String> = sweep.scenario.outcomes.names().map(str::to_owned).collect();
        let factors = factors(&sweep);
        let files = write(&path, &found, &names, &factors, method)?;
        if method == Method::Sobol && !balanced(sweep.plan.points as usize) {
            self.print.note(format_args!(
                "note: {} base points; a power of two covers the space more evenly",
                sweep.plan.points
            ));
        }
        if may_be_correlated(&sweep) {
            self.print.note(format_args!(
                "warning: axes may move together in these points, so an index also contains what the others do; use a design without \
                 constraints and lists to keep them apart"
            ));
        }
        let overview = sweep::finished(&sweep, &path)?.overview;
        if overview.failed > 0 {
            self.print.note(format_args!(
                "{} of {} runs failed and are left out; {} has the reasons",
                overview.failed,
                overview.runs,
                path.join("points.csv").display()
            ));
        }
        let found: Vec<OfOutcome> = found.into_iter().filter(|of| outcomes.contains(&of.outcome)).collect();
        let report =
            words::Report { sweep: &sweep, method, found: &found, names: &names, factors: &factors, files: &files };
        self.print.results(|| report.json(), || report.text())?;
        let why =
            found.iter().filter_map(|of| Some(format!("{}: {}", names.get(of.outcome)?, of.found.as_ref().err()?)));
        anyhow::ensure!(
            found.iter().any(|of| of.found.is_ok()),
            "none of the outcomes has indices\n  {}",
            why.collect::<Vec<_>>().join("\n  ")
        );
        Ok(())
    }

    /// A finished sweep, with outcomes of the command line only if it has them already.
    fn finished(&self) -> Result<(Sweep, PathBuf)> {
        let path = self.scenario.clone();
        let idle = [
            (!self.vary.is_empty(), "--vary"),
            (!self.group.is_empty(), "--group"),
            (self.points.is_some(), "--points"),
            (self.second_order, "--second-order"),
            (self.levels.is_some(), "--levels"),
            (self.design_seed.is_some(), "--design-seed"),
            (self.runs.is_some(), "--runs"),
            (self.shard.is_some(), "--shard"),
            (self.out.is_some(), "--out"),
            (self.dry_run, "--dry-run"),
            (!self.given.overrides()?.is_empty(), "--set, --rounds, --seed and --noise"),
            (!Measured::read(&self.outcome)?.overrides.is_empty(), "an expression"),
        ];
        if let Some((_, option)) = idle.into_iter().find(|(given, _)| *given) {
            return Err(user_error(format!(
                "{option} would have no effect: {} has runs already, and they are used as they are; give the scenario for new runs",
                path.display()
            )));
        }
        let manifest = RunReader::open(&path)?.manifest;
        let Some(swept) = &manifest.sweep else {
            return Err(user_error(format!(
                "{}: these are {}; give the directory of a sweep, or a scenario",
                path.display(),
                manifest.kind().words()
            )));
        };
        if let Some(shard) = &swept.shard {
            return Err(user_error(format!(
                "{}: this is shard {shard}; merge all shards with takvin merge, and give the merged directory",
                path.display()
            )));
        }
        let scenario = scenario::load_for_sweep(&path.join(SCENARIO), &[])?;
        Ok((Sweep::new(scenario, None, true)?, path))
    }

    /// The sweep that the method needs, and its directory.
    fn new_sweep(&self) -> Result<(Sweep, PathBuf)> {
        if self.runs.is_some() {
            refuse_both(&self.given.set, "run.replicates", "--runs")?;
        }
        refuse_recording(&self.given.set)?;
        let method = self.method.as_deref().unwrap_or(Method::Morris.name());
        let method = Method::ALL.iter().find(|(name, _)| *name == method).map_or(Method::Morris, |(_, method)| *method);
        let mut overrides = self.overrides(method)?;
        let varies = |scenario: &Scenario| scenario.sweep.as_ref().is_some_and(|plan| !plan.axes.is_empty());
        let mut scenario = super::loading::load_for_sweep(&self.scenario, &overrides)?;
        if !varies(&scenario) {
            if method != Method::Morris {
                return Err(user_error(format!(
                    "nothing varies; give --vary PATH=VALUES for a few axes, such as those that --method morris finds; {} cannot take all \
                     parameters",
                    method.name()
                )));
            }
            let (pattern, values) = ALL_PARAMETERS;
            overrides.push(vary(pattern, values));
            scenario = scenario::load_for_sweep(&self.scenario, &overrides)?;
            self.print.note(format_args!("No axis is given, so all parameters vary within 30 % of their values."));
        }
        let sweep = Sweep::new(scenario, self.shard, self.yes || self.dry_run)?;
        if let Some(sizes) = method.sizes()
            && (sweep.plan.points as usize) < sizes.least
        {
            let found = sweep.plan.points as usize;
            return Err(user_error(SensitivityError::TooFew { found, sizes }.to_string()));
        }
        if method == Method::OneAtATime && !sweep.plan.constraints.is_empty() {
            return Err(user_error(
                "curves go through the scenario itself and cannot leave points out; remove the constraints",
            ));
        }
        let shard = self.shard.map_or_else(String::new, |shard| format!("-{}-of-{}", shard.index + 1, shard.of));
        let default = || Path::new("output").join(format!("{}-sensitivity{shard}", sweep.scenario.name));
        let path = self.out.clone().unwrap_or_else(default);
        Ok((sweep, path))
    }

    /// The options of the command line, as values of the scenario.
    fn overrides(&self, method: Method) -> Result<Vec<(String, String)>> {
        let mut overrides = self.given.overrides()?;
        let measured = Measured::read(&self.outcome)?;
        overrides.extend(measured.overrides);
        let text = |text: &str| toml::Value::from(text).to_string();
        let mut set = |path: &str, value: String| overrides.push((path.to_owned(), value));
        set("run.replicates", self.runs.unwrap_or(REPLICATES).to_string());
        set("sweep.design", text(method.design().name()));
        let points = match method {
            Method::OneAtATime => None,
            Method::Morris => Some(20),
            Method::Sobol => Some(256),
            Method::Pawn | Method::RbdFast => Some(512),
        };
        if let Some(points) = self.points.or(points) {
            set("sweep.points", points.to_string());
        }
        if let Some(seed) = self.design_seed {
            set("sweep.seed", seed.to_string());
        }
        if let Some(levels) = self.levels {
            set("sweep.levels", levels.to_string());
        }
        if self.second_order {
            set("sweep.second_order", "true".to_owned());
        }
        if let Some(name) = measured.names.first() {
            set("sweep.outcome", text(name));
        }
        let mut varied: Vec<&str> = Vec::new();
        for axis in &self.vary {
            let (path, values) = axis.split_once('=').ok_or_else(|| {
                user_error(format!("--vary {axis}: write a path and values, as in parameters.feedback.threat=0..2"))
            })?;
            if varied.contains(&path.trim()) {
                return Err(user_error(format!(
                    "--vary {} is given twice; write all its values after one =",
                    path.trim()
                )));
            }
            varied.push(path.trim());
            let (path, value) = vary(path.trim(), values.trim());
            set(&path, value);
        }
        for group in &self.group {
            let (name, paths) = group.split_once('=').ok_or_else(|| {
                user_error(format!("--group {group}: write a name and paths, as in threat=parameters.threat.*"))
            })?;
            let paths = paths.split(',').map(|path| text(path.trim())).collect::<Vec<_>>().join(", ");
            set(&format!("sweep.groups.{}", serde_json::Value::from(name.trim())), format!("[{paths}]"));
        }
        let idle = [
            (self.points.is_some() && method == Method::OneAtATime, "--points", "curves have the values of --vary"),
            (self.levels.is_some() && method != Method::Morris, "--levels", "only morris has levels"),
            (self.second_order && method != Method::Sobol, "--second-order", "only sobol has a second order"),
            (
                !self.group.is_empty() && !matches!(method, Method::Morris | Method::Sobol),
                "--group",
                "only morris and sobol move axes together",
            ),
        ];
        match idle.into_iter().find(|(idle, ..)| *idle) {
            Some((_, option, why)) => Err(user_error(format!("{option} would have no effect: {why}"))),
            None => Ok(overrides),
        }
    }

    /// The method for the points of a sweep.
    fn method(&self, sweep: &Sweep, is_directory: bool) -> Result<Method> {
        let design = sweep.plan.design;
        let able = Method::of_design(design);
        let asked = self.method.as_deref().and_then(|name| Method::ALL.iter().find(|(there, _)| *there == name));
        match (asked, able.first()) {
            (Some((_, method)), _) if able.contains(method) => Ok(*method),
            (None, Some(method)) => Ok(*method),
            _ => {
                let able: Vec<&str> = able.iter().map(|method| method.name()).collect();
                let remedy = if is_directory { "give the scenario to make other points" } else { "omit the design" };
                let design = design.name();
                let able = if able.is_empty() {
                    "no method can use".to_owned()
                } else {
                    format!("{} can use", able.join(", "))
                };
                Err(user_error(format!("the points are of the design {design}, which {able}; {remedy}")))
            }
        }
    }

    /// The places of the outcomes.
    fn outcomes(&self, sweep: &Sweep) -> Result<Vec<usize>> {
        let all = &sweep.scenario.outcomes;
        let names = Measured::read(&self.outcome)?.names;
        if names.is_empty() {
            return Ok(vec![sweep.outcome]);
        }
        let place = |name: &String| {
            all.position(name).ok_or_else(|| {
                let hint = did_you_mean(name, all.names());
                let known = all.names().collect::<Vec<_>>().join(", ");
                user_error(format!(
                    "--outcome {name}: the outcome measure does not exist{hint}\n  measures are {known}"
                ))
            })
        };
        let mut places = names.iter().map(place).collect::<Result<Vec<_>>>()?;
        let mut seen = Vec::new();
        places.retain(|place| {
            !seen.contains(place) && {
                seen.push(*place);
                true
            }
        });
        Ok(places)
    }
}

/// An axis as a value of the scenario.
fn vary(path: &str, values: &str) -> (String, String) {
    // Written as JSON it is always a valid key.
    (format!("sweep.vary.{}", serde_json::Value::from(path)), toml::Value::from(values).to_string())
}

/// The places of the outcomes that the directory has indices of.
fn earlier(reader: &RunReader, sweep: &Sweep, method: Method) -> Vec<usize> {
    let name = format!("indices-{}", method.name());
    if !reader.manifest.files.contains(&table_file(&name)) {
        return Vec::new();
    }
    let Ok(table) = checked_table(reader.path(), &reader.manifest, &name, &tables::fields("indices")) else {
        return Vec::new();
    };
    let mut places = Vec::new();
    for cell in table.column("outcome") {
        let place = table.word(cell).and_then(|name| sweep.scenario.outcomes.position(name));
        places.extend(place.filter(|place| !places.contains(place)));
    }
    places
}

/// Writes the tables beside those of the sweep. Returns their paths.
fn write(
    path: &Path,
    found: &[OfOutcome],
    outcomes: &[String],
    factors: &[String],
    method: Method,
) -> Result<Vec<PathBuf>> {
    let made: Vec<_> = tables::TABLES
        .into_iter()
        .map(|name| (name, tables::table(name, found, outcomes, factors, method)))
        .filter(|(_, table)| !table.is_empty())
        .collect();
    let names: Vec<String> = made.iter().map(|(name, _)| table_file(&format!("{name}-{}", method.name()))).collect();
    Ok(add_to_run(path, &names, true, |to, _, number| write_whole(to, &csv_tables::whole(&made[number].1)))?)
}
