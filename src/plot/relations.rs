//! Relations over time: who is friendly and who hostile toward whom, sorted by bloc.

use super::blocs::Order;
use super::drift::finish;
use super::font;
use super::page::{Fill, Page, Rect, Side, Stroke, shorten};
use super::panel::number;
use super::sheet::{Sheet, Sign};
use super::theme::{Colour, Theme, size};
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::plot::data::Data;
use crate::plot::pairs::Relations;

/// The figure.
pub(super) const RELATIONS: Figure = Figure {
    name: "relations",
    about: "postures of all toward all at chosen rounds, ordered by bloc",
    columns: &["bloc", "power"],
    needs: Needs::Pairs,
    draw: Draw::Runs(draw),
};

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let relations = of_a_run(data, "relations")?;
    let rounds = ask.rounds(data, 4)?;
    let mut order = Order::of(data, relations.run, &rounds);
    if !ask.states.is_empty() {
        order.keep(&ask.states(data, 0)?);
    }
    let count = order.states.len().max(1);
    let labels = label_width(data, &order);
    let columns = match 4.0 * (MOST_OF_A_CELL * count as f64 + labels + 24.0) {
        width if width <= 1720.0 && ask.aspect.is_none() => rounds.len().clamp(1, 4),
        _ => rounds.len().min(2),
    };
    let rows = rounds.len().div_ceil(columns);
    // A few states do not need the whole page.
    let side =
        ((1720.0 - columns as f64 * (labels + 24.0)) / columns as f64).min(760.0).min(MOST_OF_A_CELL * count as f64);
    let letters = (side / count as f64 * 0.9).min(size::LABEL);
    let theme = ask.theme;
    // Each matrix has its title and the names of its columns above it.
    let head = 70.0 + if letters < SMALLEST { 0.0 } else { labels };
    let mut notes = vec!["Lines part the blocs of the last round shown: a leader and its followers; states without a bloc are at the end.".to_owned()];
    if letters < SMALLEST {
        notes.push(format!("The names of {count} states do not fit; choose fewer with --states."));
    }
    if count > MOST_CELLS {
        notes.push(format!("Each cell is a mean over a block of about {0} by {0} states.", count.div_ceil(MOST_CELLS)));
    }
    let sheet = Sheet {
        title: format!("Relations: {}", data.about.title),
        subtitle: format!(
            "Posture of the state in the row toward the state in the column, run {}. Columns have the same order as rows.",
            data.runs[relations.run]
        ),
        key: [-1.0, -0.5, 0.0, 0.5, 1.0]
            .into_iter()
            .map(|posture| {
                let name = match posture {
                    p if p <= -1.0 => "−1 confrontational".to_owned(),
                    p if p >= 1.0 => "1 cooperative".to_owned(),
                    p => number(p, 0.5),
                };
                (Sign::Area(Fill(theme.diverge(posture), 1.0)), name)
            })
            .chain([(Sign::Area(Fill(missing(theme), 1.0)), "not a pair, or not in the world".to_owned())])
            .collect(),
        notes,
        body: rows as f64 * (side + head),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let widest = columns as f64 * (side + labels) + (columns - 1) as f64 * 24.0;
        let body = if ask.aspect.is_some() { body } else { Rect { right: body.right.min(body.left + widest), ..body } };
        let cell = body.cell((0, 1), (0, columns), (24.0, 0.0));
        let body = body.at_most(rows as f64 * (cell.width() - labels + head));
        for (n, &round) in rounds.iter().enumerate() {
            let cell = body.cell((n / columns, rows), (n % columns, columns), (24.0, 0.0));
            let side = side.max(cell.height() - head).min(cell.width() - labels);
            let corner = (cell.left + labels, cell.top + head - 24.0);
            matrix(page, data, relations, round, &order, corner, side);
            let title = format!("{} {}", data.clock(), data.years[round]);
            page.text(&title, (corner.0, cell.top + 24.0), page.bold(size::PANEL, Side::Start));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "relations")
}

/// The largest side of a cell.
const MOST_OF_A_CELL: f64 = 150.0;

/// The colour of a missing pair: different from the middle of the scale, and paler than its ends.
fn missing(theme: &Theme) -> Colour {
    theme.grid.toward(theme.faint, 0.18)
}

/// The largest number of cells across. With more states several share a cell.
const MOST_CELLS: usize = 120;

/// Names smaller than this cannot be read.
const SMALLEST: f64 = 11.0;

/// The relations of a run, or the reason why they are missing.
pub(super) fn of_a_run<'d>(data: &'d Data, figure: &'static str) -> Result<&'d Relations, PlotError> {
    data.relations.as_ref().ok_or_else(|| PlotError::Lacks {
        figure,
        lacks: format!("pairs.csv does not have rows of run {}; run with --pairs to record all runs", data.runs[0]),
    })
}

fn label_width(data: &Data, order: &Order) -> f64 {
    let widths = order.states.iter().map(|&state| font::width(&data.states[state], size::LABEL, false));
    widths.fold(0.0, f64::max).min(170.0) + 12.0
}

fn matrix(
    page: &Page<'_>,
    data: &Data,
    relations: &Relations,
    round: usize,
    order: &Order,
    (left, top): (f64, f64),
    side: f64,
) {
    let count = order.states.len().max(1) as f64;
    let step = side / count;
    let theme = page.theme;
    page.rect(Rect::new(left, top, left + side, top + side), Fill(missing(theme), 1.0));
    // If there are many states, several share a cell, which shows their mean.
    let cells = order.states.len().clamp(1, MOST_CELLS);
    let mut place = vec![None; data.states.len()];
    for (k, &state) in order.states.iter().enumerate() {
        place[state] = Some(k * cells / order.states.len());
    }
    let mut sums = vec![(0.0, 0usize); cells * cells];
    for (pair, &(a, b)) in relations.pairs.iter().enumerate() {
        let (Some(a), Some(b)) = (place[a], place[b]) else { continue };
        for ((row, column), posture) in [(a, b), (b, a)].into_iter().zip(relations.posture(round, pair)) {
            if !posture.is_nan() {
                let sum = &mut sums[row * cells + column];
                *sum = (sum.0 + posture, sum.1 + 1);
            }
        }
    }
    let size = side / cells as f64;
    for (cell, (sum, number)) in sums.into_iter().enumerate().filter(|(_, (_, number))| *number > 0) {
        let (x, y) = (left + (cell % cells) as f64 * size, top + (cell / cells) as f64 * size);
        page.rect(Rect::new(x, y, x + size, y + size), Fill(theme.diverge(sum / number as f64), 1.0));
    }
    let border = Stroke(theme.ink, 2, None);
    for k in order.borders() {
        let at = k as f64 * step;
        page.line([(left, top + at), (left + side, top + at)], border);
        page.line([(left + at, top), (left + at, top + side)], border);
    }
    page.frame(Rect::new(left, top, left + side, top + side), border);
    let letters = (step * 0.9).min(size::LABEL);
    if letters < SMALLEST {
        return;
    }
    for (k, &state) in order.states.iter().enumerate() {
        let name = shorten(&data.states[state], letters, false, 170.0);
        page.text(&name, (left - 8.0, top + (k as f64 + 0.5) * step), page.ink(letters, Side::End));
        page.slanted(&name, (left + (k as f64 + 0.5) * step, top - 8.0), -90.0, page.ink(letters, Side::Start));
    }
}
