//! `takvin files`: every column of every table, in Markdown, for `docs/files.md`.

use std::fmt::Write as _;

use anyhow::Result;
use clap::Args;

use super::failure::user_error;
use super::print;
use crate::history::{self, calibrate};
use crate::output::of_history::{Calibrated, CalibratedParameter, CalibratedScenario};
use crate::output::table_file;
use crate::record::declared;
use crate::record::summary::OUTCOMES;
use crate::record::{Field, TABLES};
use crate::studies::{compare, discovery, explore, sensitivity, the_loop};

/// Print every column of every table with its unit and meaning, in Markdown.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin files\n  takvin files states runs\n  takvin files comparison/runs loop")]
pub struct Files {
    /// Tables, as in `states` or `comparison/runs`, or all tables of a `comparison`, the `loop` or `history` [default: every table].
    #[arg(value_name = "TABLE")]
    tables: Vec<String>,
}

impl Files {
    /// Prints the columns.
    ///
    /// # Errors
    /// Returns an error if a table does not exist, or if the text cannot be printed.
    pub fn carry_out(self) -> Result<()> {
        let all = sections();
        let is = |name: &str, asked: &str| name == asked || name.starts_with(&format!("{asked}/"));
        let asked: Vec<&str> = self.tables.iter().map(|table| table.trim_end_matches(".csv")).collect();
        if let Some(unknown) = asked.iter().find(|asked| !all.iter().any(|(name, _)| is(name, asked))) {
            let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
            return Err(user_error(format!("{unknown} is not a table; the tables are {}", names.join(", "))));
        }
        let chosen = all.iter().filter(|(name, _)| asked.is_empty() || asked.iter().any(|asked| is(name, asked)));
        print::text(&chosen.map(|(_, section)| section.as_str()).collect::<String>())
    }
}

/// The tables of `docs/files.md`.
pub fn markdown() -> String {
    sections().into_iter().map(|(_, section)| section).collect()
}

/// Every table by its name: those of a run, a comparison, a study of the loop, and of work on history. The outcome measures of a comparison
/// are those of a run.
fn sections() -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = TABLES.map(|table| section(table, &declared(table))).into();
    for table in compare::tables::TABLES {
        let outcomes = if table == "runs" { OUTCOMES.len() } else { 0 };
        let mut fields = compare::tables::fields(table);
        fields.truncate(fields.len() - outcomes);
        let (name, mut text) = section(&format!("comparison/{table}"), &fields);
        if outcomes > 0 {
            text.truncate(text.trim_end().len());
            text.push_str("\n| … | | the outcome measures, as in a run's `runs.csv` |\n\n");
        }
        sections.push((name, text));
    }
    let of_sensitivity =
        |table: &str| section(&format!("sensitivity/{table}-METHOD"), &sensitivity::tables::fields(table));
    sections.extend(sensitivity::tables::TABLES.iter().map(|table| of_sensitivity(table)));
    // One column in place of those of all axes and outcomes.
    let (axes, outcomes) = ([("AXIS".to_owned(), "the axis's own".to_owned())], ["OUTCOME".to_owned()]);
    for table in explore::tables::OF_BORDER {
        sections.push(section(&format!("exploration/{table}"), &explore::tables::border_fields(table, &axes)));
    }
    for table in explore::tables::OF_REACH {
        let fields = explore::tables::reach_fields(table, &outcomes, &axes, &[false]);
        sections.push(section(&format!("exploration/{table}"), &fields));
    }
    let of_discovery = |table: &str| section(&format!("discovery/{table}"), &discovery::tables::fields(table));
    sections.extend(discovery::tables::TABLES.iter().map(|table| of_discovery(table)));
    let of_loop = |table: &str| section(&format!("loop/{table}"), &the_loop::tables::fields(table));
    sections.extend(the_loop::tables::TABLES.iter().map(|table| of_loop(table)));
    for (work, tables) in [("compared", &history::tables::COMPARED[..]), ("forecast", &history::tables::FORECAST)] {
        let of_history =
            |table: &&str| section(&format!("history/{work}/{table}"), &history::tables::fields(work, table));
        sections.extend(tables.iter().map(of_history));
    }
    // One column in place of those of all parameters, and one in place of those of all patterns.
    let parameter = CalibratedParameter { path: "PARAMETER".to_owned(), low: 0.0, high: 1.0, log: false };
    let calibrated = Calibrated {
        parameters: vec![parameter],
        patterns: vec!["PATTERN".to_owned()],
        scenarios: vec![CalibratedScenario::default(); 2],
        ..Calibrated::default()
    };
    let of_calibration =
        |table: &&str| section(&format!("history/calibrated/{table}"), &calibrate::tables::fields(table, &calibrated));
    sections.extend(calibrate::tables::TABLES.iter().map(of_calibration));
    sections
}

fn section(table: &str, fields: &[Field]) -> (String, String) {
    let mut text = format!("### `{}`\n\n| column | unit | meaning |\n|---|---|---|\n", table_file(table));
    for Field { name, unit, meaning, .. } in fields {
        let _ = writeln!(text, "| `{name}` | {unit} | {meaning} |");
    }
    text.push('\n');
    (table.to_owned(), text)
}
