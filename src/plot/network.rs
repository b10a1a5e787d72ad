//! The network of ties, alliances and disputes at chosen rounds. States are on a circle, sorted by bloc.

use std::f64::consts::{PI, TAU};

use super::blocs::Order;
use super::data::Data;
use super::drift::finish;
use super::font;
use super::page::{Fill, Page, Rect, Side, Stroke, shorten};
use super::pairs::Relations;
use super::relations::of_a_run;
use super::sheet::{Sheet, Sign};
use super::theme::{Colour, Dash, Theme, size};
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::record::words::Stage;

/// The figure.
pub(crate) const NETWORK: Figure = Figure {
    name: "network",
    about: "network of ties, alliances and disputes at chosen rounds",
    columns: &["bloc", "power", "governance"],
    needs: Needs::Pairs,
    draw: Draw::Runs(draw),
};

/// The largest number of states drawn by default.
const MOST: usize = 60;
/// The mean of the three layers from which a tie is drawn.
const TIES: f64 = 0.2;

/// The style of a dispute at a stage; `None` if calm.
pub(crate) fn dispute(theme: &Theme, stage: Stage) -> Option<Stroke> {
    let (red, dark): (Colour, Colour) = (theme.nth(1), theme.nth(1).toward(theme.ink, 0.45));
    let dashed: Dash = Some((9, 7));
    match stage {
        Stage::Calm => None,
        Stage::Dispute => Some(Stroke(red, 2, dashed)),
        Stage::Crisis => Some(Stroke(red, 4, None)),
        Stage::War => Some(Stroke(dark, 9, None)),
    }
}

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let relations = of_a_run(data, "network")?;
    let rounds = ask.rounds(data, 4)?;
    let mut order = Order::of(data, relations.run, &rounds);
    let mut notes = Vec::new();
    if !ask.states.is_empty() || order.states.len() > MOST {
        let all = order.states.len();
        order.keep(&ask.states(data, MOST)?);
        notes.push(format!("{} of {all} states; choose others with --states.", order.states.len()));
    }
    let columns = rounds.len().min(2);
    let rows = rounds.len().div_ceil(columns);
    let theme = ask.theme;
    let mut key = vec![
        (Sign::Line(Stroke(tie_colour(theme, 0.4), 3, None)), format!("ties (mean of the layers, from {TIES})")),
        (Sign::Line(Stroke(theme.nth(0), 5, None)), "alliance".to_owned()),
    ];
    for stage in Stage::ALL {
        key.extend(dispute(theme, stage).map(|stroke| (Sign::Line(stroke), stage.name().to_owned())));
    }
    for (governance, name) in [(0.0, "governance 0"), (0.5, "0.5"), (1.0, "1 (participatory)")] {
        key.push((Sign::Mark(0, Fill(theme.governance(governance), 1.0)), name.to_owned()));
    }
    let sheet = Sheet {
        title: format!("Ties, alliances and disputes: {}", data.about.title),
        subtitle: format!(
            "Run {}. Larger circles: more power. States are sorted by their blocs in the last round shown.",
            data.runs[relations.run]
        ),
        key,
        notes,
        body: rows as f64 * 860.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let widest = body.cell((0, 1), (0, columns), (20.0, 0.0)).width();
        let body = body.at_most(rows as f64 * (widest + 40.0).max(860.0));
        for (n, &round) in rounds.iter().enumerate() {
            let cell = body.cell((n / columns, rows), (n % columns, columns), (20.0, 0.0));
            let title = format!("{} {}", data.clock(), data.years[round]);
            page.text(&title, (cell.left, cell.top + 24.0), page.bold(size::PANEL, Side::Start));
            circle(page, data, relations, round, &order, Rect { top: cell.top + 40.0, ..cell });
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "network")
}

fn tie_colour(theme: &Theme, ties: f64) -> Colour {
    theme.paper.toward(theme.faint, (0.15 + 0.75 * ties).min(0.9))
}

/// The angles by order, with a gap between blocs. The first is at the top, the next follow clockwise.
pub(crate) fn angles(order: &Order) -> Vec<f64> {
    const GAP: f64 = 0.8;
    let borders = order.borders().count() as f64 + 1.0;
    let step = TAU / (order.states.len() as f64 + GAP * borders);
    let mut places = Vec::new();
    let mut at = 0.5 * GAP;
    for k in 0..order.states.len() {
        if k > 0 && order.blocs[k] != order.blocs[k - 1] {
            at += GAP;
        }
        places.push((at + 0.5) * step - PI / 2.0);
        at += 1.0;
    }
    places
}

fn circle(page: &Page<'_>, data: &Data, relations: &Relations, round: usize, order: &Order, rect: Rect) {
    let run = relations.run;
    let centre = (f64::midpoint(rect.left, rect.right), f64::midpoint(rect.top, rect.bottom));
    let radius = 0.5 * rect.height().min(rect.width()) - room(data, order) - 36.0;
    let mut place: Vec<Option<(f64, f64)>> = vec![None; data.states.len()];
    let (power, governance) = (data.series("power"), data.series("governance"));
    for (&state, angle) in order.states.iter().zip(angles(order)) {
        if !power.at(run, round, state).is_nan() {
            place[state] = Some((centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin()));
        }
    }
    let theme = page.theme;
    let joined = |pair: usize| {
        let (a, b) = relations.pairs[pair];
        Some(bow(place[a]?, place[b]?, centre))
    };
    let pairs = 0..relations.pairs.len();
    let mut weak_first: Vec<(f64, usize)> =
        pairs.clone().map(|pair| (relations.ties(round, pair).iter().sum::<f64>() / 3.0, pair)).collect();
    weak_first.retain(|(ties, _)| *ties >= TIES);
    weak_first.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (ties, pair) in weak_first {
        if let Some(ends) = joined(pair) {
            page.line(ends, Stroke(tie_colour(theme, ties), 1 + (4.0 * ties) as u32, None));
        }
    }
    for pair in pairs.clone().filter(|&pair| relations.allied(round, pair)) {
        if let Some(ends) = joined(pair) {
            page.line(ends, Stroke(theme.nth(0), 5, None));
        }
    }
    for pair in pairs {
        if let (Some(stroke), Some(ends)) = (dispute(theme, relations.stage(round, pair)), joined(pair)) {
            page.line(ends, stroke);
        }
    }
    let greatest = order.states.iter().map(|&state| power.at(run, round, state)).fold(0.0, f64::max);
    let crowded = (TAU * radius / order.states.len().max(1) as f64 * 0.48).clamp(6.0, 26.0);
    for &state in &order.states {
        if let Some(at) = place[state] {
            let size = (power.at(run, round, state) / greatest).sqrt().clamp(0.3, 1.0) * crowded;
            page.dot(at, size + 2.0, Fill(theme.ink, 1.0));
            page.dot(at, size, Fill(theme.governance(governance.at(run, round, state)), 1.0));
        }
    }
    names(page, data, order, &place, centre, (radius, crowded), rect);
}

/// A line between two places on the circle that bends toward its centre. It bends more if they are farther apart, so
/// that lines between neighbours do not overlap.
fn bow(from: (f64, f64), to: (f64, f64), centre: (f64, f64)) -> [(f64, f64); 13] {
    const BEND: f64 = 0.4;
    let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
    let control = (middle.0 + BEND * (centre.0 - middle.0), middle.1 + BEND * (centre.1 - middle.1));
    std::array::from_fn(|k| {
        let t = k as f64 / 12.0;
        let at = |from: f64, control: f64, to: f64| {
            (1.0 - t) * (1.0 - t) * from + 2.0 * t * (1.0 - t) * control + t * t * to
        };
        (at(from.0, control.0, to.0), at(from.1, control.1, to.1))
    })
}

/// The largest width of a name outside the circle.
const ROOM: f64 = 180.0;

/// The width that the names need.
fn room(data: &Data, order: &Order) -> f64 {
    let widths = order.states.iter().map(|&state| font::width(&data.states[state], size::LABEL, false));
    widths.fold(60.0, f64::max).min(ROOM)
}

/// Names outside the circle: horizontal if they do not overlap, or else along the radius.
fn names(
    page: &Page<'_>,
    data: &Data,
    order: &Order,
    place: &[Option<(f64, f64)>],
    centre: (f64, f64),
    (radius, dot): (f64, f64),
    rect: Rect,
) {
    let there: Vec<(usize, f64)> =
        order.states.iter().copied().zip(angles(order)).filter(|(state, _)| place[*state].is_some()).collect();
    let out = radius + dot + 12.0;
    let level: Vec<(Rect, String, (f64, f64), Side)> = there
        .iter()
        .map(|&(state, angle)| {
            let (x, y) = (centre.0 + out * angle.cos(), centre.1 + out * angle.sin());
            let right = angle.cos() >= 0.0;
            let room = if right { rect.right - x } else { x - rect.left };
            let name = shorten(&data.states[state], size::LABEL, false, room);
            let width = font::width(&name, size::LABEL, false);
            let left = if right { x } else { x - width };
            let spot = Rect::new(left, y - 12.0, left + width, y + 12.0);
            (spot, name, (x, y), if right { Side::Start } else { Side::End })
        })
        .collect();
    // A name keeps a distance from its circle.
    let covers = |spot: &Rect, owner: usize| {
        let others = there.iter().filter(|(state, _)| *state != owner).filter_map(|(state, _)| place[*state]);
        others.map(|(x, y)| Rect::new(x - dot, y - dot, x + dot, y + dot)).any(|circle| spot.meets(&circle))
    };
    let clear = level.iter().zip(&there).enumerate().all(|(n, ((spot, ..), (state, _)))| {
        level[..n].iter().all(|(other, ..)| !spot.meets(other)) && !covers(spot, *state)
    });
    if clear {
        for (_, name, at, side) in level {
            page.text(&name, at, page.ink(size::LABEL, side));
        }
        return;
    }
    let step = there.windows(2).map(|pair| pair[1].1 - pair[0].1).fold(TAU, f64::min);
    let letters = (out * step * 0.95).min(size::NOTE);
    for (state, angle) in there {
        let name = shorten(&data.states[state], letters, false, ROOM);
        let at = (centre.0 + out * angle.cos(), centre.1 + out * angle.sin());
        let degrees = angle.to_degrees();
        // Names on the left half are turned, so that they are not upside down.
        let (turn, side) = if angle.cos() >= 0.0 { (degrees, Side::Start) } else { (degrees - 180.0, Side::End) };
        page.slanted(&name, at, turn, page.ink(letters, side));
    }
}
