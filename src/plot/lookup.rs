//! The meaning of the words of a table, looked up once for all its rows.

use crate::record::Table;

/// The meaning of each word of a table, by its number.
pub(super) fn by_word<T>(table: &Table, of: impl Fn(&str) -> Option<T>) -> Vec<Option<T>> {
    table.words().iter().map(|word| of(word)).collect()
}

/// The meaning of the word of a cell.
pub(super) fn at_word<T: Copy>(all: &[Option<T>], cell: f64) -> Option<T> {
    if cell.is_nan() { None } else { *all.get(cell as usize)? }
}
