//! From files and overrides to one tree: the chain of bases, the scenario, then each override, merged key by key.
//!
//! A table in a later layer is merged into the table before it; any other value takes the place of the one before it.
//! Three exceptions: entries of `[[pairs]]` are added to those of the base; a table that changes its `kind` or `do`
//! starts afresh; so does a distribution of the generator.

use std::fs;
use std::path::{Path, PathBuf};

use super::check::{Checker, join};
use super::fields;
use super::node::{Entry, Node, Table, Value, parse};
use super::problems::{OVERRIDE, Problem, ProblemKind, Problems, VARIED};
use super::shipped;
use super::sources::{Place, Source, Sources};
use super::suggest::nearest;
use super::sweep::Setting;

/// No scenario needs to be longer; a device file never ends.
const LONGEST_FILE: u64 = 1 << 28;
/// More layers than anybody can follow.
const MOST_LAYERS: usize = 32;

/// Where a scenario is found.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// A scenario that comes with the program.
    Shipped(&'static shipped::Shipped),
    /// A text at hand, under a name.
    Text {
        /// What people call it.
        name: String,
        /// The text.
        text: String,
    },
}

impl Origin {
    /// The file of that path, or the shipped scenario of that name where there is no such file.
    pub fn find(path: &Path) -> Self {
        if !path.is_file()
            && let Some(shipped) = path.to_str().and_then(shipped::find)
        {
            return Self::Shipped(shipped);
        }
        Self::File(path.to_owned())
    }

    /// The file's stem, or the shipped name.
    pub fn short_name(&self) -> String {
        let path = match self {
            Self::File(path) => path.as_path(),
            Self::Shipped(shipped) => Path::new(shipped.name),
            Self::Text { name, .. } => Path::new(name),
        };
        path.file_stem().map_or_else(|| "scenario".to_owned(), |s| s.to_string_lossy().into_owned())
    }

    fn identity(&self) -> String {
        match self {
            Self::File(path) => fs::canonicalize(path).unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned(),
            Self::Shipped(shipped) => format!("shipped:{}", shipped.name),
            Self::Text { name, .. } => format!("text:{name}"),
        }
    }

    fn read(&self) -> Result<Source, Problem> {
        match self {
            Self::Shipped(shipped) => Ok(Source {
                name: format!("scenarios/{}.toml", shipped.name),
                text: shipped.text.to_owned(),
                directory: None,
            }),
            Self::Text { name, text } => Ok(Source { name: name.clone(), text: text.clone(), directory: None }),
            Self::File(path) => read_file(path),
        }
    }
}

/// Reads a text file that belongs to a scenario.
///
/// # Errors
/// It is missing, no plain file, too long, or not UTF-8.
pub fn read_file(path: &Path) -> Result<Source, Problem> {
    let shown = path.display().to_string();
    let refuse = |message: String, help: String| Problem { kind: ProblemKind::Unreadable, place: None, message, help };
    if path.as_os_str().is_empty() {
        return Err(refuse("no file is named".into(), "give the path of a file".into()));
    }
    let about = fs::metadata(path).map_err(|e| {
        let names: Vec<&str> = shipped::shipped().iter().map(|s| s.name).collect();
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("");
        let hint = nearest(stem, names.iter().copied()).map_or(String::new(), |n| format!("did you mean `{n}`? "));
        refuse(format!("cannot read {shown}: {e}"), format!("{hint}shipped scenarios are {}", names.join(", ")))
    })?;
    if !about.is_file() {
        return Err(refuse(format!("{shown} is not a plain file"), "give the path of a scenario file".into()));
    }
    if about.len() > LONGEST_FILE {
        return Err(refuse(format!("{shown} is longer than {LONGEST_FILE} bytes"), String::new()));
    }
    let bytes = fs::read(path).map_err(|e| refuse(format!("cannot read {shown}: {e}"), String::new()))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let valid = &e.as_bytes()[..e.utf8_error().valid_up_to()];
        let line = valid.split(|b| *b == b'\n').count();
        refuse(format!("{shown}:{line}: not UTF-8 text"), "save the file as UTF-8".into())
    })?;
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
    Ok(Source { name: shown, text, directory: Some(path.parent().unwrap_or(Path::new("")).to_owned()) })
}

/// Reads a scenario, its bases and its overrides into one tree.
pub fn gather(
    origin: Origin,
    overrides: &[(String, String)],
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<Table> {
    let mut layers = Vec::new();
    let mut seen = Vec::new();
    let mut next = Some((origin, None::<Place>));
    while let Some((origin, asked)) = next.take() {
        let identity = origin.identity();
        if let Some(place) = asked
            && (seen.contains(&identity) || seen.len() >= MOST_LAYERS)
        {
            let help = "a scenario may not rest on itself; take one `base` out of the circle";
            problems.add(ProblemKind::Conflict, place, "`base` leads in a circle", help);
            return None;
        }
        seen.push(identity);
        let source = match origin.read() {
            Ok(source) => sources.add(source),
            Err(mut problem) => {
                problem.place = asked;
                problems.push(problem);
                return None;
            }
        };
        let table = parse(source, sources, problems)?;
        next = base_of(&table, source, sources);
        layers.push(table);
    }
    let mut tree = Table::default();
    for layer in layers.into_iter().rev() {
        merge(&mut tree, layer, &mut Vec::new(), false, &mut Checker { sources, problems });
    }
    for (path, value) in overrides {
        let layer = parse_override(path, value, sources, problems)?;
        merge(&mut tree, layer, &mut Vec::new(), true, &mut Checker { sources, problems });
    }
    Some(tree)
}

fn base_of(table: &Table, source: usize, sources: &Sources) -> Option<(Origin, Option<Place>)> {
    let node = table.get("base")?;
    let name = node.text()?; // any other type is reported with the other fields
    if name.trim().is_empty() {
        return Some((Origin::File(PathBuf::new()), Some(node.place)));
    }
    let path = sources.get(source).directory.as_ref().map_or_else(|| PathBuf::from(name), |d| d.join(name));
    let origin = match (sources.get(source).directory.is_none() || !path.exists(), shipped::find(name)) {
        (true, Some(shipped)) => Origin::Shipped(shipped),
        _ => Origin::File(path),
    };
    Some((origin, Some(node.place)))
}

/// `PATH=VALUE` is one line of TOML; a value that is none is taken as text.
fn parse_override(path: &str, value: &str, sources: &mut Sources, problems: &mut Problems) -> Option<Table> {
    let name = match path.strip_prefix("sweep.vary.") {
        Some(varied) => format!("{VARIED}{}={}", varied.trim_matches('"'), value.trim_matches('"')),
        None => format!("{OVERRIDE}{path}={value}"),
    };
    let one_line = |text: &str| !text.contains(['\n', '\r']);
    let add = |sources: &mut Sources, text: String| sources.add(Source { name: name.clone(), text, directory: None });
    if !one_line(path) || !one_line(value) || path.trim_start().starts_with(['#', '[']) || path.contains('=') {
        let source = add(sources, format!("{path} = {value}"));
        let place = Place { source, start: 0, end: path.len() };
        let help = "write one dotted path and one value, as in --set run.rounds=50";
        problems.add(ProblemKind::Syntax, place, "not a path with a value", help);
        return None;
    }
    if path.split('.').next().is_some_and(|key| key.trim() == "base") {
        let source = add(sources, format!("{path} = {value}"));
        let place = Place { source, start: 0, end: path.len() };
        let help = "write `base` into a scenario file, and run that";
        problems.add(ProblemKind::Conflict, place, "`base` cannot be overridden: overrides come after it", help);
        return None;
    }
    let plain = add(sources, format!("{path} = {value}"));
    let mut ignored = Problems::default();
    if let Some(table) = parse(plain, sources, &mut ignored) {
        return Some(table);
    }
    let quoted = toml::Value::String(value.to_owned());
    let source = add(sources, format!("{path} = {quoted}"));
    parse(source, sources, problems)
}

/// Puts one value at the place that its keys lead to.
pub fn set(
    tree: &mut Table,
    path: &str,
    keys: &[String],
    setting: &Setting,
    sources: &mut Sources,
    problems: &mut Problems,
) {
    let text = format!("{path} = {setting}");
    let (start, end) = (path.len() + 3, text.len());
    let source = sources.add(Source { name: format!("{OVERRIDE}{path}={setting}"), text, directory: None });
    let (at_key, at_value) = (Place { source, start: 0, end: path.len() }, Place { source, start, end });
    let leaf = Node { place: at_value, value: setting.value() };
    let wrap = |node: Node, key: &String| {
        let entries = vec![Entry { key: key.clone(), key_place: at_key, node }];
        Node { place: at_value, value: Value::Table(Table { entries, damaged: false }) }
    };
    if let Value::Table(layer) = keys.iter().rev().fold(leaf, wrap).value {
        merge(tree, layer, &mut Vec::new(), true, &mut Checker { sources, problems });
    }
}

/// Lays `upper` over `lower`.
fn merge(lower: &mut Table, upper: Table, path: &mut Vec<String>, from_override: bool, checker: &mut Checker<'_>) {
    for Entry { key, key_place, node } in upper.entries {
        let Some(at) = lower.entries.iter().position(|e| e.key == key) else {
            lower.entries.push(Entry { key, key_place, node });
            continue;
        };
        let below = &mut lower.entries[at];
        path.push(key);
        match (&mut below.node.value, node.value) {
            (Value::Table(old), Value::Table(new))
                if !starts_afresh(old, &new) && (from_override || !is_distribution(path)) =>
            {
                merge(old, new, path, from_override, checker);
            }
            (Value::List(old), Value::List(new)) if *path == ["pairs"] && !from_override => old.extend(new),
            (Value::List(old), Value::Table(new)) if from_override && indexes(&new, old.len()) => {
                merge_items(old, new, path, checker);
            }
            (Value::List(old), Value::Table(new)) if from_override && places(&new) => {
                let count = old.len();
                let message = format!("{} has {count} entries, numbered from 0", path.join("."));
                checker.problems.add(ProblemKind::UnknownKey, key_place, message, "give the number of one of them");
            }
            (_, value) => {
                covered(&below.node, &value, path, checker);
                below.key_place = key_place;
                below.node = Node { place: node.place, value };
            }
        }
        path.pop();
    }
}

/// A table takes the place of a value: was one allowed there? Nobody would see afterwards that it was not.
fn covered(below: &Node, above: &Value, path: &[String], checker: &mut Checker<'_>) {
    if matches!(below.value, Value::Table(_)) || !matches!(above, Value::Table(_)) {
        return;
    }
    let shape = path.iter().try_fold(fields::root().clone(), |shape, key| shape.inner(key));
    if let Some(shape) = shape.filter(|shape| !shape.fits_type(below)) {
        let path = path.iter().fold(String::new(), |path, key| join(&path, key));
        checker.wrong_type(below, &shape, &path);
    }
}

fn starts_afresh(old: &Table, new: &Table) -> bool {
    ["kind", "do"].iter().any(|key| new.text(key).is_some_and(|n| old.text(key).is_some_and(|o| o != n)))
}

fn is_distribution(path: &[String]) -> bool {
    path.len() >= 2 && path[0] == "generator" && path[1..] != ["pairs"]
}

/// In an override, whole numbers reach into a list: `pairs.0.posture`.
fn indexes(table: &Table, len: usize) -> bool {
    places(table) && table.entries.iter().all(|e| e.key.parse::<usize>().is_ok_and(|n| n < len))
}

/// Does a table hold nothing but numbered entries?
fn places(table: &Table) -> bool {
    !table.entries.is_empty() && table.entries.iter().all(|e| e.key.parse::<usize>().is_ok())
}

fn merge_items(items: &mut [Node], new: Table, path: &mut Vec<String>, checker: &mut Checker<'_>) {
    for entry in new.entries {
        let Some(item) = entry.key.parse::<usize>().ok().and_then(|n| items.get_mut(n)) else { continue };
        path.push(entry.key);
        match (&mut item.value, entry.node.value) {
            (Value::Table(old), Value::Table(new)) => merge(old, new, path, true, checker),
            (_, value) => {
                covered(item, &value, path, checker);
                *item = Node { place: entry.node.place, value };
            }
        }
        path.pop();
    }
}
