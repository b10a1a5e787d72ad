//! What can be counted in a round: acts, disputes and wars, pairs by the kind of their political systems.

use serde::{Deserialize, Serialize};

use crate::model::pairs::{Act, Stage};
use crate::model::{EventKind, World};

/// Kinds of pairs: both systems below 0.5, one of them, none.
pub const PAIR_TYPES: [&str; 3] = ["aa", "ad", "dd"];

/// Counts of one round, or of many added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Pairs of states present, once a round, by type.
    pub pair_rounds: [u64; 3],
    /// Disputes begun, by type of pair.
    pub disputes_begun: [u64; 3],
    /// Crises begun.
    pub crises_begun: u64,
    /// Wars begun.
    pub wars_begun: u64,
    /// Disputes settled by agreement, short of war.
    pub disputes_settled: u64,
    /// Disputes gone quiet, unsettled.
    pub disputes_lapsed: u64,
    /// Wars ended by agreement.
    pub wars_settled: u64,
    /// Wars won.
    pub wars_won: u64,
    /// Wars frozen into disputes.
    pub wars_frozen: u64,
    /// Disputes and wars void because a party left the world.
    pub disputes_void: u64,
    /// Cooperation, abstention and confrontation, over ordered pairs.
    pub acts: [u64; 3],
    /// Pairs of which both cooperate.
    pub mutual: u64,
    /// Alliances.
    pub alliances: u64,
    /// Disputes open, wars included.
    pub disputes_open: u64,
    /// Wars open.
    pub wars_open: u64,
}

impl Counts {
    /// Counts a round that is over. `systems`: political systems before the round, by which pairs are typed.
    pub fn of(world: &World, systems: &[f64]) -> Self {
        let mut counts = Self::default();
        let pair_type = |i: usize, j: usize| usize::from(systems[i] >= 0.5) + usize::from(systems[j] >= 0.5);
        let pairs = &world.pairs;
        for (pair, i, j) in present_pairs(world) {
            counts.pair_rounds[pair_type(i, j)] += 1;
            for act in pairs.act[pair] {
                counts.acts[act as usize] += 1;
            }
            counts.mutual += u64::from(pairs.act[pair] == [Act::Cooperate; 2]);
            counts.alliances += u64::from(pairs.alliance[pair]);
            counts.disputes_open += u64::from(pairs.stage[pair] > Stage::Calm);
            counts.wars_open += u64::from(pairs.stage[pair] == Stage::War);
        }
        for event in &world.events {
            match event.kind {
                EventKind::DisputeBegun => {
                    let other = event.b.unwrap_or(event.a);
                    counts.disputes_begun[pair_type(event.a.index(), other.index())] += 1;
                }
                EventKind::CrisisBegun => counts.crises_begun += 1,
                EventKind::WarBegun => counts.wars_begun += 1,
                EventKind::DisputeSettled => counts.disputes_settled += 1,
                EventKind::DisputeLapsed => counts.disputes_lapsed += 1,
                EventKind::WarSettled => counts.wars_settled += 1,
                EventKind::WarWon => counts.wars_won += 1,
                EventKind::WarFrozen => counts.wars_frozen += 1,
                EventKind::DisputeVoid => counts.disputes_void += 1,
                _ => {}
            }
        }
        counts
    }

    /// Adds what accumulates over rounds; what is open or allied stays as it is in the later round.
    pub fn add(&mut self, later: &Self) {
        for k in 0..3 {
            self.pair_rounds[k] += later.pair_rounds[k];
            self.disputes_begun[k] += later.disputes_begun[k];
            self.acts[k] += later.acts[k];
        }
        self.crises_begun += later.crises_begun;
        self.wars_begun += later.wars_begun;
        self.disputes_settled += later.disputes_settled;
        self.disputes_lapsed += later.disputes_lapsed;
        self.wars_settled += later.wars_settled;
        self.wars_won += later.wars_won;
        self.wars_frozen += later.wars_frozen;
        self.disputes_void += later.disputes_void;
        self.mutual += later.mutual;
        self.alliances = later.alliances;
        self.disputes_open = later.disputes_open;
        self.wars_open = later.wars_open;
    }
}

/// Pairs of which both states are present, as (pair, low, high).
pub fn present_pairs(world: &World) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    let present = &world.states.present;
    world.topology.iter().filter(move |&(_, i, j)| present[i] && present[j])
}
