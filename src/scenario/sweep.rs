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
/// Most values that an axis may have one by one.
pub const MOST_VALUES: u32 = 1_000_000;
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
        Self::of_value(&node.value)
    }

    pub(super) fn of_value(value: &Value) -> Option<Self> {
        match value {
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

    /// The value in the kind that the path takes: 2 as 2.0 where any number may stand, 2.0 as 2 where whole ones must, and
    /// a word where one of some words must. What cannot be so taken comes back as it is, and [`Axis::check`] refuses it.
    pub fn in_kind(&self, setting: Setting) -> Setting {
        in_kind(&self.shape, setting)
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
            let levels = worded(levels, &shape);
            // Values that were written differently may be the same in the kind that the path takes.
            match sound(&levels) {
                Ok(()) => axes.push(Axis { path, levels, keys, shape }),
                Err(message) => refuse(&entry.key, entry.node.place, &message, problems),
            }
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
    let found = match &node.value {
        Value::Text(text) => of_text(text, sources),
        Value::List(items) => items.iter().map(setting).collect::<Result<_, _>>().map(Levels::List),
        Value::Table(table) => of_table(table).map_err(str::to_owned),
        _ => setting(node).map(|setting| Levels::List(vec![setting])),
    };
    match found.and_then(|levels| sound(&levels).map(|()| levels)) {
        Ok(levels) => Some(levels),
        Err(message) => {
            refuse(path, node.place, &message, problems);
            None
        }
    }
}

fn refuse(path: &str, place: Place, message: &str, problems: &mut Problems) {
    problems.add(ProblemKind::Conflict, place, format!("sweep.vary.\"{path}\": {message}"), HOW);
}

fn setting(node: &Node) -> Result<Setting, String> {
    Setting::of(node).ok_or_else(|| match &node.value {
        Value::Whole(n) => format!("{n} is larger than any whole number that can be counted with"),
        _ => "a value is a number, true or false, or a word".to_owned(),
    })
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
            } else if (to - from) / step >= f64::from(MOST_VALUES) {
                Err(format!("steps of {step} from {from} to {to} are more than {MOST_VALUES} values"))
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
            } else if count.is_some_and(|count| count > MOST_VALUES) {
                Err(format!("an interval is divided into {MOST_VALUES} values or fewer"))
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

/// The levels in the kind that the path takes.
fn worded(levels: Levels, shape: &Shape) -> Levels {
    let Levels::List(values) = levels else { return levels };
    Levels::List(values.into_iter().map(|value| in_kind(shape, value)).collect())
}

/// Words that are written like something else, whole numbers that are written with a point, and numbers without one.
fn in_kind(shape: &Shape, setting: Setting) -> Setting {
    match (shape, setting) {
        (Shape::Choice(_), setting) => Setting::Word(setting.to_string().into()),
        (Shape::Whole { .. }, Setting::Number(x)) if x.fract() == 0.0 && x.abs() < 1e15 => Setting::Whole(x as i64),
        (Shape::Number { .. }, Setting::Whole(n)) => Setting::Number(n as f64),
        (_, setting) => setting,
    }
}

/// A path as an axis spells it, so that two spellings of one path are known for one; none where it is no path.
pub fn spelt(written: &str) -> Option<String> {
    let keys = keys(written, &mut Sources::default())?;
    Some(keys.iter().fold(String::new(), |path, key| join(&path, key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, ScenarioErrors, load_text};

    fn loaded(vary: &str) -> Result<Scenario, ScenarioErrors> {
        let text = format!(
            "[sweep.vary]\n{vary}\n[states.A]\n[states.B]\n[events.shift]\nat = 3\ndo = \"set\"\nstate = \"A\"\nvariable = \"wealth\"\nvalue = 1\n"
        );
        load_text("s", &text, &[])
    }

    fn axis(vary: &str) -> Axis {
        let scenario = loaded(vary).unwrap_or_else(|e| panic!("{e}"));
        scenario.sweep.unwrap().axes.remove(0)
    }

    fn number(x: f64) -> Setting {
        Setting::Number(x)
    }

    #[test]
    fn levels_are_read_from_text_lists_and_tables() {
        let interval = |low, high, count, log| Levels::Interval { low, high, count, log };
        for (written, wanted) in [
            ("\"0..1:0.1\"", Levels::Range { from: 0.0, to: 1.0, step: 0.1 }),
            ("\"1 .. 0 : -0.5\"", Levels::Range { from: 1.0, to: 0.0, step: -0.5 }),
            ("{from = 0, to = 1, step = 0.1}", Levels::Range { from: 0.0, to: 1.0, step: 0.1 }),
            ("\"0..1/5\"", interval(0.0, 1.0, Some(5), false)),
            ("\"-1..1\"", interval(-1.0, 1.0, None, false)),
            ("\"0..1e-3\"", interval(0.0, 1e-3, None, false)),
            ("\"log:0.01..10/5\"", interval(0.01, 10.0, Some(5), true)),
            ("\"log:0.01..10\"", interval(0.01, 10.0, None, true)),
            ("{low = 0.01, high = 10, count = 5, scale = \"log\"}", interval(0.01, 10.0, Some(5), true)),
            ("{low = 0, high = 1}", interval(0.0, 1.0, None, false)),
            ("\"0.1, 0.5,2\"", Levels::List(vec![number(0.1), number(0.5), number(2.0)])),
            ("[0.1, 2]", Levels::List(vec![number(0.1), number(2.0)])),
            ("0.7", Levels::List(vec![number(0.7)])),
        ] {
            assert_eq!(axis(&format!("\"parameters.feedback.threat\" = {written}")).levels, wanted, "{written}");
        }
    }

    #[test]
    fn values_are_of_the_kind_that_the_path_takes() {
        let whole = axis("\"run.rounds\" = [2.0, 3]");
        assert_eq!(whole.levels, Levels::List(vec![Setting::Whole(2), Setting::Whole(3)]));
        assert!(whole.is_whole() && whole.is_numeric() && whole.unit() == "rounds");
        let flag = axis("\"run.noise\" = \"true,false\"");
        assert_eq!(flag.levels, Levels::List(vec![Setting::Flag(true), Setting::Flag(false)]));
        assert!(!flag.is_numeric());
        let word = axis("\"reach.kind\" = \"complete,coordinates\"");
        assert_eq!(
            word.levels,
            Levels::List(vec![Setting::Word("complete".into()), Setting::Word("coordinates".into())])
        );
    }

    #[test]
    fn what_makes_no_levels_is_refused_with_the_ways_to_write_them() {
        for (written, wanted) in [
            ("\"0..x:1\"", "`x` is not a number"),
            ("\"0..1/x\"", "`x` is not a count"),
            ("\"0..1:0\"", "steps of 0 do not lead from 0 to 1"),
            ("\"0..1:-0.1\"", "steps of -0.1 do not lead from 0 to 1"),
            ("\"0..1:1e-9\"", "steps of 0.000000001 from 0 to 1 are more than 1000000 values"),
            ("\"0..1/1\"", "an interval is divided into 2 values or more"),
            ("\"0..1/2000000\"", "an interval is divided into 1000000 values or fewer"),
            ("\"1..0\"", "the interval must begin below its end, and 1 is not below 0"),
            ("\"0..inf\"", "NaN and infinity are no values"),
            ("\"log:0..1\"", "a logarithmic scale begins above 0, and this one begins at 0"),
            ("\"log:1..2:0.1\"", "a step is even in the number itself; give a count"),
            ("\"log:1,2\"", "a logarithmic scale needs an interval"),
            ("\"1,,2\"", "a value is empty"),
            ("[]", "there is no value in it"),
            ("[1, 2, 1]", "1 stands in it twice"),
            ("[1, 1.0]", "1 stands in it twice"),
            ("{from = 0, to = 1}", "give from, to and step, or low and high"),
            ("{low = 0, high = 1, step = 1}", "give from, to and step, or low and high"),
        ] {
            let errors = loaded(&format!("\"parameters.feedback.threat\" = {written}")).unwrap_err();
            let [problem] = &errors.located()[..] else { panic!("{written}: {errors}") };
            assert!(
                problem.message.starts_with(&format!("sweep.vary.\"parameters.feedback.threat\": {wanted}")),
                "{written}: {}",
                problem.message
            );
            assert!(problem.help.starts_with("write a list (0.1,0.5 or [0.1, 0.5])") && problem.line == 2, "{written}");
        }
    }

    #[test]
    fn a_path_that_cannot_vary_is_refused_with_the_nearest_that_can() {
        for (path, wanted) in [
            (
                "parameters.feedback.thret",
                "there is no path `parameters.feedback.thret`; the nearest is `parameters.feedback.threat`",
            ),
            ("feedback.threat", "there is no path `feedback.threat`; the nearest is `parameters.feedback.threat`"),
            ("events.shft.at", "there is no path `events.shft.at`; the nearest is `events.shift`"),
            ("run.seed", "run.seed cannot vary: replicates have the same seed at every point"),
            ("record.every", "record.every cannot vary: it changes what is written"),
            ("sweep.points", "sweep.points cannot vary: a sweep cannot vary itself"),
            ("run", "run cannot vary: what stands there is a table"),
            ("a=b", "`a=b` is not a path"),
        ] {
            let errors = loaded(&format!("\"{path}\" = [1, 2]")).unwrap_err();
            assert!(errors.located()[0].message.starts_with(wanted), "{}", errors.located()[0].message);
        }
        let errors = loaded("\"run.noise\" = \"0..1\"").unwrap_err();
        assert_eq!(errors.located()[0].message, "run.noise is true or false; it has no range or interval");
        let errors = loaded("\"run.rounds\" = 1\n\"run.'rounds'\" = 2").unwrap_err();
        assert!(errors.located()[0].message.starts_with("run.rounds and run.rounds cannot both vary"));
    }

    #[test]
    fn a_value_is_told_only_of_what_the_scenario_has() {
        let scenario = loaded("\"run.rounds\" = 1").unwrap();
        for (path, wanted) in [
            ("events.shift.at", Some(Setting::Whole(3))),
            ("events.shift.enabled", Some(Setting::Flag(true))),
            ("events.other.enabled", None),
            ("run.rounds", Some(Setting::Whole(100))),
            ("parameters.feedback.threat", Some(number(1.0))),
            ("parameters.switches.noise", Some(Setting::Flag(true))),
            ("parameters.feedback.nothing", None),
            ("run", None),
        ] {
            assert_eq!(scenario.value_at(path), wanted, "{path}");
        }
    }
}
