//! Runs scenarios one after another. Each gets a run directory, and one table covers all of them.
//!
//! The runs of all scenarios share one pool of threads, so the next scenario begins while the last runs of the one
//! before are still under way. Finished runs reach the disk in the order of the scenarios. A scenario that fails does
//! not stop the others. Every finished run is saved: the same batch resumes where it was interrupted and leaves
//! finished scenarios unchanged.

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
use crate::output::run_directory::{Found, Needs};
use crate::output::{Checkpoints, Format, Lock, OutputError, RunDirectory, RunReader, Target};
use crate::record::summary::OUTCOMES;
use crate::scenario::{Scenario, ScenarioErrors};
use table::Table;

/// A scenario of a batch before its directory is known.
pub(crate) struct Candidate {
    /// Its short name, known even if it could not be loaded.
    pub name: String,
    /// The scenario, or the problem that prevents it from running.
    pub scenario: Result<Scenario, ScenarioErrors>,
}

/// A batch whose directory is claimed and whose scenarios have their directories.
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
    /// Its run directory, inside the batch's directory.
    directory: String,
    scenario: Option<Scenario>,
    /// Whether other runs in its directory are overwritten.
    replace: bool,
    /// The number of its runs that are already saved.
    saved: u32,
    /// What its directory needs of each run.
    needs: Needs,
    /// Set when the first of its runs fails, so that the others are left out.
    failed: AtomicBool,
    /// The time at which its first run began.
    begun: OnceCell<(SystemTime, Instant)>,
    ended: Option<Ended>,
}

/// A scenario of a batch that has ended.
#[derive(Clone, Debug)]
pub(crate) struct Ended {
    /// Its short name.
    pub name: String,
    /// Its title, or empty if it does not have one or could not be loaded.
    pub title: String,
    /// Its run directory, inside the batch's directory.
    pub directory: String,
    /// Its number of runs, rounds and seed; `None` if it could not be loaded.
    pub settings: Option<Settings>,
    /// Its outcome.
    pub end: End,
}

/// The number of runs, the number of rounds and the seed of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    /// The number of replicates.
    pub runs: u32,
    /// The number of rounds of each run.
    pub rounds: u32,
    /// The number of years that a round lasts.
    pub round_years: f64,
    /// Seed.
    pub seed: u64,
}

/// The outcome of a scenario of a batch.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// Its run directory is finished.
    Done {
        /// Whether it was finished before the batch began.
        already: bool,
        /// The duration of its runs in seconds, by its manifest.
        seconds: f64,
        /// Every outcome measure over its runs, in the order of [`OUTCOMES`].
        outcomes: Vec<Figures>,
    },
    /// It did not produce a run directory.
    Failed {
        /// The reason, in one line.
        reason: String,
        /// Whether it could not be loaded. Otherwise it failed while it ran.
        unloaded: bool,
    },
}

/// The progress of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// A round of this weight is done.
    Round(u64),
    /// A run is finished and written.
    Run,
    /// Runs of this total weight will not be done.
    LeftOut(u64, u64),
}

/// Options of a batch.
pub(crate) struct Controls<'a> {
    /// The number of threads; 0 for the number of cores of the machine.
    pub threads: usize,
    /// Set by the caller to stop soon.
    pub cancel: &'a AtomicBool,
    /// Called from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// The reason why a batch did not begin or did not finish. Finished runs are on the disk.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stopped {
    /// The directory holds runs that do not belong to the batch.
    #[error(
        "{}: the directory holds other results than this batch would write; nothing was run. Choose another directory with \
        --out, or overwrite its runs with --force (other files are kept). What differs:\n  {}", .path.display(), .differences.join("\n  ")
    )]
    Other {
        /// The batch's directory.
        path: PathBuf,
        /// The differences, one line each.
        differences: Vec<String>,
    },
    /// The cancel flag was set.
    #[error(
        "stopped before the end: {done} of {all} scenarios are finished, and {runs} runs of the next one are saved in {}; rerun \
        the same command to do the rest", .path.display()
    )]
    Cancelled {
        /// The batch's directory.
        path: PathBuf,
        /// The number of finished scenarios.
        done: usize,
        /// The number of scenarios.
        all: usize,
        /// The number of saved runs of the scenario that was under way.
        runs: u32,
    },
    /// The threads could not be started.
    #[error("the threads could not be started")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A file could not be read or written; this ends the batch.
    #[error(transparent)]
    Output(#[from] OutputError),
}

impl Batch {
    /// Claims the directory, gives every scenario its own directory inside it, finds out which scenarios are finished,
    /// and begins the table. Other runs in these directories are overwritten only if `force` is set.
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
            let mut member = Member::new(candidate, directory, formats);
            match member.look(path, formats, force) {
                Err(OutputError::OtherWork { differences, .. } | OutputError::OtherUnfinished { differences, .. }) => {
                    other.extend(differences.lines().map(|line| format!("{}: {}", member.directory, line.trim())));
                }
                Err(error) if error.is_user_error() => other.push(error.to_string()),
                looked => looked?,
            }
            members.push(member);
        }
        let directories: Vec<&str> = members.iter().map(|member| member.directory.as_str()).collect();
        let table = match Table::open(path, &directories, force) {
            Err(error) if error.is_user_error() => {
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

    /// The runs that are still to be done, and their weight.
    pub(crate) fn to_do(&self) -> (u64, u64) {
        let open = self.members.iter().filter(|member| member.ended.is_none()).filter_map(Member::to_do);
        open.fold((0, 0), |(runs, weight), (more, heavier)| (runs + more, weight + heavier))
    }

    /// Carries out what is not done yet, and returns the outcome of every scenario.
    ///
    /// # Errors
    /// Returns an error if it was stopped, the disk is full, or the table cannot be written. The same batch can be
    /// resumed.
    pub(crate) fn run(mut self, controls: &Controls<'_>) -> Result<Vec<Ended>, Stopped> {
        let members = std::mem::take(&mut self.members);
        let open = members.iter().enumerate().filter(|(_, member)| member.ended.is_none());
        let open: Vec<(usize, &Member, &Scenario)> =
            open.filter_map(|(at, member)| Some((at, member, member.scenario.as_ref()?))).collect();
        // The largest world decides how many runs may be under way together.
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
    fn new(candidate: Candidate, directory: String, formats: &[Format]) -> Self {
        let Candidate { name, scenario } = candidate;
        let (scenario, errors) = match scenario {
            Ok(scenario) => (Some(scenario), None),
            Err(errors) => (None, Some(errors)),
        };
        let (failed, begun) = (AtomicBool::new(false), OnceCell::new());
        let needs = Needs::of(formats);
        let mut member =
            Self { name, directory, scenario, replace: false, saved: 0, needs, failed, begun, ended: None };
        member.ended = errors.map(|errors| member.failed(reason_of(&errors), true));
        member
    }

    /// Finds out how much of the scenario is done. Leaves no files behind.
    fn look(&mut self, batch: &Path, formats: &[Format], force: bool) -> Result<(), OutputError> {
        let Some(scenario) = &self.scenario else { return Ok(()) };
        let path = batch.join(&self.directory);
        let open = |force| {
            let target = Target::Given { path: path.clone(), force };
            RunDirectory::open(&target, scenario, formats, Checkpoints::default())
        };
        let found = match open(false) {
            // Finished runs of this scenario are kept, even with `force`.
            Err(error) if error.is_user_error() && force => open(true)?,
            found => found?,
        };
        // Unfinished work without saved runs is discarded. Then the results that it was to overwrite are visible again.
        self.replace = force;
        match found {
            Found::Finished(path) => self.ended = Some(self.done(&RunReader::open(&path)?, true)?),
            Found::Open(directory, _) if directory.done() == scenario.run.replicates => {
                directory.finish()?;
                self.ended = Some(self.done(&RunReader::open(&path)?, false)?);
            }
            // Without saved runs it is begun again, in the form that the formats ask for.
            Found::Open(directory, _) if directory.done() == 0 => {}
            Found::Open(directory, _) => (self.saved, self.needs) = (directory.done(), directory.needs()),
        }
        Ok(())
    }

    /// The number of runs, and their weight: each round weighs as much as it has states and pairs.
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

    /// Reads the outcome measures of its runs from disk.
    fn done(&self, there: &RunReader, already: bool) -> Result<Ended, OutputError> {
        let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        let runs = there.columns("runs", &names, |_| true)?;
        let outcomes = names.iter().map(|name| Figures::of(runs.column(name))).collect();
        Ok(self.ended(End::Done { already, seconds: there.manifest.duration_seconds, outcomes }))
    }
}

/// The work of a round, in states and pairs.
fn weight_of_a_round(scenario: &Scenario) -> u64 {
    (scenario.setup.names.len() + scenario.setup.pairs.len()) as u64
}

/// The problem of a scenario in one line: the first problem, and the number of further problems.
fn reason_of(errors: &ScenarioErrors) -> String {
    let located = errors.located();
    let first = located.first().map_or_else(|| "the file cannot be read".to_owned(), ToString::to_string);
    match located.len().saturating_sub(1) + errors.dropped() {
        0 => first,
        1 => format!("{first} (and one more problem)"),
        more => format!("{first} (and {more} more problems)"),
    }
}
