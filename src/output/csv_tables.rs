//! Tables as CSV: the shortest digits that read back the same, whole numbers without a decimal point, missing values
//! empty.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::record::{Field, Kind, Table};

/// Rows in memory that will be written to a table.
pub(crate) struct Rows {
    writer: csv::Writer<Vec<u8>>,
    cell: String,
}

impl Default for Rows {
    fn default() -> Self {
        Self::new()
    }
}

impl Rows {
    /// Starts without rows.
    pub(crate) fn new() -> Self {
        Self { writer: csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()), cell: String::new() }
    }

    /// A number as written in a cell: the shortest digits that read back the same, or nothing if it is missing.
    pub(crate) fn number(value: f64) -> Cow<'static, str> {
        if value.is_nan() { "".into() } else { format!("{}", value + 0.0).into() }
    }

    /// Adds a row, cell by cell.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = Cow<'static, str>>) {
        let mut written = cells.into_iter().try_for_each(|cell| self.writer.write_field(cell.as_bytes()));
        written = written.and_then(|()| self.writer.write_record(None::<&[u8]>));
        debug_assert!(written.is_ok(), "writing to memory cannot fail");
    }

    /// Adds the rows of a table. These cells replace the first `skipped` cells of each row.
    pub(crate) fn table(&mut self, lead: &[String], skipped: usize, table: &Table) {
        for row in table.rows() {
            let mut written = lead.iter().try_for_each(|cell| self.writer.write_field(cell));
            for (field, &value) in table.fields().iter().zip(row).skip(skipped) {
                self.cell.clear();
                write_cell(&mut self.cell, field.kind, value, table);
                written = written.and_then(|()| self.writer.write_field(&self.cell));
            }
            written = written.and_then(|()| self.writer.write_record(None::<&[u8]>));
            debug_assert!(written.is_ok(), "writing to memory cannot fail");
        }
    }

    /// The bytes of the rows.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        // Writing to memory cannot fail.
        self.writer.into_inner().unwrap_or_default()
    }
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

fn write_cell(cell: &mut String, kind: Kind, value: f64, table: &Table) {
    if value.is_nan() {
        return;
    }
    // Adding 0 turns negative zero into zero.
    let result = match kind {
        Kind::Number | Kind::Whole => write!(cell, "{}", value + 0.0),
        Kind::Label => {
            cell.push_str(table.word(value).unwrap_or_default());
            Ok(())
        }
    };
    debug_assert!(result.is_ok(), "writing to memory cannot fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_shortest_whole_or_empty() {
        let table = Table::new(vec![Field::label("state", "")].into(), vec!["A, \"B\"".to_owned()].into());
        let text = |kind, value| {
            let mut cell = String::new();
            write_cell(&mut cell, kind, value, &table);
            cell
        };
        assert_eq!(text(Kind::Number, 1946.0), "1946");
        assert_eq!(text(Kind::Number, 0.1 + 0.2), "0.30000000000000004");
        assert_eq!(text(Kind::Number, -0.0), "0");
        assert_eq!(text(Kind::Number, f64::NAN), "");
        assert_eq!(text(Kind::Label, 0.0), "A, \"B\"");
        assert_eq!(text(Kind::Label, f64::NAN), "");
    }
}
