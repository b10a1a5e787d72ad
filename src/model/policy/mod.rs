//! Foreign policy: what each state does toward each counterpart, by which instrument, with what effort (A7, A8, C2).
//!
//! All states choose from the same frozen world, so order cannot matter. A state sees its own columns, its beliefs, and
//! what is public (systems, wealth, alliances, ties, open disputes); the posture and power of others it only believes.
//!
//! ```text
//! P(act) ∝ exp(U(act) / temperature),  U(abstain) = 0, U(cooperate) and U(confront) as in `terms`
//! P(instrument | act) ∝ weight, as in `instruments`
//! effort = min(1, effort + (1 − effort) · capacity)
//! capacity   to cooperate: (diplomacy + min(1, (spend_diplomacy + spend_facilitation)/need)) / 2, over 1 − saving · breadth
//!            to confront:  min(1, spend_military / need)
//! strain ← strain + attention_rate · (load / attention − strain)
//! ```
//!
//! need: four times `issues.need`, the spending that gives full capacity.
//! One uniform chooses the act: cooperate below P(cooperate), abstain below the sum with P(abstain), else confront. One
//! more chooses the instrument in its order. With noise off the best option is taken, the first of equals.

pub mod instruments;
pub mod terms;

use super::World;
use super::draws::Purpose;
use super::ids::Topology;
use super::math::exp;
use super::pairs::{Act, INSTRUMENTS, Instrument, Pairs, breadth};
use super::params::Params;
use super::states::States;
pub use terms::{Seen, Stance, Terms};

/// Words of a pair's row: act and instrument of side 0, then of side 1.
pub const WORDS: usize = 4;

/// What a state's acts of the round add up to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    acts: [u32; 8],
}

/// Step 4, second: every state chooses toward every other within reach.
pub fn decide(world: &mut World) {
    terms::take_stances(world);
    let World { states, pairs, topology, draws, params, scratch, round, .. } = world;
    scratch.policy.clear();
    scratch.policy.resize(states.present.len(), Sums::default());
    for i in 0..states.present.len() {
        if !states.present[i] || topology.row(i).is_empty() {
            continue;
        }
        draws.row(Purpose::Acts, *round, i as u64, &mut scratch.pair_words, WORDS * topology.row(i).len());
        let range = topology.row(i);
        let first = range.start;
        for pair in range {
            let j = topology.high(pair);
            if !states.present[j] {
                continue;
            }
            for (side, me, other) in [(0, i, j), (1, j, i)] {
                let at = WORDS * (pair - first) + 2 * side;
                let u = (scratch.pair_words.uniform(at), scratch.pair_words.uniform(at + 1));
                let stances = (&scratch.stances[me], &scratch.stances[other]);
                choose(pairs, pair, side, stances, params, draws.noisy(), u, &mut scratch.policy[me]);
            }
        }
    }
    conclude(states, topology, params, &scratch.policy);
}

/// What every state brought to its choices of this round; empty before the first choice.
pub fn stances(world: &World) -> &[Stance] {
    &world.scratch.stances
}

#[allow(clippy::too_many_arguments)] // one pair's columns, both stances, and the draws
#[inline]
fn choose(
    pairs: &mut Pairs,
    pair: usize,
    side: usize,
    (me, they): (&Stance, &Stance),
    params: &Params,
    noisy: bool,
    (u_act, u_instrument): (f64, f64),
    sums: &mut Sums,
) {
    let seen = Seen::read(pairs, pair, side);
    let terms = Terms::weigh(me, they, &seen, params);
    let (mut act, mut instrument) = (pick_act(&terms, params, noisy, u_act), None);
    match pairs.forced[pair][side] {
        0 => {}
        code @ 1..=3 => act = [Act::Cooperate, Act::Abstain, Act::Confront][code as usize - 1],
        code => {
            let fixed = INSTRUMENTS[code as usize - 4];
            (act, instrument) = (fixed.act(), Some(fixed));
        }
    }
    pairs.act[pair][side] = act;
    if act == Act::Abstain {
        pairs.effort[pair][side] = 0.0;
        return;
    }
    let instrument = instrument.unwrap_or_else(|| instruments::pick(act, me, they, &seen, params, noisy, u_instrument));
    pairs.instrument[pair][side] = instrument as u8;
    pairs.effort[pair][side] = effort(act, me, &seen, params) as f32;
    sums.acts[instrument as usize] += 1;
}

/// The quantal choice, or the best act where chance is off.
fn pick_act(terms: &Terms, params: &Params, noisy: bool, u: f64) -> Act {
    let (cooperate, confront) = (terms.cooperate(), terms.confront());
    if !noisy {
        return if cooperate >= 0.0 && cooperate >= confront {
            Act::Cooperate
        } else if confront > 0.0 {
            Act::Confront
        } else {
            Act::Abstain
        };
    }
    let [p_cooperate, p_confront] = probabilities(cooperate, confront, params.choice.temperature);
    if u < p_cooperate {
        Act::Cooperate
    } else if u < 1.0 - p_confront {
        Act::Abstain
    } else {
        Act::Confront
    }
}

/// Probabilities to cooperate and to confront.
pub fn probabilities(cooperate: f64, confront: f64, temperature: f64) -> [f64; 2] {
    // Beyond e^±60 a choice is sure to the last bit, and nothing overflows.
    let weigh = |utility: f64| exp((utility / temperature).clamp(-60.0, 60.0));
    let (a, b) = (weigh(cooperate), weigh(confront));
    let total = a + 1.0 + b;
    [a / total, b / total]
}

/// How much a state puts into an act.
fn effort(act: Act, me: &Stance, seen: &Seen, params: &Params) -> f64 {
    let p = &params.choice;
    let capacity = if act == Act::Cooperate {
        me.capacity_to_cooperate
            / (1.0 - params.ties.breadth_saving * breadth(seen.trade, seen.people, seen.security)).max(0.05)
    } else {
        me.capacity_to_confront
    };
    (p.effort + (1.0 - p.effort) * capacity).min(1.0)
}

fn conclude(s: &mut States, topology: &Topology, params: &Params, sums: &[Sums]) {
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
        s.load[i] = f64::from(sum.acts.iter().sum::<u32>());
        s.strain[i] += params.choice.attention_rate * (s.load[i] / params.choice.attention - s.strain[i]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_utilities_share_the_probability() {
        let [a, b] = probabilities(0.0, 0.0, 1.0);
        assert!((a - 1.0 / 3.0).abs() < 1e-15 && (b - 1.0 / 3.0).abs() < 1e-15);
        let [a, _] = probabilities(3.0f64.ln(), -500.0, 1.0);
        assert!((a - 0.75).abs() < 1e-12);
    }
}
