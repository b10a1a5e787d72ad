//! The effect of a round on a state's governance: contributions, pull, base, target and change of each component.

use std::fmt::Write as _;

use serde::Serialize;

use super::moments::Moments;
use crate::cli::print::{number, plain, signed, table};
use crate::model::States;
use crate::model::constitution::{
    COMPONENTS, CONTRIBUTIONS, FUNCTIONS, contributions, drawn, ground, targets, traditions,
};
use crate::report::thousandths::thousandths;

/// The pressure of one memory on a component.
#[derive(Serialize)]
struct Contribution {
    meaning: &'static str,
    function: &'static str,
    /// Weight times the memory, before gains.
    weighted: f64,
    /// The same times the gains (logit).
    pressure: f64,
}

/// One component in the round.
#[derive(Serialize)]
pub(super) struct Change {
    component: &'static str,
    before: f64,
    contributions: Vec<Contribution>,
    pull_of_the_system: f64,
    base: f64,
    tradition: f64,
    /// The pull toward the mean of the four components, if they are coupled (logit).
    held_together: f64,
    target: f64,
    rate: f64,
    /// Rate times the distance to the target.
    drawn: f64,
    /// The contribution of noise, bounds and clamps.
    chance: f64,
    after: f64,
}

impl Change {
    /// The pressure of each memory (logit).
    pub(super) fn pressures(&self) -> impl Iterator<Item = f64> + '_ {
        self.contributions.iter().map(|part| part.pressure)
    }

    /// Before, target and after, in thousandths.
    pub(super) fn ends(&self) -> [Option<i64>; 3] {
        [self.before, self.target, self.after].map(thousandths)
    }
}

/// The four components.
pub(super) fn changes(moments: &Moments, i: usize) -> Vec<Change> {
    let world = &moments.accounted;
    let (states, params) = (&world.states, &world.params);
    let (rate, f) = (params.constitution.rate, &params.feedback);
    let gains = [f.knowledge, f.threat, f.opportunity, f.facilitation];
    let (weighted, ground, targets) =
        (contributions(states, i, params), ground(states, i, params), targets(states, i, params));
    let held = drawn(states, i, params);
    let traditions = traditions(states, i);
    let (before, after) = (components(states, i), components(&moments.after.states, i));
    (0..COMPONENTS.len())
        .map(|c| {
            let moved = rate * (targets[c] - before[c]);
            Change {
                component: COMPONENTS[c],
                before: before[c],
                contributions: CONTRIBUTIONS
                    .iter()
                    .zip(weighted)
                    .filter(|((component, _, _), _)| *component == c)
                    .map(|(&(_, function, meaning), weighted)| Contribution {
                        meaning,
                        function: FUNCTIONS[function],
                        weighted,
                        pressure: gains[function] * weighted,
                    })
                    .collect(),
                pull_of_the_system: ground[c].0,
                base: ground[c].1,
                tradition: traditions[c],
                held_together: held[c].1,
                target: targets[c],
                rate,
                drawn: moved,
                chance: after[c] - before[c] - moved,
                after: after[c],
            }
        })
        .collect()
}

fn components(s: &States, i: usize) -> [f64; 4] {
    [s.meaning[i], s.referent[i], s.securitisation[i], s.provision[i]]
}

/// The values of the four components.
pub(super) fn overview(changes: &[Change]) -> String {
    let mut overview = table(["governance", "before", "target", "drawn", "chance", "after"]);
    for c in changes {
        overview.add_row([
            c.component.to_owned(),
            number(c.before),
            number(c.target),
            signed(c.drawn),
            signed(c.chance),
            number(c.after),
        ]);
    }
    format!("{}\n(drawn: rate × (target − before); chance: noise, bounds and clamps)\n", plain(&overview))
}

/// The terms behind the targets of the four components.
pub(super) fn terms(changes: &[Change]) -> String {
    let mut text = String::new();
    for c in changes {
        let mut rows = table(["logit", "what presses", "through"]);
        for part in &c.contributions {
            rows.add_row([signed(part.pressure), part.meaning.to_owned(), part.function.to_owned()]);
        }
        rows.add_row([signed(c.pull_of_the_system), "pull of the political system".to_owned(), String::new()]);
        rows.add_row([signed(c.base), "base".to_owned(), String::new()]);
        rows.add_row([signed(c.tradition), "tradition".to_owned(), String::new()]);
        if c.held_together != 0.0 {
            rows.add_row([signed(c.held_together), "held to the other components".to_owned(), String::new()]);
        }
        let _ = write!(text, "\nWhat moves {} toward {}\n{}\n", c.component, number(c.target), plain(&rows));
    }
    text
}
