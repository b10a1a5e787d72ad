//! The lines of a journal, and the check that the chunks of a table are still as it says.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use super::form::Form;
use super::names::PART;
use super::{OutputError, io, place};

/// Name of the journal.
pub(crate) const JOURNAL: &str = "journal";

/// The bytes and the checksum of a chunk in one table.
type Mark = (u64, u32);

/// Where a file is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The number of a line, from 1.
    Line(u64),
    /// The number of a run, from 0: tables of cells do not have lines.
    Run(u64),
}

impl std::fmt::Display for Spot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Run(number) => write!(f, "run {number}"),
        }
    }
}

/// The tables of unfinished work and their chunks, as far as the journal is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The names of the tables.
    pub tables: Vec<String>,
    /// The marks of each chunk by table, the header rows first.
    chunks: Vec<Vec<Mark>>,
}

impl Marks {
    /// Reads the journal in a directory. Does not read the tables themselves.
    pub(crate) fn read(directory: &Path) -> Result<Self, OutputError> {
        let path = directory.join(JOURNAL);
        let text = place::read(&path)?.unwrap_or_default();
        let malformed = |problem: &str| OutputError::Malformed { path: path.clone(), problem: problem.to_owned() };
        let end = text.iter().position(|byte| *byte == b'\n').ok_or_else(|| malformed("the journal is empty"))?;
        let names = std::str::from_utf8(&text[..end]).map_err(|_| malformed("line 1 is not UTF-8 text"))?;
        let tables: Vec<String> = names.split_ascii_whitespace().map(str::to_owned).collect();
        let (chunks, _) = read_marks(&text[end + 1..], tables.len(), u64::MAX);
        Ok(Self { tables, chunks })
    }

    /// The number of chunks that are written, without the header rows.
    pub(crate) fn chunks(&self) -> u64 {
        (self.chunks.len() as u64).saturating_sub(1)
    }

    /// The marks of a table, or `None` if the table does not exist.
    fn of(&self, table: &str) -> Option<impl Iterator<Item = Mark>> {
        let at = self.tables.iter().position(|there| there == table)?;
        Some(self.chunks.iter().map(move |marks| marks[at]))
    }

    /// The bytes of each chunk of a table, or `None` if the table does not exist.
    pub(super) fn lengths(&self, table: &str) -> Option<Vec<u64>> {
        Some(self.of(table)?.map(|(bytes, _)| bytes).collect())
    }

    /// The bytes of a table in complete chunks, or `None` if the table does not exist.
    pub(crate) fn bytes(&self, table: &str) -> Option<u64> {
        Some(self.of(table)?.fold(0u64, |sum, (bytes, _)| sum.saturating_add(bytes)))
    }

    /// Checks that the chunks of a table are unchanged.
    ///
    /// # Errors
    /// Returns an error that names the first modified line or run.
    pub(super) fn check(&self, directory: &Path, table: &str) -> Result<(), OutputError> {
        let Some(marks) = self.of(table) else { return Ok(()) };
        let path = directory.join(part(table));
        match sound_chunks(&path, marks, None)? {
            (_, Some((spot, problem))) => {
                let problem = format!("{spot}: {problem}; rerun the command that began this work");
                Err(OutputError::Malformed { path, problem })
            }
            _ => Ok(()),
        }
    }
}

/// The name of a table until it is complete.
pub(crate) fn part(table: &str) -> String {
    format!("{table}{PART}")
}

/// The complete lines of a journal, at most one for the header rows and this number of chunks, and whether a line is
/// invalid.
pub(super) fn read_marks(text: &[u8], tables: usize, most: u64) -> (Vec<Vec<Mark>>, bool) {
    let mut marks = Vec::new();
    for line in text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")) {
        let mark = std::str::from_utf8(line).ok().and_then(|line| read_line(line, tables));
        match mark {
            Some(mark) if marks.len() as u64 <= most => marks.push(mark),
            _ => return (marks, true),
        }
    }
    (marks, false)
}

fn read_line(line: &str, tables: usize) -> Option<Vec<Mark>> {
    let words: Vec<&str> = line.split_ascii_whitespace().collect();
    let (end, words) = words.split_last()?;
    let mark = |pair: &[&str]| Some((pair.first()?.parse().ok()?, u32::from_str_radix(pair.get(1)?, 16).ok()?));
    let marks: Vec<Mark> = words.chunks(2).map(mark).collect::<Option<_>>()?;
    // Every chunk has rows in some table.
    let has_rows = marks.iter().any(|(bytes, _)| *bytes > 0);
    (*end == "." && marks.len() == tables && has_rows).then_some(marks)
}

/// The number of chunks of a table that are unchanged, and the place and kind of the first problem after them.
#[allow(clippy::type_complexity)] // a number, and a place with a reason
pub(super) fn sound_chunks(
    path: &Path,
    marks: impl Iterator<Item = Mark>,
    head: Option<&[u8]>,
) -> Result<(usize, Option<(Spot, &'static str)>), OutputError> {
    let is_cells = Form::is_cells(path);
    // The head is chunk 0. Without it the first run cannot be read.
    let run = |number: usize| Spot::Run(number.saturating_sub(1) as u64);
    let file = match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let spot = if is_cells { run(0) } else { Spot::Line(1) };
            return Ok((0, Some((spot, "the file is missing"))));
        }
        file => io(file, path, "read")?,
    };
    let mut file = BufReader::with_capacity(1 << 18, file);
    let (mut line, mut bytes, mut cells) = (1, Vec::new(), 0);
    for (number, (length, sum)) in marks.enumerate() {
        bytes.clear();
        io(file.by_ref().take(length).read_to_end(&mut bytes), path, "read")?;
        if (bytes.len() as u64) < length {
            if is_cells {
                return Ok((number, Some((run(number), "rows are missing from here on"))));
            }
            let lines = count_lines(&bytes);
            return Ok((number, Some((Spot::Line(line + lines), "lines are missing from here on"))));
        }
        if number == 0 && !is_cells {
            cells = cells_of(head.unwrap_or(&bytes));
        }
        if crc32fast::hash(&bytes) != sum || number == 0 && head.is_some_and(|head| bytes != head) {
            if is_cells {
                return Ok((number, Some((run(number), "its rows were modified after they were written"))));
            }
            // The last row may be cut only because the rows before it changed their length.
            let mut rows = bytes.split_inclusive(|byte| *byte == b'\n').filter(|row| row.ends_with(b"\n"));
            let within = rows.position(|row| cells_of(row) != cells).unwrap_or(0) as u64;
            return Ok((number, Some((Spot::Line(line + within), "the line was modified after it was written"))));
        }
        line += if is_cells { 0 } else { count_lines(&bytes) };
    }
    // The rest was being written when the process ended.
    Ok((usize::MAX, None))
}

#[allow(clippy::naive_bytecount)] // not worth a crate
pub(super) fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The cells of a line. Commas in quotes do not count.
fn cells_of(line: &[u8]) -> usize {
    let mut quoted = false;
    let commas = line.iter().filter(|byte| {
        quoted ^= **byte == b'"';
        !quoted && **byte == b','
    });
    commas.count() + 1
}
