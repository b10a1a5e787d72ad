//! Options without an effect are refused, and very long work needs a confirmation.

use std::time::{Duration, Instant};

use crate::common::place::Place;

const VARY: &str = "parameters.feedback.threat=0,1";

#[test]
fn options_of_a_sweep_that_would_do_nothing_are_refused() {
    let place = Place::new();
    let sweep = ["sweep", "world.toml", "--vary", VARY, "--quiet"];
    for (options, wanted) in [
        (&["--points", "8"][..], "--points would have no effect: the design grid makes its points from the values"),
        (&["--design", "one-at-a-time", "--points", "8"], "--points would have no effect: the design one-at-a-time"),
        (&["--design-seed", "8"], "--design-seed would have no effect: the design grid does not use random numbers"),
        (&["--most", "50"], "--most would have no effect: use it with --until"),
        (&["--every", "2"], "--every would have no effect: use it with --trajectories"),
        (&["--vary", "run.rounds=4,8", "--rounds", "5"], "--rounds would have no effect: run.rounds varies"),
        (&["--vary", "run.noise=true,false", "--noise", "off"], "--noise would have no effect: run.noise varies"),
        (
            &["--set", "parameters.feedback.threat=2"],
            "--set parameters.feedback.threat=2 would have no effect: the path varies",
        ),
        (&["--set", "run.replicates=2", "--runs", "3"], "--set run.replicates=2: --runs sets the same value"),
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
            "--set run.rounds=5: --rounds sets the same value",
        ),
        (&["run", "world.toml", "--set", "run.seed=5", "--seed", "6"], "--set run.seed=5: --seed sets the same value"),
        (&["run", "world.toml", "--set", "run.noise=true", "--noise", "off"], "--noise sets the same value"),
        (&["loop", "world.toml", "--set", "run.replicates=5"], "--replicates sets the same value"),
        (
            &["loop", "world.toml", "--set", "record.every=5"],
            "would have no effect: this command does not write tables of rounds",
        ),
        (&["claims", "--only", "C1", "--set", "record.every=5"], "would have no effect"),
        (&["compare", "world.toml", "--set", "record.pairs=true"], "would have no effect"),
        (&["sweep", "world.toml", "--vary", VARY, "--set", "record.every=5"], "would have no effect"),
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
        assert!(said.contains(&format!("--set {past}: it does not change anything from round 5 on")), "{past}: {said}");
    }
    let said = place.fails(2, &[&from[..], &["states.Arda.wealth=9"]].concat());
    assert!(said.contains("has no effect with --from"), "{said}");
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
fn what_another_scenario_says_of_the_time_before_a_checkpoint_is_named() {
    let place = Place::new();
    with_events(&place);
    let other = place.read("events.toml").replace("system = 0.2", "system = 0.3").replace("at = 2", "at = 1");
    std::fs::write(place.path("other.toml"), other).unwrap();
    for (scenario, wanted) in [("events.toml", None), ("other.toml", Some("states.Arda.system, early (round 1)"))] {
        let output = place.run(&[
            "run",
            "--from",
            "past/checkpoint-4.bin",
            scenario,
            "--out",
            &format!("from-{scenario}"),
            "--quiet",
        ]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        match wanted {
            None => assert_eq!(said, ""),
            Some(words) => assert!(said.contains("these settings have no effect: ") && said.contains(words), "{said}"),
        }
    }
}

#[test]
fn an_event_after_the_last_round_is_named_and_fails_a_point_of_a_sweep() {
    let place = Place::new();
    with_events(&place);
    let said = place.run(&["run", "events.toml", "--rounds", "5", "--out", "r", "--quiet"]).stderr;
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(said.contains("events.late is left out: it falls in round 6, and the run ends after round 5"), "{said}");
    place.succeeds(&["sweep", "events.toml", "--rounds", "5", "--vary", "events.late.at=5,6", "--out", "s", "--quiet"]);
    let points = place.read("s/points.csv");
    let rows: Vec<&str> = points.lines().skip(1).collect();
    assert!(rows[0].starts_with("0,5,done") && rows[1].starts_with("1,6,failed"), "{points}");
    assert!(rows[1].contains("the event comes after the last round, 5"), "{points}");
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
