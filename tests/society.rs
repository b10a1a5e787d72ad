//! Citizens, rulers, welfare, provision and reports: the effect of each mechanism, and that its switch removes it.

use crate::common::{after, clamp, middling, off, policy_of, set, still};
use takvin::model::events::EventKind;
use takvin::model::issues::SECTORS;
use takvin::model::pairs::{Act, Instrument};
use takvin::model::{Setup, World, round};

/// Calls `each` after every round of a run.
fn through(setup: &Setup, rounds: u32, mut each: impl FnMut(&World)) -> World {
    let mut world = World::new(setup, 3, 0);
    for _ in 0..rounds {
        round::step(&mut world);
        each(&world);
    }
    world
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn each_channel_of_reports_has_a_switch() {
    let switches = ["channel_diplomatic", "channel_intelligence", "channel_media"];
    let reports = |world: &World, i: usize| {
        let s = &world.states;
        [s.told_diplomatic[i], s.told_intelligence[i], s.told_media[i]]
    };
    let whole = after(&middling(6), 3);
    assert!((0..6).all(|i| (reports(&whole, i).iter().sum::<f64>() - 1.0).abs() < 1e-12));
    for (k, switch) in switches.iter().enumerate() {
        let mut setup = middling(6);
        off(&mut setup, &[switch]);
        let world = after(&setup, 3);
        for i in 0..6 {
            let shares = reports(&world, i);
            assert!(shares[k] == 0.0 && (shares.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{switch}");
        }
    }
    let mut setup = middling(6);
    off(&mut setup, &switches);
    let silent = after(&setup, 3);
    assert!((0..6).all(|i| reports(&silent, i) == [0.0; 3]));
}

#[test]
fn leaders_without_diplomats_err_more() {
    let error = |switch: Option<&str>| {
        let mut setup = middling(20);
        off(&mut setup, &switch.into_iter().collect::<Vec<_>>());
        let mut errors = Vec::new();
        through(&setup, 20, |world| errors.extend(world.states.belief_error.iter().copied()));
        mean(errors.into_iter())
    };
    assert!(error(Some("channel_diplomatic")) > 1.1 * error(None));
}

#[test]
fn authority_desecuritises_after_a_threat() {
    let left = |authority: f64, on: bool| {
        let mut setup = still(3);
        if !on {
            off(&mut setup, &["desecuritisation"]);
        }
        setup.interventions = (0..3).map(|i| clamp(i, "authority", authority)).collect();
        let mut sum = 0.0;
        through(&setup, 40, |world| sum += world.states.desecuritised.iter().sum::<f64>());
        sum
    };
    assert!(left(0.9, true) > left(0.05, true));
    assert_eq!(left(0.9, false), 0.0);
}

#[test]
fn non_state_actors_provide_soft_security() {
    let mut setup = middling(12);
    for i in 0..12 {
        setup.interventions.push(clamp(i, "provision", if i < 6 { 0.1 } else { 0.9 }));
        setup.interventions.push(clamp(i, "securitisation", 0.6));
    }
    // Issues resolved by others than the state, and by all, by sector, for low and high provision.
    let mut tally = [[[0.0; 2]; 5]; 2];
    through(&setup, 120, |world| {
        let s = &world.states;
        let cells = [
            [&s.state_military, &s.civic_military, &s.private_military],
            [&s.state_political, &s.civic_political, &s.private_political],
            [&s.state_economic, &s.civic_economic, &s.private_economic],
            [&s.state_societal, &s.civic_societal, &s.private_societal],
            [&s.state_environmental, &s.civic_environmental, &s.private_environmental],
        ];
        for i in 0..12 {
            for (sector, [state, civic, private]) in cells.iter().enumerate() {
                let others = civic[i] + private[i];
                let cell = &mut tally[usize::from(i >= 6)][sector];
                *cell = [cell[0] + others, cell[1] + others + state[i]];
            }
        }
    });
    let share = |high: usize, sector: usize| tally[high][sector][0] / tally[high][sector][1].max(1.0);
    for (sector, name) in SECTORS.iter().enumerate().skip(2) {
        assert!(share(1, sector) > share(0, sector) && share(1, sector) > 0.2, "{name}: {tally:?}");
    }
    assert!(share(1, 0) < 0.1 && share(1, 1) < 0.1, "{tally:?}");
}

#[test]
fn force_at_home_solves_little_and_is_feared() {
    let run = |on: bool| {
        let mut setup = middling(10);
        if !on {
            off(&mut setup, &["domestic_force"]);
        }
        setup.interventions = (0..10).map(|i| clamp(i, "provision", 0.1)).collect();
        let (mut forced, mut solved, mut fear) = (0.0, 0.0, Vec::new());
        through(&setup, 60, |world| {
            forced += world.states.forced_home.iter().sum::<f64>();
            solved += world.states.forced_home_solved.iter().sum::<f64>();
            fear.extend(world.states.fear.iter().copied());
        });
        (forced, solved, mean(fear.into_iter()))
    };
    let ((forced, solved, fear), without) = (run(true), run(false));
    assert!(forced > 0.0 && solved < 0.15 * forced, "{solved} of {forced}");
    assert!(without.0 == 0.0 && without.1 == 0.0 && fear > without.2);
}

#[test]
fn a_shock_of_want_is_answered_by_meaning() {
    let answer = |meaning: f64, want: f64| {
        let mut setup = still(4);
        setup.interventions = (0..4).map(|i| clamp(i, "meaning", meaning)).collect();
        setup.states.want = vec![want; 4];
        let world = after(&setup, 1);
        (world.states.spend_economic[0], world.states.want[0])
    };
    assert!(answer(0.9, 0.9).0 > answer(0.9, 0.4).0);
    assert!((answer(0.1, 0.9).0 - answer(0.1, 0.4).0).abs() < 0.1 * (answer(0.9, 0.9).0 - answer(0.9, 0.4).0));
    assert!(answer(0.9, 0.9).1 < answer(0.1, 0.9).1); // and those who have a wide meaning are sooner free of it
}

#[test]
fn help_goes_to_those_in_want_once_threat_has_faded() {
    let poor = |on: bool, threat: Option<f64>| {
        let mut setup = still(3);
        off(&mut setup, &["aid_against_threat"]);
        if !on {
            off(&mut setup, &["aid"]);
        }
        setup.states.wealth = vec![8.0, 1.0, 1.0];
        setup.states.population = vec![1.0, 1.0, 6.0];
        (setup.states.meaning[0], setup.states.referent[0]) = (0.9, 0.9);
        setup.interventions = vec![policy_of(0, Act::Cooperate, Some(Instrument::Facilitation))];
        setup.interventions.extend(threat.map(|threat| clamp(0, "threat", threat)));
        let world = after(&setup, 10);
        (world.states.aid_received[2], world.states.want[2], world.states.spend_aid[0])
    };
    let (with, without, threatened) = (poor(true, Some(0.0)), poor(false, Some(0.0)), poor(true, Some(0.8)));
    assert!(with.0 > 0.0 && without.0 == 0.0 && with.1 < without.1);
    assert!(threatened.2 < 0.2 * with.2);
}

#[test]
fn protection_of_classes_depends_on_the_referent() {
    let harm = |referent: f64| {
        let mut setup = middling(14);
        set(&mut setup, &[("citizens.incident", 0.2)]);
        setup.interventions = (0..14).map(|i| clamp(i, "referent", referent)).collect();
        setup.pairs.iter_mut().for_each(|pair| pair.ties[1] = 0.5);
        let (mut harm, mut incidents) = ([0.0; 3], 0.0);
        through(&setup, 40, |world| {
            let s = &world.states;
            for (sum, column) in harm.iter_mut().zip([&s.harm_insiders, &s.harm_neutrals, &s.harm_opponents]) {
                *sum += column.iter().sum::<f64>();
            }
            incidents += s.incidents.iter().sum::<f64>();
        });
        assert!(incidents > 50.0);
        harm.map(|x| x / incidents)
    };
    let [insiders, neutrals, opponents] = harm(1.0);
    assert!((insiders - neutrals).abs() < 1e-9 && (insiders - opponents).abs() < 1e-9);
    let [insiders, neutrals, opponents] = harm(0.0);
    assert!(insiders < neutrals && neutrals < opponents);
}

#[test]
fn strong_states_begin_disputes_over_nationals() {
    let begun = |on: bool| {
        let mut setup = middling(12);
        set(&mut setup, &[("citizens.incident", 0.3)]);
        if !on {
            off(&mut setup, &["nationals"]);
        }
        setup.interventions = (0..12).map(|i| clamp(i, "referent", 0.9)).collect();
        let mut count = 0;
        through(&setup, 60, |world| {
            count += world.events.iter().filter(|e| e.kind == EventKind::DisputeOverNationals).count();
            for e in world.events.iter().filter(|e| e.kind == EventKind::DisputeOverNationals) {
                assert!(e.value.unwrap() > 0.0 && world.states.disputes_nationals[e.a.index()] >= 1.0);
            }
        });
        count
    };
    assert!(begun(true) > 0);
    assert_eq!(begun(false), 0);
}

#[test]
fn removals_of_leaders_depend_on_the_system() {
    let removed = |system: f64, switches: &[&str]| {
        let mut setup = middling(20);
        off(&mut setup, switches);
        setup.interventions = (0..20).map(|i| clamp(i, "system", system)).collect();
        setup.interventions.extend((0..20).map(|i| clamp(i, "authority", 0.2)));
        let mut counts = [0; 3];
        through(&setup, 60, |world| {
            for (count, kind) in counts.iter_mut().zip([EventKind::VotedOut, EventKind::Coup, EventKind::RuleCollapsed])
            {
                *count += world.events.iter().filter(|e| e.kind == kind).count();
            }
        });
        counts
    };
    let (open, closed) = (removed(0.95, &[]), removed(0.15, &[]));
    assert!(open[0] > 20 * open[1].max(1) && closed[0] * 10 < open[0], "{open:?} {closed:?}");
    assert!(closed[1] > open[1]);
    // Each switch takes its own kind of removal away, and leaves the others.
    for (kind, switch) in ["removal_by_vote", "coups", "collapses"].into_iter().enumerate() {
        let counts = removed(0.5, &[switch]);
        for (other, count) in counts.into_iter().enumerate() {
            assert_eq!(count == 0, other == kind, "{switch}: {counts:?}");
        }
    }
}
