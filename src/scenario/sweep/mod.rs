//! `[sweep]`: the axes and the design of a sweep, checked against the table of fields.

mod design;
mod levels;
mod path;
mod spread;
mod table;
#[cfg(test)]
mod tests;
mod unquoted;

use std::fmt;
use std::sync::Arc;

use super::node::{Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::section::Section;
use super::shape::{Shape, bracketed};
use super::sources::{Place, Sources};
use super::suggest::listed;
pub use design::Design;
pub(crate) use design::{DESIGNS, MOST_VALUES, OUTCOME};
use levels::{in_kind, levels, refuse, sound, suits, worded};
pub(super) use path::keys;
pub(crate) use path::{keys_of, spelt};
use path::{path, written};
use spread::{Interval, expanded, named_interval};
pub(super) use unquoted::spell_out_paths;

/// A value of an axis at a point of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting {
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Flag(bool),
    /// A word from a vocabulary.
    Word(Arc<str>),
}

/// The values of an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum Levels {
    /// A list.
    List(Vec<Setting>),
    /// `from`, `from + step`, … up to `to`.
    Range {
        /// The first value.
        from: f64,
        /// The last value, if the steps reach it.
        to: f64,
        /// The step, not 0.
        step: f64,
    },
    /// All from `low` to `high`.
    Interval {
        /// The lowest value.
        low: f64,
        /// The highest value, above the lowest.
        high: f64,
        /// The number of evenly spaced values, for designs with single values.
        count: Option<u32>,
        /// Whether it is even in the logarithm. Then the lowest value is above 0.
        log: bool,
    },
}

/// An axis: a path of the scenario with its values.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The dotted path, which is also the column name.
    pub path: String,
    /// Its values.
    pub levels: Levels,
    /// The number of the axis that it follows, or `None` if it has values.
    pub follows: Option<usize>,
    /// The keys of the path.
    pub(super) keys: Vec<String>,
    /// The type of the path.
    shape: Shape,
}

/// `[sweep]`, checked.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The design.
    pub design: Design,
    /// The number of points, for designs that do not fix it.
    pub points: u32,
    /// The seed of the design.
    pub seed: u64,
    /// The constraints, each a comparison of paths and numbers.
    pub constraints: Vec<String>,
    /// The axes. Axes that follow others come last.
    pub axes: Vec<Axis>,
    /// Replicates are added until the 95 % interval of the outcome has this half-width or less.
    pub until: Option<f64>,
    /// The largest number of replicates of a point with `until`.
    pub most: u32,
    /// The outcome measure that `until` and the final summary use.
    pub outcome: String,
    /// A run ends when the world moves by this at most; `None` if every run has all rounds.
    pub rest: Option<f64>,
    /// Whether to write the tables of rounds, states and events of every run.
    pub trajectories: bool,
    /// The states whose rows these tables have; all if empty.
    pub keep_states: Vec<String>,
    /// The columns that these tables have; all if empty.
    pub keep_columns: Vec<String>,
    /// Groups of axes that the designs in blocks move together, with the numbers of their axes.
    pub groups: Vec<(String, Vec<usize>)>,
    /// The number of levels of the design morris.
    pub morris_levels: u32,
    /// Whether the design saltelli makes the points for indices of the second order.
    pub second_order: bool,
}

impl Plan {
    /// The number of the group of each of the first axes: groups in order of their first axis, and each other axis alone.
    pub(crate) fn group_of_axes(&self, axes: usize) -> Vec<usize> {
        let own = |axis: usize| self.groups.iter().position(|(_, members)| members.contains(&axis));
        let (mut numbers, mut next) = (vec![None; self.groups.len()], 0);
        let mut number = |axis: usize| {
            let mut new = || {
                next += 1;
                next - 1
            };
            match own(axis) {
                Some(group) => *numbers[group].get_or_insert_with(new),
                None => new(),
            }
        };
        (0..axes).map(&mut number).collect()
    }
}

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
    /// The value as a number: on is 1 and off is 0. A word does not have a number.
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
    /// Returns true if its values are whole numbers.
    pub fn is_whole(&self) -> bool {
        matches!(self.shape, Shape::Whole { .. })
    }

    /// Returns true if its values are numbers, whole or not.
    pub fn is_numeric(&self) -> bool {
        matches!(self.shape, Shape::Number { .. } | Shape::Whole { .. })
    }

    /// Returns true if its values are words.
    pub fn is_words(&self) -> bool {
        matches!(self.shape, Shape::Choice(_))
    }

    /// The unit of its values, in words, or empty.
    pub fn unit(&self) -> &'static str {
        match self.shape {
            Shape::Number { unit, .. } | Shape::Whole { unit, .. } => unit,
            _ => "",
        }
    }

    /// Converts a value to the type of the path: 2 to 2.0 for numbers, 2.0 to 2 for whole numbers, and words to words
    /// of a vocabulary. A value that cannot be converted is returned unchanged, and [`Axis::check`] refuses it.
    pub fn in_kind(&self, setting: Setting) -> Setting {
        in_kind(&self.shape, setting)
    }

    /// Checks that the path may take the value.
    ///
    /// # Errors
    /// Returns an error with the allowed values, in words.
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
            format!("must be in [{low}, {high}]{}", bracketed(unit))
        };
        match &self.shape {
            _ if fine => Ok(()),
            Shape::Number { low, high, unit } if setting.is_a_number() => Err(range(low, high, unit)),
            Shape::Whole { low, high, unit } => Err(format!("must be a whole number; {}", range(low, high, unit))),
            other => Err(format!("must be {}", other.describe())),
        }
    }
}

/// Reads `[sweep]` from a checked tree, or returns `None` if the scenario does not have it. A file with a table of
/// points becomes lists in the tree, so that the resolved scenario does not depend on the file.
pub(crate) fn plan(
    tree: &mut Table,
    value_of: &dyn Fn(&Table, &[String]) -> Option<Setting>,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<Plan> {
    table::inline(tree, sources, problems);
    let tree = &*tree;
    let table = tree.table("sweep")?;
    let section = Section::of(tree, "sweep");
    let design = Design::named(&section.text("design")).unwrap_or(Design::Grid);
    let mut axes = Vec::new();
    let root = Node { place: Place { source: 0, start: 0, end: 0 }, value: Value::Table(tree.clone()) };
    for (name, entry) in table.table("vary").map_or_else(Vec::new, |vary| expanded(vary, problems)) {
        let (name, place) = (name.as_str(), entry.node.place);
        let found = path(name, entry.key_place, &root, sources, problems);
        let in_words = entry.node.text().zip(found.as_ref()).and_then(|(text, (keys, shape))| {
            named_interval(text, shape, value_of(tree, keys).and_then(|value| value.number()))
        });
        let levels = match in_words {
            Some(Ok(Interval { low, high, count })) => {
                let levels = Levels::Interval { low, high, count, log: false };
                sound(&levels, design).map(|()| levels).map_err(|why| refuse(name, place, &why, problems)).ok()
            }
            Some(Err(why)) => {
                refuse(name, place, &why, problems);
                None
            }
            None => levels(name, &entry.node, design, sources, problems),
        };
        if let (Some((keys, shape)), Some(levels)) = (found, levels)
            && suits(name, &levels, &shape, place, problems)
        {
            let path = written(&keys);
            let levels = worded(levels, &shape);
            // Values that were written differently may be equal in the type of the path.
            match sound(&levels, design) {
                Ok(()) => axes.push(Axis { path, levels, follows: None, keys, shape }),
                Err(message) => refuse(name, place, &message, problems),
            }
        }
    }
    links(&mut axes, table, &root, sources, problems);
    for (at, axis) in axes.iter().enumerate() {
        if let Some(other) = axes[..at].iter().find(|other| overlap(&other.keys, &axis.keys)) {
            let place = table.entry("vary").map_or(Place { source: 0, start: 0, end: 0 }, |vary| vary.key_place);
            let message = format!("{} and {} cannot both vary: one is part of the other", other.path, axis.path);
            problems.add(ProblemKind::Conflict, place, message, "remove one of them");
        }
    }
    let groups = groups(&axes, table, problems);
    Some(Plan {
        design,
        points: section.whole("points") as u32,
        seed: section.whole("seed"),
        constraints: listed_texts(table, "constraints"),
        axes,
        until: table.number("until"),
        most: section.whole("most") as u32,
        outcome: section.text("outcome"),
        rest: table.number("rest"),
        trajectories: section.flag("trajectories"),
        keep_states: listed_texts(table, "keep_states"),
        keep_columns: listed_texts(table, "keep_columns"),
        morris_levels: section.whole("levels") as u32,
        second_order: section.flag("second_order"),
        groups,
    })
}

fn listed_texts(table: &Table, key: &str) -> Vec<String> {
    table.list(key).unwrap_or_default().iter().filter_map(Node::text).map(str::to_owned).collect()
}

/// Adds the axes of `[sweep.link]`. Each takes the value of another axis at every point.
fn links(axes: &mut Vec<Axis>, table: &Table, root: &Node, sources: &mut Sources, problems: &mut Problems) {
    let own = axes.len();
    for entry in table.table("link").map_or(&[][..], |link| &link.entries) {
        let Some(leader) = entry.node.text() else { continue };
        let found = path(&entry.key, entry.key_place, root, sources, problems);
        let follows = spelt(leader).and_then(|leader| axes[..own].iter().position(|axis| axis.path == leader));
        let Some(follows) = follows else {
            let message = format!("sweep.link.\"{}\": {leader} does not vary", entry.key);
            let help = match own {
                0 => "give an axis with [sweep.vary] or --vary".to_owned(),
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

/// The groups of `[sweep.groups]`: names with paths or patterns of axes.
fn groups(axes: &[Axis], table: &Table, problems: &mut Problems) -> Vec<(String, Vec<usize>)> {
    let own = || axes.iter().enumerate().filter(|(_, axis)| axis.follows.is_none());
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for entry in table.table("groups").map_or(&[][..], |groups| &groups.entries) {
        let mut members = Vec::new();
        for (path, place) in entry.node.texts() {
            let fits = |axis: &Axis| match path.strip_suffix('*') {
                Some(begin) => axis.path.starts_with(begin),
                None => spelt(path).is_some_and(|path| axis.path == path),
            };
            let found: Vec<usize> = own().filter(|(_, axis)| fits(axis)).map(|(number, _)| number).collect();
            if found.is_empty() {
                let message = format!("sweep.groups.{}: {path} does not vary", entry.key);
                let help = format!("axes: {}", listed(own().map(|(_, axis)| axis.path.as_str())));
                problems.add(ProblemKind::UnknownName, place, message, help);
            }
            members.extend(found);
        }
        members.sort_unstable();
        members.dedup();
        let short = |axis: &Axis| axis.path.strip_prefix("parameters.").unwrap_or(&axis.path).to_owned();
        let is_taken = own().any(|(number, axis)| short(axis) == entry.key && members != [number]);
        if entry.key.trim().is_empty() || entry.key.contains(char::is_control) || is_taken {
            let message = format!("{:?} cannot be the name of a group", entry.key);
            problems.add(
                ProblemKind::Conflict,
                entry.key_place,
                message,
                "give a name that is not the path of an axis",
            );
        }
        if let Some(twice) = members.iter().find(|axis| groups.iter().any(|(_, there)| there.contains(axis))) {
            let message = format!("{} is in two groups of [sweep.groups]", axes[*twice].path);
            problems.add(ProblemKind::Conflict, entry.node.place, message, "each axis belongs to one group");
        }
        groups.push((entry.key.clone(), members));
    }
    groups
}

fn overlap(a: &[String], b: &[String]) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b)
}
