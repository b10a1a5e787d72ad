//! Parquet files as rows of cells, with a text that has a line for each row, so that errors can show it.

use std::fs::File;
use std::panic::catch_unwind;
use std::path::Path;

use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use crate::scenario::origin::{check_file, refuse};
use crate::scenario::problems::Problem;
use crate::scenario::sources::Source;

/// The largest number of cells. A small file may hold a long table.
const MOST_CELLS: i64 = 50_000_000;
const TAKEN: &str = "write columns of numbers, text, and true or false, with the compression snappy or without compression \
                     (in polars: compression=\"snappy\")";

/// The cells of a row, each with its range in the text.
pub(super) type Row = Vec<(String, (usize, usize))>;

/// The text, and the rows with their ranges in it. The first row has the names of the columns.
pub(super) fn read(path: &Path, if_missing: impl FnOnce() -> String) -> Result<(Source, Vec<Row>), Problem> {
    check_file(path, if_missing)?;
    let shown = path.display().to_string();
    // The library panics on some damaged files.
    let found = catch_unwind(|| rows(path)).unwrap_or_else(|_| Err(damaged()));
    let (text, rows) = found.map_err(|error| match error {
        ParquetError::General(what) => refuse(format!("cannot read {shown}: {what}"), TAKEN.to_owned()),
        other => refuse(format!("cannot read {shown}: {other}"), TAKEN.to_owned()),
    })?;
    Ok((Source { rows: true, ..Source::of_text(shown, text) }, rows))
}

fn damaged() -> ParquetError {
    ParquetError::General("the file is damaged".to_owned())
}

fn rows(path: &Path) -> Result<(String, Vec<Row>), ParquetError> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    let chunks = reader.metadata().row_groups().iter().flat_map(RowGroupMetaData::columns);
    let is_negative = |n: Option<i64>| n.is_some_and(|n| n < 0);
    if chunks.into_iter().any(|chunk| {
        [Some(chunk.data_page_offset()), chunk.dictionary_page_offset(), Some(chunk.compressed_size())]
            .into_iter()
            .any(is_negative)
    }) {
        return Err(damaged());
    }
    let about = reader.metadata().file_metadata();
    let columns = about.schema_descr().root_schema().get_fields();
    if let Some(nested) = columns.iter().find(|column| !column.is_primitive()) {
        return Err(ParquetError::General(format!("the column {:?} has parts", nested.name())));
    }
    if about.num_rows() > MOST_CELLS / i64::try_from(columns.len().max(1)).unwrap_or(MOST_CELLS) {
        let (rows, columns) = (about.num_rows(), columns.len());
        return Err(ParquetError::General(format!("{rows} rows of {columns} columns are too many")));
    }
    let mut text = String::new();
    let mut all = vec![row(columns.iter().map(|column| column.name().to_owned()), &mut text)];
    for found in reader.get_row_iter(None)? {
        let found = found?;
        let number = all.len();
        let cells = found.get_column_iter().map(|(name, field)| {
            let what = || format!("row {number} of the column {name:?} has the value {field}");
            cell(field).ok_or_else(|| ParquetError::General(what()))
        });
        all.push(row(cells.collect::<Result<Vec<_>, _>>()?.into_iter(), &mut text));
    }
    Ok((text, all))
}

/// Writes cells as a line of the text.
fn row(cells: impl Iterator<Item = String>, text: &mut String) -> Row {
    let mut row = Row::new();
    for cell in cells {
        if !row.is_empty() {
            text.push_str(", ");
        }
        let start = text.len();
        text.extend(cell.chars().map(|letter| if matches!(letter, '\n' | '\r') { ' ' } else { letter }));
        row.push((cell, (start, text.len())));
    }
    text.push('\n');
    row
}

/// A cell as CSV would have it; `None` for a type that tables do not have.
fn cell(field: &Field) -> Option<String> {
    Some(match field {
        Field::Null => String::new(),
        Field::Bool(on) => on.to_string(),
        Field::Byte(n) => n.to_string(),
        Field::Short(n) => n.to_string(),
        Field::Int(n) => n.to_string(),
        Field::Long(n) => n.to_string(),
        Field::UByte(n) => n.to_string(),
        Field::UShort(n) => n.to_string(),
        Field::UInt(n) => n.to_string(),
        Field::ULong(n) => n.to_string(),
        // pandas and polars may write a missing number as NaN.
        Field::Float(x) if x.is_nan() => String::new(),
        Field::Double(x) if x.is_nan() => String::new(),
        Field::Float(x) => x.to_string(),
        Field::Double(x) => x.to_string(),
        Field::Decimal(_) => field.to_string(),
        Field::Str(text) => text.trim().to_owned(),
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).ok()?.trim().to_owned(),
        _ => return None,
    })
}
