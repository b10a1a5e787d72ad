//! The formats in which tables are written, and a table being written in any of them.

use std::path::Path;

use super::{OutputError, csv_tables, parquet_tables};
use crate::record::{Field, Table};

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text that everything reads.
    Csv,
    /// Columns with types, packed: small, and quick to read in part.
    Parquet,
}

impl Format {
    /// Name of the file of a table.
    pub fn file(self, table: &str) -> String {
        match self {
            Self::Csv => format!("{table}.csv"),
            Self::Parquet => format!("{table}.parquet"),
        }
    }

    /// Opens the file of a table. Errors name it by where it will be.
    pub(super) fn create(self, path: &Path, will_be: &Path, fields: &[Field]) -> Result<TableFile, OutputError> {
        Ok(match self {
            Self::Csv => TableFile::Csv(Box::new(csv_tables::TableWriter::create(path, will_be)?)),
            Self::Parquet => TableFile::Parquet(Box::new(parquet_tables::TableWriter::create(path, will_be, fields)?)),
        })
    }
}

/// A table being written.
pub(super) enum TableFile {
    Csv(Box<csv_tables::TableWriter>),
    Parquet(Box<parquet_tables::TableWriter>),
}

impl TableFile {
    /// Adds the rows of a table.
    pub fn write(&mut self, table: &Table) -> Result<(), OutputError> {
        match self {
            Self::Csv(writer) => writer.write(table),
            Self::Parquet(writer) => writer.write(table),
        }
    }

    /// Makes sure that everything is on disk.
    pub fn finish(self) -> Result<(), OutputError> {
        match self {
            Self::Csv(writer) => writer.finish(),
            Self::Parquet(writer) => writer.finish(),
        }
    }
}
