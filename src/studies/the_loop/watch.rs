//! Measures of a run: governance and policy of a state, and how much of its cooperation is mutual and lasts.

use crate::model::World;
use crate::model::pairs::Act;
use crate::record::words::Basin;

use super::lab::Lab;

/// The measures of policy, in order.
pub(super) const POLICY: [&str; 3] = ["policy", "cooperation", "lasting"];
/// The number of rounds, with the present one, in which cooperation must be mutual to count as lasting.
pub(super) const LASTING: u32 = 5;

/// The governance of a state: mean and components. Missing while the state is not in the world.
pub(super) fn governance(world: &World, state: usize) -> [f64; 5] {
    let s = &world.states;
    if !s.present[state] {
        return [f64::NAN; 5];
    }
    let four = [s.meaning[state], s.referent[state], s.securitisation[state], s.provision[state]];
    let [a, b, c, d] = four;
    [(a + b + c + d) / 4.0, a, b, c, d]
}

/// Mean governance of the states present, then the shares of them below and above the middle.
pub(super) fn world_governance(world: &World) -> [f64; 3] {
    let present = (0..world.states.present.len()).filter(|&i| world.states.present[i]);
    let all: Vec<f64> = present.map(|i| governance(world, i)[0]).collect();
    let n = all.len() as f64;
    let share = |basin: Basin| all.iter().filter(|&&x| Basin::of(x) == basin).count() as f64 / n;
    [all.iter().sum::<f64>() / n, share(Basin::Authoritarian), share(Basin::Participatory)]
}

/// Means over the last fifth of a run.
pub(super) struct Late<const N: usize> {
    sums: [f64; N],
    counts: [f64; N],
}

impl<const N: usize> Late<N> {
    /// Starts without rounds.
    pub(super) fn new() -> Self {
        Self { sums: [0.0; N], counts: [0.0; N] }
    }

    /// Adds a round if it is late. Missing values are left out.
    pub(super) fn add(&mut self, lab: &Lab<'_>, round: u32, values: impl FnOnce() -> [f64; N]) {
        if !lab.is_late(round) {
            return;
        }
        for ((sum, count), value) in self.sums.iter_mut().zip(&mut self.counts).zip(values()) {
            if !value.is_nan() {
                *sum += value;
                *count += 1.0;
            }
        }
    }

    /// The means; NaN without values.
    pub(super) fn means(&self) -> [f64; N] {
        std::array::from_fn(|k| self.sums[k] / self.counts[k])
    }
}

/// The number of rounds for which the cooperation of a state with each counterpart has been mutual.
pub(super) struct Bonds {
    state: usize,
    rounds: Vec<u32>,
}

impl Bonds {
    /// Starts without rounds.
    pub(super) fn of(state: usize) -> Self {
        Self { state, rounds: Vec::new() }
    }

    /// Adds a round. Returns the mean posture of the state, the share of its counterparts that it cooperates with, and
    /// the share with which cooperation is mutual and has lasted; missing without counterparts.
    pub(super) fn see(&mut self, world: &World) -> [f64; 3] {
        let World { states, pairs, topology, .. } = world;
        self.rounds.resize(topology.degree(self.state), 0);
        let (mut others, mut cooperates, mut lasts) = (0.0, 0.0, 0.0);
        for (link, rounds) in topology.links(self.state).zip(&mut self.rounds) {
            let there = states.present[self.state] && states.present[link.other.index()];
            let acts = pairs.act[link.pair.index()];
            let mutual = there && acts == [Act::Cooperate; 2];
            *rounds = if mutual { *rounds + 1 } else { 0 };
            if there {
                others += 1.0;
                cooperates += f64::from(u8::from(acts[link.side] == Act::Cooperate));
                lasts += f64::from(u8::from(*rounds >= LASTING));
            }
        }
        if others > 0.0 { [states.policy[self.state], cooperates / others, lasts / others] } else { [f64::NAN; 3] }
    }
}
