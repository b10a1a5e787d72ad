//! From files and overrides to one tree: the chain of bases, the scenario, then each override.

use std::path::PathBuf;

use super::check::Checker;
use super::fields;
use super::merge::lay;
use super::node::{Entry, Node, Table, Value, parse};
use super::origin::Origin;
use super::problems::{MEASURED, OVERRIDE, ProblemKind, Problems, VARIED};
use super::provenance;
use super::shape::Shape;
use super::shipped;
use super::sources::{Place, Source, Sources};
use super::suggest::{in_quotes, listed, nearest};
use super::sweep::{self, Setting};
use super::tables;

/// The largest number of layers.
const MOST_LAYERS: usize = 32;

/// Reads a scenario, its bases and its overrides into one tree.
pub(super) fn gather(
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
            let help = "a scenario cannot be based on itself; remove one `base` from the circle";
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
        let table = match asked {
            Some(place) if matches!(origin, Origin::File(_)) => parse_base(source, place, sources, problems)?,
            _ => parse(source, sources, problems)?,
        };
        next = base_of(&table, source, sources);
        layers.push(table);
    }
    let (mut tree, mut unread) = (Table::default(), false);
    for mut layer in layers.into_iter().rev() {
        sweep::spell_out_paths(&mut layer);
        provenance::spell_out_paths(&mut layer);
        let Some(below) = tables::read(&mut layer, &tree, sources, problems) else {
            unread = true;
            continue;
        };
        lay(&mut tree, below, false, &mut Checker { sources, problems });
        lay(&mut tree, layer, false, &mut Checker { sources, problems });
    }
    if unread {
        return None;
    }
    for (path, value) in overrides {
        let mut layer = parse_override(path, value, sources, problems)?;
        sweep::spell_out_paths(&mut layer);
        provenance::spell_out_paths(&mut layer);
        let below = tables::read(&mut layer, &tree, sources, problems)?;
        refuse_new_names(&below, &tree, problems);
        refuse_new_names(&layer, &tree, problems);
        lay(&mut tree, below, false, &mut Checker { sources, problems });
        lay(&mut tree, layer, true, &mut Checker { sources, problems });
    }
    Some(tree)
}

/// Reads a file that `base` names. It may be any file, so its lines are shown only if it is a scenario.
fn parse_base(source: usize, asked: Place, sources: &mut Sources, problems: &mut Problems) -> Option<Table> {
    sources.show(source, false);
    let mut found = Problems::default();
    let table = parse(source, sources, &mut found);
    let is_scenario = table.as_ref().is_some_and(is_scenario);
    sources.show(source, is_scenario);
    if is_scenario {
        return table;
    }
    let name = &sources.get(source).name;
    let line = found.errors().first().and_then(|problem| problem.place).map(|place| sources.line_and_column(place).0);
    let message = match line {
        Some(line) => format!("`base` names {name}, which is not TOML: see its line {line}"),
        None => format!("`base` names {name}, which is not a scenario: it does not have any table of a scenario"),
    };
    let help = format!("name a scenario; takvin check {name} shows what is wrong with that file");
    problems.add(ProblemKind::Syntax, asked, message, help);
    None
}

/// Returns true if all keys are those of scenarios, or if it has at least one table of a scenario.
fn is_scenario(table: &Table) -> bool {
    let Shape::Table(fields) = fields::root() else { return false };
    let field = |key: &str| fields.iter().find(|field| field.key == key);
    let all_known = table.entries.iter().all(|entry| field(&entry.key).is_some());
    let has_table = |entry: &Entry| {
        field(&entry.key).is_some_and(|field| !matches!(field.shape, Shape::Text) && field.shape.fits_type(&entry.node))
    };
    all_known || table.entries.iter().any(has_table)
}

/// A state that only an override names is probably misspelt, and so is an event without `do`.
fn refuse_new_names(layer: &Table, tree: &Table, problems: &mut Problems) {
    for (key, what) in [("states", "state"), ("events", "event")] {
        let known = tree.table(key).map_or(&[][..], |table| &table.entries);
        for entry in layer.table(key).map_or(&[][..], |table| &table.entries) {
            let is_new_event = what == "event" && entry.node.table().is_some_and(|event| event.get("do").is_some());
            if is_new_event || known.iter().any(|there| there.key == entry.key) {
                continue;
            }
            let names = || known.iter().map(|there| there.key.as_str());
            let hint =
                nearest(&entry.key, names()).map_or_else(String::new, |name| format!("; did you mean {name:?}?"));
            let has =
                if known.is_empty() { "does not have any".to_owned() } else { format!("has {}", listed(names())) };
            let help = format!(
                "an override changes what the scenario names, and it {has}; write a new {what} into a scenario file, with \
                 `base` if it adds to another scenario"
            );
            let message = format!("the scenario does not have the {what} {}{hint}", in_quotes(&entry.key));
            problems.add(ProblemKind::UnknownName, entry.key_place, message, help);
        }
    }
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

/// `PATH=VALUE` is parsed as one line of TOML. A value that is not TOML is read as text.
fn parse_override(path: &str, value: &str, sources: &mut Sources, problems: &mut Problems) -> Option<Table> {
    let plain = |value: &str| {
        toml::from_str::<toml::Table>(&format!("v = {value}")).ok()?.get("v")?.as_str().map(str::to_owned)
    };
    let name = match (path.strip_prefix("sweep.vary."), path.strip_prefix("outcomes.")) {
        (Some(varied), _) => format!("{VARIED}{}={}", varied.trim_matches('"'), value.trim_matches('"')),
        (_, Some(own)) => format!("{MEASURED}{own}={}", plain(value).unwrap_or_else(|| value.to_owned())),
        _ => format!("{OVERRIDE}{path}={value}"),
    };
    let one_line = |text: &str| !text.contains(['\n', '\r']);
    let add = |sources: &mut Sources, text: String| sources.add(Source::of_text(name.as_str(), text));
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

/// Sets one value at the place that its keys lead to.
pub(super) fn set(
    tree: &mut Table,
    path: &str,
    keys: &[String],
    setting: &Setting,
    sources: &mut Sources,
    problems: &mut Problems,
) {
    let text = format!("{path} = {setting}");
    let (start, end) = (path.len() + 3, text.len());
    let source = sources.add(Source::of_text(format!("{OVERRIDE}{path}={setting}"), text));
    let (at_key, at_value) = (Place { source, start: 0, end: path.len() }, Place { source, start, end });
    let leaf = Node { place: at_value, value: setting.value() };
    let wrap = |node: Node, key: &String| {
        let entries = vec![Entry { key: key.clone(), key_place: at_key, node }];
        Node { place: at_value, value: Value::Table(Table { entries, damaged: false }) }
    };
    if let Value::Table(layer) = keys.iter().rev().fold(leaf, wrap).value {
        lay(tree, layer, true, &mut Checker { sources, problems });
    }
}
