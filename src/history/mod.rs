//! History: the record of real years, and what holds a run against it.
//!
//! [`load`] reads a directory of data by a column map into a [`Panel`], and [`patterns`] measures the regularities of a
//! panel, whether it comes from the record or from a run.

mod columns;
mod derived;
mod error;
mod load;
mod panel;
pub mod patterns;
mod read;
mod variables;
pub mod world;

pub use error::HistoryError;
pub use load::{Loaded, load};
pub use panel::{Panel, Rows};
pub use variables::{OF_PAIRS, OF_STATES, Variable};

/// The first names of a list, and the number of the others.
fn shortened(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        others => format!("{shown} and {others} others"),
    }
}
