//! Columns in a call: `states.wealth`, `states.USA.wealth`, `pairs.USA.USSR.threat`, `events.war_begun.round`.

use std::ops::Range;
use std::sync::LazyLock;

use super::mistake::Mistake;
use super::pieces;
use crate::model::events::EventKind;
use crate::record::outcomes::call::{Between, Cell, Operand, Rows};
use crate::record::outcomes::formula::{Read, Term};
use crate::record::{Field, Kind, declared};
use crate::scenario::suggest::{did_you_mean, in_quotes, listed};

/// The number of columns that every table of rounds begins with: run, round and year.
const COMMON: usize = 3;

/// Reads the columns of one call, which must fit together.
pub(super) struct Columns<'a> {
    pub(super) names: &'a [String],
    pub(super) words: &'a [String],
    pub(super) text: &'a str,
    /// The rows that the columns so far are of; `None` while all have one row a round.
    pub(super) rows: Option<Rows>,
}

impl Columns<'_> {
    /// Reads the column or the word that begins at a byte.
    pub(super) fn read(&mut self, at: usize) -> Result<Read<Operand>, Mistake> {
        let rest = &self.text[at..];
        if let Some(length) = pieces::quoted(rest) {
            return self.word(at..at + length);
        }
        let length = pieces::path_length(rest);
        let path = &rest[..length];
        if let Some(truth) = ["false", "true"].iter().position(|word| *word == path) {
            return Ok(Read::fixed(Term::Number(truth as f64), length));
        }
        let operand = self.column(at, path)?;
        let sample = match operand {
            Operand { cell: Cell::Every, .. } => Term::Truth(true),
            Operand { is_word: true, .. } => Term::Word(0),
            _ => Term::Number(0.0),
        };
        Ok(Read::of(operand, sample, length))
    }

    fn word(&self, at: Range<usize>) -> Result<Read<Operand>, Mistake> {
        let word = pieces::unquoted(&self.text[at.clone()]);
        let Some(number) = self.words.iter().position(|there| there == word) else {
            let hint = did_you_mean(word, self.words.iter().map(String::as_str));
            let message = format!("no column has the word {}{hint}", in_quotes(word));
            return Err(Mistake::new(
                at,
                message,
                "give a state, or a kind of event, an act, an instrument or a stage",
            ));
        };
        Ok(Read::fixed(Term::Word(number as u32), at.len()))
    }

    fn column(&mut self, at: usize, path: &str) -> Result<Operand, Mistake> {
        let parts = pieces::parts(path);
        let place = |part: usize| {
            parts.get(part).map_or(at..at + path.len().max(1), |(_, range)| at + range.start..at + range.end)
        };
        let name = |part: usize| parts.get(part).map_or("", |(name, _)| name.as_str());
        match (name(0), parts.len()) {
            ("world", 2) => cell("world", name(1), place(1), Cell::World),
            ("states", 2) => {
                let column = cell("states", name(1), place(1), Cell::Row);
                let column = column.map_err(|mistake| self.perhaps_a_state(name(1), mistake))?;
                self.of(Rows::States, place(0))?;
                Ok(column)
            }
            ("states", 3) => {
                let state = self.state(name(1), place(1))?;
                cell("states", name(2), place(2), |column| Cell::State(state, column))
            }
            ("pairs", 2) => {
                let column = cell("pairs", name(1), place(1), Cell::Row)?;
                self.of(Rows::Pairs(Between::Any), place(0))?;
                Ok(column)
            }
            ("pairs", 4) => {
                let sides = [self.state(name(1), place(1))?, self.state(name(2), place(2))?];
                of_a_pair(sides, name(3), place(3))
            }
            ("events", 1) => self.events(None, place(0)).map(|()| Operand { cell: Cell::Every, is_word: false }),
            ("events", 2) => {
                let kind = EventKind::named(name(1));
                self.events(kind, place(usize::from(kind.is_some())))?;
                if kind.is_some() {
                    return Ok(Operand { cell: Cell::Every, is_word: false });
                }
                cell("events", name(1), place(1), Cell::Row).map_err(|mistake| perhaps_a_kind(name(1), mistake))
            }
            ("events", 3) => {
                let kind = EventKind::named(name(1)).ok_or_else(|| {
                    let hint = did_you_mean(name(1), EventKind::NAMES);
                    let message = format!("`{}` is not a kind of event{hint}", name(1));
                    Mistake::new(place(1), message, format!("kinds: {}", EventKind::NAMES.join(", ")))
                })?;
                self.events(Some(kind), place(1))?;
                cell("events", name(2), place(2), Cell::Row)
            }
            _ => Err(not_a_column(path, at)),
        }
    }

    /// A state, by its name.
    pub(super) fn state(&self, name: &str, at: Range<usize>) -> Result<u32, Mistake> {
        let found = self.names.iter().position(|there| there == name);
        found.map(|state| state as u32).ok_or_else(|| {
            let hint = did_you_mean(name, self.names.iter().map(String::as_str));
            Mistake::new(at, format!("the scenario does not have the state {}{hint}", in_quotes(name)), {
                format!("states: {}; write a name with spaces in quotes", names_of(self.names))
            })
        })
    }

    fn events(&mut self, kind: Option<EventKind>, at: Range<usize>) -> Result<(), Mistake> {
        // `events.value` may be beside `events.war_begun`, whose kind then holds for both.
        let kind = match (self.rows, kind) {
            (Some(Rows::Events(there, Between::Any)), None) => there,
            _ => kind,
        };
        if let Some(Rows::Events(there @ None, Between::Any)) = &mut self.rows {
            *there = kind;
        }
        self.of(Rows::Events(kind, Between::Any), at)
    }

    /// Notes the rows that a column is of.
    fn of(&mut self, rows: Rows, at: Range<usize>) -> Result<(), Mistake> {
        match self.rows {
            Some(there) if there != rows => {
                let message = format!("a call reads the rows of one table; this one already reads {}", in_words(there));
                let help = "split it into two calls; columns of the world and of named states can be beside any others";
                Err(Mistake::new(at, message, help))
            }
            _ => {
                self.rows = Some(rows);
                Ok(())
            }
        }
    }

    /// `states.USA` alone may be meant as a state.
    fn perhaps_a_state(&self, name: &str, mistake: Mistake) -> Mistake {
        if !self.names.iter().any(|there| there == name) {
            return mistake;
        }
        let message = format!("{} is a state; add the column that is meant", in_quotes(name));
        Mistake { message, help: format!("write, for example, states.{name}.wealth"), ..mistake }
    }
}

/// A column of a table.
fn cell(table: &str, name: &str, at: Range<usize>, of: impl FnOnce(usize) -> Cell) -> Result<Operand, Mistake> {
    let fields = columns(table);
    let Some(column) = fields.iter().position(|field| field.name == name) else {
        let hint = did_you_mean(name, fields.iter().map(|field| &*field.name));
        let known = listed(fields[1..].iter().map(|field| &*field.name));
        let message = format!("`{name}` is not a column of {table}{hint}");
        return Err(Mistake::new(at, message, format!("columns of {table}: {known}; docs/files.md lists them all")));
    };
    let is_word = fields[column].kind == Kind::Label;
    Ok(Operand { cell: column.checked_sub(COMMON).map_or(Cell::Common(column), of), is_word })
}

/// A column of a named pair. Columns of a side are those of the first that is named, toward the other.
fn of_a_pair(sides: [u32; 2], name: &str, at: Range<usize>) -> Result<Operand, Mistake> {
    let [first, second] = sides;
    if first == second {
        let help = "name two states, as in pairs.USA.USSR.threat";
        return Err(Mistake::new(at, "a state does not make a pair with itself", help));
    }
    let states = [first.min(second), first.max(second)];
    let side = if first < second { "a" } else { "b" };
    let of_side = format!("{name}_{side}");
    let known = columns("pairs").iter().any(|field| field.name == of_side);
    cell("pairs", if known { &of_side } else { name }, at, |column| Cell::Pair(states, column))
}

fn perhaps_a_kind(name: &str, mistake: Mistake) -> Mistake {
    let hint = did_you_mean(name, EventKind::NAMES);
    if hint.is_empty() {
        return mistake;
    }
    let message = format!("`{name}` is not a kind of event{hint}");
    Mistake { message, help: format!("kinds: {}", EventKind::NAMES.join(", ")), ..mistake }
}

/// The rows of a table, in words.
pub(super) fn in_words(rows: Rows) -> String {
    match rows {
        Rows::Rounds => "one row a round".to_owned(),
        Rows::States => "every state".to_owned(),
        Rows::Pairs(_) => "every pair".to_owned(),
        Rows::Events(None, _) => "every event".to_owned(),
        Rows::Events(Some(kind), _) => format!("events.{}", kind.name()),
    }
}

fn not_a_column(path: &str, at: usize) -> Mistake {
    let message =
        if path.is_empty() { "a column is missing here".to_owned() } else { format!("`{path}` is not a column") };
    let help = "columns: states.COLUMN, states.NAME.COLUMN, world.COLUMN, pairs.COLUMN, pairs.NAME.NAME.COLUMN, \
                events.KIND, events.KIND.COLUMN; a word is in quotes";
    Mistake::new(at..at + path.len().max(1), message, help)
}

/// Every column of a table.
pub(super) fn columns(table: &str) -> &'static [Field] {
    static STATES: LazyLock<Vec<Field>> = LazyLock::new(|| declared("states"));
    static WORLD: LazyLock<Vec<Field>> = LazyLock::new(|| declared("world"));
    static PAIRS: LazyLock<Vec<Field>> = LazyLock::new(|| declared("pairs"));
    static EVENTS: LazyLock<Vec<Field>> = LazyLock::new(|| declared("events"));
    match table {
        "states" => &STATES,
        "world" => &WORLD,
        "pairs" => &PAIRS,
        _ => &EVENTS,
    }
}

/// The names of what a place takes, for help.
fn names_of(names: &[String]) -> String {
    listed(names.iter().map(String::as_str))
}
