//! Wanted outcomes: outcome measures with the value that runs should have, as the user gives it.

use std::borrow::Cow;

use super::error::CalibrationError;
use crate::history::patterns::{Scale, Value, patterns};
use crate::output::of_history::Calibrated;
use crate::record::Outcomes;
use crate::scenario::suggest::did_you_mean;

/// An outcome measure with the value that runs should have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted {
    /// The name of the outcome measure.
    pub name: String,
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

impl Wanted {
    /// Reads every `--target NAME=VALUE,SE`.
    ///
    /// # Errors
    /// Returns an error if one is not of this form, its standard error is not above 0, its name is given twice, or columns of
    /// the tables have the name already.
    pub(crate) fn read(given: &[String]) -> Result<Vec<Self>, CalibrationError> {
        let mut all: Vec<Self> = Vec::new();
        for text in given {
            let wanted = Self::read_one(text).ok_or_else(|| CalibrationError::Target(text.clone()))?;
            let Self { name, value, .. } = &wanted;
            if wanted.value().distance(Scale::Plain, *value) != 0.0 {
                return Err(CalibrationError::TargetError(text.clone()));
            }
            if all.iter().any(|there| there.name == *name) {
                return Err(CalibrationError::TargetTwice(name.clone()));
            }
            if columns().any(|column| column == *name) {
                return Err(CalibrationError::TargetName(name.clone()));
            }
            all.push(wanted);
        }
        Ok(all)
    }

    fn read_one(text: &str) -> Option<Self> {
        let (name, numbers) = text.split_once('=')?;
        let (value, error) = numbers.split_once(',')?;
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        Some(Self { name: name.trim().to_owned(), value: number(value)?, error: number(error)? })
    }

    /// The value with its 95 % interval, as a pattern of the record has.
    pub(super) fn value(&self) -> Value {
        let half = 1.96 * self.error;
        Value { value: self.value, low: self.value - half, high: self.value + half, count: 1 }
    }

    /// The place of the outcome measure in the runs of a scenario.
    ///
    /// # Errors
    /// Returns an error if the scenario does not have it. The error suggests the nearest name.
    pub(super) fn place(&self, scenario: &str, outcomes: &Outcomes) -> Result<usize, CalibrationError> {
        outcomes.position(&self.name).ok_or_else(|| {
            let known = outcomes.names().collect::<Vec<_>>().join(", ");
            let hint = did_you_mean(&self.name, outcomes.names());
            CalibrationError::UnknownOutcome { name: self.name.clone(), scenario: scenario.to_owned(), hint, known }
        })
    }
}

/// The names that a wanted outcome cannot have, because columns of `particles.csv` and `new_runs.csv` or patterns have them.
fn columns() -> impl Iterator<Item = Cow<'static, str>> {
    let tables = ["particles", "new_runs"].into_iter();
    let fields = tables.flat_map(|table| super::tables::fields(table, &Calibrated::default()));
    fields.map(|field| field.name).chain(patterns().map(|pattern| pattern.key.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &[&str]) -> Result<Vec<Wanted>, String> {
        let given: Vec<String> = given.iter().map(|&text| text.to_owned()).collect();
        Wanted::read(&given).map_err(|error| error.to_string())
    }

    #[test]
    fn a_target_is_a_name_a_value_and_a_standard_error() {
        let wanted = &read(&[" war_rate = 1.2, 0.3"]).unwrap()[0];
        assert_eq!(*wanted, Wanted { name: "war_rate".to_owned(), value: 1.2, error: 0.3 });
        let distance = |value| wanted.value().distance(Scale::Plain, value);
        assert!((distance(1.8) - 2.0).abs() < 1e-12 && (distance(0.9) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn wrong_targets_are_refused_with_what_to_type() {
        for text in ["war_rate", "war_rate=1", "war_rate=1,x", "war_rate=inf,1", "war_rate=1,2,3"] {
            assert!(read(&[text]).unwrap_err().contains("as in war_rate=1.2,0.3"), "{text}");
        }
        // An error that is lost beside the value is none.
        for text in ["war_rate=1,0", "war_rate=1,-1", "war_rate=1e300,1"] {
            assert!(read(&[text]).unwrap_err().contains("standard error"), "{text}");
        }
        assert!(read(&["war_rate=1,1", "war_rate=2,1"]).unwrap_err().contains("war_rate is given twice"));
        for name in ["distance", "run", "rivalry_ends"] {
            assert!(read(&[&format!("{name}=1,1")]).unwrap_err().contains("give the outcome another name"), "{name}");
        }
        let outcomes = Outcomes::default();
        let place = |text: &str| read(&[text]).unwrap()[0].place("small", &outcomes);
        assert_eq!(place("war_rate=1,1").unwrap(), outcomes.position("war_rate").unwrap());
        let refused = place("war_rat=1,1").unwrap_err().to_string();
        assert!(refused.contains("small does not have the outcome `war_rat`; did you mean `war_rate`?"), "{refused}");
    }

    #[test]
    fn no_outcome_of_every_run_has_the_name_of_a_pattern() {
        let outcomes = Outcomes::default();
        assert_eq!(outcomes.names().find(|name| columns().any(|column| column == *name)), None);
    }
}
