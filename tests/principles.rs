//! Principles of the model as properties of whole worlds: size does not matter, a world begins at rest, governance
//! inclines and does not fix, answers part, queues are queues, rare things are rare, switches cut what they name, and
//! numbers are few and have an origin. Bounds are wider than the aims in docs/history.md, which are measured there.

use takvin::model::pairs::Stage;
use takvin::model::params::{Origin, PARAMETERS};
use takvin::model::states::COLUMNS;
use takvin::model::{EventKind, StateId, World, round};
use takvin::scenario::{Scenario, load, load_text};

fn scenario(name: &str, overrides: &[(&str, &str)]) -> Scenario {
    let overrides: Vec<_> = overrides.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    load(name.as_ref(), &overrides).unwrap()
}

/// The worlds of these replicates after some rounds; `each` sees every round.
fn run(scenario: &Scenario, replicates: u64, rounds: u32, mut each: impl FnMut(&World)) -> Vec<World> {
    let one = |replicate: u64| {
        let mut world = World::new(&scenario.setup_for(replicate).unwrap(), scenario.run.seed, replicate);
        for _ in 0..rounds {
            round::step(&mut world);
            each(&world);
        }
        world
    };
    (0..replicates).map(one).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn all(worlds: &[World], column: fn(&World) -> &Vec<f64>) -> Vec<f64> {
    worlds.iter().flat_map(|world| column(world).clone()).collect()
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (x, y) = (mean(a), mean(b));
    let sum = |of: fn(f64, f64) -> f64| a.iter().zip(b).map(|(p, q)| of(p - x, q - y)).sum::<f64>();
    sum(|p, q| p * q) / (sum(|p, _| p * p) * sum(|_, q| q * q)).sqrt()
}

/// A free world of thirty states after 150 rounds, four times.
fn free() -> Vec<World> {
    run(&scenario("middle-world", &[]), 4, 150, |_| {})
}

#[test]
fn the_same_recipe_gives_the_same_world_at_every_size() {
    let measured: Vec<[f64; 2]> = [6, 12, 25, 50]
        .map(|count: u32| {
            let runs = u64::from((150 / count).max(4));
            let count_text = count.to_string();
            let world = scenario("middle-world", &[("generator.count", &count_text), ("reach.kind", "complete")]);
            let mut disputes = 0;
            let begun = |world: &World| world.events.iter().filter(|e| e.kind == EventKind::DisputeBegun).count();
            let worlds = run(&world, runs, 80, |world| disputes += begun(world));
            let state_years = f64::from(80 * count) * runs as f64;
            [mean(&all(&worlds, |world| &world.states.governance)), f64::from(disputes as u32) / state_years]
        })
        .into();
    let governance = measured.iter().map(|[governance, _]| *governance).collect::<Vec<_>>();
    let middle = mean(&governance);
    assert!(governance.iter().all(|g| (g - middle).abs() < 0.12), "{governance:?}");
    let disputes = measured.iter().map(|[_, disputes]| *disputes).collect::<Vec<_>>();
    let (low, high) = disputes.iter().fold((f64::MAX, 0.0f64), |(low, high), x| (low.min(*x), high.max(*x)));
    assert!(high < 2.0 * low, "{disputes:?}");
}

#[test]
fn stocks_hardly_move_in_the_first_ten_rounds() {
    for name in ["cold-war", "hegemon", "small-state", "three-blocs", "lost-authority"] {
        let mut world = scenario(name, &[]);
        world.setup.interventions.clear();
        for column in ["authority", "support", "backlog", "fear"] {
            let at = COLUMNS.iter().position(|known| known.name == column).unwrap();
            let level = |world: &World| {
                let there = world.states.columns()[at].iter().zip(&world.states.present);
                mean(&there.filter(|(_, present)| **present).map(|(x, _)| *x).collect::<Vec<_>>())
            };
            let before = mean(&run(&world, 3, 0, |_| {}).iter().map(level).collect::<Vec<_>>());
            let after = mean(&run(&world, 3, 10, |_| {}).iter().map(level).collect::<Vec<_>>());
            assert!((after - before).abs() < 0.15, "{name}, {column}: {before:.2} to {after:.2}");
        }
    }
}

#[test]
fn governance_inclines_policy_and_does_not_fix_it_and_the_answers_part() {
    let worlds = free();
    let (governance, policy) =
        (all(&worlds, |world| &world.states.governance), all(&worlds, |world| &world.states.policy));
    let tied = correlation(&governance, &policy);
    assert!((0.2..0.85).contains(&tied), "governance and policy: {tied:.2}");
    let poles = governance.iter().filter(|g| **g < 0.15 || **g > 0.85).count() as f64 / governance.len() as f64;
    assert!(poles < 0.5, "states at the poles: {poles:.2}");
    for side in [governance.iter().filter(|g| **g < 0.4).count(), governance.iter().filter(|g| **g > 0.6).count()] {
        assert!(side as f64 > 0.15 * governance.len() as f64, "one kind of state has hardly any members: {side}");
    }
    let provision = all(&worlds, |world| &world.states.provision);
    let referent = all(&worlds, |world| &world.states.referent);
    assert!(correlation(&provision, &referent) < 0.9);
}

#[test]
fn some_closed_states_of_a_real_world_have_a_cooperative_policy_and_most_have_not() {
    let worlds = run(&scenario("cold-war", &[]), 4, 40, |_| {});
    let states = worlds.iter().flat_map(|w| w.states.governance.iter().zip(&w.states.policy).zip(&w.states.present));
    let closed: Vec<f64> = states.filter(|((g, _), present)| **present && **g < 0.4).map(|((_, p), _)| *p).collect();
    let warm = closed.iter().filter(|policy| **policy > 0.3).count() as f64 / closed.len() as f64;
    assert!((0.05..0.6).contains(&warm), "closed states with a cooperative policy: {warm:.2}");
}

#[test]
fn a_backlog_lies_between_its_ends_in_most_states_of_a_real_world() {
    let mut between = Vec::new();
    run(&scenario("cold-war", &[]), 2, 46, |world| {
        let states = &world.states;
        let there = states.backlog.iter().zip(&states.present).filter(|(_, present)| **present);
        between.extend(there.map(|(backlog, _)| f64::from(u8::from((0.1..0.9).contains(backlog)))));
    });
    assert!(mean(&between) > 0.5, "{:.2}", mean(&between));
}

#[test]
fn coups_come_where_systems_are_closed_or_poor() {
    let (mut coups, mut state_years) = ([0.0; 2], [0.0; 2]);
    run(&scenario("cold-war", &[]), 4, 46, |world| {
        let open = |i: usize| usize::from(world.states.system[i] > 0.75 && world.states.rich[i] > 0.5);
        for i in (0..world.states.present.len()).filter(|&i| world.states.present[i]) {
            state_years[open(i)] += 1.0;
        }
        for event in world.events.iter().filter(|event| event.kind == EventKind::Coup) {
            // The coup has moved the system already: by its size the state was open before.
            let before = world.events.iter().find(|e| e.kind == EventKind::Transition && e.a == event.a);
            let jump = before.and_then(|event| event.value).unwrap_or(0.0);
            let was = world.states.system[event.a.index()] - jump;
            coups[usize::from(was > 0.75 && world.states.rich[event.a.index()] > 0.5)] += 1.0;
        }
    });
    let hazard = [coups[0] / state_years[0], coups[1] / state_years[1]];
    assert!(state_years[1] > 300.0 && hazard[1] < 0.01 && hazard[0] > 3.0 * hazard[1], "{hazard:?}");
}

/// Whether columns of states and pairs are the same to the last bit, but for these columns.
fn same(a: &World, b: &World, but: &[&str]) -> Vec<&'static str> {
    let columns = a.states.columns().into_iter().zip(b.states.columns()).zip(COLUMNS);
    columns.filter(|((a, b), column)| a != b && !but.contains(&column.name)).map(|(_, column)| column.name).collect()
}

/// What makes up governance, what is computed from it, and where it goes without policy.
const GOVERNANCE: [&str; 14] = [
    "meaning",
    "referent",
    "securitisation",
    "provision",
    "governance",
    "tradition_meaning",
    "tradition_referent",
    "tradition_securitisation",
    "tradition_provision",
    "partners_meaning",
    "pressure_knowledge",
    "pressure_threat",
    "pressure_opportunity",
    "pressure_facilitation",
];

#[test]
fn without_governance_in_policy_nothing_of_governance_is_left_in_anything_else() {
    let cut = [("parameters.switches.governance_to_policy", "false"), ("run.noise", "false")];
    let worlds = [0.1, 0.9].map(|referent| {
        let mut scenario = scenario("middle-world", &cut);
        for component in [0, 1] {
            let states = &mut scenario.setup.states;
            [&mut states.referent, &mut states.meaning][component].iter_mut().for_each(|x| *x = referent);
        }
        run(&scenario, 1, 25, |_| {}).remove(0)
    });
    assert_eq!(same(&worlds[0], &worlds[1], &GOVERNANCE), Vec::<&str>::new());
    assert!(worlds[0].pairs == worlds[1].pairs);
    assert!(worlds[0].states.referent != worlds[1].states.referent);
}

#[test]
fn without_policy_in_governance_nothing_of_policy_is_left_in_governance() {
    let cut = [("parameters.switches.policy_to_governance", "false"), ("run.noise", "false")];
    let worlds = ["1", "-9"].map(|confront| {
        let mut overrides = cut.to_vec();
        overrides.push(("parameters.choice.confront", confront));
        run(&scenario("middle-world", &overrides), 1, 25, |_| {}).remove(0)
    });
    let [a, b] = [&worlds[0].states, &worlds[1].states];
    assert!(a.policy != b.policy, "the two worlds do not differ in policy");
    for (column, a, b) in [
        ("meaning", &a.meaning, &b.meaning),
        ("referent", &a.referent, &b.referent),
        ("securitisation", &a.securitisation, &b.securitisation),
        ("provision", &a.provision, &b.provision),
        ("system", &a.system, &b.system),
    ] {
        let apart = a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(apart == 0.0, "{column} differs by {apart:e}");
    }
}

/// Threat and securitisation of an open state with ten friends and one rival, whom it believes to have this policy.
fn one_rival(believed: f64) -> [f64; 2] {
    let friend = |k: u32| {
        format!("[states.F{k}]\nsystem = 0.8\n[[pairs]]\nbetween = [\"Open\", \"F{k}\"]\nposture = 0.5\nties = 0.5\n")
    };
    let text = "run.seed = 5\n[parameters.rulers]\ncoup = 0\ncollapse = 0\n[states.Open]\nsystem = 0.85\n[states.Rival]\nsystem = 0.15\n\
                wealth = 6\nmilitary = 6\n[[pairs]]\nbetween = [\"Open\", \"Rival\"]\nrivalry = 0.8\ncontest = 1\nposture = -0.6\n";
    let text = text.to_owned() + &(0..10).map(friend).collect::<String>();
    let scenario = load_text("one-rival", &text, &[]).unwrap();
    let mut sums = [0.0; 2];
    for replicate in 0..8 {
        let mut world = World::new(&scenario.setup_for(replicate).unwrap(), 5, replicate);
        let link = world.topology.find(StateId(0), StateId(1)).unwrap();
        for _ in 0..60 {
            world.pairs.belief[link.pair.index()][link.side] = believed;
            round::step(&mut world);
        }
        sums[0] += world.states.threat[0] / 8.0;
        sums[1] += world.states.securitisation[0] / 8.0;
    }
    sums
}

#[test]
fn governance_follows_the_threat_that_is_felt_and_not_the_presence_of_a_rival() {
    let measured = [0.2, -0.2, -0.5, -0.9].map(one_rival);
    assert!(measured[0][1] > 0.6, "a rival that is hardly perceived closes: {measured:?}");
    for two in measured.windows(2) {
        assert!(two[1][0] > two[0][0] && two[1][1] < two[0][1], "threat and securitisation: {measured:?}");
    }
}

#[test]
fn what_fights_ends_and_does_not_trade_and_wealth_does_not_run_away() {
    let (mut open, mut trade, mut heads) = ([0.0; 2], [[0.0; 2]; 2], Vec::new());
    let mut before: Vec<f64> = Vec::new();
    let worlds = run(&scenario("middle-world", &[]), 4, 60, |world| {
        let begun = |pair: &usize| world.pairs.stage[*pair] > Stage::Calm;
        let now = (0..world.pairs.len()).filter(begun).count() as f64;
        if let Some(half) = (11..=60).contains(&world.round).then(|| usize::from(world.round > 35)) {
            open[half] += now;
        }
        if world.round == 1 {
            before.clone_from(&world.pairs.trade);
        }
        for ((stage, now), before) in world.pairs.stage.iter().zip(&world.pairs.trade).zip(&before) {
            let war = usize::from(*stage == Stage::War);
            trade[war][0] += 1.0;
            trade[war][1] += now - before;
        }
        before.clone_from(&world.pairs.trade);
    });
    assert!(open[1] < 1.5 * open[0], "open disputes pile up: {open:?}");
    let [calm, at_war] = trade.map(|[pairs, change]| change / pairs);
    assert!(trade[1][0] > 20.0 && at_war < 0.0 && at_war < calm, "change of trade in a round: {calm}, at war {at_war}");
    for world in &worlds {
        heads.extend(world.states.wealth_per_head.iter().copied());
    }
    let (low, high) = heads.iter().fold((f64::MAX, 0.0f64), |(low, high), x| (low.min(*x), high.max(*x)));
    assert!(high < 100.0 * low, "wealth per head from {low} to {high}");
}

#[test]
fn no_number_rests_on_a_claim() {
    let family = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|c| "ABCD".contains(c)) && letters.next().is_some_and(|c| c.is_ascii_digit())
    };
    for parameter in PARAMETERS {
        if let Origin::History(of) | Origin::Source(of) | Origin::Convention(of) = parameter.origin {
            let claim = of.split(|c: char| !c.is_alphanumeric()).find(|word| family(word));
            assert_eq!(claim, None, "{}: {of}", parameter.path);
        }
    }
}

#[test]
fn every_number_has_an_origin_and_there_are_at_most_two_hundred() {
    assert!(PARAMETERS.len() <= 200, "{}", PARAMETERS.len());
    for parameter in PARAMETERS {
        assert!(!parameter.unit.is_empty() && parameter.low < parameter.high, "{}", parameter.path);
        if let Origin::History(of) | Origin::Source(of) | Origin::Convention(of) = parameter.origin {
            assert!(!of.is_empty(), "{}: by what?", parameter.path);
        }
    }
}
