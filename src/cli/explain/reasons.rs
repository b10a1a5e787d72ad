//! The reasons of many decisions at once, for the report.

use super::decision::{self, Decision};
use super::moments::Moments;
use super::{backlog, governance};
use crate::model::constitution::{COMPONENTS, CONTRIBUTIONS};
use crate::model::pairs::{INSTRUMENTS, Instrument};
use crate::model::policy::terms::{CONFRONT, COOPERATE};
use crate::model::round::step;
use crate::model::{StateId, World};
use crate::plot::data::Data;
use crate::report::reasons::{Moved, Reasons, all};
use crate::scenario::Scenario;

/// The largest number of decisions kept. With more, fewer states and rounds are explained.
const MOST: usize = 70_000;
const MOST_STATES: usize = 30;

/// The reasons of the decisions of the first run of the data. They are not recorded, so the run is repeated from `world`.
pub(crate) fn reasons(scenario: &Scenario, mut world: World, data: &Data) -> Reasons {
    let names = scenario.setup.names.clone();
    let mut states: Vec<usize> = (0..names.len()).collect();
    if names.len() > 2 * MOST_STATES {
        let foremost = data.foremost(MOST_STATES);
        states.retain(|&state| foremost.iter().any(|&one| data.states[one] == names[state]));
    }
    let within = |me: usize| {
        let others = world.topology.links(me).map(|link| link.other.index()).filter(|other| states.contains(other));
        others.map(move |other| (me, other)).collect::<Vec<_>>()
    };
    let pairs: Vec<(usize, usize)> = states.iter().flat_map(|&me| within(me)).collect();
    let first = world.round;
    let rounds: Vec<u32> = data.rounds.iter().copied().filter(|&round| round > first).collect();
    let every = (pairs.len() * rounds.len()).div_ceil(MOST).max(1);
    let kept: Vec<u32> = rounds.iter().copied().step_by(every).collect();
    let columns = decision::columns();
    let mut reasons = Reasons {
        years: kept
            .iter()
            .map(|&round| scenario.run.start_year + f64::from(round) * scenario.run.round_years)
            .collect(),
        instruments: INSTRUMENTS.iter().map(|&instrument| in_words(instrument)).collect(),
        cooperation: COOPERATE.iter().map(|&(name, meaning)| (format!("cooperate.{name}"), meaning)).collect(),
        confrontation: CONFRONT.iter().map(|&(name, meaning)| (format!("confront.{name}"), meaning)).collect(),
        decisions: vec![vec![None; pairs.len() * kept.len()]; columns.len()],
        deciders: states.iter().copied().map(Some).collect(),
        components: COMPONENTS.to_vec(),
        pressures: CONTRIBUTIONS.iter().map(|&(component, _, meaning)| (COMPONENTS[component], meaning)).collect(),
        governance: vec![Vec::new(); states.len()],
        backlog_columns: backlog::COLUMNS.to_vec(),
        backlog: vec![Vec::new(); states.len()],
        thinned: every > 1 || states.len() < names.len(),
        rounds: kept,
        columns,
        pairs,
        states: names.clone(),
    };
    for at in 0..reasons.rounds.len() {
        while world.round + 1 < reasons.rounds[at] {
            step(&mut world);
        }
        let mut moments = Moments::of(&world);
        let present = [&moments.decided, &moments.after].map(|world| world.states.present.clone());
        let here = |state: usize| present.iter().all(|present| present[state]);
        for (pair, &(me, other)) in reasons.pairs.iter().enumerate() {
            if !here(me) || !here(other) {
                continue;
            }
            let decision = Decision::of(&moments.decided, StateId(me as u32), StateId(other as u32), &names);
            if let Some(decision) = decision {
                let numbers = decision.numbers();
                for (column, number) in reasons.decisions.iter_mut().zip(numbers) {
                    column[pair * reasons.rounds.len() + at] = number;
                }
            }
        }
        for (own, &state) in states.iter().enumerate() {
            let moved = here(state).then(|| {
                let changes = governance::changes(&moments, state);
                Moved {
                    pressures: all(changes.iter().flat_map(governance::Change::pressures)),
                    moved: changes.iter().map(governance::Change::ends).collect(),
                }
            });
            reasons.governance[own].push(moved);
            reasons.backlog[own].push(here(state).then(|| backlog::numbers(&mut moments, state)));
        }
    }
    reasons
}

/// The name of an instrument in a sentence.
fn in_words(instrument: Instrument) -> &'static str {
    match instrument {
        Instrument::Covert => "covert action",
        Instrument::Show => "military threat",
        other => other.name(),
    }
}
