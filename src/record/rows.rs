//! A table in the making, whose words are numbered as they arrive.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Field, Table};

/// The rows of a table as they arrive: words first, then numbers.
pub(crate) struct Rows {
    fields: Vec<Field>,
    words: Vec<String>,
    numbers: BTreeMap<String, usize>,
    cells: Vec<Vec<f64>>,
}

impl Rows {
    /// Starts without rows.
    pub(crate) fn new(fields: Vec<Field>) -> Self {
        Self { fields, words: Vec::new(), numbers: BTreeMap::new(), cells: Vec::new() }
    }

    /// Adds a row: its words, then its numbers.
    pub(crate) fn push(&mut self, words: &[&str], numbers: impl IntoIterator<Item = f64>) {
        let mut row: Vec<f64> = words.iter().map(|word| self.number_of(word)).collect();
        row.extend(numbers);
        debug_assert_eq!(row.len(), self.fields.len(), "one cell per column");
        self.cells.push(row);
    }

    /// The number of a word. An empty word is a missing cell.
    fn number_of(&mut self, word: &str) -> f64 {
        if word.is_empty() {
            return f64::NAN;
        }
        if let Some(number) = self.numbers.get(word) {
            return *number as f64;
        }
        self.numbers.insert(word.to_owned(), self.words.len());
        self.words.push(word.to_owned());
        (self.words.len() - 1) as f64
    }

    /// The table.
    pub(crate) fn table(self) -> Table {
        let mut table = Table::new(self.fields.into(), Arc::from(self.words));
        self.cells.into_iter().for_each(|row| table.push(row));
        table
    }
}
