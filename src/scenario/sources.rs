//! The texts that a scenario was read from, and places in them.

use std::path::{Path, PathBuf};

/// A range of one source: bytes `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The number of the source.
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// One text: a file, a shipped scenario, or an override from the command line.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The name in messages: the path as given, or `--set PATH=VALUE`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The directory that its paths are relative to; `None` without a file.
    pub directory: Option<PathBuf>,
    /// Whether its lines may be shown. False for a file that a scenario names but that may be anything.
    pub shown: bool,
    /// Whether the text was made from a table: the names of its columns, then a line for each row. Rows are numbered
    /// from 1, and the names are row 0.
    pub rows: bool,
}

impl Source {
    /// A text that is not in a file.
    pub(crate) fn of_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), directory: None, shown: true, rows: false }
    }
}

/// Returns true if a path ends like that of a Parquet file.
pub(crate) fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"))
}

/// Every text read so far. Places stay valid when texts are added.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text and returns its number.
    pub(crate) fn add(&mut self, source: Source) -> usize {
        self.0.push(source);
        self.0.len() - 1
    }

    /// A text by number.
    pub(crate) fn get(&self, number: usize) -> &Source {
        &self.0[number]
    }

    /// Sets whether the lines of a text may be shown.
    pub(crate) fn show(&mut self, number: usize, shown: bool) {
        self.0[number].shown = shown;
    }

    /// The line and column of a place, both from 1, with the column in characters. For a table of rows the line is the
    /// number of the row.
    pub(crate) fn line_and_column(&self, place: Place) -> (usize, usize) {
        let Source { text, rows, .. } = &self.0[place.source];
        let mut at = place.start.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |n| n + 1);
        (before.matches('\n').count() + usize::from(!rows), before[line_start..].chars().count() + 1)
    }

    /// The text at a place, shortened to one line.
    pub(crate) fn excerpt(&self, place: Place) -> String {
        const LONGEST: usize = 48;
        let text = self.0[place.source].text.get(place.start..place.end).unwrap_or("");
        let line = text.lines().next().unwrap_or("");
        let mut short: String = line.chars().take(LONGEST).collect();
        if short.len() < text.trim_end().len() {
            short.push('…');
        }
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_lines_and_characters() {
        let mut sources = Sources::default();
        let source = sources.add(Source::of_text("a", "é = 1\nbé = 22\n"));
        let place = |start, end| Place { source, start, end };
        assert_eq!(sources.line_and_column(place(0, 2)), (1, 1));
        assert_eq!(sources.line_and_column(place(13, 15)), (2, 6));
        assert_eq!(sources.excerpt(place(13, 15)), "22");
        assert_eq!(sources.line_and_column(place(99, 120)), (3, 1));
    }
}
