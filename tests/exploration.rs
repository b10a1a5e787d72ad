//! Explorations: borders where they are known to be, the same bytes however the work is divided, and clear words for bad
//! input. The searches themselves are held to known functions beside their code.

use crate::common::place::{Place, says, signal, wait_for};

/// Two initial values, and their sum in the first year: the border is the line on which they make 1.
const LINE: [&str; 10] = [
    "--vary",
    "states.Arda.provision=0..1",
    "--vary",
    "states.Bera.provision=0..1",
    "--outcome",
    "sum=mean(states.Arda.provision, 1990..1990) + mean(states.Bera.provision, 1990..1990)",
    "--at",
    "1.003",
    "--runs",
    "4",
];
const SMALL: [&str; 5] = ["--rounds", "8", "--cells", "4", "--quiet"];
/// Cells of a 32nd of an axis.
const FINE: [&str; 2] = ["--resolution", "4"];

fn coarse(place: &Place, more: &[&str]) {
    place.succeeds(&[&["explore", "border", "world.toml"], &LINE[..], &SMALL, more].concat());
}

fn border(place: &Place, more: &[&str]) {
    coarse(place, &[&FINE, more].concat());
}

/// The tables whose bytes must not depend on how the work is divided.
const TABLES: [&str; 5] = ["runs.csv", "points.csv", "summary.csv", "thresholds.csv", "border-cells.csv"];

#[test]
fn a_known_border_is_found_along_both_axes() {
    let place = Place::new();
    border(&place, &["--out", "b"]);
    let thresholds = place.rows("b/thresholds.csv");
    let along = |path: &str| thresholds.iter().filter(|row| row["along"] == path).collect::<Vec<_>>();
    let (first, second) = ("states.Arda.provision", "states.Bera.provision");
    for (own, other) in [(first, second), (second, first)] {
        let rows = along(own);
        assert_eq!(rows.len(), 4, "at the levels 0.25 to 1; the line at 0 meets the border beyond its end");
        for row in rows {
            let number = |name: &str| row[name].parse::<f64>().unwrap();
            let wanted = 1.003 - number(other);
            assert!((number("low")..=number("high")).contains(&wanted), "{row:?}");
            assert!(number("high") - number("low") <= 1.0 / 32.0 + 1e-9, "a sharp border is known to the finest cell");
            let shares = (number("share_below"), number("share_above"));
            assert_eq!(shares, (0.0, 1.0));
            assert_eq!(row[own], "", "missing along the line");
        }
    }
    let cells = place.rows("b/border-cells.csv");
    for cell in cells.iter().filter(|cell| cell["crossed"] == "1") {
        let number = |name: &str| cell[name].parse::<f64>().unwrap();
        assert!((number(&format!("{first}.high")) - number(&format!("{first}.low")) - 1.0 / 32.0).abs() < 1e-9);
        let lowest = number(&format!("{first}.low")) + number(&format!("{second}.low"));
        assert!(lowest < 1.003 && lowest + 2.0 / 32.0 >= 1.003);
    }
    let text = place.read("b/thresholds.csv");
    assert!(!text.contains("NaN") && !text.contains("inf"));
    place.succeeds(&["plot", "b", "--image", "svg"]);
    says(
        &place.read("b/figures/border.svg"),
        &["Where sum is 1.003 or more: Four", "threshold, with its 95 % interval"],
    );
}

#[test]
fn a_border_does_not_depend_on_how_the_work_is_divided() {
    let place = Place::new();
    border(&place, &["--threads", "1", "--out", "whole"]);
    border(&place, &["--threads", "2", "--out", "again"]);
    // Coarse first, then finer in the same directory.
    coarse(&place, &["--resolution", "20", "--out", "finer"]);
    border(&place, &["--out", "finer"]);
    for shard in ["1/3", "2/3", "3/3"] {
        border(&place, &["--shard", shard, "--out", &format!("part{}", &shard[..1])]);
    }
    border(&place, &["--runs-from", "part1", "part2", "part3", "--out", "merged"]);
    for table in TABLES {
        let whole = place.read(&format!("whole/{table}"));
        for other in ["again", "finer", "merged"] {
            assert_eq!(place.read(&format!("{other}/{table}")), whole, "{other}/{table}");
        }
    }
    // What is done is not done again.
    let before = std::fs::metadata(place.path("whole/runs.csv")).unwrap().modified().unwrap();
    border(&place, &["--out", "whole"]);
    assert_eq!(std::fs::metadata(place.path("whole/runs.csv")).unwrap().modified().unwrap(), before);
}

#[test]
#[cfg(unix)]
fn a_border_that_was_stopped_goes_on() {
    let place = Place::new();
    let long = ["--rounds", "100", "--rest", "0", "--runs", "6", "--threads", "1"];
    let all = [&["explore", "border", "world.toml"], &LINE[..8], &SMALL[2..], &FINE, &long].concat();
    place.succeeds(&[&all[..], &["--out", "whole"]].concat());
    let mut child = place.begun(&[&all[..], &["--out", "stopped"]].concat());
    wait_for(&place.path("stopped/unfinished/runs.csv.part"));
    std::thread::sleep(std::time::Duration::from_millis(100));
    signal(&child, "INT");
    child.wait().unwrap();
    place.succeeds(&[&all[..], &["--out", "stopped"]].concat());
    for table in TABLES {
        assert_eq!(place.read(&format!("stopped/{table}")), place.read(&format!("whole/{table}")), "{table}");
    }
}

#[test]
fn a_run_to_rest_ends_when_nothing_moves() {
    let place = Place::new();
    let vary = ["--vary", "parameters.feedback.threat=0,1", "--runs", "2", "--quiet"];
    let sweep = |more: &[&str]| place.succeeds(&[&["sweep", "world.toml"], &vary[..], more].concat());
    sweep(&["--rounds", "400", "--rest", "1", "--out", "rests"]);
    let rows = place.rows("rests/runs.csv");
    assert!(
        rows.iter().all(|row| row["rounds"] == "50" && row["rested"] == "1"),
        "an eighth of the rounds, after round 4"
    );
    sweep(&["--rounds", "50", "--out", "short"]);
    let outcome = |directory: &str| {
        place.rows(&format!("{directory}/runs.csv")).iter().map(|row| row["governance_end"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(outcome("rests"), outcome("short"), "the outcome is that of a run of as many rounds");
    sweep(&["--rounds", "80", "--rest", "0.000000001", "--out", "restless"]);
    let rows = place.rows("restless/runs.csv");
    assert!(rows.iter().all(|row| row["rounds"] == "80" && row["rested"] == "0"));
    place.succeeds(&["sweep", "restless/scenario.toml", "--out", "resolved", "--quiet"]);
    assert_eq!(place.read("resolved/runs.csv"), place.read("restless/runs.csv"));
}

const REACH: [&str; 16] = [
    "--vary",
    "states.Arda.provision=0..1",
    "--vary",
    "parameters.switches.diffusion=true,false",
    "--outcome",
    "here=mean(states.Arda.provision, 1990..1990)",
    "--scale",
    "here=0..1/10",
    "--points",
    "8",
    "--runs",
    "2",
    "--rounds",
    "4",
    "--islands",
    "2",
];

#[test]
fn what_can_be_reached_is_what_the_runs_show() {
    let place = Place::new();
    let all = [&["explore", "reach", "world.toml", "--quiet"], &REACH[..]].concat();
    let reach = |more: &[&str]| place.succeeds(&[&all[..], more].concat());
    reach(&["--generations", "4", "--out", "whole"]);
    let patterns = place.rows("whole/patterns.csv");
    let (points, runs) = (place.rows("whole/points.csv"), place.rows("whole/runs.csv"));
    let number = |text: &str| text.parse::<f64>().unwrap();
    for pattern in &patterns {
        let (low, high) = (number(&pattern["here.low"]), number(&pattern["here.high"]));
        let inside = |value: f64| low <= value && value < high || value == 1.0 && high == 1.0;
        let there: Vec<&str> = runs
            .iter()
            .filter(|row| row["replicate"] == "0" && inside(number(&row["here"])))
            .map(|row| &*row["point"])
            .collect();
        assert_eq!(there.len().to_string(), pattern["hits"], "{pattern:?}");
        assert_eq!(there[0], pattern["point"], "the first of them");
        let first = points.iter().find(|row| row["point"] == pattern["point"]).unwrap();
        assert_eq!(first["parameters.switches.diffusion"], pattern["parameters.switches.diffusion"]);
    }
    assert_eq!(patterns.len(), 10, "a value between 0 and 1 reaches all ten cells");
    let growth = place.rows("whole/reach-growth.csv");
    assert_eq!((growth.len(), &*growth[3]["patterns"]), (4, "10"));
    // Going on, and islands on different machines, give the same.
    reach(&["--generations", "2", "--out", "more"]);
    reach(&["--generations", "4", "--out", "more"]);
    reach(&["--generations", "4", "--shard", "1/2", "--out", "part1"]);
    reach(&["--generations", "4", "--shard", "2/2", "--out", "part2"]);
    reach(&["--generations", "4", "--runs-from", "part1", "part2", "--out", "merged"]);
    for table in ["runs.csv", "points.csv", "patterns.csv", "reach-growth.csv"] {
        for other in ["more", "merged"] {
            assert_eq!(
                place.read(&format!("{other}/{table}")),
                place.read(&format!("whole/{table}")),
                "{other}/{table}"
            );
        }
    }
    place.succeeds(&["plot", "whole", "--image", "svg"]);
    says(&place.read("whole/figures/outcomes.svg"), &["Outcomes that can be reached: Four"]);
}

#[test]
fn explorations_that_are_refused() {
    let place = Place::new();
    place.succeeds(&["sweep", "world.toml", "--rounds", "2", "--vary", "run.start_year=0,1", "--out", "other", "-q"]);
    let session = place.session(
        "explore border world.toml
        explore border world.toml --vary parameters.feedback.threat=0..1 --outcome war_rate
        explore border world.toml --vary parameters.feedback.threat=0..1 --runs 3
        explore border world.toml --vary parameters.feedback.threat=0..1 --at nan
        explore border world.toml --vary parameters.feedback.threat=0..1 --resolution 0
        explore border world.toml --vary parameters.feedback.threat=0,1
        explore border world.toml --vary parameters.switches.diffusion=true,false
        explore border world.toml --vary parameters.feedback.threat=0..1 --vary parameters.feedback.threat=0..2
        explore border world.toml --vary parameters.feedback.*=all
        explore border world.toml --vary parameters.feedback.threat=0..1 --runs-from nowhere
        explore border world.toml --vary parameters.feedback.threat=0..1 --runs-from other
        explore border world.toml --vary parameters.feedback.threat=0..1 --out other
        explore border world.toml --vary parameters.feedback.threat=0..9
        explore reach world.toml --outcome nonsense
        explore reach world.toml --outcome war_rate --vary parameters.feedback.threat=0..1
        explore reach world.toml --outcome war_rate --scale war_rate=3..1 --vary parameters.feedback.threat=0..1
        explore reach world.toml --outcome war_rate --scale coups=0..1 --vary parameters.feedback.threat=0..1
        explore reach world.toml --vary parameters.feedback.threat=0..1 --shard 1/2
        explore nonsense",
    );
    insta::assert_snapshot!(session);
}

#[test]
fn the_number_of_states_of_an_event_can_be_an_axis() {
    let place = Place::new();
    let siege = "base = \"world.toml\"\n[events.siege]\ndo = \"policy\"\nfrom = 1\nstate = [\"Bera\", \"Ciro\", \"Dora\"]\n\
                 toward = \"Arda\"\nact = \"confront\"\n";
    std::fs::write(place.path("siege.toml"), siege).unwrap();
    let sweep = ["sweep", "siege.toml", "--vary", "events.siege.count=0..3:1", "--runs", "4", "--quiet", "--out", "s"];
    place.succeeds(&[&sweep[..], &["--outcome", "hostile=mean(world.confronting, last 4)"]].concat());
    let hostile: Vec<f64> =
        place.rows("s/summary.csv").iter().map(|row| row["hostile.mean"].parse().unwrap()).collect();
    assert!(hostile.windows(2).all(|pair| pair[0] < pair[1]), "{hostile:?}");
}
