//! The figure of a claim: what was measured, under treatment and baseline, with the mechanism and without it, world by
//! world.

use std::path::Path;

use super::drift::finish;
use super::grid::Grid;
use super::page::{Fill, Page, Rect, Stroke};
use super::panel::Axis;
use super::sheet::{Sheet, Sign};
use super::theme::{DASHES, Dash, Theme};
use super::{Drawing, PlotError};
use crate::output::{OutputError, io};

/// Lines of what is left without the mechanism.
const DASH: Dash = DASHES[1];

/// A curve of a figure: mean over replicates with its 95 % interval, against the rounds of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Claim, part, world, condition (`as it is` or `ablated`), arm (`treatment` or `baseline`).
    pub named: [String; 5],
    /// Round, mean, lower and upper end of its interval.
    pub points: Vec<(f64, [f64; 3])>,
}

/// What a figure says beside its curves.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Code of the claim.
    pub id: String,
    /// Title.
    pub title: String,
    /// Verdict and such.
    pub subtitle: String,
    /// What is measured in each part, by the part's name.
    pub parts: Vec<(String, String)>,
    /// What is done, for the foot.
    pub notes: Vec<String>,
}

/// The curves of all claims, from `courses.csv`.
///
/// # Errors
/// The table cannot be read.
pub fn courses(path: &Path) -> Result<Vec<Course>, OutputError> {
    let malformed = |problem: String| OutputError::Malformed { path: path.to_owned(), problem };
    let mut reader = csv::Reader::from_reader(io(std::fs::File::open(path), path, "read")?);
    let mut courses: Vec<Course> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(error.to_string()))?;
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let number = |at: usize| match cell(at) {
            "" => Ok(f64::NAN),
            text => text.parse::<f64>().map_err(|_| malformed(format!("`{text}` is no number"))),
        };
        let point = (number(5)?, [number(6)?, number(7)?, number(8)?]);
        let same = |course: &Course| course.named.iter().enumerate().all(|(at, name)| name == cell(at));
        match courses.last_mut().filter(|course| same(course)) {
            Some(course) => course.points.push(point),
            None => courses.push(Course { named: [0, 1, 2, 3, 4].map(|at| cell(at).to_owned()), points: vec![point] }),
        }
    }
    Ok(courses)
}

/// The figure of a claim.
///
/// # Errors
/// It cannot be drawn.
pub fn draw(courses: &[Course], words: &Words, theme: &'static Theme) -> Result<Drawing, PlotError> {
    let of_claim: Vec<&Course> = courses.iter().filter(|course| course.named[0] == words.id).collect();
    let mut worlds: Vec<&str> = Vec::new();
    for course in &of_claim {
        if !worlds.contains(&course.named[2].as_str()) {
            worlds.push(&course.named[2]);
        }
    }
    let [treatment, baseline] = [theme.nth(0), theme.nth(1)];
    let solid = |colour| Sign::Line(Stroke(colour, 3, None));
    let dashed = |colour| Sign::Line(Stroke(colour, 3, DASH));
    let sheet = Sheet {
        title: words.title.clone(),
        subtitle: words.subtitle.clone(),
        key: vec![
            (solid(treatment), "treatment".to_owned()),
            (solid(baseline), "baseline".to_owned()),
            (dashed(treatment), "treatment without the mechanism".to_owned()),
            (dashed(baseline), "baseline without it".to_owned()),
            (Sign::Area(Fill(theme.paper.toward(treatment, 0.25), 1.0)), "95 % interval of the mean".to_owned()),
        ],
        notes: words.notes.clone(),
        body: Grid::height(words.parts.len(), Grid::row(words.parts.len())),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let grid = Grid::new(body, words.parts.len(), worlds.len());
        grid.name_columns(page, worlds.iter().copied());
        grid.name_rows(page, words.parts.iter().map(|(_, measured)| measured.as_str()));
        grid.name_across(page, "round");
        // One axis of rounds for all parts, since only the last row is numbered.
        let last = |course: &&Course| course.points.last().map(|(round, _)| round.ceil());
        let longest = of_claim.iter().filter_map(last).fold(1.0, f64::max);
        for (row, (part, _)) in words.parts.iter().enumerate() {
            let curves: Vec<&Course> = of_claim.iter().copied().filter(|course| course.named[1] == *part).collect();
            // One axis for all worlds, so that they can be compared.
            let y = Axis::around(curves.iter().flat_map(|course| course.points.iter().flat_map(|(_, band)| *band)));
            for (column, world) in worlds.iter().enumerate() {
                let here = || curves.iter().filter(|course| course.named[2] == *world);
                let panel = grid.panel(page, (row, column), Axis { whole: true, ..Axis::new(0.0, longest) }, y);
                for course in here() {
                    let colour = if course.named[4] == "treatment" { treatment } else { baseline };
                    let ablated = course.named[3] == "ablated";
                    let points = || course.points.iter();
                    panel.band(
                        points().map(|(x, [_, low, high])| (*x, (*low, *high))),
                        Fill(colour, if ablated { 0.08 } else { 0.2 }),
                    );
                    panel.line(
                        points().map(|(x, [mean, ..])| (*x, *mean)),
                        Stroke(colour, 3, if ablated { DASH } else { None }),
                    );
                }
            }
        }
    };
    finish(sheet.draw(theme, None, fill), "claim")
}
