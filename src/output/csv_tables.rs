//! Tables as CSV: the shortest digits that read back the same, whole numbers whole, missing values empty.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{OutputError, io};
use crate::record::{Kind, Table};

/// Writes the rows of many runs into one file, in the order in which they come.
pub struct TableWriter<W: Write = File> {
    path: PathBuf,
    writer: csv::Writer<BufWriter<W>>,
    begun: bool,
    cell: String,
}

impl TableWriter {
    /// Opens the file. Errors name it by where it will be.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn create(path: &Path, will_be: &Path) -> Result<Self, OutputError> {
        let file = io(File::create(path), will_be, "made")?;
        Ok(Self::onto(file, will_be))
    }

    /// Makes sure that everything is on disk.
    ///
    /// # Errors
    /// It is not.
    pub fn finish(self) -> Result<(), OutputError> {
        let path = self.path.clone();
        io(self.flush()?.sync_all(), &path, "written")
    }
}

impl<W: Write> TableWriter<W> {
    fn onto(writer: W, will_be: &Path) -> Self {
        let writer = csv::WriterBuilder::new().from_writer(BufWriter::with_capacity(1 << 16, writer));
        Self { path: will_be.to_owned(), writer, begun: false, cell: String::new() }
    }

    /// Adds the rows of a table; the first brings the header.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn write(&mut self, table: &Table) -> Result<(), OutputError> {
        let result = self.write_rows(table);
        io(result.map_err(cause), &self.path, "written")
    }

    fn write_rows(&mut self, table: &Table) -> Result<(), csv::Error> {
        if !self.begun {
            self.writer.write_record(table.fields().iter().map(|field| field.name.as_bytes()))?;
            self.begun = true;
        }
        for row in table.rows() {
            for (field, &value) in table.fields().iter().zip(row) {
                self.cell.clear();
                write_cell(&mut self.cell, field.kind, value, table);
                self.writer.write_field(&self.cell)?;
            }
            self.writer.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }

    fn flush(self) -> Result<W, OutputError> {
        let path = self.path;
        let buffer = io(self.writer.into_inner().map_err(|error| into_io(error.error())), &path, "written")?;
        io(buffer.into_inner().map_err(std::io::IntoInnerError::into_error), &path, "written")
    }
}

/// csv wraps what the disk said.
fn cause(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

/// csv lends the cause of a failed last flush; an error of the same kind stands in for it.
fn into_io(error: &std::io::Error) -> std::io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), std::io::Error::from_raw_os_error)
}

/// Rows in memory, on their way into a table.
pub struct Rows {
    writer: csv::Writer<Vec<u8>>,
    cell: String,
}

impl Default for Rows {
    fn default() -> Self {
        Self::new()
    }
}

impl Rows {
    /// None yet.
    pub fn new() -> Self {
        Self { writer: csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()), cell: String::new() }
    }

    /// A number as it stands in a cell: the shortest digits that read back the same; nothing where it is missing.
    pub fn number(value: f64) -> Cow<'static, str> {
        if value.is_nan() { "".into() } else { format!("{}", value + 0.0).into() }
    }

    /// Adds a row, cell by cell.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cow<'static, str>>) {
        let mut written = cells.into_iter().try_for_each(|cell| self.writer.write_field(cell.as_bytes()));
        written = written.and_then(|()| self.writer.write_record(None::<&[u8]>));
        debug_assert!(written.is_ok(), "rows in memory take every cell");
    }

    /// Adds the rows of a table, each with these cells in the place of its first `skipped` ones.
    pub fn table(&mut self, lead: &[String], skipped: usize, table: &Table) {
        for row in table.rows() {
            let mut written = lead.iter().try_for_each(|cell| self.writer.write_field(cell));
            for (field, &value) in table.fields().iter().zip(row).skip(skipped) {
                self.cell.clear();
                write_cell(&mut self.cell, field.kind, value, table);
                written = written.and_then(|()| self.writer.write_field(&self.cell));
            }
            written = written.and_then(|()| self.writer.write_record(None::<&[u8]>));
            debug_assert!(written.is_ok(), "rows in memory take every cell");
        }
    }

    /// Their bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        // What is in memory is always written.
        self.writer.into_inner().unwrap_or_default()
    }
}

fn write_cell(cell: &mut String, kind: Kind, value: f64, table: &Table) {
    if value.is_nan() {
        return;
    }
    // Adding 0 turns the negative zero into the plain one.
    let result = match kind {
        Kind::Number | Kind::Whole => write!(cell, "{}", value + 0.0),
        Kind::Label => {
            cell.push_str(table.word(value).unwrap_or_default());
            Ok(())
        }
    };
    debug_assert!(result.is_ok(), "text in memory takes every number");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::full_disk::Filling;
    use crate::record::Field;

    #[test]
    fn a_full_disk_is_noticed_wherever_it_fills_and_named_by_the_place_of_the_file() {
        let mut table = Table::new(vec![Field::number("x", "", ""); 2].into(), Vec::new().into());
        (0..20_000).for_each(|k| table.push([f64::from(k), 0.5]));
        let write = |room: usize| {
            let mut writer = TableWriter::onto(Filling(room), Path::new("run/x.csv"));
            writer.write(&table).and_then(|()| writer.flush())
        };
        let whole = usize::MAX - write(usize::MAX).unwrap().0;
        for room in [0, 1, 1 << 16, whole / 2, whole - 1] {
            let error = write(room).map(|left| left.0).unwrap_err();
            assert!(error.is_full_disk(), "{room}");
            match error {
                OutputError::Io { path, source, .. } => {
                    assert_eq!(path, Path::new("run/x.csv"));
                    assert_eq!(source.kind(), std::io::ErrorKind::StorageFull, "{room}");
                }
                other => panic!("{other}"),
            }
        }
        assert_eq!(write(whole).unwrap().0, 0);
    }

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
