//! Merges one tree into another.
//!
//! A table in a later layer is merged into the table before it; any other value replaces the value before it. There are
//! three exceptions. Entries of `[[pairs]]` are added to those of the base. A table that changes its `kind` or `do`
//! replaces the table before it, and so does a distribution of the generator. `reach.neighbours_add` and
//! `reach.majors_add` add to the list of the layers before.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{Checker, join};
use super::fields;
use super::node::{Entry, Node, Table, Value};
use super::problems::ProblemKind;
use super::resolved;
use super::sources::Place;

/// Lists that a later layer can add to: the key of the list within `[reach]`, and the key that adds to it.
const ADDED: [(&str, &str); 2] = [("neighbours", "neighbours_add"), ("majors", "majors_add")];

/// With more keys than this, keys are looked up in a map.
const FEW: usize = 16;

/// Merges a layer into the layers before it, and then adds to their lists.
pub(super) fn lay(lower: &mut Table, upper: Table, from_override: bool, checker: &mut Checker<'_>) {
    merge(lower, upper, &mut Vec::new(), from_override, checker);
    let Some(Value::Table(reach)) = lower.get_mut("reach").map(|node| &mut node.value) else { return };
    for (list, add) in ADDED {
        add_to_list(reach, list, add);
    }
}

/// Moves the entries of the list `add` to the end of `list`.
fn add_to_list(table: &mut Table, list: &str, add: &str) {
    // A value of another type is refused later, when all types are checked.
    let is_list = |key: &str| table.get(key).is_none_or(|node| matches!(node.value, Value::List(_)));
    let (Some(at), true) = (table.entries.iter().position(|e| e.key == add), is_list(list) && is_list(add)) else {
        return;
    };
    let mut entry = table.entries.remove(at);
    match (table.get_mut(list).map(|node| &mut node.value), &mut entry.node.value) {
        (Some(Value::List(old)), Value::List(new)) => old.append(new),
        _ => table.entries.push(Entry { key: list.to_owned(), ..entry }),
    }
}

fn merge(lower: &mut Table, upper: Table, path: &mut Vec<String>, from_override: bool, checker: &mut Checker<'_>) {
    let known: Option<BTreeMap<String, usize>> = (upper.entries.len() > FEW)
        .then(|| lower.entries.iter().enumerate().map(|(at, entry)| (entry.key.clone(), at)).collect());
    for Entry { key, key_place, node } in upper.entries {
        let at = match &known {
            Some(known) => known.get(&key).copied(),
            None => lower.entries.iter().position(|e| e.key == key),
        };
        let Some(at) = at else {
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
                warn_of_lost_entries(&below.node, &value, key_place, path, checker);
                below.key_place = key_place;
                below.node = Node { place: node.place, value };
            }
        }
        path.pop();
    }
}

/// A table replaces a value. This checks that a table is allowed there, because later code cannot see the replacement.
fn covered(below: &Node, above: &Value, path: &[String], checker: &mut Checker<'_>) {
    if matches!(below.value, Value::Table(_)) || !matches!(above, Value::Table(_)) {
        return;
    }
    let shape = path.iter().try_fold(fields::root(), |shape, key| shape.inner(key));
    if let Some(shape) = shape.filter(|shape| !shape.fits_type(below)) {
        let path = path.iter().fold(String::new(), |path, key| join(&path, key));
        checker.wrong_type(below, shape, &path);
    }
}

/// Warns if a list replaces a list that has other entries.
fn warn_of_lost_entries(below: &Node, above: &Value, place: Place, path: &[String], checker: &mut Checker<'_>) {
    let Value::List(old) = &below.value else { return };
    // A table replaces a table.
    if path.last().is_some_and(|key| key == "rows" || key == "years") {
        return;
    }
    // The values of an axis always replace the values before.
    if path.first().is_some_and(|key| key == "sweep") && path.get(1).is_some_and(|key| key == "vary") {
        return;
    }
    let written = |node: &Node| resolved::value(&node.value).to_string();
    let kept: BTreeSet<String> = match above {
        Value::List(new) => new.iter().map(written).collect(),
        Value::Text(word) => BTreeSet::from([resolved::value(&Value::Text(word.clone())).to_string()]),
        _ => return, // not a list
    };
    let lost = old.iter().filter(|node| !kept.contains(&written(node))).count();
    if lost == 0 {
        return;
    }
    let name = path.iter().fold(String::new(), |path, key| join(&path, key));
    let file = &checker.sources.get(below.place.source).name;
    let entries = if old.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", old.len()) };
    let message = format!("{name} replaces the list of {entries} in {file}; {lost} of them are lost");
    let help = match ADDED.iter().find(|(list, _)| *path == ["reach", *list]) {
        Some((_, add)) => format!("write `{add} = …` to keep the list and add to it"),
        None => "repeat the entries that you want to keep".to_owned(),
    };
    checker.problems.warn(Some(place), message, help);
}

fn starts_afresh(old: &Table, new: &Table) -> bool {
    ["kind", "do"].iter().any(|key| new.text(key).is_some_and(|n| old.text(key).is_some_and(|o| o != n)))
}

fn is_distribution(path: &[String]) -> bool {
    path.len() >= 2 && path[0] == "generator" && path[1..] != ["pairs"]
}

/// In an override, whole numbers are indices into a list: `pairs.0.posture`.
fn indexes(table: &Table, len: usize) -> bool {
    places(table) && table.entries.iter().all(|e| e.key.parse::<usize>().is_ok_and(|n| n < len))
}

/// Returns true if a table has numbered entries only.
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
