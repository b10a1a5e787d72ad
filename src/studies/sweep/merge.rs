//! Merges shards. The rows of each point come from the shard that ran it, in the order in which one process would have
//! written them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::directory::{open, task};
use super::finish::{Finished, add_formats, finish_work, finished};
use super::{Shard, Sweep, SweepError, tables};
use crate::output::earlier::between;
use crate::output::reader::as_csv;
use crate::output::work::{self, Found};
use crate::output::{Format, Manifest, OutputError, RunReader, SCENARIO, WorkDirectory, io, place, swept, table_path};
use crate::record::MODEL_VERSION;
use crate::scenario::{self, ScenarioErrors};

/// The largest number of missing shards that a message lists.
const LISTED: usize = 8;
/// The error for a directory with other content.
const NO_SWEEP: &str = "this is not a sweep; give the directories of shards (`takvin sweep … --shard 1/4`)";

/// The reason why shards cannot be merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// The directory does not hold a finished sweep.
    #[error("{}: {problem}", .path.display())]
    Shard {
        /// The directory.
        path: PathBuf,
        /// The problem.
        problem: String,
    },
    /// Two directories are the same shard.
    #[error("{} and {} are both shard {shard}; give each shard once", .first.display(), .second.display())]
    Overlap {
        /// The shard.
        shard: String,
        /// The first directory.
        first: PathBuf,
        /// The second directory.
        second: PathBuf,
    },
    /// Shards are missing.
    #[error("shards are missing: {0}; run them with the same command and --shard, and give their directories too")]
    Gaps(String),
    /// The shards belong to different sweeps.
    #[error(
        "{} and {} are not parts of one sweep. What differs:\n  {differences}", .first.display(), .second.display()
    )]
    Mixed {
        /// The first directory.
        first: PathBuf,
        /// The second directory.
        second: PathBuf,
        /// The differences, one line each.
        differences: String,
    },
    /// The scenario beside the tables cannot be read.
    #[error(transparent)]
    Scenario(#[from] ScenarioErrors),
    /// The design is not valid.
    #[error(transparent)]
    Sweep(#[from] SweepError),
    /// A file could not be read or written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// A shard to be joined.
struct ShardDirectory {
    path: PathBuf,
    manifest: Manifest,
    scenario: String,
    shard: Shard,
}

/// The result of a merge.
#[derive(Debug)]
pub struct Merged {
    /// The merged sweep.
    pub sweep: Sweep,
    /// Its summary.
    pub finished: Finished,
    /// If the merged sweep existed already: the files that were added to it.
    pub added: Option<Vec<String>>,
}

/// Merges the shards into the directory that `out` names.
///
/// # Errors
/// Returns an error if the shards do not make up one sweep, or if a file cannot be read or written.
pub fn merge(
    directories: &[PathBuf],
    out: impl FnOnce(&Sweep) -> PathBuf,
    force: bool,
    formats: &[Format],
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Merged, MergeError> {
    let mut parts = directories.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = parts.first() else {
        return Err(MergeError::Gaps("all of them".into()));
    };
    for other in &parts[1..] {
        same(first, other)?;
    }
    parts.sort_by_key(|part| part.shard.index);
    if let Some(pair) = parts.windows(2).find(|pair| pair[0].shard == pair[1].shard) {
        let (first, second) = (pair[0].path.clone(), pair[1].path.clone());
        return Err(MergeError::Overlap { shard: pair[0].shard.to_string(), first, second });
    }
    let of = parts[0].shard.of;
    let there: BTreeSet<u32> = parts.iter().map(|part| part.shard.index).collect();
    let missing = (0..of).filter(|index| !there.contains(index)).map(|index| Shard { index, of }.to_string());
    let few: Vec<String> = missing.take(LISTED).collect();
    if !few.is_empty() {
        let more = match of as usize - there.len() - few.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        return Err(MergeError::Gaps(few.join(", ") + &more));
    }
    let name = &parts[0].manifest.scenario;
    let mut scenario = scenario::load_text(name, &parts[0].scenario, &[])?;
    scenario.name.clone_from(name);
    let sweep = Sweep::new(scenario, None, true)?;
    let path = out(&sweep);
    if let Some(part) = parts.iter().find(|part| same_place(&part.path, &path)) {
        let problem = "this is one of the shards; choose another directory with --out".to_owned();
        return Err(MergeError::Shard { path: part.path.clone(), problem });
    }
    // Every shard is checked before anything is written.
    for part in &parts {
        part.check(&sweep)?;
    }
    let mut task = task(&sweep, formats);
    task.manifest.merged = true;
    task.jobs = sweep.own_count();
    let mut directory = match open(&path, &sweep, &task, force)? {
        Found::Finished(_) => {
            let added = Some(add_formats(&sweep, &path, formats)?);
            let finished = finished(&sweep, &path)?;
            return Ok(Merged { sweep, finished, added });
        }
        Found::Open(directory, _) => directory,
    };
    if let Err(error) = copy(&parts, &sweep, &mut directory, progress) {
        directory.discard();
        return Err(error);
    }
    let finished = finish_work(&sweep, *directory, formats, None)?;
    Ok(Merged { sweep, finished, added: None })
}

/// Copies the rows of every point from its shard.
fn copy(
    parts: &[ShardDirectory],
    sweep: &Sweep,
    directory: &mut WorkDirectory,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), MergeError> {
    let mut readers = parts.iter().map(|part| Rows::open(part, sweep)).collect::<Result<Vec<_>, _>>()?;
    for point in 0..sweep.points.len() {
        let chunk = readers[Shard::index_of(point, parts.len() as u32)].take(sweep, point)?;
        directory.append(&chunk)?;
        progress(point as u64 + 1, sweep.own_count());
    }
    for reader in &readers {
        reader.at_end()?;
    }
    Ok(directory.rest()?)
}

fn same_place(a: &Path, b: &Path) -> bool {
    a == b || a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

fn read(path: &Path) -> Result<ShardDirectory, MergeError> {
    let refuse = |problem: String| Err(MergeError::Shard { path: path.to_owned(), problem });
    let reader = match RunReader::open(path) {
        Err(OutputError::Unfinished { done, .. }) => {
            return refuse(format!("the shard is not finished ({done}); rerun its own command, then merge"));
        }
        Err(OutputError::NoResults(_)) => {
            let exists = if path.exists() {
                "the directory does not have a manifest.toml"
            } else {
                "the directory does not exist"
            };
            return refuse(format!("{exists}; give the directories of finished shards"));
        }
        Err(OutputError::NotARun(_) | OutputError::IsALoop(_) | OutputError::IsHistory(_)) => {
            return refuse(NO_SWEEP.to_owned());
        }
        reader => reader?,
    };
    let manifest = reader.manifest;
    let Some(swept) = &manifest.sweep else {
        return refuse(NO_SWEEP.to_owned());
    };
    let Some(shard) = swept.shard.as_ref().and_then(|shard| shard.parse::<Shard>().ok()) else {
        return refuse("this is a whole sweep, not a shard; there is nothing to merge".into());
    };
    if u64::from(shard.of) > swept.points {
        return refuse(format!(
            "{}: shard {shard} of {} points does not exist; the file is damaged",
            "manifest.toml", swept.points
        ));
    }
    let here = (env!("CARGO_PKG_VERSION"), MODEL_VERSION);
    if (manifest.crate_version.as_str(), manifest.model_version.as_str()) != here {
        let (version, model) = (&manifest.crate_version, &manifest.model_version);
        return refuse(format!(
            "takvin {version} (model {model}) wrote it, and this is takvin {} (model {}); merge with the version that wrote \
             the shards",
            here.0, here.1
        ));
    }
    let text = path.join(SCENARIO);
    let scenario = place::read(&text)?.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    if crate::output::manifest::sha256(scenario.as_bytes()) != manifest.scenario_sha256 {
        return refuse(format!("{SCENARIO} was changed after the shard was run; restore it, or run the shard again"));
    }
    Ok(ShardDirectory { path: path.to_owned(), manifest, scenario, shard })
}

impl ShardDirectory {
    /// Checks that every table is unchanged and has the expected columns.
    fn check(&self, sweep: &Sweep) -> Result<(), MergeError> {
        let damaged = |name: &str, problem: String| OutputError::Malformed {
            path: self.path.join(name),
            problem: format!("{problem}; run the shard again"),
        };
        work::check(&self.path, &self.manifest)?;
        for (name, (_, head)) in tables::names(sweep).into_iter().zip(tables::heads(sweep)) {
            let path = table_path(&self.path, &self.manifest, name);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if !self.manifest.sums.contains_key(&*name) {
                return Err(damaged(&name, "manifest.toml does not have its checksum".to_owned()).into());
            }
            let mut there = Vec::new();
            let file = as_csv(&path, u64::MAX, None)?;
            io(file.take(head.len() as u64).read_to_end(&mut there), &path, "read")?;
            if there != head {
                return Err(damaged(&name, "line 1: the columns do not belong to this sweep".to_owned()).into());
            }
        }
        Ok(())
    }
}

fn same(first: &ShardDirectory, other: &ShardDirectory) -> Result<(), MergeError> {
    let mut differences = Vec::new();
    if first.shard.of != other.shard.of {
        differences.push(format!("{} shards and {} shards", first.shard.of, other.shard.of));
    }
    if first.manifest.scenario != other.manifest.scenario {
        differences.push(format!("scenario {} and {}", first.manifest.scenario, other.manifest.scenario));
    }
    if first.scenario != other.scenario {
        differences.extend(between(&first.scenario, &other.scenario));
    }
    if differences.is_empty() {
        return Ok(());
    }
    let (first, second) = (first.path.clone(), other.path.clone());
    Err(MergeError::Mixed { first, second, differences: differences.join("\n  ") })
}

/// The rows of a shard, by table, in order.
struct Rows {
    tables: Vec<Reader>,
}

struct Reader {
    path: PathBuf,
    rows: csv::Reader<Box<dyn Read + Send>>,
    next: csv::ByteRecord,
    more: bool,
}

impl Rows {
    fn open(part: &ShardDirectory, sweep: &Sweep) -> Result<Self, MergeError> {
        let open = |name: &&str| {
            let path = table_path(&part.path, &part.manifest, name);
            let file = as_csv(&path, u64::MAX, None)?;
            let reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(file);
            let mut reader = Reader { path, rows: reader, next: csv::ByteRecord::new(), more: true };
            reader.advance()?;
            Ok(reader)
        };
        tables::names(sweep)
            .iter()
            .map(open)
            .collect::<Result<_, OutputError>>()
            .map(|tables| Self { tables })
            .map_err(Into::into)
    }

    /// The rows of a point, as written.
    fn take(&mut self, sweep: &Sweep, point: usize) -> Result<Vec<Vec<u8>>, MergeError> {
        let point_cell = point.to_string();
        let begin: Vec<Cow<'_, str>> =
            [sweep.scenario.run.seed.to_string().into()].into_iter().chain(tables::cells(sweep, point)).collect();
        let mut chunk = Vec::new();
        for (at, table) in self.tables.iter_mut().enumerate() {
            let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
            let mut replicates = 0;
            while table.more && table.next.get(0) == Some(point_cell.as_bytes()) {
                if at == 0 {
                    is_run(&table.next, replicates, &begin, sweep.scenario.outcomes.len()).map_err(|column| {
                        let columns = sweep.fields("runs");
                        let column = columns.get(column).map_or_else(String::new, |field| field.name.to_string());
                        table.malformed(&format!("the value of `{column}` does not belong here"))
                    })?;
                    replicates += 1;
                }
                if writer.write_byte_record(&table.next).is_err() {
                    break; // writing to memory cannot fail
                }
                table.advance()?;
            }
            if at == 0 && replicates == 0 {
                return Err(table.malformed(&format!("the runs of point {point} are missing")).into());
            }
            chunk.push(writer.into_inner().unwrap_or_default());
        }
        Ok(chunk)
    }

    /// Checks that every row was used.
    fn at_end(&self) -> Result<(), MergeError> {
        let Some(table) = self.tables.iter().find(|table| table.more) else { return Ok(()) };
        Err(table.malformed("the row does not belong here").into())
    }
}

/// Checks a row of `runs.csv`, or returns the index of the first wrong cell.
fn is_run(row: &csv::ByteRecord, replicate: u32, begin: &[Cow<'_, str>], outcomes: usize) -> Result<(), usize> {
    if row.get(1) != Some(replicate.to_string().as_bytes()) {
        return Err(1);
    }
    for (at, cell) in begin.iter().enumerate() {
        if row.get(2 + at) != Some(cell.as_bytes()) {
            return Err(2 + at);
        }
    }
    let status = 2 + begin.len();
    if ![swept::DONE, swept::FAILED].map(str::as_bytes).iter().any(|word| row.get(status) == Some(word)) {
        return Err(status);
    }
    let is_number = |cell: &[u8]| {
        let text = std::str::from_utf8(cell).ok();
        cell.is_empty() || text.and_then(|text| text.parse::<f64>().ok()).is_some_and(f64::is_finite)
    };
    (status + 2..status + 2 + outcomes).find(|at| !row.get(*at).is_some_and(is_number)).map_or(Ok(()), Err)
}

impl Reader {
    /// An error at the next row.
    fn malformed(&self, problem: &str) -> OutputError {
        let line = self.next.position().filter(|_| self.more).map(csv::Position::line);
        let place = line.map_or_else(|| "at its end".to_owned(), |line| format!("line {line}"));
        OutputError::Malformed { path: self.path.clone(), problem: format!("{place}: {problem}; run the shard again") }
    }

    fn advance(&mut self) -> Result<(), OutputError> {
        self.more = self.rows.read_byte_record(&mut self.next).map_err(|error| OutputError::Malformed {
            path: self.path.clone(),
            problem: format!("{error}; run the shard again"),
        })?;
        Ok(())
    }
}
