//! In ixa: a person with a property, a plan for each round, and the framework's own random numbers.

use std::time::Instant;

use ixa::prelude::*;

use super::{Timed, receiver};

define_rng!(Gifts);
define_person_property_with_default!(Wealth, u32, 1);

/// Runs the model.
pub(super) fn run(agents: usize, rounds: usize) -> Timed {
    let mut context = Context::new();
    context.init_random(7);
    let people: Vec<PersonId> = (0..agents).map(|_| context.add_person(()).expect("no property is missing")).collect();
    for round in 0..rounds {
        let people = people.clone();
        context.add_plan(round as f64, move |context| {
            for (giver, &person) in people.iter().enumerate() {
                let to = people[receiver(context.sample_range(Gifts, 0..=u32::MAX), giver, people.len())];
                let own = context.get_person_property(person, Wealth);
                if own > 0 {
                    context.set_person_property(person, Wealth, own - 1);
                    let other = context.get_person_property(to, Wealth);
                    context.set_person_property(to, Wealth, other + 1);
                }
            }
        });
    }
    let start = Instant::now();
    context.execute();
    Timed::since(start, people.iter().map(|&person| context.get_person_property(person, Wealth)).collect())
}
