//! The border between worlds that end on one side of a value of an outcome and worlds that end on the other.

use std::collections::BTreeSet;

use super::known::Known;
use super::search::Search;
use super::space::{Space, SpaceError};
use crate::analysis::exploration::border::{Border, Cell, is_above};
use crate::analysis::exploration::share::wilson;
use crate::analysis::exploration::threshold::{At, passages};
use crate::scenario::Setting;

/// The search for a border.
#[derive(Clone, Debug)]
pub(crate) struct BorderSearch {
    pub(crate) space: Space,
    pub(crate) border: Border,
    /// A run is on the upper side if its outcome is this or more.
    pub(crate) value: f64,
    /// Whether runs are without chance, so that one shows the side of its point.
    pub(crate) exact: bool,
}

/// A place where the border crosses a line along one axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Threshold {
    /// The number of the axis that the line runs along.
    pub(crate) along: usize,
    /// The value of each axis; NaN for the one along which the line runs.
    pub(crate) others: Vec<f64>,
    /// The place, with its 95 % interval.
    pub(crate) place: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// The last point below that is clear on its side, and the first above that is clear on the other.
    pub(crate) ends: [f64; 2],
    /// The share of runs on the upper side there, with its 95 % interval.
    pub(crate) shares: [(f64, f64, f64); 2],
    /// The number of runs of each of them.
    pub(crate) runs: [usize; 2],
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct BorderFound {
    /// The cells that were not divided further, with ends in units of the axes.
    pub(crate) cells: Vec<CellFound>,
    /// Where lines at the root lattice cross the border.
    pub(crate) thresholds: Vec<Threshold>,
    /// The number of points and of runs.
    pub(crate) points: usize,
    pub(crate) runs: usize,
    /// The least and the greatest share on the upper side at a point.
    pub(crate) shares: (f64, f64),
    /// The number of runs of which the world did not rest, and the median of the rounds; `None` if that was not looked for.
    pub(crate) restless: Option<(usize, f64)>,
    /// The number of runs without the outcome.
    pub(crate) missing: usize,
}

/// A cell in units of the axes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CellFound {
    pub(crate) low: Vec<f64>,
    pub(crate) high: Vec<f64>,
    /// The mean share at its corners; NaN if no corner has one.
    pub(crate) share: f64,
    /// Whether the border passes through it.
    pub(crate) crossed: bool,
}

impl BorderSearch {
    fn settings(&self, spot: &[u32]) -> Vec<Setting> {
        self.space.at_shares(spot.iter().map(|at| self.share_of(*at)))
    }

    fn share_of(&self, at: u32) -> f64 {
        f64::from(at) / f64::from(self.border.steps())
    }

    /// The sides of the runs at a point.
    fn sides(&self, known: &Known, spot: &[u32]) -> Option<Vec<Option<bool>>> {
        let runs = known.of(&self.settings(spot))?;
        Some(runs.outcomes.first()?.iter().map(|x| (!x.is_nan()).then_some(*x >= self.value)).collect())
    }

    fn share(&self, known: &Known, spot: &[u32]) -> Option<f64> {
        Some(At { place: 0.0, above: self.sides(known, spot)? }.share())
    }

    /// The number of points that a straight border through the middle would take.
    pub(crate) fn points_of_a_straight_border(&self) -> usize {
        let mut known = BTreeSet::new();
        let middle = self.border.steps() * self.border.axes as u32 / 2;
        loop {
            let above = |spot: &[u32]| f64::from(u8::from(spot.iter().sum::<u32>() > middle));
            let wanted = self.border.wanted(&|spot| known.contains(spot).then(|| above(spot)));
            if wanted.is_empty() {
                return known.len();
            }
            known.extend(wanted);
        }
    }

    /// What the runs say.
    pub(crate) fn found(&self, known: &Known, resamples: usize, seed: u64) -> BorderFound {
        let share = |spot: &[u32]| self.share(known, spot);
        let cells: Vec<Cell> = self.border.cells(&share);
        let shares = cells.iter().flat_map(|cell| &cell.shares).filter(|share| !share.is_nan());
        let shares = shares.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
        let outcomes = || known.all().filter_map(|runs| runs.outcomes.first()).flatten();
        let rested: Vec<f64> = known.all().flat_map(|runs| &runs.rested).filter(|x| !x.is_nan()).copied().collect();
        let mut rounds: Vec<f64> = known.all().flat_map(|runs| &runs.rounds).filter(|x| !x.is_nan()).copied().collect();
        rounds.sort_unstable_by(f64::total_cmp);
        let restless = rested.iter().filter(|rested| **rested == 0.0).count();
        BorderFound {
            thresholds: self.thresholds(known, resamples, seed),
            // Cells within one whole number are none.
            cells: cells
                .iter()
                .map(|cell| self.cell(cell))
                .filter(|cell| cell.low.iter().zip(&cell.high).all(|(low, high)| low < high))
                .collect(),
            points: known.len(),
            runs: outcomes().count(),
            shares,
            restless: rounds.get(rounds.len() / 2).map(|median| (restless, *median)),
            missing: outcomes().filter(|x| x.is_nan()).count(),
        }
    }

    fn cell(&self, cell: &Cell) -> CellFound {
        let ends = |size: u32| {
            cell.low.iter().enumerate().map(|(axis, at)| self.space.value(axis, self.share_of(at + size))).collect()
        };
        let there: Vec<f64> = cell.shares.iter().filter(|share| !share.is_nan()).copied().collect();
        CellFound {
            low: ends(0),
            high: ends(cell.size),
            share: there.iter().sum::<f64>() / there.len() as f64,
            crossed: cell.is_crossed(),
        }
    }

    /// Where lines at the root lattice cross the border, along each axis in turn.
    fn thresholds(&self, known: &Known, resamples: usize, seed: u64) -> Vec<Threshold> {
        let (axes, roots) = (self.border.axes, self.border.roots);
        let size = self.border.steps() / roots;
        let mut found = Vec::new();
        // Of whole numbers several lines of the lattice may be one.
        let mut lines_done: Vec<(usize, Vec<Setting>)> = Vec::new();
        for along in 0..axes {
            let lines = (u64::from(roots) + 1).pow(axes as u32 - 1);
            for line in 0..lines {
                let mut left = line;
                let at: Vec<u32> = (0..axes)
                    .map(|axis| {
                        if axis == along {
                            return 0;
                        }
                        let level = (left % (u64::from(roots) + 1)) as u32;
                        left /= u64::from(roots) + 1;
                        level * size
                    })
                    .collect();
                let line = (along, self.settings(&at));
                if !lines_done.contains(&line) {
                    found.extend(self.on_line(known, along, &at, (resamples, seed)));
                    lines_done.push(line);
                }
            }
        }
        found
    }

    fn on_line(&self, known: &Known, along: usize, at: &[u32], (resamples, seed): (usize, u64)) -> Vec<Threshold> {
        let mut spot = at.to_vec();
        let mut line: Vec<At> = Vec::new();
        let mut last: Option<Vec<Setting>> = None;
        for step in 0..=self.border.steps() {
            spot[along] = step;
            // Two places of the lattice may have the same whole number.
            let settings = self.settings(&spot);
            if last.as_ref() == Some(&settings) {
                continue;
            }
            if let Some(above) = self.sides(known, &spot) {
                line.push(At { place: self.space.settled(along, self.share_of(step)), above });
                last = Some(settings);
            }
        }
        let number = |share: f64| if share.is_nan() { share } else { self.space.number(along, share) };
        passages(&line, self.exact, resamples, seed)
            .into_iter()
            .map(|passage| {
                let ends = [&line[passage.between.0], &line[passage.between.1]];
                let runs = ends.map(|end| end.above.iter().flatten().count());
                let share = |k: usize| {
                    let share = ends[k].share();
                    let (low, high) = wilson(share, runs[k]);
                    (share, low, high)
                };
                Threshold {
                    along,
                    others: at
                        .iter()
                        .enumerate()
                        .map(
                            |(axis, at)| {
                                if axis == along { f64::NAN } else { self.space.value(axis, self.share_of(*at)) }
                            },
                        )
                        .collect(),
                    place: number(passage.place),
                    low: number(passage.low),
                    high: number(passage.high),
                    ends: ends.map(|end| number(end.place)),
                    shares: [share(0), share(1)],
                    runs,
                }
            })
            .collect()
    }
}

impl Search for BorderSearch {
    fn next(&mut self, known: &Known) -> Result<Vec<Vec<Setting>>, SpaceError> {
        let mut points: Vec<Vec<Setting>> = Vec::new();
        for spot in self.border.wanted(&|spot| self.share(known, spot)) {
            let settings = self.settings(&spot);
            // Of whole numbers several places of the lattice may be one point.
            if !points.contains(&settings) {
                points.push(settings);
            }
        }
        Ok(points)
    }
}

impl BorderFound {
    /// Returns true if some worlds end on either side.
    pub(crate) fn has_border(&self) -> bool {
        self.cells.iter().any(|cell| cell.crossed)
    }

    /// Returns true if all shares are on the upper side.
    pub(crate) fn is_all_above(&self) -> bool {
        is_above(self.shares.0)
    }
}
