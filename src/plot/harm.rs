//! Harm to nationals abroad by class of citizen, and the size of the classes.

use super::data::Data;
use super::drift::{finish, over_runs, time};
use super::grid::Grid;
use super::page::{Fill, Page, Rect, Side, Stroke};
use super::panel::Axis;
use super::sheet::{Sheet, Sign};
use super::stack;
use super::theme::{DASHES, size};
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};

/// The figure.
pub(super) const HARM: Figure = Figure {
    name: "harm",
    about: "harm to nationals abroad by class of citizen, and the size of the classes",
    columns: &["incidents", "harm_insiders", "harm_neutrals", "harm_opponents", "insiders", "opponents", "power"],
    needs: Needs::States,
    draw: Draw::Runs(draw),
};

const CLASSES: [&str; 3] = ["insiders", "neutrals", "opponents"];
/// The number of recorded rounds taken together, because incidents are few.
const WINDOW: usize = 10;

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let states = ask.states(data, 6)?;
    let theme = ask.theme;
    let colours = [theme.nth(0), theme.nth(4), theme.nth(1)];
    let harms: Vec<Vec<Vec<(f64, f64)>>> =
        states.iter().map(|&state| CLASSES.iter().map(|class| harm(data, state, class)).collect()).collect();
    let y = Axis::from_zero(harms.iter().flatten().flatten().map(|(_, harm)| *harm));
    let sheet = Sheet {
        title: format!("Harm to nationals abroad, by class of citizen: {}", data.about.title),
        subtitle: format!(
            "Left: the classes as shares of the citizens, means over runs. Right: the harm of a mean incident to an affected national \
            of each class, over {WINDOW} recorded rounds and all runs at a time; empty without incidents. {}",
            over_runs(data)
        ),
        key: CLASSES
            .iter()
            .zip(colours)
            .enumerate()
            .map(|(n, (name, colour))| (Sign::Mark(n, Fill(colour, 1.0)), (*name).to_owned()))
            .collect(),
        notes: super::drift::notes(data, &states, None),
        body: Grid::height(states.len(), Grid::row(states.len())),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let rows: Vec<&str> = states.iter().map(|&state| data.states[state].as_str()).collect();
        let named =
            [("Classes of citizens", "share of citizens"), ("Harm in an incident", "harm of an incident (harm units)")];
        let [left, right] = Grid::halves(page, body, &rows, named, data.clock());
        for (row, &state) in states.iter().enumerate() {
            let panel = left.panel(page, (row, 0), time(data), Axis::new(0.0, 1.0));
            let (insiders, opponents) = (data.series("insiders").means(state), data.series("opponents").means(state));
            let neutrals = insiders.iter().zip(&opponents).map(|(i, o)| 1.0 - i - o).collect();
            let layers = [insiders, neutrals, opponents].into_iter().zip(colours).collect::<Vec<_>>();
            stack::draw(&panel, &data.years, &layers);
            let panel = right.panel(page, (row, 0), time(data), y);
            if harms[row].iter().flatten().all(|(_, harm)| harm.is_nan()) {
                let Rect { left, top, right, bottom } = panel.rect;
                let at = (f64::midpoint(left, right), f64::midpoint(top, bottom));
                page.rect(Rect::new(at.0 - 90.0, at.1 - 16.0, at.0 + 90.0, at.1 + 16.0), Fill(theme.paper, 1.0));
                page.text("no incident", at, page.faint(size::LABEL, Side::Middle));
            }
            for (n, points) in harms[row].iter().enumerate() {
                panel.line(points.iter().copied(), Stroke(colours[n], 3, DASHES[n]));
                for &(x, y) in points.iter().filter(|(_, harm)| !harm.is_nan()) {
                    page.mark(n, panel.at(x, y), 7.0, Fill(colours[n], 1.0));
                }
            }
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "harm")
}

/// The harm of a mean incident to a class, by window, at the middle of each.
fn harm(data: &Data, state: usize, class: &str) -> Vec<(f64, f64)> {
    let (harm, incidents) = (data.series(&format!("harm_{class}")), data.series("incidents"));
    let rounds: Vec<usize> = (0..data.rounds.len()).collect();
    rounds
        .chunks(WINDOW)
        .map(|window| {
            let sum = |series: &super::data::Series<'_>| -> f64 {
                let all = (0..data.runs.len()).flat_map(|run| window.iter().map(move |&round| (run, round)));
                all.map(|(run, round)| series.at(run, round, state)).filter(|value| !value.is_nan()).sum()
            };
            let count = sum(&incidents);
            let year = f64::midpoint(data.years[window[0]], data.years[window[window.len() - 1]]);
            (year, if count > 0.0 { sum(&harm) / count } else { f64::NAN })
        })
        .collect()
}
