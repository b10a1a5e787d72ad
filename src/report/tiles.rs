//! The map of governance: one tile per state, near its coordinates if the scenario has them, else row by row.

use crate::plot::data::Data;

/// A tile. Lengths are shares of the map's side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tile {
    /// The state.
    pub state: usize,
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// The side.
    pub size: f64,
}

/// Returns the tiles of the states, in order, and whether they are placed by coordinates.
pub(super) fn tiles(data: &Data, order: &[usize]) -> (Vec<Tile>, bool) {
    let Some(places) = coordinates(data, order) else {
        let side = (order.len() as f64).sqrt().ceil().max(1.0) as usize;
        let tile = |(k, &state): (usize, &usize)| tile(state, k % side, k / side, side);
        return (order.iter().enumerate().map(tile).collect(), false);
    };
    // The grid has twice as many cells as states, so that distances show. Each state takes the free cell nearest to its
    // place.
    let side = (2.0 * order.len() as f64).sqrt().ceil().max(1.0) as usize;
    let mut taken = vec![false; side * side];
    let mut tiles = Vec::new();
    for (&state, (x, y)) in order.iter().zip(places) {
        let far = |cell: usize| {
            let at = ((cell % side) as f64, (cell / side) as f64);
            let wished = (x * (side - 1) as f64, (1.0 - y) * (side - 1) as f64);
            (at.0 - wished.0).powi(2) + (at.1 - wished.1).powi(2)
        };
        let free = (0..taken.len()).filter(|&cell| !taken[cell]);
        if let Some(cell) = free.min_by(|&a, &b| far(a).total_cmp(&far(b))) {
            taken[cell] = true;
            tiles.push(tile(state, cell % side, cell / side, side));
        }
    }
    (tiles, true)
}

fn tile(state: usize, column: usize, row: usize, side: usize) -> Tile {
    let size = 1.0 / side as f64;
    Tile { state, x: column as f64 * size, y: row as f64 * size, size }
}

/// Coordinates scaled to [0, 1]. Returns `None` if a state does not have any or if all states are at one place.
fn coordinates(data: &Data, order: &[usize]) -> Option<Vec<(f64, f64)>> {
    let known = data.about.places.as_ref()?;
    let place = |&state: &usize| known.get(&data.states[state]).map(|&[x, y]| (x, y));
    let places: Vec<(f64, f64)> = order.iter().map(place).collect::<Option<_>>()?;
    let ends = |of: fn(&(f64, f64)) -> f64| crate::plot::panel::extent(places.iter().map(of));
    let ((left, right), (low, high)) = (ends(|p| p.0), ends(|p| p.1));
    let span = (right - left).max(high - low);
    (span > 0.0).then(|| places.iter().map(|(x, y)| ((x - left) / span, (y - low) / span)).collect())
}
