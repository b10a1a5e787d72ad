//! The tables of explorations.

use super::border::{BorderFound, BorderSearch};
use super::reach::ReachFound;
use super::space::Space;
use crate::record::rows::Rows;
use crate::record::{Field, Table};
use crate::scenario::Axis;

/// The tables of a border.
pub(crate) const OF_BORDER: [&str; 2] = ["thresholds", "border-cells"];
/// The tables of what can be reached.
pub(crate) const OF_REACH: [&str; 2] = ["patterns", "reach-growth"];

/// The question that a table of a border answers, in its first column and the column `at`.
fn question() -> (Field, Field) {
    (
        Field::label("outcome", "outcome measure, a column of runs.csv"),
        Field::number("at", "the outcome's own", "a run is on the upper side if its outcome is at least this"),
    )
}

/// The columns of a table of a border, by its name; empty if the table does not exist. `axes` have paths and units.
pub(crate) fn border_fields(table: &str, axes: &[(String, String)]) -> Vec<Field> {
    let of_axes = |ending: &'static str, meaning: &'static str| {
        axes.iter().map(move |(path, unit)| Field::number(format!("{path}{ending}"), unit.clone(), meaning))
    };
    match table {
        "thresholds" => {
            let (outcome, at) = question();
            let mut fields = vec![outcome, Field::label("along", "the axis that the line runs along"), at];
            fields.extend(of_axes("", "value of the axis on the line; missing for the axis along which it runs"));
            let own = "the axis's own";
            fields.extend([
                Field::number("threshold", own, "where half of the runs are on the upper side"),
                Field::number(
                    "low",
                    own,
                    "lower end of the 95 % interval; missing if some resamples of the replicates lack the threshold",
                ),
                Field::number("high", own, "upper end of the 95 % interval"),
                Field::number("below", own, "the last point below whose runs are clearly on one side"),
                Field::number("above", own, "the first point above whose runs are clearly on the other side"),
            ]);
            for side in ["below", "above"] {
                let share = format!("share_{side}");
                fields.extend([
                    Field::number(
                        share.clone(),
                        "share of runs",
                        format!("runs on the upper side at the point {side}"),
                    ),
                    Field::number(format!("{share}_low"), "share of runs", "lower end of its 95 % interval (Wilson)"),
                    Field::number(format!("{share}_high"), "share of runs", "upper end of its 95 % interval"),
                    Field::whole(format!("runs_{side}"), "runs", format!("runs at the point {side}")),
                ]);
            }
            fields
        }
        "border-cells" => {
            let (outcome, at) = question();
            let mut fields = vec![outcome, at];
            fields.extend(of_axes(".low", "lower end of the cell"));
            fields.extend(of_axes(".high", "upper end of the cell"));
            fields.extend([
                Field::number("share", "share of runs", "mean over its corners of the runs on the upper side"),
                Field::whole(
                    "crossed",
                    "yes or no",
                    "1 if the border passes through the cell, which then has the finest size",
                ),
            ]);
            fields
        }
        _ => Vec::new(),
    }
}

/// A table of a border.
pub(crate) fn border_table(table: &str, found: &BorderFound, search: &BorderSearch, outcome: &str) -> Table {
    let space = &search.space;
    let mut rows = Rows::new(border_fields(table, &named(space)));
    if table == "thresholds" {
        for at in &found.thresholds {
            let mut cells = vec![search.value];
            cells.extend(&at.others);
            cells.extend([at.place, at.low, at.high, at.ends[0], at.ends[1]]);
            for ((share, low, high), runs) in at.shares.into_iter().zip(at.runs) {
                cells.extend([share, low, high, runs as f64]);
            }
            rows.push(&[outcome, &space.axes()[at.along].path], cells);
        }
    } else {
        for cell in &found.cells {
            let ends = [search.value].into_iter().chain(cell.low.iter().chain(&cell.high).copied());
            rows.push(&[outcome], ends.chain([cell.share, f64::from(u8::from(cell.crossed))]));
        }
    }
    rows.table()
}

/// The columns of a table of what can be reached. `words` of the axes are those whose values are words.
pub(crate) fn reach_fields(table: &str, outcomes: &[String], axes: &[(String, String)], words: &[bool]) -> Vec<Field> {
    match table {
        "patterns" => {
            let of_axes = axes.iter().zip(words);
            let meaning = "value of the axis at the first point";
            let labels = of_axes.clone().filter(|(_, words)| **words);
            let mut fields: Vec<Field> = labels.map(|((path, _), _)| Field::label(path.clone(), meaning)).collect();
            for name in outcomes {
                let own = "the outcome's own";
                fields.extend([
                    Field::number(format!("{name}.low"), own, "lower end of the cell"),
                    Field::number(format!("{name}.high"), own, "upper end of the cell"),
                ]);
            }
            fields.extend([
                Field::whole("hits", "points", "points whose mean outcomes are in the cell"),
                Field::whole("point", "number", "the first of them, a point of the sweep"),
                Field::whole("generation", "number", "its generation; 0 covers the space evenly"),
            ]);
            fields.extend(
                outcomes
                    .iter()
                    .map(|name| Field::number(name.clone(), "the outcome's own", "mean outcome at the first point")),
            );
            let numbers = of_axes.filter(|(_, words)| !**words);
            fields.extend(numbers.map(|((path, unit), _)| Field::number(path.clone(), unit.clone(), meaning)));
            fields
        }
        "reach-growth" => vec![
            Field::whole("generation", "number", "0 covers the space evenly"),
            Field::whole("points", "points", "points so far"),
            Field::whole("patterns", "cells", "cells that some point reached so far"),
        ],
        _ => Vec::new(),
    }
}

/// A table of what can be reached.
pub(crate) fn reach_table(table: &str, found: &ReachFound, outcomes: &[String], space: &Space) -> Table {
    let in_words: Vec<bool> = space.axes().iter().map(Axis::is_words).collect();
    let mut rows = Rows::new(reach_fields(table, outcomes, &named(space), &in_words));
    if table == "patterns" {
        for pattern in &found.patterns {
            let settings = || pattern.settings.iter().zip(&in_words);
            let words: Vec<String> = settings().filter(|(_, words)| **words).map(|(at, _)| at.to_string()).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut cells: Vec<f64> = pattern.ends.iter().flat_map(|(low, high)| [*low, *high]).collect();
            cells.extend([f64::from(pattern.hits), pattern.point as f64, f64::from(pattern.generation)]);
            cells.extend(&pattern.outcomes);
            cells.extend(settings().filter(|(_, words)| !**words).map(|(at, _)| at.number().unwrap_or(f64::NAN)));
            rows.push(&words, cells);
        }
    } else {
        for (generation, (points, patterns)) in found.growth.iter().enumerate() {
            rows.push(&[], [generation as f64, *points as f64, *patterns as f64]);
        }
    }
    rows.table()
}

/// The paths and units of the axes.
fn named(space: &Space) -> Vec<(String, String)> {
    space.axes().iter().map(|axis| (axis.path.clone(), axis.unit().to_owned())).collect()
}
