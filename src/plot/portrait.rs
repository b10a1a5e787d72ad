//! Phase portrait: policy against governance, with the flow and sample paths. It shows the loop.

use super::drift::{finish, over_runs};
use super::page::{Fill, Page, Rect, Side, Stroke, shorten};
use super::panel::{Axis, Panel, extent};
use super::sheet::{Sheet, Sign};
use super::theme::{Colour, DASHES, size};
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::analysis::flow::Flow;
use crate::record::words::Basin;

/// The figure.
pub(super) const PORTRAIT: Figure = Figure {
    name: "portrait",
    about: "phase portrait of policy against governance: the flow, and the paths of chosen states",
    columns: &["governance", "policy", "power"],
    needs: Needs::States,
    draw: Draw::Runs(draw),
};

/// The number of cells of the flow, horizontally and vertically.
const CELLS: usize = 14;
/// The number of rounds that an arrow spans.
const SPAN: u32 = 5;

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let states = ask.states(data, 6)?;
    let (governance, policy) = (data.series("governance"), data.series("policy"));
    let (low, high) = extent(policy.all());
    let (low, high) = if low > high { (-1.0, 1.0) } else { ((low - 0.05).max(-1.0), (high + 0.05).min(1.0)) };
    let y = if high - low < 0.4 {
        Axis::new(f64::midpoint(low, high) - 0.2, f64::midpoint(low, high) + 0.2)
    } else {
        Axis::new(low, high)
    };
    let mut flow = Flow::new((0.0, 1.0), y.range, CELLS);
    let span = |round: usize| data.rounds.iter().position(|&later| later >= data.rounds[round] + SPAN);
    let ends: Vec<_> = (0..data.rounds.len()).map_while(|round| Some((round, span(round)?))).collect();
    for run in 0..data.runs.len() {
        for state in 0..data.states.len() {
            for &(from, to) in &ends {
                let place = |round| (governance.at(run, round, state), policy.at(run, round, state));
                flow.add(place(from), place(to));
            }
        }
    }
    let t = ask.theme;
    let paths = states.iter().enumerate().map(|(n, &state)| {
        let stroke = Stroke(t.nth(n), 3, DASHES[(n / 4) % 4]);
        (Sign::Mark(n, Fill(stroke.0, 1.0)), data.states[state].clone())
    });
    let sheet = Sheet {
        title: format!("Policy against governance: {}", data.about.title),
        subtitle: format!(
            "Arrows: mean change over {SPAN} rounds of the states in each cell, to the scale of the axes; stronger where states were more often. \
             Lines: paths of single states in run {}, from the ring to the mark. {}",
            data.runs[0],
            over_runs(data)
        ),
        key: paths.collect(),
        notes: vec![format!(
            "The paths of {} of {} states are drawn; the flow is of all states.",
            states.len(),
            data.states.len()
        )],
        body: 1160.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let rect = Rect::new(body.left + 110.0, body.top + 20.0, body.right - 40.0, body.bottom - 80.0);
        let panel = Panel::new(page, rect, Axis::new(0.0, 1.0), y);
        panel.label_up().label_across();
        panel.name_up("policy (−1 confrontational – 1 cooperative)", 92.0);
        panel.name_across("governance (0 authoritarian – 1 participatory)");
        for edge in Basin::EDGES {
            panel.upright(edge, Stroke(page.theme.grid, 2, None));
        }
        if y.range.0 < 0.0 && y.range.1 > 0.0 {
            panel.across(0.0, Stroke(page.theme.grid, 3, None));
        }
        let most = flow.means().map(|cell| cell.count).max().unwrap_or(1) as f64;
        for cell in flow.means() {
            let depth = (cell.count as f64 / most).powf(0.35);
            let colour = page.theme.paper.toward(page.theme.faint, 0.25 + 0.75 * depth);
            let to = (cell.place.0 + cell.change.0, cell.place.1 + cell.change.1);
            arrow(&panel, cell.place, to, colour);
        }
        for (n, &state) in states.iter().enumerate() {
            path(&panel, subject, state, n);
        }
        names(&panel, subject, &states);
    };
    finish(sheet.draw(ask.theme, ask.aspect, fill), "portrait")
}

fn arrow(panel: &Panel<'_, '_>, from: (f64, f64), to: (f64, f64), colour: Colour) {
    let (from, to) = (panel.at(from.0, from.1), panel.at(to.0, to.1));
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy);
    if length < 3.0 {
        panel.page.dot(from, 3.0, Fill(colour, 1.0));
        return;
    }
    let (ux, uy) = (dx / length, dy / length);
    let head = (0.45 * length).clamp(6.0, 14.0);
    let neck = (to.0 - ux * head, to.1 - uy * head);
    panel.page.line([from, neck], Stroke(colour, 3, None));
    let side = 0.5 * head;
    panel.page.polygon(
        [to, (neck.0 - uy * side, neck.1 + ux * side), (neck.0 + uy * side, neck.1 - ux * side)],
        Fill(colour, 1.0),
    );
}

fn path(panel: &Panel<'_, '_>, subject: &Subject<'_>, state: usize, n: usize) {
    let data = subject.data;
    let (governance, policy) = (data.series("governance"), data.series("policy"));
    let mut points = (0..data.rounds.len()).map(|round| (governance.at(0, round, state), policy.at(0, round, state)));
    let colour = panel.page.theme.nth(n);
    panel.line(points.clone(), Stroke(colour, 3, DASHES[(n / 4) % 4]));
    let mut first = points.clone();
    if let Some((x, y)) = first.find(|(x, y)| !x.is_nan() && !y.is_nan()) {
        panel.page.dot(panel.at(x, y), 11.0, Fill(colour, 1.0));
        panel.page.dot(panel.at(x, y), 7.0, Fill(panel.page.theme.paper, 1.0));
    }
    if let Some((x, y)) = points.rfind(|(x, y)| !x.is_nan() && !y.is_nan()) {
        panel.page.mark(n, panel.at(x, y), 11.0, Fill(colour, 1.0));
    }
}

/// The width of a name beside the end of its path.
const LONGEST: f64 = 300.0;

/// Names beside the ends of the paths, if they do not overlap. The key has all names.
fn names(panel: &Panel<'_, '_>, subject: &Subject<'_>, states: &[usize]) {
    let data = subject.data;
    let (governance, policy) = (data.series("governance"), data.series("policy"));
    let end = |state: usize| {
        let mut places =
            (0..data.rounds.len()).map(|round| (governance.at(0, round, state), policy.at(0, round, state)));
        places.rfind(|(x, y)| !x.is_nan() && !y.is_nan()).map(|(x, y)| panel.at(x, y))
    };
    // Names must not cover a mark.
    let marks = states.iter().filter_map(|&state| end(state));
    let mut taken: Vec<Rect> = marks.map(|(x, y)| Rect::new(x - 13.0, y - 13.0, x + 13.0, y + 13.0)).collect();
    for &state in states {
        let Some((x, y)) = end(state) else { continue };
        let name = shorten(&data.states[state], size::LABEL, true, LONGEST);
        let width = super::font::width(&name, size::LABEL, true);
        // Beside the mark, or else above or below it.
        let places = [(x + 18.0, y), (x - 18.0 - width, y), (x - width / 2.0, y - 28.0), (x - width / 2.0, y + 28.0)];
        let spots = places.map(|(left, y)| Rect::new(left, y - 12.0, left + width, y + 12.0));
        let free = |spot: &&Rect| {
            let inside =
                spot.left > panel.rect.left && spot.right < panel.rect.right && spot.bottom < panel.rect.bottom;
            inside && spot.top > panel.rect.top && taken.iter().all(|other| !spot.meets(other))
        };
        if let Some(&spot) = spots.iter().find(free) {
            panel.page.rect(spot, Fill(panel.page.theme.paper, 0.75));
            let at = (spot.left, f64::midpoint(spot.top, spot.bottom));
            panel.page.text(&name, at, panel.page.bold(size::LABEL, Side::Start));
            taken.push(spot);
        }
    }
}
