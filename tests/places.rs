//! Claims in a directory with other content, which is resumed, overwritten, or refused by name.

use std::process::Command;

use crate::common::place::{APART, Place, says, wait_for};

/// Short work, which is done by hand here and cut short elsewhere.
const CLAIMS: [&str; 9] = ["claims", "--only", "C1", "--replicates", "2", "--world", "world.toml", "--out", "a"];
/// Other work of the same command.
const ROBUST: [&str; 9] = ["claims", "--robust", "3", "--only", "C1", "--replicates", "2", "--out", "a"];

/// Work that is killed and so left unfinished.
fn begun(place: &Place, command: &[&str]) {
    let mut child = place.begun(command);
    let begun = std::panic::catch_unwind(|| wait_for(&place.path("a/unfinished/journal")));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(begun.is_ok(), "no journal appeared");
    assert!(place.path("a/unfinished/manifest.toml").exists(), "killed too late");
}

/// The same with more replicates than can finish.
fn long(command: &[&'static str]) -> Vec<&'static str> {
    command.iter().map(|word| if *word == "2" { "90000" } else { word }).collect()
}

fn forced<'a>(command: &[&'a str]) -> Vec<&'a str> {
    [command, &["--force"]].concat()
}

#[test]
fn a_manifest_that_cannot_be_read_is_named_with_the_reason() {
    let place = Place::new();
    let part = place.path("a/unfinished/manifest.toml");
    begun(&place, &long(&CLAIMS));
    let sound = std::fs::read(&part).unwrap();
    std::fs::write(&part, "program = \"takvin\"\nruns = many\n").unwrap();
    for command in [
        long(&CLAIMS),
        forced(&CLAIMS),
        vec!["sweep", "world.toml", "--vary", "parameters.feedback.threat=0,1", "--out", "a"],
    ] {
        says(
            &place.fails(2, &command),
            &["a/unfinished/manifest.toml: the file cannot be read", "line 2", "Restore the file"],
        );
    }
    std::fs::write(&part, sound).unwrap();
    place.succeeds(&forced(&CLAIMS));
    std::fs::write(place.path("a/manifest.toml"), b"\xff").unwrap();
    for command in [CLAIMS.to_vec(), forced(&CLAIMS), vec!["run", "world.toml", "--out", "a", "--force"]] {
        says(&place.fails(2, &command), &["a/manifest.toml: the file cannot be read", "it is not UTF-8 text"]);
    }
}

#[test]
#[cfg(unix)]
fn pipes_and_links_are_refused() {
    let place = Place::new();
    let pipe = |name: &str| assert!(Command::new("mkfifo").arg(place.path(name)).status().unwrap().success());
    for directory in ["a/unfinished", "b"] {
        std::fs::create_dir_all(place.path(directory)).unwrap();
    }
    pipe("a/unfinished/manifest.toml");
    pipe("b/manifest.toml");
    for command in [
        CLAIMS.to_vec(),
        forced(&CLAIMS),
        vec!["sweep", "world.toml", "--vary", "parameters.feedback.threat=0,1", "--out", "a"],
    ] {
        says(&place.fails(2, &command), &["a/unfinished/manifest.toml: this is a pipe"]);
    }
    says(&place.fails(2, &["report", "b"]), &["b/manifest.toml: this is a pipe"]);
    std::fs::remove_dir_all(place.path("a")).unwrap();
    begun(&place, &long(&CLAIMS));
    let (table, theirs) = (place.path("a/unfinished/runs.csv.part"), place.path("theirs.csv"));
    std::fs::rename(&table, &theirs).unwrap();
    std::os::unix::fs::symlink(&theirs, &table).unwrap();
    let before = std::fs::read(&theirs).unwrap();
    says(&place.fails(2, &long(&CLAIMS)), &["a/unfinished/runs.csv.part: this is a symbolic link, not a plain file"]);
    assert_eq!(std::fs::read(&theirs).unwrap(), before);
    place.succeeds(&forced(&CLAIMS));
    assert_eq!(std::fs::read(&theirs).unwrap(), before);
}

#[test]
fn force_removes_only_the_unfinished_work() {
    let place = Place::new();
    place.succeeds(&CLAIMS);
    let whole = place.names("a");
    for (other, then) in [(&ROBUST, &CLAIMS), (&CLAIMS, &CLAIMS)] {
        std::fs::remove_dir_all(place.path("a")).unwrap();
        begun(&place, &long(other));
        for name in [".takvin-notes", "claim-C9.svg", "mine.csv.part"] {
            std::fs::write(place.path("a").join(name), "mine").unwrap();
        }
        says(&place.fails(2, then), &["--force"]);
        place.succeeds(&forced(then));
        let mut wanted = whole.clone();
        wanted.extend([".takvin-notes", "claim-C9.svg", "mine.csv.part"].map(str::to_owned));
        wanted.sort();
        assert_eq!(place.names("a"), wanted);
    }
}

#[test]
fn foreign_files_are_refused_first() {
    let place = Place::new();
    for name in ["claims.md", "runs.csv", "manifest.toml"] {
        begun(&place, &long(&CLAIMS));
        std::fs::write(place.path("a").join(name), "mine").unwrap();
        let before = place.files("a");
        let reason = if name == "manifest.toml" { "the file cannot be read" } else { "does not belong to the results" };
        for command in [long(&CLAIMS), forced(&CLAIMS)] {
            says(&place.fails(2, &command), &[&format!("a/{name}"), reason, "nothing was removed"]);
        }
        assert!(place.files("a") == before);
        std::fs::remove_dir_all(place.path("a")).unwrap();
    }
    place.succeeds(&CLAIMS);
    std::fs::remove_file(place.path("a/claims.md")).unwrap();
    std::fs::create_dir(place.path("a/claims.md")).unwrap();
    let before = place.names("a");
    says(&place.fails(2, &forced(&ROBUST)), &["a/claims.md: this is a directory"]);
    assert_eq!(place.names("a"), before);
}

#[test]
#[cfg(unix)]
fn unusual_names_on_pages_and_in_figures() {
    let place = Place::new();
    let name = "a|b\nc\u{1b}<&\u{1}";
    std::fs::copy(place.path("world.toml"), place.path(&format!("{name}.toml"))).unwrap();
    let world = format!("{name}.toml");
    place.succeeds(&["claims", "--only", "C1", "--replicates", "2", "--world", &world, "--out", "a", "--quiet"]);
    roxmltree::Document::parse(&place.read("a/figures/claim-C1.svg")).unwrap();
    let page = place.read("a/claims.md");
    assert!(!page.contains(['\u{1b}', '\u{1}']));
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
    assert!(rows.iter().any(|row| row.contains("a\\|b")), "{page}");
    for pair in page.lines().collect::<Vec<_>>().windows(2).filter(|pair| pair.iter().all(|line| line.starts_with('|')))
    {
        assert_eq!(cells(pair[0]), cells(pair[1]), "{pair:?}");
    }
    assert!(page.contains(r"--world $'a|b\nc\u001b<&\u0001.toml'"), "{page}");
    place.succeeds(&["run", &world, "--out", "b", "--quiet"]);
    place.succeeds(&["plot", "b", "--image", "svg"]);
    let figures = place.names("b/figures");
    assert!(figures.iter().any(|figure| figure == "drift.svg"), "{figures:?}");
    for figure in figures {
        roxmltree::Document::parse(&place.read(&format!("b/figures/{figure}"))).unwrap();
    }
}

#[test]
fn output_paths_and_overrides_that_cannot_be() {
    let place = Place::new();
    std::fs::write(place.path("file"), "mine").unwrap();
    let session = place.session(
        "claims --only C1 --out file/x
        run world.toml --out file/x
        sweep world.toml --vary parameters.feedback.threat=0,1 --out file/x
        batch world.toml --out file/x
        loop world.toml --rounds 10 --out file/x
        claims --out x --robust 2 --set parameters={}
        claims --out x --set generator={}",
    );
    insta::assert_snapshot!(session);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", place.path("link")).unwrap();
        for command in [&["claims", "--only", "C1"][..], &["run", "world.toml"], &["batch", "world.toml"]] {
            let said = place.fails(2, &[command, &["--out", "link"]].concat());
            says(&said, &["link: this is a broken link, not a directory"]);
        }
    }
    // As in a read-only directory: --force would not help.
    place.succeeds(&CLAIMS);
    std::fs::create_dir(place.path("a/.lock")).unwrap();
    let said = place.fails(1, &forced(&ROBUST));
    assert!(said.contains("a/.lock: could not be made") && !said.contains("--force"), "{said}");
}

#[test]
fn a_world_that_does_not_fit_is_named_by_its_replicate() {
    let place = Place::new();
    std::fs::write(place.path("apart.toml"), APART).unwrap();
    let said = place.fails(2, &["run", "apart.toml", "--out", "x"]);
    says(&said, &["the problem is in replicate 3 (counted from 0)", "nothing was written", "all of its 6 runs"]);
    // Claims would run for hours before they came to it: all draws are tried first.
    let claims = ["claims", "--only", "C1", "--world", "apart.toml", "--seed", "6", "--out", "x", "--replicates"];
    says(&place.fails(2, &[&claims[..], &["6"]].concat()), &["in replicate 3 (counted from 0)"]);
    assert!(!place.path("x").exists());
}

/// Results were written before, and then the JSON that names them failed.
#[test]
#[cfg(target_os = "linux")]
fn json_names_a_directory_that_is_not_utf_8() {
    use std::os::unix::ffi::OsStrExt as _;
    let place = Place::new();
    let output = Command::new(env!("CARGO_BIN_EXE_takvin"))
        .args(["run", "world.toml", "--plot", "--json", "--out"])
        .arg(std::ffi::OsStr::from_bytes(b"run\xff"))
        .current_dir(place.path("."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["directory"], "run\u{fffd}");
    assert!(
        json["figures"].as_array().unwrap().iter().all(|figure| figure.as_str().unwrap().starts_with("run\u{fffd}"))
    );
}
