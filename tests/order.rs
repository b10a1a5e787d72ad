//! Trade, alliances and the order: what each mechanism does, and that its switch takes it away.

use crate::common::{after, always, clamp, middling, off, policy_of, still};
use takvin::model::interventions::Change;
use takvin::model::pairs::{Act, Instrument};
use takvin::model::{Setup, StateId, World, round};

fn trade_between(world: &World, whom: impl Fn(usize, usize) -> bool) -> f64 {
    world.topology.iter().filter(|&(_, i, j)| whom(i, j)).map(|(pair, _, _)| world.pairs.trade[pair]).sum()
}

/// Six states that trade and do nothing else; state 0 closes its borders where asked.
fn traders(closed: bool, switches: &[&str]) -> World {
    let mut setup = still(6);
    off(&mut setup, switches);
    for pair in &mut setup.pairs {
        pair.ties[0] = 0.4;
    }
    setup.interventions = (0..6).map(|i| policy_of(i, Act::Cooperate, Some(Instrument::Trade))).collect();
    setup.interventions.extend((1..6).map(|i| clamp(i, "tariff", 0.0)));
    setup.interventions.push(clamp(0, "tariff", if closed { 1.0 } else { 0.0 }));
    after(&setup, 12)
}

#[test]
fn a_closing_state_loses_markets_to_others() {
    let (open, closed) = (traders(false, &[]), traders(true, &[]));
    assert_eq!(closed.states.exchange[0], 0.0);
    assert!(closed.states.growth[0] < open.states.growth[0]);
    let others = |world: &World| trade_between(world, |i, _| i != 0);
    assert!(others(&closed) > others(&open));
    assert!((1..6).all(|i| closed.states.trade_lost[i] > 0.0 && closed.states.trade_diverted[i] > 0.0));
    // Without diversion only what the closing does to growth and effort is left.
    let left = others(&traders(true, &["diversion"])) - others(&traders(false, &["diversion"]));
    assert!(left.abs() < 0.05 * (others(&closed) - others(&open)), "{left}");
    let uncut = traders(true, &["tariffs"]);
    assert!((1..6).all(|i| uncut.states.trade_lost[i] == 0.0));
}

/// Six states that leave each other alone behind tariffs, and what 20 rounds lost and diverted among them.
fn behind_tariffs(tariff: impl Fn(u32) -> f64, switches: &[&str]) -> (f64, f64, f64) {
    let mut setup = still(6);
    off(&mut setup, &["civic_ties"]);
    off(&mut setup, switches);
    for pair in &mut setup.pairs {
        (pair.ties[0], pair.reach, pair.complementarity) = (0.05, [1.0; 2], 0.5);
    }
    for i in 0..6 {
        let alone = Change::ClampPolicy { state: StateId(i), toward: None, act: Act::Abstain, instrument: None };
        setup.interventions.extend([always(alone), clamp(i, "tariff", tariff(i))]);
    }
    let mut world = World::new(&setup, 1, 0);
    let (mut lost, mut won) = (0.0, 0.0);
    for _ in 0..20 {
        round::step(&mut world);
        lost += world.states.trade_lost.iter().sum::<f64>();
        won += world.states.trade_diverted.iter().sum::<f64>() / 2.0; // both sides of a pair count it
    }
    (world.pairs.trade.iter().sum(), lost, won)
}

#[test]
fn equal_tariffs_cost_trade_and_divert_none() {
    let (free, ..) = behind_tariffs(|_| 0.0, &[]);
    let (closed, lost, won) = behind_tariffs(|_| 0.3, &[]);
    assert_eq!((lost, won), (0.0, 0.0));
    assert!(closed < free);
    assert_eq!(closed, behind_tariffs(|_| 0.3, &["diversion"]).0);
}

#[test]
fn no_more_trade_is_diverted_than_was_lost() {
    let one_closes = |i| if i == 0 { 0.8 } else { 0.0 };
    let (_, lost, won) = behind_tariffs(one_closes, &[]);
    assert!(0.0 < won && won <= lost, "{won} {lost}");
    assert_eq!(behind_tariffs(one_closes, &["diversion"]).2, 0.0);
}

#[test]
fn trade_lost_and_diverted_by_hand() {
    let mut setup = still(3);
    off(&mut setup, &["civic_ties", "facilitation"]);
    for pair in &mut setup.pairs {
        (pair.ties, pair.reach, pair.complementarity) = ([0.5, 0.0, 0.0], [1.0; 2], 0.5);
    }
    for i in 0..3 {
        let alone = Change::ClampPolicy { state: StateId(i), toward: None, act: Act::Abstain, instrument: None };
        setup.interventions.extend([always(alone), clamp(i, "tariff", [0.6, 0.2, 0.0][i as usize])]);
    }
    for (path, value) in [("ties.fade", 0.0), ("trade.cut", 0.2)] {
        setup.params.set(path, value).unwrap();
    }
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
    let s = after(&setup, 1);
    // 0–1: ½ · 0.2 · 0.5 · (0.6 + 0.2) gone; of it 1 lost ½ · 0.2 · 0.5 · (0.6 − 0.2), and so on.
    close(s.pairs.trade[0], 0.46);
    close(s.states.trade_lost[0], 0.0);
    close(s.states.trade_lost[1], 0.02);
    close(s.states.trade_lost[2], 0.03 + 0.01);
    close(s.states.markets[1], 0.5 * 0.4 + 0.5 * 1.0);
    close(s.states.markets[2], 0.5 * 0.4 + 0.5 * 0.8);
    // Next round 1 and 2 look to each other: c (q₁ · 1 + q₂ · 0.8)(1 − trade), trade being 0.5 − ½ · 0.2 · 0.5 · 0.2 = 0.49.
    let found = 0.5 * (0.02 / 0.7 * 1.0 + 0.04 / 0.6 * 0.8) * (1.0 - 0.49);
    close(after(&setup, 2).pairs.trade[2], (0.49 + found) * (1.0 - 0.1 * 0.2));
}

#[test]
fn both_gain_from_exchange_and_the_richer_gains_more() {
    let run = |switches: &[&str]| {
        let mut setup = still(2);
        off(&mut setup, switches);
        setup.states.wealth = vec![4.0, 1.0];
        setup.pairs[0].ties[0] = 0.5;
        setup.pairs[0].reach = [1.0; 2];
        after(&setup, 1)
    };
    let (unequal, equal) = (run(&[]), run(&["unequal_gains"]));
    let s = &unequal.states;
    assert!(s.exchange[0] > s.exchange[1] && s.exchange[1] > 0.0);
    assert!((s.terms_of_trade[0] + s.terms_of_trade[1] - 1.0).abs() < 1e-12);
    let lead = unequal.params.trade.unequal * (4.0 - 1.0) / (4.0 + 1.0);
    assert!((s.terms_of_trade[0] - 0.5 * (1.0 + lead)).abs() < 1e-12);
    assert_eq!(equal.states.exchange[0], equal.states.exchange[1]);
}

#[test]
fn complementary_economies_gain_more() {
    let exchange = |complementarity: f64, switches: &[&str]| {
        let mut setup = still(2);
        off(&mut setup, switches);
        setup.pairs[0].complementarity = complementarity;
        World::new(&setup, 1, 0).states.exchange[0]
    };
    assert!((exchange(0.8, &[]) - 1.6 * exchange(0.5, &[])).abs() < 1e-12);
    assert_eq!(exchange(0.8, &["comparative_advantage"]), exchange(0.5, &["comparative_advantage"]));
}

#[test]
fn narrow_meaning_and_losses_make_tariffs() {
    let tariff = |meaning: f64, losses: f64| {
        let mut setup = still(3);
        setup.interventions = vec![clamp(0, "meaning", meaning), clamp(0, "losses", losses)];
        after(&setup, 10).states.tariff[0]
    };
    assert!(tariff(0.1, 0.0) > tariff(0.9, 0.0));
    assert!(tariff(0.5, 0.8) > tariff(0.5, 0.0));
}

/// Alliances after thirty rounds among states that all cooperate in alliance.
fn allied(switches: &[&str], change: impl Fn(&mut Setup)) -> World {
    let mut setup = middling(16);
    off(&mut setup, switches);
    for pair in &mut setup.pairs {
        pair.ties[2] = 0.3;
    }
    change(&mut setup);
    let mut world = World::new(&setup, 5, 0);
    (0..30).for_each(|_| round::step(&mut world));
    world
}

fn alliances(world: &World) -> usize {
    world.pairs.alliance.iter().filter(|&&a| a).count()
}

#[test]
fn each_term_makes_alliances_of_its_own_kind() {
    let terms = ["negotiation", "aggregation", "threat", "polarisation"];
    let all: Vec<String> = terms.iter().map(|term| format!("alliance_{term}")).collect();
    let mut few = usize::MAX;
    for (k, term) in terms.iter().enumerate() {
        let others: Vec<&str> = all.iter().enumerate().filter(|(m, _)| *m != k).map(|(_, s)| s.as_str()).collect();
        let every: Vec<&str> = all.iter().map(String::as_str).collect();
        let only = |setup: &mut Setup| {
            setup.params.set("alliances.likeness", 0.0).unwrap();
            let weight = if *term == "threat" { "effect_on_threat" } else { term };
            setup.params.set(&format!("alliances.{weight}"), 1.0).unwrap();
            // A world with a past: some alliances are there, so that it can be divided.
            setup.pairs[0].alliance = true;
            setup.pairs[40].alliance = true;
            // One that threatens all.
            setup.interventions.push(policy_of(15, Act::Confront, Some(Instrument::Show)));
            setup.states.military[15] = 8.0;
        };
        let (with, without) = (allied(&others, only), allied(&every, only));
        assert!(alliances(&with) > alliances(&without), "{term}");
        few = few.min(alliances(&without));
    }
    assert!(few <= 2);
}

#[test]
fn keepers_of_the_order_confront_its_foes() {
    let confronted = |switches: &[&str]| {
        let mut setup = middling(12);
        off(&mut setup, switches);
        // One contested pair would outweigh all others.
        setup.params.set("disputes.contest_begin", 0.0).unwrap();
        for i in 0..12 {
            setup.interventions.push(clamp(i, "revisionism", if i < 6 { 0.05 } else { 0.95 }));
        }
        let (mut across, mut within) = (0u32, 0u32);
        let mut world = World::new(&setup, 9, 0);
        for _ in 0..60 {
            round::step(&mut world);
            for (pair, i, j) in world.topology.iter() {
                // What the keepers of the order do.
                if i < 6 && world.pairs.act[pair][0] == Act::Confront {
                    *(if j < 6 { &mut within } else { &mut across }) += 1;
                }
            }
        }
        (f64::from(across) / 36.0, f64::from(within) / 15.0) // by the number of pairs of each kind
    };
    let (across, within) = confronted(&[]);
    assert!(across > within, "{across} {within}");
    let (less, _) = confronted(&["order"]);
    assert!(less < across, "{less} {across}");
}

#[test]
fn the_stance_toward_the_order_colours_the_instruments() {
    let shares = |revisionism: f64, switches: &[&str]| {
        let mut setup = middling(12);
        off(&mut setup, switches);
        setup.interventions = (0..12).map(|i| clamp(i, "revisionism", revisionism)).collect();
        setup.interventions.extend((0..12).map(|i| policy_of(i, Act::Confront, None)));
        let s = after(&setup, 3).states;
        let sum = |column: &[f64]| column.iter().sum::<f64>();
        let all = sum(&s.acts_sanctions) + sum(&s.acts_covert) + sum(&s.acts_show) + sum(&s.acts_force);
        (sum(&s.acts_sanctions) / all, sum(&s.acts_covert) / all)
    };
    let (reformist, revisionist) = (shares(0.5, &[]), shares(1.0, &[]));
    assert!(reformist.0 > revisionist.0 && revisionist.1 > reformist.1);
    let (reformist, revisionist) = (shares(0.5, &["order_instruments"]), shares(1.0, &["order_instruments"]));
    assert!((reformist.1 - revisionist.1).abs() < 0.1);
}

#[test]
fn breadth_saves_more_where_civic_bodies_take_part() {
    let gains = |capacity: f64, switches: &[&str]| {
        let mut setup = still(2);
        off(&mut setup, switches);
        setup.pairs[0].ties = [0.3; 3];
        setup.interventions =
            (0..2).flat_map(|i| [policy_of(i, Act::Cooperate, None), clamp(i, "civil_capacity", capacity)]).collect();
        after(&setup, 1).states.gains[0]
    };
    assert!(gains(1.0, &[]) > gains(0.0, &[]));
    assert_eq!(gains(1.0, &["breadth_of_actors"]), gains(0.0, &["breadth_of_actors"]));
}
