//! The terms of the choice toward one counterpart, for cooperation and for confrontation.
//!
//! ```text
//! U(cooperate) = cooperate + opportunity · m̂ · complementarity · market_j + goodwill · b + embedded · T
//!              + affinity (1 − 2|y_i − y_j|) − order · |ρ_i − ρ_j| + consolidation (1 − r̂)(1 − y_i)(1 − 2 y_j) + zero_sum/2 [same bloc]
//!              + initiative · d · v̂ · open − blockage (1 − (m̂ + r̂ + ŝ + v̂)/4) − remote (1 − reach) − strain'
//! U(confront)  = confront + alarm · threat + regime (1 − r̂)(¼ + ¾ backlog)(1 − b)/2 + alien |y_i − y_j| ((1 − y_i) + y_i ρ_j)
//!              + order (ρ_i (1 − ρ_j) + (1 − ρ_i) ρ_j) + zero_sum (1 − m̂)(1 if opposed, else rivalry) + contest · contest_ij + momentum · σ + nationals · grievance · 2 (1 − p/(p + self_image_i + 1e-12))
//!              − deterrence · (p + a A_j)/(p + a A_j + self_image_i + 1e-12)      A_j: allied_power of j; a: threat.allied_help
//!              − cost_ties · T − institutions · y_i y_j · people − initiative/2 · d · v̂
//!              − weariness · sat(severity_i, ties.half) − remote (1 − reach) − strain'
//!
//! capacity = autonomy · (d + min(1, (spend_diplomacy + spend_facilitation)/full))/2  / max(0.05, 1 − ties.breadth · B')     to cooperate
//!          = autonomy · min(1, spend_military/full)                                                                             to confront
//! effort   = min(1, 0.3 + 0.7 capacity);   0 if abstaining
//! B'       = B (½ + (civil_capacity_i + civil_capacity_j)/4)
//! strain   = part/(¼ + d/2)
//! part     = (Σ ω_ij over j toward which i did not abstain this round)/max(1e-12, Σ ω_ij over all present j)
//! ```
//!
//! Equations as in docs/odd.md, section 7.5.
//! m̂, r̂, ŝ, v̂: components as policy sees them; y: system; ρ: revisionism; d: diplomacy; b, p: belief and believed power; T: mean
//! ties; contest_ij: what the two contest; σ: stage/3; B': breadth of ties with civic bodies besides the states;
//! ω: salience (`pairs`).

use super::super::math::saturate;
use super::super::pairs::{Pairs, Stage};
use super::super::params::Params;
use super::super::states::States;

/// The values of one state in all its choices of the round, as far as others may see them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stance {
    /// Meaning, as policy sees it.
    pub meaning: f64,
    /// Referent, as policy sees it.
    pub referent: f64,
    /// Securitisation, as policy sees it.
    pub securitisation: f64,
    /// Provision, as policy sees it.
    pub provision: f64,
    /// Political system.
    pub system: f64,
    /// Stance toward the order.
    pub revisionism: f64,
    /// Perceived threat.
    pub threat: f64,
    /// Capacity of the foreign service.
    pub diplomacy: f64,
    /// Capacity of civic bodies.
    pub civil_capacity: f64,
    /// Own power as believed.
    pub self_image: f64,
    /// Power of the allies.
    pub allied_power: f64,
    /// 2 w / (w + mean w): 1 for a state of mean wealth.
    pub market: f64,
    /// Effort that the foreign service and facilitation can give, in [0, 1].
    pub capacity_to_cooperate: f64,
    /// Effort that military spending can give, in [0, 1].
    pub capacity_to_confront: f64,
    /// Leader of the bloc, and whether the bloc has more than one member.
    pub bloc: (u32, bool),
    /// Leader of the bloc of the state that threatens most; `None` if none does.
    pub enemy: Option<u32>,
    pub(super) draw_of_markets: f64,
    pub(super) draw_of_rulers: f64,
    pub(super) fear_for_rule: f64,
    pub(super) fear_for_order: f64,
    pub(super) need_of_enemies: f64,
    /// Opponents in arms.
    pub insurgency: f64,
    pub(super) narrowness: f64,
    pub(super) shared_institutions: f64,
    pub(super) blocked: f64,
    pub(super) initiative: f64,
    pub(super) prudent: f64,
    pub(super) weary: f64,
    pub(super) strained: f64,
}

/// The view of one state on one counterpart.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Believed posture of the other, in [-1, 1].
    pub belief: f64,
    /// Believed power of the other.
    pub believed_power: f64,
    /// Perceived threat from it.
    pub threat: f64,
    /// Reach.
    pub reach: f64,
    /// Trade ties.
    pub trade: f64,
    /// Ties of people and institutions.
    pub people: f64,
    /// Security ties.
    pub security: f64,
    /// Complementarity of the economies.
    pub complementarity: f64,
    /// Rivalry.
    pub rivalry: f64,
    /// What the two contest.
    pub contest: f64,
    /// Whether the two are allied.
    pub allied: bool,
    /// Stage of a dispute.
    pub stage: Stage,
    /// Grievance over nationals with the other.
    pub grievance: f64,
}

/// Reads the view of a side from columns of pairs or from a few of them.
macro_rules! seen {
    ($columns:ident, $at:ident, $side:ident) => {
        Seen {
            belief: $columns.belief[$at][$side],
            believed_power: $columns.believed_power[$at][$side],
            threat: $columns.threat[$at][$side],
            reach: $columns.reach[$at][$side],
            trade: $columns.trade[$at],
            people: $columns.people[$at],
            security: $columns.security[$at],
            complementarity: $columns.complementarity[$at],
            rivalry: $columns.rivalry[$at],
            contest: $columns.contest[$at],
            allied: $columns.alliance[$at],
            stage: $columns.stage[$at],
            grievance: $columns.grievance[$at][$side],
        }
    };
}

pub(super) use seen;

impl Seen {
    /// The view of one side of a pair, for a look between rounds.
    pub fn of(pairs: &Pairs, pair: usize, side: usize) -> Self {
        seen!(pairs, pair, side)
    }
}

macro_rules! terms {
    (cooperate { $( $c:ident $c_meaning:literal; )+ } confront { $( $f:ident $f_meaning:literal; )+ }) => {
        /// The terms behind one choice (utility), signed: terms against an act are negative.
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[allow(missing_docs)] // COOPERATE and CONFRONT have the meanings
        pub struct Terms { $( pub $c: f64, )+ $( pub $f: f64, )+ }

        /// Terms of cooperation: name and meaning.
        pub const COOPERATE: &[(&str, &str)] = &[ $( (stringify!($c), $c_meaning), )+ ];
        /// Terms of confrontation: name and meaning.
        pub const CONFRONT: &[(&str, &str)] = &[ $( (stringify!($f), $f_meaning), )+ ];

        impl Terms {
            /// Utility of cooperation.
            #[inline]
            pub fn cooperate(&self) -> f64 { 0.0 $( + self.$c )+ }
            /// Utility of confrontation.
            #[inline]
            pub fn confront(&self) -> f64 { 0.0 $( + self.$f )+ }
            /// The terms of cooperation, in the order of [`COOPERATE`].
            pub fn for_cooperation(&self) -> Vec<f64> { vec![ $( self.$c, )+ ] }
            /// The terms of confrontation, in the order of [`CONFRONT`].
            pub fn for_confrontation(&self) -> Vec<f64> { vec![ $( self.$f, )+ ] }
        }
    };
}

terms! {
    cooperate {
        opening "cooperation with nothing for or against it";
        opportunity "what the other's economy offers, to a state of this meaning";
        goodwill "the other's posture as believed";
        embedded "existing ties";
        affinity "likeness of political systems";
        order "unlike stances toward the international order";
        consolidation "what a like ruler offers the regime, and an open one takes from it";
        inside_bloc "same bloc";
        initiative "initiative of diplomacy in an open dispute";
        blockage "refusal and blockage of closed governance";
        distance "distance";
        strain "attention already spent";
    }
    confront {
        opening_blow "confrontation with nothing for or against it";
        alarm "threat perceived from the other";
        regime_need "the regime's need of an enemy, by backlog";
        alien_values "alien political values";
        overturning "the order to be overturned, or kept from those who would";
        zero_sum "the other's loss as one's gain";
        contest "what the two contest";
        momentum "momentum of the open dispute";
        nationals "grievance over nationals abroad, by own power over the other's";
        deterrence "the other's power as believed, and its allies";
        cost_of_ties "ties that would be lost";
        institutions "institutions shared by participatory states";
        prudence "other means at hand";
        weariness "weariness of recent confrontation";
        distance_to_target "distance";
        strain_of_attention "attention already spent";
    }
}

impl Terms {
    /// Computes the terms toward one counterpart.
    #[inline(always)]
    pub fn weigh(me: &Stance, they: &Stance, seen: &Seen, params: &Params) -> Self {
        let p = &params.choice;
        let ties = (seen.trade + seen.people + seen.security) * (1.0 / 3.0);
        let unlike = (me.system - they.system).abs();
        let same_bloc = me.bloc.1 && me.bloc.0 == they.bloc.0;
        let opposed = me.bloc.1 && they.bloc.1 && !same_bloc;
        let distance = -p.remote * (1.0 - seen.reach);
        let strength = seen.believed_power + params.threat.allied_help * they.allied_power;
        let outweighed = seen.believed_power / (seen.believed_power + me.self_image + 1e-12);
        Self {
            opening: p.cooperate,
            opportunity: me.draw_of_markets * seen.complementarity * they.market,
            goodwill: p.goodwill * seen.belief,
            embedded: p.embedded * ties,
            affinity: p.affinity * (1.0 - 2.0 * unlike),
            order: -p.order * (me.revisionism - they.revisionism).abs(),
            consolidation: me.draw_of_rulers * (1.0 - 2.0 * they.system),
            inside_bloc: if same_bloc { 0.5 * p.zero_sum } else { 0.0 },
            initiative: if seen.stage > Stage::Calm { me.initiative } else { 0.0 },
            blockage: me.blocked,
            distance,
            strain: me.strained,
            opening_blow: p.confront,
            alarm: p.alarm * seen.threat,
            regime_need: me.need_of_enemies * (1.0 - seen.belief),
            alien_values: unlike * (me.fear_for_rule + me.fear_for_order * they.revisionism),
            overturning: p.order
                * (me.revisionism * (1.0 - they.revisionism) + (1.0 - me.revisionism) * they.revisionism),
            zero_sum: me.narrowness * if opposed { 1.0 } else { seen.rivalry },
            contest: p.contest * seen.contest,
            momentum: p.momentum * seen.stage.height(),
            nationals: p.nationals * seen.grievance * 2.0 * (1.0 - outweighed),
            deterrence: -p.deterrence * strength / (strength + me.self_image + 1e-12),
            cost_of_ties: -p.cost_ties * ties,
            institutions: me.shared_institutions * they.system * seen.people,
            prudence: me.prudent,
            weariness: me.weary,
            distance_to_target: distance,
            strain_of_attention: me.strained,
        }
    }
}

/// Computes every state's stance.
pub(super) fn take_stances(stances: &mut Vec<Stance>, members: &mut Vec<u32>, s: &States, params: &Params) {
    let present = s.present.iter().filter(|&&p| p).count().max(1) as f64;
    let total: f64 = s.wealth.iter().zip(&s.present).filter(|(_, p)| **p).map(|(w, _)| w).sum();
    let mean_wealth = total / present;
    let p = &params.choice;
    let seen = |x: f64| params.feedback.seen(x);
    let full = params.full_spending();
    // The number of present states that each state leads, including itself.
    members.clear();
    members.resize(s.present.len(), 0);
    for i in 0..s.present.len() {
        members[s.bloc[i] as usize] += u32::from(s.present[i]);
    }
    stances.clear();
    for i in 0..s.present.len() {
        let (meaning, referent) = (seen(s.meaning[i]), seen(s.referent[i]));
        let (securitisation, provision) = (seen(s.securitisation[i]), seen(s.provision[i]));
        let governance = (meaning + referent + securitisation + provision) / 4.0;
        let civil = (s.spend_diplomacy[i] + s.spend_facilitation[i]) / full;
        stances.push(Stance {
            meaning,
            referent,
            securitisation,
            provision,
            system: s.system[i],
            revisionism: s.revisionism[i],
            threat: s.threat[i],
            diplomacy: s.diplomacy[i],
            civil_capacity: s.civil_capacity[i],
            self_image: s.self_image[i],
            allied_power: s.allied_power[i],
            market: 2.0 * s.wealth[i] / (s.wealth[i] + mean_wealth),
            capacity_to_cooperate: 0.5 * (s.diplomacy[i] + civil.min(1.0)) * s.autonomy[i],
            capacity_to_confront: (s.spend_military[i] / full).min(1.0) * s.autonomy[i],
            bloc: (s.bloc[i], members[s.bloc[i] as usize] > 1),
            enemy: s.bloc.get(s.main_threat[i] as usize).copied(),
            draw_of_markets: p.opportunity * meaning,
            draw_of_rulers: p.consolidation * (1.0 - referent) * (1.0 - s.system[i]),
            fear_for_rule: p.alien * (1.0 - s.system[i]),
            fear_for_order: p.alien * s.system[i],
            need_of_enemies: 0.5 * p.regime * (1.0 - referent) * (0.25 + 0.75 * s.backlog[i]),
            insurgency: s.insurgency[i],
            narrowness: p.zero_sum * (1.0 - meaning),
            shared_institutions: -p.institutions * s.system[i],
            blocked: -p.blockage * (1.0 - governance),
            initiative: p.initiative * s.diplomacy[i] * provision,
            prudent: -0.5 * p.initiative * s.diplomacy[i] * provision,
            weary: -p.weariness * saturate(s.severity[i], params.ties.half),
            strained: -p.attention_price * (s.strain[i] - 1.0).max(0.0),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen() -> Seen {
        Seen {
            belief: 0.5,
            believed_power: 1.0,
            threat: 0.0,
            reach: 1.0,
            trade: 0.3,
            people: 0.6,
            security: 0.0,
            complementarity: 0.5,
            rivalry: 0.2,
            contest: 0.25,
            allied: false,
            stage: Stage::Calm,
            grievance: 0.4,
        }
    }

    #[test]
    fn terms_by_hand() {
        let mut params = Params::default();
        params.threat.allied_help = 0.5;
        let p = &params.choice;
        let me =
            Stance { system: 0.9, self_image: 3.0, narrowness: 2.0, shared_institutions: -1.5, ..Stance::default() };
        let they = Stance { system: 0.4, allied_power: 1.0, ..Stance::default() };
        let terms = Terms::weigh(&me, &they, &seen(), &params);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        close(terms.goodwill, p.goodwill * 0.5);
        close(terms.embedded, p.embedded * 0.3);
        close(terms.affinity, 0.0); // half a scale apart
        close(terms.zero_sum, 2.0 * 0.2); // rivals of no bloc
        close(terms.deterrence, -p.deterrence * 1.5 / 4.5); // its power, and half of that of its allies
        close(terms.nationals, p.nationals * 0.4 * 1.5); // three times as strong: three quarters of the power
        close(terms.contest, p.contest * 0.25);
        close(terms.cost_of_ties, -p.cost_ties * 0.3);
        close(terms.institutions, -1.5 * 0.4 * 0.6);
        close(terms.distance, 0.0);
        close(terms.cooperate(), terms.for_cooperation().iter().sum());
        close(terms.confront(), terms.for_confrontation().iter().sum());
    }

    #[test]
    fn members_of_opposed_blocs_are_rivals_whatever_lies_between_them() {
        let params = Params::default();
        let of = |leader| Stance { bloc: (leader, true), narrowness: 1.0, ..Stance::default() };
        let toward = |they: Stance| Terms::weigh(&of(0), &they, &seen(), &params);
        assert_eq!(toward(of(7)).zero_sum, 1.0);
        assert_eq!(toward(of(7)).inside_bloc, 0.0);
        assert_eq!(toward(of(0)).zero_sum, 0.2);
        assert_eq!(toward(of(0)).inside_bloc, 0.5 * params.choice.zero_sum);
    }

    #[test]
    fn terms_that_need_an_occasion_are_0_without_it() {
        let params = Params::default();
        let p = &params.choice;
        let me = Stance { initiative: 0.7, draw_of_markets: 2.0, draw_of_rulers: 0.5, ..Stance::default() };
        let they = Stance { market: 1.5, system: 0.25, revisionism: 0.4, ..Stance::default() };
        let toward = |stage| Terms::weigh(&me, &they, &Seen { stage, reach: 0.75, ..seen() }, &params);
        assert_eq!((toward(Stage::Calm).initiative, toward(Stage::Calm).momentum), (0.0, 0.0));
        let dispute = toward(Stage::Dispute);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        assert_eq!(dispute.initiative, 0.7);
        close(dispute.momentum, p.momentum / 3.0);
        close(dispute.opportunity, 2.0 * 0.5 * 1.5);
        close(dispute.order, -p.order * 0.4);
        close(dispute.consolidation, 0.5 * 0.5);
        close(dispute.distance, -p.remote * 0.25);
        close(dispute.distance_to_target, -p.remote * 0.25);
    }

    #[test]
    fn values_and_the_order_set_states_against_each_other() {
        let params = Params::default();
        let me = Stance {
            system: 0.9,
            fear_for_rule: 0.2,
            fear_for_order: 2.0,
            revisionism: 0.2,
            need_of_enemies: 3.0,
            ..Stance::default()
        };
        let they = Stance { system: 0.4, revisionism: 0.3, ..Stance::default() };
        let terms = Terms::weigh(&me, &they, &Seen { threat: 0.6, ..seen() }, &params);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        close(terms.alien_values, 0.5 * (0.2 + 2.0 * 0.3));
        // The one would overturn a fifth of what the other keeps, and keeps of what the other would overturn.
        close(terms.overturning, params.choice.order * (0.2 * 0.7 + 0.8 * 0.3));
        close(terms.regime_need, 3.0 * 0.5);
        close(terms.alarm, params.choice.alarm * 0.6);
    }

    #[test]
    fn only_members_of_one_bloc_of_several_states_are_inside_it() {
        let params = Params::default();
        let of = |leader, several| Stance { bloc: (leader, several), narrowness: 1.0, ..Stance::default() };
        let terms = |me: Stance, they: Stance| {
            let terms = Terms::weigh(&me, &they, &seen(), &params);
            (terms.inside_bloc, terms.zero_sum)
        };
        let inside = 0.5 * params.choice.zero_sum;
        assert_eq!(terms(of(3, true), of(3, true)), (inside, 0.2));
        assert_eq!(terms(of(3, true), of(5, true)), (0.0, 1.0));
        assert_eq!(terms(of(3, true), of(5, false)), (0.0, 0.2));
        assert_eq!(terms(of(3, false), of(5, true)), (0.0, 0.2));
        assert_eq!(terms(of(3, false), of(5, false)), (0.0, 0.2));
    }

    #[test]
    fn stances_by_hand() {
        let mut params = Params::default();
        params.feedback.governance_to_policy = 1.0;
        (params.issues.need, params.ties.half) = (0.05, 1.5); // full spending is 0.2
        let p = &mut params.choice;
        (p.opportunity, p.consolidation, p.alien, p.regime) = (2.0, 0.5, 1.5, 3.0);
        (p.zero_sum, p.institutions, p.blockage) = (1.6, 1.4, 2.0);
        (p.initiative, p.weariness, p.attention_price) = (1.5, 0.7, 0.3);
        let mut s = States::new(3);
        s.present[2] = false;
        (s.wealth, s.bloc, s.main_threat) = (vec![3.0, 1.0, 50.0], vec![1, 1, 2], vec![1, 9, 0]);
        (s.meaning[0], s.referent[0], s.securitisation[0], s.provision[0]) = (0.2, 0.4, 0.6, 0.8);
        (s.system[0], s.revisionism[0], s.diplomacy[0], s.backlog[0]) = (0.3, 0.25, 0.5, 0.7);
        (s.spend_diplomacy[0], s.spend_facilitation[0], s.spend_military[0]) = (0.02, 0.04, 0.05);
        (s.autonomy[0], s.severity[0], s.strain[0], s.insurgency[0]) = (0.5, 1.5, 1.6, 0.15);
        let (mut stances, mut members) = (Vec::new(), Vec::new());
        take_stances(&mut stances, &mut members, &s, &params);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        let me = stances[0];
        close(me.market, 6.0 / 5.0); // the mean of the states present is 2
        close(me.capacity_to_cooperate, 0.5 * (0.5 + 0.3) * 0.5);
        close(me.capacity_to_confront, 0.25 * 0.5);
        assert_eq!((me.bloc, me.enemy), ((1, true), Some(1)));
        assert_eq!((stances[1].bloc, stances[1].enemy), ((1, true), None));
        assert!(!stances[2].bloc.1);
        close(me.draw_of_markets, 0.4);
        close(me.draw_of_rulers, 0.5 * 0.6 * 0.7);
        close(me.fear_for_rule, 1.5 * 0.7);
        close(me.fear_for_order, 0.45);
        close(me.need_of_enemies, 1.5 * 0.6 * (0.25 + 0.75 * 0.7));
        assert_eq!((me.revisionism, me.insurgency), (0.25, 0.15));
        close(me.narrowness, 1.28);
        close(me.shared_institutions, -0.42);
        close(me.blocked, -1.0); // governance is one half
        close(me.initiative, 0.6);
        close(me.prudent, -0.3); // half of the initiative
        close(me.weary, -0.7 * 0.5);
        close(me.strained, -0.18);
        assert_eq!(stances[1].strained, 0.0);
    }
}
