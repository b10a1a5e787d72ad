//! Scenario files: what they mean.
#![allow(clippy::float_cmp)] // values are written, not computed: they must read back the same

use std::fs;
use std::path::Path;

use takvin::model::params::PARAMETERS;
use takvin::model::states::COLUMNS;
use takvin::model::switches::SWITCHES;
use takvin::model::{Setup, World, round};
use takvin::scenario::{
    Scenario, defaults_toml, load, load_text, parameter_table_markdown, scenario_keys_markdown, schema, shipped,
    starter, switch_table_markdown,
};

const TWO: &str = "[states.A]\n[states.B]\n";

fn loaded(text: &str) -> Scenario {
    load_text("test.toml", text, &[]).unwrap_or_else(|e| panic!("{e}"))
}

fn set(path: &str, value: &str) -> (String, String) {
    (path.to_owned(), value.to_owned())
}

/// A setup as text, to compare: every float prints so that it reads back.
fn spelt(setup: &Setup) -> String {
    format!("{setup:?}")
}

#[test]
fn every_shipped_scenario_loads_and_runs_three_rounds() {
    for shipped in shipped() {
        let scenario = load(Path::new(shipped.name), &[]).unwrap_or_else(|e| panic!("{e}"));
        assert!(!scenario.question.is_empty() && !scenario.title.is_empty(), "{}", shipped.name);
        assert_eq!(scenario.name, shipped.name);
        let mut world = World::new(&scenario.setup, scenario.run.seed, 0);
        for _ in 0..3 {
            round::step(&mut world);
        }
        assert_eq!(world.round, 3);
    }
}

#[test]
fn a_resolved_scenario_makes_the_same_world() {
    for shipped in shipped() {
        let overrides = [set("parameters.choice.alarm", "1.23456789"), set("run.seed", "77")];
        let first = load(Path::new(shipped.name), &overrides).unwrap_or_else(|e| panic!("{e}"));
        let again =
            load_text("resolved.toml", &first.resolved(), &[]).unwrap_or_else(|e| panic!("{e}\n{}", first.resolved()));
        assert_eq!(spelt(&first.setup), spelt(&again.setup), "{}", shipped.name);
        assert_eq!((first.run, first.record), (again.run, again.record));
        assert_eq!(first.resolved(), again.resolved());
    }
}

#[test]
fn file_order_is_slot_order() {
    let scenario = loaded("[states.Zeta]\n[states.Alpha]\n[states.Mid]\n[generator]\ncount = 2\n");
    assert_eq!(scenario.setup.names, ["Zeta", "Alpha", "Mid", "S1", "S2"]);
}

#[test]
fn one_generated_state_more_leaves_the_others_as_they_were() {
    let world = |count: usize| {
        loaded(&format!(
            "[generator]\ncount = {count}\nmeaning = {{ mean = 0.5, sd = 0.2 }}\nwealth = {{ median = 1.0, sigma = 1.0 }}\n\
             system = {{ low = 0.2, high = 0.9 }}\n[generator.pairs]\nposture = {{ mean = 0.0, sd = 0.3 }}\n\
             trade = {{ low = 0.0, high = 0.4 }}\n"
        ))
        .setup
    };
    let (few, more) = (world(8), world(9));
    for (a, b) in few.states.columns().iter().zip(more.states.columns()) {
        assert_eq!(a[..], b[..8]);
    }
    let old: Vec<_> = more.pairs.iter().filter(|p| p.states.1 < 8).collect();
    assert_eq!(old, few.pairs.iter().collect::<Vec<_>>());
    assert!(few.pairs.iter().any(|p| p.posture[0] != p.posture[1]));
}

#[test]
fn a_world_is_fixed_or_drawn_anew_for_every_replicate() {
    let text = "[generator]\ncount = 4\nmeaning = { mean = 0.5, sd = 0.2 }\n[generator.pairs]\ntrade = { low = 0.0, high = 1.0 }\n";
    let fixed = loaded(text);
    assert_eq!(spelt(&fixed.setup), spelt(&fixed.setup_for(3).unwrap()));
    let varied = load_text("test.toml", text, &[set("generator.world", "per-replicate")]).unwrap();
    assert_eq!(spelt(&varied.setup), spelt(&fixed.setup));
    assert_eq!(spelt(&varied.setup), spelt(&varied.setup_for(0).unwrap()));
    let third = varied.setup_for(3).unwrap();
    assert_ne!(varied.setup.states.meaning, third.states.meaning);
    assert_ne!(varied.setup.pairs[0].ties[0], third.pairs[0].ties[0]);
    assert_eq!(spelt(&third), spelt(&varied.setup_for(3).unwrap()));
}

#[test]
fn a_base_is_merged_key_by_key() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write(
        "base.toml",
        "title = \"base\"\nquestion = \"q\"\n[run]\nrounds = 7\nseed = 3\n[states.A]\nmeaning = 0.1\nreferent = 0.2\n[states.B]\n[[pairs]]\nbetween = [\"A\", \"B\"]\ntrade = 0.7\npeople = 0.6\n[reach]\nkind = \"contiguity\"\nneighbours = [[\"A\", \"B\"]]\n",
    );
    write(
        "top.toml",
        "base = \"base.toml\"\ntitle = \"top\"\n[run]\nrounds = 9\n[states.C]\n[states.A]\nreferent = 0.9\n[reach]\nkind = \"complete\"\n[[pairs]]\nbetween = [\"A\", \"B\"]\npeople = 0.1\n",
    );
    let top = load(&dir.path().join("top.toml"), &[]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((top.title.as_str(), top.question.as_str()), ("top", "q"));
    assert_eq!((top.run.rounds, top.run.seed), (9, 3));
    assert_eq!(top.setup.names, ["A", "B", "C"]);
    assert_eq!((top.setup.states.meaning[0], top.setup.states.referent[0]), (0.1, 0.9));
    assert_eq!(top.setup.pairs.len(), 3);
    assert_eq!(top.setup.pairs[0].ties[..2], [0.7, 0.1]);
}

#[test]
fn overrides_reach_everything_and_name_themselves_when_wrong() {
    let with = |overrides: &[(String, String)]| {
        load_text("test.toml", &format!("{TWO}[[pairs]]\nbetween = \"all\"\ntrade = 0.1\n"), overrides)
    };
    let scenario = with(&[
        set("title", "a bare title"),
        set("states.A.governance", "0.25"),
        set("pairs.0.trade", "0.5"),
        set("parameters.switches.fatigue", "false"),
        set("run.noise", "false"),
    ])
    .unwrap();
    assert_eq!(scenario.title, "a bare title");
    assert_eq!(scenario.setup.states.provision[0], 0.25);
    assert_eq!(scenario.setup.pairs[0].ties[0], 0.5);
    assert!(!scenario.setup.params.switches.fatigue && !scenario.setup.params.switches.noise);
    let wrong = with(&[set("parameters.choice.alarm", "140")]).unwrap_err().located();
    assert_eq!(wrong[0].file, "--set parameters.choice.alarm=140");
    assert!(wrong[0].message.starts_with("parameters.choice.alarm = 140; must be in [0, "), "{:?}", wrong[0]);
    let wrong =
        [("run.rounds", "many"), ("", "1"), ("run", "3"), ("a b", "1"), ("run.rounds\nseed", "1"), ("x", "1\n2")];
    let said = wrong.map(|(path, value)| with(&[set(path, value)]).unwrap_err().to_string());
    insta::assert_snapshot!("wrong_overrides", said.join("\n"));
}

#[test]
fn groups_sides_and_order_decide_where_pairs_start() {
    let scenario = loaded(
        "[states.A]\ngroup = \"west\"\n[states.B]\ngroups = [\"west\", \"sea\"]\n[states.C]\ngroup = \"east\"\n\
         [[pairs]]\nbetween = \"all\"\nties = 0.2\n[[pairs]]\nbetween = \"group:west\"\nalliance = true\nposture = 0.4\n\
         [[pairs]]\nbetween = [\"group:west\", \"group:east\"]\nrivalry = 0.5\ndispute = \"crisis\"\n\
         [[pairs]]\nfrom = \"C\"\ntoward = \"A\"\nposture = -0.6\nbelief = -0.7\n",
    );
    let pairs = &scenario.setup.pairs;
    assert!(pairs.iter().all(|p| p.ties == [0.2; 3]));
    assert_eq!((pairs[0].alliance, pairs[0].posture), (true, [0.4; 2]));
    assert_eq!((pairs[1].rivalry, pairs[1].stage.name()), (0.5, "crisis"));
    assert_eq!((pairs[1].posture, pairs[1].belief), ([0.0, -0.6], [None, Some(-0.7)]));
    assert_eq!(pairs[2].posture, [0.0; 2]);
}

#[test]
fn reach_by_neighbourhood_majors_and_matrix() {
    let three = "[states.A]\n[states.B]\n[states.C]\n";
    let near = loaded(&format!(
        "{three}[reach]\nkind = \"contiguity\"\nneighbours = [[\"A\", \"B\"]]\nmajors = [\"C\"]\nmajor_reach = 0.6\n"
    ));
    let reach: Vec<_> = near.setup.pairs.iter().map(|p| (p.states, p.reach[0])).collect();
    assert_eq!(reach, [((0, 1), 1.0), ((0, 2), 0.6), ((1, 2), 0.6)]);

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("m.toml");
    fs::write(&path, format!("{three}[reach]\nkind = \"matrix\"\nfile = \"reach.csv\"\n")).unwrap();
    let with = |csv: &str| {
        fs::write(dir.path().join("reach.csv"), csv).unwrap();
        load(&path, &[])
    };
    let good = with("state,B,A,C\nA,0.5,,0\nB,,0.25,0\nC,0,0,\n").unwrap();
    assert_eq!(good.setup.pairs.len(), 1);
    assert_eq!(good.setup.pairs[0].reach, [0.5, 0.25]);
    let again = load_text("resolved.toml", &good.resolved(), &[]).unwrap();
    assert_eq!(spelt(&good.setup), spelt(&again.setup));
    for (csv, expected) in [
        ("", "is empty"),
        ("state,A,B,C\nA,0,0\nB,0,0,0\nC,0,0,0\n", "reach.csv:2: this row has 2 numbers; the header has 3"),
        ("state,A,B,D\nA,0,0,0\n", "reach.csv:1: the state \"D\" does not exist"),
        ("state,A,B,C\nA,0,2,0\nB,0,0,0\nC,0,0,0\n", "reach.csv:2: reach = \"2\"; must be a number in [0, 1]"),
        ("state,A,B,C\nA,0,0,0\nB,0,0,0\n", "no row for C"),
        ("state,A,B,B\nA,0,0,0\n", "two columns"),
    ] {
        let errors = with(csv).unwrap_err().to_string();
        assert!(errors.contains(expected), "{csv}\n{errors}");
    }
    fs::remove_file(dir.path().join("reach.csv")).unwrap();
    assert!(load(&path, &[]).unwrap_err().to_string().contains("m.toml:6: cannot read"));
}

#[test]
fn events_become_interventions_in_order() {
    let scenario = loaded(
        "[run]\nrounds = 20\nstart_year = 1945\n[states.A]\nenters_year = 1950\n[states.B]\n[states.C]\n\
         [events.later]\ndo = \"clamp\"\nstate = \"B\"\nvariable = \"discourse\"\nvalue = -0.5\nfrom_year = 1946\nuntil_year = 1948\n\
         [events.sooner]\ndo = \"policy\"\nstates = [\"A\", \"B\"]\ntoward = \"C\"\nact = \"confront\"\nat = 2\nfor = 3\n\
         [events.off]\ndo = \"leave\"\nstate = \"C\"\nat = 3\nenabled = false\n",
    );
    let spans: Vec<_> = scenario.setup.interventions.iter().map(|i| (i.name.as_str(), i.from, i.until)).collect();
    assert_eq!(spans, [("A enters", 5, 5), ("later", 1, 3), ("sooner", 2, 4), ("sooner", 2, 4)]);
    assert_eq!(scenario.setup.states.present, [false, true, true]);
}

#[test]
fn a_shortened_run_leaves_later_events_out() {
    let text = format!("{TWO}[run]\nrounds = 20\n[events.late]\ndo = \"leave\"\nstate = \"A\"\nat = 15\n");
    let short = load_text("t.toml", &text, &[set("run.rounds", "5"), set("run.shortened", "true")]).unwrap();
    assert!(short.setup.interventions.is_empty());
    assert_eq!(spelt(&load_text("r.toml", &short.resolved(), &[]).unwrap().setup), spelt(&short.setup));
    assert!(
        load_text("t.toml", &text, &[set("run.rounds", "5")]).unwrap_err().to_string().contains("after the last round")
    );
}

#[test]
fn the_defaults_file_is_what_the_program_writes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/defaults.toml");
    let written = defaults_toml();
    if std::env::var_os("TAKVIN_BLESS").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == written, "scenarios/defaults.toml is stale: run the tests once with TAKVIN_BLESS=1");
}

#[test]
fn the_defaults_file_changes_nothing() {
    let plain = loaded(TWO);
    let spelt_out = loaded(&format!("{TWO}{}", defaults_toml()));
    assert_eq!(spelt(&plain.setup), spelt(&spelt_out.setup));
}

#[test]
fn the_schema_knows_every_parameter_switch_and_variable() {
    let schema = schema();
    let parameters = &schema["properties"]["parameters"]["properties"];
    for p in PARAMETERS {
        let (group, name) = p.path.split_once('.').unwrap();
        let field = &parameters[group]["properties"][name];
        let found = [&field["minimum"], &field["maximum"], &field["default"]].map(|v| v.as_f64().unwrap());
        assert_eq!(found, [p.low, p.high, p.default], "{}", p.path);
        assert!(field["description"].as_str().unwrap().contains(p.unit));
    }
    for s in SWITCHES {
        assert_eq!(parameters["switches"]["properties"][s.name]["type"], "boolean", "{}", s.name);
    }
    let state = &schema["properties"]["states"]["additionalProperties"]["properties"];
    // `governance`, which a round computes, is also a short way to give all four components.
    for c in COLUMNS.iter().filter(|c| c.name != "governance") {
        assert_eq!(state[c.name].is_object(), c.default.is_some(), "{}", c.name);
    }
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn the_starter_runs_and_names_its_schema_first() {
    let text = starter("./takvin.schema.json");
    assert_eq!(text.lines().next(), Some("#:schema ./takvin.schema.json"));
    assert_eq!(loaded(&text).setup.names, ["Arda", "Bera", "Cera"]);
}

#[test]
fn tables_for_the_docs_hold_every_parameter_switch_and_key() {
    let (parameters, switches) = (parameter_table_markdown(), switch_table_markdown());
    assert!(PARAMETERS.iter().all(|p| parameters.contains(&format!("| `{}` |", p.path))));
    assert!(SWITCHES.iter().all(|s| switches.contains(&format!("| `{}` |", s.name))));
    let keys = scenario_keys_markdown();
    for key in ["title", "rounds", "enters_year", "together", "major_reach", "between", "instrument", "modularity"] {
        assert!(keys.contains(&format!("| `{key}` |")), "{key}");
    }
}

#[test]
fn a_matrix_is_read_as_excel_r_and_pandas_write_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("m.toml");
    let states = "[states.\"Korea \\\"South\\\"\"]\n[states.\"Korea, North\"]\n[states.\"Côte d'Ivoire\"]\n";
    fs::write(&path, format!("{states}[reach]\nkind = \"matrix\"\nfile = \"reach.csv\"\n")).unwrap();
    let read = |csv: &[u8]| {
        fs::write(directory.path().join("reach.csv"), csv).unwrap();
        load(&path, &[])
    };
    let with = |separator: &str, point: &str| {
        let names = ["\"Korea \"\"South\"\"\"", "\"Korea, North\"", "\"Côte d'Ivoire\""];
        let mut text = format!("\"\"{separator}{}\r\n", names.join(separator));
        for (row, name) in names.iter().enumerate() {
            let cells = (0..3).map(|column| if row == column { "0".into() } else { format!("0{point}{row}{column}5") });
            text += &[vec![(*name).to_owned()], cells.collect()].concat().join(separator);
            text += "\r\n";
        }
        text
    };
    for csv in [
        with(",", "."),
        with(";", ","),
        with("\t", ","),
        format!("\u{feff}{}", with(";", ".")),
        with(";", ",").replace("\"Korea, North\"", "Korea, North"),
        with(",", ".").replacen("\"\",", "", 1),
        format!("{},,,\r\n\r\n", with(",", ".")),
        with(",", ".").replace(",0,", ",NA,"),
        with(",", ".")
            .replace(",0", ",\"0")
            .replace("5,", "5\",")
            .replace("5\r", "5\"\r")
            .replace("\"0\r", "0\r")
            .replace("\"0,", "0,"),
    ] {
        let scenario = read(csv.as_bytes()).unwrap_or_else(|errors| panic!("{csv}\n{errors}"));
        let reach: Vec<[f64; 2]> = scenario.setup.pairs.iter().map(|pair| pair.reach).collect();
        assert_eq!(reach, [[0.015, 0.105], [0.025, 0.205], [0.125, 0.215]], "{csv}");
    }
    let latin: Vec<u8> = with(",", ".").chars().map(|c| c as u8).collect();
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(with(",", ".").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (csv, words) in
        [(latin, "reach.csv:1: not UTF-8 text: byte 0xF4"), (wide, "reach.csv: not UTF-8 text but UTF-16")]
    {
        let said = read(&csv).unwrap_err().to_string();
        assert!(said.contains(words) && said.contains("save the file as UTF-8"), "{said}");
    }
    let said = read(b"root:x:0:0:root\ndaemon:x:1:1\n").unwrap_err().to_string();
    assert!(said.contains("reach.csv is not a matrix of reach") && !said.contains("root"), "{said}");
    fs::remove_file(directory.path().join("reach.csv")).unwrap();
    assert!(load(&path, &[]).unwrap_err().to_string().contains("the path is relative to the scenario file"));
}

#[test]
fn paths_that_vary_may_be_written_without_quotes() {
    let vary = |lines: &str| {
        let text = format!(
            "[states.A]\n[states.\"B C\"]\n[generator]\ncount = 2\nwealth = {{ low = 1, high = 2 }}\n[sweep.vary]\n{lines}"
        );
        let scenario = load_text("test.toml", &text, &[]).unwrap_or_else(|errors| panic!("{text}\n{errors}"));
        scenario.sweep.unwrap().axes.iter().map(|axis| format!("{} {:?}", axis.path, axis.levels)).collect::<Vec<_>>()
    };
    for line in [
        "parameters.feedback.threat = [0, 1]",
        "parameters.feedback.threat = { from = 0, to = 1, step = 0.5 }",
        "parameters.feedback.threat = { low = 0, high = 1, count = 3 }",
        "parameters.feedback.threat = \"0..1/5\"",
        "states.A.meaning = [0.1, 0.2]",
        "generator.wealth.low = [0.5, 1]",
        "run.rounds = [5, 10]",
    ] {
        let (path, value) = line.split_once(" = ").unwrap();
        assert_eq!(vary(line), vary(&format!("{path:?} = {value}")), "{line}");
    }
    let spaced = vary("states.\"B C\".meaning = [0.1, 0.2]");
    assert_eq!(spaced, vary("'states.\"B C\".meaning' = [0.1, 0.2]"));
    assert_eq!(vary("parameters.feedback.threat = [0, 1]\nparameters.feedback.opportunity = [0, 1]").len(), 2);
}

#[test]
fn the_schema_forbids_keys_without_effect() {
    let schema = takvin::scenario::schema();
    let rules = schema["properties"]["events"]["additionalProperties"]["allOf"].as_array().unwrap();
    let forbidden = |deed: &str| {
        let rule = rules.iter().find(|rule| rule["if"]["properties"]["do"]["const"] == deed).unwrap();
        let keys = rule["then"]["properties"].as_object().unwrap();
        assert!(keys.values().all(|value| value == false));
        keys.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(forbidden("shock"), ["value", "toward", "about", "with", "act", "instrument", "weight"]);
    assert_eq!(forbidden("policy"), ["variable", "value", "amount", "about", "with", "weight"]);
    assert_eq!(forbidden("leave").len(), 9);
    // What the schema forbids, the program refuses.
    for key in forbidden("shock") {
        let value = if key == "act" {
            "\"confront\""
        } else if key == "instrument" {
            "\"show\""
        } else {
            "0.5"
        };
        let value = if ["toward", "about", "with"].contains(&key.as_str()) { "\"B\"" } else { value };
        let event = "do = \"shock\"\nstate = \"A\"\nvariable = \"wealth\"\namount = 1\nat = 1";
        let text = format!("[states.A]\n[states.B]\n[events.e]\n{event}\n{key} = {value}\n");
        let said = load_text("test.toml", &text, &[]).unwrap_err().to_string();
        assert!(said.contains(&format!("test.toml:9: events.e: `{key}` has no effect with do = \"shock\"")), "{said}");
    }
}
