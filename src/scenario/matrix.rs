//! Reach from a table: a CSV file beside the scenario, or rows in the scenario itself.

use std::path::Path;

use super::cast::Cast;
use super::layers::read_file;
use super::node::{Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::reach::Reached;
use super::size;
use super::sources::{Place, Sources};

/// The pairs with reach in either direction. The row's state reaches the column's.
pub fn build(
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

/// The matrix again, from the pairs it made.
pub fn rows(pairs: &[Reached], count: usize) -> Vec<Vec<f64>> {
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
    let source = match read_file(&path) {
        Ok(source) => sources.add(source),
        Err(mut problem) => {
            problem.place = Some(file.place);
            problem.help = "the path is relative to the scenario file".into();
            problems.push(problem);
            return None;
        }
    };
    let text = sources.get(source).text.clone();
    let mut lines = cells(&text, source).into_iter();
    let Some(header) = lines.next() else {
        problems.add(ProblemKind::Missing, file.place, format!("{name} is empty"), "names in the first row and column");
        return None;
    };
    let n = cast.len();
    let columns: Option<Vec<usize>> = names(&header[1..], "column", cast, problems);
    let columns = columns?;
    let mut full = vec![0.0; n * n];
    let mut seen = vec![false; n];
    let mut sound = complete(&columns, "column", file.place, cast, problems);
    for row in lines {
        let (first, numbers) = row.split_first()?;
        let Some(i) = names(std::slice::from_ref(first), "row", cast, problems) else {
            sound = false;
            continue;
        };
        let i = i[0];
        if std::mem::replace(&mut seen[i], true) {
            problems.add(ProblemKind::Conflict, first.1, format!("a second row for {:?}", first.0), "take one out");
            sound = false;
        }
        if numbers.len() != columns.len() {
            let message = format!("this row has {} numbers; the header has {}", numbers.len(), columns.len());
            problems.add(
                ProblemKind::Conflict,
                first.1,
                message,
                "a number for each column; 0 where there is no reach",
            );
            sound = false;
            continue;
        }
        for ((cell, place), j) in numbers.iter().zip(&columns) {
            match cell.parse::<f64>() {
                Ok(x) if (0.0..=1.0).contains(&x) => full[i * n + j] = x,
                _ if i == *j && cell.is_empty() => {}
                _ => {
                    let message = format!("reach = {cell:?}; must be a number in [0, 1] (share)");
                    problems.add(ProblemKind::OutOfRange, *place, message, "0 where there is no reach");
                    sound = false;
                }
            }
        }
    }
    let rows: Vec<usize> = (0..n).filter(|i| seen[*i]).collect();
    sound &= complete(&rows, "row", file.place, cast, problems);
    sound.then_some(full)
}

/// The numbers of the states named.
fn names(cells: &[(&str, Place)], what: &str, cast: &Cast, problems: &mut Problems) -> Option<Vec<usize>> {
    let found: Vec<usize> =
        cells.iter().filter_map(|(name, place)| cast.state(name, *place, problems)).map(|s| s as usize).collect();
    let mut sorted = found.clone();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() != found.len()
        && let Some((_, place)) = cells.first()
    {
        problems.add(ProblemKind::Conflict, *place, format!("a state has two {what}s"), "take one out");
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
    problems.add(ProblemKind::Missing, place, message, "add it; 0 where there is no reach");
    false
}

/// The cells of a CSV text with their places; empty lines are left out. Quotes may stand around a name.
fn cells(text: &str, source: usize) -> Vec<Vec<(&str, Place)>> {
    let mut rows = Vec::new();
    let mut line_start = 0;
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            rows.push(split(line.trim_end_matches('\r'), line_start, source));
        }
        line_start += line.len() + 1;
    }
    rows
}

fn split(line: &str, start: usize, source: usize) -> Vec<(&str, Place)> {
    let mut cells = Vec::new();
    let (mut from, mut quoted) = (0, false);
    for (at, c) in line.char_indices().chain([(line.len(), ',')]) {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted || at == line.len() => {
                let cell = line[from..at].trim();
                let cell = cell.strip_prefix('"').and_then(|c| c.strip_suffix('"')).unwrap_or(cell);
                cells.push((cell, Place { source, start: start + from, end: start + at }));
                from = at + 1;
            }
            _ => {}
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_know_their_place_and_may_stand_in_quotes() {
        let text = "state,A\r\n\n\"B, C\", 0.5\n";
        let rows = cells(text, 0);
        let words: Vec<Vec<&str>> = rows.iter().map(|r| r.iter().map(|c| c.0).collect()).collect();
        assert_eq!(words, [vec!["state", "A"], vec!["B, C", "0.5"]]);
        let place = rows[1][1].1;
        assert_eq!(&text[place.start..place.end], " 0.5");
    }
}
