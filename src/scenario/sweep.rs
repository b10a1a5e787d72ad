//! `[sweep]`: what varies among the points of a sweep, and by which design; checked against the table of fields.

use std::fmt;
use std::sync::Arc;

use super::check::join;
use super::fields;
use super::node::{Node, Table, Value, parse};
use super::problems::{ProblemKind, Problems};
use super::shape::{Shape, bracketed};
use super::sources::{Place, Source, Sources};
use super::suggest::{listed, nearest};

/// A value that something takes at a point of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Flag(bool),
    /// A word among some.
    Word(Arc<str>),
}

/// The values that an axis offers.
#[derive(Clone, Debug, PartialEq)]
pub enum Levels {
    /// These.
    List(Vec<Setting>),
    /// `from`, `from + step`, … up to `to`.
    Range {
        /// First.
        from: f64,
        /// Last, where the steps reach it.
        to: f64,
        /// Step, not 0.
        step: f64,
    },
    /// All from `low` to `high`.
    Interval {
        /// Lowest.
        low: f64,
        /// Highest, above the lowest.
        high: f64,
        /// How many, evenly spaced, where a design takes values one by one.
        count: Option<u32>,
        /// Even in the logarithm; then the lowest is above 0.
        log: bool,
    },
}

/// Something that varies: a path of the scenario with the values that it takes.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Dotted path, as it heads a column.
    pub path: String,
    /// Its values.
    pub levels: Levels,
    /// The keys of the path.
    pub(super) keys: Vec<String>,
    /// What the path takes.
    shape: Shape,
}

/// How points are chosen from the axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every value of every axis with every value of the others.
    Grid,
    /// The first values of all lists, then the second ones, and so on.
    List,
    /// Each point by chance.
    Random,
    /// By chance, but so that every axis is covered evenly (McKay, Beckman and Conover 1979).
    LatinHypercube,
    /// The Sobol' sequence, which covers all axes together evenly.
    Sobol,
    /// The scenario itself, then each value of each axis with the others as in the scenario.
    OneAtATime,
}

/// `[sweep]`, checked.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How points are chosen.
    pub design: Design,
    /// How many, where the design leaves it open.
    pub points: u32,
    /// Seed of the design's own chance.
    pub seed: u64,
    /// What must hold at a point, each a comparison of paths and numbers.
    pub constraints: Vec<String>,
    /// What varies.
    pub axes: Vec<Axis>,
    /// Replicates are added until the 95 % interval of the outcome is no wider to each side.
    pub until: Option<f64>,
    /// Most replicates that may be so added to a point.
    pub most: u32,
    /// The outcome measure that this goes by, and that the end of a sweep speaks of.
    pub outcome: String,
    /// Write the tables of rounds, states and events of every run as well.
    pub trajectories: bool,
}

/// Points of a random, Latin hypercube or Sobol' design where the scenario does not say how many.
pub const POINTS: u32 = 100;
/// Most replicates of a point where the scenario does not say.
pub const MOST: u32 = 1000;
/// The outcome measure where the scenario does not say.
pub const OUTCOME: &str = "governance_end";
/// The designs by name, the default first.
pub const DESIGNS: [(&str, Design); 6] = [
    ("grid", Design::Grid),
    ("list", Design::List),
    ("random", Design::Random),
    ("latin-hypercube", Design::LatinHypercube),
    ("sobol", Design::Sobol),
    ("one-at-a-time", Design::OneAtATime),
];

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(x) => write!(f, "{}", x + 0.0),
            Self::Whole(n) => write!(f, "{n}"),
            Self::Flag(on) => write!(f, "{on}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl Setting {
    /// As a number; whether a thing is on counts as 1 or 0, a word is none.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(x) => Some(*x),
            Self::Whole(n) => Some(*n as f64),
            Self::Flag(on) => Some(f64::from(u8::from(*on))),
            Self::Word(_) => None,
        }
    }

    pub(super) fn of_json(value: &serde_json::Value) -> Option<Self> {
        match value {
            serde_json::Value::Bool(on) => Some(Self::Flag(*on)),
            serde_json::Value::String(word) => Some(Self::Word(word.as_str().into())),
            serde_json::Value::Number(x) => x.as_i64().map(Self::Whole).or_else(|| x.as_f64().map(Self::Number)),
            _ => None,
        }
    }

    pub(super) fn of(node: &Node) -> Option<Self> {
        match &node.value {
            Value::Number(x) => Some(Self::Number(*x)),
            Value::Whole(n) => i64::try_from(*n).ok().map(Self::Whole),
            Value::Flag(on) => Some(Self::Flag(*on)),
            Value::Text(word) => Some(Self::Word(word.as_str().into())),
            _ => None,
        }
    }

    pub(super) fn value(&self) -> Value {
        match self {
            Self::Number(x) => Value::Number(*x),
            Self::Whole(n) => Value::Whole((*n).into()),
            Self::Flag(on) => Value::Flag(*on),
            Self::Word(word) => Value::Text(word.to_string()),
        }
    }
}

impl Axis {
    /// Are its values whole numbers?
    pub fn is_whole(&self) -> bool {
        matches!(self.shape, Shape::Whole { .. })
    }

    /// Are its values numbers, whole or not?
    pub fn is_numeric(&self) -> bool {
        matches!(self.shape, Shape::Number { .. } | Shape::Whole { .. })
    }

    /// Are its values words?
    pub fn is_words(&self) -> bool {
        matches!(self.shape, Shape::Choice(_))
    }

    /// Unit of its values, in words; empty where there is none.
    pub fn unit(&self) -> &'static str {
        match self.shape {
            Shape::Number { unit, .. } | Shape::Whole { unit, .. } => unit,
            _ => "",
        }
    }

    /// May the path take the value?
    ///
    /// # Errors
    /// What it must be instead, in words.
    pub fn check(&self, setting: &Setting) -> Result<(), String> {
        let fine = match (&self.shape, setting) {
            (Shape::Number { low, high, .. }, Setting::Number(x)) => (*low..=*high).contains(x),
            (Shape::Number { low, high, .. }, Setting::Whole(n)) => (*low..=*high).contains(&(*n as f64)),
            (Shape::Whole { low, high, .. }, Setting::Whole(n)) => (*low..=*high).contains(&i128::from(*n)),
            (Shape::Flag, Setting::Flag(_)) => true,
            (Shape::Choice(words), Setting::Word(word)) => words.contains(&&**word),
            _ => false,
        };
        let range = |low: &dyn fmt::Display, high: &dyn fmt::Display, unit: &str| {
            format!("must lie in [{low}, {high}]{}", bracketed(unit))
        };
        match &self.shape {
            _ if fine => Ok(()),
            Shape::Number { low, high, unit } => Err(range(low, high, unit)),
            Shape::Whole { low, high, unit } => Err(format!("must be a whole number; {}", range(low, high, unit))),
            other => Err(format!("must be {}", other.describe())),
        }
    }
}

/// Reads the table out of a checked tree; none where there is none.
pub fn plan(tree: &Table, sources: &mut Sources, problems: &mut Problems) -> Option<Plan> {
    let table = tree.table("sweep")?;
    let named = |key: &str| table.text(key);
    let design = named("design").and_then(|name| DESIGNS.iter().find(|(there, _)| *there == name));
    let mut axes = Vec::new();
    for entry in table.table("vary").map_or(&[][..], |vary| &vary.entries) {
        let place = entry.key_place;
        let found = path(&entry.key, place, tree, sources, problems);
        let levels = levels(&entry.key, &entry.node, sources, problems);
        if let (Some((keys, shape)), Some(levels)) = (found, levels)
            && suits(&entry.key, &levels, &shape, entry.node.place, problems)
        {
            let path = keys.iter().fold(String::new(), |path, key| join(&path, key));
            axes.push(Axis { path, levels: worded(levels, &shape), keys, shape });
        }
    }
    for (at, axis) in axes.iter().enumerate() {
        if let Some(other) = axes[..at].iter().find(|other| overlap(&other.keys, &axis.keys)) {
            let place = table.entry("vary").map_or(Place { source: 0, start: 0, end: 0 }, |vary| vary.key_place);
            let message = format!("{} and {} cannot both vary: one lies within the other", other.path, axis.path);
            problems.add(ProblemKind::Conflict, place, message, "take one of them out");
        }
    }
    let constraints = table.list("constraints").unwrap_or_default().iter().filter_map(Node::text);
    Some(Plan {
        design: design.map_or(Design::Grid, |(_, design)| *design),
        points: table.whole("points").unwrap_or(POINTS.into()) as u32,
        seed: table.whole("seed").unwrap_or(1),
        constraints: constraints.map(str::to_owned).collect(),
        axes,
        until: table.number("until"),
        most: table.whole("most").unwrap_or(MOST.into()) as u32,
        outcome: named("outcome").unwrap_or(OUTCOME).to_owned(),
        trajectories: table.flag("trajectories").unwrap_or(false),
    })
}

fn overlap(a: &[String], b: &[String]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b)
}

/// Whole sections that no axis may reach into, and why.
const APART: [(&str, &str); 4] = [
    ("run.seed", "replicates have the same seed at every point, so that points can be compared pair by pair"),
    ("run.replicates", "every point has as many; give --runs, or --until"),
    ("record", "it changes what is written, not what happens; see --trajectories and --every"),
    ("sweep", "a sweep cannot vary itself"),
];

/// Keys of a path that the scenario has, and what stands there.
fn path(
    written: &str,
    place: Place,
    tree: &Table,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<(Vec<String>, Shape)> {
    let Some(keys) = keys(written, sources) else {
        let help = "write keys with dots between them, as in parameters.feedback.threat";
        problems.add(ProblemKind::Syntax, place, format!("`{written}` is not a path"), help);
        return None;
    };
    for (apart, why) in APART {
        if keys.iter().map(String::as_str).zip(apart.split('.')).filter(|(a, b)| a == b).count()
            == apart.split('.').count()
        {
            problems.add(ProblemKind::Conflict, place, format!("{written} cannot vary: {why}"), "");
            return None;
        }
    }
    let mut shape = fields::root().clone();
    let mut here = Some(Node { place, value: Value::Table(tree.clone()) });
    let mut so_far = String::new();
    for key in &keys {
        let known: Vec<String> = match &leading(&shape) {
            Shape::Table(fields) => fields.iter().map(|field| field.key.to_owned()).collect(),
            Shape::Named(_) => match here.as_ref().map(|node| &node.value) {
                Some(Value::Table(table)) => table.entries.iter().map(|entry| entry.key.clone()).collect(),
                _ => Vec::new(),
            },
            Shape::List(_) => match here.as_ref().map(|node| &node.value) {
                Some(Value::List(items)) => (0..items.len()).map(|number| number.to_string()).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let inner = known.contains(key).then(|| shape.inner(key)).flatten();
        let Some(inner) = inner else {
            no_such_path(written, &so_far, key, &known, place, problems);
            return None;
        };
        shape = inner;
        here = match here.map(|node| node.value) {
            Some(Value::Table(table)) => table.get(key).cloned(),
            Some(Value::List(items)) => key.parse().ok().and_then(|at: usize| items.get(at).cloned()),
            _ => None,
        };
        so_far = join(&so_far, key);
    }
    // Of several shapes an axis takes the plain one.
    if let Shape::Either(shapes) = &shape
        && let Some(first) = shapes.first()
    {
        shape = first.clone();
    }
    if matches!(shape, Shape::Number { .. } | Shape::Whole { .. } | Shape::Flag | Shape::Choice(_)) {
        return Some((keys, shape));
    }
    let (message, help) = (
        format!("{written} cannot vary: what stands there is {}", shape.describe()),
        "give the path of a number, of true or false, or of a choice",
    );
    problems.add(ProblemKind::WrongType, place, message, help);
    None
}

/// Of several shapes, the one with keys in it.
fn leading(shape: &Shape) -> Shape {
    match shape {
        Shape::Either(shapes) => {
            let table = shapes.iter().find(|shape| matches!(shape, Shape::Table(_) | Shape::List(_)));
            table.unwrap_or(shape).clone()
        }
        other => other.clone(),
    }
}

fn no_such_path(written: &str, so_far: &str, key: &str, known: &[String], place: Place, problems: &mut Problems) {
    let near = nearest(key, known.iter().map(String::as_str)).map(|near| join(so_far, near));
    let elsewhere = || {
        let paths: Vec<String> =
            crate::model::params::PARAMETERS.iter().map(|parameter| format!("parameters.{}", parameter.path)).collect();
        let ending = |path: &&String| path.rsplit('.').next() == written.rsplit('.').next();
        let same = paths.iter().find(ending);
        same.cloned().or_else(|| nearest(written, paths.iter().map(String::as_str)).map(str::to_owned))
    };
    let hint = near.or_else(elsewhere).map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
    let help = match (known.is_empty(), so_far) {
        (true, "") => String::new(),
        (true, so_far) => format!("there is nothing within {so_far} in this scenario"),
        (false, "") => format!("a path begins with one of {}", listed(known.iter().map(String::as_str))),
        (false, so_far) => format!("within {so_far} there are {}", listed(known.iter().map(String::as_str))),
    };
    problems.add(ProblemKind::UnknownKey, place, format!("there is no path `{written}`{hint}"), help);
}

/// The keys of a dotted path, read as TOML reads them.
pub(super) fn keys(written: &str, sources: &mut Sources) -> Option<Vec<String>> {
    if written.contains(['\n', '\r', '=', '#', '[']) {
        return None;
    }
    let source = sources.add(Source { name: written.to_owned(), text: format!("{written} = 0"), directory: None });
    let mut table = parse(source, sources, &mut Problems::default())?;
    let mut keys = Vec::new();
    loop {
        let entry = table.entries.pop()?;
        keys.push(entry.key);
        match entry.node.value {
            Value::Table(inner) => table = inner,
            _ => return Some(keys),
        }
    }
}

/// The values that an axis is given.
fn levels(path: &str, node: &Node, sources: &mut Sources, problems: &mut Problems) -> Option<Levels> {
    let place = node.place;
    let refuse = |problems: &mut Problems, message: String| {
        problems.add(ProblemKind::Conflict, place, format!("sweep.vary.\"{path}\": {message}"), HOW);
        None
    };
    let found = match &node.value {
        Value::Text(text) => match of_text(text, sources) {
            Ok(levels) => levels,
            Err(message) => return refuse(problems, message),
        },
        Value::List(items) => Levels::List(items.iter().filter_map(Setting::of).collect()),
        Value::Table(table) => match of_table(table) {
            Ok(levels) => levels,
            Err(message) => return refuse(problems, message.to_owned()),
        },
        _ => Levels::List(Setting::of(node).into_iter().collect()),
    };
    match sound(&found) {
        Ok(()) => Some(found),
        Err(message) => refuse(problems, message),
    }
}

const HOW: &str = "write a list (0.1,0.5 or [0.1, 0.5]), a range with a step (0..1:0.1), an interval (0..1), an interval \
                   in so many values (0..1/5), or one that is even in the logarithm (log:0.01..10/5)";

fn of_table(table: &Table) -> Result<Levels, &'static str> {
    let number = |key: &str| table.number(key);
    let log = table.text("scale") == Some("log");
    match (number("from"), number("to"), number("step"), number("low"), number("high")) {
        (Some(from), Some(to), Some(step), None, None) if !log && table.get("count").is_none() => {
            Ok(Levels::Range { from, to, step })
        }
        (None, None, None, Some(low), Some(high)) => {
            Ok(Levels::Interval { low, high, count: table.whole("count").map(|count| count as u32), log })
        }
        _ => Err("give from, to and step, or low and high, with a count and a scale where wanted"),
    }
}

/// `A..B`, `A..B:STEP`, `A..B/COUNT`, `log:` before any of the intervals, or values with commas between them.
fn of_text(text: &str, sources: &mut Sources) -> Result<Levels, String> {
    let (log, body) = match text.trim().strip_prefix("log:") {
        Some(body) => (true, body),
        None => (false, text.trim()),
    };
    let number = |part: &str| part.trim().parse::<f64>().map_err(|_| format!("`{}` is not a number", part.trim()));
    if let Some((low, rest)) = body.split_once("..") {
        let low = number(low)?;
        return match (rest.split_once(':'), rest.split_once('/')) {
            (Some(_), _) if log => Err("a step is even in the number itself; give a count, as in log:0.1..10/5".into()),
            (Some((to, step)), _) => Ok(Levels::Range { from: low, to: number(to)?, step: number(step)? }),
            (None, Some((high, count))) => {
                let count = count.trim().parse().map_err(|_| format!("`{}` is not a count", count.trim()))?;
                Ok(Levels::Interval { low, high: number(high)?, count: Some(count), log })
            }
            (None, None) => Ok(Levels::Interval { low, high: number(rest)?, count: None, log }),
        };
    }
    if log {
        return Err("a logarithmic scale needs an interval, as in log:0.01..10/5".into());
    }
    let setting = |part: &str| {
        let part = part.trim();
        let source = sources.add(Source { name: String::new(), text: format!("x = {part}"), directory: None });
        let read = parse(source, sources, &mut Problems::default()).and_then(|table| Setting::of(table.get("x")?));
        if part.is_empty() {
            Err("a value is empty".to_owned())
        } else {
            Ok(read.unwrap_or(Setting::Word(part.into())))
        }
    };
    body.split(',').map(setting).collect::<Result<_, _>>().map(Levels::List)
}

fn sound(levels: &Levels) -> Result<(), String> {
    match levels {
        Levels::List(values) if values.is_empty() => Err("there is no value in it".into()),
        Levels::List(values) => match (1..values.len()).find(|&at| values[..at].contains(&values[at])) {
            Some(at) => Err(format!("{} stands in it twice", values[at])),
            None => Ok(()),
        },
        Levels::Range { from, to, step } => {
            let finite = from.is_finite() && to.is_finite() && step.is_finite();
            if !finite {
                Err("NaN and infinity are no values".into())
            } else if *step == 0.0 || (to - from) * step < 0.0 {
                Err(format!("steps of {step} do not lead from {from} to {to}"))
            } else if (to - from) / step >= 1e9 {
                Err(format!("steps of {step} from {from} to {to} are more values than anybody can run"))
            } else {
                Ok(())
            }
        }
        Levels::Interval { low, high, count, log } => {
            if !low.is_finite() || !high.is_finite() {
                Err("NaN and infinity are no values".into())
            } else if low >= high {
                Err(format!("the interval must begin below its end, and {low} is not below {high}"))
            } else if *log && *low <= 0.0 {
                Err(format!("a logarithmic scale begins above 0, and this one begins at {low}"))
            } else if count.is_some_and(|count| count < 2) {
                Err("an interval is divided into 2 values or more".into())
            } else {
                Ok(())
            }
        }
    }
}

/// Can the path take such levels?
fn suits(path: &str, levels: &Levels, shape: &Shape, place: Place, problems: &mut Problems) -> bool {
    let numeric = matches!(shape, Shape::Number { .. } | Shape::Whole { .. });
    if numeric || matches!(levels, Levels::List(_)) {
        return true;
    }
    let message = format!("{path} is {}; it has no range or interval", shape.describe());
    problems.add(ProblemKind::WrongType, place, message, "list its values, as in true,false");
    false
}

/// Words that are written like something else, and whole numbers that are written with a point.
fn worded(levels: Levels, shape: &Shape) -> Levels {
    let Levels::List(values) = levels else { return levels };
    let value = |value: Setting| match (shape, value) {
        (Shape::Choice(_), value) => Setting::Word(value.to_string().into()),
        (Shape::Whole { .. }, Setting::Number(x)) if x.fract() == 0.0 && x.abs() < 1e15 => Setting::Whole(x as i64),
        (_, value) => value,
    };
    Levels::List(values.into_iter().map(value).collect())
}
