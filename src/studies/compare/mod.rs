//! Two scenarios under the same chance: what the one does that the other does not.
//!
//! Replicate k of either side draws by the same seed, so what differs between them is what the scenarios differ in, and
//! chance that meets both alike drops out of the difference. Replicates come in order, a bounded number is under way, and
//! only sums are kept, so that memory does not grow with their number and the numbers are the same for any number of
//! threads.

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
use crate::record::Labels;
use crate::record::summary::OUTCOMES;
use crate::record::words::GOVERNANCE;
use crate::record::world;
use crate::scenario::{RecordSettings, Scenario};
use pair::{LEAD, ROUND};

/// How many replicates there are to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stop {
    /// So many.
    After(u32),
    /// As many as it takes until an outcome's difference is known well enough.
    Until(Precision),
}

/// When an outcome's difference is known well enough: after the fewest replicates, `least` or more, whose 95 % interval has
/// this half-width or a smaller one, by the rule of [`crate::analysis::stopping`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Precision {
    /// Place of the outcome in [`OUTCOMES`].
    pub outcome: usize,
    /// Half-width wanted, in the outcome's unit.
    pub half_width: f64,
    /// Replicates to begin with.
    pub least: u32,
    /// Replicates at which to stop in any case.
    pub most: u32,
}

impl Precision {
    /// The same for the rule. A difference of two values within a range lies within the width of the range on both sides
    /// of 0.
    pub(crate) fn wanted(&self) -> Wanted {
        let range = OUTCOMES[self.outcome].range().map(|(low, high)| (low - high, high - low));
        Wanted { half_width: self.half_width, range }
    }
}

impl Stop {
    /// The most replicates that there can be.
    pub(crate) fn most(&self) -> u32 {
        match self {
            Self::After(replicates) => *replicates,
            Self::Until(precision) => precision.most,
        }
    }
}

/// How a comparison is carried out.
pub(crate) struct How<'a> {
    /// When to stop.
    pub stop: Stop,
    /// Threads; 0 for as many as the machine has cores.
    pub threads: usize,
    /// Set from outside to stop soon.
    pub cancel: &'a AtomicBool,
}

/// What came of a comparison.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    /// Replicates of either side.
    pub replicates: u32,
    /// Every outcome measure, in the order of [`OUTCOMES`].
    pub outcomes: Vec<Paired>,
    /// A row a round from 0 on, a column a measure of the world, in the order of [`measures`].
    pub world: Grid,
    /// A row a state of a round, rounds first, a column a component; none where the two have different states.
    pub states: Option<Grid>,
    /// Names of the states.
    pub names: Vec<String>,
    /// Calendar year of every round.
    pub years: Vec<f64>,
    /// Round in which each replicate's histories part; none where they never do.
    pub parted: Vec<Option<u32>>,
    /// Differences of the outcome that [`Stop::Until`] goes by; empty without it.
    pub evidence: Evidence,
}

/// When histories part: the middle and both ends over the replicates that do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Parting {
    /// Replicates whose histories part.
    pub replicates: usize,
    /// Median of the rounds in which they do.
    pub median: f64,
    /// The first of them.
    pub earliest: u32,
    /// The last of them.
    pub latest: u32,
}

/// Names and units of the measures of the world: every column of `world.csv` that holds one.
pub(crate) fn measures() -> Vec<(String, String)> {
    world::fields().into_iter().skip(LEAD).map(|field| (field.name.into_owned(), field.unit.into_owned())).collect()
}

/// Runs both sides, and hands every pair of replicates to `sink`, in order, after taking it in. The sides have the same
/// rounds and seed.
///
/// # Errors
/// Cancelled, a replicate's world cannot be made, the sink refused a pair, or threads could not be started.
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
            outcomes: vec![Paired::default(); OUTCOMES.len()],
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

    /// Are there replicates enough?
    fn is_enough(&self, stop: Stop) -> bool {
        match stop {
            Stop::After(replicates) => self.replicates >= replicates,
            Stop::Until(precision) => {
                self.replicates >= precision.least && self.evidence.is_enough(&precision.wanted())
            }
        }
    }

    /// When the histories part; none where they never do.
    pub(crate) fn parting(&self) -> Option<Parting> {
        let mut rounds: Vec<u32> = self.parted.iter().flatten().copied().collect();
        rounds.sort_unstable();
        let sorted: Vec<f64> = rounds.iter().map(|round| f64::from(*round)).collect();
        let (earliest, latest) = (*rounds.first()?, *rounds.last()?);
        Some(Parting { replicates: rounds.len(), median: quantile(&sorted, 0.5), earliest, latest })
    }

    /// Of a measure of the world, by its place: the first round in which its interval leaves out 0, and the round since
    /// which it does to the end.
    pub(crate) fn parting_of(&self, measure: usize) -> (Option<u32>, Option<u32>) {
        let clear: Vec<bool> = self.world.column(measure).map(Paired::excludes_zero).collect();
        let first = clear.iter().position(|clear| *clear);
        let unclear = clear.iter().rposition(|clear| !*clear);
        let since = unclear.map_or(0, |round| round + 1);
        let round = |round: usize| (round < clear.len()).then_some(round as u32);
        (first.and_then(round), round(since))
    }
}
