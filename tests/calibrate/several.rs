//! Calibration of several scenarios: the world of all states, and a smaller one that begins later.

use std::collections::BTreeMap;

use takvin::scenario;

use super::{FEW, STATES, VARY, place, results, world};
use crate::common::place::{Place, says, signal};

/// The states of the second scenario.
const FEWER: u32 = 8;
/// Patterns that are compared as they are, so that a distance can be computed by hand.
const PLAIN: &str = "share_onsets_force,p_change_gt_0.05,p_change_lt_-0.05";
/// Two values that are one but for rounding.
const STILL: [&str; 2] = ["--vary", "choice.confront=-4,-3.999999999999"];

/// The first states of [`world`], from 1960 to 1972.
fn late() -> String {
    let without =
        |text: &str, from: &str| text.split_once(from).map(|(before, _)| before.to_owned()).expect("it is in the text");
    let all = world().replace("rounds = 30", "rounds = 12").replace("start_year = 1950", "start_year = 1960");
    without(&all, &format!("[states.S{FEWER}]"))
}

/// The place of a calibration with `small.toml` and `late.toml`.
fn place_of_two() -> Place {
    let place = place();
    std::fs::write(place.path("late.toml"), late()).unwrap();
    place
}

fn asked<'a>(scenarios: &[&'a str], out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut all = vec!["history", "calibrate"];
    all.extend(scenarios);
    all.extend(["--data", "data", "--columns", "map.toml", "--from", "1950", "--to", "1975", "--patterns", PLAIN]);
    all.extend(["--out", out]);
    all.extend(more);
    all
}

const BOTH: [&str; 2] = ["small.toml", "late.toml"];

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or(f64::NAN)
}

#[test]
fn the_distance_is_the_root_mean_square_over_the_patterns_of_both() {
    let place = place_of_two();
    let more = [&FEW[..], &STILL, &["-q"]].concat();
    place.succeeds(&asked(&BOTH, "both", &more));
    for name in ["small", "late"] {
        let file = if name == "small" { BOTH[0] } else { BOTH[1] };
        place.succeeds(&asked(&[file], name, &more));
    }
    let check = place.rows("both/check.csv");
    let patterns: Vec<(&str, &str)> = check.iter().map(|row| (&*row["scenario"], &*row["pattern"])).collect();
    assert!(patterns.len() > 3 && patterns.iter().any(|(name, _)| *name == "late"), "{patterns:?}");
    for name in ["small", "late"] {
        let own = place.rows(&format!("{name}/check.csv"));
        let of_both: Vec<_> = check.iter().filter(|row| row["scenario"] == name).collect();
        assert_eq!(own.len(), of_both.len());
        for (own, of_both) in own.iter().zip(of_both) {
            assert!(!own.contains_key("scenario"), "one scenario");
            for column in ["pattern", "record", "record_low", "record_high"] {
                assert_eq!(own[column], of_both[column], "the record of {name} is that of its states and years");
            }
        }
    }
    let (first, second) = (&check[0], check.iter().find(|row| row["scenario"] == "late").unwrap());
    assert_ne!(first["record"], second["record"], "other states and years");
    for row in place.rows("both/particles.csv").iter().chain(&place.rows("both/new_runs.csv")) {
        let square = |line: &BTreeMap<String, String>| {
            let value = number(row, &format!("{}.{}", line["scenario"], line["pattern"]));
            let error = (number(line, "record_high") - number(line, "record_low")) / (2.0 * 1.96);
            // `min` gives 10 for a missing value.
            ((value - number(line, "record")).abs() / error).min(10.0).powi(2)
        };
        let by_hand = (check.iter().map(square).sum::<f64>() / check.len() as f64).sqrt();
        assert!((by_hand - number(row, "distance")).abs() < 1e-3 * by_hand, "{by_hand} {row:?}");
    }
    chance_is_not_shared(&place);
}

/// Both scenarios have one seed. Their runs have replicates of their own: those of `small` alone with even numbers, those of
/// `late` with odd ones.
fn chance_is_not_shared(place: &Place) {
    let both = place.rows("both/particles.csv");
    for (offset, name) in ["small", "late"].into_iter().enumerate() {
        let alone = place.rows(&format!("{name}/particles.csv"));
        let patterns: Vec<&str> = PLAIN.split(',').filter(|key| alone[0].contains_key(*key)).collect();
        let mut differ = 0;
        // The parameter is the same in all particles, so that only random numbers differ.
        for at in 0..alone.len() / 2 {
            for key in &patterns {
                let here = number(&both[at], &format!("{name}.{key}"));
                let there = number(&alone[2 * at + offset], key);
                assert!(here.is_nan() && there.is_nan() || (here - there).abs() < 1e-6, "{name} {at} {key}");
                differ += u32::from(here != number(&alone[at], key));
            }
        }
        assert!(differ > 20, "{name}: {differ}");
    }
}

#[test]
fn threads_and_interruptions_do_not_change_a_byte_of_several() {
    let place = place_of_two();
    let with_threads = |threads| {
        let more = ["--particles", "100", "--simulations", "300", "--runs", "2", "-q", "--threads", threads];
        [&more[..], &VARY].concat()
    };
    let (one, two) = (with_threads("1"), with_threads("2"));
    place.succeeds(&asked(&BOTH, "one", &one));
    place.succeeds(&asked(&BOTH, "two", &two));
    let whole = results(&place, "one");
    assert_eq!(whole.len(), 10, "six tables and two scenarios, as they were given and with the posterior");
    assert!(whole == results(&place, "two"), "threads");
    for (name, table, least) in [("KILL", "particles", 120), ("INT", "particles", 200), ("KILL", "new_runs", 30)] {
        let part = place.path(&format!("cut/unfinished/{table}.csv.part"));
        let child = place.begun(&asked(&BOTH, "cut", &one));
        while std::fs::read_to_string(&part).map_or(0, |text| text.lines().count()) < least {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        signal(&child, name);
        child.wait_with_output().unwrap();
        assert!(part.exists(), "{name}: finished before the signal");
    }
    let other = place.fails(2, &asked(&BOTH[..1], "cut", &one));
    says(&other, &["scenarios: small, late there, small here", "--force"]);
    assert!(!other.contains("patterns:"), "they are named after the scenarios: {other}");
    place.succeeds(&asked(&BOTH, "cut", &two));
    assert!(whole == results(&place, "cut"), "interruptions");
}

#[test]
fn results_of_several_can_be_shown_run_and_drawn() {
    let place = place_of_two();
    let more = [&FEW[..], &VARY, &["--arms", "model,both_cut"]].concat();
    let in_output = asked(&BOTH, "x", &more).into_iter().filter(|word| !["--out", "x"].contains(word));
    let said = place.succeeds(&in_output.collect::<Vec<_>>());
    let directory = "output/calibration-small+late";
    let text = ["Calibration of 2 scenarios to ", "  small: ", "of 1950–1975, 12 states", "of 1960–1972, 8 states"];
    says(&said, &[&text[..], &["both_cut: tolerance", directory]].concat());
    let json = place.succeeds(&asked(&BOTH, directory, &[&more[..], &["--json"]].concat()));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["scenarios"][1]["scenario"], &json["scenarios"][1]["to"]), (&"late".into(), &1972.into()));
    let mean = json["arms"][0]["parameters"][0]["plain"]["mean"].as_f64().unwrap();
    for (file, states, rounds) in [("posterior", STATES, 30), ("posterior-late", FEWER, 12)] {
        let scenario = scenario::load(&place.path(&format!("{directory}/{file}.toml")), &[]).unwrap();
        assert!((scenario.setup.params.choice.confront - mean).abs() < 1e-12, "JSON is read to the last digit but one");
        assert_eq!((scenario.setup.names.len(), scenario.run.rounds), (states as usize, rounds), "not cut");
    }
    let manifest = place.read(&format!("{directory}/manifest.toml"));
    says(&manifest, &["scenario = \"small\"", "[[calibration.scenarios]]\nname = \"late\"\nsha256 = ", "to = 1972"]);
    let generations = place.rows(&format!("{directory}/generations.csv"));
    assert_eq!(generations.iter().filter(|row| row["simulations"] == "100").count(), 2, "equal effort");
    place.succeeds(&["plot", directory, "--image", "svg"]);
    let drawn = place.read(&format!("{directory}/figures/posterior.svg"));
    says(&drawn, &["Posterior of model: small, late", "small 1950–1975, late 1960–1972"]);
    let later = ["--data", "data", "--columns", "map.toml", "--from", "1976", "--runs", "2"];
    place.succeeds(&[&["history", "forecast", directory][..], &later].concat());
}

#[test]
fn wrong_scenarios_are_refused_with_what_to_type() {
    let place = place_of_two();
    let refused =
        |scenarios: &[&str], more: &[&str]| place.fails(2, &asked(scenarios, "c", &[&FEW[..], &VARY, more].concat()));
    std::fs::create_dir(place.path("other")).unwrap();
    std::fs::write(place.path("other/small.toml"), late()).unwrap();
    let same = refused(&["small.toml", "other/small.toml"], &[]);
    says(&same, &["two scenarios have the name `small`", "cp other/small.toml other/small-2.toml"]);
    says(&refused(&["small.toml", "late.toml", "small.toml"], &[]), &["give each scenario once"]);
    std::fs::write(place.path("past.toml"), late().replace("1960", "1900")).unwrap();
    says(&refused(&["small.toml", "past.toml"], &[]), &["past: --from 1950 --to 1975: the scenario runs from 1900"]);
    let many = place.fails(2, &asked(&BOTH, "c", &["--runs", "10000", "--simulations", "50000"]));
    says(&many, &["6000000000 runs in all", "--runs or scenarios"]);
    assert!(!place.path("c").exists());

    place.succeeds(&asked(&BOTH, "c", &[&FEW[..], &VARY].concat()));
    says(&refused(&["late.toml", "small.toml"], &[]), &["scenario 1: small there, late here", "--force"]);
    std::fs::write(place.path("late.toml"), late().replace("seed = 11", "seed = 12")).unwrap();
    let other = refused(&BOTH, &[]);
    says(&other, &["seed of late: 11 there, 12 here"]);
    assert!(!other.contains("itself"), "the seed alone: {other}");
    std::fs::write(place.path("late.toml"), late().replace("rounds = 12", "rounds = 11")).unwrap();
    says(&refused(&BOTH, &[]), &["the scenario itself of late: ", "years of late: 1960–1972 there, 1960–1971 here"]);
}
