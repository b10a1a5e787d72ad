//! The command line, from outside.

use crate::common::place::{Place, WORLD, says, signal, wait_for};
use takvin::model::params::PARAMETERS;

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
fn absent_states_and_missing_values_in_tables() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet"]);
    let states = place.rows("a/states.csv");
    let of = |round: &str, run: &str| states.iter().filter(|r| r["round"] == round && r["run"] == run).count();
    assert_eq!([of("0", "0"), of("3", "1"), of("4", "0"), of("8", "1")], [3, 3, 4, 4]);
    assert_eq!(states[0]["year"], "1990");
    assert_eq!(states[0]["growth"], "", "nothing has grown before the first round");
    assert_eq!(states[0]["governance"], "0.5");
    let text = place.read("a/runs.csv");
    let run = &place.rows("a/runs.csv")[1];
    assert_eq!([&run["run"], &run["seed"], &run["switches.noise"]], ["1", "5", "1"]);
    assert_eq!(place.rows("a/world.csv").len(), 2 * 9);
    assert_eq!(place.rows("a/pairs.csv").iter().filter(|r| r["round"] == "0").count(), 2 * 3);
    assert!(!text.contains("NaN"));
}

#[test]
fn tables_read_back_are_what_was_written() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--set", "record.pair_changes=true", "--quiet"]);
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
    let rounds: Vec<String> = place.rows("a/world.csv").into_iter().map(|r| r["round"].clone()).collect();
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
fn only_force_overwrites() {
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
fn a_run_of_the_smallest_reach_goes_on_from_its_checkpoint() {
    for (reach, ties) in [("1e-322", "ties = 0.3"), ("1e-323", "trade = 0.9\npeople = 0.8\nsecurity = 0.7")] {
        let place = Place::new();
        let world = format!(
            "[run]\nrounds = 6\nseed = 3\n[states.A]\n[states.B]\n[[pairs]]\nbetween = [\"A\", \"B\"]\n\
             reach = {reach}\n{ties}\n"
        );
        std::fs::write(place.path("world.toml"), world).unwrap();
        place.succeeds(&["run", "world.toml", "--out", "a", "--checkpoint", "3", "--quiet"]);
        for row in place.rows("a/states.csv") {
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
    let (states, pairs) = (place.rows("a/states.csv"), place.rows("a/pairs.csv"));
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
            let target =
                1.0 / (1.0 + (-(pressed + number("pull_of_the_system") + number("base") + number("tradition"))).exp());
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
fn a_year_names_the_same_round() {
    let place = Place::new();
    let explain = |rest: &[&'static str]| {
        place.succeeds(&[&["explain", "world.toml", "--state", "Arda", "--json"], rest].concat())
    };
    let by_round = explain(&["--round", "3"]);
    assert_eq!(explain(&["--year", "1993"]), by_round);
    assert_eq!(explain(&["--year", "1993.9"]), by_round);
}

#[test]
fn explain_after_a_checkpoint() {
    let place = Place::new();
    std::fs::write(place.path("b.toml"), format!("{WORLD}[parameters.feedback]\nthreat = 3\n")).unwrap();
    place.succeeds(&["run", "world.toml", "--out", "a", "--checkpoint", "3", "--quiet"]);
    place.succeeds(&["run", "--from", "a/checkpoint-3.bin", "b.toml", "--out", "b", "--quiet"]);
    let said = place.succeeds(&["explain", "b", "--state", "Bera", "--round", "6", "--json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let states = place.rows("b/states.csv");
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

/// The subcommands that `takvin --help` lists.
fn commands(place: &Place) -> Vec<String> {
    let help = place.succeeds(&["--help"]);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect()
}

#[test]
fn lists_of_parameters_scenarios_and_keys_are_complete() {
    let place = Place::new();
    let list = place.succeeds(&["list"]);
    for shipped in takvin::scenario::shipped() {
        assert!(list.contains(&format!("\n {} ", shipped.name)), "{}", shipped.name);
        assert_eq!(place.succeeds(&["list", "--show", shipped.name]), shipped.text);
    }
    let table = place.succeeds(&["defaults"]);
    let markdown = place.succeeds(&["defaults", "--markdown"]);
    for path in PARAMETERS.iter().map(|parameter| parameter.path) {
        assert!(table.contains(&format!(" {path} ")) && markdown.contains(&format!("| `{path}` |")), "{path}");
    }
    assert_eq!(place.succeeds(&["defaults", "--toml"]), takvin::scenario::defaults_toml());
    let json: serde_json::Value = serde_json::from_str(&place.succeeds(&["defaults", "--json"])).unwrap();
    let paths = json["parameters"].as_array().unwrap().iter().map(|parameter| parameter["path"].as_str().unwrap());
    assert!(paths.eq(PARAMETERS.iter().map(|parameter| parameter.path)), "{json}");
    let schema: serde_json::Value = serde_json::from_str(&place.succeeds(&["schema"])).unwrap();
    assert_eq!(schema, takvin::scenario::schema());
}

#[test]
fn each_command_has_help_with_examples_a_man_page_and_completions() {
    let place = Place::new();
    let names = commands(&place);
    assert_eq!(names.len(), 24, "{names:?}");
    let completions =
        ["bash", "elvish", "fish", "powershell", "zsh"].map(|shell| place.succeeds(&["completions", shell]));
    let whole = place.succeeds(&["man"]);
    for name in &names {
        assert!(place.succeeds(&[name, "--help"]).contains("Examples:"), "{name}");
        let page = place.succeeds(&["man", name]);
        assert!(page.contains(&format!(".TH takvin-{name} 1")), "{page:.300}");
        assert!(whole.contains(&format!("takvin\\-{name}(1)")), "{name} in {whole}");
        assert!(completions.iter().all(|script| script.contains(name)), "{name}");
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_leaves_nothing_behind() {
    let place = Place::new();
    let long = ["run", "world.toml", "--rounds", "1000000", "--set", "record.every=1000000", "--format", "parquet"];
    let mut child = place.begun(&long);
    wait_for(&place.path("output/world"));
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(place.names("."), ["world.toml"]);
}

#[test]
fn parameters_that_move_nothing_are_listed_the_same_for_any_number_of_threads() {
    let place = Place::new();
    let check = ["defaults", "--check", "world.toml", "--runs", "3", "--quiet"];
    let outputs = ["1", "2"].map(|threads| place.run(&[&check[..], &["--threads", threads]].concat()));
    for output in &outputs {
        let printed = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "four states are too few for wars: {printed}");
        says(&printed, &["of 200 parameters move something beyond chance", "wars.conquest"]);
        says(&String::from_utf8_lossy(&output.stderr), &["parameters move nothing here", "--runs"]);
    }
    assert_eq!(outputs[0].stdout, outputs[1].stdout);
    place.fails(2, &["defaults", "--runs", "3"]);
    place.fails(2, &["defaults", "nothing", "--check", "world.toml"]);
    let one = place.run(&["defaults", "disputes.onset", "--check", "world.toml", "--runs", "3", "--quiet"]);
    says(&String::from_utf8_lossy(&one.stdout), &["of 1 parameters move something beyond chance"]);
}
