//! A pattern, its scale, and its value.

use super::measure::Measure;

/// The scale on which values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As they are.
    Plain,
    /// Shares from 0 to 1, as they are.
    Share,
    /// Rates, ratios and counts above 0: by their logarithms.
    Log,
    /// Correlations: by Fisher's z.
    Correlation,
}

impl Scale {
    /// The name, in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Share => "share",
            Self::Log => "log",
            Self::Correlation => "correlation",
        }
    }

    /// A value on its scale; NaN if the scale does not have it, as logarithms do not have a rate of 0.
    pub fn of(self, value: f64) -> f64 {
        let scaled = match self {
            Self::Plain | Self::Share => value,
            Self::Log => value.ln(),
            Self::Correlation => value.atanh(),
        };
        if scaled.is_finite() { scaled } else { f64::NAN }
    }

    /// The value of a number on the scale: the inverse of [`Scale::of`].
    pub fn back(self, scaled: f64) -> f64 {
        match self {
            Self::Plain | Self::Share => scaled,
            Self::Log => scaled.exp(),
            Self::Correlation => scaled.tanh(),
        }
    }
}

/// A regularity.
pub struct Pattern {
    /// The name: its row in tables.
    pub key: &'static str,
    /// The meaning. A leading … continues the pattern before.
    pub words: &'static str,
    /// The scale on which values are compared.
    pub scale: Scale,
    pub(super) measure: Measure,
}

/// The value of a pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// The value; NaN if it cannot be computed.
    pub value: f64,
    /// The lower end of the 95 % interval, by resampling whole states or pairs; NaN if it was not asked for.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The number of rows that count.
    pub count: usize,
}

impl Value {
    /// No value.
    pub(super) const MISSING: Self = Self { value: f64::NAN, low: f64::NAN, high: f64::NAN, count: 0 };

    /// Returns whether the interval holds a value; `None` if one of them is missing, or if the record does not vary, so
    /// that its interval has no width.
    pub fn holds(&self, value: f64) -> Option<bool> {
        let known = self.low < self.high && !value.is_nan();
        known.then(|| (self.low..=self.high).contains(&value))
    }

    /// The distance of another value, in standard errors of this one on a scale. NaN if one of them is missing, or if
    /// this one does not vary; infinite if the other value does not exist on the scale, as a rate of 0.
    ///
    /// ```text
    /// d = |s(x) − s(v)| / e;  e = (s(high) − s(low)) / 3.92, or (s(high) − s(v)) / 1.96 if s(low) does not exist
    /// ```
    pub fn distance(&self, scale: Scale, other: f64) -> f64 {
        let [value, low, high] = [self.value, self.low, self.high].map(|x| scale.of(x));
        let error = if low.is_nan() { (high - value) / 1.96 } else { (high - low) / 3.92 };
        if error.is_nan() || error <= 0.0 || other.is_nan() {
            return f64::NAN;
        }
        let other = scale.of(other);
        if other.is_nan() { f64::INFINITY } else { (other - value).abs() / error }
    }
}
