//! Axes, from the text of a scenario.

use super::*;
use crate::scenario::{Scenario, ScenarioErrors, load_text};

fn loaded(vary: &str) -> Result<Scenario, ScenarioErrors> {
    let text = format!(
        "[sweep.vary]\n{vary}\n[states.A]\n[states.B]\n[events.shift]\nat = 3\ndo = \"set\"\nstate = \"A\"\nvariable = \"wealth\"\nvalue = 1\n"
    );
    load_text("s", &text, &[])
}

fn axis(vary: &str) -> Axis {
    let scenario = loaded(vary).unwrap_or_else(|e| panic!("{e}"));
    scenario.sweep.unwrap().axes.remove(0)
}

fn number(x: f64) -> Setting {
    Setting::Number(x)
}

#[test]
fn levels_are_read_from_text_lists_and_tables() {
    let interval = |low, high, count, log| Levels::Interval { low, high, count, log };
    for (written, wanted) in [
        ("\"0..1:0.1\"", Levels::Range { from: 0.0, to: 1.0, step: 0.1 }),
        ("\"1 .. 0 : -0.5\"", Levels::Range { from: 1.0, to: 0.0, step: -0.5 }),
        ("{from = 0, to = 1, step = 0.1}", Levels::Range { from: 0.0, to: 1.0, step: 0.1 }),
        ("\"0..1/5\"", interval(0.0, 1.0, Some(5), false)),
        ("\"-1..1\"", interval(-1.0, 1.0, None, false)),
        ("\"0..1e-3\"", interval(0.0, 1e-3, None, false)),
        ("\"log:0.01..10/5\"", interval(0.01, 10.0, Some(5), true)),
        ("\"log:0.01..10\"", interval(0.01, 10.0, None, true)),
        ("{low = 0.01, high = 10, count = 5, scale = \"log\"}", interval(0.01, 10.0, Some(5), true)),
        ("{low = 0, high = 1}", interval(0.0, 1.0, None, false)),
        ("\"0.1, 0.5,2\"", Levels::List(vec![number(0.1), number(0.5), number(2.0)])),
        ("[0.1, 2]", Levels::List(vec![number(0.1), number(2.0)])),
        ("0.7", Levels::List(vec![number(0.7)])),
    ] {
        assert_eq!(axis(&format!("\"parameters.feedback.threat\" = {written}")).levels, wanted, "{written}");
    }
}

#[test]
fn values_are_of_the_kind_that_the_path_takes() {
    let whole = axis("\"run.rounds\" = [2.0, 3]");
    assert_eq!(whole.levels, Levels::List(vec![Setting::Whole(2), Setting::Whole(3)]));
    assert!(whole.is_whole() && whole.is_numeric() && whole.unit() == "rounds");
    let flag = axis("\"run.noise\" = \"true,false\"");
    assert_eq!(flag.levels, Levels::List(vec![Setting::Flag(true), Setting::Flag(false)]));
    assert!(!flag.is_numeric());
    let word = axis("\"reach.kind\" = \"complete,coordinates\"");
    assert_eq!(word.levels, Levels::List(vec![Setting::Word("complete".into()), Setting::Word("coordinates".into())]));
}

#[test]
fn what_makes_no_levels_is_refused_with_the_ways_to_write_them() {
    for (written, wanted) in [
        ("\"0..x:1\"", "`x` is not a number"),
        ("\"0..1/x\"", "`x` is not a count"),
        ("\"0..1:0\"", "steps of 0 do not lead from 0 to 1"),
        ("\"0..1:-0.1\"", "steps of -0.1 do not lead from 0 to 1"),
        ("\"0..1:1e-9\"", "steps of 0.000000001 from 0 to 1 are more than 1000000 values"),
        ("\"0..1/1\"", "an interval needs at least 2 values"),
        ("\"0..1/2000000\"", "an interval can have at most 1000000 values"),
        ("\"1..0\"", "the interval must begin below its end, but 1 is not below 0"),
        ("\"0..inf\"", "NaN and infinity are not allowed"),
        ("\"log:0..1\"", "a logarithmic scale must begin above 0, but this one begins at 0"),
        ("\"log:1..2:0.1\"", "a log scale does not have steps; give a count"),
        ("\"log:1,2\"", "a logarithmic scale needs an interval"),
        ("\"1,,2\"", "a value is empty"),
        ("[]", "the list is empty"),
        ("[1, 2, 1]", "the value 1 appears twice"),
        ("[1, 1.0]", "the value 1 appears twice"),
        ("{from = 0, to = 1}", "give from, to and step, or low and high"),
        ("{low = 0, high = 1, step = 1}", "give from, to and step, or low and high"),
    ] {
        let errors = loaded(&format!("\"parameters.feedback.threat\" = {written}")).unwrap_err();
        let [problem] = &errors.located()[..] else { panic!("{written}: {errors}") };
        assert!(
            problem.message.starts_with(&format!("sweep.vary.\"parameters.feedback.threat\": {wanted}")),
            "{written}: {}",
            problem.message
        );
        assert!(problem.help.starts_with("write a list (0.1,0.5 or [0.1, 0.5])") && problem.line == 2, "{written}");
    }
}

#[test]
fn a_path_that_cannot_vary_is_refused_with_the_nearest_that_can() {
    for (path, wanted) in [
        (
            "parameters.feedback.thret",
            "the path `parameters.feedback.thret` does not exist; the nearest is `parameters.feedback.threat`",
        ),
        ("feedback.threat", "the path `feedback.threat` does not exist; the nearest is `parameters.feedback.threat`"),
        ("events.shft.at", "the path `events.shft.at` does not exist; the nearest is `events.shift`"),
        ("run.seed", "run.seed cannot vary: replicates have the same seed at every point"),
        ("record.every", "record.every cannot vary: it changes what is written"),
        ("sweep.points", "sweep.points cannot vary: a sweep cannot vary itself"),
        ("run", "run cannot vary: it is a table"),
        ("a=b", "`a=b` is not a path"),
    ] {
        let errors = loaded(&format!("\"{path}\" = [1, 2]")).unwrap_err();
        assert!(errors.located()[0].message.starts_with(wanted), "{}", errors.located()[0].message);
    }
    let errors = loaded("\"run.noise\" = \"0..1\"").unwrap_err();
    assert_eq!(errors.located()[0].message, "run.noise is true or false, so it cannot have a range or an interval");
    let errors = loaded("\"run.rounds\" = 1\n\"run.'rounds'\" = 2").unwrap_err();
    assert!(errors.located()[0].message.starts_with("run.rounds and run.rounds cannot both vary"));
}

#[test]
fn a_value_is_told_only_of_what_the_scenario_has() {
    let scenario = loaded("\"run.rounds\" = 1").unwrap();
    for (path, wanted) in [
        ("events.shift.at", Some(Setting::Whole(3))),
        ("events.shift.enabled", Some(Setting::Flag(true))),
        ("events.other.enabled", None),
        ("run.rounds", Some(Setting::Whole(100))),
        ("parameters.feedback.threat", Some(number(1.0))),
        ("parameters.switches.noise", Some(Setting::Flag(true))),
        ("parameters.feedback.nothing", None),
        ("run", None),
    ] {
        assert_eq!(scenario.value_at(path), wanted, "{path}");
    }
}

#[test]
fn a_state_starts_where_the_scenario_has_it_start() {
    let text = "[states.A]\ngovernance = 0.6\nprovision = 0.2\n[states.B]\n";
    let scenario = load_text("s", text, &[]).unwrap();
    for (path, value) in [
        ("states.A.meaning", 0.6),
        ("states.A.provision", 0.2),
        ("states.A.governance", 0.6),
        ("states.B.meaning", 0.5),
    ] {
        assert_eq!(scenario.value_at(path).and_then(|value| value.number()), Some(value), "{path}");
    }
    assert_eq!(scenario.value_at("states.C.meaning"), None);
}
