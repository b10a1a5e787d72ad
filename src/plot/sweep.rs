//! Runs among which parameters vary: heat map over two parameters, tornado over all, fan chart over one.

use super::data::in_words;
use super::drift::finish;
use super::font;
use super::page::{Fill, Page, Rect, Side, Stroke, shorten};
use super::panel::{Axis, Panel, extent, number, short};
use super::sheet::{Sheet, Sign};
use super::theme::size;
use super::{Ask, Drawing, Figure, Needs, PlotError, Subject, did_you_mean};
use crate::analysis::quantiles::{Band, band};
use crate::output::suggest::nearest;
use crate::record::Table;
use crate::record::summary::{OUTCOMES, Outcome};

/// A colour for each cell of two parameters.
pub const HEATMAP: Figure = Figure {
    name: "heatmap",
    about: "an outcome over two parameters that vary among runs",
    columns: &[],
    needs: Needs::Sweep,
    draw: draw_heatmap,
};

/// The effect of each parameter.
pub const TORNADO: Figure = Figure {
    name: "tornado",
    about: "an outcome where each varying parameter is low, and where it is high",
    columns: &[],
    needs: Needs::Sweep,
    draw: draw_tornado,
};

/// An outcome along a parameter.
pub const FAN: Figure = Figure {
    name: "fan",
    about: "fan chart: how an outcome spreads along a parameter that varies",
    columns: &[],
    needs: Needs::Sweep,
    draw: draw_fan,
};

/// Most distinct values of a parameter that are shown one by one; more are gathered into as many bins.
const MOST: usize = 16;

/// Runs with the values of what varies among them.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    /// Names of the parameters that vary.
    pub names: Vec<String>,
    /// Their units; empty where none is known.
    units: Vec<String>,
    /// Their values, run by run.
    values: Vec<Vec<f64>>,
    /// All tables of runs, run by run: outcome measures by their places in [`OUTCOMES`].
    outcomes: Vec<Vec<f64>>,
}

impl Sweep {
    /// The runs of several tables (`runs.csv`) together.
    pub fn of<'t>(tables: impl Iterator<Item = &'t Table>) -> Self {
        let mut names: Option<Vec<String>> = None;
        let mut units: Vec<String> = Vec::new();
        let (mut values, mut outcomes) = (Vec::new(), Vec::new());
        for table in tables {
            let known = names.get_or_insert_with(|| {
                let is_outcome = |name: &str| OUTCOMES.iter().any(|outcome| outcome.name == name);
                let fields = table.fields().iter();
                let parameters = fields
                    .filter(|field| !["run", "seed", "rounds"].contains(&&*field.name) && !is_outcome(&field.name));
                parameters
                    .map(|field| {
                        units.push(field.unit.to_string());
                        field.name.to_string()
                    })
                    .collect()
            });
            let places: Vec<_> = known.iter().map(|name| table.position(name)).collect();
            let measured: Vec<_> = OUTCOMES.iter().map(|outcome| table.position(outcome.name)).collect();
            let pick = |row: &[f64], places: &[Option<usize>]| -> Vec<f64> {
                places.iter().map(|place| place.map_or(f64::NAN, |at| row[at])).collect()
            };
            for row in table.rows() {
                values.push(pick(row, &places));
                outcomes.push(pick(row, &measured));
            }
        }
        let names = names.unwrap_or_default();
        let varies: Vec<usize> = (0..names.len())
            .filter(|&at| values.iter().any(|row: &Vec<f64>| row[at] != values[0][at] && !row[at].is_nan()))
            .collect();
        Self {
            values: values.iter().map(|row| varies.iter().map(|&at| row[at]).collect()).collect(),
            names: varies.iter().map(|&at| names[at].clone()).collect(),
            units: varies.into_iter().map(|at| units[at].clone()).collect(),
            outcomes,
        }
    }

    /// A parameter with its unit.
    fn named(&self, parameter: usize) -> String {
        match self.units[parameter].as_str() {
            "" => self.names[parameter].clone(),
            unit => format!("{} ({unit})", self.names[parameter]),
        }
    }

    fn column(&self, parameter: usize) -> impl Iterator<Item = f64> + '_ {
        self.values.iter().map(move |row| row[parameter])
    }

    fn outcome(&self, outcome: usize) -> impl Iterator<Item = f64> + '_ {
        self.outcomes.iter().map(move |row| row[outcome])
    }

    /// Groups of the runs by a parameter: the middle of each, and the group of each run.
    fn groups(&self, parameter: usize) -> (Vec<f64>, Vec<Option<usize>>) {
        let mut distinct: Vec<f64> = self.column(parameter).filter(|value| !value.is_nan()).collect();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        if distinct.len() <= MOST {
            let group = |value: f64| distinct.iter().position(|there| *there == value);
            let groups = self.column(parameter).map(group).collect();
            return (distinct, groups);
        }
        let (low, high) = (distinct[0], distinct[distinct.len() - 1]);
        let step = (high - low) / MOST as f64;
        let group = |value: f64| (!value.is_nan()).then(|| (((value - low) / step) as usize).min(MOST - 1));
        ((0..MOST).map(|k| low + (k as f64 + 0.5) * step).collect(), self.column(parameter).map(group).collect())
    }
}

/// Place of an outcome measure.
///
/// # Errors
/// There is no such measure; the nearest is offered.
pub fn outcome_named(name: &str) -> Result<usize, PlotError> {
    let known = || OUTCOMES.iter().map(|outcome| outcome.name);
    known().position(|there| there == name).ok_or_else(|| PlotError::UnknownOutcome {
        name: name.to_owned(),
        hint: did_you_mean(nearest(name, known())),
        known: known().collect::<Vec<_>>().join(", "),
    })
}

/// The sweep, the outcome to show, and the parameters to show it by.
fn chosen<'s>(
    subject: &Subject<'s>,
    ask: &Ask,
    figure: &'static str,
    least: usize,
) -> Result<(&'s Sweep, usize, Vec<usize>), PlotError> {
    let lacks = |lacks: String| PlotError::Lacks { figure, lacks };
    let sweep = subject.sweep;
    if sweep.names.len() < least {
        let found = match sweep.names.as_slice() {
            [] => "no parameter varies among these runs".to_owned(),
            names => format!("only {} varies among these runs", names.join(", ")),
        };
        return Err(lacks(format!(
            "{found}, and it takes {least}; give several run directories that differ in their parameters"
        )));
    }
    let outcome = outcome_named(&ask.outcome)?;
    if !sweep.outcome(outcome).any(f64::is_finite) {
        return Err(lacks(format!("`{}` is missing in all runs; choose another with --outcome", ask.outcome)));
    }
    let place = |name: &String| {
        sweep.names.iter().position(|there| there == name).ok_or_else(|| PlotError::UnknownParameter {
            name: name.clone(),
            hint: did_you_mean(nearest(name, sweep.names.iter().map(String::as_str))),
            known: sweep.names.join(", "),
        })
    };
    let mut parameters = ask.parameters.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    for at in 0..sweep.names.len() {
        if parameters.len() < least && !parameters.contains(&at) {
            parameters.push(at);
        }
    }
    Ok((sweep, outcome, parameters))
}

fn measure(outcome: &Outcome) -> String {
    format!("{} ({})", outcome.name, outcome.unit)
}

fn title(subject: &Subject<'_>, outcome: &Outcome) -> String {
    format!("{}: {}", in_words(outcome.name), subject.data.about.title)
}

fn draw_heatmap(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let (sweep, at, parameters) = chosen(subject, ask, "heatmap", 2)?;
    let (outcome, theme) = (&OUTCOMES[at], ask.theme);
    let ((across, columns), (upward, rows)) = (sweep.groups(parameters[0]), sweep.groups(parameters[1]));
    let mut cells = vec![(0.0, 0usize); across.len() * upward.len()];
    for ((column, row), value) in columns.iter().zip(&rows).zip(sweep.outcome(at)) {
        if let (Some(column), Some(row), false) = (column, row, value.is_nan()) {
            let cell = &mut cells[row * across.len() + column];
            *cell = (cell.0 + value, cell.1 + 1);
        }
    }
    let means: Vec<f64> =
        cells.iter().map(|&(sum, count)| if count == 0 { f64::NAN } else { sum / count as f64 }).collect();
    let (low, high) = extent(means.iter().copied());
    let grade = |value: f64| {
        if high > low { theme.grade(0.08 + 0.92 * (value - low) / (high - low)) } else { theme.grade(0.5) }
    };
    let steps = if high > low { vec![low, f64::midpoint(low, high), high] } else { vec![low] };
    let sheet = Sheet {
        title: title(subject, outcome),
        subtitle: format!(
            "Mean over the runs of each cell; {}: {}. {} runs.",
            outcome.name,
            outcome.meaning,
            sweep.values.len()
        ),
        key: steps
            .into_iter()
            .map(|value| (Sign::Area(Fill(grade(value), 1.0)), number(value, 0.01 * (high - low).abs())))
            .collect(),
        notes: others(sweep, &parameters),
        body: 1000.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let rect = Rect::new(body.left + 170.0, body.top + 10.0, body.right - 20.0, body.bottom - 90.0);
        let (width, height) = (rect.width() / across.len() as f64, rect.height() / upward.len() as f64);
        let letters = (width / 4.5).min(height * 0.5).min(size::PANEL);
        for (cell, &mean) in means.iter().enumerate() {
            let (row, column) = (cell / across.len(), cell % across.len());
            let (left, bottom) = (rect.left + column as f64 * width, rect.bottom - row as f64 * height);
            let place = Rect::new(left, bottom - height, left + width, bottom);
            if mean.is_nan() {
                page.rect(place, Fill(theme.grid, 0.5));
                continue;
            }
            page.rect(place, Fill(grade(mean), 1.0));
            if letters >= 12.0 {
                let at = (f64::midpoint(place.left, place.right), f64::midpoint(place.top, place.bottom));
                let colour = theme.on(grade(mean));
                page.text(
                    &number(mean, 0.01 * (high - low).abs().max(1e-6)),
                    at,
                    super::page::Letters { colour, ..page.ink(letters, Side::Middle) },
                );
            }
        }
        page.frame(rect, Stroke(theme.faint, 1, None));
        let every = |count: usize, room: f64, need: f64| ((need * count as f64 / room).ceil() as usize).max(1);
        for (column, &value) in across.iter().enumerate().step_by(every(across.len(), rect.width(), 90.0)) {
            let x = rect.left + (column as f64 + 0.5) * width;
            page.text(&short(value), (x, rect.bottom + 24.0), page.ink(size::LABEL, Side::Middle));
        }
        for (row, &value) in upward.iter().enumerate().step_by(every(upward.len(), rect.height(), 34.0)) {
            let y = rect.bottom - (row as f64 + 0.5) * height;
            page.text(&short(value), (rect.left - 12.0, y), page.ink(size::LABEL, Side::End));
        }
        let middle = (f64::midpoint(rect.left, rect.right), body.bottom - 24.0);
        page.text(&sweep.named(parameters[0]), middle, page.bold(size::LABEL, Side::Middle));
        let middle = (body.left + 18.0, f64::midpoint(rect.top, rect.bottom));
        page.upward(&sweep.named(parameters[1]), middle, page.bold(size::LABEL, Side::Middle));
    };
    finish(sheet.draw(theme, ask.aspect, fill), "heatmap")
}

fn others(sweep: &Sweep, shown: &[usize]) -> Vec<String> {
    let others: Vec<&str> =
        (0..sweep.names.len()).filter(|at| !shown.contains(at)).map(|at| sweep.names[at].as_str()).collect();
    if others.is_empty() {
        Vec::new()
    } else {
        vec![format!("What varies as well is averaged over: {}.", others.join(", "))]
    }
}

fn draw_tornado(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let (sweep, at, _) = chosen(subject, ask, "tornado", 1)?;
    let (outcome, theme) = (&OUTCOMES[at], ask.theme);
    let all = crate::record::statistics::mean(&sweep.outcome(at).filter(|value| !value.is_nan()).collect::<Vec<_>>());
    let mut bars: Vec<(usize, [(f64, f64); 2])> = (0..sweep.names.len())
        .filter_map(|parameter| {
            let (middles, groups) = sweep.groups(parameter);
            let quarter = middles.len().div_ceil(4);
            let mean = |wanted: &dyn Fn(usize) -> bool| {
                let values = groups
                    .iter()
                    .zip(sweep.outcome(at))
                    .filter(|(group, value)| group.is_some_and(wanted) && !value.is_nan());
                crate::record::statistics::mean(&values.map(|(_, value)| value).collect::<Vec<_>>())
            };
            let low = mean(&|group| group < quarter);
            let high = mean(&|group| group + quarter >= middles.len());
            let ends = [(middles[0], low), (middles[middles.len() - 1], high)];
            (!low.is_nan() && !high.is_nan()).then_some((parameter, ends))
        })
        .collect();
    let reach = |ends: &[(f64, f64); 2]| (ends[1].1 - ends[0].1).abs();
    bars.sort_by(|a, b| reach(&b.1).total_cmp(&reach(&a.1)).then(a.0.cmp(&b.0)));
    let count = bars.len();
    bars.truncate(30);
    let (low_colour, high_colour) = (theme.nth(4), theme.nth(0));
    let mut notes = vec!["Low and high: the lowest and the highest quarter of the values that a parameter takes; the line: mean over all runs.".to_owned()];
    if bars.len() < count {
        notes.push(format!("The {} with the greatest effect of {count} parameters.", bars.len()));
    }
    let row = 44.0;
    let sheet = Sheet {
        title: format!("What moves {}: {}", outcome.name.replace('_', " "), subject.data.about.title),
        subtitle: format!(
            "Mean of {} ({}) where a parameter is low and where it is high. {} runs.",
            outcome.name,
            outcome.meaning,
            sweep.values.len()
        ),
        key: vec![
            (Sign::Mark(0, Fill(low_colour, 1.0)), "parameter low".to_owned()),
            (Sign::Mark(3, Fill(high_colour, 1.0)), "parameter high".to_owned()),
        ],
        notes,
        body: 110.0 + row * bars.len().max(1) as f64,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let body = body.at_most(110.0 + 2.0 * row * bars.len().max(1) as f64);
        let widest =
            bars.iter().map(|(p, _)| font::width(&sweep.names[*p], size::LABEL, false)).fold(0.0, f64::max).min(520.0);
        let rect = Rect::new(body.left + widest + 30.0, body.top + 10.0, body.right - 40.0, body.bottom - 80.0);
        let x = Axis::around(bars.iter().flat_map(|(_, ends)| ends.map(|end| end.1)).chain([all]));
        let x = Axis {
            range: (x.range.0 - 0.12 * (x.range.1 - x.range.0), x.range.1 + 0.12 * (x.range.1 - x.range.0)),
            ..x
        };
        let panel = Panel::of_rows(page, rect, x);
        panel.label_across().name_across(&measure(outcome));
        panel.upright(all, Stroke(theme.ink, 2, None));
        let height = rect.height() / bars.len().max(1) as f64;
        for (n, (parameter, ends)) in bars.iter().enumerate() {
            let y = rect.top + (n as f64 + 0.5) * height;
            let place = |value: f64| (panel.at(value, 0.0).0, y);
            page.line([place(ends[0].1), place(ends[1].1)], Stroke(theme.paper.toward(theme.faint, 0.5), 12, None));
            let right_is_high = ends[1].1 >= ends[0].1;
            for (k, (value, mean)) in ends.iter().enumerate() {
                page.mark([0, 3][k], place(*mean), 10.0, Fill([low_colour, high_colour][k], 1.0));
                let right = (k == 1) == right_is_high;
                let (x, side) = if right { (18.0, Side::Start) } else { (-18.0, Side::End) };
                page.text(&short(*value), (place(*mean).0 + x, y), page.faint(size::NOTE, side));
            }
            let name = shorten(&sweep.names[*parameter], size::LABEL, false, 520.0);
            page.text(&name, (rect.left - 14.0, y), page.ink(size::LABEL, Side::End));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "tornado")
}

fn draw_fan(subject: &Subject<'_>, ask: &Ask) -> Result<Drawing, PlotError> {
    let (sweep, at, parameters) = chosen(subject, ask, "fan", 1)?;
    let (outcome, theme) = (&OUTCOMES[at], ask.theme);
    let (middles, groups) = sweep.groups(parameters[0]);
    let bands: Vec<Band> = (0..middles.len())
        .map(|wanted| {
            band(
                groups
                    .iter()
                    .zip(sweep.outcome(at))
                    .filter(|(group, _)| **group == Some(wanted))
                    .map(|(_, value)| value),
            )
        })
        .collect();
    let colour = theme.nth(0);
    let sheet = Sheet {
        title: title(subject, outcome),
        subtitle: format!(
            "{}: {}, along {}. {} runs.",
            outcome.name,
            outcome.meaning,
            sweep.names[parameters[0]],
            sweep.values.len()
        ),
        key: vec![
            (Sign::Line(Stroke(colour, 3, None)), "median over runs".to_owned()),
            (Sign::Area(Fill(theme.paper.toward(colour, 0.43), 1.0)), "half of the runs".to_owned()),
            (Sign::Area(Fill(theme.paper.toward(colour, 0.18), 1.0)), "90 % of the runs".to_owned()),
        ],
        notes: others(sweep, &parameters[..1]),
        body: 900.0,
    };
    let fill = |page: &Page<'_>, body: Rect| {
        let rect = Rect::new(body.left + 130.0, body.top + 10.0, body.right - 40.0, body.bottom - 80.0);
        let y = Axis::around(bands.iter().flat_map(|band| [band.most.0, band.most.1]));
        let panel = Panel::new(page, rect, Axis::around(middles.iter().copied()), y);
        panel.label_up().label_across().name_across(&sweep.named(parameters[0])).name_up(&measure(outcome), 104.0);
        let points = || middles.iter().copied().zip(&bands);
        panel.band(points().map(|(x, band)| (x, band.most)), Fill(colour, 0.18));
        panel.band(points().map(|(x, band)| (x, band.half)), Fill(colour, 0.30));
        panel.line(points().map(|(x, band)| (x, band.median)), Stroke(colour, 3, None));
        for (x, band) in points().filter(|(_, band)| !band.median.is_nan()) {
            page.dot(panel.at(x, band.median), 6.0, Fill(colour, 1.0));
        }
    };
    finish(sheet.draw(theme, ask.aspect, fill), "fan")
}
