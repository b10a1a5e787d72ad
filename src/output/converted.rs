//! Tables written again in another format.

use std::fs::File;
use std::io::{BufWriter, IntoInnerError, Write as _};
use std::path::Path;

use super::cells::CellsReader;
use super::parquet_tables::TableWriter;
use super::reader::TableReader;
use super::{Format, OutputError, csv_tables, io, settle, temporary};
use crate::record::{Field, Table};

/// The number of rows in memory at a time.
const AT_ONCE: usize = 4096;

/// Writes a CSV file as Parquet, complete or not at all.
pub(crate) fn to_parquet(from: &Path, to: &Path, fields: &[Field]) -> Result<(), OutputError> {
    let mut table = TableReader::all(from.to_owned(), fields)?;
    whole(to, |part| write_parts(fields, || part_of(&mut table), Format::Parquet, part, to))
}

/// Writes a file of cells in a format, complete or not at all.
pub(super) fn of_cells(from: &Path, format: Format, to: &Path, fields: &[Field]) -> Result<(), OutputError> {
    let mut cells = io(CellsReader::open(from, u64::MAX), from, "read")?;
    whole(to, |part| write_parts(fields, || io(cells.next_rows(), from, "read"), format, part, to))
}

fn whole(to: &Path, write: impl FnOnce(&Path) -> Result<(), OutputError>) -> Result<(), OutputError> {
    let part = io(temporary::file_in(to.parent().unwrap_or(Path::new("."))), to, "made")?;
    write(part.path())?;
    settle(part, to)
}

/// Writes the rest of a table in a format. Errors name the final path of the file.
pub(crate) fn write(mut table: TableReader, format: Format, path: &Path, will_be: &Path) -> Result<(), OutputError> {
    let fields = table.fields().to_vec();
    write_parts(&fields, || part_of(&mut table), format, path, will_be)
}

/// The next rows of a table, or `None` at its end.
fn part_of(table: &mut TableReader) -> Result<Option<Table>, OutputError> {
    table.next_rows(AT_ONCE).map(|rows| (!rows.is_empty()).then_some(rows))
}

/// Writes rows that come part by part in a format.
fn write_parts(
    fields: &[Field],
    mut next: impl FnMut() -> Result<Option<Table>, OutputError>,
    format: Format,
    path: &Path,
    will_be: &Path,
) -> Result<(), OutputError> {
    match format {
        Format::Csv => {
            let mut out = BufWriter::with_capacity(1 << 18, io(File::create(path), will_be, "made")?);
            io(out.write_all(&csv_tables::head(fields)), will_be, "written")?;
            while let Some(rows) = next()? {
                io(out.write_all(&csv_tables::rows(&rows)), will_be, "written")?;
            }
            let file = io(out.into_inner().map_err(IntoInnerError::into_error), will_be, "written")?;
            io(file.sync_all(), will_be, "written")
        }
        Format::Parquet => {
            let mut writer = TableWriter::create(path, will_be, fields)?;
            while let Some(rows) = next()? {
                writer.write(&rows)?;
            }
            writer.finish()
        }
    }
}
