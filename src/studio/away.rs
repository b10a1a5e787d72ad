//! What can be taken away: the scenario with its changes, the command that repeats the runs, tables, and a report.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::contrast::Contrast;
use super::draft::Draft;
use super::job::{Job, can_be_repeated};
use super::opened::{Refused, Studio, wrong};
use super::{figures, shown};
use crate::output::{csv_tables, write_whole};
use crate::plot::theme::Theme;
use crate::plot::{Draw, Figure, Needs, Subject};
use crate::report::tables::{Shown, three};
use crate::report::{self, Contents, pack};

/// Where scenarios are saved, below the directory of the studio.
const SAVED: &str = "output/studio";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Save {
    draft: Draft,
    /// The name of the file, without its end. Without a name nothing is written.
    name: Option<String>,
}

/// The scenario of a draft, and how its runs are repeated.
#[derive(Serialize)]
pub(super) struct Saved {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    text: String,
    command: Option<String>,
}

/// The draft as a file, and the command that repeats its runs. With a name the file is written.
pub(super) fn save(studio: &Studio, Save { draft, name }: &Save) -> Result<Saved, Refused> {
    studio.load(draft)?;
    let base = studio.base(&draft.scenario)?;
    let is_shipped = base.components().count() == 1 && base.extension().is_none();
    let real = if is_shipped { base.clone() } else { base.canonicalize().unwrap_or_else(|_| base.clone()) };
    let text = draft.text(&real.to_string_lossy()).map_err(wrong)?;
    let Some(name) = name else { return Ok(Saved { file: None, text, command: command(studio, draft) }) };
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
    let command = draft.command_of(&file);
    Ok(Saved { file: Some(file), text, command: Some(command) })
}

/// The command that repeats the runs of a draft; `None` if none does. Recorded runs are repeated only if their scenario and this
/// version of the model made all of them from the first round on.
fn command(studio: &Studio, draft: &Draft) -> Option<String> {
    if let Some(reader) = studio.recorded.get(&draft.scenario).filter(|_| draft.is_unchanged()) {
        let is_whole = reader.is_unfinished().is_none() && reader.manifest.from_round.is_none();
        if !is_whole || !can_be_repeated(reader) {
            return None;
        }
    }
    draft.command(&studio.base(&draft.scenario).ok()?, &studio.shown_name(&draft.scenario))
}

/// A table of the finished runs of a job as CSV, as `takvin run` writes it.
///
/// # Errors
/// Returns the reason in words if the job does not have the table.
pub(super) fn table(job: &Job, name: &str) -> Result<Vec<u8>, String> {
    if let Some(directory) = job.directory() {
        return Err(format!("the tables of these runs are in {}", directory.display()));
    }
    let records = job.records();
    let tables = || records.iter().filter_map(|record| record.tables().find(|(there, _)| *there == name));
    let fields = tables().next().ok_or_else(|| format!("these runs do not have a table {name}"))?.1.fields();
    Ok(tables().fold(csv_tables::head(fields), |mut bytes, (_, table)| {
        bytes.extend(csv_tables::rows(table));
        bytes
    }))
}

/// A report that the page asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedReport {
    /// What was tried, in order.
    tried: Vec<Tried>,
    /// The job that is compared with.
    pub(super) against: Option<u64>,
    /// What was changed in the baseline, in words.
    baseline: Option<String>,
    /// The states of the figures; the most important ones if empty.
    #[serde(default)]
    states: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tried {
    draft: Draft,
    words: String,
    /// The mean of outcomes and half the width of its interval, as the page has them.
    outcomes: Vec<(String, Option<f64>, Option<f64>)>,
    /// Whether it is what the report shows.
    now: bool,
}

/// The page of a job, with what was tried and the comparison with the baseline.
///
/// # Errors
/// Returns the reason in words if the page cannot be made.
pub(super) fn report(studio: &Studio, job: &Job, base: Option<&Job>, asked: &AskedReport) -> Result<String, String> {
    let theme: &'static Theme = Default::default();
    let figures: Vec<&'static Figure> =
        figures::all().filter(|figure| base.is_some() || figure.needs != Needs::Baseline).collect();
    // Tables of a run directory are read once for all figures.
    let mut wanted = figures::wanted(&figures);
    wanted.add(pack::columns());
    let data = figures::data(job, &wanted, "now")?;
    let of_base = base.map(|base| figures::data(base, &wanted, "baseline")).transpose()?;
    let ask = figures::ask(&data, theme, &asked.states);
    let subject = Subject { data: &data, baseline: of_base.as_ref() };
    // A figure that these runs do not have the tables for is left out, as in `takvin report`.
    let drawn = figures.into_iter().filter_map(|figure| match figure.draw {
        Draw::Runs(draw) => Some((figure.name, figure.about, draw(&subject, &ask).ok()?)),
        Draw::Sweep(_) => None,
    });
    let drawn = drawn.collect();
    let reasons = if job.can_be_repeated() { (studio.why)(&job.scenario, job.directory(), &data) } else { None };
    let contrast = base.map(|base| shown::against(job, base)).transpose()?.flatten();
    let mut notes = Vec::new();
    let mut before = Vec::new();
    if let Some(apart) = contrast.as_ref().and_then(Contrast::apart) {
        notes.push(apart.to_owned());
    }
    if let Some(contrast) = &contrast {
        notes.push(format!("Baseline: {}.", asked.baseline.as_deref().unwrap_or_default()));
        before.push(contrast.table());
    }
    before.push(tried(studio, &asked.tried));
    let contrast = contrast.map(serde_json::to_value).transpose().map_err(|error| error.to_string())?;
    let manifest = job.manifest();
    let contents =
        Contents { manifest: &manifest, data: &data, figures: drawn, theme, reasons, notes, before, contrast };
    report::page(contents).map(|page| page.html).map_err(|error| error.to_string())
}

/// What was tried as a table: what was changed, outcomes, and the command that repeats it.
fn tried(studio: &Studio, all: &[Tried]) -> Shown {
    let mut names: Vec<&str> = Vec::new();
    for (name, ..) in all.iter().flat_map(|one| &one.outcomes) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut columns = vec![("scenario", "name or path"), ("changed", "what was changed in it")];
    columns.extend(names.iter().map(|name| (*name, "mean over runs with its 95 % interval")));
    columns.push(("command", "repeats the runs as tables"));
    let row = |one: &Tried| {
        let command = command(studio, &one.draft);
        let value = |name: &&str| {
            let found = one.outcomes.iter().find(|(there, ..)| there == name);
            match found {
                Some((_, Some(mean), Some(half))) => format!("{} ± {}", three(*mean), three(*half)),
                Some((_, Some(mean), None)) => three(*mean),
                _ => "–".to_owned(),
            }
        };
        let words = if one.now { format!("{} (shown here)", one.words) } else { one.words.clone() };
        let mut row = vec![one.draft.scenario.clone(), words];
        row.extend(names.iter().map(value));
        row.push(command.unwrap_or_else(|| "options of one command cannot say it: save it as a scenario".to_owned()));
        row
    };
    let rows = all.iter().map(row).collect();
    Shown::new("tried", "What was tried", "Every change, in order.", &columns, rows)
}
