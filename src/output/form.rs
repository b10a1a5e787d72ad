//! The forms in which tables grow while a run is unfinished.

use std::path::Path;

use super::names::PART;
use super::{Format, cells, csv_tables};
use crate::record::Field;

/// A form of growing tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As CSV, which is kept.
    Csv,
    /// As cells, from which other formats are made. Numbers are stored without finding their digits.
    Cells,
}

impl Form {
    /// Every form.
    pub(super) const ALL: [Self; 2] = [Self::Csv, Self::Cells];
    const CELLS: &str = "cells";

    /// The form in which tables of these formats grow.
    pub(super) fn for_formats(formats: &[Format]) -> Self {
        if formats.contains(&Format::Csv) { Self::Csv } else { Self::Cells }
    }

    /// The file name of a table.
    pub(super) fn file(self, table: &str) -> String {
        match self {
            Self::Csv => Format::Csv.file(table),
            Self::Cells => format!("{table}.{}", Self::CELLS),
        }
    }

    /// The first bytes of a table.
    pub(super) fn head(self, fields: &[Field]) -> Vec<u8> {
        match self {
            Self::Csv => csv_tables::head(fields),
            Self::Cells => cells::head(fields),
        }
    }

    /// Returns true if a file, complete or not, holds cells by its name.
    pub(super) fn is_cells(path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.strip_suffix(PART).unwrap_or(&name).ends_with(&format!(".{}", Self::CELLS))
    }
}
