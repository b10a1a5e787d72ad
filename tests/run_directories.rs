//! Run directories when things go wrong: killed runs, full disks, two runs at once, false manifests.

use std::process::Command;

use crate::common::place::{Place, signal, wait_for};

/// Runs that take a few milliseconds each.
const MANY: [&str; 8] = ["run", "world.toml", "--rounds", "300", "--runs", "60", "--threads", "2"];
/// Tables of a run.
const TABLES: [&str; 5] = ["states.csv", "world.csv", "events.csv", "runs.csv", "scenario.toml"];

fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [base, more].concat()
}

/// The number of runs that the journal of a directory has.
fn saved(place: &Place, directory: &str) -> usize {
    let journal = std::fs::read(place.path(directory).join("unfinished/journal")).unwrap_or_default();
    journal.split(|byte| *byte == b'\n').count().saturating_sub(3)
}

/// Waits until this number of runs is saved, then kills the process.
fn kill_at(place: &Place, arguments: &[&str], directory: &str, wanted: usize) {
    let mut child = place.begun(arguments);
    wait_for(&place.path(directory).join("unfinished/journal"));
    while saved(place, directory) < wanted {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it could be killed");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

fn same_tables(place: &Place, a: &str, b: &str) {
    for table in TABLES {
        let [a, b] = [a, b].map(|directory| std::fs::read(place.path(directory).join(table)).unwrap());
        assert!(a == b, "{table}");
    }
}

#[test]
fn a_killed_run_resumes() {
    let place = Place::new();
    place.succeeds(&with(&MANY, &["--out", "whole", "--quiet"]));
    for (directory, arguments) in [("a", &["--out", "a"][..]), ("output/world", &[])] {
        let command = with(&MANY, arguments);
        for wanted in [3, 20] {
            kill_at(&place, &command, directory, wanted);
        }
        let kept = saved(&place, directory);
        let output = place.run(&command);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        assert!(said.contains(&format!("{kept} of 60 runs are saved")), "{said}");
        same_tables(&place, "whole", directory);
        assert_eq!(place.names(directory), place.names("whole"), "nothing else is left");
    }
    assert_eq!(place.names("output"), ["world"], "it was resumed and not begun elsewhere");
    assert!(place.run(&with(&MANY, &["--out", "a"])).status.success(), "finished runs are not run again");
}

#[test]
fn an_interrupted_run_says_what_is_saved() {
    let place = Place::new();
    let mut child = place.begun(&with(&MANY, &["--out", "a"]));
    wait_for(&place.path("a/unfinished/journal"));
    while saved(&place, "a") < 3 {
        assert!(child.try_wait().unwrap().is_none());
    }
    signal(&child, "TERM");
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    let kept = format!("{} of 60 runs are saved in a; rerun the same command", saved(&place, "a"));
    assert!(said.contains(&kept), "{kept} in {said}");
    // What is saved can be drawn, and says that it is not the whole.
    place.succeeds(&["plot", "a", "--figure", "drift", "--image", "svg"]);
    assert!(place.read("a/figures/drift.svg").contains("unfinished"));
    let error = place.fails(2, &["export", "a", "--format", "parquet"]);
    assert!(error.contains("not finished") && error.contains("runs are saved"), "{error}");
    let error = place.fails(2, &with(&MANY, &["--out", "a", "--seed", "8"]));
    assert!(
        error.contains("unfinished work of this command") && error.contains("run.seed: 5 there, 8 here"),
        "{error}"
    );
}

#[test]
fn checkpoints_and_parquet_of_a_killed_run() {
    let place = Place::new();
    let more = ["--checkpoint", "40", "--format", "parquet", "--pairs=2"];
    let few = ["run", "world.toml", "--rounds", "120", "--runs", "24"];
    place.succeeds(&with(&with(&few, &more), &["--out", "whole", "--quiet"]));
    let command = with(&with(&few, &more), &["--out", "a", "--quiet"]);
    kill_at(&place, &command, "a", 7);
    place.succeeds(&command);
    let [whole, a] = ["whole", "a"].map(|directory| place.files(directory));
    assert_eq!(whole.keys().collect::<Vec<_>>(), a.keys().collect::<Vec<_>>());
    for (name, bytes) in whole.iter().filter(|(name, _)| *name != "manifest.toml") {
        assert!(a[name] == *bytes, "{name}");
    }
    place.succeeds(&["run", "--from", "a/checkpoint-40.bin", "--out", "later", "--quiet"]);
}

#[test]
fn a_killed_overwrite_keeps_the_old_run() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    let before = place.files("a");
    kill_at(&place, &with(&MANY, &["--out", "a", "--force"]), "a", 3);
    for (name, bytes) in &before {
        assert!(place.files("a")[name] == *bytes, "{name}");
    }
    place.succeeds(&["plot", "a", "--figure", "drift", "--image", "svg"]);
    place.succeeds(&["explain", "a", "--state", "Arda", "--round", "1"]);
    place.succeeds(&["export", "a", "--format", "parquet", "--quiet"]);
    place.succeeds(&with(&MANY, &["--out", "a", "--force", "--quiet"]));
    assert!(!place.names("a").iter().any(|name| name.ends_with("parquet")), "they were of the old run");
    place.succeeds(&with(&MANY, &["--out", "whole", "--quiet"]));
    same_tables(&place, "whole", "a");
}

#[test]
fn the_next_command_completes_a_killed_overwrite() {
    let next: [&[&str]; 5] = [
        &["plot", "a", "--figure", "drift", "--image", "svg"],
        &["report", "a", "--quiet"],
        &["explain", "a", "--state", "Arda", "--round", "1"],
        &["export", "a", "--format", "gexf", "--quiet"],
        &["run", "world.toml", "--out", "a", "--seed", "9", "--pairs"],
    ];
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "old", "--format", "parquet", "--quiet"]);
    place.succeeds(&["run", "world.toml", "--out", "new", "--seed", "9", "--pairs", "--quiet"]);
    let old: Vec<String> = place.names("old");
    let new: Vec<String> = place.names("new").into_iter().filter(|name| name != "manifest.toml").collect();
    for removed in [0, 2] {
        for moved in 0..=new.len() + 1 {
            let _ = std::fs::remove_dir_all(place.path("a"));
            place.copy("old", "a");
            place.copy("new", "a/unfinished");
            std::fs::write(place.path("a/unfinished/commit"), old.join("\n")).unwrap();
            for name in old.iter().filter(|name| name.ends_with("parquet")).take(removed) {
                std::fs::remove_file(place.path("a").join(name)).unwrap();
            }
            for name in new.iter().chain([&"manifest.toml".to_owned()]).take(moved) {
                std::fs::rename(place.path("a/unfinished").join(name), place.path("a").join(name)).unwrap();
            }
            if moved > new.len() {
                // The manifest is the last to move: by then everything that was replaced is gone.
                old.iter().filter(|name| name.ends_with("parquet")).for_each(|name| {
                    let _ = std::fs::remove_file(place.path("a").join(name));
                });
            }
            place.succeeds(next[moved % next.len()]);
            for name in place.names("new") {
                if name != "manifest.toml" {
                    assert!(place.files("new")[&name] == place.files("a")[&name], "{moved}: {name}");
                }
            }
            let names = place.names("a");
            assert!(!names.iter().any(|name| name.ends_with("parquet") || name == "unfinished"), "{moved}: {names:?}");
        }
    }
}

#[test]
fn two_runs_never_write_into_one_directory() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    let mut child = place.begun(&["run", "world.toml", "--rounds", "100000", "--runs", "60", "--out", "a", "--force"]);
    wait_for(&place.path("a/unfinished/journal"));
    let error = place.fails(2, &["run", "world.toml", "--out", "a", "--force"]);
    assert!(error.contains("a: another takvin process is writing"), "{error}");
    child.kill().unwrap();
    child.wait().unwrap();
    place.succeeds(&["run", "world.toml", "--out", "a", "--force", "--quiet"]);
    // Two that may choose their directory choose two.
    let both = ["1", "2"].map(|_| place.begun(&["run", "world.toml", "--rounds", "1000", "--runs", "60"]));
    for mut child in both {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(place.names("output"), ["world", "world-2"]);
    same_tables(&place, "output/world", "output/world-2");
}

#[test]
fn a_manifest_that_lists_a_folder_removes_nothing() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    std::fs::create_dir(place.path("a/notes")).unwrap();
    std::fs::write(place.path("a/notes/mine.txt"), "mine").unwrap();
    let manifest = place.read("a/manifest.toml").replace("files = [", "files = [\"notes\", ");
    std::fs::write(place.path("a/manifest.toml"), manifest).unwrap();
    assert!(place.fails(2, &["run", "world.toml", "--out", "a", "--force"]).contains("a/notes"));
    assert_eq!(place.read("a/notes/mine.txt"), "mine");
}

/// Numbers in a manifest are held against the tables before memory is taken for them.
#[test]
#[cfg(unix)]
fn a_manifest_with_too_many_runs_needs_little_memory() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet"]);
    let manifest = place.read("a/manifest.toml").replace("\nruns = 2\n", "\nruns = 4294967295\n");
    std::fs::write(place.path("a/manifest.toml"), manifest).unwrap();
    for command in ["plot a --figure drift", "report a"] {
        let (code, error) = limited(&place, command);
        assert_eq!(code, Some(2), "{command}: {error}");
        assert!(error.contains("the table has 2 runs, but the manifest 4294967295"), "{command}: {error}");
    }
    // An export reads the rows that there are.
    for command in ["export a --format parquet", "export a --format gexf"] {
        let (code, error) = limited(&place, command);
        assert_eq!(code, Some(0), "{command}: {error}");
    }
}

/// Runs a command with 3 GB of memory; returns its exit code and what it prints to standard error.
#[cfg(unix)]
fn limited(place: &Place, command: &str) -> (Option<i32>, String) {
    let script = format!("ulimit -v 3000000; exec \"$0\" {command}");
    let takvin = env!("CARGO_BIN_EXE_takvin");
    let output = Command::new("sh").args(["-c", &script, takvin]).current_dir(place.0.path()).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A limit on the size of files simulates a disk that fills up.
#[test]
#[cfg(unix)]
fn a_full_disk_keeps_the_old_run() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    let before = place.read("a/manifest.toml");
    let limited = |arguments: &str| {
        let script = format!("trap '' XFSZ; ulimit -f 40; exec \"$0\" run world.toml --rounds 900 {arguments}");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_takvin")])
            .current_dir(place.0.path())
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{error}");
        error
    };
    assert!(limited("--out a --force").contains("a/unfinished/states.csv: could not be written"));
    assert_eq!(
        place.names("a"),
        ["events.csv", "manifest.toml", "runs.csv", "scenario.toml", "states.csv", "world.csv"]
    );
    assert_eq!(place.read("a/manifest.toml"), before);
    limited("--out new/b");
    limited("");
    assert_eq!(place.names("."), ["a", "world.toml"]);
}

#[test]
#[cfg(unix)]
fn permissions_follow_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    for (umask, mode) in [("077", 0o600), ("022", 0o644), ("002", 0o664)] {
        let place = Place::new();
        let script = format!(
            "umask {umask}; set -e; t=\"$0\"; $t run world.toml --out a -q --checkpoint 2 --pairs --format parquet; \
             $t plot a --figure drift; $t report a -q; $t export a --format gexf -q; $t new n.toml; \
             $t sweep world.toml --vary parameters.feedback.threat=0,1 --out s -q; $t batch world.toml --out b -q"
        );
        let takvin = env!("CARGO_BIN_EXE_takvin");
        let output = Command::new("sh").args(["-c", &script, takvin]).current_dir(place.0.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for name in place.files(".").keys().filter(|name| *name != "world.toml") {
            let there = std::fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
            assert_eq!(there, mode, "{name}: {there:o} under umask {umask}");
        }
    }
}

/// No sum or product of them overflows.
#[test]
fn impossible_numbers_of_unfinished_work() {
    let place = Place::new();
    let sweep = ["sweep", "world.toml", "--rounds", "2", "--vary", "parameters.feedback.threat=0,1", "--out"];
    place.succeeds(&with(&sweep, &["whole", "--quiet"]));
    place.copy("whole", "a/unfinished");
    std::fs::rename(place.path("a/unfinished/runs.csv"), place.path("a/unfinished/runs.csv.part")).unwrap();
    let chunk = "18446744073709551615 00000000 .\n";
    std::fs::write(place.path("a/unfinished/journal"), format!("runs.csv\n{chunk}{chunk}")).unwrap();
    let points = "points = 9223372036854775807\n";
    let manifest = place.read("whole/manifest.toml").replace("points = 2\n", points);
    for shard in ["", "shard = \"2/18446744073709551615\"\n"] {
        let manifest = manifest.replace(points, &format!("{points}{shard}"));
        std::fs::write(place.path("a/unfinished/manifest.toml"), manifest).unwrap();
        let name = if shard.is_empty() { "impossible_numbers" } else { "impossible_numbers_of_a_shard" };
        insta::assert_snapshot!(name, place.session("plot a\nexport a --format parquet\nmerge a --out m"));
        assert!(!place.path("m").exists());
    }
}

#[test]
fn removed_tables_are_reported() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "b", "--quiet"]);
    std::fs::remove_file(place.path("b/events.csv")).unwrap();
    for command in [&["plot", "b"][..], &["report", "b"], &["export", "b", "--format", "parquet"]] {
        let error = place.fails(2, command);
        assert!(error.contains("b/events.csv"), "{error}");
    }
    kill_at(&place, &with(&MANY, &["--out", "a", "--pairs"]), "a", 3);
    std::fs::remove_file(place.path("a/unfinished/pairs.csv.part")).unwrap();
    let error = place.fails(2, &["plot", "a", "--image", "svg"]);
    assert!(error.contains("pairs.csv.part") && !error.contains("--pairs"), "{error}");
}
