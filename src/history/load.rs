//! From a directory of files to the record of history: a column map is chosen, its tables are read and joined.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::columns::{ColumnMap, Doubled, Rows as Kind, SHIPPED, Source, TableMap};
use super::derived;
use super::error::HistoryError;
use super::panel::{Panel, Rows};
use super::read::{Codes, Sheet, read};
use super::variables::mirrored;
use crate::scenario::suggest::listed;

/// The record of history, and where it comes from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The years of states and pairs.
    pub panel: Panel,
    /// The column map: the name of a shipped one, or the path of the user's.
    pub map: String,
    /// The files that were read.
    pub files: Vec<PathBuf>,
    /// What was noticed on the way: rows without a code, files that are not there.
    pub notes: Vec<String>,
    /// The columns of these files.
    pub columns: Vec<ReadColumn>,
}

/// A column that a variable was read from.
#[derive(Clone, Debug)]
pub struct ReadColumn {
    /// Whether the variable is one of pairs.
    pub of_pairs: bool,
    /// The name of the variable.
    pub variable: String,
    /// The column and its file, in words.
    pub words: String,
}

impl Loaded {
    /// The column that a variable of states or pairs was read from, and its file. Returns `None` if the variable is not in
    /// the files: takvin then computed it from others, or it is missing.
    pub(super) fn column_of(&self, of_pairs: bool, variable: &str) -> Option<&str> {
        let is_it = |column: &&ReadColumn| column.of_pairs == of_pairs && column.variable == variable;
        self.columns.iter().find(is_it).map(|column| column.words.as_str())
    }
}

/// A unit and a year.
type Key = ([u32; 2], i32);

/// Reads the files of a directory by a column map; by the shipped map of which most files are there if none is given.
///
/// # Errors
/// Returns an error if no file of a map is there, or a file is not as its map says.
pub fn load(directory: &Path, map: Option<&Path>) -> Result<Loaded, HistoryError> {
    let names = names_in(directory)?;
    let (map_name, map) = match map {
        Some(path) => {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path)
                .map_err(|error| HistoryError::of_file(name.as_str(), format!("cannot be read: {error}"), ""))?;
            (name.clone(), ColumnMap::parse(&name, &text)?)
        }
        None => shipped(&names, directory)?,
    };
    let mut codes = Codes::default();
    let (mut sheets, mut files, mut notes, mut columns) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for table in &map.tables {
        let Some(name) = file_of(table, &names, directory)? else {
            notes.push(format!("no file {} in {}", table.file, directory.display()));
            continue;
        };
        let path = directory.join(name);
        let sheet = read(&path, table, &mut codes)?;
        if sheet.without_code > 0 {
            notes.push(format!("{name}: {} rows without the code of a state were left out", sheet.without_code));
        }
        let of_file = |(variable, source): (&String, &Source)| ReadColumn {
            of_pairs: table.rows == Kind::Pairs,
            variable: variable.clone(),
            words: format!("{} of {name}", source.in_words()),
        };
        columns.extend(table.columns.iter().map(of_file));
        files.push(path);
        sheets.push((table, sheet));
    }
    let mut panel = join(&sheets, &codes, &files)?;
    if panel.states.is_empty() || panel.pairs.is_empty() {
        let what = if panel.states.is_empty() { "states" } else { "pairs of states" };
        let help = "a table of states and one of pairs need rows; see docs/history.md for the files";
        return Err(HistoryError::of_file(
            directory.display().to_string(),
            format!("the data do not have {what}"),
            help,
        ));
    }
    notes.extend(gaps(&panel));
    derived::complete(&mut panel);
    Ok(Loaded { panel, map: map_name, files, notes, columns })
}

/// What is odd about the rows: years without any, and states that only one kind of table has.
fn gaps(panel: &Panel) -> Vec<String> {
    let mut notes = Vec::new();
    let years: BTreeSet<i32> = (0..panel.states.len()).map(|row| panel.states.year(row)).collect();
    if let (Some(&first), Some(&last)) = (years.first(), years.last()) {
        let missing: Vec<String> =
            (first..last).filter(|year| !years.contains(year)).map(|year| year.to_string()).collect();
        if !missing.is_empty() {
            notes.push(format!("no state has a row in {}: states then leave and come back", missing.join(", ")));
        }
    }
    let of_states: BTreeSet<u32> = panel.states.spans().map(|(unit, _)| unit[0]).collect();
    let of_pairs: BTreeSet<u32> = panel.pairs.spans().flat_map(|(unit, _)| unit).collect();
    for (here, there, words) in [
        (&of_states, &of_pairs, "states that no pair has"),
        (&of_pairs, &of_states, "states of pairs that the tables of states do not have"),
    ] {
        let names: Vec<&str> = here.difference(there).map(|&state| panel.names[state as usize].as_str()).collect();
        if !names.is_empty() {
            notes.push(format!("{words}: {}", listed(names)));
        }
    }
    notes
}

/// The names of the files in a directory, sorted.
fn names_in(directory: &Path) -> Result<Vec<String>, HistoryError> {
    let shown = directory.display().to_string();
    let help = "give the directory with the data by --data DIR, or set TAKVIN_DATA";
    let entries = std::fs::read_dir(directory)
        .map_err(|error| HistoryError::of_file(shown, format!("cannot be read: {error}"), help))?;
    let mut names: Vec<String> =
        entries.filter_map(Result::ok).filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

/// The shipped map of which most files are there.
fn shipped(names: &[String], directory: &Path) -> Result<(String, ColumnMap), HistoryError> {
    let mut best: Option<(usize, String, ColumnMap)> = None;
    let mut wanted = Vec::new();
    for (name, text) in SHIPPED {
        let map = ColumnMap::parse(name, text)?;
        let here = map.tables.iter().filter(|table| names.iter().any(|name| table.matches(name))).count();
        wanted.extend(map.tables.iter().map(|table| table.file.clone()));
        if here > best.as_ref().map_or(0, |best| best.0) {
            best = Some((here, name.to_owned(), map));
        }
    }
    best.map(|(_, name, map)| (name, map)).ok_or_else(|| {
        let message = "no file here has the name of a table of history".to_owned();
        let help = format!("the names are {}; other files need a column map, --columns FILE", wanted.join(", "));
        HistoryError::of_file(directory.display().to_string(), message, help)
    })
}

/// The file of a table. The last of several versions would be a guess, so that is an error.
fn file_of<'a>(table: &TableMap, names: &'a [String], directory: &Path) -> Result<Option<&'a str>, HistoryError> {
    let mut found = names.iter().filter(|name| table.matches(name));
    let first = found.next();
    if let (Some(first), Some(second)) = (first, found.next()) {
        let message = format!("both {first} and {second} are files of the table {}", table.file);
        return Err(HistoryError::of_file(
            directory.display().to_string(),
            message,
            "keep one of them in the directory",
        ));
    }
    Ok(first.map(String::as_str))
}

/// Joins the tables: one row for each unit and year.
fn join(sheets: &[(&TableMap, Sheet)], codes: &Codes, files: &[PathBuf]) -> Result<Panel, HistoryError> {
    let order = numbers_in_order(&codes.list);
    let mut names: Vec<String> = vec![String::new(); codes.list.len()];
    let mut sorted = vec![String::new(); codes.list.len()];
    for (old, &new) in order.iter().enumerate() {
        sorted[new as usize].clone_from(&codes.list[old]);
    }
    for (old, name) in sheets.iter().flat_map(|(_, sheet)| &sheet.names) {
        names[order[*old as usize] as usize].clone_from(name);
    }
    for (name, code) in names.iter_mut().zip(&sorted).filter(|(name, _)| name.is_empty()) {
        name.clone_from(code);
    }
    let of = |kind: Kind| -> Vec<(&TableMap, &Sheet, &PathBuf)> {
        let all = sheets.iter().zip(files).filter(|((map, _), _)| map.rows == kind);
        all.map(|((map, sheet), file)| (*map, sheet, file)).collect()
    };
    let mut states = assemble(&of(Kind::States), &order, None)?;
    give_known_majors(&mut states, &sorted);
    let universe = if of(Kind::Pairs).iter().any(|(map, ..)| map.complete) { None } else { Some(all_pairs(&states)) };
    let pairs = assemble(&of(Kind::Pairs), &order, universe)?;
    refuse_mixed_codes(&states, &pairs, &sorted, files)?;
    Ok(Panel { codes: Arc::new(sorted), names: Arc::new(names), states, pairs })
}

/// The place of each code in the order of numbers, or of letters if some are words.
fn numbers_in_order(codes: &[String]) -> Vec<u32> {
    let mut by_code: Vec<usize> = (0..codes.len()).collect();
    by_code.sort_by_key(|&at| (codes[at].parse::<u64>().unwrap_or(u64::MAX), codes[at].as_str()));
    let mut order = vec![0; codes.len()];
    for (new, old) in by_code.into_iter().enumerate() {
        order[old] = new as u32;
    }
    order
}

/// Great powers by year after the state system membership of the Correlates of War (2016), for sources without them.
const MAJORS: [(&str, i32, i32); 8] = [
    ("2", 1898, 9999),
    ("200", 1816, 9999),
    ("220", 1816, 1940),
    ("220", 1945, 9999),
    ("255", 1925, 1945),
    ("365", 1922, 9999),
    ("710", 1950, 9999),
    ("740", 1895, 1945),
];

fn give_known_majors(states: &mut Rows, codes: &[String]) {
    if states.column("major").is_some() || codes.iter().any(|code| code.parse::<u32>().is_err()) {
        return;
    }
    let is_major = |row: usize| {
        let (code, year) = (&codes[states.unit(row)[0] as usize], states.year(row));
        MAJORS.iter().any(|(major, from, until)| major == code && (*from..=*until).contains(&year))
    };
    let values = (0..states.len()).map(|row| f64::from(u8::from(is_major(row)))).collect();
    states.set("major", values);
}

/// All pairs of states of each year.
fn all_pairs(states: &Rows) -> Vec<Key> {
    let mut by_year: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for row in 0..states.len() {
        by_year.entry(states.year(row)).or_default().push(states.unit(row)[0]);
    }
    let mut keys = Vec::new();
    for (year, there) in by_year {
        for (at, &low) in there.iter().enumerate() {
            keys.extend(there[at + 1..].iter().map(|&high| ([low, high], year)));
        }
    }
    keys
}

/// The rows of all tables of one kind. `universe` gives the rows; otherwise they are those of the complete tables, or of
/// all.
fn assemble(
    tables: &[(&TableMap, &Sheet, &PathBuf)],
    order: &[u32],
    universe: Option<Vec<Key>>,
) -> Result<Rows, HistoryError> {
    // A pair is stored with its lower number first, whichever the file has first.
    let key_of = |sheet: &Sheet, row: usize| {
        let unit = sheet.units[row].map(|state| order[state as usize]);
        let turned = unit[0] > unit[1];
        ((if turned { [unit[1], unit[0]] } else { unit }, sheet.years[row]), turned)
    };
    let mut keys = universe.unwrap_or_else(|| {
        let is_complete = tables.iter().any(|(map, ..)| map.complete);
        let counted = tables.iter().filter(|(map, ..)| map.complete || !is_complete);
        counted.flat_map(|(_, sheet, _)| (0..sheet.years.len()).map(move |row| key_of(sheet, row).0)).collect()
    });
    if !keys.is_sorted() {
        keys.sort_unstable();
    }
    keys.dedup();
    let mut rows = Rows::new(keys.iter().map(|key| key.0).collect(), keys.iter().map(|key| key.1).collect());
    for (map, sheet, file) in tables {
        let mut places = vec![usize::MAX; sheet.years.len()];
        let mut seen = vec![0u64; keys.len()];
        let mut guess = 0;
        for (row, place) in places.iter_mut().enumerate() {
            let (key, _) = key_of(sheet, row);
            // Files are mostly in order, so the next row is mostly that of the next key.
            if keys.get(guess) != Some(&key) {
                let Ok(found) = keys.binary_search(&key) else { continue };
                guess = found;
            }
            if seen[guess] > 0 && map.doubled == Doubled::Refuse {
                let message = format!("a second row for the same unit and year; the first is line {}", seen[guess]);
                let help = "remove one, or write doubled = \"greatest\" in the column map";
                return Err(HistoryError::of_file(file.display().to_string(), message, help).at(sheet.lines[row], ""));
            }
            seen[guess] = sheet.lines[row];
            *place = guess;
            guess += 1;
        }
        for (name, values) in &sheet.values {
            let mut column = match rows.column(name) {
                Some(column) => column.to_vec(),
                None => vec![map.absent.unwrap_or(f64::NAN); keys.len()],
            };
            let twin = mirrored(name);
            let turned_values =
                sheet.values.iter().find(|(there, _)| *there == twin).map_or(values, |(_, values)| values);
            let mut filled = vec![false; if map.doubled == Doubled::Refuse { 0 } else { keys.len() }];
            for (row, &place) in places.iter().enumerate().filter(|(_, place)| **place != usize::MAX) {
                let value = if key_of(sheet, row).1 { turned_values[row] } else { values[row] };
                let is_second = filled.get_mut(place).is_some_and(|filled| std::mem::replace(filled, true));
                column[place] = match map.doubled {
                    Doubled::Least if is_second => column[place].min(value),
                    Doubled::Greatest if is_second => column[place].max(value),
                    _ => value,
                };
            }
            rows.set(name, column);
        }
    }
    Ok(rows)
}

/// A table of pairs with ISO codes beside a table of states with numbers would give pairs of unknown states.
fn refuse_mixed_codes(states: &Rows, pairs: &Rows, codes: &[String], files: &[PathBuf]) -> Result<(), HistoryError> {
    if pairs.is_empty() || states.is_empty() {
        return Ok(());
    }
    let known: BTreeSet<u32> = states.spans().map(|(unit, _)| unit[0]).collect();
    let in_pairs: BTreeSet<u32> = pairs.spans().flat_map(|(unit, _)| unit).collect();
    if in_pairs.iter().any(|state| known.contains(state)) {
        return Ok(());
    }
    let example = |of: &BTreeSet<u32>| of.first().map_or("", |&state| codes[state as usize].as_str()).to_owned();
    let message = format!(
        "the tables name states by different codes: {:?} among states, {:?} among pairs",
        example(&known),
        example(&in_pairs)
    );
    let file = files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ");
    Err(HistoryError::of_file(file, message, "use one code in all tables, for example the Correlates of War number"))
}
