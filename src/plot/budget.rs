//! The budgets of states by use, and their wealth.

use super::drift::{bands, finish, over_runs, time};
use super::grid::Grid;
use super::page::{Fill, Page, Rect};
use super::panel::Axis;
use super::sheet::{Sheet, Sign};
use super::stack;
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};

/// The figure.
pub(super) const BUDGET: Figure = Figure {
    name: "budget",
    about: "budget by sector, and wealth",
    columns: &[
        "spend_military",
        "spend_regime",
        "spend_diplomacy",
        "spend_facilitation",
        "spend_economic",
        "spend_societal",
        "spend_environmental",
        "spend_aid",
        "spend_emergency",
        "wealth",
        "power",
    ],
    needs: Needs::States,
    draw: Draw::Runs(draw),
};

/// The parts of the budget, from the bottom of the stack to its top.
const PARTS: [(&str, &str); 9] = [
    ("spend_military", "military"),
    ("spend_regime", "regime"),
    ("spend_diplomacy", "diplomacy"),
    ("spend_facilitation", "facilitation"),
    ("spend_economic", "economic"),
    ("spend_societal", "societal"),
    ("spend_environmental", "environmental"),
    ("spend_aid", "aid"),
    ("spend_emergency", "emergency agenda"),
];

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let states = ask.states(data, 6)?;
    let theme = ask.theme;
    let order = [1, 4, 0, 5, 2, 3, 7, 6];
    // The ninth colour is paler than all colours of the palette.
    let colour = |n: usize| order.get(n).map_or(theme.paper.toward(theme.faint, 0.3), |&n| theme.nth(n));
    let wealth = data.series("wealth");
    let all: Vec<_> = states.iter().map(|&state| wealth.bands(state)).collect();
    let ends = all.iter().flatten().flat_map(|band| [band.most.0, band.most.1]);
    let y = Axis::logarithmic(ends);
    let sheet = Sheet {
        title: format!("Budget and wealth: {}", data.about.title),
        subtitle: format!(
            "Left: the security budget by use, means over runs. Right: wealth, with the median and bands of half and 90 % of the runs. {}",
            over_runs(data)
        ),
        key: PARTS
            .iter()
            .enumerate()
            .map(|(n, (_, name))| (Sign::Area(Fill(colour(n), 1.0)), (*name).to_owned()))
            .collect(),
        notes: super::drift::notes(data, &states, None),
        body: Grid::height(states.len(), Grid::row(states.len())),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let rows: Vec<&str> = states.iter().map(|&state| data.states[state].as_str()).collect();
        let named = [("Budget", "share of the budget"), ("Wealth", "wealth units (1: a typical state), logarithmic")];
        let [left, right] = Grid::halves(page, body, &rows, named, data.clock());
        for (row, &state) in states.iter().enumerate() {
            let layers: Vec<_> = PARTS
                .iter()
                .enumerate()
                .map(|(n, (column, _))| (data.series(column).means(state), colour(n)))
                .collect();
            let panel = left.panel(page, (row, 0), time(data), Axis::new(0.0, 1.0));
            stack::draw(&panel, &data.years, &layers);
            let panel = right.panel(page, (row, 0), time(data), y);
            bands(&panel, data, &all[row], theme.nth(0));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "budget")
}
