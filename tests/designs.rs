//! Designs of sweeps: the report on how well points separate axes, points from a table, linked axes.

use std::collections::BTreeMap;

use crate::common::place::Place;
use serde_json::Value;

const GOVERNANCE: &str = "parameters.switches.policy_to_governance=true,false";
const REPORTS: &str = "parameters.switches.bent_reports=true,false";

/// Columns of a table by name, row by row.
fn rows(place: &Place, file: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(place.path(file)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Some columns of a table, a line a row.
fn columns(place: &Place, file: &str, names: &[&str]) -> Vec<String> {
    let line =
        |row: &BTreeMap<String, String>| names.iter().map(|name| row[*name].as_str()).collect::<Vec<_>>().join(" ");
    rows(place, file).iter().map(line).collect()
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
fn axes_that_go_together_are_warned_of_before_and_named_after() {
    let place = Place::new();
    let table = "[sweep]\ndesign = \"list\"\n[sweep.vary]\n\"parameters.feedback.threat\" = [0, 1, 0, 1, 0]\n\
                 \"run.noise\" = [true, false, true, false, true]\n";
    std::fs::write(place.path("mine.toml"), place.read("world.toml") + table).unwrap();
    let warning = "warning: parameters.feedback.threat and run.noise are correlated at these points (-1.000)";
    let said = stderr(&place, &["sweep", "mine.toml", "--dry-run"]);
    assert!(said.contains(warning), "{said}");
    let text = place.succeeds(&["sweep", "mine.toml", "--dry-run"]);
    assert!(text.contains("distinct points") && text.contains("2 of 5"), "{text}");
    let said = json(&place, &["sweep", "mine.toml", "--dry-run"]);
    assert_eq!((&said["points_distinct"], said["correlation"]["size"].as_f64()), (&2.into(), Some(-1.0)));
    let text = place.succeeds(&["sweep", "mine.toml", "--out", "a"]);
    assert!(text.contains("-1.000 between parameters.feedback.threat and run.noise"), "{text}");
    assert_eq!(stderr(&place, &["sweep", "mine.toml", "--dry-run", "--quiet"]), "");
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
fn the_columns_of_a_list_have_values_that_come_again() {
    let place = Place::new();
    std::fs::write(place.path("pairs.toml"), place.read("world.toml") + PAIRS).unwrap();
    place.succeeds(&["sweep", "pairs.toml", "--out", "a", "--quiet"]);
    assert_eq!(columns(&place, "a/points.csv", &NAMES), FOUR);
    let said = place.fails(2, &["sweep", "world.toml", "--vary", "parameters.feedback.threat=0,1,0"]);
    assert!(said.contains("the value 0 appears twice; values may repeat only in the design list"), "{said}");
}

/// As R writes it: quotes and capitals.
const TABLE: &str =
    "\"parameters.feedback.threat\",\"parameters.switches.diffusion\"\r\n0,TRUE\r\n0,FALSE\r\n1,TRUE\r\n1,FALSE\r\n";

#[test]
fn points_from_a_file_are_those_of_the_list() {
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
fn shards_of_a_table_of_points_are_joined_without_it() {
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
fn a_wrong_table_of_points_is_refused_with_what_to_write() {
    let place = Place::new();
    let from = ["sweep", "world.toml", "--points-from", "points.csv"];
    let said = place.fails(2, &from);
    assert!(said.contains("points.csv") && said.contains("from the working directory"), "{said}");
    for (table, wanted) in [
        ("parameters.feedback.thret\n1\n", "the nearest is `parameters.feedback.threat`"),
        ("parameters.feedback.threat\n1\nNA\n", "line 3 has the value NA for parameters.feedback.threat"),
        ("parameters.feedback.threat\n1\n9\n", "point 1: parameters.feedback.threat = 9; must be in [0, 3]"),
        ("run.seed\n1\n", "run.seed cannot vary"),
        ("0.1,0.2\n1,2\n", "the first row has the number 0.1"),
    ] {
        std::fs::write(place.path("points.csv"), table).unwrap();
        let said = place.fails(2, &from);
        assert!(said.contains(wanted), "{table:?}: {said}");
    }
    std::fs::write(place.path("points.csv"), TABLE).unwrap();
    std::fs::write(place.path("pairs.toml"), place.read("world.toml") + PAIRS).unwrap();
    let said = place.fails(2, &["sweep", "pairs.toml", "--points-from", "points.csv"]);
    assert!(
        said.contains("sweep has both `vary` and `points_from`; give one of the two") || said.contains("give one"),
        "{said}"
    );
    let said = place.fails(2, &[&from[..], &["--vary", GOVERNANCE]].concat());
    assert!(said.contains("--vary"), "{said}");
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
    assert_eq!(rows(&place, "a/runs.csv")[4]["governance_end"], rows(&place, "c/runs.csv")[0]["governance_end"]);
    // Also a constraint sees it.
    let limit = format!("{opportunity} < 0.7");
    let said = json(&place, &[&["sweep", "mine.toml", "--out", "d", "--constraint", &limit][..]].concat());
    assert_eq!(said["points"], 4);
}

#[test]
fn a_link_to_what_does_not_vary_is_refused() {
    let place = Place::new();
    let vary = ["sweep", "world.toml", "--vary", "parameters.feedback.threat=0,1", "--link"];
    for (link, wanted) in [
        ("run.noise", "--link run.noise: write a path and an axis"),
        ("parameters.feedback.knowledge=run.rounds", "run.rounds does not vary"),
        (
            "parameters.feedback.nothing=parameters.feedback.threat",
            "the path `parameters.feedback.nothing` does not exist",
        ),
        ("parameters.feedback.threat=parameters.feedback.threat", "cannot both vary"),
    ] {
        let said = place.fails(2, &[&vary[..], &[link]].concat());
        assert!(said.contains(wanted), "{link}: {said}");
    }
}
