//! Designs of sweeps: the report on how well points separate axes, points from a table, linked axes.

use crate::common::place::{Place, Row};
use serde_json::Value;

const GOVERNANCE: &str = "parameters.switches.policy_to_governance=true,false";
const REPORTS: &str = "parameters.switches.bent_reports=true,false";

/// Some columns of a table, a line a row.
fn columns(place: &Place, file: &str, names: &[&str]) -> Vec<String> {
    let line = |row: &Row| names.iter().map(|name| row[*name].as_str()).collect::<Vec<_>>().join(" ");
    place.rows(file).iter().map(line).collect()
}

fn json(place: &Place, arguments: &[&str]) -> Value {
    serde_json::from_str(&place.succeeds(&[arguments, &["--json"]].concat())).unwrap()
}

fn stderr(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    assert!(output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_latin_hypercube_has_every_combination_of_two_switches() {
    let place = Place::new();
    let cube =
        ["sweep", "world.toml", "--design", "latin-hypercube", "--runs", "1", "--vary", GOVERNANCE, "--vary", REPORTS];
    for seed in 0..10 {
        let (seed, out) = (seed.to_string(), format!("s{seed}"));
        let said = json(&place, &[&cube[..], &["--points", "8", "--design-seed", &seed, "--out", &out]].concat());
        assert_eq!((&said["points_distinct"], said["correlation"]["size"].as_f64()), (&4.into(), Some(0.0)));
        let mut found = columns(&place, &format!("{out}/points.csv"), &[&GOVERNANCE[..40], &REPORTS[..32]]);
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), 4, "design seed {seed}: {found:?}");
    }
}

#[test]
fn correlated_axes() {
    let place = Place::new();
    let table = "[sweep]\ndesign = \"list\"\n[sweep.vary]\n\"parameters.feedback.threat\" = [0, 1, 0, 1, 0]\n\
                 \"run.noise\" = [true, false, true, false, true]\n";
    std::fs::write(place.path("mine.toml"), place.read("world.toml") + table).unwrap();
    let session = place.session(
        "sweep mine.toml --dry-run
        sweep mine.toml --dry-run --quiet
        sweep mine.toml --out a",
    );
    insta::assert_snapshot!(session);
    let said = json(&place, &["sweep", "mine.toml", "--dry-run"]);
    assert_eq!((&said["points_distinct"], said["correlation"]["size"].as_f64()), (&2.into(), Some(-1.0)));
    place.succeeds(&["plot", "a", "--figure", "tornado,heatmap", "--image", "svg"]);
    for figure in ["tornado", "heatmap"] {
        let drawn = place.read(&format!("a/figures/{figure}.svg"));
        assert!(drawn.contains("are correlated (−1.00)"), "{figure}");
    }
}

#[test]
fn a_grid_and_one_at_a_time_are_not_warned_of() {
    let place = Place::new();
    for design in ["grid", "one-at-a-time"] {
        let design = ["sweep", "world.toml", "--design", design, "--vary", GOVERNANCE, "--vary", REPORTS, "--dry-run"];
        assert_eq!(stderr(&place, &design), "");
    }
}

const PAIRS: &str = "[sweep]\ndesign = \"list\"\n[sweep.vary]\n\"parameters.feedback.threat\" = [0, 0, 1, 1]\n\
                     \"parameters.switches.diffusion\" = [true, false, true, false]\n";
const NAMES: [&str; 2] = ["parameters.feedback.threat", "parameters.switches.diffusion"];
const FOUR: [&str; 4] = ["0 1", "0 0", "1 1", "1 0"];

#[test]
fn a_list_may_repeat_values() {
    let place = Place::new();
    std::fs::write(place.path("pairs.toml"), place.read("world.toml") + PAIRS).unwrap();
    place.succeeds(&["sweep", "pairs.toml", "--out", "a", "--quiet"]);
    assert_eq!(columns(&place, "a/points.csv", &NAMES), FOUR);
}

/// As R writes it: quotes and capitals.
const TABLE: &str =
    "\"parameters.feedback.threat\",\"parameters.switches.diffusion\"\r\n0,TRUE\r\n0,FALSE\r\n1,TRUE\r\n1,FALSE\r\n";

#[test]
fn points_from_a_file() {
    let place = Place::new();
    std::fs::create_dir(place.path("inputs")).unwrap();
    std::fs::write(place.path("inputs/points.csv"), TABLE).unwrap();
    std::fs::write(place.path("pairs.toml"), place.read("world.toml") + PAIRS).unwrap();
    // In a scenario the path starts from the scenario, in an option from where the command runs.
    let beside = place.read("world.toml") + "[sweep]\npoints_from = \"points.csv\"\n";
    std::fs::write(place.path("inputs/beside.toml"), beside).unwrap();
    place.succeeds(&["sweep", "pairs.toml", "--out", "a", "--quiet"]);
    place.succeeds(&["sweep", "inputs/beside.toml", "--out", "b", "--quiet"]);
    place.succeeds(&["sweep", "world.toml", "--points-from", "inputs/points.csv", "--out", "c", "--quiet"]);
    for name in ["points.csv", "runs.csv", "summary.csv"] {
        assert_eq!(place.read(&format!("a/{name}")), place.read(&format!("b/{name}")), "{name}");
        assert_eq!(place.read(&format!("a/{name}")), place.read(&format!("c/{name}")), "{name}");
    }
    // What is written of the sweep does not need the file.
    std::fs::remove_file(place.path("inputs/points.csv")).unwrap();
    assert!(!place.read("c/scenario.toml").contains("points_from"));
    place.succeeds(&["sweep", "c/scenario.toml", "--out", "d", "--quiet"]);
    assert_eq!(place.read("a/runs.csv"), place.read("d/runs.csv"));
}

#[test]
fn shards_merge_without_the_table_of_points() {
    let place = Place::new();
    std::fs::write(place.path("points.csv"), TABLE).unwrap();
    let sweep = ["sweep", "world.toml", "--points-from", "points.csv", "--quiet"];
    place.succeeds(&[&sweep[..], &["--out", "whole"]].concat());
    place.succeeds(&[&sweep[..], &["--out", "one", "--shard", "1/2"]].concat());
    place.succeeds(&[&sweep[..], &["--out", "two", "--shard", "2/2"]].concat());
    std::fs::remove_file(place.path("points.csv")).unwrap();
    place.succeeds(&["merge", "one", "two", "--out", "joined", "--quiet"]);
    assert_eq!(place.read("whole/runs.csv"), place.read("joined/runs.csv"));
}

#[test]
fn tables_of_points_that_are_refused() {
    let place = Place::new();
    let tables = [
        ("misspelt", "parameters.feedback.thret\n1\n"),
        ("missing", "parameters.feedback.threat\n1\nNA\n"),
        ("range", "parameters.feedback.threat\n1\n9\n"),
        ("seed", "run.seed\n1\n"),
        ("headless", "0.1,0.2\n1,2\n"),
        ("sound", TABLE),
    ];
    for (name, table) in tables {
        std::fs::write(place.path(&format!("{name}.csv")), table).unwrap();
    }
    std::fs::write(place.path("pairs.toml"), place.read("world.toml") + PAIRS).unwrap();
    let session = place.session(
        "sweep world.toml --points-from nowhere.csv
        sweep world.toml --points-from misspelt.csv
        sweep world.toml --points-from missing.csv
        sweep world.toml --points-from range.csv
        sweep world.toml --points-from seed.csv
        sweep world.toml --points-from headless.csv
        sweep pairs.toml --points-from sound.csv
        sweep world.toml --points-from sound.csv --vary parameters.switches.diffusion=true,false
        sweep world.toml --vary parameters.feedback.threat=0,1,0",
    );
    insta::assert_snapshot!(session);
    assert!(!place.path("output").exists());
}

#[test]
fn linked_paths_move_together() {
    let place = Place::new();
    let (threat, opportunity) = ("parameters.feedback.threat", "parameters.feedback.opportunity");
    let table = format!(
        "[sweep.vary]\n\"{threat}\" = \"0..1/3\"\n\"run.noise\" = [true, false]\n[sweep.link]\n\"{opportunity}\" = \"{threat}\"\n"
    );
    std::fs::write(place.path("mine.toml"), place.read("world.toml") + &table).unwrap();
    place.succeeds(&["sweep", "mine.toml", "--out", "a", "--quiet"]);
    let (vary, link) = (format!("{threat}=0..1/3"), format!("{opportunity}={threat}"));
    let options = ["--vary", &vary, "--vary", "run.noise=true,false", "--link", &link];
    place.succeeds(&[&["sweep", "world.toml", "--out", "b", "--quiet"], &options[..]].concat());
    let wanted = ["0 1 0", "0 0 0", "0.5 1 0.5", "0.5 0 0.5", "1 1 1", "1 0 1"];
    for out in ["a", "b"] {
        assert_eq!(columns(&place, &format!("{out}/points.csv"), &[threat, "run.noise", opportunity]), wanted);
    }
    assert_eq!(place.read("a/runs.csv"), place.read("b/runs.csv"));
    // The runs use this value; it is not only written down.
    let set = [format!("{threat}=0.5"), format!("{opportunity}=0.5")];
    place.succeeds(&["run", "world.toml", "--set", &set[0], "--set", &set[1], "--out", "c", "--quiet"]);
    assert_eq!(place.rows("a/runs.csv")[4]["governance_end"], place.rows("c/runs.csv")[0]["governance_end"]);
    // Also a constraint sees it.
    let limit = format!("{opportunity} < 0.7");
    let said = json(&place, &[&["sweep", "mine.toml", "--out", "d", "--constraint", &limit][..]].concat());
    assert_eq!(said["points"], 4);
}

#[test]
fn links_that_are_refused() {
    let place = Place::new();
    let session = place.session(
        "sweep world.toml --vary parameters.feedback.threat=0,1 --link run.noise
        sweep world.toml --vary parameters.feedback.threat=0,1 --link parameters.feedback.knowledge=run.rounds
        sweep world.toml --vary parameters.feedback.threat=0,1 --link parameters.nothing=parameters.feedback.threat
        sweep world.toml --vary run.rounds=3,4 --link run.rounds=run.rounds",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), ["world.toml"]);
}
