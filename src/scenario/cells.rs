//! The cells of a CSV file as Excel, R or pandas write it, each with its place.

use super::sources::Place;

/// Separators of cells. Excel writes a semicolon if the comma is the decimal mark.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A cell without its quotes and the spaces around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// The content.
    pub text: String,
    /// The place.
    pub place: Place,
}

impl Cell {
    /// The number in it, with a decimal point or a decimal comma.
    pub(super) fn number(&self) -> Option<f64> {
        self.text.parse().or_else(|_| self.text.replacen(',', ".", 1).parse()).ok()
    }
}

/// The first row and the others, without empty rows. Returns `None` if there are none. The separator is the one that
/// gives the most names in the first row.
pub(super) fn read(
    text: &str,
    source: usize,
    is_name: impl Fn(&str) -> bool,
) -> Option<(Vec<Cell>, impl Iterator<Item = Vec<Cell>>)> {
    // Excel may name the separator in a separate first line.
    let begin = if text.starts_with("sep=") { text.find('\n').map_or(text.len(), |at| at + 1) } else { 0 };
    let names_by = |separator: &u8| {
        let header = rows(text, begin, source, *separator).next().unwrap_or_default();
        header.iter().filter(|cell| is_name(&cell.text)).count()
    };
    // `max_by_key` takes the last of equals, but the first separator should win.
    let separator = SEPARATORS.iter().rev().max_by_key(|separator| names_by(separator)).unwrap_or(&b',');
    let mut all = rows(text, begin, source, *separator);
    let header = all.next()?;
    Some((header, all))
}

fn rows(text: &str, begin: usize, source: usize, separator: u8) -> impl Iterator<Item = Vec<Cell>> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(&text.as_bytes()[begin..]);
    // A text in memory can be read, and it is UTF-8.
    let records = reader.into_records().filter_map(Result::ok);
    records
        .map(move |record| {
            let start = begin + record.position().map_or(0, |position| position.byte() as usize);
            let places = places(&text[start..], separator).map(move |(from, to)| (start + from, start + to));
            let cells = record.iter().zip(places);
            let cell = |(cell, (start, end)): (&str, _)| Cell { text: bare(cell), place: Place { source, start, end } };
            cells.map(cell).collect::<Vec<_>>()
        })
        .filter(|row| row.iter().any(|cell| !cell.text.is_empty()))
}

/// A cell written by hand may have a space before its quotes, which the reader keeps.
fn bare(cell: &str) -> String {
    let inner = cell.trim().strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    match inner.filter(|_| cell.starts_with(' ')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.trim().to_owned(),
    }
}

/// The byte ranges of the cells in the first record of a text.
fn places(text: &str, separator: u8) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let begin = bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let mut next = Some(begin);
    std::iter::from_fn(move || {
        let from = next?;
        let mut in_quotes = false;
        let is_end = |byte: &u8| {
            in_quotes ^= *byte == b'"';
            !in_quotes && (*byte == separator || *byte == b'\n' || *byte == b'\r')
        };
        let to = bytes[from..].iter().position(is_end).map_or(bytes.len(), |at| from + at);
        next = (bytes.get(to) == Some(&separator)).then_some(to + 1);
        Some((from, to))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<String>> {
        let is_name = |name: &str| ["A", "B, C", "D \"E\""].contains(&name);
        let (header, rows) = read(text, 0, is_name).unwrap();
        let rows = std::iter::once(header).chain(rows);
        rows.map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn cells_are_read_as_other_programs_write_them() {
        let wanted = [vec!["", "A", "B, C"], vec!["A", "0", "0.5"]];
        assert_eq!(words(",A,\"B, C\"\r\n\r\nA,0,0.5\r\n,,\r\n"), wanted);
        assert_eq!(words(";A;B, C\nA;0;0.5\n"), wanted);
        assert_eq!(words("sep=;\r\n;A;B, C\r\nA;0;0.5\n"), wanted);
        assert_eq!(words("\tA\tB, C\nA\t0\t0.5"), wanted);
        assert_eq!(words("x, \"A\",\"D \"\"E\"\"\"\n"), [vec!["x", "A", "D \"E\""]]);
        assert_eq!(words("x,\"B,\nC\"\nA,1\n"), [vec!["x", "B,\nC"], vec!["A", "1"]]);
    }

    #[test]
    fn cells_know_their_place() {
        let text = "state,A\r\n\n\"B, C\", 0,5\n";
        let (_, mut rows) = read(text, 0, |name| name == "A").unwrap();
        let place = rows.next().unwrap()[1].place;
        assert_eq!(&text[place.start..place.end], " 0");
        assert!(read("\r\n", 0, |_| true).is_none());
        let number = |text: &str| Cell { text: text.into(), place }.number();
        assert_eq!(
            [number("0,5"), number("0.5"), number("1"), number("0,5,5")],
            [Some(0.5), Some(0.5), Some(1.0), None]
        );
    }
}
