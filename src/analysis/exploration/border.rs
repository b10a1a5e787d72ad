//! A border between two kinds of outcome over a few axes, found by halving the cells that it passes through.
//!
//! The space is divided into `roots` cells along each axis. A cell with corners on both sides is divided into halves along
//! every axis, and so on until a cell has the finest size. So points lie close together only along the border. Cells of
//! different roots do not know of each other, so parts of the search can run on different machines.
//!
//! The border is missed where it comes and goes within one root cell between its corners: more roots find it.

use std::collections::BTreeSet;

/// A point of the lattice, in steps of the finest size.
pub(crate) type Spot = Vec<u32>;

/// The search for a border.
#[derive(Clone, Debug)]
pub(crate) struct Border {
    /// The number of axes.
    pub(crate) axes: usize,
    /// The number of root cells along each axis.
    pub(crate) roots: u32,
    /// How often a root cell is halved.
    pub(crate) halvings: u32,
    /// Only roots whose number leaves this rest when divided by that number, or all.
    pub(crate) part: Option<(u32, u32)>,
}

/// A cell that is not divided further.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cell {
    /// Its lowest corner.
    pub(crate) low: Spot,
    /// Its size along each axis, in steps.
    pub(crate) size: u32,
    /// The shares at its corners. Corner k is at the high end of axis a if bit a of k is set.
    pub(crate) shares: Vec<f64>,
}

/// Returns true if a share is on the upper side.
pub(crate) fn is_above(share: f64) -> bool {
    share >= 0.5
}

impl Cell {
    /// Returns true if the border passes through it.
    pub(crate) fn is_crossed(&self) -> bool {
        let mut sides = self.shares.iter().filter(|share| !share.is_nan()).map(|share| is_above(*share));
        sides.next().is_some_and(|first| sides.any(|side| side != first))
    }
}

impl Border {
    /// The halvings that make cells of this part of an axis or finer.
    pub(crate) fn halvings_to(roots: u32, part: f64) -> u32 {
        (0..20).find(|halvings| 1.0 / f64::from(roots << halvings) <= part).unwrap_or(20)
    }

    /// The number of steps along an axis.
    pub(crate) fn steps(&self) -> u32 {
        self.roots << self.halvings
    }

    /// The points that are needed next, in order; none if the border is found. `share` gives the share on the upper side at
    /// a point, NaN if its runs lack the outcome, or `None` if the point is not known.
    pub(crate) fn wanted(&self, share: &dyn Fn(&[u32]) -> Option<f64>) -> BTreeSet<Spot> {
        let mut wanted = BTreeSet::new();
        self.walk(share, &mut |corners| wanted.extend(corners), &mut |_| {});
        wanted
    }

    /// The cells that are not divided further.
    pub(crate) fn cells(&self, share: &dyn Fn(&[u32]) -> Option<f64>) -> Vec<Cell> {
        let mut cells = Vec::new();
        self.walk(share, &mut |_| {}, &mut |cell| cells.push(cell));
        cells
    }

    fn walk(&self, share: &dyn Fn(&[u32]) -> Option<f64>, want: &mut dyn FnMut(Vec<Spot>), leaf: &mut dyn FnMut(Cell)) {
        let size = 1 << self.halvings;
        let count = u64::from(self.roots).pow(self.axes as u32);
        let (rest, of) = self.part.unwrap_or((0, 1));
        for number in (0..count).filter(|number| number % u64::from(of.max(1)) == u64::from(rest)) {
            let mut left = number;
            let low = (0..self.axes).map(|_| {
                let at = (left % u64::from(self.roots)) as u32;
                left /= u64::from(self.roots);
                at * size
            });
            divide(low.collect(), size, share, want, leaf);
        }
    }
}

/// Divides a cell as far as its corners are known.
fn divide(
    low: Spot,
    size: u32,
    share: &dyn Fn(&[u32]) -> Option<f64>,
    want: &mut dyn FnMut(Vec<Spot>),
    leaf: &mut dyn FnMut(Cell),
) {
    let corner = |low: &Spot, size: u32, k: usize| -> Spot {
        low.iter().enumerate().map(|(axis, at)| at + if k >> axis & 1 == 1 { size } else { 0 }).collect()
    };
    let corners: Vec<Spot> = (0..1 << low.len()).map(|k| corner(&low, size, k)).collect();
    let shares: Vec<Option<f64>> = corners.iter().map(|spot| share(spot)).collect();
    if shares.contains(&None) {
        want(corners.into_iter().zip(&shares).filter(|(_, share)| share.is_none()).map(|(spot, _)| spot).collect());
        return;
    }
    let cell = Cell { low, size, shares: shares.into_iter().flatten().collect() };
    if cell.size == 1 || !cell.is_crossed() {
        return leaf(cell);
    }
    let half = cell.size / 2;
    (0..1 << cell.low.len()).for_each(|k| divide(corner(&cell.low, half, k), half, share, want, leaf));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Searches for the border of a function. Returns what is known in the end, and the number of waves.
    fn found(border: &Border, of: &dyn Fn(&[f64]) -> f64) -> (BTreeMap<Spot, f64>, usize) {
        let mut known = BTreeMap::new();
        for wave in 0.. {
            let wanted = border.wanted(&|spot| known.get(spot).copied());
            if wanted.is_empty() {
                return (known, wave);
            }
            for spot in wanted {
                let at: Vec<f64> = spot.iter().map(|x| f64::from(*x) / f64::from(border.steps())).collect();
                let share = of(&at);
                known.insert(spot, share);
            }
        }
        unreachable!("a finite lattice");
    }

    fn step(holds: bool) -> f64 {
        f64::from(u8::from(holds))
    }

    #[test]
    fn a_circle_is_found_to_the_finest_cell() {
        let border = Border { axes: 2, roots: 8, halvings: 4, part: None };
        let inside = |x: &[f64]| step((x[0] - 0.5).hypot(x[1] - 0.5) < 0.3);
        let (known, waves) = found(&border, &inside);
        assert_eq!(waves, 5, "the roots, and one for each halving");
        let cells = border.cells(&|spot| known.get(spot).copied());
        let crossed: Vec<&Cell> = cells.iter().filter(|cell| cell.is_crossed()).collect();
        assert!(crossed.iter().all(|cell| cell.size == 1), "every crossed cell has the finest size");
        for cell in &crossed {
            let middle = |axis: usize| (f64::from(cell.low[axis]) + 0.5) / 128.0;
            assert!(((middle(0) - 0.5).hypot(middle(1) - 0.5) - 0.3).abs() < 0.012, "{cell:?}");
        }
        // All cells together are the whole.
        assert_eq!(cells.iter().map(|cell| u64::from(cell.size).pow(2)).sum::<u64>(), 128 * 128);
        // A lattice of this size has 16,641 points.
        assert!((800..2000).contains(&known.len()), "{}", known.len());
    }

    #[test]
    fn one_and_three_axes_work_as_well() {
        let line = Border { axes: 1, roots: 4, halvings: 5, part: None };
        let (known, _) = found(&line, &|x| step(x[0] > 0.3));
        let cells = line.cells(&|spot| known.get(spot).copied());
        let crossed: Vec<u32> = cells.iter().filter(|cell| cell.is_crossed()).map(|cell| cell.low[0]).collect();
        assert_eq!(crossed, [38], "0.3 lies between 38 and 39 of 128");
        assert_eq!(known.len(), 5 + 5);
        let space = Border { axes: 3, roots: 2, halvings: 2, part: None };
        let (known, _) = found(&space, &|x| step(x.iter().sum::<f64>() > 1.4));
        assert!(space.cells(&|spot| known.get(spot).copied()).iter().any(|cell| cell.is_crossed() && cell.size == 1));
    }

    #[test]
    fn parts_together_find_what_the_whole_finds() {
        let whole = Border { axes: 2, roots: 4, halvings: 3, part: None };
        let slope = |x: &[f64]| step(x[1] > 0.2 + 0.5 * x[0] * x[0]);
        let (known, _) = found(&whole, &slope);
        let mut together = BTreeMap::new();
        for part in 0..3 {
            together.extend(found(&Border { part: Some((part, 3)), ..whole.clone() }, &slope).0);
        }
        assert_eq!(together, known);
    }

    #[test]
    fn a_point_without_a_share_is_on_neither_side() {
        let border = Border { axes: 1, roots: 2, halvings: 2, part: None };
        let (known, _) = found(&border, &|x| if x[0] == 0.5 { f64::NAN } else { step(x[0] > 0.5) });
        assert_eq!(known.len(), 3, "no cell has two known sides");
        assert_eq!(Border::halvings_to(8, 0.01), 4);
        assert_eq!(Border::halvings_to(100, 0.01), 0);
    }
}
