//! Figures of a study of sensitivity: indices with intervals, the plane of elementary effects, convergence, and curves of
//! one parameter at a time.

use super::drift::finish;
use super::font;
use super::grid::Grid;
use super::page::{Fill, Page, Rect, Side, Stroke, shorten_path};
use super::panel::{Axis, Panel, apart};
use super::sheet::{Sheet, Sign};
use super::theme::{DASHES, size};
use super::{Ask, Drawing, PlotError};
use crate::record::Table;

/// A figure of a study of sensitivity.
#[derive(Debug)]
pub(crate) struct SensitivityFigure {
    /// The name, on the command line and of its file.
    pub name: &'static str,
    /// Its description in one line.
    pub about: &'static str,
    /// Draws it.
    pub draw: fn(&Tables, &Ask) -> Result<Drawing, PlotError>,
}

/// All of them, in order.
pub(crate) const SENSITIVITY_FIGURES: [SensitivityFigure; 4] = [
    SensitivityFigure {
        name: "sensitivity",
        about: "how much each parameter matters for an outcome, with intervals",
        draw: indices,
    },
    SensitivityFigure {
        name: "elementary-effects",
        about: "the size of the effects of each parameter, and how much they depend on the others (morris)",
        draw: plane,
    },
    SensitivityFigure {
        name: "convergence",
        about: "the same numbers from growing parts of the sample",
        draw: convergence,
    },
    SensitivityFigure {
        name: "curves",
        about: "the outcome along each parameter, with the others as in the scenario (oat)",
        draw: curves,
    },
];

/// The tables of a study, and what they are of.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    /// The title of the scenario.
    pub title: String,
    /// The outcome to show.
    pub outcome: String,
    /// The measure by which factors are put in order, and what it says.
    pub measure: (&'static str, &'static str),
    /// Every table and its name.
    pub by_name: Vec<(String, Table)>,
}

/// The factors that a figure has room for.
const BARS: usize = 20;
const LINES: usize = 8;
const PANELS: usize = 12;
/// The largest width of the name of a factor.
const NAMES: f64 = 480.0;

/// A factor with a number and its interval.
struct Found {
    factor: String,
    value: f64,
    ends: (f64, f64),
    /// Whether nothing speaks against it.
    fine: bool,
}

impl Tables {
    fn table(&self, figure: &'static str, name: &str) -> Result<&Table, PlotError> {
        let found = self.by_name.iter().find(|(there, _)| there == name).map(|(_, table)| table);
        let lacks = || format!("the study does not have the table {name}, which other methods write");
        found.filter(|table| !table.is_empty()).ok_or_else(|| PlotError::Lacks { figure, lacks: lacks() })
    }

    /// A measure of all factors of the outcome, in the order of the table.
    fn measure(&self, table: &Table, measure: &str) -> Vec<Found> {
        let at = |name: &str| table.position(name);
        let word = |row: &[f64], name: &str| at(name).and_then(|at| table.word(row[at])).unwrap_or_default().to_owned();
        let number = |row: &[f64], name: &str| at(name).map_or(f64::NAN, |at| row[at]);
        let wanted = |row: &&[f64]| {
            word(row, "outcome") == self.outcome && word(row, "measure") == measure && word(row, "with").is_empty()
        };
        let found = |row: &[f64]| Found {
            factor: word(row, "factor"),
            value: number(row, "value"),
            ends: (number(row, "low"), number(row, "high")),
            fine: word(row, "trust") == "fine",
        };
        table.rows().filter(wanted).map(found).filter(|found| !found.value.is_nan()).collect()
    }

    /// The factors with the main measure, the largest first.
    fn ranked(&self, figure: &'static str) -> Result<Vec<Found>, PlotError> {
        let mut found = self.measure(self.table(figure, "indices")?, self.measure.0);
        if found.is_empty() {
            let lacks = format!("{} has no {}", self.outcome, self.measure.0);
            return Err(PlotError::Lacks { figure, lacks });
        }
        found.sort_by(|a, b| b.value.total_cmp(&a.value));
        Ok(found)
    }

    fn title(&self, what: &str) -> String {
        format!("{what} {}: {}", self.outcome.replace('_', " "), self.title)
    }
}

fn more(all: usize, shown: usize) -> Vec<String> {
    if all > shown { vec![format!("The first {shown} of {all}; the table of indices has all.")] } else { Vec::new() }
}

fn indices(tables: &Tables, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "sensitivity";
    let mut found = tables.ranked(NAME)?;
    let all = found.len();
    found.truncate(BARS);
    // The first order beside the total: what a factor does alone.
    let first =
        if tables.measure.0 == "total" { tables.measure(tables.table(NAME, "indices")?, "first") } else { Vec::new() };
    let theme = ask.theme;
    let row = 34.0;
    let ends = found.iter().chain(&first).flat_map(|found| [found.ends.0, found.ends.1, found.value]);
    let x = Axis::around(ends.filter(|end| !end.is_nan()).chain([0.0]));
    let mut key = vec![
        (Sign::Mark(1, Fill(theme.nth(0), 1.0)), tables.measure.0.to_owned()),
        (Sign::Mark(1, Fill(theme.faint, 1.0)), "not yet to be trusted".to_owned()),
        (Sign::Line(Stroke(theme.ink, 2, None)), "95 % interval".to_owned()),
    ];
    if !first.is_empty() {
        key.insert(1, (Sign::Mark(0, Fill(theme.nth(4), 1.0)), "first".to_owned()));
    }
    let sheet = Sheet {
        title: tables.title("What matters for"),
        subtitle: tables.measure.1.to_owned(),
        key,
        notes: more(all, found.len()),
        body: 130.0 + row * found.len() as f64,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let letters = size::LABEL;
        let widest =
            found.iter().map(|found| font::width(&found.factor, letters, false)).fold(0.0, f64::max).min(NAMES);
        let rect = Rect::new(body.left + widest + 30.0, body.top + 20.0, body.right - 20.0, body.bottom - 74.0);
        let panel = Panel::of_rows(page, rect, x);
        panel.label_across().name_across(tables.measure.0);
        panel.upright(0.0, Stroke(theme.ink, 1, None));
        for (n, found) in found.iter().enumerate() {
            let y = rect.top + (n as f64 + 0.5) * rect.height() / found_count(all);
            let place = |value: f64, y: f64| (panel.at(value, 0.0).0, y);
            page.line([place(found.ends.0, y), place(found.ends.1, y)], Stroke(theme.ink, 2, None));
            page.mark(1, place(found.value, y), 8.0, Fill(if found.fine { theme.nth(0) } else { theme.faint }, 1.0));
            if let Some(first) = first.iter().find(|first| first.factor == found.factor) {
                page.mark(0, place(first.value, y + 9.0), 6.0, Fill(theme.nth(4), 1.0));
            }
            let name = shorten_path(&found.factor, letters, false, NAMES);
            page.text(&name, (rect.left - 14.0, y), page.ink(letters, Side::End));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}

fn found_count(all: usize) -> f64 {
    all.min(BARS) as f64
}

fn plane(tables: &Tables, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "elementary-effects";
    let table = tables.table(NAME, "indices")?;
    let sigma = tables.measure(table, "sigma");
    if sigma.is_empty() {
        let lacks = "sigma is of the method morris with single parameters".to_owned();
        return Err(PlotError::Lacks { figure: NAME, lacks });
    }
    let ranked = tables.ranked(NAME)?;
    let points: Vec<(&Found, f64)> = ranked
        .iter()
        .filter_map(|found| Some((found, sigma.iter().find(|sigma| sigma.factor == found.factor)?.value)))
        .collect();
    let theme = ask.theme;
    let sheet = Sheet {
        title: tables.title("Elementary effects on"),
        subtitle: "Across: mean size of the effect when the parameter alone moves over its range. Up: how much this effect differs \
                   from place to place; above the line it differs more than it is large, so it depends on the other parameters."
            .to_owned(),
        key: vec![
            (Sign::Mark(1, Fill(theme.nth(0), 1.0)), "parameter".to_owned()),
            (Sign::Line(Stroke(theme.faint, 2, DASHES[1])), "sigma = mu_star".to_owned()),
        ],
        notes: Vec::new(),
        body: 640.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let rect = Rect::new(body.left + 100.0, body.top + 20.0, body.right - 320.0, body.bottom - 74.0);
        let x = Axis::from_zero(points.iter().map(|(found, _)| found.value));
        let y = Axis::from_zero(points.iter().map(|(_, sigma)| *sigma));
        let panel = Panel::new(page, rect, x, y);
        panel.label_up().label_across().name_across("mu_star").name_up("sigma", 70.0);
        let end = x.range.1.min(y.range.1);
        panel.line([(0.0, 0.0), (end, end)], Stroke(theme.faint, 2, DASHES[1]));
        for (found, sigma) in &points {
            page.mark(1, panel.at(found.value, *sigma), 6.0, Fill(theme.nth(0), 0.8));
        }
        let named: Vec<&(&Found, f64)> = points.iter().take(10).collect();
        let wished: Vec<f64> = named.iter().map(|(found, sigma)| panel.at(found.value, *sigma).1).collect();
        let mut order: Vec<usize> = (0..named.len()).collect();
        order.sort_by(|a, b| wished[*a].total_cmp(&wished[*b]));
        let sorted: Vec<f64> = order.iter().map(|at| wished[*at]).collect();
        for (at, y) in order.into_iter().zip(apart(&sorted, 24.0, (rect.top, rect.bottom))) {
            let (found, sigma) = named[at];
            let from = panel.at(found.value, *sigma);
            page.line([from, (rect.right + 8.0, y)], Stroke(theme.grid, 1, None));
            let name = shorten_path(&found.factor, size::NOTE, false, 300.0);
            page.text(&name, (rect.right + 12.0, y), page.ink(size::NOTE, Side::Start));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}

fn convergence(tables: &Tables, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "convergence";
    let table = tables.table(NAME, "convergence")?;
    let ranked = tables.ranked(NAME)?;
    let theme = ask.theme;
    let names: Vec<&str> = ranked.iter().take(LINES).map(|found| found.factor.as_str()).collect();
    let of = |factor: &str| {
        let wanted = [("outcome", tables.outcome.as_str()), ("factor", factor)];
        super::the_loop::rows(table, &wanted, ["units", "value", "low", "high"])
    };
    let lines: Vec<Vec<[f64; 4]>> = names.iter().map(|name| of(name)).collect();
    let sheet = Sheet {
        title: tables.title("Convergence of what matters for"),
        subtitle: "Each line is a parameter, from the first eighth of the sample to all of it, with its 95 % interval. Where lines still \
                   move or cross, more points are needed."
            .to_owned(),
        key: names
            .iter()
            .enumerate()
            .map(|(n, name)| (Sign::Line(Stroke(theme.nth(n), 3, DASHES[n % DASHES.len()])), (*name).to_owned()))
            .collect(),
        notes: more(ranked.len(), names.len()),
        body: 520.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let all = || lines.iter().flatten();
        let x = Axis { whole: true, ..Axis::around(all().map(|row| row[0])) };
        let y = Axis::around(all().flat_map(|row| [row[1], row[2], row[3]]).filter(|end| !end.is_nan()).chain([0.0]));
        let rect = Rect::new(body.left + 100.0, body.top + 20.0, body.right - 20.0, body.bottom - 74.0);
        let panel = Panel::new(page, rect, x, y);
        panel
            .label_up()
            .label_across()
            .name_across("trajectories, base points or points used")
            .name_up(tables.measure.0, 70.0);
        for (n, line) in lines.iter().enumerate() {
            let colour = theme.nth(n);
            panel.band(line.iter().map(|row| (row[0], (row[2], row[3]))), Fill(colour, 0.1));
            panel.line(line.iter().map(|row| (row[0], row[1])), Stroke(colour, 3, DASHES[n % DASHES.len()]));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}

fn curves(tables: &Tables, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "curves";
    let table = tables.table(NAME, "curves")?;
    let ranked = tables.ranked(NAME)?;
    let theme = ask.theme;
    let of = |factor: &str| {
        let wanted = [("outcome", tables.outcome.as_str()), ("factor", factor)];
        super::the_loop::rows(table, &wanted, ["number", "mean", "low", "high"])
    };
    let shown: Vec<(&str, Vec<[f64; 4]>)> = ranked
        .iter()
        .map(|found| (found.factor.as_str(), of(&found.factor)))
        .filter(|(_, rows)| rows.iter().all(|row| !row[0].is_nan()))
        .take(PANELS)
        .collect();
    if shown.is_empty() {
        let lacks = "no parameter has numbers as values".to_owned();
        return Err(PlotError::Lacks { figure: NAME, lacks });
    }
    let columns = shown.len().min(3);
    let rows = shown.len().div_ceil(columns);
    let sheet = Sheet {
        title: tables.title("One parameter at a time, for"),
        subtitle: "Mean outcome along each parameter, with all others as in the scenario, and its 95 % interval; the parameter that moves \
                   the outcome most comes first."
            .to_owned(),
        key: vec![
            (Sign::Line(Stroke(theme.nth(0), 3, None)), "mean over replicates".to_owned()),
            (Sign::Area(Fill(theme.nth(0), 0.18)), "95 % interval".to_owned()),
        ],
        notes: more(ranked.len(), shown.len()),
        body: Grid::height(rows, 300.0),
    };
    let y = Axis::around(
        shown
            .iter()
            .flat_map(|(_, rows)| rows.iter().flat_map(|row| [row[1], row[2], row[3]]))
            .filter(|end| !end.is_nan()),
    );
    let fill = |page: &Page<'_>, body: Rect| {
        for (n, (name, points)) in shown.iter().enumerate() {
            let cell = body.cell((n / columns, rows), (n % columns, columns), (90.0, 110.0));
            let rect = Rect::new(cell.left + 60.0, cell.top + 40.0, cell.right, cell.bottom - 30.0);
            let panel = Panel::new(page, rect, Axis::around(points.iter().map(|row| row[0])), y);
            panel.label_up().label_across();
            panel.title(&shorten_path(name, size::PANEL, true, rect.width()));
            panel.band(points.iter().map(|row| (row[0], (row[2], row[3]))), Fill(theme.nth(0), 0.18));
            panel.line(points.iter().map(|row| (row[0], row[1])), Stroke(theme.nth(0), 3, None));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}
