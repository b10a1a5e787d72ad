//! The worlds in which claims are tried.

use std::borrow::Cow;

use super::cast::Cast;
use crate::model::Setup;
use crate::scenario::{self, Scenario, ScenarioErrors};

/// A world of the laboratory: its name, and its scenario.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// Short name.
    pub name: &'static str,
    /// The scenario, as a file has it.
    pub text: &'static str,
}

/// Four structurally different worlds, three of them synthetic from the seed and another in every replicate.
pub const WORLDS: [World; 4] = [
    World { name: "scattered", text: include_str!("worlds/scattered.toml") },
    World { name: "ring", text: include_str!("worlds/ring.toml") },
    World { name: "powers", text: include_str!("worlds/powers.toml") },
    World { name: "camps", text: include_str!("worlds/camps.toml") },
];

impl World {
    /// Are its states drawn from the seed?
    pub fn is_synthetic(&self) -> bool {
        self.text.contains("[generator]")
    }
}

/// A world made ready for experiments.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Short name.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
}

impl Ground {
    /// A world of the laboratory, drawn from this seed, with values of its scenario overridden by their paths; with so many
    /// synthetic states where a number is given.
    ///
    /// # Errors
    /// So many states do not fit, or an override does not.
    pub fn of(world: &World, seed: u64, states: Option<u32>, set: &[(String, String)]) -> Result<Self, ScenarioErrors> {
        let mut overrides = set.to_vec();
        overrides.push(("run.seed".to_owned(), seed.to_string()));
        if let (Some(states), true) = (states, world.is_synthetic()) {
            overrides.push(("generator.count".to_owned(), states.to_string()));
        }
        let scenario = scenario::load_text(world.name, world.text, &overrides)?;
        Ok(Self { name: world.name.to_owned(), scenario })
    }

    /// The world that a replicate begins with, and who plays which part in it.
    ///
    /// # Errors
    /// Another draw of the synthetic states makes a world that the scenario does not fit.
    pub fn begin(&self, replicate: u32) -> Result<(Setup, Cast), ScenarioErrors> {
        let setup = self.scenario.setup_for(u64::from(replicate)).map(Cow::into_owned)?;
        let cast = Cast::of(&setup);
        Ok((setup, cast))
    }
}
