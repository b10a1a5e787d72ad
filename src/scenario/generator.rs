//! Synthetic states. Each is drawn from a separate row, so that an additional state does not change the others.
//!
//! ```text
//! { mean, sd }       mean + sd · z                cut to the variable's range      z triangular, mean 0, sd 1
//! { low, high }      low + (high − low) · u                                        u uniform in [0, 1)
//! { median, sigma }  median · exp(sigma · z)      cut to the variable's range
//! components         z = t · z_system + √(1 − t²) · z_own,   u = t · u_system + (1 − t) · u_own    t: `together`
//! ```
//!
//! Rows are keyed by the scenario's seed, and also by the replicate if `world = "per-replicate"`. A fixed world is the
//! world of replicate 0.

use super::fields::variables;
use super::node::{Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::section::Section;
use super::sources::Place;
use crate::model::constitution::COMPONENTS;
use crate::model::draws::{Draws, Purpose, Words};
use crate::model::math::exp;
use crate::model::pairs::{START_KEYS, StartKey};
use crate::model::{PairStart, States};

/// Words of a state's row before the words of its variables: the two coordinates.
const COORDINATES: usize = 2;
/// The round that keys the rows of states.
const STATES: u32 = 0;
/// The round that keys the rows of pairs.
const PAIRS: u32 = 1;

/// A constant or a distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spread {
    /// Always the same.
    Constant(f64),
    /// Triangular by mean and standard deviation.
    Around(f64, f64),
    /// Uniform between two values.
    Between(f64, f64),
    /// Log-scale distribution by median and standard deviation.
    LogScale(f64, f64),
}

/// The layout of synthetic states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Square,
    Ring,
    Grid,
}

/// The settings of `[generator]`.
#[derive(Debug)]
pub(super) struct Generator {
    /// The number of states.
    pub count: usize,
    /// A group that all of them belong to.
    pub groups: Vec<String>,
    /// Its place in the file.
    pub place: Place,
    prefix: String,
    layout: Layout,
    size: f64,
    together: f64,
    varies: bool,
    spreads: Vec<Option<Spread>>,
}

impl Spread {
    /// A constant or one of the three forms. Anything else is a problem.
    fn read(node: &Node, path: &str, problems: &mut Problems) -> Option<Self> {
        if let Some(value) = node.number() {
            return Some(Self::Constant(value));
        }
        let Value::Table(table) = &node.value else { return None };
        if table.damaged {
            return None;
        }
        let given: Vec<&str> = table.entries.iter().map(|e| e.key.as_str()).collect();
        let pair = |a: &str, b: &str| table.number(a).zip(table.number(b)).filter(|_| given.len() == 2);
        let found = (pair("mean", "sd").map(|(a, b)| Self::Around(a, b)))
            .or_else(|| pair("low", "high").map(|(a, b)| Self::Between(a, b)))
            .or_else(|| pair("median", "sigma").map(|(a, b)| Self::LogScale(a, b)));
        match found {
            Some(Self::Between(low, high)) if low > high => {
                let message = format!("{path}: `low` is above `high`");
                problems.add(ProblemKind::Conflict, node.place, message, "exchange the two");
                None
            }
            None => {
                let message = format!("{path} is not a distribution: it has {}", given.join(", "));
                let help = "write a number, { mean, sd }, { low, high } or { median, sigma }";
                problems.add(ProblemKind::Conflict, node.place, message, help);
                None
            }
            found => found,
        }
    }

    /// The value for a draw, which is given both as a normal error and as a uniform number.
    fn value(self, z: f64, u: f64, low: f64, high: f64) -> f64 {
        match self {
            Self::Constant(value) => value,
            Self::Around(mean, sd) => (mean + sd * z).clamp(low, high),
            Self::Between(from, to) => from + (to - from) * u,
            Self::LogScale(median, sigma) => (median * exp(sigma * z)).clamp(low, high),
        }
    }
}

impl Generator {
    /// Reads `[generator]`. Returns `None` if it does not ask for states.
    pub(super) fn read(tree: &Table, problems: &mut Problems) -> Option<Self> {
        let entry = tree.entry("generator")?;
        let table = tree.table("generator")?;
        let section = Section::of(tree, "generator");
        let spread = |key: &str, problems: &mut Problems| {
            table.get(key).and_then(|n| Spread::read(n, &format!("generator.{key}"), problems))
        };
        let whole = spread("governance", problems);
        let spreads = variables()
            .map(|(_, c)| spread(c.name, problems).or(whole.filter(|_| COMPONENTS.contains(&c.name))))
            .collect();
        let groups = ["group", "groups"].iter().filter_map(|k| table.get(k)).flat_map(Node::texts);
        Some(Self {
            count: section.whole("count") as usize,
            groups: groups.map(|(g, _)| g.to_owned()).collect(),
            place: entry.key_place,
            prefix: section.text("prefix"),
            layout: match &*section.text("layout") {
                "ring" => Layout::Ring,
                "grid" => Layout::Grid,
                _ => Layout::Square,
            },
            size: section.number("size"),
            together: section.number("together"),
            varies: varies(tree),
            spreads,
        })
        .filter(|g| g.count > 0)
    }

    /// The random source of a replicate's world.
    pub(super) fn draws(&self, seed: u64, replicate: u64) -> Draws {
        draws(seed, replicate, self.varies)
    }

    /// The name of the k-th synthetic state.
    pub(super) fn name(&self, k: usize) -> String {
        format!("{}{}", self.prefix, k + 1)
    }

    /// Draws the k-th synthetic state into row `at`.
    pub(super) fn fill(
        &self,
        k: usize,
        at: usize,
        draws: &Draws,
        states: &mut States,
        places: &mut [Option<[f64; 2]>],
    ) {
        let mut words = Words::default();
        let count = COORDINATES + self.spreads.len();
        let words = draws.row(Purpose::Worlds, STATES, k as u64, count, &mut words);
        places[at] = Some(self.lie(k, [words.uniform(0), words.uniform(1)]));
        let system = variables().position(|(_, c)| c.name == "system").map_or(0, |n| COORDINATES + n);
        let t = self.together;
        for (n, (place, column)) in variables().enumerate() {
            let Some(spread) = self.spreads[n] else { continue };
            let word = COORDINATES + n;
            let (mut z, mut u) = (words.error(word), words.uniform(word));
            if COMPONENTS.contains(&column.name) {
                z = t * words.error(system) + (1.0 - t * t).sqrt() * z;
                u = t * words.uniform(system) + (1.0 - t) * u;
            }
            states.given[at] |= 1 << place;
            if let Some(cells) = states.column_mut(place) {
                cells[at] = spread.value(z, u, column.low, column.high);
            }
        }
    }

    fn lie(&self, k: usize, at_random: [f64; 2]) -> [f64; 2] {
        match self.layout {
            Layout::Square => at_random.map(|u| u * self.size),
            Layout::Ring => {
                let angle = std::f64::consts::TAU * k as f64 / self.count as f64;
                let radius = self.size / std::f64::consts::TAU;
                [radius * libm::cos(angle), radius * libm::sin(angle)]
            }
            Layout::Grid => {
                // Squares grow outward, so that a state's place does not depend on the number of states.
                let side = k.isqrt();
                let along = k - side * side;
                let (x, y) = if along <= side { (side, along) } else { (2 * side - along, side) };
                [x as f64 * self.size, y as f64 * self.size]
            }
        }
    }
}

/// Returns true if the world is drawn separately for every replicate.
pub(super) fn varies(tree: &Table) -> bool {
    Section::of(tree, "generator").text("world") == "per-replicate"
}

/// Worlds are drawn even if chance is off in the run.
fn draws(seed: u64, replicate: u64, varies: bool) -> Draws {
    Draws::new(seed, if varies { replicate } else { 0 }, true)
}

/// Initial values of pairs with a synthetic state.
#[derive(Debug)]
pub(super) struct PairSpreads {
    /// One for each drawn key; a key takes a word for each of its numbers.
    spreads: Vec<Option<Spread>>,
    draws: Draws,
}

fn drawn() -> impl Iterator<Item = &'static StartKey> {
    START_KEYS.iter().filter(|key| key.drawn)
}

impl PairSpreads {
    /// Reads `[generator.pairs]`.
    pub(super) fn read(tree: &Table, seed: u64, replicate: u64, problems: &mut Problems) -> Self {
        let table = tree.table("generator").and_then(|g| g.table("pairs"));
        let mut spread = |key: &StartKey| {
            let node = table?.get(key.name)?;
            Spread::read(node, &format!("generator.pairs.{}", key.name), problems)
        };
        Self { spreads: drawn().map(&mut spread).collect(), draws: draws(seed, replicate, varies(tree)) }
    }

    /// Draws the initial values of a pair from the pair's row.
    pub(super) fn fill(&self, start: &mut PairStart, words: &mut Words) {
        if self.spreads.iter().all(Option::is_none) {
            return;
        }
        let count = drawn().map(|key| 1 + usize::from(key.sided)).sum();
        let row = (u64::from(start.states.0) << 32) | u64::from(start.states.1);
        let words = self.draws.row(Purpose::Worlds, PAIRS, row, count, words);
        let mut word = 0;
        for (key, spread) in drawn().zip(&self.spreads) {
            for side in 0..=usize::from(key.sided) {
                if let Some(spread) = spread {
                    let (low, high) = key.range;
                    *(key.cell)(start, side) = spread.value(words.error(word), words.uniform(word), low, high);
                }
                word += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreads_by_hand() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        close(Spread::Constant(0.3).value(2.0, 0.9, 0.0, 1.0), 0.3);
        close(Spread::Around(0.5, 0.1).value(2.0, 0.9, 0.0, 1.0), 0.7);
        close(Spread::Around(0.5, 0.4).value(2.0, 0.9, 0.0, 1.0), 1.0);
        close(Spread::Between(0.2, 0.4).value(2.0, 0.5, 0.0, 1.0), 0.3);
        close(Spread::LogScale(2.0, 1.0).value(0.0, 0.5, 0.0, 9.0), 2.0);
        close(Spread::LogScale(1.0, 1.0).value(1.0, 0.5, 0.0, 9.0), std::f64::consts::E);
    }

    #[test]
    fn a_grid_grows_outward_and_a_ring_is_even() {
        let generator = |layout| Generator {
            count: 4,
            groups: Vec::new(),
            place: Place { source: 0, start: 0, end: 0 },
            prefix: "S".into(),
            layout,
            size: 1.0,
            together: 0.0,
            varies: false,
            spreads: Vec::new(),
        };
        let grid = generator(Layout::Grid);
        let mut places: Vec<[i64; 2]> = (0..9).map(|k| grid.lie(k, [0.0; 2]).map(|x| x as i64)).collect();
        places.sort_unstable();
        let square: Vec<[i64; 2]> = (0..3).flat_map(|x| (0..3).map(move |y| [x, y])).collect();
        assert_eq!(places, square);
        let ring = generator(Layout::Ring);
        let apart = |a: usize, b: usize| {
            let (p, q) = (ring.lie(a, [0.0; 2]), ring.lie(b, [0.0; 2]));
            ((p[0] - q[0]).powi(2) + (p[1] - q[1]).powi(2)).sqrt()
        };
        assert!((apart(0, 1) - apart(3, 0)).abs() < 1e-12 && apart(0, 2) > apart(0, 1));
    }
}
