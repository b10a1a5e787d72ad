//! `takvin run`: replicates of a scenario, their tables on disk, and a summary.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use super::cost;
use super::failure::{Interrupted, user_error};
use super::options::{Confirm, Printing, TableFormat, Threads, target};
use super::overrides::{Measured, OfScenario};
use super::past;
use super::plot::draw_all;
use super::print;
use super::progress::bar;
use super::signals::{self, CANCEL};
use super::summary::{Summary, Written};
use super::whole::whole;
use crate::batch::{self, BatchError, Checkpoint, CheckpointError, Controls, Finished, Header, branch, checkpoint};
use crate::output::run_directory::{Found, Rows, rows_of};
use crate::output::{Checkpoints, OutputError, RunDirectory, RunReader, Target};
use crate::scenario::{self, Scenario};

/// Run a scenario and write its tables.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
#[command(
    after_help = "Examples:\n  takvin run cold-war --plot\n  takvin run mine.toml --out results/first --runs 50\n  \
    takvin run middle-world --set parameters.feedback.threat=0 --noise off\n  \
    takvin run cold-war --runs 20 --pairs --format parquet\n  \
    takvin run cold-war --checkpoint 10\n  \
    takvin run --from output/cold-war/checkpoint-10.bin             the later rounds, unchanged\n  \
    takvin run --from output/cold-war/checkpoint-10.bin other.toml  the same past, another future\n\n\
    If the command is interrupted, finished runs are saved, and the same command resumes.\n\
    docs/files.md explains every column of the tables."
)]
pub(crate) struct Run {
    /// Scenario file, or name of a shipped scenario (see `takvin list`).
    #[arg(required_unless_present = "from")]
    scenario: Option<PathBuf>,
    /// Run directory [default: output/SCENARIO, or output/SCENARIO-2 and so on if that exists].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replicates, numbered from 0.
    #[arg(long, alias = "replicates", value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(1, 1_000_000))]
    runs: Option<u32>,
    #[command(flatten)]
    given: OfScenario,
    /// An outcome measure of your own, as in "allied=mean(world.alliances, last 20)"; may be repeated. docs/howto/outcomes.md
    /// explains the expressions.
    #[arg(long, value_name = "NAME=EXPRESSION")]
    outcome: Vec<String>,
    #[command(flatten)]
    threads: Threads,
    /// Overwrite the run in a directory given by --out, once the new run is complete; removes only files that its
    /// manifest lists.
    #[arg(long, requires = "out")]
    force: bool,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    print: Printing,
    /// Save the whole state of every run after this round, in checkpoint-ROUND.bin.
    #[arg(long, value_name = "ROUND", allow_negative_numbers = true, value_parser = whole::<u32>(0, 1_000_000))]
    checkpoint: Option<u32>,
    /// Continue from a checkpoint; only later rounds are run and written. A SCENARIO with the same states and pairs
    /// changes events and parameters from there on.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Write pairs.csv as well; with a number, only for the first RUNS runs.
    #[arg(long, value_name = "RUNS", num_args = 0..=1, require_equals = true, default_missing_value = "1000000", value_parser = whole::<u32>(1, 1_000_000))]
    pairs: Option<u32>,
    /// Draw the figures as well, as `takvin plot` does; writes the pairs of the first run, which some of them need.
    #[arg(long)]
    plot: bool,
    #[command(flatten)]
    format: TableFormat,
}

impl Run {
    /// Runs what is not saved yet, writes and reports.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failure to write, or an interruption. Finished runs are saved then.
    pub(crate) fn carry_out(self) -> Result<()> {
        let from = self.from.as_ref().map(read_checkpoint).transpose()?;
        let mut scenario = self.load(from.as_ref(), self.pairs)?;
        super::loading::warn(&scenario);
        if self.plot && !scenario.record.pairs {
            // A world whose pairs do not fit in memory is drawn without them.
            scenario = self.load(from.as_ref(), Some(1)).unwrap_or(scenario);
        }
        let first = from.as_ref().map_or(0, |checkpoint| checkpoint.header.round);
        self.check_rounds(&scenario, first, from.is_some())?;
        signals::stop_in_order()?;
        cost::refuse_excess(&scenario, scenario.run.replicates.into(), first, self.threads.number, self.confirm.yes)?;

        let target = target(self.out.as_ref(), self.force);
        let directory = self.run_all(&scenario, from.as_ref(), first, &target)?;
        let reader = RunReader::open(&directory)?;
        let summary = Summary::read(&reader)?;
        let files = reader.manifest.files.iter().map(|name| directory.join(name)).collect();
        let written = Written { directory, files };
        let stale = ["figures", "report.html"].map(|name| written.directory.join(name)).map(|path| path.exists());
        let figures = self.plot.then(|| draw_all(&written.directory, self.print.quiet)).transpose()?;
        let files = figures.as_ref().map(|figures| figures.files.as_slice());
        let text = || {
            let mut text = summary.text(&scenario, &written);
            if let Some(figures) = &figures {
                let _ = write!(text, "\n{figures}");
            }
            // The figures of the run that was overwritten.
            for (there, again) in stale.into_iter().zip(["plot", "report"]) {
                if there && !(self.plot && again == "plot") {
                    let shown = written.directory.display();
                    let _ = writeln!(
                        text,
                        "\nThe {again} here belongs to the former run; make it again: takvin {again} {shown}"
                    );
                }
            }
            text
        };
        self.print.results(|| summary.json(&scenario, &written, files), text)
    }

    /// The scenario with all options of the command line.
    fn load(&self, from: Option<&Checkpoint>, pairs: Option<u32>) -> Result<Scenario> {
        let mut overrides = self.given.overrides()?;
        overrides.extend(Measured::all_defined(&self.outcome, "runs.csv has every other outcome measure anyway")?);
        if from.is_some()
            && let Some(at) = overrides.iter().position(|(path, _)| past::belongs_to_the_past(path))
        {
            let set = &self.given.set[at];
            return Err(user_error(format!(
                "--set {set}: has no effect with --from, whose past is kept; use an event, as in do = \"set\""
            )));
        }
        let mut set = |path: &str, value: String| overrides.push((path.to_owned(), value));
        if let Some(runs) = pairs {
            set("record.pairs", "true".to_owned());
            set("record.pairs_runs", runs.to_string());
        }
        let saved = from.map(|checkpoint| checkpoint.run(0)).transpose()?;
        // A checkpoint keeps its seed and its number of runs.
        if let (None, Some(saved)) = (self.given.seed, &saved) {
            set("run.seed", saved.world.draws.seed().to_string());
        }
        if let Some(runs) = self.runs.or_else(|| from.map(|checkpoint| checkpoint.header.runs)) {
            set("run.replicates", runs.to_string());
        }
        let Some(checkpoint) = from else {
            let path = self.scenario.as_deref().ok_or_else(|| user_error("give a scenario, or --from a checkpoint"))?;
            return Ok(scenario::load(path, &overrides)?);
        };
        let header = &checkpoint.header;
        if self.runs.is_some_and(|runs| runs > header.runs) {
            return Err(user_error(format!("the checkpoint holds {} runs; --runs cannot be larger", header.runs)));
        }
        let load = |overrides: &[(String, String)]| match &self.scenario {
            Some(path) => scenario::load(path, overrides),
            None => scenario::load_text(&header.scenario, &header.resolved, overrides),
        };
        let mut scenario = load(&overrides)?;
        past::refuse(&self.given.set, header.round, &scenario, |set| {
            let others = overrides.iter().enumerate().filter(|(at, _)| *at != set).map(|(_, other)| other.clone());
            load(&others.collect::<Vec<_>>()).ok()
        })?;
        if self.scenario.is_none() {
            scenario.name.clone_from(&header.scenario);
        }
        let before = scenario::load_text(&header.scenario, &header.resolved, &[])?;
        branch::same_states(&before.setup.names, &scenario.setup.names)?;
        past::warn_of_the_past(&before, &scenario, header.round);
        for number in 0..checkpoint.len() {
            let saved = checkpoint.run(number)?;
            branch::knows_outcomes(&saved, &scenario.outcomes)?;
            branch::same_pairs(&saved.world.topology, &*scenario.setup_for(u64::from(saved.run))?)?;
            if !batch::is_sound(&saved) {
                return Err(CheckpointError::Damaged.into());
            }
        }
        Ok(scenario)
    }

    fn check_rounds(&self, scenario: &Scenario, first: u32, goes_on: bool) -> Result<()> {
        let last = scenario.run.rounds;
        if goes_on && last <= first {
            let more = first + 1;
            return Err(user_error(format!(
                "the checkpoint is of round {first}, but the scenario ends at round {last}; give --rounds {more} or more"
            )));
        }
        match self.checkpoint {
            Some(round) if round > last => {
                Err(user_error(format!("--checkpoint {round}: the run ends at round {last}")))
            }
            Some(round) if goes_on && round <= first => Err(user_error(format!(
                "--checkpoint {round}: the run continues from round {first}; give a later round"
            ))),
            _ => Ok(()),
        }
    }

    /// Runs what is not saved yet. Returns the directory.
    fn run_all(&self, scenario: &Scenario, from: Option<&Checkpoint>, first: u32, target: &Target) -> Result<PathBuf> {
        let runs = scenario.run.replicates;
        let header = self.checkpoint.map(|round| (round, checkpoint::begin(&Header::new(scenario, round, runs))));
        let checkpoints = Checkpoints {
            from: from.map(|checkpoint| (first, checkpoint.bytes())),
            to: header.as_ref().map(|(round, bytes)| (*round, bytes.as_slice())),
        };
        let mut directory = match RunDirectory::open(target, scenario, self.format.formats(), checkpoints)? {
            Found::Finished(path) => {
                self.print.note(format_args!("{} holds these runs already; nothing was run.", path.display()));
                return Ok(path);
            }
            Found::Open(directory, damage) => {
                if let Some(damage) = damage {
                    print::aside(format_args!("warning: {damage}"));
                }
                directory
            }
        };
        // Also with --quiet: what reads the usual directory next would read other runs.
        let usual = Path::new("output").join(&scenario.name);
        if matches!(target, Target::Below(_)) && directory.path() != usual {
            let (usual, here) = (usual.display(), directory.path().display());
            print::aside(format_args!("{usual} holds other runs; these are written to {here}."));
        }
        let done = directory.done();
        if done > 0 {
            let place = directory.path().display();
            self.print.note(format_args!("Resuming in {place}: {done} of {runs} runs are saved."));
        }
        let rounds = u64::from(runs - done) * u64::from(scenario.run.rounds - first);
        let bar = bar(rounds, "rounds", self.print.quiet);
        let controls = Controls {
            threads: self.threads.number,
            cancel: &CANCEL,
            progress: &|| bar.inc(1),
            checkpoint: self.checkpoint,
        };
        let begin = |number: usize, workers| {
            let Some(checkpoint) = from else { return batch::begin_with(scenario, number as u32, workers) };
            match checkpoint.run(number) {
                Ok(saved) => batch::resume(scenario, saved, workers),
                Err(_) => unreachable!("every run of the checkpoint was read when the scenario was loaded"),
            }
        };
        let needs = directory.needs();
        let rows = |finished: Finished| {
            rows_of(scenario, needs, finished.record, finished.saved.as_deref().map(checkpoint::run_piece))
        };
        let sink = |rows: Rows| -> Result<(), OutputError> { directory.append(&rows) };
        let result = batch::run_all(scenario, done as usize..runs as usize, begin, &controls, rows, sink);
        bar.end();
        let path = directory.path().to_owned();
        match result {
            Ok(()) => {
                directory.finish()?;
                Ok(path)
            }
            // Every process would fail at the same replicate again.
            Err(BatchError::Scenario(errors)) => {
                directory.discard();
                Err(anyhow::Error::from(errors)
                    .context(format!("nothing was written, because a directory holds all of its {runs} runs or none")))
            }
            Err(error) => Err(kept(error, &mut directory, runs)),
        }
    }
}

/// The message for runs that did not finish.
fn kept(error: BatchError<OutputError>, directory: &mut RunDirectory, runs: u32) -> anyhow::Error {
    // If syncing fails, the next process reports it.
    let _ = directory.rest();
    let text = match directory.done() {
        0 => "nothing was saved".to_owned(),
        done => {
            let place = directory.path().display();
            format!("{done} of {runs} runs are saved in {place}; rerun the same command for the rest")
        }
    };
    match error {
        BatchError::Cancelled => Interrupted(format!("stopped: {text}")).into(),
        BatchError::Sink(error) => anyhow::Error::from(error).context(text),
        other => anyhow::Error::from(other).context(text),
    }
}

/// Reads a checkpoint. Only the beginning is read of a file that is not a checkpoint.
pub(super) fn read_checkpoint(path: &PathBuf) -> Result<Checkpoint> {
    use std::io::Read;
    let unreadable = || format!("{}: could not be read", path.display());
    let wrong = |error: crate::batch::CheckpointError| anyhow::Error::from(error).context(path.display().to_string());
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(user_error(format!("{}: the file does not exist; give a checkpoint", path.display())));
        }
        Ok(about) if !about.is_file() => {
            return Err(user_error(format!("{}: not a plain file; give a checkpoint", path.display())));
        }
        _ => {}
    }
    let mut file = std::fs::File::open(path).with_context(unreadable)?;
    let mut bytes = Vec::new();
    let magic = batch::checkpoint::MAGIC;
    file.by_ref().take(magic.len() as u64).read_to_end(&mut bytes).with_context(unreadable)?;
    if bytes == magic {
        file.read_to_end(&mut bytes).with_context(unreadable)?;
    }
    Checkpoint::read(bytes).map_err(wrong)
}
