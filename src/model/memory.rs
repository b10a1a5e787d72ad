//! Slow memories of the benefits and harms of each of the four functions of foreign policy.
//!
//! Equations: docs/odd.md, section 7.10. If the scenario does not give a state memories, it begins with the knowledge,
//! threat and facilitation that follow from its world before the first round. Opportunities begin empty. Goodwill and
//! hostility, and gains and losses, are remembered as balances: each side as its part of both together.

use super::ids::Topology;
use super::math::{saturate, weighted_mean};
use super::pairs::{Pairs, salience};
use super::params::Params;
use super::states::States;

/// Step 6, second: the effects of the round are remembered.
pub(crate) fn remember(s: &mut States, params: &Params) {
    move_toward_now(s, params, 1.0 / params.constitution.memory);
}

/// Before the first round: initial beliefs, ties and disputes have a past.
pub(crate) fn begin(s: &mut States, pairs: &mut Pairs, topology: &Topology, params: &Params) {
    let mut sums = vec![[0.0; 5]; s.present.len()];
    for (pair, i, j) in super::ids::present(topology, &s.present) {
        for (side, me) in [(0, i), (1, j)] {
            let (reach, belief) = (salience(&pairs.row(pair..pair + 1), 0, side), pairs.belief[pair][side]);
            sums[me][0] += reach * belief.max(0.0);
            sums[me][1] += reach * (-belief).max(0.0);
            sums[me][2] += reach;
            sums[me][3] += pairs.reach[pair][side];
            sums[me][4] += pairs.reach[pair][side] * s.system[if side == 0 { j } else { i }];
        }
    }
    for (i, [good, bad, matters, reach, systems]) in sums.into_iter().enumerate() {
        s.goodwill[i] = weighted_mean(good, matters, 0.0, 1.0);
        s.hostility[i] = weighted_mean(bad, matters, 0.0, 1.0);
        s.neighbours_system[i] = weighted_mean(systems, reach, 0.0, 1.0);
    }
    let given = given_memories(s);
    move_toward_now(s, params, 1.0);
    for (i, memories) in given {
        restore(s, i, memories);
    }
}

/// A state that enters without memories has those of a mean state of the world.
pub(crate) fn begin_entrant(s: &mut States, i: usize) {
    let others: Vec<usize> = (0..s.present.len()).filter(|&k| k != i && s.present[k]).collect();
    if others.is_empty() {
        return;
    }
    let all = [
        &mut s.knowledge_benefit,
        &mut s.knowledge_harm,
        &mut s.threat_benefit,
        &mut s.threat_harm,
        &mut s.opportunity_benefit,
        &mut s.opportunity_harm,
        &mut s.facilitation_benefit,
        &mut s.facilitation_harm,
    ];
    if all.iter().any(|memory| memory[i] != 0.0) {
        return;
    }
    for memory in all {
        memory[i] = others.iter().map(|&k| memory[k]).sum::<f64>() / others.len() as f64;
    }
}

/// The memories of states for which the scenario gives any.
fn given_memories(s: &States) -> Vec<(usize, [f64; 8])> {
    (0..s.present.len())
        .map(|i| {
            let memories = [
                s.knowledge_benefit[i],
                s.knowledge_harm[i],
                s.threat_benefit[i],
                s.threat_harm[i],
                s.opportunity_benefit[i],
                s.opportunity_harm[i],
                s.facilitation_benefit[i],
                s.facilitation_harm[i],
            ];
            (i, memories)
        })
        .filter(|(_, memories)| memories.iter().any(|&m| m != 0.0))
        .collect()
}

fn restore(s: &mut States, i: usize, m: [f64; 8]) {
    [s.knowledge_benefit[i], s.knowledge_harm[i], s.threat_benefit[i], s.threat_harm[i]] = [m[0], m[1], m[2], m[3]];
    [s.opportunity_benefit[i], s.opportunity_harm[i], s.facilitation_benefit[i], s.facilitation_harm[i]] =
        [m[4], m[5], m[6], m[7]];
}

fn move_toward_now(s: &mut States, params: &Params, rate: f64) {
    // One side of a balance: a/(a + b + 2 half).
    let part = |a: f64, b: f64, half: f64| a / (a + b + 2.0 * half);
    let half = params.ties.half;
    for i in 0..s.present.len() {
        if !s.present[i] {
            continue;
        }
        for (memory, now) in [
            (&mut s.knowledge_benefit[i], part(s.goodwill[i], s.hostility[i], half)),
            (&mut s.knowledge_harm[i], part(s.hostility[i], s.goodwill[i], half)),
            (&mut s.threat_benefit[i], saturate(s.settlements[i], 1.0)),
            (&mut s.threat_harm[i], s.threat[i].max(s.strife[i])),
            (&mut s.opportunity_benefit[i], part(s.gains[i], s.losses[i], half)),
            (&mut s.opportunity_harm[i], part(s.losses[i], s.gains[i], half)),
            (&mut s.facilitation_benefit[i], saturate(s.people_ties[i], params.economy.ties_half)),
            (&mut s.facilitation_harm[i], saturate(s.severity[i], half)),
        ] {
            *memory += rate * (now - *memory);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pairs::PairStart;
    use super::*;
    use crate::math::close;

    #[test]
    fn memories_move_to_the_round_by_their_span() {
        let mut params = Params::default();
        (params.constitution.memory, params.ties.half, params.economy.ties_half) = (4.0, 2.0, 3.0);
        let mut s = States::new(1);
        (s.goodwill[0], s.hostility[0], s.settlements[0]) = (0.5, 1.5, 3.0);
        (s.threat[0], s.strife[0]) = (0.3, 0.6);
        (s.gains[0], s.losses[0], s.severity[0], s.people_ties[0]) = (6.0, 2.0, 0.5, 9.0);
        s.knowledge_benefit[0] = 0.1;
        remember(&mut s, &params);
        // A balance of 0.5 to 1.5, and of 6 to 2, each with its half of 2 twice.
        close(s.knowledge_benefit[0], 0.1 + 0.25 * (0.5 / 6.0 - 0.1));
        close(s.knowledge_harm[0], 0.25 * 1.5 / 6.0);
        close(s.threat_benefit[0], 0.25 * 0.75);
        close(s.threat_harm[0], 0.25 * 0.6);
        close(s.opportunity_benefit[0], 0.25 * 0.5);
        close(s.opportunity_harm[0], 0.25 * 2.0 / 12.0);
        close(s.facilitation_benefit[0], 0.25 * 0.75);
        close(s.facilitation_harm[0], 0.25 * 0.2);
    }

    #[test]
    fn a_world_begins_with_the_memories_that_follow_from_it_unless_they_are_given() {
        let mut params = Params::default();
        params.ties.half = 0.5;
        let start = PairStart { belief: [Some(0.5), Some(-1.0)], reach: [1.0, 0.5], ..PairStart::new(0, 1) };
        let other = PairStart { belief: [Some(-0.5), Some(0.5)], ..PairStart::new(1, 2) };
        let topology = Topology::new(3, vec![(0, 1), (1, 2)]);
        let mut pairs = Pairs::new(&[start, other], &[1.0; 3]);
        let mut s = States::new(3);
        (s.opportunity_harm[2], s.knowledge_harm[2]) = (0.25, 0.125);
        begin(&mut s, &mut pairs, &topology, &params);
        assert_eq!((s.goodwill[0], s.hostility[0]), (0.5, 0.0));
        // The second has the first within half of its reach, and the third within all of it.
        close(s.goodwill[1], 0.0);
        close(s.hostility[1], 0.5 / 1.5 + 0.5 / 1.5);
        close(s.knowledge_benefit[0], 0.5 / 1.5);
        close(s.knowledge_harm[1], s.hostility[1] / (s.hostility[1] + 1.0));
        assert_eq!((s.knowledge_benefit[2], s.knowledge_harm[2]), (0.0, 0.125));
        assert_eq!((s.opportunity_harm[1], s.opportunity_harm[2]), (0.0, 0.25));
    }
}
