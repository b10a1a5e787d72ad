//! Merging shards: what was written is what is merged, or nothing is.

use crate::common::place::Place;

/// Five points of two runs, in two shards.
const SWEEP: [&str; 7] =
    ["sweep", "world.toml", "--rounds", "4", "--vary", "parameters.feedback.threat=0..2/5", "--quiet"];
const TABLES: [&str; 4] = ["runs.csv", "points.csv", "summary.csv", "world.csv"];

/// A place with both shards, `a` and `b`, and the whole.
fn place() -> Place {
    let place = Place::new();
    for (out, shard) in [("a", &["--shard", "1/2"][..]), ("b", &["--shard", "2/2"]), ("whole", &[])] {
        place.succeeds(&[&SWEEP[..], &["--trajectories", "--out", out], shard].concat());
    }
    place
}

fn sha256(place: &Place, name: &str) -> String {
    takvin::output::manifest::sha256(&std::fs::read(place.path(name)).unwrap())
}

/// Changes a table of the shard `a`, and its checksum too if `forged` is set.
fn change(place: &Place, table: &str, forged: bool, change: impl Fn(&str) -> String) {
    let before = sha256(place, &format!("a/{table}"));
    let text = place.read(&format!("a/{table}"));
    std::fs::write(place.path("a").join(table), change(&text)).unwrap();
    if forged {
        let manifest = place.read("a/manifest.toml").replace(&before, &sha256(place, &format!("a/{table}")));
        std::fs::write(place.path("a/manifest.toml"), manifest).unwrap();
    }
}

fn cell(text: &str, line: usize, column: &str, value: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = lines[0].split(',').position(|name| name == column).unwrap();
    let mut cells: Vec<&str> = lines[line].split(',').collect();
    cells[at] = value;
    lines[line] = cells.join(",");
    lines.join("\n") + "\n"
}

#[test]
fn modified_shards_are_refused() {
    type Damage = fn(&str) -> String;
    let damages: [(&str, Damage); 8] = [
        ("runs.csv", |text| cell(text, 1, "governance_end", "0.9999")),
        ("runs.csv", |text| cell(text, 1, "parameters.feedback.threat", "much")),
        ("runs.csv", |text| text.replacen("seed", "sead", 1)),
        ("runs.csv", |_| "point\n0\n".to_owned()),
        ("runs.csv", |_| "point,replicate\n0,0\n".to_owned()),
        ("runs.csv", |_| "point,replicate,seed,x,y\n0,0,5,0,0\n".to_owned()),
        ("runs.csv", |text| text.split_inclusive('\n').take(3).collect()),
        ("world.csv", |text| text.replacen(",1,", ",2,", 1)),
    ];
    for (number, (table, damage)) in damages.into_iter().enumerate() {
        for forged in [false, true] {
            // What a forged checksum vouches for is still held against its columns and against the design.
            if forged && (number == 0 || table == "world.csv") {
                continue;
            }
            let place = place();
            change(&place, table, forged, damage);
            let error = place.fails(2, &["merge", "a", "b", "--out", "m"]);
            assert!(error.contains(&format!("a/{table}")), "{number} {forged}: {error}");
            assert!(!place.path("m").exists(), "{number} {forged}");
        }
    }
}

#[test]
fn a_failed_merge_can_be_repeated() {
    let place = place();
    let sound = place.read("a/runs.csv");
    change(&place, "runs.csv", false, |text| cell(text, 1, "governance_end", "0.9999"));
    place.fails(2, &["merge", "a", "b", "--out", "m"]);
    std::fs::write(place.path("a/runs.csv"), &sound).unwrap();
    // And what a killed merge leaves is begun again.
    place.copy("whole", "m/unfinished");
    let manifest = place.read("whole/manifest.toml").replacen("files = ", "merged = true\nfiles = ", 1);
    std::fs::write(place.path("m/unfinished/manifest.toml"), manifest).unwrap();
    std::fs::write(place.path("m/unfinished/runs.csv.part"), "wrong").unwrap();
    std::fs::write(place.path("m/unfinished/journal"), "runs.csv states.csv world.csv events.csv\n").unwrap();
    place.succeeds(&["merge", "a", "b", "--out", "m", "--quiet"]);
    for table in TABLES {
        assert_eq!(place.read(&format!("whole/{table}")), place.read(&format!("m/{table}")), "{table}");
    }
    assert_eq!(place.names("whole"), place.names("m"));
    // Killed just before it is committed, a merge has its last manifest and is begun again, too.
    assert!(place.read("m/manifest.toml").contains("merged = true"));
}

#[test]
fn a_merge_does_not_discard_an_unfinished_sweep_of_the_same_name() {
    let place = place();
    place.copy("whole", "m/unfinished");
    std::fs::write(place.path("m/unfinished/journal"), "runs.csv states.csv world.csv events.csv\n").unwrap();
    let error = place.fails(2, &["merge", "a", "b", "--out", "m"]);
    assert!(error.contains("unfinished work"), "{error}");
    assert!(place.path("m/unfinished/runs.csv").exists());
}

#[test]
fn impossible_numbers_of_shards() {
    let place = place();
    let manifest = place.read("a/manifest.toml");
    for (shard, words) in [("1/4294967295", "5 points"), ("1/5", "missing: 2/5, 3/5, 4/5, 5/5"), ("0/2", "not a shard")]
    {
        std::fs::write(place.path("a/manifest.toml"), manifest.replace("\"1/2\"", &format!("\"{shard}\""))).unwrap();
        let error = place.fails(2, &["merge", "a", "--out", "m"]);
        assert!(error.contains(words), "{shard}: {error}");
        assert!(!place.path("m").exists());
    }
}
