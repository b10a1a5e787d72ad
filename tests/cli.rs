//! The command line, from outside.

use crate::common::place::{Place, WORLD, wait_for};

/// Columns of a table by name, row by row.
fn rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines.map(|line| header.iter().map(|h| (*h).to_owned()).zip(line.split(',').map(str::to_owned)).collect()).collect()
}

/// Equal but for the last digit, which reading JSON may lose.
fn same(said: &serde_json::Value, recorded: &str) -> bool {
    (said.as_f64().unwrap() - recorded.parse::<f64>().unwrap()).abs() < 1e-14
}

#[test]
fn a_run_writes_its_directory_and_says_where() {
    let place = Place::new();
    let said = place.succeeds(&["run", "world.toml"]);
    for words in ["Four", "governance", "disputes per 1,000 pair-years", "loop strength", "states.csv"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let files = ["events.csv", "manifest.toml", "runs.csv", "scenario.toml", "states.csv", "world.csv"];
    assert_eq!(place.names("output/world"), files);
    let manifest: toml::Table = place.read("output/world/manifest.toml").parse().unwrap();
    assert_eq!(manifest["runs"].as_integer(), Some(2));
    assert_eq!(manifest["files"].as_array().unwrap().len(), files.len());
}

#[test]
fn tables_hold_states_while_they_are_there_and_empty_cells_for_what_is_missing() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet"]);
    let states = rows(&place.read("a/states.csv"));
    let of = |round: &str, run: &str| states.iter().filter(|r| r["round"] == round && r["run"] == run).count();
    assert_eq!([of("0", "0"), of("3", "1"), of("4", "0"), of("8", "1")], [3, 3, 4, 4]);
    assert_eq!(states[0]["year"], "1990");
    assert_eq!(states[0]["growth"], "", "nothing has grown before the first round");
    assert_eq!(states[0]["governance"], "0.5");
    let text = place.read("a/runs.csv");
    let run = &rows(&text)[1];
    assert_eq!([&run["run"], &run["seed"], &run["switches.noise"]], ["1", "5", "1"]);
    assert_eq!(rows(&place.read("a/world.csv")).len(), 2 * 9);
    assert_eq!(rows(&place.read("a/pairs.csv")).iter().filter(|r| r["round"] == "0").count(), 2 * 3);
    assert!(!text.contains("NaN"));
}

#[test]
fn tables_read_back_are_what_was_written() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet"]);
    let reader = takvin::output::RunReader::open(&place.path("a")).unwrap();
    assert_eq!((reader.manifest.seed, reader.manifest.from_round), (5, None));
    for name in takvin::record::TABLES {
        let table = reader.table(name).unwrap();
        let text = place.read(&format!("a/{name}.csv"));
        assert_eq!(table.len(), text.lines().count() - 1, "{name}");
    }
    let states = reader.table("states").unwrap();
    let words: Vec<_> = states.column("state").take(3).map(|cell| states.word(cell).unwrap().to_owned()).collect();
    assert_eq!(words, ["Arda", "Bera", "Ciro"]);
    let growth: Vec<f64> = states.column("growth").collect();
    assert!(growth[0].is_nan() && !growth[3].is_nan());
    let scenario = takvin::scenario::load(&reader.scenario(), &[]).unwrap();
    let record = takvin::batch::run_one(&scenario, 1).unwrap();
    let written = states.column("governance").zip(states.column("run")).filter(|(_, run)| *run > 0.5);
    let again: Vec<f64> = record.states.column("governance").collect();
    assert_eq!(written.map(|(g, _)| g).collect::<Vec<_>>(), again, "to the last bit");
}

#[test]
fn recording_every_third_round_keeps_the_first_and_the_last() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--set", "record.every=3", "--runs", "1", "--quiet"]);
    let rounds: Vec<String> = rows(&place.read("a/world.csv")).into_iter().map(|r| r["round"].clone()).collect();
    assert_eq!(rounds, ["0", "3", "6", "8"]);
}

#[test]
fn the_same_command_twice_keeps_the_earlier_result() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--quiet"]);
    let before = place.read("output/world/manifest.toml");
    place.succeeds(&["run", "world.toml", "--quiet"]);
    assert_eq!(place.names("output"), ["world", "world-2"]);
    assert_eq!(place.read("output/world/manifest.toml"), before);
}

#[test]
fn other_runs_are_not_overwritten_without_force_and_the_same_ones_are_not_run_again() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    assert!(place.fails(2, &["run", "world.toml", "--out", "a", "--seed", "6"]).contains("--force"));
    let before = place.read("a/manifest.toml");
    let again = place.run(&["run", "world.toml", "--out", "a"]);
    assert!(String::from_utf8(again.stderr).unwrap().contains("a holds these runs already"));
    assert_eq!(place.read("a/manifest.toml"), before);
}

#[test]
fn force_removes_only_what_the_old_manifest_lists() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet"]);
    std::fs::write(place.path("a/notes.txt"), "mine").unwrap();
    place.succeeds(&["run", "world.toml", "--out", "a", "--force", "--rounds", "6", "--quiet"]);
    assert!(!place.path("a/pairs.csv").exists(), "the old run's, and not the new one's");
    assert_eq!(place.read("a/notes.txt"), "mine");
    assert!(place.read("a/manifest.toml").contains("rounds = 6"));
}

#[test]
fn force_spares_a_directory_without_a_manifest_and_files_of_others() {
    let place = Place::new();
    std::fs::create_dir(place.path("a")).unwrap();
    std::fs::write(place.path("a/states.csv"), "mine").unwrap();
    assert!(place.fails(2, &["run", "world.toml", "--out", "a", "--force"]).contains("manifest"));
    assert_eq!(place.names("a"), ["states.csv"]);

    place.succeeds(&["run", "world.toml", "--out", "b", "--quiet"]);
    std::fs::write(place.path("b/pairs.csv"), "mine").unwrap();
    assert!(
        place
            .fails(2, &["run", "world.toml", "--out", "b", "--force", "--pairs"])
            .contains("does not belong to the results")
    );
    assert_eq!(place.read("b/pairs.csv"), "mine");
}

#[test]
fn a_manifest_that_points_outside_removes_nothing() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    let manifest = place.read("a/manifest.toml").replace("\"states.csv\"", "\"../world.toml\"");
    std::fs::write(place.path("a/manifest.toml"), manifest).unwrap();
    place.fails(2, &["run", "world.toml", "--out", "a", "--force"]);
    assert!(place.path("world.toml").exists() && place.path("a/states.csv").exists());
}

#[test]
fn a_place_that_cannot_be_written_fails_with_its_path_and_leaves_nothing() {
    let place = Place::new();
    std::fs::write(place.path("file"), "").unwrap();
    let error = place.fails(2, &["run", "world.toml", "--out", "file/below"]);
    assert!(error.contains("file: this is a file, not a directory"), "{error}");
    place.fails(2, &["run", "world.toml", "--out", "file"]);
    assert_eq!(place.names("."), ["file", "world.toml"]);
}

#[test]
fn bad_input_writes_nothing_and_exits_with_2() {
    let place = Place::new();
    std::fs::write(place.path("bad.toml"), "[run]\nroundz = 3\n[states.A]\n[states.B]\n").unwrap();
    assert!(place.fails(2, &["run", "bad.toml"]).contains("rounds"), "names the nearest key");
    for arguments in [
        &["run"][..],
        &["run", "nothing.toml"],
        &["run", "world.toml", "--set", "nonsense"],
        &["run", "world.toml", "--set", "parameters.feedback.threat=99"],
        &["run", "world.toml", "--rounds", "0"],
        &["run", "world.toml", "--runs", "-1"],
        &["run", "world.toml", "--seed", "99999999999999999999"],
        &["run", "world.toml", "--threads", "100000"],
        &["run", "world.toml", "--checkpoint", "9"],
        &["run", "world.toml", "--noise", "maybe"],
        &["run", "--from", "world.toml"],
        &["run", "--from", "nothing.bin"],
        &["check", "bad.toml", "world.toml"],
        &["frobnicate"],
        &["explain", "world.toml", "--state", "Arda", "--round", "9"],
        &["explain", "world.toml", "--state", "Arda", "--round", "0"],
        &["explain", "world.toml", "--state", "Ardo", "--round", "1"],
        &["explain", "world.toml", "--state", "Dora", "--round", "3"],
        &["explain", "world.toml", "--state", "Arda", "--toward", "Arda", "--round", "3"],
        &["explain", "world.toml", "--state", "Arda", "--round", "3", "--run", "2"],
        &["explain", ".", "--state", "Arda", "--round", "3"],
        &["list", "--show", "nothing"],
        &["defaults", "nothing-like-this"],
        &["man", "nothing"],
    ] {
        place.fails(2, arguments);
    }
    assert_eq!(place.names("."), ["bad.toml", "world.toml"]);
}

#[test]
fn a_checkpoint_of_other_states_or_a_damaged_one_is_refused() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--checkpoint", "3", "--quiet"]);
    std::fs::write(place.path("other.toml"), WORLD.replace("Ciro", "Cora")).unwrap();
    let error = place.fails(2, &["run", "--from", "a/checkpoint-3.bin", "other.toml"]);
    assert!(error.contains("`Ciro`") && error.contains("`Cora`"), "{error}");
    assert!(place.fails(2, &["run", "--from", "a/checkpoint-3.bin", "--rounds", "3"]).contains("--rounds 4"));
    place.fails(2, &["run", "--from", "a/checkpoint-3.bin", "--runs", "3"]);
    let mut bytes = std::fs::read(place.path("a/checkpoint-3.bin")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(place.path("damaged.bin"), bytes).unwrap();
    assert!(place.fails(2, &["run", "--from", "damaged.bin"]).contains("damaged"));
    assert!(!place.path("output").exists());
}

#[test]
fn a_run_of_the_smallest_reach_goes_on_from_its_checkpoint() {
    for (reach, ties) in [("1e-322", "ties = 0.3"), ("1e-323", "trade = 0.9\npeople = 0.8\nsecurity = 0.7")] {
        let place = Place::new();
        let world = format!(
            "[run]\nrounds = 6\nseed = 3\n[states.A]\n[states.B]\n[[pairs]]\nbetween = [\"A\", \"B\"]\n\
             reach = {reach}\n{ties}\n"
        );
        std::fs::write(place.path("world.toml"), world).unwrap();
        place.succeeds(&["run", "world.toml", "--out", "a", "--checkpoint", "3", "--quiet"]);
        for row in rows(&place.read("a/states.csv")) {
            let breadth: f64 = row["breadth"].parse().unwrap();
            assert!((0.0..=1.0).contains(&breadth), "{breadth} with reach {reach}");
        }
        place.succeeds(&["run", "--from", "a/checkpoint-3.bin", "--out", "b", "--quiet"]);
    }
}

#[test]
fn the_summary_as_json_is_one_object() {
    let place = Place::new();
    let summary: serde_json::Value = serde_json::from_str(&place.succeeds(&["run", "world.toml", "--json"])).unwrap();
    assert_eq!(summary["runs"], 2);
    assert!(summary["outcomes"]["governance_end"]["mean"].is_number());
    assert!(place.succeeds(&["run", "world.toml", "--quiet"]).is_empty());
}

#[test]
fn explain_agrees_with_what_the_run_recorded() {
    let place = Place::new();
    let bold = "parameters.choice.confront=-0.5";
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet", "--set", bold]);
    let (states, pairs) = (rows(&place.read("a/states.csv")), rows(&place.read("a/pairs.csv")));
    for round in ["1", "4", "8"] {
        let said = place.succeeds(&["explain", "a", "--state", "Arda", "--round", round, "--run", "1", "--json"]);
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        let state = |round: &str| {
            states.iter().find(|r| r["run"] == "1" && r["round"] == round && r["state"] == "Arda").unwrap()
        };
        let before = (round.parse::<u32>().unwrap() - 1).to_string();
        for change in said["governance"].as_array().unwrap() {
            let component = change["component"].as_str().unwrap();
            let number = |key: &str| change[key].as_f64().unwrap();
            assert!(same(&change["after"], &state(round)[component]));
            assert!(same(&change["before"], &state(&before)[component]));
            let pressed: f64 =
                change["contributions"].as_array().unwrap().iter().map(|c| c["pressure"].as_f64().unwrap()).sum();
            let target = 1.0 / (1.0 + (-(pressed + number("pull_of_the_system") + number("base"))).exp());
            assert!((target - number("target")).abs() < 1e-9, "{component} in {round}");
            assert!((number("before") + number("drawn") + number("chance") - number("after")).abs() < 1e-12);
        }
        let decisions = said["decisions"].as_array().unwrap();
        assert_eq!(decisions.len(), if round == "1" { 2 } else { 3 });
        for decision in decisions {
            let pair = pairs.iter().find(|r| {
                r["run"] == "1"
                    && r["round"] == round
                    && r["a"] == "Arda"
                    && r["b"] == decision["toward"].as_str().unwrap()
            });
            let pair = pair.unwrap();
            assert_eq!(decision["act"], pair["act_a"].as_str());
            assert_eq!(decision["instrument"].as_str().unwrap_or(""), pair["instrument_a"]);
            assert!(same(&decision["beliefs"]["posture_believed"], &pair["belief_a"]));
            let terms: f64 =
                decision["cooperation"].as_array().unwrap().iter().map(|t| t["value"].as_f64().unwrap()).sum();
            assert!((terms - decision["utility_cooperate"].as_f64().unwrap()).abs() < 1e-9);
        }
    }
    let words = place.succeeds(&["explain", "a", "--state", "Arda", "--toward", "Bera", "--round", "2"]);
    for part in ["believed", "For and against cooperation", "Probabilities", "Done:", "What moves provision toward"] {
        assert!(words.contains(part), "{part} in {words}");
    }
}

#[test]
fn explain_knows_the_past_of_a_run_that_went_on_from_a_checkpoint() {
    let place = Place::new();
    std::fs::write(place.path("b.toml"), format!("{WORLD}[parameters.feedback]\nthreat = 3\n")).unwrap();
    place.succeeds(&["run", "world.toml", "--out", "a", "--checkpoint", "3", "--quiet"]);
    place.succeeds(&["run", "--from", "a/checkpoint-3.bin", "b.toml", "--out", "b", "--quiet"]);
    let said = place.succeeds(&["explain", "b", "--state", "Bera", "--round", "6", "--json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let states = rows(&place.read("b/states.csv"));
    let row = states.iter().find(|r| r["run"] == "0" && r["round"] == "6" && r["state"] == "Bera").unwrap();
    assert!(same(&said["governance"][0]["after"], &row["meaning"]));
    place.fails(2, &["explain", "b", "--state", "Bera", "--round", "3"]);
}

#[test]
fn a_new_scenario_can_be_checked_and_run_and_is_not_overwritten() {
    let place = Place::new();
    place.succeeds(&["new", "mine.toml"]);
    assert!(place.read("mine.toml").starts_with("#:schema"));
    let schema: serde_json::Value = serde_json::from_str(&place.read("takvin.schema.json")).unwrap();
    assert!(schema["properties"]["states"].is_object());
    place.succeeds(&["check", "mine.toml"]);
    place.succeeds(&["run", "mine.toml", "--rounds", "2", "--quiet"]);
    std::fs::write(place.path("mine.toml"), "mine").unwrap();
    assert!(place.fails(2, &["new", "mine.toml"]).contains("--force"));
    assert_eq!(place.read("mine.toml"), "mine");
    place.succeeds(&["new", "mine.toml", "--force"]);
    place.fails(1, &["new", "no/such/folder/mine.toml"]);
}

#[test]
fn references_are_printed() {
    let place = Place::new();
    assert!(place.succeeds(&["list"]).contains("cold-war"));
    assert!(place.succeeds(&["list", "--show", "spiral"]).contains("[run]"));
    assert!(place.succeeds(&["defaults"]).contains("feedback.threat"));
    assert!(place.succeeds(&["defaults", "--markdown"]).contains("| `feedback.threat`"));
    assert!(place.succeeds(&["defaults", "--toml"]).parse::<toml::Table>().is_ok());
    let parameters: serde_json::Value = serde_json::from_str(&place.succeeds(&["defaults", "--json"])).unwrap();
    assert!(parameters["parameters"].as_array().unwrap().len() > 50);
    assert!(place.succeeds(&["completions", "bash"]).contains("takvin"));
    assert!(place.succeeds(&["man"]).contains(".TH"));
    assert!(place.succeeds(&["man", "run"]).contains("checkpoint"));
    assert!(place.succeeds(&["schema"]).contains("json-schema.org"));
}

#[test]
fn every_subcommand_has_help_with_examples() {
    let place = Place::new();
    let help = place.succeeds(&["--help"]);
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<&str> = commands.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty() && *name != "help").collect();
    assert!(names.len() >= 20, "{names:?}");
    for name in names {
        assert!(place.succeeds(&[name, "--help"]).contains("Examples:"), "{name}");
    }
    assert!(help.contains("Exit codes"));
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_leaves_nothing_behind() {
    let place = Place::new();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_takvin"))
        .args(["run", "world.toml", "--rounds", "1000000", "--set", "record.every=1000000", "--quiet"])
        .args(["--format", "parquet"])
        .current_dir(place.0.path())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&place.path("output/world"));
    let signal = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(signal.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(place.names("."), ["world.toml"]);
}
