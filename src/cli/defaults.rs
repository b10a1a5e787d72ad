//! `takvin defaults`: every parameter and switch with meaning, unit, range and default.

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::print;
use crate::model::params::{GROUPS, PARAMETERS, Parameter};
use crate::model::switches::SWITCHES;
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
    ///
    /// # Errors
    /// Returns an error if no parameter has the filter in its path.
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
            return print::json(&as_json());
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

fn as_json() -> serde_json::Value {
    let parameters = PARAMETERS.iter().map(|p| {
        json!({"path": p.path, "default": p.default, "low": p.low, "high": p.high, "unit": p.unit, "meaning": p.meaning})
    });
    let switches = SWITCHES.iter().map(|s| {
        let claims: Vec<&str> = s.claims.split_whitespace().collect();
        json!({"name": s.name, "default": true, "claims": claims, "meaning": s.meaning, "zeroes": s.zeroes})
    });
    json!({"parameters": parameters.collect::<Vec<_>>(), "switches": switches.collect::<Vec<_>>()})
}
