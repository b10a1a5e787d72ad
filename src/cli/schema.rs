//! `takvin schema`: the JSON Schema of scenario files, by which editors complete and check them.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, Value, json};

use super::print;
use crate::scenario::fields;
use crate::scenario::shape::{Field, Shape};

/// Print the JSON Schema of scenario files.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  takvin schema > takvin.schema.json\n\n\
    Then begin a scenario with the line\n  #:schema ./takvin.schema.json\n\
    and an editor with a TOML extension completes and checks it as you type.")]
pub struct Schema {}

impl Schema {
    /// Prints it.
    ///
    /// # Errors
    /// It cannot be printed.
    pub fn carry_out(self) -> Result<()> {
        print::json(&schema())
    }
}

/// The schema of a whole scenario.
pub fn schema() -> Value {
    let mut schema =
        object([("$schema", json!("http://json-schema.org/draft-07/schema#")), ("title", json!("takvin scenario"))]);
    schema.extend(of(fields::root()));
    Value::Object(schema)
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn of(shape: &Shape) -> Map<String, Value> {
    match shape {
        Shape::Number { low, high, .. } => {
            object([("type", json!("number")), ("minimum", json!(low)), ("maximum", json!(high))])
        }
        Shape::Whole { low, high, .. } => {
            object([("type", json!("integer")), ("minimum", whole(*low)), ("maximum", whole(*high))])
        }
        Shape::Flag => object([("type", json!("boolean"))]),
        Shape::Text => object([("type", json!("string"))]),
        Shape::Choice(words) => object([("type", json!("string")), ("enum", json!(words))]),
        Shape::List(item) => object([("type", json!("array")), ("items", of(item).into())]),
        Shape::Named(item) => object([("type", json!("object")), ("additionalProperties", of(item).into())]),
        Shape::Either(shapes) => object([("anyOf", shapes.iter().map(|shape| Value::Object(of(shape))).collect())]),
        Shape::Table(fields) => table(fields),
    }
}

/// Bounds beyond what JSON holds are no bounds.
fn whole(bound: i128) -> Value {
    i64::try_from(bound).map_or(Value::Null, |bound| json!(bound))
}

fn table(fields: &[Field]) -> Map<String, Value> {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|field| {
            let mut property = of(&field.shape);
            let unit = match field.shape {
                Shape::Number { unit, .. } | Shape::Whole { unit, .. } if !unit.is_empty() => format!(" [{unit}]"),
                _ => String::new(),
            };
            property.insert("description".to_owned(), json!(format!("{}{unit}", field.meaning)));
            if !field.default.is_null() {
                property.insert("default".to_owned(), field.default.clone());
            }
            (field.key.to_owned(), Value::Object(property))
        })
        .collect();
    let required: Vec<_> = fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    let mut schema =
        object([("type", json!("object")), ("properties", properties.into()), ("additionalProperties", json!(false))]);
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}
