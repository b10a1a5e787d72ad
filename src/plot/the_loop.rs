//! Figures of a study of the loop: response curves, the map of the basins, a threat that rises and falls, and the decay
//! of a shock. They have a separate registry, because their tables differ from those of a run.

use super::drift::{UNIT, finish};
use super::grid::Grid;
use super::page::{Fill, Letters, Page, Rect, Side, Stroke};
use super::panel::{Axis, Panel, number};
use super::sheet::{Sheet, Sign};
use super::theme::{Colour, Dash, size};
use super::{Ask, Drawing, PlotError};
use crate::record::Table;

/// A figure of a study of the loop.
#[derive(Debug)]
pub(crate) struct LoopFigure {
    /// The name, on the command line and of its file.
    pub name: &'static str,
    /// Its description in one line.
    pub about: &'static str,
    /// The table that it shows.
    pub table: &'static str,
    /// Draws it.
    pub draw: fn(&Tables, &Ask) -> Result<Drawing, PlotError>,
}

/// All of them, in order.
pub(crate) const LOOP_FIGURES: [LoopFigure; 4] = [
    LoopFigure {
        name: "loop-responses",
        about: "the response of governance to policy, and of policy to governance, over the whole range",
        table: "responses",
        draw: responses,
    },
    LoopFigure {
        name: "loop-basins",
        about: "the end of the world by its beginning, with and without either arrow",
        table: "basins",
        draw: basins,
    },
    LoopFigure {
        name: "loop-hysteresis",
        about: "governance while a threat rises and falls again",
        table: "hysteresis",
        draw: hysteresis,
    },
    LoopFigure {
        name: "loop-decay",
        about: "the decay of a shock to governance or to policy",
        table: "decay",
        draw: decay,
    },
];

/// The tables of a study of the loop.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    /// The title of the scenario.
    pub title: String,
    /// Its states and replicates, in words.
    pub of: String,
    /// The number of replicates.
    pub replicates: String,
    /// Every table and its name.
    pub by_name: Vec<(String, Table)>,
}

impl Tables {
    /// A table, if it exists.
    pub(crate) fn get(&self, name: &str) -> Option<&Table> {
        self.by_name.iter().find(|(there, _)| there == name).map(|(_, table)| table)
    }

    fn table(&self, figure: &'static str, name: &str) -> Result<&Table, PlotError> {
        let lacks =
            || format!("{name}.csv does not exist: it belongs to a part of takvin loop that was not carried out");
        self.get(name).filter(|table| !table.is_empty()).ok_or_else(|| PlotError::Lacks { figure, lacks: lacks() })
    }
}

/// The worlds that are compared, with their names.
const WORLDS: [(&str, &str); 4] = [
    ("loop", "the world as it is"),
    ("policy_to_governance_cut", "policy → governance cut"),
    ("governance_to_policy_cut", "governance → policy cut"),
    ("system_held", "political systems held"),
];

/// The colour and dash of a world, the same in every figure. The dashes differ, so that colours are not needed.
fn line_of(page_theme: &super::theme::Theme, world: usize) -> (Colour, Dash) {
    (page_theme.nth(world), super::theme::DASHES[world])
}

/// The rows in which some columns have these words; of each the cells of other columns.
pub(super) fn rows<const N: usize>(table: &Table, where_: &[(&str, &str)], columns: [&str; N]) -> Vec<[f64; N]> {
    let cell = |row: &[f64], name: &str| table.position(name).map_or(f64::NAN, |at| row[at]);
    let holds = |row: &[f64]| where_.iter().all(|(name, word)| table.word(cell(row, name)) == Some(*word));
    table.rows().filter(|row| holds(row)).map(|row| columns.map(|name| cell(row, name))).collect()
}

const CURVE: [&str; 4] = ["level", "value", "low", "high"];

fn curve(panel: &Panel<'_, '_>, points: &[[f64; 4]], (colour, dash): (Colour, Dash)) {
    panel.band(points.iter().map(|[x, _, low, high]| (*x, (*low, *high))), Fill(colour, 0.18));
    panel.line(points.iter().map(|[x, y, ..]| (*x, *y)), Stroke(colour, 3, dash));
}

fn ends(points: &[[f64; 4]]) -> impl Iterator<Item = f64> + '_ {
    points.iter().flat_map(|[_, y, low, high]| [*y, *low, *high])
}

fn key(ask: &Ask, worlds: &[usize]) -> Vec<(Sign, String)> {
    let of = |&world: &usize| {
        let (colour, dash) = line_of(ask.theme, world);
        (Sign::Line(Stroke(colour, 3, dash)), WORLDS[world].1.to_owned())
    };
    let mut key: Vec<_> = worlds.iter().map(of).collect();
    key.push((Sign::Area(Fill(ask.theme.paper.toward(ask.theme.ink, 0.2), 1.0)), "95 % interval".to_owned()));
    key
}

fn responses(tables: &Tables, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "loop-responses";
    let table = tables.table(NAME, "responses")?;
    let panels = [
        (
            "policy_to_governance",
            "governance",
            "Resulting governance",
            "share of counterparts cooperated with",
            Some((0.0, 1.0)),
        ),
        ("governance_to_policy", "policy", "Resulting posture (−1 to 1)", "level of governance held", None),
        ("governance_to_policy", "lasting", "Lasting cooperation (share)", "level of governance held", None),
    ];
    let sheet = Sheet {
        title: format!("Responses of governance and policy: {}", tables.title),
        subtitle: format!(
            "Left: policy held, with confrontation of the other counterparts. Middle and right: all components \
            of governance held. Means over the last fifth of the run. {}",
            tables.of
        ),
        key: key(ask, &[0, 1, 2, 3]),
        notes: vec!["The arrow cut in a panel is the arrow that the panel shows.".to_owned()],
        body: 640.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        for (at, (arrow, measure, title, across, range)) in panels.iter().enumerate() {
            let curves: Vec<(usize, Vec<[f64; 4]>)> = (0..WORLDS.len())
                .map(|world| {
                    let wanted = [("arrow", *arrow), ("world", WORLDS[world].0), ("measure", *measure)];
                    (world, rows(table, &wanted, CURVE))
                })
                .filter(|(_, points)| !points.is_empty())
                .collect();
            let y = range.map_or_else(
                || Axis::around(curves.iter().flat_map(|(_, points)| ends(points))),
                |(low, high)| Axis::new(low, high),
            );
            let panel = Panel::new(page, third(body, at, 110.0), Axis::new(0.0, 1.0), y);
            panel.label_up().label_across().title(title).name_across(across);
            for (world, points) in &curves {
                curve(&panel, points, line_of(page.theme, *world));
            }
        }
    };
    finish(sheet.draw(ask.theme, ask.aspect, fill), NAME)
}

/// The nth of three panels side by side, with space for a title above and names below.
fn third(body: Rect, n: usize, left: f64) -> Rect {
    let width = body.width() / 3.0;
    let from = body.left + n as f64 * width;
    Rect::new(from + left, body.top + 50.0, from + width - 16.0, body.bottom - 80.0)
}

fn basins(tables: &Tables, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "loop-basins";
    let table = tables.table(NAME, "basins")?;
    let theme = ask.theme;
    let steps = [0.0, 0.25, 0.5, 0.75, 1.0];
    let sheet = Sheet {
        title: format!("End of the world by its beginning: {}", tables.title),
        subtitle: format!(
            "Mean governance of the world over the last fifth of the run, by governance and posture of all at the start. {}",
            tables.replicates
        ),
        key: steps.map(|level| (Sign::Area(Fill(theme.governance(level), 1.0)), format!("{level:.2}"))).into(),
        notes: vec![format!("Governance: {UNIT}. Posture: −1 confrontational – 1 cooperative.")],
        body: 700.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        for (at, (world, words)) in WORLDS[..3].iter().enumerate() {
            let cells = rows(table, &[("world", world)], ["start_governance", "start_posture", "value"]);
            let [up, across] = [0, 1].map(|k| distinct(cells.iter().map(|cell| cell[k])));
            let rect = third(body, at, 100.0);
            let (width, height) = (rect.width() / across.len() as f64, rect.height() / up.len() as f64);
            for [governance, posture, end] in &cells {
                let place = |all: &[f64], x: &f64| all.iter().position(|there| there == x).unwrap_or(0) as f64;
                let (column, row) = (place(&across, posture), place(&up, governance));
                let (left, bottom) = (rect.left + column * width, rect.bottom - row * height);
                let colour = theme.governance(*end);
                page.rect(Rect::new(left, bottom - height, left + width, bottom), Fill(colour, 1.0));
                let letters = Letters { colour: theme.on(colour), ..page.ink((0.4 * width).min(18.0), Side::Middle) };
                page.text(&share(*end), (left + 0.5 * width, bottom - 0.5 * height), letters);
            }
            page.frame(rect, Stroke(theme.faint, 1, None));
            page.text(words, (rect.left, rect.top - 22.0), page.bold(size::PANEL, Side::Start));
            for (row, level) in up.iter().enumerate() {
                let y = rect.bottom - (row as f64 + 0.5) * height;
                page.text(&number(*level, 0.01), (rect.left - 10.0, y), page.ink(size::NOTE, Side::End));
            }
            for (column, level) in across.iter().enumerate().step_by(across.len().div_ceil(5)) {
                let x = rect.left + (column as f64 + 0.5) * width;
                page.text(&number(*level, 0.1), (x, rect.bottom + 20.0), page.ink(size::NOTE, Side::Middle));
            }
            let middle = f64::midpoint(rect.left, rect.right);
            page.text("posture at the start", (middle, rect.bottom + 52.0), page.ink(size::LABEL, Side::Middle));
            if at == 0 {
                let upright = (body.left + 14.0, f64::midpoint(rect.top, rect.bottom));
                page.upward("mean governance at the start", upright, page.ink(size::LABEL, Side::Middle));
            }
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}

/// A share with two decimals, without the leading 0; a dash if it is missing.
fn share(value: f64) -> String {
    if value.is_nan() { "–".to_owned() } else { format!("{value:.2}").trim_start_matches('0').to_owned() }
}

/// Values in order, each once.
fn distinct(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = values.collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

fn hysteresis(tables: &Tables, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "loop-hysteresis";
    const NET: [&str; 4] = ["level", "difference", "difference_low", "difference_high"];
    let table = tables.table(NAME, "hysteresis")?;
    let legs = [("up", "threat rising"), ("down", "threat falling")];
    let of = |world: &str, leg: &str| rows(table, &[("world", world), ("leg", leg)], NET);
    let all: Vec<[f64; 4]> =
        WORLDS[..3].iter().flat_map(|(world, _)| legs.iter().flat_map(|(leg, _)| of(world, leg))).collect();
    let y = Axis::around(ends(&all).chain([0.0]));
    let line = |leg: usize| (ask.theme.nth(leg), super::theme::DASHES[leg]);
    let sign = |leg: usize| (Sign::Line(Stroke(line(leg).0, 3, line(leg).1)), legs[leg].1.to_owned());
    let sheet = Sheet {
        title: format!("A threat that comes and goes: {}", tables.title),
        subtitle: format!(
            "Governance of the threatened state at the end of each step, minus governance in the same run without the threat, by \
            the share of its counterparts held confronting it. {}",
            tables.of
        ),
        key: vec![
            sign(0),
            sign(1),
            (Sign::Area(Fill(ask.theme.paper.toward(ask.theme.ink, 0.2), 1.0)), "95 % interval".to_owned()),
        ],
        notes: vec![
            "The area between the two ways with governance → policy cut is slowness, of governance and of what moves it. The \
             additional area of the world as it is comes from the loop."
                .to_owned(),
        ],
        body: Grid::height(1, 460.0),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let grid = Grid::new(body, 1, 3);
        grid.name_columns(page, WORLDS[..3].iter().map(|(_, words)| *words));
        grid.name_up(page, "governance, minus the run without threat");
        grid.name_across(page, "share of counterparts held confronting");
        for (column, (world, _)) in WORLDS[..3].iter().enumerate() {
            let panel = grid.panel(page, (0, column), Axis::new(0.0, 1.0), y);
            panel.across(0.0, Stroke(page.theme.faint, 2, None));
            for (leg, (name, _)) in legs.iter().enumerate() {
                curve(&panel, &of(world, name), line(leg));
            }
        }
    };
    finish(sheet.draw(ask.theme, ask.aspect, fill), NAME)
}

fn decay(tables: &Tables, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "loop-decay";
    let table = tables.table(NAME, "decay")?;
    let shocks = [
        ("governance", "Governance lowered by 0.3 in one round"),
        ("confrontation", "Ten rounds of confrontation of all"),
    ];
    let of = |world: &str, shock: &str| {
        rows(table, &[("world", world), ("shock", shock)], ["round", "value", "low", "high"])
    };
    let sheet = Sheet {
        title: format!("Decay of a shock: {}", tables.title),
        subtitle: format!(
            "Governance in the same run without the shock, minus governance of the shocked state; above 0 the shock persists. {}",
            tables.of
        ),
        key: key(ask, &[0, 1, 2]),
        notes: Vec::new(),
        body: Grid::height(1, 480.0),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let curves: Vec<Vec<Vec<[f64; 4]>>> =
            shocks.iter().map(|(shock, _)| WORLDS[..3].iter().map(|(world, _)| of(world, shock)).collect()).collect();
        let middle = f64::midpoint(body.left, body.right);
        let halves = [Rect { right: middle - 10.0, ..body }, Rect { left: middle + 10.0, ..body }];
        for (half, ((_, words), curves)) in halves.into_iter().zip(shocks.iter().zip(&curves)) {
            let all = || curves.iter().flatten();
            let x = Axis { whole: true, ..Axis::new(0.0, all().map(|point| point[0]).fold(1.0, f64::max)) };
            let y = Axis::around(curves.iter().flat_map(|points| ends(points)).chain([0.0]));
            let grid = Grid::new(half, 1, 1);
            grid.name_columns(page, [*words]);
            grid.name_up(page, "governance lost");
            grid.name_across(page, "rounds since the shock began");
            let panel = grid.panel(page, (0, 0), x, y);
            panel.across(0.0, Stroke(page.theme.faint, 2, None));
            for (world, points) in curves.iter().enumerate() {
                curve(&panel, points, line_of(page.theme, world));
            }
        }
    };
    finish(sheet.draw(ask.theme, ask.aspect, fill), NAME)
}
