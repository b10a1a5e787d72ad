//! States and pairs by number, and which states can meet: the only file that turns a pair into an index.
//!
//! Pairs are unordered and stored by rows: row i holds the pairs (i, j) with j > i, in order of j. A pair has two
//! *sides*: side 0 is the lower-numbered state's view of and policy toward the other, side 1 the higher's.

use serde::{Deserialize, Serialize};

/// The number of a state: its index in the scenario file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StateId(pub u32);

/// The number of an unordered pair within reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PairId(pub u32);

impl StateId {
    /// The index into a column of states.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl PairId {
    /// The index into a column of pairs.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A pair as seen from one of its states: the other state, and the index of the pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The other state.
    pub other: StateId,
    /// The pair.
    pub pair: PairId,
    /// The side of the state that looks.
    pub side: usize,
}

/// The pairs of a world. They are fixed from the start of a run; `reach` may change during it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topology {
    row_starts: Vec<u32>,
    highs: Vec<u32>,
    link_starts: Vec<u32>,
    links: Vec<(u32, u32)>,
}

impl Topology {
    /// Makes the topology from pairs (low, high) with low < high, in any order and without repeats.
    pub fn new(states: usize, mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        let mut row_starts = vec![0u32; states + 1];
        let mut link_starts = vec![0u32; states + 1];
        for &(low, high) in &pairs {
            row_starts[low as usize + 1] += 1;
            link_starts[low as usize + 1] += 1;
            link_starts[high as usize + 1] += 1;
        }
        for i in 0..states {
            row_starts[i + 1] += row_starts[i];
            link_starts[i + 1] += link_starts[i];
        }
        let mut links = vec![(0, 0); 2 * pairs.len()];
        let mut next = link_starts.clone();
        // Pairs come sorted by (low, high), so each state's links come out sorted by the other state.
        for side in [1, 0] {
            for (pair, &(low, high)) in pairs.iter().enumerate() {
                let (me, other) = if side == 0 { (low, high) } else { (high, low) };
                links[next[me as usize] as usize] = (other, pair as u32);
                next[me as usize] += 1;
            }
        }
        Self { row_starts, highs: pairs.iter().map(|p| p.1).collect(), link_starts, links }
    }

    /// The number of state slots.
    pub fn states(&self) -> usize {
        self.row_starts.len() - 1
    }

    /// The number of pairs.
    pub fn pairs(&self) -> usize {
        self.highs.len()
    }

    /// The largest number of pairs in one row.
    pub fn widest_row(&self) -> usize {
        (0..self.states()).map(|i| self.row(i).len()).max().unwrap_or(0)
    }

    /// The pair numbers of row i.
    #[inline]
    pub fn row(&self, i: usize) -> std::ops::Range<usize> {
        self.row_starts[i] as usize..self.row_starts[i + 1] as usize
    }

    /// The higher-numbered state of a pair.
    #[inline]
    pub fn high(&self, pair: usize) -> usize {
        self.highs[pair] as usize
    }

    /// The higher-numbered states of row i, in order.
    #[inline]
    pub fn highs(&self, i: usize) -> &[u32] {
        &self.highs[self.row(i)]
    }

    /// The higher-numbered states of these pairs.
    #[inline]
    pub fn highs_of(&self, pairs: std::ops::Range<usize>) -> &[u32] {
        &self.highs[pairs]
    }

    /// The lower-numbered state of every pair.
    pub fn lows(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.states()).flat_map(|i| self.row(i).map(move |_| i as u32))
    }

    /// The pairs of some rows, which follow each other.
    #[inline]
    pub fn rows(&self, rows: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.row_starts[rows.start] as usize..self.row_starts[rows.end] as usize
    }

    /// Every pair as (pair, low, high).
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        (0..self.states()).flat_map(move |i| self.row(i).map(move |p| (p, i, self.high(p))))
    }

    /// The number of states that one state has pairs with.
    #[inline]
    pub fn degree(&self, i: usize) -> usize {
        (self.link_starts[i + 1] - self.link_starts[i]) as usize
    }

    /// The k-th pair of state i, in order of the other's number.
    #[inline]
    pub fn link(&self, i: usize, k: usize) -> Link {
        let (other, pair) = self.links[self.link_starts[i] as usize + k];
        Link { other: StateId(other), pair: PairId(pair), side: usize::from((other as usize) < i) }
    }

    /// The pairs of one state, by the other's number.
    #[inline]
    pub fn links(&self, i: usize) -> impl Iterator<Item = Link> + '_ {
        (0..self.degree(i)).map(move |k| self.link(i, k))
    }

    /// Every third state k with pairs to both i and j, in order: how k sees its pair with i, and with j.
    #[inline]
    pub fn thirds(&self, i: usize, j: usize) -> impl Iterator<Item = (StateId, Link, Link)> + '_ {
        let of = |me: usize| &self.links[self.link_starts[me] as usize..self.link_starts[me + 1] as usize];
        let (mine, theirs) = (of(i), of(j));
        let (mut a, mut b) = (0, 0);
        std::iter::from_fn(move || {
            loop {
                let (&(k, first), &(other, second)) = (mine.get(a)?, theirs.get(b)?);
                a += usize::from(k <= other);
                b += usize::from(other <= k);
                if k == other {
                    let seen = |of: usize, pair: u32| Link {
                        other: StateId(of as u32),
                        pair: PairId(pair),
                        side: usize::from(k as usize > of),
                    };
                    return Some((StateId(k), seen(i, first), seen(j, second)));
                }
            }
        })
    }

    /// The pair of two states, seen from `a`; `None` if neither reaches the other.
    #[inline]
    pub fn find(&self, a: StateId, b: StateId) -> Option<Link> {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        if low == high || high.index() >= self.states() {
            return None;
        }
        let row = self.row(low.index());
        let at = self.highs[row.clone()].binary_search(&high.0).ok()?;
        Some(Link { other: b, pair: PairId((row.start + at) as u32), side: usize::from(a > b) })
    }
}

/// Pairs with both states in the world.
#[inline]
pub(super) fn present<'a>(
    topology: &'a Topology,
    present: &'a [bool],
) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
    topology.iter().filter(|&(_, i, j)| present[i] && present[j])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_from_both_sides() {
        let t = Topology::new(4, vec![(2, 3), (0, 2), (0, 1)]);
        assert_eq!(t.pairs(), 3);
        let from_low = t.find(StateId(0), StateId(2)).unwrap();
        let from_high = t.find(StateId(2), StateId(0)).unwrap();
        assert_eq!(from_low.pair, from_high.pair);
        assert_eq!((from_low.side, from_high.side), (0, 1));
        assert_eq!(t.find(StateId(1), StateId(3)), None);
        assert_eq!(t.find(StateId(1), StateId(1)), None);
        let others: Vec<u32> = t.links(2).map(|l| l.other.0).collect();
        assert_eq!(others, [0, 3]);
        let t = Topology::new(4, vec![(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)]);
        let thirds: Vec<(u32, usize, usize)> = t.thirds(0, 3).map(|(k, a, b)| (k.0, a.side, b.side)).collect();
        assert_eq!(thirds, [(1, 1, 0), (2, 1, 0)]);
        for (pair, low, high) in t.iter() {
            let link = t.find(StateId(low as u32), StateId(high as u32)).unwrap();
            assert_eq!(link.pair.index(), pair);
        }
    }

    #[test]
    fn rows_have_the_higher_numbered_states_in_order() {
        let t = Topology::new(4, vec![(2, 3), (0, 2), (0, 1)]);
        assert_eq!((t.highs(0), t.highs(1), t.highs(2)), (&[1, 2][..], &[][..], &[3][..]));
        assert_eq!((t.row(0), t.row(2), t.high(1)), (0..2, 2..3, 2));
        assert_eq!([0, 1, 2, 3].map(|i| t.degree(i)), [2, 1, 2, 1]);
        assert_eq!((t.states(), t.widest_row()), (4, 2));
        assert_eq!((t.rows(0..2), t.rows(1..4), t.rows(2..2)), (0..2, 2..3, 2..2));
        assert_eq!((t.lows().collect::<Vec<_>>(), t.highs_of(1..3)), (vec![0, 0, 2], &[2, 3][..]));
    }
}
