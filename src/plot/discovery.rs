//! Figures of scenario discovery: the boxes among the points of a sweep, and the trajectories from which they were chosen.

use super::drift::finish;
use super::page::{Fill, Page, Rect, Side, Stroke, shorten, shorten_path};
use super::panel::{Axis, Panel, number};
use super::sheet::{Sheet, Sign};
use super::theme::{DASHES, size};
use super::{Ask, Drawing, PlotError};
use crate::record::{Kind, Table};

/// A figure of scenario discovery.
#[derive(Debug)]
pub(crate) struct DiscoveryFigure {
    /// The name, on the command line and of its file.
    pub name: &'static str,
    /// Its description in one line.
    pub about: &'static str,
    /// Draws it.
    pub draw: fn(&Answer, &Ask) -> Result<Drawing, PlotError>,
}

/// All of them, in order.
pub(crate) const DISCOVERY_FIGURES: [DiscoveryFigure; 2] = [
    DiscoveryFigure {
        name: "boxes",
        about: "the points of a sweep by how they end, and the box that holds many of those asked for",
        draw: boxes,
    },
    DiscoveryFigure {
        name: "peeling",
        about: "density against coverage while a box is peeled, and the box that was chosen",
        draw: peeling,
    },
];

/// The tables of an answer, with the rows of one question only.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The title of the scenario.
    pub title: String,
    /// The question in words.
    pub question: String,
    /// The outcome, a column of the runs.
    pub outcome: String,
    /// Runs above the first and below the second number are of interest; NaN if it is not asked.
    pub bounds: [f64; 2],
    /// The limits of boxes.
    pub boxes: Table,
    /// The measures of boxes.
    pub summary: Table,
    /// The trajectories.
    pub peeling: Table,
    /// The runs: point, outcome, and the axes that are limited.
    pub runs: Table,
}

/// The boxes that a figure has room for.
const BOXES: usize = 4;
/// The dots that a panel has room for.
const DOTS: usize = 2500;
/// Half the width of the place of a word.
const WORD: f64 = 0.42;
/// The largest width of a word beside its place.
const LETTERS: f64 = 150.0;

/// A limit of a box on an axis.
struct Limit {
    axis: String,
    /// The ends, infinite if open.
    ends: (f64, f64),
    /// The words inside, or `None` for numbers.
    words: Option<Vec<String>>,
    /// The density of the box without it.
    without: f64,
}

/// A point of the sweep.
struct Dot {
    /// The number of the first row of the point.
    row: usize,
    /// Its number, which decides where among equal words it is drawn.
    point: f64,
    /// The mean outcome.
    outcome: f64,
    /// The share of its runs that are of interest.
    share: f64,
}

/// A box of a trajectory.
struct Step {
    /// The number of the box that it led to.
    number: f64,
    coverage: f64,
    density: f64,
    /// The number of axes with limits.
    limited: f64,
    is_chosen: bool,
    /// Whether limits were dropped, which is not a step of the trajectory.
    is_drop: bool,
}

/// What an axis of a panel shows.
enum Shown<'a> {
    /// An axis of the sweep, and the box on it.
    Limit(&'a Limit),
    /// The outcome.
    Outcome,
}

impl Answer {
    /// A cell of a row by the name of its column.
    fn cell(table: &Table, row: &[f64], name: &str) -> f64 {
        table.position(name).map_or(f64::NAN, |at| row[at])
    }

    /// The measures of a box, from 1.
    fn measure(&self, number: usize, name: &str) -> f64 {
        let is_it = |row: &&[f64]| Self::cell(&self.summary, row, "box") == number as f64;
        self.summary.rows().find(is_it).map_or(f64::NAN, |row| Self::cell(&self.summary, row, name))
    }

    /// The limits of a box, those that matter most first.
    fn limits(&self, number: usize) -> Vec<Limit> {
        let table = &self.boxes;
        let word = |row: &[f64], name: &str| table.word(Self::cell(table, row, name)).map(str::to_owned);
        let limit = |row: &[f64]| {
            let end =
                |name: &str, open: f64| Some(Self::cell(table, row, name)).filter(|x| !x.is_nan()).unwrap_or(open);
            Limit {
                axis: word(row, "axis").unwrap_or_default(),
                ends: (end("low", f64::NEG_INFINITY), end("high", f64::INFINITY)),
                words: word(row, "words").map(|words| words.split(';').map(str::to_owned).collect()),
                without: Self::cell(table, row, "density_without"),
            }
        };
        let of_box = table.rows().filter(|row| Self::cell(table, row, "box") == number as f64);
        let mut limits: Vec<Limit> = of_box.map(limit).collect();
        limits.sort_by(|a, b| a.without.total_cmp(&b.without));
        limits
    }

    /// All steps of all trajectories.
    fn steps(&self) -> Vec<Step> {
        let table = &self.peeling;
        let step = |row: &[f64]| {
            let cell = |name: &str| Self::cell(table, row, name);
            Step {
                number: cell("box"),
                coverage: cell("coverage"),
                density: cell("density"),
                limited: cell("limited"),
                is_chosen: cell("chosen") == 1.0,
                is_drop: table.word(cell("kind")) == Some("drop"),
            }
        };
        table.rows().map(step).collect()
    }

    /// The column of an axis among the runs.
    fn column(&self, axis: &str) -> Option<usize> {
        self.runs.position(axis).or_else(|| self.runs.position(&format!("parameters.{axis}")))
    }

    /// The value of an axis in words: a word, or true and false.
    fn word(&self, column: usize, row: &[f64]) -> String {
        match self.runs.fields()[column].kind {
            Kind::Label => self.runs.word(row[column]).unwrap_or_default().to_owned(),
            _ => if row[column] > 0.5 { "true" } else { "false" }.to_owned(),
        }
    }

    fn dots(&self) -> Vec<Dot> {
        let (Some(point), Some(outcome)) = (self.runs.position("point"), self.runs.position(&self.outcome)) else {
            return Vec::new();
        };
        let [above, below] = self.bounds;
        let is_of_interest = |x: f64| (above.is_nan() || x > above) && (below.is_nan() || x < below);
        let rows: Vec<(usize, &[f64])> =
            self.runs.rows().enumerate().filter(|(_, row)| row[outcome].is_finite()).collect();
        let dot = |runs: &[(usize, &[f64])]| {
            let count = runs.len() as f64;
            Dot {
                row: runs[0].0,
                point: runs[0].1[point],
                outcome: runs.iter().map(|(_, row)| row[outcome]).sum::<f64>() / count,
                share: runs.iter().filter(|(_, row)| is_of_interest(row[outcome])).count() as f64 / count,
            }
        };
        rows.chunk_by(|a, b| a.1[point] == b.1[point]).map(dot).collect()
    }

    fn row(&self, dot: &Dot) -> &[f64] {
        self.runs.rows().nth(dot.row).unwrap_or_default()
    }

    /// Returns true if a point keeps a limit.
    fn keeps(&self, limit: &Limit, dot: &Dot) -> bool {
        let Some(column) = self.column(&limit.axis) else { return false };
        let row = self.row(dot);
        match &limit.words {
            Some(words) => words.contains(&self.word(column, row)),
            None => (limit.ends.0..=limit.ends.1).contains(&row[column]),
        }
    }

    /// The words of an axis among the points, in order.
    fn words(&self, limit: &Limit, dots: &[Dot]) -> Vec<String> {
        let Some(column) = self.column(&limit.axis).filter(|_| limit.words.is_some()) else { return Vec::new() };
        let mut words: Vec<String> = dots.iter().map(|dot| self.word(column, self.row(dot))).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// The positions of points on an axis of a panel. Points with the same word are spread over its place.
    fn positions(&self, shown: &Shown<'_>, dots: &[Dot], turn: f64) -> Vec<f64> {
        let Shown::Limit(limit) = shown else { return dots.iter().map(|dot| dot.outcome).collect() };
        let Some(column) = self.column(&limit.axis) else { return vec![f64::NAN; dots.len()] };
        let words = self.words(limit, dots);
        let position = |dot: &Dot| {
            let row = self.row(dot);
            if limit.words.is_none() {
                return row[column];
            }
            let place = words.binary_search(&self.word(column, row)).unwrap_or(0) as f64;
            place + 1.8 * WORD * ((dot.point * turn).fract() - 0.5)
        };
        dots.iter().map(position).collect()
    }

    /// The stretches of an axis that are in the box.
    fn stretches(&self, shown: &Shown<'_>, dots: &[Dot], range: (f64, f64)) -> Vec<(f64, f64)> {
        match shown {
            Shown::Outcome => vec![range],
            Shown::Limit(limit) => match &limit.words {
                None => vec![(limit.ends.0.max(range.0), limit.ends.1.min(range.1))],
                Some(inside) => {
                    let words = self.words(limit, dots);
                    let places = words.iter().enumerate().filter(|(_, word)| inside.contains(word));
                    places.map(|(place, _)| (place as f64 - WORD, place as f64 + WORD)).collect()
                }
            },
        }
    }
}

/// A limit in words.
fn in_words(limit: &Limit) -> String {
    let of = |x: f64| number(x, x.abs() / 1000.0);
    match (&limit.words, limit.ends) {
        (Some(words), _) => format!("{} {}", limit.axis, words.join(" or ")),
        (None, (low, f64::INFINITY)) => format!("{} {} and more", limit.axis, of(low)),
        (None, (f64::NEG_INFINITY, high)) => format!("{} {} and less", limit.axis, of(high)),
        (None, (low, high)) => format!("{} {} to {}", limit.axis, of(low), of(high)),
    }
}

fn boxes(answer: &Answer, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "boxes";
    let all: Vec<Vec<Limit>> =
        (1..=answer.summary.len()).map(|number| answer.limits(number)).filter(|limits| !limits.is_empty()).collect();
    let dots = answer.dots();
    if all.is_empty() || dots.is_empty() {
        return Err(PlotError::Lacks {
            figure: NAME,
            lacks: "the tables have no boxes or runs of this question".to_owned(),
        });
    }
    let theme = ask.theme;
    let shown = &all[..all.len().min(BOXES)];
    let columns = shown.len().min(2);
    let lines = shown.len().div_ceil(columns);
    let (dark, light) = (theme.nth(0), theme.paper.toward(theme.nth(0), 0.08));
    let mut notes: Vec<String> = shown
        .iter()
        .enumerate()
        .filter(|(_, limits)| limits.len() > 2)
        .map(|(at, limits)| {
            let others: Vec<String> = limits[2..].iter().map(in_words).collect();
            format!("Box {} has other limits too: {}.", at + 1, others.join("; "))
        })
        .collect();
    if shown.len() > 1 || !notes.is_empty() {
        notes.push("Small dots are outside of other limits, or in a box before.".to_owned());
    }
    if all.len() > shown.len() {
        notes.push(format!("The first {} of {} boxes; boxes.csv has all.", shown.len(), all.len()));
    }
    if shown.iter().any(|limits| limits.len() == 1) {
        notes.push(
            "Dashes: the bound that was asked for. Runs of a dot on one side of it can be on the other.".to_owned(),
        );
    }
    if dots.len() > DOTS {
        notes.push(format!("About {DOTS} of {} points are drawn.", dots.len()));
    }
    let sheet = Sheet {
        title: format!("Worlds with {}: {}", answer.question, answer.title),
        subtitle: "Each dot is a point of the sweep, the darker the more of its runs end as asked. A box is limits on a few axes that hold \
                   many of these runs (coverage: which share of them) and few others (density: their share inside)."
            .to_owned(),
        key: vec![
            (Sign::Mark(0, Fill(dark, 1.0)), "all runs end as asked".to_owned()),
            (Sign::Mark(0, Fill(theme.paper.toward(dark, 0.5), 1.0)), "half of them".to_owned()),
            (Sign::Mark(0, Fill(light, 1.0)), "none of them".to_owned()),
            (Sign::Area(Fill(theme.nth(1), 0.22)), "box".to_owned()),
        ],
        notes,
        body: 720.0 * lines as f64,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        for (at, limits) in shown.iter().enumerate() {
            let cell = body.cell((at / columns, lines), (at % columns, columns), (60.0, 40.0));
            let rect = Rect::new(cell.left + 170.0, cell.top + 60.0, cell.right - 10.0, cell.bottom - 80.0);
            let small = |dot: &Dot| {
                let is_inside = |limits: &[Limit]| limits.iter().all(|limit| answer.keeps(limit, dot));
                shown[..at].iter().any(|before| is_inside(before)) || !is_inside(limits.get(2..).unwrap_or_default())
            };
            one_box(answer, page, rect, at + 1, limits, &dots, &small);
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}

/// A panel of one box, on the two axes that matter most to it, or its only axis and the outcome.
fn one_box(
    answer: &Answer,
    page: &Page<'_>,
    rect: Rect,
    number: usize,
    limits: &[Limit],
    dots: &[Dot],
    small: &dyn Fn(&Dot) -> bool,
) {
    let theme = page.theme;
    let across = Shown::Limit(&limits[0]);
    let up = limits.get(1).map_or(Shown::Outcome, Shown::Limit);
    // Different turns, so that two axes of words do not make lines.
    let places = [(&across, 0.618_033_988_749_895), (&up, 0.754_877_666_246_693)]
        .map(|(shown, turn)| answer.positions(shown, dots, turn));
    let axis = |shown: &Shown<'_>, places: &[f64]| match shown {
        Shown::Limit(limit) if limit.words.is_some() => {
            Axis::new(-0.5, answer.words(limit, dots).len().max(1) as f64 - 0.5)
        }
        _ => Axis::around(places.iter().copied()),
    };
    let (x, y) = (axis(&across, &places[0]), axis(&up, &places[1]));
    let is_words = |shown: &Shown<'_>| matches!(shown, Shown::Limit(limit) if limit.words.is_some());
    let panel = if is_words(&up) { Panel::of_rows(page, rect, x) } else { Panel::new(page, rect, x, y) };
    let panel = Panel { y, ..panel };
    let name = |shown: &Shown<'_>, width: f64| match shown {
        Shown::Limit(limit) => shorten_path(&limit.axis, size::LABEL, false, width),
        Shown::Outcome => format!("mean {}", answer.outcome.replace('_', " ")),
    };
    if let Shown::Limit(limit) = across
        && is_words(&across)
    {
        for (place, word) in answer.words(limit, dots).iter().enumerate() {
            let at = (panel.at(place as f64, y.range.0).0, rect.bottom + 22.0);
            page.text(&shorten(word, size::LABEL, false, LETTERS), at, page.ink(size::LABEL, Side::Middle));
        }
    } else {
        panel.label_across();
    }
    if let Shown::Limit(limit) = up
        && is_words(&up)
    {
        for (place, word) in answer.words(limit, dots).iter().enumerate() {
            let at = (rect.left - 10.0, panel.at(x.range.0, place as f64).1);
            page.text(&shorten(word, size::LABEL, false, 0.7 * LETTERS), at, page.ink(size::LABEL, Side::End));
        }
    } else {
        panel.label_up();
    }
    let distance = if is_words(&up) { 130.0 } else { 90.0 };
    panel.name_across(&name(&across, rect.width())).name_up(&name(&up, rect.height()), distance);
    let [coverage, density, base] = ["coverage", "density", "density_of_all"].map(|of| answer.measure(number, of));
    panel.title(&format!("Box {number}: coverage {coverage:.2}, density {density:.2} (all runs {base:.2})"));
    let stretches = [(&across, x), (&up, y)].map(|(shown, axis)| answer.stretches(shown, dots, axis.range));
    let areas: Vec<((f64, f64), (f64, f64))> =
        stretches[0].iter().flat_map(|across| stretches[1].iter().map(move |up| (*across, *up))).collect();
    for (across, up) in &areas {
        panel.block(*across, *up, Fill(theme.nth(1), 0.22));
    }
    if matches!(up, Shown::Outcome) {
        for bound in answer.bounds.into_iter().filter(|bound| !bound.is_nan()) {
            panel.across(bound, Stroke(theme.ink, 2, DASHES[1]));
        }
    }
    let every = dots.len().div_ceil(DOTS).max(1);
    let radius = if dots.len() / every > 600 { 6.0 } else { 8.0 };
    for (dot, (x, y)) in dots.iter().zip(places[0].iter().zip(&places[1])).step_by(every) {
        let is_near = !small(dot);
        let radius = if is_near { radius } else { 0.5 * radius };
        let at = panel.at(*x, *y);
        page.dot(at, radius, Fill(if is_near { theme.ink } else { theme.faint }, 1.0));
        let shade = theme.paper.toward(theme.nth(0), 0.08 + 0.92 * dot.share);
        page.dot(at, radius - 1.5, Fill(shade, 1.0));
    }
    for ((left, right), (bottom, top)) in areas {
        let ((left, bottom), (right, top)) = (panel.at(left, bottom), panel.at(right, top));
        page.frame(Rect::new(left, top, right, bottom), Stroke(theme.nth(1), 4, None));
    }
}

fn peeling(answer: &Answer, ask: &Ask) -> Result<Drawing, PlotError> {
    const NAME: &str = "peeling";
    let theme = ask.theme;
    let steps = answer.steps();
    let trajectories: Vec<&[Step]> = steps.chunk_by(|a, b| a.number == b.number).collect();
    if steps.is_empty() {
        return Err(PlotError::Lacks { figure: NAME, lacks: "the table has no steps of this question".to_owned() });
    }
    let base = answer.measure(1, "density_of_all");
    let mut notes = Vec::new();
    if steps.iter().any(|step| step.is_drop) {
        notes.push(
            "A reported box beside its line: limits that may be chance were dropped from a box of the line.".to_owned(),
        );
    }
    let about = |steps: &[Step]| {
        let Some(step) = steps.iter().find(|step| step.is_chosen) else { return String::new() };
        let axes = if step.limited == 1.0 { "axis" } else { "axes" };
        format!(": {} {axes}, coverage {:.2}, density {:.2}", step.limited, step.coverage, step.density)
    };
    let mut key: Vec<(Sign, String)> = trajectories
        .iter()
        .enumerate()
        .map(|(at, steps)| {
            let line = Sign::Line(Stroke(theme.nth(at), 3, DASHES[at % DASHES.len()]));
            (line, format!("box {}{}", at + 1, about(steps)))
        })
        .collect();
    key.push((Sign::Mark(3, Fill(theme.ink, 1.0)), "reported box".to_owned()));
    key.push((Sign::Line(Stroke(theme.faint, 2, DASHES[2])), "density of all runs".to_owned()));
    let sheet = Sheet {
        title: format!("Peeling boxes with {}: {}", answer.question, answer.title),
        subtitle: "Each dot is a box. The search begins at the right with all runs and takes a few away at a time: the share of runs inside \
                   that end as asked rises (density), while fewer of these runs are still inside (coverage). The reported box weighs the two."
            .to_owned(),
        key,
        notes,
        body: 700.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let rect = Rect::new(body.left + 100.0, body.top + 20.0, body.right - 30.0, body.bottom - 80.0);
        let panel = Panel::new(page, rect, Axis::new(0.0, 1.02), Axis::new(0.0, 1.04));
        panel.label_up().label_across();
        panel.name_across("coverage (share of the runs of interest that are inside)");
        panel.name_up("density (share of the runs inside that are of interest)", 70.0);
        panel.across(base, Stroke(theme.faint, 2, DASHES[2]));
        for (at, steps) in trajectories.iter().enumerate() {
            let colour = theme.nth(at);
            let walked = || steps.iter().filter(|step| !step.is_drop);
            let places = walked().map(|step| (step.coverage, step.density));
            panel.line(places, Stroke(colour, 2, DASHES[at % DASHES.len()]));
            for step in walked() {
                page.dot(panel.at(step.coverage, step.density), 6.0, Fill(colour, 1.0));
            }
        }
        for (at, steps) in trajectories.iter().enumerate() {
            for step in steps.iter().filter(|step| step.is_chosen) {
                let (x, y) = panel.at(step.coverage, step.density);
                page.mark(3, (x, y), 15.0, Fill(theme.paper, 1.0));
                page.mark(3, (x, y), 12.0, Fill(theme.ink, 1.0));
                let name = (at + 1).to_string();
                page.text(&name, (x - 20.0, y + 16.0), page.bold(size::LABEL, Side::End));
            }
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}
