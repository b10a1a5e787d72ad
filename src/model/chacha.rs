//! The first words of many ChaCha8 streams at once (Bernstein 2008, ChaCha, a variant of Salsa20).
//!
//! The words are those of `rand_chacha`, which a test compares. The library makes four blocks of one stream at a time,
//! but most rows of a small world need a part of one block. Here every lane of a vector makes a block of its own, of
//! whichever stream, by the widest vectors of the processor. All widths give the same words. The bench `draws` shows what
//! this saves.

use pulp::NullaryFnOnce;

use super::vectors::widest;

/// The words of a block.
const BLOCK: usize = 16;
/// The number of blocks that are made together, one in each lane.
const LANES: usize = 16;
/// "expand 32-byte k"
const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// Fills `words` with the first words of the streams `first`, `first + 1` and so on: `count(stream)` of each, one stream
/// after the other. The counts must add up to the words.
pub(super) fn fill(key: [u32; 8], first: u64, count: impl Fn(u64) -> usize, mut words: &mut [u32]) {
    let mut blocks = [[0; LANES]; BLOCK];
    let (mut stream, mut counter, mut left) = (first, 0, count(first));
    while !words.is_empty() {
        let (mut streams, mut counters, mut lengths) = ([0; LANES], [0; LANES], [0; LANES]);
        let (mut lanes, mut taken) = (0, 0);
        while lanes < LANES && taken < words.len() {
            while left == 0 {
                (stream, counter) = (stream + 1, 0);
                left = count(stream);
            }
            let length = left.min(BLOCK);
            (streams[lanes], counters[lanes], lengths[lanes]) = (stream, counter, length);
            (lanes, counter) = (lanes + 1, counter + 1);
            (taken, left) = (taken + length, left - length);
        }
        widest(Blocks { key: &key, streams: &streams, counters: &counters, made: &mut blocks });
        for (lane, length) in lengths.into_iter().enumerate().take(lanes) {
            let (now, later) = words.split_at_mut(length);
            if let Ok(now) = <&mut [u32; BLOCK]>::try_from(&mut *now) {
                // Of known length, so without a loop.
                *now = std::array::from_fn(|k| blocks[k][lane]);
            } else {
                now.iter_mut().zip(&blocks).for_each(|(word, lanes)| *word = lanes[lane]);
            }
            words = later;
        }
    }
}

/// A block in each lane, word by word: the block of `rand_chacha` with this stream and counter.
struct Blocks<'a> {
    key: &'a [u32; 8],
    streams: &'a [u64; LANES],
    counters: &'a [u32; LANES],
    made: &'a mut [[u32; LANES]; BLOCK],
}

/// Mixes four words. They are variables and not an array, so that the compiler keeps them in registers.
macro_rules! quarter_round {
    ($($a:ident $b:ident $c:ident $d:ident),*) => { $(
        $a = $a.wrapping_add($b);
        $d = ($d ^ $a).rotate_left(16);
        $c = $c.wrapping_add($d);
        $b = ($b ^ $c).rotate_left(12);
        $a = $a.wrapping_add($b);
        $d = ($d ^ $a).rotate_left(8);
        $c = $c.wrapping_add($d);
        $b = ($b ^ $c).rotate_left(7);
    )* };
}

impl NullaryFnOnce for Blocks<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { key, streams, counters, made } = self;
        let (low, high) = (streams.map(|stream| stream as u32), streams.map(|stream| (stream >> 32) as u32));
        for lane in 0..LANES {
            let [c0, c1, c2, c3] = CONSTANTS;
            let [k0, k1, k2, k3, k4, k5, k6, k7] = *key;
            let (counter, low, high) = (counters[lane], low[lane], high[lane]);
            let [mut a0, mut a1, mut a2, mut a3] = [c0, c1, c2, c3];
            let [mut b0, mut b1, mut b2, mut b3] = [k0, k1, k2, k3];
            let [mut e0, mut e1, mut e2, mut e3] = [k4, k5, k6, k7];
            let [mut d0, mut d1, mut d2, mut d3] = [counter, 0, low, high];
            macro_rules! double_round {
                () => {
                    quarter_round!(a0 b0 e0 d0, a1 b1 e1 d1, a2 b2 e2 d2, a3 b3 e3 d3);
                    quarter_round!(a0 b1 e2 d3, a1 b2 e3 d0, a2 b3 e0 d1, a3 b0 e1 d2);
                };
            }
            // Written four times, because lanes become vectors only where the loop over them does not hold another.
            double_round!();
            double_round!();
            double_round!();
            double_round!();
            let mixed = [a0, a1, a2, a3, b0, b1, b2, b3, e0, e1, e2, e3, d0, d1, d2, d3];
            let start = [c0, c1, c2, c3, k0, k1, k2, k3, k4, k5, k6, k7, counter, 0, low, high];
            for k in 0..BLOCK {
                made[k][lane] = mixed[k].wrapping_add(start[k]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn words_are_those_of_the_library() {
        let seed: [u8; 32] = std::array::from_fn(|k| (37 * k + 11) as u8);
        let key = std::array::from_fn(|k| u32::from_le_bytes(std::array::from_fn(|byte| seed[4 * k + byte])));
        // Empty rows, rows of a part of a block, of whole blocks, and of more than all lanes hold.
        let counts = [0, 1, 15, 16, 17, 0, 0, 33, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 300, 0, 2];
        for first in [0, 7, u64::from(u32::MAX) - 9] {
            let mut words = vec![0; counts.iter().sum()];
            fill(key, first, |stream| counts[(stream - first) as usize], &mut words);
            let mut words = words.into_iter();
            for (stream, count) in (first..).zip(counts) {
                let mut library = ChaCha8Rng::from_seed(seed);
                library.set_stream(stream);
                assert!(words.by_ref().take(count).eq((0..count).map(|_| library.next_u32())), "stream {stream}");
            }
            assert_eq!(words.next(), None);
        }
    }
}
