//! The figure of a comparison (`takvin compare`): treatment, baseline and their difference, for the world and chosen
//! states.

use std::collections::BTreeMap;

use super::comparison::key;
use super::data::in_words;
use super::drift::{UNIT, finish};
use super::grid::Grid;
use super::page::{Fill, Page, Rect, Stroke};
use super::panel::Axis;
use super::sheet::Sheet;
use super::{Ask, Drawing, PlotError};
use crate::output::suggest::{did_you_mean, listed};
use crate::record::Table;
use crate::record::words::COMPONENTS;

/// The name of the figure.
pub(crate) const NAME: &str = "differences";
/// Its description.
pub(crate) const ABOUT: &str =
    "treatment against baseline: the world and chosen states, and the mean difference with its interval";

/// The largest number of states drawn by default.
const MOST: usize = 3;
/// The variables shown: governance, then its components.
const MEASURES: [&str; 5] = ["governance", COMPONENTS[0], COMPONENTS[1], COMPONENTS[2], COMPONENTS[3]];

/// A round: year, means of baseline and treatment, and their difference with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// The year.
    pub year: f64,
    /// The mean of the baseline.
    pub a: f64,
    /// The mean of the treatment.
    pub b: f64,
    /// The mean difference, treatment minus baseline.
    pub difference: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
}

/// The tables of a comparison that the figure shows.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    /// The name of the baseline.
    pub baseline: String,
    /// The name of the treatment, or the options that make it from the baseline.
    pub treatment: String,
    /// The number of replicates of each side.
    pub replicates: u32,
    /// The name of the time axis.
    pub clock: &'static str,
    /// The names of the states, in the order of the table.
    pub states: Vec<String>,
    series: BTreeMap<(String, String), Vec<Point>>,
}

/// The world, in place of a state.
const WORLD: &str = "\u{0}world";

impl Compared {
    /// Reads `trajectories.csv` and `components.csv`. The latter does not have rows if the two worlds have different
    /// states.
    pub(crate) fn new(sides: [String; 2], replicates: u32, trajectories: &Table, components: &Table) -> Self {
        let mut series: BTreeMap<(String, String), Vec<Point>> = BTreeMap::new();
        let (mut states, mut plain): (Vec<String>, bool) = (Vec::new(), true);
        for (table, of_states) in [(trajectories, false), (components, true)] {
            let at = |name: &str| table.position(name).unwrap_or(0);
            let (round, year, measure) = (at("round"), at("year"), at("measure"));
            let numbers = ["mean_a", "mean_b", "difference", "low", "high"].map(at);
            for row in table.rows() {
                let Some(measure) = table.word(row[measure]) else { continue };
                let who = if of_states { table.word(row[at("state")]).unwrap_or_default() } else { WORLD };
                if of_states && !states.iter().any(|state| state == who) {
                    states.push(who.to_owned());
                }
                plain &= row[round] == row[year];
                let measure = if of_states { measure } else { measure.strip_suffix("_mean").unwrap_or(measure) };
                let [a, b, difference, low, high] = numbers.map(|at| row[at]);
                let point = Point { year: row[year], a, b, difference, low, high };
                series.entry((who.to_owned(), measure.to_owned())).or_default().push(point);
            }
        }
        let [baseline, treatment] = sides;
        Self { baseline, treatment, replicates, clock: if plain { "round" } else { "year" }, states, series }
    }

    /// A measure of a state, or of the world.
    pub(crate) fn of(&self, state: Option<&str>, measure: &str) -> &[Point] {
        let key = (state.unwrap_or(WORLD).to_owned(), measure.to_owned());
        self.series.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The states named, or the states whose governance differs most in any round.
    fn chosen(&self, ask: &Ask) -> Result<Vec<&str>, PlotError> {
        if !ask.states.is_empty() {
            let known = || self.states.iter().map(String::as_str);
            let find = |name: &String| {
                known().find(|there| *there == name.trim()).ok_or_else(|| PlotError::UnknownState {
                    name: name.clone(),
                    hint: did_you_mean(name, known()),
                    known: listed(known()),
                })
            };
            return ask.states.iter().map(find).collect();
        }
        let greatest = |state: &str| {
            let all = self.of(Some(state), MEASURES[0]).iter().map(|point| point.difference.abs());
            all.filter(|size| !size.is_nan()).fold(0.0, f64::max)
        };
        let mut order: Vec<(f64, &str)> = self.states.iter().map(|state| (greatest(state), state.as_str())).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        Ok(order.into_iter().take(MOST).map(|(_, state)| state).collect())
    }
}

/// Draws the figure.
pub(crate) fn draw(compared: &Compared, ask: &Ask) -> Result<Drawing, PlotError> {
    let states = compared.chosen(ask)?;
    let rows: Vec<Option<&str>> = std::iter::once(None).chain(states.iter().copied().map(Some)).collect();
    let shown = || rows.iter().flat_map(|row| MEASURES.iter().map(|measure| compared.of(*row, measure)));
    let ends = shown().flatten().flat_map(|point| [point.difference, point.low, point.high]);
    let y = Axis::around(ends.filter(|end| !end.is_nan()).chain([0.0]));
    let years = || shown().flatten().map(|point| point.year);
    let (first, last) = super::panel::extent(years());
    if first > last {
        let lacks = "the comparison does not have rows; compare runs of more rounds".to_owned();
        return Err(PlotError::Lacks { figure: NAME, lacks });
    }
    let time = Axis { whole: years().all(|year| year.fract() == 0.0), ..Axis::new(first, last.max(first + 1e-9)) };
    let theme = ask.theme;
    let (with, without) = (theme.nth(0), theme.nth(1));
    let mut notes = vec![format!(
        "Baseline: {}; treatment: {}. Replicate K is compared with replicate K, which uses the same random numbers.",
        compared.baseline, compared.treatment
    )];
    if ask.states.is_empty() && states.len() < compared.states.len() {
        notes.push(format!(
            "{} of {} states, those whose governance differs most in any round; choose others with --states.",
            states.len(),
            compared.states.len()
        ));
    }
    let sheet = Sheet {
        title: format!("{} against {}", compared.treatment, compared.baseline),
        subtitle: format!(
            "Upper rows: means over {}\u{a0}replicates. Lower rows: mean difference, treatment minus baseline, with its 95\u{a0}% interval.",
            compared.replicates
        ),
        key: key(theme),
        notes,
        body: Grid::height(2 * rows.len(), 165.0),
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let grid = Grid::new(body, 2 * rows.len(), MEASURES.len());
        let names = MEASURES.map(in_words);
        grid.name_columns(page, names.iter().map(String::as_str));
        let row_names = rows.iter().flat_map(|row| [row.unwrap_or("mean of states"), "difference"]);
        grid.name_rows(page, row_names);
        grid.name_up(page, UNIT);
        grid.name_across(page, compared.clock);
        for (row, state) in rows.iter().enumerate() {
            for (column, measure) in MEASURES.into_iter().enumerate() {
                let points = compared.of(*state, measure);
                let panel = grid.panel(page, (2 * row, column), time, Axis::new(0.0, 1.0));
                panel.line(points.iter().map(|point| (point.year, point.a)), Stroke(without, 3, Some((14, 8))));
                panel.line(points.iter().map(|point| (point.year, point.b)), Stroke(with, 3, None));
                let panel = grid.panel(page, (2 * row + 1, column), time, y);
                panel.across(0.0, Stroke(theme.faint, 2, None));
                panel.band(points.iter().map(|point| (point.year, (point.low, point.high))), Fill(theme.ink, 0.2));
                panel.line(points.iter().map(|point| (point.year, point.difference)), Stroke(theme.ink, 3, None));
            }
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), NAME)
}
