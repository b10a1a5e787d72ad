//! One round, top to bottom: the schedule and nothing else.
//!
//! Every step reads what the step before it left. Clamps of the scenario are held after each.

use super::draws::Words;
use super::{World, invariants, membership};
use super::{
    alliances, budget, citizens, constitution, disputes, economy, interventions, knowledge, memory, policy, proxies,
};
use super::{rulers, securitisation, societies, ties, trade, wars, welfare};

/// A step of a round: its name, and what it does to the world.
pub type Step = (&'static str, fn(&mut World));

/// The steps of a round, in order.
pub const STEPS: [Step; 19] = [
    ("events", interventions::apply),
    ("returns", membership::return_conquered),
    ("rulers", rulers::remove),
    ("know", knowledge::update),
    ("securitise", securitisation::update),
    ("budget", budget::divide),
    ("decide", policy::decide), // nobody moves yet
    ("trade", trade::set_tariffs),
    ("ties", ties::carry_out), // everybody moves
    ("proxies", proxies::carry_out),
    ("disputes", disputes::carry_out),
    ("wars", wars::carry_out),
    ("alliances", alliances::carry_out),
    ("citizens", citizens::protect),
    ("welfare", welfare::account),
    ("account", economy::account),
    ("remember", memory::remember),
    ("constitute", constitution::feed_back),
    ("measure", economy::measure),
];

/// Moves the world on by one round.
pub fn step(world: &mut World) {
    step_until(world, STEPS.len());
}

/// Begins a round and carries out its first `steps` steps; for a look into a round.
pub fn step_until(world: &mut World, steps: usize) {
    world.round += 1;
    world.events.clear();
    world.prepare_scratch();
    for (name, step) in &STEPS[..steps] {
        step(world);
        interventions::hold(world);
        debug_assert!(invariants::check(world).is_ok(), "after {name}: {:?}", invariants::check(world));
    }
}

/// Working memory of a round, kept from round to round so that none is allocated again.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(super) pair_words: Words,
    pub(super) issue_words: Words,
    pub(super) few_words: Words,
    pub(super) observers: Vec<knowledge::Observer>,
    pub(super) knowledge: Vec<knowledge::KnowledgeSums>,
    pub(super) stances: Vec<policy::Stance>,
    pub(super) weights: Vec<[f64; 4]>,
    pub(super) policy: Vec<policy::ActSums>,
    pub(super) societies: Vec<societies::Society>,
    pub(super) ties: Vec<ties::TieSums>,
    pub(super) citizens: Vec<citizens::Abroad>,
    pub(super) disputes: Vec<disputes::DisputeSums>,
    pub(super) wars: Vec<(usize, usize, usize)>,
    pub(super) proxies: Vec<f64>,
    pub(super) wealth: Vec<f64>,
    pub(super) members: Vec<u32>,
    pub(super) bloc_powers: Vec<f64>,
}
