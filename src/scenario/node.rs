//! A scenario as a tree of values, each with its place in the source.

use toml::de::{DeTable, DeValue};

use super::problems::{ProblemKind, Problems};
use super::slips;
use super::sources::{Place, Sources};

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The place.
    pub place: Place,
    /// The value.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A string.
    Text(String),
    /// An integer.
    Whole(i128),
    /// A float.
    Number(f64),
    /// A boolean.
    Flag(bool),
    /// A date or a time. No key takes one.
    Date(String),
    /// An array.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

/// Keys and values in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// The entries of the table.
    pub entries: Vec<Entry>,
    /// Whether an entry was refused and removed. Then a missing key may not be the writer's omission.
    pub damaged: bool,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The key.
    pub key: String,
    /// The place of the key.
    pub key_place: Place,
    /// Its value.
    pub node: Node,
}

impl Value {
    /// The name of the type in messages.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Whole(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Table {
    /// The entry of a key.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|e| &e.node)
    }

    /// The value of a key, for changes.
    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|e| e.key == key).map(|e| &mut e.node)
    }

    /// A number, whole or not.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.get(key).and_then(Node::number)
    }

    /// A whole number. The ranges of the fields ensure that it fits.
    pub(crate) fn whole(&self, key: &str) -> Option<u64> {
        match self.get(key)?.value {
            Value::Whole(n) => u64::try_from(n).ok(),
            _ => None,
        }
    }

    /// True or false.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        match self.get(key)?.value {
            Value::Flag(b) => Some(b),
            _ => None,
        }
    }

    /// Text.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    /// A table within the table.
    pub(crate) fn table(&self, key: &str) -> Option<&Table> {
        self.get(key)?.table()
    }

    /// A list within the table.
    pub(crate) fn list(&self, key: &str) -> Option<&[Node]> {
        match &self.get(key)?.value {
            Value::List(l) => Some(l),
            _ => None,
        }
    }
}

impl Node {
    /// A number, whole or not.
    pub(crate) fn number(&self) -> Option<f64> {
        match self.value {
            Value::Number(x) => Some(x),
            Value::Whole(n) => Some(n as f64),
            _ => None,
        }
    }

    /// Text.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(t) => Some(t),
            _ => None,
        }
    }

    /// A table.
    pub(crate) fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// One text or a list of texts, each with its place. Other values are left out.
    pub(crate) fn texts(&self) -> Vec<(&str, Place)> {
        match &self.value {
            Value::Text(t) => vec![(t, self.place)],
            Value::List(items) => items.iter().filter_map(|n| n.text().map(|t| (t, n.place))).collect(),
            _ => Vec::new(),
        }
    }
}

/// Parses the text of a source. Reports every syntax error and returns `None` if there is one.
pub(super) fn parse(source: usize, sources: &Sources, problems: &mut Problems) -> Option<Table> {
    let text = &sources.get(source).text;
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut last_line = 0;
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let place = Place { source, start: span.start, end: span.end };
        let (line, _) = if problems.is_full() { (0, 0) } else { sources.line_and_column(place) };
        // A mistake makes the rest of its line unreadable.
        if line != 0 && std::mem::replace(&mut last_line, line) == line {
            continue;
        }
        let message = error.message();
        let what = if message.contains("duplicate key") {
            format!("{message}: this name is already used")
        } else {
            format!("not TOML: {message}")
        };
        problems.add(ProblemKind::Syntax, place, what, slips::help(message, text, place.start));
    }
    errors.is_empty().then(|| convert_table(source, table.get_ref()))
}

fn convert_table(source: usize, table: &DeTable<'_>) -> Table {
    let entries = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_place: place(source, key.span()),
            node: Node { place: place(source, value.span()), value: convert(source, value.get_ref()) },
        })
        .collect();
    Table { entries, damaged: false }
}

fn convert(source: usize, value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(s) => Value::Text(s.to_string()),
        DeValue::Integer(i) => {
            // No range allows numbers above 128 bits, so the nearest number that fits is refused as well.
            let limit = if i.as_str().starts_with('-') { i128::MIN } else { i128::MAX };
            Value::Whole(i128::from_str_radix(i.as_str(), i.radix()).unwrap_or(limit))
        }
        DeValue::Float(f) => Value::Number(f.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(b) => Value::Flag(*b),
        DeValue::Datetime(d) => Value::Date(d.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| Node { place: place(source, item.span()), value: convert(source, item.get_ref()) })
                .collect(),
        ),
        DeValue::Table(t) => Value::Table(convert_table(source, t)),
    }
}

fn place(source: usize, span: std::ops::Range<usize>) -> Place {
    Place { source, start: span.start, end: span.end }
}
