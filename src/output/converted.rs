//! Tables written again in another format.

use std::fs::File;
use std::io::{BufWriter, IntoInnerError, Write as _};
use std::path::Path;

use super::parquet_tables::TableWriter;
use super::reader::TableReader;
use super::{Format, OutputError, csv_tables, io, settle, temporary};
use crate::record::{Field, Table};

/// The number of rows in memory at a time.
const AT_ONCE: usize = 4096;

/// Writes a CSV file as Parquet, complete or not at all.
pub(crate) fn to_parquet(from: &Path, to: &Path, fields: &[Field]) -> Result<(), OutputError> {
    let reader = TableReader::all(from.to_owned(), fields)?;
    let part = io(temporary::file_in(to.parent().unwrap_or(Path::new("."))), to, "made")?;
    write(reader, Format::Parquet, part.path(), to)?;
    settle(part, to)
}

/// Writes the rest of a table in a format. Errors name the final path of the file.
pub(crate) fn write(table: TableReader, format: Format, path: &Path, will_be: &Path) -> Result<(), OutputError> {
    match format {
        Format::Csv => {
            let mut out = BufWriter::with_capacity(1 << 18, io(File::create(path), will_be, "made")?);
            io(out.write_all(&csv_tables::head(table.fields())), will_be, "written")?;
            each_part(table, |rows| io(out.write_all(&csv_tables::rows(rows)), will_be, "written"))?;
            let file = io(out.into_inner().map_err(IntoInnerError::into_error), will_be, "written")?;
            io(file.sync_all(), will_be, "written")
        }
        Format::Parquet => {
            let mut writer = TableWriter::create(path, will_be, table.fields())?;
            each_part(table, |rows| writer.write(rows))?;
            writer.finish()
        }
    }
}

fn each_part(
    mut table: TableReader,
    mut write: impl FnMut(&Table) -> Result<(), OutputError>,
) -> Result<(), OutputError> {
    loop {
        let rows = table.next_rows(AT_ONCE)?;
        if rows.is_empty() {
            return Ok(());
        }
        write(&rows)?;
    }
}
