//! Counts of a round: acts, disputes, wars, and pairs by the kinds of their political systems.

use serde::{Deserialize, Serialize};

use crate::model::pairs::{Act, Stage};
use crate::model::{EventKind, World};

/// The kinds of pairs: both systems below 0.5, one of them, none.
#[cfg(test)]
pub(crate) const PAIR_TYPES: [&str; 3] = ["aa", "ad", "dd"];

/// Counts of one round, or of several rounds added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Pairs of states present, by kind; each counts once a round.
    pub pair_rounds: [u64; 3],
    /// Disputes begun, by kind of pair.
    pub disputes_begun: [u64; 3],
    /// Events, by the number of their kind.
    pub events: [u64; EventKind::NAMES.len()],
    /// Acts of cooperation, abstention and confrontation, over ordered pairs.
    pub acts: [u64; 3],
    /// Pairs in which both sides cooperate.
    pub mutual: u64,
    /// Alliances in force.
    pub alliances: u64,
    /// Disputes open, including wars.
    pub disputes_open: u64,
    /// Wars open.
    pub wars_open: u64,
}

impl Counts {
    /// Counts a finished round. `systems` are the political systems before the round, which give the kinds of pairs.
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
            counts.events[event.kind as usize] += 1;
            if event.kind == EventKind::DisputeBegun {
                let other = event.b.unwrap_or(event.a);
                counts.disputes_begun[pair_type(event.a.index(), other.index())] += 1;
            }
        }
        counts
    }

    /// Events of a kind.
    pub fn of_kind(&self, kind: EventKind) -> u64 {
        self.events[kind as usize]
    }

    /// Adds the counts of events. The counts of open disputes and alliances are those of the later round.
    pub fn add(&mut self, later: &Self) {
        for k in 0..3 {
            self.pair_rounds[k] += later.pair_rounds[k];
            self.disputes_begun[k] += later.disputes_begun[k];
            self.acts[k] += later.acts[k];
        }
        for (sum, count) in self.events.iter_mut().zip(later.events) {
            *sum += count;
        }
        self.mutual += later.mutual;
        self.alliances = later.alliances;
        self.disputes_open = later.disputes_open;
        self.wars_open = later.wars_open;
    }
}

/// Pairs with both states present, as (pair, low, high).
pub(crate) fn present_pairs(world: &World) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    let present = &world.states.present;
    world.topology.iter().filter(move |&(_, i, j)| present[i] && present[j])
}
