//! Disputes by hand: onset, stages, settlement and rivalry.

use super::super::pairs::PairStart;
use super::*;
use crate::math::close;

/// Round numbers for every parameter of a dispute.
fn params() -> Params {
    let mut params = Params::default();
    let p = &mut params.disputes;
    (p.onset, p.rivalry, p.parity) = (0.1, 2.0, 0.4);
    (p.cool_diplomacy, p.cool_ties, p.cool_values, p.cool_third) = (0.5, 0.8, 0.75, 0.9);
    (p.organisation, p.sudden, p.war, p.lapse, p.deadlock) = (0.5, 0.5, 0.1, 0.3, 0.9);
    (p.contest_begin, p.contest_fade) = (0.0, 0.2);
    (p.rivalry_step, p.rivalry_relief) = (0.4, 0.5);
    (params.wars.concede, params.economy.adjust) = (0.2, 0.5);
    params
}

/// Two states, of which the first confronts the second by a show of arms of half effort.
fn two() -> (States, Pairs, Topology) {
    let mut s = States::new(2);
    s.focus = vec![0.5, 2.0]; // together as in a usual crowd
    (s.power, s.self_image) = (vec![3.0, 1.0], vec![3.0, 1.0]);
    (s.diplomacy, s.system, s.civil_capacity) = (vec![0.6, 0.2], vec![0.8, 0.5], vec![0.5, 0.5]);
    let start = PairStart { ties: [0.09, 0.16, 0.23], rivalry: 0.25, contest: 0.5, ..PairStart::new(0, 1) };
    let mut pairs = Pairs::new(&[start], &s.power);
    pairs.act[0] = [Act::Confront, Act::Abstain];
    pairs.instrument[0] = [Instrument::Show as u8, 0];
    pairs.effort[0] = [0.5, 0.0];
    (s, pairs, Topology::new(2, vec![(0, 1)]))
}

fn weather(pairs: &Pairs, s: &States, params: &Params, third: f64) -> Weather {
    Weather::read(&pairs.clone().row(0..1), 0, (0, 1), s, params, third)
}

#[test]
fn heat_by_hand() {
    let (s, mut pairs, _) = two();
    let read = |pairs: &Pairs| weather(pairs, &s, &params(), 0.0);
    // A blow of 0.35, half as much again by rivalry, less by a gap in power of one half.
    close(read(&pairs).heat, 0.35 * 1.5 * 0.8);
    pairs.act[0][1] = Act::Confront;
    pairs.instrument[0][1] = Instrument::Force as u8;
    pairs.effort[0][1] = 0.25;
    close(read(&pairs).heat, 0.6 * 1.5 * 0.8);
    assert_eq!(read(&pairs).coercion, 1.0);
    assert_eq!(read(&pairs).confronts, [true; 2]);
}

#[test]
fn equal_power_leaves_all_the_heat() {
    let (mut s, pairs, _) = two();
    s.power = vec![2.0, 2.0];
    close(weather(&pairs, &s, &params(), 0.0).heat, 0.35 * 1.5);
}

#[test]
fn diplomacy_ties_values_and_third_parties_cool() {
    let (s, pairs, _) = two();
    let read = |third: f64| weather(&pairs, &s, &params(), third).cool;
    // Mean diplomacy 0.4, mean ties 0.16, systems 0.8 and 0.5.
    let alone = (1.0 - 0.2) * (1.0 - 0.8 * 0.4) * (1.0 - 0.3);
    close(read(0.0), alone);
    close(read(0.5), alone * 0.55);
}

#[test]
fn the_organisation_cools_disputes_of_its_members_and_lends_them_diplomacy() {
    let (mut s, pairs, _) = two();
    let alone = weather(&pairs, &s, &params(), 0.0);
    s.organised = vec![0.5, 0.32];
    let now = weather(&pairs, &s, &params(), 0.0);
    // It binds the two together by 0.4, of which one half counts.
    close(now.cool, alone.cool * 0.8);
    close(now.diplomacy(&[3]), alone.diplomacy(&[]));
    close(now.diplomacy(&[]), 1.0 - 0.8 * 0.8 * 0.8);
    s.organised[1] = 0.0;
    assert_eq!(weather(&pairs, &s, &params(), 0.0).cool, alone.cool);
}

#[test]
fn membership_follows_the_stance_toward_the_order_and_the_service_and_the_organisation_its_members_power() {
    let mut s = States::new(4);
    s.present[3] = false;
    (s.revisionism, s.diplomacy) = (vec![0.0, 0.5, 1.0, 0.0], vec![1.0, 0.6, 1.0, 1.0]);
    (s.membership, s.power) = (vec![1.0, 0.2, 0.0, 0.5], vec![3.0, 1.0, 0.0, 6.0]);
    join_the_organisation(&mut s, &params());
    close(s.membership[0], 1.0);
    close(s.membership[1], 0.2 + 0.5 * (0.5 * 0.8 - 0.2));
    assert_eq!((s.membership[2], s.membership[3]), (0.0, 0.5)); // who would overturn the order stays out
    // Members are three parts in full and one by 0.3. The organisation binds each by its weight and its membership.
    close(s.organised[0], 3.3 / 4.0);
    close(s.organised[1], 3.3 / 4.0 * 0.3);
    assert_eq!((s.organised[2], s.organised[3]), (0.0, 0.0));
}

#[test]
fn diplomacy_at_work_joins_the_two_sides_third_parties_and_civic_bodies() {
    let (s, mut pairs, _) = two();
    let read = |pairs: &Pairs| weather(pairs, &s, &params(), 0.5);
    // Ties of people 0.16 and civil capacities of one half: talks of 0.2.
    let now = read(&pairs);
    close(now.diplomacy(&[]), 1.0 - 0.8 * 0.55 * 0.8);
    close(now.diplomacy(&[0]), 1.0 - 0.55 * 0.8);
    close(now.diplomacy(&[1]), 1.0 - 0.8 * 0.8);
    close(now.diplomacy(&[2]), 1.0 - 0.8 * 0.55);
    let mut silent = params();
    silent.switches.civic_talks = false;
    close(weather(&pairs, &s, &silent, 0.5).diplomacy(&[]), 1.0 - 0.8 * 0.55);
    pairs.act[0][1] = Act::Cooperate;
    pairs.instrument[0][1] = Instrument::Mediation as u8;
    close(read(&pairs).diplomacy(&[]), 1.0 - 0.6 * 0.55 * 0.8);
}

#[test]
fn settlement_grows_with_diplomacy_and_coercion_without_it_blocks_settlement() {
    let (s, mut pairs, _) = two();
    let now = weather(&pairs, &s, &params(), 0.5);
    let (d, without) = (1.0 - 0.8 * 0.55 * 0.8, 1.0 - 0.8 * 0.8);
    close(now.settles_without(&[], &params()), d * (1.0 - 0.9 * 0.7 * (1.0 - d)));
    close(now.settles_without(&[1], &params()), without * (1.0 - 0.9 * 0.7 * (1.0 - without)));
    // The room toward full rivalry is three quarters, by the half that is contested.
    now.embitter(&mut pairs, 0, &params());
    close(pairs.rivalry[0], 0.25 + 0.9 * 0.7 * (1.0 - d) * 0.75 * 0.5);
    // Where nothing is contested no pair becomes a rival.
    (pairs.rivalry[0], pairs.contest[0]) = (0.25, 0.0);
    now.embitter(&mut pairs, 0, &params());
    assert_eq!(pairs.rivalry[0], 0.25);
}

#[test]
fn a_settlement_relieves_rivalry_and_names_those_without_whom_it_would_have_failed() {
    let (s, mut pairs, _) = two();
    let now = weather(&pairs, &s, &params(), 0.5);
    let [all, no_third, no_civic] = [&[][..], &[1], &[2]].map(|absent| now.settles_without(absent, &params()));
    assert!(no_third < no_civic && no_civic < all);
    let mut sums = [DisputeSums::default(); 2];
    settle(&mut pairs, 0, (0, 1), &now, &params(), &mut sums, 0.5 * (no_third + no_civic));
    let relief = 0.5 * (1.0 - 0.8 * 0.55 * 0.8);
    close(pairs.rivalry[0], 0.25 * (1.0 - relief));
    close(pairs.contest[0], 0.5 * (1.0 - relief));
    for sum in sums {
        assert_eq!((sum.settlements, sum.settled_by_third, sum.settled_by_civic), (1, 1, 0));
    }
    settle(&mut pairs, 0, (0, 1), &now, &params(), &mut sums, 0.5 * (no_civic + all));
    assert_eq!((sums[0].settlements, sums[1].settled_by_third, sums[1].settled_by_civic), (2, 2, 1));
    settle(&mut pairs, 0, (0, 1), &now, &params(), &mut sums, 0.0);
    assert_eq!((sums[0].settlements, sums[0].settled_by_third, sums[0].settled_by_civic), (3, 2, 1));
}

/// Meets with these two uniforms.
fn met(s: &States, pairs: &mut Pairs, u: [f64; 2]) -> Option<EventKind> {
    let mut sums = [DisputeSums::default(); 2];
    meet(pairs, 0, (0, 1), s, &params(), &mut sums, u).map(|event| event.kind)
}

#[test]
fn a_dispute_begins_below_heat_by_what_cools_and_suddenly_as_a_crisis() {
    let (s, pairs, _) = two();
    let now = weather(&pairs, &s, &params(), 0.0);
    let (onset, sudden) = (0.1 * now.heat * now.cool, 0.5);
    let rivalry = 0.25 + 0.4 * (0.5 * 0.75);
    let begin = |u: [f64; 2]| {
        let mut pairs = pairs.clone();
        let kind = met(&s, &mut pairs, u);
        (kind, pairs.stage[0], pairs.stage_age[0], pairs.rivalry[0])
    };
    assert_eq!(begin([onset * 1.01, 0.0]), (None, Stage::Calm, 0, 0.25));
    let begun = Some(EventKind::DisputeBegun);
    assert_eq!(begin([onset * 0.99, sudden * 1.01]), (begun, Stage::Dispute, 1, rivalry));
    assert_eq!(begin([onset * 0.99, sudden * 0.99]), (begun, Stage::Crisis, 1, rivalry));
}

#[test]
fn a_dispute_becomes_a_crisis_and_a_crisis_a_war() {
    let (s, mut pairs, _) = two();
    pairs.believed_power[0] = [1.0, 3.0];
    pairs.third[0] = 0.5;
    let now = weather(&pairs, &s, &params(), 0.5);
    let wars = 0.1 * now.heat * now.cool * 1.5 * 1.5;
    let go = |stage: Stage, u: f64| {
        let mut pairs = pairs.clone();
        (pairs.stage[0], pairs.stage_age[0]) = (stage, 4);
        let kind = met(&s, &mut pairs, [0.999, u]);
        assert_eq!((pairs.stage_age[0], pairs.third[0] < 0.0), (5, kind.is_some()));
        (kind, pairs.stage[0], pairs.rivalry[0])
    };
    let (_, _, embittered) = go(Stage::Dispute, 0.999);
    assert!(embittered > 0.25);
    // As often as one begins with force.
    assert_eq!(go(Stage::Dispute, 0.51), (None, Stage::Dispute, embittered));
    assert_eq!(go(Stage::Dispute, 0.49), (Some(EventKind::CrisisBegun), Stage::Crisis, embittered));
    assert_eq!(go(Stage::Crisis, wars * 1.01), (None, Stage::Crisis, embittered));
    let (kind, stage, rivalry) = go(Stage::Crisis, wars * 0.99);
    assert_eq!((kind, stage), (Some(EventKind::WarBegun), Stage::War));
    close(rivalry, embittered + 0.4 * 0.5 * (1.0 - embittered));
}

#[test]
fn a_dispute_lapses_only_if_neither_side_confronts() {
    let (s, mut pairs, _) = two();
    (pairs.stage[0], pairs.third[0]) = (Stage::Dispute, 0.5);
    let now = weather(&pairs, &s, &params(), 0.5);
    let settles = now.settles_without(&[], &params());
    assert_eq!(met(&s, &mut pairs.clone(), [settles + 0.01, 0.999]), None);
    pairs.act[0] = [Act::Abstain; 2];
    let calm = weather(&pairs, &s, &params(), 0.5).settles_without(&[], &params());
    let kind = |u: f64| met(&s, &mut pairs.clone(), [u, 0.0]);
    assert_eq!(kind(calm - 0.01), Some(EventKind::DisputeSettled));
    assert_eq!(kind(calm + 0.29), Some(EventKind::DisputeLapsed));
    assert_eq!(kind(calm + 0.31), None); // and it does not become a crisis
}

#[test]
fn the_weaker_side_concedes_by_the_gap_in_strength_less_its_diplomacy() {
    let (mut s, pairs, _) = two();
    s.allied_power = vec![0.0, 1.0]; // 3 against 2
    (s.breadth, s.autonomy) = (vec![1.0, 0.5], vec![1.0, 0.8]);
    let mut sums = [DisputeSums::default(); 2];
    let event = concede(&mut s, &pairs, 0, (0, 1), &params(), &mut sums).unwrap();
    let share = 0.2 * 0.7 * 0.2 * (1.0 - 0.2 * 0.5);
    close(event.value.unwrap(), share);
    close(sums[1].concessions, 0.8 * share);
    close(s.autonomy[1], 0.8 * (1.0 - share));
    assert_eq!(s.autonomy[0], 1.0);
}

#[test]
fn third_parties_count_by_diplomacy_and_their_weaker_tie_unless_they_confront() {
    let mut s = States::new(4);
    s.diplomacy = vec![0.9, 0.9, 0.5, 0.8];
    s.focus.fill(1.0);
    let ties = |low, high, tie: f64| PairStart { ties: [tie; 3], ..PairStart::new(low, high) };
    let starts = [ties(0, 1, 0.9), ties(0, 2, 0.4), ties(0, 3, 0.5), ties(1, 2, 0.6), ties(1, 3, 0.25)];
    let topology = Topology::new(4, starts.iter().map(|start| start.states).collect());
    let mut pairs = Pairs::new(&starts, &[1.0; 4]);
    let asked = |pairs: &Pairs, s: &States| {
        let mut mediated = [0.0; 4];
        (third_parties(pairs, &topology, s, (0, 1), |k, part| mediated[k] += part), mediated)
    };
    // Half of 0.4, and 0.8 of 0.25.
    let (help, mediated) = asked(&pairs, &s);
    close(help, 0.4 / 1.4);
    mediated.iter().zip([0.0, 0.0, 0.2, 0.2]).for_each(|(&part, expected)| close(part, expected));
    // The third state is side 1 of both pairs; what is done to it does not matter.
    pairs.act[1] = [Act::Confront, Act::Abstain];
    close(asked(&pairs, &s).0, 0.4 / 1.4);
    pairs.act[3] = [Act::Abstain, Act::Confront];
    close(asked(&pairs, &s).0, 0.2 / 1.2);
    s.present[3] = false;
    assert_eq!(asked(&pairs, &s), (0.0, [0.0; 4]));
}

#[test]
fn an_open_dispute_asks_third_parties_once_and_calm_pairs_and_wars_do_not() {
    let mut s = States::new(5);
    (s.diplomacy, s.focus, s.power) = (vec![0.5; 5], vec![1.0; 5], vec![1.0; 5]);
    let ties = |low, high, stage| PairStart { ties: [0.5; 3], stage, ..PairStart::new(low, high) };
    // The first helps the others, by a half of a half each.
    let starts = [
        ties(0, 1, Stage::Calm),
        ties(0, 2, Stage::Calm),
        ties(0, 3, Stage::Calm),
        ties(0, 4, Stage::Calm),
        ties(1, 2, Stage::Dispute),
        ties(1, 3, Stage::War),
        ties(2, 4, Stage::Crisis),
    ];
    let topology = Topology::new(5, starts.iter().map(|start| start.states).collect());
    let mut pairs = Pairs::new(&starts, &s.power);
    pairs.third[6] = 0.125; // asked before
    let mut params = params();
    (params.disputes.cool_diplomacy, params.disputes.cool_third, params.disputes.lapse) = (0.0, 0.0, 0.0);
    params.disputes.organisation = 0.0;
    params.switches.civic_talks = false; // nothing settles
    let mut scratch = DisputesScratch::default();
    let draws = super::super::draws::Draws::new(3, 0, false).of_round(1);
    let mut parts = Parts::default();
    for count in [1, 3] {
        let mut pairs = pairs.clone();
        parts.divide_in(count, &topology);
        carry_out(&mut s, &mut pairs, &topology, &params, draws, (&mut parts, &mut scratch), &mut Vec::new());
        assert_eq!(pairs.third, [-1.0, -1.0, -1.0, -1.0, 0.25 / 1.25, -1.0, 0.125]);
        let mediated = scratch.sums[..5].iter().map(|sum| sum.mediated);
        assert!(mediated.eq([0.25, 0.0, 0.0, 0.0, 0.0]), "in {count} parts");
        assert_eq!(scratch.wars, [(5, 1, 3)]);
    }
}

#[test]
fn each_pair_has_words_of_its_own_and_wars_are_left_to_their_step() {
    let starts = [PairStart::new(0, 1), PairStart::new(1, 2), PairStart::new(1, 3), PairStart::new(1, 4)];
    let topology = Topology::new(5, starts.iter().map(|start| start.states).collect());
    let mut pairs = Pairs::new(&starts, &[1.0; 5]);
    pairs.act.fill([Act::Confront, Act::Abstain]);
    pairs.instrument.fill([Instrument::Show as u8, 0]);
    pairs.effort.fill([1.0, 0.0]);
    pairs.rivalry[0] = 0.5;
    pairs.stage[0] = Stage::War;
    let mut s = States::new(5);
    s.power.fill(1.0);
    s.focus.fill(1.0);
    pairs.contest[0] = 0.5;
    let mut params = params();
    (params.disputes.rivalry_decay, params.disputes.organisation) = (0.1, 0.0);
    let now = Weather::read(&pairs.row(1..2), 0, (1, 2), &s, &params, 0.0);
    params.disputes.onset = 0.5 / (now.heat * now.cool); // every calm pair begins below one half
    let draws = super::super::draws::Draws::new(3, 0, true).of_round(1);
    let mut scratch = DisputesScratch::default();
    let mut words = super::super::draws::Words::default();
    let words = draws.row(Purpose::Disputes, 1, WORDS * 3, &mut words);
    let begins = [0, 1, 2].map(|k| words.uniform(WORDS * k) < 0.5);
    assert!(begins.contains(&true) && begins.contains(&false));
    let mut events = Vec::new();
    carry_out(&mut s, &mut pairs, &topology, &params, draws, (&mut Parts::of(&topology), &mut scratch), &mut events);
    assert_eq!([1, 2, 3].map(|pair| pairs.stage[pair] > Stage::Calm), begins);
    assert_eq!((scratch.wars, pairs.stage[0]), (vec![(0, 0, 1)], Stage::War));
    close(pairs.rivalry[0], 0.5 * 0.95); // decay of a tenth, by half of what is contested
    close(pairs.contest[0], 0.4);
    let begun = events.iter().filter(|event| event.kind == EventKind::DisputeBegun);
    assert_eq!(begun.count(), begins.iter().filter(|&&begins| begins).count());
}

#[test]
fn the_greater_blow_begins_a_dispute_and_of_equal_blows_the_mightier() {
    let (mut s, pairs, _) = two();
    let begun = |s: &States, blows: [f64; 2]| {
        let event = begin(&mut pairs.clone(), 0, (0, 1), s, blows, Stage::Dispute, 0.5);
        (event.a.0, event.number)
    };
    let (show, facilitation) = (Some(Instrument::Show as u32), Some(0));
    assert_eq!(begun(&s, [0.3, 0.2]), (0, show));
    assert_eq!(begun(&s, [0.2, 0.3]), (1, facilitation));
    assert_eq!(begun(&s, [0.3, 0.3]), (0, show));
    s.power = vec![1.0, 3.0];
    assert_eq!(begun(&s, [0.3, 0.2]), (0, show));
    assert_eq!(begun(&s, [0.3, 0.3]), (1, facilitation));
    s.power = vec![3.0, 3.0];
    assert_eq!(begun(&s, [0.3, 0.3]), (0, show));
}

#[test]
fn open_disputes_and_rivalries_are_counted_for_both_sides() {
    let (s, mut pairs, _) = two();
    pairs.reach[0] = [1.0, 0.5];
    let mut sums = [DisputeSums::default(); 2];
    let mut counted = |pairs: &Pairs| {
        count(pairs.stage[0], pairs.rivalry[0], pairs.reach[0], (0, 1), &s, &mut sums);
        sums
    };
    let sums = counted(&pairs);
    assert_eq!((sums[0].rivalry, sums[1].rivalry), (0.25, 0.125));
    assert_eq!((sums[0].disputes, sums[0].wars, sums[0].strife), (0, 0, 0.0));
    pairs.rivalry[0] = 0.0;
    pairs.stage[0] = Stage::War;
    counted(&pairs);
    pairs.stage[0] = Stage::Dispute;
    for sum in counted(&pairs) {
        assert_eq!((sum.disputes, sum.wars, sum.strife), (2, 1, 1.0));
    }
}

#[test]
fn the_rival_of_the_greatest_rivalry_diplomacy_and_power_accuses_a_state() {
    let mut s = States::new(4);
    (s.power, s.diplomacy) = (vec![3.0, 1.0, 4.0, 1.0], vec![0.6, 0.2, 0.5, 0.0]);
    let rivals = |low, high, rivalry: f64| PairStart { rivalry, ..PairStart::new(low, high) };
    let starts = [rivals(0, 1, 0.5), rivals(0, 2, 0.25), rivals(0, 3, 0.8), rivals(1, 2, 0.4)];
    let topology = Topology::new(4, starts.iter().map(|start| start.states).collect());
    let mut pairs = Pairs::new(&starts, &s.power);
    let mut scratch = DisputesScratch::default();
    measure(&mut s, &pairs, &topology, &mut scratch);
    // The first by 1 at 0.5 · 0.2 · 1/2, by 2 at 0.25 · 0.5 · 4/5, by 3, which has no service, not at all.
    close(s.accused[0], 0.1);
    close(s.accused[1], 0.5 * 0.6 * 0.75); // by 2 at 0.4 · 0.5 · 4/5 only
    close(s.accused[2], 0.25 * 0.6 * 0.75);
    close(s.accused[3], 0.8 * 0.6 * 0.75);
    assert_eq!(s.accuser, [2, 0, 0, 0]);
    // A rivalry that is over does not accuse a state.
    pairs.rivalry.fill(0.0);
    measure(&mut s, &pairs, &topology, &mut scratch);
    assert_eq!((s.accused, s.accuser), (vec![0.0; 4], vec![NO_STATE; 4]));
    let mut sum = DisputeSums { disputes: 1, accused: 0.3, accuser: 2, settlements: 1, ..DisputeSums::default() };
    sum.forget_what_is_open();
    assert_eq!((sum.disputes, sum.accused, sum.settlements), (0, 0.0, 1));
}

#[test]
fn a_contest_begins_by_reach_in_the_third_word_of_a_pair() {
    let starts = [PairStart { reach: [0.5, 1.0], ..PairStart::new(0, 1) }, PairStart::new(0, 2)];
    let topology = Topology::new(3, starts.iter().map(|start| start.states).collect());
    let contested = |begin: f64, focus: f64| {
        let mut s = States::new(3);
        s.focus.fill(focus);
        let mut pairs = Pairs::new(&starts, &[1.0; 3]);
        let (mut params, mut scratch) = (params(), DisputesScratch::default());
        params.disputes.contest_begin = begin;
        // Without chance every word is one half.
        let draws = super::super::draws::Draws::new(3, 0, false).of_round(1);
        carry_out(
            &mut s,
            &mut pairs,
            &topology,
            &params,
            draws,
            (&mut Parts::of(&topology), &mut scratch),
            &mut Vec::new(),
        );
        pairs.contest
    };
    assert_eq!(contested(0.49, 1.0), [0.0, 0.0]);
    // The word that decides that it begins says how much is contested: the rest is uniform again.
    assert_eq!(contested(0.625, 1.0), [0.0, 0.8]);
    assert_eq!(contested(1.0, 1.25), [0.8, 0.4]);
    assert_eq!(contested(1.0, 0.49), [0.0, 0.0]);
}
