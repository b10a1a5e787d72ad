//! Reach from a table: a CSV file beside the scenario, or rows in the scenario itself.

use std::path::Path;

use super::cast::Cast;
use super::cells::{self, Cell};
use super::names::is_missing;
use super::node::{Node, Table, Value};
use super::origin::read_file;
use super::problems::{ProblemKind, Problems};
use super::size;
use super::sources::{Place, Sources};
use super::suggest::in_quotes;

/// A pair within reach: lower and higher state, and the reach of each to the other.
pub(super) type Reached = ((u32, u32), [f64; 2]);

/// The pairs with reach in either direction. The state of the row reaches the state of the column.
pub(super) fn build(
    table: &Table,
    place: Option<Place>,
    cast: &Cast,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Vec<Reached> {
    let states = cast.len() as u64;
    if !size::pairs_fit(states * states.saturating_sub(1) / 2, place, problems) {
        return Vec::new();
    }
    let full = match (table.get("file"), table.get("rows"), place) {
        (Some(file), None, _) => from_file(file, cast, sources, problems),
        (None, Some(rows), _) => from_rows(rows, cast, problems),
        (Some(_), Some(rows), _) => {
            problems.add(ProblemKind::Conflict, rows.place, "reach has both `file` and `rows`", "give one of the two");
            None
        }
        (None, None, Some(place)) if !table.damaged => {
            problems.add(ProblemKind::Missing, place, "reach by matrix has no `file`", "add file = \"reach.csv\"");
            None
        }
        _ => None,
    };
    let Some(full) = full else { return Vec::new() };
    let n = cast.len();
    let mut pairs = Vec::new();
    for i in 0..n {
        for j in i + 1..n {
            let reach = [full[i * n + j], full[j * n + i]];
            if reach[0] > 0.0 || reach[1] > 0.0 {
                pairs.push(((i as u32, j as u32), reach));
            }
        }
    }
    pairs
}

/// The matrix, from the pairs that it made.
pub(super) fn rows(pairs: &[Reached], count: usize) -> Vec<Vec<f64>> {
    let mut rows = vec![vec![0.0; count]; count];
    for ((low, high), reach) in pairs {
        rows[*low as usize][*high as usize] = reach[0];
        rows[*high as usize][*low as usize] = reach[1];
    }
    rows
}

fn from_rows(rows: &Node, cast: &Cast, problems: &mut Problems) -> Option<Vec<f64>> {
    let n = cast.len();
    let Value::List(list) = &rows.value else { return None };
    let mut full = Vec::with_capacity(list.len() * n);
    for row in list {
        let Value::List(cells) = &row.value else { return None };
        if cells.len() != n {
            let message = format!("this row has {} numbers; there are {n} states", cells.len());
            problems.add(ProblemKind::Conflict, row.place, message, "give a number for each state, in their order");
            return None;
        }
        full.extend(cells.iter().filter_map(Node::number));
    }
    if list.len() != n {
        let message = format!("reach.rows has {} rows; there are {n} states", list.len());
        problems.add(ProblemKind::Conflict, rows.place, message, "give a row for each state, in their order");
        return None;
    }
    (full.len() == n * n).then_some(full)
}

fn from_file(file: &Node, cast: &Cast, sources: &mut Sources, problems: &mut Problems) -> Option<Vec<f64>> {
    let name = file.text()?;
    let directory = sources.get(file.place.source).directory.clone();
    let path = directory.unwrap_or_default().join(Path::new(name));
    let source = match read_file(&path, || "the path is relative to the scenario file".to_owned()) {
        Ok(source) => sources.add(source),
        Err(mut problem) => {
            problem.place = Some(file.place);
            problems.push(problem);
            return None;
        }
    };
    let Some((mut header, rows)) = cells::read(&sources.get(source).text, source, |name| cast.has(name)) else {
        problems.add(ProblemKind::Missing, file.place, format!("{name} is empty"), "names in the first row and column");
        return None;
    };
    let mut rows = rows.peekable();
    // R's write.table omits the corner.
    if rows.peek().is_some_and(|second| header.len() + 1 == second.len())
        && header.first().is_some_and(|cell| cast.has(&cell.text))
    {
        header.insert(0, Cell { text: String::new(), place: Place { source, start: 0, end: 0 } });
    }
    // A file may be named that is not a matrix. Its content is not shown.
    if !header.iter().any(|cell| cast.has(&cell.text)) {
        drop(rows);
        sources.show(source, false);
        let message = format!("{name} is not a matrix of reach: its first row does not name a state");
        let help = "write CSV: an empty cell and the states in the first row, then a row for each state";
        problems.add(ProblemKind::Missing, file.place, message, help);
        return None;
    }
    let n = cast.len();
    let columns: Option<Vec<usize>> = names(header.get(1..).unwrap_or(&[]), "column", cast, problems);
    let columns = columns?;
    let mut full = vec![0.0; n * n];
    let mut seen = vec![false; n];
    let mut sound = complete(&columns, "column", file.place, cast, problems);
    for row in rows {
        let (first, numbers) = row.split_first()?;
        let Some(i) = names(std::slice::from_ref(first), "row", cast, problems) else {
            sound = false;
            continue;
        };
        let i = i[0];
        if std::mem::replace(&mut seen[i], true) {
            let message = format!("a second row for {:?}", first.text);
            problems.add(ProblemKind::Conflict, first.place, message, "remove one of them");
            sound = false;
        }
        if numbers.len() != columns.len() {
            let message = format!("this row has {} numbers; the header has {}", numbers.len(), columns.len());
            let help = "give a number for each column, with 0 for no reach";
            problems.add(ProblemKind::Conflict, first.place, message, help);
            sound = false;
            continue;
        }
        for (cell, j) in numbers.iter().zip(&columns) {
            match cell.number() {
                Some(x) if (0.0..=1.0).contains(&x) => full[i * n + j] = x,
                // The diagonal is not read. R fills it with NA.
                _ if i == *j && (cell.text.is_empty() || is_missing(&cell.text)) => {}
                _ => {
                    let message = format!("reach = {}; must be a number in [0, 1] (share)", in_quotes(&cell.text));
                    let is_open = cell.text.contains(['\n', '\r']);
                    let help = if is_open { "close the quotes that open here" } else { "write 0 for no reach" };
                    problems.add(ProblemKind::OutOfRange, cell.place, message, help);
                    sound = false;
                }
            }
        }
    }
    let rows: Vec<usize> = (0..n).filter(|i| seen[*i]).collect();
    sound &= complete(&rows, "row", file.place, cast, problems);
    sound.then_some(full)
}

/// The numbers of the named states.
fn names(cells: &[Cell], what: &str, cast: &Cast, problems: &mut Problems) -> Option<Vec<usize>> {
    let found: Vec<usize> =
        cells.iter().filter_map(|cell| cast.state(&cell.text, cell.place, problems)).map(|s| s as usize).collect();
    let mut sorted = found.clone();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() != found.len()
        && let Some(first) = cells.first()
    {
        problems.add(ProblemKind::Conflict, first.place, format!("a state has two {what}s"), "remove one of them");
        return None;
    }
    (found.len() == cells.len()).then_some(found)
}

fn complete(found: &[usize], what: &str, place: Place, cast: &Cast, problems: &mut Problems) -> bool {
    let mut missing = vec![true; cast.len()];
    for i in found {
        missing[*i] = false;
    }
    let names: Vec<&str> = missing.iter().zip(&cast.names).filter(|(m, _)| **m).map(|(_, n)| n.as_str()).collect();
    if names.is_empty() {
        return true;
    }
    let message = format!("the matrix has no {what} for {}", super::suggest::listed(names));
    problems.add(ProblemKind::Missing, place, message, "add it, with 0 for no reach");
    false
}
