//! Options without an effect are refused, and very long work needs a confirmation.

use std::time::{Duration, Instant};

use crate::common::place::Place;

const VARY: &str = "parameters.feedback.threat=0,1";

#[test]
fn options_of_a_sweep() {
    let place = Place::new();
    let session = place.session(
        "sweep world.toml --vary parameters.feedback.threat=0,1 --points 8
        sweep world.toml --vary parameters.feedback.threat=0,1 --design one-at-a-time --points 8
        sweep world.toml --vary parameters.feedback.threat=0,1 --design-seed 8
        sweep world.toml --vary parameters.feedback.threat=0,1 --most 50
        sweep world.toml --vary parameters.feedback.threat=0,1 --every 2
        sweep world.toml --vary run.rounds=4,8 --rounds 5
        sweep world.toml --vary run.noise=true,false --noise off
        sweep world.toml --vary parameters.feedback.threat=0,1 --set parameters.feedback.threat=2
        sweep world.toml --vary parameters.feedback.threat=0,1 --set run.replicates=2 --runs 3",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), ["world.toml"]);
    let sweep = ["sweep", "world.toml", "--vary", VARY, "--quiet"];
    for options in [
        &["--design", "sobol", "--points", "4", "--design-seed", "2", "--out", "a"][..],
        &["--trajectories", "--every", "4", "--out", "b"],
        // One at a time starts from the value of the scenario.
        &["--design", "one-at-a-time", "--set", "parameters.feedback.threat=2", "--out", "c"],
    ] {
        place.succeeds(&[&sweep[..], options].concat());
    }
}

#[test]
fn values_that_an_option_or_the_command_sets() {
    let place = Place::new();
    let session = place.session(
        "run world.toml --set run.rounds=5 --rounds 6
        run world.toml --set run.seed=5 --seed 6
        run world.toml --set run.noise=true --noise off
        loop world.toml --set run.replicates=5
        loop world.toml --set record.every=5
        claims --only C1 --set record.every=5
        compare world.toml --set record.pairs=true
        sweep world.toml --vary parameters.feedback.threat=0,1 --set record.every=5",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), ["world.toml"]);
}

/// A world with something to come before and after round 4.
fn with_events(place: &Place) {
    let events = "[events.early]\nat = 2\ndo = \"set\"\nstate = \"Arda\"\nvariable = \"wealth\"\nvalue = 3\n\
                  [events.late]\nat = 6\ndo = \"set\"\nstate = \"Arda\"\nvariable = \"wealth\"\nvalue = 3\n\
                  [events.held]\nfrom = 3\nuntil = 7\ndo = \"clamp\"\nstate = \"Bera\"\nvariable = \"wealth\"\nvalue = 2\n";
    let world = place.read("world.toml").replace("enters = 4", "enters = 3");
    std::fs::write(place.path("events.toml"), world + events).unwrap();
    place.succeeds(&["run", "events.toml", "--checkpoint", "4", "--out", "past", "--quiet"]);
}

#[test]
fn settings_before_a_checkpoint() {
    let place = Place::new();
    with_events(&place);
    let session = place.session(
        "run --from past/checkpoint-4.bin events.toml --set states.Dora.enters=2
        run --from past/checkpoint-4.bin events.toml --set states.Arda.enters=2
        run --from past/checkpoint-4.bin events.toml --set states.Arda.wealth=9
        run --from past/checkpoint-4.bin events.toml --set events.early.at=1
        run --from past/checkpoint-4.bin events.toml --set events.early.value=9
        run --from past/checkpoint-4.bin events.toml --set events.early.enabled=false
        run --from past/checkpoint-4.bin events.toml --set events.late.at=3
        run --from past/checkpoint-4.bin events.toml --set events.held.from=2
        run --from past/checkpoint-4.bin events.toml --set events.held.until=4",
    );
    insta::assert_snapshot!(session);
    let from = ["run", "--from", "past/checkpoint-4.bin", "events.toml", "--quiet", "--set"];
    for (at, later) in [
        "events.late.at=7",
        "events.late.value=9",
        "events.late.enabled=false",
        "events.held.until=6",
        "events.held.value=1",
        "events.early.at=5",
        "states.Arda.leaves=6",
        "parameters.feedback.threat=0",
    ]
    .iter()
    .enumerate()
    {
        place.succeeds(&[&from[..], &[later, "--out", &format!("future-{at}")]].concat());
    }
}

#[test]
fn another_scenario_after_a_checkpoint() {
    let place = Place::new();
    with_events(&place);
    let other = place.read("events.toml").replace("system = 0.2", "system = 0.3").replace("at = 2", "at = 1");
    std::fs::write(place.path("other.toml"), other).unwrap();
    let session = place.session(
        "run --from past/checkpoint-4.bin events.toml --out a --quiet
        run --from past/checkpoint-4.bin other.toml --out b --quiet",
    );
    insta::assert_snapshot!(session);
}

#[test]
fn events_after_the_last_round() {
    let place = Place::new();
    with_events(&place);
    let session = place.session(
        "run events.toml --rounds 5 --out r --quiet
        sweep events.toml --rounds 5 --vary events.late.at=5,6 --out s --quiet",
    );
    insta::assert_snapshot!(session);
    insta::assert_snapshot!("points_with_events_after_the_last_round", place.read("s/points.csv"));
}

#[test]
fn a_dry_run_of_long_runs_answers_in_seconds() {
    let place = Place::new();
    let long = ["sweep", "world.toml", "--rounds", "1000000", "--vary", VARY, "--trajectories", "--dry-run"];
    for more in [&[][..], &["--until", "0.01"]] {
        let clock = Instant::now();
        let said = place.succeeds(&[&long[..], more].concat());
        assert!(clock.elapsed() < Duration::from_secs(20), "{:?}", clock.elapsed());
        assert!(said.contains("of 1000000 rounds of one run tried now"), "{said}");
        assert_eq!(said.contains("at least 20"), !more.is_empty(), "{said}");
    }
}

#[test]
fn runs_that_take_days_need_a_confirmation() {
    let place = Place::new();
    let clock = Instant::now();
    let said = place.fails(2, &["run", "world.toml", "--runs", "1000000", "--rounds", "1000000", "--out", "r"]);
    assert!(clock.elapsed() < Duration::from_secs(20), "{:?}", clock.elapsed());
    assert!(
        said.contains("1000000 runs of 1000000 rounds take about") && said.contains("confirm with --yes"),
        "{said}"
    );
    assert!(!place.path("r").exists());
    let said = place.fails(2, &["compare", "world.toml", "world.toml", "--runs", "1000000", "--rounds", "1000000"]);
    assert!(
        said.contains("2000000 runs of 1000000 rounds take about") && said.contains("confirm with --yes"),
        "{said}"
    );
    for command in ["batch", "loop"] {
        let number = if command == "batch" { "--runs" } else { "--replicates" };
        let long = [command, "world.toml", number, "100000", "--rounds", "1000000", "--out", "long"];
        let said = place.fails(2, &long);
        assert!(said.contains("runs of 1000000 rounds take about") && said.contains("confirm with --yes"), "{said}");
        assert!(!place.path("long").exists());
    }
}
