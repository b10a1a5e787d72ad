//! Tables that grow over hours and survive a killed process, a power cut or a full disk.
//!
//! Rows are appended to part files in chunks, one chunk per job. The first line of the journal names the tables. Each
//! further line gives the bytes and the checksum of a chunk in every table; the first of these lines is for the header
//! rows. A resumed process reads the journal, keeps the chunks that are unchanged, and cuts off the rest.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub(crate) use super::marks::{JOURNAL, part};
use super::marks::{Marks, Spot, read_marks, sound_chunks};
use super::{OutputError, io, place};

/// Everything is synced to the disk at most this often, or after this number of bytes. A power cut loses at most the
/// work since the last sync.
const SYNC: Duration = Duration::from_secs(5);
/// The disk writes while the model runs, instead of at the end.
const SYNC_BYTES: usize = 128 << 20;

/// Tables being written, chunk by chunk.
#[derive(Debug)]
pub struct Journal {
    directory: PathBuf,
    tables: Vec<PartFile>,
    marks: File,
    line: String,
    chunks: u64,
    synced: Instant,
    unsynced: usize,
}

#[derive(Debug)]
struct PartFile {
    name: String,
    file: File,
    /// The bytes and the checksum of the chunk that is being written.
    bytes: u64,
    sum: crc32fast::Hasher,
}

impl PartFile {
    fn new(name: &str, file: File) -> Self {
        Self { name: name.to_owned(), file, bytes: 0, sum: crc32fast::Hasher::new() }
    }
}

/// A table whose end was modified after it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// The first wrong line or run. If lines are missing, one more than the last line.
    pub spot: Spot,
    /// The problem.
    pub problem: &'static str,
}

impl std::fmt::Display for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { path, spot, problem } = self;
        let kept = match spot {
            Spot::Line(0 | 1) | Spot::Run(0) => "all is run again",
            Spot::Line(_) => "the lines before it are kept, and the rest is run again",
            Spot::Run(_) => "the runs before it are kept, and the rest is run again",
        };
        write!(f, "{}, {spot}: {problem}; {kept}", path.display())
    }
}

impl Journal {
    /// Begins tables. Each has a name and a header row.
    ///
    /// # Errors
    /// Returns an error if a file cannot be made.
    pub fn begin(directory: &Path, tables: &[(String, Vec<u8>)]) -> Result<Self, OutputError> {
        let path = directory.join(JOURNAL);
        place::for_file(&path)?;
        let mut begun = Self {
            directory: directory.to_owned(),
            tables: Vec::new(),
            marks: io(File::create(&path), &path, "made")?,
            line: String::new(),
            chunks: 0,
            synced: Instant::now(),
            unsynced: 0,
        };
        let names = names_line(tables);
        io(begun.marks.write_all(names.as_bytes()), &path, "written")?;
        for (name, _) in tables {
            let path = directory.join(part(name));
            place::for_file(&path)?;
            begun.tables.push(PartFile::new(name, io(File::create(&path), &path, "made")?));
        }
        begun.append(&tables.iter().map(|(_, head)| head.clone()).collect::<Vec<_>>())?;
        begun.chunks = 0;
        Ok(begun)
    }

    /// Resumes tables that were begun with the same names and header rows and have at most this number of chunks.
    /// Returns what was damaged in them. Begins the tables if nothing can be resumed.
    ///
    /// # Errors
    /// Returns an error if a file cannot be read or written.
    pub fn resume(
        directory: &Path,
        tables: &[(String, Vec<u8>)],
        most: u64,
    ) -> Result<(Self, Option<Damage>), OutputError> {
        let path = directory.join(JOURNAL);
        for name in tables.iter().map(|(name, _)| part(name)).chain([JOURNAL.to_owned()]) {
            place::for_file(&directory.join(name))?;
        }
        // A table cannot be checked without its journal.
        let text = place::read(&path)?.unwrap_or_default();
        let names = names_line(tables);
        let after_names = text.strip_prefix(names.as_bytes()).unwrap_or_default();
        let (marks, journal_bad) = read_marks(after_names, tables.len(), most);
        let mut whole = marks.len();
        let mut damage = None;
        for (at, (name, head)) in tables.iter().enumerate() {
            let path = directory.join(part(name));
            let settled = directory.join(name);
            // A process was killed while it moved the tables into place. Some are there already.
            if !path.exists() && settled.exists() {
                io(std::fs::rename(&settled, &path), &settled, "moved")?;
            }
            let sums = marks.iter().map(|line| line[at]);
            let (good, bad) = sound_chunks(&path, sums, Some(head))?;
            if good < whole {
                whole = good;
                damage = bad.map(|(spot, problem)| Damage { path, spot, problem });
            }
        }
        if damage.is_none() && journal_bad {
            let spot = Spot::Line(marks.len() as u64 + 2);
            damage = Some(Damage { path: path.clone(), spot, problem: "the line is not valid in a journal" });
        }
        if whole == 0 {
            // The header rows are wrong, so the tables begin again. The loss of rows without a journal is reported.
            let bytes = |name: &str| directory.join(part(name)).metadata().map_or(0, |about| about.len());
            if damage.is_none() && tables.iter().any(|(name, head)| bytes(name) > head.len() as u64) {
                damage = Some(Damage { path, spot: Spot::Line(1), problem: "lines are missing from here on" });
            }
            return Ok((Self::begin(directory, tables)?, damage));
        }
        let mut parts = Vec::new();
        for (at, (name, _)) in tables.iter().enumerate() {
            let length: u64 = marks[..whole].iter().map(|line| line[at].0).sum();
            parts.push(PartFile::new(name, cut(&directory.join(part(name)), length)?));
        }
        let lines = text.split_inclusive(|byte| *byte == b'\n').take(whole + 1).map(<[u8]>::len).sum::<usize>();
        let journal = cut(&path, lines as u64)?;
        let (directory, chunks) = (directory.to_owned(), whole as u64 - 1);
        let resumed = Self {
            directory,
            tables: parts,
            marks: journal,
            line: String::new(),
            chunks,
            synced: Instant::now(),
            unsynced: 0,
        };
        Ok((resumed, damage))
    }

    /// The number of chunks written so far, without the header rows.
    pub fn chunks(&self) -> u64 {
        self.chunks
    }

    /// Adds a chunk: its bytes for each table, in order. Those of a CSV table must end with a line break.
    ///
    /// # Errors
    /// Returns an error if the chunk cannot be written. What was written of it is cut off when the work is resumed.
    pub fn append(&mut self, chunk: &[Vec<u8>]) -> Result<(), OutputError> {
        chunk.iter().enumerate().try_for_each(|(at, bytes)| self.write(at, bytes))?;
        self.end_chunk()
    }

    /// Adds bytes to a table, by its index. They belong to the chunk that [`Journal::end_chunk`] ends.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub(crate) fn write(&mut self, table: usize, bytes: &[u8]) -> Result<(), OutputError> {
        let part = &mut self.tables[table];
        io(part.file.write_all(bytes), &self.directory.join(&part.name), "written")?;
        part.sum.update(bytes);
        part.bytes += bytes.len() as u64;
        self.unsynced += bytes.len();
        Ok(())
    }

    /// Ends a chunk.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub(crate) fn end_chunk(&mut self) -> Result<(), OutputError> {
        use std::fmt::Write as _;
        self.line.clear();
        for part in &mut self.tables {
            let (bytes, sum) = (std::mem::take(&mut part.bytes), std::mem::take(&mut part.sum).finalize());
            // Writing to a string cannot fail.
            let _ = write!(self.line, "{bytes} {sum:08x} ");
        }
        self.line.push_str(".\n");
        let path = self.directory.join(JOURNAL);
        io(self.marks.write_all(self.line.as_bytes()), &path, "written")?;
        self.chunks += 1;
        if self.synced.elapsed() >= SYNC || self.unsynced >= SYNC_BYTES {
            self.sync()?;
        }
        Ok(())
    }

    /// Syncs everything to the disk.
    ///
    /// # Errors
    /// Returns an error if that fails.
    pub fn sync(&mut self) -> Result<(), OutputError> {
        for part in &self.tables {
            io(part.file.sync_data(), &self.directory.join(&part.name), "written")?;
        }
        self.synced = Instant::now();
        self.unsynced = 0;
        io(self.marks.sync_data(), &self.directory.join(JOURNAL), "written")
    }

    /// The path of a table until it is moved into place.
    pub fn part(&self, name: &str) -> PathBuf {
        self.directory.join(part(name))
    }

    /// Renames every table to its final name, on the disk if tables are kept. The work can still be resumed.
    ///
    /// # Errors
    /// Returns an error if a table cannot be renamed.
    pub fn settle(mut self, is_kept: bool) -> Result<(), OutputError> {
        if is_kept {
            self.sync()?;
        }
        for PartFile { name, .. } in &self.tables {
            let path = self.directory.join(name);
            io(std::fs::rename(self.part(name), &path), &path, "moved into place")?;
        }
        Ok(())
    }

    /// Writes every table under its final name with its chunks in another order. Each chunk occurs once. The part files
    /// are kept, so the work can still be resumed.
    ///
    /// # Errors
    /// Returns an error if a table cannot be read or written.
    pub fn settle_in_order(mut self, order: &(impl Iterator<Item = u64> + Clone)) -> Result<(), OutputError> {
        self.sync()?;
        self.tables.iter().try_for_each(|table| write_in_order(&self.directory, &table.name, order.clone()))
    }
}

/// Writes chunks of a table under its final name, in the order given, after the header row.
pub(super) fn write_in_order(
    directory: &Path,
    name: &str,
    order: impl Iterator<Item = u64>,
) -> Result<(), OutputError> {
    let Some(lengths) = Marks::read(directory)?.lengths(name) else { return Ok(()) };
    let (from, to) = (directory.join(part(name)), directory.join(name));
    let mut out = BufWriter::with_capacity(1 << 18, io(File::create(&to), &to, "made")?);
    io(copy_in_order(&from, &lengths, order, &mut out), &to, "written")?;
    let file = io(out.into_inner().map_err(std::io::IntoInnerError::into_error), &to, "written")?;
    io(file.sync_all(), &to, "written")
}

fn copy_in_order(
    from: &Path,
    lengths: &[u64],
    order: impl Iterator<Item = u64>,
    out: &mut impl std::io::Write,
) -> std::io::Result<()> {
    let ends: Vec<u64> = lengths
        .iter()
        .scan(0, |end, length| {
            *end += length;
            Some(*end)
        })
        .collect();
    let mut file = BufReader::with_capacity(1 << 16, File::open(from)?);
    let mut at = 0u64;
    // The header row is chunk 0, so the chunk of job k is number k + 1.
    for chunk in std::iter::once(0).chain(order.map(|job| job as usize + 1)) {
        let start = ends[chunk] - lengths[chunk];
        file.seek_relative(start.cast_signed() - at.cast_signed())?;
        let copied = std::io::copy(&mut file.by_ref().take(lengths[chunk]), out)?;
        at = start + copied;
    }
    Ok(())
}

/// The first line of a journal.
fn names_line(tables: &[(String, Vec<u8>)]) -> String {
    let names: Vec<&str> = tables.iter().map(|(name, _)| name.as_str()).collect();
    format!("{}\n", names.join(" "))
}

/// Opens a file to append after this number of bytes.
fn cut(path: &Path, length: u64) -> Result<File, OutputError> {
    let mut file = io(File::options().write(true).open(path), path, "opened")?;
    io(file.set_len(length), path, "truncated to its last complete row")?;
    io(file.seek(SeekFrom::Start(length)).map(|_| ()), path, "opened")?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::super::marks::count_lines;
    use super::*;

    fn tables() -> Vec<(String, Vec<u8>)> {
        vec![("a.csv".to_owned(), b"x,y\n".to_vec()), ("b.csv".to_owned(), b"z\n".to_vec())]
    }

    fn chunk(k: usize) -> Vec<Vec<u8>> {
        vec![format!("{k},1\n{k},2\n").into_bytes(), format!("{k}\n").into_bytes()]
    }

    /// Three chunks, and the end of the journal.
    fn left_behind() -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        let mut journal = Journal::begin(directory.path(), &tables()).unwrap();
        (0..3).for_each(|k| journal.append(&chunk(k)).unwrap());
        assert_eq!(journal.chunks(), 3);
        directory
    }

    fn finish(directory: &Path, mut journal: Journal) {
        (journal.chunks() as usize..5).for_each(|k| journal.append(&chunk(k)).unwrap());
        journal.settle(true).unwrap();
        std::fs::remove_file(directory.join(JOURNAL)).unwrap();
        let whole: Vec<u8> = (0..5).flat_map(|k| chunk(k)[0].clone()).collect();
        let whole = String::from_utf8(whole).unwrap();
        assert_eq!(std::fs::read_to_string(directory.join("a.csv")).unwrap(), format!("x,y\n{whole}"));
        assert_eq!(std::fs::read_to_string(directory.join("b.csv")).unwrap(), "z\n0\n1\n2\n3\n4\n");
        assert_eq!(directory.read_dir().unwrap().count(), 2);
    }

    #[test]
    fn cut_at_any_byte_it_goes_on_to_the_same_end() {
        let whole = left_behind();
        for name in ["a.csv.part", "b.csv.part", JOURNAL] {
            let length = std::fs::metadata(whole.path().join(name)).unwrap().len();
            for keep in 0..length {
                let directory = left_behind();
                cut(&directory.path().join(name), keep).unwrap();
                let (journal, _) = Journal::resume(directory.path(), &tables(), 5).unwrap();
                assert!(journal.chunks() < 3, "{name} {keep}");
                finish(directory.path(), journal);
            }
        }
    }

    #[test]
    fn rows_without_a_journal_are_not_dropped_without_a_word() {
        for text in [None, Some(""), Some("5 0bad"), Some("not a line of a journal\n")] {
            let directory = left_behind();
            let path = directory.path().join(JOURNAL);
            match text {
                Some(text) => std::fs::write(&path, text).unwrap(),
                None => std::fs::remove_file(&path).unwrap(),
            }
            let (journal, damage) = Journal::resume(directory.path(), &tables(), 5).unwrap();
            let damage = damage.unwrap();
            assert_eq!((journal.chunks(), damage.path, damage.spot), (0, path, Spot::Line(1)));
            drop(journal);
            let (journal, damage) = Journal::resume(directory.path(), &tables(), 5).unwrap();
            assert_eq!((journal.chunks(), damage), (0, None), "the tables begin again");
            finish(directory.path(), journal);
        }
    }

    #[test]
    fn a_chunk_that_was_under_way_is_cut_off_without_a_word() {
        let directory = left_behind();
        let path = directory.path().join("a.csv.part");
        File::options().append(true).open(path).unwrap().write_all(b"3,1\n3").unwrap();
        let (journal, damage) = Journal::resume(directory.path(), &tables(), 5).unwrap();
        assert_eq!((journal.chunks(), damage), (3, None));
        finish(directory.path(), journal);
    }

    #[test]
    fn any_changed_byte_is_found_with_its_line() {
        let whole = left_behind();
        let bytes = std::fs::read(whole.path().join("a.csv.part")).unwrap();
        for at in 0..bytes.len() {
            let directory = left_behind();
            let path = directory.path().join("a.csv.part");
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            std::fs::write(&path, damaged).unwrap();
            let (journal, damage) = Journal::resume(directory.path(), &tables(), 5).unwrap();
            let damage = damage.unwrap();
            let line = count_lines(&bytes[..at]) + 1;
            // A chunk has two lines here. The wrong line can be found only if its number of cells changed.
            let is_near = damage.spot == Spot::Line(line) || damage.spot == Spot::Line(line - 1);
            assert!(damage.path == path && is_near, "{at}: {damage:?}");
            assert_eq!(journal.chunks(), line.saturating_sub(2) / 2, "{at}");
            finish(directory.path(), journal);
        }
    }

    #[test]
    fn chunks_that_cannot_be_are_found_and_those_before_them_kept() {
        let nothing = "0 00000000 0 00000000 .\n";
        for (after, kept) in [(1, 0), (2, 0), (4, 2), (5, 3)] {
            let directory = left_behind();
            let path = directory.path().join(JOURNAL);
            let text = std::fs::read_to_string(&path).unwrap();
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            lines.insert(after, nothing);
            std::fs::write(&path, lines.concat()).unwrap();
            let (journal, damage) = Journal::resume(directory.path(), &tables(), 5).unwrap();
            assert_eq!((journal.chunks(), damage.unwrap().spot), (kept, Spot::Line(after as u64 + 1)));
            finish(directory.path(), journal);
        }
        let (journal, damage) = Journal::resume(left_behind().path(), &tables(), 2).unwrap();
        assert_eq!((journal.chunks(), damage.unwrap().spot), (2, Spot::Line(5)), "more chunks than jobs are refused");
    }

    #[test]
    #[cfg(unix)]
    fn nothing_is_written_through_a_link() {
        for name in ["a.csv.part", JOURNAL] {
            let directory = left_behind();
            let (path, theirs) = (directory.path().join(name), directory.path().join("theirs"));
            std::fs::rename(&path, &theirs).unwrap();
            std::os::unix::fs::symlink(&theirs, &path).unwrap();
            let before = std::fs::read(&theirs).unwrap();
            let error = Journal::resume(directory.path(), &tables(), 2).unwrap_err().to_string();
            assert!(error.contains(name) && error.contains("a symbolic link"), "{error}");
            assert!(Journal::begin(directory.path(), &tables()).is_err());
            assert_eq!(std::fs::read(&theirs).unwrap(), before);
        }
    }

    #[test]
    fn killed_between_two_renames_it_goes_on() {
        let directory = left_behind();
        std::fs::rename(directory.path().join("a.csv.part"), directory.path().join("a.csv")).unwrap();
        let (journal, damage) = Journal::resume(directory.path(), &tables(), 5).unwrap();
        assert_eq!((journal.chunks(), damage), (3, None));
        finish(directory.path(), journal);
    }
}
