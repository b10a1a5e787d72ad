//! The posterior of a calibration: the kept particles in every pair of parameters, and the distribution of each parameter
//! over its prior.

use super::drift::finish;
use super::page::{Fill, Page, Rect, Side, Stroke, shorten};
use super::panel::{Axis, Panel};
use super::sheet::{Sheet, Sign};
use super::theme::{DASHES, size};
use super::{Ask, Drawing, PlotError};

/// Arms of a calibration, with the names of their figures.
pub(crate) const POSTERIORS: [(&str, &str); 6] = [
    ("model", "posterior"),
    ("policy_to_governance_cut", "posterior-policy_to_governance_cut"),
    ("governance_to_policy_cut", "posterior-governance_to_policy_cut"),
    ("both_cut", "posterior-both_cut"),
    ("diffusion_and_development", "posterior-diffusion_and_development"),
    ("no_removals", "posterior-no_removals"),
];
/// The description of all of them.
pub(crate) const ABOUT: &str =
    "the posterior of a calibration: every parameter over its prior, and every pair of parameters";

/// The largest number of parameters that are shown.
const MOST: usize = 14;
/// The number of bars over the range of a prior.
const BARS: usize = 16;
/// The space for names and values at the left and below.
const LEFT: f64 = 170.0;
const BELOW: f64 = 146.0;
const GAP: f64 = 14.0;

/// A parameter with its uniform prior.
#[derive(Clone, Debug)]
pub(crate) struct Prior {
    /// The path.
    pub name: String,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
    /// Whether the logarithm is uniform.
    pub log: bool,
}

/// The posterior of one arm.
#[derive(Clone, Debug)]
pub(crate) struct Posterior {
    /// The title of the figure.
    pub title: String,
    /// Years and patterns, in words.
    pub of: String,
    /// The parameters.
    pub priors: Vec<Prior>,
    /// The weight of every kept particle.
    pub weights: Vec<f64>,
    /// The values of every kept particle, in the order of the parameters.
    pub values: Vec<Vec<f64>>,
}

impl Prior {
    fn axis(&self) -> Axis {
        Axis { log: self.log, ..Axis::new(self.low, self.high) }
    }

    /// The value at a share of the range.
    fn at(&self, share: f64) -> f64 {
        if self.log { self.low * (self.high / self.low).powf(share) } else { self.low + share * (self.high - self.low) }
    }
}

/// Draws the figure of an arm.
///
/// # Errors
/// Returns an error if the arm has no particles.
pub(crate) fn draw(posterior: &Posterior, name: &'static str, ask: &Ask) -> Result<Drawing, PlotError> {
    if posterior.values.is_empty() {
        return Err(PlotError::Lacks {
            figure: name,
            lacks: "kept.csv does not have particles of this arm".to_owned(),
        });
    }
    let count = posterior.priors.len().min(MOST);
    let colour = ask.theme.nth(0);
    let prior = Stroke(ask.theme.nth(1), 3, DASHES[1]);
    let mut notes = vec![
        "On the diagonal the share of the posterior in sixteen parts of the prior; a parameter whose bars follow the line is not \
         identified. Below it every kept particle, darker with more weight."
            .to_owned(),
    ];
    if count < posterior.priors.len() {
        notes.push(format!("The first {count} of {} parameters.", posterior.priors.len()));
    }
    let sheet = Sheet {
        title: posterior.title.clone(),
        subtitle: posterior.of.clone(),
        key: vec![(Sign::Area(Fill(colour, 0.7)), "posterior".to_owned()), (Sign::Line(prior), "prior".to_owned())],
        notes,
        body: 1500.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let inside = Rect::new(body.left + LEFT, body.top + 12.0, body.right - 30.0, body.bottom - BELOW);
        let cell = |row: usize, column: usize| inside.cell((row, count), (column, count), (GAP, GAP));
        for row in 0..count {
            for column in 0..=row {
                let panel = if row == column {
                    bars(page, cell(row, column), posterior, row, (colour, prior))
                } else {
                    let [x, y] = [column, row].map(|k| posterior.priors[k].axis());
                    let panel = Panel::new(page, cell(row, column), x, y);
                    dots(&panel, posterior, (column, row), colour);
                    panel
                };
                if row + 1 == count {
                    name_across(&panel, &posterior.priors[column].name);
                }
                if column == 0 {
                    name_up(&panel, &posterior.priors[row].name, body.left, row > 0);
                }
            }
        }
    };
    finish(sheet.draw(ask.theme, ask.aspect, fill), name)
}

/// The group of a parameter and its name there, each cut to a length.
fn in_two(path: &str, length: f64) -> [String; 2] {
    let (group, name) = path.split_once('.').unwrap_or(("", path));
    [group, name].map(|part| shorten(part, size::NOTE, false, length))
}

/// Values and name of the horizontal axis. Values read upward, because panels are narrow.
fn name_across(panel: &Panel<'_, '_>, path: &str) {
    let Panel { page, rect, .. } = *panel;
    for (value, text) in panel.x.ticks(3) {
        let x = panel.at(value, panel.y.range.0).0;
        page.line([(x, rect.bottom), (x, rect.bottom + 6.0)], Stroke(page.theme.faint, 1, None));
        page.upward(&text, (x, rect.bottom + 10.0), page.ink(size::NOTE, Side::End));
    }
    let middle = f64::midpoint(rect.left, rect.right);
    for (line, text) in in_two(path, rect.width() + GAP).iter().enumerate() {
        let y = rect.bottom + 104.0 + 24.0 * line as f64;
        page.text(text, (middle, y), page.ink(size::NOTE, Side::Middle));
    }
}

/// Name of the vertical axis, and its values unless it is the diagonal's.
fn name_up(panel: &Panel<'_, '_>, path: &str, left: f64, with_values: bool) {
    let Panel { page, rect, .. } = *panel;
    if with_values {
        panel.label_up();
    }
    let middle = f64::midpoint(rect.top, rect.bottom);
    for (line, text) in in_two(path, rect.height() + GAP).iter().enumerate() {
        page.upward(text, (left + 10.0 + 24.0 * line as f64, middle), page.ink(size::NOTE, Side::Middle));
    }
}

/// The distribution of a parameter over its prior. The axis of shares has no values: the line of the prior is the measure.
fn bars<'p, 'a>(
    page: &'p Page<'a>,
    rect: Rect,
    posterior: &Posterior,
    k: usize,
    (colour, prior): (super::theme::Colour, Stroke),
) -> Panel<'p, 'a> {
    let axis = posterior.priors[k].axis();
    let total: f64 = posterior.weights.iter().sum();
    let mut shares = [0.0; BARS];
    for (values, weight) in posterior.values.iter().zip(&posterior.weights) {
        shares[((axis.share(values[k]) * BARS as f64) as usize).min(BARS - 1)] += weight / total;
    }
    let even = 1.0 / BARS as f64;
    let highest = shares.iter().copied().fold(2.0 * even, f64::max);
    let panel = Panel::of_rows(page, rect, axis);
    for (bar, share) in shares.iter().enumerate() {
        let [from, to] = [bar, bar + 1].map(|at| posterior.priors[k].at(at as f64 * even));
        panel.block((from, to), (0.0, 0.95 * share / highest), Fill(colour, 0.7));
    }
    panel.across(0.95 * even / highest, prior);
    panel
}

fn dots(panel: &Panel<'_, '_>, posterior: &Posterior, (x, y): (usize, usize), colour: super::theme::Colour) {
    let heaviest = posterior.weights.iter().copied().fold(0.0, f64::max);
    for (values, weight) in posterior.values.iter().zip(&posterior.weights) {
        let opacity = 0.15 + 0.7 * weight / heaviest;
        panel.page.dot(panel.at(values[x], values[y]), 3.5, Fill(colour, opacity.clamp(0.15, 0.85)));
    }
}
