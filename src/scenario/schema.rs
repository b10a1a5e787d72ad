//! The JSON Schema of scenario files, made from the table of fields, so that editors complete and check them.

use serde_json::{Map, Value as Json, json};

use super::events::{DEED_KEYS, keys_of};
use super::fields;
use super::shape::{Field, Shape};

/// JSON Schema (draft 7) of a scenario file.
pub fn schema() -> Json {
    let mut out = Map::new();
    out.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    out.insert("title".into(), json!("takvin scenario"));
    out.insert("description".into(), json!("A world of states, its events, and the settings of its runs."));
    if let Json::Object(root) = of(fields::root()) {
        out.extend(root);
    }
    let mut schema = Json::Object(out);
    // A key that has no effect with the event's deed.
    schema["properties"]["events"]["additionalProperties"]["allOf"] =
        fields::DEEDS.iter().map(|deed| of_deed(deed)).collect();
    // A scenario may change an event of its base without repeating its deed.
    if let Some(event) = schema["properties"]["events"]["additionalProperties"].as_object_mut()
        && let Some(required) = event.remove("required")
    {
        schema["if"] = json!({ "not": { "required": ["base"] } });
        schema["then"] = json!({ "properties": { "events": { "additionalProperties": { "required": required } } } });
    }
    tables(&mut schema);
    // A path without quotes makes tables within tables.
    if let Some(axis) =
        schema["properties"]["sweep"]["properties"]["vary"]["additionalProperties"]["anyOf"].as_array_mut()
    {
        axis.push(json!({ "type": "object" }));
    }
    schema
}

/// Files with the rows of states and pairs, which are read before keys are checked.
fn tables(schema: &mut Json) {
    let about = "CSV or Parquet files with a row for each";
    // A state may have this name.
    schema["properties"]["states"]["properties"] = json!({
        "from": {
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }, { "type": "object" }],
            "description": format!(
                "{about} state: the column `state`, and one column for each key that they give; entries in this file override them"
            ),
        },
    });
    let pairs = &mut schema["properties"]["pairs"];
    pairs["type"] = json!(["array", "object"]);
    pairs["properties"] = json!({
        "from": {
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
            "description": format!(
                "{about} pair: the columns `a` and `b`, or `from` and `toward` for one side, and one column for each key that they give"
            ),
        },
        "entries": {
            "type": "array",
            "items": { "type": "object" },
            "description": "entries as in [[pairs]], after the rows of the files",
        },
    });
    pairs["additionalProperties"] = json!(false);
}

/// Forbids the keys that have no effect with a deed.
fn of_deed(deed: &str) -> Json {
    let foreign = DEED_KEYS.iter().filter(|key| !keys_of(deed).contains(key));
    let forbidden: Map<String, Json> = foreign.map(|key| ((*key).to_owned(), json!(false))).collect();
    json!({
        "if": { "properties": { "do": { "const": deed } }, "required": ["do"] },
        "then": { "properties": forbidden },
    })
}

fn of(shape: &Shape) -> Json {
    match shape {
        Shape::Number { low, high, .. } => json!({ "type": "number", "minimum": low, "maximum": high }),
        Shape::Whole { low, high, .. } => {
            // Ranges of whole numbers are within 64 bits.
            let bound = |n: &i128| i64::try_from(*n).unwrap_or(i64::MAX);
            json!({ "type": "integer", "minimum": bound(low), "maximum": bound(high) })
        }
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Text => json!({ "type": "string" }),
        Shape::Choice(words) => json!({ "type": "string", "enum": words }),
        Shape::List(item) => json!({ "type": "array", "items": of(item) }),
        Shape::Table(table) => of_table(table),
        Shape::Named(item) => json!({ "type": "object", "additionalProperties": of(item) }),
        Shape::Either(shapes) => json!({ "anyOf": shapes.iter().map(of).collect::<Vec<_>>() }),
    }
}

fn of_table(table: &[Field]) -> Json {
    let mut properties = Map::new();
    for field in table {
        let mut inner = of(&field.shape);
        if let Json::Object(inner) = &mut inner {
            inner.insert("description".into(), json!(describe(field)));
            if !field.default.is_null() {
                inner.insert("default".into(), field.default.clone());
            }
        }
        properties.insert(field.key.into(), inner);
    }
    let required: Vec<&str> = table.iter().filter(|f| f.required).map(|f| f.key).collect();
    let mut out = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if let (Json::Object(out), false) = (&mut out, required.is_empty()) {
        out.insert("required".into(), json!(required));
    }
    out
}

fn describe(field: &Field) -> String {
    let unit = match &field.shape {
        Shape::Number { unit, .. } | Shape::Whole { unit, .. } if !unit.is_empty() => format!(" [{unit}]"),
        _ => String::new(),
    };
    let origin = field.origin.map(|origin| format!(" (default by {origin})")).unwrap_or_default();
    format!("{}{unit}{origin}", field.meaning)
}
