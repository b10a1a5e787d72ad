//! What figures are drawn from: the tables of a run directory, read once, by run, round and state.

use std::collections::{BTreeMap, BTreeSet};

use super::pairs::Relations;
use super::{PlotError, did_you_mean};
use crate::analysis::quantiles::{Band, band};
use crate::output::RunReader;
use crate::output::reader::About;
use crate::output::suggest::{listed, nearest};
use crate::record::summary::OUTCOMES;
use crate::record::words::EventKind;
use crate::record::{Field, Table};

/// What is to be read.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    /// Columns of `states.csv` beyond run, round, year and state.
    pub columns: Vec<&'a str>,
    /// Read `pairs.csv` where it is there.
    pub pairs: bool,
    /// Runs; all if none is named. The first is the one shown where a figure shows a single run.
    pub runs: Vec<u32>,
    /// Shows another run in its stead where all are read.
    pub first: u32,
}

/// Most rows of `states.csv` that are drawn from; beyond, every second, third … round is.
const MOST_ROWS: usize = 3_000_000;
/// Stands for a state or a pair that is not in the world.
const ABSENT: u32 = u32::MAX;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// Place of the run among those read.
    pub run: usize,
    /// Round.
    pub round: u32,
    /// Year.
    pub year: f64,
    /// Kind.
    pub kind: EventKind,
    /// To or by whom.
    pub a: usize,
    /// With whom.
    pub b: Option<usize>,
    /// Name of an intervention, sector, instrument.
    pub what: String,
}

/// An intervention of the scenario, to be marked in figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// When it began.
    pub year: f64,
    /// In words.
    pub name: String,
    /// Whom it befell.
    pub states: Vec<usize>,
}

/// A run directory, read.
#[derive(Clone, Debug)]
pub struct Data {
    /// Title, question and text of the scenario.
    pub about: About,
    /// The directory, as it was named.
    pub directory: String,
    /// Runs that the directory holds.
    pub runs_held: u32,
    /// Numbers of the runs read.
    pub runs: Vec<u32>,
    /// Rounds read.
    pub rounds: Vec<u32>,
    /// Their years.
    pub years: Vec<f64>,
    /// Names of the states, as they first appear.
    pub states: Vec<String>,
    /// What happened in the runs read.
    pub happenings: Vec<Happening>,
    /// The relations of the first run read that has them.
    pub relations: Option<Relations>,
    /// Every so many-th recorded round was read.
    pub thinned: usize,
    /// `runs.csv`, every run of the directory.
    pub outcomes: Table,
    table: Table,
    index: Vec<u32>,
}

/// A column of `states.csv`, by run, round and state.
#[derive(Clone, Copy)]
pub struct Series<'d> {
    data: &'d Data,
    at: Option<usize>,
}

impl Data {
    /// Reads what is wanted.
    ///
    /// # Errors
    /// Tables are missing, damaged or empty, or there are no such runs.
    pub fn read(reader: &RunReader, wanted: &Wanted<'_>) -> Result<Self, PlotError> {
        let held = reader.manifest.runs;
        if held == 0 {
            return Err(reader.damaged("runs", "manifest.toml says that there is no run").into());
        }
        if let Some(&missing) = wanted.runs.iter().chain([&wanted.first]).find(|&&run| run >= held) {
            return Err(PlotError::NoSuchRun { run: missing, held });
        }
        // Before anything is made for each run that the manifest claims.
        let outcomes = reader.table("runs")?;
        if outcomes.len() != held as usize {
            let found = format!(
                "there are {} runs in it, and {held} in the manifest: the files are not of one batch",
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
            return Err(reader.damaged("world", &format!("there are no rows of run {}", runs[0])).into());
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
            return Err(reader.damaged("states", &format!("there are no rows of run {number}")).into());
        }
        let Some((states, index)) = by_run_round_state(&table, &place, &rounds) else {
            return Err(reader.damaged("states", "two rows are of the same run, round and state").into());
        };
        let (ends, last) = (rounds.last().copied().unwrap_or_default(), reader.manifest.rounds);
        if ends != last {
            let found =
                format!("it ends at round {ends}, and the manifest says {last}: the files are not of one batch");
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
        let events = match reader
            .columns("events", &["run", "round", "year", "kind", "a", "b", "what"], |row| runs(row).is_some())
        {
            Ok(events) => events,
            // A quiet world.
            Err(_) if reader.is_empty("events") => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let state = |cell: f64| events.word(cell).and_then(|name| self.state(name));
        let word = |cell: f64| events.word(cell).unwrap_or_default().to_owned();
        if events.rows().any(|row| row[1..4].iter().any(|cell| cell.is_nan())) {
            return Err(reader.damaged("events", "a row lacks its round, year or kind").into());
        }
        let happening = |row: &[f64]| {
            let (run, round, year) = (runs(row)?, row[1] as u32, row[2]);
            Some(Happening {
                run,
                round,
                year,
                kind: events.word(row[3]).and_then(EventKind::named)?,
                a: state(row[4])?,
                b: state(row[5]),
                what: word(row[6]),
            })
        };
        Ok(events.rows().filter_map(happening).collect())
    }

    /// What the axis of time is called: years, or rounds where the scenario knows no years.
    pub fn clock(&self) -> &'static str {
        let plain = self.rounds.iter().zip(&self.years).all(|(round, year)| f64::from(*round) == *year);
        if plain { "round" } else { "year" }
    }

    /// Title and directory, where two are to be told apart.
    pub fn named_by_directory(&self) -> String {
        format!("{} ({})", self.about.title, self.directory)
    }

    /// A state by its name.
    pub fn state(&self, name: &str) -> Option<usize> {
        self.states.iter().position(|there| there == name)
    }

    /// States by name.
    ///
    /// # Errors
    /// There is no such state; the nearest name is offered.
    pub fn named(&self, names: &[String]) -> Result<Vec<usize>, PlotError> {
        let find = |name: &String| {
            self.state(name).or_else(|| self.state(name.trim())).ok_or_else(|| {
                let known = || self.states.iter().map(String::as_str);
                PlotError::UnknownState {
                    name: name.clone(),
                    hint: did_you_mean(nearest(name, known())),
                    known: listed(known()),
                }
            })
        };
        let mut states = names.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        let mut seen = vec![false; self.states.len()];
        states.retain(|&state| !std::mem::replace(&mut seen[state], true));
        Ok(states)
    }

    /// So many states to look at where none is named: those that events befall, then the most powerful.
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

    /// Is an intervention a state's entering or leaving the world?
    pub fn comes_or_goes(&self, mark: &Mark) -> bool {
        let kinds = [EventKind::StateEntered, EventKind::StateLeft];
        let moves = self.happenings.iter().filter(|h| h.year == mark.year && kinds.contains(&h.kind));
        mark.states.iter().all(|state| moves.clone().any(|happening| happening.a == *state))
    }

    /// Interventions of the scenario, each once.
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

    /// Every run and round read, by their places.
    pub fn places(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let rounds = self.rounds.len();
        (0..self.runs.len()).flat_map(move |run| (0..rounds).map(move |round| (run, round)))
    }

    /// The outcome measures: columns of `outcomes` with their meaning and unit.
    pub fn measures(&self) -> impl Iterator<Item = &Field> {
        self.outcomes.fields().iter().filter(|field| OUTCOMES.iter().any(|outcome| outcome.name == field.name))
    }

    /// A column that was wanted; missing everywhere where it was not.
    pub fn series(&self, column: &str) -> Series<'_> {
        Series { data: self, at: self.table.position(column) }
    }

    /// The word in a column of words.
    pub fn word(&self, column: &str, run: usize, round: usize, state: usize) -> Option<&str> {
        self.table.word(self.series(column).at(run, round, state))
    }
}

impl Series<'_> {
    /// Value, by the places of run, round and state; missing where the state is not in the world.
    pub fn at(&self, run: usize, round: usize, state: usize) -> f64 {
        let Data { rounds, states, index, table, .. } = self.data;
        let row = index[(run * rounds.len() + round) * states.len() + state];
        match self.at {
            Some(at) if row != ABSENT => table.cell(row as usize, at),
            _ => f64::NAN,
        }
    }

    /// Median and bands over runs, round by round.
    pub fn bands(&self, state: usize) -> Vec<Band> {
        let Data { rounds, runs, .. } = self.data;
        (0..rounds.len()).map(|round| band((0..runs.len()).map(|run| self.at(run, round, state)))).collect()
    }

    /// Mean over runs, round by round.
    pub fn means(&self, state: usize) -> Vec<f64> {
        let Data { rounds, runs, .. } = self.data;
        (0..rounds.len()).map(|round| mean((0..runs.len()).map(|run| self.at(run, round, state)))).collect()
    }

    /// Mean over the states present and over runs, round by round.
    pub fn world_means(&self) -> Vec<f64> {
        let Data { rounds, runs, states, .. } = self.data;
        let of_round = |round: usize| {
            mean((0..runs.len()).flat_map(|run| (0..states.len()).map(move |state| self.at(run, round, state))))
        };
        (0..rounds.len()).map(of_round).collect()
    }

    /// Mean over the states present in a run and round.
    pub fn mean(&self, run: usize, round: usize) -> f64 {
        mean((0..self.data.states.len()).map(|state| self.at(run, round, state)))
    }

    /// Every value there is.
    pub fn all(&self) -> impl Iterator<Item = f64> + '_ {
        self.at.into_iter().flat_map(|at| self.data.table.rows().map(move |row| row[at]))
    }
}

/// Mean of the values that are there; missing where none is.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.filter(|v| !v.is_nan()).fold((0.0, 0usize), |(sum, count), v| (sum + v, count + 1));
    if count == 0 { f64::NAN } else { sum / count as f64 }
}

/// The states, and the row of each run, round and state; none where two rows are of the same.
fn by_run_round_state(table: &Table, runs: &BTreeMap<u32, usize>, rounds: &[u32]) -> Option<(Vec<String>, Vec<u32>)> {
    // Words of the table to states, as they first appear.
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

/// `long-telegram` as `Long telegram`.
pub(crate) fn in_words(name: &str) -> String {
    let plain = name.replace(['-', '_'], " ");
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
