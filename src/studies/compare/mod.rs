//! Compares two scenarios under the same random numbers: what does the treatment change?
//!
//! Replicate k uses the same seed on both sides. The differences between them are therefore due to the scenarios, and
//! chance that affects both sides equally cancels. Replicates are taken in order, a bounded number is under way at
//! once, and only sums are kept. Memory does not grow with the number of replicates, and the results do not depend on
//! the number of threads.

pub(crate) mod directory;
pub(crate) mod pair;
pub(crate) mod sums;
pub(crate) mod tables;

use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

pub(crate) use directory::Results;
pub(crate) use pair::Pair;
pub(crate) use sums::{Grid, Paired};

use crate::analysis::quantiles::quantile;
use crate::analysis::stopping::{Evidence, Wanted};
use crate::batch::{BatchError, Controls, in_order, window};
use crate::record::words::GOVERNANCE;
use crate::record::world;
use crate::record::{Field, Labels};
use crate::scenario::{RecordSettings, Scenario};
use pair::{LEAD, ROUND};

/// The number of replicates to run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stop {
    /// This number.
    After(u32),
    /// As many as needed until the difference of an outcome is known well enough.
    Until(Precision),
}

/// The rule for enough replicates: stop at the smallest number, `least` or more, whose 95 % interval has this
/// half-width or less, by the rule of [`crate::analysis::stopping`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Precision {
    /// The place of the outcome among those of the scenario, …
    pub outcome: usize,
    /// … and its lowest and highest value, if they are known.
    pub range: Option<(f64, f64)>,
    /// The half-width wanted, in the outcome's unit.
    pub half_width: f64,
    /// The number of replicates to begin with.
    pub least: u32,
    /// The largest number of replicates.
    pub most: u32,
}

impl Precision {
    /// The same for the stopping rule. The difference of two values within a range is at most the width of the range,
    /// in either direction.
    pub(crate) fn wanted(&self) -> Wanted {
        let range = self.range.map(|(low, high)| (low - high, high - low));
        Wanted { half_width: self.half_width, range }
    }
}

impl Stop {
    /// The largest possible number of replicates.
    pub(crate) fn most(&self) -> u32 {
        match self {
            Self::After(replicates) => *replicates,
            Self::Until(precision) => precision.most,
        }
    }
}

/// Options of a comparison.
pub(crate) struct How<'a> {
    /// When to stop.
    pub stop: Stop,
    /// The number of threads; 0 for the number of cores of the machine.
    pub threads: usize,
    /// Set by the caller to stop soon.
    pub cancel: &'a AtomicBool,
}

/// The results of a comparison.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    /// The number of replicates of each side.
    pub replicates: u32,
    /// The columns of the outcome measures that both sides have …
    pub columns: Vec<Field>,
    /// … and every measure, in this order.
    pub outcomes: Vec<Paired>,
    /// One row per round from 0, one column per measure of the world, in the order of [`measures`].
    pub world: Grid,
    /// One row per state and round, sorted by round, one column per component; `None` if the two sides have different
    /// states.
    pub states: Option<Grid>,
    /// The names of the states.
    pub names: Vec<String>,
    /// The calendar year of every round.
    pub years: Vec<f64>,
    /// The round in which the histories of each replicate part; `None` if they never do.
    pub parted: Vec<Option<u32>>,
    /// The differences of the outcome that [`Stop::Until`] uses; empty for other rules.
    pub evidence: Evidence,
}

/// When the histories part: median, first and last round over the replicates whose histories part.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub(crate) struct Parting {
    /// The number of replicates whose histories part.
    pub replicates: usize,
    /// The median of the rounds.
    pub median: f64,
    /// The first round.
    pub earliest: u32,
    /// The last round.
    pub latest: u32,
}

/// The names and units of the measures of the world: every column of `world.csv` that holds a measure.
pub(crate) fn measures() -> Vec<(String, String)> {
    world::fields().into_iter().skip(LEAD).map(|field| (field.name.into_owned(), field.unit.into_owned())).collect()
}

/// Runs both sides, takes in every pair of replicates in order, and passes it to `sink`. Both sides have the same
/// rounds and seed.
///
/// # Errors
/// Returns an error if the comparison was cancelled, a replicate's world is not valid, `sink` failed, or threads could
/// not be started.
pub(crate) fn compare<E>(
    sides: [&Scenario; 2],
    how: &How<'_>,
    mut sink: impl FnMut(&Pair, &Comparison) -> Result<(), E>,
) -> Result<Comparison, BatchError<E>> {
    let watched = sides.map(watched);
    let bytes = watched[0].bytes_of_a_run() + watched[1].bytes_of_a_run();
    let controls = Controls { threads: how.threads, cancel: how.cancel, progress: &|| {}, checkpoint: None };
    let mut comparison = Comparison::new(sides);
    let work = |replicate: u32| pair::run([&watched[0], &watched[1]], replicate, &controls);
    let ended = in_order(
        how.threads,
        |threads| window(bytes, threads),
        0..how.stop.most(),
        work,
        |pair| match pair {
            Err(errors) => ControlFlow::Break(Some(BatchError::Scenario(errors))),
            Ok(None) => ControlFlow::Break(Some(BatchError::Cancelled)),
            Ok(Some(pair)) => {
                comparison.add(&pair, &watched[0]);
                if let Stop::Until(precision) = how.stop {
                    let [a, b] = &pair.outcomes;
                    comparison.evidence.add(b[precision.outcome] - a[precision.outcome]);
                }
                match sink(&pair, &comparison) {
                    Err(error) => ControlFlow::Break(Some(BatchError::Sink(error))),
                    Ok(()) if comparison.is_enough(how.stop) => ControlFlow::Break(None),
                    Ok(()) => ControlFlow::Continue(()),
                }
            }
        },
    )?;
    match ended {
        ControlFlow::Break(Some(error)) => Err(error),
        _ => Ok(comparison),
    }
}

/// A scenario that records every round of states and world, and nothing else.
fn watched(scenario: &Scenario) -> Scenario {
    let mut watched = scenario.clone();
    watched.record = RecordSettings { every: 1, trajectories: true, pairs: false, events: false, ..scenario.record };
    watched
}

impl Comparison {
    fn new(sides: [&Scenario; 2]) -> Self {
        let [a, b] = sides;
        let rounds = a.run.rounds as usize + 1;
        let names = a.setup.names.clone();
        let states = (names == b.setup.names).then(|| Grid::new(rounds * names.len(), GOVERNANCE.len()));
        Self {
            replicates: 0,
            columns: a.outcomes.fields().collect(),
            outcomes: vec![Paired::default(); a.outcomes.len()],
            world: Grid::new(rounds, measures().len()),
            states,
            names,
            years: (0..rounds).map(|round| a.run.start_year + round as f64 * a.run.round_years).collect(),
            parted: Vec::new(),
            evidence: Evidence::default(),
        }
    }

    fn add(&mut self, pair: &Pair, baseline: &Scenario) {
        self.replicates += 1;
        self.parted.push(pair.parted);
        let [a, b] = &pair.outcomes;
        for ((paired, a), b) in self.outcomes.iter_mut().zip(a).zip(b) {
            paired.add(*a, *b);
        }
        let [a, b] = &pair.world;
        for (round, (a, b)) in a.rows().zip(b.rows()).enumerate() {
            self.world.add(round, a[LEAD..].iter().copied(), b[LEAD..].iter().copied());
        }
        self.add_states(pair, baseline);
    }

    fn add_states(&mut self, pair: &Pair, baseline: &Scenario) {
        let Some(grid) = &mut self.states else { return };
        let [a, b] = &pair.states;
        let first = Labels::new(&baseline.setup, baseline.run.seed).state(0);
        let columns: Vec<usize> = GOVERNANCE.iter().filter_map(|name| a.position(name)).collect();
        let place = |row: &[f64]| row[ROUND] as usize * self.names.len() + (row[LEAD] - first) as usize;
        let mut partners = vec![None; self.years.len() * self.names.len()];
        b.rows().for_each(|row| partners[place(row)] = Some(row));
        for row in a.rows() {
            if let Some(partner) = partners[place(row)] {
                let pick = |row: &[f64]| columns.iter().map(|&column| row[column]).collect::<Vec<_>>();
                grid.add(place(row), pick(row), pick(partner));
            }
        }
    }

    /// Returns true if there are enough replicates.
    fn is_enough(&self, stop: Stop) -> bool {
        match stop {
            Stop::After(replicates) => self.replicates >= replicates,
            Stop::Until(precision) => {
                self.replicates >= precision.least && self.evidence.is_enough(&precision.wanted())
            }
        }
    }

    /// When the histories part; `None` if they never do.
    pub(crate) fn parting(&self) -> Option<Parting> {
        let mut rounds: Vec<u32> = self.parted.iter().flatten().copied().collect();
        rounds.sort_unstable();
        let sorted: Vec<f64> = rounds.iter().map(|round| f64::from(*round)).collect();
        let (earliest, latest) = (*rounds.first()?, *rounds.last()?);
        Some(Parting { replicates: rounds.len(), median: quantile(&sorted, 0.5), earliest, latest })
    }

    /// For a measure of the world, given by its index: the first round whose interval excludes 0, and the first round
    /// from which all intervals exclude it.
    pub(crate) fn parting_of(&self, measure: usize) -> (Option<u32>, Option<u32>) {
        let clear: Vec<bool> = self.world.column(measure).map(Paired::excludes_zero).collect();
        let first = clear.iter().position(|clear| *clear);
        let unclear = clear.iter().rposition(|clear| !*clear);
        let since = unclear.map_or(0, |round| round + 1);
        let round = |round: usize| (round < clear.len()).then_some(round as u32);
        (first.and_then(round), round(since))
    }
}
