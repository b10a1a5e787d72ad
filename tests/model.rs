//! The model against answers that can be computed by hand, its arrows, and its symmetries.

use crate::common::{after, after_from, always, clamp, middling, off, policy_of, set, still};
use takvin::model::interventions::{Change, Intervention};
use takvin::model::pairs::{Act, Instrument, Stage};
use takvin::model::params::PARAMETERS;
use takvin::model::switches::SWITCHES;
use takvin::model::{PairStart, Setup, StateId, World, math, round};

#[test]
fn posture_is_the_smoothed_record_of_acts() {
    const SEVERITY_OF_A_SHOW: f64 = 0.7;
    let mut setup = still(2);
    setup.interventions = vec![policy_of(0, Act::Confront, Some(Instrument::Show))];
    let start = setup.pairs[0].posture[0];
    let p = &setup.params;
    let target = -(0.5 + 0.5 * SEVERITY_OF_A_SHOW);
    let left = (1.0 - p.ties.posture_rate).powi(8);
    let world = after(&setup, 8);
    assert!((world.pairs.posture[0][0] - (target + (start - target) * left)).abs() < 1e-12);
}

#[test]
fn belief_closes_in_on_what_is_reported() {
    let mut setup = still(2);
    off(&mut setup, &["bent_reports", "fatigue"]);
    setup.pairs[0] = PairStart { posture: [0.0, 0.6], belief: [Some(-0.4), Some(0.0)], ..PairStart::new(0, 1) };
    // Services of full rank make all clear.
    set(&mut setup, &[("knowledge.intelligence", 1.0), ("knowledge.worst_case", 0.0), ("ties.fade", 0.0)]);
    setup.interventions =
        vec![policy_of(0, Act::Abstain, None), policy_of(1, Act::Abstain, None), clamp(0, "security_rank", 1.0)];
    let learning = setup.params.knowledge.learning;
    let world = after(&setup, 5);
    let expected = 0.6 + (-0.4 - 0.6) * (1.0 - learning).powi(5);
    assert!((world.pairs.belief[0][0] - expected).abs() < 1e-12);
}

#[test]
fn with_the_loop_cut_governance_relaxes_to_what_the_system_gives() {
    let mut setup = still(6);
    off(&mut setup, &["system_drift", "diffusion", "development", "transitions"]);
    let gains = ["knowledge", "threat", "opportunity", "facilitation"];
    for gain in gains {
        set(&mut setup, &[(&format!("feedback.{gain}"), 0.0)]);
    }
    // Traditions are gone after the first round, in which they still hold every state where it began.
    set(&mut setup, &[("constitution.tradition_fade", 1.0)]);
    let world = after(&setup, 30);
    let p = &setup.params.constitution;
    for i in 0..6 {
        let target = math::logistic(p.pull_referent * (2.0 * setup.states.system[i] - 1.0) + p.base);
        let expected = target + (setup.states.referent[i] - target) * (1.0 - p.rate).powi(29);
        assert!((world.states.referent[i] - expected).abs() < 1e-12);
    }
}

#[test]
fn states_that_cannot_confront_have_no_disputes() {
    let mut setup = middling(12);
    setup.interventions = (0..12).map(|i| policy_of(i, Act::Cooperate, None)).collect();
    let world = after(&setup, 60);
    assert!(world.pairs.stage.iter().all(|&s| s == Stage::Calm));
    assert!(world.pairs.rivalry.iter().all(|&r| r == 0.0));
}

#[test]
fn a_state_without_pairs_lives_alone() {
    let mut setup = still(3);
    setup.pairs.retain(|pair| pair.states == (0, 1));
    let world = after(&setup, 40);
    assert_eq!(world.states.threat[2], 0.0);
    assert_eq!(world.states.load[2], 0.0);
    assert_eq!(world.states.trade_ties[2], 0.0);
}

/// Governance of state 0 when it is held to cooperate and to confront, with one feedback gain at 1 or 0 and the rest at 0.
fn governance_under_policy(function: &str, gain: f64, act: Act) -> [f64; 4] {
    let mut setup = middling(8);
    off(&mut setup, &["diffusion", "development", "transitions", "system_drift"]);
    for f in ["knowledge", "threat", "opportunity", "facilitation"] {
        set(&mut setup, &[(&format!("feedback.{f}"), if f == function { gain } else { 0.0 })]);
    }
    setup.interventions = vec![policy_of(0, act, None)];
    let s = after(&setup, 30).states;
    [s.meaning[0], s.referent[0], s.securitisation[0], s.provision[0]]
}

fn distance(a: [f64; 4], b: [f64; 4]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y).abs()).sum()
}

fn assert_channel(function: &str) {
    let cut = distance(
        governance_under_policy(function, 0.0, Act::Cooperate),
        governance_under_policy(function, 0.0, Act::Confront),
    );
    assert_eq!(cut, 0.0, "{function} cut: policy still moves governance");
    let open = distance(
        governance_under_policy(function, 1.0, Act::Cooperate),
        governance_under_policy(function, 1.0, Act::Confront),
    );
    assert!(open > 0.05, "{function} open: policy moves governance by {open} only");
}

#[test]
fn the_knowledge_channel_carries_policy_to_governance_and_can_be_cut() {
    assert_channel("knowledge");
}

#[test]
fn the_threat_channel_carries_policy_to_governance_and_can_be_cut() {
    assert_channel("threat");
}

#[test]
fn the_opportunity_channel_carries_policy_to_governance_and_can_be_cut() {
    assert_channel("opportunity");
}

#[test]
fn the_facilitation_channel_carries_policy_to_governance_and_can_be_cut() {
    assert_channel("facilitation");
}

/// Acts and budget of a round after which governance of all states is set to `level` just before they decide.
fn decisions(gain: f64, level: f64) -> (Vec<[Act; 2]>, Vec<f64>) {
    let mut setup = middling(10);
    set(&mut setup, &[("feedback.governance_to_policy", gain)]);
    let mut world = after(&setup, 5);
    let s = &mut world.states;
    for column in [&mut s.meaning, &mut s.referent, &mut s.securitisation, &mut s.provision] {
        column.fill(level);
    }
    for (_, step) in round::STEPS.iter().filter(|(name, _)| ["budget", "decide"].contains(name)) {
        step(&mut world);
    }
    (world.pairs.act.clone(), world.states.spend_military.clone())
}

#[test]
fn governance_makes_policy_and_the_arrow_can_be_cut() {
    assert_eq!(decisions(0.0, 0.1), decisions(0.0, 0.9));
    let (closed, open) = (decisions(1.0, 0.1), decisions(1.0, 0.9));
    let cooperates = |acts: &[[Act; 2]]| acts.iter().flatten().filter(|&&a| a == Act::Cooperate).count();
    assert!(cooperates(&open.0) > cooperates(&closed.0) + 5);
    assert_ne!(open.1, closed.1);
}

/// Three worlds in which no mechanism lacks an occasion: calm, at war, and open states that quarrel.
fn eventful_worlds() -> Vec<Setup> {
    let mut setup = middling(14);
    // Alliances, contests, a rivalry and easy wars, so that no mechanism lacks an occasion.
    for pair in setup.pairs.iter_mut().step_by(4) {
        pair.alliance = true;
        pair.ties = [0.4, 0.4, 0.6];
    }
    for pair in setup.pairs.iter_mut().skip(1).step_by(4) {
        pair.contest = 0.8;
    }
    setup.pairs[1].stage = Stage::Crisis;
    setup.pairs[1].rivalry = 0.8;
    let mut calm = setup.clone();
    set(&mut calm, &[("choice.cooperate", 0.0)]);
    // A service that cannot attend to all that its state acts toward.
    calm.interventions = vec![clamp(3, "diplomacy", 0.05)];
    setup.states.revisionism.fill(0.9);
    setup.states.military[0] = 30.0;
    setup.interventions = vec![policy_of(0, Act::Confront, Some(Instrument::Force))];
    let wars = [("disputes.war", 5.0), ("wars.victory", 1.0), ("wars.conquest", 1.0), ("wars.free", 0.2)];
    set(&mut setup, &wars);
    let mut open = calm.clone();
    for pair in &mut open.pairs {
        pair.ties = [0.5; 3];
        pair.stage = Stage::Dispute;
    }
    // Disputes among open states that no state's diplomacy settles.
    set(&mut open, &[("disputes.cool_diplomacy", 0.0), ("disputes.lapse", 0.0)]);
    vec![calm, setup, open]
}

/// Rounds in which whatever there is must have changed something.
const LONG: u32 = 60;

/// Each of these worlds after this number of rounds, with the random numbers of some seeds: that something rare happens, or not, in one of
/// them alone proves nothing.
fn eventful_histories() -> Vec<(Setup, u64, World)> {
    let each = eventful_worlds().into_iter().flat_map(|setup| (1..=12).map(move |seed| (setup.clone(), seed)));
    each.map(|(setup, seed)| {
        let world = after_from(&setup, LONG, seed);
        (setup, seed, world)
    })
    .collect()
}

/// Does another setting change any state or pair in one of them?
fn changes(histories: &[(Setup, u64, World)], change: impl Fn(&mut Setup)) -> bool {
    histories.iter().any(|(setup, seed, base)| {
        let mut other = setup.clone();
        change(&mut other);
        let world = after_from(&other, LONG, *seed);
        world.states != base.states || world.pairs != base.pairs
    })
}

#[test]
fn every_switch_names_parameters_that_exist_and_changes_something() {
    let histories = eventful_histories();
    for switch in SWITCHES {
        for path in switch.zeroes {
            assert!(PARAMETERS.iter().any(|p| p.path == *path && p.low <= 0.0), "{}: {path}", switch.name);
        }
        let changes = changes(&histories, |setup| off(setup, &[switch.name]));
        assert!(changes, "{} changes nothing in {LONG} rounds", switch.name);
    }
}

#[test]
fn every_parameter_changes_something() {
    let histories = eventful_histories();
    for p in PARAMETERS {
        let ends = [p.low, p.high.min(p.default.abs() * 20.0 + 1.0)];
        let moved = ends.into_iter().any(|end| changes(&histories, |setup| set(setup, &[(p.path, end)])));
        assert!(moved, "{} changes nothing in {LONG} rounds", p.path);
    }
}

#[test]
fn a_switch_without_an_occasion_moves_no_draw() {
    let mut setup = middling(12);
    off(&mut setup, &["alliances", "coalitions"]);
    let base = after(&setup, 60);
    off(&mut setup, &["commitments", "isolation_of_enemies"]);
    let without = after(&setup, 60);
    assert_eq!(base.states, without.states);
    assert_eq!(base.pairs, without.pairs);
}

#[test]
fn a_state_that_never_enters_moves_no_draw() {
    let small = middling(9);
    let mut large = middling(10);
    large.states.present[9] = false;
    let (small, large) = (after(&small, 40), after(&large, 40));
    for (a, b) in small.states.columns().iter().zip(large.states.columns()) {
        assert_eq!(a[..], b[..9]);
    }
}

#[test]
fn relabelled_states_have_the_relabelled_history() {
    let setup = still(9);
    let order = [4, 0, 7, 2, 8, 1, 6, 3, 5]; // new place of each old state
    let relabelled = relabel(&setup, &order);
    let (old, new) = (after(&setup, 50), after(&relabelled, 50));
    for (a, b) in old.states.columns().iter().zip(new.states.columns()) {
        for (i, &place) in order.iter().enumerate() {
            assert!((a[i] - b[place]).abs() < 1e-9, "state {i}: {} and {}", a[i], b[place]);
        }
    }
}

fn relabel(setup: &Setup, order: &[usize]) -> Setup {
    let mut other = setup.clone();
    for at in 0..setup.states.columns().len() {
        let old = setup.states.columns()[at].to_vec();
        if let Some(new) = other.states.column_mut(at) {
            order.iter().enumerate().for_each(|(i, &place)| new[place] = old[i]);
        }
    }
    for (pair, start) in other.pairs.iter_mut().zip(&setup.pairs) {
        let (a, b) = (order[start.states.0 as usize] as u32, order[start.states.1 as usize] as u32);
        pair.states = (a.min(b), a.max(b));
        if a > b {
            pair.reach.reverse();
            pair.posture.reverse();
            pair.belief.reverse();
        }
    }
    other
}

#[test]
fn a_round_allocates_nothing_after_the_first() {
    let setup = middling(20);
    let mut world = World::new(&setup, 3, 0);
    round::step(&mut world);
    let measured = allocation_counter::measure(|| {
        for _ in 0..30 {
            round::step(&mut world);
        }
    });
    assert_eq!(measured.count_total, 0);
}

#[test]
fn an_image_moves_belief_and_reports_confirm_only_a_true_one() {
    let belief_after = |true_posture: Act| {
        let mut setup = middling(6);
        off(&mut setup, &["bent_reports"]);
        let image = Change::Image { state: StateId(0), about: Some(StateId(1)), value: -0.9, weight: 1.0 };
        setup.interventions = vec![
            Intervention { name: "image".to_owned(), from: 5, until: 5, change: image },
            always(Change::ClampPolicy {
                state: StateId(1),
                toward: Some(StateId(0)),
                act: true_posture,
                instrument: None,
            }),
        ];
        let at = |rounds| {
            let world = after(&setup, rounds);
            let link = world.topology.find(StateId(0), StateId(1)).unwrap();
            world.pairs.belief[link.pair.index()][link.side]
        };
        (at(5), at(15))
    };
    let (injected, later) = belief_after(Act::Cooperate);
    assert!(injected < -0.2 && later > 0.3, "false image: {injected}, then {later}");
    let (injected, later) = belief_after(Act::Confront);
    assert!(injected < -0.2 && later < -0.3, "true image: {injected}, then {later}");
}

#[test]
fn a_clamped_belief_is_acted_on_whatever_is_true() {
    let acts = |belief: f64| {
        let mut setup = still(2);
        setup.params.choice.goodwill = 3.0;
        setup.pairs[0].reach = [1.0; 2];
        setup.interventions = vec![
            policy_of(1, Act::Cooperate, None),
            always(Change::ClampBelief { state: StateId(0), about: None, value: belief }),
        ];
        let world = after(&setup, 10);
        assert_eq!(world.pairs.belief[0][0], belief);
        world.pairs.act[0][0]
    };
    assert_eq!(acts(0.9), Act::Cooperate);
    assert_ne!(acts(-0.9), Act::Cooperate);
}

#[test]
fn states_enter_and_leave() {
    let mut setup = middling(5);
    setup.states.present[4] = false;
    let at = |round, change| Intervention { name: "change".to_owned(), from: round, until: round, change };
    setup.interventions = vec![at(5, Change::Enter { state: StateId(4) }), at(20, Change::Leave { state: StateId(0) })];
    let world = after(&setup, 4);
    assert_eq!(world.states.power[4], 0.0);
    let world = after(&setup, 19);
    assert!(world.states.power[4] > 0.0 && world.states.load[4] >= 0.0 && world.states.present[0]);
    let world = after(&setup, 25);
    assert!(!world.states.present[0]);
    for link in world.topology.links(0) {
        assert_eq!(world.pairs.stage[link.pair.index()], Stage::Calm);
        assert_eq!(world.pairs.ties(link.pair.index()), 0.0);
    }
}
