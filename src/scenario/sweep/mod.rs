//! `[sweep]`: what varies among the points of a sweep, and by which design; checked against the table of fields.

mod levels;
mod path;
mod table;
#[cfg(test)]
mod tests;
mod unquoted;

use std::fmt;
use std::sync::Arc;

use super::node::{Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::shape::{Shape, bracketed};
use super::sources::{Place, Sources};
use super::suggest::listed;
use levels::{in_kind, levels, refuse, sound, suits, worded};
pub(super) use path::keys;
pub(crate) use path::{keys_of, spelt};
use path::{path, written};
pub(super) use unquoted::spell_out_paths;

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
    /// Number of the axis whose values it takes at every point, or `None` if it has values of its own.
    pub follows: Option<usize>,
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
    /// What varies; axes that follow others come last.
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
pub(crate) const POINTS: u32 = 100;
/// Most replicates of a point where the scenario does not say.
pub(crate) const MOST: u32 = 1000;
/// Most values that an axis may have one by one.
pub(crate) const MOST_VALUES: u32 = 1_000_000;
/// The outcome measure where the scenario does not say.
pub(crate) const OUTCOME: &str = "governance_end";
/// The designs by name, the default first. A range of one path is a grid of one axis, and may be called so.
pub(crate) const DESIGNS: [(&str, Design); 7] = [
    ("grid", Design::Grid),
    ("range", Design::Grid),
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

    fn is_a_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Whole(_))
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
            Shape::Number { low, high, unit } if setting.is_a_number() => Err(range(low, high, unit)),
            Shape::Whole { low, high, unit } => Err(format!("must be a whole number; {}", range(low, high, unit))),
            other => Err(format!("must be {}", other.describe())),
        }
    }
}

/// Reads `[sweep]` out of a checked tree, or returns `None` if the scenario does not have it. A table of points in a file
/// becomes lists in the tree, so that what is written of the scenario does not depend on the file.
pub(crate) fn plan(tree: &mut Table, sources: &mut Sources, problems: &mut Problems) -> Option<Plan> {
    table::inline(tree, sources, problems);
    let tree = &*tree;
    let table = tree.table("sweep")?;
    let named = |key: &str| table.text(key);
    let design = named("design").and_then(|name| DESIGNS.iter().find(|(there, _)| *there == name));
    let design = design.map_or(Design::Grid, |(_, design)| *design);
    let mut axes = Vec::new();
    let root = Node { place: Place { source: 0, start: 0, end: 0 }, value: Value::Table(tree.clone()) };
    for entry in table.table("vary").map_or(&[][..], |vary| &vary.entries) {
        let place = entry.key_place;
        let found = path(&entry.key, place, &root, sources, problems);
        let levels = levels(&entry.key, &entry.node, design, sources, problems);
        if let (Some((keys, shape)), Some(levels)) = (found, levels)
            && suits(&entry.key, &levels, &shape, entry.node.place, problems)
        {
            let path = written(&keys);
            let levels = worded(levels, &shape);
            // Values that were written differently may be the same in the kind that the path takes.
            match sound(&levels, design) {
                Ok(()) => axes.push(Axis { path, levels, follows: None, keys, shape }),
                Err(message) => refuse(&entry.key, entry.node.place, &message, problems),
            }
        }
    }
    links(&mut axes, table, &root, sources, problems);
    for (at, axis) in axes.iter().enumerate() {
        if let Some(other) = axes[..at].iter().find(|other| overlap(&other.keys, &axis.keys)) {
            let place = table.entry("vary").map_or(Place { source: 0, start: 0, end: 0 }, |vary| vary.key_place);
            let message = format!("{} and {} cannot both vary: one lies within the other", other.path, axis.path);
            problems.add(ProblemKind::Conflict, place, message, "take one of them out");
        }
    }
    let constraints = table.list("constraints").unwrap_or_default().iter().filter_map(Node::text);
    Some(Plan {
        design,
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

/// Adds the axes of `[sweep.link]`: each takes the value of another axis at every point.
fn links(axes: &mut Vec<Axis>, table: &Table, root: &Node, sources: &mut Sources, problems: &mut Problems) {
    let own = axes.len();
    for entry in table.table("link").map_or(&[][..], |link| &link.entries) {
        let Some(leader) = entry.node.text() else { continue };
        let found = path(&entry.key, entry.key_place, root, sources, problems);
        let follows = spelt(leader).and_then(|leader| axes[..own].iter().position(|axis| axis.path == leader));
        let Some(follows) = follows else {
            let message = format!("sweep.link.\"{}\": {leader} does not vary", entry.key);
            let help = match own {
                0 => "say what varies, with [sweep.vary] or --vary".to_owned(),
                _ => format!("give one of {}", listed(axes[..own].iter().map(|axis| axis.path.as_str()))),
            };
            problems.add(ProblemKind::Conflict, entry.node.place, message, &help);
            continue;
        };
        let Some((keys, shape)) = found else { continue };
        let levels = worded(axes[follows].levels.clone(), &shape);
        if suits(&entry.key, &levels, &shape, entry.node.place, problems) {
            axes.push(Axis { path: written(&keys), levels, follows: Some(follows), keys, shape });
        }
    }
}

fn overlap(a: &[String], b: &[String]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b)
}
