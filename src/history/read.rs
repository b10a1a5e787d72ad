//! Reads one table of history: CSV, compressed or not, into the columns of its variables.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::columns::{Source, TableMap};
use super::error::HistoryError;
use super::variables::Variable;
use crate::scenario::suggest::listed;

/// The longest file that is read, uncompressed (bytes).
const LONGEST: u64 = 1 << 33;
/// The years that a table may hold.
const YEARS: std::ops::RangeInclusive<i32> = 1500..=2200;

/// The codes of states, by number in the order in which they were first read.
#[derive(Debug, Default)]
pub(super) struct Codes {
    numbers: BTreeMap<String, u32>,
    /// The codes, by number.
    pub list: Vec<String>,
}

impl Codes {
    /// The number of a code. `002` and `2.0` are the code `2`.
    fn number(&mut self, code: &str) -> u32 {
        let code = plain(code);
        if let Some(number) = self.numbers.get(code) {
            return *number;
        }
        let number = self.list.len() as u32;
        self.numbers.insert(code.to_owned(), number);
        self.list.push(code.to_owned());
        number
    }
}

/// A code without leading zeros and without `.0` at its end, if it is a number.
pub(super) fn plain(code: &str) -> &str {
    let whole = code.strip_suffix(".0").unwrap_or(code);
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return code;
    }
    let short = whole.trim_start_matches('0');
    if short.is_empty() { "0" } else { short }
}

/// The rows of a table.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// The numbers of the row's state or states; of states twice the same.
    pub units: Vec<[u32; 2]>,
    /// The year.
    pub years: Vec<i32>,
    /// The line in the file.
    pub lines: Vec<u64>,
    /// The values, by variable. NaN where the value is not coded.
    pub values: Vec<(&'static str, Vec<f64>)>,
    /// The names of states, by number.
    pub names: BTreeMap<u32, String>,
    /// The rows left out because they lack the code of a state.
    pub without_code: u64,
}

/// Opens a file, and uncompresses it if its name ends in `.gz`.
fn open(path: &Path) -> std::io::Result<Box<dyn Read>> {
    let file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let is_compressed = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read> = if is_compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    Ok(Box::new(reader.take(LONGEST)))
}

/// The separator of the cells, of which the first line has most; `None` without a first line.
fn separator(begins: &[u8]) -> Option<u8> {
    let line = begins.split(|byte| *byte == b'\n').next().filter(|line| !line.trim_ascii().is_empty())?;
    let count = |separator: &u8| line.split(|byte| byte == separator).count();
    // The last of several greatest is taken, so the comma comes last.
    [b'\t', b';', b','].into_iter().max_by_key(count)
}

/// One way to a value: the position of a column, and of what it is compared with.
enum Way {
    Value(usize),
    Equal(usize, usize),
    Threshold(usize, f64),
}

/// Reads a table as its map says.
///
/// # Errors
/// Returns an error, with file, line and column, if a column is missing, or a cell is not what it must be.
pub(super) fn read(path: &Path, map: &TableMap, codes: &mut Codes) -> Result<Sheet, HistoryError> {
    let file = path.display().to_string();
    let refuse = |message: String, help: &str| HistoryError::of_file(file.as_str(), message, help);
    let unreadable =
        |error: std::io::Error| refuse(format!("cannot be read: {error}"), "get the file again if it is damaged");
    let mut opened = BufReader::with_capacity(1 << 16, open(path).map_err(unreadable)?);
    let separator = separator(opened.fill_buf().map_err(unreadable)?);
    let Some(separator) = separator else {
        return Err(refuse("the file is empty".to_owned(), "get it again, or remove it from the directory"));
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(opened);
    let head = reader.headers().map_err(|error| at_line(&file, &error))?.clone();
    let head: Vec<&str> = head.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
    let position = |name: &str| {
        let mut found = head.iter().enumerate().filter(|(_, there)| **there == name).map(|(at, _)| at);
        let first = found.next().ok_or_else(|| {
            let help = format!(
                "the file has the columns {}; if it is another version of the data, write a column map and give it by --columns",
                listed(head.iter().copied())
            );
            refuse("the column is missing".to_owned(), &help).at(1, name)
        })?;
        match found.next() {
            Some(_) => Err(refuse("two columns have this name".to_owned(), "rename or remove one").at(1, name)),
            None => Ok(first),
        }
    };
    let keys =
        [&map.state, &map.a, &map.b].into_iter().flatten().map(|key| position(key)).collect::<Result<Vec<_>, _>>()?;
    let year = position(&map.year)?;
    let name = map.name.as_deref().map(&position).transpose()?;
    let mut ways = Vec::new();
    let mut sheet = Sheet::default();
    for variable in map.rows.variables() {
        let Some(source) = map.columns.get(variable.name) else { continue };
        let way = match source {
            Source::Value(column) => Way::Value(position(column)?),
            Source::Equal { column, equals } => Way::Equal(position(column)?, position(equals)?),
            Source::Threshold { column, at_least } => Way::Threshold(position(column)?, *at_least),
        };
        ways.push((way, variable));
        sheet.values.push((variable.name, Vec::new()));
    }
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| at_line(&file, &error))? {
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or("").trim();
        let number = |at: usize| -> Result<f64, HistoryError> {
            let text = cell(at);
            if text.is_empty() || map.missing.iter().any(|word| word == text) || text == "NA" {
                return Ok(f64::NAN);
            }
            match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(value),
                _ => {
                    let help = "write a number, or leave the cell empty if it is not coded";
                    Err(refuse(format!("{text:?} is not a number"), help).at(line, head[at]))
                }
            }
        };
        if keys.iter().any(|&at| cell(at).is_empty()) {
            sheet.without_code += 1;
            continue;
        }
        let when = number(year)?;
        if when.fract() != 0.0 || !YEARS.contains(&(when as i32)) {
            let message = format!("{:?} is not a year from {} to {}", cell(year), YEARS.start(), YEARS.end());
            return Err(refuse(message, "give a year in digits").at(line, map.year.as_str()));
        }
        let numbers: Vec<u32> = keys.iter().map(|&at| codes.number(cell(at))).collect();
        let unit = [numbers[0], numbers[numbers.len() - 1]];
        if numbers.len() == 2 && unit[0] == unit[1] {
            let message = format!("the pair consists of the state {:?} twice", cell(keys[0]));
            return Err(refuse(message, "remove the row").at(line, head[keys[0]]));
        }
        if let Some(name) = name.map(cell).filter(|name| !name.is_empty()) {
            sheet.names.insert(unit[0], name.to_owned());
        }
        for ((way, variable), (_, values)) in ways.iter().zip(&mut sheet.values) {
            values.push(match *way {
                Way::Value(at) => within(number(at)?, variable).map_err(|message| {
                    let help = "correct it, or leave it empty; if the word means \"not coded\", name it in `missing` of the column map";
                    refuse(message, help).at(line, head[at])
                })?,
                Way::Equal(at, other) => f64::from(u8::from(number(at)? == number(other)?)),
                Way::Threshold(at, least) => {
                    let value = number(at)?;
                    if value.is_nan() { value } else { f64::from(u8::from(value >= least)) }
                }
            });
        }
        sheet.units.push(unit);
        sheet.years.push(when as i32);
        sheet.lines.push(line);
    }
    Ok(sheet)
}

/// A value within the range of its variable.
fn within(value: f64, variable: &Variable) -> Result<f64, String> {
    let (low, high) = variable.range;
    if value.is_nan() || (low..=high).contains(&value) {
        return Ok(value);
    }
    let allowed = if high.is_finite() { format!("from {low} to {high}") } else { format!("{low} or more") };
    Err(format!("{value} is not a value of `{}` ({}): must be {allowed}", variable.name, variable.meaning))
}

/// What the reader of CSV reports, with its line.
fn at_line(file: &str, error: &csv::Error) -> HistoryError {
    let line = error.position().map_or(0, csv::Position::line);
    let (message, help) = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => (
            format!("the row has {len} cells; the first row has {expected_len}"),
            "give each row a cell for every column",
        ),
        csv::ErrorKind::Utf8 { .. } => ("the row is not UTF-8 text".to_owned(), "save the file as UTF-8"),
        csv::ErrorKind::Io(error) => (format!("cannot be read: {error}"), "get the file again if it is damaged"),
        _ => (error.to_string(), ""),
    };
    HistoryError::of_file(file, message, help).at(line, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_same_with_leading_zeros_and_as_decimals() {
        assert_eq!(["002", "2.0", "2", "USA", "0", "2.5"].map(plain), ["2", "2", "2", "USA", "0", "2.5"]);
    }

    #[test]
    fn the_separator_is_the_one_that_the_first_line_has_most() {
        assert_eq!(separator(b"a,b\n1;2;3\n"), Some(b','));
        assert_eq!(separator(b"a;b;c,d\n"), Some(b';'));
        assert_eq!(separator(b"a\tb\n"), Some(b'\t'));
        assert_eq!(separator(b"one\n"), Some(b','));
        assert_eq!(separator(b""), None);
        assert_eq!(separator(b"\n1,2\n"), None);
    }
}
