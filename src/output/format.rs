//! The formats in which tables are written.

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CSV, which every program reads.
    Csv,
    /// Parquet: typed columns, compressed, and fast to read in part.
    Parquet,
}

impl Format {
    /// The file name of a table.
    pub fn file(self, table: &str) -> String {
        match self {
            Self::Csv => format!("{table}.csv"),
            Self::Parquet => format!("{table}.parquet"),
        }
    }
}
