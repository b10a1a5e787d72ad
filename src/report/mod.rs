//! The self-contained page of a run directory: a summary in words, interactive charts, figures, tables, the scenario
//! and the manifest. It is one HTML file that needs no network. The interactive parts read data packed into the file.

pub(crate) mod comparison;
pub(crate) mod pack;
mod packed;
pub(crate) mod reasons;
mod summary;
pub(crate) mod tables;
pub(crate) mod thousandths;
mod tiles;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;

use crate::output::Manifest;
use crate::plot::data::Data;
use crate::plot::theme::Theme;
use crate::plot::{Drawing, font};
use packed::Packed;
use reasons::Reasons;

/// What a page is made of.
pub(crate) struct Contents<'a> {
    /// The manifest of the run.
    pub manifest: &'a Manifest,
    /// The run.
    pub data: &'a Data,
    /// The figures: name, description and drawing.
    pub figures: Vec<(&'static str, &'static str, Drawing)>,
    /// Colours of the figures.
    pub theme: &'static Theme,
    /// The terms of the decisions, if the run could be repeated.
    pub reasons: Option<Reasons>,
    /// Notes for the reader on what the page leaves out or thins.
    pub notes: Vec<String>,
    /// Tables that come before those of the run, such as the comparison with a baseline.
    pub before: Vec<tables::Shown>,
    /// The differences of every curve from a baseline, as the script reads them.
    pub contrast: Option<serde_json::Value>,
}

/// The reason why a page could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be made: {0}")]
pub(crate) struct ReportError(String);

#[derive(Serialize)]
struct FigureEntry {
    name: &'static str,
    about: &'static str,
    image: String,
}

/// What the template fills in.
#[derive(Serialize)]
#[allow(clippy::struct_excessive_bools)] // one per part of the page
struct Shown<'a> {
    title: &'a str,
    question: &'a str,
    version: &'a str,
    /// Whether the page belongs to a studio, and does not hold a run.
    is_studio: bool,
    manifest_rows: Vec<(String, String)>,
    summary: Vec<String>,
    notes: &'a [String],
    single: u32,
    map_caption: &'static str,
    /// Whether single runs can be shown. A comparison does not have them.
    has_runs: bool,
    has_relations: bool,
    has_reasons: bool,
    figures: Vec<FigureEntry>,
    tables: Vec<tables::Shown>,
    scenario_name: &'static str,
    scenario: &'a str,
    font_style: String,
    style: &'static str,
    script: String,
    packed: String,
}

const STUDIO: [(&str, &str); 3] = [
    ("studio.html", include_str!("page/studio.html")),
    ("outcomes.html", include_str!("page/outcomes.html")),
    ("away.html", include_str!("page/away.html")),
];
const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
/// What the page of a recorded run and that of the studio share.
const SCRIPTS: &[&str] = &[
    include_str!("page/start.js"),
    include_str!("page/words.js"),
    include_str!("page/shared.js"),
    include_str!("page/download.js"),
    include_str!("page/chart.js"),
    include_str!("page/drift.js"),
    include_str!("page/network.js"),
    include_str!("page/tiles.js"),
    include_str!("page/events.js"),
    include_str!("page/rounds.js"),
    include_str!("page/terms.js"),
    include_str!("page/backlog.js"),
    include_str!("page/why.js"),
    include_str!("page/tables.js"),
];
/// The end of the page of a recorded run: it reads the data that the page holds.
const OF_A_RUN: &str = include_str!("page/end.js");
/// The end of the studio's page: it asks the server.
const OF_THE_STUDIO: &[&str] = &[
    include_str!("page/studio/ask.js"),
    include_str!("page/studio/draft.js"),
    include_str!("page/studio/focus.js"),
    include_str!("page/studio/knobs.js"),
    include_str!("page/studio/timeline.js"),
    include_str!("page/studio/runs.js"),
    include_str!("page/studio/tried.js"),
    include_str!("page/studio/map.js"),
    include_str!("page/studio/heat.js"),
    include_str!("page/studio/figures.js"),
    include_str!("page/studio/end.js"),
];

/// The page and its notes on what it leaves out.
pub(crate) struct Page {
    /// HTML.
    pub html: String,
    /// Notes on what the page leaves out or thins.
    pub notes: Vec<String>,
}

/// Makes the page.
pub(crate) fn page(contents: Contents<'_>) -> Result<Page, ReportError> {
    let Contents { manifest, data, figures, theme, reasons, notes, before, contrast } = contents;
    let failed = |error: &dyn std::fmt::Display| ReportError(error.to_string());
    let mut packed = pack::Pack::new(data, reasons);
    packed.contrast = contrast;
    let mut notes = notes;
    notes.extend(packed.notes());
    let summary = summary::sentences(manifest, data);
    let tables = before.into_iter().chain(tables::all(data)).collect();
    let figures: Vec<FigureEntry> = figures
        .into_iter()
        .map(|(name, about, drawing)| Ok(FigureEntry { name, about, image: image(&drawing, theme)? }))
        .collect::<Result<_, String>>()
        .map_err(|error| failed(&error))?;
    let map_caption = packed.map_caption();
    let (has_relations, has_reasons) = (data.relations.is_some(), packed.has_reasons());
    let letters =
        letters(&[&summary.join(""), &data.about.title, &data.about.question, &data.states.join(""), PAGE], &figures);
    let json = serde_json::to_string(&Packed::of(packed)).map_err(|error| failed(&error))?;
    let shown = Shown {
        title: &data.about.title,
        question: &data.about.question,
        version: &manifest.crate_version,
        is_studio: false,
        manifest_rows: manifest_rows(manifest),
        summary,
        notes: &notes,
        single: data.runs[0],
        map_caption,
        has_runs: true,
        has_relations,
        has_reasons,
        figures,
        tables,
        scenario_name: "The scenario, resolved (scenario.toml)",
        scenario: &data.about.scenario,
        font_style: font::style_sheet(&letters),
        style: STYLE,
        script: SCRIPTS.concat() + OF_A_RUN,
        packed: STANDARD.encode(gzip(json.as_bytes()).map_err(|error| failed(&error))?),
    };
    let html = render(&shown)?;
    Ok(Page { html, notes })
}

/// The page of the studio, which holds no run: it asks its server for the data of [`packed()`], and
/// for the images of its figures. These are given by their names and descriptions.
pub(crate) fn studio_page(views: Vec<(&'static str, &'static str)>) -> Result<String, ReportError> {
    let letters: String = (' '..='~').chain("–−…±×é·".chars()).collect();
    render(&Shown {
        title: "takvin studio",
        question: "",
        version: env!("CARGO_PKG_VERSION"),
        is_studio: true,
        manifest_rows: Vec::new(),
        summary: Vec::new(),
        notes: &[],
        single: 0,
        map_caption: "Map of governance: one tile per state, near its place if all states have coordinates, else by bloc.",
        has_runs: true,
        has_relations: true,
        has_reasons: true,
        figures: views.into_iter().map(|(name, about)| FigureEntry { name, about, image: String::new() }).collect(),
        tables: Vec::new(),
        scenario_name: "",
        scenario: "",
        font_style: font::style_sheet(&letters),
        style: STYLE,
        script: SCRIPTS.concat() + &OF_THE_STUDIO.concat(),
        packed: String::new(),
    })
}

/// The data of a page as its script reads them, with notes on what they leave out. Of runs under way only
/// some measures are given, because they are soon replaced.
pub(crate) fn packed<'a>(
    data: &'a Data,
    reasons: Option<Reasons>,
    only: Option<&[String]>,
) -> (impl Serialize + use<'a>, Vec<String>) {
    let pack = pack::Pack::new(data, reasons);
    let Some(measures) = only else {
        let notes = pack.notes();
        return (Packed::of(pack), notes);
    };
    (Packed::of(pack.light(measures)), Vec::new())
}

fn render(shown: &Shown<'_>) -> Result<String, ReportError> {
    let failed = |error: minijinja::Error| ReportError(error.to_string());
    let mut environment = Environment::new();
    for (name, text) in STUDIO.into_iter().chain([("page.html", PAGE)]) {
        environment.add_template(name, text).map_err(failed)?;
    }
    environment.get_template("page.html").map_err(failed)?.render(Serde(shown)).map_err(failed)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// A figure larger than this (bytes of SVG) is stored in the page as a PNG image, which is smaller.
const LARGE: usize = 160_000;

fn image(drawing: &Drawing, theme: &'static Theme) -> Result<String, String> {
    let svg = drawing.to_svg(drawing.natural_size(), false);
    // Attributes that plotters writes on every shape although they are the default.
    let svg = svg
        .replace(" opacity=\"1\"", "")
        .replace(" stroke=\"none\"", "")
        .replace(" \"/>\n", "\"/>")
        .replace("\"/>\n", "\"/>");
    if svg.len() <= LARGE {
        return Ok(svg);
    }
    let png = drawing.to_png(drawing.natural_size(), theme.paper)?;
    let alt = quick_xml::escape::escape(format!("{}. {}", drawing.title, drawing.description)).into_owned();
    Ok(format!("<img alt=\"{alt}\" src=\"data:image/png;base64,{}\">", STANDARD.encode(png)))
}

/// All characters that the page writes in its font: plain letters, and the characters of names.
fn letters(texts: &[&str], figures: &[FigureEntry]) -> String {
    let plain = (' '..='~').chain("–−…±×é".chars());
    plain
        .chain(texts.iter().flat_map(|text| text.chars()))
        .chain(figures.iter().flat_map(|f| f.image.chars()))
        .collect()
}

fn manifest_rows(manifest: &Manifest) -> Vec<(String, String)> {
    let table = toml::Table::try_from(manifest).unwrap_or_default();
    let plain = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(all) => all.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    table.iter().map(|(key, value)| (key.replace('_', " "), plain(value))).collect()
}
