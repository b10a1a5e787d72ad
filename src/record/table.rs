//! A table in memory: declared columns, rows of numbers, and a dictionary for the columns that hold words.

use std::borrow::Cow;
use std::sync::Arc;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Whole numbers that name or count: runs and rounds.
    Whole,
    /// Words, by their place in the table's dictionary.
    Label,
}

/// A column: name, unit and meaning, declared once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name, as the first line of the file has it.
    pub name: Cow<'static, str>,
    /// Unit, in words.
    pub unit: Cow<'static, str>,
    /// Meaning, one sentence.
    pub meaning: Cow<'static, str>,
    /// What the cells are.
    pub kind: Kind,
    /// The words that a column of words may hold; empty if it may hold any.
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

    /// A column of whole numbers that name or count.
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
    /// No rows yet.
    pub fn new(fields: Arc<[Field]>, labels: Arc<[String]>) -> Self {
        Self { fields, labels, cells: Vec::new() }
    }

    /// The columns.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.cells.len() / self.fields.len().max(1)
    }

    /// No rows?
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Every row, in order.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.cells.chunks_exact(self.fields.len().max(1))
    }

    /// Adds a row, which has a cell for every column.
    pub fn push(&mut self, row: impl IntoIterator<Item = f64>) {
        self.cells.extend(row);
        debug_assert_eq!(self.cells.len() % self.fields.len().max(1), 0, "a row has a cell for every column");
    }

    /// Place of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// A cell, by the places of its row and column.
    pub fn cell(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.fields.len() + column]
    }

    /// The cells of one column, from the first row to the last; nothing where there is no such column.
    pub fn column(&self, name: &str) -> impl Iterator<Item = f64> + '_ {
        self.position(name).into_iter().flat_map(move |at| self.rows().map(move |row| row[at]))
    }

    /// The dictionary of the columns that hold words.
    pub fn words(&self) -> &[String] {
        &self.labels
    }

    /// The word that a cell of a column of words stands for; none where the cell is missing.
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
