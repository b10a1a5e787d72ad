//! Foreign policy: the act, instrument and effort of each state toward each counterpart (A7, A8, C2).
//!
//! All states choose from the same frozen world, so order cannot matter. A state sees its columns, its beliefs, and
//! public facts (systems, wealth, alliances, ties, open disputes). It knows the posture and power of others only by
//! belief.
//!
//! Equations: docs/odd.md, section 7.5. One uniform chooses the act, and its remainder chooses the instrument (u itself
//! if an intervention fixes the act). With noise off the best option is taken, the first of equals.

pub mod instruments;
pub mod terms;
mod weighing;

use super::draws::{Purpose, RoundDraws, Words};
use super::ids::Topology;
use super::math::{at_most, exp};
use super::pairs::{Act, INSTRUMENTS, Instrument, Pairs, Row, breadth, salience};
use super::params::Params;
use super::states::States;
use super::ties::actors;
pub use terms::{Seen, Stance, Terms};

/// The words of a pair's row, one per side.
pub const WORDS: usize = 2;

/// Sums over the acts of one state in a round.
#[derive(Clone, Copy, Debug, Default)]
struct ActSums {
    acts: [u32; 8],
    /// Effort toward aligned states, rivals and hostile states.
    efforts: [f64; 3],
    /// Salience of all counterparts, and of those acted toward.
    matters: f64,
    attended: f64,
}

/// Working memory of [`decide`].
#[derive(Clone, Debug, Default)]
pub struct PolicyScratch {
    pub(super) words: Words,
    /// The values of every state in its choices of this round; empty before the first choice.
    pub(super) stances: Vec<Stance>,
    pub(super) weights: Vec<[f64; 4]>,
    members: Vec<u32>,
    sums: Vec<ActSums>,
}

/// The rivalry from which a counterpart counts as a rival in the record of effort by relation.
const RIVAL: f64 = 0.25;

/// The effort of an act without any capacity.
const LEAST_EFFORT: f64 = 0.3;

/// Step 4, second: every state chooses its act toward every other within reach.
pub fn decide(
    states: &mut States,
    pairs: &mut Pairs,
    (topology, lows): (&Topology, &[u32]),
    params: &Params,
    draws: RoundDraws,
    scratch: &mut PolicyScratch,
) {
    let PolicyScratch { words, stances, weights, members, sums } = scratch;
    terms::take_stances(stances, members, states, params);
    let noisy = draws.noisy();
    sums.clear();
    sums.resize(states.present.len(), ActSums::default());
    let (mut next, end) = (0, topology.states());
    while next < end {
        let (rows, words) = draws.batch(Purpose::Acts, next..end, |row| WORDS * topology.row(row).len(), words);
        next = rows.end;
        let range = topology.rows(rows);
        let (row, lows, highs) = (&mut pairs.row(range.clone()), &lows[range.clone()], topology.highs_of(range));
        weighing::weigh(row, (lows, highs), stances, params, noisy, &mut weights[..highs.len()]);
        for (k, (&low, &high)) in lows.iter().zip(highs).enumerate() {
            let (i, j) = (low as usize, high as usize);
            if !(states.present[i] && states.present[j]) {
                continue;
            }
            let (low, high) = (&stances[i], &stances[j]);
            let [a, b, c, d] = weights[k];
            let u = [words.uniform(WORDS * k), words.uniform(WORDS * k + 1)];
            let (first, second) = if noisy {
                (pick_act(a, b, u[0]), pick_act(c, d, u[1]))
            } else {
                (best_act(a, b, u[0]), best_act(c, d, u[1]))
            };
            settle_on(row, k, 0, first, (low, high), params, noisy, &mut sums[i]);
            settle_on(row, k, 1, second, (high, low), params, noisy, &mut sums[j]);
        }
    }
    conclude(states, topology, sums);
}

/// Stores the act chosen, or the act that an intervention forces, with its instrument and effort.
#[allow(clippy::too_many_arguments)] // one pair, what the choice saw, and the draws
#[inline]
fn settle_on(
    row: &mut Row<'_>,
    k: usize,
    side: usize,
    (mut act, mut left, u): (Act, f64, f64),
    (me, they): (&Stance, &Stance),
    params: &Params,
    noisy: bool,
    sums: &mut ActSums,
) {
    let mut instrument = None;
    match row.forced[k][side] {
        0 => {}
        code @ 1..=3 => (act, left) = ([Act::Cooperate, Act::Abstain, Act::Confront][code as usize - 1], u),
        code => {
            let fixed = INSTRUMENTS[(code as usize - 4) & 7];
            (act, instrument) = (fixed.act(), Some(fixed));
        }
    }
    row.act[k][side] = act;
    let matters = salience(row, k, side);
    sums.matters += matters;
    if act == Act::Abstain {
        row.effort[k][side] = 0.0;
        return;
    }
    let seen = Seen::read(row, k, side);
    let instrument = instrument.unwrap_or_else(|| instruments::pick(act, me, they, &seen, params, noisy, left));
    row.instrument[k][side] = instrument as u8;
    let effort = effort(act, me, they, &seen, params);
    row.effort[k][side] = effort;
    sums.attended += matters;
    sums.acts[instrument as usize] += 1;
    let relation = if seen.rivalry >= RIVAL { 1 } else { 2 * usize::from(seen.belief < 0.0) };
    sums.efforts[relation] += effort;
}

/// The quantal choice among acts with these weights (abstaining has weight 1). Returns the act, the uniform that
/// remains, and u.
#[inline]
fn pick_act(cooperate: f64, confront: f64, u: f64) -> (Act, f64, f64) {
    let x = u * (cooperate + 1.0 + confront);
    if x < cooperate {
        (Act::Cooperate, x / cooperate, u)
    } else if x < cooperate + 1.0 {
        (Act::Abstain, u, u)
    } else {
        (Act::Confront, (x - cooperate - 1.0) / confront, u)
    }
}

/// The best act by utility, the first of equals. Passes u through.
fn best_act(cooperate: f64, confront: f64, u: f64) -> (Act, f64, f64) {
    if cooperate >= 0.0 && cooperate >= confront {
        (Act::Cooperate, u, u)
    } else if confront > 0.0 {
        (Act::Confront, u, u)
    } else {
        (Act::Abstain, u, u)
    }
}

/// Probabilities to cooperate and to confront.
pub fn probabilities(cooperate: f64, confront: f64) -> [f64; 2] {
    let [a, b] = [cooperate, confront].map(exp);
    let total = a + 1.0 + b;
    [a / total, b / total]
}

/// The effort of an act.
fn effort(act: Act, me: &Stance, they: &Stance, seen: &Seen, params: &Params) -> f64 {
    let capacity = if act == Act::Cooperate {
        let actors = actors(me.civil_capacity, they.civil_capacity, params);
        let broad = actors * breadth(seen.trade, seen.people, seen.security);
        me.capacity_to_cooperate / (1.0 - params.ties.breadth * broad).max(0.05)
    } else {
        me.capacity_to_confront
    };
    at_most(LEAST_EFFORT + (1.0 - LEAST_EFFORT) * capacity, 1.0)
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
    fn one_uniform_picks_the_act_and_leaves_a_uniform_for_the_instrument() {
        // Weights 2, 1 and 5 of 8.
        assert_eq!(pick_act(2.0, 5.0, 0.125), (Act::Cooperate, 0.5, 0.125));
        assert_eq!(pick_act(2.0, 5.0, 0.25), (Act::Abstain, 0.25, 0.25));
        assert_eq!(pick_act(2.0, 5.0, 0.374).0, Act::Abstain);
        assert_eq!(pick_act(2.0, 5.0, 0.375), (Act::Confront, 0.0, 0.375));
        assert_eq!(pick_act(2.0, 5.0, 0.6875), (Act::Confront, 0.5, 0.6875));
    }

    #[test]
    fn without_chance_the_best_act_is_taken_and_the_first_of_equals() {
        let best = |cooperate, confront| best_act(cooperate, confront, 0.5).0;
        assert_eq!(best(0.2, 0.1), Act::Cooperate);
        assert_eq!(best(0.0, 0.0), Act::Cooperate);
        assert_eq!(best(0.1, 0.1), Act::Cooperate);
        assert_eq!(best(0.1, 0.2), Act::Confront);
        assert_eq!(best(-0.1, 0.0), Act::Abstain);
    }

    #[test]
    fn effort_grows_with_capacity_and_breadth_makes_cooperation_cheaper() {
        let mut params = Params::default();
        params.ties.breadth = 0.5;
        let of = |civil_capacity: f64| Stance {
            civil_capacity,
            capacity_to_cooperate: 0.3,
            capacity_to_confront: 0.5,
            ..Stance::default()
        };
        let mut pairs = Pairs::new(&[super::super::pairs::PairStart::new(0, 1)], &[1.0; 2]);
        (pairs.trade[0], pairs.people[0], pairs.security[0]) = (0.4, 0.4, 0.0); // breadth one half
        let seen = Seen::of(&pairs, 0, 0);
        let effort = |act| effort(act, &of(0.6), &of(0.2), &seen, &params);
        assert!((effort(Act::Confront) - 0.65).abs() < 1e-12);
        // By civic bodies of 0.6 and 0.2 besides the states, which saves half of 0.35.
        assert!((effort(Act::Cooperate) - (0.3 + 0.7 * 0.3 / 0.825)).abs() < 1e-12);
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

    #[test]
    fn a_choice_is_stored_with_its_effort_by_relation_unless_an_intervention_fixes_it() {
        let params = Params::default();
        let me = Stance::default(); // without any capacity
        let settled = |forced: u8, rivalry: f64, belief: f64, act: Act| {
            let mut pairs = Pairs::new(&[super::super::pairs::PairStart::new(0, 1)], &[1.0; 2]);
            (pairs.forced[0][1], pairs.rivalry[0], pairs.belief[0][1]) = (forced, rivalry, belief);
            let mut sums = ActSums::default();
            let both = (&me, &me);
            settle_on(&mut pairs.row(0..1), 0, 1, (act, 0.5, 0.5), both, &params, false, &mut sums);
            (pairs.act[0][1], INSTRUMENTS[pairs.instrument[0][1] as usize], pairs.effort[0][1], sums)
        };
        let (act, _, effort, sums) = settled(0, RIVAL, 0.5, Act::Confront);
        assert_eq!((act, effort, sums.efforts), (Act::Confront, 0.3, [0.0, 0.3, 0.0]));
        assert_eq!(sums.acts.iter().sum::<u32>(), 1);
        assert_eq!(settled(0, 0.2, 0.5, Act::Confront).3.efforts, [0.3, 0.0, 0.0]);
        assert_eq!(settled(0, 0.2, 0.0, Act::Confront).3.efforts, [0.3, 0.0, 0.0]);
        assert_eq!(settled(0, 0.2, -0.5, Act::Confront).3.efforts, [0.0, 0.0, 0.3]);
        let (act, _, effort, sums) = settled(2, 0.2, 0.5, Act::Confront);
        assert_eq!((act, effort, sums.efforts), (Act::Abstain, 0.0, [0.0; 3]));
        assert_eq!(settled(1, 0.0, 0.0, Act::Confront).0, Act::Cooperate);
        for (number, instrument) in INSTRUMENTS.into_iter().enumerate() {
            let (act, stored, ..) = settled(4 + number as u8, 0.0, 0.0, Act::Abstain);
            assert_eq!((act, stored), (instrument.act(), instrument));
        }
    }
}
