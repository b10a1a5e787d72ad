//! States that enter the world and leave it: by the scenario, by conquest, by their return (B2.6).
//!
//! Equations: docs/odd.md, section 7.1.

use super::World;
use super::draws::Purpose;
use super::events::{Event, EventKind};
use super::ids::StateId;
use super::pairs::Stage;
use super::states::{COLUMNS, NOBODY};

/// Least wealth and population.
pub(super) const LEAST: f64 = 1e-6;
/// Most.
pub(super) const MOST: f64 = 1e9;

/// Step 1, second: conquered states may come back.
pub fn return_conquered(world: &mut World) {
    let p = world.params.wars;
    for i in 0..world.states.present.len() {
        let conqueror = world.states.conqueror[i];
        if conqueror == NOBODY {
            continue;
        }
        let hazard = if world.states.present[conqueror as usize] {
            p.return_base + p.return_weak * (1.0 - world.states.authority[conqueror as usize])
        } else {
            p.return_free
        };
        let row = (i as u64) << 32 | i as u64;
        world.draws.row(Purpose::Wars, world.round, row, &mut world.scratch.few_words, 1);
        if world.scratch.few_words.uniform(0) < hazard {
            enter(world, StateId(i as u32));
            world.states.autonomy[i] *= 0.5;
            world.events.push(Event::between(EventKind::StateReturned, i, conqueror as usize));
        }
    }
}

/// A state that enters has no round behind it, and is known for what it is: nobody believes anything of it yet but its
/// power. One that had been conquered takes back what its conqueror still has of it.
pub fn enter(world: &mut World, state: StateId) {
    let (i, s) = (state.index(), &mut world.states);
    s.present[i] = true;
    (s.bloc[i], s.main_threat[i]) = (i as u32, NOBODY);
    for at in (0..COLUMNS.len()).filter(|&at| COLUMNS[at].default.is_none()) {
        if let Some(column) = s.column_mut(at) {
            column[i] = 0.0;
        }
    }
    if s.conqueror[i] != NOBODY {
        let (conqueror, annexed) = (s.conqueror[i] as usize, s.annexed[i]);
        for (column, annexed) in [&mut s.wealth, &mut s.population].into_iter().zip(annexed) {
            let back = annexed.min(0.5 * column[conqueror]);
            column[conqueror] = (column[conqueror] - back).max(LEAST);
            column[i] = (column[i] + back).min(MOST);
        }
        free(world, state);
    }
    let s = &mut world.states;
    super::economy::measure_power(s, &world.params);
    s.self_image[i] = s.power[i];
    for k in 0..world.topology.degree(i) {
        let link = world.topology.link(i, k);
        let believed = &mut world.pairs.believed_power[link.pair.index()];
        believed[link.side] = world.states.power[link.other.index()];
        believed[1 - link.side] = world.states.power[i];
    }
}

/// Nobody holds anything of the state any more.
pub fn free(world: &mut World, state: StateId) {
    world.states.conqueror[state.index()] = NOBODY;
    world.states.annexed[state.index()] = [0.0; 2];
}

/// A state that leaves takes its pairs and its issues with it; its open disputes are void.
pub fn leave(world: &mut World, state: StateId) {
    world.states.present[state.index()] = false;
    for k in 0..world.topology.degree(state.index()) {
        let link = world.topology.link(state.index(), k);
        let pair = link.pair.index();
        if world.pairs.stage[pair] > Stage::Calm {
            let age = u32::from(world.pairs.stage_age[pair]);
            let void = Event::between(EventKind::DisputeVoid, state.index(), link.other.index());
            world.events.push(void.with_age(age));
        }
        world.pairs.clear(pair);
    }
    world.issues.of(state.index()).clear();
}
