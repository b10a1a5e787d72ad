//! The record of history, its patterns, and runs held against it.
//!
//! Tests of real data need the directory that the variable `TAKVIN_DATA` names; without it they say so and pass.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use takvin::history::forecast;
use takvin::history::held::Ensemble;
use takvin::history::patterns::{self, Value};
use takvin::history::{Frame, Panel, load, systems};
use takvin::scenario::{Scenario, load_text};
use takvin::studies::chronicles::{How, chronicles};

/// The directory of real data, if the variable is set.
fn data() -> Option<PathBuf> {
    let data = std::env::var_os("TAKVIN_DATA").map(PathBuf::from);
    if data.is_none() {
        eprintln!("skipped: TAKVIN_DATA is not set");
    }
    data
}

/// The values of the patterns by name.
fn by_key(values: &[Value]) -> BTreeMap<&'static str, Value> {
    patterns::patterns().map(|pattern| pattern.key).zip(values.iter().copied()).collect()
}

#[test]
fn the_patterns_of_the_record_are_those_of_the_table_beside_it() {
    let Some(data) = data() else { return };
    let found = by_key(&patterns::measure(&load(&data, None).unwrap().panel, Some(1)));
    let mut table = csv::Reader::from_path(data.join("patterns_1946_1990.csv")).unwrap();
    let mut compared = 0;
    for row in table.records().map(Result::unwrap) {
        let [key, _, value, low, high, _] = row.iter().collect::<Vec<_>>()[..] else { panic!("{row:?}") };
        let [value, low, high]: [f64; 3] = [value, low, high].map(|cell| cell.parse().unwrap());
        let ours = found.get(key).unwrap_or_else(|| panic!("{key} is not measured"));
        // Five digits are written. Odds ratios of the regression agree to three.
        let exact = (ours.value - value).abs() <= 6e-6 || (ours.value / value - 1.0).abs() < 1e-5;
        if key.starts_with("logit_or_") {
            assert!((ours.value / value - 1.0).abs() < 1e-3, "{key}: {} {value}", ours.value);
        } else if key.starts_with("peace_") {
            // The table counts moves from 1990 to 1991 too, a year that the data do not have.
            assert!((low..=high).contains(&ours.value), "{key}: {} {value}", ours.value);
        } else {
            assert!(exact, "{key}: {} {value}", ours.value);
        }
        // Intervals are by resampling, so they agree but for chance.
        let width = high - low;
        let near = |a: f64, b: f64| key.starts_with("peace_") || (a - b).abs() <= 0.25 * width + 1e-9;
        assert!(near(ours.low, low) && near(ours.high, high), "{key}: {ours:?} [{low}, {high}]");
        compared += 1;
    }
    assert_eq!(compared, 70);
}

/// Eight states in a ring, two of them rivals at war's edge; the first is a great power.
fn small_world() -> Scenario {
    let mut text = String::from("run.rounds = 30\nrun.start_year = 1950\nrun.seed = 5\n");
    for (k, name) in ["A", "B", "C", "D", "E", "F", "G", "H"].iter().enumerate() {
        let system = [0.1, 0.9, 0.2, 0.45, 0.55, 0.8, 0.3, 0.6][k];
        writeln!(text, "[states.{name}]\nsystem = {system}\ngovernance = {system}").unwrap();
    }
    text += "[[pairs]]\nbetween = [\"A\", \"B\"]\nrivalry = 0.7\nposture = -0.5\n";
    text += "[parameters.disputes]\nonset = 10\n";
    load_text("small", &text, &[]).unwrap()
}

/// A record in which all pairs are land neighbours, and nothing is known but that.
fn bare_record(scenario: &Scenario) -> Panel {
    let names = &scenario.setup.names;
    let years = 1950..=1980;
    let directory = tempfile::tempdir().unwrap();
    let mut states = String::from("code,year,name,major\n");
    let mut pairs = String::from("a,b,year,contiguity,relevant,past,quiet\n");
    for (i, name) in names.iter().enumerate() {
        for year in years.clone() {
            writeln!(states, "{name},{year},State {name},{}", u8::from(i == 0)).unwrap();
        }
        for other in &names[i + 1..] {
            for year in years.clone() {
                writeln!(pairs, "{name},{other},{year},1,1,0,{}", year - 1950).unwrap();
            }
        }
    }
    std::fs::write(directory.path().join("s.csv"), states).unwrap();
    std::fs::write(directory.path().join("p.csv"), pairs).unwrap();
    let map = "[[table]]\nfile = \"s.csv\"\nrows = \"states\"\nstate = \"code\"\nyear = \"year\"\nname = \"name\"\n\
               [table.columns]\nmajor = \"major\"\n\
               [[table]]\nfile = \"p.csv\"\nrows = \"pairs\"\na = \"a\"\nb = \"b\"\nyear = \"year\"\ncomplete = true\n\
               [table.columns]\ncontiguity = \"contiguity\"\nrelevant = \"relevant\"\npast = \"past\"\nquiet = \"quiet\"\n";
    std::fs::write(directory.path().join("map.toml"), map).unwrap();
    load(directory.path(), Some(&directory.path().join("map.toml"))).unwrap().panel
}

/// The numbers in the panel of the states of a scenario.
fn states(panel: &Panel, scenario: &Scenario) -> Vec<Option<u32>> {
    scenario.setup.names.iter().map(|name| panel.state(name)).collect()
}

/// One run as a record, and the scenario that made it.
fn run_as_record() -> (Scenario, Panel) {
    let scenario = small_world();
    let bare = bare_record(&scenario);
    let frame = Frame::new(&bare, &states(&bare, &scenario), 1950..=1980);
    let never = AtomicBool::new(false);
    let how = How { runs: 1, threads: 1, cancel: &never };
    let mut panels = Vec::new();
    chronicles(
        &scenario,
        how,
        |run| frame.panel(run),
        |panel| -> Result<(), std::convert::Infallible> {
            panels.push(panel);
            Ok(())
        },
    )
    .unwrap();
    (scenario, panels.remove(0))
}

#[test]
fn a_run_held_against_itself_has_a_perfect_score() {
    let (scenario, record) = run_as_record();
    let frame = Frame::new(&record, &states(&record, &scenario), 1950..=1980);
    let never = AtomicBool::new(false);
    let arm = Ensemble::run("model", &scenario, &frame, How { runs: 1, threads: 1, cancel: &never }, || {}).unwrap();
    let record = patterns::measure(&frame.record, None);
    let mut measured = 0;
    for (at, (pattern, value)) in patterns::patterns().zip(&record).enumerate() {
        let [median, ..] = arm.pattern(at);
        let same = median == value.value || median.is_nan() && value.value.is_nan();
        assert!(same, "{}: {median} {}", pattern.key, value.value);
        measured += usize::from(!median.is_nan());
    }
    assert!(measured > 50, "{measured} patterns of {}", record.len());
    let scores = systems::scores(&frame, &arm, 1980);
    assert_eq!((scores.states, scores.absolute_error, scores.crps), (8, 0.0, 0.0));
    assert!((scores.levels - 1.0).abs() < 1e-12 && (scores.changes - 1.0).abs() < 1e-12, "{scores:?}");
    let disputes = forecast::disputes(&frame.record, &frame, &[arm], 1960, 1961..=1980);
    let model = &disputes[0];
    assert!(model.onsets > 0, "the world has disputes after 1960");
    assert_eq!((model.area, model.brier, model.crps), (1.0, 0.0, 0.0));
    assert!(disputes[1..].iter().all(|baseline| baseline.brier > 0.0));
}

#[test]
fn causes_add_up_to_the_change_of_the_system() {
    let (scenario, record) = run_as_record();
    let frame = Frame::new(&record, &states(&record, &scenario), 1950..=1980);
    let never = AtomicBool::new(false);
    let arm = Ensemble::run("model", &scenario, &frame, How { runs: 4, threads: 2, cancel: &never }, || {}).unwrap();
    let table = takvin::history::tables::causes(&frame, &[arm]);
    let at = |name: &str| table.position(name).unwrap();
    let noise = 30f64.sqrt() * scenario.setup.params.system.noise;
    for row in table.rows() {
        let parts: f64 =
            ["drift", "diffusion", "development", "coup", "collapse"].iter().map(|name| row[at(name)]).sum();
        assert!((row[at("change")] - parts - row[at("rest")]).abs() < 1e-12);
        // What is left is noise, but for a system at a bound.
        assert!(row[at("rest")].abs() < 6.0 * noise + 0.1, "{row:?}");
    }
    assert_eq!(table.len(), 8);
}

#[test]
fn threads_do_not_change_what_is_measured() {
    let (scenario, record) = run_as_record();
    let frame = Frame::new(&record, &states(&record, &scenario), 1950..=1980);
    let never = AtomicBool::new(false);
    let [one, two] = [1, 2].map(|threads| {
        let arm = Ensemble::run("model", &scenario, &frame, How { runs: 6, threads, cancel: &never }, || {}).unwrap();
        let bits = |values: &[Vec<f64>]| -> Vec<u64> { values.iter().flatten().map(|x| x.to_bits()).collect() };
        (bits(&arm.patterns), bits(&arm.systems), arm.onsets)
    });
    assert!(one == two);
}

#[test]
fn pairs_that_are_written_when_they_change_say_as_much_as_all_pairs() {
    let text = "run.rounds = 40\nrun.seed = 3\n[generator]\ncount = 12\n[record]\npairs = true\npair_changes = true\n\
                [parameters.disputes]\nonset = 10\n[parameters.choice]\nconfront = -1\n[events.gone]\ndo = \"leave\"\nstate = \"S3\"\nat = 20\n";
    let scenario = load_text("s", text, &[]).unwrap();
    let run = takvin::batch::run_one(&scenario, 0).unwrap();
    let (pairs, changes) = (run.pairs.unwrap(), run.pair_changes.unwrap());
    let columns = ["round", "a", "b", "alliance", "stage"];
    let rows = |table: &takvin::record::Table| -> Vec<[f64; 5]> {
        let at = columns.map(|name| table.position(name).unwrap());
        table.rows().map(|row| at.map(|at| row[at])).collect()
    };
    let mut known: BTreeMap<(u64, u64), (f64, f64)> = BTreeMap::new();
    let mut left = rows(&changes).into_iter().peekable();
    for [round, a, b, alliance, stage] in rows(&pairs) {
        while let Some([_, a, b, alliance, stage]) = left.next_if(|change| change[0] <= round) {
            known.insert((a as u64, b as u64), (alliance, stage));
        }
        assert_eq!(known[&(a as u64, b as u64)], (alliance, stage), "round {round}");
    }
    assert!(left.next().is_none() && changes.len() * 2 < pairs.len(), "{} of {}", changes.len(), pairs.len());
    // Every dispute that the events name has begun in a change.
    let begun = |table: &takvin::record::Table, column: &str, word: Option<&str>| -> usize {
        table.column(column).filter(|&cell| word.map_or(cell == 1.0, |word| table.word(cell) == Some(word))).count()
    };
    let events = run.events.unwrap();
    let disputes = begun(&changes, "dispute_began", None);
    assert!(disputes > 0);
    assert_eq!(disputes, begun(&events, "kind", Some("dispute_begun")));
    assert_eq!(begun(&changes, "war_began", None), begun(&events, "kind", Some("war_begun")));
}

#[test]
fn wrong_data_are_refused_with_the_place_and_the_remedy() {
    let directory = tempfile::tempdir().unwrap();
    let states = "ccode,statenme,year,v2x_polyarchy\n";
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    let map = "[[table]]\nfile = \"s.csv\"\nrows = \"states\"\nstate = \"ccode\"\nyear = \"year\"\n[table.columns]\n\
               system = \"v2x_polyarchy\"\n";
    write("map.toml", map);
    let said = |text: &str| {
        write("s.csv", text);
        let error = load(directory.path(), Some(&directory.path().join("map.toml"))).unwrap_err();
        error.to_string().replace(&format!("{}/", directory.path().display()), "")
    };
    for (text, expected) in [
        (
            "ccode,year\n2,1950\n",
            "s.csv:1: column v2x_polyarchy: the column is missing\n  help: the file has the columns ccode, year;",
        ),
        ("ccode,year,v2x_polyarchy,year\n", "s.csv:1: column year: two columns have this name"),
        ("ccode,year,v2x_polyarchy\n2,1950,high\n", "s.csv:2: column v2x_polyarchy: \"high\" is not a number"),
        ("ccode,year,v2x_polyarchy\n2,50,0.5\n", "s.csv:2: column year: \"50\" is not a year from 1500 to 2200"),
        (
            "ccode,year,v2x_polyarchy\n2,1950,.5\n002,1950,.6\n",
            "s.csv:3: a second row for the same unit and year; the first is line 2",
        ),
        ("ccode,year,v2x_polyarchy\n2,1950\n", "s.csv:2: the row has 2 cells; the first row has 3"),
    ] {
        let said = said(text);
        assert!(said.starts_with(expected), "{said}\nexpected {expected}");
    }
    write("s.csv", states);
    assert!(load(directory.path(), None).unwrap_err().to_string().contains("no file here has the name of a table"));
    let missing = load(&directory.path().join("nowhere"), None).unwrap_err().to_string();
    assert!(missing.contains("--data DIR"), "{missing}");
}

#[test]
fn tables_that_name_states_by_different_codes_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    let map = "[[table]]\nfile = \"s.csv\"\nrows = \"states\"\nstate = \"c\"\nyear = \"y\"\n[table.columns]\nsystem = \"x\"\n\
               [[table]]\nfile = \"p.csv\"\nrows = \"pairs\"\na = \"a\"\nb = \"b\"\nyear = \"y\"\ncomplete = true\n[table.columns]\nonset = \"o\"\n";
    write("map.toml", map);
    write("s.csv", "c,y,x\n2,1950,.5\n20,1950,.5\n");
    write("p.csv", "a,b,y,o\nUSA,CAN,1950,0\n");
    let said = load(directory.path(), Some(&directory.path().join("map.toml"))).unwrap_err().to_string();
    assert!(said.contains("\"2\" among states, \"CAN\" among pairs"), "{said}");
}

#[test]
fn pairs_are_read_whichever_state_comes_first() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    let map = "[[table]]\nfile = \"p.csv\"\nrows = \"pairs\"\na = \"a\"\nb = \"b\"\nyear = \"y\"\nabsent = 0\ndoubled = \"greatest\"\n\
               [table.columns]\nflow_a = \"one\"\nflow_b = \"two\"\n\
               [[table]]\nfile = \"s.csv\"\nrows = \"states\"\nstate = \"c\"\nyear = \"y\"\n[table.columns]\nsystem = \"x\"\n";
    write("map.toml", map);
    write("s.csv", "c,y,x\n2,1950,.5\n20,1950,.5\n200,1950,\n");
    write("p.csv", "a,b,y,one,two\n20,2,1950,7,9\n20,200,1950,3,4\n200,20,1950,6,1\n");
    let panel = load(directory.path(), Some(&directory.path().join("map.toml"))).unwrap().panel;
    let flows = |a: &str, b: &str| {
        let unit = [panel.state(a).unwrap(), panel.state(b).unwrap()];
        let row = panel.pairs.find(unit, 1950).unwrap();
        [panel.pairs.value("flow_a", row), panel.pairs.value("flow_b", row)]
    };
    assert_eq!(flows("2", "20"), [9.0, 7.0], "the file has the higher code first");
    assert_eq!(flows("20", "200"), [3.0, 6.0], "of two rows the greatest value of each side");
    assert_eq!(flows("2", "200"), [0.0, 0.0], "a pair without a row");
}

#[test]
fn the_command_line_shows_the_record_and_refuses_what_it_cannot_find() {
    assert_cmd::Command::new(env!("CARGO_BIN_EXE_takvin"))
        .env_remove("TAKVIN_DATA")
        .args(["history", "compare"])
        .assert()
        .code(2)
        .stderr("error: no data: give their directory by --data DIR, or set the variable TAKVIN_DATA\n");
}

#[test]
fn impossible_values_and_empty_tables_are_refused_and_gaps_are_noted() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    let map = "[[table]]\nfile = \"s.csv\"\nrows = \"states\"\nstate = \"c\"\nyear = \"y\"\n[table.columns]\nsystem = \"x\"\n\
               [[table]]\nfile = \"p.csv\"\nrows = \"pairs\"\na = \"a\"\nb = \"b\"\nyear = \"y\"\ncomplete = true\n[table.columns]\nonset = \"o\"\n";
    write("map.toml", map);
    let read = || load(directory.path(), Some(&directory.path().join("map.toml")));
    let pairs = "a;b;y;o\n2;20;1950;0\n2;20;1952;1\n";
    write("p.csv", pairs);
    write("s.csv", "c,y,x\n2,1950,.5\n20,1950,-9\n");
    let said = read().unwrap_err().to_string();
    assert!(said.contains("s.csv:3: column x: -9 is not a value of `system`") && said.contains("`missing`"), "{said}");
    write("s.csv", "");
    assert!(read().unwrap_err().to_string().contains("the file is empty"));
    write("s.csv", "c,y,x\n2,1950,.5\n20,1950,.5\n2,1952,.5\n20,1952,.5\n200,1952,.5\n");
    write("p.csv", "a,b,y,o\n");
    assert!(read().unwrap_err().to_string().contains("the data do not have pairs of states"));
    write("p.csv", pairs);
    let loaded = read().unwrap();
    assert_eq!(
        loaded.notes,
        ["no state has a row in 1951: states then leave and come back", "states that no pair has: 200"]
    );
    assert_eq!(loaded.panel.pairs.column("onset"), Some(&[0.0, 1.0][..]), "a semicolon separates cells as well");
}
