//! What of a scenario can be changed, as the page shows it: parameters, switches, events, starting values of states.
//!
//! All of it comes from the one definition of parameters, switches and columns, and from the resolved scenario.

use serde::Serialize;
use toml::{Table, Value};

use crate::model::parameter::Parameter;
use crate::model::params::PARAMETERS;
use crate::model::states::COLUMNS;
use crate::model::switches::SWITCHES;
use crate::plot::data::in_words;
use crate::scenario::Scenario;

/// The controls of a scenario.
#[derive(Debug, Serialize)]
pub(super) struct Controls {
    name: String,
    title: String,
    question: String,
    rounds: u32,
    replicates: u32,
    seed: u64,
    start_year: f64,
    round_years: f64,
    parameters: Vec<Knob>,
    switches: Vec<Toggle>,
    events: Vec<Event>,
    states: Vec<State>,
    /// The names of all states, drawn ones too.
    names: Vec<String>,
    /// The middle of the states, where they reach each other by coordinates, so that a new state needs some.
    middle: Option<[f64; 2]>,
    /// Whether states reach each other by lists of neighbours, so that a new state needs some.
    has_neighbours: bool,
    variables: Vec<Variable>,
}

/// A parameter.
#[derive(Debug, Serialize)]
struct Knob {
    path: &'static str,
    group: String,
    label: String,
    meaning: &'static str,
    unit: &'static str,
    low: f64,
    high: f64,
    /// The ends of its slider: the range, or less where that extends far beyond the default.
    ends: (f64, f64),
    default: f64,
    value: f64,
    origin: String,
}

/// A switch.
#[derive(Debug, Serialize)]
struct Toggle {
    name: &'static str,
    label: String,
    meaning: &'static str,
    claims: &'static str,
    on: bool,
}

/// An event of the scenario, with the keys that give its time.
#[derive(Debug, Serialize)]
struct Event {
    name: String,
    label: String,
    deed: String,
    states: Vec<String>,
    on: bool,
    /// The key of its beginning, and the value.
    start: Option<(String, f64)>,
    /// The key of its end or length, and the value.
    end: Option<(String, f64)>,
}

/// A state that the scenario names.
#[derive(Debug, Serialize)]
struct State {
    name: String,
    /// The starting value of each variable.
    values: Vec<f64>,
}

/// A variable of a state that has a starting value.
#[derive(Debug, Serialize)]
struct Variable {
    name: &'static str,
    label: String,
    meaning: &'static str,
    unit: &'static str,
    low: f64,
    high: f64,
}

/// A slider ends at this many times the default if the range extends further.
const FAR: f64 = 4.0;

impl Controls {
    /// The controls of a scenario.
    pub(super) fn of(scenario: &Scenario) -> Self {
        let resolved: Table = scenario.resolved().parse().unwrap_or_default();
        let values = scenario.setup.params.values();
        let knob = |(known, &value): (&Parameter, &f64)| {
            let (group, name) = known.path.split_once('.').unwrap_or(("", known.path));
            let Parameter { path, meaning, unit, low, high, default, origin, .. } = *known;
            Knob {
                path,
                group: in_words(group),
                label: in_words(name),
                meaning,
                unit,
                low,
                high,
                ends: ends(known, value),
                default,
                value,
                origin: origin.to_string(),
            }
        };
        let states = scenario.setup.params.switches.states();
        let toggle = |(known, &on): (&crate::model::switches::Switch, &bool)| Toggle {
            name: known.name,
            label: in_words(known.name),
            meaning: known.meaning,
            claims: known.claims,
            on,
        };
        let variables: Vec<usize> = (0..COLUMNS.len()).filter(|&at| COLUMNS[at].default.is_some()).collect();
        let columns = scenario.setup.states.columns();
        let named = resolved.get("states").and_then(Value::as_table);
        let named = scenario
            .setup
            .names
            .iter()
            .enumerate()
            .filter(|(_, name)| named.is_some_and(|all| all.contains_key(*name)));
        let events = resolved.get("events").and_then(Value::as_table);
        let has_neighbours = resolved.get("reach").is_some_and(|reach| reach.get("neighbours").is_some());
        let variable = |&at: &usize| {
            let column = &COLUMNS[at];
            let (low, high) = (column.low, if column.high.is_finite() { column.high } else { 10.0 });
            Variable {
                name: column.name,
                label: in_words(column.name),
                meaning: column.meaning,
                unit: column.unit,
                low,
                high,
            }
        };
        Self {
            name: scenario.name.clone(),
            title: scenario.shown_title().to_owned(),
            question: scenario.question.clone(),
            rounds: scenario.run.rounds,
            replicates: scenario.run.replicates,
            seed: scenario.run.seed,
            start_year: scenario.run.start_year,
            round_years: scenario.run.round_years,
            parameters: PARAMETERS.iter().zip(&values).map(knob).collect(),
            switches: SWITCHES.iter().zip(&states).map(toggle).collect(),
            events: events
                .into_iter()
                .flatten()
                .filter_map(|(name, event)| Event::of(name, event.as_table()?))
                .collect(),
            states: named
                .map(|(at, name)| State {
                    name: name.clone(),
                    values: variables.iter().map(|&k| columns[k][at]).collect(),
                })
                .collect(),
            names: scenario.setup.names.clone(),
            middle: middle(scenario, &resolved),
            has_neighbours,
            variables: variables.iter().map(variable).collect(),
        }
    }
}

/// The ends of the slider of a parameter, its value among them.
fn ends(known: &Parameter, value: f64) -> (f64, f64) {
    let usual = known.default.abs();
    let near = |end: f64| if usual > 0.0 { end.clamp(-FAR * usual, FAR * usual) } else { end };
    (near(known.low).min(value), near(known.high).max(value))
}

/// The middle of the coordinates of the states; `None` if they do not reach each other by coordinates.
fn middle(scenario: &Scenario, resolved: &Table) -> Option<[f64; 2]> {
    let kind = resolved.get("reach").and_then(|reach| reach.get("kind")).and_then(Value::as_str);
    let all: Vec<[f64; 2]> = scenario.places.iter().copied().flatten().collect();
    let mean = |axis: usize| all.iter().map(|place| place[axis]).sum::<f64>() / all.len() as f64;
    (kind == Some("coordinates") && !all.is_empty()).then(|| [mean(0), mean(1)])
}

impl Event {
    fn of(name: &str, event: &Table) -> Option<Self> {
        let number = |key: &str| {
            Some((key.to_owned(), event.get(key)?.as_float().or(event.get(key)?.as_integer().map(|n| n as f64))?))
        };
        let first = |keys: &[&str]| keys.iter().find_map(|key| number(key));
        let states = event.get("state").or(event.get("states"));
        let states = match states {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(one)) => vec![one.clone()],
            _ => Vec::new(),
        };
        Some(Self {
            name: name.to_owned(),
            label: in_words(name),
            deed: event.get("do")?.as_str()?.replace('_', " "),
            states,
            on: event.get("enabled").and_then(Value::as_bool) != Some(false),
            start: first(&["at", "year", "from", "from_year"]),
            end: first(&["for", "until", "until_year"]),
        })
    }
}
