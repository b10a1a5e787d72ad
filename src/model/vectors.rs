//! The vectors of the processor that passes are compiled for.
//!
//! pulp compiles a pass for each width, and picks one as the program runs. All widths give the same bits: a lane takes the
//! same steps as a number alone, and products and sums are never joined. So the choice moves time and nothing else. It
//! can be narrowed, to compare widths, and for tools that do not know the newest instructions.

use std::sync::atomic::{AtomicU8, Ordering};

use pulp::{Arch, NullaryFnOnce};

vocabulary! {
    /// The widest vectors that passes may use.
    #[derive(Default)]
    pub enum Vectors {
        /// Those that every processor of the platform has.
        Baseline = "baseline",
        /// AVX2 where there is such, else the baseline.
        Avx2 = "avx2",
        /// The widest that there are.
        #[default]
        Widest = "widest",
    }
}

/// The number of the widest vectors allowed.
static ALLOWED: AtomicU8 = AtomicU8::new(Vectors::Widest as u8);

/// Narrows the vectors of all passes of this process from now on.
pub fn allow(vectors: Vectors) {
    ALLOWED.store(vectors as u8, Ordering::Relaxed);
}

/// The vectors for a pass.
#[inline(always)]
fn chosen() -> Arch {
    match ALLOWED.load(Ordering::Relaxed) {
        allowed if allowed == Vectors::Widest as u8 => Arch::new(),
        #[cfg(target_arch = "x86_64")]
        allowed if allowed == Vectors::Avx2 as u8 => pulp::x86::V3::try_new().map_or(Arch::Scalar, Arch::V3),
        _ => Arch::Scalar,
    }
}

/// Runs a pass compiled for the widest vectors allowed. What it calls must be inlined in it.
#[inline(always)]
pub(super) fn widest<P: NullaryFnOnce>(pass: P) -> P::Output {
    chosen().dispatch(pass)
}
