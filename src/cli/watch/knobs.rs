//! The values that can be changed during a run: every parameter and every switch, each with its range and a step.

use crate::model::Params;
use crate::model::parameter::Parameter;
use crate::model::params::PARAMETERS;
use crate::model::switches::{SWITCHES, Switch};

/// The approximate number of steps from one end of a range to the other.
const STEPS: f64 = 20.0;

/// A parameter or a switch, by its index in [`PARAMETERS`] and then [`SWITCHES`]. A switch is 1 if it is on, else 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knob(usize);

/// A change during the run, at the beginning of the round after `round`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The round after which it was made.
    pub round: u32,
    /// The parameter or switch.
    pub knob: Knob,
    /// The value before.
    pub old: f64,
    /// The value after.
    pub new: f64,
}

impl Knob {
    /// All of them, in the order of the round, parameters first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..PARAMETERS.len() + SWITCHES.len()).map(Self)
    }

    /// Finds one by its path below `parameters`.
    pub fn find(path: &str) -> Option<Self> {
        Self::all().find(|knob| knob.path() == path)
    }

    /// The parameter; `None` for a switch.
    pub fn parameter(self) -> Option<&'static Parameter> {
        PARAMETERS.get(self.0)
    }

    /// The switch; `None` for a parameter.
    pub fn switch(self) -> Option<&'static Switch> {
        SWITCHES.get(self.0.wrapping_sub(PARAMETERS.len()))
    }

    /// The dotted path below `parameters`.
    pub fn path(self) -> String {
        match (self.parameter(), self.switch()) {
            (Some(parameter), _) => parameter.path.to_owned(),
            (_, Some(switch)) => format!("switches.{}", switch.name),
            _ => String::new(),
        }
    }

    /// The meaning, in one sentence.
    pub fn meaning(self) -> &'static str {
        self.parameter().map(|parameter| parameter.meaning).or(self.switch().map(|switch| switch.meaning)).unwrap_or("")
    }

    /// The value in these parameters.
    pub fn value(self, params: &Params) -> f64 {
        match self.0.checked_sub(PARAMETERS.len()) {
            None => params.values()[self.0],
            Some(switch) => f64::from(u8::from(params.switches.states()[switch])),
        }
    }

    /// Sets the value.
    ///
    /// # Errors
    /// Returns an error if the value is out of range.
    pub fn set(self, params: &mut Params, value: f64) -> Result<(), String> {
        if let Some(switch) = self.switch() {
            params.switches.set(switch.name, value > 0.5);
            return Ok(());
        }
        params.set(&self.path(), value).map_err(|error| error.to_string())
    }

    /// The step of one key press: the round number (1, 2 or 5 times a power of ten) at or below a twentieth of the
    /// range, or below a tenth of the default if the range extends far beyond it.
    pub fn step(self) -> f64 {
        let Some(parameter) = self.parameter() else { return 1.0 };
        let of_range = (parameter.high - parameter.low) / STEPS;
        let usual = parameter.default.abs();
        round_number(if usual > 0.0 && of_range > usual / 2.0 { usual / 10.0 } else { of_range })
    }

    /// The value this number of steps away, within the range.
    pub fn stepped(self, value: f64, steps: f64) -> f64 {
        // Rounded, so that adding 0.1 ten times gives 1.
        let there = ((value + steps * self.step()) * 1e9).round() / 1e9;
        self.parameter().map_or(there.clamp(0.0, 1.0), |parameter| there.clamp(parameter.low, parameter.high))
    }

    /// Parses a typed value.
    ///
    /// # Errors
    /// Returns an error if it is not a value.
    pub fn read(self, text: &str) -> Result<f64, String> {
        let text = text.trim();
        if self.switch().is_some() {
            return match text {
                "on" | "true" | "1" => Ok(1.0),
                "off" | "false" | "0" => Ok(0.0),
                _ => Err(format!("`{text}` is neither on nor off")),
            };
        }
        text.replace(',', ".").parse().map_err(|_| format!("`{text}` is not a number"))
    }

    /// A value in words.
    pub fn said(self, value: f64) -> String {
        match self.switch() {
            Some(_) if value > 0.5 => "on".to_owned(),
            Some(_) => "off".to_owned(),
            None => value.to_string(),
        }
    }

    /// The values allowed, in words.
    pub fn range(self) -> String {
        self.parameter().map_or("on or off".to_owned(), |parameter| format!("{} – {}", parameter.low, parameter.high))
    }

    /// The switch that holds the parameter at 0 now, if there is one.
    pub fn held_by(self, params: &Params) -> Option<&'static str> {
        let path = self.parameter()?.path;
        let mut switches = SWITCHES.iter().zip(params.switches.states());
        switches.find(|(switch, on)| !on && switch.zeroes.contains(&path)).map(|(switch, _)| switch.name)
    }

    /// Returns true if a filter finds it by its path or its meaning.
    pub fn is_like(self, filter: &str) -> bool {
        let text = format!("{} {}", self.path(), self.meaning()).to_lowercase();
        filter.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }

    /// The option of the command line that sets this value.
    pub fn option(self, value: f64) -> String {
        match self.switch() {
            // Chance has two switches, and this option sets both.
            Some(switch) if switch.name == "noise" => format!("--noise {}", self.said(value)),
            Some(switch) => format!("--set parameters.switches.{}={}", switch.name, value > 0.5),
            None => format!("--set parameters.{}={value}", self.path()),
        }
    }
}

/// The largest of 1, 2 and 5 times a power of ten that is not above `x`.
fn round_number(x: f64) -> f64 {
    // Divided rather than multiplied by 0.1 repeatedly: 1 / 1000 is the nearest number to 0.001.
    let power = |power: i32| if power < 0 { 1.0 / 10f64.powi(-power) } else { 10f64.powi(power) };
    let numbers = (-9..=9).flat_map(|tens| [1, 2, 5].map(|digit| f64::from(digit) * power(tens)));
    numbers.take_while(|number| *number <= x * (1.0 + 1e-9)).last().unwrap_or(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_numbers_that_fit_the_range_or_the_default() {
        let step = |path| Knob::find(path).unwrap().step();
        assert_eq!(step("feedback.threat"), 0.1, "a twentieth of 3 is 0.15");
        assert_eq!(step("knowledge.learning"), 0.05);
        assert_eq!(step("constitution.tradition_fade"), 0.001, "0.01 in [0, 1]");
        assert_eq!(step("choice.attention"), 0.5, "8 in [0.5, 1000]");
        assert_eq!(step("switches.noise"), 1.0);
    }

    #[test]
    fn every_step_leaves_its_value_and_stays_in_the_range() {
        let mut params = Params::default();
        for knob in Knob::all() {
            let value = knob.value(&params);
            let changed = [-1.0, 1.0].map(|steps| knob.stepped(value, steps));
            assert!(changed.iter().any(|there| *there != value), "{}", knob.path());
            for there in changed {
                knob.set(&mut params, there).unwrap();
            }
        }
    }

    #[test]
    fn steps_there_and_back_leave_no_dust() {
        let knob = Knob::find("feedback.threat").unwrap();
        let there = (0..7).fold(1.0, |value, _| knob.stepped(value, -1.0));
        assert_eq!(there, 0.3);
        assert_eq!((0..7).fold(there, |value, _| knob.stepped(value, 1.0)), 1.0);
    }
}
