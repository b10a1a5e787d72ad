//! The keys of `[sweep]`.

use serde_json::{Value as Json, json};

use super::shape::{Field, Shape, field, names, number, whole};
use super::sweep::{DESIGNS, MOST_VALUES, OUTCOME};

/// The narrowest interval and rest allowed. It is above 0, which no number of runs reaches.
const NARROWEST: f64 = 1e-9;
/// The widest interval allowed.
const WIDEST: f64 = 1e9;
/// The largest number of replicates of a point.
const MOST_REPLICATES: u32 = 1_000_000;

/// `[sweep]`.
pub(super) fn sweep() -> Vec<Field> {
    let designs = DESIGNS.iter().map(|(name, _)| *name).collect();
    let scalar = Shape::Either(vec![number(-f64::MAX, f64::MAX, ""), Shape::Flag, Shape::Text]);
    let any = || number(-f64::MAX, f64::MAX, "");
    let levels = vec![
        field("from", any(), Json::Null, "first value of a range"),
        field("to", any(), Json::Null, "last value of a range, if its steps reach it"),
        field("step", any(), Json::Null, "step of a range"),
        field("low", any(), Json::Null, "lowest value of an interval"),
        field("high", any(), Json::Null, "highest value of an interval"),
        field(
            "count",
            whole(2, MOST_VALUES.into(), "values"),
            Json::Null,
            "number of evenly spaced values of an interval",
        ),
        field("scale", Shape::Choice(vec!["linear", "log"]), json!("linear"), "scale on which an interval is even"),
    ];
    let axis = Shape::Either(vec![scalar.clone(), Shape::List(Box::new(scalar)), Shape::Table(levels)]);
    vec![
        field("design", Shape::Choice(designs), json!("grid"), "how points are chosen from the axes"),
        field(
            "points",
            whole(1, 1_000_000_000, "points"),
            json!(100),
            "number of points of a random, Latin hypercube or Sobol' design, of trajectories of the design morris, of base points of the design saltelli",
        ),
        field("seed", whole(0, i64::MAX as i128, ""), json!(1), "seed of the design; the runs use run.seed"),
        field(
            "constraints",
            Shape::List(Box::new(Shape::Text)),
            json!([]),
            "conditions on points, as in \"parameters.feedback.threat <= 0.5\"; other points are left out",
        ),
        field(
            "vary",
            Shape::Named(Box::new(axis)),
            Json::Null,
            "paths, each with a list of values, a range, or an interval",
        ),
        field(
            "points_from",
            Shape::Text,
            Json::Null,
            "instead of `vary`: CSV file whose columns are paths and whose rows are points",
        ),
        field(
            "link",
            Shape::Named(Box::new(Shape::Text)),
            Json::Null,
            "paths in quotes, each with the path of `vary` whose value it takes at every point",
        ),
        field(
            "until",
            number(NARROWEST, WIDEST, "in the outcome's unit"),
            Json::Null,
            "add replicates to a point until the 95 % interval of the outcome has this half-width",
        ),
        field(
            "most",
            whole(2, MOST_REPLICATES.into(), "runs"),
            json!(1000),
            "largest number of replicates of a point with `until`",
        ),
        field("outcome", Shape::Text, json!(OUTCOME), "the outcome measure that `until` uses"),
        field(
            "rest",
            number(NARROWEST, 1.0, "governance units"),
            Json::Null,
            "end each run as soon as its world rests: over a fifth of its rounds mean governance differs by this at most from that of the fifth before, and mean policy by twice as much",
        ),
        field("trajectories", Shape::Flag, json!(false), "write the tables of rounds of every run as well"),
        field(
            "keep_states",
            names(),
            json!([]),
            "states whose rows these tables have: of states, of pairs with one of them, of events that name one; all if empty",
        ),
        field(
            "keep_columns",
            names(),
            json!([]),
            "columns that these tables have besides round, year and names; a table of states, world or pairs without one of them is left out; all if empty",
        ),
        field(
            "groups",
            Shape::Named(Box::new(names())),
            Json::Null,
            "designs morris and saltelli: names of groups, each with the paths of axes that are moved together, as in [\"parameters.threat.*\"]",
        ),
        field("levels", whole(2, 1000, "levels"), json!(4), "design morris: number of values of each axis, even"),
        field(
            "second_order",
            Shape::Flag,
            json!(false),
            "design saltelli: make the points for indices of two axes together as well, which takes twice as many",
        ),
    ]
}
