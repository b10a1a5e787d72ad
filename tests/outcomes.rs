//! Outcome measures of one's own: the same numbers as from the tables, wherever an outcome is named.

use std::collections::BTreeMap;

use takvin::batch::run_one;
use takvin::record::{RunRecord, Table};
use takvin::scenario::{Scenario, load_text};

use crate::common::place::{Place, says};

/// Five states, one of which leaves, with enough hostility for disputes and wars.
const WORLD: &str = r#"
[run]
rounds = 40
start_year = 1950
seed = 3
[record]
pairs = true
[generator]
count = 3
[states.USA]
wealth = 2.0
[states."South Korea"]
leaves = 25
[events.quarrel]
at = 3
for = 17
do = "policy"
states = ["USA"]
toward = ["South Korea"]
act = "confront"
"#;

/// Outcomes as lines of a scenario.
fn lines<'a>(outcomes: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    outcomes.map(|(name, expression)| format!("{name} = '''{expression}'''\n")).collect::<Vec<_>>().concat()
}

fn scenario(outcomes: &[(&str, &str)], more: &str) -> Scenario {
    let own = lines(outcomes.iter().copied());
    load_text("s", &format!("{WORLD}{more}\n[outcomes]\n{own}"), &[]).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The rows of a table: year, and a cell by its column.
struct Rows<'a>(&'a Table);

impl<'a> Rows<'a> {
    fn of(record: &'a RunRecord, name: &str) -> Self {
        Self(record.tables().find(|(there, _)| *there == name).map(|(_, table)| table).unwrap())
    }

    fn cells(
        &self,
        columns: &[&str],
        keep: impl Fn(&dyn Fn(&str) -> f64, &dyn Fn(&str) -> String) -> bool,
    ) -> Vec<Vec<f64>> {
        let at = |column: &str| self.0.position(column).unwrap_or_else(|| panic!("no column {column}"));
        let rows = self.0.rows().filter(|row| {
            let number = |column: &str| row[at(column)];
            let word = |column: &str| self.0.word(row[at(column)]).unwrap_or_default().to_owned();
            keep(&number, &word)
        });
        rows.map(|row| columns.iter().map(|column| row[at(column)]).collect()).collect()
    }

    fn column(&self, column: &str, keep: impl Fn(&dyn Fn(&str) -> f64, &dyn Fn(&str) -> String) -> bool) -> Vec<f64> {
        self.cells(&[column], keep).into_iter().map(|row| row[0]).filter(|value| !value.is_nan()).collect()
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn share(values: &[f64], holds: impl Fn(f64) -> bool) -> f64 {
    values.iter().filter(|value| holds(**value)).count() as f64 / values.len() as f64
}

/// Each expression beside its value from the tables of a run that records everything.
fn by_hand(record: &RunRecord) -> Vec<(&'static str, f64)> {
    let [states, world, pairs, events] = ["states", "world", "pairs", "events"].map(|name| Rows::of(record, name));
    let usa = states.column("wealth", |_, word| word("state") == "USA");
    let late = states.column("governance", |number, _| number("round") > 20.0);
    let between = |word: &dyn Fn(&str) -> String| {
        [("USA", "South Korea"), ("South Korea", "USA")].contains(&(&*word("a"), &*word("b")))
    };
    let disputes = events.column("round", |_, word| word("kind") == "dispute_begun");
    let of_both = events.column("round", |_, word| word("kind") == "dispute_begun" && between(word));
    let of_usa =
        events.column("round", |_, word| word("kind") == "dispute_begun" && (word("a") == "USA" || word("b") == "USA"));
    let hostile = pairs.column("posture_a", |_, word| between(word));
    let seen = pairs.column("threat_b", |_, word| between(word));
    let alliance = pairs.column("alliance", |_, _| true);
    let strength = states.cells(&["wealth", "military"], |number, _| number("round") >= 1.0);
    let open = states.column("provision", |number, _| number("system") > 0.5);
    let polarisation = world.column("polarisation", |_, _| true);
    let trend = {
        let rows = states.cells(&["round", "system"], |_, word| word("state") == "USA");
        let (x, y): (Vec<f64>, Vec<f64>) = rows.iter().map(|row| (row[0], row[1])).unzip();
        let products: f64 = x.iter().zip(&y).map(|(a, b)| (a - mean(&x)) * (b - mean(&y))).sum();
        products / x.iter().map(|a| (a - mean(&x)).powi(2)).sum::<f64>()
    };
    let threatened = states.cells(&["main_threat"], |_, word| !word("main_threat").is_empty());
    let by_usa = states.cells(&["main_threat"], |_, word| word("main_threat") == "USA");
    let war_rate = record.runs.column("war_rate").next().unwrap();
    vec![
        ("mean(states.USA.wealth)", mean(&usa)),
        ("mean(states.USA.wealth, 1950..1952)", mean(&usa[..3])),
        ("last(states.USA.wealth)", *usa.last().unwrap()),
        ("first(states.USA.wealth, last 20)", usa[21]),
        ("mean(states.USA.wealth, at 1962)", usa[12]),
        ("share(states.governance > 0.5, last 20)", share(&late, |x| x > 0.5)),
        ("count(states.governance > 0.5, last 20)", late.iter().filter(|x| **x > 0.5).count() as f64),
        ("count(events.dispute_begun)", disputes.len() as f64),
        ("min(events.dispute_begun.round)", disputes.iter().copied().fold(f64::NAN, f64::min)),
        ("last(events.dispute_begun.year)", 1950.0 + disputes.last().copied().unwrap_or(f64::NAN)),
        ("count(events.dispute_begun, between = [USA, South Korea])", of_both.len() as f64),
        ("count(events.dispute_begun, of = USA)", of_usa.len() as f64),
        ("count(events.kind == 'dispute_begun' && events.round > 0)", disputes.len() as f64),
        ("mean(pairs.USA.'South Korea'.posture)", mean(&hostile)),
        ("mean(pairs.\"South Korea\".USA.threat)", mean(&seen)),
        ("mean(pairs.posture_a, between = [USA, \"South Korea\"])", mean(&hostile)),
        ("share(pairs.alliance == 1)", share(&alliance, |x| x == 1.0)),
        (
            "mean(states.wealth * states.military, rounds 1..40)",
            mean(&strength.iter().map(|x| x[0] * x[1]).collect::<Vec<_>>()),
        ),
        ("mean(states.provision, where = states.system > 0.5)", mean(&open)),
        ("max(world.polarisation) - min(world.polarisation)", {
            let most = polarisation.iter().copied().fold(f64::NAN, f64::max);
            most - polarisation.iter().copied().fold(f64::NAN, f64::min)
        }),
        ("sd(states.USA.wealth)", {
            let squares: f64 = usa.iter().map(|x| (x - mean(&usa)).powi(2)).sum();
            (squares / (usa.len() - 1) as f64).sqrt()
        }),
        ("sum(states.USA.wealth, first 5)", usa[1..6].iter().sum()),
        ("trend(states.USA.system)", trend),
        ("share(states.main_threat == \"USA\")", by_usa.len() as f64 / threatened.len() as f64),
        ("mean(states.'South Korea'.wealth, last 5)", f64::NAN),
        ("share(states.wealth < states.USA.wealth)", {
            let of_round: BTreeMap<u64, f64> = states
                .cells(&["round", "wealth"], |_, word| word("state") == "USA")
                .iter()
                .map(|r| (r[0] as u64, r[1]))
                .collect();
            let all = states.cells(&["round", "wealth"], |_, _| true);
            all.iter().filter(|row| row[1] < of_round[&(row[0] as u64)]).count() as f64 / all.len() as f64
        }),
        ("2 * war_rate + 1", 2.0 * war_rate + 1.0),
        ("count(events.dispute_begun) > 0 && war_rate >= 0", f64::from(u8::from(!disputes.is_empty()))),
        ("1 / count(events.state_returned, at 1951)", f64::NAN),
        ("-2 * (3 - 1) / 4", -1.0),
    ]
}

#[test]
fn expressions_have_the_values_that_the_tables_give() {
    let plain = run_one(&scenario(&[], ""), 0).unwrap();
    let wanted = by_hand(&plain);
    let names: Vec<String> = (0..wanted.len()).map(|number| format!("x{number}")).collect();
    let own: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(wanted.iter().map(|(text, _)| *text)).collect();
    // What is written to disk does not change what an outcome counts.
    for more in ["", "[record]\nevery = 7\nevents = false\n"] {
        let more = more.replace("[record]", "").trim().to_owned();
        let world = WORLD.replace("pairs = true", &format!("pairs = {}\n{more}", more.is_empty()));
        let text = lines(own.iter().copied());
        let scenario = load_text("s", &format!("{world}\n[outcomes]\n{text}"), &[]).unwrap_or_else(|e| panic!("{e}"));
        let record = run_one(&scenario, 0).unwrap();
        for (name, (expression, value)) in names.iter().zip(&wanted) {
            let found = record.runs.column(name).next().unwrap();
            let close = (found - value).abs() <= 1e-12 * value.abs().max(1.0) || found.is_nan() && value.is_nan();
            assert!(close, "{expression}: {found}, from the tables {value}");
        }
    }
    let events = Rows::of(&plain, "events");
    assert!(
        events.column("round", |_, word| word("kind") == "dispute_begun").len() > 3,
        "a world without disputes tests little"
    );
}

#[test]
fn an_outcome_may_use_those_before_it() {
    let record =
        run_one(&scenario(&[("a", "mean(states.USA.wealth)"), ("b", "a * 2"), ("c", "b > a")], ""), 0).unwrap();
    let of = |name: &str| record.runs.column(name).next().unwrap();
    assert_eq!((of("b"), of("c")), (2.0 * of("a"), 1.0));
    let late = load_text("s", &format!("{WORLD}\n[outcomes]\na = 'b + 1'\nb = '2'\n"), &[]).unwrap_err();
    assert!(late.to_string().contains("`b` is not an outcome measure or a call"), "{late}");
}

const OWN: [&str; 4] =
    ["--outcome", "rich=max(states.wealth, last 3)", "--outcome", "fights=count(events.dispute_begun)"];

#[test]
fn a_run_a_sweep_and_its_shards_have_them() {
    let place = Place::new();
    let run =
        ["run", "world.toml", "--rounds", "12", "--runs", "2", "--set", "parameters.feedback.threat=0.3", "--quiet"];
    place.succeeds(&[&run[..], &OWN, &["--out", "run"]].concat());
    let sweep = [
        "sweep",
        "world.toml",
        "--rounds",
        "12",
        "--runs",
        "2",
        "--vary",
        "parameters.feedback.threat=0,0.3",
        "--quiet",
    ];
    place.succeeds(&[&sweep[..], &OWN, &["--out", "sweep", "--format", "parquet"]].concat());
    let (runs, points) = (place.rows("run/runs.csv"), place.rows("sweep/runs.csv"));
    for name in ["rich", "fights"] {
        let at_point: Vec<_> = points.iter().filter(|row| row["point"] == "1").map(|row| &row[name]).collect();
        assert_eq!(runs.iter().map(|row| &row[name]).collect::<Vec<_>>(), at_point, "{name}");
    }
    let summary = place.rows("sweep/summary.csv");
    let mean =
        points.iter().filter(|row| row["point"] == "1").map(|row| row["rich"].parse::<f64>().unwrap()).sum::<f64>()
            / 2.0;
    assert!((summary[1]["rich.mean"].parse::<f64>().unwrap() - mean).abs() < 1e-12);
    says(&place.read("sweep/manifest.toml"), &["outcome = \"rich\"", "expression = \"max(states.wealth, last 3)\""]);
    for shard in ["1/2", "2/2"] {
        place.succeeds(&[&sweep[..], &OWN, &["--shard", shard, "--out", &format!("part{}", &shard[..1])]].concat());
    }
    place.succeeds(&["merge", "part1", "part2", "--out", "merged", "--quiet"]);
    for table in ["runs.csv", "summary.csv"] {
        assert_eq!(place.read(&format!("merged/{table}")), place.read(&format!("sweep/{table}")), "{table}");
    }
    place.succeeds(&["plot", "sweep", "--outcome", "fights", "--image", "svg"]);
    let until = ["--until", "0.2", "--most", "40", "--out", "until"];
    let said = place.succeeds(&[&sweep[..sweep.len() - 1], &OWN, &until].concat());
    says(&said, &["rich"]);
    // The scenario of a sweep has its outcomes, so that it runs again as it is.
    place.succeeds(&["run", "sweep/scenario.toml", "--out", "again", "--quiet"]);
    says(&place.read("again/runs.csv"), &["rich,fights"]);
}

#[test]
fn both_sides_of_a_comparison_have_them() {
    let place = Place::new();
    let compare = [
        "compare",
        "world.toml",
        "--set",
        "parameters.feedback.threat=0.9",
        "--rounds",
        "10",
        "--runs",
        "4",
        "--out",
        "c",
    ];
    let said = place.succeeds(&[&compare[..], &OWN].concat());
    says(&said, &["rich"]);
    let outcomes = place.rows("c/outcomes.csv");
    let rich = outcomes.iter().find(|row| row["outcome"] == "rich").unwrap();
    let runs = place.rows("c/runs.csv");
    let of = |side: &str| {
        runs.iter().filter(|row| row["side"] == side).map(|row| row["rich"].parse::<f64>().unwrap()).sum::<f64>() / 4.0
    };
    assert!((rich["difference"].parse::<f64>().unwrap() - (of("B") - of("A"))).abs() < 1e-12);

    std::fs::write(place.path("a.toml"), "base = \"world.toml\"\n[outcomes]\nx = 'war_rate * 2'\ny = '1'\n").unwrap();
    std::fs::write(place.path("b.toml"), "base = \"world.toml\"\n[outcomes]\nx = 'war_rate * 2'\ny = '2'\nz = '3'\n")
        .unwrap();
    let output = place.run(&["compare", "a.toml", "b.toml", "--rounds", "5", "--runs", "2", "--out", "d", "--quiet"]);
    let warned = String::from_utf8_lossy(&output.stderr).into_owned();
    says(&warned, &["warning: outcomes that only one side has, or that differ, are left out: y, z"]);
    let named: Vec<String> = place.rows("d/outcomes.csv").iter().map(|row| row["outcome"].clone()).collect();
    assert!(named.contains(&"x".to_owned()) && !named.contains(&"y".to_owned()), "{named:?}");
}

#[test]
fn sides_that_differ_in_one_outcome_keep_the_others() {
    let place = Place::new();
    for (name, a) in [("a", 1), ("b", 2)] {
        let own = format!(
            "[outcomes]\na = '{a}'\nc = '10'\nof_a = 'a * 2'\nof_c = 'c + 1'\nof_both = 'of_a + of_c'\nz = '5'\n"
        );
        std::fs::write(place.path(&format!("{name}.toml")), format!("base = \"world.toml\"\n{own}")).unwrap();
    }
    let output = place.run(&["compare", "a.toml", "b.toml", "--rounds", "2", "--runs", "2", "--out", "c", "--quiet"]);
    says(&String::from_utf8_lossy(&output.stderr), &["are left out: a, of_a, of_both"]);
    let row = &place.rows("c/runs.csv")[0];
    assert_eq!((&*row["c"], &*row["of_c"], &*row["z"]), ("10", "11", "5"));
    assert!(!row.contains_key("of_a") && !row.contains_key("of_both"));
}

#[test]
fn a_checkpoint_keeps_what_they_have_counted() {
    let place = Place::new();
    let own = [
        "--outcome",
        "m=mean(states.wealth)",
        "--outcome",
        "n=count(events.dispute_begun) + max(world.polarisation, first 6)",
    ];
    let run = ["run", "world.toml", "--rounds", "14", "--runs", "2", "--quiet"];
    place.succeeds(&[&run[..], &own, &["--checkpoint", "7", "--out", "whole"]].concat());
    place.succeeds(&["run", "--from", "whole/checkpoint-7.bin", "--out", "rest", "--quiet"]);
    assert_eq!(place.read("rest/runs.csv"), place.read("whole/runs.csv"));
    // A run may go on for longer than was planned.
    let long = ["run", "world.toml", "--rounds", "20", "--runs", "2", "--quiet", "--out", "long"];
    place.succeeds(&[&long[..], &own].concat());
    place.succeeds(&["run", "--from", "whole/checkpoint-7.bin", "--rounds", "20", "--out", "longer", "--quiet"]);
    assert_eq!(place.read("longer/runs.csv"), place.read("long/runs.csv"));
    // Rounds that the checkpoint did not follow cannot be counted any more; later ones can.
    let from = ["run", "--from", "whole/checkpoint-7.bin", "--quiet"];
    let said = place.fails(2, &[&from[..], &["--out", "x", "--outcome", "k=mean(states.military)"]].concat());
    says(&said, &["the outcome `k` counts rounds up to round 7", "as with `last 20`"]);
    place.succeeds(&[&from[..], &["--out", "x", "--outcome", "k=mean(states.military, last 3)"]].concat());
}

#[test]
fn mistakes_in_expressions() {
    let place = Place::new();
    let expressions = [
        "mean(states.wealht)",
        "mean(states.Amara.wealth)",
        "mean(states.bloc)",
        "states.wealth",
        "average(states.wealth)",
        "mean(states.wealth, lst 20)",
        "mean(states.wealth, last 0)",
        "mean(states.wealth, 1990..1980)",
        "mean(states.wealth",
        "mean(states.wealth, where = 1)",
        "mean(states.wealth, filter = states.wealth > 1)",
        "share(states.wealth)",
        "count(events, of = Arda, of = Bera)",
        "mean(states.wealth > 1)",
        "first(states.wealth)",
        "mean(states.wealth + pairs.trade)",
        "count(events.war_begn)",
        "mean(states.wealth, of = Adra)",
        "war_rat * 2",
        "1 +",
        "0 < war_rate < 1",
        "share(states.main_threat == 'Russia')",
        "mean()",
        "",
    ];
    let text: Vec<String> = expressions.iter().enumerate().map(|(n, text)| format!("x{n} = {text:?}\n")).collect();
    let text = text.concat();
    std::fs::write(place.path("wrong.toml"), format!("base = \"world.toml\"\n[outcomes]\n{text}")).unwrap();
    std::fs::write(
        place.path("names.toml"),
        "base = \"world.toml\"\n[outcomes]\nwar_rate = '1'\nrun = '1'\n\"my war\" = '1'\nx = 3\nlate = 'mean(states.wealth, 2090..2099)'\n",
    )
    .unwrap();
    let session = place.session(
        "check wrong.toml
        check names.toml
        run world.toml --outcome war_rate
        run world.toml --outcome x=mean(states.wealht)
        sweep world.toml --vary parameters.feedback.threat=0,1 --outcome war_rate --outcome coups
        compare world.toml --set parameters.feedback.threat=0 --outcome war_rate",
    );
    insta::assert_snapshot!(session);
}

#[test]
fn no_expression_is_too_odd_to_be_refused() {
    let pieces = [
        "mean", "(", ")", "states", ".", "wealth", "USA", ",", "last", "20", " ", "'", "\"", "[", "]", "=", "where",
        "between", "events", "pairs", ">", "0.5", "..", "-", "!", "&&", "é", "\u{202e}", "{", "war_rate",
    ];
    let mut state = 7u64;
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..9 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        let value = toml::Value::String(text).to_string();
        let _ = load_text("s", &format!("[states.USA]\n[states.B]\n[outcomes]\nx = {value}\n"), &[]);
    }
    for piece in pieces {
        let value = toml::Value::String(piece.repeat(5_000)).to_string();
        let _ = load_text("s", &format!("[states.USA]\n[states.B]\n[outcomes]\nx = {value}\n"), &[]);
    }
    let deep = format!("x = '{}1{}'", "mean(".repeat(5_000), ")".repeat(5_000));
    let _ = load_text("s", &format!("[states.USA]\n[states.B]\n[outcomes]\n{deep}\n"), &[]);
}
