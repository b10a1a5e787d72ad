//! What explorations have in common: their scenario, their axes and their directory.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::cli::failure::user_error;
use crate::cli::loading;
use crate::cli::options::{Printing, Threads};
use crate::cli::overrides::{Measured, OfScenario, refuse_both, refuse_recording};
use crate::cli::whole::whole;
use crate::scenario::suggest::did_you_mean;
use crate::scenario::{self, Plan, Scenario, Setting};
use crate::studies::explore::Space;
use crate::studies::sweep::{Shard, Sweep};

/// Options of every exploration.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Scenario file, or name of a shipped scenario.
    pub(super) scenario: PathBuf,
    /// An axis: a dotted path and its interval, as in parameters.feedback.threat=0..3; may be repeated.
    #[arg(long, value_name = "PATH=VALUES")]
    pub(super) vary: Vec<String>,
    /// Give a path the value of an axis at every point; may be repeated.
    #[arg(long, value_name = "PATH=VARIED")]
    link: Vec<String>,
    /// Replicates of every point.
    #[arg(long, alias = "replicates", value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000))]
    pub(super) runs: Option<u32>,
    #[command(flatten)]
    pub(super) given: OfScenario,
    /// Explore only a part of the space, as in 2/4. Give the directories of all parts to the same command with --runs-from.
    #[arg(long, value_name = "I/N", allow_negative_numbers = true)]
    pub(super) shard: Option<Shard>,
    /// Use the runs of other explorations or sweeps of the same scenario and axes instead of repeating them; may be repeated.
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pub(super) runs_from: Vec<PathBuf>,
    /// Directory of the exploration [default: output/SCENARIO-border or output/SCENARIO-reach].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the number of runs and the time from a measured sample; do not explore.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Run even a very large number of points or runs.
    #[arg(long)]
    yes: bool,
    /// Overwrite another sweep in the directory; removes only files that belong to it.
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) threads: Threads,
    #[command(flatten)]
    pub(super) print: Printing,
}

/// What an exploration begins from.
pub(super) struct Begun {
    /// Overrides without axes.
    base: Vec<(String, String)>,
    /// The scenario with its axes.
    pub(super) scenario: Scenario,
    pub(super) plan: Plan,
    pub(super) space: Space,
    /// The places of the outcomes.
    pub(super) outcomes: Vec<usize>,
    pub(super) path: PathBuf,
}

impl Common {
    /// Reads the scenario. `own` are further overrides, `what` names the kind of exploration in the default directory.
    pub(super) fn begin(
        &self,
        outcome: &[String],
        what: &str,
        (replicates, otherwise): (u32, Option<&str>),
        own: Vec<(String, String)>,
    ) -> Result<Begun> {
        if self.runs.is_some() {
            refuse_both(&self.given.set, "run.replicates", "--runs")?;
        }
        refuse_recording(&self.given.set)?;
        let text = |text: &str| toml::Value::from(text).to_string();
        let mut base = self.given.overrides()?;
        let measured = Measured::read(outcome)?;
        base.extend(measured.overrides);
        base.extend(own);
        base.push(("run.replicates".to_owned(), self.runs.unwrap_or(replicates).to_string()));
        base.extend(measured.names.first().map(|name| ("sweep.outcome".to_owned(), text(name))));
        for link in &self.link {
            let (path, leader) = link.split_once('=').ok_or_else(|| {
                user_error(format!(
                    "--link {link}: write a path and an axis, as in parameters.feedback.opportunity=parameters.feedback.threat"
                ))
            })?;
            base.push((key("link", path.trim()), text(leader.trim())));
        }
        let mut axes = base.clone();
        // Of all designs, this one accepts intervals and patterns.
        axes.push(("sweep.design".to_owned(), text("random")));
        let mut varied: Vec<&str> = Vec::new();
        for axis in &self.vary {
            let (path, values) = axis.split_once('=').ok_or_else(|| {
                user_error(format!(
                    "--vary {axis}: write a path and an interval, as in parameters.feedback.threat=0..3"
                ))
            })?;
            let path = path.trim();
            if varied.contains(&path) {
                return Err(user_error(format!("--vary {path} is given twice; write one interval")));
            }
            varied.push(path);
            axes.push((key("vary", path), text(values.trim())));
        }
        let mut scenario = loading::load_for_sweep(&self.scenario, &axes)?;
        if scenario.sweep.as_ref().is_none_or(|plan| plan.axes.is_empty())
            && let Some(values) = otherwise
        {
            axes.push((key("vary", "parameters.*"), text(values)));
            scenario = scenario::load_for_sweep(&self.scenario, &axes)?;
            self.print.note(format_args!("No axis is given, so all parameters vary {values} of their values."));
        }
        let plan = scenario
            .sweep
            .clone()
            .filter(|plan| !plan.axes.is_empty())
            .ok_or_else(|| user_error("nothing varies; give --vary PATH=LOW..HIGH for the axes to be explored"))?;
        let space = Space::of(&plan).map_err(|error| user_error(error.to_string()))?;
        let outcomes = places(&scenario, &plan, &measured.names)?;
        let shard = self.shard.map_or_else(String::new, |shard| format!("-{}-of-{}", shard.index + 1, shard.of));
        let default = || Path::new("output").join(format!("{}-{what}{shard}", scenario.name));
        let path = self.out.clone().unwrap_or_else(default);
        Ok(Begun { base, scenario, plan, space, outcomes, path })
    }

    /// The part of the space to be explored.
    pub(super) fn part(&self) -> Option<(u32, u32)> {
        self.shard.map(|shard| (shard.index, shard.of))
    }

    /// The sweep of these points.
    pub(super) fn sweep(&self, begun: &Begun, points: &[Vec<Setting>]) -> Result<Sweep> {
        let mut overrides = begun.base.clone();
        overrides.push(("sweep.design".to_owned(), toml::Value::from("list").to_string()));
        for (at, axis) in begun.space.axes().iter().enumerate() {
            let values: Vec<String> = points.iter().filter_map(|point| point.get(at)).map(written).collect();
            overrides.push((key("vary", &axis.path), format!("[{}]", values.join(", "))));
        }
        let scenario = scenario::load_for_sweep(&self.scenario, &overrides)?;
        Ok(Sweep::new(scenario, None, self.yes || self.dry_run)?)
    }
}

/// The places of the outcomes that are named, or of that of the sweep.
fn places(scenario: &Scenario, plan: &Plan, names: &[String]) -> Result<Vec<usize>> {
    let all = &scenario.outcomes;
    let place = |name: &String| {
        all.position(name).ok_or_else(|| {
            let hint = did_you_mean(name, all.names());
            let known = all.names().collect::<Vec<_>>().join(", ");
            user_error(format!("--outcome {name}: the outcome measure does not exist{hint}\n  measures are {known}"))
        })
    };
    let own = [plan.outcome.clone()];
    let mut places = Vec::new();
    for place in if names.is_empty() { &own } else { names }.iter().map(place) {
        let place = place?;
        if places.contains(&place) {
            return Err(user_error("--outcome names the same outcome twice; name each once"));
        }
        places.push(place);
    }
    Ok(places)
}

/// The end of a report: what to do with a part, and the files.
pub(super) fn ending(shard: Option<Shard>, files: &[PathBuf]) -> String {
    let mut text = shard.map_or_else(String::new, |shard| {
        format!(
            "This is part {shard}. When all parts are done, give their directories to the same command with --runs-from.\n\n"
        )
    });
    text.push_str("Written:\n");
    for file in files {
        let _ = writeln!(text, "  {}", file.display());
    }
    text
}

/// The path of a table of `[sweep]`. Written as JSON, a key is always valid.
fn key(table: &str, path: &str) -> String {
    format!("sweep.{table}.{}", serde_json::Value::from(path))
}

/// A setting as TOML.
fn written(setting: &Setting) -> String {
    match setting {
        Setting::Word(word) => toml::Value::from(&**word).to_string(),
        Setting::Number(x) => format!("{:?}", x + 0.0),
        other => other.to_string(),
    }
}
