//! Scenario discovery: boxes in the runs of a finished sweep, and clear words for bad input. The search is held to known boxes
//! and to the EMA Workbench beside its code.

use crate::common::place::{Place, Row, says};

/// Two parameters, of which the second alone moves hostility, a year that does nothing, and a switch.
const SWEEP: [&str; 22] = [
    "sweep",
    "world.toml",
    "--rounds",
    "6",
    "--runs",
    "2",
    "--design",
    "sobol",
    "--points",
    "64",
    "--vary",
    "parameters.feedback.threat=0..2",
    "--vary",
    "parameters.choice.confront=all",
    "--vary",
    "run.start_year=1900..2000",
    "--vary",
    "parameters.switches.diffusion=true,false",
    "--outcome",
    "hostile=mean(pairs.posture_a)",
    "--quiet",
    "--out",
];

/// Runs a command that is written in words.
fn carry_out(place: &Place, words: &str) {
    place.succeeds(&words.split_whitespace().collect::<Vec<_>>());
}

/// The first quartile of the outcome, so that a quarter of the runs is below it.
fn quarter(place: &Place, directory: &str) -> String {
    let rows = place.rows(&format!("{directory}/runs.csv"));
    let mut values: Vec<f64> = rows.iter().map(|row| row["hostile"].parse().unwrap()).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 4].to_string()
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} = {:?}", row[column]))
}

#[test]
fn a_box_is_what_its_runs_say() {
    let place = Place::new();
    place.succeeds(&[&SWEEP[..], &["s"]].concat());
    let below = quarter(&place, "s");
    place.succeeds(&["explore", "discover", "s", "--below", &below, "--resamples", "100", "--quiet"]);
    let (limits, summary) = (place.rows("s/boxes.csv"), place.rows("s/boxes-summary.csv"));
    assert!(limits.iter().any(|row| row["axis"] == "choice.confront"), "{limits:?}");
    assert!(limits.iter().all(|row| row["axis"] != "run.start_year"), "what does nothing is not limited: {limits:?}");
    // Coverage and density again, from the runs.
    let below: f64 = below.parse().unwrap();
    let (mut inside, mut hits, mut all) = (0.0, 0.0, 0.0);
    let runs = place.rows("s/runs.csv");
    for run in &runs {
        let is_inside = limits.iter().all(|row| {
            let path = format!("parameters.{}", row["axis"]);
            let value = number(run, &path);
            if row["words"].is_empty() {
                let end = |column: &str, open: f64| row[column].parse().unwrap_or(open);
                (end("low", f64::NEG_INFINITY)..=end("high", f64::INFINITY)).contains(&value)
            } else {
                row["words"] == if value > 0.5 { "true" } else { "false" }
            }
        });
        let is_hit = number(run, "hostile") < below;
        all += f64::from(u8::from(is_hit));
        inside += f64::from(u8::from(is_inside));
        hits += f64::from(u8::from(is_inside && is_hit));
    }
    let row = &summary[0];
    for (column, wanted) in [
        ("cases", inside),
        ("of_interest", hits),
        ("coverage", hits / all),
        ("density", hits / inside),
        ("mass", inside / 128.0),
        ("density_of_all", all / 128.0),
    ] {
        assert!((number(row, column) - wanted).abs() < 1e-12, "{column}: {} {wanted}", row[column]);
    }
    assert!(number(row, "coverage") >= 0.5 && number(row, "density") > 2.0 * number(row, "density_of_all"));
    assert!(number(row, "density_low") <= number(row, "density"));
    assert!(number(row, "held_out_density") > number(row, "density_of_all") && row["warning"].is_empty(), "{row:?}");
    let steps = place.rows("s/peeling.csv");
    assert_eq!((&*steps[0]["kind"], &*steps[0]["coverage"], &*steps[0]["axes"]), ("start", "1", ""));
    assert_eq!(steps.iter().filter(|step| step["chosen"] == "1").count(), 1);
    let chosen = steps.iter().find(|step| step["chosen"] == "1").unwrap();
    assert_eq!((&chosen["density"], &chosen["cases"]), (&row["density"], &row["cases"]));
    for table in ["boxes", "boxes-summary", "peeling"] {
        let text = place.read(&format!("s/{table}.csv"));
        assert!(!text.contains("NaN") && !text.contains("inf"), "{table}: {text}");
    }
    place.succeeds(&["plot", "s", "--figure", "boxes,peeling", "--image", "svg"]);
    says(&place.read("s/figures/boxes.svg"), &["Box 1: coverage", "choice.confront"]);
    says(&place.read("s/figures/peeling.svg"), &["density of all runs", "box 1: "]);
}

#[test]
fn answers_stay_until_their_question_is_asked_again() {
    let place = Place::new();
    place.succeeds(&[&SWEEP[..], &["s"]].concat());
    let below = quarter(&place, "s");
    let ask = |more: &[&str]| {
        place.succeeds(&[&["explore", "discover", "s", "--resamples", "50", "--quiet"], more].concat());
    };
    ask(&["--below", &below]);
    let first = place.read("s/boxes.csv");
    ask(&["--above", &below, "--coverage", "0.3"]);
    let both = place.read("s/boxes.csv");
    assert!(both.starts_with(&first), "the first answer is kept");
    ask(&["--below", &below]);
    let again = place.read("s/boxes.csv");
    assert!(again.ends_with(first.split_once('\n').unwrap().1), "the last answer is the last");
    assert_eq!(again.lines().count(), both.lines().count());
    // The tables belong to the sweep: they are checked and removed with it.
    says(&place.read("s/manifest.toml"), &["boxes.csv", "boxes-summary.csv", "peeling.csv"]);
    let plotted = place.run(&["plot", "s", "--image", "svg"]);
    let said = String::from_utf8_lossy(&plotted.stdout).into_owned();
    says(&said, &["tornado.svg", "boxes.svg", "peeling.svg"]);
}

#[test]
fn the_tables_do_not_depend_on_how_the_work_is_divided() {
    let place = Place::new();
    place.succeeds(&[&SWEEP[..], &["one", "--threads", "1"]].concat());
    for shard in ["1/2", "2/2"] {
        place.succeeds(&[&SWEEP[..], &[&format!("part{}", &shard[..1]), "--shard", shard]].concat());
    }
    place.succeeds(&["merge", "part1", "part2", "--out", "merged", "--quiet"]);
    let below = quarter(&place, "one");
    for directory in ["one", "merged"] {
        let options = ["--below", &below, "--boxes", "2", "--resamples", "50", "--quiet"];
        place.succeeds(&[&["explore", "discover", directory], &options[..]].concat());
    }
    for table in ["boxes.csv", "boxes-summary.csv", "peeling.csv"] {
        assert_eq!(place.read(&format!("one/{table}")), place.read(&format!("merged/{table}")), "{table}");
    }
}

#[test]
fn failed_runs_and_linked_axes_are_left_out() {
    let place = Place::new();
    // Coordinates make runs fail, and a link repeats an axis.
    let sweep = "sweep world.toml --rounds 2 --runs 1 --design random --points 60 --vary parameters.choice.confront=all \
        --vary reach.kind=complete,coordinates --vary parameters.feedback.threat=0..2 \
        --link parameters.feedback.knowledge=parameters.feedback.threat --outcome hostile=mean(pairs.posture_a) --out s -q";
    carry_out(&place, sweep);
    let rows = place.rows("s/runs.csv");
    let failed = rows.iter().filter(|row| row["status"] == "failed").count();
    assert!(failed > 10, "{failed} runs failed");
    let mut values: Vec<f64> = rows.iter().filter_map(|row| row["hostile"].parse().ok()).collect();
    values.sort_by(f64::total_cmp);
    let output = place.run(&["explore", "discover", "s", "--below", &values[values.len() / 3].to_string()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    says(&said, &[&format!("{failed} of 60 runs failed"), "points.csv has the reasons"]);
    says(&said, &["Not searched: ", "reach.kind (has one value)", "feedback.knowledge (follows another axis)"]);
}

#[test]
fn questions_that_are_refused() {
    let place = Place::new();
    place.succeeds(&[&SWEEP[..], &["s"]].concat());
    carry_out(&place, "sweep world.toml --rounds 2 --vary parameters.feedback.threat=0,1 --out few -q");
    let failed = "sweep world.toml --rounds 2 --runs 1 --vary reach.kind=coordinates --out failed -q";
    place.fails(1, &failed.split_whitespace().collect::<Vec<_>>());
    carry_out(&place, "sweep world.toml --rounds 2 --vary parameters.feedback.threat=0,1 --shard 1/2 --out part -q");
    place.succeeds(&["run", "world.toml", "--rounds", "2", "--out", "run", "-q"]);
    let session = place.session(
        "explore
        explore discover s
        explore discover s --above 0.5 --below 0.2
        explore discover s --above 1e9
        explore discover s --below 1e9
        explore discover s --above nonsense
        explore discover s --outcome hostil --above 0
        explore discover s --above 0 --peel 0.7
        explore discover s --above 0 --coverage 0
        explore discover s --above 0 --boxes 0
        explore discover few --above 0
        explore discover failed --above 0
        explore discover part --above 0
        explore discover run --above 0
        explore discover nowhere --above 0
        plot s --figure boxes",
    );
    insta::assert_snapshot!(session);
}
