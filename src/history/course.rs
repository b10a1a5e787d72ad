//! The course of history beside that of a run: what the record has of the states of a scenario, round by round.

use super::panel::Panel;
use crate::scenario::Scenario;

/// Measures of a state that the record has on the same scale as a run: columns of `states.csv`.
const MEASURES: [&str; 2] = ["system", "referent"];

/// A measure of a state.
#[derive(Clone, Debug)]
pub struct Course {
    /// The state, as the scenario names it.
    pub state: String,
    /// The measure, a column of `states.csv`.
    pub measure: &'static str,
    /// By round from 0; NaN where the record does not have a value. A year counts in its last round.
    pub values: Vec<f64>,
}

/// The number in the panel of each state of a scenario, found by its code, or else by its name.
pub fn states_of(panel: &Panel, scenario: &Scenario) -> Vec<Option<u32>> {
    let found = |(name, code): (&String, &Option<String>)| panel.state(code.as_ref().unwrap_or(name));
    scenario.setup.names.iter().zip(&scenario.codes).map(found).collect()
}

/// The courses of all states of a scenario that the record has.
pub fn courses(panel: &Panel, scenario: &Scenario) -> Vec<Course> {
    let years: Vec<i32> =
        (0..=scenario.run.rounds + 1).map(|round| scenario.run.year_of(round).floor() as i32).collect();
    let states = states_of(panel, scenario);
    let course = |name: &String, state: u32, measure: &'static str| {
        let value = |pair: &[i32]| {
            let row = panel.states.find([state; 2], pair[0]).filter(|_| pair[0] != pair[1]);
            row.map_or(f64::NAN, |row| panel.states.value(measure, row))
        };
        Course { state: name.clone(), measure, values: years.windows(2).map(value).collect() }
    };
    let of_state =
        |(name, state): (&String, Option<u32>)| state.map(|state| MEASURES.map(|measure| course(name, state, measure)));
    let all = scenario.setup.names.iter().zip(states).filter_map(of_state).flatten();
    all.filter(|course| course.values.iter().any(|value| !value.is_nan())).collect()
}
