//! The types of scenario values: the vocabulary of [`super::fields`].

use super::node::{Node, Value};
use crate::model::params::Origin;

/// The type of a value.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// A finite number within a range.
    Number {
        /// Lowest allowed value.
        low: f64,
        /// Highest allowed value.
        high: f64,
        /// The unit, in words.
        unit: &'static str,
    },
    /// A whole number within a range.
    Whole {
        /// Lowest allowed value.
        low: i128,
        /// Highest allowed value.
        high: i128,
        /// The unit, in words.
        unit: &'static str,
    },
    /// True or false.
    Flag,
    /// Any text.
    Text,
    /// One of some words.
    Choice(Vec<&'static str>),
    /// A list, each item of one shape.
    List(Box<Shape>),
    /// A table of known keys.
    Table(Vec<Field>),
    /// A table with names that the writer chooses.
    Named(Box<Shape>),
    /// Any of several shapes that differ in type.
    Either(Vec<Shape>),
}

/// A known key of a table.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// The key.
    pub key: &'static str,
    /// The type of its value.
    pub shape: Shape,
    /// The default, as JSON; `Null` without a default.
    pub default: serde_json::Value,
    /// The meaning, in one sentence.
    pub meaning: &'static str,
    /// Where the default comes from; `None` if that is not a question.
    pub origin: Option<Origin>,
    /// Whether it is required.
    pub required: bool,
}

impl Shape {
    /// Returns true if the value has this type. Whole numbers count as numbers.
    pub(super) fn fits_type(&self, node: &Node) -> bool {
        match (self, &node.value) {
            (Self::Number { .. }, Value::Number(_) | Value::Whole(_))
            | (Self::Whole { .. }, Value::Whole(_))
            | (Self::Flag, Value::Flag(_))
            | (Self::Text | Self::Choice(_), Value::Text(_))
            | (Self::List(_), Value::List(_))
            | (Self::Table(_) | Self::Named(_), Value::Table(_)) => true,
            (Self::Either(shapes), _) => shapes.iter().any(|s| s.fits_type(node)),
            _ => false,
        }
    }

    /// The shape within this one that a key leads to; for several shapes, that of a table.
    pub(super) fn inner(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Table(fields) => fields.iter().find(|field| field.key == key).map(|field| &field.shape),
            Self::Named(item) | Self::List(item) => Some(item),
            Self::Either(shapes) => shapes.iter().find_map(|shape| shape.inner(key)),
            _ => None,
        }
    }

    /// The default of a key of this table.
    pub(super) fn default_of(&self, key: &str) -> Option<serde_json::Value> {
        match self {
            Self::Table(fields) => fields.iter().find(|field| field.key == key).map(|field| field.default.clone()),
            Self::Either(shapes) => shapes.iter().find_map(|shape| shape.default_of(key)),
            _ => None,
        }
    }

    /// The allowed values, in words.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Number { low, high, unit } => format!("a number in [{low}, {high}]{}", bracketed(unit)),
            Self::Whole { low, high, unit } => format!("a whole number in [{low}, {high}]{}", bracketed(unit)),
            Self::Flag => "true or false".into(),
            Self::Text => "text in quotes".into(),
            Self::Choice(words) => format!("one of {}", words.join(", ")),
            Self::List(item) => format!("a list, each item {}", item.describe()),
            Self::Table(fields) => {
                format!("a table of {}", super::suggest::listed(fields.iter().map(|f| f.key)))
            }
            Self::Named(_) => "a table".into(),
            Self::Either(shapes) => shapes.iter().map(Self::describe).collect::<Vec<_>>().join(", or "),
        }
    }
}

/// A key that is not required.
pub(super) fn field(key: &'static str, shape: Shape, default: serde_json::Value, meaning: &'static str) -> Field {
    Field { key, shape, default, meaning, origin: None, required: false }
}

/// A number within a range.
pub(super) fn number(low: f64, high: f64, unit: &'static str) -> Shape {
    Shape::Number { low, high, unit }
}

/// A whole number within a range.
pub(super) fn whole(low: i128, high: i128, unit: &'static str) -> Shape {
    Shape::Whole { low, high, unit }
}

/// A list, each item of one shape.
pub(super) fn list(item: Shape) -> Shape {
    Shape::List(Box::new(item))
}

/// A value, or a list of values.
pub(super) fn one_or_more(item: Shape) -> Shape {
    Shape::Either(vec![item.clone(), list(item)])
}

/// A name, a group or all, or a list of them.
pub(super) fn names() -> Shape {
    one_or_more(Shape::Text)
}

/// A unit as it follows a range.
pub(super) fn bracketed(unit: &str) -> String {
    if unit.is_empty() { String::new() } else { format!(" ({unit})") }
}
