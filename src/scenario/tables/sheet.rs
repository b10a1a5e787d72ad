//! One table: its columns are checked, and its rows become tables of typed cells.

use std::collections::BTreeSet;
use std::path::Path;

use super::columns::{Content, content, is_in_thousands};
use super::parquet;
use crate::scenario::cells::{self, Cell};
use crate::scenario::node::{Entry, Node, Table, Value};
use crate::scenario::origin::read_file;
use crate::scenario::problems::{ProblemKind, Problems};
use crate::scenario::shape::Shape;
use crate::scenario::sources::{Place, Sources, is_parquet};
use crate::scenario::suggest::{did_you_mean, in_quotes, listed};

/// The columns that a table may have.
pub(super) struct Layout<'a> {
    /// What the table is, in words.
    pub what: &'static str,
    /// Every column with its type.
    pub columns: Vec<(&'static str, &'a Shape)>,
    /// The columns that say what a row is about: a table has all of one of these sets, and no others of them.
    pub needed: &'static [&'static [&'static str]],
}

/// The rows of a table.
pub(super) struct Rows {
    /// Every row, a table of its cells.
    pub list: Vec<Node>,
    /// Whether rows are missing because of an error.
    pub lost: bool,
}

/// The first row and the other rows.
struct Grid {
    source: usize,
    header: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
}

impl<'a> Layout<'a> {
    fn shape(&self, name: &str) -> Option<&'a Shape> {
        self.columns.iter().find(|(column, _)| *column == name).map(|(_, shape)| *shape)
    }

    fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.columns.iter().map(|(name, _)| *name)
    }

    /// The sets of needed columns, in words.
    fn in_words(&self) -> String {
        let sets: Vec<String> = self
            .needed
            .iter()
            .map(|set| set.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
            .collect();
        sets.join(", or ")
    }
}

/// Reads the table at a path. Returns `None` if it cannot be read or its columns are not those of the layout.
pub(super) fn read(
    file: &str,
    asked: Place,
    layout: &Layout<'_>,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<Rows> {
    // An override does not have a directory, so its path starts from the working directory.
    let directory = sources.get(asked.source).directory.clone().unwrap_or_default();
    let path = directory.join(Path::new(file));
    let grid = if is_parquet(&path) {
        from_parquet(&path, asked, sources, problems)?
    } else {
        from_csv(&path, asked, layout, sources, problems)?
    };
    let named = |name: &&'static str| grid.header.iter().any(|cell| cell.text.eq_ignore_ascii_case(name));
    let is_table = layout.needed.iter().any(|set| set.iter().all(named)) || layout.names().filter(named).count() > 1;
    // A file may be named that is not a table. Its content is not shown.
    sources.show(grid.source, is_table);
    if !is_table {
        let message =
            format!("{file} is not {}: its first row does not name the columns {}", layout.what, layout.in_words());
        let help = "write the names of the columns in the first row, then a row for each of them";
        problems.add(ProblemKind::Missing, asked, message, help);
        return None;
    }
    let needed = check_columns(&grid, layout, problems)?;
    if grid.rows.is_empty() {
        problems.warn(Some(asked), format!("{file} does not have rows"), "add rows below the names of the columns");
    }
    Some(typed(&grid, &sources.get(grid.source).text, layout, needed, problems))
}

fn if_missing() -> String {
    "in a scenario the path starts from the scenario file, in an option from the working directory".to_owned()
}

fn from_csv(
    path: &Path,
    asked: Place,
    layout: &Layout<'_>,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<Grid> {
    let source = match read_file(path, if_missing) {
        Ok(source) => sources.add(source),
        Err(mut problem) => {
            problem.place = Some(asked);
            problems.push(problem);
            return None;
        }
    };
    let text = &sources.get(source).text;
    let Some((header, rows)) = cells::read(text, source, |name| layout.shape(name).is_some()) else {
        let message = format!("{} is empty", path.display());
        let help = format!("write the names of the columns in the first row: {}", layout.in_words());
        problems.add(ProblemKind::Missing, asked, message, help);
        return None;
    };
    Some(Grid { source, header, rows: rows.collect() })
}

fn from_parquet(path: &Path, asked: Place, sources: &mut Sources, problems: &mut Problems) -> Option<Grid> {
    let (source, rows) = match parquet::read(path, if_missing) {
        Ok((source, rows)) => (sources.add(source), rows),
        Err(mut problem) => {
            problem.place = Some(asked);
            problems.push(problem);
            return None;
        }
    };
    let cell = |(text, (start, end))| Cell { text, place: Place { source, start, end } };
    let mut rows = rows.into_iter().map(|row| row.into_iter().map(cell).collect::<Vec<_>>());
    let header = rows.next().unwrap_or_default();
    Some(Grid { source, header, rows: rows.filter(|row| row.iter().any(|cell| !cell.text.is_empty())).collect() })
}

/// Checks the names of the columns. Returns the set of needed columns that the table has.
fn check_columns(grid: &Grid, layout: &Layout<'_>, problems: &mut Problems) -> Option<&'static [&'static str]> {
    let mut sound = true;
    let mut refuse = |kind, cell: &Cell, message: String, help: &str| {
        problems.add(kind, cell.place, message, help);
        sound = false;
    };
    // R's write.table omits the corner above row names.
    let (first, width) = (grid.header.first()?, grid.header.len());
    if !grid.rows.is_empty() && grid.rows.iter().all(|row| row.len() == width + 1) {
        let message = format!("the first row names {width} columns, and every other row has {}", width + 1);
        refuse(ProblemKind::Conflict, first, message, "write the table without row names: row.names = FALSE in R");
    }
    for (at, cell) in grid.header.iter().enumerate() {
        let name = &cell.text;
        if name.is_empty() {
            let help = "write the table without row names: index=False in pandas, row.names = FALSE in R";
            refuse(ProblemKind::Missing, cell, format!("column {} does not have a name", at + 1), help);
        } else if layout.shape(name).is_none() {
            let hint = did_you_mean(name, layout.names());
            let message = format!("{} is not a column of {}{hint}", in_quotes(name), layout.what);
            refuse(ProblemKind::UnknownKey, cell, message, &format!("columns are {}", listed(layout.names())));
        } else if grid.header[..at].iter().any(|before| before.text == *name) {
            let message = format!("two columns have the name {}", in_quotes(name));
            refuse(ProblemKind::Conflict, cell, message, "remove one of them");
        }
    }
    let cell_of = |name: &str| grid.header.iter().find(|cell| cell.text == name);
    let complete = layout.needed.iter().find(|set| set.iter().all(|name| cell_of(name).is_some()));
    let Some(needed) = complete else {
        let missing = |set: &&&[&str]| set.iter().filter(|name| cell_of(name).is_none()).count();
        let set = layout.needed.iter().min_by_key(missing)?;
        let name = set.iter().find(|name| cell_of(name).is_none())?;
        let help = format!("{} has the columns {}", layout.what, layout.in_words());
        refuse(ProblemKind::Missing, first, format!("the table does not have the column `{name}`"), &help);
        return None;
    };
    let others: BTreeSet<&str> = layout.needed.iter().copied().flatten().copied().collect();
    for name in others.iter().filter(|name| !needed.contains(name)) {
        if let Some(cell) = cell_of(name) {
            let others = needed
                .iter()
                .filter(|other| !layout.needed.iter().any(|set| set.contains(name) && set.contains(other)));
            let others = others.map(|other| format!("`{other}`")).collect::<Vec<_>>().join(" and ");
            let is_larger = |set: &&&[&str]| set.contains(name) && needed.iter().all(|other| set.contains(other));
            let larger = layout.needed.iter().find(is_larger);
            let message = match larger.and_then(|set| set.iter().find(|other| cell_of(other).is_none())) {
                Some(missing) => format!("the table has the column `{name}`, but not `{missing}`"),
                None => format!("the column `{name}` excludes {others}"),
            };
            let help = format!("{} has the columns {}", layout.what, layout.in_words());
            refuse(ProblemKind::Conflict, cell, message, &help);
        }
    }
    sound.then_some(*needed)
}

/// The rows as tables of typed cells. A row without a needed cell, or with too few or too many cells, is lost.
fn typed(grid: &Grid, text: &str, layout: &Layout<'_>, needed: &[&str], problems: &mut Problems) -> Rows {
    let columns: Vec<(&str, &Shape, bool)> = (grid.header.iter())
        .filter_map(|cell| Some((cell.text.as_str(), layout.shape(&cell.text)?, needed.contains(&cell.text.as_str()))))
        .collect();
    let mut rows = Rows { list: Vec::with_capacity(grid.rows.len()), lost: false };
    for row in &grid.rows {
        let Some(first) = row.first() else { continue };
        if row.len() != columns.len() {
            let cells = if row.len() == 1 { "1 cell".to_owned() } else { format!("{} cells", row.len()) };
            let message = format!("this row has {cells}; the first row names {} columns", columns.len());
            let is_open = row.iter().any(|cell| cell.text.contains(['\n', '\r']));
            let help = if is_open {
                "close the quotes that open here"
            } else {
                "give a cell for each column; it may be empty"
            };
            problems.add(ProblemKind::Conflict, first.place, message, help);
            rows.lost = true;
            continue;
        }
        let mut table = Table { entries: Vec::with_capacity(row.len()), damaged: false };
        let mut complete = true;
        for (cell, (name, shape, is_needed)) in row.iter().zip(&columns) {
            match content(cell, shape) {
                // In quotes the comma of 1,000 may separate thousands.
                Content::Value(Value::Number(_))
                    if is_in_thousands(&cell.text)
                        && text.get(cell.place.start..).is_some_and(|at| at.starts_with('"')) =>
                {
                    let message = format!(
                        "{name} = {}: the comma may be a decimal mark or separate thousands",
                        in_quotes(&cell.text)
                    );
                    let plain = cell.text.replace(',', "");
                    let help = format!("write {plain}, or {} with a decimal point", cell.text.replace(',', "."));
                    problems.add(ProblemKind::WrongType, cell.place, message, help);
                }
                Content::Value(value) => {
                    let node = Node { place: cell.place, value };
                    table.entries.push(Entry { key: (*name).to_owned(), key_place: cell.place, node });
                    continue;
                }
                Content::Nothing if *is_needed => {
                    let message = format!("this row does not give `{name}`");
                    problems.add(ProblemKind::Missing, cell.place, message, "fill the cell, or remove the row");
                }
                Content::Nothing => continue,
                Content::Wrong if problems.is_full() => problems.count(),
                Content::Wrong => {
                    let message = format!("{name} = {}; must be {}", in_quotes(&cell.text), shape.describe());
                    let is_open = cell.text.contains(['\n', '\r']);
                    let help = if is_open {
                        "close the quotes that open here"
                    } else {
                        "leave the cell empty if the value is not given"
                    };
                    problems.add(ProblemKind::WrongType, cell.place, message, help);
                }
            }
            table.damaged = true;
            complete &= !is_needed;
        }
        if complete {
            rows.list.push(Node { place: first.place, value: Value::Table(table) });
        } else {
            rows.lost = true;
        }
    }
    rows
}
