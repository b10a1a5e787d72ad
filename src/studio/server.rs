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
use serde::Deserialize;

use super::away::{self, Saved};
use super::controls::Controls;
use super::draft::Draft;
use super::guard::guard;
use super::map::{self, Map};
use super::opened::{self, Open, Refused, Studio, blocking, broken, wrong};
use super::{Options, figures, files, shown};
use crate::report;

/// The largest request (bytes).
const LARGEST: usize = 256 * 1024;
/// The longest wait for something new before a request is answered anyway.
const WAIT: Duration = Duration::from_secs(20);

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
    let Options { port, directory, opened, cancel, why, past, ready } = options;
    let begin = |error: &dyn std::fmt::Display| StudioError::Begin(error.to_string());
    let (opened, recorded) = opened::first(&directory, opened).map_err(StudioError::First)?;
    let pool = || rayon::ThreadPoolBuilder::new().build().map_err(|error| begin(&error));
    let html = report::studio_page(figures::all().map(|figure| (figure.name, figure.about)).collect())
        .map_err(|error| begin(&error))?;
    let secret = secret().map_err(|error| begin(&error))?;
    let studio = Arc::new(Studio {
        directory,
        opened,
        recorded,
        why,
        past,
        html,
        pool: pool()?,
        map_pool: pool()?,
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
        .route(&at("jobs/{id}/past"), get(past))
        .route(&at("jobs/{id}/figures"), post(figure))
        .route(&at("jobs/{id}/tables/{name}"), get(table))
        .route(&at("jobs/{id}/report"), post(report_of))
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
    let opened = studio.opened.clone();
    let runs: Vec<String> = studio.recorded.keys().cloned().collect();
    let listed = blocking(move || files::listed(&studio.directory)).await?;
    Ok(Json(serde_json::json!({ "opened": opened, "runs": runs, "scenarios": listed })).into_response())
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
        let id = studio.next.fetch_add(1, Ordering::Relaxed);
        let job = studio.begin(&asked.draft, || studio.drop_jobs(&asked.page, asked.keep))?;
        let total = job.progress().replicates;
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
    let shown: Vec<String> = shown.split(',').map(str::to_owned).collect();
    let text =
        blocking(move || shown::seen(&job, version, &shown, why.then_some(studio.why))).await?.map_err(broken)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// The differences of a job from another of the same page.
async fn against(State(studio): State<Arc<Studio>>, Path((id, base)): Path<(u64, u64)>) -> Result<Response, Refused> {
    let (now, base) = (studio.job(id)?, studio.job(base)?);
    let found = blocking(move || shown::against(&now, &base)).await?.map_err(broken)?;
    let none = || Refused(StatusCode::CONFLICT, "the two do not have a finished replicate in common yet".to_owned());
    Ok(Json(found.ok_or_else(none)?).into_response())
}

/// The record of history beside a job.
async fn past(State(studio): State<Arc<Studio>>, Path(id): Path<u64>) -> Result<Json<shown::Past>, Refused> {
    let job = studio.job(id)?;
    blocking(move || (studio.past)(&job.scenario).map(shown::past).map(Json)).await?.map_err(wrong)
}

/// A figure of a job, as an image for the page or as a file.
async fn figure(
    State(studio): State<Arc<Studio>>,
    Path(id): Path<u64>,
    Json(asked): Json<figures::Asked>,
) -> Result<Response, Refused> {
    let job = studio.job(id)?;
    let base = asked.against.map(|base| studio.job(base)).transpose()?;
    let (kind, bytes) = blocking(move || figures::draw(&job, base.as_deref(), &asked)).await?.map_err(wrong)?;
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// A table of a job as CSV.
async fn table(State(studio): State<Arc<Studio>>, Path((id, name)): Path<(u64, String)>) -> Result<Response, Refused> {
    let job = studio.job(id)?;
    let bytes = blocking(move || away::table(&job, &name)).await?.map_err(wrong)?;
    Ok(([(header::CONTENT_TYPE, "text/csv")], bytes).into_response())
}

/// The report of a job, with what was tried.
async fn report_of(
    State(studio): State<Arc<Studio>>,
    Path(id): Path<u64>,
    Json(asked): Json<away::AskedReport>,
) -> Result<Html<String>, Refused> {
    let job = studio.job(id)?;
    let base = asked.against.map(|base| studio.job(base)).transpose()?;
    blocking(move || away::report(&studio, &job, base.as_deref(), &asked)).await?.map(Html).map_err(wrong)
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
        let map = Map::begin(map, &studio.map_pool, &load).map_err(wrong)?;
        let id = studio.next.fetch_add(1, Ordering::Relaxed);
        // Another may have begun meanwhile.
        let other = studio.maps().insert(page, (id, map));
        if let Some((_, other)) = other {
            other.stop();
        }
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

async fn stop_map(State(studio): State<Arc<Studio>>, Path((page, id)): Path<(String, u64)>) -> StatusCode {
    let is_it = studio.maps().get(&page).is_some_and(|(there, _)| *there == id);
    if is_it {
        studio.drop_map(&page);
    }
    StatusCode::NO_CONTENT
}

/// The draft as a file, and the command that repeats its runs.
async fn save(State(studio): State<Arc<Studio>>, Json(asked): Json<away::Save>) -> Result<Json<Saved>, Refused> {
    blocking(move || away::save(&studio, &asked).map(Json)).await?
}

/// Is not answered: it ends when the page is closed, so that the studio knows which pages are open. A page that its browser has
/// frozen could not ask again.
async fn stay_open(State(studio): State<Arc<Studio>>, Path(page): Path<String>) -> StatusCode {
    let _open = Open::begin(studio, page);
    std::future::pending().await
}
