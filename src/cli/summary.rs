//! The results of a batch of runs, in words and as JSON: outcome measures over the runs.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::print::{json_number, number, percent, plain, table};
use crate::output::{OutputError, RunReader};
use crate::record::TABLES;
use crate::record::statistics::{deviation, mean};
use crate::record::summary::OUTCOMES;
use crate::scenario::Scenario;

/// Outcome measures over the runs.
pub(crate) struct Summary {
    values: Vec<Vec<f64>>,
    runs: u32,
}

/// The directory of the tables.
pub(crate) struct Written {
    /// The run directory.
    pub directory: PathBuf,
    /// The files.
    pub files: Vec<PathBuf>,
}

impl Summary {
    /// Reads the outcome measures of finished runs.
    ///
    /// # Errors
    /// Returns an error if `runs.csv` cannot be read.
    pub(crate) fn read(reader: &RunReader) -> Result<Self, OutputError> {
        let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        let table = reader.columns("runs", &names, |_| true)?;
        let values = names.iter().map(|name| table.column(name).filter(|value| !value.is_nan()).collect()).collect();
        Ok(Self { values, runs: table.rows().count() as u32 })
    }

    fn of(&self, name: &str) -> &[f64] {
        OUTCOMES.iter().position(|outcome| outcome.name == name).map_or(&[], |at| &self.values[at])
    }

    /// The mean over runs, with the standard deviation if there are several.
    fn show(&self, name: &str, scale: f64, as_text: fn(f64) -> String) -> String {
        let values: Vec<f64> = self.of(name).iter().map(|x| x * scale).collect();
        let text = as_text(mean(&values));
        if values.len() > 1 { format!("{text} ± {}", as_text(deviation(&values))) } else { text }
    }

    /// The summary for people.
    pub(crate) fn text(&self, scenario: &Scenario, written: &Written) -> String {
        let run = &scenario.run;
        let title = if scenario.title.is_empty() { &scenario.name } else { &scenario.title };
        let runs = if self.runs == 1 { "1 run".to_owned() } else { format!("{} runs (mean ± sd)", self.runs) };
        let rounds = if run.rounds == 1 { "1 round".to_owned() } else { format!("{} rounds", run.rounds) };
        let mut text = format!("{title}: {runs} of {rounds}, seed {}\n\n", run.seed);

        let mut levels = table(["", "start", "end"]);
        for name in ["meaning", "referent", "securitisation", "provision", "governance"] {
            let at = |when: &str| self.show(&format!("{name}_{when}"), 1.0, number);
            levels.add_row([name.to_owned(), at("start"), at("end")]);
        }
        for (name, label) in [
            ("authoritarian", "states below 0.4"),
            ("middle", "states in the middle"),
            ("participatory", "states above 0.6"),
        ] {
            let at = |when: &str| self.show(&format!("{name}_{when}"), 1.0, percent);
            levels.add_row([label.to_owned(), at("start"), at("end")]);
        }
        let _ = writeln!(text, "{}\n", plain(&levels));

        let a_year = 1.0 / run.round_years;
        let mut facts = table(["", ""]);
        facts.add_row(["drifted toward participation", &self.show("drifted_participatory", 1.0, percent)]);
        facts.add_row(["drifted toward authoritarianism", &self.show("drifted_authoritarian", 1.0, percent)]);
        facts.add_row(["disputes per 1,000 pair-years", &self.show("dispute_rate", a_year, number)]);
        facts.add_row(["wars per 1,000 pair-years", &self.show("war_rate", a_year, number)]);
        facts.add_row(["loop strength", &self.show("loop_strength", 1.0, number)]);
        facts.add_row(["  policy to governance", &self.show("policy_to_governance", 1.0, number)]);
        facts.add_row(["  governance to policy", &self.show("governance_to_policy", 1.0, number)]);
        let _ = writeln!(text, "{}\n", plain(&facts));

        let _ = writeln!(text, "Written to {}:", written.directory.display());
        for file in &written.files {
            let _ = writeln!(text, "  {}", file.display());
        }
        text
    }

    /// The summary as one JSON object.
    pub(crate) fn json(&self, scenario: &Scenario, written: &Written) -> serde_json::Value {
        let outcomes: serde_json::Map<_, _> = OUTCOMES
            .iter()
            .zip(&self.values)
            .map(|(outcome, values)| {
                let least = values.iter().copied().fold(f64::NAN, f64::min);
                let most = values.iter().copied().fold(f64::NAN, f64::max);
                let about = serde_json::json!({
                    "unit": outcome.unit,
                    "mean": json_number(mean(values)),
                    "sd": json_number(deviation(values)),
                    "min": json_number(least),
                    "max": json_number(most),
                    "runs": values.len(),
                });
                (outcome.name.to_owned(), about)
            })
            .collect();
        serde_json::json!({
            "scenario": scenario.name,
            "title": scenario.title,
            "question": scenario.question,
            "seed": scenario.run.seed,
            "runs": self.runs,
            "rounds": scenario.run.rounds,
            "directory": written.directory,
            "files": written.files,
            "tables": TABLES.iter().filter(|name| {
                written.files.iter().any(|file| file.ends_with(format!("{name}.csv")))
            }).collect::<Vec<_>>(),
            "outcomes": outcomes,
        })
    }
}
