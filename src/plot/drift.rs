//! Governance drift of chosen states: the four components and the political system over time, with bands over replicates.

use super::data::{Data, in_words};
use super::grid::Grid;
use super::marks::Marks;
use super::page::{Fill, Page, Rect, Stroke};
use super::panel::{Axis, Panel};
use super::sheet::{Sheet, Sign};
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::analysis::quantiles::Band;
use crate::plot::theme::Colour;

/// The variables shown of each state.
pub(super) const MEASURES: [&str; 5] = ["meaning", "referent", "securitisation", "provision", "system"];
/// Their unit.
pub(super) const UNIT: &str = "0 authoritarian – 1 participatory";

/// The figure.
pub(super) const DRIFT: Figure = Figure {
    name: "drift",
    about: "governance of chosen states over time: four components and the political system",
    columns: &["meaning", "referent", "securitisation", "provision", "system", "power"],
    needs: Needs::States,
    draw: Draw::Runs(draw),
};

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let states = ask.states(data, 6)?;
    let marks = Marks::of(data, &states);
    let sheet = Sheet {
        title: format!("Governance drift: {}", data.about.title),
        subtitle: format!(
            "The four components of security governance and the political system, state by state. {}",
            over_runs(data)
        ),
        key: band_key(data, ask.theme.nth(0), ask),
        notes: notes(data, &states, marks.note(data)),
        body: Grid::height(states.len(), Grid::row(states.len())),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let grid = Grid::new(body, states.len(), MEASURES.len());
        grid.name_rows(page, states.iter().map(|&state| data.states[state].as_str()));
        let titles =
            MEASURES.map(|measure| if measure == "system" { "Political system".to_owned() } else { in_words(measure) });
        grid.name_columns(page, titles.iter().map(String::as_str));
        grid.name_up(page, UNIT);
        grid.name_across(page, data.clock());
        for (row, &state) in states.iter().enumerate() {
            for (column, measure) in MEASURES.into_iter().enumerate() {
                let panel = grid.panel(page, (row, column), time(data), Axis::new(0.0, 1.0));
                bands(&panel, data, &data.series(measure).bands(state), page.theme.nth(column));
                marks.draw(&panel, Some(state));
            }
        }
    };
    finish(sheet.draw(ask.theme, ask.aspect, fill), "drift")
}

/// The time axis.
pub(super) fn time(data: &Data) -> Axis {
    let (first, last) = (data.years[0], data.years[data.years.len() - 1]);
    let whole = data.years.iter().all(|year| year.fract() == 0.0);
    Axis { whole, ..Axis::new(first, if last > first { last } else { first + 1.0 }) }
}

/// Median and bands over runs, by time.
pub(super) fn bands(panel: &Panel<'_, '_>, data: &Data, bands: &[Band], colour: Colour) {
    let years = || data.years.iter().copied();
    if data.runs.len() > 1 {
        panel.band(years().zip(bands.iter().map(|band| band.most)), Fill(colour, 0.18));
        panel.band(years().zip(bands.iter().map(|band| band.half)), Fill(colour, 0.30));
    }
    panel.line(years().zip(bands.iter().map(|band| band.median)), Stroke(colour, 3, None));
}

/// The key to median and bands.
pub(super) fn band_key(data: &Data, colour: Colour, ask: &Ask) -> Vec<(Sign, String)> {
    if data.runs.len() < 2 {
        return Vec::new();
    }
    let paper = ask.theme.paper;
    vec![
        (Sign::Line(Stroke(colour, 3, None)), "median over runs".to_owned()),
        (Sign::Area(Fill(paper.toward(colour, 0.43), 1.0)), "half of the runs".to_owned()),
        (Sign::Area(Fill(paper.toward(colour, 0.18), 1.0)), "90 % of the runs".to_owned()),
    ]
}

/// The number of runs that a figure uses, in words.
pub(super) fn over_runs(data: &Data) -> String {
    match data.runs.as_slice() {
        [run] if data.runs_held == 1 => format!("One run (run {run}), so bands cannot be drawn."),
        [run] => format!("Run {run} of {}, so bands cannot be drawn.", data.runs_held),
        runs if runs.len() == data.runs_held as usize => format!("{}\u{a0}runs.", runs.len()),
        runs => format!("{} of {}\u{a0}runs.", runs.len(), data.runs_held),
    }
}

/// Notes at the foot: events, omitted states, rounds.
pub(super) fn notes(data: &Data, states: &[usize], marks: Option<String>) -> Vec<String> {
    let mut notes: Vec<String> = marks.into_iter().collect();
    if states.len() < data.states.len() {
        notes.push(format!("{} of {} states; choose others with --states.", states.len(), data.states.len()));
    }
    notes
}

/// Returns a drawing, or the error that it could not be drawn.
pub(super) fn finish(drawing: Result<Drawing, String>, figure: &'static str) -> Result<Drawing, PlotError> {
    drawing.map_err(|problem| PlotError::Drawing { figure, problem })
}
