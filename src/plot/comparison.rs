//! Treatment against baseline: chosen states in two run directories, and the difference between paired runs.

use super::data::{Data, in_words};
use super::drift::{MEASURES, finish, time};
use super::grid::Grid;
use super::marks::Marks;
use super::page::{Fill, Page, Rect, Stroke};
use super::panel::{Axis, Panel};
use super::sheet::{Sheet, Sign};
use super::theme::{Colour, Dash, Theme};
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::analysis::paired::{Mean, mean};

/// The figure.
pub(super) const COMPARISON: Figure = Figure {
    name: "comparison",
    about: "treatment against baseline: chosen states, and the difference between paired runs",
    columns: &["meaning", "referent", "securitisation", "provision", "system", "policy", "power"],
    needs: Needs::Baseline,
    draw: Draw::Runs(draw),
};

/// The legend of treatment, baseline and their difference.
pub(super) fn key(theme: &Theme) -> Vec<(Sign, String)> {
    vec![
        (Sign::Line(Stroke(theme.nth(0), 3, None)), "treatment".to_owned()),
        (Sign::Line(Stroke(theme.nth(1), 3, Some((14, 8)))), "baseline".to_owned()),
        (Sign::Line(Stroke(theme.ink, 3, None)), "difference".to_owned()),
        (Sign::Area(Fill(theme.paper.toward(theme.ink, 0.2), 1.0)), "95 % interval".to_owned()),
    ]
}

fn draw(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let baseline = subject.baseline("comparison")?;
    let states = ask.states(data, 3)?;
    let runs = shared(data, baseline);
    let rounds = rounds_in_both(data, baseline);
    let partner: Vec<Option<usize>> = states.iter().map(|&state| baseline.state(&data.states[state])).collect();
    if runs.is_empty() || rounds.is_empty() || partner.iter().all(Option::is_none) {
        return Err(PlotError::Lacks {
            figure: "comparison",
            lacks: "the two directories do not share any run, round or state; compare runs of the same world"
                .to_owned(),
        });
    }
    let measures: Vec<&str> = MEASURES.iter().copied().chain(["policy"]).collect();
    let marks = Marks::of(data, &states);
    let theme = ask.theme;
    let (with, without) = (theme.nth(0), theme.nth(1));
    let differences: Vec<Vec<Vec<Mean>>> = states
        .iter()
        .zip(&partner)
        .map(|(&state, &other)| {
            measures.iter().map(|name| difference(data, baseline, name, &runs, &rounds, (state, other))).collect()
        })
        .collect();
    let widest = differences.iter().flatten().flatten().filter(|d| !d.mean.is_nan()).flat_map(|d| {
        let half = if d.half_width.is_nan() { 0.0 } else { d.half_width };
        [d.mean - half, d.mean + half]
    });
    let y = Axis::around(widest.chain([0.0]));
    let mut notes: Vec<String> = marks.note(data).into_iter().collect();
    notes.push(format!(
        "Treatment: {}; baseline: {}. Run K is compared with run K, which uses the same random numbers.",
        data.named_by_directory(),
        baseline.named_by_directory()
    ));
    if runs.len() < 2 {
        notes.push("One run in common, so intervals cannot be drawn.".to_owned());
    }
    let sheet = Sheet {
        title: format!("Treatment against baseline: {}", data.about.title),
        subtitle: format!(
            "Upper rows: medians over {}\u{a0}runs in common, with the band that holds half of them. Lower rows: mean difference, treatment minus baseline, with its 95\u{a0}% interval. \
             Policy goes from −1 (confrontational) to 1 (cooperative).",
            runs.len()
        ),
        key: key(theme),
        notes,
        body: Grid::height(2 * states.len(), if states.len() == 1 { 260.0 } else { 165.0 }),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let grid = Grid::new(body, 2 * states.len(), measures.len());
        let names: Vec<String> = measures
            .iter()
            .map(|name| if *name == "system" { "Political system".to_owned() } else { in_words(name) })
            .collect();
        grid.name_columns(page, names.iter().map(String::as_str));
        let rows: Vec<String> =
            states.iter().flat_map(|&state| [data.states[state].clone(), "difference".to_owned()]).collect();
        grid.name_rows(page, rows.iter().map(String::as_str));
        grid.name_up(page, "0 authoritarian – 1 participatory; policy −1 to 1");
        grid.name_across(page, data.clock());
        for (row, &state) in states.iter().enumerate() {
            for (column, name) in measures.iter().enumerate() {
                let levels = match *name {
                    "policy" => Axis { whole: true, ..Axis::new(-1.0, 1.0) },
                    _ => Axis::new(0.0, 1.0),
                };
                let panel = grid.panel(page, (2 * row, column), time(data), levels);
                if *name == "policy" {
                    panel.label_up();
                }
                if let Some(other) = partner[row] {
                    medians(&panel, baseline, name, other, without, Some((14, 8)));
                }
                medians(&panel, data, name, state, with, None);
                marks.draw(&panel, Some(state));
                let panel = grid.panel(page, (2 * row + 1, column), time(data), y);
                panel.across(0.0, Stroke(theme.faint, 2, None));
                let found = || rounds.iter().map(|&(round, _)| data.years[round]).zip(&differences[row][column]);
                panel.band(
                    found().map(|(year, d)| (year, (d.mean - d.half_width, d.mean + d.half_width))),
                    Fill(theme.ink, 0.2),
                );
                panel.line(found().map(|(year, d)| (year, d.mean)), Stroke(theme.ink, 3, None));
            }
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "comparison")
}

fn medians(panel: &Panel<'_, '_>, data: &Data, name: &str, state: usize, colour: Colour, dash: Dash) {
    let bands = data.series(name).bands(state);
    if data.runs.len() > 1 {
        panel.band(data.years.iter().copied().zip(bands.iter().map(|band| band.half)), Fill(colour, 0.2));
    }
    panel.line(data.years.iter().copied().zip(bands.iter().map(|band| band.median)), Stroke(colour, 3, dash));
}

/// The indices, in each directory, of the runs that both have.
pub(super) fn shared(data: &Data, baseline: &Data) -> Vec<(usize, usize)> {
    let place = |(at, run): (usize, &u32)| Some((at, baseline.runs.iter().position(|there| there == run)?));
    data.runs.iter().enumerate().filter_map(place).collect()
}

fn rounds_in_both(data: &Data, baseline: &Data) -> Vec<(usize, usize)> {
    let place = |(at, round): (usize, &u32)| Some((at, baseline.rounds.binary_search(round).ok()?));
    data.rounds.iter().enumerate().filter_map(place).collect()
}

fn difference(
    data: &Data,
    baseline: &Data,
    name: &str,
    runs: &[(usize, usize)],
    rounds: &[(usize, usize)],
    (state, other): (usize, Option<usize>),
) -> Vec<Mean> {
    let (with, without) = (data.series(name), baseline.series(name));
    let of_round = |&(here, there): &(usize, usize)| {
        let differences = runs.iter().map(|&(run, its)| match other {
            Some(other) => with.at(run, here, state) - without.at(its, there, other),
            None => f64::NAN,
        });
        mean(differences)
    };
    rounds.iter().map(of_round).collect()
}
