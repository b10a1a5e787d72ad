//! Stacked layers over time: positive values upward from 0, negative values downward.

use super::page::{Fill, Stroke};
use super::panel::Panel;
use super::theme::Colour;

/// The highest and the lowest sum of layers.
pub(super) fn reach(layers: &[Vec<f64>]) -> (f64, f64) {
    let rounds = layers.first().map_or(0, Vec::len);
    let sums = (0..rounds).map(|round| {
        let values = layers.iter().map(|layer| layer[round]).filter(|value| !value.is_nan());
        values.fold((0.0, 0.0), |(low, high): (f64, f64), value| (low + value.min(0.0), high + value.max(0.0)))
    });
    sums.fold((0.0, 0.0), |(low, high): (f64, f64), (l, h)| (low.min(l), high.max(h)))
}

/// Draws layers, the first nearest to 0, with a line in the colour of the paper between them.
pub(super) fn draw(panel: &Panel<'_, '_>, years: &[f64], layers: &[(Vec<f64>, Colour)]) {
    let mut floors: Vec<(f64, f64)> = vec![(0.0, 0.0); years.len()];
    for (layer, colour) in layers {
        for upward in [true, false] {
            let edges: Vec<(f64, f64)> = layer
                .iter()
                .zip(&floors)
                .map(|(&value, &(low, high))| match upward {
                    _ if value.is_nan() => (f64::NAN, f64::NAN),
                    true => (high, high + value.max(0.0)),
                    false => (low + value.min(0.0), low),
                })
                .collect();
            if edges.iter().all(|(low, high)| high.is_nan() || high <= low) {
                continue;
            }
            panel.band(years.iter().copied().zip(edges.iter().copied()), Fill(*colour, 1.0));
            let edge = edges.iter().map(|&(low, high)| if upward { high } else { low });
            panel.line(years.iter().copied().zip(edge), Stroke(panel.page.theme.paper, 1, None));
        }
        for (floor, &value) in floors.iter_mut().zip(layer) {
            if !value.is_nan() {
                *floor = (floor.0 + value.min(0.0), floor.1 + value.max(0.0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_adds_and_what_subtracts_are_summed_apart() {
        assert_eq!(reach(&[vec![1.0, f64::NAN], vec![-2.0, 3.0], vec![0.5, 1.0]]), (-2.0, 4.0));
        assert_eq!(reach(&[]), (0.0, 0.0));
    }
}
