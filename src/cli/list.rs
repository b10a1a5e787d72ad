//! `takvin list`: the scenarios that come with the program, with the question that each asks.

use anyhow::Result;
use clap::Args;

use super::print;
use crate::scenario;

/// List the scenarios that come with the program.
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

impl List {
    /// Prints them.
    ///
    /// # Errors
    /// There is no scenario of the name given.
    pub(crate) fn carry_out(self) -> Result<()> {
        if let Some(name) = &self.show {
            let found = scenario::shipped().iter().find(|shipped| shipped.name == name);
            let names = scenario::shipped().iter().map(|shipped| shipped.name).collect::<Vec<_>>().join(", ");
            let shipped = found.ok_or_else(|| {
                super::failure::wrong_use(format!("no scenario `{name}` comes with the program; there are {names}"))
            })?;
            return print::text(shipped.text);
        }
        let mut table = print::table(["name", "title", "question"]);
        let mut all = Vec::new();
        for shipped in scenario::shipped() {
            let scenario = scenario::load_text(shipped.name, shipped.text, &[])?;
            all.push(serde_json::json!({
                "name": shipped.name, "title": scenario.title, "question": scenario.question
            }));
            table.add_row([shipped.name, &scenario.title, &scenario.question]);
        }
        if self.json { print::json(&all) } else { print::line(&print::plain(&table)) }
    }
}
