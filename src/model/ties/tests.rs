//! Acts, ties and posture of a pair, by hand.

use super::super::pairs::{PairStart, Pairs};
use super::*;
use crate::math::close;

fn params() -> Params {
    let mut params = Params::default();
    let p = &mut params.ties;
    (p.posture_rate, p.build, p.facilitation, p.fade) = (0.5, 0.2, 0.5, 0.05);
    (p.cut, p.breadth, p.price) = (0.5, 0.5, 0.6);
    params.provision.ties = 0.5;
    params
}

/// Two societies that differ in everything.
fn two() -> [Society; 2] {
    let low = Society {
        facilitated: 0.5,
        civic: 0.8,
        firms: 0.5,
        capacity: 0.6,
        open: 0.9,
        tariff: 0.1,
        per_head: 1.0,
        giving: 0.3,
        arming: 0.5,
        enemy: 3,
        threat: 0.6,
        wealth: 1.0,
        want: 0.4,
        market: 0.5,
        ..Society::default()
    };
    let high = Society {
        facilitated: 0.4,
        civic: 0.5,
        firms: 0.8,
        capacity: 0.2,
        open: 0.5,
        tariff: 0.5,
        per_head: 3.0,
        giving: 0.7,
        arming: 0.25,
        enemy: NO_STATE,
        threat: 0.4,
        wealth: 1.8,
        meaning: 0.75,
        discourse: -0.5,
        want: 0.2,
        market: 1.5,
        ..Society::default()
    };
    [low, high]
}

#[test]
fn mutual_cooperation_by_hand() {
    let (societies, mut ties) = (two(), [0.4, 0.4, 0.0]);
    let [mut first, mut second] = [TieSums::default(); 2];
    let acts = [(Act::Cooperate, Instrument::Trade, 0.5), (Act::Cooperate, Instrument::Alliance, 0.8)];
    let matters = [1.5, 0.5];
    cooperate(&mut ties, acts, 0.6, matters, [&societies[0], &societies[1]], &params(), [&mut first, &mut second]);
    // Breadth one half, by civic bodies of 0.6 and 0.2 besides the states; the smaller effort counts.
    let gain = 0.6 * 0.5 * (1.0 + 0.5 * 0.7 * 0.5);
    close(first.gains, 1.5 * gain * 1.5);
    close(second.gains, 0.5 * gain * 0.5);
    assert_eq!((first.mutual, second.mutual), (1, 1));
    // Half of the effort is spread, and each side's other half is in the layer that it aims at; tariffs keep trade out.
    close(ties[0], 0.4 + 0.1 * (5.0 / 12.0 * 0.45) * 0.6);
    close(ties[1], 0.4 + 0.1 * (1.0 / 6.0) * 0.6);
    close(ties[2], 0.1 * 5.0 / 12.0);
}

#[test]
fn breadth_needs_civic_bodies_besides_the_states_unless_it_is_switched_off() {
    let mut params = params();
    close(actors(0.6, 0.2, &params), 0.7);
    close(actors(0.0, 0.0, &params), 0.5);
    params.switches.breadth_of_actors = false;
    assert_eq!(actors(0.0, 0.0, &params), 1.0);
}

#[test]
fn citizens_and_firms_begin_ties_by_reach() {
    let (societies, mut ties) = (two(), [0.5, 0.2, 0.0]);
    let mut params = params();
    params.trade.cut = 0.0;
    let [mut first, mut second] = [TieSums::default(); 2];
    let pair = [&societies[0], &societies[1]];
    let_societies_act(&mut ties, 0.5, 0.5, pair, &params, [&mut first, &mut second]);
    // Facilitated 0.1, by citizens 0.2, by firms 0.2 · 0.5 · 0.45.
    close(ties[1], 0.2 + 0.3 * 0.5 * 0.8);
    close(ties[0], 0.5 + 0.045 * 0.5 * 0.5);
    let begun = 0.5 * (0.2 * 0.8 + 0.045 * 0.5);
    close(first.begun, begun);
    close(second.begun, begun);
}

#[test]
fn facilitation_brings_help_by_what_one_gives_and_the_other_wants() {
    let societies = two();
    let helped = |acts| {
        let [mut first, mut second] = [TieSums::default(); 2];
        let mut ties = [0.1, 0.2, 0.5];
        help(&mut ties, acts, [&societies[0], &societies[1]], [&mut first, &mut second]);
        assert_eq!((ties, first.against_threat, second.against_threat), ([0.1, 0.2, 0.5], 0.0, 0.0));
        [first.aid_given, first.aid_received, second.aid_given, second.aid_received]
    };
    let (act, other) = ((Act::Cooperate, Instrument::Facilitation, 1.0), (Act::Cooperate, Instrument::Trade, 1.0));
    assert_eq!(helped([act, other]), [0.3 * 0.2, 0.0, 0.0, 0.3 * 0.2]);
    assert_eq!(helped([other, act]), [0.0, 0.7 * 0.4, 0.7 * 0.4, 0.0]);
    assert_eq!(helped([(Act::Abstain, Instrument::Facilitation, 0.0), other]), [0.0; 4]);
}

#[test]
fn help_against_a_common_enemy_comes_with_any_cooperation_by_the_threat_to_the_other_and_builds_security_ties() {
    let helped = |enemies: [u32; 2], acts: [(Act, Instrument, f64); 2]| {
        let mut societies = two();
        (societies[0].enemy, societies[1].enemy) = (enemies[0], enemies[1]);
        let ([mut first, mut second], mut ties) = ([TieSums::default(); 2], [0.1, 0.2, 0.5]);
        help(&mut ties, acts, [&societies[0], &societies[1]], [&mut first, &mut second]);
        assert_eq!([ties[0], ties[1]], [0.1, 0.2]);
        ([first, second], ties[2])
    };
    let trade = (Act::Cooperate, Instrument::Trade, 0.5);
    let silence = (Act::Abstain, Instrument::Trade, 0.0);
    let blow = (Act::Confront, Instrument::Show, 0.5);
    // One half to a state threatened by 0.4, whose wealth is 1.8: a tenth of the room for security ties.
    let ([first, second], security) = helped([3, 3], [trade, silence]);
    close(first.aid_given, 0.2);
    close(first.against_threat, 0.2);
    close(second.aid_received, 0.2);
    assert_eq!((first.aid_received, second.aid_given, second.against_threat), (0.0, 0.0, 0.0));
    close(security, 0.5 + 0.1 * 0.5);
    // A quarter back to a state threatened by 0.6, whose wealth is 1.
    let ([first, second], security) = helped([3, 3], [blow, trade]);
    close(second.against_threat, 0.15);
    close(first.aid_received, 0.15);
    assert_eq!(first.aid_given, 0.0);
    close(security, 0.5 + 0.15 / 1.15 * 0.5);
    // Facilitation brings help to those in want besides.
    let ([first, second], _) = helped([3, 3], [(Act::Cooperate, Instrument::Facilitation, 0.5), silence]);
    close(first.aid_given, 0.3 * 0.2 + 0.2);
    close(first.against_threat, 0.2);
    close(second.aid_received, 0.26);
    // Nothing against unlike enemies, against none, or without cooperation.
    for (enemies, act) in [([3, 4], trade), ([NO_STATE; 2], trade), ([3, 3], silence), ([3, 3], blow)] {
        let ([first, second], security) = helped(enemies, [act, silence]);
        assert_eq!((first.against_threat, first.aid_given, second.aid_received, security), (0.0, 0.0, 0.0, 0.5));
    }
}

/// Posture of both sides, ties and sums after these acts.
fn responded(acts: [(Act, Instrument, f64); 2]) -> (Pairs, [f64; 3], [TieSums; 2]) {
    let mut pairs = Pairs::new(&[PairStart { posture: [0.2, -0.4], ..PairStart::new(0, 1) }], &[1.0; 2]);
    let mut ties = [0.4, 0.8, 0.6];
    let [mut first, mut second] = [TieSums::default(); 2];
    let mutual = acts[0].0 == Act::Cooperate && acts[1].0 == Act::Cooperate;
    respond(&mut pairs.row(0..1), 0, &mut ties, acts, mutual, [1.0, 2.0], &params(), [&mut first, &mut second]);
    (pairs, ties, [first, second])
}

#[test]
fn postures_follow_acts() {
    let posture = |first, second| responded([first, second]).0.posture[0];
    let cooperate = (Act::Cooperate, Instrument::Trade, 0.5);
    let [a, b] = posture(cooperate, (Act::Abstain, Instrument::Trade, 0.0));
    close(a, 0.2 + 0.5 * (0.75 - 0.2));
    close(b, -0.4 * 0.9);
    let [a, b] = posture((Act::Confront, Instrument::Show, 0.5), cooperate);
    close(a, 0.2 + 0.5 * (-0.85 - 0.2));
    close(b, -0.4 + 0.5 * (0.75 + 0.4));
}

#[test]
fn a_refused_offer_is_a_loss_and_silence_half_of_it() {
    let offer = (Act::Cooperate, Instrument::Trade, 0.5);
    let losses = |other: Act| responded([offer, (other, Instrument::Show, 0.0)]).2[0].losses;
    // Half of the price of a confrontation.
    close(losses(Act::Confront), 0.3 * 0.5);
    close(losses(Act::Abstain), 0.3 * 0.25);
    assert_eq!(responded([offer, offer]).2[0].losses, 0.0);
}

#[test]
fn confrontation_costs_and_cuts_the_layer_that_it_aims_at_most() {
    let sanctions = (Act::Confront, Instrument::Sanctions, 0.5);
    let covert = (Act::Confront, Instrument::Covert, 0.25);
    let (_, ties, [first, second]) = responded([sanctions, covert]);
    // Blows of 0.2 on trade and of 0.1 on people; others are cut by a third of them.
    close(ties[0], 0.4 * (1.0 - 0.5 * (0.2 + 0.1 / 3.0)));
    close(ties[1], 0.8 * (1.0 - 0.5 * (0.2 / 3.0 + 0.1)));
    close(ties[2], 0.6 * (1.0 - 0.5 * 0.1));
    close(first.losses, 0.6 * 0.2);
    close(first.severity, 0.2);
    close(second.severity, 2.0 * 0.1);
    assert_eq!((first.matters, second.matters), (1.0, 2.0));
    close(first.covert, 0.25 * 0.4);
    close(second.sanctioned, 0.5 * 0.4);
    assert_eq!((first.sanctioned, second.covert), (0.0, 0.0));
    let (_, ties, _) = responded([(Act::Confront, Instrument::Force, 0.5), (Act::Abstain, Instrument::Trade, 0.0)]);
    ties.iter().zip([0.3, 0.6, 0.45]).for_each(|(&a, b)| close(a, b)); // force aims at all
}

#[test]
fn sums_weigh_by_the_salience_or_the_reach_of_each_side() {
    let mut params = params();
    params.trade.unequal = 0.4;
    let start = PairStart {
        reach: [0.5, 0.25],
        ties: [0.4, 0.4, 0.1],
        posture: [0.6, -0.2],
        complementarity: 0.75,
        ..PairStart::new(0, 1)
    };
    let mut pairs = Pairs::new(&[start], &[1.0; 2]);
    let societies = two();
    let [mut first, mut second] = [TieSums { security: 1.0, ..TieSums::default() }; 2];
    let row = &pairs.row(0..1);
    look(row, 0, [&societies[0], &societies[1]], &params, [&mut first, &mut second]);
    let worth = 0.4 * 0.45 * 1.5;
    // The second is three times as rich and takes a fifth more than half.
    // Equal power counts one half, ties 0.3, by reach.
    let [a, b] = [0.5 * 0.8, 0.25 * 0.8];
    close(first.salience, a);
    close(first.exchange, a * worth * 0.8);
    close(second.exchange, b * worth * 1.2);
    close(first.tariffs, a * 0.4 * 0.5);
    close(second.tariffs, b * 0.4 * 0.1);
    close(first.markets, 0.5 * 0.75 * 0.5);
    close(second.markets, 0.25 * 0.75 * 0.9);
    close(first.trade, a * 0.4);
    close(second.people, b * 0.4);
    close(first.security, 1.0 + a * 0.1);
    close(second.security, 1.0 + b * 0.1);
    close(first.meaning, 0.5 * 0.9 * 0.75);
    close(first.discourse, 0.5 * 0.9 * -0.5);
    assert_eq!((second.meaning, second.discourse), (0.0, 0.0));
    close(second.volume_of_ties, 0.25 * 0.9);
    close(first.open_trade, 0.4);
    close(first.breadth, 0.5 * 0.9 * (0.81 / 0.33 - 1.0) / 2.0);
    close(first.posture, 0.3);
    close(second.posture, -0.05);
    close(second.reach, 0.25);
}

#[test]
fn meaning_and_discourse_of_partners_weigh_by_ties_and_are_ones_own_without_any() {
    let mut s = States::new(2);
    (s.meaning, s.discourse) = (vec![0.2, 0.3], vec![0.1, -0.4]);
    let sum = TieSums { meaning: 0.3, discourse: -0.2, volume_of_ties: 0.5, ..TieSums::default() };
    conclude(&mut s, &params(), &[sum, TieSums::default()]);
    close(s.partners_meaning[0], 0.6);
    close(s.partners_discourse[0], -0.4);
    assert_eq!((s.partners_meaning[1], s.partners_discourse[1]), (0.3, -0.4));
}

#[test]
fn ties_fade_unless_both_cooperate() {
    let mut params = params();
    params.ties.fade = 0.25;
    let start = PairStart { ties: [0.4, 0.4, 0.8], ..PairStart::new(0, 1) };
    let mut pairs = Pairs::new(&[start], &[1.0; 2]);
    let societies = [Society { wealth: 1.0, enemy: NO_STATE, ..Society::default() }; 2];
    let [mut first, mut second] = [TieSums::default(); 2];
    let both = [&societies[0], &societies[1]];
    pairs.act[0] = [Act::Cooperate, Act::Abstain];
    meet(&mut pairs.row(0..1), 0, both, &params, [&mut first, &mut second]);
    close(pairs.security[0], 0.6);
    close(pairs.people[0], 0.4 * (1.0 - 0.25 / 4.0)); // institutions last
    pairs.act[0] = [Act::Cooperate; 2];
    pairs.effort[0] = [0.5; 2];
    meet(&mut pairs.row(0..1), 0, both, &params, [&mut first, &mut second]);
    assert!(pairs.security[0] > 0.6);
}
