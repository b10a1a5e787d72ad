//! The sample of a study: the points of a sweep in the unit cube, and the replicates of each point.

use crate::batch::design::sensitivity::Blocks;
use crate::output::{OutputError, RunReader};
use crate::scenario::{Axis, Design, Levels, Setting};
use crate::studies::sweep::Sweep;

/// A finished sweep as methods use it.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    /// The points in the unit cube, with one coordinate for each axis that has values.
    pub(crate) points: Vec<Vec<f64>>,
    /// By outcome and point, the outcome of each replicate; NaN if it is missing.
    pub(crate) outcomes: Vec<Vec<Vec<f64>>>,
}

impl Sample {
    /// Reads the runs of a finished sweep.
    ///
    /// # Errors
    /// Returns an error if the table of runs cannot be read.
    pub(crate) fn read(reader: &RunReader, sweep: &Sweep, outcomes: &[usize]) -> Result<Self, OutputError> {
        let names: Vec<&str> = sweep.scenario.outcomes.names().collect();
        let mut columns = vec!["point", "replicate"];
        columns.extend(outcomes.iter().filter_map(|at| names.get(*at)));
        let runs = reader.columns("runs", &columns, |_| true)?;
        let most = runs.rows().map(|row| row[1] as usize + 1).max().unwrap_or(0);
        let mut found = vec![vec![vec![f64::NAN; most]; sweep.points.len()]; outcomes.len()];
        for row in runs.rows() {
            for (found, value) in found.iter_mut().zip(&row[2..]) {
                if let Some(cell) = found.get_mut(row[0] as usize).and_then(|point| point.get_mut(row[1] as usize)) {
                    *cell = *value;
                }
            }
        }
        Ok(Self { points: coordinates(sweep), outcomes: found })
    }

    /// The replicates of the points that are a sample of the space: of Sobol' indices the first and the last of each base
    /// point.
    pub(crate) fn of_the_space(sweep: &Sweep, replicates: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let Ok(Some(blocks @ Blocks::Saltelli(_))) = Blocks::of(&sweep.plan) else { return replicates.to_vec() };
        let length = blocks.evaluations();
        let is_end = |at: usize| at.is_multiple_of(length) || at % length == length - 1;
        replicates.iter().enumerate().filter(|(at, _)| is_end(*at)).map(|(_, of)| of.clone()).collect()
    }
}

/// The points of a sweep in the unit cube.
fn coordinates(sweep: &Sweep) -> Vec<Vec<f64>> {
    if let Ok(Some(blocks)) = Blocks::of(&sweep.plan)
        && let Ok(points) = blocks.points(&sweep.plan)
    {
        return points;
    }
    let axes: Vec<&Axis> = own(sweep).collect();
    let all = |axis: usize| (0..sweep.points.len()).filter_map(move |point| sweep.points.settings(point).get(axis));
    let spans: Vec<Span> = axes.iter().enumerate().map(|(at, axis)| Span::of(axis, all(at))).collect();
    let point = |number: usize| {
        spans.iter().zip(sweep.points.settings(number)).map(|(span, setting)| span.at(setting)).collect()
    };
    (0..sweep.points.len()).map(point).collect()
}

/// The axes that have values of their own.
pub(crate) fn own(sweep: &Sweep) -> impl Iterator<Item = &Axis> {
    sweep.points.axes().iter().take_while(|axis| axis.follows.is_none())
}

/// The names of what is moved: axes, or groups of axes that the design moves together.
pub(crate) fn factors(sweep: &Sweep) -> Vec<String> {
    let axes: Vec<&Axis> = own(sweep).collect();
    let short = |axis: &Axis| axis.path.strip_prefix("parameters.").unwrap_or(&axis.path).to_owned();
    if !sweep.plan.design.is_in_blocks() {
        return axes.iter().map(|axis| short(axis)).collect();
    }
    let numbers = sweep.plan.group_of_axes(axes.len());
    let mut names: Vec<String> = Vec::new();
    for (axis, group) in numbers.into_iter().enumerate() {
        if group == names.len() {
            let named = sweep.plan.groups.iter().find(|(_, members)| members.contains(&axis));
            names.push(named.map_or_else(|| short(axes[axis]), |(name, _)| name.clone()));
        }
    }
    names
}

/// From the values of an axis to its coordinate.
pub(crate) enum Span {
    /// Numbers from the least to the greatest, in the logarithm if the axis is even there.
    Numbers { low: f64, high: f64, log: bool },
    /// Words, in the order of the axis.
    Words(Vec<Setting>),
}

impl Span {
    pub(crate) fn of<'a>(axis: &Axis, settings: impl Iterator<Item = &'a Setting>) -> Self {
        if axis.is_words() {
            // The scenario may have a word that the axis does not list.
            let mut words: Vec<Setting> = Vec::new();
            for setting in settings.filter(|setting| setting.number().is_none()) {
                if !words.contains(setting) {
                    words.push(setting.clone());
                }
            }
            return Self::Words(words);
        }
        let log = matches!(axis.levels, Levels::Interval { log: true, .. });
        let numbers = settings.filter_map(Setting::number);
        let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
        Self::Numbers { low, high, log }
    }

    /// The coordinate of a value, from 0 to 1.
    pub(crate) fn at(&self, setting: &Setting) -> f64 {
        match self {
            Self::Words(words) => {
                let place = words.iter().position(|word| word == setting).unwrap_or(0);
                place as f64 / (words.len().max(2) - 1) as f64
            }
            Self::Numbers { low, high, .. } if low >= high => 0.0,
            Self::Numbers { low, high, log } => {
                let number = setting.number().unwrap_or(*low);
                let of = |x: f64| if *log && *low > 0.0 { x.ln() } else { x };
                ((of(number) - of(*low)) / (of(*high) - of(*low))).clamp(0.0, 1.0)
            }
        }
    }
}

/// Returns true if axes of a sample may move together, so that an index contains what others do.
pub(crate) fn may_be_correlated(sweep: &Sweep) -> bool {
    sweep.plan.design == Design::List || !sweep.plan.constraints.is_empty()
}
