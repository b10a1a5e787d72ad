//! The draws of designs and of orders by chance.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// What draws are for. Append only, because the number is part of the key.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Trajectory = 0,
    Ties = 1,
    Dummy = 2,
}

/// Draws that depend on the seed, the purpose and a number alone.
///
/// ```text
/// key    = seed (8 bytes) ‖ purpose (8) ‖ 0 (8) ‖ "takvinsa"      little-endian;  stream = number
/// ```
pub(super) fn draws(seed: u64, purpose: Purpose, number: u64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[0..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&(purpose as u64).to_le_bytes());
    key[24..32].copy_from_slice(b"takvinsa");
    let mut draws = ChaCha8Rng::from_seed(key);
    draws.set_stream(number);
    draws
}

/// A number below `count`, with a bias below 2⁻³² · count; 0 if `count` is 0.
pub(super) fn below(draws: &mut ChaCha8Rng, count: usize) -> usize {
    ((u64::from(draws.next_u32()) * count as u64) >> 32) as usize
}

/// Puts items into a random order (Durstenfeld 1964, doi:10.1145/364520.364540).
pub(super) fn shuffle<T>(items: &mut [T], draws: &mut ChaCha8Rng) {
    for last in (1..items.len()).rev() {
        items.swap(last, below(draws, last + 1));
    }
}
