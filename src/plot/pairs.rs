//! The relations of one run, by pair and round.

use std::collections::BTreeMap;

use super::PlotError;
use super::lookup::{at_word, by_word};
use crate::output::RunReader;
use crate::record::Table;
use crate::record::words::Stage;

/// The row of a pair that is not in the table.
const ABSENT: u32 = u32::MAX;

/// The relations of one run, by pair.
#[derive(Clone, Debug)]
pub struct Relations {
    /// The index of the run among the runs read.
    pub run: usize,
    /// The two states of each pair.
    pub pairs: Vec<(usize, usize)>,
    table: Table,
    index: Vec<u32>,
}

impl Relations {
    /// Reads the relations of `run` in the given rounds, or returns `None` if pairs.csv does not have rows of it.
    pub(super) fn read(
        reader: &RunReader,
        run: u32,
        rounds: &[u32],
        states: &[String],
    ) -> Result<Option<Self>, PlotError> {
        // A world of one state, or of states out of each other's reach.
        if reader.is_empty("pairs") {
            return Ok(None);
        }
        let table = reader.columns("pairs", &Self::COLUMNS, |row| {
            row[0] == f64::from(run) && rounds.binary_search(&(row[1] as u32)).is_ok()
        })?;
        if table.is_empty() {
            return Ok(None);
        }
        let stage = Self::COLUMNS.len() - 1;
        if table.rows().any(|row| row[stage].is_nan()) {
            return Err(reader.damaged("pairs", "a row lacks its stage").into());
        }
        Ok(Some(Self::of(table, rounds, states)))
    }

    /// The relations in a table with [`Self::COLUMNS`], of one run.
    pub(super) fn of(table: Table, rounds: &[u32], states: &[String]) -> Self {
        let mut pairs = Vec::new();
        let mut place = BTreeMap::new();
        let mut rows = Vec::new();
        let by_word = by_word(&table, |word| states.iter().position(|state| state == word));
        for (number, row) in table.rows().enumerate() {
            let (Some(a), Some(b)) = (at_word(&by_word, row[2]), at_word(&by_word, row[3])) else { continue };
            let Ok(round) = rounds.binary_search(&(row[1] as u32)) else { continue };
            let pair = *place.entry((a, b)).or_insert_with(|| {
                pairs.push((a, b));
                pairs.len() - 1
            });
            rows.push((round, pair, number as u32));
        }
        let mut index = vec![ABSENT; rounds.len() * pairs.len()];
        for (round, pair, number) in rows {
            index[round * pairs.len() + pair] = number;
        }
        Self { run: 0, pairs, table, index }
    }

    pub(super) const COLUMNS: [&'static str; 13] = [
        "run",
        "round",
        "a",
        "b",
        "posture_a",
        "posture_b",
        "belief_a",
        "belief_b",
        "trade",
        "people",
        "security",
        "alliance",
        "stage",
    ];

    fn cell(&self, round: usize, pair: usize, column: &str) -> f64 {
        let row = self.index[round * self.pairs.len() + pair];
        let at = Self::COLUMNS.iter().position(|there| *there == column);
        match at {
            Some(at) if row != ABSENT => self.table.cell(row as usize, at),
            _ => f64::NAN,
        }
    }

    /// The posture of each side toward the other. Missing if one is not in the world.
    pub fn posture(&self, round: usize, pair: usize) -> [f64; 2] {
        ["posture_a", "posture_b"].map(|column| self.cell(round, pair, column))
    }

    /// The beliefs of each side about the other's posture.
    pub fn belief(&self, round: usize, pair: usize) -> [f64; 2] {
        ["belief_a", "belief_b"].map(|column| self.cell(round, pair, column))
    }

    /// Ties in the three layers: trade, people and institutions, security.
    pub fn ties(&self, round: usize, pair: usize) -> [f64; 3] {
        ["trade", "people", "security"].map(|column| self.cell(round, pair, column))
    }

    /// Returns true if the two are allied.
    pub fn allied(&self, round: usize, pair: usize) -> bool {
        self.cell(round, pair, "alliance") == 1.0
    }

    /// The stage of a dispute; calm if one of the two is not in the world.
    pub fn stage(&self, round: usize, pair: usize) -> Stage {
        self.table.word(self.cell(round, pair, "stage")).and_then(Stage::named).unwrap_or_default()
    }
}
