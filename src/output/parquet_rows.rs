//! Parquet tables read as the CSV text that they were made from, so that every reader of tables reads both.
//!
//! Only types that `parquet_tables` writes are read: doubles, 64-bit integers and strings, each of them nullable.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use parquet::column::reader::ColumnReader;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::csv_tables::{end_row, push_word};
use super::digits::push_number;
use super::parquet_tables::Values;

/// The number of rows decoded at a time.
const AT_ONCE: usize = 4096;

/// A Parquet file that is read as CSV.
pub(super) struct AsCsv {
    file: SerializedFileReader<File>,
    /// Whether each column is decoded. The cells of other columns are empty.
    wanted: Vec<bool>,
    /// The number of row groups that were begun.
    groups: usize,
    /// The columns of the row group, and the number of its rows that are not decoded yet.
    columns: Vec<Option<Column>>,
    rows: usize,
    /// CSV text, and how much of it was read.
    text: Vec<u8>,
    read: usize,
}

struct Column {
    reader: ColumnReader,
    /// 1 if there is a value, 0 if it is missing.
    present: Vec<i16>,
    values: Values,
}

impl AsCsv {
    /// Opens a file and decodes some of its columns, or all of them.
    pub(super) fn open(path: &Path, columns: Option<&[&str]>) -> std::io::Result<Self> {
        let file = File::open(path)?;
        guarded(|| Self::begin(file, columns))
    }

    fn begin(file: File, columns: Option<&[&str]>) -> Result<Self> {
        let file = SerializedFileReader::new(file)?;
        let groups = file.metadata().row_groups();
        if groups.iter().any(|group| group.num_rows() < 0)
            || groups.iter().flat_map(RowGroupMetaData::columns).any(is_nonsense)
        {
            return Err(damaged("its offsets are not valid"));
        }
        let schema = file.metadata().file_metadata().schema_descr_ptr();
        if let Some(column) =
            schema.columns().iter().find(|column| column.max_rep_level() > 0 || column.max_def_level() != 1)
        {
            return Err(damaged(&format!("the column `{}` is not a nullable column of single values", column.name())));
        }
        let names: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
        let wanted = names.iter().map(|name| columns.is_none_or(|columns| columns.contains(name))).collect();
        let mut text = Vec::new();
        for name in &names {
            push_word(&mut text, name.as_bytes());
        }
        end_row(&mut text, 0);
        Ok(Self { file, wanted, groups: 0, columns: Vec::new(), rows: 0, text, read: 0 })
    }

    /// Decodes the next rows. The text stays empty at the end of the file.
    fn fill(&mut self) -> Result<()> {
        self.text.clear();
        self.read = 0;
        while self.rows == 0 {
            if self.groups == self.file.num_row_groups() {
                return Ok(());
            }
            let group = self.file.get_row_group(self.groups)?;
            self.groups += 1;
            self.rows = usize::try_from(group.metadata().num_rows()).unwrap_or_default();
            let column =
                |(at, wanted): (usize, &bool)| wanted.then(|| Column::new(group.get_column_reader(at)?)).transpose();
            self.columns = self.wanted.iter().enumerate().map(column).collect::<Result<_>>()?;
        }
        let rows = self.rows.min(AT_ONCE);
        self.rows -= rows;
        self.columns.iter_mut().flatten().try_for_each(|column| column.read(rows))?;
        // The values are contiguous, so each column counts its own.
        let mut next = vec![0; self.columns.len()];
        let text = &mut self.text;
        for row in 0..rows {
            let start = text.len();
            for (column, next) in self.columns.iter().zip(&mut next) {
                let column = column.as_ref().filter(|column| column.present[row] > 0);
                let at = *next;
                *next += usize::from(column.is_some());
                match column.map(|column| &column.values) {
                    Some(Values::Words(words)) => {
                        push_word(text, words[at].data());
                        continue;
                    }
                    Some(Values::Numbers(numbers)) if !numbers[at].is_nan() => push_number(text, numbers[at]),
                    Some(Values::Wholes(wholes)) => text.extend_from_slice(wholes[at].to_string().as_bytes()),
                    _ => {}
                }
                text.push(b',');
            }
            end_row(text, start);
        }
        Ok(())
    }
}

impl Read for AsCsv {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.read == self.text.len() {
            guarded(|| self.fill())?;
        }
        let length = (&self.text[self.read..]).read(buffer)?;
        self.read += length;
        Ok(length)
    }
}

impl Column {
    fn new(reader: ColumnReader) -> Result<Self> {
        let values = match reader {
            ColumnReader::DoubleColumnReader(_) => Values::Numbers(Vec::new()),
            ColumnReader::Int64ColumnReader(_) => Values::Wholes(Vec::new()),
            ColumnReader::ByteArrayColumnReader(_) => Values::Words(Vec::new()),
            _ => return Err(damaged("a column is not of numbers or text")),
        };
        Ok(Self { reader, present: Vec::new(), values })
    }

    /// Decodes this number of rows.
    fn read(&mut self, rows: usize) -> Result<()> {
        self.present.clear();
        let present = Some(&mut self.present);
        let (read, values, _) = match (&mut self.reader, &mut self.values) {
            (ColumnReader::DoubleColumnReader(reader), Values::Numbers(values)) => {
                values.clear();
                reader.read_records(rows, present, None, values)?
            }
            (ColumnReader::Int64ColumnReader(reader), Values::Wholes(values)) => {
                values.clear();
                reader.read_records(rows, present, None, values)?
            }
            (ColumnReader::ByteArrayColumnReader(reader), Values::Words(values)) => {
                values.clear();
                reader.read_records(rows, present, None, values)?
            }
            _ => (0, 0, 0),
        };
        let filled = self.present.iter().filter(|present| **present > 0).count();
        if read != rows || self.present.len() != rows || filled != values {
            return Err(damaged("rows are missing"));
        }
        Ok(())
    }
}

/// Returns true if the place of a column in the file is negative. The library does not expect this.
fn is_nonsense(chunk: &ColumnChunkMetaData) -> bool {
    let places = [Some(chunk.data_page_offset()), chunk.dictionary_page_offset(), Some(chunk.compressed_size())];
    places.into_iter().flatten().any(|place| place < 0)
}

fn damaged(why: &str) -> ParquetError {
    ParquetError::General(why.to_owned())
}

/// Calls the library, which panics on some damaged files.
fn guarded<T>(call: impl FnOnce() -> Result<T>) -> std::io::Result<T> {
    let done = catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| Err(damaged("its content is not valid")));
    done.map_err(|error| match error {
        ParquetError::External(inner) => match inner.downcast::<Error>() {
            Ok(error) => *error,
            Err(other) => Error::new(ErrorKind::InvalidData, other),
        },
        ParquetError::General(why) => Error::new(ErrorKind::InvalidData, format!("cannot be read as Parquet: {why}")),
        other => Error::new(ErrorKind::InvalidData, format!("cannot be read as Parquet: {other}")),
    })
}
