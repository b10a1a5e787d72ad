//! Figures of runs held against the record of history. They have a separate registry, because their tables differ from
//! those of a run.

use std::collections::BTreeMap;

use super::data::named;
use super::drift::{UNIT, finish};
use super::font;
use super::grid::Grid;
use super::page::{Fill, Page, Rect, Side, Stroke, shorten};
use super::panel::{Axis, Panel};
use super::sheet::{Sheet, Sign};
use super::the_loop::rows;
use super::theme::{Colour, DASHES, Dash, Theme, size};
use super::{Ask, Drawing, PlotError};
use crate::record::Table;

/// A figure of work on history.
#[derive(Debug)]
pub(crate) struct HistoryFigure {
    /// The name, on the command line and of its file.
    pub name: &'static str,
    /// Its description in one line.
    pub about: &'static str,
    /// The work that it belongs to: `compared` or `forecast`.
    pub work: &'static str,
    /// The table that it shows.
    pub table: &'static str,
    /// Draws it.
    pub draw: fn(&Held<'_>, &Ask) -> Result<Drawing, PlotError>,
}

/// All of them, in order.
pub(crate) const HISTORY_FIGURES: [HistoryFigure; 5] = [
    HistoryFigure {
        name: "history-distances",
        about: "how far each pattern of the runs is from the record",
        work: "compared",
        table: "patterns",
        draw: distances,
    },
    HistoryFigure {
        name: "history-mean",
        about: "the mean political system, in the record and in runs",
        work: "compared",
        table: "courses",
        draw: means,
    },
    HistoryFigure {
        name: "history-states",
        about: "the political system of each state, in the record and in runs",
        work: "compared",
        table: "courses",
        draw: states,
    },
    HistoryFigure {
        name: "history-causes",
        about: "why the political system of each state changed in the runs",
        work: "compared",
        table: "causes",
        draw: causes,
    },
    HistoryFigure {
        name: "history-forecast",
        about: "the score of forecasts of political systems, by year",
        work: "forecast",
        table: "systems",
        draw: forecast,
    },
];

/// What a figure shows.
pub(crate) struct Held<'a> {
    /// The title of the scenario.
    pub title: &'a str,
    /// The number of runs, in words.
    pub runs: String,
    /// The model, the null models and the baselines, in order.
    pub arms: Vec<String>,
    /// The table.
    pub table: &'a Table,
}

/// The model: the arm whose bands and causes are drawn.
const MODEL: &str = "model";
/// The half-width of a 95 % interval in standard errors.
const BAND: f64 = 1.96;
/// Distances beyond this are drawn at the end of the axis.
const FAR: f64 = 10.0;
/// The largest number of states in a figure.
const MOST: usize = 30;

fn line_of(theme: &Theme, arm: usize) -> (Colour, Dash) {
    (theme.nth(arm), DASHES[arm % DASHES.len()])
}

/// The words of a column, each once, in the order of the table.
fn words(table: &Table, column: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in table.column(column).filter_map(|cell| table.word(cell)) {
        if !found.iter().any(|there| there == word) {
            found.push(word.to_owned());
        }
    }
    found
}

/// The arms in the key, each with its line.
fn key(held: &Held<'_>, theme: &Theme) -> Vec<(Sign, String)> {
    let sign = |(at, name): (usize, &String)| {
        let (colour, dash) = line_of(theme, at);
        (Sign::Line(Stroke(colour, 3, dash)), name.clone())
    };
    held.arms.iter().enumerate().map(sign).collect()
}

fn distances(held: &Held<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    const ROW: f64 = 26.0;
    let theme = ask.theme;
    let patterns = words(held.table, "pattern");
    let columns = ["record", "median", "distance", "inside"];
    let of = |pattern: &str, arm: &str| rows(held.table, &[("pattern", pattern), ("arm", arm)], columns);
    let said = words_by(held.table, "pattern", "words");
    let sheet = Sheet {
        title: format!("Distance from the record: {}", held.title),
        subtitle: format!(
            "Median over runs minus the record, in standard errors of the record, on the scale of each pattern. In the grey band the \
             interval of the record holds it. {}",
            held.runs
        ),
        key: held
            .arms
            .iter()
            .enumerate()
            .map(|(at, arm)| (Sign::Mark(at, Fill(theme.nth(at), 1.0)), arm.clone()))
            .collect(),
        notes: vec![format!(
            "Distances beyond {FAR}, and rates of 0 that the interval does not hold, are drawn at the ends. Patterns that one side lacks, or whose record does not vary, have no mark."
        )],
        body: 110.0 + ROW * patterns.len() as f64,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let widest = said.values().map(|words| font::width(words, size::NOTE, false)).fold(0.0, f64::max).min(760.0);
        let rect = Rect::new(body.left + widest + 24.0, body.top + 20.0, body.right - 20.0, body.bottom - 80.0);
        let panel = Panel::of_rows(page, rect, Axis::new(-FAR, FAR));
        panel.label_across().name_across("standard errors of the record (below 0: the runs have less)");
        panel.block((-BAND, BAND), (0.0, 1.0), Fill(theme.faint, 0.18));
        panel.upright(0.0, Stroke(theme.ink, 2, None));
        for (n, pattern) in patterns.iter().enumerate() {
            let y = rect.top + (n as f64 + 0.5) * rect.height() / patterns.len() as f64;
            let text = said.get(pattern).map_or(pattern.as_str(), String::as_str);
            let text = shorten(text, size::NOTE, false, 760.0);
            page.text(&text, (rect.left - 12.0, y), page.ink(size::NOTE, Side::End));
            // The model last, so that it is on top.
            for (at, arm) in held.arms.iter().enumerate().rev() {
                for [record, median, distance, inside] in of(pattern, arm) {
                    // A rate of 0 does not have a logarithm. It is at the edge of the band if the interval of the record
                    // holds it, and otherwise as far below as can be drawn.
                    let signed = match distance {
                        distance if distance.is_nan() && median == 0.0 && inside == 1.0 => -BAND,
                        distance if distance.is_nan() && median == 0.0 && inside == 0.0 => -FAR,
                        distance if median < record => -distance,
                        distance => distance,
                    };
                    if signed.is_nan() {
                        continue;
                    }
                    let x = panel.at(signed.clamp(-FAR, FAR), 0.0).0;
                    page.mark(
                        at,
                        (x, y),
                        if at == 0 { 9.0 } else { 7.0 },
                        Fill(theme.nth(at), if at == 0 { 1.0 } else { 0.75 }),
                    );
                }
            }
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "history-distances")
}

/// The word of one column by that of another.
fn words_by(table: &Table, by: &str, column: &str) -> BTreeMap<String, String> {
    let pairs = table.column(by).zip(table.column(column));
    pairs.filter_map(|(by, of)| Some((table.word(by)?.to_owned(), table.word(of)?.to_owned()))).collect()
}

/// The mean of the record and of an arm by year, over the states that have both.
fn mean_by_year(held: &Held<'_>, arm: &str) -> Vec<[f64; 3]> {
    let mut sums: BTreeMap<i64, [f64; 3]> = BTreeMap::new();
    for [year, record, mean] in rows(held.table, &[("arm", arm)], ["year", "record", "mean"]) {
        if !record.is_nan() && !mean.is_nan() {
            let sum = sums.entry(year as i64).or_default();
            *sum = [sum[0] + 1.0, sum[1] + record, sum[2] + mean];
        }
    }
    sums.into_iter().map(|(year, [n, record, mean])| [year as f64, record / n, mean / n]).collect()
}

fn years(all: impl Iterator<Item = f64>) -> Axis {
    let (low, high) = super::panel::extent(all);
    // A single year is in the middle.
    let room = if low < high { 0.0 } else { 1.0 };
    Axis { whole: true, ..Axis::new(low - room, high + room) }
}

fn means(held: &Held<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let theme = ask.theme;
    let curves: Vec<Vec<[f64; 3]>> = held.arms.iter().map(|arm| mean_by_year(held, arm)).collect();
    let mut signs = vec![(Sign::Line(Stroke(theme.ink, 5, None)), "record".to_owned())];
    signs.extend(key(held, theme));
    let sheet = Sheet {
        title: format!("Mean political system, record and runs: {}", held.title),
        subtitle: format!("Mean over the states that the record codes and over runs. {}", held.runs),
        key: signs,
        notes: vec![format!("Political system: {UNIT}; electoral democracy in the record.")],
        body: 640.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let all = || curves.iter().flatten();
        let grid = Grid::new(body, 1, 1);
        grid.name_up(page, "mean political system");
        grid.name_across(page, "year");
        let y = Axis::from_zero(all().flat_map(|[_, a, b]| [*a, *b]));
        let panel = grid.panel(page, (0, 0), years(all().map(|point| point[0])), y);
        for (at, curve) in curves.iter().enumerate().rev() {
            let (colour, dash) = line_of(theme, at);
            panel.line(curve.iter().map(|[year, _, median]| (*year, *median)), Stroke(colour, 3, dash));
        }
        if let Some(curve) = curves.first() {
            panel.line(curve.iter().map(|[year, record, _]| (*year, *record)), Stroke(theme.ink, 5, None));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "history-mean")
}

/// The states asked for by name.
fn asked(ask: &Ask, all: &[String]) -> Result<Vec<String>, PlotError> {
    Ok(named(&ask.states, all)?.into_iter().map(|at| all[at].clone()).collect())
}

/// The states asked for, or those whose record changed most, and whether others are left out.
fn chosen(held: &Held<'_>, ask: &Ask, most: usize) -> Result<(Vec<String>, bool), PlotError> {
    let all = words(held.table, "state");
    if !ask.states.is_empty() {
        return Ok((asked(ask, &all)?, false));
    }
    let change = |state: &String| {
        let records: Vec<f64> = rows(held.table, &[("arm", MODEL), ("state", state)], ["record"])
            .into_iter()
            .map(|[record]| record)
            .filter(|record| !record.is_nan())
            .collect();
        let (low, high) = super::panel::extent(records.into_iter());
        high - low
    };
    let mut by_change: Vec<(f64, String)> = all.iter().map(|state| (change(state), state.clone())).collect();
    by_change.sort_by(|a, b| b.0.total_cmp(&a.0));
    by_change.truncate(most);
    let kept: Vec<String> =
        all.iter().filter(|state| by_change.iter().any(|(_, there)| there == *state)).cloned().collect();
    Ok((kept, all.len() > most))
}

fn states(held: &Held<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    const COLUMNS: usize = 5;
    let theme = ask.theme;
    let (names, some) = chosen(held, ask, MOST)?;
    let height = names.len().div_ceil(COLUMNS);
    let mut notes = vec![format!("Political system: {UNIT}; electoral democracy in the record.")];
    if some {
        notes.push(format!("The {MOST} states that changed most in the record; choose others with --states."));
    }
    let sheet = Sheet {
        title: format!("Political systems, record and runs: {}", held.title),
        subtitle: format!("The bands hold half and nine tenths of the runs. {}", held.runs),
        key: vec![
            (Sign::Line(Stroke(theme.ink, 4, None)), "record".to_owned()),
            (Sign::Line(Stroke(theme.nth(0), 3, None)), "median of the runs".to_owned()),
            (Sign::Area(Fill(theme.nth(0), 0.3)), "half of the runs".to_owned()),
            (Sign::Area(Fill(theme.nth(0), 0.14)), "nine tenths".to_owned()),
        ],
        notes,
        body: Grid::height_titled(height, 210.0),
    };
    let all = rows(held.table, &[("arm", MODEL)], ["year"]);
    let x = years(all.into_iter().map(|[year]| year));
    let fill = |page: &Page<'_>, body: Rect| {
        let grid = Grid::titled(body, height, COLUMNS);
        grid.name_up(page, "political system");
        grid.name_across(page, "year");
        for (n, name) in names.iter().enumerate() {
            let columns = ["year", "record", "median", "low_half", "high_half", "low_most", "high_most"];
            let points = rows(held.table, &[("arm", MODEL), ("state", name)], columns);
            let panel = grid.panel_of(page, n, names.len(), x, Axis::new(0.0, 1.0));
            panel.title(name);
            panel.band(points.iter().map(|p| (p[0], (p[5], p[6]))), Fill(theme.nth(0), 0.14));
            panel.band(points.iter().map(|p| (p[0], (p[3], p[4]))), Fill(theme.nth(0), 0.3));
            panel.line(points.iter().map(|p| (p[0], p[2])), Stroke(theme.nth(0), 3, None));
            panel.line(points.iter().map(|p| (p[0], p[1])), Stroke(theme.ink, 4, None));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "history-states")
}

/// The causes of a change, as columns of the table, with their words.
const PARTS: [(&str, &str); 6] = [
    ("drift", "drift toward governance"),
    ("diffusion", "systems of neighbours"),
    ("development", "wealth"),
    ("coup", "jumps at coups"),
    ("collapse", "jumps at collapses"),
    ("rest", "noise, bounds, events"),
];

fn causes(held: &Held<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    const ROW: f64 = 34.0;
    let theme = ask.theme;
    let (names, some) = chosen_by_record(held, ask)?;
    let columns = ["record", "change", "drift", "diffusion", "development", "coup", "collapse", "rest"];
    let found: Vec<[f64; 8]> = names
        .iter()
        .filter_map(|name| rows(held.table, &[("arm", MODEL), ("state", name)], columns).first().copied())
        .collect();
    let sum = |cells: &[f64; 8], sign: f64| -> f64 { cells[2..].iter().filter(|part| **part * sign > 0.0).sum() };
    let x = Axis::around(found.iter().flat_map(|cells| [sum(cells, 1.0), sum(cells, -1.0), cells[0]]).chain([0.0]));
    let mut signs: Vec<(Sign, String)> = PARTS
        .iter()
        .enumerate()
        .map(|(at, (_, words))| (Sign::Area(Fill(theme.nth(at), 0.8)), (*words).to_owned()))
        .collect();
    signs.push((Sign::Mark(1, Fill(theme.ink, 1.0)), "change in the record".to_owned()));
    signs.push((Sign::Line(Stroke(theme.ink, 3, None)), "change in the runs".to_owned()));
    let mut notes = Vec::new();
    if some {
        notes.push(format!("The {MOST} states that changed most in the record; choose others with --states."));
    }
    let sheet = Sheet {
        title: format!("Causes of the change of political systems: {}", held.title),
        subtitle: format!(
            "Mean change over the runs from the first to the last year of each state, by cause. {}",
            held.runs
        ),
        key: signs,
        notes,
        body: 100.0 + ROW * names.len() as f64,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let widest = names.iter().map(|name| font::width(name, size::LABEL, false)).fold(0.0, f64::max).min(420.0);
        let rect = Rect::new(body.left + widest + 24.0, body.top + 10.0, body.right - 20.0, body.bottom - 80.0);
        let panel = Panel::of_rows(page, rect, x);
        panel.label_across().name_across("change of the political system");
        let height = rect.height() / names.len().max(1) as f64;
        for (n, (name, cells)) in names.iter().zip(&found).enumerate() {
            let y = rect.top + (n as f64 + 0.5) * height;
            let name = shorten(name, size::LABEL, false, 420.0);
            page.text(&name, (rect.left - 12.0, y), page.ink(size::LABEL, Side::End));
            let place = |value: f64| panel.at(value, 0.0).0;
            let (mut above, mut below) = (0.0, 0.0);
            for (at, part) in cells[2..].iter().enumerate().filter(|(_, part)| !part.is_nan()) {
                let from = if *part > 0.0 { &mut above } else { &mut below };
                let (a, b) = (place(*from), place(*from + part));
                *from += part;
                page.rect(
                    Rect::new(a.min(b), y - 0.36 * height, a.max(b), y + 0.36 * height),
                    Fill(theme.nth(at), 0.8),
                );
            }
            if !cells[1].is_nan() {
                let change = place(cells[1]);
                page.line([(change, y - 0.45 * height), (change, y + 0.45 * height)], Stroke(theme.ink, 3, None));
            }
            if !cells[0].is_nan() {
                page.mark(1, (place(cells[0]), y), 8.0, Fill(theme.ink, 1.0));
            }
        }
        panel.upright(0.0, Stroke(theme.ink, 2, None));
    };
    finish(sheet.draw(theme, ask.aspect, fill), "history-causes")
}

/// The states asked for, or those whose change in the record is largest, from rise to fall.
fn chosen_by_record(held: &Held<'_>, ask: &Ask) -> Result<(Vec<String>, bool), PlotError> {
    let all = words(held.table, "state");
    if !ask.states.is_empty() {
        return Ok((asked(ask, &all)?, false));
    }
    let change = |state: &String| {
        let found = rows(held.table, &[("arm", MODEL), ("state", state)], ["record"]);
        found.first().map_or(f64::NAN, |[change]| *change)
    };
    let mut changes: Vec<(f64, String)> =
        all.iter().map(|state| (change(state), state.clone())).filter(|(change, _)| !change.is_nan()).collect();
    changes.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let some = changes.len() > MOST;
    changes.truncate(MOST);
    changes.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok((changes.into_iter().map(|(_, state)| state).collect(), some))
}

fn forecast(held: &Held<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let theme = ask.theme;
    let names = words(held.table, "forecast");
    let curves: Vec<Vec<[f64; 2]>> =
        names.iter().map(|name| rows(held.table, &[("forecast", name)], ["year", "crps"])).collect();
    let sheet = Sheet {
        title: format!("Forecasts of political systems: {}", held.title),
        subtitle: format!(
            "Continuous ranked probability score, mean over states: 0 is perfect. All forecasts are scored on the same states. {}",
            held.runs
        ),
        // Each line has its name at its end.
        key: Vec::new(),
        notes: Vec::new(),
        body: 760.0,
    };
    let widest = names.iter().map(|name| font::width(name, size::LABEL, true)).fold(0.0, f64::max);
    let fill = |page: &Page<'_>, body: Rect| {
        let all = || curves.iter().flatten();
        let grid = Grid::new(Rect { right: body.right - widest - 30.0, ..body }, 1, 1);
        grid.name_up(page, "CRPS");
        grid.name_across(page, "year");
        let y = Axis::from_zero(all().map(|point| point[1]));
        let panel = grid.panel(page, (0, 0), years(all().map(|point| point[0])), y);
        for (at, curve) in curves.iter().enumerate().rev() {
            let (colour, dash) = line_of(theme, at);
            panel.line(curve.iter().map(|[year, crps]| (*year, *crps)), Stroke(colour, 3, dash));
            for [year, crps] in curve.iter().filter(|[_, crps]| !crps.is_nan()) {
                page.mark(at, panel.at(*year, *crps), 8.0, Fill(colour, 1.0));
            }
        }
        // Ten lines need their names beside them, because colours and dashes repeat.
        let ends = curves.iter().zip(&names).enumerate().filter_map(|(at, (curve, name))| {
            let [_, crps] = *curve.last()?;
            Some((crps, name.clone(), line_of(theme, at).0))
        });
        panel.name_lines(ends.collect());
    };
    finish(sheet.draw(theme, ask.aspect, fill), "history-forecast")
}
