//! `[series]`: variables of states and of pairs that follow data, year by year.
//!
//! A row names a state, a pair (`a` and `b`), or neither. A row of neither is a row of every state, for variables of
//! states, and of every pair, for variables of pairs.

use std::collections::BTreeMap;

use super::RunSettings;
use super::cast::Cast;
use super::check::join;
use super::dated::{LeftOut, Time};
use super::events::{Context, MOST};
use super::fields::variables;
use super::node::{Entry, Node, Table, Value};
use super::pairs::exists;
use super::problems::{ProblemKind, Problems};
use super::sources::Place;
use super::suggest::in_quotes;
use crate::model::pairs::PairVariable;
use crate::model::{Change, Intervention, StateId, Topology};

/// The rows of one state or pair, in the order of time.
type Rows<'a> = Vec<(Time, &'a Table)>;

/// What a row is about. A pair is in the order of its states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    State(u32),
    Pair(u32, u32),
    All,
}

/// The interventions of all series.
pub(super) fn build(tree: &Table, context: &Context<'_>, problems: &mut Problems) -> Vec<Intervention> {
    let Context { cast, topology, run, .. } = *context;
    let mut out = Vec::new();
    for entry in tree.table("series").map_or(&[][..], |series| &series.entries) {
        let Value::Table(table) = &entry.node.value else { continue };
        if table.damaged || table.flag("enabled") == Some(false) {
            continue;
        }
        let holds = table.text("how") != Some("add");
        let (name, refused) = (&entry.key, Vec::new());
        let mut series = Series { name, cast, topology, run, holds, refused, problems, out: &mut out };
        series.read(entry, table);
        if out.len() > MOST {
            let message = format!("{} consists of too many changes", join("series", &entry.key));
            problems.add(ProblemKind::TooLarge, entry.key_place, message, "name fewer states, pairs or variables");
            break;
        }
    }
    out
}

/// One series as it is read.
struct Series<'a> {
    name: &'a str,
    cast: &'a Cast,
    topology: &'a Topology,
    run: &'a RunSettings,
    /// Whether values are held. Otherwise they are added.
    holds: bool,
    /// The places of problems that were reported. A row of all states would report each of them again.
    refused: Vec<Place>,
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
        let is_given = |name: &str| rows.iter().any(|row| row.table().is_some_and(|row| row.get(name).is_some()));
        let of_states: Vec<_> = variables().filter(|(_, column)| is_given(column.name)).collect();
        let of_pairs: Vec<_> = PairVariable::ALL.into_iter().filter(|variable| is_given(variable.name())).collect();
        let (with_states, with_pairs) = (!of_states.is_empty(), !of_pairs.is_empty());
        for (subject, rows) in self.by_subject(rows, &wanted, with_states, with_pairs) {
            if self.out.len() > MOST {
                return;
            }
            match subject {
                Subject::State(state) => {
                    let state = StateId(state);
                    for &(variable, column) in &of_states {
                        let hold = |value| Change::Clamp { state, variable, value };
                        let add = |amount| Change::Shock { state, variable, amount };
                        self.follow(column.name, (column.low, column.high), &rows, hold, add);
                    }
                }
                Subject::Pair(state, with) => {
                    let (state, with) = (StateId(state), StateId(with));
                    for &variable in &of_pairs {
                        let hold = |value| Change::ClampPair { state, with, variable, value };
                        let add = |amount| Change::ShockPair { state, with, variable, amount };
                        self.follow(variable.name(), (0.0, 1.0), &rows, hold, add);
                    }
                }
                Subject::All => {}
            }
        }
    }

    /// The rows of each state and pair, in the order of time.
    fn by_subject<'a>(
        &mut self,
        rows: &'a [Node],
        wanted: &[bool],
        with_states: bool,
        with_pairs: bool,
    ) -> BTreeMap<Subject, Rows<'a>> {
        let is_wanted = |state: u32| wanted[state as usize];
        let all_pairs = || self.topology.iter().map(|(_, a, b)| (a as u32, b as u32));
        let states = (0..wanted.len() as u32).filter(|_| with_states).filter(|state| is_wanted(*state));
        let pairs = all_pairs().filter(|_| with_pairs).filter(|(a, b)| is_wanted(*a) && is_wanted(*b));
        let all: Vec<Subject> = states.map(Subject::State).chain(pairs.map(|(a, b)| Subject::Pair(a, b))).collect();
        let mut found: BTreeMap<Subject, Rows<'a>> = BTreeMap::new();
        let (mut early, mut late, mut apart) = (LeftOut::default(), LeftOut::default(), LeftOut::default());
        for row in rows {
            let Value::Table(table) = &row.value else { continue };
            let subject = self.subject(table, row.place);
            let time = Time::of(table, row.place, self.run, self.problems);
            let (Some(subject), Some(time)) = (subject, time) else { continue };
            match subject {
                Subject::State(state) if !is_wanted(state) => continue,
                Subject::Pair(a, b) if !is_wanted(a) || !is_wanted(b) => continue,
                Subject::Pair(a, b) if !exists(self.topology, a, b) => {
                    apart.count(time.place);
                    continue;
                }
                Subject::All => all.iter().for_each(|of| found.entry(*of).or_default().push((time, table))),
                of => found.entry(of).or_default().push((time, table)),
            }
            if time.round > f64::from(self.run.rounds) {
                late.count(time.place);
            } else if time.round < 1.0 && !self.holds {
                early.count(time.place);
            }
        }
        let name = join("series", self.name);
        early.warn(&name, "before the first round", self.problems);
        late.warn(&name, &format!("after the last round, which is {},", self.run.rounds), self.problems);
        apart.warn(&name, "of two states that do not form a pair", self.problems);
        for (of, rows) in &mut found {
            rows.sort_by(|(a, _), (b, _)| a.exact.total_cmp(&b.exact));
            for pair in rows.windows(2).filter(|pair| pair[0].0.exact == pair[1].0.exact) {
                let name = |state: u32| in_quotes(&self.cast.names[state as usize]);
                let of = match *of {
                    Subject::Pair(a, b) => format!("{} and {}", name(a), name(b)),
                    Subject::State(state) => name(state),
                    Subject::All => continue,
                };
                let message = format!("a second row of {of} for the same time");
                self.refuse(ProblemKind::Conflict, pair[1].0.place, message, "remove one of the two rows");
            }
        }
        found
    }

    /// The state or the pair of a row, whose values must be of its kind.
    fn subject(&mut self, row: &Table, place: Place) -> Option<Subject> {
        let [state, a, b] = ["state", "a", "b"].map(|key| row.get(key));
        let mut state_of = |node: &Node| self.cast.state(node.text().unwrap_or(""), node.place, self.problems);
        let subject = match (state, a, b) {
            _ if row.damaged => return None,
            (Some(state), None, None) => Subject::State(state_of(state)?),
            (None, None, None) => Subject::All,
            (None, Some(a), Some(b)) => {
                let (first, second) = (state_of(a), state_of(b));
                let (first, second) = (first?, second?);
                if first == second {
                    let message =
                        format!("{} cannot form a pair with itself", in_quotes(&self.cast.names[first as usize]));
                    self.refuse(ProblemKind::Conflict, b.place, message, "name two different states");
                    return None;
                }
                Subject::Pair(first.min(second), first.max(second))
            }
            _ => {
                let what = if state.is_some() { "a state and a pair" } else { "only one state of a pair" };
                let help = "give `state`, or `a` and `b`, or none of them";
                self.refuse(ProblemKind::Conflict, place, format!("this row names {what}"), help);
                return None;
            }
        };
        let (foreign, help) = match subject {
            Subject::State(_) => {
                (PairVariable::NAMES.iter().find_map(|name| row.entry(name)), "name a pair by `a` and `b`")
            }
            Subject::Pair(..) => (variables().find_map(|(_, column)| row.entry(column.name)), "name a `state`"),
            Subject::All => (None, ""),
        };
        if let Some(entry) = foreign {
            let (of, names) =
                if matches!(subject, Subject::State(_)) { ("pairs", "a state") } else { ("states", "a pair") };
            let message = format!("`{}` is a variable of {of}, and this row names {names}", entry.key);
            self.refuse(ProblemKind::Conflict, entry.node.place, message, help);
            return None;
        }
        Some(subject)
    }

    /// Reports a problem of a row once.
    fn refuse(&mut self, kind: ProblemKind, place: Place, message: String, help: &str) {
        if !self.refused.contains(&place) {
            self.refused.push(place);
            self.problems.add(kind, place, message, help);
        }
    }

    /// A value within a range, or `None` without one.
    fn value(&mut self, row: &Table, name: &str, low: f64, high: f64) -> Option<f64> {
        let node = row.get(name)?;
        let value = node.number()?;
        if (low..=high).contains(&value) {
            return Some(value);
        }
        let message = format!("{}.{name} = {value}; must be in [{low}, {high}]", join("series", self.name));
        self.refuse(ProblemKind::OutOfRange, node.place, message, "give a value within the range");
        None
    }

    /// Holds or adds the values of a variable.
    fn follow(
        &mut self,
        name: &str,
        (low, high): (f64, f64),
        rows: &Rows<'_>,
        hold: impl Fn(f64) -> Change,
        add: impl Fn(f64) -> Change,
    ) {
        if self.holds {
            self.hold(name, (low, high), rows, hold);
        } else {
            self.add(name, high - low, rows, add);
        }
    }

    /// Holds a variable at the value of each row until the next row.
    fn hold(&mut self, name: &str, (low, high): (f64, f64), rows: &Rows<'_>, change: impl Fn(f64) -> Change) {
        let last = self.run.rounds;
        // The value held, and since which round.
        let mut held: Option<(u32, f64)> = None;
        for (time, row) in rows {
            if time.round > f64::from(last) {
                break;
            }
            let round = time.round.max(1.0) as u32;
            let value = self.value(row, name, low, high);
            if held.map(|(_, value)| value) == value {
                continue;
            }
            self.push(held, round - 1, &change);
            held = value.map(|value| (round, value));
        }
        self.push(held, last, &change);
    }

    fn push(&mut self, held: Option<(u32, f64)>, until: u32, change: impl Fn(f64) -> Change) {
        if let Some((from, value)) = held.filter(|(from, _)| *from <= until) {
            self.out.push(Intervention { name: self.name.to_owned(), from, until, change: change(value) });
        }
    }

    /// Adds the value of each row in its round.
    fn add(&mut self, name: &str, range: f64, rows: &Rows<'_>, change: impl Fn(f64) -> Change) {
        for (time, row) in rows {
            let Some(amount) = self.value(row, name, -range, range) else { continue };
            if (1.0..=f64::from(self.run.rounds)).contains(&time.round) {
                let from = time.round as u32;
                self.out.push(Intervention { name: self.name.to_owned(), from, until: from, change: change(amount) });
            }
        }
    }
}
