//! The formats in which tables are written.

use std::path::Path;

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CSV, which every program reads.
    Csv,
    /// Parquet: typed columns, compressed, and fast to read in part.
    Parquet,
}

impl Format {
    /// Every format.
    pub(crate) const ALL: [Self; 2] = [Self::Csv, Self::Parquet];

    /// The format of a table by the ending of its file name. Returns `None` for other files.
    pub(crate) fn of(path: impl AsRef<Path>) -> Option<Self> {
        match path.as_ref().extension()?.to_str()? {
            "csv" => Some(Self::Csv),
            "parquet" => Some(Self::Parquet),
            _ => None,
        }
    }

    /// The file name of a table.
    pub fn file(self, table: &str) -> String {
        match self {
            Self::Csv => format!("{table}.csv"),
            Self::Parquet => format!("{table}.parquet"),
        }
    }
}
