//! Foreign policy: the act, instrument and effort of each state toward each counterpart (A7, A8, C2).
//!
//! All states choose from the same frozen world, so order cannot matter. A state sees its columns, its beliefs, and
//! public facts (systems, wealth, alliances, ties, open disputes). It knows the posture and power of others only by
//! belief.
//!
//! Equations: docs/odd.md, section 7.5.

mod choosing;
mod effort;
pub mod instruments;
pub mod terms;

use super::draws::{Purpose, RoundDraws};
use super::ids::Topology;
use super::math::exp;
use super::pairs::{Instrument, Pairs};
use super::params::Params;
use super::parts::{Part, Parts};
use super::states::States;
pub(crate) use choosing::WORDS;
use choosing::{ActSums, Choosing};
pub use terms::{Seen, Stance, Terms};

/// Working memory of [`decide`].
#[derive(Clone, Debug, Default)]
pub(crate) struct PolicyScratch {
    /// The values of every state in its choices of this round; empty before the first choice.
    pub(super) stances: Vec<Stance>,
    members: Vec<u32>,
    sums: Vec<ActSums>,
}

/// Step 4, second: every state chooses its act toward every other within reach.
pub(crate) fn decide(
    states: &mut States,
    pairs: &mut Pairs,
    topology: &Topology,
    params: &Params,
    draws: RoundDraws,
    (parts, scratch): (&mut Parts, &mut PolicyScratch),
) {
    let PolicyScratch { stances, members, sums } = scratch;
    terms::take_stances(stances, members, states, params);
    let sums = parts.carry_out(pairs, topology, sums, &mut Vec::new(), |part| {
        let Part { rows, first, mut pairs, lows, words, sums, .. } = part;
        let mut next = rows.start;
        while next < rows.end {
            let count = |row: usize| WORDS * topology.row(row).len();
            let (batch, words) = draws.batch(Purpose::Acts, next..rows.end, count, words);
            next = batch.end;
            let range = topology.rows(batch);
            let here = range.start - first..range.end - first;
            choosing::choose(Choosing {
                row: &mut pairs.some(here.clone()),
                lows: &lows[here],
                highs: topology.highs_of(range),
                present: &states.present,
                words: words.rows(),
                stances,
                params,
                noisy: draws.noisy(),
                sums,
            });
        }
    });
    conclude(states, topology, sums);
}

/// Probabilities to cooperate and to confront.
pub fn probabilities(cooperate: f64, confront: f64) -> [f64; 2] {
    let [a, b] = [cooperate, confront].map(exp);
    let total = a + 1.0 + b;
    [a / total, b / total]
}

fn conclude(s: &mut States, topology: &Topology, sums: &[ActSums]) {
    for (i, sum) in sums.iter().enumerate().filter(|(i, _)| s.present[*i] && topology.degree(*i) > 0) {
        let count = |instrument: Instrument| f64::from(sum.acts[instrument as usize]);
        s.acts_facilitation[i] = count(Instrument::Facilitation);
        s.acts_trade[i] = count(Instrument::Trade);
        s.acts_alliance[i] = count(Instrument::Alliance);
        s.acts_mediation[i] = count(Instrument::Mediation);
        s.acts_sanctions[i] = count(Instrument::Sanctions);
        s.acts_covert[i] = count(Instrument::Covert);
        s.acts_show[i] = count(Instrument::Show);
        s.acts_force[i] = count(Instrument::Force);
        [s.effort_aligned[i], s.effort_rivals[i], s.effort_hostile[i]] = sum.efforts;
        s.load[i] = f64::from(sum.acts.iter().sum::<u32>());
        let part = sum.attended / sum.matters.max(1e-12);
        s.strain[i] = part / (0.25 + 0.5 * s.diplomacy[i]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_utilities_share_the_probability() {
        let [a, b] = probabilities(0.0, 0.0);
        assert!((a - 1.0 / 3.0).abs() < 1e-15 && (b - 1.0 / 3.0).abs() < 1e-15);
        let [a, _] = probabilities(3.0f64.ln(), -500.0);
        assert!((a - 0.75).abs() < 1e-12);
    }

    #[test]
    fn the_load_of_a_round_strains_attention() {
        let mut s = States::new(2);
        (s.strain, s.diplomacy) = (vec![0.4; 2], vec![0.1; 2]);
        let sums = [
            ActSums { acts: [1, 2, 0, 0, 3, 0, 0, 4], efforts: [0.1, 0.2, 0.3], matters: 5.0, attended: 4.0 },
            ActSums { matters: 2.0, ..ActSums::default() },
        ];
        conclude(&mut s, &Topology::new(2, vec![(0, 1)]), &sums);
        assert_eq!((s.load[0], s.acts_trade[0], s.acts_sanctions[0], s.acts_force[0]), (10.0, 2.0, 3.0, 4.0));
        assert_eq!((s.effort_aligned[0], s.effort_rivals[0], s.effort_hostile[0]), (0.1, 0.2, 0.3));
        // Four fifths of what matters, by a service that can attend to 0.3.
        assert!((s.strain[0] - 0.8 / 0.3).abs() < 1e-12);
        assert_eq!(s.strain[1], 0.0);
    }
}
