//! A sweep: replicates of a scenario at every point of a design. It can be resumed after an interruption and split into
//! shards.
//!
//! Jobs have a fixed order. Every point gets one replicate before any point gets the next, and the first points are
//! spread over the whole space, so that a stopped sweep covers it. Rows reach the disk in this order for any number of
//! threads and interruptions. In the finished tables they are sorted by point and replicate, so the tables are always
//! the same to the last byte.
//! Replicate k uses the same seed at every point, so differences between points are paired.

mod directory;
mod earlier;
mod estimate;
mod finish;
mod job;
mod merge;
mod order;
mod points;
mod shard;
mod summary;
mod tables;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

pub use directory::{Found, SweepDirectory};
pub use earlier::Earlier;
pub(crate) use earlier::is_of;
pub use estimate::{Estimate, estimate};
pub use finish::{Finished, add_formats, finish, finished};
pub use merge::{MergeError, Merged, merge};
pub use shard::{Shard, ShardError};
pub use summary::{Extreme, Overview};

use crate::analysis::stopping::{FEWEST, Wanted};
use crate::batch::design::{self, DesignError, Points};
use crate::batch::{in_order, window};
use crate::output::{OutputError, Swept, SweptAxis, swept};
use crate::record::{Field, declared};
use crate::scenario::suggest::nearest;
use crate::scenario::{Axis, Plan, Scenario};
use order::Spread;

/// A sweep with more points than this needs `--yes`.
pub const MANY_POINTS: u64 = 500_000;
/// A sweep with more runs than this needs `--yes`.
pub const MANY_RUNS: u64 = 2_000_000;
/// The number of runs under way or waiting per thread, because the cost of points may differ.
const WINDOW: usize = 16;

/// A scenario, its axes and its points.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The scenario.
    pub scenario: Scenario,
    /// The axes and the settings of the sweep.
    pub plan: Plan,
    /// The points.
    pub points: Points,
    /// The shard that is run here, or `None` for all points.
    pub shard: Option<Shard>,
    /// The index of the outcome measure that `until` uses.
    pub outcome: usize,
    /// The sweep's part of the manifest, from which the columns of its tables follow.
    pub swept: Swept,
}

/// The reason why a sweep is not valid.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The design does not give valid points.
    #[error(transparent)]
    Design(#[from] DesignError),
    /// The scenario does not have `[sweep]`.
    #[error(
        "nothing varies in this scenario; give --vary PATH=VALUES, or write a [sweep.vary] table into the scenario"
    )]
    NothingVaries,
    /// The sweep is so large that it may be a mistake.
    #[error("{points} points, {runs} runs in all: confirm with --yes, or use fewer values (--dry-run shows the cost)")]
    Many {
        /// The number of points.
        points: u64,
        /// The number of runs.
        runs: u64,
    },
    /// The outcome measure does not exist.
    #[error("the outcome measure `{name}` does not exist{hint}")]
    UnknownOutcome {
        /// The name given.
        name: String,
        /// A similar name.
        hint: String,
    },
    /// A state or column to be kept does not exist.
    #[error("{key}: `{name}` is not {what}{hint}")]
    NotKept {
        /// The key of the scenario.
        key: &'static str,
        /// The name given.
        name: String,
        /// What it should be.
        what: &'static str,
        /// A similar name.
        hint: String,
    },
    /// `until` needs more replicates than `most` allows.
    #[error("most = {most}: --until begins with {least} replicates; give --most {least} or more")]
    TooFew {
        /// The largest number of replicates of a point.
        most: u32,
        /// The smallest number of replicates of a point.
        least: u64,
    },
    /// The sweep has more shards than points.
    #[error("{shards} shards of {points} points: some would be empty; make at most {points} shards")]
    TooManyShards {
        /// The number of shards.
        shards: u32,
        /// The number of points.
        points: u64,
    },
}

impl Sweep {
    /// Makes the points. `meant` allows a very large number of runs.
    ///
    /// # Errors
    /// Returns an error if the sweep has no axes, or if its design gives no points, too many points or points that are
    /// not valid.
    pub fn new(scenario: Scenario, shard: Option<Shard>, meant: bool) -> Result<Self, SweepError> {
        let plan = scenario.sweep.clone().ok_or(SweepError::NothingVaries)?;
        let outcomes = &scenario.outcomes;
        let outcome = outcomes.position(&plan.outcome).ok_or_else(|| {
            let near = nearest(&plan.outcome, outcomes.names());
            let hint = near
                .map_or_else(|| "; docs/files.md lists them".to_owned(), |near| format!("; did you mean `{near}`?"));
            SweepError::UnknownOutcome { name: plan.outcome.clone(), hint }
        })?;
        check_kept(&plan, &scenario)?;
        if plan.until.is_some() && u64::from(plan.most) < FEWEST {
            return Err(SweepError::TooFew { most: plan.most, least: FEWEST });
        }
        let count = design::count(&plan)?;
        let runs = count.saturating_mul(scenario.run.replicates.into());
        if !meant && (count > MANY_POINTS || runs > MANY_RUNS) {
            return Err(SweepError::Many { points: count, runs });
        }
        let points = design::points(&plan, &|path| scenario.value_at(path))?;
        if let Some(Shard { of, .. }) = shard
            && of as usize > points.len()
        {
            return Err(SweepError::TooManyShards { shards: of, points: points.len() as u64 });
        }
        let swept = describe(&scenario, &plan, &points, shard);
        Ok(Self { scenario, plan, points, shard, outcome, swept })
    }

    /// The columns of one of its tables.
    pub(crate) fn fields(&self, table: &str) -> Vec<Field> {
        let own: Vec<Field> = self.scenario.outcomes.own_fields().collect();
        swept::fields(&self.swept, &own, table)
    }

    /// The points of this shard, in order.
    pub fn own_points(&self) -> impl Iterator<Item = usize> + '_ {
        self.shard.unwrap_or(Shard::WHOLE).points(self.points.len())
    }

    /// The number of jobs of each point: one per run, or one for all runs if their number is not known in advance.
    pub fn jobs_of_a_point(&self) -> u64 {
        if self.plan.until.is_some() { 1 } else { self.scenario.run.replicates.into() }
    }

    /// The number of replicates that a point has at most.
    pub fn most_replicates(&self) -> u32 {
        if self.plan.until.is_some() { self.plan.most } else { self.scenario.run.replicates }
    }

    /// The smallest number of runs of each point.
    pub fn least(&self) -> u32 {
        let replicates = self.scenario.run.replicates;
        if self.plan.until.is_some() { replicates.max(FEWEST as u32).min(self.plan.most) } else { replicates }
    }

    /// The precision wanted at each point, or `None` if every point has the same number of runs.
    pub fn wanted(&self) -> Option<Wanted> {
        let range = self.scenario.outcomes.range(self.outcome);
        self.plan.until.map(|half_width| Wanted { half_width, range })
    }

    /// The number of points of this shard.
    pub fn own_count(&self) -> u64 {
        self.swept.own_points()
    }

    /// The number of jobs.
    pub fn jobs(&self) -> u64 {
        self.own_count() * self.jobs_of_a_point()
    }

    /// The relative cost of a job of each point, in the order of [`Sweep::own_points`]. Returns `None` if all jobs cost
    /// the same because no axis changes the size of the world or the length of a run, or if there are too many points
    /// to check.
    pub fn costs(&self) -> Option<Vec<u64>> {
        const MOST: usize = 20_000;
        let resizing = ["run.rounds", "generator.count", "reach.", "states."];
        let resizes = |axis: &Axis| resizing.iter().any(|path| axis.path.starts_with(path));
        if self.points.len() > MOST || !self.points.axes().iter().any(resizes) {
            return None;
        }
        let cost = |point| job::at_point(self, point).map_or(1, |scenario| scenario.cost_of_a_run());
        Some(self.own_points().map(cost).collect())
    }

    /// The point of a job.
    pub fn point_of(&self, job: u64) -> usize {
        self.shard.unwrap_or(Shard::WHOLE).point(self.place_of(job))
    }

    /// The index of a job's point among the points of this shard.
    pub fn place_of(&self, job: u64) -> usize {
        let points = self.own_count().max(1);
        Spread::new(points).at(job % points) as usize
    }

    /// The first replicate of a job.
    pub fn replicate_of(&self, job: u64) -> u32 {
        (job / self.own_count().max(1)) as u32
    }

    /// The job whose rows are at this position in the finished tables.
    fn sorted(&self) -> impl Fn(u64) -> u64 + use<> {
        let (points, each) = (self.own_count().max(1), self.jobs_of_a_point());
        let spread = Spread::new(points);
        move |place| (place % each) * points + spread.place_of(place / each)
    }
}

/// Checks that the states and columns to be kept exist.
fn check_kept(plan: &Plan, scenario: &Scenario) -> Result<(), SweepError> {
    let columns: Vec<String> =
        swept::CHOSEN.into_iter().flat_map(declared).map(|field| field.name.into_owned()).collect();
    let refused = |key, name: &str, what, known: Vec<&str>| {
        let hint = nearest(name, known.iter().copied());
        let hint = hint.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Err(SweepError::NotKept { key, name: name.to_owned(), what, hint })
    };
    let states: Vec<&str> = scenario.setup.names.iter().map(|name| &**name).collect();
    if let Some(name) = plan.keep_states.iter().find(|name| !states.contains(&name.as_str())) {
        return refused("sweep.keep_states", name, "a state of the scenario", states);
    }
    match plan.keep_columns.iter().find(|name| !columns.contains(name)) {
        Some(name) => {
            let known = columns.iter().map(String::as_str).collect();
            refused("sweep.keep_columns", name, "a column of states, world or pairs (docs/files.md)", known)
        }
        None => Ok(()),
    }
}

fn describe(scenario: &Scenario, plan: &Plan, points: &Points, shard: Option<Shard>) -> Swept {
    let axis =
        |axis: &Axis| SweptAxis { path: axis.path.clone(), unit: axis.unit().to_owned(), words: axis.is_words() };
    Swept {
        design: plan.design.name().to_owned(),
        points: points.len() as u64,
        replicates: scenario.run.replicates,
        adaptive: plan.until.is_some(),
        rest: plan.rest,
        columns: plan.keep_columns.clone(),
        states: plan.keep_states.clone(),
        shard: shard.map(|shard| shard.to_string()),
        outcome: plan.outcome.clone(),
        axes: points.axes().iter().map(axis).collect(),
    }
}

/// Options of a sweep.
pub struct Controls<'a> {
    /// The number of threads; 0 for the number of cores of the machine.
    pub threads: usize,
    /// Set by the caller to stop soon.
    pub cancel: &'a AtomicBool,
    /// The runs of a smaller sweep, which are not repeated.
    pub earlier: Option<&'a Earlier>,
    /// Called with the number of every job that has reached the disk.
    pub progress: &'a mut dyn FnMut(u64),
}

/// The reason why a sweep did not finish. Finished runs are on the disk.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The cancel flag was set.
    #[error("stopped before the end")]
    Cancelled,
    /// The threads could not be started.
    #[error("the threads could not be started")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// A file could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Carries out the jobs that are not done yet.
///
/// # Errors
/// Returns an error if it was stopped or a file could not be written. The same call resumes the work.
pub fn run(sweep: &Sweep, directory: &mut SweepDirectory, controls: &mut Controls<'_>) -> Result<(), RunError> {
    let done = directory.done();
    let Controls { threads, cancel, earlier, progress } = controls;
    let mut next = done;
    let broken = in_order(
        *threads,
        |threads| (WINDOW * threads).min(window(sweep.scenario.bytes_of_a_run(), threads) * WINDOW).max(1),
        job::jobs(sweep, done),
        |job| job.carry_out(*earlier, cancel),
        |chunk| {
            let Some(chunk) = chunk else { return ControlFlow::Break(RunError::Cancelled) };
            if let Err(error) = directory.append(sweep, &chunk) {
                return ControlFlow::Break(error.into());
            }
            progress(next);
            next += 1;
            ControlFlow::Continue(())
        },
    )?;
    let kept = directory.rest();
    match broken {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(kept?),
    }
}

/// Carries out some jobs one after another on this thread. Returns their rows for each table, runs first. Does not
/// write anything.
pub fn rows(sweep: &Sweep, jobs: impl Iterator<Item = u64>) -> impl Iterator<Item = Vec<Vec<u8>>> {
    let never = AtomicBool::new(false);
    job::numbered(sweep, jobs).map_while(move |job| Some(job.carry_out(None, &never)?.tables))
}

/// The default directory of a sweep.
pub fn default_directory(parent: &Path, scenario: &str, shard: Option<Shard>) -> PathBuf {
    match shard {
        None => parent.join(format!("{scenario}-sweep")),
        Some(Shard { index, of }) => parent.join(format!("{scenario}-sweep-{}-of-{of}", index + 1)),
    }
}
