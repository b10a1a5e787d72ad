//! The state of one run, and its initial state.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::draws::Draws;
use super::events::Event;
use super::ids::Topology;
use super::interventions::Intervention;
use super::issues::Issues;
use super::pairs::{PairStart, Pairs};
use super::params::Params;
use super::parts::Workers;
use super::policy::Stance;
use super::scratch::Scratch;
use super::states::States;
use super::{alliances, disputes, economy, memory, ties};

/// The initial state of a run. The caller has checked it.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The name of every state, by number.
    pub names: Vec<String>,
    /// The initial values of every state; `present` is false for states that enter later.
    pub states: States,
    /// Every pair within reach, in any order, each once, lower number first.
    pub pairs: Vec<PairStart>,
    /// The parameters.
    pub params: Params,
    /// The changes that the scenario makes, in file order.
    pub interventions: Vec<Intervention>,
    /// The number of rounds before the first in which stocks settle.
    pub settle: u32,
}

/// The whole state of one run between two rounds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct World {
    /// The number of rounds begun; 0 before the first.
    pub round: u32,
    /// The parameters as the mechanisms read them.
    pub params: Params,
    /// The source of every draw.
    pub draws: Draws,
    /// The pairs of the world.
    pub topology: Topology,
    /// One row per state.
    pub states: States,
    /// One row per pair.
    pub pairs: Pairs,
    /// The security issues, one table of cohorts per state.
    pub issues: Issues,
    /// The changes that the scenario makes.
    pub interventions: Vec<Intervention>,
    /// The events of the last round.
    pub events: Vec<Event>,
    /// The working memory. It may be dropped between rounds.
    #[serde(skip)]
    pub(super) scratch: Scratch,
}

impl Setup {
    /// Every pair, sorted by its states.
    pub(super) fn sorted_pairs(&self) -> Cow<'_, [PairStart]> {
        if self.pairs.is_sorted_by_key(|start| start.states) {
            return Cow::Borrowed(&self.pairs);
        }
        let mut starts = self.pairs.clone();
        starts.sort_unstable_by_key(|start| start.states);
        Cow::Owned(starts)
    }
}

impl World {
    /// The world as the scenario gives it, with its pairs sorted, before stocks settle ([`World::new`] settles them).
    pub(super) fn as_given(setup: &Setup, starts: &[PairStart], seed: u64, replicate: u64) -> Self {
        let params = setup.params.effective();
        let count = setup.states.present.len();
        let topology = Topology::new(count, starts.iter().map(|s| s.states).collect());
        let mut states = setup.states.clone();
        economy::measure_power(&mut states, &params);
        states.endowment.clone_from(&states.rich);
        let pairs = Pairs::new(starts, &states.power);
        states.self_image.clone_from(&states.power);
        for i in 0..count {
            states.popular_base[i] = states.base_of(i);
        }
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
        alliances::measure(s, pairs, topology, &mut scratch.alliances);
        disputes::measure(s, pairs, topology, &mut scratch.disputes);
        memory::begin(s, pairs, topology, params);
        economy::measure(s);
        world
    }

    /// From the next round on the parameters and interventions of another scenario with the same states and pairs
    /// apply, and its seed if it gives one. The history so far is unchanged.
    pub fn branch(&mut self, setup: &Setup, seed: Option<u64>) {
        self.params = setup.params.effective();
        self.interventions.clone_from(&setup.interventions);
        self.pairs.held.fill(0);
        self.pairs.forced.fill([0; 2]);
        self.draws = Draws::new(seed.unwrap_or(self.draws.seed()), self.draws.replicate(), self.params.switches.noise);
    }

    /// These workers carry out the parts of each step from now on. Whoever they are, all tables are the same.
    pub fn employ(&mut self, workers: &'static dyn Workers) {
        self.scratch.parts.workers = workers;
    }

    /// The values of every state in its choices of this round; empty before the first choice.
    pub fn stances(&self) -> &[Stance] {
        &self.scratch.policy.stances
    }
}
