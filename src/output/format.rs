//! The formats in which tables are written.

/// A format of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text that everything reads.
    Csv,
    /// Columns with types, packed: small, and quick to read in part.
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
