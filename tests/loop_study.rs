//! The loop in depth: what policy does to governance and governance to policy, in a small world.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::common::place::{Place, wait_for};
use takvin::scenario;
use takvin::studies::the_loop::{EXPERIMENTS, Grids, Lab, focal_states};

/// Seven middling states that all reach each other.
const SMALL: &str = "title = \"Seven\"\n[run]\nrounds = 40\nreplicates = 2\nseed = 5\n[generator]\ncount = 7\n\
    governance = { mean = 0.5, sd = 0.1 }\nsystem = { mean = 0.5, sd = 0.2 }\n\
    [generator.pairs]\nposture = { mean = 0.0, sd = 0.2 }\n[reach]\nkind = \"complete\"\n";

type Row = BTreeMap<String, String>;

fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("small.toml"), SMALL).unwrap();
    place
}

/// Columns of a table by name, row by row.
fn rows(text: &str) -> Vec<Row> {
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let header = lines.headers().unwrap().clone();
    let row = |line: csv::StringRecord| header.iter().zip(&line).map(|(h, c)| (h.to_owned(), c.to_owned())).collect();
    lines.records().map(|line| row(line.unwrap())).collect()
}

/// A number of the only row with these words.
fn number(rows: &[Row], words: &[(&str, &str)], column: &str) -> f64 {
    let holds = |row: &&Row| words.iter().all(|(name, word)| row[*name] == *word);
    let found: Vec<&Row> = rows.iter().filter(holds).collect();
    assert_eq!(found.len(), 1, "{words:?}");
    if found[0][column].is_empty() { f64::NAN } else { found[0][column].parse().unwrap() }
}

fn run(place: &Place, only: &str, more: &[&str]) {
    let common = ["loop", "small.toml", "--quick", "--replicates", "4", "--out", "l", "--quiet", "--only", only];
    place.succeeds(&[&common[..], more].concat());
}

#[test]
fn an_arrow_that_is_cut_answers_nothing() {
    let place = place();
    run(&place, "responses", &[]);
    let slopes = rows(&place.read("l/slopes.csv"));
    let slope =
        |arrow, world, measure| number(&slopes, &[("arrow", arrow), ("world", world), ("measure", measure)], "value");
    let (forth, back) = ("policy_to_governance", "governance_to_policy");
    let on = slope(forth, "loop", "governance");
    let cut = slope(forth, "policy_to_governance_cut", "governance");
    assert!(on > 0.1 && cut.abs() < 0.1 * on, "{on} {cut}");
    let on = slope(back, "loop", "policy");
    let cut = slope(back, "governance_to_policy_cut", "policy");
    assert!(on > 0.1 && cut.abs() < 0.5 * on, "{on} {cut}");
    let responses = rows(&place.read("l/responses.csv"));
    assert_eq!(responses.len(), 5 * 3 * (5 + 3), "levels, worlds and measures");
    for row in &responses {
        let [value, low, high] = ["value", "low", "high"].map(|name| row[name].parse::<f64>().unwrap());
        assert!(low <= value + 1e-12 && value <= high + 1e-12, "{row:?}");
    }
}

#[test]
fn the_page_tells_of_whom_and_how_to_have_it_again() {
    let place = place();
    run(&place, "responses", &["--states", "S1"]);
    let said = place.read("l/loop.md");
    assert!(said.contains("**S1**"), "{said}");
    let command = said.lines().find(|line| line.starts_with("takvin loop")).unwrap().to_owned();
    let again: Vec<&str> = command.split(' ').skip(1).chain(["--out", "again", "--quiet"]).collect();
    place.succeeds(&again);
    assert_eq!(place.read("l/slopes.csv"), place.read("again/slopes.csv"));
}

#[test]
fn without_the_loop_governance_comes_back_on_the_way_it_went() {
    let place = place();
    run(&place, "hysteresis,half-life", &[]);
    let areas = rows(&place.read("l/areas.csv"));
    let area = |world| number(&areas, &[("world", world), ("measure", "area")], "value");
    assert!(area("policy_to_governance_cut").abs() < 0.5 * area("loop").abs(), "{areas:?}");
    assert!(area("loop") > 0.0, "{areas:?}");
    let whole = number(&areas, &[("world", "governance_to_policy_cut"), ("measure", "excess")], "value");
    assert!((whole - (area("loop") - area("governance_to_policy_cut"))).abs() < 1e-9);
    let lives = rows(&place.read("l/half_lives.csv"));
    let of = |world, column| number(&lives, &[("world", world), ("shock", "governance")], column);
    assert!((of("policy_to_governance_cut", "peak") - 0.3).abs() < 0.1, "{lives:?}");
    assert!(of("policy_to_governance_cut", "value") > 1.0, "{lives:?}");
    assert!(lives.iter().all(|row| ["is", "at least"].contains(&row["bound"].as_str())));
}

#[test]
fn those_who_do_not_learn_pass_on_less() {
    let place = place();
    run(&place, "mediated", &[]);
    let table = rows(&place.read("l/mediated.csv"));
    let of = |world, measure| number(&table, &[("world", world), ("measure", measure)], "value");
    assert!(of("loop", "total") > 0.05, "{table:?}");
    let (learning, not) = (of("loop", "share"), of("learning_off", "share"));
    assert!(not.abs() < 0.1 || not < learning, "{learning} {not}");
    let wanted = 1.0 - of("loop", "direct") / of("loop", "total");
    assert!((learning - wanted).abs() < 1e-9);
}

#[test]
fn the_functions_add_up_to_the_whole() {
    let place = place();
    run(&place, "functions", &[]);
    let shapley = rows(&place.read("l/shapley.csv"));
    let of = |name, column| number(&shapley, &[("function", name)], column);
    let sum: f64 = ["knowledge", "threat", "opportunity", "facilitation"].iter().map(|f| of(f, "value")).sum();
    assert!((sum - of("all", "value")).abs() < 1e-9, "{shapley:?}");
    let functions = rows(&place.read("l/functions.csv"));
    let effect = |on| number(&functions, &[("on", on)], "value");
    assert!((effect("ktof") - effect("----") - of("all", "value")).abs() < 1e-9);
    assert!(effect("----").abs() < 0.2 * effect("ktof"), "{functions:?}");
    assert!((of("threat", "alone") - (effect("-t--") - effect("----"))).abs() < 1e-9);
}

#[test]
fn where_a_world_ends_depends_on_where_it_began_by_the_loop() {
    let place = place();
    run(&place, "basins", &[]);
    let basins = rows(&place.read("l/basins.csv"));
    assert_eq!(basins.len(), 3 * 4 * 3);
    let dependence = rows(&place.read("l/dependence.csv"));
    let of = |world, measure| number(&dependence, &[("world", world), ("measure", measure)], "value");
    assert!(of("loop", "ends") > of("policy_to_governance_cut", "ends"), "{dependence:?}");
    assert!((0.0..=1.0).contains(&of("loop", "explained")), "{dependence:?}");
}

#[test]
fn directions_are_judged_in_four_worlds() {
    let place = place();
    run(&place, "direction", &["--json"]);
    let verdicts = rows(&place.read("l/verdicts.csv"));
    assert_eq!(verdicts.len(), 8 * 2);
    for row in &verdicts {
        let on = !row["world"].contains(&row["arrow"]) && row["world"] != "both_cut";
        assert_eq!(row["truth"], if on { "yes" } else { "no" }, "{row:?}");
        assert_eq!(row["right"] == "yes", row["found"] == row["truth"]);
    }
    let direction = rows(&place.read("l/direction.csv"));
    assert_eq!(direction.len(), 8 * 2 * 5);
    for row in direction.iter().filter(|row| !row["transfer_p"].is_empty()) {
        assert!((0.01..=1.0).contains(&row["transfer_p"].parse::<f64>().unwrap()), "{row:?}");
    }
}

#[test]
fn tables_are_the_same_for_any_number_of_threads() {
    let place = place();
    for (threads, out) in [("1", "one"), ("2", "two")] {
        place.succeeds(&[
            "loop",
            "small.toml",
            "--quick",
            "--rounds",
            "12",
            "--replicates",
            "2",
            "--states",
            "S1,S4",
            "--threads",
            threads,
            "--out",
            out,
            "--quiet",
        ]);
    }
    let mut compared = 0;
    for entry in std::fs::read_dir(place.path("one")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name != "manifest.toml" {
            assert_eq!(place.read(&format!("one/{name}")), place.read(&format!("two/{name}")), "{name}");
            compared += 1;
        }
    }
    assert_eq!(compared, 14 + 2, "tables, the page and the scenario");
}

#[test]
fn the_runs_that_are_announced_are_carried_out() {
    let scenario = scenario::load_text("small", SMALL, &[("run.rounds".to_owned(), "10".to_owned())]).unwrap();
    for part in &EXPERIMENTS {
        let (cancel, done) = (AtomicBool::new(false), AtomicU64::new(0));
        let lab = Lab {
            scenario: &scenario,
            focal: focal_states(&scenario.setup),
            replicates: 2,
            grids: Grids { levels: 3, governance: 2, posture: 2, steps: 2, surrogates: 19 },
            threads: 2,
            cancel: &cancel,
            progress: &|| {
                done.fetch_add(1, Ordering::Relaxed);
            },
        };
        let found = (part.carry_out)(&lab).unwrap();
        assert_eq!(done.load(Ordering::Relaxed), (part.runs)(&lab), "{}", part.name);
        let names: Vec<&str> = found.tables.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, part.tables, "{}", part.name);
        assert!(!found.headlines.is_empty() && !found.page.is_empty(), "{}", part.name);
    }
}

#[test]
fn what_is_misspelt_is_refused_with_the_nearest() {
    let place = place();
    for (arguments, wanted) in [
        (&["--only", "respones"][..], &["the part `respones` does not exist", "`responses`", "half-life"][..]),
        (&["--states", "S77"], &["the state `S77` does not exist", "S1"]),
        (&["--rounds", "3"], &["3 rounds", "--rounds"]),
        (&["--replicates", "1"], &["--replicates"]),
        (&["--set", "parameters.feedback.threta=0"], &["threat"]),
        (&["--force"], &["--out"]),
    ] {
        let said = place.fails(2, &[&["loop", "small.toml"], arguments].concat());
        for word in wanted {
            assert!(said.contains(word), "{arguments:?}: {said}");
        }
    }
    assert!(!place.path("output").exists(), "nothing is left behind");
}

#[test]
fn nothing_is_overwritten_unless_it_is_said() {
    let place = place();
    let small =
        ["loop", "small.toml", "--quick", "--rounds", "10", "--replicates", "2", "--only", "half-life", "--quiet"];
    place.succeeds(&small);
    place.succeeds(&small);
    assert!(place.path("output/loop-small/loop.md").exists() && place.path("output/loop-small-2/loop.md").exists());
    let there = [&small[..], &["--out", "output/loop-small"]].concat();
    std::fs::write(place.path("output/loop-small/notes.txt"), "mine").unwrap();
    let before = place.read("output/loop-small/manifest.toml");
    place.fails(2, &there);
    assert_eq!(place.read("output/loop-small/manifest.toml"), before);
    place.succeeds(&[&there[..], &["--seed", "9", "--force"]].concat());
    assert_eq!(place.read("output/loop-small/notes.txt"), "mine");
    let manifest: toml::Table = place.read("output/loop-small/manifest.toml").parse().unwrap();
    assert_eq!(manifest["seed"].as_integer(), Some(9));
    assert_eq!(manifest["loop"]["parts"].as_array().unwrap().len(), 1);
    assert!(manifest["loop"]["command"].as_str().unwrap().contains("--seed 9"));
    let said = place.fails(2, &["report", "output/loop-small"]);
    assert!(said.contains("takvin loop"), "{said}");
}

#[test]
fn figures_are_drawn_of_what_is_there() {
    let place = place();
    run(&place, "half-life,hysteresis", &["--rounds", "20", "--plot"]);
    assert!(place.path("l/figures/loop-decay.png").exists() && place.path("l/figures/loop-hysteresis.png").exists());
    let said = place.succeeds(&["plot", "l", "--image", "svg"]);
    assert!(said.contains("not drawn: loop-basins"), "{said}");
    let svg = place.read("l/figures/loop-decay.svg");
    for word in ["the world as it is", "rounds since the shock began", "95 % interval"] {
        assert!(svg.contains(word), "{word}");
    }
    let said = place.fails(2, &["plot", "l", "--figure", "loop-decai"]);
    assert!(said.contains("`loop-decay`"), "{said}");
    place.fails(2, &["plot", "l", "--figure", "loop-basins"]);
}

#[test]
fn an_interrupted_study_leaves_nothing_behind() {
    let place = place();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_takvin"))
        .args(["loop", "small.toml", "--rounds", "10000", "--replicates", "1000", "--quiet", "--yes"])
        .current_dir(place.0.path())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&place.path("output/loop-small"));
    let _ = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!place.path("output").exists());
}

#[test]
fn what_is_too_short_to_tell_is_not_told() {
    let place = place();
    run(&place, "direction,half-life", &["--rounds", "10"]);
    let verdicts = rows(&place.read("l/verdicts.csv"));
    for row in &verdicts {
        assert_eq!((row["found"].as_str(), row["right"].as_str()), ("undecided", "undecided"), "{row:?}");
    }
    let page = place.read("l/loop.md");
    assert!(page.contains("at least 14 rounds") && page.contains("with 13 rounds or more"), "{page}");
    assert!(!page.contains("≥ 0"), "{page}");
    let lives = rows(&place.read("l/half_lives.csv"));
    assert!(number(&lives, &[("world", "loop"), ("shock", "confrontation")], "value").is_nan(), "{lives:?}");
    run(&place, "direction,half-life", &["--rounds", "14", "--force"]);
    let verdicts = rows(&place.read("l/verdicts.csv"));
    assert!(verdicts.iter().any(|row| row["found"] != "undecided"), "{verdicts:?}");
}

#[test]
fn names_may_have_commas_in_them() {
    let place = place();
    std::fs::write(place.path("small.toml"), "[run]\nrounds = 10\n[states.A]\n[states.B]\n[states.\"A,B\"]\n").unwrap();
    run(&place, "half-life", &["--states", "A,B", "--states", "B"]);
    let command = place.read("l/loop.md").lines().find(|line| line.starts_with("takvin loop")).unwrap().to_owned();
    assert!(command.contains("--states A,B --states B"), "{command}");
    let manifest: toml::Table = place.read("l/manifest.toml").parse().unwrap();
    let states: Vec<&str> =
        manifest["loop"]["states"].as_array().unwrap().iter().filter_map(toml::Value::as_str).collect();
    assert_eq!(states, ["A,B", "B"]);
}

#[test]
fn who_is_away_is_told() {
    let place = Place::new();
    std::fs::write(
        place.path("w.toml"),
        "[run]\nrounds = 20\n[states.A]\nleaves = 15\n[states.B]\n[states.C]\nenters = 4\n",
    )
    .unwrap();
    let common = ["loop", "w.toml", "--quick", "--replicates", "2", "--only", "responses", "--quiet"];
    let output = place.run(&[&common[..], &["--states", "A,B", "--out", "a"]].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("A is away in 6 of 20 rounds, from round 15 to 20"), "{said}");
    // By default the states that stay are studied.
    place.succeeds(&[&common[..], &["--out", "b"]].concat());
    let responses = rows(&place.read("b/responses.csv"));
    assert!(responses.iter().all(|row| !row["value"].is_empty()), "{responses:?}");
}

#[test]
fn only_a_study_of_the_loop_is_replaced_and_its_figures_are_known_for_old() {
    let place = place();
    run(&place, "half-life", &["--rounds", "10", "--plot"]);
    let again = ["loop", "small.toml", "--quick", "--rounds", "10", "--replicates", "2", "--only", "half-life"];
    let output = place.run(&[&again[..], &["--out", "l", "--force", "--quiet"]].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && said.contains("l/figures/loop-decay.png: drawn from the former study"),
        "{said}"
    );
    assert!(place.fails(2, &["run", "world.toml", "--out", "l", "--force"]).contains("a study of the loop"));
    place.succeeds(&["run", "world.toml", "--out", "r", "--quiet"]);
    let said = place.fails(2, &[&again[..], &["--out", "r", "--force"]].concat());
    assert!(said.contains("runs (takvin run)") && place.path("r/runs.csv").exists(), "{said}");
}
