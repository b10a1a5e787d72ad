//! The axes of an exploration.

use crate::batch::design::DesignError;
use crate::batch::design::exploration::{at_point, at_share, even_points};
use crate::scenario::{Axis, Levels, Plan, Setting};

/// The axes that an exploration moves along.
#[derive(Clone, Debug)]
pub(crate) struct Space {
    axes: Vec<Axis>,
}

/// The reason why a space cannot be explored.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(crate) enum SpaceError {
    /// The number of axes does not suit.
    #[error("{found} axes vary, and a border takes {least} to {most}; give --vary PATH=LOW..HIGH for each of them")]
    Axes {
        /// The number found.
        found: usize,
        /// The smallest number.
        least: usize,
        /// The largest number.
        most: usize,
    },
    /// An axis is not an interval.
    #[error("{path} does not have an interval of numbers, which a border needs; write --vary {path}=LOW..HIGH")]
    NotAnInterval {
        /// The path.
        path: String,
    },
    /// An end of an interval is not allowed.
    #[error("{path} = {value}: {allowed}")]
    Refused {
        /// The path.
        path: String,
        /// The end of the interval.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// Points are left out by constraints.
    #[error("an exploration cannot leave points out; remove the constraints")]
    Constraints,
    /// The points cannot be made.
    #[error(transparent)]
    Design(#[from] DesignError),
}

impl Space {
    /// The axes of a plan that have values of their own.
    ///
    /// # Errors
    /// Returns an error if the plan has constraints.
    pub(crate) fn of(plan: &Plan) -> Result<Self, SpaceError> {
        if !plan.constraints.is_empty() {
            return Err(SpaceError::Constraints);
        }
        Ok(Self { axes: plan.axes.iter().filter(|axis| axis.follows.is_none()).cloned().collect() })
    }

    /// Checks that a border can be looked for.
    ///
    /// # Errors
    /// Returns an error if the number of axes does not suit, or one of them is not an interval of numbers.
    pub(crate) fn has_border(&self) -> Result<(), SpaceError> {
        let (least, most, found) = (1, 3, self.axes.len());
        if !(least..=most).contains(&found) {
            return Err(SpaceError::Axes { found, least, most });
        }
        for axis in &self.axes {
            if let Levels::Interval { low, high, .. } = axis.levels
                && axis.is_whole()
                && (low.fract() != 0.0 || high.fract() != 0.0)
            {
                let (path, value) = (axis.path.clone(), format!("{low}..{high}"));
                return Err(SpaceError::Refused { path, value, allowed: "both ends must be whole numbers".to_owned() });
            }
            for share in [0.0, 1.0] {
                let path = || axis.path.clone();
                let end = at_share(axis, share).ok_or_else(|| SpaceError::NotAnInterval { path: path() })?;
                axis.check(&end).map_err(|allowed| SpaceError::Refused {
                    path: path(),
                    value: end.to_string(),
                    allowed,
                })?;
            }
        }
        Ok(())
    }

    /// The axes.
    pub(crate) fn axes(&self) -> &[Axis] {
        &self.axes
    }

    /// The point at these shares of the intervals.
    pub(crate) fn at_shares(&self, shares: impl Iterator<Item = f64>) -> Vec<Setting> {
        self.axes.iter().zip(shares).filter_map(|(axis, share)| at_share(axis, share)).collect()
    }

    /// The value of an axis at a share of its interval; of a whole number that of the nearest one.
    pub(crate) fn value(&self, axis: usize, share: f64) -> f64 {
        let axis = self.axes.get(axis);
        axis.and_then(|axis| at_share(axis, share)?.number()).unwrap_or(f64::NAN)
    }

    /// The share at which the value of a share lies: elsewhere only if it is rounded to a whole number.
    pub(crate) fn settled(&self, number: usize, share: f64) -> f64 {
        match self.axes.get(number) {
            Some(axis @ Axis { levels: Levels::Interval { low, high, log, .. }, .. }) if axis.is_whole() => {
                let of = |x: f64| if *log { x.ln() } else { x };
                (of(self.value(number, share)) - of(*low)) / (of(*high) - of(*low))
            }
            _ => share,
        }
    }

    /// The number of an axis at a share of its interval, also between whole numbers.
    pub(crate) fn number(&self, axis: usize, share: f64) -> f64 {
        let Some(axis) = self.axes.get(axis) else { return f64::NAN };
        // A place between two whole numbers stays between them.
        if axis.is_whole()
            && let Levels::Interval { low, high, log: false, .. } = axis.levels
        {
            return low + (high - low) * share;
        }
        at_share(axis, share).and_then(|setting| setting.number()).unwrap_or(f64::NAN)
    }

    /// The point at these coordinates of the unit cube.
    pub(crate) fn at(&self, coordinates: &[f64]) -> Vec<Setting> {
        at_point(&self.axes, coordinates)
    }

    /// Points that cover the space evenly.
    ///
    /// # Errors
    /// Returns an error if there are too many axes.
    pub(crate) fn evenly(&self, seed: u64, left_out: usize, count: usize) -> Result<Vec<Vec<f64>>, SpaceError> {
        Ok(even_points(self.axes.len(), seed, left_out, count)?)
    }
}
