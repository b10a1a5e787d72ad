//! Which combinations of outcomes can be reached at all: pattern space exploration (Chérel, Cottineau & Reuillon 2015,
//! doi:10.1371/journal.pone.0138212).
//!
//! The space of outcomes is divided into cells. The first generation covers the space of the axes evenly. Each child of a
//! later generation comes from two parents in cells that few points have hit, so that the search goes where outcomes are
//! rare. A point that has reached a cell first stays its parent.
//!
//! ```text
//! cell  = the one of two random cells with fewer hits
//! child = x + reach · z, folded back into [0, 1]     z: standard normal per axis;  reach: 0.3, 0.1 or 0.03 at random
//! each coordinate x comes from the other parent in one of four cases
//! ```
//!
//! Several islands search by themselves and know only their own points, so they can run on different machines.

use std::collections::BTreeMap;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// How far a child may be from its parent.
const REACHES: [f64; 3] = [0.3, 0.1, 0.03];

/// An outcome and its cells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) cells: u32,
}

impl Scale {
    /// The cell of a value. Values beyond an end are in the cell at that end.
    pub(crate) fn cell(&self, value: f64) -> u32 {
        let share = (value - self.low) / (self.high - self.low);
        ((share * f64::from(self.cells)).floor().max(0.0) as u32).min(self.cells - 1)
    }

    /// The lower and the upper end of a cell.
    pub(crate) fn ends(&self, cell: u32) -> (f64, f64) {
        let at = |cell: u32| self.low + (self.high - self.low) * f64::from(cell) / f64::from(self.cells);
        (at(cell), at(cell + 1))
    }
}

/// A cell that was reached.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reached {
    /// The number of points in it.
    pub(crate) hits: u32,
    /// The number of the first of them.
    pub(crate) first: usize,
    /// Its coordinates in the unit cube.
    pub(crate) at: Vec<f64>,
}

/// The cells that were reached, by their places on the scales.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Archive {
    pub(crate) cells: BTreeMap<Vec<u32>, Reached>,
}

impl Archive {
    /// Adds a point with its outcomes. A point with a missing outcome is left out.
    pub(crate) fn add(&mut self, scales: &[Scale], point: usize, at: &[f64], outcomes: &[f64]) {
        if outcomes.iter().any(|value| value.is_nan()) {
            return;
        }
        let cell = scales.iter().zip(outcomes).map(|(scale, value)| scale.cell(*value)).collect();
        let reached = self.cells.entry(cell).or_insert_with(|| Reached { hits: 0, first: point, at: at.to_vec() });
        reached.hits += 1;
    }
}

/// The coordinates of a generation of an island, each in the unit cube. Without a cell that was reached they are random.
pub(crate) fn children(
    archive: &Archive,
    axes: usize,
    count: usize,
    (seed, island, generation): (u64, u32, u32),
) -> Vec<Vec<f64>> {
    let mut draws = stream(seed, island, generation);
    let cells: Vec<&Reached> = archive.cells.values().collect();
    (0..count).map(|_| child(&cells, axes, &mut draws)).collect()
}

fn child(cells: &[&Reached], axes: usize, draws: &mut ChaCha8Rng) -> Vec<f64> {
    if cells.is_empty() {
        return (0..axes).map(|_| unit(draws)).collect();
    }
    let mut parent = || {
        let [a, b] = [0, 1].map(|_| cells[below(draws, cells.len())]);
        if b.hits < a.hits { b } else { a }
    };
    let (first, second) = (parent(), parent());
    let reach = REACHES[below(draws, REACHES.len())];
    (0..axes)
        .map(|axis| {
            let from = if below(draws, 4) == 0 { second } else { first };
            folded(from.at.get(axis).copied().unwrap_or(0.5) + reach * normal(draws))
        })
        .collect()
}

/// Folds a number back into [0, 1], as if 0 and 1 were mirrors.
fn folded(x: f64) -> f64 {
    let x = x.rem_euclid(2.0);
    if x > 1.0 { 2.0 - x } else { x }
}

/// ```text
/// key = seed (8 bytes) ‖ island (8) ‖ 0 (8) ‖ "takvinps"      little-endian;  stream = generation
/// ```
fn stream(seed: u64, island: u32, generation: u32) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[0..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&u64::from(island).to_le_bytes());
    key[24..32].copy_from_slice(b"takvinps");
    let mut draws = ChaCha8Rng::from_seed(key);
    draws.set_stream(generation.into());
    draws
}

/// A number in [0, 1) with 53 bits.
fn unit(draws: &mut ChaCha8Rng) -> f64 {
    (draws.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

fn below(draws: &mut ChaCha8Rng, count: usize) -> usize {
    ((u64::from(draws.next_u32()) * count as u64) >> 32) as usize
}

/// A standard normal draw (Box & Muller 1958, doi:10.1214/aoms/1177706645).
fn normal(draws: &mut ChaCha8Rng) -> f64 {
    let (a, b) = (1.0 - unit(draws), unit(draws));
    (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Scale = Scale { low: 0.0, high: 1.0, cells: 20 };

    #[test]
    fn cells_cover_the_scale_and_what_is_beyond() {
        let scale = Scale { low: -1.0, high: 1.0, cells: 4 };
        assert_eq!([-9.0, -1.0, -0.51, -0.5, 0.0, 0.99, 1.0, 9.0].map(|x| scale.cell(x)), [0, 0, 0, 1, 2, 3, 3, 3]);
        assert_eq!(scale.ends(1), (-0.5, 0.0));
    }

    #[test]
    fn coordinates_are_folded_back() {
        for (x, wanted) in [(0.3, 0.3), (-0.2, 0.2), (1.2, 0.8), (2.1, 0.1), (-1.3, 0.7)] {
            assert!((folded(x) - wanted).abs() < 1e-12, "{x}");
        }
    }

    /// Outcomes of which one corner is rare: products of many coordinates.
    fn of(at: &[f64]) -> [f64; 2] {
        [at.iter().take(4).product(), at.iter().skip(4).map(|x| 1.0 - x).product()]
    }

    fn reached(search: bool) -> usize {
        let scales = [UNIT; 2];
        let mut archive = Archive::default();
        let empty = Archive::default();
        for generation in 0..40 {
            let parents = if search { &archive } else { &empty };
            for (k, at) in children(parents, 8, 100, (1, 0, generation)).iter().enumerate() {
                archive.add(&scales, generation as usize * 100 + k, at, &of(at));
            }
        }
        archive.cells.len()
    }

    #[test]
    fn the_search_reaches_more_than_chance() {
        let (search, chance) = (reached(true), reached(false));
        assert!(search > 2 * chance, "{search} and {chance} of 400 cells");
    }

    #[test]
    fn generations_depend_on_seed_island_and_number_alone() {
        let mut archive = Archive::default();
        archive.add(&[UNIT], 3, &[0.5, 0.5], &[0.2]);
        archive.add(&[UNIT], 4, &[0.5, 0.6], &[f64::NAN]);
        assert_eq!((archive.cells.len(), archive.cells[&vec![4]].first), (1, 3));
        let of = |key| children(&archive, 2, 5, key);
        assert_eq!(of((1, 2, 3)), of((1, 2, 3)));
        assert!([(2, 2, 3), (1, 3, 3), (1, 2, 4)].into_iter().all(|key| of(key) != of((1, 2, 3))));
        assert!(of((1, 2, 3)).iter().flatten().all(|x| (0.0..=1.0).contains(x)));
    }
}
