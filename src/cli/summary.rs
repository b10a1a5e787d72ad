//! The results of a batch of runs, in words and as JSON: outcome measures over the runs.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use super::print::{self, number, percent, plain, table};
use crate::output::{Format, OutputError, RunReader};
use crate::record::statistics::{deviation, mean};
use crate::record::summary::OUTCOMES;
use crate::record::words::COMPONENTS;
use crate::record::{Field, TABLES};
use crate::scenario::Scenario;

/// Outcome measures over the runs.
pub(crate) struct Summary {
    measures: Vec<Field>,
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
    pub(crate) fn read(reader: &RunReader) -> Result<Self, OutputError> {
        let measures = reader.outcomes();
        let names: Vec<&str> = measures.iter().map(|outcome| &*outcome.name).collect();
        let table = reader.columns("runs", &names, |_| true)?;
        let values = names.iter().map(|name| table.column(name).filter(|value| !value.is_nan()).collect()).collect();
        Ok(Self { runs: table.rows().count() as u32, values, measures })
    }

    fn of(&self, name: &str) -> &[f64] {
        self.measures.iter().position(|outcome| outcome.name == name).map_or(&[], |at| &self.values[at])
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
        let title = scenario.shown_title();
        let runs = if self.runs == 1 { "1 run".to_owned() } else { format!("{} runs (mean ± sd)", self.runs) };
        let rounds = if run.rounds == 1 { "1 round".to_owned() } else { format!("{} rounds", run.rounds) };
        let mut text = format!("{title}: {runs} of {rounds}, seed {}\n\n", run.seed);

        let mut levels = table(["", "start", "end"]);
        for name in COMPONENTS.into_iter().chain(["governance"]) {
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
        for own in &self.measures[OUTCOMES.len().min(self.measures.len())..] {
            facts.add_row([&*own.name, &self.show(&own.name, 1.0, number)]);
        }
        let _ = writeln!(text, "{}\n", plain(&facts));

        let _ = writeln!(text, "Written to {}:", written.directory.display());
        for file in &written.files {
            let _ = writeln!(text, "  {}", file.display());
        }
        text
    }

    /// The summary for JSON, with the figures if they were drawn.
    pub(crate) fn json<'a>(
        &'a self,
        scenario: &'a Scenario,
        written: &'a Written,
        figures: Option<&'a [PathBuf]>,
    ) -> Json<'a> {
        let is_written = |table: &&str| {
            written.files.iter().any(|file| Format::ALL.iter().any(|format| file.ends_with(format.file(table))))
        };
        Json {
            scenario: &scenario.name,
            title: &scenario.title,
            question: &scenario.question,
            seed: scenario.run.seed,
            runs: self.runs,
            rounds: scenario.run.rounds,
            directory: print::path(&written.directory),
            files: print::paths(&written.files),
            tables: TABLES.into_iter().filter(is_written).collect(),
            outcomes: self
                .measures
                .iter()
                .zip(&self.values)
                .map(|(outcome, values)| (&*outcome.name, Spread::of(&outcome.unit, values)))
                .collect(),
            figures: figures.map(print::paths),
        }
    }
}

/// The summary in JSON.
#[derive(Serialize)]
pub(crate) struct Json<'a> {
    scenario: &'a str,
    title: &'a str,
    question: &'a str,
    seed: u64,
    runs: u32,
    rounds: u32,
    directory: String,
    files: Vec<String>,
    tables: Vec<&'static str>,
    #[serde(serialize_with = "print::object")]
    outcomes: Vec<(&'a str, Spread<'a>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    figures: Option<Vec<String>>,
}

/// An outcome measure over the runs.
#[derive(Serialize)]
struct Spread<'a> {
    unit: &'a str,
    mean: f64,
    sd: f64,
    min: f64,
    max: f64,
    runs: usize,
}

impl<'a> Spread<'a> {
    fn of(unit: &'a str, values: &[f64]) -> Self {
        let end = |further: fn(f64, f64) -> f64| values.iter().copied().fold(f64::NAN, further);
        let (min, max) = (end(f64::min), end(f64::max));
        Self { unit, mean: mean(values), sd: deviation(values), min, max, runs: values.len() }
    }
}
