//! A table in memory: declared columns, rows of numbers, and a dictionary for the columns of words.

use std::borrow::Cow;
use std::sync::Arc;

/// The type of a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Whole numbers: runs, rounds and counts.
    Whole,
    /// Words, by their index in the table's dictionary.
    Label,
}

/// A column: name, unit and meaning, declared once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name in the header row of the file.
    pub name: Cow<'static, str>,
    /// The unit, in words.
    pub unit: Cow<'static, str>,
    /// The meaning, in one sentence.
    pub meaning: Cow<'static, str>,
    /// The type of the cells.
    pub kind: Kind,
    /// The words allowed in a column of words; empty if any word is allowed.
    pub vocabulary: &'static [&'static str],
}

impl Field {
    /// A column of numbers.
    pub fn number(
        name: impl Into<Cow<'static, str>>,
        unit: impl Into<Cow<'static, str>>,
        meaning: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { name: name.into(), unit: unit.into(), meaning: meaning.into(), kind: Kind::Number, vocabulary: &[] }
    }

    /// A column of whole numbers.
    pub fn whole(
        name: impl Into<Cow<'static, str>>,
        unit: impl Into<Cow<'static, str>>,
        meaning: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { kind: Kind::Whole, ..Self::number(name, unit, meaning) }
    }

    /// A column of words.
    pub fn label(name: impl Into<Cow<'static, str>>, meaning: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: Kind::Label, ..Self::number(name, "name", meaning) }
    }

    /// A column of words from a fixed vocabulary.
    pub fn word(
        name: impl Into<Cow<'static, str>>,
        meaning: impl Into<Cow<'static, str>>,
        vocabulary: &'static [&'static str],
    ) -> Self {
        Self { vocabulary, ..Self::label(name, meaning) }
    }
}

/// Rows of cells. A missing value is NaN here and an empty cell on disk.
#[derive(Clone, Debug)]
pub struct Table {
    fields: Arc<[Field]>,
    labels: Arc<[String]>,
    cells: Vec<f64>,
}

impl Table {
    /// A table without rows.
    pub fn new(fields: Arc<[Field]>, labels: Arc<[String]>) -> Self {
        Self { fields, labels, cells: Vec::new() }
    }

    /// The columns.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.cells.len() / self.fields.len().max(1)
    }

    /// Returns true if the table does not have rows.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Every row, in order.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.cells.chunks_exact(self.fields.len().max(1))
    }

    /// Every cell, row by row.
    pub(crate) fn cells(&self) -> &[f64] {
        &self.cells
    }

    /// Adds a row with one cell for every column.
    pub fn push(&mut self, row: impl IntoIterator<Item = f64>) {
        self.cells.extend(row);
        debug_assert_eq!(self.cells.len() % self.fields.len().max(1), 0, "a row must have one cell for every column");
    }

    /// The index of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// A cell, by the indices of its row and column.
    pub fn cell(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.fields.len() + column]
    }

    /// The cells of one column, from the first row to the last. Returns `None` if the column does not exist.
    pub fn column(&self, name: &str) -> impl Iterator<Item = f64> + '_ {
        self.position(name).into_iter().flat_map(move |at| self.rows().map(move |row| row[at]))
    }

    /// The dictionary of the columns of words.
    pub fn words(&self) -> &[String] {
        &self.labels
    }

    /// The word of a cell in a column of words; `None` if the cell is missing.
    pub fn word(&self, cell: f64) -> Option<&str> {
        if cell.is_nan() { None } else { self.labels.get(cell as usize).map(String::as_str) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_and_words_by_number() {
        let fields: Arc<[Field]> = vec![Field::label("state", "who"), Field::number("x", "share", "what")].into();
        let mut table = Table::new(fields, vec!["A".to_owned(), "B".to_owned()].into());
        table.push([1.0, 0.25]);
        table.push([f64::NAN, 0.5]);
        assert_eq!(table.len(), 2);
        assert_eq!(table.column("x").collect::<Vec<_>>(), [0.25, 0.5]);
        assert_eq!(table.column("y").count(), 0);
        let words: Vec<_> = table.column("state").map(|cell| table.word(cell)).collect();
        assert_eq!(words, [Some("B"), None]);
    }
}
