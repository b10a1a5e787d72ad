//! Extending a finished sweep: its runs are not repeated, and the tables are the same as if every run were new.

use crate::common::place::Place;

const BASE: [&str; 5] = ["sweep", "world.toml", "--rounds", "5", "--trajectories"];
const GRID: &str = "parameters.feedback.threat=0,1";
const LONGER: &str = "parameters.feedback.threat=0,0.5,1,1.5";
const TABLES: [&str; 6] = ["runs.csv", "points.csv", "summary.csv", "states.csv", "world.csv", "events.csv"];

fn sweep<'a>(more: &[&'a str], out: &'a str) -> Vec<&'a str> {
    [&BASE[..], more, &["--out", out]].concat()
}

#[test]
fn an_extended_sweep_is_the_same_as_one_that_ran_everything() {
    let cases: [(&[&str], &[&str], &str); 4] = [
        (&["--vary", GRID, "--runs", "2"], &["--vary", GRID, "--runs", "5"], "4 runs"),
        (&["--vary", GRID, "--runs", "2"], &["--vary", LONGER, "--runs", "3"], "4 runs"),
        (
            &["--vary", "parameters.feedback.threat=0..1", "--design", "sobol", "--points", "4", "--runs", "1"],
            &["--vary", "parameters.feedback.threat=0..1", "--design", "sobol", "--points", "8", "--runs", "2"],
            "4 runs",
        ),
        (&["--vary", GRID, "--runs", "3"], &["--vary", LONGER, "--until", "0.2", "--most", "40"], "6 runs"),
    ];
    for (number, (small, large, reused)) in cases.into_iter().enumerate() {
        let place = Place::new();
        place.succeeds(&sweep(small, "a"));
        place.succeeds(&sweep(large, "whole"));
        let output = place.run(&sweep(&[large, &["--extend"]].concat(), "a"));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && said.contains(&format!("{reused} exist already")), "{number}: {said}");
        for table in TABLES {
            assert!(place.read(&format!("whole/{table}")) == place.read(&format!("a/{table}")), "{number}: {table}");
        }
        assert_eq!(place.names("whole"), place.names("a"), "{number}");
        let again = place.succeeds(&sweep(&[large, &["--extend"]].concat(), "a"));
        assert!(again.contains("finished already"), "{number}: {again}");
    }
}

#[test]
fn sweeps_that_are_not_part_of_the_larger_one() {
    let place = Place::new();
    place.succeeds(&sweep(&["--vary", GRID, "--quiet"], "a"));
    place.succeeds(&["run", "world.toml", "--out", "run", "--quiet"]);
    let before = place.files("a");
    let larger = format!("{} --vary {LONGER}", BASE.join(" "));
    let other = format!("{} --vary parameters.feedback", BASE.join(" "));
    let session = place.session(&format!(
        "{larger} --out a
        {larger} --out a --extend --set parameters.feedback.knowledge=0.3
        {larger} --out a --extend --seed 9
        {larger} --out a --extend --runs 1
        {other}.threat=0,2 --out a --extend
        {other}.knowledge=0,1 --out a --extend
        {larger} --out run --extend
        {larger} --out nowhere --extend"
    ));
    insta::assert_snapshot!(session);
    assert!(place.files("a") == before);
}

#[test]
fn a_point_keeps_its_runs_although_fewer_would_be_enough() {
    let place = Place::new();
    place.succeeds(&sweep(&["--vary", GRID, "--runs", "40"], "a"));
    let before = place.read("a/runs.csv");
    place.succeeds(&sweep(&["--vary", LONGER, "--until", "1", "--most", "50", "--extend"], "a"));
    let after = place.read("a/runs.csv");
    let of = |text: &str, value: &str| text.lines().filter(|line| line.split(',').nth(3) == Some(value)).count();
    assert_eq!([of(&before, "1"), of(&after, "1")], [40, 40]);
    assert!((1..40).contains(&of(&after, "0.5")), "{after}");
}
