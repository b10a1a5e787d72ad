//! How wars end, who joins, what defeat costs, and states that disappear and return.

use crate::common::{always, clamp, middling, off, policy_of, set};
use takvin::model::events::EventKind;
use takvin::model::interventions::Change;
use takvin::model::pairs::{Act, Instrument, Stage};
use takvin::model::states::NO_STATE;
use takvin::model::{Setup, StateId, World, invariants, round};

/// A strong state (0) at war with a weak one (1), among eight others.
fn war(power: f64) -> Setup {
    let mut setup = middling(10);
    setup.pairs[0].stage = Stage::War;
    setup.states.military[0] = power;
    setup.interventions.push(always(Change::ClampPolicy {
        state: StateId(0),
        toward: Some(StateId(1)),
        act: Act::Confront,
        instrument: Some(Instrument::Force),
    }));
    setup
}

/// The number of events of each kind in some worlds.
fn ends(setup: &Setup, kinds: &[EventKind]) -> Vec<usize> {
    let mut counts = vec![0; kinds.len()];
    for seed in 0..800 {
        let mut world = World::new(setup, seed, 0);
        for _ in 0..8 {
            round::step(&mut world);
            for (count, kind) in counts.iter_mut().zip(kinds) {
                *count += world.events.iter().filter(|e| e.kind == *kind).count();
            }
        }
    }
    counts
}

#[test]
fn endings_compete_and_each_has_its_causes() {
    use EventKind::{WarCollapse, WarFrozen, WarSettled, WarWon};
    let kinds = [WarSettled, WarCollapse, WarWon, WarFrozen];
    let usual = ends(&war(2.0), &kinds);
    assert!(usual.iter().all(|&n| n > 0), "{usual:?}");

    let mut lost_at_home = war(2.0);
    lost_at_home.interventions.extend([clamp(1, "authority", 0.02), clamp(1, "support", 0.02)]);
    let lost = ends(&lost_at_home, &kinds);
    assert!(2 * lost[1] > 3 * usual[1], "{lost:?} {usual:?}");
    off(&mut lost_at_home, &["collapse_in_war"]);
    assert_eq!(ends(&lost_at_home, &kinds)[1], 0);

    let mut diplomats = war(2.0);
    diplomats.interventions.extend((0..2).map(|i| clamp(i, "diplomacy", 0.95)));
    assert!(ends(&diplomats, &kinds)[0] > usual[0]);
    assert!(ends(&war(40.0), &kinds)[2] > usual[2]); // the stronger, the sooner won
}

#[test]
fn powerful_friends_do_not_let_a_state_disappear() {
    let conquered = |friends: f64, switches: &[&str]| {
        let mut setup = war(20.0);
        off(&mut setup, switches);
        set(&mut setup, &[("wars.conquest", 1.0), ("wars.join", 0.0), ("wars.victory", 1.0)]);
        for pair in setup.pairs.iter_mut().filter(|pair| pair.states.0 == 1) {
            pair.ties = [friends; 3];
        }
        (setup.states.system[0], setup.states.revisionism[0]) = (0.1, 0.9);
        ends(&setup, &[EventKind::StateConquered])[0]
    };
    let (alone, befriended) = (conquered(0.0, &[]), conquered(0.9, &[]));
    assert!(alone > befriended + 20, "{alone} {befriended}");
    assert_eq!(conquered(0.0, &["conquest"]), 0);
}

#[test]
fn a_conquered_state_leaves_its_wealth_and_comes_back() {
    let mut setup = war(30.0);
    set(&mut setup, &[("wars.conquest", 1.0), ("wars.join", 0.0), ("wars.victory", 1.0), ("wars.free", 0.3)]);
    (setup.states.system[0], setup.states.revisionism[0]) = (0.1, 0.9);
    for pair in setup.pairs.iter_mut().filter(|pair| pair.states.0 == 1) {
        pair.ties = [0.0; 3];
    }
    let (mut conquests, mut returns) = (0, 0);
    for seed in 0..60 {
        let mut world = World::new(&setup, seed, 0);
        for _ in 0..30 {
            let before = world.states.wealth.iter().sum::<f64>();
            round::step_until(&mut world, steps_to("wars"));
            let wealth = world.states.wealth.iter().sum::<f64>();
            let s = &world.states;
            for e in &world.events {
                match e.kind {
                    EventKind::StateConquered => {
                        let gone = e.b.unwrap().index();
                        assert!(!s.present[gone] && s.conqueror[gone] == e.a.0 && s.annexed[gone][0] > 0.0);
                        conquests += 1;
                    }
                    EventKind::StateReturned => {
                        let back = e.a.index();
                        // It may be conquered again in the round of its return, but only by a war that begins in a later one.
                        assert!(s.present[back] && s.conqueror[back] == NO_STATE && s.annexed[back] == [0.0; 2]);
                        assert!(s.autonomy[back] <= 0.5);
                        returns += 1;
                    }
                    _ => {}
                }
            }
            // Until the accounts of the round wealth changes hands and is not made; collapses of rule cost some.
            assert!(wealth <= before * (1.0 + 1e-9));
            invariants::check(&world).unwrap();
        }
    }
    assert!(conquests > 10 && returns > 10, "{conquests} {returns}");
}

fn steps_to(name: &str) -> usize {
    round::STEPS.iter().position(|(step, _)| *step == name).unwrap() + 1
}

#[test]
fn third_states_join_friends_and_leave_the_enemy() {
    let joined = |ties: f64, switches: &[&str]| {
        let mut setup = war(1.0);
        off(&mut setup, switches);
        setup.pairs[0].stage = Stage::Crisis;
        // No diplomacy settles the crisis before it becomes a war.
        off(&mut setup, &["crisis_diplomacy", "third_parties", "civic_talks", "organisation"]);
        set(&mut setup, &[("disputes.war", 10.0)]);
        for pair in setup.pairs.iter_mut().filter(|pair| pair.states.0 == 1) {
            pair.ties = [ties; 3];
        }
        let (mut count, mut trade) = (0, 0.0);
        for seed in 0..100 {
            let mut world = World::new(&setup, seed, 0);
            round::step(&mut world);
            count += world.events.iter().filter(|e| e.kind == EventKind::AllyJoined && e.b == Some(StateId(1))).count();
            trade += (2..10).map(|k| world.pairs.trade[k - 1]).sum::<f64>(); // with the enemy, state 0
        }
        (count, trade)
    };
    let (strangers, friends) = (joined(0.1, &[]), joined(0.7, &[]));
    assert!(friends.0 > 10 * strangers.0.max(1), "{friends:?} {strangers:?}");
    assert!(joined(0.7, &["isolation_of_enemies"]).1 > friends.1);
    assert_eq!(joined(0.7, &["coalitions"]).0, 0);
}

#[test]
fn the_weaker_side_concedes_under_coercion_and_diplomacy_shields_it() {
    let autonomy = |diplomacy: f64, switches: &[&str]| {
        let mut setup = war(10.0);
        off(&mut setup, switches);
        setup.pairs[0].stage = Stage::Dispute;
        setup.interventions.push(clamp(1, "diplomacy", diplomacy));
        for pair in &mut setup.pairs {
            pair.ties = [0.4; 3];
        }
        // An organisation in which all take part wholly settles every dispute.
        setup.states.membership.fill(1.0);
        set(&mut setup, &[("disputes.organisation", 1.0), ("economy.adjust", 0.0), ("disputes.deadlock", 0.0)]);
        let mut world = World::new(&setup, 1, 0);
        round::step(&mut world);
        assert_eq!(world.events.iter().any(|e| e.kind == EventKind::Concession), switches.is_empty());
        world.states.autonomy[1]
    };
    let (poor, capable) = (autonomy(0.05, &[]), autonomy(0.95, &[]));
    assert!(poor < capable && capable < 1.0, "{poor} {capable}");
    assert_eq!(autonomy(0.05, &["concessions"]), 1.0);
}

#[test]
fn rivals_fight_in_the_weakest_third_state() {
    let struggle = |switches: &[&str]| {
        let mut setup = middling(6);
        off(&mut setup, switches);
        setup.pairs[0].rivalry = 0.9;
        setup.states.authority = vec![0.5, 0.5, 0.9, 0.05, 0.9, 0.9];
        for pair in &mut setup.pairs {
            pair.reach = [1.0; 2];
        }
        setup.interventions.push(always(Change::ClampPolicy {
            state: StateId(0),
            toward: Some(StateId(1)),
            act: Act::Confront,
            instrument: Some(Instrument::Covert),
        }));
        let mut world = World::new(&setup, 1, 0);
        round::step(&mut world);
        (world.states.proxy_struggle.clone(), world.states.subversion[3])
    };
    let (there, felt) = struggle(&[]);
    assert!(there[3] > 0.0 && there.iter().enumerate().all(|(k, &x)| k == 3 || x == 0.0));
    let (nowhere, less) = struggle(&["proxies"]);
    assert!(nowhere.iter().all(|&x| x == 0.0) && less < felt);
}

#[test]
fn small_mediators_count_like_large_ones() {
    let mediated = |wealth: f64| {
        let mut setup = middling(3);
        setup.pairs[0].stage = Stage::Dispute;
        setup.states.wealth[2] = wealth;
        setup.states.diplomacy[2] = 0.9;
        setup.interventions.push(policy_of(2, Act::Cooperate, Some(Instrument::Mediation)));
        let mut world = World::new(&setup, 1, 0);
        round::step_until(&mut world, steps_to("wars"));
        world.states.mediated[2]
    };
    let (small, large) = (mediated(0.2), mediated(5.0));
    assert!(small > 0.0 && (small / large - 1.0).abs() < 0.2, "{small} {large}");
}
