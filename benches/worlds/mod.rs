//! The worlds of the benches: middling synthetic states, and pairs of complete reach or along a ring.

use takvin::model::draws::{Draws, Purpose, Words};
use takvin::model::{PairStart, Params, Setup, States, World, round};

/// The rounds before a measurement, after which disputes, issues and alliances are there.
const BEFORE: usize = 10;

/// A middling synthetic world; `near` limits reach to this number of neighbours on a ring.
pub fn world(count: usize, near: Option<usize>) -> World {
    let mut words = Words::default();
    let mut states = States::new(count);
    for i in 0..count {
        let words = Draws::new(1, 0, true).row(Purpose::Worlds, 0, i as u64, 8, &mut words);
        let middling = |k: usize| 0.3 + 0.4 * words.uniform(k);
        states.meaning[i] = middling(0);
        states.referent[i] = middling(1);
        states.securitisation[i] = middling(2);
        states.provision[i] = middling(3);
        states.system[i] = middling(4);
        states.wealth[i] = 0.5 + words.uniform(5);
        states.diplomacy[i] = middling(6);
    }
    let setup = Setup {
        names: (0..count).map(|i| format!("S{i}")).collect(),
        states,
        pairs: pairs(count, near),
        params: Params::default(),
        interventions: Vec::new(),
        settle: 0,
    };
    let mut world = World::new(&setup, 7, 0);
    for _ in 0..BEFORE {
        round::step(&mut world);
    }
    world
}

fn pairs(count: usize, near: Option<usize>) -> Vec<PairStart> {
    let reached = |low: usize| {
        let highs: Vec<usize> = match near {
            None => (low + 1..count).collect(),
            Some(near) => (1..=near / 2).map(|step| (low + step) % count).collect(),
        };
        highs.into_iter().map(move |high| PairStart::new(low.min(high) as u32, low.max(high) as u32))
    };
    (0..count).flat_map(reached).collect()
}
