//! `takvin batch`: many scenarios left alone overnight, and gone on with after whatever happened.

use std::collections::BTreeMap;
use std::process::{Child, Command};

use crate::common::place::{APART, Place, Row, WORLD, signal, wait_for};

/// Files of a finished run except the manifest, which holds times.
const TABLES: [&str; 5] = ["states.csv", "world.csv", "events.csv", "runs.csv", "scenario.toml"];

/// `world.toml`, and others of which the last takes a while.
fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("calm.toml"), WORLD.replace("Four", "Calm").replace("-0.5", "0.5")).unwrap();
    let long = WORLD.replace("Four", "Long").replace("rounds = 8\nreplicates = 2", "rounds = 9000\nreplicates = 3");
    std::fs::write(place.path("long.toml"), format!("{long}[record]\nevery = 900\nevents = false\n")).unwrap();
    std::fs::write(place.path("bad.toml"), "[run]\nroundz = 3\n[states.A]\n[states.B]\n").unwrap();
    std::fs::write(place.path("apart.toml"), APART).unwrap();
    place
}

/// The manifest without times.
fn manifest(place: &Place, directory: &str) -> toml::Table {
    let mut manifest: toml::Table = place.read(&format!("{directory}/manifest.toml")).parse().unwrap();
    manifest.remove("started");
    manifest.remove("duration_seconds");
    manifest
}

fn same_run(place: &Place, a: &str, b: &str) {
    assert_eq!(place.names(a), place.names(b), "{a} {b}");
    assert_eq!(manifest(place, a), manifest(place, b), "{a} {b}");
    for name in place.names(a).iter().filter(|name| *name != "manifest.toml") {
        let read = |directory: &str| std::fs::read(place.path(directory).join(name)).unwrap();
        assert!(read(a) == read(b), "{a}/{name} differs from {b}/{name}");
    }
}

/// Rows of `batch.csv`, by scenario's directory.
fn rows(place: &Place, out: &str) -> BTreeMap<String, Row> {
    place.rows(&format!("{out}/batch.csv")).into_iter().map(|row| (row["directory"].clone(), row)).collect()
}

fn begun(place: &Place, arguments: &[&str]) -> Child {
    place.begun(&[&["batch"], arguments].concat())
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn each_directory_equals_a_single_run() {
    let place = place();
    let options =
        ["--rounds", "12", "--runs", "3", "--pairs=2", "--seed", "9", "--noise", "off", "--format", "parquet"];
    let set = ["--set", "parameters.feedback.threat=0.2", "--quiet"];
    for scenario in ["world", "cold-war", "calm"] {
        let file = if scenario == "cold-war" { scenario.to_owned() } else { format!("{scenario}.toml") };
        let out = format!("alone/{scenario}");
        place.succeeds(&[&["run", &file, "--out", &out][..], &options, &set].concat());
    }
    for threads in ["1", "2"] {
        let scenarios = ["batch", "world.toml", "cold-war", "calm.toml", "--threads", threads, "--out", threads];
        assert_eq!(place.succeeds(&[&scenarios[..], &options, &set].concat()), "");
        assert_eq!(place.names(threads), ["batch.csv", "calm", "cold-war", "world"]);
        for scenario in ["world", "cold-war", "calm"] {
            same_run(&place, &format!("alone/{scenario}"), &format!("{threads}/{scenario}"));
        }
    }
    assert_eq!(place.read("1/batch.csv"), place.read("2/batch.csv"));
    let order: Vec<String> =
        place.read("1/batch.csv").lines().map(|line| line.split(',').next().unwrap().into()).collect();
    assert_eq!(order, ["scenario", "world", "cold-war", "calm"]);
}

#[test]
fn the_table_has_means_and_deviations() {
    let place = place();
    let said = place.succeeds(&["batch", "world.toml", "calm.toml", "--runs", "4", "--rounds", "30"]);
    for words in ["scenario", "done", "disputes per 1,000 pair-years", "output/batch/calm", "output/batch/batch.csv"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let rows = rows(&place, "output/batch");
    for scenario in ["world", "calm"] {
        let row = &rows[scenario];
        let title = if scenario == "world" { "Four" } else { "Calm" };
        let printed =
            ["scenario", "title", "status", "reason", "runs", "rounds", "seed"].map(|name| row[name].as_str());
        assert_eq!(printed, [scenario, title, "done", "", "4", "30", "5"]);
        let runs = takvin::output::RunReader::open(&place.path("output/batch").join(scenario)).unwrap();
        let runs = runs.table("runs").unwrap();
        for outcome in takvin::record::summary::OUTCOMES {
            let values: Vec<f64> = runs.column(outcome.name).filter(|value| !value.is_nan()).collect();
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let deviation = (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
            for (what, wanted, fewest) in [("mean", mean, 1), ("sd", deviation, 2)] {
                let cell = &row[&format!("{}.{what}", outcome.name)];
                if values.len() < fewest {
                    assert_eq!(cell, "", "{} {what}", outcome.name);
                } else {
                    let found: f64 = cell.parse().unwrap();
                    assert!((found - wanted).abs() < 1e-12, "{} {what}: {found} {wanted}", outcome.name);
                }
            }
        }
    }
    let one = place.succeeds(&["batch", "world.toml", "--runs", "1", "--out", "one", "--json"]);
    let one: serde_json::Value = serde_json::from_str(&one).unwrap();
    let governance = &one["scenarios"][0]["outcomes"]["governance_end"];
    assert!(governance["mean"].is_number() && governance["sd"].is_null(), "{one}");
    assert_eq!(self::rows(&place, "one")["world"]["governance_end.sd"], "");
}

#[test]
fn a_broken_scenario_is_reported_and_does_not_stop_the_others() {
    let place = place();
    let all = ["batch", "world.toml", "bad.toml", "nothing.toml", "calm.toml"];
    let error = place.fails(2, &all);
    for words in ["bad.toml cannot run", "roundz", "rounds", "nothing.toml", "2 of 4 scenarios could not be loaded"] {
        assert!(error.contains(words), "{words} in {error}");
    }
    assert_eq!(place.names("output/batch"), ["batch.csv", "calm", "world"]);
    let before = rows(&place, "output/batch");
    assert_eq!(
        before.values().map(|row| row["status"].as_str()).collect::<Vec<_>>(),
        ["failed", "done", "failed", "done"]
    );
    assert!(before["bad"]["reason"].contains("bad.toml:2"), "{:?}", before["bad"]);
    assert_eq!([&before["bad"]["runs"], &before["bad"]["governance_end.mean"]], ["", ""]);
    // After the correction the same command runs it and leaves the others unchanged.
    let done = place.read("output/batch/world/manifest.toml");
    std::fs::write(place.path("bad.toml"), WORLD).unwrap();
    std::fs::write(place.path("nothing.toml"), WORLD).unwrap();
    place.succeeds(&all);
    assert_eq!(place.names("output/batch"), ["bad", "batch.csv", "calm", "nothing", "world"]);
    assert_eq!(place.read("output/batch/world/manifest.toml"), done);
    // Where none can run nothing is written.
    std::fs::write(place.path("bad.toml"), "[run]\n").unwrap();
    assert!(place.fails(2, &["batch", "bad.toml", "--out", "none"]).contains("correct the errors"));
    place.fails(2, &["batch", "world.toml", "--set", "nonsense", "--out", "none"]);
    place.fails(2, &["batch", "world.toml", "--set", "run.rounds=0", "--out", "none"]);
    place.fails(2, &["batch"]);
    assert!(!place.path("none").exists());
}

#[test]
fn a_scenario_that_fails_leaves_only_its_reason() {
    let place = place();
    let error = place.fails(1, &["batch", "apart.toml", "calm.toml", "bad.toml"]);
    assert!(error.contains("apart: run 3") && error.contains("events.mirage"), "{error}");
    assert!(error.contains("1 of 3 scenarios could not be loaded"), "{error}");
    assert_eq!(place.names("output/batch"), ["batch.csv", "calm"]);
    let row = &rows(&place, "output/batch")["apart"];
    assert_eq!([&row["status"], &row["runs"], &row["governance_end.mean"]], ["failed", "6", ""]);
    assert!(row["reason"].contains("events.mirage"));
}

/// A limit on the size of files simulates a disk on which some tables cannot be written.
#[test]
#[cfg(unix)]
fn unwritable_tables_do_not_stop_the_others() {
    let place = place();
    let script = "ulimit -f 400; exec \"$0\" batch cold-war world.toml calm.toml --quiet";
    let shell = ["-c", script, env!("CARGO_BIN_EXE_takvin")];
    let output = Command::new("sh").args(shell).current_dir(place.0.path()).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("cold-war/") && error.contains("could not be written"), "{error}");
    assert_eq!(place.names("output/batch"), ["batch.csv", "calm", "world"]);
    place.succeeds(&["batch", "cold-war", "world.toml", "calm.toml", "--runs", "2", "--quiet", "--out", "other"]);
    place.succeeds(&["batch", "cold-war", "world.toml", "calm.toml", "--quiet"]);
    assert_eq!(rows(&place, "output/batch")["cold-war"]["status"], "done");
}

#[test]
fn a_killed_batch_resumes() {
    let place = place();
    let all = ["world.toml", "calm.toml", "long.toml", "--quiet"];
    place.succeeds(&[&["batch"][..], &all, &["--out", "whole"]].concat());
    let child = begun(&place, &all);
    wait_for(&place.path("output/batch/calm/manifest.toml"));
    kill(child);
    let finished = ["world", "calm"].map(|name| format!("output/batch/{name}"));
    assert!(!place.path("output/batch/long/manifest.toml").exists(), "killed too late");
    let times = || {
        let paths = finished.iter().flat_map(|directory| {
            let names =
                place.names(directory).into_iter().filter(|name| !name.starts_with('.') && name != "unfinished");
            names.map(|name| place.path(directory).join(name)).collect::<Vec<_>>()
        });
        paths.map(|path| path.metadata().unwrap().modified().unwrap()).collect::<Vec<_>>()
    };
    let before = times();
    assert!(!before.is_empty());
    // A killed process leaves what it had prepared.
    for (at, inside) in [("world", None), ("calm", Some(".lock")), ("calm", Some("manifest.toml"))] {
        let number = inside.map_or(0, str::len);
        let left = place.path("output/batch").join(at).join(format!(".takvin-{number:012}.tmp"));
        std::fs::create_dir_all(&left).unwrap();
        if let Some(name) = inside {
            std::fs::write(left.join(name), "").unwrap();
        }
    }
    let said = place.succeeds(&["batch", "world.toml", "calm.toml", "long.toml"]);
    assert_eq!(said.matches("there already").count(), 2, "{said}");
    assert_eq!(times(), before, "finished directories are left as they are");
    for scenario in ["world", "calm", "long"] {
        same_run(&place, &format!("whole/{scenario}"), &format!("output/batch/{scenario}"));
    }
    assert_eq!(place.read("whole/batch.csv"), place.read("output/batch/batch.csv"));
    assert_eq!(place.names("output/batch"), ["batch.csv", "calm", "long", "world"]);
    // Once more, nothing is run, and the table stays.
    let said = place.succeeds(&["batch", "world.toml", "calm.toml", "long.toml"]);
    assert_eq!(said.matches("there already").count(), 3, "{said}");
    assert_eq!(place.read("whole/batch.csv"), place.read("output/batch/batch.csv"));
}

#[test]
#[cfg(unix)]
fn an_interrupted_batch_keeps_what_is_finished_and_its_table() {
    let place = place();
    let mut child = begun(&place, &["world.toml", "long.toml", "--runs", "1000"]);
    wait_for(&place.path("output/batch/world/manifest.toml"));
    signal(&child, "TERM");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(rows(&place, "output/batch").keys().collect::<Vec<_>>(), ["world"]);
    // Runs of the next scenario may be saved.
    let mut names = place.names("output/batch");
    names.retain(|name| name != "long");
    assert_eq!(names, ["batch.csv", "world"]);
    for table in TABLES {
        assert!(place.path("output/batch/world").join(table).exists(), "{table}");
    }
}

#[test]
fn other_results_are_refused_before_anything_runs() {
    let place = place();
    place.succeeds(&["batch", "world.toml", "calm.toml", "--quiet"]);
    let before = place.read("output/batch/batch.csv");
    for (arguments, printed) in [
        (&["--runs", "3"][..], "world: run.replicates: 2 there, 3 here"),
        (&["--seed", "6"], "calm: run.seed: 5 there, 6 here"),
        (&["--pairs"], "record.pairs"),
        (&["--format", "parquet"], "runs.parquet"),
        (&["--set", "states.Ciro.meaning=0.7"], "states.Ciro.meaning"),
    ] {
        let error = place.fails(2, &[&["batch", "long.toml", "calm.toml", "world.toml"][..], arguments].concat());
        assert!(error.contains(printed) && error.contains("--force"), "{printed} in {error}");
        assert_eq!(place.names("output/batch"), ["batch.csv", "calm", "world"], "nothing was run");
    }
    let manifest = place.read("output/batch/calm/manifest.toml");
    let version = format!("crate_version = \"{}\"", env!("CARGO_PKG_VERSION"));
    std::fs::write(
        place.path("output/batch/calm/manifest.toml"),
        manifest.replace(&version, "crate_version = \"0.0.1\""),
    )
    .unwrap();
    assert!(place.fails(2, &["batch", "calm.toml"]).contains("takvin: 0.0.1 there"));
    std::fs::write(place.path("output/batch/calm/manifest.toml"), &manifest).unwrap();
    std::fs::remove_file(place.path("output/batch/calm/world.csv")).unwrap();
    assert!(place.fails(2, &["batch", "calm.toml"]).contains("world.csv: the file is missing"));
    assert_eq!(place.read("output/batch/batch.csv"), before);
    // With --force what differs is run again, and what does not is left.
    let world = place.read("output/batch/world/manifest.toml");
    place.succeeds(&["batch", "world.toml", "calm.toml", "--force", "--quiet"]);
    assert!(place.path("output/batch/calm/world.csv").exists());
    assert_eq!(place.read("output/batch/world/manifest.toml"), world);
    place.succeeds(&["batch", "calm.toml", "--force", "--quiet", "--runs", "3"]);
    assert_eq!(rows(&place, "output/batch")["calm"]["runs"], "3");
    assert_eq!(rows(&place, "output/batch")["world"]["runs"], "2", "the row of another batch stays");
}

#[test]
fn foreign_files_are_never_touched() {
    let place = place();
    for (path, text) in [("a/world/notes.txt", "mine"), ("b/batch.csv", "mine"), ("c/batch.csv/mine", ""), ("file", "")]
    {
        std::fs::create_dir_all(place.path(path).parent().unwrap()).unwrap();
        std::fs::write(place.path(path), text).unwrap();
    }
    let before = place.files(".");
    let session = place.session(
        "batch calm.toml world.toml --out a
        batch calm.toml world.toml --out a --force
        batch calm.toml --out b
        batch calm.toml --out c --force
        batch calm.toml --out file",
    );
    insta::assert_snapshot!(session);
    assert!(before == place.files("."));
}

#[test]
fn a_second_batch_in_a_busy_directory_is_refused() {
    let place = place();
    let child = begun(&place, &["world.toml", "long.toml", "--runs", "1000"]);
    wait_for(&place.path("output/batch/world/manifest.toml"));
    let error = place.fails(2, &["batch", "calm.toml"]);
    assert!(error.contains("writing to this directory") && error.contains("output/batch"), "{error}");
    kill(child);
    place.succeeds(&["batch", "calm.toml"]);
}

#[test]
fn scenarios_of_the_same_name_have_directories_of_their_own() {
    let place = place();
    std::fs::create_dir(place.path("more")).unwrap();
    std::fs::write(place.path("more/world.toml"), WORLD.replace("Four", "Again").replace("seed = 5", "seed = 6"))
        .unwrap();
    place.succeeds(&["batch", "world.toml", "more/world.toml", "--quiet"]);
    assert_eq!(place.names("output/batch"), ["batch.csv", "world", "world-2"]);
    let rows = rows(&place, "output/batch");
    assert_eq!([&rows["world"]["seed"], &rows["world-2"]["seed"]], ["5", "6"]);
    assert_eq!([&rows["world-2"]["scenario"], &rows["world-2"]["title"]], ["world", "Again"]);
    assert_eq!(place.succeeds(&["batch", "world.toml", "more/world.toml"]).matches("there already").count(), 2);
}

#[test]
fn a_folder_gives_all_its_scenarios() {
    let place = place();
    std::fs::create_dir(place.path("folder")).unwrap();
    for name in ["b.toml", "a.toml", "c.toml"] {
        std::fs::write(place.path("folder").join(name), WORLD).unwrap();
    }
    for name in ["notes.txt", "defaults.toml", ".hidden.toml"] {
        std::fs::write(place.path("folder").join(name), "no scenario").unwrap();
    }
    place.succeeds(&["batch", "folder", "world.toml", "--quiet"]);
    let text = place.read("output/batch/batch.csv");
    let order: Vec<&str> = text.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(order, ["scenario", "a", "b", "c", "world"]);
    std::fs::create_dir(place.path("empty")).unwrap();
    assert!(place.fails(2, &["batch", "empty", "--out", "none"]).contains("does not hold a scenario"));
    assert!(!place.path("none").exists());
}

#[test]
fn json_is_one_object_even_after_failures() {
    let place = place();
    let output = place.run(&["batch", "world.toml", "bad.toml", "apart.toml", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["table"], "output/batch/batch.csv");
    let scenarios = said["scenarios"].as_array().unwrap();
    let status: Vec<_> = scenarios.iter().map(|one| one["status"].as_str().unwrap()).collect();
    assert_eq!(status, ["done", "failed", "failed"]);
    assert_eq!((&scenarios[0]["directory"], &scenarios[0]["runs"]), (&"output/batch/world".into(), &2.into()));
    assert!(scenarios[0]["outcomes"]["governance_end"]["sd"].is_number() && scenarios[0]["reason"].is_null());
    assert!(scenarios[1]["reason"].as_str().unwrap().contains("roundz") && scenarios[1]["runs"].is_null());
    assert!(scenarios[2]["directory"].is_null() && scenarios[2]["runs"] == 6);
}

#[test]
fn a_forced_batch_killed_early_overwrites_when_repeated() {
    let place = place();
    let batch = |runs, out, more: &[&str]| {
        place
            .succeeds(&[&["batch", "world.toml", "calm.toml", "--quiet", "--runs", runs, "--out", out], more].concat());
    };
    batch("2", "a", &[]);
    batch("3", "b", &[]);
    // Of the second scenario nothing but the manifest was written.
    std::fs::create_dir(place.path("a/calm/unfinished")).unwrap();
    std::fs::copy(place.path("b/calm/manifest.toml"), place.path("a/calm/unfinished/manifest.toml")).unwrap();
    batch("3", "a", &["--force"]);
    for name in ["world", "calm"] {
        same_run(&place, &format!("a/{name}"), &format!("b/{name}"));
    }
}
