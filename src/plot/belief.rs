//! Belief against truth: what states believe about others' posture and power, and how large their errors are.

use super::drift::{band_key, bands, finish, over_runs, time};
use super::grid::Grid;
use super::marks::Marks;
use super::page::{Fill, Page, Rect, Side, Stroke};
use super::panel::{Axis, Panel};
use super::relations::of_a_run;
use super::sheet::{Sheet, Sign};
use super::theme::size;
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::plot::data::Data;
use crate::plot::pairs::Relations;

/// The range of posture, with some space at the ends.
const WIDE: Axis = Axis { range: (-1.08, 1.08), log: false, whole: false };

/// The figure of belief against truth at chosen rounds.
pub(super) const BELIEF: Figure = Figure {
    name: "belief",
    about: "believed against true posture of other states, at chosen rounds",
    columns: &["system"],
    needs: Needs::Pairs,
    draw: Draw::Runs(draw_belief),
};

/// The figure of errors over time.
pub(super) const ERROR: Figure = Figure {
    name: "error",
    about: "errors of chosen states about others' posture and power",
    columns: &["belief_error", "power_error", "discourse", "power"],
    needs: Needs::States,
    draw: Draw::Runs(draw_error),
};

fn draw_belief(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let relations = of_a_run(data, "belief")?;
    let rounds = ask.rounds(data, 4)?;
    let columns = rounds.len().min(2);
    let rows = rounds.len().div_ceil(columns);
    let theme = ask.theme;
    let kinds =
        [(0, theme.nth(1), "by authoritarian states (system below 0.5)"), (1, theme.nth(0), "by participatory states")];
    let mut key: Vec<_> =
        kinds.iter().map(|&(shape, colour, name)| (Sign::Mark(shape, Fill(colour, 1.0)), name.to_owned())).collect();
    key.push((Sign::Line(Stroke(theme.faint, 2, Some((14, 8)))), "belief is right".to_owned()));
    let sheet = Sheet {
        title: format!("Belief against truth: {}", data.about.title),
        subtitle: format!(
            "Each point is a state's belief about another's posture toward it. Below the line the belief is too hostile. Run {}.",
            data.runs[relations.run]
        ),
        key,
        notes: if every(relations) > 1 {
            vec![format!(
                "Of {0} pairs one in {1} is drawn; the mean error is over all pairs.",
                relations.pairs.len(),
                every(relations)
            )]
        } else {
            Vec::new()
        },
        body: Grid::height_titled(rows, 560.0),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let grid = Grid::titled(body, rows, columns);
        grid.name_up(page, "believed posture (−1 confrontational – 1 cooperative)");
        grid.name_across(page, "true posture (−1 confrontational – 1 cooperative)");
        for (n, &round) in rounds.iter().enumerate() {
            let panel = grid.panel_of(page, n, rounds.len(), WIDE, WIDE);
            panel.title(&format!("{} {}", data.clock(), data.years[round]));
            panel.line([(-1.0, -1.0), (1.0, 1.0)], Stroke(theme.faint, 2, Some((14, 8))));
            points(&panel, data, relations, round, &kinds);
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "belief")
}

/// If there are very many pairs, only every nth is drawn.
fn every(relations: &Relations) -> usize {
    relations.pairs.len().div_ceil(2000).max(1)
}

fn points(
    panel: &Panel<'_, '_>,
    data: &Data,
    relations: &Relations,
    round: usize,
    kinds: &[(usize, super::theme::Colour, &str); 2],
) {
    let system = data.series("system");
    let (mut count, mut error) = (0usize, 0.0);
    // Points are larger if there are few.
    let every = every(relations);
    let radius = if relations.pairs.len() < 40 { 8.0 } else { 4.0 };
    for (pair, &(a, b)) in relations.pairs.iter().enumerate() {
        let (belief, posture) = (relations.belief(round, pair), relations.posture(round, pair));
        // The belief of one side is about the posture of the other.
        for (who, believed, truth) in [(a, belief[0], posture[1]), (b, belief[1], posture[0])] {
            if believed.is_nan() || truth.is_nan() {
                continue;
            }
            let (shape, colour, _) = kinds[usize::from(system.at(relations.run, round, who) >= 0.5)];
            if pair % every == 0 {
                panel.page.mark(shape, panel.at(truth, believed), radius, Fill(colour, 0.55));
            }
            count += 1;
            error += (believed - truth).abs();
        }
    }
    if count > 0 {
        let text = format!("mean error {:.2}", error / count as f64);
        let at = (panel.rect.right - 12.0, panel.rect.bottom - 22.0);
        let width = super::font::width(&text, size::LABEL, false);
        panel.page.rect(
            Rect::new(at.0 - width - 6.0, at.1 - 14.0, at.0 + 6.0, at.1 + 14.0),
            Fill(panel.page.theme.paper, 0.8),
        );
        panel.page.text(&text, at, panel.page.ink(size::LABEL, Side::End));
    }
}

fn draw_error(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let states = ask.states(data, 6)?;
    let marks = Marks::of(data, &states);
    let measures = [
        ("belief_error", "Error about posture", "posture units"),
        ("power_error", "Error about power", "power units"),
        ("discourse", "Dominant image of the world", "−1 hostile – 1 rosy"),
    ];
    let sheet = Sheet {
        title: format!("Errors of states about others: {}", data.about.title),
        subtitle: format!(
            "Mean absolute gap between belief and truth, by reach, and the image of the world that biases reports. {}",
            over_runs(data)
        ),
        key: band_key(data, ask.theme.nth(0), ask),
        notes: super::drift::notes(data, &states, marks.note(data)),
        body: Grid::height(states.len(), Grid::row(states.len())),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let third = (body.width() - 20.0) / 3.0;
        for (column, (name, title, unit)) in measures.into_iter().enumerate() {
            let left = body.left + column as f64 * (third + 10.0);
            let grid = Grid::new(Rect { left, right: left + third, ..body }, states.len(), 1);
            if column == 0 {
                grid.name_rows(page, states.iter().map(|&state| data.states[state].as_str()));
            }
            grid.name_columns(page, [title]);
            grid.name_up(page, unit);
            grid.name_across(page, data.clock());
            let all: Vec<_> = states.iter().map(|&state| data.series(name).bands(state)).collect();
            let y = match name {
                "discourse" => Axis::new(-1.0, 1.0),
                _ => Axis::from_zero(all.iter().flatten().map(|band| band.most.1)),
            };
            for (row, &state) in states.iter().enumerate() {
                let panel = grid.panel(page, (row, 0), time(data), y);
                bands(&panel, data, &all[row], page.theme.nth(column));
                marks.draw(&panel, Some(state));
            }
        }
    };
    finish(sheet.draw(ask.theme, ask.aspect, fill), "error")
}
