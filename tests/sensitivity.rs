//! Studies of sensitivity: tables from runs, the same bytes however the work is divided, and clear words for bad input.
//! The estimators are held to exact values and to SALib beside their code.

use crate::common::place::{Place, Row, says};

/// Two parameters that do something, and a year that does nothing.
const VARY: [&str; 6] = [
    "--vary",
    "parameters.feedback.threat=0..2",
    "--vary",
    "parameters.choice.confront=all",
    "--vary",
    "run.start_year=1900..2000",
];
const SMALL: [&str; 7] = ["--rounds", "8", "--runs", "2", "--resamples", "50", "--quiet"];

fn study(place: &Place, more: &[&str]) {
    place.succeeds(&[&["sensitivity", "world.toml"], &VARY[..], &SMALL, more].concat());
}

fn value(rows: &[Row], factor: &str, measure: &str) -> f64 {
    let row = rows.iter().find(|row| row["factor"] == factor && row["measure"] == measure);
    row.unwrap_or_else(|| panic!("no {measure} of {factor}"))["value"].parse().unwrap()
}

#[test]
fn every_method_finds_that_a_label_does_not_matter() {
    let place = Place::new();
    let outcome = ["--outcome", "hostile=mean(pairs.posture_a)"];
    for (method, measure, more) in [
        ("morris", "mu_star", &["--points", "4"][..]),
        ("sobol", "total", &["--points", "16", "--second-order"]),
        ("rbd-fast", "first", &["--points", "64"]),
        ("pawn", "median", &["--points", "64"]),
    ] {
        study(&place, &[&["--method", method, "--out", method], &outcome[..], more].concat());
        let rows = place.rows(&format!("{method}/indices-{method}.csv"));
        let of = |factor| value(&rows, factor, measure);
        assert!(of("choice.confront") > of("run.start_year"), "{method}");
        if matches!(method, "morris" | "sobol") {
            assert_eq!(of("run.start_year"), 0.0, "{method}: what does nothing has exactly no effect");
        }
        let text = place.read(&format!("{method}/indices-{method}.csv"));
        assert!(!text.contains("NaN") && !text.contains("inf"), "{method}");
        place.succeeds(&["plot", method, "--image", "svg"]);
        assert!(place.path(&format!("{method}/figures/sensitivity.svg")).is_file(), "{method}");
    }
    let rows = place.rows("sobol/indices-sobol.csv");
    assert_eq!(rows.iter().filter(|row| row["measure"] == "second").count(), 3);
    let noise = place.rows("sobol/noise-sobol.csv");
    assert_eq!((&*noise[0]["points"], &*noise[0]["replicates"], &*noise[0]["problem"]), ("128", "2", ""));
    // The same runs serve another method that can use them, and another outcome.
    place.succeeds(&["sensitivity", "pawn", "--method", "rbd-fast", "--resamples", "50", "--quiet"]);
    assert_eq!(place.read("pawn/indices-rbd-fast.csv"), place.read("rbd-fast/indices-rbd-fast.csv"));
    place.succeeds(&["sensitivity", "morris", "--outcome", "mutual_cooperation", "--quiet"]);
    // The first outcome keeps its rows.
    says(&place.read("morris/indices-morris.csv"), &["hostile,feedback.threat", "mutual_cooperation,feedback.threat"]);
}

#[test]
fn effects_are_those_of_the_runs() {
    let place = Place::new();
    study(&place, &["--points", "2", "--out", "m", "--outcome", "mutual_cooperation"]);
    let (points, runs) = (place.rows("m/points.csv"), place.rows("m/runs.csv"));
    let mean = |point: &str| {
        let of: Vec<f64> = runs
            .iter()
            .filter(|row| row["point"] == point)
            .map(|row| row["mutual_cooperation"].parse().unwrap())
            .collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    let path = "parameters.feedback.threat";
    let mut effects = Vec::new();
    for trajectory in points.chunks(4) {
        let step = trajectory.windows(2).find(|pair| pair[0][path] != pair[1][path]).unwrap();
        let at = |row: &Row| row[path].parse::<f64>().unwrap() / 2.0;
        effects.push((mean(&step[1]["point"]) - mean(&step[0]["point"])) / (at(&step[1]) - at(&step[0])));
    }
    let wanted = effects.iter().map(|effect| effect.abs()).sum::<f64>() / 2.0;
    let found = value(&place.rows("m/indices-morris.csv"), "feedback.threat", "mu_star");
    assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
}

#[test]
fn the_tables_do_not_depend_on_how_the_work_is_divided() {
    let place = Place::new();
    let more = ["--points", "6", "--group", "both=parameters.*", "--outcome", "war_rate"];
    study(&place, &[&more[..], &["--threads", "1", "--out", "one"]].concat());
    study(&place, &[&more[..], &["--threads", "2", "--out", "two"]].concat());
    for shard in ["1/2", "2/2"] {
        study(&place, &[&more[..], &["--shard", shard, "--out", &format!("part{}", &shard[..1])]].concat());
    }
    place.succeeds(&["merge", "part1", "part2", "--out", "merged", "--quiet"]);
    place.succeeds(&["sensitivity", "merged", "--outcome", "war_rate", "--resamples", "50", "--quiet"]);
    for table in ["indices-morris.csv", "convergence-morris.csv", "noise-morris.csv", "runs.csv"] {
        let one = place.read(&format!("one/{table}"));
        assert_eq!(place.read(&format!("two/{table}")), one, "{table}");
        assert_eq!(place.read(&format!("merged/{table}")), one, "{table}");
    }
    let rows = place.rows("one/indices-morris.csv");
    let factors: Vec<&str> = rows.iter().filter(|row| row["measure"] == "mu_star").map(|row| &*row["factor"]).collect();
    assert_eq!(factors, ["both", "run.start_year"]);
}

#[test]
fn curves_go_through_the_means_of_the_runs() {
    let place = Place::new();
    let vary = ["--vary", "parameters.feedback.threat=0..2/3", "--vary", "parameters.switches.diffusion=true,false"];
    place.succeeds(&[&["sensitivity", "world.toml", "--method", "oat", "--out", "o"], &vary[..], &SMALL].concat());
    let curves = place.rows("o/curves-oat.csv");
    let of = |factor: &str| {
        curves.iter().filter(|row| row["factor"] == factor).map(|row| row["setting"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of("feedback.threat"), ["0", "1", "2"]);
    assert_eq!(of("switches.diffusion"), ["false", "true"]);
    let runs = place.rows("o/runs.csv");
    let base: Vec<f64> =
        runs.iter().filter(|row| row["point"] == "0").map(|row| row["governance_end"].parse().unwrap()).collect();
    let found: f64 = curves.iter().find(|row| row["setting"] == "1").unwrap()["mean"].parse().unwrap();
    assert!((found - base.iter().sum::<f64>() / 2.0).abs() < 1e-12);
    place.succeeds(&["plot", "o", "--figure", "curves", "--image", "svg"]);
}

#[test]
fn a_curve_that_cannot_be_made_leaves_the_others() {
    let place = Place::new();
    // The scenario's own word is not in the list, and coordinates make every run fail.
    let vary = ["--vary", "reach.kind=coordinates", "--vary", "parameters.feedback.threat=0..2/3"];
    let study = [&["sensitivity", "world.toml", "--method", "oat", "--out", "o"], &vary[..], &SMALL[..6]].concat();
    let output = place.run(&study);
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    says(&said, &["2 of 8 runs failed and are left out; o/points.csv has the reasons"]);
    let rows = place.rows("o/indices-oat.csv");
    let of = |factor: &str| rows.iter().find(|row| row["factor"] == factor && row["measure"] == "range").unwrap();
    assert_eq!(&of("reach.kind")["value"], "");
    says(&of("reach.kind")["trust"], &["fewer than two of its values have the outcome"]);
    assert!(of("feedback.threat")["value"].parse::<f64>().unwrap() > 0.0);
}

#[test]
fn patterns_and_shares_name_axes_in_short() {
    let place = Place::new();
    let sweep = ["sweep", "world.toml", "--rounds", "2", "--design", "random", "--points", "50", "--quiet"];
    let vary = ["--vary", "parameters.feedback.*=within 50%", "--vary", "parameters.feedback.threat=0.5..0.6"];
    place.succeeds(&[&sweep[..], &vary, &["--out", "s"]].concat());
    let points = place.rows("s/points.csv");
    let within = |path: &str, low: f64, high: f64| {
        points.iter().all(|row| (low..=high).contains(&row[path].parse::<f64>().unwrap()))
    };
    assert!(within("parameters.feedback.threat", 0.5, 0.6), "a path by its name is not part of a pattern");
    assert!(within("parameters.feedback.knowledge", 0.5, 1.5));
    assert!(points[0].keys().filter(|name| name.starts_with("parameters.feedback.")).count() > 4);
    place.succeeds(&["sweep", "s/scenario.toml", "--out", "again", "--quiet"]);
    assert_eq!(place.read("again/runs.csv"), place.read("s/runs.csv"));
}

#[test]
fn studies_that_are_refused() {
    let place = Place::new();
    place.succeeds(&[
        "sweep",
        "world.toml",
        "--rounds",
        "2",
        "--vary",
        "parameters.feedback.threat=0,1",
        "--out",
        "grid",
        "-q",
    ]);
    place.succeeds(&["run", "world.toml", "--rounds", "2", "--out", "run", "-q"]);
    let session = place.session(
        "sensitivity world.toml --method sobol
        sensitivity world.toml --method nonsense
        sensitivity world.toml --points 2 --levels 3 --vary parameters.feedback.threat=0..1 --rounds 2 -q
        sensitivity world.toml --points 1 --vary parameters.feedback.threat=0..1 --rounds 2 -q --out one
        sensitivity world.toml --points 3 --vary run.start_year=0..1 --rounds 2 -q --out constant
        sensitivity world.toml --method oat --points 3 --vary parameters.feedback.threat=0..1/3
        sensitivity world.toml --outcome war_rat --vary parameters.feedback.threat=0..1 --points 2 --rounds 2
        sensitivity world.toml --vary parameters.feedback.threat=0..1 --group a=parameters.threat.* --points 2
        sensitivity world.toml --vary parameters.nonsense.*=all
        sensitivity world.toml --vary parameters.feedback.threat=within_30%
        sensitivity world.toml --vary parameters.feedback.threat=0..1 --vary parameters.feedback.threat=0..2
        sensitivity grid
        sensitivity grid --method pawn
        sensitivity run
        sensitivity nowhere",
    );
    insta::assert_snapshot!(session);
}
