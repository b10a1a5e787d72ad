//! Parameters with their priors.

use serde::{Deserialize, Serialize};

/// A parameter with its prior, uniform between two bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Parameter {
    /// The name, for tables.
    pub name: String,
    /// The least value.
    pub low: f64,
    /// The largest value, above `low`.
    pub high: f64,
    /// Whether the logarithm is uniform. `low` must then be above 0.
    pub log: bool,
}

impl Parameter {
    /// Whether the bounds are finite, in order, and (on the log scale) above 0.
    pub(super) fn valid(&self) -> bool {
        let width = self.high - self.low;
        width > 0.0 && width.is_finite() && self.high.is_finite() && !(self.log && self.low <= 0.0)
    }

    /// The value at a share of the prior's range.
    pub(crate) fn value(&self, unit: f64) -> f64 {
        let between = |low: f64, high: f64| (1.0 - unit) * low + unit * high;
        let value = if self.log {
            libm::exp(between(libm::log(self.low), libm::log(self.high)))
        } else {
            between(self.low, self.high)
        };
        // Rounding may lead past a bound.
        value.max(self.low).min(self.high)
    }

    /// The share of the prior below a value, in [0, 1].
    pub(crate) fn unit(&self, value: f64) -> f64 {
        let unit = if self.log {
            libm::log(value / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        unit.clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_the_prior_by_hand() {
        let even = Parameter { name: "x".into(), low: -1.0, high: 3.0, log: false };
        assert_eq!([0.0, 0.25, 1.0].map(|unit| even.value(unit)), [-1.0, 0.0, 3.0]);
        assert_eq!([-5.0, 0.0, 3.0].map(|value| even.unit(value)), [0.0, 0.25, 1.0]);
        let log = Parameter { name: "x".into(), low: 0.01, high: 100.0, log: true };
        assert!((log.value(0.5) - 1.0).abs() < 1e-12 && (log.unit(0.1) - 0.25).abs() < 1e-12);
        assert_eq!((log.value(0.0), log.value(1.0)), (0.01, 100.0));
    }
}
