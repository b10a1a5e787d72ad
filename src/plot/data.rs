//! The data of figures: the tables of a run directory, read once, by run, round and state.

use std::collections::{BTreeMap, BTreeSet};

use super::PlotError;
use super::lookup::{at_word, by_word};
use super::pairs::Relations;
use crate::analysis::quantiles::{Band, band};
use crate::output::RunReader;
use crate::output::about::About;
use crate::output::suggest::{did_you_mean, listed};
use crate::record::words::EventKind;
use crate::record::{Field, Table};

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// The columns of `states.csv` besides run, round, year and state.
    pub columns: Vec<&'a str>,
    /// Whether to read `pairs.csv` if it exists.
    pub pairs: bool,
    /// The runs to read; all if empty. Figures of a single run show the first.
    pub runs: Vec<u32>,
    /// Shows this run instead if all runs are read.
    pub first: u32,
    /// Whether the events of the first run are enough.
    pub first_events: bool,
}

impl<'a> Wanted<'a> {
    /// Adds columns, each once.
    pub(crate) fn add(&mut self, columns: impl IntoIterator<Item = &'a str>) {
        for column in columns {
            if !self.columns.contains(&column) {
                self.columns.push(column);
            }
        }
    }
}

/// The largest number of rows of `states.csv` that are used. Beyond this only every second, third … round is read.
const MOST_ROWS: usize = 3_000_000;
/// The columns of `events.csv` that are read.
pub(super) const EVENTS: [&str; 7] = ["run", "round", "year", "kind", "a", "b", "what"];
/// The value of a state or pair that is not in the world.
const ABSENT: u32 = u32::MAX;

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// The index of the run among the runs read.
    pub run: usize,
    /// The round.
    pub round: u32,
    /// The year.
    pub year: f64,
    /// The kind.
    pub kind: EventKind,
    /// The first state.
    pub a: usize,
    /// The second state.
    pub b: Option<usize>,
    /// The name of an intervention, sector or instrument.
    pub what: String,
}

/// An intervention of the scenario, to be marked in figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The time at which it began.
    pub year: f64,
    /// Its name in words.
    pub name: String,
    /// The states affected.
    pub states: Vec<usize>,
}

/// The content of a run directory.
#[derive(Clone, Debug)]
pub struct Data {
    /// The title, question and text of the scenario.
    pub about: About,
    /// The directory, as the user named it.
    pub directory: String,
    /// The number of runs in the directory.
    pub runs_held: u32,
    /// The numbers of the runs read.
    pub runs: Vec<u32>,
    /// The rounds read.
    pub rounds: Vec<u32>,
    /// The years of the rounds.
    pub years: Vec<f64>,
    /// The names of the states, in order of first appearance.
    pub states: Vec<String>,
    /// The events of the runs read.
    pub happenings: Vec<Happening>,
    /// The relations of the first run read that has them.
    pub relations: Option<Relations>,
    /// Every nth recorded round was read.
    pub thinned: usize,
    /// `runs.csv`, every run of the directory.
    pub outcomes: Table,
    pub(super) measures: Vec<Field>,
    pub(super) table: Table,
    pub(super) index: Vec<u32>,
}

/// A column of `states.csv`, by run, round and state.
#[derive(Clone, Copy)]
pub struct Series<'d> {
    data: &'d Data,
    at: Option<usize>,
}

impl Data {
    /// Reads the tables.
    ///
    /// # Errors
    /// Returns an error if tables are missing, damaged or empty, or if a run does not exist.
    pub fn read(reader: &RunReader, wanted: &Wanted<'_>) -> Result<Self, PlotError> {
        let held = reader.manifest.runs;
        if held == 0 {
            return Err(reader.damaged("runs", "manifest.toml gives 0 runs").into());
        }
        if let Some(&missing) = wanted.runs.iter().chain([&wanted.first]).find(|&&run| run >= held) {
            return Err(PlotError::NoSuchRun { run: missing, held });
        }
        // Checked before memory is reserved for each run that the manifest claims.
        let outcomes = reader.table("runs")?;
        if outcomes.len() != held as usize {
            let found = format!(
                "the table has {} runs, but the manifest {held}: the files are not of one batch",
                outcomes.len()
            );
            return Err(reader.damaged("runs", &found).into());
        }
        let mut runs: Vec<u32> = match wanted.runs.as_slice() {
            [] => std::iter::once(wanted.first).chain((0..held).filter(|&run| run != wanted.first)).collect(),
            runs => runs.to_vec(),
        };
        let mut seen = BTreeSet::new();
        runs.retain(|&run| seen.insert(run));
        let place: BTreeMap<u32, usize> = runs.iter().enumerate().map(|(at, &run)| (run, at)).collect();
        let is_wanted = |run: f64| place.contains_key(&(run as u32));

        let world = reader.columns("world", &["run", "round", "year", "states"], |row| row[0] == f64::from(runs[0]))?;
        if world.is_empty() {
            return Err(reader.damaged("world", &format!("the rows of run {} are missing", runs[0])).into());
        }
        if world.rows().any(|row| row[..3].iter().any(|cell| cell.is_nan())) {
            return Err(reader.damaged("world", "a row lacks its run, round or year").into());
        }
        if !world.rows().zip(world.rows().skip(1)).all(|(row, next)| row[1] < next[1] && row[2] < next[2]) {
            return Err(reader.damaged("world", &format!("the rounds of run {} are not in order", runs[0])).into());
        }
        let most_states = world.column("states").fold(1.0, f64::max);
        let every = (most_states * world.len() as f64 * runs.len() as f64 / MOST_ROWS as f64).ceil().max(1.0) as usize;
        let kept = |at: usize| at.is_multiple_of(every) || at + 1 == world.len();
        let clock = world.rows().enumerate().filter(|(at, _)| kept(*at)).map(|(_, row)| (row[1] as u32, row[2]));
        let (rounds, years): (Vec<u32>, Vec<f64>) = clock.unzip();

        let mut columns = vec!["run", "round", "state"];
        columns.extend(&wanted.columns);
        let table = reader.columns("states", &columns, |row| {
            is_wanted(row[0]) && (every == 1 || rounds.binary_search(&(row[1] as u32)).is_ok())
        })?;
        if table.rows().any(|row| row[..3].iter().any(|cell| cell.is_nan())) {
            return Err(reader.damaged("states", "a row lacks its run, round or state").into());
        }
        if let Some(number) = runs.iter().find(|run| !table.column("run").any(|there| there == f64::from(**run))) {
            return Err(reader.damaged("states", &format!("the rows of run {number} are missing")).into());
        }
        let Some((states, index)) = by_run_round_state(&table, &place, &rounds) else {
            return Err(reader.damaged("states", "two rows have the same run, round and state").into());
        };
        let (ends, last) = (rounds.last().copied().unwrap_or_default(), reader.manifest.rounds);
        if ends != last {
            let found = format!(
                "the table ends at round {ends}, but the manifest gives {last}: the files are not of one batch"
            );
            return Err(reader.damaged("world", &found).into());
        }
        let mut data = Self {
            about: reader.about(),
            directory: reader.path().display().to_string(),
            runs_held: held,
            runs,
            rounds,
            years,
            states,
            happenings: Vec::new(),
            relations: None,
            thinned: every,
            outcomes,
            measures: reader.outcomes(),
            table,
            index,
        };
        if reader.has("events") {
            data.happenings = data.read_events(reader, &place)?;
        }
        if wanted.pairs && reader.has("pairs") {
            data.relations = Relations::read(reader, data.runs[0], &data.rounds, &data.states)?;
        }
        Ok(data)
    }

    fn read_events(&self, reader: &RunReader, place: &BTreeMap<u32, usize>) -> Result<Vec<Happening>, PlotError> {
        let runs = |row: &[f64]| place.get(&(row[0] as u32)).copied();
        let events = match reader.columns("events", &EVENTS, |row| runs(row).is_some()) {
            Ok(events) => events,
            // A world without events.
            Err(_) if reader.is_empty("events") => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        if events.rows().any(|row| row[1..4].iter().any(|cell| cell.is_nan())) {
            return Err(reader.damaged("events", "a row lacks its round, year or kind").into());
        }
        Ok(self.happenings_of(&events, runs))
    }

    /// The events of a table with [`EVENTS`] as its columns. `runs` gives the index of the run of a row.
    pub(super) fn happenings_of(&self, events: &Table, runs: impl Fn(&[f64]) -> Option<usize>) -> Vec<Happening> {
        // Words are looked up once, because there may be very many events.
        let states = by_word(events, |word| self.state(word));
        let kinds = by_word(events, EventKind::named);
        let happening = |row: &[f64]| {
            let (run, round, year) = (runs(row)?, row[1] as u32, row[2]);
            Some(Happening {
                run,
                round,
                year,
                kind: at_word(&kinds, row[3])?,
                a: at_word(&states, row[4])?,
                b: at_word(&states, row[5]),
                what: events.word(row[6]).unwrap_or_default().to_owned(),
            })
        };
        events.rows().filter_map(happening).collect()
    }

    /// The name of the time axis: years, or rounds if the scenario does not have years.
    pub fn clock(&self) -> &'static str {
        let plain = self.rounds.iter().zip(&self.years).all(|(round, year)| f64::from(*round) == *year);
        if plain { "round" } else { "year" }
    }

    /// Title and directory, to tell two directories apart.
    pub fn named_by_directory(&self) -> String {
        format!("{} ({})", self.about.title, self.directory)
    }

    /// The index of a state by its name.
    pub fn state(&self, name: &str) -> Option<usize> {
        self.states.iter().position(|there| there == name)
    }

    /// The indices of states by their names.
    ///
    /// # Errors
    /// Returns an error if a state does not exist. The error suggests the nearest name.
    pub fn named(&self, names: &[String]) -> Result<Vec<usize>, PlotError> {
        named(names, &self.states)
    }

    /// The default states of a figure, this many: first those affected by events, then the most powerful.
    pub fn foremost(&self, most: usize) -> Vec<usize> {
        let mut chosen: Vec<usize> = Vec::new();
        for mark in self.marks().into_iter().filter(|mark| !self.comes_or_goes(mark)) {
            for state in mark.states {
                if !chosen.contains(&state) {
                    chosen.push(state);
                }
            }
        }
        let power = self.series("power");
        let mean = |state: usize| {
            let all = self.places().map(|(run, round)| power.at(run, round, state)).filter(|value| !value.is_nan());
            all.sum::<f64>()
        };
        let mut others: Vec<(f64, usize)> = (0..self.states.len()).map(|state| (mean(state), state)).collect();
        others.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, state) in others {
            if !chosen.contains(&state) {
                chosen.push(state);
            }
        }
        chosen.truncate(most);
        chosen
    }

    /// Returns true if an intervention is a state's entry or exit.
    pub fn comes_or_goes(&self, mark: &Mark) -> bool {
        let kinds = [EventKind::StateEntered, EventKind::StateLeft];
        let moves = self.happenings.iter().filter(|h| h.year == mark.year && kinds.contains(&h.kind));
        mark.states.iter().all(|state| moves.clone().any(|happening| happening.a == *state))
    }

    /// The interventions of the scenario, each once.
    pub fn marks(&self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for happening in self.happenings.iter().filter(|h| h.kind == EventKind::Intervention) {
            let name = in_words(&happening.what);
            let at = marks.iter().position(|mark| mark.year == happening.year && mark.name == name);
            let at = at.unwrap_or_else(|| {
                marks.push(Mark { year: happening.year, name, states: Vec::new() });
                marks.len() - 1
            });
            if !marks[at].states.contains(&happening.a) {
                marks[at].states.push(happening.a);
            }
        }
        marks.sort_by(|a, b| a.year.total_cmp(&b.year));
        marks
    }

    /// The indices of every run and round read.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let rounds = self.rounds.len();
        (0..self.runs.len()).flat_map(move |run| (0..rounds).map(move |round| (run, round)))
    }

    /// The outcome measures: columns of `outcomes` with their meaning and unit, those of every run first.
    pub fn measures(&self) -> impl Iterator<Item = &Field> {
        self.measures.iter()
    }

    /// A column that was read, or missing values if it was not.
    pub fn series(&self, column: &str) -> Series<'_> {
        Series { data: self, at: self.table.position(column) }
    }

    /// The word at an index of a column of words.
    pub fn word(&self, column: &str, run: usize, round: usize, state: usize) -> Option<&str> {
        self.table.word(self.series(column).at(run, round, state))
    }
}

impl Series<'_> {
    /// The value at the indices of run, round and state. Missing if the state is not in the world.
    pub fn at(&self, run: usize, round: usize, state: usize) -> f64 {
        let Data { rounds, states, index, table, .. } = self.data;
        let row = index[(run * rounds.len() + round) * states.len() + state];
        match self.at {
            Some(at) if row != ABSENT => table.cell(row as usize, at),
            _ => f64::NAN,
        }
    }

    /// Median and bands over runs, by round.
    pub fn bands(&self, state: usize) -> Vec<Band> {
        let Data { rounds, runs, .. } = self.data;
        (0..rounds.len()).map(|round| band((0..runs.len()).map(|run| self.at(run, round, state)))).collect()
    }

    /// Mean over runs, by round.
    pub fn means(&self, state: usize) -> Vec<f64> {
        let Data { rounds, runs, .. } = self.data;
        (0..rounds.len()).map(|round| mean((0..runs.len()).map(|run| self.at(run, round, state)))).collect()
    }

    /// Mean over the states present and over runs, by round.
    pub fn world_means(&self) -> Vec<f64> {
        let Data { rounds, runs, states, .. } = self.data;
        let of_round = |round: usize| {
            mean((0..runs.len()).flat_map(|run| (0..states.len()).map(move |state| self.at(run, round, state))))
        };
        (0..rounds.len()).map(of_round).collect()
    }

    /// Mean over the states present, in a run and round.
    pub fn mean(&self, run: usize, round: usize) -> f64 {
        mean((0..self.data.states.len()).map(|state| self.at(run, round, state)))
    }

    /// All values that are not missing.
    pub fn all(&self) -> impl Iterator<Item = f64> + '_ {
        self.at.into_iter().flat_map(|at| self.data.table.rows().map(move |row| row[at]))
    }
}

/// The mean of the values that are not missing; missing if all are.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.filter(|v| !v.is_nan()).fold((0.0, 0usize), |(sum, count), v| (sum + v, count + 1));
    if count == 0 { f64::NAN } else { sum / count as f64 }
}

/// The states, and the row of each run, round and state. Returns `None` if two rows have the same.
pub(super) fn by_run_round_state(
    table: &Table,
    runs: &BTreeMap<u32, usize>,
    rounds: &[u32],
) -> Option<(Vec<String>, Vec<u32>)> {
    // Numbers of words in the table, mapped to states in order of first appearance.
    let mut states: Vec<String> = Vec::new();
    let mut place: Vec<usize> = Vec::new();
    for cell in table.column("state") {
        let word = cell as usize;
        if place.len() <= word {
            place.resize(word + 1, usize::MAX);
        }
        if place[word] == usize::MAX {
            place[word] = states.len();
            states.push(table.word(cell).unwrap_or_default().to_owned());
        }
    }
    let mut index = vec![ABSENT; runs.len() * rounds.len() * states.len()];
    for (number, row) in table.rows().enumerate() {
        let (run, round) = (runs.get(&(row[0] as u32)), rounds.binary_search(&(row[1] as u32)));
        if let (Some(run), Ok(round)) = (run, round) {
            let row = &mut index[(run * rounds.len() + round) * states.len() + place[row[2] as usize]];
            if std::mem::replace(row, number as u32) != ABSENT {
                return None;
            }
        }
    }
    Some((states, index))
}

/// Turns `long-telegram` into `Long telegram`.
pub(crate) fn in_words(name: &str) -> String {
    let plain = name.replace(['-', '_'], " ");
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// The indices of names among all states, each once.
///
/// # Errors
/// Returns an error if a state does not exist. The error suggests the nearest name.
pub(crate) fn named(names: &[String], all: &[String]) -> Result<Vec<usize>, PlotError> {
    let at = |name: &str| all.iter().position(|there| there == name);
    let find = |name: &String| {
        at(name).or_else(|| at(name.trim())).ok_or_else(|| {
            let known = || all.iter().map(String::as_str);
            PlotError::UnknownState { name: name.clone(), hint: did_you_mean(name, known()), known: listed(known()) }
        })
    };
    let mut states = names.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let mut seen = vec![false; all.len()];
    states.retain(|&state| !std::mem::replace(&mut seen[state], true));
    Ok(states)
}
