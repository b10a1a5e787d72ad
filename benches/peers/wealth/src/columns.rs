//! In the style of takvin: a column of wealth, and a row of random words for each round.

use std::time::Instant;

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

use super::{Timed, receiver};

/// Runs the model.
pub(super) fn run(agents: usize, rounds: usize) -> Timed {
    let (mut wealth, mut words) = (vec![1u32; agents], vec![0u8; 4 * agents]);
    let start = Instant::now();
    for round in 0..rounds {
        let mut stream = ChaCha8Rng::from_seed([7; 32]);
        stream.set_stream(round as u64);
        stream.fill_bytes(&mut words);
        for (giver, word) in words.as_chunks().0.iter().enumerate() {
            let to = receiver(u32::from_le_bytes(*word), giver, agents);
            let gift = u32::from(wealth[giver] > 0);
            wealth[giver] -= gift;
            wealth[to] += gift;
        }
    }
    Timed::since(start, wealth)
}
