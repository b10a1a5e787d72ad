//! Every key of a scenario, declared once. Validation, suggestions and the JSON Schema all use this table.
//!
//! Parameters, switches and the variables of states come from the model's registries.

use std::sync::OnceLock;

use serde_json::{Value as Json, json};

use super::shape::{Field, Shape, field, names, number, one_or_more, whole};
use super::{sweep_fields, table_fields};
use crate::model::PairStart;
use crate::model::pairs::{Act, INSTRUMENTS, START_KEYS, Stage, StartKey};
use crate::model::params::{GROUPS, PARAMETERS};
use crate::model::states::{COLUMNS, Column};
use crate::model::switches::SWITCHES;

/// The largest coordinate and shock allowed: large, but safely finite.
pub(super) const FAR: f64 = 1e9;
/// The largest number of rounds of a run.
pub(super) const MOST_ROUNDS: i128 = 1_000_000;
/// The largest number of runs of a scenario.
pub(super) const MOST_REPLICATES: u32 = 1_000_000;
/// The largest number of synthetic states. The memory limit is usually reached first.
pub(super) const MOST_STATES: i128 = 100_000_000;

/// The deeds of events.
pub(super) const DEEDS: [&str; 11] = [
    "shock",
    "set",
    "clamp",
    "policy",
    "belief",
    "image",
    "reach",
    "form_alliance",
    "break_alliance",
    "enter",
    "leave",
];

/// The variables that a scenario may set, shock or clamp, with their index among the model's columns.
pub(super) fn variables() -> impl Iterator<Item = (usize, &'static Column)> {
    COLUMNS.iter().enumerate().filter(|(_, c)| c.default.is_some())
}

/// The shape of a whole scenario.
pub(super) fn root() -> &'static Shape {
    static ROOT: OnceLock<Shape> = OnceLock::new();
    ROOT.get_or_init(|| {
        Shape::Table(vec![
            field("title", Shape::Text, json!(""), "title of the scenario, in words"),
            field("question", Shape::Text, json!(""), "the question that the scenario asks"),
            field(
                "base",
                Shape::Text,
                Json::Null,
                "another scenario to build on: a file beside this one, or a shipped name; tables are merged by key, [[pairs]] are added, and other lists and values are replaced",
            ),
            field("run", Shape::Table(run()), Json::Null, "length, number and first year of the runs"),
            field(
                "states",
                Shape::Named(Box::new(Shape::Table(state()))),
                Json::Null,
                "named states, one table each; their order in the file is their order in the model",
            ),
            field("generator", Shape::Table(generator()), Json::Null, "synthetic states, after the named ones"),
            field("reach", Shape::Table(reach()), Json::Null, "which states can meet, and how closely"),
            field(
                "pairs",
                Shape::List(Box::new(Shape::Table(pair()))),
                Json::Null,
                "initial values of pairs of states; later entries override earlier ones",
            ),
            field(
                "parameters",
                Shape::Table(parameters()),
                Json::Null,
                "parameters of the theory that differ from their defaults",
            ),
            field(
                "events",
                Shape::Named(Box::new(Shape::Table(event()))),
                Json::Null,
                "changes to the world from outside, keyed by name",
            ),
            field(
                "series",
                Shape::Named(Box::new(Shape::Table(table_fields::series()))),
                Json::Null,
                "variables of states that follow data, keyed by name",
            ),
            field("record", Shape::Table(record()), Json::Null, "what is recorded"),
            field(
                "outcomes",
                Shape::Named(Box::new(Shape::Text)),
                Json::Null,
                "outcome measures of one's own, keyed by name: expressions over the tables of a run, as in \"mean(states.USA.wealth, last 20)\"",
            ),
            field(
                "sources",
                Shape::Named(Box::new(Shape::Text)),
                Json::Null,
                "where values come from: the path of a column or of one value, as in \"states.wealth\" or \"states.USA.wealth\", with a text",
            ),
            field("sweep", Shape::Table(sweep_fields::sweep()), Json::Null, "axes and design of a sweep; see `takvin sweep`"),
        ])
    })
}

fn run() -> Vec<Field> {
    vec![
        field("rounds", whole(1, MOST_ROUNDS, "rounds"), json!(100), "length of a run"),
        field(
            "start_year",
            number(-1e6, 1e6, "year"),
            json!(0.0),
            "calendar year of round 0, the world before its first round",
        ),
        field(
            "round_years",
            number(1e-3, 1e4, "years"),
            json!(1.0),
            "years that a round lasts; only a label, because rates are per round",
        ),
        field("replicates", whole(1, MOST_REPLICATES.into(), "runs"), json!(1), "runs that differ by chance only"),
        field("seed", whole(0, i64::MAX as i128, ""), json!(1), "seed of all random numbers; 0 is allowed"),
        field("settle", whole(0, 1000, "rounds"), json!(30), "rounds before the first, in which stocks alone move"),
        field("noise", Shape::Flag, json!(true), "chance on or off, together with the switch of the same name"),
        field(
            "shortened",
            Shape::Flag,
            json!(false),
            "events after the last round are left out rather than refused; set when --rounds shortens a run",
        ),
    ]
}

fn record() -> Vec<Field> {
    vec![
        field(
            "every",
            whole(1, MOST_ROUNDS, "rounds"),
            json!(1),
            "rounds between two records; the first and the last round are always recorded",
        ),
        field("pairs", Shape::Flag, json!(false), "write a row for every pair"),
        field(
            "pairs_runs",
            whole(1, MOST_REPLICATES.into(), "runs"),
            json!(MOST_REPLICATES),
            "number of runs whose pairs are written, from the first",
        ),
        field(
            "pair_changes",
            Shape::Flag,
            json!(false),
            "write a row for a pair whenever its alliance, its dispute or its level of peace changes: small, for large worlds",
        ),
        field("events", Shape::Flag, json!(true), "write a row for every event"),
        field("modularity", Shape::Flag, json!(false), "compute modularity of cooperation, which is slow"),
    ]
}

fn state() -> Vec<Field> {
    let rounds = || whole(1, MOST_ROUNDS, "round");
    let year = || number(-1e6, 1e6, "year");
    let mut fields: Vec<Field> =
        variables().map(|(_, c)| field(c.name, column(c), json!(c.default), c.meaning)).collect();
    fields.extend([
        field(
            "governance",
            number(0.0, 1.0, "0 authoritarian – 1 participatory"),
            Json::Null,
            "value of the four components that are not given",
        ),
        field("x", number(-FAR, FAR, "coordinate units"), Json::Null, "first coordinate, for reach by coordinates"),
        field("y", number(-FAR, FAR, "coordinate units"), Json::Null, "second coordinate, for reach by coordinates"),
        field(
            "enters",
            one_or_more(rounds()),
            Json::Null,
            "round in which the state enters the world, or several if it leaves between them; without an entry before its first exit it is there from the start",
        ),
        field("enters_year", one_or_more(year()), Json::Null, "the same as a year, or several"),
        field("leaves", one_or_more(rounds()), Json::Null, "round in which the state leaves the world, or several"),
        field("leaves_year", one_or_more(year()), Json::Null, "the same as a year, or several"),
        field("group", Shape::Text, Json::Null, "a group, so that pairs and events can name it as group:NAME"),
        field("groups", Shape::List(Box::new(Shape::Text)), Json::Null, "several groups"),
        field(
            "code",
            Shape::Either(vec![Shape::Text, whole(i64::MIN.into(), i64::MAX.into(), "")]),
            Json::Null,
            "a second name, such as an ISO code or the number of the Correlates of War; it names the state wherever its name does",
        ),
        field(
            "succeeds",
            names(),
            Json::Null,
            "a state, or several: when this state enters, it takes over the relations of the first of them that is in the world",
        ),
    ]);
    fields
}

fn column(c: &Column) -> Shape {
    number(c.low, c.high, c.unit)
}

/// A constant, or a distribution in one of three forms.
fn distribution(low: f64, high: f64, unit: &'static str) -> Shape {
    let value = || number(low, high, unit);
    Shape::Either(vec![
        value(),
        Shape::Table(vec![
            field("mean", value(), Json::Null, "mean of a triangular distribution, cut to the range"),
            field("sd", number(0.0, FAR, unit), Json::Null, "standard deviation of the triangular distribution"),
            field("low", value(), Json::Null, "lowest value of a uniform distribution"),
            field("high", value(), Json::Null, "highest value of a uniform distribution"),
            field("median", value(), Json::Null, "median of a distribution on the log scale"),
            field("sigma", number(0.0, 10.0, "log units"), Json::Null, "standard deviation on the log scale"),
        ]),
    ])
}

fn generator() -> Vec<Field> {
    let mut fields = vec![
        field("count", whole(0, MOST_STATES, "states"), json!(0), "number of synthetic states"),
        field("prefix", Shape::Text, json!("S"), "names are the prefix and a number from 1"),
        field("group", Shape::Text, Json::Null, "a group that all of them belong to"),
        field("groups", Shape::List(Box::new(Shape::Text)), Json::Null, "several groups"),
        field(
            "layout",
            Shape::Choice(vec!["square", "ring", "grid"]),
            json!("square"),
            "their places: at random in a square, evenly on a ring, or on a grid that grows outward",
        ),
        field(
            "size",
            number(1e-6, FAR, "coordinate units"),
            json!(1.0),
            "side of the square, length of the ring, or step of the grid",
        ),
        field(
            "world",
            Shape::Choice(vec!["fixed", "per-replicate"]),
            json!("fixed"),
            "drawn once for all replicates, or separately for each",
        ),
        field(
            "together",
            number(0.0, 1.0, "correlation"),
            json!(0.5),
            "correlation of the four components with the political system at the start",
        ),
        field(
            "governance",
            distribution(0.0, 1.0, "0 authoritarian – 1 participatory"),
            Json::Null,
            "distribution of the four components that are not given",
        ),
        field("pairs", Shape::Table(generated_pairs()), Json::Null, "initial values of pairs with a synthetic state"),
    ];
    fields.extend(
        variables().map(|(_, c)| field(c.name, distribution(c.low, c.high, c.unit), json!(c.default), c.meaning)),
    );
    fields
}

fn generated_pairs() -> Vec<Field> {
    let mut start = PairStart::new(0, 1);
    let drawn = START_KEYS.iter().filter(|key| key.drawn);
    drawn
        .map(|key| {
            let (low, high) = key.range;
            let default = *(key.cell)(&mut start, 0);
            field(key.name, distribution(low, high, key.unit), json!(default), key.meaning)
        })
        .collect()
}

fn reach() -> Vec<Field> {
    let share = || number(0.0, 1.0, "share");
    let lists = |item: Shape| Shape::List(Box::new(Shape::List(Box::new(item))));
    vec![
        field(
            "kind",
            Shape::Choice(vec!["complete", "coordinates", "contiguity", "matrix"]),
            json!("complete"),
            "all states, by distance, by neighbourhood, or from a table",
        ),
        field(
            "scale",
            number(1e-9, FAR, "coordinate units"),
            json!(1.0),
            "coordinates: reach is exp(-distance / scale)",
        ),
        field("cutoff", share(), json!(0.05), "coordinates: smallest reach of a pair"),
        field(
            "neighbours",
            lists(Shape::Text),
            Json::Null,
            "contiguity: lists of states; the first borders each of the others",
        ),
        field(
            "neighbours_add",
            lists(Shape::Text),
            Json::Null,
            "contiguity: lists that are added to the `neighbours` of the base",
        ),
        field("near", share(), json!(1.0), "contiguity: reach of neighbours"),
        field("far", share(), json!(0.0), "contiguity: reach of all others; with 0 they do not form pairs"),
        field(
            "file",
            Shape::Text,
            Json::Null,
            "matrix: a CSV file beside the scenario, names in the first row and column; the row's state reaches the column's",
        ),
        field(
            "rows",
            lists(share()),
            Json::Null,
            "matrix: the same without a file, rows and columns in the order of the states",
        ),
        field("majors", names(), Json::Null, "great powers, which can meet every state"),
        field(
            "majors_add",
            Shape::List(Box::new(Shape::Text)),
            Json::Null,
            "great powers added to the `majors` of the base",
        ),
        field(
            "years",
            table_fields::reach_years(),
            Json::Null,
            "CSV or Parquet files with the columns `a`, `b`, `year` (or `round`) and `reach`, or a list of such rows: reach of the two to each other from that year on; rows up to the first year set the start, and pairs that do not exist are added with reach 0",
        ),
        field("major_reach", share(), json!(0.8), "least reach between a great power and any state"),
    ]
}

fn pair() -> Vec<Field> {
    let between = Shape::Either(vec![Shape::Text, Shape::List(Box::new(names()))]);
    let mut fields = vec![
        field(
            "between",
            between,
            Json::Null,
            "two sides, each a name, a group or a list of them: all pairs of a state of the first with a state of the second; or one group, for the pairs within it; or \"all\". Pairs of named states are added if [reach] does not make them; pairs of groups only with `reach`",
        ),
        field("from", names(), Json::Null, "one side only: the state whose reach, posture or belief is set"),
        field("toward", names(), Json::Null, "one side only: the state toward which it is set"),
    ];
    let start = |key: &StartKey| field(key.name, number(key.range.0, key.range.1, key.unit), Json::Null, key.meaning);
    fields.extend(START_KEYS.iter().filter(|key| key.sided).map(start));
    fields.push(field("ties", number(0.0, 1.0, "share"), Json::Null, "all three layers of ties"));
    fields.extend(START_KEYS.iter().filter(|key| !key.sided).map(start));
    fields.extend([
        field("alliance", Shape::Flag, Json::Null, "allied?"),
        field("dispute", Shape::Choice(Stage::NAMES.to_vec()), Json::Null, "stage of the dispute between them"),
    ]);
    fields
}

fn parameters() -> Vec<Field> {
    let mut groups: Vec<Field> = GROUPS
        .iter()
        .map(|(group, about)| {
            let fields = PARAMETERS
                .iter()
                .filter_map(|p| {
                    let (g, key) = p.path.split_once('.')?;
                    let shape = || number(p.low, p.high, p.unit);
                    (g == *group)
                        .then(|| Field { origin: Some(p.origin), ..field(key, shape(), json!(p.default), p.meaning) })
                })
                .collect();
            field(group, Shape::Table(fields), Json::Null, about.trim())
        })
        .collect();
    let switches = SWITCHES.iter().map(|s| field(s.name, Shape::Flag, json!(true), s.meaning)).collect();
    groups.push(field("switches", Shape::Table(switches), Json::Null, "mechanisms on or off"));
    groups
}

fn event() -> Vec<Field> {
    let rounds = |unit| whole(1, MOST_ROUNDS, unit);
    let year = || number(-1e6, 1e6, "year");
    let mut deed = field("do", Shape::Choice(DEEDS.to_vec()), Json::Null, "what happens");
    deed.required = true;
    vec![
        deed,
        field("enabled", Shape::Flag, json!(true), "false leaves the event out"),
        field("at", rounds("round"), Json::Null, "the round, or the first of the rounds given by `for`"),
        field("from", rounds("round"), Json::Null, "first round; without `until` or `for` to the end of the run"),
        field("until", rounds("round"), Json::Null, "last round"),
        field("for", rounds("rounds"), Json::Null, "number of rounds"),
        field("year", year(), Json::Null, "like `at`, as a calendar year"),
        field("from_year", year(), Json::Null, "like `from`, as a calendar year"),
        field("until_year", year(), Json::Null, "like `until`, as a calendar year"),
        field("state", names(), Json::Null, "the states affected: a state, a list, group:NAME or \"all\""),
        field("states", names(), Json::Null, "the same as `state`"),
        field(
            "count",
            whole(0, MOST_STATES, "states"),
            Json::Null,
            "only this number of these states, the first of the list; all if not given",
        ),
        field(
            "variable",
            Shape::Choice(variables().map(|(_, c)| c.name).collect()),
            Json::Null,
            "shock, set, clamp: the variable of the state",
        ),
        field(
            "value",
            number(-FAR, FAR, "in the variable's unit"),
            Json::Null,
            "set, clamp, belief, image, reach: the value",
        ),
        field("amount", number(-FAR, FAR, "in the variable's unit"), Json::Null, "shock: the amount added"),
        field("toward", names(), Json::Null, "policy, reach: the states toward which; all if not given"),
        field("about", names(), Json::Null, "belief, image: the states about which; all if not given"),
        field("with", names(), Json::Null, "form_alliance, break_alliance: the other state"),
        field("act", Shape::Choice(Act::NAMES.to_vec()), Json::Null, "policy: the act"),
        field(
            "instrument",
            Shape::Choice(INSTRUMENTS.iter().map(|i| i.name()).collect()),
            Json::Null,
            "policy: its instrument; chosen by the state if not given",
        ),
        field(
            "weight",
            number(0.0, 1.0, "share"),
            json!(1.0),
            "image: share by which belief moves to it in each round",
        ),
    ]
}
