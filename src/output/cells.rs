//! Growing tables as cells: eight bytes for each, without digits. Tables grow in this form if they are not kept as CSV.
//!
//! ```text
//! takvin cells 1          the head: three lines of text
//! wnl                     the kind of each column: whole number, number or label
//! run,year,state          the header row, as in CSV
//! W count (length bytes)… words, which labels count from 0; they hold until the next words
//! R count cells…          rows, cell by cell
//! ```
//!
//! Counts and lengths have four bytes. All numbers begin with their lowest byte.

use std::fs::File;
use std::io::{BufReader, Error, ErrorKind, Read, Result, Take};
use std::path::Path;
use std::sync::Arc;

use super::csv_tables;
use crate::record::{Field, Kind, Table};

/// The first line of a file.
const MAGIC: &str = "takvin cells 1\n";
const WORDS: u8 = b'W';
const ROWS: u8 = b'R';
/// The number of cells turned into bytes at a time. They stay in the processor's cache.
const CELLS_AT_ONCE: usize = 1 << 13;
/// The number of rows read at a time.
const ROWS_AT_ONCE: usize = 4096;

/// The head of a table.
pub(super) fn head(fields: &[Field]) -> Vec<u8> {
    let mut head = MAGIC.as_bytes().to_vec();
    head.extend(fields.iter().map(|field| letter(field.kind)));
    head.push(b'\n');
    head.extend(csv_tables::head(fields));
    head
}

fn letter(kind: Kind) -> u8 {
    match kind {
        Kind::Number => b'n',
        Kind::Whole => b'w',
        Kind::Label => b'l',
    }
}

/// Gives words to `write`.
pub(super) fn write_words<E>(
    words: &[String],
    mut write: impl FnMut(&[u8]) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let mut bytes = vec![WORDS];
    bytes.extend(length(words.len()));
    for word in words {
        bytes.extend(length(word.len()));
        bytes.extend(word.as_bytes());
    }
    write(&bytes)
}

/// Gives the rows of a table to `write`, piece by piece, so that no copy of a whole table is made.
pub(super) fn write_rows<E>(
    table: &Table,
    mut write: impl FnMut(&[u8]) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let width = table.fields().len().max(1);
    let mut bytes = Vec::with_capacity(CELLS_AT_ONCE * 8);
    // A count has four bytes.
    for rows in table.cells().chunks((u32::MAX as usize).saturating_mul(width)) {
        write(&[ROWS])?;
        write(&length(rows.len() / width))?;
        for cells in rows.chunks(CELLS_AT_ONCE) {
            bytes.resize(cells.len() * 8, 0);
            for (bytes, cell) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(cells) {
                *bytes = cell.to_le_bytes();
            }
            write(&bytes)?;
        }
    }
    Ok(())
}

fn length(length: usize) -> [u8; 4] {
    debug_assert!(u32::try_from(length).is_ok());
    (length as u32).to_le_bytes()
}

/// A file of cells that is read some rows at a time.
pub(super) struct CellsReader {
    file: Take<BufReader<File>>,
    /// The header row as CSV.
    header: Vec<u8>,
    fields: Arc<[Field]>,
    words: Arc<[String]>,
    /// The number of rows that follow before the next words or the next count.
    rows: usize,
}

impl CellsReader {
    /// Opens a file, of which this number of bytes is read.
    pub(super) fn open(path: &Path, bytes: u64) -> Result<Self> {
        let mut file = BufReader::with_capacity(1 << 18, File::open(path)?).take(bytes);
        let mut line = || {
            let mut line = Vec::new();
            std::io::BufRead::read_until(&mut file, b'\n', &mut line).map(|_| line)
        };
        let (magic, kinds, header) = (line()?, line()?, line()?);
        if magic != MAGIC.as_bytes() {
            return Err(damaged("its first line is wrong"));
        }
        let kinds: Option<Vec<Kind>> = kinds.trim_ascii_end().iter().map(|letter| kind(*letter)).collect();
        let names = csv::Reader::from_reader(&header[..]).headers().cloned().unwrap_or_default();
        let kinds = kinds.filter(|kinds| !kinds.is_empty() && kinds.len() == names.len());
        let kinds = kinds.ok_or_else(|| damaged("its columns are wrong"))?;
        let field = |(name, kind): (&str, Kind)| Field { kind, ..Field::number(name.to_owned(), "", "") };
        let fields = names.iter().zip(kinds).map(field).collect();
        Ok(Self { file, header, fields, words: Arc::new([]), rows: 0 })
    }

    /// The next rows, or `None` at the end of the file.
    pub(super) fn next_rows(&mut self) -> Result<Option<Table>> {
        while self.rows == 0 {
            let mut tag = [0];
            if self.file.read(&mut tag)? == 0 {
                return Ok(None);
            }
            match tag[0] {
                ROWS => self.rows = self.length()?,
                WORDS => {
                    let count = self.length()?;
                    self.words = (0..count).map(|_| self.word()).collect::<Result<_>>()?;
                }
                _ => return Err(damaged("rows or words are wrong")),
            }
        }
        let rows = self.rows.min(ROWS_AT_ONCE);
        self.rows -= rows;
        let width = self.fields.len();
        let bytes = self.bytes(rows * width * 8)?;
        let mut table = Table::new(Arc::clone(&self.fields), Arc::clone(&self.words));
        for row in bytes.as_chunks::<8>().0.chunks_exact(width) {
            table.push(row.iter().map(|cell| f64::from_le_bytes(*cell)));
        }
        Ok(Some(table))
    }

    fn length(&mut self) -> Result<usize> {
        let mut bytes = [0; 4];
        self.file.read_exact(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes) as usize)
    }

    fn word(&mut self) -> Result<String> {
        let length = self.length()?;
        String::from_utf8(self.bytes(length)?).map_err(|_| damaged("a word is not UTF-8 text"))
    }

    /// The next bytes. A length that is wrong does not reserve memory.
    fn bytes(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.by_ref().take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() == length { Ok(bytes) } else { Err(damaged("rows or words are missing")) }
    }
}

fn kind(letter: u8) -> Option<Kind> {
    match letter {
        b'n' => Some(Kind::Number),
        b'w' => Some(Kind::Whole),
        b'l' => Some(Kind::Label),
        _ => None,
    }
}

fn damaged(why: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("cannot be read as cells: {why}"))
}

/// A file of cells that is read as CSV text, so that every reader of tables reads it.
pub(super) struct AsCsv {
    cells: CellsReader,
    /// Whether each column is wanted. The cells of other columns are empty.
    wanted: Vec<bool>,
    /// CSV text, and how much of it was read.
    text: Vec<u8>,
    read: usize,
}

impl AsCsv {
    /// Opens a file, of which this number of bytes and some columns are read, or all of them.
    pub(super) fn open(path: &Path, bytes: u64, columns: Option<&[&str]>) -> Result<Self> {
        let mut cells = CellsReader::open(path, bytes)?;
        let is_wanted = |field: &Field| columns.is_none_or(|columns| columns.contains(&&*field.name));
        let wanted = cells.fields.iter().map(is_wanted).collect();
        let text = std::mem::take(&mut cells.header);
        Ok(Self { cells, wanted, text, read: 0 })
    }

    /// Makes the text of the next rows. It stays empty at the end of the file.
    fn fill(&mut self) -> Result<()> {
        self.text.clear();
        self.read = 0;
        let Some(table) = self.cells.next_rows()? else { return Ok(()) };
        let mut wanted = Table::new(Arc::clone(&self.cells.fields), Arc::clone(&self.cells.words));
        for row in table.rows() {
            let cells = row.iter().zip(&self.wanted);
            wanted.push(cells.map(|(cell, is_wanted)| if *is_wanted { *cell } else { f64::NAN }));
        }
        self.text = csv_tables::rows(&wanted);
        Ok(())
    }
}

impl Read for AsCsv {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.read == self.text.len() {
            self.fill()?;
        }
        let length = (&self.text[self.read..]).read(buffer)?;
        self.read += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(words: &[&str], first: u32, rows: u32) -> Table {
        let fields = vec![Field::whole("run", "", ""), Field::number("x", "", ""), Field::label("state", "")];
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let mut table = Table::new(fields.into(), words.into());
        let x = |k: u32| if k.is_multiple_of(7) { f64::NAN } else { 1.0 / f64::from(k) - 0.5 };
        (first..first + rows).for_each(|k| table.push([f64::from(k), x(k), f64::from(k % 3)]));
        table
    }

    /// The bytes of tables, each with its words.
    fn bytes_of(tables: &[Table]) -> Vec<u8> {
        let mut bytes = head(tables[0].fields());
        let mut write = |piece: &[u8]| {
            bytes.extend_from_slice(piece);
            Ok::<_, ()>(())
        };
        for table in tables {
            write_words(table.words(), &mut write).unwrap();
            write_rows(table, &mut write).unwrap();
        }
        bytes
    }

    fn csv_of(bytes: &[u8], length: u64, columns: Option<&[&str]>) -> Result<String> {
        let file = tempfile::NamedTempFile::new()?;
        std::fs::write(file.path(), bytes)?;
        let mut text = String::new();
        AsCsv::open(file.path(), length, columns)?.read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn cells_are_read_as_the_csv_of_the_same_tables() {
        let tables = [table(&["A", "B, \"C\"", ""], 1, 9000), table(&["D", "é", "F"], 9001, 5), table(&[], 0, 0)];
        let mut wanted = csv_tables::head(tables[0].fields());
        for table in &tables {
            wanted.extend(csv_tables::rows(table));
        }
        let bytes = bytes_of(&tables);
        let text = csv_of(&bytes, u64::MAX, None).unwrap();
        assert!(text.as_bytes() == wanted);
        let states = csv_of(&bytes, u64::MAX, Some(&["state"])).unwrap();
        assert!(states.starts_with("run,x,state\n,,\"B, \"\"C\"\"\"\n,,\n,,A\n"), "{}", &states[..60]);
        let first = bytes_of(&tables[..1]).len() as u64;
        assert_eq!(csv_of(&bytes, first, None).unwrap().lines().count(), 9001, "only the first table");
    }

    #[test]
    fn damaged_cells_are_an_error_and_reserve_no_memory() {
        let bytes = bytes_of(&[table(&["A", "B", "C"], 1, 20)]);
        let problem = |bytes: &[u8]| csv_of(bytes, u64::MAX, None).unwrap_err().to_string();
        assert_eq!(problem(b"run,x\n1,2\n"), "cannot be read as cells: its first line is wrong");
        assert_eq!(problem(b"takvin cells 1\nwx\nrun,x\n"), "cannot be read as cells: its columns are wrong");
        assert_eq!(problem(b"takvin cells 1\nwnl\nrun,x\n"), "cannot be read as cells: its columns are wrong");
        assert_eq!(problem(&bytes[..bytes.len() - 1]), "cannot be read as cells: rows or words are missing");
        assert_eq!(problem(&[&bytes[..], b"1,2\n"].concat()), "cannot be read as cells: rows or words are wrong");
        let head = head(table(&[], 0, 0).fields());
        for what in [WORDS, ROWS] {
            assert!(csv_of(&[&head[..], &[what], &[255; 12]].concat(), u64::MAX, None).is_err());
        }
        for length in 0..bytes.len() {
            // It may end between words and rows, but never panics.
            let _ = csv_of(&bytes[..length], u64::MAX, None);
        }
    }
}
