//! A run as a panel: the same rows as the record, with what the run did in the place of what happened.
//!
//! What a run does not decide stays that of the record: contiguity, distance, which pairs are relevant, great powers.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::derived;
use super::panel::{Panel, Rows};
use crate::model::pairs::Stage;
use crate::record::chronicle::{Chronicle, KEPT, REMOVALS, Turn};

/// Variables of states that a run has in the place of the record's, with the kept column that they come from.
const STATES: [(&str, &str); 8] = [
    ("system", "system"),
    ("referent", "referent"),
    ("securitisation", "securitisation"),
    ("civil_provision", "civil_capacity"),
    ("military_executive", "security_rank"),
    ("population", "population"),
    ("wealth_per_head", "wealth_per_head"),
    ("wealth", "wealth"),
];
/// Variables that do not depend on the run, and so stay those of the record.
const FIXED_OF_STATES: [&str; 1] = ["major"];
const FIXED_OF_PAIRS: [&str; 3] = ["contiguity", "distance", "relevant"];

/// The causes of a change of the political system: drift toward governance, diffusion from neighbours, development, and
/// the jumps of coups and collapses. What is left is noise, and what the scenario sets.
pub const CAUSES: [&str; 5] = ["drift", "diffusion", "development", "coup", "collapse"];

/// The rows of the record that a scenario is compared on, and where a run has them.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The record of the scenario's states, in its years. The first year has no disputes, because a run begins there.
    pub record: Panel,
    /// The number in the scenario of each state of the panel.
    in_scenario: BTreeMap<u32, usize>,
    /// The fixed variables, ready to be filled up by a run.
    empty: Panel,
    years: RangeInclusive<i32>,
}

impl Frame {
    /// The frame of a scenario: `states` are the numbers in the panel of its states, in the order of the scenario;
    /// `None` for a state that the record does not have.
    pub fn new(record: &Panel, states: &[Option<u32>], years: RangeInclusive<i32>) -> Self {
        let in_scenario: BTreeMap<u32, usize> =
            states.iter().enumerate().filter_map(|(at, state)| state.map(|state| (state, at))).collect();
        let mut record = record.window(years.clone(), |state| in_scenario.contains_key(&state));
        for (rows, names) in [(&mut record.states, &["onsets"][..]), (&mut record.pairs, &["onset", "war_onset"])] {
            for name in names {
                silence(rows, name, *years.start());
            }
        }
        let mut empty = record.clone();
        let only = |rows: &Rows, kept: &[&str]| rows.with_columns(|name| kept.contains(&name));
        (empty.states, empty.pairs) = (only(&record.states, &FIXED_OF_STATES), only(&record.pairs, &FIXED_OF_PAIRS));
        Self { record, in_scenario, empty, years }
    }

    /// A run as a panel.
    pub fn panel(&self, run: &Chronicle) -> Panel {
        let mut panel = self.empty.clone();
        let observations = Self::observations(run);
        self.fill_states(&mut panel.states, run, &observations);
        self.fill_pairs(&mut panel.pairs, run, &observations);
        for (name, of) in [("onsets", "onset"), ("rivals", "rivalry"), ("allies", "ally")] {
            let mut counts = derived::counts(&panel.states, &panel.pairs, of);
            if name == "onsets" {
                let years = (0..counts.len()).map(|row| panel.states.year(row));
                let first = *self.years.start();
                counts
                    .iter_mut()
                    .zip(years)
                    .filter(|(_, year)| *year == first)
                    .for_each(|(count, _)| *count = f64::NAN);
            }
            panel.states.set(name, counts);
        }
        derived::give_both_sides(&mut panel);
        panel
    }

    /// The change of the political system by each of [`CAUSES`] in every row of states, summed over the rounds of the
    /// year; 0 while a state is not in the world.
    pub(super) fn causes(&self, run: &Chronicle) -> [Vec<f64>; CAUSES.len()] {
        let rows = &self.record.states;
        let mut sums = std::array::from_fn(|_| vec![0.0; rows.len()]);
        let slow = ["system_drift", "system_diffusion", "system_development"].map(place);
        for (at, year) in run.years.iter().enumerate() {
            for (state, i) in &self.in_scenario {
                let Some(row) = rows.find([*state; 2], year.floor() as i32) else { continue };
                let jumps = (0..REMOVALS.len()).map(|removal| run.jump(removal, at, *i));
                for (sums, change) in
                    sums.iter_mut().zip(slow.map(|kept| run.value(kept, at, *i)).into_iter().chain(jumps))
                {
                    let sums: &mut Vec<f64> = sums;
                    sums[row] += if change.is_nan() { 0.0 } else { change };
                }
            }
        }
        sums
    }

    /// The last observation of every year.
    fn observations(run: &Chronicle) -> BTreeMap<i32, usize> {
        run.years.iter().enumerate().map(|(at, year)| (year.floor() as i32, at)).collect()
    }

    fn fill_states(&self, rows: &mut Rows, run: &Chronicle, observations: &BTreeMap<i32, usize>) {
        let places: Vec<Option<(usize, usize)>> = (0..rows.len())
            .map(|row| {
                let state = self.in_scenario.get(&rows.unit(row)[0])?;
                Some((*observations.get(&rows.year(row))?, *state))
            })
            .collect();
        let value = |column: usize, row: usize| places[row].map_or(f64::NAN, |(at, i)| run.value(column, at, i));
        for (variable, kept) in STATES {
            rows.set(variable, (0..rows.len()).map(|row| value(place(kept), row)).collect());
        }
        // A soldier costs what a head earns: arms are in units of wealth.
        let (arms, earned) = (place("military"), place("wealth_per_head"));
        rows.set("soldiers", (0..rows.len()).map(|row| value(arms, row) / value(earned, row)).collect());
        // The share of the power of all states in the world.
        let power = place("power");
        let sums: Vec<f64> = (0..run.years.len())
            .map(|at| (0..run.states()).map(|i| run.value(power, at, i)).filter(|x| !x.is_nan()).sum())
            .collect();
        let share = |row: usize| places[row].map_or(f64::NAN, |(at, i)| run.value(power, at, i) / sums[at]);
        rows.set("capability", (0..rows.len()).map(share).collect());
    }

    fn fill_pairs(&self, rows: &mut Rows, run: &Chronicle, observations: &BTreeMap<i32, usize>) {
        let n = rows.len();
        let missing = || vec![f64::NAN; n];
        let (mut onset, mut ongoing, mut hostility) = (missing(), missing(), missing());
        let (mut war_onset, mut war_ongoing) = (missing(), missing());
        let (mut rivalry, mut peace, mut ally) = (missing(), missing(), missing());
        let (mut past, mut quiet) = (missing(), missing());
        let turns = by_pair(run);
        let year_of: Vec<i32> = run.years.iter().map(|year| year.floor() as i32).collect();
        let record = &self.record.pairs;
        for ([low, high], span) in self.record.pairs.spans() {
            let sides = [low, high].map(|state| self.in_scenario.get(&state).copied());
            let [Some(a), Some(b)] = sides else { continue };
            let Some(turns) = turns.get(&(a.min(b) as u32, a.max(b) as u32)) else { continue };
            let heights = heights(turns);
            let mut next = 0;
            // A dispute makes a rivalry at once, so the rivalry of a year is that at its beginning.
            let mut rivals_before = turns.first().is_some_and(|turn| turn.now.rivals);
            // The year of the last dispute before the run, where the record knows one.
            let mut last = Some(span.start)
                .filter(|&row| !record.value("past", row).is_nan())
                .map(|row| record.year(row) - record.value("quiet", row) as i32 - 1);
            let first = record.year(span.start);
            for row in span {
                let year = record.year(row);
                let Some(&at) = observations.get(&year) else { continue };
                let (mut began, mut war_began, mut height) = (false, false, f64::NAN);
                let mut fought = false;
                while next < turns.len() && turns[next].at as usize <= at {
                    let turn = turns[next];
                    if year_of[turn.at as usize] == year {
                        began |= turn.dispute_began;
                        war_began |= turn.war_began;
                        fought |= turn.reached == Stage::War;
                        if turn.dispute_began {
                            height = heights[next];
                        }
                    }
                    next += 1;
                }
                let is_present = [a, b].iter().all(|&i| !run.value(0, at, i).is_nan());
                let Some(turn) = next.checked_sub(1).map(|at| turns[at]).filter(|_| is_present) else { continue };
                let flag = |on: bool| f64::from(u8::from(on));
                let begins = year > *self.years.start();
                onset[row] = if begins { flag(began) } else { f64::NAN };
                war_onset[row] = if begins { flag(war_began) } else { f64::NAN };
                ongoing[row] = flag(began || turn.now.stage > Stage::Calm);
                war_ongoing[row] = flag(fought || turn.now.stage == Stage::War);
                hostility[row] = height;
                rivalry[row] = flag(rivals_before);
                rivals_before = turn.now.rivals;
                // The record codes one pair in twelve: those that have much to do with each other.
                let is_coded = !record.value("peace", row).is_nan();
                peace[row] = if is_coded { f64::from(turn.now.peace) / 4.0 } else { f64::NAN };
                ally[row] = flag(turn.now.allied);
                past[row] = flag(last.is_some_and(|last| year - last <= derived::RECENT));
                quiet[row] = f64::from(year - last.unwrap_or(first - 1) - 1);
                if began && begins {
                    last = Some(year);
                }
            }
        }
        for (name, values) in [
            ("onset", onset),
            ("ongoing", ongoing),
            ("hostility_a", hostility.clone()),
            ("hostility_b", hostility),
            ("war_onset", war_onset),
            ("war_ongoing", war_ongoing),
            ("rivalry", rivalry),
            ("peace", peace),
            ("ally", ally),
            ("past", past),
            ("quiet", quiet),
        ] {
            rows.set(name, values);
        }
    }
}

/// The place of a kept column.
fn place(name: &str) -> usize {
    KEPT.iter().position(|kept| *kept == name).unwrap_or_default()
}

/// Makes a variable missing in a year.
fn silence(rows: &mut Rows, name: &'static str, year: i32) {
    if let Some(column) = rows.column(name) {
        let values = (0..rows.len()).map(|row| if rows.year(row) == year { f64::NAN } else { column[row] }).collect();
        rows.set(name, values);
    }
}

/// The turns of every pair, in order.
fn by_pair(run: &Chronicle) -> BTreeMap<(u32, u32), Vec<Turn>> {
    let mut all: BTreeMap<(u32, u32), Vec<Turn>> = BTreeMap::new();
    for turn in &run.turns {
        all.entry((turn.a, turn.b)).or_default().push(*turn);
    }
    all
}

/// The highest hostility that the dispute of each turn reaches until it ends: 3 display, 4 force, 5 war.
fn heights(turns: &[Turn]) -> Vec<f64> {
    let mut heights = vec![f64::NAN; turns.len()];
    let mut top = Stage::Calm;
    for (at, turn) in turns.iter().enumerate().rev() {
        // A dispute that began in the next turn is another one if this turn ended calm.
        top = if turn.now.stage == Stage::Calm { turn.reached } else { top.max(turn.reached) };
        heights[at] = match top {
            Stage::Calm => f64::NAN,
            Stage::Dispute => 3.0,
            Stage::Crisis => 4.0,
            Stage::War => 5.0,
        };
        // What was before belongs to an earlier dispute, also if that ended in the same round.
        if turn.dispute_began {
            top = Stage::Calm;
        }
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::chronicle::Relation;

    #[test]
    fn each_dispute_has_the_height_that_it_reached_itself() {
        let turn = |at: u32, dispute_began: bool, reached: Stage, stage: Stage| Turn {
            at,
            a: 0,
            b: 1,
            now: Relation { peace: 2, rivals: false, allied: false, stage },
            dispute_began,
            reached,
            war_began: reached == Stage::War,
        };
        let turns = [
            turn(1, true, Stage::Dispute, Stage::Dispute),
            turn(2, false, Stage::Crisis, Stage::Crisis),
            turn(3, false, Stage::Calm, Stage::Calm),
            // Begins and ends in one round.
            turn(4, true, Stage::Dispute, Stage::Calm),
            turn(6, true, Stage::Dispute, Stage::Dispute),
            // The dispute of round 6 ends, and another begins that becomes a war.
            turn(7, true, Stage::Dispute, Stage::Dispute),
            turn(8, false, Stage::War, Stage::War),
        ];
        let begun: Vec<f64> = heights(&turns)
            .into_iter()
            .zip(&turns)
            .filter(|(_, turn)| turn.dispute_began)
            .map(|(top, _)| top)
            .collect();
        assert_eq!(begun, [4.0, 3.0, 3.0, 5.0]);
    }
}
