//! Forest plots: means with their intervals, one below another.

use super::comparison::shared;
use super::data::in_words;
use super::drift::{finish, over_runs};
use super::font;
use super::page::{Fill, Page, Rect, Side, Stroke, shorten};
use super::panel::{Axis, Panel};
use super::sheet::{Sheet, Sign};
use super::theme::size;
use super::{Ask, Draw, Drawing, Figure, Needs, PlotError, Subject};
use crate::analysis::paired::{Mean, mean};

/// The figure of the drift of each state.
pub(super) const FOREST: Figure = Figure {
    name: "forest",
    about: "the drift of each state's governance, with intervals",
    columns: &["governance", "power"],
    needs: Needs::States,
    draw: Draw::Runs(draw_drift),
};

/// The figure of effects on outcomes.
pub(super) const EFFECTS: Figure = Figure {
    name: "effects",
    about: "the effect of the treatment on each outcome measure, with intervals",
    columns: &["power"],
    needs: Needs::Baseline,
    draw: Draw::Runs(draw_effects),
};

/// A line of a forest plot.
struct Line {
    name: String,
    found: Mean,
    said: String,
}

/// The largest number of states in one plot.
const MOST: usize = 60;

fn draw_drift(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let states = ask.states(data, MOST)?;
    let governance = data.series("governance");
    let mut lines: Vec<Line> = states
        .iter()
        .map(|&state| {
            let drift = |run: usize| {
                let mut there =
                    (0..data.rounds.len()).map(|round| governance.at(run, round, state)).filter(|g| !g.is_nan());
                let first = there.next().unwrap_or(f64::NAN);
                there.next_back().unwrap_or(f64::NAN) - first
            };
            let found = mean((0..data.runs.len()).map(drift));
            Line { name: data.states[state].clone(), found, said: said(found) }
        })
        .filter(|line| line.found.mean.is_finite())
        .collect();
    if lines.is_empty() {
        let lacks = "no state has governance in two rounds, so there is nothing to compare".to_owned();
        return Err(PlotError::Lacks { figure: "forest", lacks });
    }
    lines.sort_by(|a, b| b.found.mean.total_cmp(&a.found.mean));
    let mut notes = Vec::new();
    if states.len() < data.states.len() {
        notes.push(format!("{} of {} states; choose others with --states.", states.len(), data.states.len()));
    }
    let sheet = Sheet {
        title: format!("Drift of governance: {}", data.about.title),
        subtitle: format!(
            "Governance in the state's last round in the world minus governance in its first; mean over runs with its 95 % interval. {}",
            over_runs(data)
        ),
        notes,
        ..Sheet::default()
    };
    forest(
        sheet,
        ask,
        "forest",
        &lines,
        "change of governance (governance units, below 0 authoritarian)",
        "mean ± 95 %",
    )
}

fn draw_effects(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let data = subject.data;
    let baseline = subject.baseline("effects")?;
    let runs = shared(data, baseline);
    if runs.len() < 2 {
        return Err(PlotError::Lacks {
            figure: "effects",
            lacks: format!("the two directories have {} runs in common; intervals need two or more", runs.len()),
        });
    }
    let mut lines = Vec::new();
    for outcome in data.measures() {
        let column = |data: &super::data::Data| -> Vec<f64> { data.outcomes.column(&outcome.name).collect() };
        let (with, without) = (column(data), column(baseline));
        let of = |values: &[f64], run: u32| values.get(run as usize).copied().unwrap_or(f64::NAN);
        let differences: Vec<f64> = runs
            .iter()
            .map(|&(run, _)| of(&with, data.runs[run]) - of(&without, data.runs[run]))
            .filter(|d| !d.is_nan())
            .collect();
        let spread = mean(without.iter().copied()).deviation;
        let found = mean(differences.iter().copied());
        if differences.iter().all(|d| *d == 0.0) || !(spread.is_finite() && spread > 1e-12 && found.mean.is_finite()) {
            continue;
        }
        let scaled = Mean { mean: found.mean / spread, half_width: found.half_width / spread, ..found };
        // A measure that is missing in some runs uses fewer runs.
        let fewer = if found.count < runs.len() { format!(" (n {})", found.count) } else { String::new() };
        let name = format!("{}{fewer}", in_words(&outcome.name));
        lines.push(Line { name, found: scaled, said: said(found) });
    }
    if lines.is_empty() {
        return Err(PlotError::Lacks {
            figure: "effects",
            lacks: "no outcome measure differs between the two directories, or none varies in the baseline".to_owned(),
        });
    }
    let sheet = Sheet {
        title: format!("Effects of the treatment: {}", data.about.title),
        subtitle: format!(
            "Mean difference of each outcome measure over {} runs, paired, in standard deviations of the baseline, with its 95 % interval; \
             at the right in the unit of the measure.",
            runs.len()
        ),
        notes: vec![format!(
            "Treatment: {}; baseline: {}. Measures that are the same in all runs are left out; n: runs that have the measure, if some lack it.",
            data.named_by_directory(),
            baseline.named_by_directory()
        )],
        ..Sheet::default()
    };
    forest(sheet, ask, "effects", &lines, "difference (standard deviations of the baseline)", "difference ± 95 %")
}

fn said(found: Mean) -> String {
    let plain = |value: f64| match value.abs() {
        f64::INFINITY => "∞".to_owned(),
        size if size < 1e4 => format!("{value:.3}"),
        _ => format!("{value:.2e}"),
    };
    let sign = if found.mean < 0.0 { "−" } else { "+" };
    let mean = format!("{sign}{}", plain(found.mean.abs()));
    if found.half_width.is_nan() { mean } else { format!("{mean} ± {}", plain(found.half_width)) }
}

fn forest(
    sheet: Sheet,
    ask: &Ask,
    figure: &'static str,
    lines: &[Line],
    axis: &str,
    heading: &str,
) -> Result<Drawing, PlotError> {
    let theme = ask.theme;
    let row = if lines.len() > 25 { 27.0 } else { 36.0 };
    let ends = lines.iter().flat_map(|line| {
        let half = if line.found.half_width.is_nan() { 0.0 } else { line.found.half_width };
        [line.found.mean - half, line.found.mean + half]
    });
    let x = Axis::around(ends.chain([0.0]));
    let sheet = Sheet {
        body: 130.0 + row * lines.len() as f64,
        key: vec![
            (Sign::Mark(1, Fill(theme.nth(0), 1.0)), "mean".to_owned()),
            (Sign::Line(Stroke(theme.ink, 2, None)), "95 % interval".to_owned()),
            (Sign::Mark(1, Fill(theme.faint, 1.0)), "interval includes 0".to_owned()),
        ],
        ..sheet
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let body = body.at_most(130.0 + 2.0 * row * lines.len() as f64);
        let letters = (row * 0.8).min(size::LABEL);
        let widest = lines.iter().map(|line| font::width(&line.name, letters, false)).fold(0.0, f64::max).min(480.0);
        let rect = Rect::new(body.left + widest + 30.0, body.top + 44.0, body.right - 270.0, body.bottom - 74.0);
        let panel = Panel::of_rows(page, rect, x);
        panel.label_across().name_across(axis);
        panel.upright(0.0, Stroke(theme.ink, 2, None));
        page.text(heading, (body.right, body.top + 22.0), page.faint(size::LABEL, Side::End));
        for (n, line) in lines.iter().enumerate() {
            let y = rect.top + (n as f64 + 0.5) * rect.height() / lines.len() as f64;
            let place = |value: f64| (panel.at(value, 0.0).0, y);
            let Mean { mean, half_width, .. } = line.found;
            let clear = half_width.is_nan() || mean.abs() > half_width;
            if n % 2 == 0 {
                let half = 0.5 * rect.height() / lines.len() as f64;
                page.rect(Rect::new(body.left, y - half, body.right, y + half), Fill(theme.grid, 0.35));
            }
            if !half_width.is_nan() {
                page.line([place(mean - half_width), place(mean + half_width)], Stroke(theme.ink, 2, None));
            }
            page.mark(1, place(mean), 8.0, Fill(if clear { theme.nth(0) } else { theme.faint }, 1.0));
            let name = shorten(&line.name, letters, false, 480.0);
            page.text(&name, (rect.left - 14.0, y), page.ink(letters, Side::End));
            page.text(&line.said, (body.right, y), page.ink(letters, Side::End));
        }
        panel.upright(0.0, Stroke(theme.ink, 1, Some((4, 5))));
    };
    finish(sheet.draw(theme, ask.aspect, fill), figure)
}
