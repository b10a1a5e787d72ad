//! Working memory of a round, kept between rounds so that it is allocated only once.

use super::alliances::AlliancesScratch;
use super::citizens::CitizensScratch;
use super::constitution;
use super::disputes::{self, DisputesScratch};
use super::draws::Words;
use super::ids::Topology;
use super::interventions::Held;
use super::issues::Flow;
use super::knowledge::{self, KnowledgeScratch};
use super::policy::{self, PolicyScratch};
use super::rulers;
use super::ties::TiesScratch;
use super::wars::{self, WarsScratch};

/// The working memory of every step. It may be dropped between rounds.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    /// The lower-numbered state of every pair.
    pub(super) lows: Vec<u32>,
    pub(super) state_words: Words,
    pub(super) issue_words: Words,
    pub(super) knowledge: KnowledgeScratch,
    pub(super) policy: PolicyScratch,
    pub(super) ties: TiesScratch,
    pub(super) struggles: Vec<f64>,
    pub(super) disputes: DisputesScratch,
    pub(super) wars: WarsScratch,
    pub(super) alliances: AlliancesScratch,
    pub(super) citizens: CitizensScratch,
    /// The variables that interventions hold in this round.
    pub(super) held: Vec<Held>,
}

impl Scratch {
    /// Space for every row of draws. Allocates in the first round only.
    pub(super) fn prepare(&mut self, topology: &Topology) {
        if !self.lows.is_empty() {
            return;
        }
        self.lows.extend(topology.lows());
        let (states, widest) = (topology.states(), topology.widest_row());
        let most_links = (0..states).map(|i| topology.degree(i)).max().unwrap_or(0);
        self.state_words.reserve(constitution::WORDS.max(rulers::WORDS));
        self.issue_words.reserve(Flow::COUNT);
        self.knowledge.words.reserve(widest * knowledge::WORDS);
        self.policy.words.reserve(widest * policy::WORDS);
        self.disputes.words.reserve(widest * disputes::WORDS);
        self.disputes.wars.reserve(topology.pairs() / 8 + 16 * states);
        self.wars.words.reserve(most_links.max(wars::WORDS));
        self.alliances.words.reserve(widest);
        self.citizens.words.reserve(widest);
    }
}
