//! A part of a sweep: every so manieth point, so that parts cost about the same.

use std::fmt;
use std::str::FromStr;

/// A shard: of all points those whose number leaves a remainder.
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
    #[error("shards are numbered from 1 to {0}")]
    Range(u32),
}

impl Shard {
    /// All of it.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// Is it all of it?
    pub fn is_whole(self) -> bool {
        self.of == 1
    }

    /// Its points among so many.
    pub fn points(self, count: usize) -> impl Iterator<Item = usize> {
        (self.index as usize..count).step_by(self.of as usize)
    }

    /// Its point of that place.
    pub fn point(self, place: usize) -> usize {
        self.index as usize + place * self.of as usize
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
        assert_eq!(all[..4], [0, 3, 6, 9]);
        all.sort_unstable();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
        assert_eq!(Shard { index: 1, of: 3 }.point(2), 7);
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
