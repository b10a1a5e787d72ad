//! Passes over pairs, a few at a time, by the widest vectors of the processor.
//!
//! The compiler makes vectors of a loop over lanes whose body is without branches and reads and writes arrays of the
//! length [`LANES`]. `vectors` picks the vectors that a pass is compiled for.

/// The pairs that are computed together.
pub(super) const LANES: usize = 8;

/// The cells of a column at `L` pairs.
#[inline(always)]
pub(super) fn lanes<T, const L: usize>(column: &[T], first: usize) -> &[T; L] {
    column[first..first + L].try_into().expect("a block has its length")
}

/// The blocks of some pairs: where each begins, and whether it is of [`LANES`] pairs or of one.
#[inline(always)]
pub(super) fn blocks(pairs: usize) -> impl Iterator<Item = (usize, bool)> {
    let whole = pairs / LANES * LANES;
    (0..whole).step_by(LANES).map(|first| (first, true)).chain((whole..pairs).map(|first| (first, false)))
}

/// Stores both sides of a column where both states are present.
#[inline(always)]
pub(super) fn store<T: Copy, const L: usize>(
    column: &mut [[T; 2]],
    first: usize,
    present: &[bool; L],
    low: &[T; L],
    high: &[T; L],
) {
    let column: &mut [[T; 2]; L] = (&mut column[first..first + L]).try_into().expect("a block has its length");
    if *present == [true; L] {
        for lane in 0..L {
            column[lane] = [low[lane], high[lane]];
        }
    } else {
        for lane in (0..L).filter(|&lane| present[lane]) {
            column[lane] = [low[lane], high[lane]];
        }
    }
}

/// A table of lanes: the fields of some rows of a struct, field by field.
macro_rules! in_lanes {
    ($(#[$doc:meta])* $name:ident of $of:ident { $($field:ident: $ty:ty),* $(,)? }) => {
        $(#[$doc])*
        struct $name<const L: usize> { $( $field: [$ty; L], )* }

        impl<const L: usize> $name<L> {
            #[inline(always)]
            fn read(all: &[$of], numbers: &[u32; L]) -> Self {
                let first = &all[numbers[0] as usize];
                if L > 1 && *numbers == [numbers[0]; L] {
                    // Within a row all have the same lower-numbered state.
                    return Self { $( $field: [first.$field; L], )* };
                }
                let them = numbers.map(|number| &all[number as usize]);
                Self { $( $field: them.map(|one| one.$field), )* }
            }

            #[inline(always)]
            #[allow(clippy::needless_update)] // some tables have every field
            fn at(&self, lane: usize) -> $of {
                $of { $( $field: self.$field[lane], )* ..$of::default() }
            }
        }
    };
}
pub(super) use in_lanes;
