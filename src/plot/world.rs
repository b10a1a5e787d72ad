//! The drift of the whole world: how governance is distributed over the states, and the share of states in each basin.

use super::data::Data;
use super::drift::{UNIT, finish, over_runs, time};
use super::marks::Marks;
use super::page::{Fill, Page, Rect, Side, Stroke};
use super::panel::{Axis, Panel};
use super::sheet::{Sheet, Sign};
use super::theme::size;
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::analysis::density::density;
use crate::record::words::Basin;

/// The figure.
pub(super) const WORLD: Figure = Figure {
    name: "world",
    about: "governance of all states: density over time, and the share of states in each basin",
    columns: &["governance"],
    needs: Needs::States,
    draw: Draw::Runs(draw),
};

/// The number of cells of the density in height, and the largest number of its columns.
const BINS: usize = 50;
const MOST_COLUMNS: usize = 120;
/// The width of the smoothing (governance units), and the density at which the colour scale ends (1: an even spread).
const SMOOTHING: f64 = 0.03;
const FULL: f64 = 4.0;
/// The number of steps of the colour scale.
const SHADES: f64 = 24.0;

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let marks = Marks::of_the_world(data);
    let t = ask.theme;
    let sheet = Sheet {
        title: format!("The world's governance: {}", data.about.title),
        subtitle: format!(
            "Above: the density of governance (mean of the four components, {UNIT}) over all states. Below: the share of states in each basin. {}",
            over_runs(data)
        ),
        key: vec![
            (Sign::Area(Fill(t.grade(0.25), 1.0)), "density of an even spread (1)".to_owned()),
            (Sign::Area(Fill(t.grade(0.5), 1.0)), "twice that".to_owned()),
            (Sign::Area(Fill(t.grade(1.0), 1.0)), "four times or more".to_owned()),
        ],
        notes: marks.note(data).into_iter().collect(),
        body: 1000.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let inside = Rect::new(body.left + 110.0, body.top + 20.0, body.right - 300.0, body.bottom - 70.0);
        let (above, below) = (inside.cell((0, 5), (0, 1), (0.0, 0.0)), inside.cell((3, 5), (0, 1), (0.0, 0.0)));
        let above = Rect::new(above.left, above.top, above.right, below.top - 50.0);
        let below = Rect::new(below.left, below.top, below.right, inside.bottom);
        let upper = Panel::new(page, above, time(data), Axis::new(0.0, 1.0));
        shades(&upper, data);
        upper.label_up().name_up("governance", 84.0);
        marks.draw(&upper, None);
        let ends = [(0.97, "participatory"), (0.03, "authoritarian")];
        for (value, text) in ends {
            let at = upper.at(upper.x.range.1, value);
            page.text(text, (at.0 + 14.0, at.1), page.faint(size::LABEL, Side::Start));
        }
        let lower = Panel::new(page, below, time(data), Axis::new(0.0, 1.0));
        basins(&lower, data);
        lower.label_up().label_across().name_up("share of states", 84.0).name_across(data.clock());
    };
    finish(sheet.draw(ask.theme, ask.aspect, fill), "world")
}

fn shades(panel: &Panel<'_, '_>, data: &Data) {
    let governance = data.series("governance");
    let rounds = data.rounds.len();
    let every = rounds.div_ceil(MOST_COLUMNS);
    let end = panel.x.range.1;
    for first in (0..rounds).step_by(every) {
        let last = (first + every).min(rounds);
        let values = (0..data.runs.len()).flat_map(|run| {
            (first..last).flat_map(move |round| (0..data.states.len()).map(move |state| (run, round, state)))
        });
        let values = values.map(|(run, round, state)| governance.at(run, round, state));
        let shades = density(values, BINS, SMOOTHING).into_iter().map(|f| (f / FULL).min(1.0));
        let shades: Vec<f64> = shades.map(|share| (share * SHADES).round() / SHADES).collect();
        let from = data.years[first];
        let until = data.years.get(last).copied().unwrap_or(end).max(from);
        let mut bottom = 0;
        for bin in 1..=BINS {
            // Neighbours of the same shade are one rectangle.
            if bin == BINS || shades[bin] != shades[bottom] {
                if shades[bottom] > 0.0 {
                    let ends = (bottom as f64 / BINS as f64, bin as f64 / BINS as f64);
                    panel.block((from, until), ends, Fill(panel.page.theme.grade(shades[bottom]), 1.0));
                }
                bottom = bin;
            }
        }
    }
}

fn basins(panel: &Panel<'_, '_>, data: &Data) {
    let governance = data.series("governance");
    let shares: Vec<[f64; 3]> = (0..data.rounds.len())
        .map(|round| {
            let mut counts = [0.0; 3];
            for run in 0..data.runs.len() {
                for state in 0..data.states.len() {
                    let value = governance.at(run, round, state);
                    if !value.is_nan() {
                        counts[Basin::of(value) as usize] += 1.0;
                    }
                }
            }
            let all: f64 = counts.iter().sum();
            counts.map(|count| count / all)
        })
        .collect();
    let page = panel.page;
    let theme = page.theme;
    let colours = [theme.diverge(-0.75), theme.diverge(0.0).toward(theme.faint, 0.3), theme.diverge(0.75)];
    let [low, middle, high] = Basin::NAMES;
    let [below, above] = Basin::EDGES;
    let names = [format!("{low} (below {below})"), middle.to_owned(), format!("{high} (above {above})")];
    let years = || data.years.iter().copied();
    let floor = |basin: usize, shares: &[f64; 3]| shares[..basin].iter().sum::<f64>();
    for (basin, colour) in colours.into_iter().enumerate() {
        let edges = shares.iter().map(|shares| (floor(basin, shares), floor(basin + 1, shares)));
        panel.band(years().zip(edges), Fill(colour, 0.9));
        panel.line(years().zip(shares.iter().map(|shares| floor(basin + 1, shares))), Stroke(theme.paper, 2, None));
    }
    if let Some(last) = shares.last() {
        let middles = (0..3).map(|basin| f64::midpoint(floor(basin, last), floor(basin + 1, last)));
        panel.name_lines(middles.zip(names).map(|(y, name)| (y, name, theme.ink)).collect());
    }
}
