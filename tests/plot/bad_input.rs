//! Missing, damaged or unknown input is reported with the file and the remedy; nothing panics.

use std::path::Path;

use super::svg::Svg;
use crate::common::place::{Place, says};

fn place() -> Place {
    let place = Place::new();
    place.succeeds(&["run", "world.toml", "--out", "a", "--pairs", "--quiet"]);
    place
}

/// Changes a file of the run and returns the error of plotting.
fn with(file: &str, change: impl FnOnce(&str) -> String, arguments: &[&str]) -> String {
    let place = place();
    let path = place.path(&format!("a/{file}"));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, change(&text)).unwrap();
    place.vouch_for("a");
    let mut all = vec!["plot", "a"];
    all.extend(arguments);
    place.fails(2, &all)
}

/// A row of a table with one cell replaced.
fn replaced(text: &str, row: usize, column: &str, cell: &str) -> String {
    let at = text.lines().next().unwrap().split(',').position(|name| name == column).unwrap();
    let line = |(n, line): (usize, &str)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if n == row {
            cells[at] = cell;
        }
        cells.join(",") + "\n"
    };
    text.lines().enumerate().map(line).collect()
}

fn header_only(text: &str) -> String {
    text.lines().next().unwrap().to_owned() + "\n"
}

#[test]
fn directories_without_results() {
    let place = place();
    std::fs::create_dir(place.path("empty")).unwrap();
    let session = place.session(
        "plot
        plot nowhere
        plot empty
        plot world.toml
        plot a --against nowhere
        plot a --against empty
        plot a --against world.toml",
    );
    insta::assert_snapshot!(session);
}

#[test]
fn a_table_that_is_missing_is_named() {
    for file in ["states.csv", "world.csv", "runs.csv"] {
        let place = place();
        std::fs::remove_file(place.path(&format!("a/{file}"))).unwrap();
        says(&place.fails(2, &["plot", "a"]), &[file, "the file does not exist", "run the scenario again"]);
    }
}

#[test]
fn a_table_cut_off_within_a_row_is_reported_with_its_line() {
    let cut = |text: &str| text[..text.len() / 2].trim_end_matches('\n').rsplit_once(',').unwrap().0.to_owned();
    says(&with("states.csv", cut, &[]), &["states.csv", "line", "cells", "run the scenario again"]);
}

#[test]
fn tables_without_rows_are_reported() {
    for file in ["states.csv", "world.csv"] {
        says(&with(file, header_only, &[]), &[file, "does not have any rows", "run the scenario again"]);
    }
    says(&with("states.csv", |_| String::new(), &[]), &["states.csv", "the file is empty"]);
}

#[test]
fn runs_that_tables_do_not_hold_are_reported() {
    let first_only = |text: &str| {
        let rows = text.lines().enumerate().filter(|(n, line)| *n == 0 || line.starts_with("0,"));
        rows.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    };
    says(&with("states.csv", first_only, &[]), &["states.csv", "the rows of run 1 are missing"]);
    let others_only = |text: &str| {
        let rows = text.lines().enumerate().filter(|(n, line)| *n == 0 || line.starts_with("1,"));
        rows.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    };
    says(&with("world.csv", others_only, &[]), &["world.csv", "the rows of run 0 are missing"]);
}

#[test]
fn duplicate_rows_are_reported() {
    let doubled = |text: &str| format!("{text}{}\n", text.lines().last().unwrap());
    says(&with("states.csv", doubled, &[]), &["states.csv", "two rows", "run the scenario again"]);
}

#[test]
fn a_missing_column_is_named_with_the_nearest() {
    let renamed = |text: &str| text.replacen(",meaning,", ",meanings,", 1);
    says(
        &with("states.csv", renamed, &[]),
        &["states.csv", "column `meaning` does not exist", "`meanings`", "run the scenario again"],
    );
}

#[test]
fn a_cell_that_is_not_a_number_is_reported_with_line_and_column() {
    for cell in ["much", "inf", "-inf", "NaN", "1e999"] {
        let said = with("states.csv", |text| replaced(text, 3, "meaning", cell), &[]);
        says(&said, &["states.csv", "line 4", "column `meaning`", cell, "run the scenario again"]);
    }
    says(&with("states.csv", |text| replaced(text, 3, "run", ""), &[]), &["states.csv", "lacks its run"]);
    says(&with("world.csv", |text| replaced(text, 2, "year", ""), &[]), &["world.csv", "lacks its run, round or year"]);
    says(&with("world.csv", |text| replaced(text, 2, "round", "7"), &[]), &["world.csv", "not in order"]);
}

#[test]
fn unknown_words_in_a_column_are_refused_with_the_nearest() {
    let cases = [
        ("events.csv", "kind", "war_setled", "war_settled", "timeline"),
        ("pairs.csv", "stage", "crisys", "crisis", "network"),
    ];
    for (file, column, word, nearest, figure) in cases {
        let said = with(file, |text| replaced(text, 3, column, word), &["--figure", figure]);
        says(&said, &[file, "line 4", column, &format!("`{word}`"), &format!("`{nearest}`")]);
    }
    // Every reader of a table refuses them.
    let place = place();
    let events = place.read("a/events.csv");
    std::fs::write(place.path("a/events.csv"), replaced(&events, 2, "kind", "Intervention")).unwrap();
    place.vouch_for("a");
    says(&place.fails(2, &["report", "a"]), &["events.csv", "line 3", "`Intervention`", "`intervention`"]);
    std::fs::write(place.path("a/events.csv"), replaced(&events, 2, "kind", "")).unwrap();
    place.vouch_for("a");
    says(&place.fails(2, &["report", "a"]), &["events.csv", "lacks its round, year or kind"]);
}

#[test]
fn a_table_that_was_modified_is_refused_by_every_reader() {
    let place = place();
    let states = place.read("a/states.csv");
    std::fs::write(place.path("a/states.csv"), replaced(&states, 2, "governance", "0.123")).unwrap();
    for command in [
        &["plot", "a", "--figure", "drift"][..],
        &["report", "a"],
        &["export", "a", "--format", "parquet"],
        &["export", "a", "--format", "gexf"],
    ] {
        says(&place.fails(2, command), &["a/states.csv", "modified after it was written"]);
    }
    assert!(!place.path("a/report.html").exists() && !place.path("a/states.parquet").exists());
}

#[test]
fn a_quiet_world_has_all_its_figures() {
    let place = place();
    let path = place.path("a/events.csv");
    std::fs::write(&path, header_only(&std::fs::read_to_string(&path).unwrap())).unwrap();
    place.vouch_for("a");
    let said = place.succeeds(&["plot", "a", "--image", "svg"]);
    says(&said, &["timeline.svg", "drift.svg", "network.svg"]);
    let svg = Svg::read(&place.read("a/figures/timeline.svg"));
    assert!(svg.says("no dispute began"));
}

#[test]
fn figures_of_pairs_need_recorded_pairs() {
    let place = place();
    let path = place.path("a/pairs.csv");
    std::fs::write(&path, header_only(&std::fs::read_to_string(&path).unwrap())).unwrap();
    place.vouch_for("a");
    says(&place.succeeds(&["plot", "a"]), &["drift.png", "not drawn: relations", "pairs.csv does not have rows"]);
    for figure in ["relations", "network", "belief"] {
        says(&place.fails(2, &["plot", "a", "--figure", figure]), &[figure, "pairs.csv", "--pairs"]);
    }
    std::fs::remove_file(&path).unwrap();
    says(&place.fails(2, &["plot", "a", "--figure", "network"]), &["a/pairs.csv"]);
    place.succeeds(&["run", "world.toml", "--out", "none", "--quiet"]);
    says(
        &place.fails(2, &["plot", "none", "--figure", "network"]),
        &["network", "pairs.csv does not exist", "--pairs"],
    );
    place.succeeds(&["run", "world.toml", "--out", "b", "--pairs=1", "--quiet"]);
    says(&place.succeeds(&["plot", "b", "--replicates", "1"]), &["not drawn: network", "run 1", "--pairs"]);
}

#[test]
fn misspelt_names() {
    let place = place();
    let changed = "parameters.constitution.meaning_threat=4";
    place.succeeds(&["run", "world.toml", "--out", "b", "--set", changed, "--quiet"]);
    let session = place.session(
        "plot a --figure drfit
        plot a --states Adra
        plot a --figure world --states Adra
        plot a --outcome governance
        plot a b --figure fan --parameters constitution.meaning_thread
        plot a --figure tornado
        plot a b --figure heatmap",
    );
    insta::assert_snapshot!(session);
    assert!(!place.path("a/figures").exists(), "nothing is drawn of what is misspelt");
}

#[test]
fn replicates_rounds_sizes_and_themes() {
    let place = place();
    let session = place.session(
        "plot a --replicates 7
        plot a --replicates one
        plot a --rounds 99
        plot a --size large
        plot a --size 10x10
        plot a --size 99999x99999
        plot a --theme loud
        plot a --figure comparison",
    );
    insta::assert_snapshot!(session);
    assert!(!place.path("a/figures").exists());
}

#[test]
fn one_replicate_has_no_bands_and_says_so() {
    let place = place();
    place.succeeds(&["plot", "a", "--replicates", "1", "--image", "svg"]);
    let svg = Svg::read(&place.read("a/figures/drift.svg"));
    assert!(svg.all().contains("Run 1 of 2, so bands cannot be drawn."), "{}", svg.all());
    assert!(svg.shapes.iter().all(|shape| shape.kind != "polygon") && !svg.says("90 % of the runs"));
    place.succeeds(&["run", "world.toml", "--out", "b", "--runs", "1", "--quiet"]);
    place.succeeds(&["plot", "b", "--image", "svg"]);
    let svg = Svg::read(&place.read("b/figures/forest.svg"));
    assert!(svg.all().contains("One run (run 0), so bands cannot be drawn."), "{}", svg.all());
    says(
        &place.fails(2, &["plot", "b", "--against", "a", "--figure", "effects"]),
        &["the two directories have 1 runs in common", "two or more"],
    );
}

/// The same text in every cell of some columns.
fn constant(text: &str, columns: &[&str], cell: impl Fn(usize) -> &'static str) -> String {
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let line = |(n, line): (usize, &str)| {
        let cells = line.split(',').zip(&header);
        let changed = cells.map(|(old, name)| if n > 0 && columns.contains(name) { cell(n) } else { old });
        changed.collect::<Vec<_>>().join(",") + "\n"
    };
    text.lines().enumerate().map(line).collect()
}

#[test]
fn constant_and_huge_values_make_plain_figures() {
    const COLUMNS: [&str; 16] = [
        "meaning",
        "governance",
        "policy",
        "wealth",
        "power",
        "belief_error",
        "power_error",
        "discourse",
        "disputes",
        "wars",
        "backlog",
        "spend_military",
        "pressure_threat",
        "harm_insiders",
        "incidents",
        "system",
    ];
    let cells: [fn(usize) -> &'static str; 5] = [
        |_| "0",
        |_| "0.5",
        |_| "",
        |n| if n % 2 == 0 { "1e300" } else { "-1e300" },
        |n| if n % 3 == 0 { "1.7e308" } else { "-1.7e308" },
    ];
    for (n, cell) in cells.into_iter().enumerate() {
        let place = place();
        let path = place.path("a/states.csv");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, constant(&text, &COLUMNS, cell)).unwrap();
        place.vouch_for("a");
        place.succeeds(&["run", "world.toml", "--out", "b", "--quiet"]);
        let said = place.succeeds(&["plot", "a", "--against", "b", "--image", "svg"]);
        says(&said, &["drift.svg", "world.svg", "comparison.svg"]);
        for name in place.names("a/figures") {
            let svg = Svg::read(&place.read(&format!("a/figures/{name}")));
            let wrong = svg.illegible();
            assert!(wrong.is_empty(), "case {n}, {name}: {}", wrong.join("\n"));
            assert!(svg.texts.iter().all(|t| !t.said.contains("NaN") && !t.said.contains("inf")), "case {n}, {name}");
        }
        place.succeeds(&["plot", "a", "--figure", "drift,budget,portrait"]);
    }
}

#[test]
fn a_sweep_of_one_run_a_point_has_its_figures() {
    let place = place();
    for (name, value) in [("b", "0"), ("c", "4")] {
        let set = format!("parameters.constitution.meaning_threat={value}");
        place.succeeds(&["run", "world.toml", "--out", name, "--runs", "1", "--set", &set, "--quiet"]);
    }
    place.succeeds(&["plot", "b", "c", "--figure", "tornado,fan", "--image", "svg"]);
    let svg = Svg::read(&place.read("b/figures/fan.svg"));
    assert!(svg.all().contains("2 runs."), "{}", svg.all());
}

#[test]
fn a_file_in_place_of_the_figure_directory_is_reported() {
    let place = place();
    std::fs::write(place.path("a/figures"), "mine").unwrap();
    says(&place.fails(2, &["plot", "a"]), &["figures", "this is a file, not a directory", "choose another path"]);
    assert_eq!(place.read("a/figures"), "mine");
}

#[cfg(unix)]
#[test]
fn a_read_only_directory_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = place();
    let directory = place.path("a");
    let may = |mode| std::fs::set_permissions(Path::new(&directory), std::fs::Permissions::from_mode(mode)).unwrap();
    may(0o555);
    // Some users may write everywhere.
    let barred = std::fs::write(place.path("a/try"), "").is_err();
    if barred {
        says(&place.fails(1, &["plot", "a", "--figure", "drift"]), &["figures", "could not be made", "because"]);
    }
    may(0o755);
}
