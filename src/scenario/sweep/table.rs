//! Points from a CSV file: the first row names paths, and every other row is a point.

use std::path::Path;

use super::super::node::{Entry, Node, Table, Value};
use super::super::origin::read_file;
use super::super::problems::{ProblemKind, Problems};
use super::super::sources::{Place, Sources};

const KEY: &str = "points_from";
const HOW: &str = "write a CSV file whose first row names paths, as in parameters.feedback.threat, and whose other rows \
                   are points";

/// Replaces `sweep.points_from` by the lists of a list design.
pub(super) fn inline(tree: &mut Table, sources: &Sources, problems: &mut Problems) {
    let Some(entry) = tree.entries.iter_mut().find(|entry| entry.key == "sweep") else { return };
    let Value::Table(sweep) = &mut entry.node.value else { return };
    let Some(at) = sweep.entries.iter().position(|entry| entry.key == KEY) else { return };
    let file = sweep.entries.remove(at).node;
    let Some(name) = file.text().map(str::to_owned) else { return };
    let mut conflict = |place, message: &str, help| problems.add(ProblemKind::Conflict, place, message, help);
    if let Some(vary) = sweep.entry("vary") {
        return conflict(vary.key_place, "sweep has both `vary` and `points_from`", "give one of the two");
    }
    match sweep.entry("design") {
        Some(design) if design.node.text() != Some("list") => {
            let help = "points from a file are a list; leave `design` out";
            return conflict(design.node.place, "sweep has both another design and `points_from`", help);
        }
        _ => {}
    }
    // An override does not have a directory, so a path on the command line starts from the working directory.
    let directory = sources.get(file.place.source).directory.clone().unwrap_or_default();
    let from =
        || "in a scenario the path starts from the scenario file, in an option from the working directory".to_owned();
    let columns = match read_file(&directory.join(Path::new(&name)), from) {
        Ok(source) => columns(&source.text, file.place),
        Err(mut problem) => {
            problem.place = Some(file.place);
            return problems.push(problem);
        }
    };
    let columns = match columns {
        Ok(columns) => columns,
        Err(message) => {
            return problems.add(ProblemKind::Conflict, file.place, format!("{name}: {message}"), HOW);
        }
    };
    let place = file.place;
    let key = |key: &str, value| Entry { key: key.to_owned(), key_place: place, node: Node { place, value } };
    if sweep.entry("design").is_none() {
        sweep.entries.push(key("design", Value::Text("list".to_owned())));
    }
    let entries = columns.into_iter().map(|(path, values)| key(&path, Value::List(values))).collect();
    sweep.entries.push(key("vary", Value::Table(Table { entries, damaged: false })));
}

/// The columns of the text by their names.
fn columns(text: &str, place: Place) -> Result<Vec<(String, Vec<Node>)>, String> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    if let [only] = header.iter().collect::<Vec<_>>()[..]
        && only.contains([';', '\t'])
    {
        return Err("columns must be separated by commas, and numbers have a decimal point".to_owned());
    }
    if header.iter().all(str::is_empty) {
        return Err("the file is empty".to_owned());
    }
    let mut columns: Vec<(String, Vec<Node>)> = Vec::new();
    for (at, name) in header.iter().enumerate() {
        if name.is_empty() {
            return Err(format!("column {} does not have a name; write the file without row names", at + 1));
        }
        if name.parse::<f64>().is_ok() {
            return Err(format!("the first row has the number {name}, where the name of column {} must be", at + 1));
        }
        if columns.iter().any(|(there, _)| there == name) {
            return Err(format!("two columns have the name {name}"));
        }
        columns.push((name.to_owned(), Vec::new()));
    }
    for row in reader.records() {
        let row = row.map_err(|error| match error.kind() {
            csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
                let line = pos.as_ref().map_or(0, csv::Position::line);
                format!("line {line} has {len} values; the first row names {expected_len} columns")
            }
            _ => error.to_string(),
        })?;
        for ((name, values), cell) in columns.iter_mut().zip(&row) {
            let value = value(cell).ok_or_else(|| {
                let line = row.position().map_or(0, csv::Position::line);
                let shown = if cell.is_empty() { "no value".to_owned() } else { format!("the value {cell}") };
                format!("line {line} has {shown} for {name}; every point needs a number, true or false, or a word")
            })?;
            values.push(Node { place, value });
        }
    }
    if columns.iter().any(|(_, values)| values.is_empty()) {
        return Err("the file does not have a row of values".to_owned());
    }
    Ok(columns)
}

/// A number, true or false as spreadsheets, R and Python write them, or a word. Returns `None` for a missing value.
fn value(cell: &str) -> Option<Value> {
    if cell.is_empty() || cell == "NA" {
        return None;
    }
    if let Ok(number) = cell.parse::<i64>() {
        return Some(Value::Whole(number.into()));
    }
    if let Ok(number) = cell.parse::<f64>() {
        return number.is_finite().then_some(Value::Number(number));
    }
    match cell.to_ascii_lowercase().as_str() {
        "true" => Some(Value::Flag(true)),
        "false" => Some(Value::Flag(false)),
        _ => Some(Value::Text(cell.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, usize)>, String> {
        let place = Place { source: 0, start: 0, end: 0 };
        columns(text, place).map(|columns| columns.into_iter().map(|(name, values)| (name, values.len())).collect())
    }

    #[test]
    fn columns_have_names_and_values() {
        let text = "a.b,\"states.\"\"B, C\"\".x\"\r\n1,.5\n2,1e-3\n";
        assert_eq!(read(text), Ok(vec![("a.b".to_owned(), 2), ("states.\"B, C\".x".to_owned(), 2)]));
    }

    #[test]
    fn cells_are_numbers_flags_or_words() {
        assert!(matches!(value("3"), Some(Value::Whole(3))));
        assert!(matches!(value("1E-3"), Some(Value::Number(x)) if x == 0.001));
        assert!(matches!((value("TRUE"), value("False")), (Some(Value::Flag(true)), Some(Value::Flag(false)))));
        assert!(matches!(value("complete"), Some(Value::Text(word)) if word == "complete"));
        assert!(["", "NA", "NaN", "inf"].iter().all(|cell| value(cell).is_none()));
    }

    #[test]
    fn a_table_that_is_none_is_refused_with_its_line() {
        for (text, wanted) in [
            ("", "the file is empty"),
            ("a,b\n", "the file does not have a row of values"),
            ("a;b\n1;2\n", "columns must be separated by commas"),
            ("0.5,0.7\n0.1,0.2\n", "the first row has the number 0.5"),
            (",a\n1,2\n", "column 1 does not have a name; write the file without row names"),
            ("a,a\n1,2\n", "two columns have the name a"),
            ("a,b\n1,2\n3\n", "line 3 has 1 values; the first row names 2 columns"),
            ("a,b\n1,2\n3,NA\n", "line 3 has the value NA for b"),
        ] {
            let said = read(text).unwrap_err();
            assert!(said.starts_with(wanted), "{text:?}: {said}");
        }
    }
}
