"""The random words of takvin in NumPy: the first words of many ChaCha8 streams at once.

    key    = seed (8 bytes) | replicate (8) | purpose (4) | round (4) | "takvin01"      all little-endian
    stream = row
    u      = word / 2**32
    z      = sqrt(6) (a + b - 1)      a, b: the high and the low half of the word, the low one with its top bit turned

docs/odd.md, section 7.12. One call makes the blocks of all purposes of a round, so that NumPy works on long arrays.
"""

import numpy as np

REPORTS, ISSUES, ACTS, DISPUTES, COALITIONS, CONSTITUTION, ALLIANCES, WORLDS, WARS, RULERS, INCIDENTS = range(11)
BLOCK = 16
MIDDLE = np.uint32(1 << 31)
SQRT_6 = 2.449489742783178
CONSTANTS = np.array([0x61707865, 0x3320646E, 0x79622D32, 0x6B206574], np.uint32)
TAG = int.from_bytes(b"takvin01", "little")


def halves(long):
    """The low and the high 32 bits of a number."""
    return long & 0xFFFFFFFF, long >> 32


def key(seed, replicate, purpose, round_):
    """The eight words of a key."""
    return [*halves(seed), *halves(replicate), purpose, round_, *halves(TAG)]


def blocks(keys, streams, counters):
    """The blocks with these keys (8 by blocks), streams and counters: an array of blocks by 16 words."""
    start = np.empty((16, len(streams)), np.uint32)
    start[:4] = CONSTANTS[:, None]
    start[4:12] = keys
    start[12], start[13] = counters, 0
    start[14], start[15] = streams & 0xFFFFFFFF, streams >> 32
    # Each row of four words is one operand of four quarter rounds at a time.
    a, b, c, d = (start[4 * k:4 * k + 4].copy() for k in range(4))
    for _ in range(4):
        quarter_rounds(a, b, c, d)
        # Diagonals become columns, and back.
        b, c, d = b[[1, 2, 3, 0]], c[[2, 3, 0, 1]], d[[3, 0, 1, 2]]
        quarter_rounds(a, b, c, d)
        b, c, d = b[[3, 0, 1, 2]], c[[2, 3, 0, 1]], d[[1, 2, 3, 0]]
    return (np.concatenate([a, b, c, d]) + start).T


def quarter_rounds(a, b, c, d):
    """Four quarter rounds, in place."""
    for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        x += y
        z ^= x
        low = z >> np.uint32(32 - turn)
        z <<= np.uint32(turn)
        z |= low


def uniform(words):
    """Uniform in [0, 1)."""
    return words * (1.0 / 4294967296.0)


def error(words):
    """Triangular with mean 0 and standard deviation 1."""
    parts = (words >> np.uint32(16)) + ((words & np.uint32(0xFFFF)) ^ np.uint32(0x8000))
    return SQRT_6 * (parts * (1.0 / 65536.0) - 1.0)


def errors(words):
    """Two coarser errors from one word."""
    words = words ^ np.uint32(0x00808080)
    byte = [(words >> np.uint32(shift)) & np.uint32(0xFF) for shift in (24, 16, 8, 0)]
    return [SQRT_6 * ((byte[k] + byte[k + 1]) * (1.0 / 256.0) - 1.0) for k in (0, 2)]


def rows(seed, replicate, purpose, round_, streams, count):
    """The first `count` words of some streams, one row each."""
    streams = np.asarray(streams, np.uint64)
    each = -(-count // BLOCK)
    words = blocks(
        np.array(key(seed, replicate, purpose, round_), np.uint32)[:, None],
        np.repeat(streams, each), np.tile(np.arange(each, dtype=np.uint32), len(streams)))
    return words.reshape(len(streams), each * BLOCK)[:, :count]


class Draws:
    """All words of a round, for a world in which every two states form a pair."""

    # Words a pair in the row of its lower state, and words a state.
    PAIRS = {REPORTS: 2, ACTS: 2, DISPUTES: 3, ALLIANCES: 1, INCIDENTS: 1}
    STATES = {ISSUES: 120, CONSTITUTION: 5, RULERS: 1}

    def __init__(self, seed, replicate, noise, count):
        self.seed, self.replicate, self.noise, self.count = seed, replicate, noise, count
        low, high = self.low, self.high = np.triu_indices(count, 1)
        purposes, streams, counters = [], [], []
        self.at, self.directed, made = {}, {}, 0
        for purpose, each in (self.PAIRS | self.STATES).items():
            lengths = [each * (count - 1 - i) if purpose in self.PAIRS else each for i in range(count)]
            first = []
            for i, length in enumerate(lengths):
                first.append(made * BLOCK)
                many = -(-length // BLOCK)
                purposes += [purpose] * many
                streams += [i] * many
                counters += range(many)
                made += many
            first = np.array(first)
            if purpose in self.PAIRS:
                self.at[purpose] = first[low] + each * (high - low - 1)
            else:
                self.at[purpose] = first[:, None] + np.arange(each)
            if each == 2 and purpose in self.PAIRS:
                # One word a side: a matrix of who looks and at whom.
                matrix = np.zeros((count, count), np.intp)
                matrix[low, high], matrix[high, low] = self.at[purpose], self.at[purpose] + 1
                self.directed[purpose] = matrix
        self.streams, self.counters = np.array(streams, np.uint64), np.array(counters, np.uint32)
        self.keys = np.array(key(seed, replicate, 0, 0), np.uint32)[:, None].repeat(made, 1)
        self.keys[4] = purposes
        self.words = np.full(made * BLOCK, MIDDLE)

    def begin(self, round_):
        """Makes the words of a round."""
        self.round = round_
        if self.noise:
            self.keys[5] = round_
            self.words = blocks(self.keys, self.streams, self.counters).reshape(-1)

    def of_sides(self, purpose):
        """A matrix of words: row i, column j is the word of i toward j."""
        return self.words[self.directed[purpose]]

    def of_pairs(self, purpose, k=0):
        """Word k of every pair, by the lower state, then the higher."""
        return self.words[self.at[purpose] + k]

    def of_states(self, purpose):
        """A row of words for each state."""
        return self.words[self.at[purpose]]

    def of_rows(self, purpose, streams, count):
        """Rows that only some rounds need: wars, returns and coalitions."""
        if not self.noise:
            return np.full((len(streams), count), MIDDLE)
        return rows(self.seed, self.replicate, purpose, self.round, streams, count)
