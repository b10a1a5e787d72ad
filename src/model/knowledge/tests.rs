//! Channels, beliefs, threats and the dominant image, by hand.

use super::super::pairs::PairStart;
use super::*;
use crate::math::close;

/// Round numbers for every parameter of knowledge and threat.
fn params() -> Params {
    let mut params = Params::default();
    let p = &mut params.knowledge;
    (p.intelligence, p.media, p.aside) = (0.5, 0.4, 0.5);
    (p.worst_case, p.learning, p.noise) = (0.16, 0.6, 0.25);
    (p.bend, p.vanity, p.fatigue) = (0.75, 1.5, 0.05);
    (p.campaign, p.shared_discourse) = (0.4, 0.25);
    let p = &mut params.threat;
    (p.onset, p.decline, p.diplomacy, p.ageing) = (0.5, 0.1, 1.0, 0.5);
    (p.allied_help, p.open, p.commitment) = (0.5, 0.14, 0.5);
    params.economy.adjust = 0.1;
    params
}

/// Channels of reach 0.5, 0.2 and 0.1.
fn one() -> States {
    let mut s = States::new(1);
    (s.diplomacy[0], s.security_rank[0]) = (0.5, 0.4);
    (s.securitisation[0], s.civil_capacity[0], s.system[0]) = (0.5, 0.5, 0.3);
    s
}

#[test]
fn channels_by_hand() {
    let (s, params) = (one(), params());
    let channels = Channels::read(&s, 0, &params);
    channels.reach.iter().zip([0.5, 0.2, 0.1]).for_each(|(&a, b)| close(a, b));
    close(channels.clear, 1.0 - 0.5 * 0.8 * 0.9);
    // Services bend by two parts of the closure of 0.6 and one of the rank of 0.4, media by what is closed.
    close(channels.bend, (0.7 * 0.75 * (1.2 + 0.4) / 3.0 + 0.1 * 0.75 * 0.5) / 0.8);
    close(channels.worst, 0.16 * 0.2 / 0.8);
    channels.shares().iter().zip([0.625, 0.25, 0.125]).for_each(|(&a, b)| close(a, b));
    close(channels.learning(&params), 0.6 * (1.0 + 1.28) / 3.0);
    close(channels.blind(0.5), 0.75 * 0.8 * 0.9);
    close(channels.blind(1.0), 0.5 * 0.8 * 0.9);
}

#[test]
fn services_of_full_rank_in_a_wholly_closed_state_bend_all_that_reports_can_bend() {
    let mut s = one();
    (s.security_rank[0], s.securitisation[0], s.system[0]) = (1.0, 0.0, 0.0);
    close(Channels::read(&s, 0, &params()).bend, 0.75);
}

#[test]
fn a_state_without_channels_bends_by_its_closure_and_expects_nothing_worse() {
    let mut s = one();
    (s.diplomacy[0], s.security_rank[0], s.civil_capacity[0]) = (0.0, 0.0, 0.0);
    let channels = Channels::read(&s, 0, &params());
    close(channels.bend, 0.3);
    assert_eq!((channels.clear, channels.worst, channels.shares()), (0.0, 0.0, [0.0; 3]));
}

#[test]
fn an_observer_adds_help_of_allies_to_its_strength_and_diplomacy_to_the_decline_of_threats() {
    let mut s = one();
    (s.self_image[0], s.allied_power[0]) = (2.0, 3.0);
    let me = Observer::read(&s, 0, &params());
    close(me.strength, 3.5);
    close(me.decline, 0.1 * 1.5);
    // Left aside and watched.
    me.blind.iter().zip([0.54, 0.36]).for_each(|(&a, b)| close(a, b));
}

#[test]
fn an_observer_knows_who_accuses_it_and_the_camps_of_both() {
    let mut s = States::new(3);
    s.bloc = vec![0, 2, 2];
    (s.accused[0], s.accuser[0]) = (0.5, 1);
    let me = Observer::read(&s, 0, &params());
    close(me.accused, 0.4 * 0.5);
    assert_eq!((me.accuser, me.camp, me.accusers_camp), (1, 0, 2));
    let other = Observer::read(&s, 1, &params());
    assert_eq!((other.accused, other.camp, other.accusers_camp), (0.0, 2, NO_STATE));
}

fn pair() -> Pairs {
    let start = PairStart { belief: [Some(0.4), Some(-0.5)], posture: [0.2, -0.6], ..PairStart::new(0, 1) };
    Pairs::new(&[start], &[1.0, 2.0])
}

const ME: Observer = Observer {
    present: true,
    learning: 0.5,
    bend: 0.2,
    worst: 0.1,
    blind: [0.8, 0.4],
    accused: 0.0,
    accuser: NO_STATE,
    camp: 0,
    accusers_camp: NO_STATE,
    discourse: -0.8,
    power: 1.0,
    strength: 2.0,
    decline: 0.2,
    threat_own: 0.0,
    system: 0.0,
};

#[test]
fn belief_moves_to_a_report_that_is_bent_and_noisy() {
    let params = params();
    let learned = |act: Act, threat_age: u16, quiet: bool, errors: [f64; 2]| {
        let mut pairs = pair();
        (pairs.act[0], pairs.threat_age[0][0]) = ([act; 2], threat_age);
        learn(&mut pairs.row(0..1), 0, 0, &ME, (-0.6, 2.0), quiet, &params, errors);
        (pairs.belief[0][0], pairs.believed_power[0][0])
    };
    let image = 0.5 * (0.4 - 0.8); // what was believed, and the discourse
    let (belief, power) = learned(Act::Confront, 0, false, [2.0, -1.0]);
    let report = 0.8 * (-0.6 + 0.25 * 0.4 * 2.0) + 0.2 * image;
    close(belief, 0.4 + 0.5 * (report - 0.4));
    close(power, 2.0 + 0.5 * (2.0 * (1.0 - 0.25 * 0.4) - 2.0));
    // A counterpart that threatens is watched, whatever one does.
    let (watched, power_watched) = learned(Act::Abstain, 1, false, [2.0, -1.0]);
    assert_eq!((watched, power_watched), (belief, power));
    // A counterpart left aside is known less, and if both abstain belief fades.
    let (aside, power_aside) = learned(Act::Abstain, 0, true, [2.0, -1.0]);
    let report = 0.8 * (-0.6 + 0.25 * 0.8 * 2.0) + 0.2 * image;
    close(aside, 0.4 + 0.5 * (report - 0.4) - 0.05 * 0.4);
    close(power_aside, 2.0 + 0.5 * (2.0 * (1.0 - 0.25 * 0.8) - 2.0));
    // A report that a state is without power is the lowest.
    close(learned(Act::Confront, 0, false, [0.0, -11.0]).1, 1.0);
}

#[test]
fn a_campaign_is_heard_by_the_accusers_camp_half_by_others_and_not_by_the_accuser_or_the_camp_of_the_accused() {
    let they = Observer { accused: 0.3, accuser: 3, camp: 7, accusers_camp: 2, ..ME };
    let heard = |number: usize, camp: u32, they: &Observer| {
        let (mut pairs, mut sums) = (pair(), KnowledgeSums::default());
        let me = Observer { bend: 0.0, camp, ..ME };
        let words = Drawn::default(); // reports without error
        let (me, they) = ((number, &me), (1, they));
        assert_eq!(hear(&mut pairs.row(0..1), 0, 0, me, they, false, &params(), words, &mut sums), None);
        close(sums.error, (pairs.belief[0][0] + 0.6).abs()); // the truth is what the other does
        pairs.belief[0][0]
    };
    // The other is at -0.6, and services expect it worse by 0.1.
    let moved = |accusation: f64| 0.4 + 0.5 * (-0.7 - accusation - 0.4);
    close(heard(4, 2, &they), moved(0.3));
    close(heard(4, 5, &they), moved(0.15));
    close(heard(4, 7, &they), moved(0.0));
    close(heard(3, 2, &they), moved(0.0));
    let unaccused = Observer { accused: 0.0, accuser: NO_STATE, camp: 7, accusers_camp: NO_STATE, ..ME };
    close(heard(4, 2, &unaccused), moved(0.0));
}

#[test]
fn a_threat_begins_peaks_and_ends() {
    let params = params();
    let mut pairs = pair();
    (pairs.belief[0][0], pairs.reach[0][0]) = (-0.8, 0.5);
    pairs.believed_power[0][0] = 6.0;
    // Power 6 against a strength of 2: 0.8 · 0.75 · 0.5, of which one half in the first round.
    let event = perceive(&mut pairs.row(0..1), 0, 0, &ME, &params).unwrap();
    close(pairs.threat[0][0], 0.15);
    assert_eq!((event.kind, pairs.threat_age[0][0]), (EventKind::ThreatBegun, 1));
    assert_eq!(perceive(&mut pairs.row(0..1), 0, 0, &ME, &params), None);
    close(pairs.threat[0][0], 0.225);
    close(pairs.threat_peak[0][0], 0.225);
    assert_eq!(pairs.threat_age[0][0], 2);
    // Without hostility it declines, faster with age.
    pairs.belief[0][0] = 0.3;
    assert_eq!(perceive(&mut pairs.row(0..1), 0, 0, &ME, &params), None);
    close(pairs.threat[0][0], 0.225 * (1.0 - 0.2 * 1.1));
    close(pairs.threat_peak[0][0], 0.225);
    // It ends below half of the level at which it began, and not before.
    pairs.threat[0][0] = 0.1; // by 0.2 · 1.15 to 0.077
    assert_eq!(perceive(&mut pairs.row(0..1), 0, 0, &ME, &params), None);
    (pairs.threat[0][0], pairs.threat_age[0][0]) = (0.09, 3);
    let event = perceive(&mut pairs.row(0..1), 0, 0, &ME, &params).unwrap();
    assert_eq!((event.kind, event.age, pairs.threat_age[0][0]), (EventKind::ThreatEnded, Some(3), 0));
    close(event.value.unwrap(), 0.225);
}

#[test]
fn sums_over_counterparts_weigh_by_reach_or_salience_and_remember_the_first_of_the_greatest_threats() {
    let mut pairs = pair();
    pairs.reach[0][0] = 0.5;
    pairs.threat[0][0] = 0.25;
    let they = Observer { power: 2.0, threat_own: 0.6, system: 0.4, ..ME };
    let mut sums = KnowledgeSums::default();
    let mut add = |pairs: &mut Pairs, other: usize| {
        sum_up(&pairs.row(0..1), 0, 0, &ME, other, (-0.6, 3.0), &they, &mut sums);
        sums
    };
    let first = add(&mut pairs, 7);
    close(first.weight, 0.5);
    close(first.belief, 0.2);
    close(first.error, 0.5);
    close(first.power_error, 0.5);
    close(first.system, 0.2);
    // Equal power counts as half of what matters, before ties.
    let matters = salience(&pairs.row(0..1), 0, 0);
    close(first.salience, matters);
    close(first.goodwill, matters * 0.4);
    close(first.posture, 0.5 * -0.6);
    assert_eq!((first.hostility, first.commitment, first.main), (0.0, 0.0, 7));
    (pairs.belief[0][0], pairs.alliance[0]) = (-0.4, true);
    let second = add(&mut pairs, 8);
    close(second.error, 0.6);
    close(second.system, 0.4);
    close(second.goodwill, matters * 0.4);
    close(second.hostility, matters * 0.4);
    close(second.threat, 2.0 * matters * 0.25);
    // One third of the power bears one third of the burden.
    close(second.commitment, 1.0 / 3.0);
    close(second.commitment_threat, 0.2);
    assert_eq!((second.main, second.greatest), (7, 0.25));
    pairs.threat[0][0] = 0.3;
    assert_eq!(add(&mut pairs, 9).main, 9);
    pairs.threat[0][0] = 0.1;
    assert_eq!(add(&mut pairs, 10).main, 9);
}

#[test]
fn conclusions_by_hand() {
    let (mut s, params) = (one(), params());
    (s.power[0], s.self_image[0], s.discourse[0]) = (2.0, 1.0, 0.3);
    (s.partners_discourse[0], s.public_image[0]) = (0.6, 0.1);
    let sum = KnowledgeSums {
        weight: 0.5,
        belief: -0.1,
        error: 0.2,
        power_error: 0.3,
        system: 0.4,
        salience: 2.0,
        goodwill: 0.5,
        hostility: 1.0,
        threat: 0.5,
        posture: -0.2,
        greatest: 0.4,
        commitment_threat: 1.0,
        ..KnowledgeSums::default()
    };
    let channels = Channels::read(&s, 0, &params);
    conclude(&mut s, &params, &[sum]);
    let image = 2.0 * (1.0 + 1.5 * channels.bend);
    close(s.self_image[0], 1.0 + 0.456 * (image - 1.0));
    close(s.belief_mean[0], -0.2);
    close(s.belief_error[0], 0.4);
    close(s.power_error[0], 0.6);
    close(s.neighbours_system[0], 0.8);
    // Three parts of the state's own belief of -0.2 and one of its partners' discourse: 0.
    close(s.discourse[0], 0.3 + 0.1 * (0.0 - 0.3));
    // Half open, with civic bodies at half of their capacity: free media show a quarter of the truth of -0.4.
    close(s.public_image[0], 0.1 + 0.1 * (0.25 * -0.4 + 0.75 * 0.27 - 0.1));
    close(s.goodwill[0], 0.25);
    close(s.hostility[0], 0.5);
    // The worst of 0.4 and a mean of 0.25; then threats to allies of 1 by a commitment of one half.
    close(s.threat_own[0], 1.0 - 0.6 * 0.75);
    close(s.threat[0], 1.0 - 0.45 * (1.0 - 0.5 / 1.5));
    assert_eq!(s.main_threat[0], 0);
}

#[test]
fn the_public_sees_the_truth_where_media_are_free_and_the_discourse_where_they_are_closed() {
    let mut params = params();
    (params.economy.adjust, params.knowledge.shared_discourse) = (1.0, 0.0);
    let image = |securitisation: f64, civil_capacity: f64| {
        let mut s = one();
        (s.securitisation[0], s.civil_capacity[0]) = (securitisation, civil_capacity);
        let sum = KnowledgeSums { weight: 2.0, belief: 1.0, posture: -1.2, ..KnowledgeSums::default() };
        conclude(&mut s, &params, &[sum]);
        s.public_image[0]
    };
    close(image(1.0, 1.0), -0.6);
    close(image(0.0, 1.0), 0.5);
    close(image(1.0, 0.0), 0.5);
    close(image(0.5, 0.5), 0.25 * -0.6 + 0.75 * 0.5);
}
