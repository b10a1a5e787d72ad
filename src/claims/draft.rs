//! Changes that an arm of an experiment makes to a world before the run: the vocabulary of treatments.

use std::ops::RangeInclusive;

use super::cast::{Cast, Toward, Who};
use crate::model::constitution::COMPONENTS;
use crate::model::pairs::{Act, Instrument, PairStart};
use crate::model::params::PARAMETERS;
use crate::model::states::COLUMNS;
use crate::model::{Change, Intervention, Setup, StateId};

/// A world under preparation.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// The initial state of the run.
    pub setup: Setup,
    /// The roles of states.
    pub cast: &'a Cast,
}

/// All rounds of any run.
pub(crate) const ALWAYS: RangeInclusive<u32> = 1..=u32::MAX;

impl Draft<'_> {
    /// Sets the initial value of a variable, within its range.
    pub fn start(&mut self, who: Who, variable: &str, value: f64) {
        let place = place(variable);
        for &i in self.cast.states(who) {
            if let Some(column) = self.setup.states.column_mut(place) {
                column[i] = value;
            }
        }
    }

    /// Sets the initial value of all four components.
    pub fn start_governance(&mut self, who: Who, value: f64) {
        for component in COMPONENTS {
            self.start(who, component, value);
        }
    }

    /// Holds a variable at a value through rounds. It also begins there if these are all rounds.
    pub fn hold(&mut self, rounds: RangeInclusive<u32>, who: Who, variable: &str, value: f64) {
        if *rounds.start() == 1 && COLUMNS[place(variable)].default.is_some() {
            self.start(who, variable, value);
        }
        let variable = place(variable);
        self.each(who, rounds, |state| Change::Clamp { state, variable, value });
    }

    /// Holds all four components at a value.
    pub fn hold_governance(&mut self, rounds: RangeInclusive<u32>, who: Who, value: f64) {
        self.hold_all(rounds, who, &COMPONENTS, value);
    }

    /// Holds several variables at a value through rounds.
    pub fn hold_all(&mut self, rounds: RangeInclusive<u32>, who: Who, variables: &[&str], value: f64) {
        for variable in variables {
            self.hold(rounds.clone(), who, variable, value);
        }
    }

    /// Holds a variable of one state at a value in all rounds.
    pub fn hold_one(&mut self, state: usize, variable: &str, value: f64) {
        let change = Change::Clamp { state: StateId(state as u32), variable: place(variable), value };
        push(&mut self.setup, &ALWAYS, change);
    }

    /// Holds a variable at its initial value.
    pub fn keep(&mut self, who: Who, variable: &str) {
        let place = place(variable);
        let values = self.setup.states.columns()[place].to_vec();
        self.each(who, ALWAYS, |state| Change::Clamp { state, variable: place, value: values[state.index()] });
    }

    /// Holds several variables at their initial values.
    pub fn keep_all(&mut self, who: Who, variables: &[&str]) {
        for variable in variables {
            self.keep(who, variable);
        }
    }

    /// Adds to a variable once.
    pub fn shock(&mut self, round: u32, who: Who, variable: &str, amount: f64) {
        let variable = place(variable);
        self.each(who, round..=round, |state| Change::Shock { state, variable, amount });
    }

    /// Adds to a variable in each of some rounds.
    pub fn drain(&mut self, rounds: RangeInclusive<u32>, who: Who, variable: &str, amount: f64) {
        let variable = place(variable);
        self.each(who, rounds, |state| Change::Shock { state, variable, amount });
    }

    /// Fixes the acts of states toward some counterparts.
    pub fn act(&mut self, rounds: RangeInclusive<u32>, who: Who, toward: Toward, act: Act) {
        self.policy(rounds, who, toward, act, None);
    }

    /// Fixes the acts including the instrument.
    pub fn act_by(&mut self, rounds: RangeInclusive<u32>, who: Who, toward: Toward, instrument: Instrument) {
        self.policy(rounds, who, toward, instrument.act(), Some(instrument));
    }

    fn policy(&mut self, rounds: RangeInclusive<u32>, who: Who, toward: Toward, act: Act, by: Option<Instrument>) {
        self.each_link(who, toward, rounds, |state, other| Change::ClampPolicy {
            state,
            toward: Some(other),
            act,
            instrument: by,
        });
    }

    /// Holds beliefs about some counterparts, whatever the truth.
    pub fn believe(&mut self, rounds: RangeInclusive<u32>, who: Who, about: Toward, value: f64) {
        self.each_link(who, about, rounds, |state, other| Change::ClampBelief { state, about: Some(other), value });
    }

    /// Puts an image into beliefs about some counterparts, with full weight, in each of some rounds.
    pub fn image(&mut self, rounds: RangeInclusive<u32>, who: Who, about: Toward, value: f64) {
        self.each_link(who, about, rounds, |state, other| Change::Image {
            state,
            about: Some(other),
            value,
            weight: 1.0,
        });
    }

    /// Changes the initial values of pairs. `change` gets the pair and the side of the state of `who`. A pair of two of
    /// them comes twice.
    pub fn pairs(&mut self, who: Who, toward: Toward, change: impl Fn(&mut PairStart, usize)) {
        for pair in &mut self.setup.pairs {
            let states = [pair.states.0 as usize, pair.states.1 as usize];
            for side in [0, 1] {
                let (me, other) = (states[side], states[1 - side]);
                if self.cast.states(who).contains(&me) && self.cast.is_toward(me, other, toward) {
                    change(pair, side);
                }
            }
        }
    }

    /// Sets a parameter.
    ///
    /// # Panics
    /// Panics if the registry names a parameter that does not exist or a value that is not allowed. A test builds every
    /// arm.
    pub fn set(&mut self, path: &str, value: f64) {
        if let Err(error) = self.setup.params.set(path, value) {
            panic!("{error}");
        }
    }

    /// Sets several parameters to 0.
    pub fn zero(&mut self, paths: &[&str]) {
        for path in paths {
            self.set(path, 0.0);
        }
    }

    /// Multiplies a parameter, within its range.
    ///
    /// # Panics
    /// As [`Draft::set`].
    pub fn scale(&mut self, path: &str, factor: f64) {
        let value = self.setup.params.get(path).unwrap_or(f64::NAN) * factor;
        let allowed = PARAMETERS.iter().find(|p| p.path == path);
        self.set(path, allowed.map_or(value, |p| value.clamp(p.low, p.high)));
    }

    /// Switches a mechanism off.
    ///
    /// # Panics
    /// Panics if the registry names a switch that does not exist. A test builds every arm.
    pub fn off(&mut self, switch: &str) {
        assert!(self.setup.params.switches.set(switch, false), "the switch `{switch}` does not exist");
    }

    /// Switches several mechanisms off.
    pub fn all_off(&mut self, switches: &[&str]) {
        for switch in switches {
            self.off(switch);
        }
    }

    fn each(&mut self, who: Who, rounds: RangeInclusive<u32>, change: impl Fn(StateId) -> Change) {
        for &i in self.cast.states(who) {
            push(&mut self.setup, &rounds, change(StateId(i as u32)));
        }
    }

    fn each_link(
        &mut self,
        who: Who,
        toward: Toward,
        rounds: RangeInclusive<u32>,
        change: impl Fn(StateId, StateId) -> Change,
    ) {
        for &i in self.cast.states(who) {
            for j in self.cast.counterparts(i, toward) {
                push(&mut self.setup, &rounds, change(StateId(i as u32), StateId(j as u32)));
            }
        }
    }
}

fn push(setup: &mut Setup, rounds: &RangeInclusive<u32>, change: Change) {
    let name = String::new();
    setup.interventions.push(Intervention { name, from: *rounds.start(), until: *rounds.end(), change });
}

/// The index of a variable among the columns of states.
///
/// # Panics
/// Panics if the registry names a variable that does not exist. A test builds every arm.
fn place(variable: &str) -> usize {
    match COLUMNS.iter().position(|column| column.name == variable) {
        Some(place) => place,
        None => panic!("the variable `{variable}` does not exist"),
    }
}
