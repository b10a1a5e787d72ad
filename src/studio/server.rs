//! Addresses, and what each answers.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use rand::TryRng as _;
use serde::{Deserialize, Serialize};

use super::contrast::{contrast, means};
use super::controls::Controls;
use super::draft::Draft;
use super::guard::guard;
use super::job::{Job, Runs};
use super::map::{self, Map};
use super::opened::{Open, Refused, Studio, blocking, wrong};
use super::{Options, files};
use crate::output::reader::About;
use crate::output::write_whole;
use crate::plot::data::{Data, Wanted};
use crate::record::RunRecord;
use crate::report::{self, pack};

/// The largest request (bytes).
const LARGEST: usize = 256 * 1024;
/// The longest wait for something new before a request is answered anyway.
const WAIT: Duration = Duration::from_secs(20);
/// Where scenarios are saved, below the directory of the studio.
const SAVED: &str = "output/studio";

/// The reason why the studio did not open.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StudioError {
    /// The port is in use, or may not be used.
    #[error("port {port} of this machine cannot be used: {source}; give another with --port, or leave it out")]
    Port {
        /// The port.
        port: u16,
        /// The reason.
        source: std::io::Error,
    },
    /// The first scenario cannot be opened.
    #[error("{0}")]
    First(String),
    /// The page or the threads could not be made.
    #[error("the studio could not begin: {0}")]
    Begin(String),
}

/// Opens the studio, and returns when it ends.
///
/// # Errors
/// Returns an error if the port cannot be used, or the first scenario cannot be opened.
pub(crate) fn serve(options: Options) -> Result<(), StudioError> {
    let Options { port, directory, first, cancel, why, ready } = options;
    let begin = |error: &dyn std::fmt::Display| StudioError::Begin(error.to_string());
    files::found(&directory, &first).map_err(StudioError::First)?;
    let pool = rayon::ThreadPoolBuilder::new().build().map_err(|error| begin(&error))?;
    let html = report::studio_page().map_err(|error| begin(&error))?;
    let secret = secret().map_err(|error| begin(&error))?;
    let studio = Arc::new(Studio {
        directory,
        first,
        why,
        html,
        pool,
        jobs: Mutex::default(),
        maps: Mutex::default(),
        next: AtomicU64::new(1),
        pages: Mutex::default(),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| begin(&error))?;
    let ended = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        let listener = listener.map_err(|source| StudioError::Port { port, source })?;
        let port = listener.local_addr().map_err(|error| begin(&error))?.port();
        let served = axum::serve(listener, routes(&secret, &studio));
        ready(&format!("http://127.0.0.1:{port}/{secret}/"));
        tokio::select! {
            served = async { served.await } => served.map_err(|error| begin(&error)),
            () = until_it_ends(&studio, cancel) => Ok(()),
        }
    });
    studio.stop_all();
    runtime.shutdown_timeout(Duration::from_millis(200));
    ended
}

/// 128 bits that other programs and pages cannot guess.
fn secret() -> Result<String, rand::rngs::SysError> {
    let mut bytes = [0; 16];
    rand::rngs::SysRng.try_fill_bytes(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

fn routes(secret: &str, studio: &Arc<Studio>) -> Router {
    let at = |path: &str| format!("/{secret}/{path}");
    Router::new()
        .route(&at(""), get(page))
        .route(&at("scenarios"), get(scenarios))
        .route(&at("controls"), post(controls))
        .route(&at("jobs"), post(begin))
        .route(&at("jobs/{id}"), get(seen).delete(stop))
        .route(&at("jobs/{id}/against/{base}"), get(against))
        .route(&at("maps"), post(begin_map))
        .route(&at("maps/{page}/{id}"), get(seen_map).delete(stop_map))
        .route(&at("save"), post(save))
        .route(&at("open/{page}"), get(stay_open))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn(guard))
        .with_state(Arc::clone(studio))
}

/// Waits for the signal to end, or until every page was closed.
async fn until_it_ends(studio: &Studio, cancel: &std::sync::atomic::AtomicBool) {
    let mut was_open = false;
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let pages = studio.forget_closed_pages();
        was_open |= pages > 0;
        if cancel.load(Ordering::Relaxed) || (was_open && pages == 0) {
            return;
        }
    }
}

async fn page(State(studio): State<Arc<Studio>>) -> Html<String> {
    Html(studio.html.clone())
}

/// What can be opened, and what is shown first.
async fn scenarios(State(studio): State<Arc<Studio>>) -> Result<Response, Refused> {
    let first = studio.first.clone();
    let listed = blocking(move || files::listed(&studio.directory)).await?;
    Ok(Json(serde_json::json!({ "first": first, "scenarios": listed })).into_response())
}

/// The controls of a draft: of its scenario with the changes so far.
async fn controls(State(studio): State<Arc<Studio>>, Json(draft): Json<Draft>) -> Result<Json<Controls>, Refused> {
    blocking(move || studio.load(&draft).map(|scenario| Json(Controls::of(&scenario)))).await?
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The page that asks: a word that it chose.
    page: String,
    draft: Draft,
    /// A job of the page that stays: its baseline.
    keep: Option<u64>,
}

/// Begins the runs of a draft. Other jobs of the page stop, but its baseline.
async fn begin(State(studio): State<Arc<Studio>>, Json(asked): Json<Asked>) -> Result<Response, Refused> {
    let (id, total) = blocking(move || {
        let scenario = studio.load(&asked.draft)?;
        let id = studio.next.fetch_add(1, Ordering::Relaxed);
        let total = scenario.run.replicates;
        studio.drop_jobs(&asked.page, asked.keep);
        let job = Job::begin(scenario, &studio.pool);
        studio.jobs().insert(id, (asked.page, job));
        Ok::<_, Refused>((id, total))
    })
    .await??;
    Ok(Json(serde_json::json!({ "id": id, "replicates": total })).into_response())
}

async fn stop(State(studio): State<Arc<Studio>>, Path(id): Path<u64>) -> Result<StatusCode, Refused> {
    studio.job(id)?.stop();
    studio.jobs().remove(&id);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct After {
    /// The version that the page has.
    #[serde(default, rename = "after")]
    version: u64,
    /// The measures to give while the runs grow, with commas between.
    #[serde(default)]
    shown: String,
    /// Whether to give the reasons behind the decisions, too.
    #[serde(default)]
    why: bool,
}

/// What there is of a job, with the data of the views.
#[derive(Serialize)]
struct Seen<P: Serialize> {
    version: u64,
    ended: u32,
    replicates: u32,
    over: bool,
    failed: Option<String>,
    outcomes: Vec<Measured>,
    notes: Vec<String>,
    data: Option<P>,
}

#[derive(Serialize)]
struct Measured {
    name: String,
    unit: String,
    meaning: String,
    mean: Option<f64>,
    half_width: Option<f64>,
    missing: usize,
}

async fn seen(
    State(studio): State<Arc<Studio>>,
    Path(id): Path<u64>,
    Query(After { version: after, shown, why }): Query<After>,
) -> Result<Response, Refused> {
    let job = studio.job(id)?;
    let mut version = job.version();
    if !why {
        let _ = tokio::time::timeout(WAIT, version.wait_for(|version| *version > after)).await;
    }
    if job.is_stopped() {
        return Err(Refused(StatusCode::GONE, "these runs were given up for newer ones".to_owned()));
    }
    let version = *version.borrow();
    let text = blocking(move || {
        let runs = job.seen();
        let over = runs.ended == job.scenario.run.replicates;
        let shown: Vec<String> = shown.split(',').map(str::to_owned).collect();
        let only = (!over).then_some(&shown[..]);
        let data = data_of(&job, &runs.records(), only);
        let reasons = data.as_ref().filter(|_| why).and_then(|data| (studio.why)(&job.scenario, data));
        let packed = data.as_ref().map(|data| report::packed(data, reasons, only));
        let (data, notes) = packed.map_or((None, Vec::new()), |(packed, notes)| (Some(packed), notes));
        let known = |value: f64| value.is_finite().then_some(value);
        let outcomes = job.scenario.outcomes.fields().zip(means(&job, &runs)).map(|(field, (name, mean))| Measured {
            name,
            unit: field.unit.to_string(),
            meaning: field.meaning.to_string(),
            mean: known(mean.mean),
            half_width: known(mean.half_width),
            missing: runs.finished.len() - mean.count,
        });
        serde_json::to_string(&Seen {
            version,
            ended: runs.ended,
            replicates: job.scenario.run.replicates,
            over,
            failed: runs.failed.clone(),
            outcomes: outcomes.collect(),
            notes,
            data,
        })
    })
    .await?
    .map_err(|error| Refused(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// The differences of a job from another of the same page.
async fn against(State(studio): State<Arc<Studio>>, Path((id, base)): Path<(u64, u64)>) -> Result<Response, Refused> {
    let (now, base) = (studio.job(id)?, studio.job(base)?);
    let found = blocking(move || {
        let (of_base, of_now) = (base.seen(), now.seen());
        let shared = |runs: &Runs, other: &Runs| -> Vec<Arc<RunRecord>> {
            let both = runs.finished.iter().filter(|(replicate, _)| other.finished.contains_key(replicate));
            both.map(|(_, record)| Arc::clone(record)).collect()
        };
        let (left, right) = (shared(&of_base, &of_now), shared(&of_now, &of_base));
        let data =
            |job: &Job, all: &[Arc<RunRecord>]| data_of(job, &all.iter().map(|one| &**one).collect::<Vec<_>>(), None);
        let (left, right) = (data(&base, &left)?, data(&now, &right)?);
        Some(contrast([&left, &right], [(&base, &of_base), (&now, &of_now)]))
    })
    .await?;
    let none = || Refused(StatusCode::CONFLICT, "the two do not have a finished replicate in common yet".to_owned());
    Ok(Json(found.ok_or_else(none)?).into_response())
}

/// The data of runs, all of them or only some measures.
fn data_of(job: &Job, records: &[&RunRecord], only: Option<&[String]>) -> Option<Data> {
    let scenario = &job.scenario;
    let about = About {
        title: scenario.shown_title().to_owned(),
        question: scenario.question.clone(),
        scenario: scenario.resolved(),
    };
    let mut wanted = Wanted { pairs: only.is_none(), ..Wanted::default() };
    match only {
        // What the order of states and their map are made from.
        Some(_) => wanted.add(pack::columns().filter(|name| {
            ["governance", "power", "bloc"].contains(name) || only.iter().any(|all| all.iter().any(|one| one == name))
        })),
        None => wanted.add(pack::columns()),
    }
    Data::of_runs(about, records, scenario.outcomes.fields().collect(), &wanted)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedMap {
    page: String,
    map: map::Wanted,
}

/// Begins a map. Another map of the page stops.
async fn begin_map(
    State(studio): State<Arc<Studio>>,
    Json(AskedMap { page, map }): Json<AskedMap>,
) -> Result<Response, Refused> {
    let id = blocking(move || {
        let load = |draft: &Draft| studio.load(draft).map_err(|Refused(_, reason)| reason);
        studio.drop_map(&page);
        let map = Map::begin(map, &studio.pool, &load).map_err(wrong)?;
        let id = studio.next.fetch_add(1, Ordering::Relaxed);
        studio.maps().insert(page, (id, map));
        Ok::<_, Refused>(id)
    })
    .await??;
    Ok(Json(serde_json::json!({ "id": id })).into_response())
}

/// The cells of a map that are there.
async fn seen_map(
    State(studio): State<Arc<Studio>>,
    Path((page, id)): Path<(String, u64)>,
    Query(After { version: after, .. }): Query<After>,
) -> Result<Response, Refused> {
    let map = studio.maps().get(&page).filter(|(there, _)| *there == id).map(|(_, map)| Arc::clone(map));
    let gone = || Refused(StatusCode::GONE, "this map was given up for a newer one".to_owned());
    let map = map.ok_or_else(gone)?;
    let mut version = map.version();
    let _ = tokio::time::timeout(WAIT, version.wait_for(|version| *version > after)).await;
    if map.is_stopped() {
        return Err(gone());
    }
    let version = *version.borrow();
    let (cells, over) = map.seen();
    Ok(Json(serde_json::json!({ "version": version, "cells": cells, "over": over })).into_response())
}

async fn stop_map(State(studio): State<Arc<Studio>>, Path((page, _)): Path<(String, u64)>) -> StatusCode {
    studio.drop_map(&page);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Save {
    draft: Draft,
    /// The name of the file, without its end. Without a name nothing is written.
    name: Option<String>,
}

/// The draft as a file, and the command that repeats its runs.
async fn save(State(studio): State<Arc<Studio>>, Json(Save { draft, name }): Json<Save>) -> Result<Response, Refused> {
    blocking(move || {
        studio.load(&draft)?;
        let base = files::found(&studio.directory, &draft.scenario).map_err(wrong)?;
        let is_shipped = base.components().count() == 1 && base.extension().is_none();
        let real = if is_shipped { base.clone() } else { base.canonicalize().unwrap_or_else(|_| base.clone()) };
        let text = draft.text(&real.to_string_lossy()).map_err(wrong)?;
        let Some(name) = name else {
            let answer = serde_json::json!({ "text": text, "command": draft.command(&base) });
            return Ok(Json(answer).into_response());
        };
        let letters = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        if name.is_empty() || name.len() > 60 || !name.chars().all(letters) {
            return Err(wrong("a name has letters without accents, digits, - and _, at most 60".to_owned()));
        }
        let file = format!("{SAVED}/{name}.toml");
        let path = studio.directory.join(&file);
        let failed = |error: &dyn std::fmt::Display| Refused(StatusCode::CONFLICT, format!("{file}: {error}"));
        if path.exists() {
            return Err(failed(&"the file exists already; choose another name"));
        }
        write_whole(&path, text.as_bytes()).map_err(|error| failed(&error))?;
        Ok(Json(serde_json::json!({ "file": file, "text": text, "command": draft.command_of(&file) })).into_response())
    })
    .await?
}

/// Is answered late or when the page is closed, so that the studio knows which pages are open.
async fn stay_open(State(studio): State<Arc<Studio>>, Path(page): Path<String>) -> StatusCode {
    let _open = Open::begin(studio, page);
    tokio::time::sleep(WAIT).await;
    StatusCode::NO_CONTENT
}
