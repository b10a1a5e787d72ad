//! Results without CSV: `--format parquet-only` gives the same numbers to whatever reads tables.

use crate::common::place::{Place, wait_for};

const RUN: [&str; 7] = ["run", "world.toml", "--rounds", "9", "--runs", "3", "--pairs"];
const SWEEP: [&str; 7] =
    ["sweep", "world.toml", "--rounds", "4", "--trajectories", "--vary", "parameters.feedback.threat=0..2/5"];
const ONLY: [&str; 2] = ["--format", "parquet-only"];

fn with<'a>(base: &[&'a str], more: &[&[&'a str]], out: &'a str) -> Vec<&'a str> {
    [base, &more.concat(), &["--quiet", "--out", out]].concat()
}

/// Asserts that a directory has Parquet tables and no CSV tables, and a checksum for each.
fn has_parquet_only(place: &Place, directory: &str) {
    let names = place.names(directory);
    let tables: Vec<&String> = names.iter().filter(|name| name.ends_with("parquet")).collect();
    assert!(tables.len() > 2 && !names.iter().any(|name| name.ends_with("csv")), "{names:?}");
    let manifest = takvin::output::RunReader::open(&place.path(directory)).unwrap().manifest;
    assert!(tables.iter().all(|name| manifest.files.contains(name) && manifest.sums.contains_key(*name)));
    assert_eq!(manifest.sums.len(), tables.len());
}

/// Asserts that the tables of a directory, exported as CSV, are the CSV tables of another.
fn export_gives_the_tables_of(place: &Place, only: &str, whole: &str) {
    let out = format!("{only}-as-csv");
    place.succeeds(&["export", only, "--format", "csv", "--out", &out, "--quiet"]);
    let tables: Vec<String> = place.names(whole).into_iter().filter(|name| name.ends_with("csv")).collect();
    assert_eq!(place.names(&out), tables);
    for name in tables {
        assert!(place.read(&format!("{out}/{name}")) == place.read(&format!("{whole}/{name}")), "{only}: {name}");
    }
}

#[test]
fn readers_of_a_run_give_the_same_from_parquet() {
    let place = Place::new();
    let printed = |out: &'static str, more: &[&str]| {
        let said = place.succeeds(&[&RUN[..], more, &["--json", "--out", out]].concat());
        let json: serde_json::Value = serde_json::from_str(&said).unwrap();
        (json["outcomes"].clone(), json["tables"].clone())
    };
    assert_eq!(printed("a", &[]), printed("b", &ONLY));
    has_parquet_only(&place, "b");
    export_gives_the_tables_of(&place, "b", "a");
    for directory in ["a", "b"] {
        place.succeeds(&["plot", directory, "--image", "svg"]);
        place.succeeds(&["report", directory, "--quiet"]);
        let graph = format!("{directory}.gexf");
        place.succeeds(&["export", directory, "--format", "gexf", "--out", &graph, "--quiet"]);
    }
    assert_eq!(place.files("a/figures"), place.files("b/figures"));
    assert_eq!(place.read("a.gexf"), place.read("b.gexf"));
    // The page shows the manifest, whose times and files differ.
    let page = |name: &str| {
        let own = ["started", "duration seconds", "files", "sums"].map(|key| format!("<th scope=\"row\">{key}</th>"));
        let text = place.read(name);
        text.lines().filter(|line| own.iter().all(|own| !line.contains(own))).collect::<Vec<_>>().join("\n")
    };
    assert!(page("a/report.html") == page("b/report.html"));
    let explained = |directory: &str| place.succeeds(&["explain", directory, "--state", "Arda", "--round", "2"]);
    assert_eq!(explained("a"), explained("b"));
    // The same command finds its results, and CSV can be added.
    place.succeeds(&with(&RUN, &[&ONLY], "b"));
    place.succeeds(&["export", "b", "--format", "csv", "--quiet"]);
    assert!(place.read("a/states.csv") == place.read("b/states.csv"));
    place.succeeds(&with(&RUN, &[], "b"));
}

#[test]
fn a_killed_run_without_csv_resumes() {
    let place = Place::new();
    let long = ["run", "world.toml", "--rounds", "200", "--runs", "30", "--threads", "2"];
    place.succeeds(&with(&long, &[&ONLY], "whole"));
    let command = with(&long, &[&ONLY], "a");
    let mut child = place.begun(&command);
    wait_for(&place.path("a/unfinished/journal"));
    let lines = || std::fs::read_to_string(place.path("a/unfinished/journal")).unwrap_or_default().lines().count();
    while lines() < 8 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it could be killed");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    place.succeeds(&["plot", "a", "--figure", "drift", "--image", "svg"]);
    std::fs::remove_dir_all(place.path("a/figures")).unwrap();
    place.succeeds(&command);
    has_parquet_only(&place, "a");
    let [whole, a] = ["whole", "a"].map(|directory| place.files(directory));
    for (name, bytes) in whole.iter().filter(|(name, _)| *name != "manifest.toml") {
        assert!(a[name] == *bytes, "{name}");
    }
}

#[test]
fn an_overwrite_without_csv_removes_the_csv_of_the_old_run() {
    let place = Place::new();
    place.succeeds(&with(&RUN, &[&["--seed", "9"]], "a"));
    place.succeeds(&with(&RUN, &[&ONLY, &["--force"]], "a"));
    has_parquet_only(&place, "a");
    let said = place.fails(2, &with(&RUN, &[], "a"));
    assert!(said.contains("states.csv: missing there, wanted here"), "{said}");
}

#[test]
fn sweeps_without_csv_are_merged_extended_and_read() {
    let place = Place::new();
    place.succeeds(&with(&SWEEP, &[], "whole"));
    place.succeeds(&with(&SWEEP, &[&ONLY], "only"));
    for (out, shard) in [("p", "1/2"), ("q", "2/2")] {
        place.succeeds(&with(&SWEEP, &[&ONLY, &["--shard", shard]], out));
    }
    place.succeeds(&["merge", "p", "q", "--out", "merged", "--format", "parquet-only", "--quiet"]);
    place.succeeds(&["merge", "p", "q", "--out", "to-csv", "--quiet"]);
    for only in ["only", "merged"] {
        has_parquet_only(&place, only);
        export_gives_the_tables_of(&place, only, "whole");
    }
    for (name, bytes) in place.files("whole").iter().filter(|(name, _)| *name != "manifest.toml") {
        assert!(place.files("to-csv")[name] == *bytes, "{name}");
    }
    for directory in ["whole", "only"] {
        place.succeeds(&["plot", directory, "--image", "svg"]);
    }
    assert_eq!(place.files("whole/figures"), place.files("only/figures"));
    // The same sweep with CSV adds it.
    let json = |more: &[&str], out: &'static str| {
        let said = place.succeeds(&[&SWEEP[..], more, &["--json", "--out", out]].concat());
        let json: serde_json::Value = serde_json::from_str(&said).unwrap();
        ["lowest", "highest", "half_width_widest"].map(|key| json[key].clone())
    };
    assert_eq!(json(&ONLY, "only"), json(&[], "whole"));
    let added = place.succeeds(&[&SWEEP[..], &["--out", "merged"]].concat());
    assert!(added.contains("Added merged/runs.csv") && added.contains("Added merged/points.csv"), "{added}");
    assert!(place.read("merged/summary.csv") == place.read("whole/summary.csv"));
    place.succeeds(&with(&SWEEP, &[&["--runs", "3"]], "larger"));
    place.succeeds(&with(&SWEEP, &[&ONLY, &["--runs", "3", "--extend"]], "only"));
    has_parquet_only(&place, "only");
    std::fs::remove_dir_all(place.path("only-as-csv")).unwrap();
    export_gives_the_tables_of(&place, "only", "larger");
}

#[test]
fn damaged_parquet_is_an_error() {
    let place = Place::new();
    place.succeeds(&with(&RUN, &[&ONLY], "a"));
    let path = place.path("a/world.parquet");
    let whole = std::fs::read(&path).unwrap();
    let manifest = place.read("a/manifest.toml");
    let without_sums = manifest.split("[sums]").next().unwrap().to_owned();
    let command = ["plot", "a", "--figure", "drift", "--image", "svg"];
    let mut said = Vec::new();
    for at in [0, 1, 7, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        std::fs::write(&path, &whole[..at]).unwrap();
        said.push(place.fails(2, &command));
    }
    for at in (4..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        std::fs::write(&path, bytes).unwrap();
        said.push(place.fails(2, &command));
    }
    for said in said {
        assert!(said.contains("a/world.parquet: the table was modified"), "{said}");
    }
    // Without its checksum the file is decoded as far as that is possible.
    std::fs::write(place.path("a/manifest.toml"), without_sums).unwrap();
    for at in [0, 1, 7, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        std::fs::write(&path, &whole[..at]).unwrap();
        let said = place.fails(2, &command);
        assert!(said.contains("a/world.parquet") && said.contains("run the scenario again"), "{said}");
    }
    std::fs::remove_file(&path).unwrap();
    let said = place.fails(2, &command);
    assert!(said.contains("a/world.parquet: the file does not exist; run the scenario again"), "{said}");
    std::fs::write(&path, whole).unwrap();
    place.succeeds(&command);
}
