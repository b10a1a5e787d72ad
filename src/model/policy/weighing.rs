//! The utilities of the choices of pairs, a few pairs at a time.

use pulp::NullaryFnOnce;

use super::super::lanes::{LANES, in_lanes, lanes, widest};
use super::super::math::exp;
use super::super::pairs::{Row, Stage};
use super::super::params::Params;
use super::terms::seen;
use super::{Seen, Stance, Terms};

/// U(cooperate) and U(confront) of side 0, then of side 1, of each of these pairs; their weights if chance is on.
pub(super) fn weigh(
    row: &Row<'_>,
    (lows, highs): (&[u32], &[u32]),
    stances: &[Stance],
    params: &Params,
    noisy: bool,
    weights: &mut [[f64; 4]],
) {
    widest(Weighing { row, lows, highs, stances, params, noisy, weights });
}

struct Weighing<'a, 'r> {
    row: &'a Row<'r>,
    lows: &'a [u32],
    highs: &'a [u32],
    stances: &'a [Stance],
    params: &'a Params,
    noisy: bool,
    weights: &'a mut [[f64; 4]],
}

impl NullaryFnOnce for Weighing<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        let pairs = self.highs.len();
        if pairs < LANES {
            (0..pairs).for_each(|first| self.block::<1>(first));
            return;
        }
        for first in (0..pairs).step_by(LANES) {
            // The last block begins earlier, and weighs some pairs again.
            self.block::<LANES>(first.min(pairs - LANES));
        }
    }
}

impl Weighing<'_, '_> {
    #[inline(always)]
    #[allow(clippy::needless_range_loop)] // a lane is in several arrays
    fn block<const L: usize>(&mut self, first: usize) {
        let seen = SeenLanes::<L>::of(self.row, first);
        let low = StanceLanes::<L>::read(self.stances, lanes(self.lows, first));
        let high = StanceLanes::<L>::read(self.stances, lanes(self.highs, first));
        let params = self.params;
        let mut weights = [[0.0; L]; 4];
        for lane in 0..L {
            let (me, they) = (low.at(lane), high.at(lane));
            let low = Terms::weigh(&me, &they, &seen.at(lane, 0), params);
            let high = Terms::weigh(&they, &me, &seen.at(lane, 1), params);
            weights[0][lane] = low.cooperate();
            weights[1][lane] = low.confront();
            weights[2][lane] = high.cooperate();
            weights[3][lane] = high.confront();
        }
        if self.noisy {
            for weight in weights.as_flattened_mut() {
                *weight = exp(*weight);
            }
        }
        for (lane, four) in self.weights[first..first + L].iter_mut().enumerate() {
            *four = weights.map(|weights| weights[lane]);
        }
    }
}

in_lanes! {
    /// What utilities take of the stances of a few states.
    StanceLanes of Stance {
        system: f64,
        revisionism: f64,
        self_image: f64,
        allied_power: f64,
        market: f64,
        bloc: (u32, bool),
        draw_of_markets: f64,
        draw_of_rulers: f64,
        fear_for_rule: f64,
        fear_for_order: f64,
        need_of_enemies: f64,
        narrowness: f64,
        shared_institutions: f64,
        blocked: f64,
        initiative: f64,
        prudent: f64,
        weary: f64,
        strained: f64,
    }
}

/// The columns of [`Seen`] at a few pairs.
struct SeenLanes<'a, const L: usize> {
    belief: &'a [[f64; 2]; L],
    believed_power: &'a [[f64; 2]; L],
    threat: &'a [[f64; 2]; L],
    reach: &'a [[f64; 2]; L],
    trade: &'a [f64; L],
    people: &'a [f64; L],
    security: &'a [f64; L],
    complementarity: &'a [f64; L],
    rivalry: &'a [f64; L],
    contest: &'a [f64; L],
    alliance: &'a [bool; L],
    stage: &'a [Stage; L],
    grievance: &'a [[f64; 2]; L],
}

impl<'a, const L: usize> SeenLanes<'a, L> {
    #[inline(always)]
    fn of(row: &'a Row<'_>, first: usize) -> Self {
        Self {
            belief: lanes(row.belief, first),
            believed_power: lanes(row.believed_power, first),
            threat: lanes(row.threat, first),
            reach: lanes(row.reach, first),
            trade: lanes(row.trade, first),
            people: lanes(row.people, first),
            security: lanes(row.security, first),
            complementarity: lanes(row.complementarity, first),
            rivalry: lanes(row.rivalry, first),
            contest: lanes(row.contest, first),
            alliance: lanes(row.alliance, first),
            stage: lanes(row.stage, first),
            grievance: lanes(row.grievance, first),
        }
    }

    #[inline(always)]
    fn at(&self, lane: usize, side: usize) -> Seen {
        seen!(self, lane, side)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::pairs::{PairStart, Pairs};
    use super::*;

    #[test]
    fn every_pair_is_weighed_by_its_terms_and_with_chance_by_their_exponential() {
        let mut params = Params::default();
        params.threat.allied_help = 0.5;
        // Less than a block, of one block, and of blocks that overlap.
        for count in [0, 1, LANES - 1, LANES, LANES + 3, 3 * LANES] {
            let share = |n: usize| (n * 7 % 11) as f64 / 11.0;
            let stances: Vec<Stance> = (0..=count)
                .map(|n| Stance {
                    system: share(n),
                    revisionism: share(n + 1),
                    self_image: share(n + 2),
                    allied_power: share(n + 3),
                    market: share(n + 4),
                    bloc: (n as u32 % 3, n % 2 == 0),
                    draw_of_markets: share(n + 5),
                    draw_of_rulers: share(n + 6),
                    fear_for_rule: share(n + 7),
                    fear_for_order: share(n + 8),
                    need_of_enemies: share(n + 9),
                    narrowness: share(n + 10),
                    shared_institutions: -share(n + 1),
                    blocked: -share(n + 2),
                    initiative: share(n + 3),
                    prudent: -share(n + 4),
                    weary: -share(n + 5),
                    strained: -share(n + 6),
                    ..Stance::default()
                })
                .collect();
            let starts: Vec<_> = (1..=count)
                .map(|n| PairStart {
                    reach: [share(n), share(n + 2)],
                    belief: [Some(-share(n)), Some(share(n + 3))],
                    ties: [share(n + 1), share(n + 4), share(n + 5)],
                    rivalry: share(n + 6),
                    contest: share(n + 7),
                    complementarity: share(n + 8),
                    stage: [Stage::Calm, Stage::Dispute, Stage::War][n % 3],
                    ..PairStart::new(0, n as u32)
                })
                .collect();
            let mut pairs = Pairs::new(&starts, &vec![1.0; count + 1]);
            pairs.threat.iter_mut().enumerate().for_each(|(n, threat)| *threat = [share(n), share(n + 1)]);
            pairs.grievance.iter_mut().enumerate().for_each(|(n, sides)| *sides = [share(n + 2), share(n + 3)]);
            let (lows, highs): (Vec<u32>, Vec<u32>) = (1..=count as u32).map(|high| (0, high)).unzip();
            for noisy in [false, true] {
                let mut weights = vec![[0.0; 4]; count];
                weigh(&pairs.row(0..count), (&lows, &highs), &stances, &params, noisy, &mut weights);
                for (k, weights) in weights.into_iter().enumerate() {
                    let terms = |me: usize, they: usize, side: usize| {
                        let terms = Terms::weigh(&stances[me], &stances[they], &Seen::of(&pairs, k, side), &params);
                        [terms.cooperate(), terms.confront()].map(|utility| if noisy { exp(utility) } else { utility })
                    };
                    let ([a, b], [c, d]) = (terms(0, k + 1, 0), terms(k + 1, 0, 1));
                    assert_eq!(weights, [a, b, c, d], "pair {k} of {count}");
                }
            }
        }
    }
}
