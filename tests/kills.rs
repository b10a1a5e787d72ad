//! Processes killed at any time: what was finished before can still be read, and the same command comes to the same bytes.
//!
//! `cargo test` kills a few commands at random times. `TAKVIN_KILLS=500 cargo test --test tests kills::` kills as many as it says.
//! `cargo test --test tests kills:: -- --ignored` kills every command at each of its renames, removals and syncs, and needs strace.
//! A failure prints its number: `TAKVIN_KILL_FROM=17` begins there.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::place::Place;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// A command that writes.
struct Case {
    /// Commands that prepare the place, separated by semicolons.
    before: &'static str,
    /// The command that is killed.
    command: &'static str,
    /// The directory of results that it writes or adds to.
    results: &'static str,
}

const fn case(before: &'static str, command: &'static str, results: &'static str) -> Case {
    Case { before, command, results }
}

const OLD: &str = "run world.toml --out a -q";
const SWEPT: &str =
    "sweep world.toml --rounds 5 --trajectories --vary parameters.feedback.threat=0,1 --runs 2 --out s -q";
const SHARDS: &str = "sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --shard 1/2 --out p -q; \
     sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --shard 2/2 --out r -q";
const CASES: [Case; 31] = [
    case("", "run world.toml --rounds 60 --runs 20 --out a -q", "a"),
    case("", "run world.toml --rounds 60 --runs 20 -q", "output/world"),
    case(OLD, "run world.toml --rounds 60 --runs 20 --out a --force -q", "a"),
    case(
        "run world.toml --out a -q --seed 9 --pairs --format parquet; export a --format gexf -q; plot a --figure drift",
        "run world.toml --rounds 30 --runs 8 --checkpoint 7 --out a --force -q",
        "a",
    ),
    case("", "run world.toml --rounds 30 --runs 9 --checkpoint 5 --pairs --format parquet --out a -q", "a"),
    case("run world.toml --checkpoint 4 --out o -q", "run --from o/checkpoint-4.bin --rounds 40 --out a -q", "a"),
    case("", "batch world.toml spiral small-state --rounds 9 --runs 3 --out b -q", "b/spiral"),
    case(
        "batch world.toml spiral --rounds 9 --runs 2 --out b -q",
        "batch world.toml spiral --rounds 12 --runs 3 --out b --force -q",
        "b/world",
    ),
    case("", "batch world.toml spiral --rounds 30 --runs 9 --format parquet-only --out b -q", "b/world"),
    case("", SWEPT, "s"),
    case(
        SWEPT,
        "sweep world.toml --rounds 5 --trajectories --vary parameters.feedback.threat=0,0.5,1 --runs 3 --extend --out s -q",
        "s",
    ),
    case(
        SWEPT,
        "sweep world.toml --rounds 5 --vary parameters.feedback.threat=0,1 --until 0.2 --most 12 --force --out s -q",
        "s",
    ),
    case(
        "",
        "sweep world.toml --rounds 4 --vary parameters.feedback.threat=0..2/9 --runs 3 --format parquet --out s -q",
        "s",
    ),
    case(
        "",
        "sweep world.toml --rounds 4 --vary parameters.feedback.threat=0..2/9 --runs 4 --shard 2/3 --out s -q",
        "s",
    ),
    case(
        SWEPT,
        "sweep world.toml --rounds 5 --trajectories --vary parameters.feedback.threat=0,1 --runs 2 --format parquet --out s -q",
        "s",
    ),
    case(OLD, "run world.toml --rounds 30 --runs 9 --pairs --format parquet-only --out a --force -q", "a"),
    case(
        "",
        "sweep world.toml --rounds 4 --vary parameters.feedback.threat=0..2/9 --runs 3 --format parquet-only --out s -q",
        "s",
    ),
    case(SHARDS, "merge p r --out m -q", "m"),
    case(SHARDS, "merge r p --out m --format parquet -q", "m"),
    case(
        "sweep world.toml --rounds 3 --vary parameters.feedback.threat=0..2/3 --out m -q; \
         sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --shard 1/2 --out p -q; \
         sweep world.toml --rounds 3 --trajectories --vary parameters.feedback.threat=0..2/5 --shard 2/2 --out r -q",
        "merge p r --out m --force -q",
        "m",
    ),
    case(OLD, "export a --format parquet -q", "a"),
    case("run world.toml --out a -q; export a --format parquet -q", "export a --format parquet --force -q", "a"),
    case("run world.toml --pairs --out a -q", "export a --format gexf -q", "a"),
    case("run world.toml --pairs --out a -q; export a --format gexf -q", "export a --format gexf --force -q", "a"),
    case(OLD, "plot a", "a"),
    case(OLD, "report a -q", "a"),
    case("", "compare world.toml --set parameters.feedback.threat=1 --rounds 6 --out c -q", "c"),
    case(
        "compare world.toml --set parameters.feedback.threat=1 --rounds 6 --out c -q",
        "compare world.toml --set parameters.feedback.threat=0 --rounds 7 --out c --force -q",
        "c",
    ),
    case("", "loop world.toml --quick --replicates 2 --rounds 12 --only half-life --out l -q", "l"),
    case(
        "loop world.toml --quick --replicates 2 --rounds 12 --only half-life --out l -q",
        "loop world.toml --quick --replicates 2 --rounds 14 --only half-life --plot --out l --force -q",
        "l",
    ),
    case("", "claims --only C1 --replicates 2 --world world.toml --out c -q", "c"),
];

/// What reads results without changing their tables. The last adds to them.
const READERS: [&str; 5] = [
    "explain DIR --state Arda --round 1",
    "plot DIR --figure drift --image svg",
    "plot DIR --image svg",
    "report DIR -q",
    "export DIR --format parquet --force -q",
];

/// Files below a directory by their names there.
type Files = BTreeMap<String, Vec<u8>>;

fn takvin(place: &Place, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_takvin"));
    command.args(arguments.split_whitespace()).current_dir(place.0.path());
    command
}

fn prepared(before: &str) -> Place {
    let place = Place::new();
    for command in before.split(';').map(str::trim).filter(|command| !command.is_empty()) {
        let output = takvin(&place, command).output().unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }
    place
}

/// Files below a directory, none if it does not exist; manifests without the times that they hold.
fn files(place: &Place, directory: &str) -> Files {
    if place.path(directory).is_dir() { place.timeless_files(directory) } else { Files::new() }
}

/// Without what belongs to a process that was killed.
fn finished(files: &Files) -> Files {
    let is_left = |name: &str| name.split('/').any(|part| part == "unfinished" || part.starts_with(".takvin-"));
    files.iter().filter(|(name, _)| !is_left(name)).map(|(name, bytes)| (name.clone(), bytes.clone())).collect()
}

/// What a reader comes to: its exit code, what it prints, and the files that there are then.
fn read(place: &Place, reader: &str, results: &str) -> (Option<i32>, String, Files) {
    let copy = place.copied();
    // Figures are drawn after the results are finished, and are not read.
    let _ = std::fs::remove_dir_all(copy.path(results).join("figures"));
    let output = takvin(&copy, &reader.replace("DIR", results)).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let mut files = finished(&files(&copy, results));
    // A page holds the time at which the runs began.
    files.remove("report.html");
    (output.status.code(), said, files)
}

/// A case with what there is before it and after it.
struct Prepared {
    case: &'static Case,
    before: Place,
    after: Place,
    took: Duration,
    readings: BTreeMap<(usize, bool), (Option<i32>, String, Files)>,
}

impl Prepared {
    fn new(case: &'static Case) -> Self {
        let before = prepared(case.before);
        let after = before.copied();
        let begun = Instant::now();
        let output = takvin(&after, case.command).output().unwrap();
        assert!(output.status.success(), "{}: {}", case.command, String::from_utf8_lossy(&output.stderr));
        Self { case, before, after, took: begun.elapsed(), readings: BTreeMap::new() }
    }

    fn reading(&mut self, reader: usize, after: bool) -> &(Option<i32>, String, Files) {
        let place = if after { &self.after } else { &self.before };
        let results = self.case.results;
        self.readings.entry((reader, after)).or_insert_with(|| read(place, READERS[reader], results))
    }

    /// Kills the command by `kill`, and returns what is wrong afterwards.
    fn kill(&mut self, readers: &[usize], read_first: bool, kill: impl FnOnce(Command)) -> Result<(), String> {
        let place = self.before.copied();
        kill(takvin(&place, self.case.command));
        let results = self.case.results;
        let is_there = |place: &Place| place.path(results).join("manifest.toml").exists();
        let was_there = is_there(&self.before);
        for &reader in readers {
            let name = READERS[reader];
            let (code, said, files) = read(&place, name, results);
            if !matches!(code, Some(0..=2)) {
                return Err(format!("{name}: {code:?} {said}"));
            }
            let is_new = &(code, said.clone(), files.clone()) == self.reading(reader, true);
            if was_there && !is_new && &(code, said.clone(), files.clone()) != self.reading(reader, false) {
                let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>().join(" ");
                let differ: Vec<&String> = files
                    .iter()
                    .filter(|(n, b)| self.reading(reader, false).2.get(*n) != Some(b))
                    .map(|(n, _)| n)
                    .collect();
                return Err(format!(
                    "{name} reads neither the old nor the new results: {code:?} {said}; there are {}; other than before: {differ:?}",
                    names(&files)
                ));
            }
            if !was_there && code == Some(0) && is_there(&place) && !is_new {
                return Err(format!("{name} does not read the new results: {said}"));
            }
        }
        if read_first {
            let _ = takvin(&place, &READERS[0].replace("DIR", results)).output().unwrap();
        }
        // Without --out a finished run is not looked at again, and another directory is chosen.
        let is_over = is_there(&place) || place.path(results).join("unfinished/commit").exists();
        let chooses = !self.case.command.contains("-out") && self.case.command.starts_with("run");
        let again = if chooses && is_over {
            "run world.toml --rounds 60 --runs 20 --out output/world"
        } else {
            self.case.command
        };
        let output = takvin(&place, again).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let (there, wanted) = (files(&place, "."), files(&self.after, "."));
        let differ: Vec<&String> = there.iter().filter(|(n, b)| wanted.get(*n) != Some(b)).map(|(n, _)| n).collect();
        let missing: Vec<&String> = wanted.keys().filter(|name| !there.contains_key(*name)).collect();
        let (differ, missing): (Vec<_>, Vec<_>) =
            (differ.into_iter().filter(|name| !name.ends_with("report.html")).collect(), missing.into_iter().collect());
        if !differ.is_empty() || !missing.is_empty() {
            return Err(format!(
                "rerun: {:?} {said}; different: {differ:?}; missing: {missing:?}",
                output.status.code()
            ));
        }
        // Killed when everything was there, a command that does not overwrite may refuse.
        let left = left(place.0.path());
        if !matches!(output.status.code(), Some(0 | 2)) || !left.is_empty() {
            return Err(format!("rerun: {:?} {said}; left: {left:?}", output.status.code()));
        }
        Ok(())
    }
}

/// Paths that only a process at work has, below a directory.
fn left(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in path.read_dir().unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == ".lock" || name == "unfinished" || name.starts_with(".takvin-") {
            found.push(entry.path().display().to_string());
        } else if entry.file_type().unwrap().is_dir() {
            found.extend(left(&entry.path()));
        }
    }
    found
}

/// Keeps a failure, and prints it at once: many kills take long.
fn note(failures: &mut Vec<String>, failure: String) {
    println!("{failure}");
    failures.push(failure);
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Kills a command after a time; returns whether it was still at work.
fn kill_after(mut command: Command, delay: Duration) -> bool {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(delay);
    let over = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    !over
}

/// Kills a command at its n-th call of the system; returns whether it came so far.
fn kill_at(command: &Command, calls: &str, n: u64) -> bool {
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e"]);
    traced.arg(format!("inject={calls}:signal=KILL:when={n}"));
    traced.arg(command.get_program()).args(command.get_args()).current_dir(command.get_current_dir().unwrap());
    !traced.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

fn report(failures: &[String], kills: u64, late: u64) {
    println!("{kills} kills, {late} of them too late, {} failures", failures.len());
    assert!(late < kills, "all {kills} kills came too late");
    assert!(failures.is_empty(), "{} of {kills} fail:\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn kills_at_random_times() {
    let (kills, from) = (number("TAKVIN_KILLS", 25), number("TAKVIN_KILL_FROM", 0));
    let mut prepared: BTreeMap<usize, Prepared> = BTreeMap::new();
    let (mut failures, mut late) = (Vec::new(), 0);
    for seed in from..kills {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        // Few kills reach all kinds of commands, too.
        let at = (seed as usize * 5 + seed as usize / CASES.len()) % CASES.len();
        let prepared = prepared.entry(at).or_insert_with(|| Prepared::new(&CASES[at]));
        let delay = prepared.took.mul_f64(random.random_range(0.0..1.1));
        let readers = [random.random_range(0..READERS.len())];
        let mut in_time = false;
        let kill = |command| in_time = kill_after(command, delay);
        if let Err(problem) = prepared.kill(&readers, random.random(), kill) {
            note(&mut failures, format!("{seed}: `{}` killed after {delay:?}: {problem}", CASES[at].command));
        }
        late += u64::from(!in_time);
    }
    report(&failures, kills - from, late);
}

/// Kills at the n-th call of the system, for every n until the command ends before it.
#[test]
#[ignore = "it takes minutes, and needs strace"]
fn kills_at_every_system_call() {
    let calls = std::env::var("TAKVIN_KILL_CALLS")
        .unwrap_or_else(|_| "rename unlink rmdir mkdir fsync,fdatasync ftruncate".into());
    let wanted = std::env::var("TAKVIN_KILL_CASE").ok();
    let (mut failures, mut kills) = (Vec::new(), 0);
    for case in CASES.iter().filter(|case| wanted.as_ref().is_none_or(|wanted| case.command.contains(wanted))) {
        let mut prepared = Prepared::new(case);
        for calls in calls.split_whitespace() {
            for n in 1..400u64 {
                let readers = [n as usize % READERS.len()];
                let mut in_time = false;
                let kill = |command| in_time = kill_at(&command, calls, n);
                let ended = prepared.kill(&readers, n % 3 == 0, kill);
                if !in_time {
                    break;
                }
                kills += 1;
                if let Err(problem) = ended {
                    note(&mut failures, format!("`{}` killed at {calls} {n}: {problem}", case.command));
                }
            }
        }
    }
    report(&failures, kills, 0);
}
