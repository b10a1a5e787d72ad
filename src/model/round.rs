//! One round, top to bottom: the schedule and nothing else.
//!
//! Each step names the tables that it writes (`&mut`) and those that it reads (`&`), as the step before it left them.
//! Clamps of the scenario are held after each.

use super::membership::{self, Tables};
use super::{
    World, alliances, budget, citizens, constitution, disputes, economy, interventions, invariants, knowledge, memory,
    policy, proxies, rulers, securitisation, ties, trade, wars, welfare,
};

/// A step of a round: its name and its function.
pub type Step = (&'static str, fn(&mut World));

/// The steps of a round, in order. No state acts before `trade`; then all states act.
#[rustfmt::skip] // a call in as few lines as it takes
pub const STEPS: [Step; 19] = [
    ("events", |w| interventions::apply(&w.interventions, w.round, &w.params, &mut w.scratch.held,
        &mut Tables { states: &mut w.states, pairs: &mut w.pairs, issues: &mut w.issues, topology: &w.topology, events: &mut w.events })),
    ("returns", |w| membership::return_conquered(
        &mut Tables { states: &mut w.states, pairs: &mut w.pairs, issues: &mut w.issues, topology: &w.topology, events: &mut w.events },
        &w.params, w.draws.of_round(w.round), &mut w.scratch.state_words)),
    ("rulers", |w| rulers::remove(&mut w.states, &w.params,
        w.draws.of_round(w.round), &mut w.scratch.state_words, &mut w.events)),
    ("know", |w| knowledge::update(&mut w.states, &mut w.pairs, &w.topology, &w.params,
        w.draws.of_round(w.round), (&mut w.scratch.parts, &mut w.scratch.knowledge), &mut w.events)),
    ("securitise", |w| securitisation::update(&mut w.states, &mut w.issues, &w.params,
        w.draws.of_round(w.round), &mut w.scratch.issue_words, &mut w.events)),
    ("budget", |w| budget::divide(&mut w.states, &w.params)),
    ("decide", |w| policy::decide(&mut w.states, &mut w.pairs, &w.topology, &w.params,
        w.draws.of_round(w.round), (&mut w.scratch.parts, &mut w.scratch.policy))),
    ("trade", |w| trade::set_tariffs(&mut w.states, &w.params)),
    ("ties", |w| ties::carry_out(&mut w.states, &mut w.pairs, &w.topology, &w.scratch.policy.stances, &w.params,
        (&mut w.scratch.parts, &mut w.scratch.ties))),
    ("proxies", |w| proxies::carry_out(&mut w.states, &mut w.pairs, &w.topology, &w.params,
        (&mut w.scratch.parts, &mut w.scratch.struggles))),
    ("disputes", |w| disputes::carry_out(&mut w.states, &mut w.pairs, &w.topology, &w.params,
        w.draws.of_round(w.round), (&mut w.scratch.parts, &mut w.scratch.disputes), &mut w.events)),
    ("wars", |w| wars::carry_out(
        &mut Tables { states: &mut w.states, pairs: &mut w.pairs, issues: &mut w.issues, topology: &w.topology, events: &mut w.events },
        &w.params, w.draws.of_round(w.round), &mut w.scratch.disputes, &mut w.scratch.wars)),
    ("alliances", |w| alliances::carry_out(&mut w.states, &mut w.pairs, &w.topology, &w.params,
        w.draws.of_round(w.round), (&mut w.scratch.parts, &mut w.scratch.alliances), &mut w.events)),
    ("citizens", |w| citizens::protect(&mut w.states, &mut w.pairs, &w.topology, &w.scratch.policy.stances, &w.params,
        w.draws.of_round(w.round), (&mut w.scratch.parts, &mut w.scratch.citizens), &mut w.events)),
    ("welfare", |w| welfare::account(&mut w.states, &w.params)),
    ("account", |w| economy::account(&mut w.states, &w.params)),
    ("remember", |w| memory::remember(&mut w.states, &w.params)),
    ("constitute", |w| constitution::feed_back(&mut w.states, &w.params,
        w.draws.of_round(w.round), &mut w.scratch.state_words)),
    ("measure", |w| economy::measure(&mut w.states)),
];

/// Advances the world by one round.
pub fn step(world: &mut World) {
    step_until(world, STEPS.len());
}

/// Gives the variables that the scenario holds their value, as after every step.
pub fn hold(world: &mut World) {
    interventions::hold(&world.scratch.held, &mut world.states, &mut world.pairs);
}

/// Begins a round and carries out its first `steps` steps, so that a round can be inspected.
pub fn step_until(world: &mut World, steps: usize) {
    world.round += 1;
    world.events.clear();
    world.scratch.prepare(&world.topology);
    for (name, step) in &STEPS[..steps] {
        step(world);
        hold(world);
        debug_assert!(invariants::check(world).is_ok(), "after {name}: {:?}", invariants::check(world));
    }
}
