//! Checks a tree against the table of fields: every key must be known, and every value must have its type and range.
//!
//! Refused values are removed from the tree, so that later code finds valid values only.

use super::node::{Entry, Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::shape::{Field, Shape, bracketed};
use super::sources::{Place, Sources};
use super::suggest::{did_you_mean, listed};
use crate::model::constitution::COMPONENTS;

/// The sources and the problems while a tree is checked.
pub(super) struct Checker<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// The problems found.
    pub problems: &'a mut Problems,
}

impl Checker<'_> {
    /// Checks a table against its fields.
    pub(super) fn table(&mut self, table: &mut Table, fields: &[Field], path: &str, at: Place) {
        let mut kept = Vec::with_capacity(table.entries.len());
        for mut entry in std::mem::take(&mut table.entries) {
            let here = join(path, &entry.key);
            let Some(field) = fields.iter().find(|f| f.key == entry.key) else {
                self.unknown_key(&entry, &here, path, fields);
                table.damaged = true;
                continue;
            };
            if self.node(&mut entry.node, &field.shape, &here) {
                kept.push(entry);
            } else {
                table.damaged = true;
            }
        }
        table.entries = kept;
        for field in fields.iter().filter(|f| f.required) {
            if table.entry(field.key).is_none() && !table.damaged {
                let message = format!("{path} has no `{}`", field.key);
                let help = format!("add `{} = …`: {}; {}", field.key, field.meaning, field.shape.describe());
                self.problems.add(ProblemKind::Missing, at, message, help);
                table.damaged = true;
            }
        }
    }

    fn unknown_key(&mut self, entry: &Entry, here: &str, path: &str, fields: &[Field]) {
        if self.problems.is_full() {
            return self.problems.count();
        }
        let (key, place) = (entry.key.as_str(), entry.key_place);
        let known = || fields.iter().map(|f| f.key);
        let hint = did_you_mean(key, known());
        let mut help = format!("keys here: {}", listed(known()));
        if path.is_empty()
            && crate::model::params::PARAMETERS.iter().any(|parameter| parameter.path.starts_with(&format!("{key}.")))
        {
            help = format!("did you mean `parameters.{key}`? {help}");
        }
        if entry.node.table().is_some() && (path.starts_with("states.") || path.starts_with("events.")) {
            help = format!(
                "if the point belongs to the name, write the name in quotes, as in [states.\"St. Vincent\"]; {help}"
            );
        }
        self.problems.add(ProblemKind::UnknownKey, place, format!("{here} is not a known key{hint}"), help);
    }

    /// Checks a value. Returns false if it must be removed.
    fn node(&mut self, node: &mut Node, shape: &Shape, path: &str) -> bool {
        if !shape.fits_type(node) {
            self.wrong_type(node, shape, path);
            return false;
        }
        let place = node.place;
        if let Shape::Either(shapes) = shape {
            let fitting = shapes.iter().find(|s| s.fits_type(node));
            return fitting.is_some_and(|s| self.node(node, s, path));
        }
        match (shape, &mut node.value) {
            (Shape::Number { low, high, unit }, Value::Number(x)) => {
                let fine = x.is_finite() && (*low..=*high).contains(x);
                fine || self.out_of_range(place, path, &format!("[{low}, {high}]{}", bracketed(unit)), x.is_finite())
            }
            (Shape::Number { low, high, unit }, Value::Whole(n)) => {
                let fine = (*low..=*high).contains(&(*n as f64));
                fine || self.out_of_range(place, path, &format!("[{low}, {high}]{}", bracketed(unit)), true)
            }
            (Shape::Whole { low, high, unit }, Value::Whole(n)) => {
                let fine = (*low..=*high).contains(n);
                fine || self.out_of_range(place, path, &format!("[{low}, {high}]{}", bracketed(unit)), true)
            }
            (Shape::Choice(words), Value::Text(word)) => {
                if words.contains(&word.as_str()) {
                    return true;
                }
                let hint = did_you_mean(word, words.iter().copied());
                let message = format!("{path} = {}; is not a valid choice{hint}", self.sources.excerpt(place));
                let mut help = format!("choose one of {}", words.join(", "));
                if word == "governance" && words.contains(&COMPONENTS[0]) {
                    help = format!("each component has a separate entry here: {}", COMPONENTS.join(", "));
                }
                self.problems.add(ProblemKind::UnknownChoice, place, message, help);
                false
            }
            (Shape::List(shape), Value::List(items)) => {
                let mut sound = true;
                for (k, item) in items.iter_mut().enumerate() {
                    sound &= self.node(item, shape, &format!("{path}[{k}]"));
                }
                sound
            }
            (Shape::Table(fields), Value::Table(table)) => {
                self.table(table, fields, path, place);
                true
            }
            (Shape::Named(shape), Value::Table(table)) => {
                self.named(table, shape, path);
                true
            }
            _ => true,
        }
    }

    fn named(&mut self, table: &mut Table, shape: &Shape, path: &str) {
        let mut kept = Vec::with_capacity(table.entries.len());
        for mut entry in std::mem::take(&mut table.entries) {
            let here = join(path, &entry.key);
            let sound = match (shape, &mut entry.node.value) {
                // For a table with a header the place is its name.
                (Shape::Table(fields), Value::Table(inner)) => {
                    self.table(inner, fields, &here, entry.key_place);
                    true
                }
                _ => self.node(&mut entry.node, shape, &here),
            };
            if sound { kept.push(entry) } else { table.damaged = true }
        }
        table.entries = kept;
    }

    /// Adds a problem for a value of the wrong type.
    pub(super) fn wrong_type(&mut self, node: &Node, shape: &Shape, path: &str) {
        let is = node.value.type_name();
        let message = match &node.value {
            Value::Table(_) | Value::List(_) => format!("{path} is {is}; must be {}", shape.describe()),
            _ => format!("{path} = {}; must be {}", self.sources.excerpt(node.place), shape.describe()),
        };
        let help = match (shape, &node.value) {
            (Shape::List(item), Value::Table(_)) if matches!(**item, Shape::Table(_)) => {
                format!("write [[{path}]], with two brackets, over every entry")
            }
            (Shape::Table(_), Value::List(items)) if items.iter().all(|item| item.table().is_some()) => {
                format!("write [{path}], with single brackets")
            }
            (Shape::Number { .. } | Shape::Whole { .. }, Value::Text(text)) if is_number(text) => {
                format!("write the number without quotes: {}", text.trim().replace(',', "."))
            }
            _ => format!("the value is {is}"),
        };
        self.problems.add(ProblemKind::WrongType, node.place, message, help);
    }

    /// Always returns false, so that it can end a condition.
    fn out_of_range(&mut self, place: Place, path: &str, range: &str, finite: bool) -> bool {
        let value = self.sources.excerpt(place);
        let message = format!("{path} = {value}; must be in {range}");
        let help = if finite { "give a value within the range" } else { "NaN and infinity are not allowed" };
        self.problems.add(ProblemKind::OutOfRange, place, message, help);
        false
    }
}

fn is_number(text: &str) -> bool {
    text.trim().replacen(',', ".", 1).parse::<f64>().is_ok()
}

/// A dotted path, with quotes if a key needs them.
pub(super) fn join(path: &str, key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let key = if bare { key.to_owned() } else { format!("{key:?}") };
    if path.is_empty() { key } else { format!("{path}.{key}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_quoted_where_they_must_be() {
        assert_eq!(join("", "run"), "run");
        assert_eq!(join("states", "West Germany"), "states.\"West Germany\"");
        assert_eq!(join("events", "long-telegram"), "events.long-telegram");
    }
}
