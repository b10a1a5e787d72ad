//! Words of a command that would do nothing are refused, and work without a bound is not begun unasked.

use std::time::{Duration, Instant};

use crate::common::place::Place;

const VARY: &str = "parameters.feedback.threat=0,1";

#[test]
fn options_of_a_sweep_that_would_do_nothing_are_refused() {
    let place = Place::new();
    let sweep = ["sweep", "world.toml", "--vary", VARY, "--quiet"];
    for (options, wanted) in [
        (&["--points", "8"][..], "--points would do nothing: the design grid makes its points from the values"),
        (&["--design", "one-at-a-time", "--points", "8"], "--points would do nothing: the design one-at-a-time"),
        (&["--design-seed", "8"], "--design-seed would do nothing: the design grid has no chance"),
        (&["--most", "50"], "--most would do nothing: it goes with --until"),
        (&["--every", "2"], "--every would do nothing: it goes with --trajectories"),
        (&["--vary", "run.rounds=4,8", "--rounds", "5"], "--rounds would do nothing: run.rounds varies"),
        (&["--vary", "run.noise=true,false", "--noise", "off"], "--noise would do nothing: run.noise varies"),
        (
            &["--set", "parameters.feedback.threat=2"],
            "--set parameters.feedback.threat=2 would do nothing: the path varies",
        ),
        (&["--set", "run.replicates=2", "--runs", "3"], "--set run.replicates=2: --runs gives the same value"),
    ] {
        let said = place.fails(2, &[&sweep[..], options].concat());
        assert!(said.contains(wanted), "{options:?}: {said}");
    }
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
fn a_value_that_an_option_gives_as_well_is_refused() {
    let place = Place::new();
    for (command, wanted) in [
        (
            &["run", "world.toml", "--set", "run.rounds=5", "--rounds", "6"][..],
            "--set run.rounds=5: --rounds gives the same value",
        ),
        (&["run", "world.toml", "--set", "run.seed=5", "--seed", "6"], "--set run.seed=5: --seed gives the same value"),
        (&["run", "world.toml", "--set", "run.noise=true", "--noise", "off"], "--noise gives the same value"),
        (&["loop", "world.toml", "--set", "run.replicates=5"], "--replicates gives the same value"),
        (&["loop", "world.toml", "--set", "record.every=5"], "would do nothing: no tables of rounds are written here"),
        (&["claims", "--only", "C1", "--set", "record.every=5"], "would do nothing"),
        (&["compare", "world.toml", "--set", "record.pairs=true"], "would do nothing"),
        (&["sweep", "world.toml", "--vary", VARY, "--set", "record.every=5"], "would do nothing"),
    ] {
        let said = place.fails(2, command);
        assert!(said.contains(wanted), "{command:?}: {said}");
    }
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
fn what_lies_before_a_checkpoint_cannot_be_set() {
    let place = Place::new();
    with_events(&place);
    let from = ["run", "--from", "past/checkpoint-4.bin", "events.toml", "--quiet", "--set"];
    for past in [
        "states.Dora.enters=2",
        "states.Arda.enters=2",
        "events.early.at=1",
        "events.early.value=9",
        "events.early.enabled=false",
        "events.late.at=3",
        "events.held.from=2",
        "events.held.until=4",
    ] {
        let said = place.fails(2, &[&from[..], &[past]].concat());
        assert!(said.contains(&format!("--set {past}: it changes nothing from round 5 on")), "{past}: {said}");
    }
    let said = place.fails(2, &[&from[..], &["states.Arda.wealth=9"]].concat());
    assert!(said.contains("means nothing with --from"), "{said}");
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
fn runs_that_take_days_are_asked_for_first() {
    let place = Place::new();
    let clock = Instant::now();
    let said = place.fails(2, &["run", "world.toml", "--runs", "1000000", "--rounds", "1000000", "--out", "r"]);
    assert!(clock.elapsed() < Duration::from_secs(20), "{:?}", clock.elapsed());
    assert!(said.contains("1000000 runs of 1000000 rounds take about") && said.contains("say --yes"), "{said}");
    assert!(!place.path("r").exists());
    let said = place.fails(2, &["compare", "world.toml", "world.toml", "--runs", "1000000", "--rounds", "1000000"]);
    assert!(said.contains("2000000 runs of 1000000 rounds take about") && said.contains("say --yes"), "{said}");
    for command in ["batch", "loop"] {
        let number = if command == "batch" { "--runs" } else { "--replicates" };
        let long = [command, "world.toml", number, "100000", "--rounds", "1000000", "--out", "long"];
        let said = place.fails(2, &long);
        assert!(said.contains("runs of 1000000 rounds take about") && said.contains("say --yes"), "{said}");
        assert!(!place.path("long").exists());
    }
}
