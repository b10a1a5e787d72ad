//! The sources of the pressure on governance: the four functions of foreign policy, stacked.

use super::data::{Data, in_words};
use super::drift::{finish, over_runs, time};
use super::grid::Grid;
use super::marks::Marks;
use super::page::{Fill, Page, Rect, Stroke};
use super::panel::Axis;
use super::sheet::{Sheet, Sign};
use super::stack;
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};

/// The figure.
pub(super) const PRESSURE: Figure = Figure {
    name: "pressure",
    about: "the pressure on governance, by function of foreign policy",
    columns: &["pressure_knowledge", "pressure_threat", "pressure_opportunity", "pressure_facilitation", "power"],
    needs: Needs::States,
    draw: Draw::Runs(draw),
};

/// The four functions.
const FUNCTIONS: [&str; 4] = ["knowledge", "threat", "opportunity", "facilitation"];
/// The number of panels in a row.
const COLUMNS: usize = 3;

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let states = ask.states(data, 5)?;
    let marks = Marks::of(data, &states);
    let theme = ask.theme;
    let columns = COLUMNS.min(states.len() + 1);
    let rows = (states.len() + 1).div_ceil(columns);
    let sheet = Sheet {
        title: format!("Pressure on governance, by function of foreign policy: {}", data.about.title),
        subtitle: format!(
            "Above 0 toward participation, below 0 toward authoritarianism; means over the four components and over runs. {}",
            over_runs(data)
        ),
        key: FUNCTIONS
            .iter()
            .enumerate()
            .map(|(n, name)| (Sign::Area(Fill(theme.nth(n), 1.0)), in_words(name)))
            .chain([(Sign::Line(Stroke(theme.ink, 3, Some((12, 6)))), "sum".to_owned())])
            .collect(),
        notes: super::drift::notes(data, &states, marks.note(data)),
        body: Grid::height_titled(rows, 330.0),
    };
    let panels: Vec<(String, Option<usize>, Vec<Vec<f64>>)> =
        std::iter::once(("All states".to_owned(), None, layers(data, None)))
            .chain(states.iter().map(|&state| (data.states[state].clone(), Some(state), layers(data, Some(state)))))
            .collect();
    let ends = panels.iter().map(|(_, _, layers)| stack::reach(layers));
    let (low, high) = ends.fold((0.0, 0.0), |(low, high): (f64, f64), (l, h)| (low.min(l), high.max(h)));
    let y = Axis::around([low, high].into_iter());
    let fill = |page: &Page<'_>, body: Rect| {
        let grid = Grid::titled(body, rows, columns);
        grid.name_up(page, "pressure (logit)");
        grid.name_across(page, data.clock());
        for (n, (name, state, layers)) in panels.iter().enumerate() {
            let panel = grid.panel_of(page, n, panels.len(), time(data), y);
            panel.title(name);
            let coloured: Vec<_> = layers.iter().cloned().zip((0..4).map(|n| theme.nth(n))).collect();
            stack::draw(&panel, &data.years, &coloured);
            panel.across(0.0, Stroke(theme.faint, 1, None));
            let sums = (0..data.years.len()).map(|round| layers.iter().map(|layer| layer[round]).sum::<f64>());
            panel.line(data.years.iter().copied().zip(sums), Stroke(theme.ink, 3, Some((12, 6))));
            if let Some(state) = state {
                marks.draw(&panel, Some(*state));
            }
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "pressure")
}

fn layers(data: &Data, state: Option<usize>) -> Vec<Vec<f64>> {
    let of = |name: &&str| {
        let series = data.series(&format!("pressure_{name}"));
        state.map_or_else(|| series.world_means(), |state| series.means(state))
    };
    FUNCTIONS.iter().map(of).collect()
}
