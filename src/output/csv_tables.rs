//! Tables as CSV: the shortest digits that read back the same, whole numbers without a decimal point, missing values
//! empty.

use std::borrow::Cow;

use super::digits::push_number;
use crate::record::{Field, Kind, Table};

/// Rows in memory that will be written to a table.
#[derive(Default)]
pub(crate) struct Rows {
    bytes: Vec<u8>,
}

impl Rows {
    /// Starts without rows.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A number as written in a cell: the shortest digits that read back the same, or nothing if it is missing.
    pub(crate) fn number(value: f64) -> Cow<'static, str> {
        if value.is_nan() { "".into() } else { format!("{}", value + 0.0).into() }
    }

    /// Adds a row, cell by cell.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cow<'static, str>>) {
        let start = self.bytes.len();
        cells.into_iter().for_each(|cell| push_word(&mut self.bytes, cell.as_bytes()));
        end_row(&mut self.bytes, start);
    }

    /// Adds the rows of a table. These cells replace the first `skipped` cells of each row.
    pub(crate) fn table(&mut self, lead: &[String], skipped: usize, table: &Table) {
        let columns: Vec<usize> = (skipped..table.fields().len()).collect();
        self.part(lead, table, &columns, |_| true);
    }

    /// Adds these cells and then these columns of the rows that `wanted` returns true for.
    pub(crate) fn part(&mut self, lead: &[String], table: &Table, columns: &[usize], wanted: impl Fn(&[f64]) -> bool) {
        let bytes = &mut self.bytes;
        let kinds: Vec<(usize, Kind)> = columns.iter().map(|&at| (at, table.fields()[at].kind)).collect();
        for row in table.rows().filter(|row| wanted(row)) {
            let start = bytes.len();
            for cell in lead {
                push_word(bytes, cell.as_bytes());
            }
            for (at, kind) in &kinds {
                push_cell(bytes, *kind, row[*at], table);
            }
            end_row(bytes, start);
        }
    }

    /// The bytes of the rows.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Adds a cell and a comma.
#[inline]
fn push_cell(bytes: &mut Vec<u8>, kind: Kind, value: f64, table: &Table) {
    match kind {
        _ if value.is_nan() => bytes.push(b','),
        Kind::Label => push_word(bytes, table.word(value).unwrap_or_default().as_bytes()),
        Kind::Number | Kind::Whole => {
            push_number(bytes, value);
            bytes.push(b',');
        }
    }
}

/// Adds a cell, in quotes if it needs them, and a comma.
pub(super) fn push_word(bytes: &mut Vec<u8>, word: &[u8]) {
    if word.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        bytes.push(b'"');
        for &byte in word {
            bytes.extend_from_slice(if byte == b'"' { b"\"\"" } else { std::slice::from_ref(&byte) });
        }
        bytes.push(b'"');
    } else {
        bytes.extend_from_slice(word);
    }
    bytes.push(b',');
}

/// Ends a row that began here: a line break in place of the last comma. A row of one empty cell is quoted, as it would
/// be an empty line.
pub(super) fn end_row(bytes: &mut Vec<u8>, start: usize) {
    bytes.truncate(bytes.len().saturating_sub(1).max(start));
    if bytes.len() == start {
        bytes.extend_from_slice(b"\"\"");
    }
    bytes.push(b'\n');
}

/// The header row of a table.
pub(crate) fn head(fields: &[Field]) -> Vec<u8> {
    let mut rows = Rows::new();
    rows.row(fields.iter().map(|field| field.name.clone()));
    rows.into_bytes()
}

/// The rows of a table, without the header row.
pub(crate) fn rows(table: &Table) -> Vec<u8> {
    let mut rows = Rows::new();
    rows.table(&[], 0, table);
    rows.into_bytes()
}

/// A whole table with its header row.
pub(crate) fn whole(table: &Table) -> Vec<u8> {
    let mut bytes = head(table.fields());
    bytes.extend(rows(table));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_shortest_whole_or_empty() {
        let fields = vec![Field::number("x", "", ""), Field::label("state", ""), Field::label("other", "")];
        let mut table = Table::new(fields.into(), vec!["A, \"B\"".to_owned(), "C".to_owned()].into());
        table.push([1946.0, 0.0, 1.0]);
        table.push([0.1 + 0.2, f64::NAN, f64::NAN]);
        table.push([-0.0, 1.0, f64::NAN]);
        table.push([f64::NAN, 1.0, 0.0]);
        let text = "1946,\"A, \"\"B\"\"\",C\n0.30000000000000004,,\n0,C,\n,C,\"A, \"\"B\"\"\"\n";
        assert_eq!(String::from_utf8(rows(&table)).unwrap(), text);
    }

    #[test]
    fn rows_are_as_the_csv_library_writes_them() {
        let words = ["", "a", " a", "a,b", "\"", "a\nb", "\r", "é\"", "#", "'"];
        let rows_of = |width: usize| words.windows(width).map(<[&str]>::to_vec);
        for row in (1..4).flat_map(rows_of) {
            let mut theirs = csv::Writer::from_writer(Vec::new());
            theirs.write_record(&row).unwrap();
            let mut ours = Rows::new();
            ours.row(row.iter().map(|word| (*word).into()));
            assert_eq!(ours.into_bytes(), theirs.into_inner().unwrap(), "{row:?}");
        }
    }
}
