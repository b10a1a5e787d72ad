//! From what varies to points: grid, list, random, Latin hypercube, Sobol' sequence, one at a time; with constraints.
//!
//! The same plan gives the same points on every machine. Of a random design or a Sobol' sequence the first points stay the
//! same when more are asked for.

mod constraints;
mod levels;
mod samples;

use crate::scenario::{Axis, Design, Levels, Plan, Setting};
use constraints::Constraints;

/// Tries of a sequence, for each point wanted, after which constraints are taken to leave next to nothing.
const PATIENCE: u64 = 1000;
/// Points beyond which a design is not made at all: their values would not fit in memory.
const MOST: u64 = 50_000_000;

/// The points of a sweep.
#[derive(Clone, Debug)]
pub struct Points {
    axes: Vec<Axis>,
    settings: Vec<Setting>,
    dropped: u64,
}

/// Why there are no points.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// No axes.
    #[error("nothing varies: give --vary PATH=VALUES, or write a [sweep.vary] table into the scenario")]
    NothingVaries,
    /// An interval where values are taken one by one.
    #[error(
        "{path}: a {design} needs values one by one, and this is an interval; say how many (as in 0..1/5), or choose the design \
         random, latin-hypercube or sobol"
    )]
    NoCount {
        /// The path.
        path: String,
        /// The design.
        design: &'static str,
    },
    /// Lists of different lengths.
    #[error(
        "a list takes the first values of all axes, then the second ones, and so on: {first} has {first_count} values and \
         {other} has {other_count}; give both as many, or choose the design grid"
    )]
    Lengths {
        /// A path.
        first: String,
        /// Its values.
        first_count: usize,
        /// Another path.
        other: String,
        /// Its values.
        other_count: usize,
    },
    /// A value that the path may not take.
    #[error("point {point}: {path} = {value}; {allowed}")]
    OutOfRange {
        /// The point, from 0.
        point: u64,
        /// The path.
        path: String,
        /// The value.
        value: String,
        /// What is allowed, in words.
        allowed: String,
    },
    /// The scenario says nothing at a path from which one axis at a time is to move.
    #[error("{0}: the scenario has no value there to start from; write one into it, or choose another design")]
    NoStart(String),
    /// More axes than the sequence has dimensions.
    #[error("a Sobol' sequence has at most {most} axes here, and {there} vary; choose the design latin-hypercube")]
    TooManyAxes {
        /// Most.
        most: usize,
        /// How many there are.
        there: usize,
    },
    /// More points than fit.
    #[error("{0} points are more than fit in memory; take fewer values, or choose the design sobol")]
    TooMany(u64),
    /// A constraint that is none.
    #[error("constraint \"{text}\": {problem}")]
    Constraint {
        /// As written.
        text: String,
        /// What is wrong with it.
        problem: String,
    },
    /// No point is left.
    #[error("no point is left: none of {0} that were tried meets the constraints; loosen them")]
    NoneLeft(u64),
}

impl Points {
    /// How many.
    pub fn len(&self) -> usize {
        self.settings.len() / self.axes.len().max(1)
    }

    /// None? Never so for points that were made.
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty()
    }

    /// What varies.
    pub fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The values at a point, one for each axis in their order.
    pub fn settings(&self, point: usize) -> &[Setting] {
        let width = self.axes.len();
        &self.settings[point * width..(point + 1) * width]
    }

    /// Points that constraints left out.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

/// How many points there are before constraints, worked out without making them.
///
/// # Errors
/// Nothing varies, or an axis does not suit the design.
pub fn count(plan: &Plan) -> Result<u64, DesignError> {
    if plan.axes.is_empty() {
        return Err(DesignError::NothingVaries);
    }
    let counts = || plan.axes.iter().map(|axis| levels::count(axis).ok_or_else(|| no_count(axis, plan.design)));
    match plan.design {
        Design::Grid => counts().try_fold(1, |product: u64, count| Ok(product.saturating_mul(count?))),
        Design::List => counts().next().unwrap_or(Ok(0)),
        Design::Random | Design::LatinHypercube | Design::Sobol => Ok(plan.points.into()),
        // An interval without a number of values gives its two ends.
        Design::OneAtATime => Ok(1 + plan.axes.iter().map(|axis| levels::count(axis).unwrap_or(2)).sum::<u64>()),
    }
}

fn no_count(axis: &Axis, design: Design) -> DesignError {
    let design = if design == Design::List { "list" } else { "grid" };
    DesignError::NoCount { path: axis.path.clone(), design }
}

/// The points. `value_of` tells what stands at a path of the scenario as long as nothing varies.
///
/// # Errors
/// As [`count`]; and where a value is out of its range, a constraint is none, or no point is left.
pub fn points(plan: &Plan, value_of: &dyn Fn(&str) -> Option<Setting>) -> Result<Points, DesignError> {
    let wanted = count(plan)?;
    if wanted > MOST {
        return Err(DesignError::TooMany(wanted));
    }
    let constraints = Constraints::new(plan, value_of)?;
    let mut made = Points { axes: plan.axes.clone(), settings: Vec::new(), dropped: 0 };
    let mut take = |settings: &[Setting]| {
        let fine = constraints.hold(settings);
        if fine {
            made.settings.extend_from_slice(settings);
        } else {
            made.dropped += 1;
        }
        fine
    };
    match plan.design {
        Design::Grid => grid(&one_by_one(plan)?, &mut take),
        Design::List => list(plan, &one_by_one(plan)?, &mut take)?,
        Design::OneAtATime => one_at_a_time(plan, value_of, &mut take)?,
        Design::LatinHypercube => samples::latin_hypercube(plan, &mut |point| {
            take(point);
        }),
        Design::Random | Design::Sobol => {
            let mut sequence = samples::sequence(plan)?;
            let (mut kept, mut tried) = (0, 0);
            while kept < wanted && tried < wanted.saturating_mul(PATIENCE) {
                tried += 1;
                kept += u64::from(take(&sequence.next_point()));
            }
            if kept < wanted {
                return Err(DesignError::NoneLeft(tried));
            }
        }
    }
    if made.is_empty() {
        return Err(DesignError::NoneLeft(made.dropped));
    }
    made.check()?;
    Ok(made)
}

impl Points {
    fn check(&self) -> Result<(), DesignError> {
        for point in 0..self.len() {
            for (axis, setting) in self.axes.iter().zip(self.settings(point)) {
                axis.check(setting).map_err(|allowed| DesignError::OutOfRange {
                    point: point as u64,
                    path: axis.path.clone(),
                    value: setting.to_string(),
                    allowed,
                })?;
            }
        }
        Ok(())
    }
}

/// The values of every axis.
fn one_by_one(plan: &Plan) -> Result<Vec<Vec<Setting>>, DesignError> {
    plan.axes.iter().map(|axis| levels::values(axis).ok_or_else(|| no_count(axis, plan.design))).collect()
}

/// Every value with every other; the last axis moves fastest.
fn grid(values: &[Vec<Setting>], take: &mut impl FnMut(&[Setting]) -> bool) {
    let mut at = vec![0; values.len()];
    let mut point: Vec<Setting> = values.iter().map(|values| values[0].clone()).collect();
    loop {
        take(&point);
        let Some(axis) = (0..at.len()).rev().find(|&axis| at[axis] + 1 < values[axis].len()) else { return };
        at[axis] += 1;
        at[axis + 1..].fill(0);
        for axis in axis..at.len() {
            point[axis] = values[axis][at[axis]].clone();
        }
    }
}

fn list(plan: &Plan, values: &[Vec<Setting>], take: &mut impl FnMut(&[Setting]) -> bool) -> Result<(), DesignError> {
    let length = values[0].len();
    if let Some(at) = values.iter().position(|values| values.len() != length) {
        let path = |at: usize| plan.axes[at].path.clone();
        let (first_count, other_count) = (length, values[at].len());
        return Err(DesignError::Lengths { first: path(0), first_count, other: path(at), other_count });
    }
    for k in 0..length {
        take(&values.iter().map(|values| values[k].clone()).collect::<Vec<_>>());
    }
    Ok(())
}

/// The scenario itself, then every other value of each axis with the others as they are.
fn one_at_a_time(
    plan: &Plan,
    value_of: &dyn Fn(&str) -> Option<Setting>,
    take: &mut impl FnMut(&[Setting]) -> bool,
) -> Result<(), DesignError> {
    let start = |axis: &Axis| {
        let value = value_of(&axis.path).ok_or_else(|| DesignError::NoStart(axis.path.clone()))?;
        Ok(levels::on_axis(axis, value))
    };
    let start: Vec<Setting> = plan.axes.iter().map(start).collect::<Result<_, _>>()?;
    take(&start);
    for (at, axis) in plan.axes.iter().enumerate() {
        let ends = || match axis.levels {
            Levels::Interval { low, high, .. } => vec![levels::number(axis, low), levels::number(axis, high)],
            _ => Vec::new(),
        };
        for value in levels::values(axis).unwrap_or_else(ends) {
            if value != start[at] {
                let mut point = start.clone();
                point[at] = value;
                take(&point);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
