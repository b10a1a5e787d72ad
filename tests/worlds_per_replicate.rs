//! Synthetic states drawn per replicate differ between replicates, wherever a run begins or resumes.

use crate::common::place::Place;

const DRAWN: &str = "[run]\nrounds = 6\nreplicates = 3\n[generator]\ncount = 4\nworld = \"per-replicate\"\n\
    meaning = { low = 0, high = 1 }\n[reach]\nkind = \"coordinates\"\nscale = 0.3\n";

fn meanings(place: &Place, directory: &str, run: &str) -> Vec<String> {
    let text = place.read(&format!("{directory}/states.csv"));
    let rows = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter(|row| row[0] == run && row[1] == "0").map(|row| row[4].to_owned()).collect()
}

#[test]
fn worlds_differ_between_replicates_only_if_requested() {
    let place = Place::new();
    for (name, text) in [("drawn", DRAWN.to_owned()), ("fixed", DRAWN.replace("per-replicate", "fixed"))] {
        std::fs::write(place.path(&format!("{name}.toml")), text).unwrap();
        place.succeeds(&["run", &format!("{name}.toml"), "--out", name, "--quiet"]);
    }
    assert_eq!(meanings(&place, "drawn", "0"), meanings(&place, "fixed", "0"));
    assert_ne!(meanings(&place, "drawn", "0"), meanings(&place, "drawn", "1"));
    assert_ne!(meanings(&place, "drawn", "1"), meanings(&place, "drawn", "2"));
    assert_eq!(meanings(&place, "fixed", "0"), meanings(&place, "fixed", "1"));
}

#[test]
fn drawn_worlds_after_a_checkpoint() {
    let place = Place::new();
    std::fs::write(place.path("drawn.toml"), DRAWN).unwrap();
    place.succeeds(&["run", "drawn.toml", "--out", "a", "--checkpoint", "2", "--pairs", "--quiet"]);
    place.succeeds(&["run", "a/scenario.toml", "--out", "again", "--quiet"]);
    place.succeeds(&["run", "--from", "a/checkpoint-2.bin", "--out", "later", "--quiet"]);
    for table in ["states", "world", "events", "pairs", "runs"] {
        let whole = place.read(&format!("a/{table}.csv"));
        assert_eq!(whole, place.read(&format!("again/{table}.csv")), "{table}");
        let round = |line: &str| line.split(',').nth(1).and_then(|round| round.parse::<u32>().ok());
        let kept = whole.lines().filter(|line| table == "runs" || round(line).is_none_or(|round| round > 2));
        let later = place.read(&format!("later/{table}.csv"));
        assert_eq!(kept.collect::<Vec<_>>(), later.lines().collect::<Vec<_>>(), "{table}");
    }
    let said = place.succeeds(&["explain", "a", "--state", "S2", "--round", "1", "--run", "2", "--json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let before = said["governance"][0]["before"].as_f64().unwrap();
    let recorded: f64 = meanings(&place, "a", "2")[1].parse().unwrap();
    assert!((before - recorded).abs() < 1e-14);
}
