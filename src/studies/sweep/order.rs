//! The order in which points are run. The first points are spread over the whole space, so that a stopped sweep covers
//! it.
//!
//! ```text
//! the k-th point run is point (k · s) mod n        s: the smallest integer from 0.618 · n on that is coprime to n
//! ```
//!
//! Steps of the golden ratio leave the smallest gaps (the three-distance theorem, Sós 1958).

/// All numbers below a limit, in an order in which the first few are spread over the whole range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spread {
    limit: u64,
    step: u64,
    /// The inverse of the step.
    back: u64,
}

impl Spread {
    pub(super) fn new(limit: u64) -> Self {
        let golden = (limit as f64 * 0.618_033_988_749_894_9) as u64;
        let step = (golden.max(1)..=limit).find(|step| divisor(*step, limit) == 1).unwrap_or(1);
        Self { limit, step, back: inverse(step, limit) }
    }

    /// The number at a position of the order.
    pub(super) fn at(self, place: u64) -> u64 {
        times(place, self.step, self.limit)
    }

    /// The position of a number in the order.
    pub(super) fn place_of(self, number: u64) -> u64 {
        times(number, self.back, self.limit)
    }
}

fn times(a: u64, b: u64, limit: u64) -> u64 {
    ((u128::from(a) * u128::from(b)) % u128::from(limit.max(1))) as u64
}

fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// The number that gives 1 when multiplied by `step`, by Euclid's algorithm.
fn inverse(step: u64, limit: u64) -> u64 {
    let limit = i128::from(limit.max(1));
    let (mut before, mut rest) = ((limit, 0i128), (i128::from(step), 1i128));
    while rest.0 > 1 {
        let whole = before.0 / rest.0;
        (before, rest) = (rest, (before.0 - whole * rest.0, before.1 - whole * rest.1));
    }
    rest.1.rem_euclid(limit) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_once_and_the_first_ones_are_spread() {
        for limit in [1, 2, 3, 4, 10, 97, 1000] {
            let spread = Spread::new(limit);
            let mut all: Vec<u64> = (0..limit).map(|place| spread.at(place)).collect();
            assert!((0..limit).all(|place| spread.place_of(all[place as usize]) == place), "{limit}");
            if limit == 1000 {
                let first: Vec<u64> = all[..8].iter().map(|number| number / 250).collect();
                assert!((0..4).all(|quarter| first.contains(&quarter)), "{first:?}");
            }
            all.sort_unstable();
            assert_eq!(all, (0..limit).collect::<Vec<_>>());
        }
    }
}
