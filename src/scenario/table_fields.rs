//! The keys of data that come from tables: yearly series, and reach by year.

use serde_json::{Value as Json, json};

use super::shape::{Field, Shape, field, list, names, number, one_or_more, whole};
use crate::model::pairs::{PairVariable, START_KEYS};
use crate::model::states::COLUMNS;

/// The largest value of a series.
const FAR: f64 = 1e15;
/// The last round that a row may name.
const LAST: i128 = 1_000_000;

/// `[series.NAME]`.
pub(super) fn series() -> Vec<Field> {
    vec![
        field(
            "from",
            one_or_more(Shape::Text),
            Json::Null,
            "CSV or Parquet files with the columns `state`, `year` (or `round`), and one for each variable of states; or `a`, `b`, `year` (or `round`), and one for each variable of pairs (`trade`, `people`, `security`, `rivalry`); or without states, for all states or all pairs",
        ),
        field("rows", list(Shape::Table(series_row())), Json::Null, "the same without a file, one table for each row"),
        field(
            "how",
            Shape::Choice(vec!["hold", "add"]),
            json!("hold"),
            "hold: a variable has the value of a row until the next row of the state or pair, and is free after an empty cell; add: the value is added in the round of the row",
        ),
        field(
            "states",
            names(),
            Json::Null,
            "only these states, and pairs of two of them: a name, a list or group:NAME; all states of the rows if not given",
        ),
        field("enabled", Shape::Flag, json!(true), "false leaves the series out"),
    ]
}

/// A row of a series.
pub(super) fn series_row() -> Vec<Field> {
    let mut fields = vec![
        field("state", Shape::Text, Json::Null, "the state, by name or code"),
        field("a", Shape::Text, Json::Null, "a state of the pair, by name or code"),
        field("b", Shape::Text, Json::Null, "the other state of the pair"),
    ];
    fields.extend(times());
    let variables = COLUMNS.iter().filter(|column| column.default.is_some());
    fields.extend(variables.map(|c| field(c.name, number(-FAR, FAR, c.unit), Json::Null, c.meaning)));
    let of_pairs = START_KEYS.iter().filter(|key| PairVariable::NAMES.contains(&key.name));
    fields.extend(of_pairs.map(|key| field(key.name, number(-FAR, FAR, key.unit), Json::Null, key.meaning)));
    fields
}

/// `reach.years`: files, or rows.
pub(super) fn reach_years() -> Shape {
    let row = Shape::Table(reach_row());
    Shape::Either(vec![Shape::Text, list(Shape::Either(vec![Shape::Text, row]))])
}

/// A row of reach by year.
pub(super) fn reach_row() -> Vec<Field> {
    let mut fields = vec![
        field("a", Shape::Text, Json::Null, "a state, by name or code"),
        field("b", Shape::Text, Json::Null, "the other state"),
    ];
    fields.extend(times());
    fields.push(field("reach", number(0.0, 1.0, "share"), Json::Null, "reach of each to the other from this year on"));
    fields
}

fn times() -> [Field; 2] {
    [
        field("year", number(-1e6, 1e6, "year"), Json::Null, "the year"),
        field("round", whole(0, LAST, "round"), Json::Null, "the round, instead of the year"),
    ]
}
