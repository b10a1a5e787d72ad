//! One replicate of both sides, with the same random numbers.

use crate::batch::{Controls, begin, carry_out};
use crate::record::{Kind, RunRecord, Table};
use crate::scenario::{Scenario, ScenarioErrors};

/// The results kept of a replicate of both sides.
pub(crate) struct Pair {
    /// The number of the replicate.
    pub replicate: u32,
    /// The outcome measures of baseline and treatment, in the order of the scenarios.
    pub outcomes: [Vec<f64>; 2],
    /// `world.csv` of each side.
    pub world: [Table; 2],
    /// `states.csv` of each side.
    pub states: [Table; 2],
    /// The first round in which the two histories differ; `None` if they never do.
    pub parted: Option<u32>,
}

/// Runs a replicate of both sides. Returns `None` if it was cancelled.
pub(crate) fn run(
    sides: [&Scenario; 2],
    replicate: u32,
    controls: &Controls<'_>,
) -> Result<Option<Pair>, ScenarioErrors> {
    let one = |scenario: &Scenario| -> Result<Option<RunRecord>, ScenarioErrors> {
        Ok(carry_out(scenario, begin(scenario, replicate)?, controls).map(|finished| finished.record))
    };
    let (Some(a), Some(b)) = (one(sides[0])?, one(sides[1])?) else { return Ok(None) };
    let parted = parted(&a.states, &b.states);
    let outcomes = [&a, &b].map(|record| record.outcomes().to_vec());
    Ok(Some(Pair { replicate, outcomes, world: [a.world, b.world], states: [a.states, b.states], parted }))
}

/// The indices of the columns for the time: run, round and year.
pub(crate) const ROUND: usize = 1;
/// The number of columns before the measures.
pub(crate) const LEAD: usize = 3;

/// The first round in which the two histories differ in any column of any state.
fn parted(a: &Table, b: &Table) -> Option<u32> {
    let same = |x: &[f64], y: &[f64]| {
        let cells = a.fields().iter().zip(x).zip(y);
        x[ROUND] == y[ROUND]
            && cells.skip(LEAD).all(|((field, &x), &y)| match field.kind {
                // Words may be numbered differently in the other world.
                Kind::Label => a.word(x) == b.word(y),
                _ => x == y || x.is_nan() && y.is_nan(),
            })
    };
    let unlike = a.rows().zip(b.rows()).find(|(x, y)| !same(x, y));
    let round = |row: &[f64]| row[ROUND] as u32;
    match unlike {
        // If a state has left only one side, the next row belongs to a later round.
        Some((x, y)) => Some(round(x).min(round(y))),
        None => a.rows().nth(b.len()).or_else(|| b.rows().nth(a.len())).map(round),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Field;

    fn states(rows: &[(u32, f64, f64)], words: &[&str]) -> Table {
        let mut fields = crate::record::common_fields();
        fields.extend([Field::label("state", ""), Field::number("x", "", "")]);
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let mut table = Table::new(fields.into(), words.into());
        for &(round, state, x) in rows {
            table.push([0.0, f64::from(round), 0.0, state, x]);
        }
        table
    }

    #[test]
    fn histories_part_in_the_first_round_with_another_number() {
        let a = states(&[(0, 0.0, 0.5), (1, 0.0, f64::NAN), (2, 0.0, 0.5)], &["A"]);
        assert_eq!(parted(&a, &a), None);
        let b = states(&[(0, 0.0, 0.5), (1, 0.0, f64::NAN), (2, 0.0, 0.6)], &["A"]);
        assert_eq!(parted(&a, &b), Some(2));
        let missing = states(&[(0, 0.0, 0.5), (1, 0.0, 0.5), (2, 0.0, 0.6)], &["A"]);
        assert_eq!(parted(&b, &missing), Some(1));
    }

    #[test]
    fn a_state_that_leaves_one_side_parts_them_in_that_round() {
        let a = states(&[(0, 0.0, 0.5), (0, 1.0, 0.5), (1, 0.0, 0.5), (1, 1.0, 0.5), (2, 0.0, 0.5)], &["A", "B"]);
        let b = states(&[(0, 0.0, 0.5), (0, 1.0, 0.5), (1, 0.0, 0.5), (2, 0.0, 0.5)], &["A", "B"]);
        assert_eq!((parted(&a, &b), parted(&b, &a)), (Some(1), Some(1)));
        let last = states(&[(0, 0.0, 0.5), (0, 1.0, 0.5), (1, 0.0, 0.5)], &["A", "B"]);
        let both = states(&[(0, 0.0, 0.5), (0, 1.0, 0.5), (1, 0.0, 0.5), (1, 1.0, 0.5)], &["A", "B"]);
        assert_eq!((parted(&last, &both), parted(&both, &last)), (Some(1), Some(1)));
    }

    #[test]
    fn states_are_the_same_by_name_rather_than_by_number() {
        let a = states(&[(0, 0.0, 0.5)], &["A"]);
        assert_eq!(parted(&a, &states(&[(0, 1.0, 0.5)], &["war", "A"])), None);
        assert_eq!(parted(&a, &states(&[(0, 0.0, 0.5)], &["B"])), Some(0));
    }
}
