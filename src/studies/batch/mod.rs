//! Scenarios one after another: a run directory each, and a table over all of them.
//!
//! The runs of all scenarios stand in one line for one pool of threads, so that the end of one scenario overlaps with the
//! beginning of the next; finished ones reach the disk in that order. A scenario that fails does not stop the others. Every
//! finished run is saved: the same batch is resumed where it was interrupted, and leaves finished scenarios as they are.

mod course;
mod names;
mod table;

use std::cell::OnceCell;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Instant, SystemTime};

pub(crate) use table::{Figures, TABLE};

use crate::batch::{in_order, window};
use crate::output::run_directory::Found;
use crate::output::{Checkpoints, Format, Lock, OutputError, RunDirectory, RunReader, Target};
use crate::record::summary::OUTCOMES;
use crate::scenario::{Scenario, ScenarioErrors};
use table::Table;

/// A scenario of a batch, before it is known where it goes.
pub(crate) struct Candidate {
    /// Its short name, known even where it could not be loaded.
    pub name: String,
    /// The scenario, or what is wrong with it.
    pub scenario: Result<Scenario, ScenarioErrors>,
}

/// A batch whose directory is claimed and whose scenarios are known to have room there.
pub(crate) struct Batch {
    path: PathBuf,
    formats: Vec<Format>,
    members: Vec<Member>,
    table: Table,
    // Released when the process ends, however it ends.
    _lock: Lock,
}

/// A scenario of a batch.
struct Member {
    name: String,
    /// Its run directory, below the batch's.
    directory: String,
    scenario: Option<Scenario>,
    /// Whether runs of something else in its directory are overwritten.
    replace: bool,
    /// The number of its runs that are saved already.
    saved: u32,
    /// Set at the first of its runs that fails, so that the others are left out.
    failed: AtomicBool,
    /// When its first run began.
    begun: OnceCell<(SystemTime, Instant)>,
    ended: Option<Ended>,
}

/// A scenario of a batch that has come to its end.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    /// Its short name.
    pub name: String,
    /// Its title; empty where it has none or could not be loaded.
    pub title: String,
    /// Its run directory, below the batch's.
    pub directory: String,
    /// Runs, rounds and seed; none where it could not be loaded.
    pub settings: Option<Settings>,
    /// What it came to.
    pub end: End,
}

/// How often, how long and by which seed a scenario was to run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    /// Replicates.
    pub runs: u32,
    /// Rounds of each.
    pub rounds: u32,
    /// Years that a round lasts.
    pub round_years: f64,
    /// Seed.
    pub seed: u64,
}

/// What a scenario of a batch came to.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// Its run directory is whole.
    Done {
        /// It was so before the batch began.
        already: bool,
        /// How long its runs took (s), by its manifest.
        seconds: f64,
        /// Every outcome measure over its runs, in the order of [`OUTCOMES`].
        outcomes: Vec<Figures>,
    },
    /// It left no run directory.
    Failed {
        /// Why, in one line.
        reason: String,
        /// It could not be loaded, rather than failing while it ran.
        unloaded: bool,
    },
}

/// How far a batch has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// A round of some weight is done.
    Round(u64),
    /// A run is done and written.
    Run,
    /// Runs of some weight altogether will not be done after all.
    LeftOut(u64, u64),
}

/// How a batch is carried out.
pub(crate) struct Controls<'a> {
    /// Threads; 0 for as many as the machine has cores.
    pub threads: usize,
    /// Set from outside to stop soon.
    pub cancel: &'a AtomicBool,
    /// Called from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// Why a batch did not begin, or not come to its end. What was finished is on the disk.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stopped {
    /// There are runs in the directory that are not those of the batch.
    #[error(
        "{}: what lies there is not what this batch would write; nothing was run. Choose another directory with --out, or \
         replace runs with --force (what is no run stays). What differs:\n  {}", .path.display(), .differences.join("\n  ")
    )]
    Other {
        /// The batch's directory.
        path: PathBuf,
        /// What differs, a line each.
        differences: Vec<String>,
    },
    /// The cancel flag was set.
    #[error(
        "stopped before the end: {done} of {all} scenarios are finished, and {runs} runs of the next are saved, in {}; rerun the \
         same command for the rest", .path.display()
    )]
    Cancelled {
        /// The batch's directory.
        path: PathBuf,
        /// Scenarios whose directories are whole.
        done: usize,
        /// Scenarios.
        all: usize,
        /// Saved runs of the scenario that was under way.
        runs: u32,
    },
    /// The threads could not be started.
    #[error("the threads could not be started")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// Something could not be read or written, for all scenarios alike.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Batch {
    /// Claims the directory, gives every scenario its own below it, finds out which are finished, and begins the table.
    /// Runs that lie there and are not those of the batch are replaced only if `force` is set.
    ///
    /// # Errors
    /// Another process is at work there, there is something else, or nothing can be written.
    pub(crate) fn open(
        path: &Path,
        scenarios: Vec<Candidate>,
        formats: &[Format],
        force: bool,
    ) -> Result<Self, Stopped> {
        let lock = Lock::claim(path)?;
        crate::output::temporary::sweep_up(path)?;
        let names = names::directories(scenarios.iter().map(|candidate| candidate.name.as_str()));
        let mut members = Vec::new();
        let mut other = Vec::new();
        for (candidate, directory) in scenarios.into_iter().zip(names) {
            let mut member = Member::new(candidate, directory);
            match member.look(path, formats, force) {
                Err(OutputError::OtherWork { differences, .. } | OutputError::OtherUnfinished { differences, .. }) => {
                    other.extend(differences.lines().map(|line| format!("{}: {}", member.directory, line.trim())));
                }
                Err(error) if error.is_wrong_use() => other.push(error.to_string()),
                looked => looked?,
            }
            members.push(member);
        }
        let directories: Vec<&str> = members.iter().map(|member| member.directory.as_str()).collect();
        let table = match Table::open(path, &directories, force) {
            Err(error) if error.is_wrong_use() => {
                other.push(error.to_string());
                Table::default()
            }
            table => table?,
        };
        if !other.is_empty() {
            return Err(Stopped::Other { path: path.to_owned(), differences: other });
        }
        let batch = Self { path: path.to_owned(), formats: formats.to_vec(), members, table, _lock: lock };
        batch.write_table()?;
        Ok(batch)
    }

    /// Runs that are still to be done, and their weight.
    pub(crate) fn to_do(&self) -> (u64, u64) {
        let open = self.members.iter().filter(|member| member.ended.is_none()).filter_map(Member::to_do);
        open.fold((0, 0), |(runs, weight), (more, heavier)| (runs + more, weight + heavier))
    }

    /// Carries out what is not done yet, and tells what every scenario came to.
    ///
    /// # Errors
    /// It was stopped, the disk is full, or the table cannot be written; the same batch goes on.
    pub(crate) fn run(mut self, controls: &Controls<'_>) -> Result<Vec<Ended>, Stopped> {
        let members = std::mem::take(&mut self.members);
        let open = members.iter().enumerate().filter(|(_, member)| member.ended.is_none());
        let open: Vec<(usize, &Member, &Scenario)> =
            open.filter_map(|(at, member)| Some((at, member, member.scenario.as_ref()?))).collect();
        // The largest world says how many runs may be under way together.
        let bytes = open.iter().map(|(.., scenario)| scenario.bytes_of_a_run()).max().unwrap_or(0);
        let mut course = course::Course::new(&self.path, &self.formats, &self.table, &members);
        let broken = in_order(
            controls.threads,
            |threads| window(bytes, threads),
            course::jobs(&open),
            |job| job.carry_out(controls),
            |result| match course.take(result, controls.progress) {
                Ok(()) => ControlFlow::Continue(()),
                Err(stopped) => ControlFlow::Break(stopped),
            },
        )?;
        let ended = course.into_ended();
        match broken {
            ControlFlow::Break(stopped) => Err(stopped),
            ControlFlow::Continue(()) => Ok(ended),
        }
    }

    fn write_table(&self) -> Result<(), OutputError> {
        self.table.write(self.members.iter().filter_map(|member| member.ended.as_ref()))
    }
}

impl Member {
    fn new(candidate: Candidate, directory: String) -> Self {
        let Candidate { name, scenario } = candidate;
        let (scenario, errors) = match scenario {
            Ok(scenario) => (Some(scenario), None),
            Err(errors) => (None, Some(errors)),
        };
        let (failed, begun) = (AtomicBool::new(false), OnceCell::new());
        let mut member = Self { name, directory, scenario, replace: false, saved: 0, failed, begun, ended: None };
        member.ended = errors.map(|errors| member.failed(reason_of(&errors), true));
        member
    }

    /// Finds out what is done of it already. Nothing is written that stays.
    fn look(&mut self, batch: &Path, formats: &[Format], force: bool) -> Result<(), OutputError> {
        let Some(scenario) = &self.scenario else { return Ok(()) };
        let path = batch.join(&self.directory);
        let open = |force| {
            let target = Target::Given { path: path.clone(), force };
            RunDirectory::open(&target, scenario, formats, Checkpoints::default())
        };
        let found = match open(false) {
            // Finished runs of this scenario are left as they are, whatever is forced.
            Err(error) if error.is_wrong_use() && force => open(true)?,
            found => found?,
        };
        // Unfinished work of which nothing is saved is discarded, and what it was to replace is found again.
        self.replace = force;
        match found {
            Found::Finished(path) => self.ended = Some(self.done(&RunReader::open(&path)?, true)?),
            Found::Open(directory, _) if directory.done() == scenario.run.replicates => {
                directory.finish()?;
                self.ended = Some(self.done(&RunReader::open(&path)?, false)?);
            }
            Found::Open(directory, _) => self.saved = directory.done(),
        }
        Ok(())
    }

    /// Runs, and their weight: rounds, each as much as it has states and pairs.
    fn to_do(&self) -> Option<(u64, u64)> {
        let scenario = self.scenario.as_ref()?;
        let runs = u64::from(scenario.run.replicates - self.saved);
        Some((runs, runs * u64::from(scenario.run.rounds) * weight_of_a_round(scenario)))
    }

    fn ended(&self, end: End) -> Ended {
        let settings = self.scenario.as_ref().map(|scenario| Settings {
            runs: scenario.run.replicates,
            rounds: scenario.run.rounds,
            round_years: scenario.run.round_years,
            seed: scenario.run.seed,
        });
        let title = self.scenario.as_ref().map(|scenario| scenario.title.clone()).unwrap_or_default();
        Ended { name: self.name.clone(), title, directory: self.directory.clone(), settings, end }
    }

    fn failed(&self, reason: String, unloaded: bool) -> Ended {
        self.ended(End::Failed { reason, unloaded })
    }

    /// Reads back what its runs came to.
    fn done(&self, there: &RunReader, already: bool) -> Result<Ended, OutputError> {
        let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        let runs = there.columns("runs", &names, |_| true)?;
        let outcomes = names.iter().map(|name| Figures::of(runs.column(name))).collect();
        Ok(self.ended(End::Done { already, seconds: there.manifest.duration_seconds, outcomes }))
    }
}

/// Work of a round, in states and pairs.
fn weight_of_a_round(scenario: &Scenario) -> u64 {
    (scenario.setup.names.len() + scenario.setup.pairs.len()) as u64
}

/// What is wrong with a scenario, in one line: the first problem, and how many more there are.
fn reason_of(errors: &ScenarioErrors) -> String {
    let located = errors.located();
    let first = located.first().map_or_else(|| "cannot be read".to_owned(), ToString::to_string);
    match located.len().saturating_sub(1) + errors.dropped() {
        0 => first,
        1 => format!("{first} (and one more problem)"),
        more => format!("{first} (and {more} more problems)"),
    }
}
