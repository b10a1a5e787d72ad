//! What each command prints on the terminal when it succeeds.

use crate::common::place::Place;

#[test]
fn overview() {
    insta::assert_snapshot!("help", Place::new().session("--help"));
    insta::assert_snapshot!("help_in_short", Place::new().session("-h"));
}

#[test]
fn lists() {
    insta::assert_snapshot!(Place::new().session("list"));
}

#[test]
fn new_scenario() {
    let place = Place::new();
    let session = place.session("new mine.toml\ncheck mine.toml");
    let text = format!("{session}--- mine.toml\n{}", place.read("mine.toml"));
    insta::assert_snapshot!(text);
}

#[test]
fn run() {
    let place = Place::new();
    let session = place.session(
        "check world.toml
        run world.toml
        run world.toml --out output/world
        run world.toml --runs 1 --rounds 4 --pairs --checkpoint 2 --format parquet --out b
        run --from b/checkpoint-2.bin --out c
        run world.toml --quiet",
    );
    insta::assert_snapshot!(session);
}

#[test]
fn explain() {
    let place = Place::new();
    let session = place.session(
        "explain world.toml --state Arda --round 2
        explain world.toml --state Arda --toward Bera --round 4 --run 1",
    );
    insta::assert_snapshot!(session);
}

#[test]
fn plot_and_report() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--quiet"]);
    insta::assert_snapshot!(place.session("plot a --image svg\nreport a"));
}

#[test]
fn sweep() {
    let place = Place::new();
    let session = place.session(
        "sweep world.toml --vary parameters.feedback.threat=0,1 --dry-run
        sweep world.toml --vary parameters.feedback.threat=0,1 --out a
        sweep world.toml --vary parameters.feedback.threat=0,1 --out a
        sweep world.toml --vary parameters.feedback.threat=0,1 --shard 1/2 --out b
        sweep world.toml --vary parameters.feedback.threat=0,1 --shard 2/2 --out c
        merge b c --out d
        export a --format parquet
        plot a --image svg",
    );
    insta::assert_snapshot!(session);
}

#[test]
fn compare() {
    let place = Place::new();
    insta::assert_snapshot!(place.session("compare world.toml --set parameters.feedback.threat=2 --runs 4"));
}

#[test]
fn batch() {
    let place = Place::new();
    let session = place.session(
        "batch world.toml spiral --rounds 12 --runs 2
        batch world.toml spiral --rounds 12 --runs 2",
    );
    // The column before the directories holds seconds.
    let steady = |line: &str| match line.split_once("output/batch/") {
        Some((row, name)) if row.starts_with(' ') => {
            format!("{} …        output/batch/{name}\n", row.trim_end().rsplit_once(' ').unwrap().0)
        }
        _ => format!("{line}\n"),
    };
    let session: String = session.lines().map(steady).collect();
    insta::assert_snapshot!(session);
}

#[test]
fn claims() {
    let place = Place::new();
    insta::assert_snapshot!(place.session("claims --only C1 --replicates 4 --world world.toml --out a"));
}

#[test]
fn loop_study() {
    let place = Place::new();
    let small = "loop world.toml --quick --rounds 12 --replicates 2 --only half-life --out a";
    insta::assert_snapshot!(place.session(small));
    insta::assert_snapshot!("loop_page", place.read("a/loop.md"));
}

#[test]
fn export() {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--rounds", "4", "--runs", "1", "--pairs", "--out", "a", "--quiet"]);
    let session = place.session("export a --format gexf --out a.gexf");
    let text = format!("{session}--- a.gexf\n{}", four_digits(&place.read("a.gexf")));
    insta::assert_snapshot!(text);
}

/// Numbers with at most four digits after the point.
fn four_digits(text: &str) -> String {
    let mut places = None;
    let kept = text.chars().filter(|letter| {
        places = match places {
            Some(count) if letter.is_ascii_digit() => Some(count + 1),
            _ => (*letter == '.').then_some(0),
        };
        places.is_none_or(|count| count <= 4)
    });
    kept.collect()
}
