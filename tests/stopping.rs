//! When replicates stop with `--until`: not while the spread of an outcome is unknown, and never without saying why.

use crate::common::place::Place;
use serde_json::Value;

/// Four states in which a war begins in about half of the runs.
const WARS: &str = "[run]\nrounds = 20\nreplicates = 5\nseed = 6\n[states.A]\ngovernance = 0.2\n[states.B]\n\
                    governance = 0.2\n[states.C]\ngovernance = 0.8\n[states.D]\ngovernance = 0.6\n[[pairs]]\n\
                    between = \"all\"\nrivalry = 0.9\nposture = -0.8\nbelief = -0.8\n";
/// Two states without a dispute in five rounds, so that no share of disputes exists.
const PEACE: &str = "[run]\nrounds = 5\nreplicates = 3\n[parameters.choice]\nconfront = -10\n[states.A]\ngovernance = 0.9\n[states.B]\ngovernance = 0.9\n";

fn place() -> Place {
    let place = Place::new();
    std::fs::write(place.path("wars.toml"), WARS).unwrap();
    std::fs::write(place.path("peace.toml"), PEACE).unwrap();
    place
}

fn json(place: &Place, arguments: &[&str]) -> Value {
    serde_json::from_str(&place.succeeds(&[arguments, &["--json"]].concat())).unwrap()
}

const SWEEP: [&str; 4] = ["sweep", "wars.toml", "--vary", "parameters.feedback.threat=1,2"];

#[test]
fn a_sweep_waits_for_a_rare_event() {
    let place = place();
    for runs in ["2", "5"] {
        let until = ["--outcome", "war_rate", "--until", "2", "--runs", runs, "--out", runs];
        let said = json(&place, &[&SWEEP[..], &until].concat());
        assert!(said["runs"].as_u64().unwrap() > 60, "{said}");
        assert!(said["lowest"]["mean"].as_f64().unwrap() > 3.0, "{said}");
        assert_eq!(said["points_too_wide"], 0);
        assert!(said["half_width_widest"].as_f64().unwrap() > 1.0, "an interval with a width: {said}");
    }
}

#[test]
fn a_comparison_waits_for_a_rare_event() {
    let place = place();
    let change = ["compare", "wars.toml", "--set", "parameters.feedback.threat=2", "--outcome", "war_rate"];
    let said = json(&place, &[&change[..], &["--until", "0.5", "--out", "c"]].concat());
    assert!(said["replicates"].as_u64().unwrap() > 50, "{said}");
    assert_eq!(said["until"]["reached"], true);
}

#[test]
fn an_outcome_without_spread_is_unknown() {
    let place = place();
    let still = ["sweep", "peace.toml", "--vary", "parameters.feedback.threat=0,1", "--outcome", "war_rate"];
    let still = [&still[..], &["--until", "0.5"]].concat();
    let said = json(&place, &[&still[..], &["--out", "a"]].concat());
    assert_eq!((&said["runs"], &said["points_too_wide"]), (&600.into(), &2.into()));
    assert_eq!((&said["points_without_spread"], &said["replicates_needed"]), (&2.into(), &Value::Null));
    let text = place.succeeds(&[&still[..], &["--out", "b"]].concat());
    assert!(text.contains("At 2 points war_rate is the same in every run, so its spread is not known."), "{text}");
    assert!(!text.contains("replicates needed"), "{text}");

    let same = ["compare", "peace.toml", "--set", "parameters.feedback.threat=0", "--outcome", "war_rate"];
    let same = [&same[..], &["--until", "0.5"]].concat();
    let text = place.succeeds(&[&same[..], &["--out", "c"]].concat());
    assert!(text.contains("war_rate: not known after 300 replicates (--until 0.5)"), "{text}");
    assert!(text.contains("Fewer than 1 replicate in 79 has a different one (95 %)"), "{text}");
    let said = json(&place, &[&same[..], &["--out", "d"]].concat());
    assert_eq!((&said["until"]["reached"], &said["until"]["needed"]), (&false.into(), &Value::Null));
}

#[test]
fn a_share_without_spread_can_be_known() {
    let place = place();
    let middle = ["sweep", "peace.toml", "--vary", "parameters.feedback.threat=0,1", "--outcome", "middle_end"];
    let said = json(&place, &[&middle[..], &["--until", "0.05", "--out", "a"]].concat());
    assert_eq!((&said["runs"], &said["points_too_wide"]), (&146.into(), &0.into()), "z² / (n + z²) ≤ 0.05 from 73 on");
    // Here 3.84 / 23.84 is the nearest that 20 replicates come.
    let said = json(&place, &[&middle[..], &["--until", "0.05", "--most", "20", "--out", "b"]].concat());
    assert_eq!((&said["points_too_wide"], &said["points_without_spread"]), (&2.into(), &2.into()));
}

#[test]
fn a_missing_outcome_is_unknown() {
    let place = place();
    let missing = ["sweep", "peace.toml", "--vary", "parameters.feedback.threat=0,1", "--outcome", "over_nationals"];
    let until = [&missing[..], &["--until", "0.1", "--most", "50"]].concat();
    let said = json(&place, &[&until[..], &["--out", "a"]].concat());
    assert_eq!((&said["runs"], &said["points_too_wide"]), (&100.into(), &2.into()));
    assert_eq!(said["points_without_outcome"], 2);
    let text = place.succeeds(&[&until[..], &["--out", "b"]].concat());
    assert!(text.contains("At 2 points over_nationals is missing in every run."), "{text}");
    assert!(text.contains("At 2 points the interval is wider than requested; --most allows 50 replicates."), "{text}");
    let text = place.succeeds(&[&missing[..], &["--out", "c"]].concat());
    assert!(text.contains("At 2 points over_nationals is missing in every run."), "also without --until: {text}");
}
