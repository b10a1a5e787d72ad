//! The mean movement of states from each place: the flow of a phase portrait.

/// The mean movement of the states in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    /// The number of times that a state was there.
    pub count: usize,
    /// Their mean position in the cell, in the units of the axes.
    pub place: (f64, f64),
    /// Their mean change from there.
    pub change: (f64, f64),
}

/// A grid over a part of the plane, filled with moves.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    /// The horizontal range.
    pub x: (f64, f64),
    /// The vertical range.
    pub y: (f64, f64),
    /// The number of cells, horizontally and vertically.
    pub cells: usize,
    sums: Vec<Cell>,
}

impl Flow {
    /// An empty grid.
    pub(crate) fn new(x: (f64, f64), y: (f64, f64), cells: usize) -> Self {
        Self { x, y, cells, sums: vec![Cell::default(); cells * cells] }
    }

    /// Adds a move. A move with a missing end, or from outside the grid, is left out.
    pub(crate) fn add(&mut self, from: (f64, f64), to: (f64, f64)) {
        let at = |value: f64, (low, high): (f64, f64)| (value - low) / (high - low);
        let (u, v) = (at(from.0, self.x), at(from.1, self.y));
        let inside = (0.0..=1.0).contains(&u) && (0.0..=1.0).contains(&v);
        if !inside || to.0.is_nan() || to.1.is_nan() {
            return;
        }
        let index = |share: f64| ((share * self.cells as f64) as usize).min(self.cells - 1);
        let cell = &mut self.sums[index(v) * self.cells + index(u)];
        cell.count += 1;
        cell.place = (cell.place.0 + from.0, cell.place.1 + from.1);
        cell.change = (cell.change.0 + to.0 - from.0, cell.change.1 + to.1 - from.1);
    }

    /// The cells with moves, as means.
    pub(crate) fn means(&self) -> impl Iterator<Item = Cell> + '_ {
        self.sums.iter().filter(|cell| cell.count > 0).map(|cell| {
            let n = cell.count as f64;
            let mean = |(a, b): (f64, f64)| (a / n, b / n);
            Cell { count: cell.count, place: mean(cell.place), change: mean(cell.change) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_from_one_cell_are_averaged() {
        let mut flow = Flow::new((0.0, 1.0), (-1.0, 1.0), 2);
        flow.add((0.1, 0.5), (0.3, 0.5));
        flow.add((0.3, 0.7), (0.3, 0.3));
        flow.add((0.1, f64::NAN), (0.3, 0.5));
        flow.add((0.9, 0.0), (0.9, f64::NAN));
        let cells: Vec<_> = flow.means().collect();
        assert_eq!(cells.len(), 1);
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(cells[0].count == 2 && close(cells[0].place.0, 0.2) && close(cells[0].change.0, 0.1));
        assert!(close(cells[0].change.1, -0.2));
    }
}
