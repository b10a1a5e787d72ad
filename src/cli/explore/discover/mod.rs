//! `takvin explore discover`: boxes of axis values in which runs end as asked.

mod words;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::analysis::prim::covering::Settings;
use crate::analysis::sensitivity::estimate::Bootstrap;
use crate::cli::failure::user_error;
use crate::cli::options::Printing;
use crate::cli::whole::whole;
use crate::output::additions::add_to_run;
use crate::output::work::checked_table;
use crate::output::{RunReader, SCENARIO, csv_tables, table_file, write_whole};
use crate::record::Table;
use crate::scenario::suggest::did_you_mean;
use crate::scenario::{self};
use crate::studies::discovery::sample::Outcomes;
use crate::studies::discovery::{Discovery, Question, Sample, discover, tables};
use crate::studies::sweep::Sweep;

/// The share of the cases just outside a box that is pasted, as in the EMA Workbench.
const PASTE: f64 = 0.05;

/// Say which worlds of a sweep end as asked, by limits on a few axes (PRIM).
#[derive(Debug, Args)]
#[command(
    after_help = "A box is limits on a few axes. Its coverage is the share of the runs of interest that are inside, its \
    density the share of the runs inside that are of interest. The search peels away a small share of the runs at a time, wherever \
    density rises most, and reports the box of highest density that has the coverage. Limits that may be chance are dropped.\n\n\
    Examples:\n  \
    takvin explore discover output/mine-sweep --below 0.4         which worlds end authoritarian\n  \
    takvin explore discover output/mine-sweep --outcome war_rate --above 0.02 --boxes 2\n  \
    takvin explore discover output/mine-sweep --outcome coups --above 3 --coverage 0.8\n  \
    takvin plot output/mine-sweep --figure boxes,peeling          the boxes, and what was weighed\n\n\
    The runs are used as they are. An answer stays in the tables until the same question is asked again."
)]
pub(crate) struct Discover {
    /// Directory of a finished sweep or of a study of sensitivity.
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// An outcome measure of the sweep, your own included [default: the outcome of the sweep].
    #[arg(long, value_name = "NAME")]
    outcome: Option<String>,
    /// Runs are of interest if their outcome is above this number; with --below, between the two.
    #[arg(long, value_name = "X", allow_negative_numbers = true, value_parser = number)]
    above: Option<f64>,
    /// Runs are of interest if their outcome is below this number.
    #[arg(long, value_name = "X", allow_negative_numbers = true, value_parser = number)]
    below: Option<f64>,
    /// The largest number of boxes; each is searched among the runs that are outside of those before.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 1, value_parser = whole::<usize>(1, 20))]
    boxes: usize,
    /// The coverage that a box must have, of the runs of interest that boxes before left, above 0 and up to 1.
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, default_value_t = 0.5, value_parser = share(1.0))]
    coverage: f64,
    /// The share of its runs that a box loses at each step, above 0 and below 0.5; a smaller share is more patient.
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, default_value_t = 0.05, value_parser = share(0.49))]
    peel: f64,
    /// The least share of all runs that a box may have, above 0 and below 1.
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true, default_value_t = 0.05, value_parser = share(0.99))]
    least: f64,
    /// Resamples of each interval; 0 for none.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 1000, value_parser = whole::<usize>(0, 100_000))]
    resamples: usize,
    #[command(flatten)]
    print: Printing,
}

/// Parses a finite number.
fn number(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| "must be a number, in the unit of the outcome".to_owned())
}

/// Parses a share above 0 and up to `most`.
fn share(most: f64) -> impl Fn(&str) -> Result<f64, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number: &f64| *number > 0.0 && *number <= most);
        number.ok_or_else(|| format!("must be above 0 and at most {most}"))
    }
}

impl Discover {
    /// Searches boxes, writes and reports.
    ///
    /// # Errors
    /// Returns an error for wrong input, if a table cannot be read or written, or if no box is found.
    pub(crate) fn carry_out(self) -> Result<()> {
        let (sweep, reader) = self.finished()?;
        let question = self.question(&sweep)?;
        let outcomes = Outcomes::read(&reader, &question.outcome)?;
        self.check_bounds(&question, &outcomes)?;
        let sample = Sample::of(&sweep, &outcomes, &question);
        let settings = Settings {
            peel: self.peel,
            goes_on: true,
            paste: PASTE,
            least: self.least,
            coverage: self.coverage,
            boxes: self.boxes,
        };
        let bootstrap = Bootstrap { resamples: self.resamples, seed: sweep.plan.seed };
        let found = discover(question.clone(), sample, settings, bootstrap)
            .map_err(|problem| user_error(format!("{question}: {problem}{}", spread(&outcomes))))?;
        if outcomes.failed + outcomes.missing > 0 {
            self.print.note(format_args!(
                "{} of {} runs failed and {} lack {}; they are left out, and {} has the reasons",
                outcomes.failed,
                outcomes.failed + outcomes.missing + outcomes.runs.len(),
                outcomes.missing,
                question.outcome,
                self.directory.join("points.csv").display()
            ));
        }
        for number in 0..found.boxes.len() {
            if let Some(warning) = found.warning(number) {
                self.print.note(format_args!("warning: box {}: {warning}", number + 1));
            }
        }
        let files = write(&reader, &found)?;
        let report = words::Report { sweep: &sweep, found: &found, files: &files };
        self.print.results(|| report.json(), || report.text())
    }

    /// The sweep of the directory.
    fn finished(&self) -> Result<(Sweep, RunReader)> {
        let (path, shown) = (&self.directory, self.directory.display());
        let reader = RunReader::open(path)?;
        let Some(swept) = &reader.manifest.sweep else {
            return Err(user_error(format!(
                "{shown}: these are {}; give the directory of a finished sweep (takvin sweep makes one)",
                reader.manifest.kind().words()
            )));
        };
        if let Some(shard) = &swept.shard {
            return Err(user_error(format!(
                "{shown}: this is shard {shard}; merge all shards with takvin merge, and give the merged directory"
            )));
        }
        if let Some(done) = reader.is_unfinished() {
            return Err(user_error(format!(
                "{shown} is unfinished ({done}); rerun the command of the sweep to finish it"
            )));
        }
        let scenario = scenario::load_for_sweep(&path.join(SCENARIO), &[])?;
        Ok((Sweep::new(scenario, None, true)?, reader))
    }

    fn question(&self, sweep: &Sweep) -> Result<Question> {
        let all = &sweep.scenario.outcomes;
        let outcome = match &self.outcome {
            None => all.names().nth(sweep.outcome).unwrap_or_default().to_owned(),
            Some(name) if all.position(name).is_some() => name.clone(),
            Some(name) => {
                let hint = did_you_mean(name, all.names());
                let known = all.names().collect::<Vec<_>>().join(", ");
                return Err(user_error(format!(
                    "--outcome {name}: the sweep does not have this outcome measure{hint}\n  it has {known}"
                )));
            }
        };
        Ok(Question { outcome, above: self.above, below: self.below })
    }

    /// Refuses a question without bounds, and one that no number can meet.
    fn check_bounds(&self, question: &Question, outcomes: &Outcomes) -> Result<()> {
        let spread = spread(outcomes);
        match (self.above, self.below) {
            (None, None) => Err(user_error(format!(
                "say which runs are of interest: --above X, --below X, or both for those between{spread}"
            ))),
            (Some(above), Some(below)) if above >= below => Err(user_error(format!(
                "--above {above} --below {below}: no number is above the first and below the second; exchange them for the runs between"
            ))),
            _ if outcomes.runs.is_empty() => Err(user_error(format!(
                "none of the {} runs has {}: {} failed and {} lack it; {} has the reasons",
                outcomes.failed + outcomes.missing,
                question.outcome,
                outcomes.failed,
                outcomes.missing,
                self.directory.join("points.csv").display()
            ))),
            _ => Ok(()),
        }
    }
}

/// The quartiles of an outcome, to choose bounds by, on a line of their own; empty without runs.
fn spread(outcomes: &Outcomes) -> String {
    let Some(quartiles) = outcomes.quartiles() else { return String::new() };
    let [least, first, median, third, greatest] = quartiles.map(words::short);
    format!(
        "\n  over {} runs the outcome is from {least} to {greatest}; quartiles are {first}, {median} and {third}",
        outcomes.runs.len()
    )
}

/// Writes the tables beside those of the sweep, with the answers to other questions that they had. Returns their paths.
fn write(reader: &RunReader, found: &Discovery) -> Result<Vec<PathBuf>> {
    let made: Vec<Table> = tables::TABLES
        .into_iter()
        .map(|name| {
            let new = tables::table(name, found);
            match earlier(reader, name) {
                Some(earlier) => tables::joined(name, &earlier, &found.question, &new),
                None => new,
            }
        })
        .collect();
    let names: Vec<String> = tables::TABLES.into_iter().map(table_file).collect();
    let write = |to: &Path, _: &Path, number: usize| write_whole(to, &csv_tables::whole(&made[number]));
    Ok(add_to_run(reader.path(), &names, true, write)?)
}

/// A table that an earlier answer wrote; `None` if it does not exist or cannot be read.
fn earlier(reader: &RunReader, name: &str) -> Option<Table> {
    let is_there = reader.manifest.files.contains(&table_file(name));
    is_there.then(|| checked_table(reader.path(), &reader.manifest, name, &tables::fields(name)).ok()).flatten()
}
