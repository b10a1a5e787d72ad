//! `takvin claims`: the claims of the theory, each as an experiment that could fail.

mod robust;
mod words;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::failure::{Interrupted, user_error};
use super::options::{Printing, Threads};
use super::overrides::{of_sets, refuse_recording};
use super::print;
use super::progress::Work;
use super::signals::{self, CANCEL};
use super::whole::whole;
use crate::claims::cast::Who;
use crate::claims::laboratory::{Stopped, choose};
use crate::claims::registration::{REGISTERED, REPLICATES, SEED};
use crate::claims::{Claim, Ground, Laboratory, Question, Tried, WORLDS, page, tables};
use crate::output::quoted::quoted;
use crate::output::work::{self, Found};
use crate::output::{Manifest, Target, Task, WorkDirectory, table_file, write_whole};
use crate::plot::claim;
use crate::plot::page::WIDTH;
use crate::plot::theme::THEMES;
use crate::scenario;

/// Replicates of a quick look: about the smallest number with which every claim can still pass the test.
const QUICK: u32 = 14;
/// Its worlds: the first that are drawn from the seed.
const QUICK_WORLDS: usize = 3;
/// States of its worlds.
const QUICK_STATES: u32 = 12;
/// The pages: results, methods, and what was fixed before.
const PAGES: [&str; 3] = ["claims.md", "experiments.md", "registered.toml"];
/// The width of a figure in pixels.
const WIDE: u32 = 1350;

/// Test the claims of the theory, each by an experiment that could fail.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  takvin claims                         all of them, in nine worlds; tables and claims.md in output/claims\n  \
    takvin claims --quick                 all of them in a minute: fewer replicates, smaller worlds\n  \
    takvin claims --only C1,C2,C3         the loop alone\n  \
    takvin claims --question carries --world world-1970.toml --replicates 20\n  \
    takvin claims --only B3.4 --world mine.toml --replicates 100\n  \
    takvin claims --robust 100            whether they carry at 100 points around the defaults\n\n\
    Each claim names a treatment, a baseline, a measure, the smallest effect that counts, and the ablation that removes the mechanism. \
    docs/claims.md has the rule of the verdict. p is adjusted for all tests in a world. --only and --question make \
    fewer tests, which lowers p; fewer replicates make effects less certain. Verdicts may therefore differ from those of \
    the full command. An interrupted command resumes when it is rerun."
)]
#[allow(clippy::struct_excessive_bools)] // each is an option of the command line
pub(super) struct Claims {
    /// Only these claims, by their codes as in docs/claims.md; B1 means B1.1 to B1.6.
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    only: Vec<String>,
    /// Only this question: the mechanism under control, or the consequence in free worlds [default: both; carries with
    /// --robust].
    #[arg(long, value_name = "QUESTION")]
    question: Option<Asked>,
    /// Paired replicates in every world [default: 40].
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(2, 1_000_000))]
    replicates: Option<u32>,
    /// A quick look: 14 replicates in three synthetic worlds, of 12 states each.
    #[arg(long, conflicts_with = "replicates")]
    quick: bool,
    /// Test every claim away from the defaults, at this number of points of a Latin hypercube. All parameters vary
    /// within 30 % of their defaults, with 20 replicates in the world scattered of 30 states.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(2, 100_000), conflicts_with_all = ["quick", "world"])]
    robust: Option<u32>,
    /// With --robust: vary every parameter over its whole documented range.
    #[arg(long, requires = "robust")]
    wide: bool,
    /// Test the claims in this world instead of those of the laboratory: a scenario file or the name of a shipped
    /// scenario; may be repeated.
    #[arg(long, value_name = "SCENARIO")]
    world: Vec<PathBuf>,
    /// Seed of the worlds and of all random numbers.
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = SEED, value_parser = whole::<u64>(0, i64::MAX as u64))]
    seed: u64,
    /// Override a value of every world by its dotted path, as in parameters.feedback.threat=0; may be repeated. With
    /// --robust a parameter that is set keeps its value and does not vary.
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Number of states of the synthetic worlds. For a --world with a generator use --set generator.count=N.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(4, 1_000), conflicts_with = "world")]
    states: Option<u32>,
    /// Directory of the results [default: output/claims, or output/claims-robust].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
    /// Overwrite other results of this command in the directory.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    print: Printing,
}

/// One of the two questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Asked {
    /// The mechanism, where all else is held.
    AtWork,
    /// The consequence, where nothing is held.
    Carries,
}

impl From<Asked> for Question {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::AtWork => Self::AtWork,
            Asked::Carries => Self::Carries,
        }
    }
}

impl Claims {
    /// Tests the claims, writes the results and reports them.
    ///
    /// # Errors
    /// Returns an error for wrong input, a failure to write, or an interruption. Finished work is kept.
    pub(super) fn carry_out(self) -> Result<()> {
        let claims = choose(&self.only)?;
        signals::stop_in_order()?;
        match self.robust {
            Some(points) => robust::carry_out(&self, claims, points),
            None => self.try_all(&self.laboratory(claims)?),
        }
    }

    fn try_all(&self, laboratory: &Laboratory) -> Result<()> {
        let out = self.out();
        if let Some(why) = laboratory.too_few() {
            print::aside(format_args!("warning: {why}"));
        }
        let experiments = page::experiments(laboratory);
        let manifest = Manifest::of_laboratory(laboratory.about(), &experiments, self.seed, laboratory.replicates);
        let task = Task::new(manifest, files(laboratory), laboratory.heads(), laboratory.jobs());
        let tried = if let Some(mut directory) = self.open(&task)? {
            let done = directory.done();
            let work =
                Work::new(laboratory.jobs(), laboratory.jobs() - done, "replicates of a world", self.print.quiet);
            work.begin_at(done);
            let mut progress = || {
                work.inc(1);
            };
            let result = laboratory.run(&mut directory, self.threads.number, &CANCEL, &mut progress);
            work.end();
            result.map_err(|stopped| kept(stopped, &mut directory, laboratory.jobs(), "replicates"))?;
            let finished = directory.finish(None, |path, _| self.finish(laboratory, &experiments, path));
            finished.map_err(|error| all_kept(error, &out))?.0
        } else {
            laboratory.tried(&out.join(table_file("runs")), self.threads.number)?
        };
        self.print.results(|| words::json(laboratory, &tried), || words::text(laboratory, &tried, &out))
    }

    /// The directory, begun or resumed; `None` if the work is already finished.
    fn open(&self, task: &Task) -> Result<Option<Box<WorkDirectory>>> {
        let target = Target::Given { path: self.out(), force: self.force };
        match WorkDirectory::open(&target, "", task, &work::differences)? {
            Found::Finished(_) => Ok(None),
            Found::Open(directory, damage) => {
                if let Some(damage) = damage {
                    print::aside(format_args!("warning: {damage}"));
                }
                Ok(Some(directory))
            }
        }
    }

    fn out(&self) -> PathBuf {
        let default = if self.robust.is_some() { "output/claims-robust" } else { "output/claims" };
        self.out.clone().unwrap_or_else(|| PathBuf::from(default))
    }

    /// The changes that `--set` makes to the worlds. The laboratory sets seed, length and design.
    fn changes(&self) -> Result<Vec<(String, String)>> {
        let changes = of_sets(&self.set)?;
        refuse_recording(&self.set)?;
        for (path, _) in &changes {
            // Keys may be quoted, and a whole table may be set at once.
            let spelt = scenario::sweep::spelt(path).unwrap_or_else(|| path.clone());
            let is_of =
                |table: &str| spelt.strip_prefix(table).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            if is_of("run") || is_of("sweep") {
                return Err(user_error(format!(
                    "--set {path}: the laboratory sets seed, rounds, replicates and points itself; use --seed, --replicates or --robust"
                )));
            }
            if (spelt == "generator" || spelt == "generator.count") && self.world.is_empty() {
                return Err(user_error(format!(
                    "--set {path}: each world of the laboratory has a separate generator; --states sets how many states it \
                     draws, and --world tests your own scenario"
                )));
            }
        }
        Ok(changes)
    }

    fn laboratory(&self, claims: Vec<&'static Claim>) -> Result<Laboratory> {
        let mut overrides = self.changes()?;
        let replicates = if self.quick { QUICK } else { self.replicates.unwrap_or(REPLICATES) };
        let grounds: Vec<Ground> = if self.world.is_empty() {
            let states = self.states.or(self.quick.then_some(QUICK_STATES));
            let ground = |world| Ground::of(world, self.seed, states, &overrides);
            let all = if self.quick { WORLDS.len().min(QUICK_WORLDS) } else { WORLDS.len() };
            let worlds = WORLDS.iter().filter(|world| !self.quick || world.is_synthetic());
            worlds.take(all).map(ground).collect::<Result<_, _>>()?
        } else {
            overrides.push(("run.seed".to_owned(), self.seed.to_string()));
            let load = |path: &PathBuf| {
                let scenario = super::loading::load(path, &overrides)?;
                Ok(Ground { name: scenario.name.clone(), scenario })
            };
            self.world.iter().map(load).collect::<Result<_>>()?
        };
        self.check_names(&grounds)?;
        if !(self.world.is_empty() && self.set.is_empty()) {
            for (at, ground) in grounds.iter().enumerate() {
                let world = self.world.get(at).map(|path| format!("--world {}", path.display()));
                check_draws(&world.unwrap_or_else(|| format!("the world {}", ground.name)), ground, replicates)?;
            }
        }
        let questions = self.question.map_or_else(|| Question::ALL.to_vec(), |asked| vec![asked.into()]);
        Ok(Laboratory { claims, questions, grounds, replicates, seed: self.seed })
    }

    /// Refuses worlds with the same name, which the tables could not distinguish.
    fn check_names(&self, grounds: &[Ground]) -> Result<()> {
        for (at, (Ground { name, .. }, path)) in grounds.iter().zip(&self.world).enumerate() {
            if let Some(same) = grounds[..at].iter().position(|other| other.name == *name) {
                return Err(user_error(format!(
                    "--world {}: its name in the tables would be {name}, the same as of --world {}; give each once, and rename a \
                     file if two have the same name",
                    path.display(),
                    self.world[same].display()
                )));
            }
        }
        Ok(())
    }

    /// Everything made from the runs: tables, pages, and one figure per claim. Returns the results.
    fn finish(&self, laboratory: &Laboratory, experiments: &str, path: &Path) -> Result<Vec<Tried>> {
        let tried = laboratory.tried(&path.join(table_file("runs")), self.threads.number)?;
        tables::write(path, laboratory, &tried, self.threads.number)?;
        let pages = [page::page(laboratory, &tried, &self.command()), experiments.to_owned(), REGISTERED.to_owned()];
        for (name, text) in PAGES.iter().zip(pages) {
            write_whole(&path.join(name), text.as_bytes())?;
        }
        let courses = claim::courses(&path.join(table_file("courses")))?;
        for words in words::figures(laboratory, &tried) {
            let drawing = claim::draw(&courses, &words, &THEMES[0])?;
            let size = (WIDE, (f64::from(WIDE) * drawing.height / WIDTH) as u32);
            write_whole(&path.join(page::figure_file(&words.id)), drawing.to_svg(size, true).as_bytes())?;
        }
        Ok(tried)
    }

    /// The command that makes the results again.
    fn command(&self) -> String {
        let mut words = vec!["takvin claims".to_owned()];
        if !self.only.is_empty() {
            words.push(format!("--only {}", quoted(&self.only.join(","))));
        }
        if let Some(asked) = self.question {
            words.push(format!("--question {}", Question::from(asked).name().replace(' ', "-")));
        }
        words.extend(self.world.iter().map(|world| format!("--world {}", quoted(&world.display().to_string()))));
        if self.quick {
            words.push("--quick".to_owned());
        }
        words.extend(self.robust.map(|points| format!("--robust {points}")));
        if self.wide {
            words.push("--wide".to_owned());
        }
        words.extend(self.replicates.map(|replicates| format!("--replicates {replicates}")));
        words.extend(self.set.iter().map(|set| format!("--set {}", quoted(set))));
        words.extend(self.states.map(|states| format!("--states {states}")));
        if self.seed != SEED {
            words.push(format!("--seed {}", self.seed));
        }
        words.join(" ")
    }
}

/// Refuses a world in which claims cannot be tested. Each replicate may be a different draw, and otherwise a bad draw
/// would be found after hours.
/// after hours.
fn check_draws(world: &str, ground: &Ground, replicates: u32) -> Result<()> {
    let (all, mut alone) = (if ground.scenario.varies { replicates } else { 1 }, 0);
    for replicate in 0..all {
        if CANCEL.load(Ordering::Relaxed) {
            return Err(Interrupted("stopped before the work began".to_owned()).into());
        }
        let (_, cast) = ground.begin(replicate)?;
        if cast.states(Who::Partners).is_empty() {
            return Err(user_error(format!(
                "{world}: no two states that are present at the start meet in replicate {replicate} (counted from 0), so \
                 claims cannot be tested. A world needs three or more states within reach of each other (see [reach] in \
                 takvin schema)"
            )));
        }
        alone += u32::from(cast.states(Who::Third).is_empty());
    }
    if alone > 0 {
        let when = if all > 1 { format!(" in {alone} of {all} replicates") } else { String::new() };
        print::aside(format_args!(
            "warning: {world} has too few states present at the start for a third party (3 would be enough){when}: \
             claims that need one are not measured there"
        ));
    }
    Ok(())
}

/// The files of a finished laboratory, besides the growing table.
fn files(laboratory: &Laboratory) -> Vec<String> {
    let figures = laboratory.claims.iter().map(|claim| page::figure_file(claim.id));
    tables::TABLES.map(table_file).into_iter().chain(PAGES.map(str::to_owned)).chain(figures).collect()
}

/// The message for work that did not finish.
fn kept(stopped: Stopped, directory: &mut WorkDirectory, all: u64, of: &str) -> anyhow::Error {
    // If syncing fails, the next process reports it.
    let _ = directory.rest();
    let (done, place) = (directory.done(), directory.path().display());
    let kept = format!("{done} of {all} {of} are saved in {place}");
    let text = format!("{kept}; rerun the same command for the rest");
    match stopped {
        Stopped::Cancelled => Interrupted(format!("stopped: {text}")).into(),
        // It would fail at the same replicate again.
        Stopped::Scenario(errors) => anyhow::Error::from(errors).context(kept),
        Stopped::Output(error) => anyhow::Error::from(error).context(text),
        Stopped::Threads(_) => anyhow::Error::from(stopped).context(text),
    }
}

/// The message if only the final step failed.
fn all_kept(error: anyhow::Error, out: &Path) -> anyhow::Error {
    error.context(format!("all replicates are saved in {}; rerun the same command to finish the work", out.display()))
}
