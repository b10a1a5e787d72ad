//! A shard of a sweep: one point of every N, so that shards cost about the same.
//!
//! ```text
//! point p belongs to shard (p + ⌊p / N⌋) mod N
//! ```
//!
//! The second term shifts the choice in every round of N points. Otherwise a shard of a grid could always get the same
//! value of the last axis.

use std::fmt;
use std::str::FromStr;

/// A shard: its index and the number of shards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// The index, from 0.
    pub index: u32,
    /// The number of shards.
    pub of: u32,
}

/// A text that does not name a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShardError {
    /// It does not have the form `2/4`.
    #[error("write the number of the shard and the number of shards, as in 2/4")]
    Form,
    /// The number of the shard is out of range.
    #[error("of {0} shards the first is 1/{0} and the last {0}/{0}")]
    Range(u32),
}

impl Shard {
    /// The only shard of a sweep that is not split.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// The shard of a point, for this number of shards.
    pub fn index_of(point: usize, of: u32) -> usize {
        (point + point / of as usize) % of as usize
    }

    /// Its points, for this total number of points, in order.
    pub fn points(self, count: usize) -> impl Iterator<Item = usize> {
        (0..=count / self.of as usize).map(move |place| self.point(place)).filter(move |point| *point < count)
    }

    /// Its point at this index.
    pub fn point(self, place: usize) -> usize {
        let (index, of) = (self.index as usize, self.of as usize);
        place * of + (index + of - place % of) % of
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let (index, of) = text.split_once('/').ok_or(ShardError::Form)?;
        let number = |text: &str| text.trim().parse::<u32>().map_err(|_| ShardError::Form);
        let (index, of) = (number(index)?, number(of)?);
        if of == 0 || index == 0 || index > of {
            return Err(if of == 0 { ShardError::Form } else { ShardError::Range(of) });
        }
        Ok(Self { index: index - 1, of })
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index + 1, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_take_turns_and_miss_no_point() {
        let mut all: Vec<usize> = (0..3).flat_map(|index| Shard { index, of: 3 }.points(10)).collect();
        assert_eq!(all[..4], [0, 5, 7, 9]);
        for index in 0..3 {
            for (place, point) in (Shard { index, of: 3 }).points(10).enumerate() {
                assert_eq!((Shard { index, of: 3 }.point(place), Shard::index_of(point, 3)), (point, index as usize));
            }
        }
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn a_shard_is_written_as_it_is_read() {
        assert_eq!("2/4".parse::<Shard>().unwrap().to_string(), "2/4");
        for (text, error) in [("0/4", ShardError::Range(4)), ("5/4", ShardError::Range(4)), ("1/0", ShardError::Form)] {
            assert_eq!(text.parse::<Shard>(), Err(error), "{text}");
        }
        for text in ["", "1", "a/b", "-1/4", "1/4/2", "1.5/4"] {
            assert_eq!(text.parse::<Shard>(), Err(ShardError::Form), "{text}");
        }
    }
}
