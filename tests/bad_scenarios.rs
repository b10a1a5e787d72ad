//! Scenario files that cannot run: what is said of them, and where.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use takvin::scenario::{load, load_text};

const TWO: &str = "[states.A]\n[states.B]\n";

fn complaint(text: &str) -> String {
    match load_text("test.toml", text, &[]) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(errors) => errors.located().iter().fold(String::new(), |mut out, l| {
            writeln!(out, "{l} | {}", l.help).unwrap();
            out
        }),
    }
}

/// What is printed about each scenario; long texts are cut.
fn complaints(texts: &[String]) -> String {
    let cut = |text: &str| match text.char_indices().nth(1000) {
        Some((at, _)) => format!("{}…\n", &text[..at].trim_end()),
        None => text.to_owned(),
    };
    let of = |text: &String| {
        let errors = load_text("test.toml", text, &[]).err().unwrap_or_else(|| panic!("accepted:\n{text}"));
        format!("--- test.toml\n{}--- is refused with\n{}", cut(text), cut(errors.render(false).trim_end()))
    };
    texts.iter().map(of).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn bad_keys_and_values() {
    let refused = complaints(&[
        String::new(),
        "title = \"x\n".into(),
        "[states.A]\nmeanin = 0.5\n".into(),
        "[states.A]\nmeaning = 1.4\n".into(),
        "[states.A]\nmeaning = nan\n".into(),
        "[states.A]\nwealth = inf\n".into(),
        "[states.A]\nwealth = 1e999\n".into(),
        "[states.A]\nmeaning = \"high\"\n".into(),
        "[states.A]\n[states.B]\n[states.A]\n".into(),
        "states = 3\n".into(),
        "[states]\nA = 3\n".into(),
        "[states.all]\n".into(),
        format!("{TWO}[run]\nrounds = 0\n"),
        format!("{TWO}[run]\nrounds = -5\n"),
        format!("{TWO}[run]\nrounds = 2.5\n"),
        format!("{TWO}[run]\nseed = 99999999999999999999999999999999999999999999\n"),
        format!("{TWO}[parameters.choice]\nalram = 1\n"),
        format!("{TWO}[parameters.chioce]\nalarm = 1\n"),
        format!("{TWO}[parameters.switches]\nnoise = 1\n"),
        "[states.A]\nenters = 5\nleaves = 5\n".into(),
        "[states.A]\nenters = [3, 8]\n".into(),
        format!("[states.\"a\u{7}b\"]\n{TWO}"),
        format!("x = {}1{}\n", "[".repeat(5000), "]".repeat(5000)),
        format!("{}\n", vec!["a"; 5000].join(".")),
    ]);
    insta::assert_snapshot!(refused);
}

#[test]
fn bad_pairs_reach_and_generators() {
    let refused = complaints(&[
        format!("{TWO}[[pairs]]\nbetween = [\"A\", \"A\"]\n"),
        format!("{TWO}[[pairs]]\nbetween = [\"A\", \"b\"]\n"),
        format!("{TWO}[[pairs]]\nbetween = [\"A\", \"group:x\"]\n"),
        format!("{TWO}[[pairs]]\ntrade = 0.5\n"),
        format!("{TWO}[[pairs]]\nfrom = \"A\"\ntoward = \"B\"\ntrade = 0.5\n"),
        format!("{TWO}[[pairs]]\nbetween = [\"A\", \"B\"]\ndispute = \"warr\"\n"),
        format!("{TWO}[reach]\nkind = \"complete\"\nscale = 1\n"),
        format!("{TWO}[reach]\nkind = \"coordinates\"\n"),
        format!("{TWO}[reach]\nkind = \"matrix\"\n"),
        "[generator]\ncount = -3\n".into(),
        "[generator]\ncount = 1e18\n".into(),
        "[generator]\ncount = 1000000000000000000\n".into(),
        "[generator]\ncount = 90000000\n".into(),
        "[generator]\ncount = 100000\n[run]\nrounds = 1\n".into(),
        format!("{TWO}[generator]\ncount = 300000\n[run]\nrounds = 1000000\n[reach]\nkind=\"contiguity\"\n"),
        "[generator]\ncount = 3\nmeaning = { mean = 0.5 }\n".into(),
        "[generator]\ncount = 3\nmeaning = { low = 0.5, high = 0.2 }\n".into(),
        "[states.S1]\n[generator]\ncount = 1\n".into(),
    ]);
    insta::assert_snapshot!(refused);
}

#[test]
fn bad_events() {
    let event = |rest: &str| format!("{TWO}[run]\nrounds = 10\n[events.e]\n{rest}\n");
    let refused = complaints(&[
        event("do = \"leave\"\nstate = \"A\"\nat = 11"),
        event("do = \"leave\"\nstate = \"A\""),
        event("do = \"leave\"\nat = 1"),
        event("state = \"A\"\nat = 1"),
        event("do = \"laeve\"\nstate = \"A\"\nat = 1"),
        event("do = \"set\"\nstate = \"A\"\nvariable = \"meaning\"\nvalue = 3\nat = 1"),
        event("do = \"set\"\nstate = \"A\"\nvariable = \"power\"\nvalue = 3\nat = 1"),
        event("do = \"shock\"\nstate = \"A\"\nvariable = \"meaning\"\nat = 1"),
        event("do = \"leave\"\nstate = \"A\"\nvalue = 1\nat = 1"),
        event("do = \"policy\"\nstate = \"A\"\nact = \"cooperate\"\ninstrument = \"force\"\nat = 1"),
        event("do = \"leave\"\nstate = \"A\"\nfrom = 5\nuntil = 3"),
        event("do = \"leave\"\nstate = \"A\"\nyear = -20"),
        format!(
            "{}[reach]\nkind = \"contiguity\"\n",
            event("do = \"form_alliance\"\nstate = \"A\"\nwith = \"B\"\nat = 1")
        ),
        event("do = \"belief\"\nstate = \"A\"\nabout = \"A\"\nvalue = 0.5\nat = 1"),
    ]);
    insta::assert_snapshot!(refused);
}

#[test]
fn at_most_twenty_problems_are_listed() {
    let text = format!("{TWO}[run]\nrounds = 0\nsede = 3\n[record]\nevery = \"x\"\n");
    assert_eq!(complaint(&text).lines().count(), 3);
    let many = (0..50).map(|k| format!("k{k} = 1")).collect::<Vec<_>>().join("\n");
    let errors = load_text("test.toml", &many, &[]).unwrap_err();
    assert_eq!((errors.located().len(), errors.dropped()), (20, 30));
}

#[test]
fn unreadable_files_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let said = |path: &Path| load(path, &[]).unwrap_err().to_string();
    assert!(said(dir.path()).contains("is not a plain file"));
    assert!(said(&dir.path().join("cold-wra.toml")).contains("did you mean `cold-war`?"));
    let binary = dir.path().join("binary.toml");
    fs::write(&binary, b"title = 1\n\xff\xfe\x00").unwrap();
    assert!(said(&binary).contains("binary.toml:2: not UTF-8 text"));
    let odd = dir.path().join("odd.toml");
    for bytes in
        ["\0", "é = \"é", "[[[[", "a=\"\"\"", "\r", "=", "\u{1b}[31m = 3", "[states.\"é\u{301}\"]\nmeaning = \"é\n"]
    {
        fs::write(&odd, bytes).unwrap();
        let said = said(&odd);
        assert!(
            said.starts_with("error: ") && said.contains("odd.toml:") && said.contains(": not TOML"),
            "{bytes:?}: {said}"
        );
    }
}

#[test]
fn problems_are_shown_in_their_source() {
    let errors = load_text("test.toml", "[states.A]\nmeanin = 0.5\n", &[]).unwrap_err();
    let expected = "error: test.toml:2: states.A.meanin is not a known key; did you mean `meaning`?\n \
                    --> test.toml:2:1\n  |\n2 | meanin = 0.5\n  | ^^^^^^\n  |\n  = help: keys here: meaning, ";
    assert!(errors.to_string().starts_with(expected), "{errors}");
    assert!(errors.render(true).contains('\u{1b}') && !errors.render(false).contains('\u{1b}'));
}

#[test]
fn bases_in_a_circle_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.toml"), "base = \"b.toml\"\n").unwrap();
    fs::write(dir.path().join("b.toml"), "\nbase = \"a.toml\"\n").unwrap();
    let errors = load(&dir.path().join("a.toml"), &[]).unwrap_err();
    assert!(errors.to_string().contains("b.toml:2: `base` leads in a circle"), "{errors}");
}

#[test]
fn a_value_in_place_of_a_table() {
    let set = |sets: &[(&str, &str)]| {
        let sets: Vec<_> = sets.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
        load_text("test.toml", TWO, &sets).map(drop)
    };
    for over in [("run.rounds", "5"), ("run.seed", "4"), ("run", "{ rounds = 5 }")] {
        let said = set(&[("run", "3"), over]).unwrap_err().to_string();
        assert!(said.contains("--set run=3: run = 3; must be a table of rounds,"), "{said}");
    }
    let said = set(&[("states.A", "\"x\""), ("states.A.meaning", "0.5")]).unwrap_err().to_string();
    assert!(said.contains("states.A = \"x\"; must be a table"), "{said}");
    let text = format!("run = 3\n{TWO}");
    let said = load_text("test.toml", &text, &[("run.seed".to_owned(), "4".to_owned())]).unwrap_err().to_string();
    assert!(said.contains("test.toml:1: run = 3; must be a table"), "{said}");
    // A number and a distribution are both allowed there.
    set(&[("generator.count", "3"), ("generator.wealth", "1"), ("generator.wealth", "{ mean = 1, sd = 0.1 }")])
        .unwrap();
}

#[test]
fn slips_of_toml() {
    let refused = complaints(&[
        format!("{TWO}[states.C]\nmeaning = 0,5\n"),
        format!("{TWO}[run]\nrounds = 1,000\n"),
        format!("{TWO}[states.C]\nmeaning = \"0,5\"\n"),
        "[states.West Germany]\n".into(),
        "[states.Côte d'Ivoire]\n".into(),
        "[states]\nWest Germany = {}\n".into(),
        "[states.St. Vincent]\nmeaning = 0.5\n".into(),
        "[states.A\n".into(),
        "[states.A]\nmeaning: 0.5\n".into(),
        "title = \"abc\n[states.A]\n".into(),
        "title = abc\n".into(),
        "title = “abc”\n".into(),
        format!("{TWO}[pairs]\nbetween = \"all\"\n"),
        format!("{TWO}[pairs]\ntrade = 1\n[[pairs]]\ntrade = 1\n"),
        "[[states.A]]\n".into(),
        "[states.A]\nmeaning = .5\n".into(),
        "[record]\npairs = True\n".into(),
        "[states.A]\ngroups = [\"a\",\n".into(),
    ]);
    insta::assert_snapshot!(refused);
    assert_eq!(complaint("[states.Côte d'Ivoire]\n").lines().count(), 1, "one slip, one problem");
}

#[test]
fn overrides_of_unknown_states_and_events() {
    let set = |path: &str| load_text("test.toml", "[states.USA]\n[states.B]\n", &[(path.to_owned(), "0.5".to_owned())]);
    assert!(set("states.USA.meaning").is_ok());
    let said = set("states.Usa.meaning").unwrap_err().to_string();
    assert!(said.contains("the scenario does not have the state \"Usa\"; did you mean \"USA\"?"), "{said}");
    let event = |path: &str, value: &str| {
        let text = format!("{TWO}[events.opening]\ndo = \"leave\"\nstate = \"A\"\nat = 1\n");
        let more =
            [("events.e.state", "B"), ("events.e.at", "1")].map(|(path, value)| (path.to_owned(), value.to_owned()));
        let more = if value == "leave" { more.to_vec() } else { Vec::new() };
        load_text("test.toml", &text, &[vec![(path.to_owned(), value.to_owned())], more].concat())
    };
    assert!(event("events.opening.enabled", "false").is_ok() && event("events.e.do", "leave").is_ok());
    let said = event("events.openin.enabled", "false").unwrap_err().to_string();
    assert!(said.contains("the scenario does not have the event \"openin\"; did you mean \"opening\"?"), "{said}");
    assert!(set("states.Finland.meaning").unwrap_err().to_string().contains("it has USA, B"));
}

#[test]
fn files_that_are_not_scenarios_stay_secret() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.toml");
    fs::write(&path, "base = \"b.toml\"\n[states.A]\n").unwrap();
    for secret in [
        "root:secret:0\nsecret\n",
        "secret = \"secret\"\n",
        "[secret]\nsecret = 1\n",
        "a = \"secret\n",
        "base = 1\nsecret = 2\n",
    ] {
        fs::write(directory.path().join("b.toml"), secret).unwrap();
        let errors = load(&path, &[]).unwrap_err();
        let said = errors.render(false);
        assert!(said.contains("b.toml, which is not") && !said.contains("secret"), "{said}");
    }
    fs::write(directory.path().join("b.toml"), "[states.A]\nmeanin = 0.5\n").unwrap();
    assert!(load(&path, &[]).unwrap_err().render(false).contains("2 | meanin = 0.5"), "a scenario is shown");
}

#[test]
fn many_problems_are_counted_quickly() {
    let many = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<Vec<_>>().join("\n");
    let texts = [
        many(50_000, &|k| format!("k{k} = 1")),
        format!("{TWO}[sweep.vary]\n{}", many(20_000, &|k| format!("\"parameters.x{k}\" = [0, 1]"))),
        format!(
            "{TWO}[sweep.vary]\n\"parameters.feedback.threat\" = [{}, 1]",
            many(60_000, &|k| format!("{},", f64::from(k as u32) / 1e5))
        ),
        format!(
            "[generator]\ncount = 100000\n[run]\nrounds = 1\n[reach]\nkind = \"contiguity\"\nneighbours = [{}]",
            many(1000, &|k| format!("[\"S1\", \"T{k}x\"],"))
        ),
        "[generator]\ncount = 100000\n[run]\nrounds = 1\n[reach]\nkind = \"coordinates\"\ncutoff = 0\n".to_owned(),
        format!("{TWO}x = \"{}\"", "a".repeat(10_000_000)),
    ];
    for text in texts {
        let clock = std::time::Instant::now();
        let errors = load_text("test.toml", &text, &[]).err().unwrap_or_else(|| panic!("accepted: {text:.60}"));
        assert!(!errors.render(false).is_empty());
        assert!(clock.elapsed().as_secs() < 10, "{:?}: {text:.60}", clock.elapsed());
    }
}
