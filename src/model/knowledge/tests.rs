//! Channels, beliefs, threats and the dominant image, by hand.

use super::super::events::EventKind;
use super::super::lanes::LANES;
use super::super::pairs::PairStart;
use super::super::states::NO_STATE;
use super::*;
use crate::math::close;

/// Round numbers for every parameter of knowledge and threat.
pub(super) fn params() -> Params {
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

#[test]
fn the_end_of_a_threat_is_recorded_with_its_peak_and_age_and_pairs_of_the_absent_are_left_alone() {
    let params = params();
    let count = LANES + 3; // a whole block and some pairs alone
    let starts: Vec<_> = (1..=count as u32).map(|high| PairStart::new(0, high)).collect();
    let topology = Topology::new(count + 1, starts.iter().map(|start| start.states).collect());
    let mut s = States::new(count + 1);
    s.present[2] = false;
    let mut pairs = Pairs::new(&starts, &vec![1.0; count + 1]);
    for pair in [1, 4, LANES + 1] {
        (pairs.threat[pair][1], pairs.threat_peak[pair][1], pairs.threat_age[pair][1]) = (0.05, 0.6, 9);
    }
    let (before, draws) = (pairs.clone(), super::super::draws::Draws::new(1, 0, false).of_round(1));
    let (mut scratch, mut events) = (KnowledgeScratch::default(), Vec::new());
    let parts = &mut Parts::of(&topology);
    update(&mut s, &mut pairs, &topology, &params, draws, (parts, &mut scratch), &mut events);
    let ended = |high| Event::between(EventKind::ThreatEnded, high, 0).with_value(0.6).with_age(9);
    assert_eq!(events, [ended(5), ended(LANES + 2)]);
    assert_eq!((pairs.threat_age[4], pairs.threat_peak[LANES + 1]), ([0; 2], [0.0; 2]));
    assert_eq!((pairs.threat[1], pairs.threat_age[1]), (before.threat[1], before.threat_age[1]));
}

#[test]
fn conclusions_by_hand() {
    let (mut s, params) = (one(), params());
    (s.power[0], s.self_image[0], s.discourse[0]) = (2.0, 1.0, 0.3);
    (s.partners_discourse[0], s.public_image[0]) = (0.6, 0.1);
    let felt = [0.5, -0.1, -0.2, 0.2, 0.3, 0.4, 2.0, 0.5, 1.0, 0.5, 0.0, 1.0];
    let sum = KnowledgeSums { felt, greatest: 0.4, main: 0 };
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
        let mut sum = KnowledgeSums::default();
        sum.felt[..3].copy_from_slice(&[2.0, 1.0, -1.2]);
        conclude(&mut s, &params, &[sum]);
        s.public_image[0]
    };
    close(image(1.0, 1.0), -0.6);
    close(image(0.0, 1.0), 0.5);
    close(image(1.0, 0.0), 0.5);
    close(image(0.5, 0.5), 0.25 * -0.6 + 0.75 * 0.5);
}
