//! `takvin sweep`: a scenario at every point of a design. It resumes after an interruption.

pub(super) mod running;
pub(super) mod words;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::failure::user_error;
use super::options::{Printing, TableFormat, Threads};
use super::overrides::{Measured, OfScenario, refuse_both, refuse_recording};
use super::print;
use super::signals::{self, CANCEL};
use super::whole::whole;
use crate::scenario::sweep::{DESIGNS, spelt};
use crate::scenario::{Design, Scenario};
use crate::studies::sweep::{self, Overview, RunError, Shard, Sweep};
use running::{Ended, Running};
pub(super) use words::{Json, already, text};

/// Run a scenario at many points: parameters, initial values and events that vary.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
#[command(
    name = "sweep",
    after_help = "VALUES of --vary:\n  \
        0.1,0.5,0.9       these values (numbers, true,false, or words)\n  \
        0..1:0.1          from 0 to 1 in steps of 0.1\n  \
        0..1/5            five values from 0 to 1, evenly spaced\n  \
        log:0.01..10/5    five values, evenly spaced in the logarithm\n  \
        0..1              any value from 0 to 1: for random, latin-hypercube and sobol\n\n\
        --link B=A gives B the value of A at every point. --points-from FILE takes points from a CSV file, as SALib, R or a\n\
        spreadsheet writes it: the first row names paths, and every other row is a point.\n\n\
        Examples:\n  \
        takvin sweep middle-world --vary parameters.feedback.threat=0..0.3/7 --vary parameters.feedback.opportunity=0..0.5/7\n  \
        takvin sweep cold-war --design one-at-a-time --vary states.USA.meaning=0.2,0.8 --vary parameters.switches.diffusion=true,false\n  \
        takvin sweep mine.toml --runs 40 --extend        more replicates: existing runs are not repeated\n  \
        takvin sweep mine.toml --dry-run                 number of runs, time and disk space\n  \
        takvin sweep mine.toml --design sobol --points 4096 --shard 2/4     the second of four parts (see takvin merge)\n  \
        takvin merge output/mine-sweep-*-of-4\n  \
        takvin plot output/middle-world-sweep --figure heatmap,tornado,fan\n\n\
        An interrupted sweep is resumed by the same command. A [sweep] table in the scenario can also set axes and design\n(`takvin schema` lists its keys; write paths in quotes there).\n\n\
        Exit codes: 0 also if some runs failed (points.csv has the reasons), 1 if all failed, 2 user error, 130 interrupted."
)]
pub(crate) struct SweepCommand {
    /// Scenario file, or name of a shipped scenario (see `takvin list`).
    scenario: PathBuf,
    /// An axis: a dotted path of the scenario and its values; may be repeated.
    #[arg(long, value_name = "PATH=VALUES")]
    vary: Vec<String>,
    /// Points from a CSV file: columns are paths, rows are points.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["vary", "design", "points", "design_seed"])]
    points_from: Option<PathBuf>,
    /// Give a path the value of another axis at every point; may be repeated.
    #[arg(long, value_name = "PATH=VARIED")]
    link: Vec<String>,
    /// How points are chosen: grid (or range), list, random, latin-hypercube, sobol, one-at-a-time; morris and saltelli are
    /// for takvin sensitivity.
    #[arg(long, value_name = "DESIGN", hide_possible_values = true, value_parser = DESIGNS.map(|(name, _)| name))]
    design: Option<String>,
    /// Number of points of a random, Latin hypercube or Sobol' design [default: 100].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000_000))]
    points: Option<u32>,
    /// Seed of the design; the runs use --seed.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u64>(0, i64::MAX as u64))]
    design_seed: Option<u64>,
    /// A condition on points, as in "parameters.feedback.threat <= 0.5"; may be repeated.
    #[arg(long, value_name = "COMPARISON")]
    constraint: Vec<String>,
    /// Replicates of every point, numbered from 0.
    #[arg(long, alias = "replicates", value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000))]
    runs: Option<u32>,
    /// Add replicates to each point until the 95 % interval of the outcome has this half-width.
    #[arg(long, value_name = "HALFWIDTH", allow_negative_numbers = true)]
    until: Option<f64>,
    /// Largest number of replicates of a point with --until [default: 1000].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(2, 1_000_000))]
    most: Option<u32>,
    /// The outcome measure that --until and the summary use [default: governance_end]; with an expression, one of your
    /// own, as in "allied=mean(world.alliances, last 20)". May be repeated, to define others beside the first.
    #[arg(long, value_name = "NAME[=EXPRESSION]")]
    outcome: Vec<String>,
    /// End each run as soon as its world rests: over a fifth of its rounds mean governance differs by this at most from that
    /// of the fifth before, and mean policy by twice as much. --rounds is the longest run.
    #[arg(long, value_name = "WITHIN", allow_negative_numbers = true)]
    rest: Option<f64>,
    #[command(flatten)]
    given: OfScenario,
    /// Write states.csv, world.csv and events.csv as well, with the rows of every run.
    #[arg(long)]
    trajectories: bool,
    /// With --trajectories, write only the rows of these states (and of their pairs and events), separated by commas.
    #[arg(long, value_name = "STATES", value_delimiter = ',')]
    keep_states: Vec<String>,
    /// With --trajectories, write only these columns of states, world and pairs, separated by commas, as in
    /// governance,polarisation.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    keep_columns: Vec<String>,
    /// Record trajectories every nth round.
    #[arg(long, value_name = "ROUNDS", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000))]
    every: Option<u32>,
    /// Run only a shard of the points, as in 2/4; `takvin merge` merges the shards.
    #[arg(long, value_name = "I/N", allow_negative_numbers = true)]
    shard: Option<Shard>,
    /// Directory of the sweep [default: output/SCENARIO-sweep, with -I-of-N for a shard].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the number of runs, the time from a measured sample, and the disk space; do not run the sweep.
    #[arg(long)]
    dry_run: bool,
    /// Run even a very large number of points or runs.
    #[arg(long)]
    yes: bool,
    /// Overwrite another sweep in the directory; removes only files that belong to it.
    #[arg(long)]
    force: bool,
    /// Extend the finished sweep in the directory: more replicates, more points, longer axes. Its runs are not
    /// repeated.
    #[arg(long, conflicts_with = "force")]
    extend: bool,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    format: TableFormat,
    #[command(flatten)]
    print: Printing,
}

impl SweepCommand {
    /// Runs what is not done yet, and prints the summary.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failure to write, or an interruption. Finished runs are kept.
    pub(crate) fn carry_out(self) -> Result<()> {
        let scenario = super::loading::load_for_sweep(&self.scenario, &self.overrides()?)?;
        self.refuse_idle(&scenario)?;
        self.say_what_else_varies(&scenario);
        let sweep = Sweep::new(scenario, self.shard, self.yes || self.dry_run)?;
        signals::stop_in_order()?;
        if let Some(warning) = words::confounded(&sweep, &sweep.points.quality()) {
            self.print.note(format_args!("{warning}"));
        }
        if self.dry_run {
            return self.try_out(&sweep);
        }
        let default = || sweep::default_directory("output".as_ref(), &sweep.scenario.name, self.shard);
        let path = self.out.clone().unwrap_or_else(default);
        let running = Running {
            sweep: &sweep,
            path: &path,
            formats: self.format.formats(),
            threads: self.threads,
            print: self.print,
            can_extend: true,
            runs_from: &[],
        };
        let finished = match running.to_its_end(self.force, self.extend)? {
            Ended::Finished(finished) => finished,
            Ended::Already(added) => {
                if self.print.json {
                    return print::json(&Json::of(&sweep, &sweep::finished(&sweep, &path)?));
                }
                return self.print.text(&already(&sweep, &path, &added));
            }
        };
        self.print.results(|| Json::of(&sweep, &finished), || text(&sweep, &finished))?;
        let Overview { runs, failed, .. } = &finished.overview;
        let points = finished.files.iter().find(|file| file.starts_with("points."));
        let points = path.join(points.map_or("points.csv", String::as_str));
        anyhow::ensure!(failed < runs, "every run failed; {} says why", points.display());
        Ok(())
    }

    /// Refuses options that would have no effect.
    fn refuse_idle(&self, scenario: &Scenario) -> Result<()> {
        let Some(plan) = &scenario.sweep else { return Ok(()) };
        let (samples, design) = (plan.design.samples(), plan.design.name());
        let samplers = "random, latin-hypercube and sobol";
        let idle = [
            (
                self.points.is_some() && !samples,
                "--points",
                format!("the design {design} makes its points from the values; only {samplers} take a number"),
            ),
            (
                self.design_seed.is_some() && !samples,
                "--design-seed",
                format!("the design {design} does not use random numbers; only {samplers} do"),
            ),
            (self.most.is_some() && plan.until.is_none(), "--most", "use it with --until".to_owned()),
            (self.every.is_some() && !plan.trajectories, "--every", "use it with --trajectories".to_owned()),
            (
                !self.keep_states.is_empty() && !plan.trajectories,
                "--keep-states",
                "use it with --trajectories".to_owned(),
            ),
            (
                !self.keep_columns.is_empty() && !plan.trajectories,
                "--keep-columns",
                "use it with --trajectories".to_owned(),
            ),
        ];
        if let Some((_, option, why)) = idle.into_iter().find(|(idle, ..)| *idle) {
            return Err(user_error(format!("{option} would have no effect: {why}")));
        }
        if !plan.trajectories {
            refuse_recording(&self.given.set)?;
        }
        if self.runs.is_some() {
            refuse_both(&self.given.set, "run.replicates", "--runs")?;
        }
        // The design one-at-a-time starts from the value of the scenario. The other designs replace it at every point.
        let varies = |path: &str| plan.design != Design::OneAtATime && plan.axes.iter().any(|axis| axis.path == path);
        let given = [
            ("--rounds", "run.rounds", self.given.rounds.is_some()),
            ("--noise", "run.noise", self.given.noise.is_some()),
        ];
        if let Some((option, path, _)) = given.into_iter().find(|(_, path, given)| *given && varies(path)) {
            return Err(user_error(format!("{option} would have no effect: {path} varies")));
        }
        for set in &self.given.set {
            let path = set.split_once('=').and_then(|(path, _)| spelt(path.trim()));
            if path.is_some_and(|path| varies(&path)) {
                return Err(user_error(format!("--set {set} would have no effect: the path varies")));
            }
        }
        Ok(())
    }

    /// Names the axes of the scenario's `[sweep]` besides those of the command line.
    fn say_what_else_varies(&self, scenario: &Scenario) {
        let given: Vec<String> = self.vary.iter().filter_map(|vary| spelt(vary.split_once('=')?.0.trim())).collect();
        let Some(plan) = scenario.sweep.as_ref().filter(|_| !given.is_empty()) else { return };
        let others: Vec<&str> =
            plan.axes.iter().map(|axis| &*axis.path).filter(|path| !given.iter().any(|there| there == path)).collect();
        if !others.is_empty() {
            self.print.note(format_args!("Axes from [sweep] in the scenario: {}", others.join(", ")));
        }
    }

    /// The options of the command line, as values of the scenario.
    fn overrides(&self) -> Result<Vec<(String, String)>> {
        let mut overrides = self.given.overrides()?;
        let measured = Measured::read(&self.outcome)?;
        if let Some(other) = measured.idle() {
            return Err(user_error(format!(
                "--outcome {other}: a sweep has one outcome measure, and the first --outcome gives it; runs.csv has all others too"
            )));
        }
        overrides.extend(measured.overrides);
        let text = |text: &str| toml::Value::from(text).to_string();
        let mut set = |path: &str, value: Option<String>| {
            overrides.extend(value.map(|value| (path.to_owned(), value)));
        };
        set("run.replicates", self.runs.map(|runs| runs.to_string()));
        set("sweep.design", self.design.as_deref().map(text));
        set("sweep.points", self.points.map(|points| points.to_string()));
        set("sweep.seed", self.design_seed.map(|seed| seed.to_string()));
        set("sweep.until", self.until.map(|width| format!("{width:?}")));
        set("sweep.most", self.most.map(|most| most.to_string()));
        set("sweep.outcome", measured.names.first().map(|name| text(name)));
        if let Some(within) = self.rest.filter(|within| !(*within > 0.0 && *within <= 1.0)) {
            return Err(user_error(format!(
                "--rest {within}: must be above 0 and at most 1; omit it to give every run all rounds"
            )));
        }
        set("sweep.rest", self.rest.map(|within| format!("{within:?}")));
        set("sweep.trajectories", self.trajectories.then(|| "true".to_owned()));
        let list = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| text(name.trim())).collect();
            (!names.is_empty()).then(|| format!("[{}]", names.join(", ")))
        };
        set("sweep.keep_states", list(&self.keep_states));
        set("sweep.keep_columns", list(&self.keep_columns));
        set("record.every", self.every.map(|every| every.to_string()));
        if !self.constraint.is_empty() {
            let list = self.constraint.iter().map(|constraint| text(constraint)).collect::<Vec<_>>();
            set("sweep.constraints", Some(format!("[{}]", list.join(", "))));
        }
        let mut varied: Vec<&str> = Vec::new();
        for vary in &self.vary {
            let (path, values) = vary.split_once('=').ok_or_else(|| {
                user_error(format!("--vary {vary}: write a path and values, as in parameters.feedback.threat=0..0.3/7"))
            })?;
            let path = path.trim();
            if varied.contains(&path) {
                return Err(user_error(format!("--vary {path} is given twice; write all its values after one =")));
            }
            varied.push(path);
            // Written as JSON it is always a valid key. TOML text may take several lines, which a key cannot.
            let key = serde_json::Value::from(path);
            set(&format!("sweep.vary.{key}"), Some(text(values.trim())));
        }
        let file = self.points_from.as_ref().map(|file| text(&file.to_string_lossy()));
        set("sweep.points_from", file);
        for link in &self.link {
            let (path, leader) = link.split_once('=').ok_or_else(|| {
                user_error(format!(
                    "--link {link}: write a path and an axis, as in \
                     parameters.feedback.opportunity=parameters.feedback.threat"
                ))
            })?;
            let key = serde_json::Value::from(path.trim());
            set(&format!("sweep.link.{key}"), Some(text(leader.trim())));
        }
        Ok(overrides)
    }

    fn try_out(&self, sweep: &Sweep) -> Result<()> {
        let estimate = sweep::estimate(sweep, self.threads.number, &CANCEL)?.ok_or(RunError::Cancelled)?;
        self.print.results(|| words::EstimateJson::of(sweep, &estimate), || words::estimate(sweep, &estimate))
    }
}
