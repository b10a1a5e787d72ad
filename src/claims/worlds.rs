//! The worlds in which claims are tested.

use std::borrow::Cow;

use super::cast::Cast;
use crate::model::Setup;
use crate::scenario::{self, Scenario, ScenarioErrors};

/// A world of the laboratory: its name and its scenario.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// The short name.
    pub name: &'static str,
    /// The scenario, as in a file.
    pub text: &'static str,
}

/// Worlds that differ in structure. Five are synthetic, drawn from the seed and different in every replicate. Claims were
/// tuned in the first four, up to version 6 of the model.
pub const WORLDS: [World; 9] = [
    World { name: "scattered", text: include_str!("worlds/scattered.toml") },
    World { name: "ring", text: include_str!("worlds/ring.toml") },
    World { name: "powers", text: include_str!("worlds/powers.toml") },
    World { name: "camps", text: include_str!("worlds/camps.toml") },
    World { name: "clusters", text: include_str!("worlds/clusters.toml") },
    World { name: "long-ring", text: include_str!("worlds/long-ring.toml") },
    World { name: "islands", text: include_str!("worlds/islands.toml") },
    World { name: "three-blocs", text: include_str!("../../scenarios/three-blocs.toml") },
    World { name: "cold-war", text: include_str!("../../scenarios/cold-war.toml") },
];

impl World {
    /// Returns true if its states are drawn from the seed.
    pub fn is_synthetic(&self) -> bool {
        self.text.contains("[generator]")
    }
}

/// A world prepared for experiments.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The short name.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
}

impl Ground {
    /// A world of the laboratory, drawn from this seed, with values of its scenario overridden by their paths. If a
    /// number is given, it has this number of synthetic states.
    ///
    /// # Errors
    /// Returns an error if this number of states or an override is not valid.
    pub fn of(world: &World, seed: u64, states: Option<u32>, set: &[(String, String)]) -> Result<Self, ScenarioErrors> {
        let mut overrides = set.to_vec();
        overrides.push(("run.seed".to_owned(), seed.to_string()));
        if let (Some(states), true) = (states, world.is_synthetic()) {
            overrides.push(("generator.count".to_owned(), states.to_string()));
        }
        let scenario = scenario::load_text(world.name, world.text, &overrides)?;
        Ok(Self { name: world.name.to_owned(), scenario })
    }

    /// The initial world of a replicate, and the roles of its states.
    ///
    /// # Errors
    /// Returns an error if the replicate's random draw of the synthetic states does not give a valid scenario.
    pub fn begin(&self, replicate: u32) -> Result<(Setup, Cast), ScenarioErrors> {
        let setup = self.scenario.setup_for(u64::from(replicate)).map(Cow::into_owned)?;
        let cast = Cast::of(&setup);
        Ok((setup, cast))
    }
}
