//! The choices of pairs, a few pairs at a time: act, instrument and effort of both sides.
//!
//! Equations: docs/odd.md, section 7.5, and `terms`. One uniform chooses the act, and its remainder chooses the instrument
//! (u itself if an intervention fixes the act). With noise off the best option is taken, the first of equals.

use pulp::NullaryFnOnce;

use super::super::draws::uniform_of;
use super::super::lanes::{LANES, blocks, in_lanes, lanes};
use super::super::math::{at_least, exp};
use super::super::pairs::{Act, Row, Stage, breadth, matters};
use super::super::params::Params;
use super::super::parts::Sums;
use super::super::vectors::widest;
use super::terms::seen;
use super::{Seen, Stance, Terms, effort, instruments};

/// The words of a pair's row, one per side.
pub(crate) const WORDS: usize = 2;

/// The rivalry from which a counterpart counts as a rival in the record of effort by relation.
const RIVAL: f64 = 0.25;

/// Sums over the acts of one state in a round.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct ActSums {
    pub(super) acts: [u32; 8],
    /// Effort toward aligned states, rivals and hostile states.
    pub(super) efforts: [f64; 3],
    /// Salience of all counterparts, and of those acted toward.
    pub(super) matters: f64,
    pub(super) attended: f64,
}

impl Sums for ActSums {
    fn add(&mut self, later: &Self) {
        self.acts.iter_mut().zip(later.acts).for_each(|(sum, later)| *sum += later);
        self.efforts.iter_mut().zip(later.efforts).for_each(|(sum, later)| *sum += later);
        self.matters += later.matters;
        self.attended += later.attended;
    }
}

/// Both sides of these pairs choose.
pub(super) fn choose(choosing: Choosing<'_, '_>) {
    widest(choosing);
}

/// Some pairs whose states choose.
pub(super) struct Choosing<'a, 'r> {
    pub(super) row: &'a mut Row<'r>,
    pub(super) lows: &'a [u32],
    pub(super) highs: &'a [u32],
    pub(super) present: &'a [bool],
    pub(super) words: &'a [[u32; WORDS]],
    pub(super) stances: &'a [Stance],
    pub(super) params: &'a Params,
    pub(super) noisy: bool,
    pub(super) sums: &'a mut [ActSums],
}

impl NullaryFnOnce for Choosing<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        for (first, whole) in blocks(self.highs.len()) {
            if whole { self.block::<LANES>(first) } else { self.block::<1>(first) }
        }
    }
}

/// Utilities of cooperation and of confrontation of both sides of a few pairs; their weights if chance is on.
type Weights<const L: usize> = [[[f64; L]; 2]; 2];

/// The choice of one side of a few pairs.
struct Chosen<const L: usize> {
    /// The number of the act.
    act: [u64; L],
    /// The number of the instrument.
    instrument: [u64; L],
    effort: [f64; L],
    matters: [f64; L],
    /// The place of the effort in the sums.
    relation: [u64; L],
}

impl Choosing<'_, '_> {
    #[inline(always)]
    fn block<const L: usize>(&mut self, first: usize) {
        let low = StanceLanes::<L>::read(self.stances, lanes(self.lows, first));
        let high = StanceLanes::<L>::read(self.stances, lanes(self.highs, first));
        let weights = self.weigh(first, [&low, &high]);
        let chosen = [self.pick(first, 0, &weights, [&low, &high]), self.pick(first, 1, &weights, [&high, &low])];
        self.settle(first, &chosen);
    }

    #[inline(always)]
    #[allow(clippy::needless_range_loop)] // a lane is in several arrays
    fn weigh<const L: usize>(&self, first: usize, [low, high]: [&StanceLanes<L>; 2]) -> Weights<L> {
        let seen = SeenLanes::<L>::of(self.row, first);
        let mut weights = [[[0.0; L]; 2]; 2];
        for lane in 0..L {
            let (low, high) = (low.at(lane), high.at(lane));
            let terms = Terms::weigh(&low, &high, &seen.at(lane, 0), self.params);
            (weights[0][0][lane], weights[0][1][lane]) = (terms.cooperate(), terms.confront());
            let terms = Terms::weigh(&high, &low, &seen.at(lane, 1), self.params);
            (weights[1][0][lane], weights[1][1][lane]) = (terms.cooperate(), terms.confront());
        }
        if self.noisy {
            for weight in weights.as_flattened_mut().as_flattened_mut() {
                *weight = exp(*weight);
            }
        }
        weights
    }

    /// One side picks an act, unless an intervention forces one, and an instrument.
    #[inline(always)]
    fn pick<const L: usize>(
        &self,
        first: usize,
        side: usize,
        weights: &Weights<L>,
        [me, they]: [&StanceLanes<L>; 2],
    ) -> Chosen<L> {
        let seen = SeenLanes::<L>::of(self.row, first);
        let words: &[[u32; WORDS]; L] = lanes(self.words, first);
        let forced: &[[u8; 2]; L] = lanes(self.row.forced, first);
        let mut chosen =
            Chosen { act: [0; L], instrument: [0; L], effort: [0.0; L], matters: [0.0; L], relation: [0; L] };
        for lane in 0..L {
            let (me, they, seen) = (me.at(lane), they.at(lane), seen.at(lane, side));
            let u = uniform_of(words[lane][side]);
            let [cooperate, confront] = [weights[side][0][lane], weights[side][1][lane]];
            let (act, left) =
                if self.noisy { pick_act(cooperate, confront, u) } else { best_act(cooperate, confront, u) };
            let (act, left) = force(u64::from(forced[lane][side]), act, left, u);
            let cooperates = act == Act::Cooperate as u64;
            let weights = instruments::of_act(cooperates, &me, &they, &seen, self.params);
            let picked = instruments::pick(weights, self.noisy, left) + if cooperates { 0 } else { 4 };
            chosen.act[lane] = act;
            chosen.instrument[lane] = forced_instrument(u64::from(forced[lane][side]), picked);
            let breadth = breadth(seen.trade, seen.people, seen.security);
            let (gives, strikes) = (effort::to_cooperate(&me, &they, breadth, self.params), effort::to_confront(&me));
            let effort = if cooperates { gives } else { strikes };
            chosen.effort[lane] = if act == Act::Abstain as u64 { 0.0 } else { effort };
            let ties = (seen.trade + seen.people + seen.security) * (1.0 / 3.0);
            let strife = at_least(seen.rivalry, seen.stage.height());
            chosen.matters[lane] = matters(seen.reach, seen.believed_power, ties, strife);
            let hostile = if seen.belief < 0.0 { 2 } else { 0 };
            chosen.relation[lane] = if seen.rivalry >= RIVAL { 1 } else { hostile };
        }
        chosen
    }

    /// Stores the choices and adds them up, pair by pair.
    #[inline(always)]
    fn settle<const L: usize>(&mut self, first: usize, chosen: &[Chosen<L>; 2]) {
        for lane in 0..L {
            let k = first + lane;
            let states = [self.lows[k] as usize, self.highs[k] as usize];
            if !states.iter().all(|&state| self.present[state]) {
                continue;
            }
            for (side, chosen) in chosen.iter().enumerate() {
                let act = Act::ALL[chosen.act[lane] as usize % Act::ALL.len()];
                let acts = act != Act::Abstain;
                let (instrument, effort) = (chosen.instrument[lane] as usize % 8, chosen.effort[lane]);
                self.row.act[k][side] = act;
                self.row.effort[k][side] = effort;
                let stored = &mut self.row.instrument[k][side];
                *stored = if acts { instrument as u8 } else { *stored };
                let sums = &mut self.sums[states[side]];
                sums.matters += chosen.matters[lane];
                sums.attended += if acts { chosen.matters[lane] } else { 0.0 };
                sums.acts[instrument] += u32::from(acts);
                sums.efforts[chosen.relation[lane] as usize % 3] += effort;
            }
        }
    }
}

/// The quantal choice among acts with these weights (abstaining has weight 1). Returns the number of the act and the
/// uniform that remains.
#[inline(always)]
fn pick_act(cooperate: f64, confront: f64, u: f64) -> (u64, f64) {
    let x = u * (cooperate + 1.0 + confront);
    let (gives, strikes) = (x / cooperate, (x - cooperate - 1.0) / confront);
    let (act, left) = if x < cooperate + 1.0 { (Act::Abstain as u64, u) } else { (Act::Confront as u64, strikes) };
    if x < cooperate { (Act::Cooperate as u64, gives) } else { (act, left) }
}

/// The best act by utility, the first of equals. Passes u through.
#[inline(always)]
fn best_act(cooperate: f64, confront: f64, u: f64) -> (u64, f64) {
    let other = if confront > 0.0 { Act::Confront as u64 } else { Act::Abstain as u64 };
    (if cooperate >= 0.0 && cooperate >= confront { Act::Cooperate as u64 } else { other }, u)
}

/// The act that an intervention forces, by its code (`Pairs::forced`), or else the act picked.
#[inline(always)]
fn force(code: u64, picked: u64, left: f64, u: f64) -> (u64, f64) {
    let of_instrument = if code < 8 { Act::Cooperate as u64 } else { Act::Confront as u64 };
    let fixed = if code < 4 { code.wrapping_sub(1) } else { of_instrument };
    if code == 0 { (picked, left) } else { (fixed, u) }
}

/// The instrument that an intervention forces, or else the instrument picked.
#[inline(always)]
fn forced_instrument(code: u64, picked: u64) -> u64 {
    if code < 4 { picked } else { code - 4 }
}

in_lanes! {
    /// What choices take of the stances of a few states.
    StanceLanes of Stance {
        civil_capacity: f64,
        capacity_to_cooperate: f64,
        system: f64,
        referent: f64,
        securitisation: f64,
        provision: f64,
        threat: f64,
        diplomacy: f64,
        revisionism: f64,
        insurgency: f64,
        enemy: Option<u32>,
        capacity_to_confront: f64,
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
    use super::super::super::pairs::{INSTRUMENTS, Instrument, PairStart, Pairs, salience};
    use super::*;

    /// A number in [0, 1) for each number.
    fn share(n: usize) -> f64 {
        (n * 7 % 11) as f64 / 11.0
    }

    /// A stance in which all that choices take differs.
    fn stance(n: usize) -> Stance {
        Stance {
            system: share(n),
            referent: share(n + 3),
            securitisation: share(n + 4),
            provision: share(n + 5),
            threat: share(n + 6),
            diplomacy: share(n + 8),
            insurgency: share(n + 2),
            enemy: [None, Some(1), Some(2)][n % 3],
            revisionism: share(n + 1),
            capacity_to_confront: share(n + 10),
            civil_capacity: share(n + 7),
            capacity_to_cooperate: share(n + 9),
            self_image: share(n + 2),
            allied_power: share(n + 3),
            market: share(n + 4),
            bloc: (n as u32 % 3, n.is_multiple_of(2)),
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
        }
    }

    #[test]
    fn every_pair_chooses_in_lanes_as_it_does_alone() {
        let mut params = Params::default();
        params.threat.allied_help = 0.5;
        // Less than a block, of one block, and of blocks and a rest.
        for count in [0, 1, LANES - 1, LANES, LANES + 3, 3 * LANES] {
            let stances: Vec<Stance> = (0..=count).map(stance).collect();
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
            pairs.forced.iter_mut().enumerate().for_each(|(n, forced)| forced[1] = [0, 0, 2, 0, 7, 9][n % 6]);
            let words: Vec<[u32; 2]> = (0..count as u32).map(|n| [n.wrapping_mul(0x9e37_79b9), !n << 27]).collect();
            for noisy in [false, true] {
                let mut sums = vec![ActSums::default(); count + 1];
                let mut present = vec![true; count + 1];
                present[count / 2] = count < 2;
                let mut after = pairs.clone();
                choose(Choosing {
                    row: &mut after.row(0..count),
                    lows: &lows,
                    highs: &highs,
                    present: &present,
                    words: &words,
                    stances: &stances,
                    params: &params,
                    noisy,
                    sums: &mut sums,
                });
                let mut expected = vec![ActSums::default(); count + 1];
                for k in (0..count).filter(|k| present[0] && present[k + 1]) {
                    for (side, (me, they)) in [(0, k + 1), (k + 1, 0)].into_iter().enumerate() {
                        let (mine, theirs, seen) = (&stances[me], &stances[they], Seen::of(&pairs, k, side));
                        let terms = Terms::weigh(mine, theirs, &seen, &params);
                        let [a, b] = [terms.cooperate(), terms.confront()].map(|x| if noisy { exp(x) } else { x });
                        let u = uniform_of(words[k][side]);
                        let (act, left) = if noisy { pick_act(a, b, u) } else { best_act(a, b, u) };
                        let (act, left) = force(pairs.forced[k][side].into(), act, left, u);
                        let act = Act::ALL[act as usize];
                        let sums = &mut expected[me];
                        sums.matters += salience(&pairs.row(0..count), k, side);
                        let mut effort = 0.0;
                        if act != Act::Abstain {
                            let weights = instruments::weights(act, mine, theirs, &seen, &params);
                            let first = if act == Act::Cooperate { 0 } else { 4 };
                            let picked = first + instruments::pick(weights, noisy, left);
                            let number = forced_instrument(pairs.forced[k][side].into(), picked) as usize;
                            assert_eq!(usize::from(after.instrument[k][side]), number, "pair {k} of {count}");
                            let breadth = breadth(seen.trade, seen.people, seen.security);
                            let gives = effort::to_cooperate(mine, theirs, breadth, &params);
                            effort = if act == Act::Cooperate { gives } else { effort::to_confront(mine) };
                            sums.acts[number] += 1;
                            sums.attended += salience(&pairs.row(0..count), k, side);
                            let relation = if seen.rivalry >= RIVAL { 1 } else { 2 * usize::from(seen.belief < 0.0) };
                            sums.efforts[relation] += effort;
                        }
                        let found = (after.act[k][side], after.effort[k][side]);
                        assert_eq!(found, (act, effort), "side {side} of pair {k} of {count}");
                    }
                }
                assert_eq!(sums, expected, "{count}");
            }
        }
    }

    #[test]
    fn one_uniform_picks_the_act_and_leaves_a_uniform_for_the_instrument() {
        // Weights 2, 1 and 5 of 8.
        assert_eq!(pick_act(2.0, 5.0, 0.125), (Act::Cooperate as u64, 0.5));
        assert_eq!(pick_act(2.0, 5.0, 0.25), (Act::Abstain as u64, 0.25));
        assert_eq!(pick_act(2.0, 5.0, 0.374).0, Act::Abstain as u64);
        assert_eq!(pick_act(2.0, 5.0, 0.375), (Act::Confront as u64, 0.0));
        assert_eq!(pick_act(2.0, 5.0, 0.6875), (Act::Confront as u64, 0.5));
    }

    #[test]
    fn without_chance_the_best_act_is_taken_and_the_first_of_equals() {
        let best = |cooperate, confront| best_act(cooperate, confront, 0.5).0;
        assert_eq!(best(0.2, 0.1), Act::Cooperate as u64);
        assert_eq!(best(0.0, 0.0), Act::Cooperate as u64);
        assert_eq!(best(0.1, 0.1), Act::Cooperate as u64);
        assert_eq!(best(0.1, 0.2), Act::Confront as u64);
        assert_eq!(best(-0.1, 0.0), Act::Abstain as u64);
    }

    #[test]
    fn a_choice_is_stored_with_its_effort_by_relation_unless_an_intervention_fixes_it() {
        let mut params = Params::default();
        params.choice.remote = 0.0;
        // Without any capacity; only two openings decide.
        let stances = [Stance::default(); 2];
        let mut settled = |forced: u8, rivalry: f64, belief: f64, act: Act| {
            let c = &mut params.choice;
            (c.goodwill, c.zero_sum, c.affinity) = (0.0, 0.0, 0.0);
            (c.cooperate, c.confront) = if act == Act::Confront { (-9.0, 9.0) } else { (-9.0, -9.0) };
            let mut pairs = Pairs::new(&[PairStart::new(0, 1)], &[1.0; 2]);
            (pairs.forced[0][1], pairs.rivalry[0], pairs.belief[0][1]) = (forced, rivalry, belief);
            let mut sums = [ActSums::default(); 2];
            choose(Choosing {
                row: &mut pairs.row(0..1),
                lows: &[0],
                highs: &[1],
                present: &[true; 2],
                words: &[[1 << 31; 2]],
                stances: &stances,
                params: &params,
                noisy: false,
                sums: &mut sums,
            });
            let instrument: Instrument = INSTRUMENTS[pairs.instrument[0][1] as usize];
            (pairs.act[0][1], instrument, pairs.effort[0][1], sums[1])
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
