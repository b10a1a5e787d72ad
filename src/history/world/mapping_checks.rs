//! What a mapping must satisfy beyond its form: variables that exist, bounds that make a scale.

use super::keys::Key;
use super::mapping::{Reach, Rule, Scale, Term};
use crate::history::variables::{OF_STATES, Variable};
use crate::scenario::suggest::did_you_mean;

/// What is wrong, and what to do.
type Wrong = (String, String);

impl Rule {
    /// Checks the terms against the variables that there are.
    pub(super) fn check(&self, variables: &[Variable]) -> Result<(), Wrong> {
        for way in self.ways() {
            if way.terms.is_empty() {
                return Err(("does not have terms".to_owned(), "give at least one, or remove the table".to_owned()));
            }
            for term in &way.terms {
                term.check(variables)?;
            }
            let weights: f64 = way.terms.iter().map(|term| term.weight).sum();
            if way.base.is_none() && (weights <= 0.0 || way.terms.iter().any(|term| term.weight < 0.0)) {
                let message = "the weights of a mean must not be negative, and one must be above 0".to_owned();
                return Err((message, "change them, or give a base for a sum".to_owned()));
            }
            if way.base.is_some_and(|base| !base.is_finite()) || !self.factor.is_finite() {
                return Err(("base and factor must be finite".to_owned(), "change them".to_owned()));
            }
        }
        Ok(())
    }
}

impl Rule {
    /// Refuses `times` that is not another key without `times`, among the rules of one kind.
    pub(super) fn check_times(&self, kind: &str, rules: &[(Key, Self)]) -> Result<(), Wrong> {
        let Some(times) = &self.times else { return Ok(()) };
        if kind == "pairs" {
            return Err(("times is for states only".to_owned(), "remove it".to_owned()));
        }
        let other = rules.iter().find(|(there, _)| there.name == *times);
        if other.is_none_or(|(_, other)| other.times.is_some()) {
            let message = format!("times = {times:?} is not a key of this mapping that does without times itself");
            return Err((message, "name another key, as in times = \"wealth\"".to_owned()));
        }
        Ok(())
    }
}

impl Term {
    fn check(&self, variables: &[Variable]) -> Result<(), Wrong> {
        let (own, of_states) = self.variables();
        let of_states: Vec<&str> = of_states;
        for (names, known) in [(own, variables), (of_states, OF_STATES)] {
            for name in names {
                let all: Vec<&str> = known.iter().map(|variable| variable.name).collect();
                if !all.contains(&name) {
                    let near = did_you_mean(name, all.iter().copied());
                    let message = format!("the variable {name:?} does not exist{near}");
                    return Err((message, format!("variables are {}", all.join(", "))));
                }
            }
        }
        if self.over_smaller.is_some() && std::ptr::eq(variables, OF_STATES) {
            let help = "write over".to_owned();
            return Err(("over_smaller is for pairs; a state does not have two sides".to_owned(), help));
        }
        let finite = [Some(self.weight), self.missing, self.low, self.high, self.half];
        if finite.into_iter().flatten().any(|number| !number.is_finite()) {
            return Err((format!("the term of {:?} has a number that is not finite", self.of), "change it".to_owned()));
        }
        self.check_scale().map_err(|(message, help)| (format!("the term of {:?} {message}", self.of), help.to_owned()))
    }

    fn check_scale(&self) -> Result<(), (String, &'static str)> {
        match (self.scale, self.low, self.high) {
            (Scale::Log | Scale::Linear, Some(low), Some(high)) if low < high => {
                if self.scale == Scale::Log && low <= 0.0 {
                    return Err((format!("has low = {low} on a log scale"), "a log scale needs bounds above 0"));
                }
            }
            (Scale::Log | Scale::Linear, ..) => {
                return Err(("needs low and high, low below high".to_owned(), "give both bounds of the scale"));
            }
            (Scale::Number, low, high) if low.zip(high).is_some_and(|(low, high)| low > high) => {
                return Err(("has low above high".to_owned(), "exchange them"));
            }
            (Scale::Share | Scale::Latent | Scale::Saturating, None, None) | (Scale::Number, ..) => {}
            _ => return Err(("has bounds, which its scale does not use".to_owned(), "remove low and high")),
        }
        match (self.scale == Scale::Saturating, self.half) {
            (true, Some(half)) if half > 0.0 => Ok(()),
            (true, _) => Err(("needs half, above 0".to_owned(), "half is the value that is .5 on a saturating scale")),
            (false, Some(_)) => Err(("has half, which its scale does not use".to_owned(), "remove it")),
            (false, None) if self.scale == Scale::Number && self.reversed => {
                Err(("is a number and reversed".to_owned(), "give it a negative weight and a base instead"))
            }
            (false, None) => Ok(()),
        }
    }
}

impl Reach {
    /// The number of classes: land, four by sea, and those of distance.
    pub(super) fn classes(&self) -> usize {
        5 + self.distances.len() + 1
    }

    pub(super) fn check(&self) -> Result<(), Wrong> {
        let wrong = |message: String, help: &str| Err((message, help.to_owned()));
        if !(self.power > 0.0 && self.power <= 10.0) {
            return wrong(format!("power = {}", self.power), "give a power above 0, at most 10");
        }
        if !(self.floor > 0.0 && self.floor <= 1.0) {
            return wrong(format!("floor = {}", self.floor), "give a share above 0, so that no pair is lost");
        }
        if !(self.prior_years > 0.0 && self.prior_years.is_finite()) {
            return wrong(format!("prior_years = {}", self.prior_years), "give a number of pair-years above 0");
        }
        if !self.distances.is_sorted_by(|a, b| a < b) || !self.distances.iter().all(|d| d.is_finite() && *d > 0.0) {
            return wrong("the distances do not rise".to_owned(), "give the upper ends in km, in rising order");
        }
        for (name, prior) in [("prior", &self.prior), ("prior_major", &self.prior_major)] {
            if prior.len() != self.classes() || !prior.iter().all(|rate| (0.0..=1.0).contains(rate)) {
                let help = "give a rate in [0, 1] for land, for sea to 12, 24, 150, 400 miles, for each distance and for all beyond";
                return wrong(format!("{name} must have {} rates in [0, 1]", self.classes()), help);
            }
        }
        Ok(())
    }
}
