//! Which combinations of outcomes the model can produce, and from which points.

use super::known::Known;
use super::search::Search;
use super::space::{Space, SpaceError};
use crate::analysis::exploration::patterns::{Archive, Scale, children};
use crate::scenario::Setting;

/// The search for new combinations.
#[derive(Clone, Debug)]
pub(crate) struct ReachSearch {
    pub(crate) space: Space,
    pub(crate) scales: Vec<Scale>,
    /// The number of points of a generation of each island, and the number of generations.
    pub(crate) points: usize,
    pub(crate) generations: u32,
    pub(crate) islands: u32,
    pub(crate) seed: u64,
    /// Only islands whose number leaves this rest when divided by that number, or all.
    pub(crate) part: Option<(u32, u32)>,
    course: Course,
}

/// What happened so far.
#[derive(Clone, Debug, Default)]
struct Course {
    generation: u32,
    /// By island.
    archives: Vec<Archive>,
    /// The points of all generations, in order, with their islands and coordinates.
    points: Vec<(u32, Vec<f64>)>,
    /// The number of points that are in the archives.
    counted: usize,
}

/// A combination that was reached.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    /// The ends of its cell, by outcome.
    pub(crate) ends: Vec<(f64, f64)>,
    /// The number of points that reached it.
    pub(crate) hits: u32,
    /// The first of them, from 0 in the order of the sweep, with its generation.
    pub(crate) point: usize,
    pub(crate) generation: u32,
    /// Its mean outcomes over the replicates.
    pub(crate) outcomes: Vec<f64>,
    /// Its values.
    pub(crate) settings: Vec<Setting>,
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct ReachFound {
    /// In the order of their cells.
    pub(crate) patterns: Vec<Pattern>,
    /// By generation: points so far, and patterns so far.
    pub(crate) growth: Vec<(usize, usize)>,
    /// The number of cells.
    pub(crate) cells: u64,
    /// The number of points without one of the outcomes.
    pub(crate) missing: usize,
}

impl ReachSearch {
    pub(crate) fn new(space: Space, scales: Vec<Scale>, points: usize, generations: u32, seed: u64) -> Self {
        Self { space, scales, points, generations, islands: 1, seed, part: None, course: Course::default() }
    }

    fn own_islands(&self) -> impl Iterator<Item = u32> + use<> {
        let (rest, of) = self.part.unwrap_or((0, 1));
        (0..self.islands).filter(move |island| island % of.max(1) == rest)
    }

    fn outcomes(&self, known: &Known, settings: &[Setting]) -> Vec<f64> {
        let runs = known.of(settings);
        (0..self.scales.len()).map(|outcome| runs.map_or(f64::NAN, |runs| runs.mean(outcome))).collect()
    }

    /// What the runs say.
    pub(crate) fn found(&self, known: &Known) -> ReachFound {
        let mut archive = Archive::default();
        let (mut growth, mut missing) = (Vec::new(), 0);
        let each = self.points * self.own_islands().count();
        let mut number = 0;
        let mut seen = std::collections::HashMap::new();
        let mut first_of = Vec::new();
        for (at, (_, coordinates)) in self.course.points.iter().enumerate() {
            let settings = self.space.at(coordinates);
            let text = format!("{settings:?}");
            // A point that was made twice is one point of the sweep.
            if let std::collections::hash_map::Entry::Vacant(entry) = seen.entry(text) {
                entry.insert(number);
                let outcomes = self.outcomes(known, &settings);
                missing += usize::from(outcomes.iter().any(|x| x.is_nan()));
                archive.add(&self.scales, number, coordinates, &outcomes);
                first_of.push(at / each.max(1));
                number += 1;
            }
            if (at + 1) % each.max(1) == 0 {
                growth.push((number, archive.cells.len()));
            }
        }
        let patterns = archive
            .cells
            .iter()
            .map(|(cell, reached)| {
                let settings = self.space.at(&reached.at);
                Pattern {
                    ends: self.scales.iter().zip(cell).map(|(scale, cell)| scale.ends(*cell)).collect(),
                    hits: reached.hits,
                    point: reached.first,
                    generation: first_of[reached.first] as u32,
                    outcomes: self.outcomes(known, &settings),
                    settings,
                }
            })
            .collect();
        ReachFound {
            patterns,
            growth,
            cells: self.scales.iter().map(|scale| u64::from(scale.cells)).product(),
            missing,
        }
    }
}

impl Search for ReachSearch {
    fn next(&mut self, known: &Known) -> Result<Vec<Vec<Setting>>, SpaceError> {
        self.course.archives.resize(self.islands as usize, Archive::default());
        for at in self.course.counted..self.course.points.len() {
            let (island, coordinates) = &self.course.points[at];
            let outcomes = self.outcomes(known, &self.space.at(coordinates));
            self.course.archives[*island as usize].add(&self.scales, at, coordinates, &outcomes);
        }
        self.course.counted = self.course.points.len();
        if self.course.generation >= self.generations {
            return Ok(Vec::new());
        }
        let mut settings: Vec<Vec<Setting>> = Vec::new();
        for island in self.own_islands() {
            let axes = self.space.axes().len();
            let made = if self.course.generation == 0 {
                self.space.evenly(self.seed, island as usize * self.points, self.points)?
            } else {
                let archive = &self.course.archives[island as usize];
                children(archive, axes, self.points, (self.seed, island, self.course.generation))
            };
            for coordinates in made {
                let point = self.space.at(&coordinates);
                if known.of(&point).is_none() && !settings.contains(&point) {
                    settings.push(point);
                }
                self.course.points.push((island, coordinates));
            }
        }
        self.course.generation += 1;
        // A generation of points that are all known already is followed by the next.
        if settings.is_empty() { self.next(known) } else { Ok(settings) }
    }
}
