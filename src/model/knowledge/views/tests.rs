//! Reports, beliefs and threats of one side, by hand.

use super::super::super::pairs::{PairStart, Pairs};
use super::super::super::states::NO_STATE;
use super::super::tests::params;
use super::*;
use crate::math::close;

/// The view on a state of power 2 that is hostile, believed to be a friend.
const VIEW: View = View {
    posture: -0.6,
    reach: 1.0,
    belief: 0.4,
    believed_power: 2.0,
    threat: 0.0,
    threat_peak: 0.0,
    threat_age: 0,
    held: false,
    watched: false,
    quiet: false,
    allied: false,
    ties: 0.25 / 3.0,
    strife: 0.0,
};

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
    let learned = |watched: bool, quiet: bool, errors: [f64; 2]| {
        let mut view = View { watched, quiet, ..VIEW };
        believe(&mut view, &ME, (-0.6, 2.0), &params, errors);
        (view.belief, view.believed_power)
    };
    let image = 0.5 * (0.4 - 0.8); // what was believed, and the discourse
    let (belief, power) = learned(true, false, [2.0, -1.0]);
    let report = 0.8 * (-0.6 + 0.25 * 0.4 * 2.0) + 0.2 * image;
    close(belief, 0.4 + 0.5 * (report - 0.4));
    close(power, 2.0 + 0.5 * (2.0 * (1.0 - 0.25 * 0.4) - 2.0));
    // A counterpart left aside is known less, and if both abstain belief fades.
    let (aside, power_aside) = learned(false, true, [2.0, -1.0]);
    let report = 0.8 * (-0.6 + 0.25 * 0.8 * 2.0) + 0.2 * image;
    close(aside, 0.4 + 0.5 * (report - 0.4) - 0.05 * 0.4);
    close(power_aside, 2.0 + 0.5 * (2.0 * (1.0 - 0.25 * 0.8) - 2.0));
    // A report that a state is without power is the lowest.
    close(learned(true, false, [0.0, -11.0]).1, 1.0);
}

#[test]
fn a_belief_that_is_held_stays() {
    let mut view = View { held: true, ..VIEW };
    believe(&mut view, &ME, (-0.6, 3.0), &params(), [0.0; 2]);
    assert_eq!(view.belief, 0.4);
    close(view.believed_power, 2.5);
}

#[test]
fn a_campaign_is_heard_by_the_accusers_camp_half_by_others_and_not_by_the_accuser_or_the_camp_of_the_accused() {
    let they = Observer { accused: 0.3, accuser: 3, camp: 7, accusers_camp: 2, ..ME };
    let heard = |number: u32, camp: u32, they: &Observer| {
        let (mut view, me) = (VIEW, Observer { bend: 0.0, camp, ..ME });
        assert_eq!(hear(&mut view, number, &me, they, &params(), [0.0; 2]), Turn::None);
        view.belief
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
    let mut view = View { belief: -0.8, reach: 0.5, believed_power: 6.0, ..VIEW };
    // Power 6 against a strength of 2: 0.8 · 0.75 · 0.5, of which one half in the first round.
    assert_eq!(perceive(&mut view, &ME, &params), Turn::Begins);
    close(view.threat, 0.15);
    close(view.threat_peak, 0.15);
    assert_eq!(view.threat_age, 1);
    assert_eq!(perceive(&mut view, &ME, &params), Turn::None);
    close(view.threat, 0.225);
    close(view.threat_peak, 0.225);
    assert_eq!(view.threat_age, 2);
    // Without hostility it declines, faster with age.
    view.belief = 0.3;
    assert_eq!(perceive(&mut view, &ME, &params), Turn::None);
    close(view.threat, 0.225 * (1.0 - 0.2 * 1.1));
    close(view.threat_peak, 0.225);
    // It ends below half of the level at which it began, and not before.
    view.threat = 0.1; // by 0.2 · 1.15 to 0.077
    assert_eq!(perceive(&mut view, &ME, &params), Turn::None);
    (view.threat, view.threat_age) = (0.09, 3);
    assert_eq!(perceive(&mut view, &ME, &params), Turn::Ends);
    assert_eq!((view.threat_age, view.threat_peak), (0, 0.0));
    // A faint threat does not begin, and the age of an old one stops at the end of its range.
    let mut faint = View { belief: -0.1, ..VIEW };
    assert_eq!((perceive(&mut faint, &ME, &params), faint.threat_age), (Turn::None, 0));
    let mut old = View { belief: -0.9, believed_power: 6.0, threat: 0.5, threat_age: u16::MAX, ..VIEW };
    assert_eq!((perceive(&mut old, &ME, &params), old.threat_age), (Turn::None, u16::MAX));
}

#[test]
fn sums_over_counterparts_weigh_by_reach_or_salience_and_remember_the_first_of_the_greatest_threats() {
    let mut view = View { reach: 0.5, threat: 0.25, ..VIEW };
    let they = Observer { power: 3.0, threat_own: 0.6, system: 0.4, ..ME };
    let mut sums = KnowledgeSums::default();
    let mut add = |view: &View, other: u32| {
        sums.hear(&view.felt(&ME, &they).map(|felt| [felt]), 0, other, view.threat);
        (sums.felt, sums.greatest, sums.main)
    };
    // Two thirds of what matters by power, and a third of the three ties of a quarter.
    let matters = 0.5 * (2.0 / 3.0 + 0.25 / 3.0);
    let same = |sums: [f64; FELT], expected: [f64; FELT]| sums.into_iter().zip(expected).for_each(|(a, b)| close(a, b));
    let (first, _, main) = add(&view, 7);
    let goodwill = matters * 0.4;
    same(first, [0.5, 0.2, -0.3, 0.5, 0.5, 0.2, matters, goodwill, 0.0, matters * 0.25, 0.0, 0.0]);
    assert_eq!(main, 7);
    (view.belief, view.allied) = (-0.4, true);
    // A quarter of the power bears a quarter of the burden.
    let (second, greatest, main) = add(&view, 8);
    let both = [1.0, 0.0, -0.6, 0.6, 1.0, 0.4, 2.0 * matters, goodwill, goodwill, 2.0 * matters * 0.25, 0.25, 0.15];
    same(second, both);
    assert_eq!((main, greatest), (7, 0.25));
    view.threat = 0.3;
    assert_eq!(add(&view, 9).2, 9);
    view.threat = 0.1;
    assert_eq!(add(&view, 10).2, 9);
}

/// Both sides of a pair of this act and age of the first side's threat learn of each other: the pair, and the sums.
fn learned(act: Act, threat_age: u16, held: u8, word: u32) -> (Pairs, [KnowledgeSums; 2]) {
    let start = PairStart { belief: [Some(0.4), Some(-0.5)], posture: [0.2, -0.6], ..PairStart::new(0, 1) };
    let mut pairs = Pairs::new(&[start], &[1.0, 2.0]);
    (pairs.act[0][0], pairs.threat_age[0][0], pairs.held[0]) = (act, threat_age, held);
    let (observers, mut sums) = ([ME, Observer { power: 2.0, ..ME }], [KnowledgeSums::default(); 2]);
    learn(Learning {
        row: pairs.row(0..1),
        lows: &[0],
        highs: &[1],
        words: &[[word; WORDS]],
        params: &params(),
        observers: &observers,
        sums: &mut sums,
        events: &mut Vec::new(),
    });
    (pairs, sums)
}

#[test]
fn a_counterpart_is_watched_if_one_acts_toward_it_or_it_threatens_and_belief_fades_if_neither_acts() {
    let believed = |act: Act, threat_age: u16| {
        let (pairs, _) = learned(act, threat_age, 0, u32::MAX);
        (pairs.belief[0][0], pairs.believed_power[0][0])
    };
    let (watched, power) = believed(Act::Confront, 0);
    assert_eq!(believed(Act::Cooperate, 0), (watched, power));
    // A counterpart that threatens is watched, whatever one does. Without any act belief fades by a twentieth of 0.4.
    let (threatened, same_power) = believed(Act::Abstain, 1);
    close(threatened, watched - 0.02);
    assert_eq!(same_power, power);
    let (aside, power_aside) = believed(Act::Abstain, 0);
    assert!(aside != threatened && power_aside != power, "an error of the reports weighs more");
}

#[test]
fn each_side_is_measured_against_what_the_other_does_and_is_held_apart() {
    let middle = 1 << 31;
    let (pairs, [low, high]) = learned(Act::Confront, 0, 0, middle);
    close(low.felt[3], (pairs.belief[0][0] + 0.6).abs()); // the truth is what the other does
    close(high.felt[3], (pairs.belief[0][1] - 0.2).abs());
    assert_eq!(learned(Act::Confront, 0, BELIEF_HELD, middle).0.belief[0], [0.4, pairs.belief[0][1]]);
    assert_eq!(learned(Act::Confront, 0, BELIEF_HELD << 1, middle).0.belief[0], [pairs.belief[0][0], -0.5]);
}
