//! `takvin defaults`: every parameter and switch with meaning, unit, range and default.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::print;
use crate::model::params::{GROUPS, PARAMETERS, Parameter};
use crate::model::switches::{SWITCHES, Switch};
use crate::scenario;

/// Show every parameter with its meaning, unit, range and default.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin defaults\n  takvin defaults choice         one group only\n  \
    takvin defaults --toml > mine-defaults.toml\n  takvin defaults --json")]
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
    #[arg(long, conflicts_with = "filter")]
    json: bool,
}

impl Defaults {
    /// Prints the parameters.
    pub(crate) fn carry_out(self) -> Result<()> {
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
            return print::json(&All {
                parameters: PARAMETERS,
                switches: SWITCHES.iter().map(OneSwitch::of).collect(),
            });
        }
        let filter = self.filter.unwrap_or_default();
        let mut table = print::table(["path", "default", "range", "unit", "meaning"]);
        let mut found = false;
        for p in PARAMETERS.iter().filter(|p| p.path.contains(&filter)) {
            table.add_row([p.path, &p.default.to_string(), &range(p), p.unit, p.meaning]);
            found = true;
        }
        for s in SWITCHES.iter().filter(|s| format!("switches.{}", s.name).contains(&filter)) {
            table.add_row([&format!("switches.{}", s.name), "true", "true or false", s.claims, s.meaning]);
            found = true;
        }
        if !found {
            let groups = GROUPS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            return Err(super::failure::user_error(format!(
                "no parameter has `{filter}` in its path; the groups are {groups}, switches"
            )));
        }
        print::line(&print::plain(&table))
    }
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
