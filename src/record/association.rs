//! The two columns with the strongest association.

use super::statistics::correlation;

/// Two axes with a correlation above this are called confounded: their effects cannot be separated well.
pub(crate) const CONFOUNDED: f64 = 0.3;
/// With more products than this, correlations are not computed, because it takes too long.
const MOST: u64 = 2_000_000_000;

/// A column with one value per row.
pub(crate) enum Column<'a> {
    /// Numbers, or other values with an order.
    Numbers(&'a [f64]),
    /// Indices of words, from 0.
    Words(&'a [f64]),
}

/// Spearman's rank correlation of the two columns with the strongest association, and their indices. Each word counts
/// as a separate switch. Returns `None` if no two columns vary, or if there are too many values.
pub(crate) fn strongest(columns: &[Column<'_>]) -> Option<(f64, usize, usize)> {
    let parts: Vec<Vec<Vec<f64>>> = columns.iter().map(Column::parts).collect();
    let wide = parts.iter().map(Vec::len).sum::<usize>() as u64;
    let rows = parts.iter().flatten().map(Vec::len).max().unwrap_or(0) as u64;
    if wide.saturating_mul(wide).saturating_mul(rows) > MOST {
        return None;
    }
    let mut found: Option<(f64, usize, usize)> = None;
    for (b, of_b) in parts.iter().enumerate() {
        for (a, of_a) in parts[..b].iter().enumerate() {
            for size in of_a.iter().flat_map(|x| of_b.iter().map(|y| correlation(x, y))) {
                // Of several that differ only by rounding the first is kept.
                if size.abs() > found.map_or(-1.0, |(there, ..)| there.abs() + 1e-9) {
                    found = Some((size, a, b));
                }
            }
        }
    }
    found
}

impl Column<'_> {
    fn parts(&self) -> Vec<Vec<f64>> {
        match self {
            Self::Numbers(values) => vec![ranks(values)],
            Self::Words(places) => {
                let count = places.iter().copied().fold(-1.0, f64::max) as i64 + 1;
                let is = |word: i64| places.iter().map(|place| f64::from(u8::from(*place == word as f64))).collect();
                (0..count).map(is).collect()
            }
        }
    }
}

/// Ranks from 1. Equal values share their mean rank.
pub(crate) fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut rest = &order[..];
    let mut before = 0;
    while let Some(&first) = rest.first() {
        let equal = rest.iter().take_while(|&&at| values[at].total_cmp(&values[first]).is_eq()).count();
        rest[..equal].iter().for_each(|&at| ranks[at] = before as f64 + (equal + 1) as f64 / 2.0);
        before += equal;
        rest = &rest[equal..];
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::Column::{Numbers, Words};
    use super::*;

    #[test]
    fn equal_values_share_their_rank() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        assert!(ranks(&[]).is_empty());
    }

    #[test]
    fn the_two_that_go_together_most_are_found() {
        let (x, y, z) = ([0.0, 1.0, 0.0, 1.0], [1.0, 1.0, 0.0, 0.0], [0.01, 100.0, 0.02, 50.0]);
        assert_eq!(strongest(&[Numbers(&x), Numbers(&y)]), Some((0.0, 0, 1)));
        // Ranks 1, 4, 2, 3 against 1.5, 3.5, 1.5, 3.5: 2 / √5.
        let (size, a, b) = strongest(&[Numbers(&x), Numbers(&y), Numbers(&z)]).unwrap();
        assert!((size - 2.0 / 5f64.sqrt()).abs() < 1e-12 && (a, b) == (0, 2));
        assert_eq!(strongest(&[Numbers(&x)]), None);
        assert_eq!(strongest(&[Numbers(&x), Numbers(&[1.0; 4])]), None, "the second column does not vary");
    }

    #[test]
    fn words_are_compared_one_by_one() {
        let (words, numbers) = ([0.0, 1.0, 2.0, 0.0, 1.0, 2.0], [0.0, 5.0, 0.0, 0.0, 5.0, 0.0]);
        let (size, ..) = strongest(&[Words(&words), Numbers(&numbers)]).unwrap();
        assert!((size - 1.0).abs() < 1e-12, "5 always occurs with the second word");
    }
}
