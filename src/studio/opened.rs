//! The studio while it is open: the jobs and maps of each page, and which pages are open.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::draft::Draft;
use super::job::Job;
use super::map::Map;
use super::{Why, files};

/// The studio ends this long after its last page was closed. A page that is loaded again is back sooner.
const GRACE: Duration = Duration::from_secs(3);

/// The studio while it is open.
pub(super) struct Studio {
    pub(super) directory: PathBuf,
    pub(super) first: String,
    pub(super) why: Why,
    pub(super) html: String,
    pub(super) pool: rayon::ThreadPool,
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

    pub(super) fn load(&self, draft: &Draft) -> Result<crate::scenario::Scenario, Refused> {
        let base = files::found(&self.directory, &draft.scenario).map_err(wrong)?;
        draft.load(&base).map_err(wrong)
    }
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

/// Work that takes more than a moment, beside the answering of requests.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
    let failed = |_| Refused(StatusCode::INTERNAL_SERVER_ERROR, "this could not be worked out".to_owned());
    tokio::task::spawn_blocking(work).await.map_err(failed)
}
