//! The indices of one outcome by a method, as rows of a table.

use super::method::{Method, Settings};
use super::sample::{Sample, Span, own};
use crate::analysis::sensitivity::converging::{self, Part};
use crate::analysis::sensitivity::error::SensitivityError;
use crate::analysis::sensitivity::estimate::{Bootstrap, Estimate};
use crate::analysis::sensitivity::groups::Groups;
use crate::analysis::sensitivity::one_at_a_time::{self, Curve, Shape};
use crate::analysis::sensitivity::trust::{self, Reason, Trust};
use crate::analysis::sensitivity::{morris, pawn, rbd_fast, saltelli};
use crate::batch::design::sensitivity::Blocks;
use crate::scenario::Setting;
use crate::studies::sweep::Sweep;

/// An index.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The number of the factor.
    pub(crate) factor: usize,
    /// The number of another factor, for what two make only together.
    pub(crate) with: Option<usize>,
    pub(crate) measure: &'static str,
    /// The value, or `None` if it is missing.
    pub(crate) estimate: Option<Estimate>,
    /// Whether it can be trusted; `None` for numbers that are not estimates.
    pub(crate) trust: Option<Trust>,
}

/// A value of a curve.
#[derive(Clone, Debug)]
pub(crate) struct CurveValue {
    pub(crate) factor: usize,
    pub(crate) setting: Setting,
    pub(crate) mean: Option<Estimate>,
}

/// What a method found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The number of units used: trajectories, base points or points.
    pub(crate) units: usize,
    pub(crate) rows: Vec<Row>,
    /// The curves of one at a time; empty for other methods.
    pub(crate) curves: Vec<CurveValue>,
}

impl Found {
    /// Says of the main measure of which factors it still moves from half of the sample to all of it.
    pub(super) fn settle(&mut self, parts: &[Part], measure: &str) {
        for (factor, settled) in converging::settled(parts).into_iter().enumerate() {
            let of_factor = |row: &&mut Row| row.factor == factor && row.with.is_none() && row.measure == measure;
            if let Some(row) = self.rows.iter_mut().find(of_factor) {
                let trust = row.trust.take();
                row.trust = trust.map(|trust| trust.unless(settled == Some(false), Reason::NotSettled));
            }
        }
    }
}

/// The indices from all replicates.
pub(crate) fn of(
    sweep: &Sweep,
    factors: &[String],
    sample: &Sample,
    replicates: &[Vec<f64>],
    settings: Settings,
) -> Result<Found, SensitivityError> {
    let bootstrap = Bootstrap { resamples: settings.resamples, seed: settings.seed };
    if settings.method == Method::OneAtATime {
        return curves(sweep, replicates, bootstrap);
    }
    from_points(sweep, factors.len(), (&sample.points, replicates), settings.method, bootstrap)
}

/// The main measure from the first eighth, quarter and half of the sample, and from all of it.
pub(crate) fn of_parts(
    sweep: &Sweep,
    factors: &[String],
    sample: &Sample,
    replicates: &[Vec<f64>],
    settings: Settings,
) -> Vec<Part> {
    if settings.method == Method::OneAtATime {
        return Vec::new();
    }
    let block = block(sweep);
    let bootstrap = Bootstrap { resamples: settings.resamples.min(200), seed: settings.seed };
    let measure = settings.method.main_measure();
    let of = |units: usize| {
        let points = (units * block).min(replicates.len());
        let part = (&sample.points[..points], &replicates[..points]);
        let found = from_points(sweep, factors.len(), part, settings.method, bootstrap)?;
        let of_factor = |factor: usize| found.rows.iter().find(|row| row.factor == factor && row.measure == measure);
        Ok((0..factors.len()).map(|factor| of_factor(factor).and_then(|row| row.estimate)).collect())
    };
    converging::converging(replicates.len() / block, of)
}

/// The number of points of a block that belong together.
fn block(sweep: &Sweep) -> usize {
    Blocks::of(&sweep.plan).ok().flatten().map_or(1, |blocks| blocks.evaluations())
}

/// The mean of each point over the replicates that all points of its block have, so that luck does not pass for an effect.
/// NaN without any.
fn means(replicates: &[Vec<f64>], block: usize) -> Vec<f64> {
    let of_block = |block: &[Vec<f64>]| -> Vec<f64> {
        let exists = |point: &Vec<f64>, replicate: usize| point.get(replicate).is_some_and(|value| !value.is_nan());
        let shared: Vec<usize> = (0..block.first().map_or(0, Vec::len))
            .filter(|replicate| block.iter().all(|point| exists(point, *replicate)))
            .collect();
        let mean = |point: &Vec<f64>| shared.iter().map(|at| point[*at]).sum::<f64>() / shared.len() as f64;
        block.iter().map(mean).collect()
    };
    replicates.chunks(block.max(1)).flat_map(of_block).collect()
}

fn from_points(
    sweep: &Sweep,
    factors: usize,
    (points, replicates): (&[Vec<f64>], &[Vec<f64>]),
    method: Method,
    bootstrap: Bootstrap,
) -> Result<Found, SensitivityError> {
    let means = means(replicates, if method == Method::Sobol { block(sweep) } else { 1 });
    let row = |factor, measure, estimate, trust| Row { factor, with: None, measure, estimate, trust };
    let plain = |value: f64| Some(Estimate { value, interval: None });
    let mut found = Found { units: points.len(), ..Found::default() };
    match method {
        Method::OneAtATime => {}
        Method::Morris => {
            let groups = groups_of(sweep, points)?;
            let effects = morris::analyse(&groups, points, replicates, bootstrap)?;
            let largest = effects.iter().filter_map(|effect| Some(effect.size?.value)).fold(0.0, f64::max);
            found.units = points.len() / (factors + 1);
            for (factor, effect) in effects.into_iter().enumerate() {
                let few = effect.count * 20 < found.units * 19;
                let trust = trust::index(effect.size, largest, effect.count, morris::SIZES);
                let trust = trust.unless(few, Reason::LeftOut);
                found.rows.push(row(factor, "mu_star", effect.size, Some(trust)));
                found.rows.push(row(factor, "mu", effect.mean.and_then(plain), None));
                found.rows.push(row(factor, "sigma", effect.deviation.and_then(plain), None));
            }
        }
        Method::Sobol => {
            let Some(Blocks::Saltelli(design)) = Blocks::of(&sweep.plan)? else { return Ok(found) };
            let indices = saltelli::analyse(&design, &means, design.estimator(), bootstrap)?;
            let trusted = trust::sobol(&indices);
            found.units = indices.base_points;
            for factor in 0..factors {
                let both = [("first", &indices.first, &trusted.first), ("total", &indices.total, &trusted.total)];
                for (measure, values, trusts) in both {
                    let (estimate, trust) = (values.get(factor).copied(), trusts.get(factor).cloned());
                    found.rows.push(row(factor, measure, estimate, trust));
                }
            }
            for (pair, trust) in indices.second.iter().zip(trusted.second) {
                let (factor, with) = pair.groups;
                let estimate = Some(pair.index);
                found.rows.push(Row { factor, with: Some(with), measure: "second", estimate, trust: Some(trust) });
            }
        }
        Method::Pawn => {
            let asked = pawn::Settings { slices: pawn::SLICES, dummies: pawn::DUMMIES, bootstrap };
            let distances = pawn::analyse(points, &means, asked)?;
            let largest = distances.iter().map(|of| of.median.value).fold(0.0, f64::max);
            let there = means.iter().filter(|mean| !mean.is_nan()).count();
            found.units = there;
            for (factor, of) in distances.into_iter().enumerate() {
                let trust = trust::index(Some(of.median), largest, there, pawn::sizes(pawn::SLICES));
                found.rows.push(row(factor, "median", Some(of.median), Some(trust)));
                for (measure, value) in [("mean", of.mean), ("minimum", of.minimum), ("maximum", of.maximum)] {
                    found.rows.push(row(factor, measure, plain(value), None));
                }
                found.rows.push(row(factor, "chance", of.chance.and_then(plain), None));
            }
        }
        Method::RbdFast => {
            let indices = rbd_fast::analyse(points, &means, rbd_fast::HARMONICS, bootstrap)?;
            let there = means.iter().filter(|mean| !mean.is_nan()).count();
            found.units = there;
            for (factor, index) in indices.into_iter().enumerate() {
                let trust = trust::index(Some(index), 1.0, there, rbd_fast::sizes(rbd_fast::HARMONICS));
                found.rows.push(row(factor, "first", Some(index), Some(trust)));
            }
        }
    }
    Ok(found)
}

/// The groups that the trajectories move.
fn groups_of(sweep: &Sweep, points: &[Vec<f64>]) -> Result<Groups, SensitivityError> {
    Groups::new(&sweep.plan.group_of_axes(points.first().map_or(0, Vec::len)))
}

/// Curves around the scenario: its own point and those that differ from it on one axis.
fn curves(sweep: &Sweep, replicates: &[Vec<f64>], bootstrap: Bootstrap) -> Result<Found, SensitivityError> {
    let settings = |point: usize| sweep.points.settings(point);
    let mut found = Found { units: replicates.len(), ..Found::default() };
    let (mut responses, mut refused) = (Vec::new(), None);
    for (factor, axis) in own(sweep).enumerate() {
        let alone = |point: &usize| {
            let differs = |at: usize| settings(*point).get(at) != settings(0).get(at);
            *point == 0 || own(sweep).enumerate().all(|(at, _)| differs(at) == (at == factor))
        };
        let points: Vec<usize> = (0..sweep.points.len()).filter(alone).collect();
        let values = || points.iter().filter_map(|point| settings(*point).get(factor));
        let span = Span::of(axis, values());
        let mut curve: Vec<(f64, usize)> =
            points.iter().filter_map(|point| Some((span.at(settings(*point).get(factor)?), *point))).collect();
        curve.sort_by(|a, b| a.0.total_cmp(&b.0));
        let asked = Curve {
            positions: curve.iter().map(|(position, _)| *position).collect(),
            replicates: curve.iter().filter_map(|(_, point)| replicates.get(*point).cloned()).collect(),
        };
        let response = match one_at_a_time::analyse(&asked, bootstrap) {
            Ok(response) => response,
            // The other factors still have their curves.
            Err(error) => {
                refused = Some(error);
                responses.push(None);
                continue;
            }
        };
        for ((_, point), mean) in curve.iter().zip(&response.means) {
            let Some(setting) = settings(*point).get(factor).cloned() else { continue };
            found.curves.push(CurveValue { factor, setting, mean: *mean });
        }
        responses.push(Some((response, axis.is_words() || matches!(settings(0).get(factor), Some(Setting::Flag(_))))));
    }
    if let Some(error) = refused
        && responses.iter().all(Option::is_none)
    {
        return Err(error);
    }
    let largest = responses.iter().flatten().map(|(response, _)| response.range.value).fold(0.0, f64::max);
    let several = replicates.first().map_or(0, Vec::len);
    for (factor, response) in responses.into_iter().enumerate() {
        let row = |measure, estimate, trust| Row { factor, with: None, measure, estimate, trust };
        let Some((response, is_choice)) = response else {
            found.rows.push(row("range", None, Some(Trust::NotYet(vec![Reason::TooFewValues]))));
            continue;
        };
        let trust = trust::index(Some(response.range), largest, several, one_at_a_time::SIZES);
        found.rows.push(row("range", Some(response.range), Some(trust)));
        if is_choice {
            continue; // the order of choices has no meaning
        }
        found.rows.push(row("slope", Some(response.slope), None));
        let turns = match response.shape {
            Shape::Flat => 0.0,
            Shape::Rising => 1.0,
            Shape::Falling => -1.0,
            Shape::Mixed => f64::NAN,
        };
        let direction = (!turns.is_nan()).then_some(Estimate { value: turns, interval: None });
        found.rows.push(row("direction", direction, None));
    }
    Ok(found)
}
