//! States that enter and leave the world: by the scenario, by conquest, by their return (B2.6).
//!
//! Equations: docs/odd.md, section 7.1.

use super::draws::{Purpose, RoundDraws, Words};
use super::events::{Event, EventKind};
use super::ids::{StateId, Topology};
use super::issues::Issues;
use super::pairs::{Pairs, Stage};
use super::params::Params;
use super::states::{COLUMNS, NO_STATE, States};

/// The smallest wealth and population.
pub(super) const LEAST: f64 = 1e-6;
/// The largest wealth and population.
pub(super) const MOST: f64 = 1e9;

/// The tables that change with a state that enters or leaves.
pub struct Tables<'a> {
    pub(super) states: &'a mut States,
    pub(super) pairs: &'a mut Pairs,
    pub(super) issues: &'a mut Issues,
    pub(super) topology: &'a Topology,
    pub(super) events: &'a mut Vec<Event>,
}

/// Step 1, second: conquered states may return.
pub(crate) fn return_conquered(tables: &mut Tables<'_>, params: &Params, draws: RoundDraws, words: &mut Words) {
    let p = &params.wars;
    for i in 0..tables.states.present.len() {
        let conqueror = tables.states.conqueror[i];
        if conqueror == NO_STATE {
            continue;
        }
        let hazard = if tables.states.present[conqueror as usize] {
            p.return_base + p.return_weak * (1.0 - tables.states.authority[conqueror as usize])
        } else {
            p.return_free
        };
        let row = (i as u64) << 32 | i as u64;
        draws.row(Purpose::Wars, row, words, 1);
        if words.uniform(0) < hazard {
            enter(tables, params, StateId(i as u32));
            tables.states.autonomy[i] *= 0.5;
            tables.events.push(Event::between(EventKind::StateReturned, i, conqueror as usize));
        }
    }
}

/// A state that enters does not have a past round. Other states know its power but have no other beliefs about it yet.
/// A state that had been conquered takes back what its conqueror still holds of it.
pub(crate) fn enter(tables: &mut Tables<'_>, params: &Params, state: StateId) {
    let (i, s) = (state.index(), &mut *tables.states);
    s.present[i] = true;
    (s.bloc[i], s.main_threat[i]) = (i as u32, NO_STATE);
    for at in (0..COLUMNS.len()).filter(|&at| COLUMNS[at].default.is_none()) {
        if let Some(column) = s.column_mut(at) {
            column[i] = 0.0;
        }
    }
    if s.conqueror[i] != NO_STATE {
        let (conqueror, annexed) = (s.conqueror[i] as usize, s.annexed[i]);
        for (column, annexed) in [&mut s.wealth, &mut s.population].into_iter().zip(annexed) {
            let back = annexed.min(0.5 * column[conqueror]);
            column[conqueror] = (column[conqueror] - back).max(LEAST);
            column[i] = (column[i] + back).min(MOST);
        }
        free(s, state);
    }
    super::economy::measure_power(s, params);
    s.self_image[i] = s.power[i];
    for link in tables.topology.links(i) {
        let believed = &mut tables.pairs.believed_power[link.pair.index()];
        believed[link.side] = s.power[link.other.index()];
        believed[1 - link.side] = s.power[i];
    }
}

/// No state holds anything of the state any more.
pub(crate) fn free(states: &mut States, state: StateId) {
    states.conqueror[state.index()] = NO_STATE;
    states.annexed[state.index()] = [0.0; 2];
}

/// Removes the pairs and issues of a state that leaves; its open disputes are void.
pub(crate) fn leave(tables: &mut Tables<'_>, state: StateId) {
    let Tables { states, pairs, issues, topology, events } = tables;
    states.present[state.index()] = false;
    for link in topology.links(state.index()) {
        let pair = link.pair.index();
        if pairs.stage[pair] > Stage::Calm {
            let age = u32::from(pairs.stage_age[pair]);
            let void = Event::between(EventKind::DisputeVoid, state.index(), link.other.index());
            events.push(void.with_age(age));
        }
        pairs.clear(pair);
    }
    issues.of(state.index()).clear();
}
