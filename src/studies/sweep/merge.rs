//! Shards joined: the rows of each point from the shard that ran it, in the order in which one process would have written
//! them.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::directory::{Found, SweepDirectory};
use super::finish::{Finished, add_formats, finish, finished};
use super::job::Chunk;
use super::{Shard, Sweep, SweepError, tables};
use crate::output::earlier::between;
use crate::output::{
    Format, MANIFEST, Manifest, OutputError, SCENARIO, UNFINISHED, io, place, restore, swept, table_file,
};
use crate::record::MODEL_VERSION;
use crate::scenario::{self, ScenarioErrors};

/// Why shards cannot be joined.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// It is no sweep, or not a finished one.
    #[error("{}: {problem}", .path.display())]
    Shard {
        /// The directory.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Two are the same part.
    #[error("{} and {} are both shard {shard}; give each shard once", .first.display(), .second.display())]
    Overlap {
        /// The shard.
        shard: String,
        /// One directory.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// Some are not given.
    #[error("shards are missing: {0}; run them with the same command and --shard, and give their directories too")]
    Gaps(String),
    /// They are parts of different sweeps.
    #[error(
        "{} and {} are not parts of one sweep. What differs:\n  {differences}", .first.display(), .second.display()
    )]
    Mixed {
        /// One directory.
        first: PathBuf,
        /// The other.
        second: PathBuf,
        /// What differs, a line each.
        differences: String,
    },
    /// The scenario beside the tables cannot be read.
    #[error(transparent)]
    Scenario(#[from] ScenarioErrors),
    /// The design cannot be made again.
    #[error(transparent)]
    Sweep(#[from] SweepError),
    /// Something could not be read or written.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// A shard to be joined.
struct Part {
    path: PathBuf,
    manifest: Manifest,
    scenario: String,
    shard: Shard,
}

/// What joining came to.
#[derive(Debug)]
pub struct Merged {
    /// The whole sweep.
    pub sweep: Sweep,
    /// What it came to.
    pub finished: Finished,
    /// Where this very sweep stood there already: files that were added to it.
    pub added: Option<Vec<String>>,
}

/// Joins the shards into the directory that `out` names.
///
/// # Errors
/// The shards are not those of one sweep, each once, or something cannot be read or written.
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
    let missing: Vec<String> = (0..of)
        .map(|index| Shard { index, of })
        .filter(|shard| parts.iter().all(|part| part.shard != *shard))
        .map(|shard| shard.to_string())
        .collect();
    if !missing.is_empty() {
        return Err(MergeError::Gaps(missing.join(", ")));
    }
    let name = &parts[0].manifest.scenario;
    let mut scenario = scenario::load_text(name, &parts[0].scenario, &[])?;
    scenario.name.clone_from(name);
    let sweep = Sweep::new(scenario, None, true)?;
    let path = out(&sweep);
    if let Some(part) = parts.iter().find(|part| same_place(&part.path, &path)) {
        let problem = "this is one of the shards; choose another place with --out".to_owned();
        return Err(MergeError::Shard { path: part.path.clone(), problem });
    }
    let mut directory = match SweepDirectory::open(&path, &sweep, formats, force)? {
        Found::Finished => {
            let added = Some(add_formats(&sweep, &path, formats)?);
            let finished = finished(&sweep, &path)?;
            return Ok(Merged { sweep, finished, added });
        }
        Found::Open(directory, _) => directory,
    };
    let mut readers = parts.iter().map(|part| Rows::open(part, &sweep)).collect::<Result<Vec<_>, _>>()?;
    let done = directory.done();
    for job in 0..sweep.jobs() {
        let point = sweep.point_of(job);
        let chunk = readers[Shard::index_of(point, of)].take(&sweep, job, point)?;
        if job >= done {
            directory.append(&sweep, &chunk)?;
        }
        progress(job + 1, sweep.jobs());
    }
    for reader in &readers {
        reader.at_end()?;
    }
    directory.rest(&sweep)?;
    let finished = finish(&sweep, *directory, formats)?;
    Ok(Merged { sweep, finished, added: None })
}

fn same_place(a: &Path, b: &Path) -> bool {
    a == b || a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

fn read(path: &Path) -> Result<Part, MergeError> {
    let refuse = |problem: String| Err(MergeError::Shard { path: path.to_owned(), problem });
    if path.join(UNFINISHED).exists() {
        return refuse("the shard is not finished; go on with it by its own command, then merge".into());
    }
    if !path.join(MANIFEST).exists() && path.is_dir() {
        // Its own command was killed while it added files: they are there, but aside.
        restore(path)?;
    }
    if !path.join(MANIFEST).exists() {
        let what =
            if path.exists() { format!("there is no {MANIFEST}") } else { "there is no such directory".to_owned() };
        return refuse(format!("{what}; give the directories of finished shards"));
    }
    let manifest = Manifest::read(path)?;
    let Some(swept) = &manifest.sweep else {
        return refuse("this is no sweep; give the directories of shards (`takvin sweep … --shard 1/4`)".into());
    };
    let Some(shard) = swept.shard.as_ref().and_then(|shard| shard.parse().ok()) else {
        return refuse("this is a whole sweep, not a shard; there is nothing to merge".into());
    };
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
        return refuse(format!(
            "{SCENARIO} is not the one that the runs were made with; put it back, or run the shard again"
        ));
    }
    Ok(Part { path: path.to_owned(), manifest, scenario, shard })
}

fn same(first: &Part, other: &Part) -> Result<(), MergeError> {
    let mut differences = Vec::new();
    if first.shard.of != other.shard.of {
        differences.push(format!("{} shards of one, {} of the other", first.shard.of, other.shard.of));
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

/// The rows of a shard, table by table, in order.
struct Rows {
    tables: Vec<Reader>,
}

struct Reader {
    path: PathBuf,
    rows: csv::Reader<File>,
    next: csv::ByteRecord,
    more: bool,
}

impl Rows {
    fn open(part: &Part, sweep: &Sweep) -> Result<Self, MergeError> {
        let open = |name: &&str| {
            let path = part.path.join(table_file(name));
            let file = io(File::open(&path), &path, "read")?;
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

    /// The rows of a job, as they were written.
    fn take(&mut self, sweep: &Sweep, job: u64, point: usize) -> Result<Chunk, MergeError> {
        let replicates = sweep.scenario.run.replicates;
        let replicate = sweep.plan.until.is_none().then(|| (job % u64::from(replicates)).to_string());
        let point_cell = point.to_string();
        let mut chunk = Chunk { point, tables: Vec::new(), done: 0, failed: 0, reason: None };
        let status = 3 + sweep.points.axes().len();
        for (at, table) in self.tables.iter_mut().enumerate() {
            let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
            while table.more
                && &table.next[0] == point_cell.as_bytes()
                && replicate.as_ref().is_none_or(|replicate| &table.next[1] == replicate.as_bytes())
            {
                if at == 0 {
                    if &table.next[status] == swept::DONE.as_bytes() {
                        chunk.done += 1;
                    } else {
                        chunk.failed += 1;
                        let reason = String::from_utf8_lossy(&table.next[status + 1]).into_owned();
                        chunk.reason.get_or_insert(reason);
                    }
                }
                if writer.write_byte_record(&table.next).is_err() {
                    break; // memory takes every row
                }
                table.advance()?;
            }
            if at == 0 && chunk.done + chunk.failed == 0 {
                let line = table.next.position().filter(|_| table.more).map_or(0, csv::Position::line);
                let place = if line == 0 { "at its end".to_owned() } else { format!("line {line}") };
                let problem = format!("{place}: the runs of point {point} are missing; run the shard again");
                return Err(OutputError::Malformed { path: table.path.clone(), problem }.into());
            }
            chunk.tables.push(writer.into_inner().unwrap_or_default());
        }
        Ok(chunk)
    }

    /// Is every row taken?
    fn at_end(&self) -> Result<(), MergeError> {
        let Some(table) = self.tables.iter().find(|table| table.more) else { return Ok(()) };
        let line = table.next.position().map_or(0, csv::Position::line);
        let problem = format!("line {line}: the row does not belong here; run the shard again");
        Err(OutputError::Malformed { path: table.path.clone(), problem }.into())
    }
}

impl Reader {
    fn advance(&mut self) -> Result<(), OutputError> {
        self.more = self.rows.read_byte_record(&mut self.next).map_err(|error| OutputError::Malformed {
            path: self.path.clone(),
            problem: format!("{error}; run the shard again"),
        })?;
        Ok(())
    }
}
