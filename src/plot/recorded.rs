//! The data of figures from runs in memory, finished or under way.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::data::{Data, EVENTS, Wanted, by_run_round_state};
use super::pairs::Relations;
use crate::output::about::About;
use crate::record::{Field, RunRecord, Table};

impl Data {
    /// The data of some runs of one scenario, of which the first is shown round by round. Of runs under way the rounds so
    /// far are there. Returns `None` without a run, or before the first round.
    ///
    /// `measures` are the outcome measures of the scenario.
    pub(crate) fn of_runs(
        about: About,
        records: &[&RunRecord],
        measures: Vec<Field>,
        wanted: &Wanted<'_>,
    ) -> Option<Self> {
        let longest = records.iter().map(|record| &record.world).max_by_key(|world| world.len())?;
        let clock = select([longest], &["round", "year"])?;
        let (rounds, years): (Vec<u32>, Vec<f64>) = clock.rows().map(|row| (row[0] as u32, row[1])).unzip();
        let runs: Vec<u32> = records.iter().map(|record| record.run).collect();
        let place: BTreeMap<u32, usize> = runs.iter().enumerate().map(|(at, &run)| (run, at)).collect();
        let mut columns = vec!["run", "round", "state"];
        columns.extend(&wanted.columns);
        let table = select(records.iter().map(|record| &record.states), &columns)?;
        let (states, index) = by_run_round_state(&table, &place, &rounds)?;
        let finished = records.iter().map(|record| &record.runs).filter(|runs| !runs.is_empty());
        let outcomes = finished.clone().next().or(records.first().map(|record| &record.runs))?;
        let outcomes = Table::new(outcomes.fields().into(), outcomes.words().into());
        let outcomes = finished.fold(outcomes, |mut all, runs| {
            all.push(runs.cells().iter().copied());
            all
        });
        let mut data = Self {
            about,
            directory: String::new(),
            runs_held: runs.len() as u32,
            runs,
            rounds,
            years,
            states,
            happenings: Vec::new(),
            relations: None,
            thinned: 1,
            outcomes,
            measures,
            table,
            index,
        };
        let most = if wanted.first_events { 1 } else { records.len() };
        let events = records.iter().take(most).filter_map(|record| record.events.as_ref());
        if let Some(events) = select(events, &EVENTS) {
            data.happenings = data.happenings_of(&events, |row| place.get(&(row[0] as u32)).copied());
        }
        if wanted.pairs
            && let Some(pairs) = records.first().and_then(|record| record.pairs.as_ref())
            && let Some(table) = select([pairs], &Relations::COLUMNS).filter(|table| !table.is_empty())
        {
            data.relations = Some(Relations::of(table, &data.rounds, &data.states));
        }
        Some(data)
    }
}

/// Some columns of several tables with the same columns and words, one after the other. Returns `None` without a table, or
/// if a column does not exist.
fn select<'a>(tables: impl IntoIterator<Item = &'a Table>, columns: &[&str]) -> Option<Table> {
    let mut tables = tables.into_iter().peekable();
    let first = *tables.peek()?;
    let places = columns.iter().map(|name| first.position(name)).collect::<Option<Vec<usize>>>()?;
    let fields: Vec<Field> = places.iter().map(|&at| first.fields()[at].clone()).collect();
    let mut all = Table::new(fields.into(), Arc::from(first.words()));
    for table in tables {
        // Replicates that draw their own world have the same names in the same order, so their words are the same.
        debug_assert_eq!(table.words(), first.words());
        for row in table.rows() {
            all.push(places.iter().map(|&at| row[at]));
        }
    }
    Some(all)
}
