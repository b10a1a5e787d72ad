//! The instrument of an act: a choice in proportion to weights.
//!
//! Weights: docs/odd.md, section 7.5. A state at war that confronts uses force, and one that cooperates negotiates.

use super::super::pairs::{Act, Stage};
use super::super::params::Params;
use super::{Seen, Stance};

/// The weights of the four instruments of an act, in order.
pub fn weights(act: Act, me: &Stance, they: &Stance, seen: &Seen, params: &Params) -> [f64; 4] {
    of_act(act == Act::Cooperate, me, they, seen, params)
}

/// The weights of the four instruments of cooperation, or of those of confrontation.
#[inline(always)]
pub(super) fn of_act(cooperates: bool, me: &Stance, they: &Stance, seen: &Seen, params: &Params) -> [f64; 4] {
    let p = &params.instruments;
    let stage = seen.stage.height();
    let (reforms, overturns) =
        (1.0 + p.order * 4.0 * me.revisionism * (1.0 - me.revisionism), 1.0 + p.order * me.revisionism);
    let friends = seen.allied || (me.enemy.is_some() && me.enemy == they.enemy);
    let gives = [
        me.referent,
        seen.complementarity * they.market,
        if friends { me.threat } else { 0.0 },
        if seen.stage > Stage::Calm { p.mediation * me.diplomacy * reforms } else { 0.0 },
    ];
    let blunt = 1.0 - 0.5 * me.provision;
    let strikes = [
        (0.5 + me.provision) * (0.5 + seen.trade) * reforms,
        (1.0 - me.securitisation) * (1.0 + they.insurgency) * overturns,
        (1.0 + stage) * blunt,
        1.5 * stage * blunt * overturns,
    ];
    let at_war = seen.stage == Stage::War;
    let mut weights = [0.0, 0.0, 0.0, 1.0];
    for (k, weight) in weights.iter_mut().enumerate() {
        let of_act = if cooperates { gives[k] } else { strikes[k] };
        *weight = if at_war { *weight } else { of_act };
    }
    weights
}

/// Picks one of the four in proportion to their weights, or the largest weight if chance is off. The last with a
/// positive weight takes the remainder of rounding. Without any weight it is the first.
#[inline(always)]
pub(super) fn pick(weights: [f64; 4], noisy: bool, u: f64) -> u64 {
    let mut best = 0;
    if noisy {
        let mut left = u * weights.iter().sum::<f64>();
        let mut found = false;
        for (k, weight) in weights.into_iter().enumerate() {
            let open = !found && weight > 0.0;
            best = if open { k as u64 } else { best };
            found |= open && left < weight;
            left -= if open { weight } else { 0.0 };
        }
    } else {
        let mut heaviest = weights[0];
        for (k, weight) in weights.into_iter().enumerate() {
            best = if weight > heaviest { k as u64 } else { best };
            heaviest = if weight > heaviest { weight } else { heaviest };
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::super::pairs::{INSTRUMENTS, Instrument};
    use super::*;

    fn seen(stage: Stage) -> Seen {
        Seen {
            belief: 0.0,
            believed_power: 1.0,
            threat: 0.0,
            reach: 1.0,
            trade: 0.5,
            people: 0.0,
            security: 0.0,
            complementarity: 0.5,
            rivalry: 0.0,
            contest: 0.0,
            allied: false,
            stage,
            grievance: 0.0,
        }
    }

    /// The instrument that is picked of those of cooperation.
    fn picked(me: &Stance, they: &Stance, noisy: bool, u: f64) -> Instrument {
        let weights = weights(Act::Cooperate, me, they, &seen(Stage::Calm), &Params::default());
        INSTRUMENTS[pick(weights, noisy, u) as usize]
    }

    #[test]
    fn what_the_relation_leaves_to_choose_from() {
        let params = Params::default();
        let me = Stance { diplomacy: 0.5, provision: 1.0, securitisation: 1.0, threat: 0.4, ..Stance::default() };
        let they = Stance { market: 1.0, ..Stance::default() };
        let weights = |act, stage| weights(act, &me, &they, &seen(stage), &params);
        let calm = weights(Act::Cooperate, Stage::Calm);
        assert_eq!((calm[2], calm[3]), (0.0, 0.0)); // no common enemy and no dispute to mediate
        assert_eq!(weights(Act::Cooperate, Stage::Crisis)[3], params.instruments.mediation * 0.5);
        let confront = weights(Act::Confront, Stage::Calm);
        assert_eq!((confront[1], confront[3]), (0.0, 0.0)); // an open state has no covert arm; no force without a dispute
        assert_eq!(weights(Act::Confront, Stage::War), [0.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn picks_in_proportion_and_the_heaviest_without_chance() {
        let params = Params::default();
        let me = Stance { referent: 1.0, ..Stance::default() };
        let they = Stance { market: 1.0, ..Stance::default() };
        let [facilitation, trade, ..] = weights(Act::Cooperate, &me, &they, &seen(Stage::Calm), &params);
        let share = facilitation / (facilitation + trade);
        let at = |noisy, u| picked(&me, &they, noisy, u);
        assert_eq!(at(true, share - 1e-9), Instrument::Facilitation);
        assert_eq!(at(true, share + 1e-9), Instrument::Trade);
        assert_eq!(at(true, 1.0 - 1e-12), Instrument::Trade); // instruments with weight 0 are never picked
        let heaviest = if facilitation >= trade { Instrument::Facilitation } else { Instrument::Trade };
        assert_eq!(at(false, 0.99), heaviest);
    }

    #[test]
    fn weights_by_hand() {
        let mut params = Params::default();
        let p = &mut params.instruments;
        (p.mediation, p.order) = (3.0, 0.5);
        let me = Stance {
            referent: 0.3,
            securitisation: 0.4,
            provision: 0.6,
            revisionism: 0.25,
            diplomacy: 0.5,
            threat: 0.7,
            enemy: Some(4),
            ..Stance::default()
        };
        let they = Stance { market: 1.5, enemy: Some(4), insurgency: 0.5, ..Stance::default() };
        let is = |act, stage, expected: [f64; 4]| {
            for (weight, expected) in weights(act, &me, &they, &seen(stage), &params).into_iter().zip(expected) {
                assert!((weight - expected).abs() < 1e-12, "{act:?}, {stage:?}: {weight} and {expected}");
            }
        };
        // A quarter of revisionism: reforms count 1 + 0.5 · 0.75, what overturns the order 1 + 0.125.
        let (reforms, overturns) = (1.375, 1.125);
        is(Act::Cooperate, Stage::Calm, [0.3, 0.75, 0.7, 0.0]);
        is(Act::Cooperate, Stage::Crisis, [0.3, 0.75, 0.7, 1.5 * reforms]);
        // An armed opposition of one half makes covert action half as much again.
        let (sanctions, covert) = (1.1 * reforms, 0.6 * 1.5 * overturns);
        is(Act::Confront, Stage::Calm, [sanctions, covert, 0.7, 0.0]);
        let crisis = [sanctions, covert, 0.7 * 5.0 / 3.0, 1.5 * 2.0 / 3.0 * 0.7 * overturns];
        is(Act::Confront, Stage::Crisis, crisis);
    }

    #[test]
    fn without_any_weight_the_first_instrument_of_the_act_is_picked() {
        let [me, they] = [Stance::default(); 2];
        for noisy in [true, false] {
            assert_eq!(picked(&me, &they, noisy, 0.9), Instrument::Facilitation);
        }
        // Without chance the greatest weight wins wherever it is, and the first of equals.
        let me = Stance { referent: 0.4, ..me };
        let they = Stance { market: 0.8, ..they }; // both weigh 0.4
        let of = |market: f64| picked(&me, &Stance { market, ..they }, false, 0.0);
        assert_eq!(
            [of(0.8), of(0.9), of(0.7)],
            [Instrument::Facilitation, Instrument::Trade, Instrument::Facilitation]
        );
    }
}
