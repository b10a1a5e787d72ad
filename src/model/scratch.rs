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
use super::parts::Parts;
use super::policy::{self, PolicyScratch};
use super::rulers;
use super::ties::TiesScratch;
use super::wars::{self, WarsScratch};

/// The working memory of every step. It may be dropped between rounds.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    pub(super) parts: Parts,
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
        let (states, widest) = (topology.states(), topology.widest_row());
        if self.parts.are_of(topology) {
            return;
        }
        let most_links = (0..states).map(|i| topology.degree(i)).max().unwrap_or(0);
        let words = knowledge::WORDS.max(policy::WORDS).max(disputes::WORDS);
        self.parts.divide(topology);
        self.parts.reserve(widest * words, topology.pairs() / 8 + 16 * states);
        self.state_words.reserve(constitution::WORDS.max(rulers::WORDS));
        self.issue_words.reserve(Flow::COUNT);
        self.disputes.wars.reserve(topology.pairs() / 8 + 16 * states);
        self.wars.words.reserve(most_links.max(wars::WORDS));
    }
}
