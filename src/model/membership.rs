//! States that enter the world and leave it: by the scenario, by conquest, by their return.

use super::World;
use super::events::{Event, EventKind};
use super::ids::StateId;
use super::pairs::Stage;
use super::states::NOBODY;

/// A state that enters is known for what it is: nobody believes anything of it yet but its power. One that had been
/// conquered takes back what its conqueror still has of it, at most half of what he has.
pub fn enter(world: &mut World, state: StateId) {
    let (i, s) = (state.index(), &mut world.states);
    s.present[i] = true;
    if let Some(held) = s.conqueror.get(i).copied().filter(|&c| c != NOBODY) {
        let conqueror = held as usize;
        for (column, annexed) in
            [(&mut s.wealth, &mut s.annexed_wealth), (&mut s.population, &mut s.annexed_population)]
        {
            let back = annexed[i].min(0.5 * column[conqueror]);
            column[conqueror] -= back;
            column[i] += back;
            annexed[i] = 0.0;
        }
        s.conqueror[i] = NOBODY;
    }
    super::economy::measure_power(s, &world.params.economy);
    s.self_image[i] = s.power[i];
    for k in 0..world.topology.degree(i) {
        let link = world.topology.link(i, k);
        let believed = &mut world.pairs.believed_power[link.pair.index()];
        believed[link.side] = world.states.power[link.other.index()];
        believed[1 - link.side] = world.states.power[i];
    }
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
