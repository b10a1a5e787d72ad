//! Golden runs: small scenarios give the tables that they gave before. `TAKVIN_BLESS=1 cargo test --test tests golden::` renews
//! them; read the difference before it lands.

use std::path::{Path, PathBuf};

use crate::common::place::Place;

/// How far a number may be from what it was, in its own size where that is above 1.
const TOLERANCE: f64 = 1e-10;
/// All rows up to this are kept. After it, events of single issues are left out, because there are many.
const ISSUES_KEPT: usize = 30;
const TABLES: [&str; 5] = ["states", "world", "events", "pairs", "runs"];

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Runs a scenario and holds its tables against the golden ones, or makes them the golden ones.
fn holds(scenario: &str, noise: &str) {
    let place = Place::new();
    let file = golden().join(format!("{scenario}.toml"));
    // Every replicate of a drawn world is another; of others one is enough.
    let runs = if scenario == "drawn" { "2" } else { "1" };
    let file = file.to_str().unwrap();
    place.succeeds(&["run", file, "--noise", noise, "--runs", runs, "--out", "run", "--quiet"]);
    let directory = golden().join(format!("{scenario}-{noise}"));
    for table in TABLES {
        let text = place.read(&format!("run/{table}.csv"));
        let kept = |&(at, row): &(usize, &str)| at < ISSUES_KEPT || !row.contains(",issues_");
        let rows = text.split_inclusive('\n').enumerate().filter(|row| table != "events" || kept(row));
        let now: String = rows.map(|(_, row)| row).collect();
        let path = directory.join(format!("{table}.csv"));
        if std::env::var_os("TAKVIN_BLESS").is_some() {
            std::fs::create_dir_all(&directory).unwrap();
            std::fs::write(&path, now).unwrap();
            continue;
        }
        let before = std::fs::read_to_string(&path).unwrap().replace('\r', "");
        if let Some(difference) = difference(&before, &now) {
            panic!(
                "{scenario}, noise {noise}, {table}.csv: {difference}. TAKVIN_BLESS=1 cargo test --test tests golden::"
            );
        }
    }
}

/// The first cell that is not what it was.
fn difference(before: &str, now: &str) -> Option<String> {
    let read = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let (before, now) = (read(before), read(now));
    if before.len() != now.len() || before.first() != now.first() {
        return Some(format!("{} rows and {} rows, or other columns", before.len(), now.len()));
    }
    for (line, (old, new)) in before.iter().zip(&now).enumerate() {
        for ((column, old), new) in before[0].iter().zip(old).zip(new) {
            let same = match (old.parse::<f64>(), new.parse::<f64>()) {
                (Ok(a), Ok(b)) => (a - b).abs() <= TOLERANCE * a.abs().max(1.0),
                _ => old == new,
            };
            if !same {
                return Some(format!("line {}, {column}: {old:?} before, {new:?} now", line + 1));
            }
        }
    }
    None
}

#[test]
fn an_image_and_a_war_go_as_before() {
    holds("image", "on");
    holds("image", "off");
}

#[test]
fn every_deed_has_the_effects_it_had() {
    holds("deeds", "on");
    holds("deeds", "off");
}

#[test]
fn a_drawn_world_goes_as_before() {
    holds("drawn", "on");
    holds("drawn", "off");
}

#[test]
fn numbers_may_differ_in_their_last_digits_and_words_not_at_all() {
    assert_eq!(difference("a,b\n1,x\n", "a,b\n1.00000000000001,x\n"), None);
    for now in ["a,b\n1.000001,x\n", "a,b\n1,y\n", "a,b\n,x\n", "a,c\n1,x\n", "a,b\n"] {
        assert!(difference("a,b\n1,x\n", now).is_some(), "{now}");
    }
}

#[test]
fn the_golden_runs_show_what_they_are_for() {
    let events = |run: &str| std::fs::read_to_string(golden().join(run).join("events.csv")).unwrap();
    for kind in ["war_begun", "threat_begun", "intervention"] {
        assert!(events("image-on").contains(kind), "{kind}");
    }
    for kind in ["state_entered", "state_left", "dispute_void", "dispute_begun"] {
        assert!(events("deeds-on").contains(kind) || events("deeds-off").contains(kind), "{kind}");
    }
}
