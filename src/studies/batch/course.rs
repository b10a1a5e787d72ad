//! The course of a batch: its jobs in order, and their results, one run directory at a time.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::{Instant, SystemTime};

use super::table::Table;
use super::{Controls, End, Ended, Member, Progress, Stopped, reason_of, weight_of_a_round};
use crate::batch;
use crate::output::run_directory::{Found, Needs, Rows, rows_of};
use crate::output::{Checkpoints, Format, OutputError, RunDirectory, RunReader, Target};
use crate::scenario::{Scenario, ScenarioErrors};

/// A replicate of a scenario.
pub(super) struct Job<'a> {
    /// The index of the scenario in the batch.
    at: usize,
    scenario: &'a Scenario,
    failed: &'a std::sync::atomic::AtomicBool,
    needs: Needs,
    replicate: u32,
}

/// The result of a job.
pub(super) struct JobResult {
    at: usize,
    replicate: u32,
    outcome: Outcome,
}

enum Outcome {
    /// The rows of the run.
    Done(Box<Rows>),
    /// The world of this replicate is not valid.
    Refused(ScenarioErrors),
    Cancelled,
    /// An earlier run of the scenario failed.
    LeftOut,
}

/// The runs of scenarios that have not ended, in order. Runs of a scenario that has failed meanwhile are left out.
pub(super) fn jobs<'a>(open: &'a [(usize, &'a Member, &'a Scenario)]) -> impl Iterator<Item = Job<'a>> {
    open.iter().flat_map(|&(at, member, scenario)| {
        let wanted = (member.saved..scenario.run.replicates).take_while(|_| !member.failed.load(Ordering::Relaxed));
        wanted.map(move |replicate| {
            member.begun.get_or_init(|| (SystemTime::now(), Instant::now()));
            Job { at, scenario, failed: &member.failed, needs: member.needs, replicate }
        })
    })
}

impl Job<'_> {
    /// Runs it.
    pub(super) fn carry_out(self, controls: &Controls<'_>) -> JobResult {
        let Self { at, scenario, failed, needs, replicate } = self;
        let weight = weight_of_a_round(scenario);
        let controls = batch::Controls {
            threads: 1,
            cancel: controls.cancel,
            progress: &|| (controls.progress)(Progress::Round(weight)),
            checkpoint: None,
        };
        let outcome = if failed.load(Ordering::Relaxed) {
            Outcome::LeftOut
        } else {
            match batch::begin(scenario, replicate) {
                Err(errors) => Outcome::Refused(errors),
                Ok(run) => batch::carry_out(scenario, run, &controls).map_or(Outcome::Cancelled, |finished| {
                    Outcome::Done(Box::new(rows_of(scenario, needs, finished.record, None)))
                }),
            }
        };
        JobResult { at, replicate, outcome }
    }
}

/// The state of the batch on disk.
pub(super) struct Course<'a> {
    path: &'a Path,
    formats: &'a [Format],
    table: &'a Table,
    members: &'a [Member],
    /// The outcome of every scenario that has ended.
    ended: Vec<Option<Ended>>,
    /// The directory of the scenario whose runs are arriving.
    directory: Option<Box<RunDirectory>>,
}

impl<'a> Course<'a> {
    pub(super) fn new(path: &'a Path, formats: &'a [Format], table: &'a Table, members: &'a [Member]) -> Self {
        let ended = members.iter().map(|member| member.ended.clone()).collect();
        Self { path, formats, table, members, ended, directory: None }
    }

    pub(super) fn into_ended(self) -> Vec<Ended> {
        self.ended.into_iter().flatten().collect()
    }

    /// Takes the result of a job. Jobs must arrive in order.
    pub(super) fn take(&mut self, result: JobResult, progress: &dyn Fn(Progress)) -> Result<(), Stopped> {
        let JobResult { at, replicate, outcome } = result;
        let member = &self.members[at];
        let (true, Some(scenario)) = (self.ended[at].is_none(), &member.scenario) else { return Ok(()) };
        let reason = match outcome {
            Outcome::LeftOut => return Ok(()),
            Outcome::Cancelled => {
                let is_done = |ended: &&Option<Ended>| matches!(ended, Some(Ended { end: End::Done { .. }, .. }));
                let done = self.ended.iter().filter(is_done).count();
                let runs = self.directory.as_ref().map_or(member.saved, |directory| directory.done());
                return Err(Stopped::Cancelled { path: self.path.to_owned(), done, all: self.members.len(), runs });
            }
            Outcome::Refused(errors) => format!("run {replicate}: {}", reason_of(&errors)),
            Outcome::Done(rows) => match self.write(member, scenario, replicate, &rows) {
                Err(error) if error.is_full_disk() => return Err(error.into()),
                Err(error) => in_one_line(&error),
                Ok(ended) => {
                    progress(Progress::Run);
                    return if ended.is_some() { self.end(at, ended) } else { Ok(()) };
                }
            },
        };
        member.failed.store(true, Ordering::Relaxed);
        // The tables of the failed scenario are removed.
        if let Some(directory) = self.directory.take() {
            directory.discard();
        }
        let left = u64::from(scenario.run.replicates - replicate);
        progress(Progress::LeftOut(left, left * u64::from(scenario.run.rounds) * weight_of_a_round(scenario)));
        self.end(at, Some(member.failed(reason, false)))
    }

    /// Writes a run. After the last run of its scenario the directory is finished.
    fn write(
        &mut self,
        member: &Member,
        scenario: &Scenario,
        replicate: u32,
        rows: &Rows,
    ) -> Result<Option<Ended>, OutputError> {
        let path = self.path.join(&member.directory);
        if self.directory.is_none() {
            let target = Target::Given { path: path.clone(), force: member.replace };
            let found = RunDirectory::open(&target, scenario, self.formats, Checkpoints::default())?;
            // No other process can have been here, because the batch's directory is locked.
            let Found::Open(directory, _) = found else { return Err(OutputError::Busy(path)) };
            self.directory = Some(directory);
        }
        let Some(directory) = &mut self.directory else { return Ok(None) };
        directory.append(rows)?;
        if replicate + 1 == scenario.run.replicates
            && let Some(directory) = self.directory.take()
        {
            directory.finish()?;
        } else {
            return Ok(None);
        }
        member.done(&RunReader::open(&path)?, false).map(Some)
    }

    fn end(&mut self, at: usize, ended: Option<Ended>) -> Result<(), Stopped> {
        self.ended[at] = ended;
        Ok(self.table.write(self.ended.iter().flatten())?)
    }
}

/// An error with its causes.
fn in_one_line(error: &OutputError) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}, because: {cause}"))
}
