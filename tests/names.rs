//! Names: which a scenario may have, how options take them, and how they are printed.

use std::fs;

use crate::common::place::Place;
use takvin::scenario::load_text;

const WORLD_BANK: &str = "[run]\nrounds = 3\nreplicates = 2\n[states.\"Egypt, Arab Rep.\"]\n[states.\"Congo, Dem. Rep.\"]\n\
                          [states.Congo]\n[states.USA]\n";

fn warnings(text: &str) -> Vec<String> {
    let scenario = load_text("test.toml", text, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    scenario.warnings().iter().map(|warning| format!("{warning} | {}", warning.help)).collect()
}

#[test]
fn names_that_other_programs_misread() {
    let world = |name: &str| format!("[states.\"{name}\"]\n[states.B]\n");
    for name in ["NA", "nan", "null", "None", "N/A", "NULL", "NaN"] {
        let found = warnings(&world(name));
        let printed = if name == "N/A" { "\"N/A\"" } else { name };
        assert!(found[0].contains(&format!("test.toml:1: the name {printed}")), "{found:?}");
        assert!(found[0].contains("missing value") && found[0].contains("keep_default_na=False"), "{found:?}");
    }
    for name in ["2", "365", "002", "1e5"] {
        assert!(warnings(&world(name))[0].contains("is read as a number"), "{name}");
    }
    for name in ["=1+2", "+A", "-A", "@A"] {
        assert!(warnings(&world(name))[0].contains("is read as a formula by spreadsheets"), "{name}");
    }
    for name in ["Namibia", "NAM", "S1", "West Germany", "Côte d'Ivoire", "A-B"] {
        assert!(warnings(&world(name)).is_empty(), "{name}");
    }
    let several = warnings("[states.NA]\n[states.B]\n[states.nan]\n");
    assert!(several.len() == 1 && several[0].contains("the name NA") && several[0].contains("so are: nan"));
    assert!(
        warnings("[generator]\ncount = 3\nprefix = \"\"\n")[0].contains("test.toml:3: the name 1 is read as a number")
    );
    let event = "[states.A]\n[states.B]\n[events.null]\ndo = \"leave\"\nstate = \"A\"\nat = 2\n";
    assert!(warnings(event)[0].contains("test.toml:3: the name null"));
}

#[test]
fn warnings_go_to_standard_error_and_do_not_fail() {
    let place = Place::new();
    fs::write(place.path("iso.toml"), "[run]\nrounds = 2\n[states.NA]\n[states.DE]\n").unwrap();
    for arguments in [&["check", "iso.toml"][..], &["check", "-q", "iso.toml"], &["run", "iso.toml", "-q"]] {
        let output = place.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && said.starts_with("warning: iso.toml:3: the name NA"), "{said}");
        assert!(!String::from_utf8(output.stdout).unwrap().contains("warning:"));
    }
    assert!(place.succeeds(&["check", "iso.toml"]).contains("iso.toml: fine, but see the warnings (2 states"));
    assert!(place.succeeds(&["check", "world.toml"]).contains("world.toml: fine (4 states"));
}

#[test]
fn control_characters_in_names_are_refused_with_their_place() {
    let two = "[states.A]\n[states.B]\n";
    for bad in ["\\n", "\\u0000", "\\u001b[2J", "\\u009b31m", "\\u202e", "\\u2028"] {
        for (text, what) in [
            (format!("title = \"x{bad}y\"\n{two}"), "test.toml:1: "),
            (format!("{two}[events.\"x{bad}y\"]\ndo = \"leave\"\nstate = \"A\"\nat = 1\n"), "the name of an event"),
            (format!("[states.\"x{bad}y\"]\n{two}"), "the name of a state"),
            (format!("{two}[states.C]\ngroup = \"x{bad}y\"\n"), "the name of a group"),
            (format!("{two}[states.C]\ngroups = [\"g\", \"x{bad}y\"]\n"), "the name of a group"),
            (format!("[generator]\ncount = 2\nprefix = \"x{bad}y\"\n"), "the name of a synthetic state"),
            (format!("[generator]\ncount = 2\ngroup = \"x{bad}y\"\n"), "the name of a group"),
        ] {
            let said = load_text("test.toml", &text, &[]).unwrap_err().to_string();
            assert!(said.contains(what) && said.contains("control character U+"), "{text}{said}");
        }
    }
    let question = format!("question = \"\"\"one line\n\tanother\"\"\"\n{two}");
    assert!(load_text("test.toml", &question, &[]).is_ok());
    let said = load_text("test.toml", &format!("question = \"a\\u001b\"\n{two}"), &[]).unwrap_err().to_string();
    assert!(said.contains("test.toml:1: ") && said.contains("control character U+001B"), "{said}");
}

#[test]
fn escape_codes_in_input_do_not_reach_the_terminal() {
    let place = Place::new();
    let bad = "a\u{1b}]0;pwned\u{7}\u{9b}31m\u{202e}.toml";
    fs::write(place.path(bad), "generator = \"\u{9b}31m\"\n\"k\\u001b[2J\" = 1\n\"\u{202e}\" = 1\n").unwrap();
    fs::write(place.path(&format!("b{bad}")), "[states.A]\n[states.B]\n[run]\nrounds = 2\n").unwrap();
    let good = format!("b{bad}");
    let out = "o\u{1b}[31m";
    let commands: [&[&str]; 9] = [
        &["check", bad],
        &["check", &good],
        &["run", &good, "--out", out],
        &["plot", "zz\u{1b}[31m\u{9b}"],
        &["report", out],
        &["explain", out, "--state", "\u{1b}[31m", "--round", "1"],
        &["run", &good, "--set", "states.\u{1b}[31m=3"],
        &["\u{1b}[31m"],
        &["run", "--\u{1b}[31m"],
    ];
    for arguments in commands {
        let output = place.run(arguments);
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!said.is_empty());
        let unsafe_one = said.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert!(unsafe_one.is_none(), "{unsafe_one:?} after {arguments:?}: {said:?}");
    }
    let json = place.succeeds(&["run", &good, "--json", "--out", "p\u{9b}"]);
    assert!(json.contains("p\\u009b") && !json.contains('\u{9b}'), "{json}");
}

#[test]
fn names_with_commas_in_options() {
    let place = Place::new();
    fs::write(place.path("wb.toml"), WORLD_BANK).unwrap();
    place.succeeds(&["run", "wb.toml", "--pairs", "--out", "wb", "-q"]);
    for states in [&["--states", "Egypt, Arab Rep."][..], &["--states", "USA,Egypt, Arab Rep.", "--states", "Congo"]] {
        place.succeeds(&[&["plot", "wb", "--figure", "drift"], states].concat());
        place.succeeds(&[&["report", "wb", "-q"], states].concat());
        // It comes as far as the terminal that there is not.
        assert!(place.fails(2, &[&["watch", "wb.toml"], states].concat()).contains("watch draws on a terminal"));
    }
    for command in [&["plot", "wb", "--figure", "drift"][..], &["report", "wb"], &["watch", "wb.toml"]] {
        let said = place.fails(2, &[command, &["--states", "Egypt, Arab"]].concat());
        assert!(said.contains("the state `Egypt` does not exist; did you mean `Egypt, Arab Rep.`?"), "{said}");
    }
    let path = "states.\"Egypt, Arab Rep.\".meaning";
    let (vary, other) = (format!("{path}=0.2,0.8"), "parameters.feedback.threat=0,1");
    place.succeeds(&["sweep", "wb.toml", "--vary", &vary, "--vary", other, "--runs", "2", "--out", "s", "-q"]);
    place.succeeds(&["plot", "s", "--figure", "tornado", "--parameters", &format!("{path},feedback.threat")]);
    place.succeeds(&["plot", "s", "--figure", "tornado", "--parameters", path, "--parameters", "feedback.threat"]);
}
