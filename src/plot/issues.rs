//! Security issues by sector and stage, and the backlog.

use super::data::{Data, in_words};
use super::drift::{bands, finish, over_runs, time};
use super::grid::Grid;
use super::page::{Fill, Page, Rect, Stroke};
use super::panel::Axis;
use super::sheet::{Sheet, Sign};
use super::stack;
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::record::words::Sector;

const SECTORS: [&str; 5] = Sector::NAMES;
const STAGES: [(&str, &str); 3] =
    [("securitised", "security issues"), ("political", "political matters"), ("unnoticed", "on no agenda")];

/// The figure.
pub(super) const ISSUES: Figure = Figure {
    name: "issues",
    about: "issues by sector and stage, spurious issues, and the backlog",
    columns: &[
        "issues_military_unnoticed_real",
        "issues_military_political_real",
        "issues_military_securitised_real",
        "issues_political_unnoticed_real",
        "issues_political_political_real",
        "issues_political_securitised_real",
        "issues_economic_unnoticed_real",
        "issues_economic_political_real",
        "issues_economic_securitised_real",
        "issues_societal_unnoticed_real",
        "issues_societal_political_real",
        "issues_societal_securitised_real",
        "issues_environmental_unnoticed_real",
        "issues_environmental_political_real",
        "issues_environmental_securitised_real",
        "issues_military_securitised_spurious",
        "issues_political_securitised_spurious",
        "issues_economic_securitised_spurious",
        "issues_societal_securitised_spurious",
        "issues_environmental_securitised_spurious",
        "backlog",
        "power",
    ],
    needs: Needs::States,
    draw: Draw::Runs(draw),
};

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let states = ask.states(data, 5)?;
    let theme = ask.theme;
    let colours = [theme.nth(1), theme.nth(4), theme.nth(6).toward(theme.paper, 0.5), theme.nth(3)];
    let mut key: Vec<_> = STAGES
        .iter()
        .zip(colours)
        .map(|((_, name), colour)| (Sign::Area(Fill(colour, 1.0)), format!("real: {name}")))
        .collect();
    key.push((Sign::Area(Fill(colours[3], 1.0)), "security issues that are not a threat (spurious)".to_owned()));
    let sheet = Sheet {
        title: format!("Issues by sector and stage, and the backlog: {}", data.about.title),
        subtitle: format!(
            "Issues: means over runs, stacked, with a separate scale for each state. Backlog: share of unresolved security issues, with the median and bands of half and 90 % of the runs. {}",
            over_runs(data)
        ),
        key,
        notes: super::drift::notes(data, &states, None),
        body: Grid::height(states.len(), Grid::row(states.len()).max(200.0)),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let grid = Grid::new(Rect { right: body.right - 352.0, ..body }, states.len(), SECTORS.len());
        let side = Grid::new(Rect { left: body.right - 360.0, ..body }, states.len(), 1);
        grid.name_rows(page, states.iter().map(|&state| data.states[state].as_str()));
        let names = SECTORS.map(in_words);
        grid.name_columns(page, names.iter().map(String::as_str));
        side.name_columns(page, ["Backlog"]);
        grid.name_up(page, "issues");
        side.name_up(page, "share");
        grid.name_across(page, data.clock());
        side.name_across(page, data.clock());
        for (row, &state) in states.iter().enumerate() {
            let layers: Vec<Vec<Vec<f64>>> = SECTORS.iter().map(|sector| layers(data, state, sector)).collect();
            let high = layers.iter().map(|layers| stack::reach(layers).1);
            let y = Axis::from_zero(high);
            for (column, layers) in layers.into_iter().enumerate() {
                let panel = grid.panel(page, (row, column), time(data), y);
                stack::draw(&panel, &data.years, &layers.into_iter().zip(colours).collect::<Vec<_>>());
            }
            let panel = side.panel(page, (row, 0), time(data), Axis::new(0.0, 1.0));
            bands(&panel, data, &data.series("backlog").bands(state), theme.nth(0));
            panel.across(0.0, Stroke(theme.faint, 1, None));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "issues")
}

fn layers(data: &Data, state: usize, sector: &str) -> Vec<Vec<f64>> {
    let of = |stage: &str, truth: &str| data.series(&format!("issues_{sector}_{stage}_{truth}")).means(state);
    STAGES.iter().map(|(stage, _)| of(stage, "real")).chain([of("securitised", "spurious")]).collect()
}
