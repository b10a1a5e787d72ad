//! A part of a sweep: of every so many points one, so that parts cost about the same.
//!
//! ```text
//! point p belongs to shard (p + ⌊p / N⌋) mod N
//! ```
//!
//! The second term moves the turn on with every round, so that a shard does not get the same value of the last axis of a
//! grid again and again.

use std::fmt;
use std::str::FromStr;

/// A shard: its number, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 0.
    pub index: u32,
    /// How many there are.
    pub of: u32,
}

/// A text is no shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShardError {
    /// It is not written as one.
    #[error("write a number and how many there are, as in 2/4")]
    Form,
    /// Its number is not among those that there are.
    #[error("of {0} shards the first is 1/{0} and the last {0}/{0}")]
    Range(u32),
}

impl Shard {
    /// All of it.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// The shard of a point, among so many.
    pub fn index_of(point: usize, of: u32) -> usize {
        (point + point / of as usize) % of as usize
    }

    /// Its points among so many, in order.
    pub fn points(self, count: usize) -> impl Iterator<Item = usize> {
        (0..=count / self.of as usize).map(move |place| self.point(place)).filter(move |point| *point < count)
    }

    /// Its point of that place.
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
