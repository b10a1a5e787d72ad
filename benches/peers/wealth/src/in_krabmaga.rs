//! In krABMaga: an agent object on the schedule, and a state that holds what all share.

use std::any::Any;
use std::time::Instant;

use krabmaga::engine::agent::Agent;
use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

use super::{Timed, receiver};

/// What all agents share: wealth, and the random words of the round.
struct Economy {
    wealth: Vec<u32>,
    stream: ChaCha8Rng,
    round: u64,
}

#[derive(Clone)]
struct Giver {
    number: usize,
}

impl Agent for Giver {
    fn step(&mut self, state: &mut dyn State) {
        let economy = state.as_any_mut().downcast_mut::<Economy>().expect("the state is an economy");
        let to = receiver(economy.stream.next_u32(), self.number, economy.wealth.len());
        let gift = u32::from(economy.wealth[self.number] > 0);
        economy.wealth[self.number] -= gift;
        economy.wealth[to] += gift;
    }
}

impl State for Economy {
    fn init(&mut self, schedule: &mut Schedule) {
        for number in 0..self.wealth.len() {
            // The ordering makes agents act by number.
            schedule.schedule_repeating(Box::new(Giver { number }), 0.0, number as i32);
        }
    }

    fn before_step(&mut self, _: &mut Schedule) {
        self.stream = ChaCha8Rng::from_seed([7; 32]);
        self.stream.set_stream(self.round);
        self.round += 1;
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn as_state(&self) -> &dyn State {
        self
    }

    fn as_state_mut(&mut self) -> &mut dyn State {
        self
    }

    fn reset(&mut self) {}

    fn update(&mut self, _: u64) {}
}

/// Runs the model.
pub(super) fn run(agents: usize, rounds: usize) -> Timed {
    let mut economy = Economy { wealth: vec![1; agents], stream: ChaCha8Rng::from_seed([7; 32]), round: 0 };
    let mut schedule = Schedule::new();
    economy.init(&mut schedule);
    let start = Instant::now();
    for _ in 0..rounds {
        schedule.step(&mut economy);
    }
    Timed::since(start, economy.wealth)
}
