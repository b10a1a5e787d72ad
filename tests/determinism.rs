//! The same scenario and seed give the same bytes: for any number of threads, on every repetition, after a checkpoint.

use std::path::{Path, PathBuf};
use std::process::Command;

fn takvin(directory: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_takvin")).args(arguments).current_dir(directory).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

const WORLD: &str = "[run]\nrounds = 14\nreplicates = 5\nseed = 0\n[generator]\ncount = 8\n[record]\npairs = true\n\
    modularity = true\n[events.blow]\ndo = \"policy\"\nstate = \"S1\"\nact = \"confront\"\nfrom = 3\nuntil = 8\n";
const TABLES: [&str; 5] = ["states.csv", "world.csv", "events.csv", "pairs.csv", "runs.csv"];

fn world_in(directory: &Path) -> PathBuf {
    let path = directory.join("world.toml");
    std::fs::write(&path, WORLD).unwrap();
    path
}

fn table(directory: &Path, run: &str, table: &str) -> String {
    std::fs::read_to_string(directory.join(run).join(table)).unwrap()
}

/// Rows after a round, with the header.
fn rows_after(text: &str, round: u32) -> Vec<&str> {
    let later = |line: &&str| line.split(',').nth(1).and_then(|cell| cell.parse().ok()).is_some_and(|r: u32| r > round);
    text.lines().take(1).chain(text.lines().skip(1).filter(later)).collect()
}

#[test]
fn tables_are_the_same_for_1_2_and_8_threads_and_on_repetition() {
    let place = tempfile::tempdir().unwrap();
    world_in(place.path());
    for (out, threads) in [("one", "1"), ("two", "2"), ("eight", "8"), ("again", "2")] {
        takvin(place.path(), &["run", "world.toml", "--out", out, "--threads", threads, "--quiet"]);
    }
    for name in TABLES {
        let first = table(place.path(), "one", name);
        assert!(first.lines().count() > 5, "{name} has rows");
        for out in ["two", "eight", "again"] {
            assert!(first == table(place.path(), out, name), "{name} of {out}");
        }
    }
}

#[test]
fn a_world_that_threads_share_has_the_same_tables_for_any_number_of_them() {
    let place = tempfile::tempdir().unwrap();
    // 72,010 pairs, so a world of several parts, with chance and disputes.
    let world = "[run]\nrounds = 3\nreplicates = 1\nsettle = 2\n[generator]\ncount = 380\n\
        [generator.pairs]\nrivalry = { low = 0.0, high = 1.0 }\n[reach]\nkind = \"complete\"\n";
    std::fs::write(place.path().join("world.toml"), world).unwrap();
    let tables = ["states.csv", "world.csv", "events.csv", "runs.csv"];
    for threads in ["1", "2", "7"] {
        takvin(place.path(), &["run", "world.toml", "--out", threads, "--threads", threads, "--quiet"]);
        for name in tables {
            assert!(table(place.path(), "1", name) == table(place.path(), threads, name), "{name} of {threads}");
        }
    }
    takvin(place.path(), &["run", "world.toml", "--out", "three", "--threads", "2", "--runs", "3", "--quiet"]);
    assert!(table(place.path(), "three", "states.csv").starts_with(&table(place.path(), "1", "states.csv")));
}

#[test]
fn tables_are_the_same_for_vectors_of_every_width() {
    let place = tempfile::tempdir().unwrap();
    world_in(place.path());
    let run = |vectors: &str| {
        let arguments = ["run", "world.toml", "--out", vectors, "--quiet"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_takvin"));
        command.args(arguments).env("TAKVIN_VECTORS", vectors).current_dir(place.path()).output().unwrap()
    };
    for vectors in ["baseline", "avx2", "widest"] {
        let output = run(vectors);
        assert!(output.status.success(), "{vectors}: {}", String::from_utf8_lossy(&output.stderr));
        for name in TABLES {
            assert!(table(place.path(), "baseline", name) == table(place.path(), vectors, name), "{name} of {vectors}");
        }
    }
    let output = run("avx");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "error: TAKVIN_VECTORS is `avx`; it must be one of baseline, avx2, widest\n");
}

#[test]
fn a_resolved_scenario_run_again_gives_the_same_tables() {
    let place = tempfile::tempdir().unwrap();
    world_in(place.path());
    takvin(place.path(), &["run", "world.toml", "--out", "a", "--set", "parameters.feedback.threat=0.5", "--quiet"]);
    takvin(place.path(), &["run", "a/scenario.toml", "--out", "b", "--quiet"]);
    for name in TABLES {
        assert!(table(place.path(), "a", name) == table(place.path(), "b", name), "{name}");
    }
}

#[test]
fn a_resumed_run_gives_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    world_in(place.path());
    takvin(place.path(), &["run", "world.toml", "--out", "whole", "--checkpoint", "5", "--quiet"]);
    takvin(place.path(), &["run", "--from", "whole/checkpoint-5.bin", "--out", "later", "--quiet"]);
    for name in ["states.csv", "world.csv", "events.csv", "pairs.csv"] {
        let (whole, later) = (table(place.path(), "whole", name), table(place.path(), "later", name));
        assert!(rows_after(&whole, 5) == later.lines().collect::<Vec<_>>(), "{name}");
    }
    assert!(table(place.path(), "whole", "runs.csv") == table(place.path(), "later", "runs.csv"));
}

#[test]
fn a_branch_shares_its_past_and_then_differs() {
    let place = tempfile::tempdir().unwrap();
    world_in(place.path());
    std::fs::write(
        place.path().join("peace.toml"),
        "base = \"world.toml\"\n[events.blow]\nenabled = false\n[events.hand]\ndo = \"policy\"\nstate = \"S1\"\n\
         act = \"cooperate\"\nfrom = 6\n",
    )
    .unwrap();
    takvin(place.path(), &["run", "world.toml", "--out", "whole", "--checkpoint", "5", "--quiet"]);
    takvin(place.path(), &["run", "--from", "whole/checkpoint-5.bin", "peace.toml", "--out", "branch", "--quiet"]);
    let (whole, branch) = (table(place.path(), "whole", "states.csv"), table(place.path(), "branch", "states.csv"));
    assert!(rows_after(&whole, 5).len() == branch.lines().count());
    assert!(rows_after(&whole, 5) != branch.lines().collect::<Vec<_>>(), "another future");
}

#[test]
fn a_replicate_does_not_depend_on_their_number() {
    let place = tempfile::tempdir().unwrap();
    world_in(place.path());
    takvin(place.path(), &["run", "world.toml", "--out", "five", "--quiet"]);
    takvin(place.path(), &["run", "world.toml", "--out", "two", "--runs", "2", "--quiet"]);
    let (five, two) = (table(place.path(), "five", "states.csv"), table(place.path(), "two", "states.csv"));
    assert!(five.starts_with(&two));
}

#[test]
fn seeds_and_histories() {
    let place = tempfile::tempdir().unwrap();
    world_in(place.path());
    takvin(place.path(), &["run", "world.toml", "--out", "zero", "--seed", "0", "--quiet"]);
    takvin(place.path(), &["run", "world.toml", "--out", "given", "--quiet"]);
    takvin(place.path(), &["run", "world.toml", "--out", "one", "--seed", "1", "--quiet"]);
    assert!(table(place.path(), "zero", "states.csv") == table(place.path(), "given", "states.csv"));
    assert!(table(place.path(), "zero", "states.csv") != table(place.path(), "one", "states.csv"));
}

#[test]
fn a_state_out_of_reach_changes_no_draw() {
    let place = tempfile::tempdir().unwrap();
    // Each of these is out of reach of all that come after: an additional state on a far island meets no state.
    let near = "[run]\nrounds = 12\n[reach]\nkind = \"contiguity\"\nneighbours = [[\"A\", \"B\"], [\"B\", \"C\"]]\n\
        [states.A]\nsystem = 0.2\n[states.B]\nsystem = 0.8\n[states.C]\n";
    std::fs::write(place.path().join("three.toml"), near).unwrap();
    let with_island = format!("{near}[states.Island]\nenters = 12\n");
    std::fs::write(place.path().join("four.toml"), with_island).unwrap();
    takvin(place.path(), &["run", "three.toml", "--out", "three", "--quiet"]);
    takvin(place.path(), &["run", "four.toml", "--out", "four", "--quiet"]);
    let (three, four) = (table(place.path(), "three", "states.csv"), table(place.path(), "four", "states.csv"));
    // Before the island enters in the last round, power and markets are shares of the same world.
    let before = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.split(',').nth(1) != Some("12")).map(str::to_owned).collect()
    };
    assert!(before(&three) == before(&four), "the draws of A, B and C stay where they were");
}
