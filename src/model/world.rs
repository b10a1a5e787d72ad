//! The state of one run, and what it starts from.

use serde::{Deserialize, Serialize};

use super::draws::Draws;
use super::events::Event;
use super::ids::Topology;
use super::interventions::Intervention;
use super::issues::Issues;
use super::pairs::{PairStart, Pairs};
use super::params::Params;
use super::policy::Stance;
use super::scratch::Scratch;
use super::states::States;
use super::{alliances, disputes, economy, memory, ties};

/// What a run starts from, checked by whoever made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// Name of every state, in the order of their numbers.
    pub names: Vec<String>,
    /// Where every state starts; `present` is false for those that enter later.
    pub states: States,
    /// Every pair within reach, in any order, each once, lower number first.
    pub pairs: Vec<PairStart>,
    /// Every number of the theory.
    pub params: Params,
    /// What the scenario does to the world, in file order.
    pub interventions: Vec<Intervention>,
}

/// The whole state of one run between two rounds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct World {
    /// Rounds begun; 0 before the first.
    pub round: u32,
    /// Parameters as the mechanisms read them.
    pub params: Params,
    /// Source of every draw.
    pub draws: Draws,
    /// Which pairs there are.
    pub topology: Topology,
    /// A row a state.
    pub states: States,
    /// A row a pair.
    pub pairs: Pairs,
    /// Security issues, a table of cohorts a state.
    pub issues: Issues,
    /// What the scenario does.
    pub interventions: Vec<Intervention>,
    /// What happened in the last round.
    pub events: Vec<Event>,
    /// Working memory; may be dropped between rounds.
    #[serde(skip)]
    pub(super) scratch: Scratch,
}

impl World {
    /// The world before its first round. Chance is off where the switch `noise` is.
    pub fn new(setup: &Setup, seed: u64, replicate: u64) -> Self {
        let params = setup.params.effective();
        let mut starts = setup.pairs.clone();
        starts.sort_unstable_by_key(|s| s.states);
        let count = setup.states.present.len();
        let topology = Topology::new(count, starts.iter().map(|s| s.states).collect());
        let mut states = setup.states.clone();
        economy::measure_power(&mut states, &params);
        let pairs = Pairs::new(&starts, &states.power);
        states.self_image.clone_from(&states.power);
        let mut world = Self {
            round: 0,
            draws: Draws::new(seed, replicate, params.switches.noise),
            issues: Issues::new(count),
            interventions: setup.interventions.clone(),
            events: Vec::with_capacity(pairs.len() / 2 + 64 * count),
            scratch: Scratch::default(),
            params,
            topology,
            states,
            pairs,
        };
        let World { params, topology, states: s, pairs, scratch, .. } = &mut world;
        ties::measure(s, pairs, topology, params, &mut scratch.ties);
        alliances::measure(s, pairs, topology, &[], &mut scratch.alliances);
        disputes::measure(s, pairs, topology, &mut scratch.disputes);
        memory::begin(s, pairs, topology, params);
        economy::measure(s);
        world
    }

    /// From the next round on the parameters and interventions of another scenario with the same states and pairs hold,
    /// and its seed where one is given. History so far stays as it was.
    pub fn branch(&mut self, setup: &Setup, seed: Option<u64>) {
        self.params = setup.params.effective();
        self.interventions.clone_from(&setup.interventions);
        self.pairs.held.fill(0);
        self.pairs.forced.fill([0; 2]);
        self.draws = Draws::new(seed.unwrap_or(self.draws.seed()), self.draws.replicate(), self.params.switches.noise);
    }

    /// What every state brought to its choices of this round; empty before the first choice.
    pub fn stances(&self) -> &[Stance] {
        &self.scratch.policy.stances
    }
}
