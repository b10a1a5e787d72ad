//! The model: (parameters, world, seed) to history. Pure: it knows no files, clock, threads, command line or plots.
//!
//! [`World`] holds the state of one run, [`round::step`] moves it on by one round. One file per mechanism; the order of
//! a round stands in [`round`], every number in [`params`], every draw in [`draws`].

pub mod draws;
pub mod events;
pub mod ids;
pub mod interventions;
pub mod invariants;
pub mod issues;
pub mod math;
pub mod pairs;
pub mod parameter;
pub mod params;
pub mod round;
pub mod states;
pub mod switches;
mod vocabulary;

pub mod alliances;
pub mod budget;
pub mod citizens;
pub mod constitution;
pub mod disputes;
pub mod economy;
pub mod knowledge;
pub mod membership;
pub mod memory;
pub mod policy;
pub mod proxies;
pub mod rulers;
pub mod securitisation;
pub mod societies;
pub mod ties;
pub mod trade;
pub mod wars;
pub mod welfare;

use serde::{Deserialize, Serialize};

pub use draws::Draws;
pub use events::{Event, EventKind};
pub use ids::{PairId, StateId, Topology};
pub use interventions::{Change, Intervention};
pub use issues::Issues;
pub use pairs::{PairStart, Pairs};
pub use params::Params;
pub use states::States;
pub(crate) use vocabulary::vocabulary;

/// Version of the model: moves when the same scenario and seed no longer give the same tables.
pub const VERSION: &str = "6";

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
    scratch: round::Scratch,
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
            scratch: round::Scratch::default(),
            params,
            topology,
            states,
            pairs,
        };
        ties::measure(&mut world);
        alliances::measure(&mut world);
        disputes::measure(&mut world);
        memory::begin(&mut world);
        economy::measure(&mut world);
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

    /// Room for every row of draws; allocates in the first round only.
    fn prepare_scratch(&mut self) {
        let widest = self.topology.widest_row();
        let few = (0..self.topology.states()).map(|i| self.topology.degree(i)).max().unwrap_or(0);
        let scratch = &mut self.scratch;
        if scratch.stances.is_empty() {
            scratch.pair_words.resize(widest * knowledge::WORDS.max(policy::WORDS).max(disputes::WORDS));
            scratch.weights.resize(widest, [0.0; 4]);
            scratch.wealth.resize(self.topology.states(), 0.0);
            scratch.wars.reserve(self.topology.pairs() / 8 + 16 * self.topology.states());
            scratch.issue_words.resize(issues::Flow::COUNT);
            scratch.few_words.resize(few.max(constitution::WORDS).max(rulers::WORDS).max(wars::WORDS));
        }
    }
}
