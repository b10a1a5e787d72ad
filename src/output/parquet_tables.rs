//! Tables as Parquet: the same columns and the same values as in CSV, with types.
//!
//! Numbers are doubles, runs and rounds are 64-bit integers, words are dictionary-encoded strings, and missing values
//! are null. The metadata of the file holds the unit and the meaning of every column, under the column's name.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::{OutputError, io};
use crate::record::{Field, Kind, Table};

/// The number of cells held in memory before a row group is written: about ten megabytes, for any number of runs.
const CELLS_OF_A_GROUP: usize = 1 << 20;

/// The number of cells that are taken column by column while they are in the processor's nearest cache.
const CELLS_AT_ONCE: usize = 1 << 12;

/// Writes the rows of many runs into one file, in the order in which they arrive.
pub(crate) struct TableWriter<W: Write + Send = File> {
    path: PathBuf,
    writer: SerializedFileWriter<W>,
    columns: Vec<Column>,
    rows: usize,
    rows_of_a_group: usize,
}

/// Cells of a column that are not yet written.
struct Column {
    /// 1 if there is a value, 0 if it is missing.
    present: Vec<i16>,
    values: Values,
}

/// The values of a column of one of the three types that are written.
pub(super) enum Values {
    Numbers(Vec<f64>),
    Wholes(Vec<i64>),
    Words(Vec<ByteArray>),
}

impl TableWriter {
    /// Opens the file. Errors name its final path.
    pub(crate) fn create(path: &Path, will_be: &Path, fields: &[Field]) -> std::result::Result<Self, OutputError> {
        let file = io(File::create(path), will_be, "made")?;
        Self::onto(file, will_be, fields, CELLS_OF_A_GROUP)
    }

    /// Syncs everything to the disk.
    pub(crate) fn finish(mut self) -> std::result::Result<(), OutputError> {
        self.end()?;
        io(self.writer.inner().sync_all(), &self.path, "written")
    }
}

impl<W: Write + Send> TableWriter<W> {
    fn onto(writer: W, will_be: &Path, fields: &[Field], cells: usize) -> std::result::Result<Self, OutputError> {
        let about = fields.iter().map(|field| {
            let text = format!("{}: {}", field.unit, field.meaning);
            KeyValue::new(field.name.to_string(), text)
        });
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_key_value_metadata(Some(about.collect()))
            .build();
        let writer = schema(fields).and_then(|schema| SerializedFileWriter::new(writer, schema, Arc::new(properties)));
        Ok(Self {
            path: will_be.to_owned(),
            writer: io(writer.map_err(cause), will_be, "written")?,
            columns: fields.iter().map(|field| Column::new(field.kind)).collect(),
            rows: 0,
            rows_of_a_group: (cells / fields.len().max(1)).max(1),
        })
    }

    /// Adds the rows of a table.
    pub(crate) fn write(&mut self, table: &Table) -> std::result::Result<(), OutputError> {
        let words: Vec<ByteArray> = table.words().iter().map(|word| ByteArray::from(word.as_str())).collect();
        let width = self.columns.len().max(1);
        let (mut cells, mut by_column) = (table.cells(), Vec::new());
        while !cells.is_empty() {
            let rows = (cells.len() / width).min(self.rows_of_a_group - self.rows);
            let (now, later) = cells.split_at(rows * width);
            for part in now.chunks((CELLS_AT_ONCE / width).max(1) * width) {
                let rows = part.len() / width;
                by_column.resize(part.len(), 0.0);
                for (number, row) in part.chunks_exact(width).enumerate() {
                    let places = by_column[number..].iter_mut().step_by(rows);
                    places.zip(row).for_each(|(place, cell)| *place = *cell);
                }
                for (column, cells) in self.columns.iter_mut().zip(by_column.chunks_exact(rows)) {
                    column.extend(cells, &words);
                }
            }
            self.rows += rows;
            if self.rows == self.rows_of_a_group {
                self.end_group()?;
            }
            cells = later;
        }
        Ok(())
    }

    fn end_group(&mut self) -> std::result::Result<(), OutputError> {
        let result = write_group(&mut self.writer, &mut self.columns);
        self.rows = 0;
        io(result.map_err(cause), &self.path, "written")
    }

    fn end(&mut self) -> std::result::Result<(), OutputError> {
        if self.rows > 0 {
            self.end_group()?;
        }
        io(self.writer.finish().map(|_| ()).map_err(cause), &self.path, "written")
    }
}

impl Column {
    fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Number => Values::Numbers(Vec::new()),
            Kind::Whole => Values::Wholes(Vec::new()),
            Kind::Label => Values::Words(Vec::new()),
        };
        Self { present: Vec::new(), values }
    }

    fn extend(&mut self, cells: &[f64], words: &[ByteArray]) {
        self.present.extend(cells.iter().map(|cell| i16::from(!cell.is_nan())));
        let has_missing = cells.iter().any(|cell| cell.is_nan());
        match &mut self.values {
            // Adding 0 turns negative zero into zero, as in CSV.
            Values::Numbers(values) => extend(values, cells, has_missing, |cell| cell + 0.0),
            Values::Wholes(values) => extend(values, cells, has_missing, |cell| cell as i64),
            Values::Words(values) => {
                let word = |cell: f64| words.get(cell as usize).cloned().unwrap_or_else(|| "".into());
                extend(values, cells, has_missing, word);
            }
        }
    }

    /// Writes the waiting cells and empties the buffer.
    fn write(&mut self, mut column: SerializedColumnWriter<'_>) -> Result<()> {
        let present = Some(&self.present[..]);
        match &mut self.values {
            Values::Numbers(values) => {
                column.typed::<DoubleType>().write_batch(values, present, None)?;
                values.clear();
            }
            Values::Wholes(values) => {
                column.typed::<Int64Type>().write_batch(values, present, None)?;
                values.clear();
            }
            Values::Words(values) => {
                column.typed::<ByteArrayType>().write_batch(values, present, None)?;
                values.clear();
            }
        }
        self.present.clear();
        column.close()
    }
}

/// Adds the values of cells that are not missing.
fn extend<T>(values: &mut Vec<T>, cells: &[f64], has_missing: bool, value: impl Fn(f64) -> T) {
    if has_missing {
        values.extend(cells.iter().filter(|cell| !cell.is_nan()).map(|&cell| value(cell)));
    } else {
        values.extend(cells.iter().map(|&cell| value(cell)));
    }
}

fn write_group<W: Write + Send>(writer: &mut SerializedFileWriter<W>, columns: &mut [Column]) -> Result<()> {
    let mut group = writer.next_row_group()?;
    for column in columns {
        if let Some(writer) = group.next_column()? {
            column.write(writer)?;
        }
    }
    group.close().map(|_| ())
}

fn schema(fields: &[Field]) -> Result<TypePtr> {
    let column = |field: &Field| {
        let (physical, logical) = match field.kind {
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Whole => (Physical::INT64, None),
            Kind::Label => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        Type::primitive_type_builder(&field.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    };
    let columns = fields.iter().map(column).collect::<Result<Vec<_>>>()?;
    Type::group_type_builder("table").with_fields(columns).build().map(Arc::new)
}

/// parquet wraps the error of the disk.
fn cause(error: ParquetError) -> std::io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(error) => *error,
            Err(other) => std::io::Error::other(other),
        },
        other => std::io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::metadata::RowGroupMetaData;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::*;
    use crate::output::full_disk::Filling;

    fn table(words: [&str; 2], first: u32, rows: u32) -> Table {
        let fields = vec![Field::whole("run", "", ""), Field::number("x", "", ""), Field::label("state", "")];
        let mut table = Table::new(fields.into(), words.map(str::to_owned).into());
        (first..first + rows).for_each(|k| table.push([f64::from(k), 1.0 / f64::from(k), f64::from(k % 2)]));
        table
    }

    #[test]
    fn rows_are_written_in_groups_whichever_tables_they_come_in() {
        let path = tempfile::NamedTempFile::new().unwrap();
        let first = table(["A", "B"], 1, 5);
        let file = File::create(path.path()).unwrap();
        let mut writer = TableWriter::onto(file, Path::new("x.parquet"), first.fields(), 4 * 3).unwrap();
        writer.write(&first).unwrap();
        writer.write(&table(["C", "D"], 6, 5)).unwrap();
        writer.finish().unwrap();
        let file = SerializedFileReader::new(File::open(path.path()).unwrap()).unwrap();
        let sizes: Vec<_> = file.metadata().row_groups().iter().map(RowGroupMetaData::num_rows).collect();
        assert_eq!(sizes, [4, 4, 2]);
        let rows: Vec<_> = file.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect();
        let words: String = rows.iter().map(|row| row.get_string(2).unwrap().as_str()).collect();
        assert_eq!(words, "BABABCDCDC", "each table has its own words");
        for (row, k) in rows.iter().zip(1u32..) {
            assert_eq!((row.get_long(0).unwrap(), row.get_double(1).unwrap()), (i64::from(k), 1.0 / f64::from(k)));
        }
    }

    #[test]
    fn a_full_disk_is_noticed_wherever_it_fills_and_named_by_the_place_of_the_file() {
        let table = table(["A", "B"], 1, 20_000);
        let write = |room: usize| {
            let mut writer = TableWriter::onto(Filling(room), Path::new("run/x.parquet"), table.fields(), 9_000)?;
            writer.write(&table)?;
            writer.end().map(|()| writer.writer.inner().0)
        };
        let whole = usize::MAX - write(usize::MAX).unwrap();
        for room in [0, 1, whole / 2, whole - 1] {
            match write(room).unwrap_err() {
                OutputError::Io { path, source, .. } => {
                    assert_eq!(path, Path::new("run/x.parquet"));
                    assert_eq!(source.kind(), std::io::ErrorKind::StorageFull, "{room}");
                }
                other => panic!("{other}"),
            }
        }
        assert_eq!(write(whole).unwrap(), 0);
    }
}
