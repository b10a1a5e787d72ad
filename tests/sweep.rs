//! Sweeps when things go right and when they do not: the same bytes for any number of threads, however often the work is
//! cut short, and in whatever parts it is done.

use std::path::Path;
use std::process::{Child, Command, Output};
use std::time::{Duration, Instant};

use crate::common::place::{Place, Row, says, signal};
use statrs::distribution::{ContinuousCDF, StudentsT};
use takvin::record::summary::OUTCOMES;

const THREAT: &str = "parameters.feedback.threat=0,0.15,0.3";
const OPPORTUNITY: &str = "parameters.feedback.opportunity=0..0.5/2";
/// Six points with three replicates each.
const SMALL: [&str; 11] =
    ["sweep", "opening", "--rounds", "12", "--runs", "3", "--vary", THREAT, "--vary", OPPORTUNITY, "--threads=1"];
/// Six points with enough replicates to interrupt the sweep.
const LONG: [&str; 11] =
    ["sweep", "opening", "--rounds", "24", "--runs", "40", "--vary", THREAT, "--vary", OPPORTUNITY, "--threads=1"];
/// Jobs of [`LONG`].
const JOBS: u64 = 240;
const TABLES: [&str; 3] = ["points.csv", "runs.csv", "summary.csv"];
const TRAJECTORIES: [&str; 3] = ["states.csv", "world.csv", "events.csv"];

fn with<'a>(base: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [base, more].concat()
}

/// A scenario and what varies, quietly into a directory.
fn sweep(place: &Place, base: &[&str], out: &str, more: &[&str]) {
    place.succeeds(&with(&with(base, &["--quiet", "--out", out]), more));
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn same_bytes(place: &Place, one: &str, other: &str, files: &[&str]) {
    for file in files {
        let [a, b] = [one, other].map(|directory| std::fs::read(place.path(directory).join(file)).unwrap());
        assert!(a == b, "{file}: {} bytes in {one}, {} in {other}", a.len(), b.len());
    }
}

/// Chunks in the journal of a sweep that is under way.
fn chunks(place: &Place, out: &str) -> u64 {
    let journal = std::fs::read(place.path(out).join("unfinished/journal")).unwrap_or_default();
    (journal.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")).count() as u64)
        .saturating_sub(2)
}

/// Waits until this number of chunks is in the journal. Returns false if the process has ended before.
fn reaches(place: &Place, out: &str, wanted: u64, child: &mut Child) -> bool {
    let begun = Instant::now();
    while chunks(place, out) < wanted {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing happens in {out}");
        std::thread::sleep(Duration::from_millis(1));
    }
    true
}

/// Begins or resumes a sweep, kills it after this number of chunks, and returns its output.
fn killed_at(place: &Place, arguments: &[&str], out: &str, wanted: u64) -> String {
    let mut child = place.begun(&with(arguments, &["--out", out]));
    assert!(reaches(place, out, wanted, &mut child), "it came to its end before it could be killed");
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(!output.status.success(), "killed");
    text(&output.stderr)
}

/// Jobs that a sweep says are done, when it goes on.
fn done(said: &str) -> u64 {
    let line = said.lines().find(|line| line.starts_with("Resuming")).unwrap_or_else(|| panic!("{said}"));
    let words: Vec<&str> = line.split(' ').collect();
    words[words.iter().position(|word| *word == "of").unwrap() - 1].parse().unwrap()
}

fn fails_with(place: &Place, code: i32, arguments: &[&str], words: &[&str]) {
    says(&place.fails(code, arguments), words);
}

/// Ends a sweep that was interrupted by its own command.
fn go_on(place: &Place, arguments: &[&str], out: &str) -> Output {
    let output = place.run(&with(arguments, &["--out", out]));
    assert!(output.status.success(), "{}", text(&output.stderr));
    output
}

// The same bytes.

#[test]
fn tables_are_the_same_for_one_thread_and_for_two() {
    let place = Place::new();
    let more = ["--trajectories", "--every", "5"];
    sweep(&place, &SMALL, "one", &more);
    let two: Vec<&str> = SMALL.iter().copied().filter(|argument| *argument != "--threads=1").collect();
    sweep(&place, &two, "two", &with(&more, &["--threads=2"]));
    same_bytes(&place, "one", "two", &with(&TABLES, &TRAJECTORIES));
    assert_eq!(place.rows("one/points.csv").len(), 6);
    assert_eq!(place.rows("one/runs.csv").len(), 18);
    let rounds: Vec<String> = place.rows("one/world.csv").iter().take(4).map(|row| row["round"].clone()).collect();
    assert_eq!(rounds, ["0", "5", "10", "12"]);
    assert_eq!(
        place.names("one"),
        [
            "events.csv",
            "manifest.toml",
            "points.csv",
            "runs.csv",
            "scenario.toml",
            "states.csv",
            "summary.csv",
            "world.csv"
        ]
    );
}

#[test]
fn a_sweep_killed_three_times_repeats_no_run() {
    let place = Place::new();
    let command = with(&LONG, &["--trajectories", "--every", "5"]);
    sweep(&place, &command, "whole", &[]);
    killed_at(&place, &command, "a", 30);
    let mut last = 30;
    for wanted in [90, 150] {
        let there = chunks(&place, "a");
        let said = killed_at(&place, &command, "a", wanted);
        let kept = done(&said);
        assert!(kept == there && kept >= last, "{kept} kept of {there}; {said}");
        last = wanted;
    }
    let there = chunks(&place, "a");
    assert!(!place.path("a/manifest.toml").exists() && !place.path("a/runs.csv").exists(), "not finished");
    let said = text(&go_on(&place, &command, "a").stderr);
    assert_eq!(done(&said), there, "{said}");
    assert!(said.contains(&format!("of {JOBS} runs")), "{said}");
    same_bytes(&place, "whole", "a", &with(&TABLES, &TRAJECTORIES));
    assert_eq!(place.names("a"), place.names("whole"));
}

#[test]
fn a_killed_sweep_with_until_resumes_to_the_same_end() {
    let place = Place::new();
    let command = with(
        &LONG[..4],
        &["--vary", THREAT, "--vary", OPPORTUNITY, "--until", "0.0001", "--most", "40", "--threads=1"],
    );
    sweep(&place, &command, "whole", &[]);
    killed_at(&place, &command, "a", 2);
    let kept = chunks(&place, "a");
    assert_eq!(done(&text(&go_on(&place, &command, "a").stderr)), kept);
    same_bytes(&place, "whole", "a", &TABLES);
}

#[test]
fn a_sweep_killed_at_the_start_begins_again() {
    let place = Place::new();
    sweep(&place, &SMALL, "whole", &[]);
    // What exists after each of the first steps, and under which name in a finished sweep.
    let steps = [("manifest.toml", "manifest.toml"), ("scenario.toml", "scenario.toml"), ("journal", "points.csv")];
    for made in 0..=steps.len() {
        std::fs::create_dir_all(place.path("a/.takvin-Z1B2c3d4e5f6.tmp")).unwrap();
        std::fs::write(place.path("a/.takvin-Z1B2c3d4e5f6.tmp/manifest.toml"), "half").unwrap();
        std::fs::write(place.path("a/.lock"), "").unwrap();
        std::fs::write(place.path("a/.takvin-a1B2c3d4e5f6.tmp"), "half").unwrap();
        for (name, from) in steps.iter().take(made) {
            std::fs::create_dir_all(place.path("a/unfinished")).unwrap();
            std::fs::copy(place.path("whole").join(from), place.path("a/unfinished").join(name)).unwrap();
        }
        if made == steps.len() {
            std::fs::write(place.path("a/unfinished/journal"), "").unwrap();
        }
        sweep(&place, &SMALL, "a", &[]);
        same_bytes(&place, "whole", "a", &TABLES);
        assert_eq!(place.names("a"), place.names("whole"), "{made}");
        std::fs::remove_dir_all(place.path("a")).unwrap();
    }
}

#[test]
fn a_sweep_killed_during_its_last_step_resumes() {
    let place = Place::new();
    let command = with(&LONG, &["--trajectories", "--every", "10"]);
    sweep(&place, &command, "whole", &[]);
    killed_at(&place, &command, "killed", JOBS - 60);
    // Some tables have their final names already; then the summary is half written.
    for (moved, summarised) in [(1, false), (2, false), (4, true)] {
        place.copy("killed", "a");
        for name in ["runs.csv", "states.csv", "world.csv", "events.csv"].iter().take(moved) {
            std::fs::write(place.path(&format!("a/unfinished/{name}")), "half").unwrap();
        }
        if summarised {
            std::fs::write(place.path("a/unfinished/summary.csv"), "half").unwrap();
            std::fs::write(place.path("a/unfinished/.takvin-halfhalfhalf.tmp"), "half").unwrap();
        }
        assert!(done(&text(&go_on(&place, &command, "a").stderr)) >= JOBS - 60);
        same_bytes(&place, "whole", "a", &with(&TABLES, &TRAJECTORIES));
        assert_eq!(place.names("a"), place.names("whole"));
        std::fs::remove_dir_all(place.path("a")).unwrap();
    }
    // Complete, with some files moved into place. The next process that opens the directory moves the others.
    let names: Vec<String> = place.names("whole");
    for moved in 0..=names.len() {
        std::fs::create_dir_all(place.path("a/unfinished")).unwrap();
        for (at, name) in
            names.iter().filter(|name| *name != "manifest.toml").chain([&"manifest.toml".into()]).enumerate()
        {
            let to = if at < moved { "a" } else { "a/unfinished" };
            std::fs::copy(place.path("whole").join(name), place.path(to).join(name)).unwrap();
        }
        std::fs::write(place.path("a/unfinished/commit"), "").unwrap();
        if moved.is_multiple_of(2) {
            place.succeeds(&["plot", "a", "--figure", "tornado", "--image", "svg"]);
            std::fs::remove_dir_all(place.path("a/figures")).unwrap();
        } else {
            assert!(text(&go_on(&place, &command, "a").stdout).contains("finished already"));
        }
        same_bytes(&place, "whole", "a", &with(&TABLES, &TRAJECTORIES));
        assert_eq!(place.names("a"), names);
        std::fs::remove_dir_all(place.path("a")).unwrap();
    }
}

// Shards.

#[test]
fn shards_merged_in_any_order_are_the_whole() {
    let place = Place::new();
    let more = ["--trajectories", "--every", "5"];
    sweep(&place, &SMALL, "whole", &more);
    for (out, shard) in [("a", "1/4"), ("b", "2/4"), ("c", "3/4"), ("d", "4/4")] {
        sweep(&place, &SMALL, out, &with(&more, &["--shard", shard]));
    }
    for (order, out) in [(["a", "b", "c", "d"], "x"), (["d", "b", "a", "c"], "y")] {
        place.succeeds(&with(&with(&["merge"], &order), &["--out", out, "--quiet"]));
        same_bytes(&place, "whole", out, &with(&TABLES, &TRAJECTORIES));
        assert_eq!(place.names(out), place.names("whole"));
    }
    let again = place.succeeds(&["merge", "a", "b", "c", "d", "--out", "x"]);
    assert!(again.contains("finished already"), "{again}");
    let resumed = place.succeeds(&with(&SMALL, &with(&more, &["--out", "x"])));
    assert!(resumed.contains("finished already"), "what was merged is the whole sweep: {resumed}");
    let added = place.succeeds(&["merge", "a", "b", "c", "d", "--out", "x", "--format", "parquet"]);
    assert!(added.contains("Added x/runs.parquet") && place.path("x/world.parquet").exists(), "{added}");
}

#[test]
fn killed_and_resumed_shards_merge_into_the_whole() {
    let place = Place::new();
    sweep(&place, &LONG, "whole", &[]);
    for (out, shard, kills) in [("a", "1/2", &[20, 60][..]), ("b", "2/2", &[50])] {
        let command = with(&LONG, &["--shard", shard]);
        for wanted in kills {
            killed_at(&place, &command, out, *wanted);
        }
        go_on(&place, &command, out);
    }
    place.succeeds(&["merge", "b", "a", "--out", "x", "--quiet"]);
    same_bytes(&place, "whole", "x", &TABLES);
}

#[test]
fn shards_that_are_not_one_whole_sweep() {
    let place = Place::new();
    let shard = |out: &str, shard: &str, more: &[&str]| sweep(&place, &SMALL, out, &with(&["--shard", shard], more));
    shard("a", "1/2", &[]);
    shard("b", "2/2", &[]);
    shard("third", "2/3", &[]);
    shard("seed", "2/2", &["--seed", "8"]);
    shard("longer", "2/2", &["--set", "parameters.feedback.knowledge=0.2"]);
    sweep(&place, &SMALL, "whole", &[]);
    let other = ["sweep", "middle-world", "--rounds", "3", "--runs", "3", "--vary", THREAT, "--shard", "2/2"];
    sweep(&place, &other, "scenario", &[]);
    place.succeeds(&["run", "opening", "--rounds", "3", "--runs", "1", "--out", "run", "--quiet"]);
    killed_at(&place, &with(&LONG, &["--shard", "2/2"]), "stopped", 5);
    for (name, from, to) in [
        ("version", "crate_version = \"", "crate_version = \"9"),
        ("model", "model_version = \"", "model_version = \"9"),
    ] {
        place.copy("b", name);
        let manifest = place.read(&format!("{name}/manifest.toml")).replace(from, to);
        std::fs::write(place.path(name).join("manifest.toml"), manifest).unwrap();
    }
    place.copy("b", "edited");
    std::fs::write(place.path("edited/scenario.toml"), place.read("b/scenario.toml") + "\n").unwrap();
    let session = place.session(
        "merge --out x
        merge a --out x
        merge a a --out x
        merge a b a --out x
        merge a third --out x
        merge a seed --out x
        merge a longer --out x
        merge a scenario --out x
        merge a version --out x
        merge a model --out x
        merge a edited --out x
        merge a whole --out x
        merge a run --out x
        merge a nowhere --out x
        merge a . --out x
        merge a b --out a
        merge a b --out run",
    );
    insta::assert_snapshot!(session);
    let words = ["stopped: the shard is not finished", "rerun its own command"];
    fails_with(&place, 2, &["merge", "a", "stopped", "--out", "x"], &words);
    assert!(!place.path("x").exists());
    place.succeeds(&["merge", "a", "b", "--out", "x", "--quiet"]);
    same_bytes(&place, "whole", "x", &TABLES);
}

// What the numbers are.

#[test]
fn a_row_of_a_sweep_is_the_row_of_a_run_with_these_values() {
    let place = Place::new();
    sweep(&place, &SMALL, "s", &["--trajectories"]);
    let swept = place.rows("s/runs.csv");
    for (point, threat, opportunity) in [(1, "0", "0.5"), (2, "0.15", "0"), (5, "0.3", "0.5")] {
        let set =
            [format!("parameters.feedback.threat={threat}"), format!("parameters.feedback.opportunity={opportunity}")];
        let command =
            ["run", "opening", "--rounds", "12", "--runs", "3", "--set", &set[0], "--set", &set[1], "--quiet"];
        place.succeeds(&with(&command, &["--out", "r", "--force"]));
        let run = place.rows("r/runs.csv");
        for replicate in 0..3 {
            let row = &swept[point * 3 + replicate];
            assert_eq!([&row["point"], &row["replicate"]], [&point.to_string(), &replicate.to_string()]);
            assert_eq!(row["parameters.feedback.threat"].parse::<f64>(), threat.parse());
            assert_eq!((row["status"].as_str(), row["seed"].as_str()), ("done", "11"));
            for outcome in OUTCOMES {
                assert_eq!(row[outcome.name], run[replicate][outcome.name], "{}, {point}, {replicate}", outcome.name);
            }
        }
        let of_point = |row: &&Row| row["point"] == point.to_string();
        let world = place.rows("s/world.csv");
        let world: Vec<_> = world.iter().filter(of_point).map(|row| row["governance_mean"].clone()).collect();
        let alone: Vec<_> = place.rows("r/world.csv").iter().map(|row| row["governance_mean"].clone()).collect();
        assert_eq!(world, alone);
    }
}

/// 97.5 % quantiles of Student's t by degrees of freedom, 1 to 4, from tables.
const STUDENT: [f64; 4] = [12.706_204_736_174_698, 4.302_652_729_911_275, 3.182_446_305_284_263, 2.776_445_105_197_799];

/// The statistics of a summary, from the definitions.
fn statistics(mut values: Vec<f64>) -> [f64; 9] {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    // Equal values do not show their spread.
    let differ = values.first() != values.last();
    let half = STUDENT.get(values.len().wrapping_sub(2)).filter(|_| differ).map_or(f64::NAN, |t| t * sd / n.sqrt());
    let quantile = |q: f64| {
        let at = q * (n - 1.0);
        let low = at.floor();
        let [a, b] = [low, at.ceil()].map(|at| values.get(at as usize).copied().unwrap_or(f64::NAN));
        if values.len() < 2 { f64::NAN } else { a + (at - low) * (b - a) }
    };
    let [q05, q25, median, q75, q95] = [0.05, 0.25, 0.5, 0.75, 0.95].map(quantile);
    [mean, sd, q05, q25, median, q75, q95, mean - half, mean + half]
}

#[test]
fn the_summary_follows_from_the_runs() {
    let place = Place::new();
    let command = with(&SMALL[..4], &["--runs", "5", "--vary", THREAT, "--vary", "events.opening.enabled=true,false"]);
    sweep(&place, &command, "s", &[]);
    let (runs, summary) = (place.rows("s/runs.csv"), place.rows("s/summary.csv"));
    assert_eq!((runs.len(), summary.len()), (30, 6));
    let endings = ["mean", "sd", "q05", "q25", "median", "q75", "q95", "low", "high"];
    let mut compared = 0;
    for row in &summary {
        let of_point: Vec<_> = runs.iter().filter(|run| run["point"] == row["point"]).collect();
        assert_eq!((row["runs"].as_str(), row["failed"].as_str(), of_point.len()), ("5", "0", 5));
        assert_eq!(row["events.opening.enabled"], of_point[0]["events.opening.enabled"]);
        for outcome in OUTCOMES {
            // What a run has not is left out of the count.
            let values = of_point.iter().filter_map(|run| run[outcome.name].parse().ok()).collect();
            for (ending, expected) in endings.iter().zip(statistics(values)) {
                let said = &row[&format!("{}.{ending}", outcome.name)];
                if said.is_empty() {
                    assert!(expected.is_nan(), "{}.{ending} is empty, not {expected}", outcome.name);
                    continue;
                }
                let said: f64 = said.parse().unwrap();
                // The program finds quantiles of t by iteration, to some ten digits.
                let near = (said - expected).abs() <= 1e-9 * expected.abs().max(1.0);
                assert!(near, "{}.{ending}: {said}, not {expected}", outcome.name);
                compared += 1;
            }
        }
    }
    assert!(compared > 6 * 9 * 20, "{compared}");
}

#[test]
fn replicates_draw_by_the_same_seed_at_every_point() {
    let place = Place::new();
    sweep(&place, &SMALL, "s", &["--seed", "77"]);
    let runs = place.rows("s/runs.csv");
    assert!(runs.iter().all(|run| run["seed"] == "77"));
    let replicates: Vec<&str> = runs.iter().map(|run| run["replicate"].as_str()).collect();
    assert_eq!(replicates, ["0", "1", "2"].repeat(6));
    let starts = |replicate: &str| {
        let of_replicate = runs.iter().filter(|run| run["replicate"] == replicate);
        of_replicate.map(|run| run["governance_start"].clone()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(starts("1").len(), 1, "the same world");
}

#[test]
fn an_impossible_point_fails_and_the_others_run() {
    let place = Place::new();
    let path = "generator.pairs.trade.low";
    let vary = format!("{path}=0.1,0.9,0.2");
    let said = place.succeeds(&with(&SMALL[..6], &["--vary", &vary, "--out", "s"]));
    let reason = "generator.pairs.trade: `low` is above `high`";
    assert!(said.contains("3 runs failed") && said.contains(&format!("at 1 point: {reason}")), "{said}");
    let points = place.rows("s/points.csv");
    let status: Vec<_> = points.iter().map(|point| point["status"].as_str()).collect();
    assert_eq!(status, ["done", "failed", "done"]);
    assert_eq!([&points[1]["reason"], &points[0]["reason"]], [reason, ""]);
    assert_eq!([&points[1]["done"], &points[1]["failed"], &points[1]["pending"]], ["0", "3", "0"]);
    let runs = place.rows("s/runs.csv");
    assert_eq!(runs.len(), 9);
    for run in &runs {
        let failed = run["point"] == "1";
        assert_eq!(run["status"] == "failed", failed);
        assert_eq!(run["reason"] == reason, failed);
        assert_eq!(run["governance_end"].is_empty(), failed);
    }
    let summary = place.rows("s/summary.csv");
    assert_eq!([&summary[1]["runs"], &summary[1]["failed"]], ["0", "3"]);
    assert!(summary[1]["governance_end.mean"].is_empty() && !summary[2]["governance_end.mean"].is_empty());
}

// Replicates as needed.

fn half_width(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let sd = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    StudentsT::new(0.0, 1.0, n - 1.0).unwrap().inverse_cdf(0.975) * sd / n.sqrt()
}

#[test]
fn until_adds_just_enough_replicates() {
    let place = Place::new();
    let (wanted, most) = (0.0255, 16);
    let command = with(&SMALL[..6], &["--vary", THREAT, "--vary", OPPORTUNITY, "--until", "0.0255", "--most", "16"]);
    sweep(&place, &command, "one", &["--threads", "1"]);
    let said = place.succeeds(&with(&command, &["--threads", "2", "--out", "two"]));
    same_bytes(&place, "one", "two", &TABLES);
    let mut counts = Vec::new();
    let runs = place.rows("one/runs.csv");
    for point in place.rows("one/points.csv") {
        let of_point = runs.iter().filter(|run| run["point"] == point["point"]);
        let values: Vec<f64> = of_point.map(|run| run["governance_end"].parse().unwrap()).collect();
        let enough = (10..=most).find(|&n| n == most || half_width(&values[..n.min(values.len())]) <= wanted);
        assert_eq!(Some(values.len()), enough, "{point:?}");
        assert_eq!((point["done"].clone(), point["status"].as_str()), (values.len().to_string(), "done"));
        counts.push((values.len(), half_width(&values)));
    }
    assert!(counts.iter().any(|(n, _)| *n > 10 && *n < most), "{counts:?}");
    let wide = counts.iter().filter(|(_, width)| *width > wanted).count();
    assert_eq!(said.contains(&format!("At {wide} point")), wide > 0, "{said}");
}

// Damage.

#[test]
fn damage_is_reported_with_its_line() {
    let place = Place::new();
    let command = [&LONG[..3], &["10"], &LONG[4..]].concat();
    sweep(&place, &command, "whole", &[]);
    killed_at(&place, &command, "killed", 60);
    let lines =
        |name: &str| place.read(&format!("killed/unfinished/{name}")).lines().map(str::to_owned).collect::<Vec<_>>();
    let (table, journal) = (lines("runs.csv.part"), lines("journal"));
    let joined = |lines: &[String]| (lines.join("\n") + "\n").into_bytes();
    let mut flipped = joined(&table);
    let middle = joined(&table[..30]).len() + 5;
    flipped[middle] ^= 4;
    let removed = joined(&[&table[..20], &table[21..]].concat());
    let cut = joined(&table)[..joined(&table[..41]).len() - 7].to_vec();
    let mut garbled = joined(&journal);
    let at = joined(&journal[..10]).len();
    garbled[at..at + 8].copy_from_slice(b"\xff\x00abc,;\"");
    let mut nonsense = journal.clone();
    nonsense[12] = "99999999999999999999 zz .".into();
    // A row has its line in the table: row k is the work of chunk k, and line 1 is the header row.
    let cases = [
        ("runs.csv.part", flipped, Some(31), 29),
        ("runs.csv.part", removed, Some(21), 19),
        ("runs.csv.part", cut, Some(41), 39),
        ("runs.csv.part", Vec::new(), Some(1), 0),
        ("journal", garbled, Some(11), 8),
        ("journal", joined(&nonsense), Some(13), 10),
        // The end of a journal is missing after any kill: no reason to warn.
        ("journal", joined(&journal)[..joined(&journal[..15]).len() + 4].to_vec(), None, 13),
        ("journal", Vec::new(), Some(1), 0),
        ("journal", b"runs.csv\n0 00000000 .\n".to_vec(), Some(2), 0),
    ];
    for (case, (name, bytes, line, kept)) in cases.into_iter().enumerate() {
        place.copy("killed", "a");
        std::fs::write(place.path("a/unfinished").join(name), bytes).unwrap();
        let said = text(&go_on(&place, &command, "a").stderr);
        match line {
            Some(line) => {
                assert!(said.contains(&format!("warning: a/unfinished/{name}, line {line}: ")), "{case}: {said}");
            }
            None => assert!(!said.contains("warning: a/"), "{case}: {said}"),
        }
        if kept > 0 {
            assert_eq!(done(&said), kept, "{case}: {said}");
        }
        same_bytes(&place, "whole", "a", &TABLES);
        assert_eq!(place.names("a"), place.names("whole"), "{case}");
        std::fs::remove_dir_all(place.path("a")).unwrap();
    }
    place.copy("killed", "a");
    std::fs::remove_file(place.path("a/unfinished/runs.csv.part")).unwrap();
    let said = text(&go_on(&place, &command, "a").stderr);
    assert!(said.contains("warning: a/unfinished/runs.csv.part, line 1: the file is missing"), "{said}");
    same_bytes(&place, "whole", "a", &TABLES);
}

/// A limit on the size of files simulates a disk that fills up.
#[test]
#[cfg(unix)]
fn a_full_disk_keeps_finished_runs() {
    let place = Place::new();
    sweep(&place, &LONG, "whole", &[]);
    let limited = |command: &[&str], limit: &str| {
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\" --out a");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_takvin")])
            .args(command)
            .current_dir(place.0.path())
            .output()
            .unwrap();
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{error}");
        error
    };
    let error = limited(&LONG, "60");
    assert!(error.contains("a/unfinished/runs.csv: could not be written") && error.contains("saved in a"), "{error}");
    let kept = chunks(&place, "a");
    assert!(kept > 5 && error.contains(&format!("{kept} of {JOBS} runs")), "{kept}: {error}");
    assert_eq!(done(&text(&go_on(&place, &LONG, "a").stderr)), kept);
    same_bytes(&place, "whole", "a", &TABLES);
    std::fs::remove_dir_all(place.path("a")).unwrap();
    // Full at the end: the summary of six points is larger than their eighteen runs.
    let error = limited(&SMALL, "40");
    assert!(error.contains("summary.csv: could not be written") && error.contains("saved in a"), "{error}");
    assert!(error.contains("the same command"), "{error}");
    sweep(&place, &SMALL, "small", &[]);
    sweep(&place, &SMALL, "a", &[]);
    same_bytes(&place, "small", "a", &TABLES);
}

// Whose directory it is.

#[test]
fn two_processes_never_work_in_one_directory() {
    let place = Place::new();
    let slow = [&LONG[..3], &["400"], &LONG[4..], &["--out", "a"]].concat();
    let mut first = place.begun(&slow);
    assert!(reaches(&place, "a", 1, &mut first));
    for command in [slow, with(&SMALL, &["--out", "a", "--force"])] {
        fails_with(&place, 2, &command, &["a: another takvin process is writing", "--out"]);
    }
    assert!(first.try_wait().unwrap().is_none(), "the first goes on");
    first.kill().unwrap();
    first.wait().unwrap();
    sweep(&place, &SMALL, "a", &["--force"]);
}

#[test]
fn another_sweep_is_refused_with_the_differences() {
    let place = Place::new();
    sweep(&place, &LONG, "finished", &[]);
    killed_at(&place, &LONG, "killed", 20);
    for out in ["finished", "killed"] {
        let before = place.files(out);
        let mut other_vary = LONG;
        other_vary[7] = "parameters.feedback.threat=0,0.15,0.25";
        let cases: [(Vec<&str>, &[&str]); 8] = [
            (with(&LONG, &["--seed", "8"]), &["run.seed: 11 there, 8 here"]),
            (other_vary.to_vec(), &["sweep.vary", "0.3", "0.25"]),
            (with(&LONG[..5], &with(&["41"], &LONG[6..])), &["run.replicates: 40 there, 41 here"]),
            (with(&LONG, &["--shard", "1/2"]), &["the shard: the whole there, 1/2 here"]),
            (with(&LONG, &["--set", "parameters.feedback.knowledge=0.21"]), &["parameters.feedback.knowledge"]),
            (with(&LONG, &["--trajectories"]), &["sweep.trajectories: nothing there, true here"]),
            (with(&LONG, &["--until", "0.1"]), &["sweep.until: nothing there, 0.1 here"]),
            (with(&["sweep", "middle-world"], &LONG[2..]), &["name: opening there, middle-world here"]),
        ];
        for (command, words) in cases {
            let command = with(&command, &["--out", out]);
            fails_with(&place, 2, &command, &with(words, &["of this command", "--force"]));
        }
        assert!(before == place.files(out), "{out} is as it was");
    }
}

#[test]
fn force_replaces_only_what_belongs_to_the_sweep() {
    let place = Place::new();
    sweep(&place, &SMALL, "new", &["--seed", "8"]);
    sweep(&place, &SMALL, "finished", &["--trajectories", "--format", "parquet"]);
    killed_at(&place, &with(&LONG, &["--trajectories"]), "killed", 20);
    for out in ["finished", "killed"] {
        std::fs::write(place.path(out).join("notes.txt"), "mine").unwrap();
        std::fs::write(place.path(out).join("comparison.csv"), "mine").unwrap();
        sweep(&place, &SMALL, out, &["--seed", "8", "--force"]);
        same_bytes(&place, "new", out, &TABLES);
        let mut names = place.names("new");
        names.extend(["notes.txt", "comparison.csv"].map(str::to_owned));
        names.sort();
        assert_eq!(place.names(out), names);
        assert_eq!(place.read(&format!("{out}/notes.txt")), "mine");
    }
    // A file in the place of one that is to come.
    std::fs::write(place.path("new/states.csv"), "mine").unwrap();
    fails_with(
        &place,
        2,
        &with(&SMALL, &["--trajectories", "--force", "--out", "new"]),
        &["new/states.csv", "does not belong to the results"],
    );
    assert_eq!(place.read("new/states.csv"), "mine");
    assert_eq!(place.rows("new/runs.csv").len(), 18, "nothing was removed");
}

#[test]
fn force_leaves_a_directory_alone_that_a_manifest_lists() {
    let place = Place::new();
    sweep(&place, &SMALL, "a", &[]);
    std::fs::create_dir(place.path("a/notes")).unwrap();
    let manifest = place.read("a/manifest.toml");
    for lie in ["\"notes\"", "\"../world.toml\""] {
        std::fs::write(place.path("a/manifest.toml"), manifest.replace("\"summary.csv\"", lie)).unwrap();
        place.fails(2, &with(&SMALL, &["--seed", "8", "--force", "--out", "a"]));
        assert!(place.path("a/notes").exists() && place.path("world.toml").exists());
        assert!(TABLES.iter().all(|name| place.path("a").join(name).exists()), "{lie}");
    }
}

#[test]
fn foreign_files_in_an_unfinished_sweep_are_refused_first() {
    let place = Place::new();
    killed_at(&place, &LONG, "a", 5);
    for name in ["runs.csv", "summary.csv"] {
        let path = place.path("a").join(name);
        std::fs::write(&path, "mine").unwrap();
        let before = place.files("a");
        fails_with(
            &place,
            2,
            &with(&LONG, &["--out", "a"]),
            &[&format!("a/{name}"), "does not belong to the results", "nothing was removed"],
        );
        assert!(place.files("a") == before);
        std::fs::remove_file(path).unwrap();
    }
    sweep(&place, &SMALL, "whole", &[]);
    sweep(&place, &with(&SMALL, &["--force"]), "a", &[]);
    assert_eq!(place.names("a"), place.names("whole"));
    // So it is with other formats, of a sweep to come and of a finished one.
    std::fs::write(place.path("whole/summary.parquet"), "mine").unwrap();
    let before = place.names("whole");
    for more in [&["--format", "parquet"][..], &["--format", "parquet", "--seed", "8", "--force"]] {
        let command = with(&with(&SMALL, &["--out", "whole"]), more);
        fails_with(&place, 2, &command, &["whole/summary.parquet", "does not belong to the results"]);
    }
    assert_eq!((place.names("whole"), place.read("whole/summary.parquet")), (before, "mine".to_owned()));
}

#[test]
fn directories_with_other_content_are_refused() {
    let place = Place::new();
    std::fs::create_dir(place.path("foreign")).unwrap();
    std::fs::write(place.path("foreign/runs.csv"), "mine").unwrap();
    place.succeeds(&["run", "world.toml", "--out", "run", "--quiet"]);
    let run = place.names("run");
    for (out, wanted) in [("foreign", "has no manifest.toml"), ("run", "runs (takvin run)")] {
        for force in [&[][..], &["--force"]] {
            fails_with(&place, 2, &with(&with(&SMALL, &["--out", out]), force), &[out, wanted, "--out"]);
        }
    }
    assert_eq!(place.names("foreign"), ["runs.csv"]);
    assert_eq!(place.read("foreign/runs.csv"), "mine");
    assert_eq!(place.names("run"), run);
    std::fs::write(place.path("file"), "mine").unwrap();
    fails_with(
        &place,
        2,
        &with(&SMALL, &["--out", "file"]),
        &["file: this is a file, not a directory", "choose another path"],
    );
    fails_with(&place, 2, &with(&SMALL, &["--out", "file/below"]), &["file: this is a file, not a directory"]);
    assert_eq!(place.read("file"), "mine");
    std::fs::create_dir(place.path("empty")).unwrap();
    sweep(&place, &SMALL, "empty", &[]);
}

#[test]
fn a_finished_sweep_is_summarised_again_unless_it_was_changed() {
    let place = Place::new();
    sweep(&place, &SMALL, "whole", &[]);
    let json = |more: &[&str]| place.succeeds(&with(&with(&SMALL, &["--out", "a", "--json"]), more));
    assert_eq!(json(&[]), json(&[]), "finished now, and before");
    let table = place.read("a/runs.csv");
    std::fs::write(place.path("a/runs.csv"), &table[..table.len() / 2]).unwrap();
    let words = ["a/runs.csv", "modified after it was written", "--force"];
    fails_with(&place, 2, &with(&SMALL, &["--out", "a"]), &words);
    place.succeeds(&with(&SMALL, &["--out", "a", "--force"]));
    same_bytes(&place, "whole", "a", &TABLES);
}

// Bad input.

#[test]
fn options_that_are_refused() {
    let place = Place::new();
    let session = place.session(
        "sweep opening
        sweep opening --vary parameters.feedback.threat=
        sweep opening --vary parameters.feedback.threat
        sweep opening --vary =1
        sweep opening --vary parameters.feedback.thraet=0,1
        sweep opening --vary states.Orlo.system=0,1
        sweep opening --vary parameters.feedback.threat=0,1 --vary parameters.feedback.threat=0.1
        sweep opening --vary title=a,b
        sweep opening --vary run.seed=1,2
        sweep opening --vary run.replicates=1,2
        sweep opening --vary sweep.seed=1,2
        sweep opening --vary parameters.feedback.threat=0,0.1,0.2 --shard 0/4
        sweep opening --vary parameters.feedback.threat=0,0.1,0.2 --shard 5/4
        sweep opening --vary parameters.feedback.threat=0,0.1,0.2 --shard x
        sweep opening --vary parameters.feedback.threat=0,0.1,0.2 --shard 1/0
        sweep opening --vary parameters.feedback.threat=0,0.1,0.2 --shard 1/4
        sweep opening --vary parameters.feedback.threat=0,1 --outcome governance_ent
        sweep opening --vary parameters.feedback.threat=0,1 --until 0
        sweep opening --vary parameters.feedback.threat=0,1 --until -1
        sweep opening --vary parameters.feedback.threat=0,1 --until NaN
        sweep opening --vary parameters.feedback.threat=0,1 --until 2 --most 5",
    );
    insta::assert_snapshot!(session);
    assert_eq!(place.names("."), ["world.toml"]);
}

#[test]
fn millions_of_runs_need_a_confirmation() {
    let place = Place::new();
    let clock = Instant::now();
    let vary = ["--vary", THREAT, "--vary", OPPORTUNITY, "--vary", "parameters.feedback.knowledge=0,0.1"];
    let command = with(&["sweep", "opening", "--runs", "1000000", "--out", "a"], &vary);
    fails_with(&place, 2, &command, &["runs in all", "--yes"]);
    assert!(!place.path("a").exists());
    assert!(clock.elapsed() < Duration::from_secs(5));
}

#[test]
fn unusual_names_in_tables_and_shards() {
    let place = Place::new();
    let odd =
        "[run]\nrounds = 20\nreplicates = 20\n[states.\"a.b\"]\n[states.'Ünï, \"q\" – 漢']\n[states.C]\nenters = 3\n";
    std::fs::write(place.path("odd, \"one\".toml"), odd).unwrap();
    let paths = [r#"states."a.b".system=0.1,0.9"#, r#"states.'Ünï, "q" – 漢'.system=0.2,0.3"#, "states.'C'.enters=3,4"];
    let command = [
        "sweep",
        "odd, \"one\".toml",
        "--vary",
        paths[0],
        "--vary",
        paths[1],
        "--vary",
        paths[2],
        "--trajectories",
        "--threads=1",
    ];
    sweep(&place, &command, "whole", &[]);
    killed_at(&place, &command, "a", 40);
    go_on(&place, &command, "a");
    sweep(&place, &command, "b", &["--shard", "1/2"]);
    sweep(&place, &command, "c", &["--shard", "2/2"]);
    place.succeeds(&["merge", "c", "b", "--out", "d", "--quiet"]);
    for out in ["a", "d"] {
        same_bytes(&place, "whole", out, &with(&TABLES, &TRAJECTORIES));
    }
    let points = place.rows("whole/points.csv");
    assert_eq!((points.len(), points[7][r#"states."a.b".system"#].as_str()), (8, "0.9"));
    assert!(place.rows("whole/states.csv").iter().any(|row| row["state"] == "Ünï, \"q\" – 漢"));
}

#[test]
fn one_replicate_a_point_is_summarised_without_a_spread() {
    let place = Place::new();
    std::fs::write(place.path("two.toml"), "[run]\nrounds = 1\n[states.Arda]\n[states.Bera]\n").unwrap();
    let vary = ["parameters.feedback.threat=0..1/40", "parameters.feedback.opportunity=0..1/25"];
    sweep(&place, &["sweep", "two.toml", "--vary", vary[0], "--vary", vary[1], "--runs", "1"], "a", &[]);
    let summary = place.rows("a/summary.csv");
    assert_eq!(summary.len(), 1000);
    let one = &summary[999];
    assert!(!one["governance_end.mean"].is_empty());
    for ending in ["sd", "q05", "median", "low", "high"] {
        assert!(one[&format!("governance_end.{ending}")].is_empty(), "{ending}");
    }
}

// What it says.

#[test]
fn quiet_prints_nothing() {
    let place = Place::new();
    killed_at(&place, &LONG, "a", 20);
    for command in [with(&LONG, &["--out", "a"]), with(&LONG, &["--out", "a"]), with(&SMALL, &["--dry-run"])] {
        let output = place.run(&with(&command, &["--quiet"]));
        assert_eq!(
            (output.status.code(), text(&output.stdout), text(&output.stderr)),
            (Some(0), String::new(), String::new())
        );
    }
}

#[test]
fn json_is_one_object_with_the_counts() {
    let place = Place::new();
    let command = with(&SMALL[..6], &["--vary", "generator.pairs.trade.low=0.1,0.9,0.2", "--json"]);
    let said: serde_json::Value = serde_json::from_str(&place.succeeds(&with(&command, &["--out", "a"]))).unwrap();
    assert_eq!([&said["points"], &said["runs"], &said["failed"]], [3, 9, 3]);
    assert_eq!([&said["design"], &said["outcome"], &said["directory"]], ["grid", "governance_end", "a"]);
    let summary = place.rows("a/summary.csv");
    let means = summary.iter().filter_map(|row| row["governance_end.mean"].parse::<f64>().ok());
    let lowest = said["lowest"]["mean"].as_f64().unwrap();
    assert!((means.fold(f64::INFINITY, f64::min) - lowest).abs() < 1e-14);
    for (out, shard) in [("b", "1/2"), ("c", "2/2")] {
        let shard = place.succeeds(&with(&command, &["--out", out, "--shard", shard]));
        assert!(serde_json::from_str::<serde_json::Value>(&shard).unwrap()["shard"].is_string());
    }
    let merged = place.succeeds(&["merge", "b", "c", "--out", "d", "--json", "--quiet"]);
    let merged: serde_json::Value = serde_json::from_str(&merged).unwrap();
    for key in ["points", "runs", "failed", "lowest", "highest", "half_width_widest", "files"] {
        assert_eq!(merged[key], said[key], "{key}");
    }
}

#[test]
fn numbers_of_a_dry_run() {
    let place = Place::new();
    for (more, out) in [(&[][..], "a"), (&["--trajectories"], "b"), (&["--shard", "1/2"], "c")] {
        let command = with(&SMALL, more);
        let before = place.names(".");
        let said = place.succeeds(&with(&command, &["--dry-run", "--json"]));
        assert_eq!(place.names("."), before);
        let said: serde_json::Value = serde_json::from_str(&said).unwrap();
        sweep(&place, &command, out, &[]);
        let counts =
            [place.rows(&format!("{out}/points.csv")), place.rows(&format!("{out}/runs.csv"))].map(|r| r.len());
        assert_eq!([said["points"].as_f64(), said["runs"].as_f64()], counts.map(|count| Some(count as f64)));
        let tables = place.names(out).into_iter().filter(|name| !name.ends_with("toml"));
        let bytes: u64 = tables.map(|name| std::fs::metadata(place.path(out).join(name)).unwrap().len()).sum();
        let printed = said["bytes"].as_f64().unwrap();
        assert!((printed / bytes as f64 - 1.0).abs() < 0.3, "{out}: {printed} printed, {bytes} there");
    }
    let said = place.succeeds(&with(&SMALL, &["--dry-run"]));
    for words in ["points  6", "runs    18", "nothing was written"] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_sweep_says_how_to_resume() {
    let place = Place::new();
    sweep(&place, &LONG, "whole", &[]);
    let mut child = place.begun(&with(&LONG, &["--out", "a"]));
    assert!(reaches(&place, "a", 40, &mut child));
    signal(&child, "TERM");
    let output = child.wait_with_output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{said}");
    let kept = chunks(&place, "a");
    assert!(said.contains(&format!("{kept} of {JOBS} runs")), "{kept}: {said}");
    assert!(said.contains("saved in a") && said.contains("rerun the same command"), "{said}");
    // Every point has some of its runs, and the summary says how many.
    let points = place.rows("a/unfinished/points.csv");
    assert!(points.iter().all(|row| row["status"] == "pending" && row["done"] != "0"), "{points:?}");
    let runs: u64 = place.rows("a/unfinished/summary.csv").iter().map(|row| row["runs"].parse::<u64>().unwrap()).sum();
    assert_eq!(runs, kept);
    let drawn = place.run(&["plot", "a", "--figure", "tornado", "--image", "svg"]);
    assert!(text(&drawn.stderr).contains(&format!("a is unfinished ({kept} of {JOBS} runs are saved)")));
    assert!(place.read("a/figures/tornado.svg").contains("unfinished"));
    assert_eq!(done(&text(&go_on(&place, &LONG, "a").stderr)), kept);
    same_bytes(&place, "whole", "a", &TABLES);
}

// Parquet.

/// Compares every cell of a Parquet file with the CSV beside it.
fn holds_the_same(directory: &Path, name: &str) {
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::Field;
    let mut csv = csv::Reader::from_path(directory.join(format!("{name}.csv"))).unwrap();
    let file = std::fs::File::open(directory.join(format!("{name}.parquet"))).unwrap();
    let file = SerializedFileReader::new(file).unwrap();
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let names: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
    assert_eq!(csv.headers().unwrap().iter().collect::<Vec<_>>(), names, "{name}");
    let records: Vec<_> = csv.records().map(Result::unwrap).collect();
    let cells: Vec<_> = file.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(records.len(), cells.len(), "{name}");
    for (record, row) in records.iter().zip(&cells) {
        for (text, (column, cell)) in record.iter().zip(row.get_column_iter()) {
            let same = match cell {
                Field::Null => text.is_empty(),
                Field::Double(x) => text.parse::<f64>().unwrap().to_bits() == x.to_bits(),
                Field::Long(x) => text.parse() == Ok(*x),
                Field::Str(word) => text == word,
                _ => false,
            };
            assert!(same, "{name}, {column}: {text} and {cell:?}");
        }
    }
}

#[test]
fn parquet_beside_csv_after_an_interruption_and_a_merge() {
    let place = Place::new();
    let command = with(&LONG, &["--trajectories", "--every", "24", "--format", "parquet"]);
    let names = ["points", "runs", "summary", "states", "world", "events"];
    sweep(&place, &command, "whole", &[]);
    killed_at(&place, &command, "a", 100);
    assert!(place.names("a").iter().all(|name| !name.ends_with("parquet")));
    go_on(&place, &command, "a");
    for (out, shard) in [("b", "1/2"), ("c", "2/2")] {
        sweep(&place, &with(&LONG, &["--trajectories", "--every", "24"]), out, &["--shard", shard]);
    }
    place.succeeds(&["merge", "b", "c", "--out", "d", "--format", "parquet", "--quiet"]);
    // And added to a sweep that is finished.
    sweep(&place, &with(&LONG, &["--trajectories", "--every", "24"]), "e", &[]);
    sweep(&place, &command, "e", &[]);
    for out in ["whole", "a", "d", "e"] {
        for name in names {
            holds_the_same(&place.path(out), name);
        }
        let listed = takvin::output::RunReader::open(&place.path(out)).unwrap().manifest.files;
        assert!(names.iter().all(|name| listed.contains(&format!("{name}.parquet"))), "{listed:?}");
    }
    for out in ["a", "d", "e"] {
        for name in names {
            same_bytes(&place, "whole", out, &[&format!("{name}.parquet")]);
        }
    }
}

#[test]
fn a_sweep_needs_the_memory_of_its_trajectories_only_where_it_writes_them() {
    let place = Place::new();
    let path = place.path("long.toml");
    let text = "[run]\nrounds = 100000\n[record]\npairs = true\n[generator]\ncount = 40\n\
        [sweep.vary]\n\"parameters.feedback.threat\" = [0.1, 0.2]\n";
    std::fs::write(&path, text).unwrap();
    let too_large = |read: Result<takvin::scenario::Scenario, takvin::scenario::ScenarioErrors>| {
        says(&read.map(|scenario| scenario.name).unwrap_err().to_string(), &["would need about 31.5 GiB"]);
    };
    too_large(takvin::scenario::load(&path, &[]));
    too_large(takvin::scenario::load_for_sweep(&path, &[("sweep.trajectories".to_owned(), "true".to_owned())]));
    let scenario = takvin::scenario::load_for_sweep(&path, &[]).unwrap();
    let sweep = takvin::studies::sweep::Sweep::new(scenario, None, false).unwrap();
    let settings = sweep.points.axes().iter().zip(sweep.points.settings(1));
    let point = sweep.scenario.with(settings).unwrap();
    assert_eq!((point.setup.params.feedback.threat, point.run.rounds), (0.2, 100_000));
}

#[test]
fn trajectories_can_be_limited_to_states_and_columns() {
    let place = Place::new();
    let base = ["sweep", "world.toml", "--vary", "parameters.feedback.threat=0,1", "--trajectories", "--quiet"];
    let few = ["--keep-states", "Arda,Dora", "--keep-columns", "governance,policy"];
    place.succeeds(&[&base[..], &["--out", "all"]].concat());
    place.succeeds(&[&base[..], &few, &["--out", "few"]].concat());
    let head = "point,replicate,round,year,state,policy,governance";
    let text = place.read("few/states.csv");
    let mut found: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let mut wanted: Vec<&str> = head.split(',').collect();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    let ours = |row: &Row| ["Arda", "Dora"].iter().any(|state| [&row["a"], &row["b"]].contains(&&(*state).to_owned()));
    let all: Vec<Row> = place
        .rows("all/states.csv")
        .into_iter()
        .filter(|row| row["state"] == "Arda" || row["state"] == "Dora")
        .collect();
    let kept = place.rows("few/states.csv");
    assert_eq!(kept.len(), all.len());
    for (kept, all) in kept.iter().zip(&all) {
        assert!(wanted.iter().all(|column| kept[*column] == all[*column]), "{kept:?}");
    }
    let events: Vec<Row> = place.rows("all/events.csv").into_iter().filter(ours).collect();
    assert_eq!(place.rows("few/events.csv"), events);
    assert!(!place.path("few/world.csv").exists(), "none of its columns is kept");
    assert_eq!(place.read("few/runs.csv"), place.read("all/runs.csv"));
    // Shards keep the same, and so does the scenario that the sweep writes.
    for shard in ["1/2", "2/2"] {
        place.succeeds(&[&base[..], &few, &["--shard", shard, "--out", &format!("part{}", &shard[..1])]].concat());
    }
    place.succeeds(&["merge", "part1", "part2", "--out", "merged", "--quiet"]);
    place.succeeds(&["sweep", "few/scenario.toml", "--out", "again", "--quiet"]);
    for directory in ["merged", "again"] {
        assert_eq!(place.read(&format!("{directory}/states.csv")), text);
    }
    for (option, value, wanted) in [
        ("--keep-states", "Ardo", "sweep.keep_states: `Ardo` is not a state of the scenario; did you mean `Arda`?"),
        (
            "--keep-columns",
            "governence",
            "sweep.keep_columns: `governence` is not a column of states, world or pairs (docs/files.md); did you mean `governance`?",
        ),
    ] {
        let error = place.fails(2, &[&base[..], &[option, value, "--out", "refused"]].concat());
        assert!(error.contains(wanted), "{error}");
    }
    let idle =
        place.fails(2, &["sweep", "world.toml", "--vary", "parameters.feedback.threat=0,1", "--keep-states", "Arda"]);
    assert!(idle.contains("--keep-states would have no effect: use it with --trajectories"), "{idle}");
}
