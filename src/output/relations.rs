//! The relations of one run over time: states, pairs, and the few variables that a graph can show.
//!
//! The tables are read row by row and only changes are kept, so memory grows with the number of changes, not of rows.

use std::collections::BTreeMap;

use super::timeline::{Moment, Timeline};
use super::{OutputError, RunReader};
use crate::record::Table;

/// Changes smaller than this are left out.
pub(crate) const SMALLEST_CHANGE: f64 = 0.005;
/// The number of rows read at a time.
const ROWS: usize = 2048;

/// The type of a variable's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// Numbers.
    Number,
    /// True or false.
    Flag,
    /// Words, by their index in the dictionary.
    Word,
}

/// A variable: its name and the columns that it is the mean of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variable {
    /// The name.
    pub name: &'static str,
    /// The type of its values.
    pub of: Type,
    columns: &'static [&'static str],
}

const fn variable(of: Type, columns: &'static [&'static str]) -> Variable {
    Variable { name: columns[0], of, columns }
}

/// The variables of a state.
pub(crate) const OF_STATES: [Variable; 11] = [
    variable(Type::Number, &["governance"]),
    variable(Type::Number, &["meaning"]),
    variable(Type::Number, &["referent"]),
    variable(Type::Number, &["securitisation"]),
    variable(Type::Number, &["provision"]),
    variable(Type::Number, &["system"]),
    variable(Type::Number, &["policy"]),
    variable(Type::Number, &["power"]),
    variable(Type::Number, &["wealth"]),
    variable(Type::Number, &["threat"]),
    variable(Type::Word, &["bloc"]),
];
/// The variables of a pair.
pub(crate) const OF_PAIRS: [Variable; 6] = [
    Variable { name: "weight", of: Type::Number, columns: &["trade", "people", "security"] },
    variable(Type::Number, &["posture_a"]),
    variable(Type::Number, &["posture_b"]),
    variable(Type::Number, &["rivalry"]),
    variable(Type::Flag, &["alliance"]),
    variable(Type::Word, &["stage"]),
];

/// A state or a pair.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// The name of the state, or the names of both states.
    pub names: Vec<String>,
    /// The times when it was in the world.
    pub present: Timeline,
    /// Its variables, in the order of declaration.
    pub values: Vec<Timeline>,
}

/// All states or all pairs of a run.
#[derive(Clone, Debug)]
pub(crate) struct Elements {
    /// The states or pairs in the order in which they first appear.
    pub all: Vec<Element>,
    /// The dictionary of their variables.
    pub words: Vec<String>,
}

/// The relations of a run.
#[derive(Clone, Debug)]
pub(crate) struct Relations {
    /// The states.
    pub states: Elements,
    /// The pairs.
    pub pairs: Elements,
    /// The years of the first and the last record; `None` without records.
    pub span: Option<(f64, f64)>,
}

impl Relations {
    /// Reads one run from the tables of states and pairs.
    pub(crate) fn read(reader: &RunReader, run: u32) -> Result<Self, OutputError> {
        let mut moments = Moments::default();
        let states = read(reader, ("states", &["state"]), &OF_STATES, run, &mut moments)?;
        let pairs = read(reader, ("pairs", &["a", "b"]), &OF_PAIRS, run, &mut moments)?;
        let span = moments.0.first().zip(moments.0.last()).map(|(first, last)| (first.1, last.1));
        Ok(Self { states, pairs, span })
    }
}

/// The recorded rounds of a run with their years, in order.
#[derive(Default)]
struct Moments(Vec<(f64, f64)>);

impl Moments {
    fn of(&mut self, round: f64, year: f64) -> Moment {
        let place = self.0.partition_point(|(earlier, _)| *earlier < round);
        if self.0.get(place).is_none_or(|(there, _)| *there != round) {
            self.0.insert(place, (round, year));
        }
        Moment { place, year }
    }
}

fn read(
    reader: &RunReader,
    (table, names): (&str, &[&str]),
    variables: &[Variable],
    run: u32,
    moments: &mut Moments,
) -> Result<Elements, OutputError> {
    let mut reader = reader.begin_table(table)?;
    let [run_at, round_at, year_at] = [reader.position("run")?, reader.position("round")?, reader.position("year")?];
    let places = |columns: &[&str]| columns.iter().map(|column| reader.position(column)).collect::<Result<Vec<_>, _>>();
    let names_at = places(names)?;
    let values_at = variables.iter().map(|variable| places(variable.columns)).collect::<Result<Vec<_>, _>>()?;
    let mut all: Vec<Element> = Vec::new();
    let mut known = BTreeMap::new();
    loop {
        let rows = reader.next_rows(ROWS)?;
        for row in rows.rows().filter(|row| row[run_at] == f64::from(run)) {
            let name: Vec<u64> = names_at.iter().map(|&at| row[at].to_bits()).collect();
            let number = *known.entry(name).or_insert_with(|| {
                all.push(Element::new(names_at.iter().map(|&at| row[at]), &rows, variables.len()));
                all.len() - 1
            });
            let element = &mut all[number];
            let moment = moments.of(row[round_at], row[year_at]);
            element.present.add(moment, 1.0, 0.0);
            for ((variable, columns), timeline) in variables.iter().zip(&values_at).zip(&mut element.values) {
                let value = columns.iter().map(|&at| row[at]).sum::<f64>() / columns.len() as f64;
                timeline.add(moment, value, if variable.of == Type::Number { SMALLEST_CHANGE } else { 0.0 });
            }
        }
        // Runs are in order, so later rows do not matter.
        let beyond = rows.rows().last().is_none_or(|row| row[run_at] > f64::from(run));
        if beyond {
            reader.finish()?;
            return Ok(Elements { all, words: rows.words().to_vec() });
        }
    }
}

impl Element {
    fn new(names: impl Iterator<Item = f64>, rows: &Table, variables: usize) -> Self {
        let names = names.map(|cell| rows.word(cell).unwrap_or_default().to_owned()).collect();
        Self { names, present: Timeline::default(), values: vec![Timeline::default(); variables] }
    }
}
