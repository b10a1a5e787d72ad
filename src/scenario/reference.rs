//! Parameters, switches and fields as texts: the defaults file and the tables of the documentation.

use std::fmt::Write as _;

use super::fields;
use super::shape::{Field, Shape};
use crate::model::params::{GROUPS, PARAMETERS, Parameter};
use crate::model::switches::SWITCHES;

/// `scenarios/defaults.toml`: every parameter and switch with its default, meaning, unit, range and origin.
pub fn defaults_toml() -> String {
    let mut out = String::from(
        "# Every parameter of the theory with its default, meaning, allowed range, unit and origin.\n\
         # Written by the program from the definition of the parameters. Changes to this file are lost.\n\
         # A scenario overrides parameters under the same names.\n",
    );
    for (group, about) in GROUPS {
        // Writing to a string cannot fail.
        let _ = write!(out, "\n# {}\n[parameters.{group}]\n", about.trim());
        for (name, parameter) in of_group(group) {
            let Parameter { default, low, high, unit, origin, meaning, .. } = *parameter;
            let _ = write!(out, "# {meaning}\n# in [{low}, {high}] ({unit}); {origin}\n{name} = {default:?}\n");
        }
    }
    out.push_str("\n# A switch for every mechanism that a claim of the theory rests on.\n[parameters.switches]\n");
    for switch in SWITCHES {
        let claims = if switch.claims.is_empty() { String::new() } else { format!(" ({})", switch.claims) };
        let _ = write!(out, "# {}{claims}\n{} = true\n", switch.meaning, switch.name);
    }
    out
}

fn of_group(group: &str) -> impl Iterator<Item = (&'static str, &'static Parameter)> {
    PARAMETERS.iter().filter_map(move |p| p.path.split_once('.').filter(|(g, _)| *g == group).map(|(_, n)| (n, p)))
}

/// Every parameter as a table in Markdown: path, default, range, unit, origin, meaning.
pub fn parameter_table_markdown() -> String {
    let mut out =
        String::from("| parameter | default | range | unit | origin | meaning |\n|---|---|---|---|---|---|\n");
    for p in PARAMETERS {
        let Parameter { path, default, low, high, unit, origin, meaning } = p;
        let _ = writeln!(out, "| `{path}` | {default:?} | [{low}, {high}] | {unit} | {origin} | {meaning} |");
    }
    out
}

/// Every switch as a table in Markdown: name, claims, meaning, parameters that it sets to 0.
pub fn switch_table_markdown() -> String {
    let mut out = String::from("| switch | claims | what is on | parameters at 0 while off |\n|---|---|---|---|\n");
    for s in SWITCHES {
        let zeroes = s.zeroes.iter().map(|z| format!("`{z}`")).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "| `{}` | {} | {} | {zeroes} |", s.name, s.claims, s.meaning);
    }
    out
}

/// Every key of a scenario file except the parameters, as tables in Markdown, one per section.
pub fn scenario_keys_markdown() -> String {
    let mut out = String::new();
    if let Shape::Table(root) = fields::root() {
        let top: Vec<&Field> = root.iter().filter(|f| matches!(f.shape, Shape::Text)).collect();
        section(&mut out, "Top of the file", &top);
        for field in root {
            let heading = match (&field.shape, field.key) {
                (_, "parameters") => continue,
                (Shape::Table(inner), key) => Some((format!("`[{key}]`"), inner)),
                (Shape::Named(item), key) => only_table(item).map(|t| (format!("`[{key}.NAME]`"), t)),
                (Shape::List(item), key) => only_table(item).map(|t| (format!("`[[{key}]]`"), t)),
                _ => None,
            };
            if let Some((heading, inner)) = heading {
                section(&mut out, &heading, &inner.iter().collect::<Vec<_>>());
                for (key, nested) in inner.iter().filter_map(|f| only_table(&f.shape).map(|t| (f.key, t))) {
                    let heading = format!("`[{}.{key}]`", field.key);
                    section(&mut out, &heading, &nested.iter().collect::<Vec<_>>());
                }
            }
        }
    }
    out
}

fn only_table(shape: &Shape) -> Option<&Vec<Field>> {
    if let Shape::Table(table) = shape { Some(table) } else { None }
}

fn section(out: &mut String, heading: &str, keys: &[&Field]) {
    let _ = write!(out, "### {heading}\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
    for field in keys {
        let default = if field.default.is_null() { String::new() } else { field.default.to_string() };
        let _ = writeln!(out, "| `{}` | {} | {default} | {} |", field.key, value(&field.shape), field.meaning);
    }
    out.push('\n');
}

/// The allowed values, short enough for a cell.
fn value(shape: &Shape) -> String {
    match shape {
        Shape::Table(_) | Shape::Named(_) => "table".into(),
        Shape::Either(shapes) if shapes.iter().any(|s| matches!(s, Shape::Table(_))) => {
            format!("{}, or a distribution", shapes.first().map_or_else(String::new, value))
        }
        Shape::Either(_) => "a name or a list".into(),
        Shape::List(item) => match **item {
            Shape::Table(_) => "list of tables".into(),
            _ => "list".into(),
        },
        other => other.describe(),
    }
}
