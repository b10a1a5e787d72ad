//! The loop in depth: what policy does to governance and governance to policy, in a small world.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::common::place::{Place, Row, signal, wait_for};
use takvin::scenario;
use takvin::studies::the_loop::{EXPERIMENTS, Grids, Lab, focal_states};

/// Seven middling states that all reach each other.
const SMALL: &str = "title = \"Seven\"\n[run]\nrounds = 40\nreplicates = 2\nseed = 5\n[generator]\ncount = 7\n\
    governance = { mean = 0.5, sd = 0.1 }\nsystem = { mean = 0.5, sd = 0.2 }\n\
    [generator.pairs]\nposture = { mean = 0.0, sd = 0.2 }\n[reach]\nkind = \"complete\"\n";

fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("small.toml"), SMALL).unwrap();
    place
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
    let slopes = place.rows("l/slopes.csv");
    let slope =
        |arrow, world, measure| number(&slopes, &[("arrow", arrow), ("world", world), ("measure", measure)], "value");
    let (forth, back) = ("policy_to_governance", "governance_to_policy");
    let on = slope(forth, "loop", "governance");
    let cut = slope(forth, "policy_to_governance_cut", "governance");
    assert!(on > 0.1 && cut.abs() < 0.1 * on, "{on} {cut}");
    let on = slope(back, "loop", "policy");
    let cut = slope(back, "governance_to_policy_cut", "policy");
    assert!(on > 0.1 && cut.abs() < 0.5 * on, "{on} {cut}");
    let responses = place.rows("l/responses.csv");
    assert_eq!(responses.len(), 5 * 3 * (5 + 3), "levels, worlds and measures");
    for row in &responses {
        let [value, low, high] = ["value", "low", "high"].map(|name| row[name].parse::<f64>().unwrap());
        assert!(low <= value + 1e-12 && value <= high + 1e-12, "{row:?}");
    }
}

#[test]
fn the_page_names_the_state_and_the_command() {
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
fn governance_returns_without_the_loop() {
    let place = place();
    run(&place, "hysteresis,half-life", &[]);
    let areas = place.rows("l/areas.csv");
    let area = |world| number(&areas, &[("world", world), ("measure", "area")], "value");
    assert!(area("policy_to_governance_cut").abs() < 0.5 * area("loop").abs(), "{areas:?}");
    assert!(area("loop") > 0.0, "{areas:?}");
    let whole = number(&areas, &[("world", "governance_to_policy_cut"), ("measure", "excess")], "value");
    assert!((whole - (area("loop") - area("governance_to_policy_cut"))).abs() < 1e-9);
    let lives = place.rows("l/half_lives.csv");
    let of = |world, column| number(&lives, &[("world", world), ("shock", "governance")], column);
    // A round later two fifths of the shock of .3 are gone.
    assert!((of("policy_to_governance_cut", "peak") - 0.18).abs() < 0.03, "{lives:?}");
    assert!(of("policy_to_governance_cut", "value") > 1.0, "{lives:?}");
    assert!(lives.iter().all(|row| ["is", "at least"].contains(&row["bound"].as_str())));
}

#[test]
fn what_the_direct_effect_leaves_is_mediated() {
    let place = place();
    run(&place, "mediated", &[]);
    let table = place.rows("l/mediated.csv");
    let of = |world, measure| number(&table, &[("world", world), ("measure", measure)], "value");
    assert!(of("loop", "total") > 0.05, "{table:?}");
    for world in ["loop", "learning_off"] {
        let wanted = 1.0 - of(world, "direct") / of(world, "total");
        assert!((of(world, "share") - wanted).abs() < 1e-9, "{world}");
    }
    assert!(of("learning_off", "total") != of("loop", "total"), "{table:?}");
}

#[test]
fn the_functions_add_up_to_the_whole() {
    let place = place();
    run(&place, "functions", &[]);
    let shapley = place.rows("l/shapley.csv");
    let of = |name, column| number(&shapley, &[("function", name)], column);
    let sum: f64 = ["knowledge", "threat", "opportunity", "facilitation"].iter().map(|f| of(f, "value")).sum();
    assert!((sum - of("all", "value")).abs() < 1e-9, "{shapley:?}");
    let functions = place.rows("l/functions.csv");
    let effect = |on| number(&functions, &[("on", on)], "value");
    assert!((effect("ktof") - effect("----") - of("all", "value")).abs() < 1e-9);
    // Without any function nothing is left but chance.
    let chance = |end| number(&functions, &[("on", "----")], end);
    assert!(chance("low") < 0.0 && chance("high") > 0.0, "{functions:?}");
    assert!((of("threat", "alone") - (effect("-t--") - effect("----"))).abs() < 1e-9);
}

#[test]
fn the_loop_makes_ends_depend_on_starts() {
    let place = place();
    run(&place, "basins", &[]);
    let basins = place.rows("l/basins.csv");
    assert_eq!(basins.len(), 3 * 4 * 3);
    let dependence = place.rows("l/dependence.csv");
    let of = |world, measure| number(&dependence, &[("world", world), ("measure", measure)], "value");
    assert!(of("loop", "ends") > of("policy_to_governance_cut", "ends"), "{dependence:?}");
    assert!((0.0..=1.0).contains(&of("loop", "explained")), "{dependence:?}");
}

#[test]
fn directions_are_judged_in_four_worlds() {
    let place = place();
    run(&place, "direction", &["--json"]);
    let verdicts = place.rows("l/verdicts.csv");
    assert_eq!(verdicts.len(), 8 * 2);
    for row in &verdicts {
        let on = !row["world"].contains(&row["arrow"]) && row["world"] != "both_cut";
        assert_eq!(row["truth"], if on { "yes" } else { "no" }, "{row:?}");
        assert_eq!(row["right"] == "yes", row["found"] == row["truth"]);
    }
    let direction = place.rows("l/direction.csv");
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
fn the_announced_number_of_runs() {
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
fn options_that_are_refused() {
    let place = place();
    let session = place.session(
        "loop small.toml --only respones
        loop small.toml --states S77
        loop small.toml --rounds 3
        loop small.toml --replicates 1
        loop small.toml --set parameters.feedback.threta=0
        loop small.toml --force",
    );
    insta::assert_snapshot!(session);
    assert!(!place.path("output").exists(), "nothing is left behind");
}

#[test]
fn only_force_overwrites() {
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
fn figures_of_a_part_of_the_study() {
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
#[cfg(unix)]
fn an_interrupted_study_leaves_nothing_behind() {
    let place = place();
    let long = ["loop", "small.toml", "--rounds", "10000", "--replicates", "1000", "--quiet", "--yes"];
    let mut child = place.begun(&long);
    wait_for(&place.path("output/loop-small"));
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!place.path("output").exists());
}

#[test]
fn short_runs_give_no_verdict() {
    let place = place();
    run(&place, "direction,half-life", &["--rounds", "10"]);
    let verdicts = place.rows("l/verdicts.csv");
    assert_eq!(verdicts.len(), 8 * 2);
    for row in &verdicts {
        assert_eq!((row["found"].as_str(), row["right"].as_str()), ("undecided", "undecided"), "{row:?}");
    }
    let page = place.read("l/loop.md");
    assert!(page.contains("at least 14 rounds") && page.contains("with 13 rounds or more"), "{page}");
    assert!(!page.contains("≥ 0"), "{page}");
    let lives = place.rows("l/half_lives.csv");
    assert!(number(&lives, &[("world", "loop"), ("shock", "confrontation")], "value").is_nan(), "{lives:?}");
    run(&place, "direction,half-life", &["--rounds", "14", "--force"]);
    let verdicts = place.rows("l/verdicts.csv");
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
fn absent_states_are_named() {
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
    let responses = place.rows("b/responses.csv");
    assert!(responses.len() > 50 && responses.iter().all(|row| !row["value"].is_empty()), "{responses:?}");
}

#[test]
fn force_replaces_only_a_study_and_names_its_old_figures() {
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
