//! Figures of explorations: the map of a border, and the map of outcomes that were reached.

use super::drift::finish;
use super::heatmap::{BAR, colour_bar};
use super::page::{Fill, Page, Rect, Stroke, shorten_path};
use super::panel::{Axis, Panel, extent, number};
use super::sheet::{Sheet, Sign};
use super::theme::size;
use super::{Ask, Drawing, PlotError};
use crate::record::Table;

/// A figure of an exploration.
#[derive(Debug)]
pub(crate) struct ExplorationFigure {
    /// The name, on the command line and of its file.
    pub name: &'static str,
    /// Its description in one line.
    pub about: &'static str,
    /// The table that it shows.
    pub table: &'static str,
    /// Draws it.
    pub draw: fn(&Explored, &Ask) -> Result<Drawing, PlotError>,
}

/// All of them, in order.
pub(crate) const EXPLORATION_FIGURES: [ExplorationFigure; 2] = [
    ExplorationFigure {
        name: "border",
        about: "where the world tips: the share of runs on the upper side, in cells that are small along the border",
        table: "border-cells",
        draw: border,
    },
    ExplorationFigure {
        name: "outcomes",
        about: "which combinations of outcomes were reached, and how often",
        table: "patterns",
        draw: outcomes,
    },
];

/// What an exploration found.
#[derive(Clone, Debug)]
pub(crate) struct Explored {
    /// The title of the scenario.
    pub title: String,
    /// The outcomes.
    pub outcomes: Vec<String>,
    /// The paths of the axes.
    pub axes: Vec<String>,
    /// The table of the figure.
    pub table: Table,
    /// The thresholds of a border, if there are any.
    pub thresholds: Option<Table>,
}

/// The slices of a third axis that a figure has room for.
const SLICES: usize = 6;
/// An axis is logarithmic if its greatest value is more than this many times its least.
const WIDE: f64 = 50.0;
/// The height of a figure with one panel.
const BODY: f64 = 900.0;

fn shorted(path: &str) -> &str {
    path.strip_prefix("parameters.").unwrap_or(path)
}

/// A column of a table, by name; missing cells if it does not exist.
fn column(table: &Table, name: &str) -> Vec<f64> {
    match table.position(name) {
        Some(_) => table.column(name).collect(),
        None => vec![f64::NAN; table.len()],
    }
}

fn border(found: &Explored, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "border";
    let (theme, table) = (ask.theme, &found.table);
    let ends: Vec<(Vec<f64>, Vec<f64>)> = found
        .axes
        .iter()
        .map(|path| (column(table, &format!("{path}.low")), column(table, &format!("{path}.high"))))
        .collect();
    let shares = column(table, "share");
    let at = column(table, "at").first().copied().unwrap_or(f64::NAN);
    let outcome = found.outcomes.first().map_or("", String::as_str);
    let axis = |n: usize| {
        let (low, high) = extent(ends[n].0.iter().chain(&ends[n].1).copied());
        Axis { log: low > 0.0 && high > WIDE * low, ..Axis::new(low, high) }
    };
    let Some(across) = found.axes.first() else {
        return Err(PlotError::Lacks { figure: NAME, lacks: "the exploration has no axis".to_owned() });
    };
    let values: Vec<f64> = match ends.get(2) {
        None => vec![f64::NAN],
        Some((low, high)) => {
            let (low, high) = extent(low.iter().chain(high).copied());
            (0..SLICES).map(|k| low + (high - low) * (k as f64 + 0.5) / SLICES as f64).collect()
        }
    };
    let mut key = vec![
        (Sign::Area(Fill(theme.governance(0.0), 1.0)), "all runs below".to_owned()),
        (Sign::Area(Fill(theme.governance(1.0), 1.0)), "all runs above".to_owned()),
    ];
    let marks = thresholds(found);
    if !marks.is_empty() && values.len() == 1 {
        key.push((Sign::Mark(1, Fill(theme.ink, 1.0)), "threshold, with its 95 % interval".to_owned()));
    }
    let rows = values.len().div_ceil(3);
    let sheet = Sheet {
        title: format!("Where {} is {at} or more: {}", outcome.replace('_', " "), found.title),
        subtitle: "Share of runs that end on the upper side. Cells were halved where the world tips, so they are smallest along the \
                   border; where the colour changes slowly, chance decides."
            .to_owned(),
        key,
        notes: Vec::new(),
        body: if values.len() == 1 { BODY } else { rows as f64 * 520.0 },
    };
    let fill = |page: &Page<'_>, body: Rect| {
        for (n, slice) in values.iter().enumerate() {
            let place = if values.len() == 1 {
                Rect::new(body.left + 110.0, body.top + 20.0, body.right - BAR, body.bottom - 74.0)
            } else {
                let cell = body.cell((n / 3, rows), (n % 3, 3), (60.0, 120.0));
                Rect::new(cell.left + 90.0, cell.top + 40.0, cell.right, cell.bottom)
            };
            let y = if ends.len() > 1 { axis(1) } else { Axis::new(0.0, 1.0) };
            let panel = Panel::new(page, place, axis(0), y);
            panel.label_across().name_across(shorted(across));
            for (cell, &share) in shares.iter().enumerate() {
                let inside = |axis: usize, value: f64| ends[axis].0[cell] <= value && value <= ends[axis].1[cell];
                if share.is_nan() || !slice.is_nan() && !inside(2, *slice) {
                    continue;
                }
                let upward = if ends.len() > 1 { (ends[1].0[cell], ends[1].1[cell]) } else { (0.0, share) };
                panel.block((ends[0].0[cell], ends[0].1[cell]), upward, Fill(theme.governance(share), 1.0));
            }
            page.frame(place, Stroke(theme.faint, 1, None));
            if n % 3 == 0 {
                panel.label_up().name_up(found.axes.get(1).map_or("share of runs", |path| shorted(path)), 80.0);
            }
            if slice.is_nan() {
                if ends.len() == 2 {
                    for (along, at, place, low, high) in &marks {
                        let spot = |value: f64| if *along == 0 { panel.at(value, *at) } else { panel.at(*at, value) };
                        page.line([spot(*low), spot(*high)], Stroke(theme.ink, 2, None));
                        page.mark(1, spot(*place), 6.0, Fill(theme.ink, 1.0));
                    }
                }
                colour_bar(page, place, (0.0, 1.0), |x| theme.governance(x), "share of runs on the upper side");
            } else {
                let width = place.width();
                let name = shorten_path(shorted(&found.axes[2]), size::PANEL, true, width - 120.0);
                panel.title(&format!("{name} = {}", number(*slice, 0.01 * slice.abs().max(0.1))));
            }
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}

/// The thresholds of a border with two axes along that with more of them: the axis, the value of the other, place and
/// interval.
fn thresholds(found: &Explored) -> Vec<(usize, f64, f64, f64, f64)> {
    let (Some(table), [first, second]) = (&found.thresholds, &found.axes[..]) else { return Vec::new() };
    let along = table.position("along");
    let of_axis = |axis: usize| {
        let (own, other) = if axis == 0 { (first, second) } else { (second, first) };
        let [others, places, lows, highs] = [other, "threshold", "low", "high"].map(|name| column(table, name));
        let is_own = |row: &usize| along.is_some_and(|at| table.word(table.cell(*row, at)) == Some(own));
        let rows = (0..table.len()).filter(is_own);
        rows.map(|row| (axis, others[row], places[row], lows[row], highs[row]))
            .filter(|mark| !mark.2.is_nan())
            .collect::<Vec<_>>()
    };
    let [across, up] = [0, 1].map(of_axis);
    if across.len() >= up.len() { across } else { up }
}

fn outcomes(found: &Explored, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "outcomes";
    let (theme, table) = (ask.theme, &found.table);
    let ends: Vec<(Vec<f64>, Vec<f64>)> = found
        .outcomes
        .iter()
        .map(|name| (column(table, &format!("{name}.low")), column(table, &format!("{name}.high"))))
        .collect();
    if ends.is_empty() {
        return Err(PlotError::Lacks { figure: NAME, lacks: "the exploration has no outcome".to_owned() });
    }
    let (hits, generations) = (column(table, "hits"), column(table, "generation"));
    let most = hits.iter().copied().fold(1.0, f64::max);
    let grade = |hits: f64| theme.grade(0.15 + 0.85 * if most > 1.0 { hits.ln() / most.ln() } else { 1.0 });
    let axis = |n: usize| {
        let (low, high) = extent(ends[n].0.iter().chain(&ends[n].1).copied());
        Axis::new(low, high)
    };
    let late = generations.iter().filter(|generation| **generation > 0.0).count();
    let mut notes = Vec::new();
    if ends.len() > 2 {
        notes.push(format!("Cells of {} lie behind each other; the one with most points is seen.", found.outcomes[2]));
    }
    let sheet = Sheet {
        title: format!("Outcomes that can be reached: {}", found.title),
        subtitle: format!(
            "Each cell is a combination of outcomes that some point reached; the darker, the more points. With a dot: reached only by \
             the search, not by the first points that cover the space evenly ({late} of {}).",
            table.len()
        ),
        key: vec![
            (Sign::Area(Fill(grade(1.0), 1.0)), "1 point".to_owned()),
            (Sign::Area(Fill(grade(most), 1.0)), format!("{most} points")),
            (Sign::Mark(0, Fill(theme.nth(1), 1.0)), "reached only by the search".to_owned()),
        ],
        notes,
        body: if ends.len() > 1 { BODY } else { 420.0 },
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let rect = Rect::new(body.left + 110.0, body.top + 20.0, body.right - 20.0, body.bottom - 74.0);
        let flat = || Axis::from_zero(hits.iter().copied());
        let panel = Panel::new(page, rect, axis(0), if ends.len() > 1 { axis(1) } else { flat() });
        panel.label_across().label_up().name_across(&found.outcomes[0].replace('_', " "));
        panel.name_up(&found.outcomes.get(1).map_or("points".to_owned(), |name| name.replace('_', " ")), 80.0);
        let mut order: Vec<usize> = (0..table.len()).collect();
        order.sort_by(|a, b| hits[*a].total_cmp(&hits[*b]));
        for row in order {
            let across = (ends[0].0[row], ends[0].1[row]);
            let upward = if ends.len() > 1 { (ends[1].0[row], ends[1].1[row]) } else { (0.0, hits[row]) };
            panel.block(across, upward, Fill(grade(hits[row]), 1.0));
            if generations[row] > 0.0 {
                let middle = (f64::midpoint(across.0, across.1), f64::midpoint(upward.0, upward.1));
                page.dot(panel.at(middle.0, middle.1), 4.0, Fill(theme.nth(1), 1.0));
            }
        }
        page.frame(rect, Stroke(theme.faint, 1, None));
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}
