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

fn refused(cases: &[(String, &[&str])]) {
    for (text, expected) in cases {
        let said = complaint(text);
        for part in *expected {
            assert!(said.contains(part), "expected {part:?} of\n{text:.300}\nbut read\n{said:.3000}");
        }
    }
}

#[test]
fn bad_keys_and_values_are_refused_with_place_and_remedy() {
    refused(&[
        (String::new(), &["does not have states"]),
        ("title = \"x\n".into(), &["test.toml:1: not TOML"]),
        (
            "[states.A]\nmeanin = 0.5\n".into(),
            &["test.toml:2: states.A.meanin is not a known key; did you mean `meaning`?"],
        ),
        ("[states.A]\nmeaning = 1.4\n".into(), &["test.toml:2: states.A.meaning = 1.4; must be in [0, 1]"]),
        ("[states.A]\nmeaning = nan\n".into(), &["test.toml:2: states.A.meaning = nan; must be in [0, 1]", "NaN"]),
        ("[states.A]\nwealth = inf\n".into(), &["test.toml:2: states.A.wealth = inf"]),
        ("[states.A]\nwealth = 1e999\n".into(), &["test.toml:2:"]),
        (
            "[states.A]\nmeaning = \"high\"\n".into(),
            &["test.toml:2: states.A.meaning = \"high\"; must be a number in [0, 1]"],
        ),
        ("[states.A]\n[states.B]\n[states.A]\n".into(), &["test.toml:3: duplicate key"]),
        ("states = 3\n".into(), &["test.toml:1: states = 3; must be a table"]),
        ("[states]\nA = 3\n".into(), &["test.toml:2: states.A = 3; must be a table of meaning,"]),
        ("[states.all]\n".into(), &["test.toml:1: \"all\" cannot be the name of a state"]),
        (format!("{TWO}[run]\nrounds = 0\n"), &["test.toml:4: run.rounds = 0; must be in [1, 1000000] (rounds)"]),
        (format!("{TWO}[run]\nrounds = -5\n"), &["test.toml:4: run.rounds = -5"]),
        (format!("{TWO}[run]\nrounds = 2.5\n"), &["test.toml:4: run.rounds = 2.5; must be a whole number"]),
        (format!("{TWO}[run]\nseed = 99999999999999999999999999999999999999999999\n"), &["test.toml:4: run.seed"]),
        (
            format!("{TWO}[parameters.choice]\nalram = 1\n"),
            &["test.toml:4: parameters.choice.alram is not a known key; did you mean `alarm`?"],
        ),
        (
            format!("{TWO}[parameters.chioce]\nalarm = 1\n"),
            &["test.toml:3: parameters.chioce is not a known key; did you mean `choice`?"],
        ),
        (
            format!("{TWO}[parameters.switches]\nnoise = 1\n"),
            &["test.toml:4: parameters.switches.noise = 1; must be true or false"],
        ),
        ("[states.A]\nenters = 5\nleaves = 3\n".into(), &["test.toml:3: states.A leaves before it has entered"]),
        (format!("[states.\"a\u{7}b\"]\n{TWO}"), &["test.toml:1: "]),
        (format!("x = {}1{}\n", "[".repeat(5000), "]".repeat(5000)), &["max recursion depth"]),
        (format!("{}\n", vec!["a"; 5000].join(".")), &["test.toml:1"]),
    ]);
}

#[test]
fn bad_pairs_reach_and_generators_are_refused_with_place_and_remedy() {
    refused(&[
        (format!("{TWO}[[pairs]]\nbetween = [\"A\", \"A\"]\n"), &["test.toml:3: \"A\" cannot form a pair with itself"]),
        (
            format!("{TWO}[[pairs]]\nbetween = [\"A\", \"b\"]\n"),
            &["test.toml:4: the state \"b\" does not exist; did you mean \"B\"?"],
        ),
        (format!("{TWO}[[pairs]]\nbetween = [\"A\", \"group:x\"]\n"), &["test.toml:4: the group \"x\" does not exist"]),
        (format!("{TWO}[[pairs]]\ntrade = 0.5\n"), &["does not name pairs"]),
        (
            format!("{TWO}[[pairs]]\nfrom = \"A\"\ntoward = \"B\"\ntrade = 0.5\n"),
            &["test.toml:6: `trade` belongs to both sides"],
        ),
        (
            format!("{TWO}[[pairs]]\nbetween = [\"A\", \"B\"]\ndispute = \"warr\"\n"),
            &["test.toml:5: pairs[0].dispute = \"warr\"; is not a valid choice; did you mean `war`?"],
        ),
        (
            format!("{TWO}[reach]\nkind = \"complete\"\nscale = 1\n"),
            &["test.toml:5: reach.scale has no effect with kind = \"complete\""],
        ),
        (format!("{TWO}[reach]\nkind = \"coordinates\"\n"), &["test.toml:3: no coordinates: A, B"]),
        (format!("{TWO}[reach]\nkind = \"matrix\"\n"), &["test.toml:3: reach by matrix has no `file`"]),
        ("[generator]\ncount = -3\n".into(), &["test.toml:2: generator.count = -3"]),
        ("[generator]\ncount = 1e18\n".into(), &["test.toml:2: generator.count = 1e18; must be a whole number"]),
        ("[generator]\ncount = 1000000000000000000\n".into(), &["test.toml:2: generator.count"]),
        ("[generator]\ncount = 90000000\n".into(), &["test.toml:2: 90000000 states would need about"]),
        ("[generator]\ncount = 100000\n[run]\nrounds = 1\n".into(), &["4999950000 pairs of states would need about"]),
        (
            format!("{TWO}[generator]\ncount = 300000\n[run]\nrounds = 1000000\n[reach]\nkind=\"contiguity\"\n"),
            &["test.toml:6: a run of 300002 states"],
        ),
        (
            "[generator]\ncount = 3\nmeaning = { mean = 0.5 }\n".into(),
            &["test.toml:3: generator.meaning is not a distribution"],
        ),
        ("[generator]\ncount = 3\nmeaning = { low = 0.5, high = 0.2 }\n".into(), &["`low` is above `high`"]),
        ("[states.S1]\n[generator]\ncount = 1\n".into(), &["test.toml:2: two states have the name \"S1\""]),
    ]);
}

#[test]
fn bad_events_are_refused_with_place_and_remedy() {
    let event = |rest: &str| format!("{TWO}[run]\nrounds = 10\n[events.e]\n{rest}\n");
    refused(&[
        (
            event("do = \"leave\"\nstate = \"A\"\nat = 11"),
            &["test.toml:8: events.e: comes after the last round", "there are 10"],
        ),
        (event("do = \"leave\"\nstate = \"A\""), &["test.toml:5: events.e: does not have a time"]),
        (event("do = \"leave\"\nat = 1"), &["test.toml:5: events.e: does not name a state"]),
        (event("state = \"A\"\nat = 1"), &["test.toml:5: events.e has no `do`"]),
        (
            event("do = \"laeve\"\nstate = \"A\"\nat = 1"),
            &["test.toml:6: events.e.do = \"laeve\"; is not a valid choice; did you mean `leave`?"],
        ),
        (
            event("do = \"set\"\nstate = \"A\"\nvariable = \"meaning\"\nvalue = 3\nat = 1"),
            &["test.toml:9: events.e.value = 3; must be in [0, 1]"],
        ),
        (
            event("do = \"set\"\nstate = \"A\"\nvariable = \"power\"\nvalue = 3\nat = 1"),
            &["test.toml:8: events.e.variable = \"power\"; is not a valid choice"],
        ),
        (event("do = \"shock\"\nstate = \"A\"\nvariable = \"meaning\"\nat = 1"), &["events.e: has no `amount`"]),
        (event("do = \"leave\"\nstate = \"A\"\nvalue = 1\nat = 1"), &["`value` has no effect with do = \"leave\""]),
        (
            event("do = \"policy\"\nstate = \"A\"\nact = \"cooperate\"\ninstrument = \"force\"\nat = 1"),
            &["the instrument force does not belong to that act"],
        ),
        (event("do = \"leave\"\nstate = \"A\"\nfrom = 5\nuntil = 3"), &["ends before it begins"]),
        (event("do = \"leave\"\nstate = \"A\"\nyear = -20"), &["before the first round"]),
        (
            format!(
                "{}[reach]\nkind = \"contiguity\"\n",
                event("do = \"form_alliance\"\nstate = \"A\"\nwith = \"B\"\nat = 1")
            ),
            &["do not form a pair", "reach = 0"],
        ),
        (
            event("do = \"belief\"\nstate = \"A\"\nabout = \"A\"\nvalue = 0.5\nat = 1"),
            &["\"A\" cannot form a pair with itself"],
        ),
    ]);
}

#[test]
fn all_problems_come_at_once_and_no_more_than_twenty_are_kept() {
    let text = format!("{TWO}[run]\nrounds = 0\nsede = 3\n[record]\nevery = \"x\"\n");
    assert_eq!(complaint(&text).lines().count(), 3);
    let many = (0..50).map(|k| format!("k{k} = 1")).collect::<Vec<_>>().join("\n");
    let errors = load_text("test.toml", &many, &[]).unwrap_err();
    assert_eq!((errors.located().len(), errors.dropped() >= 30), (20, true));
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
    for bytes in [
        "\0",
        "\u{feff}",
        "é = \"é",
        "[[[[",
        "a=\"\"\"",
        "\r",
        "=",
        "\u{1b}[31m = 3",
        "[states.\"é\u{301}\"]\nmeaning = \"é\n",
    ] {
        fs::write(&odd, bytes).unwrap();
        assert!(!said(&odd).is_empty());
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
fn a_value_in_the_place_of_a_table_is_refused_though_a_later_layer_covers_it() {
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
fn slips_of_toml_are_told_what_to_write() {
    refused(&[
        (format!("{TWO}[states.C]\nmeaning = 0,5\n"), &["test.toml:4: not TOML", "write 0.5: use a decimal point"]),
        (format!("{TWO}[run]\nrounds = 1,000\n"), &["write 1000 or 1.000"]),
        (format!("{TWO}[states.C]\nmeaning = \"0,5\"\n"), &["without quotes: 0.5"]),
        ("[states.West Germany]\n".into(), &["test.toml:1: not TOML", "[states.\"West Germany\"]"]),
        ("[states.Côte d'Ivoire]\n".into(), &["[states.\"Côte d'Ivoire\"]"]),
        ("[states]\nWest Germany = {}\n".into(), &["\"West Germany\" = …"]),
        ("[states.St. Vincent]\nmeaning = 0.5\n".into(), &["write the name in quotes"]),
        ("[states.A\n".into(), &["close the header with ]"]),
        ("[states.A]\nmeaning: 0.5\n".into(), &["= and a value, as in meaning = 0.5"]),
        ("title = \"abc\n[states.A]\n".into(), &["test.toml:1: not TOML", "close the quotes"]),
        ("title = abc\n".into(), &["write text in quotes"]),
        ("title = “abc”\n".into(), &["straight quotes"]),
        (format!("{TWO}[pairs]\nbetween = \"all\"\n"), &["test.toml:3: pairs is a table", "write [[pairs]], with two"]),
        (
            format!("{TWO}[pairs]\ntrade = 1\n[[pairs]]\ntrade = 1\n"),
            &["test.toml:5: duplicate key", "write [[pairs]]"],
        ),
        ("[[states.A]]\n".into(), &["write [states.A], with single brackets"]),
        ("[states.A]\nmeaning = .5\n".into(), &["a digit on both sides of the point"]),
        ("[record]\npairs = True\n".into(), &["true or false, in lower case"]),
        ("[states.A]\ngroups = [\"a\",\n".into(), &["close the list with ]"]),
    ]);
    assert_eq!(complaint("[states.Côte d'Ivoire]\n").lines().count(), 1, "one slip, one problem");
}

#[test]
fn a_state_or_an_event_that_only_an_override_names_is_refused() {
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
fn nothing_is_shown_of_a_base_that_is_no_scenario() {
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
fn many_problems_are_counted_without_much_work() {
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
        let _ = load_text("test.toml", &text, &[]).map_err(|errors| errors.render(false));
        assert!(clock.elapsed().as_secs() < 10, "{:?}: {text:.60}", clock.elapsed());
    }
}
