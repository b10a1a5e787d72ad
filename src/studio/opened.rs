//! The studio while it is open: the jobs and maps of each page, and which pages are open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::draft::Draft;
use super::job::Job;
use super::map::Map;
use super::{Past, Why, files};
use crate::output::RunReader;
use crate::scenario::{self, Scenario};

/// The studio ends this long after its last page was closed. A page that is loaded again is back sooner.
const GRACE: Duration = Duration::from_secs(3);

/// The studio while it is open.
pub(super) struct Studio {
    pub(super) directory: PathBuf,
    /// The names of what is opened first, in order.
    pub(super) opened: Vec<String>,
    /// The run directories among them.
    pub(super) recorded: BTreeMap<String, RunReader>,
    pub(super) why: Why,
    pub(super) past: Box<Past>,
    pub(super) html: String,
    /// The threads of the runs that are shown.
    pub(super) pool: rayon::ThreadPool,
    /// The threads of maps, so that runs do not wait for their cells.
    pub(super) map_pool: rayon::ThreadPool,
    pub(super) jobs: Mutex<BTreeMap<u64, (String, Arc<Job>)>>,
    /// The map of each page.
    pub(super) maps: Mutex<BTreeMap<String, (u64, Arc<Map>)>>,
    pub(super) next: AtomicU64,
    /// The pages that were opened: how many of their questions are waiting, and since when.
    pub(super) pages: Mutex<BTreeMap<String, (usize, Instant)>>,
}

impl Studio {
    pub(super) fn jobs(&self) -> MutexGuard<'_, BTreeMap<u64, (String, Arc<Job>)>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn pages(&self) -> MutexGuard<'_, BTreeMap<String, (usize, Instant)>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops the jobs of pages that were closed. Returns the number of the others.
    pub(super) fn forget_closed_pages(&self) -> usize {
        let mut closed = Vec::new();
        let mut pages = self.pages();
        pages.retain(|page, (waiting, since)| {
            let stays = *waiting > 0 || since.elapsed() < GRACE;
            if !stays {
                closed.push(page.clone());
            }
            stays
        });
        let open = pages.len();
        drop(pages);
        for page in closed {
            self.drop_jobs(&page, None);
            self.drop_map(&page);
        }
        open
    }

    pub(super) fn job(&self, id: u64) -> Result<Arc<Job>, Refused> {
        let found = self.jobs().get(&id).map(|(_, job)| Arc::clone(job));
        found.ok_or_else(|| Refused(StatusCode::GONE, "these runs were given up for newer ones".to_owned()))
    }

    /// Stops and forgets the jobs of a page, but one.
    pub(super) fn drop_jobs(&self, page: &str, keep: Option<u64>) {
        self.jobs().retain(|id, (of, job)| {
            let stays = of != page || keep == Some(*id);
            if !stays {
                job.stop();
            }
            stays
        });
    }

    pub(super) fn maps(&self) -> MutexGuard<'_, BTreeMap<String, (u64, Arc<Map>)>> {
        self.maps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops and forgets the map of a page.
    pub(super) fn drop_map(&self, page: &str) {
        if let Some((_, map)) = self.maps().remove(page) {
            map.stop();
        }
    }

    pub(super) fn stop_all(&self) {
        for (_, map) in self.maps().values() {
            map.stop();
        }
        for (_, job) in self.jobs().values() {
            job.stop();
        }
    }

    /// The file of a scenario: that of its name or path, or that of a run directory.
    pub(super) fn base(&self, name: &str) -> Result<PathBuf, Refused> {
        match self.recorded.get(name) {
            Some(reader) => Ok(reader.scenario()),
            None => files::found(&self.directory, name).map_err(wrong),
        }
    }

    /// A scenario as a command line names it.
    pub(super) fn shown_name(&self, name: &str) -> String {
        let of_run = |reader: &RunReader| reader.scenario().display().to_string();
        self.recorded.get(name).map_or_else(|| name.to_owned(), of_run)
    }

    pub(super) fn load(&self, draft: &Draft) -> Result<Scenario, Refused> {
        draft.load(&self.base(&draft.scenario)?).map_err(wrong)
    }

    /// The runs of a draft: begun now, or those of a run directory in which nothing was changed. `before` is called once it is
    /// sure that they can begin.
    pub(super) fn begin(&self, draft: &Draft, before: impl FnOnce()) -> Result<Arc<Job>, Refused> {
        if let Some(reader) = self.recorded.get(&draft.scenario).filter(|_| draft.is_unchanged()) {
            let mut scenario = scenario::load(&reader.scenario(), &[]).map_err(|error| wrong(error.to_string()))?;
            scenario.name.clone_from(&reader.manifest.scenario);
            before();
            return Ok(Job::recorded(scenario, reader.clone()));
        }
        let scenario = self.load(draft)?;
        refuse_too_much(&scenario).map_err(wrong)?;
        before();
        Ok(Job::begin(scenario, &self.pool))
    }
}

/// The studio keeps the tables of all its runs. More than this (bytes) is refused, because a baseline needs as much again.
const MOST: u64 = 2 << 30;

fn refuse_too_much(scenario: &Scenario) -> Result<(), String> {
    // Pairs are kept of the first replicate alone.
    let mut others = scenario.clone();
    others.record.pairs = false;
    let (most, asked) = (MOST / others.bytes_of_a_run().max(1), scenario.run.replicates);
    if u64::from(asked) <= most {
        return Ok(());
    }
    if most == 0 {
        let rounds = scenario.run.rounds;
        return Err(format!(
            "{rounds} rounds of this world are too many to keep in memory; give fewer, or use takvin run"
        ));
    }
    Err(format!(
        "{asked} replicates of this world are too many to keep in memory; {most} or fewer are possible here, and any number \
         with takvin run"
    ))
}

/// A request that cannot be answered, with the reason in words.
pub(super) struct Refused(pub(super) StatusCode, pub(super) String);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (self.0, Json(serde_json::json!({ "error": self.1 }))).into_response()
    }
}

pub(super) fn wrong(reason: String) -> Refused {
    Refused(StatusCode::UNPROCESSABLE_ENTITY, reason)
}

/// A page that is open.
pub(super) struct Open(Arc<Studio>, String);

impl Open {
    pub(super) fn begin(studio: Arc<Studio>, page: String) -> Self {
        studio.pages().entry(page.clone()).or_insert_with(|| (0, Instant::now())).0 += 1;
        Self(studio, page)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Some((waiting, since)) = self.0.pages().get_mut(&self.1) {
            (*waiting, *since) = (waiting.saturating_sub(1), Instant::now());
        }
    }
}

/// Something that should have worked did not.
pub(super) fn broken(reason: String) -> Refused {
    Refused(StatusCode::INTERNAL_SERVER_ERROR, reason)
}

/// The names of what is opened first, and the run directories among them. A directory with the name of a shipped scenario is
/// named by its path.
///
/// # Errors
/// Returns the reason in words if a scenario cannot be opened, or a directory does not have the tables of single runs.
pub(super) fn first(
    directory: &Path,
    names: Vec<String>,
) -> Result<(Vec<String>, BTreeMap<String, RunReader>), String> {
    let (mut opened, mut recorded) = (Vec::new(), BTreeMap::new());
    for name in names {
        let path = Path::new(&name);
        let is_shipped = scenario::shipped().iter().any(|shipped| shipped.name == name);
        // A directory that happens to have the name of a shipped scenario.
        let is_other = is_shipped && RunReader::open_as_it_is(path).is_err();
        if !path.is_dir() || is_other {
            files::found(directory, &name)?;
            opened.push(name);
            continue;
        }
        let reader = RunReader::open_as_it_is(path).map_err(|error| error.to_string())?;
        if reader.manifest.sweep.is_some() {
            return Err(format!("{name}: a sweep does not have a page; open a run of one of its points"));
        }
        let name = if is_shipped { format!("./{name}") } else { name };
        opened.push(name.clone());
        recorded.insert(name, reader);
    }
    Ok((opened, recorded))
}

/// Work that takes more than a moment, beside the answering of requests.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
    let failed = |_| Refused(StatusCode::INTERNAL_SERVER_ERROR, "this could not be worked out".to_owned());
    tokio::task::spawn_blocking(work).await.map_err(failed)
}
