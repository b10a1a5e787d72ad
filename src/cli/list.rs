//! `takvin list`: the shipped scenarios, each with its question.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::print;
use crate::scenario;

/// List the shipped scenarios.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin list\n  takvin list --json\n  takvin list --show cold-war > mine.toml")]
pub(crate) struct List {
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Print the file of one scenario instead.
    #[arg(long, value_name = "NAME", conflicts_with = "json")]
    show: Option<String>,
}

/// A scenario in JSON.
#[derive(Serialize)]
struct Listed {
    name: &'static str,
    title: String,
    question: String,
}

impl List {
    /// Prints the list.
    pub(crate) fn carry_out(self) -> Result<()> {
        if let Some(name) = &self.show {
            let found = scenario::shipped().iter().find(|shipped| shipped.name == name);
            let names = scenario::shipped().iter().map(|shipped| shipped.name).collect::<Vec<_>>().join(", ");
            let shipped = found.ok_or_else(|| {
                super::failure::user_error(format!(
                    "the shipped scenario `{name}` does not exist; shipped scenarios are {names}"
                ))
            })?;
            return print::text(shipped.text);
        }
        let mut table = print::table(["name", "title", "question"]);
        let mut all = Vec::new();
        for shipped in scenario::shipped() {
            let scenario = scenario::load_text(shipped.name, shipped.text, &[])?;
            table.add_row([shipped.name, &scenario.title, &scenario.question]);
            all.push(Listed { name: shipped.name, title: scenario.title, question: scenario.question });
        }
        if self.json { print::json(&all) } else { print::line(&print::plain(&table)) }
    }
}
