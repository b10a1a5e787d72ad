//! Named, counted and portable randomness: one ChaCha8 stream per (seed, replicate, purpose, round, row).
//!
//! A row is a state, or a state with the pairs it begins. Within a row every slot takes the same number of 32-bit
//! words, needed or not. So switching a mechanism off does not move any draw. A state added at the end appends words to
//! each row and leaves the others unchanged.
//!
//! ```text
//! key    = seed (8 bytes) ‖ replicate (8) ‖ purpose (4) ‖ round (4) ‖ "takvin01"      all little-endian
//! stream = row
//! u      = word · 2⁻³²                                    uniform in [0, 1)
//! z      = √6 · (a + b − 1)                               triangular in ±√6, mean 0, sd 1
//!          a = (word >> 16) · 2⁻¹⁶,  b = ((word & 0xffff) xor 0x8000) · 2⁻¹⁶
//! z₁, z₂ = √6 · (a + b − 1) with a, b the two high and the two low bytes of (word xor 0x00808080) · 2⁻⁸
//! ```
//!
//! Equations as in docs/odd.md, section 7.12.
//! With noise off every word is 2³¹, hence u = 0.5 and z = 0. A triangular error is bounded and costs no logarithm.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::chacha;

/// The purposes of draws. Append only, because the number is part of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Errors of reports, two words a pair.
    Reports = 0,
    /// Flows of issues, a row a state.
    Issues = 1,
    /// Acts and instruments, two words a pair.
    Acts = 2,
    /// Disputes, three words a pair.
    Disputes = 3,
    /// Allies that join a war, a word per neighbour, in a separate row of the pair.
    Coalitions = 4,
    /// Noise of traditions and system, a row a state.
    Constitution = 5,
    /// Alliances, a word a pair.
    Alliances = 6,
    /// Synthetic worlds, drawn before round 1.
    Worlds = 7,
    /// Endings of wars, one row per pair at war; the return of a conquered state, in a separate row.
    Wars = 8,
    /// Removal of rulers, a row a state.
    Rulers = 9,
    /// Incidents to nationals abroad, a word a pair.
    Incidents = 10,
}

/// The source of all draws of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draws {
    seed: u64,
    replicate: u64,
    noise: bool,
}

/// The draws of one round.
#[derive(Clone, Copy, Debug)]
pub struct RoundDraws {
    draws: Draws,
    round: u32,
}

const MIDDLE: u32 = 1 << 31;
const SQRT_6: f64 = 2.449_489_742_783_178;

impl Draws {
    /// Draws keyed by the scenario's seed and the replicate's number. If `noise` is false, all draws are at their
    /// middle.
    pub fn new(seed: u64, replicate: u64, noise: bool) -> Self {
        Self { seed, replicate, noise }
    }

    /// The seed of the run.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The number of the replicate.
    pub fn replicate(&self) -> u64 {
        self.replicate
    }

    /// Returns true if chance is on.
    pub fn noisy(&self) -> bool {
        self.noise
    }

    /// The draws of one round.
    #[inline]
    pub fn of_round(&self, round: u32) -> RoundDraws {
        RoundDraws { draws: *self, round }
    }

    /// The first `count` draws of a row.
    pub fn row<'a>(&self, purpose: Purpose, round: u32, row: u64, count: usize, words: &'a mut Words) -> Drawn<'a> {
        words.fill(self.key(purpose, round), row..row + 1, |_| count);
        words.current(count)
    }

    fn key(&self, purpose: Purpose, round: u32) -> ([u32; 8], bool) {
        let halves = |long: u64| [long as u32, (long >> 32) as u32];
        let ([a, b], [c, d]) = (halves(self.seed), halves(self.replicate));
        let [e, f] = halves(u64::from_le_bytes(*b"takvin01"));
        ([a, b, c, d, purpose as u32, round, e, f], self.noise)
    }
}

impl RoundDraws {
    /// Returns true if chance is on.
    pub fn noisy(&self) -> bool {
        self.draws.noise
    }

    /// The first `count` draws of a row of this round.
    pub fn row<'a>(&self, purpose: Purpose, row: u64, count: usize, words: &'a mut Words) -> Drawn<'a> {
        self.draws.row(purpose, self.round, row, count, words)
    }

    /// The draws of the first of these rows of this round, and of as many of the others as are made together, one row after
    /// the other; and these rows.
    pub fn batch<'a>(
        &self,
        purpose: Purpose,
        rows: Range<usize>,
        count: impl Fn(usize) -> usize,
        words: &'a mut Words,
    ) -> (Range<usize>, Drawn<'a>) {
        let total = words
            .fill(self.draws.key(purpose, self.round), rows.start as u64..rows.end as u64, |row| count(row as usize));
        (rows.start..words.end as usize, words.current(total))
    }

    /// The draws of one of the rows of this round with numbers below `rows`, each with its `count` of draws. They are
    /// made many rows at a time, so ask for rows in their order.
    #[inline]
    pub fn next<'a>(
        &self,
        purpose: Purpose,
        row: usize,
        rows: usize,
        count: impl Fn(usize) -> usize,
        words: &'a mut Words,
    ) -> Drawn<'a> {
        let (key, row) = (self.draws.key(purpose, self.round), row as u64);
        let count = |row: u64| count(row as usize);
        if words.key != key || !(words.row..words.end).contains(&row) {
            words.fill(key, row..rows as u64, count);
        }
        while words.row < row {
            words.from += count(words.row);
            words.row += 1;
        }
        words.current(count(row))
    }
}

/// The words that are made at a time, unless a row has more.
pub(super) const TOGETHER: usize = 1024;

/// Rows of 32-bit words, a few at a time. The space is used again and again.
#[derive(Clone, Debug, Default)]
pub struct Words {
    drawn: Vec<u32>,
    /// The key of the rows that are there, and whether chance was on.
    key: ([u32; 8], bool),
    /// The row in use, and where it begins.
    row: u64,
    from: usize,
    /// The row after the last that is there.
    end: u64,
}

impl Words {
    /// Space for rows of at most `widest` words, so that no round allocates any.
    pub fn reserve(&mut self, widest: usize) {
        self.drawn.resize(widest.max(TOGETHER), MIDDLE);
    }

    /// Makes the first of these rows, and as many of the others as there is space for. Returns the number of words.
    fn fill(&mut self, key: ([u32; 8], bool), rows: Range<u64>, count: impl Fn(u64) -> usize) -> usize {
        (self.key, self.row, self.from, self.end) = (key, rows.start, 0, rows.start + 1);
        let mut total = count(rows.start);
        while self.end < rows.end && total + count(self.end) <= TOGETHER {
            total += count(self.end);
            self.end += 1;
        }
        if self.drawn.len() < total {
            self.drawn.resize(total, MIDDLE);
        }
        let words = &mut self.drawn[..total];
        if let (key, true) = key {
            chacha::fill(key, rows.start, count, words);
        } else {
            words.fill(MIDDLE);
        }
        total
    }

    #[inline]
    fn current(&self, count: usize) -> Drawn<'_> {
        Drawn(&self.drawn[self.from..self.from + count])
    }
}

/// The draws of a row. Those beyond its end are at their middle.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawn<'a>(&'a [u32]);

/// Uniform in [0, 1), from one word.
#[inline(always)]
pub(super) fn uniform_of(word: u32) -> f64 {
    f64::from(word) * (1.0 / 4_294_967_296.0)
}

/// Two triangular errors from one word, in steps of 0.01 standard deviations.
#[inline(always)]
pub(super) fn errors_of(word: u32) -> [f64; 2] {
    let bytes = word ^ 0x0080_8080;
    let pair = |high: u32, low: u32| SQRT_6 * (f64::from((high & 0xff) + (low & 0xff)) * (1.0 / 256.0) - 1.0);
    [pair(bytes >> 24, bytes >> 16), pair(bytes >> 8, bytes)]
}

impl<'a> Drawn<'a> {
    /// The words of each pair.
    #[inline]
    pub(super) fn rows<const N: usize>(self) -> &'a [[u32; N]] {
        self.0.as_chunks().0
    }

    #[inline]
    fn word(&self, at: usize) -> u32 {
        self.0.get(at).copied().unwrap_or(MIDDLE)
    }

    /// Uniform in [0, 1).
    #[inline]
    pub fn uniform(&self, at: usize) -> f64 {
        uniform_of(self.word(at))
    }

    /// Uniforms from an index on.
    #[inline(always)]
    pub fn uniforms<const N: usize>(&self, from: usize) -> [f64; N] {
        let words = self.0.get(from..).and_then(<[u32]>::first_chunk).unwrap_or(&[MIDDLE; N]);
        words.map(uniform_of)
    }

    /// Triangular with mean 0 and standard deviation 1, within ±√6.
    #[inline]
    pub fn error(&self, at: usize) -> f64 {
        let word = self.word(at);
        let halves = (word >> 16) + ((word & 0xffff) ^ 0x8000);
        SQRT_6 * (f64::from(halves) * (1.0 / 65536.0) - 1.0)
    }
}

#[cfg(test)]
impl Drawn<'static> {
    /// Every word at its middle, as without chance.
    pub(super) const MIDDLE: Self = Drawn(&[MIDDLE; 256]);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a row.
    fn row(draws: &Draws, count: usize) -> Vec<u32> {
        draws.row(Purpose::Acts, 7, 3, count, &mut Words::default()).0.to_vec()
    }

    #[test]
    fn first_draws_are_stable() {
        assert_eq!(row(&Draws::new(0, 1, true), 4), FIRST_WORDS);
    }
    const FIRST_WORDS: [u32; 4] = [3_662_180_198, 3_740_962_537, 3_567_593_533, 1_414_565_753];

    #[test]
    fn a_longer_row_begins_with_the_shorter() {
        let draws = Draws::new(5, 0, true);
        let (short, long) = (row(&draws, 8), row(&draws, 80));
        assert_eq!(short, long[..8]);
    }

    #[test]
    fn seeds_replicates_and_switching_noise_off_matter() {
        let base = row(&Draws::new(0, 0, true), 1);
        assert_ne!(base, row(&Draws::new(1, 0, true), 1));
        assert_ne!(base, row(&Draws::new(0, 1, true), 1));
        let still = row(&Draws::new(0, 0, false), 4);
        let still = Drawn(&still);
        assert!((0..4).all(|k| still.uniform(k) == 0.5 && still.error(k) == 0.0));
    }

    #[test]
    fn rows_made_together_are_those_made_alone() {
        let (draws, mut together) = (Draws::new(4, 2, true).of_round(9), Words::default());
        // Rows of 0 to 6 words, with some left out, and one of more than are made at a time.
        let count = |row: usize| if row == 500 { 2 * TOGETHER } else { row % 7 };
        for purpose in [Purpose::Acts, Purpose::Reports] {
            for row in (0..700).filter(|row| row % 5 != 2) {
                let together = draws.next(purpose, row, 700, count, &mut together).0;
                assert_eq!(together, draws.row(purpose, row as u64, count(row), &mut Words::default()).0, "row {row}");
            }
        }
        let (mut words, mut next) = (Words::default(), 0);
        while next < 700 {
            let (rows, drawn) = draws.batch(Purpose::Acts, next..700, count, &mut words);
            let alone = rows
                .clone()
                .flat_map(|row| draws.row(Purpose::Acts, row as u64, count(row), &mut Words::default()).0.to_vec());
            assert!(rows.start == next && alone.eq(drawn.0.iter().copied()), "rows {rows:?}");
            next = rows.end;
        }
        // A row that was left behind is made again, and words with chance are not taken for words without.
        let alone = draws.row(Purpose::Reports, 3, 3, &mut words).0.to_vec();
        assert_eq!(draws.next(Purpose::Reports, 3, 700, count, &mut together).0, alone);
        assert_eq!(draws.next(Purpose::Reports, 3, 700, count, &mut together).0, alone);
        let still = Draws::new(4, 2, false).of_round(9);
        assert_eq!(still.next(Purpose::Reports, 3, 700, count, &mut together).0, [MIDDLE; 3]);
    }

    #[test]
    fn errors_have_mean_0_and_sd_1() {
        let n = 40_000;
        let words = row(&Draws::new(9, 0, true), n);
        let words = Drawn(&words);
        let mean = (0..n).map(|k| words.error(k)).sum::<f64>() / n as f64;
        let var = (0..n).map(|k| (words.error(k) - mean).powi(2)).sum::<f64>() / n as f64;
        // Four standard errors: of the mean 4/√n, of the variance about 4·√(1.4/n).
        assert!(mean.abs() < 4.0 / (n as f64).sqrt(), "{mean}");
        assert!((var - 1.0).abs() < 4.0 * (1.4 / n as f64).sqrt(), "{var}");
    }

    #[test]
    fn words_by_hand() {
        let words = Drawn(&[0x4000_0000, 0xc000_0000, 0xffff_7fff]);
        assert_eq!([0, 1].map(|k| words.uniform(k)), [0.25, 0.75]);
        assert_eq!(words.uniform(3), 0.5); // beyond the end
        assert_eq!((words.uniforms(1), words.uniforms(2)), ([0.75], [0.5; 4]));
        // The halves 0x4000 and 0 xor 0x8000 add up to three quarters; the greatest word is at the end of the range.
        assert!((words.error(0) + 0.25 * SQRT_6).abs() < 1e-12);
        assert!((words.error(2) - SQRT_6 * (2.0 * 65535.0 / 65536.0 - 1.0)).abs() < 1e-12);
    }

    #[test]
    fn draws_know_their_seed_and_replicate() {
        let draws = Draws::new(7, 3, true);
        assert_eq!((draws.seed(), draws.replicate(), draws.noisy()), (7, 3, true));
    }

    #[test]
    fn two_errors_of_one_word_by_hand() {
        let errors = |bytes: [u8; 4]| errors_of(u32::from_le_bytes(bytes)).map(|error| error / SQRT_6);
        // Bytes from the lowest. The three lower ones count from their middle, the highest as it is.
        for (bytes, expected) in [
            ([0x00, 0x00, 0x00, 0x80], [0.0, 0.0]),
            ([0x80, 0x80, 0x80, 0x00], [-1.0, -1.0]),
            ([0xc0, 0x80, 0xc0, 0x40], [-0.5, -0.75]),
            ([0x80, 0x40, 0x00, 0xc0], [0.25, -0.25]),
        ] {
            for (error, expected) in errors(bytes).into_iter().zip(expected) {
                assert!((error - expected).abs() < 1e-12, "{bytes:?}: {error} and {expected}");
            }
        }
        assert!(Draws::new(1, 0, true).of_round(1).noisy() && !Draws::new(1, 0, false).of_round(1).noisy());
    }
}
