//! Run directories when things go wrong: killed runs, full disks, two runs at once, manifests that lie.

mod common;

use std::process::{Child, Command, Stdio};

use common::place::{Place, wait_for};

/// A run that takes long, begun and not waited for.
fn begun(place: &Place, arguments: &[&str]) -> Child {
    let child = Command::new(env!("CARGO_BIN_EXE_takvin"))
        .args(["run", "world.toml", "--rounds", "1000000", "--set", "record.every=1000000", "--quiet"])
        .args(arguments)
        .current_dir(place.0.path())
        .stderr(Stdio::null())
        .spawn();
    child.unwrap()
}

/// Waits until a run has begun to write into a directory.
fn wait_for_staging(place: &Place, directory: &str) {
    wait_for(&place.path(directory));
    for _ in 0..1000 {
        let staging = place.names(directory).into_iter().find(|name| name.starts_with(".takvin-"));
        if staging.is_some_and(|name| place.path(directory).join(name).join(".lock").exists()) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("nothing is being written to {directory}");
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_a_killed_run_leaves_does_not_stand_in_the_way_of_the_next() {
    let place = Place::new();
    for (directory, arguments) in [("a", &["--out", "a"][..]), ("output/world", &[])] {
        let child = begun(&place, arguments);
        wait_for_staging(&place, directory);
        kill(child);
        assert!(place.names(directory)[0].starts_with(".takvin-"));
        place.succeeds(&[&["run", "world.toml", "--quiet"], arguments].concat());
        assert_eq!(place.names(directory)[0], "events.csv", "the hidden directory is gone");
    }
    assert_eq!(place.names("output"), ["world"], "a directory without a run in it is used");
}

#[test]
fn two_runs_never_write_into_one_directory() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    let child = begun(&place, &["--out", "a", "--force"]);
    wait_for_staging(&place, "a");
    let error = place.fails(2, &["run", "world.toml", "--out", "a", "--force"]);
    assert!(error.contains("another run") && error.contains("a/.takvin-"), "{error}");
    kill(child);
    place.succeeds(&["run", "world.toml", "--out", "a", "--force", "--quiet"]);
}

/// The files of a run with pairs, the manifest last; the run that it replaces has them all but the pairs.
const FILES: [&str; 7] =
    ["states.csv", "world.csv", "events.csv", "pairs.csv", "runs.csv", "scenario.toml", "manifest.toml"];

#[test]
fn a_run_killed_while_it_replaced_another_gives_the_other_back() {
    let old_files = || FILES.into_iter().filter(|name| *name != "pairs.csv");
    // How many of the old files are set aside, the manifest first, and how many of the new are in their place.
    for (aside, in_place) in [(0, 0), (3, 0), (6, 0), (6, 2), (6, 4), (6, 6)] {
        let place = Place::new();
        let directory = place.path("a");
        place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
        place.succeeds(&["run", "world.toml", "--out", "b", "--seed", "9", "--pairs", "--quiet"]);
        let before: Vec<String> = old_files().map(|name| place.read(&format!("a/{name}"))).collect();
        let staging = directory.join(".takvin-killedkilled.tmp");
        std::fs::create_dir_all(staging.join("old")).unwrap();
        std::fs::write(staging.join(".lock"), "").unwrap();
        let old: Vec<_> = old_files().collect();
        for name in old.iter().rev().take(aside) {
            std::fs::rename(directory.join(name), staging.join("old").join(name)).unwrap();
        }
        for (at, name) in FILES.iter().enumerate() {
            let to = if at < in_place { &directory } else { &staging };
            std::fs::rename(place.path("b").join(name), to.join(name)).unwrap();
        }
        let error = place.fails(2, &["run", "world.toml", "--out", "a"]);
        assert!(error.contains("not empty"), "{error}");
        let mut names = old;
        names.sort_unstable();
        assert_eq!(place.names("a"), names, "{aside} {in_place}");
        assert_eq!(old_files().map(|name| place.read(&format!("a/{name}"))).collect::<Vec<_>>(), before);
    }
}

#[test]
fn a_manifest_that_lists_a_folder_removes_nothing() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    std::fs::create_dir(place.path("a/notes")).unwrap();
    std::fs::write(place.path("a/notes/mine.txt"), "mine").unwrap();
    let manifest = place.read("a/manifest.toml").replace("\"states.csv\"", "\"notes\", \"states.csv\"");
    std::fs::write(place.path("a/manifest.toml"), manifest).unwrap();
    assert!(place.fails(2, &["run", "world.toml", "--out", "a", "--force"]).contains("a/notes"));
    assert_eq!(place.read("a/notes/mine.txt"), "mine");
}

/// A limit on the size of files stands for a disk that fills up.
#[test]
#[cfg(unix)]
fn a_disk_that_fills_up_fails_with_the_path_and_keeps_the_old_run() {
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
    assert!(limited("--out a --force").contains("a/states.csv: could not be written"));
    assert_eq!(
        place.names("a"),
        ["events.csv", "manifest.toml", "runs.csv", "scenario.toml", "states.csv", "world.csv"]
    );
    assert_eq!(place.read("a/manifest.toml"), before);
    limited("--out new/b");
    limited("");
    assert_eq!(place.names("."), ["a", "world.toml"]);
}
