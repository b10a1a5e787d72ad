//! `[series]`: variables of states that follow data, year by year.

use super::RunSettings;
use super::cast::Cast;
use super::check::join;
use super::dated::{LeftOut, Time};
use super::events::MOST;
use super::fields::variables;
use super::node::{Entry, Node, Table, Value};
use super::problems::{ProblemKind, Problems};
use super::suggest::in_quotes;
use crate::model::states::Column;
use crate::model::{Change, Intervention, StateId};

/// The rows of one state, in the order of time.
type Rows<'a> = Vec<(Time, &'a Table)>;

/// The interventions of all series.
pub(super) fn build(tree: &Table, cast: &Cast, run: &RunSettings, problems: &mut Problems) -> Vec<Intervention> {
    let mut out = Vec::new();
    for entry in tree.table("series").map_or(&[][..], |series| &series.entries) {
        let Value::Table(table) = &entry.node.value else { continue };
        if table.damaged || table.flag("enabled") == Some(false) {
            continue;
        }
        let mut series = Series { name: &entry.key, cast, run, problems, out: &mut out };
        series.read(entry, table);
        if out.len() > MOST {
            let message = format!("{} consists of too many changes", join("series", &entry.key));
            problems.add(ProblemKind::TooLarge, entry.key_place, message, "name fewer states or variables");
            break;
        }
    }
    out
}

/// One series as it is read.
struct Series<'a> {
    name: &'a str,
    cast: &'a Cast,
    run: &'a RunSettings,
    problems: &'a mut Problems,
    out: &'a mut Vec<Intervention>,
}

impl Series<'_> {
    fn read(&mut self, entry: &Entry, table: &Table) {
        let Some(rows) = table.list("rows") else {
            let message = format!("{} does not have rows", join("series", self.name));
            self.problems.add(ProblemKind::Missing, entry.key_place, message, "add from = \"FILE.csv\"");
            return;
        };
        let mut wanted = vec![true; self.cast.len()];
        if let Some(states) = table.get("states") {
            let Some(chosen) = self.cast.select_node(states, self.problems) else { return };
            wanted.fill(false);
            chosen.members(self.cast.len()).iter().for_each(|state| wanted[*state as usize] = true);
        }
        let of_states = self.by_state(rows, &wanted);
        let holds = table.text("how") != Some("add");
        let variables: Vec<(usize, &Column)> = variables()
            .filter(|(_, c)| rows.iter().any(|row| row.table().is_some_and(|row| row.get(c.name).is_some())))
            .collect();
        for (state, rows) in of_states.iter().enumerate() {
            for &(variable, column) in &variables {
                if holds {
                    self.hold(StateId(state as u32), variable, column, rows);
                } else {
                    self.add(StateId(state as u32), variable, column, rows);
                }
            }
        }
        let (mut early, mut late) = (LeftOut::default(), LeftOut::default());
        for (time, _) in of_states.iter().flatten() {
            if time.round > f64::from(self.run.rounds) {
                late.count(time.place);
            } else if time.round < 1.0 && !holds {
                early.count(time.place);
            }
        }
        let name = join("series", self.name);
        early.warn(&name, "before the first round", self.problems);
        late.warn(&name, &format!("after the last round, which is {},", self.run.rounds), self.problems);
    }

    /// The rows of each state, in the order of time.
    fn by_state<'a>(&mut self, rows: &'a [Node], wanted: &[bool]) -> Vec<Rows<'a>> {
        let mut of_states: Vec<Rows<'a>> = vec![Vec::new(); self.cast.len()];
        for row in rows {
            let Value::Table(table) = &row.value else { continue };
            let Some(name) = table.get("state") else {
                if !table.damaged {
                    self.problems.add(
                        ProblemKind::Missing,
                        row.place,
                        "this row does not give a `state`",
                        "name a state",
                    );
                }
                continue;
            };
            let state = self.cast.state(name.text().unwrap_or(""), name.place, self.problems);
            let time = Time::of(table, row.place, self.run, self.problems);
            if let (Some(state), Some(time)) = (state, time)
                && wanted[state as usize]
            {
                of_states[state as usize].push((time, table));
            }
        }
        for (state, rows) in of_states.iter_mut().enumerate() {
            rows.sort_by(|(a, _), (b, _)| a.exact.total_cmp(&b.exact));
            for pair in rows.windows(2).filter(|pair| pair[0].0.exact == pair[1].0.exact) {
                let message = format!("a second row of {} for the same time", in_quotes(&self.cast.names[state]));
                self.problems.add(ProblemKind::Conflict, pair[1].0.place, message, "remove one of the two rows");
            }
        }
        of_states
    }

    /// A value within a range, or `None` without one.
    fn value(&mut self, row: &Table, name: &str, low: f64, high: f64) -> Option<f64> {
        let node = row.get(name)?;
        let value = node.number()?;
        if (low..=high).contains(&value) {
            return Some(value);
        }
        let message = format!("{}.{name} = {value}; must be in [{low}, {high}]", join("series", self.name));
        self.problems.add(ProblemKind::OutOfRange, node.place, message, "give a value within the range");
        None
    }

    /// Holds a variable at the value of each row until the next row of the state.
    fn hold(&mut self, state: StateId, variable: usize, column: &Column, rows: &Rows<'_>) {
        let last = self.run.rounds;
        // The value held, and since which round.
        let mut held: Option<(u32, f64)> = None;
        for (time, row) in rows {
            if time.round > f64::from(last) {
                break;
            }
            let round = time.round.max(1.0) as u32;
            let value = self.value(row, column.name, column.low, column.high);
            if held.map(|(_, value)| value) == value {
                continue;
            }
            self.clamp(state, variable, held, round - 1);
            held = value.map(|value| (round, value));
        }
        self.clamp(state, variable, held, last);
    }

    fn clamp(&mut self, state: StateId, variable: usize, held: Option<(u32, f64)>, until: u32) {
        if let Some((from, value)) = held.filter(|(from, _)| *from <= until) {
            let change = Change::Clamp { state, variable, value };
            self.out.push(Intervention { name: self.name.to_owned(), from, until, change });
        }
    }

    /// Adds the value of each row in its round.
    fn add(&mut self, state: StateId, variable: usize, column: &Column, rows: &Rows<'_>) {
        let range = column.high - column.low;
        for (time, row) in rows {
            let Some(amount) = self.value(row, column.name, -range, range) else { continue };
            if (1.0..=f64::from(self.run.rounds)).contains(&time.round) {
                let (from, change) = (time.round as u32, Change::Shock { state, variable, amount });
                self.out.push(Intervention { name: self.name.to_owned(), from, until: from, change });
            }
        }
    }
}
