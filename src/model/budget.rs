//! The budget of a state by head (A2, A3, B1.4, C5): it depends on meaning, referent, provision, perceived threat, want
//! and fear.
//!
//! ```text
//! W_military     = military + military_threat · threat_i + military_provision (1 − v̂) + fearᵇ · fear (1 − m̂)
//! W_diplomacy    = diplomacy (½ + ½ v̂)
//! W_facilitation = facilitation · r̂
//! W_economic, W_societal, W_environmental = (m̂ + r̂)/6 · (1 + need · m̂ · felt),  felt = want, fear, 0;  societal + society · 4 r̂ (1 − r̂)/3
//! W_aid          = aid · m̂ r̂ (1 − threat_i)² + aid_threat · m̂ · threat_i [the state has a main threat]
//! W_regime       = regime (1 − r̂)(1 + regime_backlog · backlog) + fearᵇ · fear (1 − r̂)
//! p_x = W_x / ΣW;   goal_conflict = ½ Σ |p_x − p_x with 1 in place of m̂, r̂, v̂|
//! t = emergency_i · emergency:  spend_x = (1 − t) p_x for facilitation, the three of welfare, aid; p_x for the rest;  spend_emergency = t · (sum of those five p_x)
//! neglect_k ← neglect_k + economy.adjust · (max(0, 1 − spend_k/issues.need) − neglect_k)
//! ```
//!
//! Equations as in docs/odd.md, section 7.4.
//! m̂, r̂, v̂: meaning, referent, provision as policy sees them. A state of m̂ = r̂ = v̂ = 1 under the same threat spends as its
//! citizens would. Where other states spend differently, national and individual goals part (C11).

use super::params::{Budget, Params};
use super::states::{NO_STATE, States};

/// The heads in the order of [`weights`]: military, diplomacy, facilitation, economic, societal, environmental, aid,
/// regime.
const HEADS: usize = 8;
/// The heads that an emergency takes from.
const SPARED: std::ops::Range<usize> = 2..7;

/// Step 4, first: the spending of each state.
pub(crate) fn divide(s: &mut States, params: &Params) {
    let p = &params.budget;
    for i in 0..s.present.len() {
        if !s.present[i] {
            continue;
        }
        let seen = |x: f64| params.feedback.seen(x);
        let own = shares(weights(s, i, p, [seen(s.meaning[i]), seen(s.referent[i]), seen(s.provision[i])]));
        let citizens = shares(weights(s, i, p, [1.0; 3]));
        s.goal_conflict[i] = 0.5 * own.iter().zip(citizens).map(|(a, b)| (a - b).abs()).sum::<f64>();

        let taken = p.emergency * s.emergency[i];
        let mut spend = own;
        spend[SPARED].iter_mut().for_each(|x| *x *= 1.0 - taken);
        s.spend_emergency[i] = taken * own[SPARED].iter().sum::<f64>();
        let [military, diplomacy, facilitation, economic, societal, environmental, aid, regime] = spend;
        s.spend_military[i] = military;
        s.spend_diplomacy[i] = diplomacy;
        s.spend_facilitation[i] = facilitation;
        s.spend_economic[i] = economic;
        s.spend_societal[i] = societal;
        s.spend_environmental[i] = environmental;
        s.spend_aid[i] = aid;
        s.spend_regime[i] = regime;
        for (neglect, spend) in [
            (&mut s.neglect_economic[i], economic),
            (&mut s.neglect_societal[i], societal),
            (&mut s.neglect_environmental[i], environmental),
        ] {
            *neglect += params.economy.adjust * ((1.0 - spend / params.issues.need).max(0.0) - *neglect);
        }
    }
}

/// The weights of the heads for a state of this meaning, referent and provision.
fn weights(s: &States, i: usize, p: &Budget, [meaning, referent, provision]: [f64; 3]) -> [f64; HEADS] {
    let welfare = |need: f64| (meaning + referent) / 6.0 * (1.0 + p.need * meaning * need);
    let society = p.society * 4.0 * referent * (1.0 - referent) / 3.0;
    let aid = aid(s, i, p, meaning, referent);
    [
        p.military
            + p.military_threat * s.threat[i]
            + p.military_provision * (1.0 - provision)
            + p.fear * s.fear[i] * (1.0 - meaning),
        p.diplomacy * (0.5 + 0.5 * provision),
        p.facilitation * referent,
        welfare(s.want[i]),
        welfare(s.fear[i]) + society,
        welfare(0.0),
        aid[0] + aid[1],
        (1.0 - referent) * (p.regime * (1.0 + p.regime_backlog * s.backlog[i]) + p.fear * s.fear[i]),
    ]
}

/// The weights of help to those in want (C5), and to those that one's own enemy threatens (D2).
pub(super) fn aid(s: &States, i: usize, p: &Budget, meaning: f64, referent: f64) -> [f64; 2] {
    let calm = 1.0 - s.threat[i];
    let enemy = f64::from(u8::from(s.main_threat[i] != NO_STATE));
    [p.aid * meaning * referent * calm * calm, p.aid_threat * meaning * s.threat[i] * enemy]
}

fn shares(weights: [f64; HEADS]) -> [f64; HEADS] {
    let total = weights.iter().sum::<f64>();
    weights.map(|w| w / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn want_is_answered_where_meaning_is_broad_and_fear_by_arms_where_it_is_narrow() {
        let p = Budget::default();
        let mut s = States::new(1);
        let spend = |s: &States, m: f64| shares(weights(s, 0, &p, [m, 0.5, 0.5]));
        (s.want[0], s.fear[0]) = (0.0, 0.0);
        let [broad, narrow] = [1.0, 0.0].map(|m| spend(&s, m));
        (s.want[0], s.fear[0]) = (1.0, 0.0);
        assert!(spend(&s, 1.0)[3] > broad[3] && spend(&s, 0.0)[3] == narrow[3]);
        (s.want[0], s.fear[0]) = (0.0, 1.0);
        assert!(spend(&s, 1.0)[4] > broad[4] && spend(&s, 1.0)[0] < broad[0]);
        assert!(spend(&s, 0.0)[0] > narrow[0] && spend(&s, 0.0)[7] > narrow[7]);
    }

    #[test]
    fn weights_by_hand() {
        let p = Budget::default();
        let mut s = States::new(1);
        (s.threat[0], s.want[0], s.fear[0]) = (0.5, 0.4, 0.0);
        let w = weights(&s, 0, &p, [1.0, 1.0, 1.0]);
        assert!((w[3] - (1.0 + 0.4 * p.need) / 3.0).abs() < 1e-15);
        assert!((w[6] - p.aid * 0.25).abs() < 1e-15);
        assert_eq!(w[7], 0.0);
    }

    #[test]
    fn aid_goes_to_want_in_calm_and_to_the_victims_of_the_own_enemy_under_threat() {
        let p = Budget { aid: 0.5, aid_threat: 0.4, ..Budget::default() };
        let mut s = States::new(1);
        let is = |s: &States, expected: [f64; 2]| {
            for (a, b) in aid(s, 0, &p, 0.5, 0.8).into_iter().zip(expected) {
                assert!((a - b).abs() < 1e-12, "{a} and {b}");
            }
        };
        is(&s, [0.2, 0.0]);
        s.threat[0] = 0.5; // threats to allies only
        is(&s, [0.05, 0.0]);
        s.main_threat[0] = 7;
        is(&s, [0.05, 0.1]);
        s.threat[0] = 1.0;
        is(&s, [0.0, 0.2]);
    }

    #[test]
    fn societal_security_is_paid_for_most_where_the_referent_is_society() {
        let p = Budget { society: 0.6, ..Budget::default() };
        let mut s = States::new(1);
        s.fear[0] = 0.0;
        // What a state spends on society more than on the environment.
        for (referent, expected) in [(0.0, 0.0), (0.25, 0.15), (0.5, 0.2), (0.75, 0.15), (1.0, 0.0)] {
            let w = weights(&s, 0, &p, [0.4, referent, 0.5]);
            assert!((w[4] - w[5] - expected).abs() < 1e-12, "{referent}: {w:?}");
        }
    }

    #[test]
    fn every_weight_by_hand() {
        let p = Budget {
            military: 0.3,
            military_threat: 2.0,
            military_provision: 0.5,
            fear: 0.25,
            diplomacy: 0.2,
            facilitation: 0.4,
            society: 0.8,
            need: 2.0,
            aid: 0.5,
            aid_threat: 0.4,
            regime: 0.6,
            regime_backlog: 3.0,
            ..Budget::default()
        };
        let mut s = States::new(1);
        (s.threat[0], s.want[0], s.fear[0], s.backlog[0]) = (0.4, 0.3, 0.2, 0.5);
        s.main_threat[0] = 1;
        let got = weights(&s, 0, &p, [0.25, 0.75, 0.6]);
        let expected = [
            0.3 + 0.8 + 0.2 + 0.25 * 0.2 * 0.75,
            0.2 * 0.8,
            0.3,
            (1.0 + 2.0 * 0.25 * 0.3) / 6.0,
            (1.0 + 2.0 * 0.25 * 0.2) / 6.0 + 0.8 * 0.75 / 3.0,
            1.0 / 6.0,
            0.5 * 0.1875 * 0.36 + 0.4 * 0.25 * 0.4,
            0.25 * (0.6 * (1.0 + 1.5) + 0.25 * 0.2),
        ];
        for (a, b) in got.into_iter().zip(expected) {
            assert!((a - b).abs() < 1e-12, "{a} and {b}");
        }
    }

    #[test]
    fn an_emergency_takes_from_welfare_facilitation_and_aid() {
        let mut params = Params::default();
        params.budget.emergency = 0.5;
        (params.issues.need, params.economy.adjust) = (0.2, 0.25);
        let mut s = States::new(2);
        (s.threat, s.neglect_economic) = (vec![0.3; 2], vec![0.4; 2]);
        s.emergency = vec![0.0, 0.4];
        divide(&mut s, &params);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        let mut taken = 0.0;
        for spend in [&s.spend_facilitation, &s.spend_economic, &s.spend_societal, &s.spend_environmental, &s.spend_aid]
        {
            close(spend[1], 0.8 * spend[0]);
            taken += 0.2 * spend[0];
        }
        close(s.spend_emergency[1], taken);
        assert_eq!((s.spend_emergency[0], s.spend_military[0]), (0.0, s.spend_military[1]));
        assert_eq!((s.spend_diplomacy[0], s.spend_regime[0]), (s.spend_diplomacy[1], s.spend_regime[1]));
        close(s.neglect_economic[1], 0.4 + 0.25 * ((1.0 - s.spend_economic[1] / 0.2).max(0.0) - 0.4));
    }
}
