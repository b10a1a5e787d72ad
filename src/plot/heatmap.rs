//! Heat map: an outcome over two axes of a sweep.

use super::drift::finish;
use super::font;
use super::groups::{Groups, Scale, WordsAcross};
use super::page::{Fill, Letters, Page, Rect, Side, Stroke, shorten};
use super::panel::{Axis, extent, number};
use super::sheet::{Sheet, Sign};
use super::sweep::Sweep;
use super::theme::{Colour, size};
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError};
use crate::record::summary::range_of;

/// The figure.
pub(super) const HEATMAP: Figure = Figure {
    name: "heatmap",
    about: "an outcome over two axes of a sweep",
    columns: &[],
    needs: Needs::Sweep,
    draw: Draw::Sweep(draw),
};

/// The largest width of the names of rows.
const NAMES: f64 = 320.0;

fn draw(sweep: &Sweep, ask: &Ask) -> Result<Drawing, PlotError> {
    let chosen = sweep.chosen(ask, HEATMAP.name, 2)?;
    let (outcome, theme) = (&sweep.outcome, ask.theme);
    let (across, upward) = (chosen[0].groups(), chosen[1].groups());
    let means = means(sweep, &across, &upward);
    // The range of the measure, so that its figures can be compared; without a range, the range of the cells.
    let (low, high) = range_of(&outcome.unit).unwrap_or_else(|| extent(means.iter().copied()));
    let grade = |value: f64| {
        if high > low { theme.grade(0.08 + 0.92 * (value - low) / (high - low)) } else { theme.grade(0.5) }
    };
    let mut key: Vec<(Sign, String)> = Vec::new();
    if means.iter().any(|mean| mean.is_nan()) {
        key.push((Sign::Area(Fill(theme.grid, 0.5)), "no run".to_owned()));
    }
    let sheet = Sheet {
        title: sweep.titled(),
        subtitle: format!(
            "Mean over the runs of each cell; {}: {}. {}",
            outcome.name,
            outcome.meaning,
            sweep.over_runs()
        ),
        key,
        notes: sweep.notes(&[(chosen[0], &across), (chosen[1], &upward)]),
        body: 1000.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let widest = upward.names.iter().map(|name| font::width(name, size::LABEL, false)).fold(0.0, f64::max);
        let left = body.left + (widest.min(NAMES) + 60.0).max(170.0);
        let right = body.right - BAR;
        let words = WordsAcross::new(&across, (right - left) / across.len() as f64);
        let words = (across.scale == Scale::Words).then_some(words);
        let below = 90.0 + words.as_ref().map_or(0.0, WordsAcross::room);
        let rect = Rect::new(left, body.top + 10.0, right, body.bottom - below);
        let cells = Cells { rect, columns: across.len(), rows: upward.len() };
        for (at, &mean) in means.iter().enumerate() {
            let colour = (!mean.is_nan()).then(|| grade(mean));
            cells.draw(page, at, colour, &number(mean, 0.01 * (high - low).abs().max(1e-6)));
        }
        page.frame(rect, Stroke(theme.faint, 1, None));
        if low.is_finite() && high.is_finite() {
            colour_bar(page, rect, (low, high), grade, &sweep.measure());
        }
        let (width, height) = (rect.width() / across.len() as f64, rect.height() / upward.len() as f64);
        if let Some(words) = words {
            words.draw(page, rect.left + 0.5 * width, rect.bottom);
        } else {
            for (column, name) in names(&across, width, 90.0) {
                let x = rect.left + (column as f64 + 0.5) * width;
                page.text(name, (x, rect.bottom + 24.0), page.ink(size::LABEL, Side::Middle));
            }
        }
        for (row, name) in names(&upward, height, 34.0) {
            let y = rect.bottom - (row as f64 + 0.5) * height;
            page.text(
                &shorten(name, size::LABEL, false, NAMES),
                (rect.left - 12.0, y),
                page.ink(size::LABEL, Side::End),
            );
        }
        let middle = (f64::midpoint(rect.left, rect.right), body.bottom - 24.0);
        let name = chosen[0].named(size::LABEL, true, rect.width());
        page.text(&name, middle, page.bold(size::LABEL, Side::Middle));
        let middle = (body.left + 18.0, f64::midpoint(rect.top, rect.bottom));
        let name = chosen[1].named(size::LABEL, true, rect.height());
        page.upward(&name, middle, page.bold(size::LABEL, Side::Middle));
    };
    finish(sheet.draw(theme, ask.aspect, fill), HEATMAP.name)
}

/// The width of the colour bar at the right.
pub(super) const BAR: f64 = 190.0;

/// The colour scale, upright at the right of the cells, with its values and its measure.
pub(super) fn colour_bar(
    page: &Page<'_>,
    cells: Rect,
    (low, high): (f64, f64),
    grade: impl Fn(f64) -> Colour,
    measure: &str,
) {
    const STRIPS: usize = 64;
    let bar = Rect::new(cells.right + 40.0, cells.top, cells.right + 70.0, cells.bottom);
    let axis = if high > low { Axis::new(low, high) } else { Axis::around([low].into_iter()) };
    let height = |value: f64| bar.bottom - axis.share(value) * bar.height();
    let step = bar.height() / STRIPS as f64;
    let (from, to) = axis.range;
    for strip in 0..STRIPS {
        let value = from + (to - from) * (strip as f64 + 0.5) / STRIPS as f64;
        let bottom = bar.bottom - strip as f64 * step;
        page.rect(Rect::new(bar.left, bottom - step, bar.right, bottom), Fill(grade(value), 1.0));
    }
    page.frame(bar, Stroke(page.theme.faint, 1, None));
    for (value, text) in axis.ticks(((bar.height() / 60.0) as usize).clamp(2, 8)) {
        let y = height(value);
        page.line([(bar.right, y), (bar.right + 6.0, y)], Stroke(page.theme.faint, 1, None));
        page.text(&text, (bar.right + 12.0, y), page.ink(size::LABEL, Side::Start));
    }
    let middle = (cells.right + BAR - 14.0, f64::midpoint(bar.top, bar.bottom));
    let measure = shorten(measure, size::LABEL, false, bar.height());
    page.upward(&measure, middle, page.ink(size::LABEL, Side::Middle));
}

/// The mean outcome of each cell, by row from below; missing without runs.
fn means(sweep: &Sweep, across: &Groups, upward: &Groups) -> Vec<f64> {
    let mut cells = vec![(0.0, 0usize); across.len() * upward.len()];
    for ((column, row), value) in across.of.iter().zip(&upward.of).zip(&sweep.outcomes) {
        if let (Some(column), Some(row), false) = (column, row, value.is_nan()) {
            let cell = &mut cells[row * across.len() + column];
            *cell = (cell.0 + value, cell.1 + 1);
        }
    }
    cells.into_iter().map(|(sum, count)| if count == 0 { f64::NAN } else { sum / count as f64 }).collect()
}

/// The groups with names: all words, and as many numbers as fit.
fn names(groups: &Groups, step: f64, least: f64) -> impl Iterator<Item = (usize, &String)> {
    let every = if groups.scale == Scale::Words { 1 } else { ((least / step).ceil() as usize).max(1) };
    groups.names.iter().enumerate().step_by(every)
}

/// The cells of a heat map on the page.
struct Cells {
    rect: Rect,
    columns: usize,
    rows: usize,
}

impl Cells {
    /// Draws a cell, and writes its value if it fits.
    fn draw(&self, page: &Page<'_>, cell: usize, colour: Option<Colour>, said: &str) {
        let (width, height) = (self.rect.width() / self.columns as f64, self.rect.height() / self.rows as f64);
        let (row, column) = (cell / self.columns, cell % self.columns);
        let (left, bottom) = (self.rect.left + column as f64 * width, self.rect.bottom - row as f64 * height);
        let place = Rect::new(left, bottom - height, left + width, bottom);
        let Some(colour) = colour else {
            page.rect(place, Fill(page.theme.grid, 0.5));
            return;
        };
        page.rect(place, Fill(colour, 1.0));
        let letters = (width / 4.5).min(height * 0.5).min(size::PANEL);
        if letters >= 12.0 {
            let at = (f64::midpoint(place.left, place.right), f64::midpoint(place.top, place.bottom));
            page.text(said, at, Letters { colour: page.theme.on(colour), ..page.ink(letters, Side::Middle) });
        }
    }
}
