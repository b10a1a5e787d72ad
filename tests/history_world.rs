//! `takvin history world`: values worked out by hand from a made-up record, and the real world where its data are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use takvin::history::world::{Choice, Mapping, SHIPPED_MAPPING, Wanted, World, make};
use takvin::history::{self, Loaded};

use crate::common::place::{Place, Row};

fn made_up() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/history/made-up")
}

fn loaded() -> Loaded {
    history::load(&made_up(), None).unwrap_or_else(|error| panic!("{error}"))
}

fn world(year: i32, choice: Choice) -> World {
    let mapping = Mapping::parse("shipped", SHIPPED_MAPPING).unwrap_or_else(|error| panic!("{error}"));
    let wanted = Wanted { year, until: None, choice, stem: "w".to_owned(), mapping: "shipped".to_owned() };
    make(&loaded(), &wanted, &mapping).unwrap_or_else(|error| panic!("{error}"))
}

fn rows(world: &World, ending: &str) -> Vec<Row> {
    let text = world.tables.iter().find(|(there, _)| *there == ending).map_or("", |(_, text)| text);
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn row<'a>(rows: &'a [Row], cells: &[(&str, &str)]) -> &'a Row {
    let found = rows.iter().find(|row| cells.iter().all(|(column, cell)| row[*column] == *cell));
    found.unwrap_or_else(|| panic!("no row {cells:?}"))
}

fn numbers(row: &Row, columns: &[&str]) -> Vec<f64> {
    columns.iter().map(|column| row[*column].parse().unwrap()).collect()
}

/// Seven states exist in 1972. Median GDP 1000 and population 800; median GDP per head 2000.
#[test]
fn states_have_the_values_worked_out_by_hand() {
    let states = rows(&world(1972, Choice::All), "-states.csv");
    let of = |name: &str, columns: &[&str]| numbers(row(&states, &[("state", name)]), columns);
    assert_eq!(of("Avaria", &["wealth", "population", "system", "referent"]), [8.0, 2.5, 0.9, 0.95]);
    // Twice the median GDP per head: ln(2 / .1) / ln(100) = .6505. Power by group is at the mean, so .5.
    let l = 20f64.ln() / 100f64.ln();
    let meaning = f64::midpoint(0.5, l);
    let round = |x: f64| (x * 1e4).round() / 1e4;
    let expected = [meaning, 1.0 - l, 0.8 * l].map(round);
    assert_eq!(of("Avaria", &["meaning", "want", "private_capacity"]), expected);
    // One soldier in a hundred (.6505 on its scale), a typical spending (.5), civil society .8, its freedom at the mean.
    let provision = (1.0 + (1.0 - l) + 0.5 + 0.5 * 0.8 + 0.5 * 0.5) / 4.0;
    assert_eq!(of("Avaria", &["provision", "securitisation"]), [round(provision), 0.5]);
    // The median spends 1 % of its GDP: Avaria 1 %, Borland 4 %; .21 is the stock of the median.
    assert_eq!(of("Avaria", &["military"]), [1.68]);
    assert_eq!(of("Borland", &["military"]), [3.36]);
    // Gorm's spending is not coded. It has twice the soldiers per head of the median, and the military rules.
    assert_eq!(of("Gorm", &["military", "security_rank"]), [0.168, 0.75]);
    // The mean ideal point is 0, so Avaria is 2 from it; Gorm is 1 from it and in one dispute begun before.
    assert_eq!(of("Avaria", &["revisionism"]), [round(0.12 + 0.12 * 0.8)]);
    assert_eq!(of("Gorm", &["revisionism"]), [round(0.12 + 0.12 * 0.4 + 0.15 * 0.1)]);
    assert_eq!(of("Estmark", &["fear"]), [round(0.05 + 0.5 * 0.5)]);
}

#[test]
fn an_entrant_has_the_values_of_its_first_year_and_others_leave_and_return() {
    let states = rows(&world(1972, Choice::All), "-states.csv");
    let cendia = row(&states, &[("state", "Cendia")]);
    assert_eq!((&*cendia["enters_year"], &*cendia["code"], &*cendia["group"]), ("1973", "201", "Europe"));
    // Eight states in 1973: the median GDP is 1300.
    assert_eq!(cendia["wealth"], "1.538");
    let dorvik = row(&states, &[("state", "Dorvik")]);
    assert_eq!((&*dorvik["leaves_year"], &*dorvik["enters_year"]), ("1977", "1979"));
}

#[test]
fn pairs_have_the_values_worked_out_by_hand() {
    let world = world(1972, Choice::All);
    let pairs = rows(&world, "-pairs.csv");
    let of = |a: &str, b: &str| row(&pairs, &[("a", a), ("b", b)]);
    let columns = ["trade", "people", "security", "rivalry", "posture"];
    // 8 of a GDP of 4000, where a typical economy trades 2 % of its GDP: a tenth of that. Fifty shared organisations are
    // the most. Allied (.5 + .15) in a security community (.3).
    let near = of("Avaria", "Borland");
    assert_eq!(numbers(near, &columns), [0.5, 1.0, 1.0, 0.0, 0.6]);
    assert_eq!((&*near["alliance"], &*near["dispute"]), ("true", ""));
    let enemies = of("Gorm", "Halvia");
    assert_eq!(numbers(enemies, &columns), [0.0, 0.0, 0.05, 0.95, -0.75]);
    assert_eq!((&*enemies["alliance"], &*enemies["dispute"]), ("false", "war"));
    // Reach. One onset in six pair-years of land neighbours: 1/6. Among land neighbours without a great power the prior
    // of 100 pair-years gives (1 + 100/6) / 103. At 3000 km without one: 42 pair-years, prior .015. With one: 15, prior .3.
    let land = (1.0 + 100.0 / 6.0) / 103.0;
    let far = (1.5 / 6.0) / 142.0;
    let major = (30.0 / 6.0) / 115.0;
    for (a, b, rate) in [("Gorm", "Halvia", land), ("Borland", "Gorm", far), ("Avaria", "Gorm", major)] {
        let expected = f64::sqrt(rate / land);
        assert!((numbers(of(a, b), &["reach"])[0] - expected).abs() < 5e-5, "{a} and {b}: {expected}");
    }
    let later = rows(&world, "-reach.csv");
    assert_eq!(later.len(), 1);
    let change = row(&later, &[("a", "Estmark"), ("b", "Farland, Republic of"), ("year", "1975")]);
    assert_eq!(change["reach"], "1");
}

#[test]
fn what_is_not_coded_is_imputed_and_listed() {
    let world = world(1972, Choice::All);
    let (states, imputed) = (rows(&world, "-states.csv"), rows(&world, "-imputed.csv"));
    let of = |name: &str, column: &str| row(&states, &[("state", name)])[column].clone();
    let rule = |name: &str, variable: &str| row(&imputed, &[("state", name), ("variable", variable)]).clone();
    let nearest = rule("Estmark", "referent");
    assert_eq!(
        (&*nearest["rule"], &*nearest["year"], of("Estmark", "referent")),
        ("nearest year", "1970", "0.3".into())
    );
    assert_eq!(nearest["value"], "0.3");
    // Estmark is the other state of Africa whose system is in the lowest third.
    assert_eq!(rule("Farland, Republic of", "civil_capacity")["rule"], "median of the region and third of system");
    assert_eq!(of("Farland, Republic of", "civil_capacity"), "0.25");
    // Asia has no other state; of the world .1, .6, .9 and .95 are coded.
    assert_eq!(rule("Halvia", "referent")["rule"], "median of the world");
    assert_eq!(rule("Halvia", "referent")["value"], "0.75");
    assert_eq!(of("Halvia", "referent"), "0.75");
    assert_eq!(rule("Gorm", "military")["rule"], "otherwise of the mapping");
    let between =
        |a: &str, b: &str| row(&imputed, &[("state", a), ("other", b), ("variable", "trade")])["rule"].clone();
    assert_eq!(between("Borland", "Dorvik"), "nearest year");
    assert_eq!(between("Dorvik", "Gorm"), "median of equally contiguous pairs");
    // Every value is that of the table.
    let pairs = rows(&world, "-pairs.csv");
    for value in &imputed {
        let there = match &*value["other"] {
            "" => row(&states, &[("state", &value["state"])]),
            other => row(&pairs, &[("a", &value["state"]), ("b", other)]),
        };
        assert_eq!(value["value"], there[&value["variable"]], "{value:?}");
    }
    let counted: BTreeMap<(&str, &str), usize> =
        world.summary.imputed.iter().map(|c| ((c.variable.as_str(), c.rule), c.count)).collect();
    assert_eq!(counted[&("referent", "median of the world")], 2);
    assert_eq!(counted.values().sum::<usize>(), imputed.len());
}

#[test]
fn sources_name_the_columns_of_the_files() {
    let scenario = world(1972, Choice::All).scenario;
    let source = |key: &str| scenario.lines().find(|line| line.starts_with(&format!("\"{key}\" = "))).unwrap();
    assert!(source("states.system").contains(" system = v2x_polyarchy of country_year.csv"));
    let trade = source("pairs.trade");
    for column in ["flow_a = smoothflow1 of dyad_year.csv", "imports = imports of country_year.csv"] {
        assert!(trade.contains(column), "{trade}");
    }
}

#[test]
fn a_part_of_the_world_has_the_values_of_the_whole() {
    let whole = rows(&world(1972, Choice::All), "-states.csv");
    let part = world(1972, Choice::Named(["Gorm", "12"].map(str::to_owned).to_vec()));
    let states = rows(&part, "-states.csv");
    assert_eq!(states.len(), 2);
    for state in &states {
        let same = row(&whole, &[("state", &state["state"])]);
        assert!(state.iter().all(|(column, cell)| same[column] == *cell), "{state:?}");
    }
    assert_eq!((part.summary.pairs, part.summary.reach_changes), (1, 0));
}

#[test]
fn the_values_of_a_state_use_nothing_after_the_year() {
    let mapping = Mapping::parse("shipped", SHIPPED_MAPPING).unwrap();
    let wanted = |until| Wanted {
        year: 1972,
        until: Some(until),
        choice: Choice::Named(["Avaria", "Estmark", "Gorm", "Halvia"].map(str::to_owned).to_vec()),
        stem: "w".to_owned(),
        mapping: "shipped".to_owned(),
    };
    let loaded = loaded();
    let whole = make(&loaded, &wanted(1973), &mapping).unwrap();
    let cut = Loaded { panel: loaded.panel.window(1970..=1973, |_| true), ..loaded };
    assert_eq!(whole.tables, make(&cut, &wanted(1973), &mapping).unwrap().tables);
}

#[test]
fn the_command_writes_a_world_that_can_be_run() {
    let place = Place::new();
    let data = made_up().display().to_string();
    let base = ["history", "world", "--data", &data, "--year", "1972"];
    let said = place.succeeds(&base);
    assert!(said.contains("8 states (1 enter later, 1 leave), 28 pairs (21 at the start)"), "{said}");
    assert!(said.contains("states.referent") && said.contains("median of the world"), "{said}");
    assert!(place.read("world-1972.toml").contains("rounds = 8"));
    let said = place.succeeds(&["check", "world-1972.toml"]);
    assert!(said.contains("8 states, 28 pairs, 8 rounds, 20 runs"), "{said}");
    place.succeeds(&["run", "world-1972.toml", "--runs", "1", "-q"]);

    let error = place.fails(2, &base);
    assert!(error.contains("world-1972.toml: the file already exists") && error.contains("--force"), "{error}");
    let error = place.fails(2, &["history", "world", "--year", "1972", "--data", &data, "-o", "w.csv"]);
    assert!(error.contains("w.csv: give the name of a file that ends in .toml"), "{error}");
    // Reach changes in 1975, so that a world to 1974 does not have that table.
    let again = [&base[..], &["--force", "--until", "1974", "--json"]].concat();
    let json: serde_json::Value = serde_json::from_str(&place.succeeds(&again)).unwrap();
    assert_eq!((&json["states"], &json["pairs"], &json["until"]), (&8.into(), &28.into(), &1974.into()));
    assert_eq!(json["files"][0], "world-1972.toml");
    assert!(place.path("world-1972-states.csv").exists() && !place.path("world-1972-reach.csv").exists());
    assert_eq!(place.succeeds(&[&base[..], &["--force", "-q"]].concat()), "");
}

#[test]
fn wrong_input_is_refused_with_what_is_allowed() {
    let place = Place::new();
    let data = made_up().display().to_string();
    let fails = |arguments: &[&str]| {
        let all = [&["history", "world", "--data", &data], arguments].concat();
        let error = place.fails(2, &all);
        assert!(
            !std::fs::read_dir(place.path("."))
                .unwrap()
                .any(|entry| { entry.unwrap().file_name().to_string_lossy().starts_with("world-") })
        );
        error
    };
    assert!(fails(&["--year", "1950"]).contains("1950 is not a year of the data, which has 1970–1980"));
    assert!(fails(&["--year", "1980"]).contains("does not have a round"));
    assert!(fails(&["--year", "1972", "--until", "1971"]).contains("does not have a round"));
    assert!(fails(&["--year", "1972", "--states", "Avria"]).contains("did you mean `Avaria`?"));
    assert!(fails(&["--year", "1972", "--states", "Avaria", "--top", "3"]).contains("cannot be used with"));
    assert!(fails(&["--year", "1972", "--region", "Eurasia"]).contains("regions are Americas, Europe"));
    assert!(fails(&["--year", "1972", "--region", "Oceania"]).contains("none of the states exists in 1972"));
    assert!(fails(&["--year", "1972", "--mapping", "no.toml"]).contains("no.toml: cannot be read"));
    assert!(fails(&[]).contains("--year"));
}

#[test]
fn states_are_chosen_by_name_with_commas_region_and_rank() {
    let place = Place::new();
    let data = made_up().display().to_string();
    let count = |arguments: &[&str]| {
        let all = [&["history", "world", "--data", &data, "--year", "1972", "--force", "--json"], arguments].concat();
        let json: serde_json::Value = serde_json::from_str(&place.succeeds(&all)).unwrap();
        let mut names: Vec<String> =
            place.rows("world-1972-states.csv").iter().map(|row| row["code"].clone()).collect();
        names.sort();
        assert_eq!(json["states"], names.len());
        names.join(" ")
    };
    assert_eq!(count(&["--states", "Farland, Republic of,Gorm"]), "402 601");
    assert_eq!(count(&["--region", "americas,Middle East"]), "11 12 601");
    assert_eq!(count(&["--top", "3"]), "11 12 202", "Cendia does not exist yet");
}

#[test]
fn a_wrong_mapping_is_refused_with_its_line() {
    let place = Place::new();
    let data = made_up().display().to_string();
    let mapping = place.succeeds(&["history", "world", "--print-mapping"]);
    assert_eq!(mapping, SHIPPED_MAPPING);
    let refused = |from: &str, to: &str| {
        assert!(mapping.contains(from), "{from}");
        std::fs::write(place.path("m.toml"), mapping.replacen(from, to, 1)).unwrap();
        place.fails(2, &["history", "world", "--data", &data, "--year", "1972", "--mapping", "m.toml"])
    };
    let line = 1 + mapping.lines().position(|line| line == "[states.wealth]").unwrap();
    let error = refused("[states.wealth]", "[states.welth]");
    assert!(error.contains(&format!("m.toml:{line}:")) && error.contains("did you mean `wealth`?"), "{error}");
    let error = refused("of = \"power_by_group\"", "of = \"power\"");
    assert!(error.contains("[states.meaning]: the variable \"power\" does not exist"), "{error}");
    let error = refused("scale = \"latent\"", "scale = \"laten\"");
    assert!(error.contains("[states.") && error.contains("latent"), "{error}");
    let error = refused("low = 0.1, high = 10", "low = 10, high = 10");
    assert!(error.contains("low below high"), "{error}");
    let error = refused("floor = 0.02", "shft = 0.02");
    assert!(error.contains("the key `shft` does not exist") && error.contains("m.toml:"), "{error}");
    let error = refused("times = \"wealth\"", "times = \"military\"");
    assert!(error.contains("[states.military]: times = \"military\""), "{error}");

    std::fs::write(place.path("m.toml"), mapping.replace("high = 5", "high = 2")).unwrap();
    place.succeeds(&["history", "world", "--data", &data, "--year", "1972", "--mapping", "m.toml"]);
    let states = place.rows("world-1972-states.csv");
    assert_eq!(row(&states, &[("state", "Borland")])["military"], "1.68", "at most twice the median");
    assert!(place.read("world-1972.toml").contains("mapping m.toml"));
}

#[test]
fn a_missing_variable_is_named_with_the_column_that_would_hold_it() {
    let place = Place::new();
    for name in ["country_year.csv", "dyad_year.csv"] {
        std::fs::copy(made_up().join(name), place.path(name)).unwrap();
    }
    // A column map without what `trade` needs.
    let map = include_str!("../src/history/columns/tidy.toml");
    let without = |names: &[&str]| {
        let lines = map.lines().filter(|line| !names.iter().any(|name| line.starts_with(&format!("{name} ="))));
        std::fs::write(place.path("map.toml"), lines.collect::<Vec<_>>().join("\n")).unwrap();
        ["history", "world", "--data", ".", "--columns", "map.toml", "--year", "1972", "--force"]
    };
    let error = place.fails(2, &without(&["flow_a"]));
    assert!(
        error.contains("variables are missing: flow_a. Without them these cannot be computed: pairs.trade"),
        "{error}"
    );
    assert!(error.contains("smoothflow1 of dyad_year*.csv.gz (map tidy)"), "{error}");
    let error = place.fails(2, &without(&["contiguity"]));
    assert!(error.contains("reach (without contiguity)"), "{error}");
    // What the mapping can do without is noted.
    let said = place.succeeds(&without(&["ideal_point", "peace", "distance"]));
    assert!(said.contains("The data do not have: ideal_point, peace."), "{said}");
}

/// The directory of the real data. Without it the test has nothing to read.
fn data() -> Option<PathBuf> {
    let directory = std::env::var_os("TAKVIN_DATA").map(PathBuf::from);
    if directory.is_none() {
        eprintln!("TAKVIN_DATA is not set; the real world is not tested");
    }
    directory
}

/// All pairs of 166 states would be 13,695. The 16 others never exist in the same year: the Republic of Vietnam ended in
/// 1975, before 16 of the states entered.
#[test]
fn the_world_of_1970_has_134_states_and_runs() {
    let Some(data) = data() else { return };
    let place = Place::new();
    let arguments = ["history", "world", "--data", data.to_str().unwrap(), "--year", "1970", "--json"];
    let json: serde_json::Value = serde_json::from_str(&place.succeeds(&arguments)).unwrap();
    let numbers = ["states", "entrants", "pairs", "pairs_at_start"].map(|key| json[key].as_u64().unwrap());
    assert_eq!(numbers, [166, 32, 13_679, 134 * 133 / 2]);
    let said = place.succeeds(&["check", "world-1970.toml"]);
    assert!(said.contains("166 states, 13679 pairs, 20 rounds"), "{said}");
    place.succeeds(&["run", "world-1970.toml", "--runs", "1", "--rounds", "1", "-q"]);
    let germany = place.rows("world-1970-states.csv").into_iter().find(|row| row["code"] == "255").unwrap();
    assert_eq!((&*germany["enters_year"], &*germany["succeeds"]), ("1990", "260|265"));
}
