//! Walks the table of `docs/mechanisms.md`. Every claim has a mechanism in the code, with parameters and a switch that
//! exist. Flipping the switch changes the columns that should show it, and does not change the others named.

use std::collections::BTreeMap;
use std::path::Path;

use takvin::model::EventKind;
use takvin::model::params::PARAMETERS;
use takvin::model::states::COLUMNS;
use takvin::model::switches::SWITCHES;
use takvin::model::{Setup, World, round};

/// Rounds in which a mechanism must have moved what shows it.
const ROUNDS: usize = 25;
/// How closed or open the states of a world are.
const POLES: [f64; 3] = [0.5, 0.15, 0.85];
/// Seeds with which each world is tried: what is rare happens with few of them, and proves nothing about a mechanism.
const SEEDS: u64 = 5;

/// Switches that move a column of their row too seldom to be seen here: a state is conquered once in many wars.
const RARE: [(&str, &str); 5] = [
    ("concessions", "state_conquered"),
    ("concessions", "state_returned"),
    ("lasting_agreements", "war_collapse"),
    ("lasting_agreements", "war_frozen"),
    ("return_of_states", "concession"),
];

struct Row {
    claim: String,
    places: Vec<String>,
    parameters: Vec<String>,
    switches: Vec<String>,
    shows: Vec<String>,
    alone: Vec<String>,
}

/// The texts in backticks in a cell.
fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn table() -> Vec<Row> {
    let page = include_str!("../docs/mechanisms.md");
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| claim"));
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 7, "{line}");
        Row {
            claim: cells[0].to_owned(),
            places: names(cells[2]),
            parameters: names(cells[3]),
            switches: names(cells[4]),
            shows: names(cells[5]),
            alone: names(cells[6]),
        }
    })
    .collect()
}

#[test]
fn every_claim_has_one_row() {
    let counts = [("A", 9), ("B1.", 6), ("B2.", 8), ("B3.", 6), ("B4.", 5), ("C", 18), ("D", 12)];
    let claims = counts.iter().flat_map(|(family, count)| (1..=*count).map(move |n| format!("{family}{n}")));
    let printed: Vec<String> = table().into_iter().map(|row| row.claim).collect();
    assert_eq!(printed, claims.collect::<Vec<_>>());
}

#[test]
fn every_switch_but_chance_is_on_a_row() {
    let rows = table();
    let is_on_a_row = |name: &str| rows.iter().any(|row| row.switches.iter().any(|switch| switch == name));
    let missing: Vec<&str> = SWITCHES.iter().map(|switch| switch.name).filter(|name| !is_on_a_row(name)).collect();
    assert_eq!(missing, ["noise"]);
}

#[test]
fn every_place_parameter_switch_and_column_exists() {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model");
    for row in table() {
        let Row { claim, places, parameters, switches, shows, alone } = row;
        assert!(![&places, &parameters, &switches, &shows].iter().any(|names| names.is_empty()), "{claim}: empty cell");
        for place in places {
            let (file, function) = place.split_once("::").unwrap_or_else(|| panic!("{claim}: {place}"));
            let code = std::fs::read_to_string(model.join(file)).unwrap_or_else(|_| panic!("{claim}: no {file}"));
            assert!(code.contains(&format!("fn {function}(")), "{claim}: no {function} in {file}");
        }
        for path in &parameters {
            assert!(PARAMETERS.iter().any(|p| p.path == path), "{claim}: no parameter {path}");
        }
        for name in switches {
            let switch =
                SWITCHES.iter().find(|s| s.name == name).unwrap_or_else(|| panic!("{claim}: no switch {name}"));
            // The step that holds a mechanism whose weight is always 1 reads the switch; no parameter is taken away.
            let taken = switch.zeroes.iter().any(|path| parameters.iter().any(|p| p == path));
            assert!(taken || switch.zeroes.is_empty(), "{claim}: {name} takes none of the row's parameters away");
        }
        for column in shows.iter().chain(&alone) {
            let known = COLUMNS.iter().any(|c| c.name == column) || EventKind::named(column).is_some();
            assert!(known || of_pairs(column), "{claim}: no column {column}");
        }
    }
}

fn of_pairs(column: &str) -> bool {
    ["posture", "belief", "trade", "people", "security", "rivalry", "alliance", "pair_threat"].contains(&column)
}

/// Every column of states and pairs, and how often each kind of event has come.
fn look(world: &World, events: &mut BTreeMap<&'static str, f64>) -> BTreeMap<String, Vec<f64>> {
    for (kind, name) in EventKind::ALL.into_iter().zip(EventKind::NAMES) {
        *events.entry(name).or_default() += world.events.iter().filter(|e| e.kind == kind).count() as f64;
    }
    let p = &world.pairs;
    let mut seen: BTreeMap<String, Vec<f64>> =
        COLUMNS.iter().zip(world.states.columns()).map(|(c, values)| (c.name.to_owned(), values.to_vec())).collect();
    seen.extend(events.iter().map(|(name, count)| ((*name).to_owned(), vec![*count])));
    for (name, column) in [("posture", &p.posture), ("belief", &p.belief), ("pair_threat", &p.threat)] {
        seen.insert(name.to_owned(), column.as_flattened().to_vec());
    }
    for (name, column) in
        [("trade", &p.trade), ("people", &p.people), ("security", &p.security), ("rivalry", &p.rivalry)]
    {
        seen.insert(name.to_owned(), column.clone());
    }
    seen.insert("alliance".to_owned(), p.alliance.iter().map(|&a| f64::from(u8::from(a))).collect());
    seen
}

/// Is something so with most of the seeds of some world? It is asked of the places in the order of [`worlds`].
fn with_most_seeds(is_so: impl Fn(usize) -> bool) -> bool {
    let seeds = SEEDS as usize;
    (0..POLES.len()).any(|world| 2 * (0..seeds).filter(|seed| is_so(world * seeds + seed)).count() > seeds)
}

/// Worlds with a past, each with all seeds: a middling one, a hostile one of closed states, a friendly one of open states.
fn worlds() -> Vec<(Setup, World)> {
    let each = POLES.into_iter().flat_map(|pole| (1..=SEEDS).map(move |seed| (pole, seed)));
    each.map(|(pole, seed)| {
        let mut setup = crate::common::middling(14);
        let s = &mut setup.states;
        for column in [&mut s.meaning, &mut s.referent, &mut s.securitisation, &mut s.provision, &mut s.system] {
            for x in column {
                *x = (*x + pole - 0.5_f64).clamp(0.02, 0.98);
            }
        }
        // Some contest something, so that there are rivals who last.
        for pair in setup.pairs.iter_mut().skip(1).step_by(5) {
            (pair.contest, pair.rivalry) = (1.0, 0.5);
        }
        if pole < 0.5 {
            setup.states.revisionism.fill(0.9);
            setup.states.military[0] = 30.0;
            // Wars, conquests and returns have their occasions, and so have friends who join.
            for pair in setup.pairs.iter_mut().step_by(5) {
                (pair.alliance, pair.ties, pair.posture) = (true, [0.5; 3], [0.5; 2]);
            }
            crate::common::set(
                &mut setup,
                &[
                    ("disputes.war", 5.0),
                    ("wars.join", 1.0),
                    ("wars.collapse", 1.0),
                    ("wars.frozen", 0.3),
                    ("wars.victory", 1.0),
                    ("wars.conquest", 1.0),
                    ("wars.free", 0.3),
                ],
            );
        }
        if pole > 0.5 {
            // Open states quarrel too, and what their diplomacy leaves is settled otherwise or not. They act toward many,
            // and the service of some cannot attend to all of these.
            crate::common::set(
                &mut setup,
                &[
                    ("disputes.onset", 10.0),
                    ("disputes.cool_values", 0.0),
                    ("disputes.cool_diplomacy", 0.1),
                    ("choice.cooperate", 0.0),
                ],
            );
            setup.interventions = (0..4).map(|i| crate::common::clamp(i, "diplomacy", 0.05)).collect();
        }
        let mut world = World::new(&setup, seed, 0);
        (0..10).for_each(|_| round::step(&mut world));
        (setup, world)
    })
    .collect()
}

#[test]
fn switches_move_the_columns_of_their_rows() {
    let worlds = worlds();
    let history = |setup: &Setup, world: &World| {
        let mut world = world.clone();
        world.branch(setup, None);
        let mut events = BTreeMap::new();
        let rounds = (0..ROUNDS).map(|_| {
            round::step(&mut world);
            look(&world, &mut events)
        });
        rounds.collect::<Vec<_>>()
    };
    let on: Vec<_> = worlds.iter().map(|(setup, world)| history(setup, world)).collect();
    let mut failures = Vec::new();
    for row in table() {
        let off: Vec<Vec<_>> = row
            .switches
            .iter()
            .map(|name| {
                let flipped = |(setup, world): &(Setup, World)| {
                    let mut setup = setup.clone();
                    setup.params.switches.set(name, false);
                    history(&setup, world)
                };
                worlds.iter().map(flipped).collect()
            })
            .collect();
        // A switch moves a column in some world before long, by more than rounding.
        let moves = |histories: &Vec<Vec<BTreeMap<String, Vec<f64>>>>, column: &String| {
            histories.iter().zip(&on).any(|(off, on)| {
                let far = |a: &[f64], b: &[f64]| a.iter().zip(b).any(|(x, y)| (x - y).abs() > 1e-6);
                off.iter().zip(on).any(|(off, on)| far(&off[column], &on[column]))
            })
        };
        for (name, histories) in row.switches.iter().zip(&off) {
            for column in row.shows.iter().filter(|column| !moves(histories, column)) {
                if !RARE.contains(&(name.as_str(), column.as_str())) {
                    failures.push(format!("{}: {name} does not move {column}", row.claim));
                }
            }
        }
        // The first trace that a switch leaves anywhere is also left in a column that the row names.
        for (name, histories) in row.switches.iter().zip(&off) {
            let elsewhere = |place: usize| {
                let (off, on) = (&histories[place], &on[place]);
                let first = off.iter().zip(on).find(|(off, on)| off != on);
                first.is_some_and(|(off, on)| !row.shows.iter().any(|column| off[column] != on[column]))
            };
            if with_most_seeds(elsewhere) {
                failures.push(format!("{}: {name} is first seen elsewhere than in {:?}", row.claim, row.shows));
            }
        }
        for column in &row.alone {
            for (name, histories) in row.switches.iter().zip(&off) {
                if with_most_seeds(|place| histories[place][0][column] != on[place][0][column]) {
                    failures.push(format!("{}: {name} moves {column} at once", row.claim));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
