//! The figure of a claim: the measured values under treatment and baseline, with and without the mechanism, by world.

use std::path::Path;

use super::drift::finish;
use super::page::{Fill, Letters, Page, Rect, Side, Stroke, WIDTH, shorten, wrap};
use super::panel::{Axis, Panel};
use super::sheet::{MARGIN, Sheet, Sign};
use super::theme::{Colour, DASHES, Dash, Theme, size};
use super::{Drawing, PlotError, font};
use crate::output::{OutputError, io};

/// The curves of a panel by condition and arm, from the lowest to the highest layer. Where an ablation works, curves
/// coincide. The lower ones are wide and pale and the upper ones dashed and in other hues, so that all can be seen, in
/// grey too.
const CURVES: [[&str; 2]; 4] =
    [["as it is", "baseline"], ["as it is", "treatment"], ["ablated", "treatment"], ["ablated", "baseline"]];
/// The line at the first round that counts.
const DOTS: Dash = DASHES[2];
/// The labels of a part's description.
const SAID: [&str; 4] = ["measured", "treatment", "baseline", "without the mechanism"];
/// The width of these labels.
const INDENT: f64 = 262.0;
/// The heights of a title line and of other lines.
const TITLE: f64 = 36.0;
const LINE: f64 = 27.0;
/// The most worlds beside each other, so that their effects can be read.
const MOST_ACROSS: usize = 5;
/// The height of the panels of a part, of the space above and below them, and the width of the values at their left.
const PANELS: f64 = 420.0;
const ABOVE: f64 = 68.0;
const BELOW: f64 = 112.0;
const LEFT: f64 = 144.0;
/// The gap between two panels.
const GAP: f64 = 58.0;

/// A curve of a figure: the mean over replicates with its 95 % interval, by round.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// The claim, question, part, world, condition (`as it is` or `ablated`) and arm (`treatment` or `baseline`).
    pub named: [String; 6],
    /// The round, the mean and the ends of its interval.
    pub points: Vec<(f64, [f64; 3])>,
}

/// The texts of a figure.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The code of the claim.
    pub id: String,
    /// The title.
    pub title: String,
    /// The verdict.
    pub subtitle: String,
    /// The parts of the claim, one row each.
    pub rows: Vec<Row>,
    /// The notes at the foot.
    pub notes: Vec<String>,
}

/// The texts of a part.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its name, as in the curves.
    pub part: String,
    /// Its title.
    pub title: String,
    /// In this order: what is measured, the two arms, and the ablation.
    pub said: [String; 4],
    /// The unit of the vertical axis.
    pub unit: String,
    /// Whether events are counted, so that the curves show the count so far.
    pub rate: bool,
    /// The first round that counts, and the last round of the run.
    pub rounds: (u32, u32),
    /// The result of each world: the verdict, and the effect with its interval.
    pub found: Vec<[String; 2]>,
}

/// The curves of all claims, from `courses.csv`.
///
/// # Errors
/// Returns an error if the table cannot be read.
pub fn courses(path: &Path) -> Result<Vec<Course>, OutputError> {
    let malformed = |problem: String| OutputError::Malformed { path: path.to_owned(), problem };
    let mut reader = csv::Reader::from_reader(io(std::fs::File::open(path), path, "read")?);
    let mut courses: Vec<Course> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(error.to_string()))?;
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let number = |at: usize| match cell(at) {
            "" => Ok(f64::NAN),
            text => text.parse::<f64>().map_err(|_| malformed(format!("`{text}` is not a number"))),
        };
        let point = (number(6)?, [number(7)?, number(8)?, number(9)?]);
        let same = |course: &Course| course.named.iter().enumerate().all(|(at, name)| name == cell(at));
        match courses.last_mut().filter(|course| same(course)) {
            Some(course) => course.points.push(point),
            None => {
                courses.push(Course { named: [0, 1, 2, 3, 4, 5].map(|at| cell(at).to_owned()), points: vec![point] });
            }
        }
    }
    Ok(courses)
}

/// The figure of a claim.
///
/// # Errors
/// Returns an error if the figure cannot be drawn.
pub fn draw(courses: &[Course], words: &Words, theme: &'static Theme) -> Result<Drawing, PlotError> {
    let of_claim: Vec<&Course> = courses.iter().filter(|course| course.named[0] == words.id).collect();
    let mut worlds: Vec<&str> = Vec::new();
    for course in &of_claim {
        if !worlds.contains(&course.named[3].as_str()) {
            worlds.push(&course.named[3]);
        }
    }
    let heads: Vec<Head> = words.rows.iter().map(Head::of).collect();
    let bands = worlds.len().div_ceil(MOST_ACROSS).max(1);
    let across = worlds.len().div_ceil(bands);
    let sheet = Sheet {
        title: words.title.clone(),
        subtitle: words.subtitle.clone(),
        key: key(words, theme),
        notes: words.notes.clone(),
        body: heads.iter().map(|head| head.height() + bands as f64 * PANELS).sum(),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let mut top = body.top;
        for (row, head) in words.rows.iter().zip(&heads) {
            head.draw(page, (body.left, top));
            top += head.height();
            let curves: Vec<&Course> = of_claim.iter().copied().filter(|course| course.named[2] == row.part).collect();
            for (place, world) in worlds.iter().enumerate() {
                let (band, column) = (place / across, place % across);
                let top = top + band as f64 * PANELS;
                let room = Rect { top: top + ABOVE, bottom: top + PANELS - BELOW, left: body.left + LEFT, ..body };
                if column == 0 {
                    name_up(page, &row.unit, room, body.left + 14.0);
                }
                let rect = room.cell((0, 1), (column, across), (GAP, 0.0));
                page.text(world, (rect.left, top + 14.0), page.bold(size::LABEL, Side::Start));
                let beside = font::width(world, size::LABEL, true) + 12.0;
                if let Some([verdict, effect]) = row.found.get(place) {
                    let verdict = shorten(verdict, size::NOTE, false, rect.width() + 0.8 * GAP - beside);
                    page.text(&verdict, (rect.left + beside, top + 14.0), page.ink(size::NOTE, Side::Start));
                    page.text(effect, (rect.left, top + 42.0), page.ink(size::NOTE, Side::Start));
                }
                let here: Vec<&Course> = curves.iter().copied().filter(|course| course.named[3] == *world).collect();
                let x = Axis { whole: true, ..Axis::new(0.0, row.rounds.1.into()) };
                let panel = Panel::new(page, rect, x, upward(&curves));
                if column == 0 {
                    panel.label_up();
                }
                panel.label_across().name_across("round");
                draw_curves(&panel, &here, theme);
                if row.is_marked() {
                    panel.upright(row.rounds.0.into(), Stroke(theme.faint, 1, DOTS));
                }
            }
            top += bands as f64 * PANELS;
        }
    };
    finish(sheet.draw(theme, None, fill), "claim")
}

impl Row {
    /// Returns true if the first round that counts is not the first round of the curves.
    fn is_marked(&self) -> bool {
        !self.rate && self.rounds.0 > 1
    }
}

/// The colours of treatment and baseline.
fn colours(theme: &Theme) -> [Colour; 2] {
    [theme.nth(0), theme.nth(1)]
}

/// The line of each of [`CURVES`].
fn strokes(theme: &Theme) -> [Stroke; 4] {
    let [treatment, baseline] = colours(theme);
    [
        Stroke(theme.paper.toward(baseline, 0.55), 10, None),
        Stroke(treatment, 3, None),
        Stroke(theme.nth(2), 5, DASHES[1]),
        Stroke(theme.ink, 3, DASHES[2]),
    ]
}

/// The background of an interval. It covers what is below it, so that overlapping intervals do not show a third colour.
fn ground(colour: Colour, theme: &Theme) -> Fill {
    Fill(theme.paper.toward(colour, 0.2), 1.0)
}

fn key(words: &Words, theme: &Theme) -> Vec<(Sign, String)> {
    let [treatment, baseline] = colours(theme);
    let [of_baseline, of_treatment, treatment_without, baseline_without] = strokes(theme).map(Sign::Line);
    let area = |colour| Sign::Area(ground(colour, theme));
    let mut key = vec![
        (of_treatment, "treatment".to_owned()),
        (of_baseline, "baseline (wide, below the others)".to_owned()),
        (treatment_without, "treatment without the mechanism".to_owned()),
        (baseline_without, "baseline without it".to_owned()),
        (area(treatment), "95 % interval of the treatment's mean".to_owned()),
        (area(baseline), "of the baseline's mean; without the mechanism only the edges".to_owned()),
    ];
    if words.rows.iter().any(Row::is_marked) {
        key.push((Sign::Line(Stroke(theme.faint, 1, DOTS)), "counts from here".to_owned()));
    }
    key
}

/// One axis for all worlds, so that they can be compared. It ends at 0 and 1 if no value is beyond them. Shares are
/// never beyond, and counts are never below 0.
fn upward(curves: &[&Course]) -> Axis {
    let values = || curves.iter().flat_map(|course| course.points.iter().flat_map(|(_, band)| *band));
    let (low, high) = Axis::around(values()).range;
    let beyond = |is: fn(f64) -> bool| values().any(is);
    Axis::new(
        if beyond(|value| value < 0.0) { low } else { low.max(0.0) },
        if beyond(|value| value > 1.0) { high } else { high.min(1.0) },
    )
}

/// The backgrounds of the intervals come first, because they cover what is below them; then their edges, then the
/// curves.
fn draw_curves(panel: &Panel<'_, '_>, courses: &[&Course], theme: &Theme) {
    let [treatment, baseline] = colours(theme);
    let of_curve = |curve: [&'static str; 2]| courses.iter().filter(move |course| course.named[4..] == curve);
    for (curve, colour) in CURVES.into_iter().zip([baseline, treatment]) {
        for course in of_curve(curve) {
            let points = course.points.iter().map(|(x, [_, low, high])| (*x, (*low, *high)));
            panel.band(points, ground(colour, theme));
        }
    }
    for (curve, Stroke(colour, ..)) in CURVES.into_iter().zip(strokes(theme)) {
        for course in of_curve(curve) {
            for end in [1, 2] {
                let edge = Stroke(theme.paper.toward(colour, 0.5), 1, None);
                panel.line(course.points.iter().map(|(x, band)| (*x, band[end])), edge);
            }
        }
    }
    for (curve, stroke) in CURVES.into_iter().zip(strokes(theme)) {
        of_curve(curve).for_each(|course| panel.line(course.points.iter().map(|(x, [mean, ..])| (*x, *mean)), stroke));
    }
}

/// Names the vertical axis of all panels of a row, in as many lines as needed.
fn name_up(page: &Page<'_>, unit: &str, room: Rect, left: f64) {
    for (n, line) in wrap(unit, size::NOTE, false, room.height() + 30.0).into_iter().enumerate() {
        let at = (left + n as f64 * LINE, f64::midpoint(room.top, room.bottom));
        page.upward(&line, at, page.ink(size::NOTE, Side::Middle));
    }
}

/// The text above the panels of a part: its title, what is measured and what is done, each on its lines.
struct Head {
    title: Vec<String>,
    said: [Vec<String>; 4],
}

impl Head {
    fn of(row: &Row) -> Self {
        let room = WIDTH - 2.0 * MARGIN;
        let lines = |text: &String| wrap(text, size::NOTE, false, room - INDENT);
        Self { title: wrap(&row.title, size::PANEL, true, room), said: row.said.each_ref().map(lines) }
    }

    fn height(&self) -> f64 {
        self.title.len() as f64 * TITLE + self.said.iter().map(Vec::len).sum::<usize>() as f64 * LINE + 16.0
    }

    fn draw(&self, page: &Page<'_>, (left, top): (f64, f64)) {
        let [treatment, baseline] = colours(page.theme);
        let mut y = top;
        for line in &self.title {
            page.text(line, (left, y + TITLE / 2.0), page.bold(size::PANEL, Side::Start));
            y += TITLE;
        }
        for ((name, colour), lines) in
            SAID.into_iter().zip([page.theme.ink, treatment, baseline, page.theme.ink]).zip(&self.said)
        {
            let letters = Letters { colour, ..page.bold(size::NOTE, Side::Start) };
            page.text(name, (left, y + LINE / 2.0), letters);
            for line in lines {
                page.text(line, (left + INDENT, y + LINE / 2.0), page.ink(size::NOTE, Side::Start));
                y += LINE;
            }
        }
    }
}
