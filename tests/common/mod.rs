//! Worlds for tests of the model, made without scenario files; a place for tests of the command line.

pub mod place;

use takvin::model::draws::{Draws, Purpose, Words};
use takvin::model::interventions::{Change, Intervention};
use takvin::model::pairs::{Act, Instrument};
use takvin::model::states::COLUMNS;
use takvin::model::{PairStart, Params, Setup, StateId, States, World, round};

/// A middling world of complete reach, with everything in it drawn from a separate seed.
pub fn middling(count: usize) -> Setup {
    let mut states = States::new(count);
    let mut pairs = Vec::new();
    let mut words = Words::default();
    for i in 0..count {
        let words = Draws::new(42, 0, true).row(Purpose::Worlds, 0, i as u64, 16 + 8 * count, &mut words);
        let between = |k: usize, low: f64, high: f64| low + (high - low) * words.uniform(k);
        states.meaning[i] = between(0, 0.25, 0.75);
        states.referent[i] = between(1, 0.25, 0.75);
        states.securitisation[i] = between(2, 0.25, 0.75);
        states.provision[i] = between(3, 0.25, 0.75);
        states.system[i] = between(4, 0.2, 0.8);
        states.wealth[i] = between(5, 0.5, 2.0);
        states.diplomacy[i] = between(6, 0.3, 0.7);
        states.revisionism[i] = between(7, 0.0, 0.5);
        states.military[i] = between(8, 0.1, 0.5);
        for j in i + 1..count {
            let at = 16 + 8 * (j - i - 1);
            let mut pair = PairStart::new(i as u32, j as u32);
            pair.reach = [between(at, 0.4, 1.0), between(at + 1, 0.4, 1.0)];
            pair.posture = [between(at + 2, -0.5, 0.5), between(at + 3, -0.5, 0.5)];
            pair.complementarity = between(at + 4, 0.3, 0.7);
            pairs.push(pair);
        }
    }
    Setup {
        names: (0..count).map(|i| format!("S{i}")).collect(),
        states,
        pairs,
        params: Params::default(),
        interventions: Vec::new(),
        settle: 0,
    }
}

/// The same, without chance.
pub fn still(count: usize) -> Setup {
    let mut setup = middling(count);
    setup.params.switches.noise = false;
    setup
}

/// An intervention that acts from the first round to the last.
pub fn always(change: Change) -> Intervention {
    Intervention { name: "test".to_owned(), from: 1, until: u32::MAX, change }
}

/// Holds a variable of a state.
pub fn clamp(state: u32, variable: &str, value: f64) -> Intervention {
    let variable = COLUMNS.iter().position(|c| c.name == variable).unwrap();
    always(Change::Clamp { state: StateId(state), variable, value })
}

/// Fixes what a state does toward all.
pub fn policy_of(state: u32, act: Act, instrument: Option<Instrument>) -> Intervention {
    always(Change::ClampPolicy { state: StateId(state), toward: None, act, instrument })
}

/// Sets parameters by path.
pub fn set(setup: &mut Setup, values: &[(&str, f64)]) {
    for (path, value) in values {
        setup.params.set(path, *value).unwrap();
    }
}

/// Turns mechanisms off by name.
pub fn off(setup: &mut Setup, switches: &[&str]) {
    for name in switches {
        assert!(setup.params.switches.set(name, false), "no switch {name}");
    }
}

/// The world after this number of rounds.
pub fn after(setup: &Setup, rounds: u32) -> World {
    after_from(setup, rounds, 1)
}

/// The world after this number of rounds, with the random numbers of a seed.
pub fn after_from(setup: &Setup, rounds: u32, seed: u64) -> World {
    let mut world = World::new(setup, seed, 0);
    for _ in 0..rounds {
        round::step(&mut world);
    }
    world
}
