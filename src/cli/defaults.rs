//! `takvin defaults`: every parameter and switch with meaning, unit, range and default.

use std::fmt::Write as _;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::print;
use crate::model::params::{GROUPS, PARAMETERS, Parameter};
use crate::model::switches::SWITCHES;

/// Show every parameter with its meaning, unit, range and default.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin defaults\n  takvin defaults choice         one group only\n  \
    takvin defaults --toml > mine-defaults.toml\n  takvin defaults --json")]
pub struct Defaults {
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
    /// Prints them.
    ///
    /// # Errors
    /// No parameter has the filter in its path.
    pub fn carry_out(self) -> Result<()> {
        if self.toml {
            return print::text(&toml());
        }
        if self.markdown {
            return print::text(&markdown());
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
            return Err(super::failure::wrong_use(format!(
                "no parameter has `{filter}` in its path; the groups are {groups}, switches"
            )));
        }
        print::line(&print::plain(&table))
    }
}

fn range(p: &Parameter) -> String {
    format!("{} to {}", p.low, p.high)
}

/// The parameters of a group.
fn group(name: &str) -> impl Iterator<Item = (&'static str, &'static Parameter)> + '_ {
    PARAMETERS.iter().filter_map(move |p| p.path.split_once('.').filter(|(g, _)| *g == name).map(|(_, key)| (key, p)))
}

/// The defaults as a scenario file, which changes nothing: `scenarios/defaults.toml`.
pub fn toml() -> String {
    let mut text =
        "# Every parameter of the model with its default. Made by `takvin defaults --toml`; a test compares \
        them.\n# Copy the lines that you want to change into your scenario.\n"
            .to_owned();
    for (name, about) in GROUPS {
        let _ = write!(text, "\n#{about}\n[parameters.{name}]\n");
        for (key, p) in group(name) {
            // A number with a point, so that it stays one when it is changed.
            let _ = writeln!(text, "{key} = {:?}  # {}; {}, {}", p.default, p.meaning, p.unit, range(p));
        }
    }
    text.push_str(
        "\n# Mechanisms on or off, with the claims of the theory that rest on them.\n[parameters.switches]\n",
    );
    for s in SWITCHES {
        let claims = if s.claims.is_empty() { String::new() } else { format!(" ({})", s.claims) };
        let _ = writeln!(text, "{} = true  # {}{claims}", s.name, s.meaning);
    }
    text
}

/// The defaults as Markdown, a table a group.
pub fn markdown() -> String {
    let mut text = String::new();
    for (name, about) in GROUPS {
        let _ = write!(text, "### `{name}`\n\n{}\n\n", about.trim());
        text.push_str("| parameter | default | range | unit | meaning |\n|---|---|---|---|---|\n");
        for (_, p) in group(name) {
            let _ = writeln!(text, "| `{}` | {} | {} | {} | {} |", p.path, p.default, range(p), p.unit, p.meaning);
        }
        text.push('\n');
    }
    text.push_str("### `switches`\n\nEvery mechanism is on by default.\n\n");
    text.push_str("| switch | claims | meaning | parameters at 0 while off |\n|---|---|---|---|\n");
    for s in SWITCHES {
        let zeroes = s.zeroes.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "| `{}` | {} | {} | {zeroes} |", s.name, s.claims, s.meaning);
    }
    text
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
