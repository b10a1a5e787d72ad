//! How well points separate the axes: the number of distinct points, and the two axes with the strongest correlation.
//!
//! Two correlated axes are confounded: their effects cannot be separated.

use super::points::{Points, own_count};
use crate::record::association::{Column, strongest};
use crate::scenario::Setting;

/// The quality of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// The number of distinct points.
    pub distinct: usize,
    /// The two axes with the strongest correlation, or `None` if no two axes vary.
    pub correlated: Option<Correlated>,
}

/// Two correlated axes. Axes that follow others are not considered.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Correlated {
    /// Spearman's rank correlation. Each word of an axis of words counts as a separate switch.
    pub size: f64,
    /// Their paths.
    pub paths: [String; 2],
}

impl Points {
    /// How well the points separate the axes.
    pub fn quality(&self) -> Quality {
        Quality::of(self)
    }
}

impl Quality {
    pub(super) fn of(points: &Points) -> Self {
        let places: Vec<Vec<f64>> = (0..own_count(&points.axes)).map(|axis| places(points, axis)).collect();
        let mut order: Vec<usize> = (0..points.len()).collect();
        let row = |point: usize| places.iter().map(move |column| column[point] as u64);
        order.sort_unstable_by(|&a, &b| row(a).cmp(row(b)));
        order.dedup_by(|a, b| row(*a).eq(row(*b)));
        let columns: Vec<Column<'_>> = places
            .iter()
            .zip(&points.axes)
            .map(|(places, axis)| if axis.is_words() { Column::Words(places) } else { Column::Numbers(places) })
            .collect();
        let path = |axis: usize| points.axes[axis].path.clone();
        let correlated = strongest(&columns).map(|(size, a, b)| Correlated { size, paths: [path(a), path(b)] });
        Self { distinct: order.len(), correlated }
    }
}

/// The index of each point's value among the values of an axis: numbers by size, words in order of first appearance.
fn places(points: &Points, axis: usize) -> Vec<f64> {
    let settings = || (0..points.len()).map(|point| &points.settings(point)[axis]);
    if points.axes[axis].is_words() {
        let mut words: Vec<&Setting> = Vec::new();
        let place = |word| {
            let there = words.iter().position(|there| *there == word);
            let place = there.unwrap_or(words.len());
            if there.is_none() {
                words.push(word);
            }
            place as f64
        };
        return settings().map(place).collect();
    }
    let mut numbers: Vec<f64> = settings().filter_map(Setting::number).collect();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.dedup();
    let place = |x: f64| numbers.partition_point(|there| *there < x) as f64;
    settings().map(|setting| setting.number().map_or(0.0, place)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::made;

    const THREAT: &str = "\"parameters.feedback.threat\"";
    const NOISE: &str = "\"run.noise\"";

    fn list(columns: &str) -> (usize, Option<(f64, String)>) {
        let quality = made(&format!("[sweep]\ndesign = \"list\"\n[sweep.vary]\n{columns}")).quality();
        (quality.distinct, quality.correlated.map(|found| (found.size, found.paths.join(" "))))
    }

    #[test]
    fn equal_points_count_once_and_axes_that_go_together_are_named() {
        let both = "parameters.feedback.threat run.noise".to_owned();
        let found = list(&format!("{THREAT} = [0, 1, 0, 1]\n{NOISE} = [true, false, true, false]\n"));
        assert_eq!(found, (2, Some((-1.0, both.clone()))));
        let found = list(&format!("{THREAT} = [0, 1, 0, 1]\n{NOISE} = [true, false, false, true]\n"));
        assert_eq!(found, (4, Some((0.0, both))));
        assert_eq!(list(&format!("{THREAT} = [0, 1, 0]\n")), (2, None));
    }

    #[test]
    fn a_grid_has_no_correlation() {
        let axes = format!("{THREAT} = [0, 1, 2]\n{NOISE} = [true, false]\n\"run.rounds\" = \"1..4:1\"\n");
        let quality = made(&format!("[sweep.vary]\n{axes}")).quality();
        assert_eq!(quality.distinct, 24);
        assert!(quality.correlated.unwrap().size.abs() < 1e-12);
    }
}
