//! `takvin defaults`: every parameter and switch with meaning, unit, range, default and origin; parameters that move
//! nothing.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;

use super::failure::{Interrupted, user_error};
use super::loading::load;
use super::options::Threads;
use super::print;
use super::progress::bar;
use super::signals::{self, CANCEL};
use super::whole::whole;
use crate::batch::BatchError;
use crate::model::params::{GROUPS, PARAMETERS, Parameter};
use crate::model::switches::{SWITCHES, Switch};
use crate::scenario;
use crate::studies::inert;

/// Show every parameter with its meaning, unit, range, default, and where the default comes from.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin defaults\n  takvin defaults choice         one group only\n  \
    takvin defaults --toml > mine-defaults.toml\n  takvin defaults --json\n  \
    takvin defaults --check middle-world three-blocs hegemon    parameters that move nothing there\n  \
    takvin defaults wars --check hegemon --runs 32              only those of one group")]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
pub(crate) struct Defaults {
    /// Only the parameters of one group, or whose path contains this.
    filter: Option<String>,
    /// As a scenario file.
    #[arg(long, conflicts_with_all = ["markdown", "json", "filter"])]
    toml: bool,
    /// As a Markdown table.
    #[arg(long, conflicts_with_all = ["json", "filter"])]
    markdown: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Do not show the progress of --check.
    #[arg(long, short, requires = "check")]
    quiet: bool,
    /// Move each parameter over its range in these scenarios, and list those that move nothing beyond chance. The exit
    /// code is 1 if there are any.
    #[arg(long, value_name = "SCENARIO", num_args = 1.., conflicts_with_all = ["toml", "markdown"])]
    check: Vec<PathBuf>,
    /// Runs for each value of --check.
    #[arg(long, value_name = "N", default_value_t = 8, requires = "check", allow_negative_numbers = true, value_parser = whole::<u32>(2, 1000))]
    runs: u32,
    #[command(flatten)]
    threads: Threads,
}

impl Defaults {
    /// Prints the parameters.
    pub(crate) fn carry_out(self) -> Result<()> {
        if !self.check.is_empty() {
            return self.find_inert();
        }
        if self.toml {
            return print::text(&scenario::defaults_toml());
        }
        if self.markdown {
            return print::text(&format!(
                "{}\n{}",
                scenario::parameter_table_markdown(),
                scenario::switch_table_markdown()
            ));
        }
        if self.json {
            if self.filter.is_some() {
                return Err(user_error("--json shows all parameters; leave out the filter"));
            }
            return print::json(&All {
                parameters: PARAMETERS,
                switches: SWITCHES.iter().map(OneSwitch::of).collect(),
            });
        }
        let filter = self.filter.clone().unwrap_or_default();
        let mut table = print::table(["path", "default", "range", "unit", "origin", "meaning"]);
        let mut found = false;
        for p in PARAMETERS.iter().filter(|p| p.path.contains(&filter)) {
            table.add_row([p.path, &p.default.to_string(), &range(p), p.unit, &p.origin.to_string(), p.meaning]);
            found = true;
        }
        for s in SWITCHES.iter().filter(|s| format!("switches.{}", s.name).contains(&filter)) {
            table.add_row([&format!("switches.{}", s.name), "true", "true or false", s.claims, "", s.meaning]);
            found = true;
        }
        if !found {
            return Err(no_such(&filter, ", switches"));
        }
        print::line(&print::plain(&table))
    }

    /// Lists the parameters that move nothing.
    fn find_inert(&self) -> Result<()> {
        let filter = self.filter.clone().unwrap_or_default();
        let parameters: Vec<&Parameter> = PARAMETERS.iter().filter(|p| p.path.contains(&filter)).collect();
        if parameters.is_empty() {
            return Err(no_such(&filter, ""));
        }
        let scenarios = self.check.iter().map(|path| load(path, &[])).collect::<Result<Vec<_>, _>>()?;
        signals::stop_in_order()?;
        let work = bar(inert::all_runs(scenarios.len(), parameters.len(), self.runs), "runs", self.quiet);
        let done = || work.inc(1);
        let how = inert::How { runs: self.runs, threads: self.threads.number, cancel: &CANCEL, done: &done };
        let found = inert::check(&scenarios, &parameters, &how);
        work.end();
        let moved = match found {
            Ok(moved) => moved,
            Err(BatchError::Cancelled) => {
                return Err(Interrupted("stopped before the end; nothing was found yet".to_owned()).into());
            }
            Err(BatchError::Scenario(errors)) => return Err(errors.into()),
            Err(error) => return Err(anyhow::anyhow!(error.to_string())),
        };
        let idle = moved.iter().filter(|one| !one.moves).count();
        if self.json {
            print::json(&moved)?;
        } else {
            let mut table = print::table(["path", "moves most", "in", "set to", "t", "bound"]);
            for one in moved.iter().filter(|one| !one.moves) {
                let numbers = [format!("{}", one.value), format!("{:.1}", one.t), format!("{:.1}", one.bound)];
                let [value, t, bound] = &numbers;
                table.add_row([one.path, one.column, &one.scenario, value, t, bound]);
            }
            if idle > 0 {
                print::line(&print::plain(&table))?;
            }
            let all = moved.len();
            print::line(&format!(
                "{} of {all} parameters move something beyond chance in these scenarios",
                all - idle
            ))?;
        }
        if idle > 0 {
            bail!("{idle} parameters move nothing here; try more runs (--runs) or other scenarios");
        }
        Ok(())
    }
}

/// The error for a filter that no path contains.
fn no_such(filter: &str, besides: &str) -> anyhow::Error {
    let groups = GROUPS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    user_error(format!("no parameter has `{filter}` in its path; the groups are {groups}{besides}"))
}

fn range(p: &Parameter) -> String {
    format!("{} to {}", p.low, p.high)
}

/// Everything in JSON.
#[derive(Serialize)]
struct All {
    parameters: &'static [Parameter],
    switches: Vec<OneSwitch>,
}

#[derive(Serialize)]
struct OneSwitch {
    name: &'static str,
    default: bool,
    claims: Vec<&'static str>,
    meaning: &'static str,
    zeroes: &'static [&'static str],
}

impl OneSwitch {
    fn of(switch: &Switch) -> Self {
        let Switch { name, claims, meaning, zeroes } = *switch;
        Self { name, default: true, claims: claims.split_whitespace().collect(), meaning, zeroes }
    }
}
