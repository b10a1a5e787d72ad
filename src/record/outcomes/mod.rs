//! The outcome measures of a scenario's runs: those that every run has (`summary`), and its own.
//!
//! An outcome of one's own is an expression over the tables of a run. The scenario is read into the types here; this
//! module works them out while a run goes, so that no table need be kept:
//!
//! ```text
//! outcome   numbers, calls and other outcomes, with + - * / < <= > >= == != && || ! and parentheses
//! call      FUNCTION(series, …)       over the rows of a table in the rounds that count
//! series    numbers and columns, with the same operators
//! ```
//!
//! A row is left out if a cell that a call reads is missing. An outcome is missing if a call in it is, or if the result
//! is not finite. A comparison gives 1 or 0.

pub(crate) mod call;
pub(crate) mod formula;
pub(crate) mod sums;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::labels::Labels;
use super::summary::{OUTCOMES, outcomes, range_of};
use super::table::Field;
use super::tally::Tally;
use crate::model::World;
use call::{Call, Round};
use formula::{Formula, Term};
use sums::Sums;

/// An outcome of one's own.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    /// The name: its column in `runs.csv`.
    pub(crate) name: String,
    /// The expression as written.
    pub(crate) expression: String,
    /// The unit of its values, in words.
    pub(crate) unit: String,
    pub(crate) calls: Vec<Call>,
    pub(crate) formula: Formula<Part>,
}

/// A part of an outcome.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// A call, by its number.
    Call(usize),
    /// Another outcome, by its place among all.
    Outcome(usize),
}

/// The outcome measures of a scenario: those of every run, then its own in the order of the scenario.
#[derive(Clone, Debug, Default)]
pub struct Outcomes {
    own: Arc<[Own]>,
}

impl Outcomes {
    pub(crate) fn with(own: Vec<Own>) -> Self {
        Self { own: own.into() }
    }

    /// The number of outcome measures.
    #[allow(clippy::len_without_is_empty)] // every run has some
    pub fn len(&self) -> usize {
        OUTCOMES.len() + self.own.len()
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        OUTCOMES.iter().map(|outcome| outcome.name).chain(self.own.iter().map(|own| own.name.as_str()))
    }

    /// The place of an outcome measure, by its name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names().position(|there| there == name)
    }

    /// The columns of `runs.csv`: name, unit and meaning of each.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        let of_every_run = OUTCOMES.iter().map(|outcome| Field::number(outcome.name, outcome.unit, outcome.meaning));
        of_every_run.chain(self.own_fields())
    }

    /// The columns of the scenario's own.
    pub(crate) fn own_fields(&self) -> impl Iterator<Item = Field> {
        self.own.iter().map(|own| Field::number(own.name.clone(), own.unit.clone(), own.expression.clone()))
    }

    /// The lowest and the highest possible value of an outcome measure, or `None` if it is not bounded.
    pub fn range(&self, at: usize) -> Option<(f64, f64)> {
        let own = || Some(self.own.get(at.checked_sub(OUTCOMES.len())?)?.unit.as_str());
        range_of(OUTCOMES.get(at).map(|outcome| outcome.unit).or_else(own)?)
    }

    /// The same for runs that end after another number of rounds: the last rounds are those of such a run.
    pub(crate) fn ending_after(&self, rounds: u32) -> Self {
        let mut own = self.own.to_vec();
        for call in own.iter_mut().flat_map(|own| &mut own.calls) {
            if let Some(many) = call.last {
                call.window = call::last_of(rounds, many);
            }
        }
        Self::with(own)
    }

    /// The first of the scenario's own that counts rounds up to a checkpoint's which the checkpoint did not follow.
    pub(crate) fn without_past(&self, kept: &[KeptCall], round: u32) -> Option<&str> {
        let lacks = |own: &&Own| {
            let mut calls = own.calls.iter().enumerate();
            calls.any(|(number, call)| call.window.0 <= round && find(kept, own, number, call).is_none())
        };
        self.own.iter().find(lacks).map(|own| own.name.as_str())
    }

    /// Those of both that are the same: of every run, and the own ones of this scenario that the other has too.
    pub(crate) fn shared(&self, other: &Self) -> Self {
        let mut kept: Vec<Own> = Vec::new();
        // The new place of each own outcome, for those that use it.
        let mut places: Vec<Option<usize>> = Vec::new();
        for own in &self.own[..] {
            let same = other.own.iter().any(|there| there.name == own.name && there.expression == own.expression);
            let place = |part: Part| match part {
                Part::Outcome(at) if at >= OUTCOMES.len() => *places.get(at - OUTCOMES.len())?,
                Part::Outcome(at) => Some(at),
                Part::Call(_) => Some(0),
            };
            let uses_shared = own.formula.operands().all(|part| place(part).is_some());
            let is_shared = same && uses_shared;
            if is_shared {
                let moved = |part: Part| match part {
                    Part::Outcome(_) => Part::Outcome(place(part).unwrap_or_default()),
                    call @ Part::Call(_) => call,
                };
                kept.push(Own { formula: own.formula.with(moved), ..own.clone() });
            }
            places.push(is_shared.then(|| OUTCOMES.len() + kept.len() - 1));
        }
        Self::with(kept)
    }
}

/// The sums of a scenario's own outcomes in a run so far.
#[derive(Clone, Debug)]
pub(crate) struct Following {
    outcomes: Outcomes,
    /// By outcome and call.
    sums: Vec<Vec<Sums>>,
    /// By number of a word, that of the first word with the same text.
    words: Vec<u32>,
    /// The last round that was added.
    round: u32,
}

/// The sums of a call, as a checkpoint keeps them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptCall {
    expression: String,
    call: u32,
    window: (u32, u32),
    /// The last round that the sums know.
    round: u32,
    sums: Sums,
}

impl Following {
    /// Begins before the first round.
    pub(crate) fn new(outcomes: Outcomes, labels: &Labels) -> Self {
        let words = if outcomes.own.is_empty() { Vec::new() } else { first_of_each(&labels.words()) };
        let sums = outcomes.own.iter().map(|own| vec![Sums::default(); own.calls.len()]).collect();
        Self { outcomes, sums, words, round: 0 }
    }

    /// Takes over what a checkpoint kept.
    pub(crate) fn resume(outcomes: Outcomes, labels: &Labels, kept: &[KeptCall]) -> Self {
        let mut all = Self::new(outcomes, labels);
        for (own, sums) in all.outcomes.own.iter().zip(&mut all.sums) {
            for (number, (call, sums)) in own.calls.iter().zip(sums).enumerate() {
                if let Some(there) = find(kept, own, number, call) {
                    sums.clone_from(&there.sums);
                }
            }
        }
        all
    }

    /// Adds the world before its first round or after a round.
    pub(crate) fn observe(
        &mut self,
        (common, with_modularity): ([f64; 3], bool),
        world: &World,
        labels: &Labels,
        tally: &Tally,
    ) {
        let round = world.round;
        self.round = round;
        let due = |own: &Own| own.calls.iter().any(|call| call.counts(round));
        if !self.outcomes.own.iter().any(due) {
            return;
        }
        let view = Round::of(common, world, &tally.last, (labels, &self.words), with_modularity);
        for (own, sums) in self.outcomes.own.iter().zip(&mut self.sums) {
            for (call, sums) in own.calls.iter().zip(sums).filter(|(call, _)| call.counts(round)) {
                call.observe(sums, &view);
            }
        }
    }

    /// Every outcome measure, in the order of [`Outcomes`].
    pub(crate) fn values(&self, tally: &Tally) -> Vec<f64> {
        let mut values: Vec<f64> = outcomes(tally).collect();
        for (own, sums) in self.outcomes.own.iter().zip(&self.sums) {
            let part = |part| match part {
                Part::Call(call) => {
                    own.calls.get(call).zip(sums.get(call)).map(|(call, sums)| sums.value(call.function))
                }
                Part::Outcome(at) => values.get(at).copied(),
            };
            let number = |which| part(which).unwrap_or(f64::NAN);
            let missing = own.formula.operands().any(|which| number(which).is_nan());
            let value = match own.formula.value(|which| Term::Number(number(which))) {
                Term::Number(value) if value.is_finite() && !missing => value,
                Term::Truth(holds) if !missing => f64::from(u8::from(holds)),
                _ => f64::NAN,
            };
            values.push(value);
        }
        values
    }

    /// The sums for a checkpoint.
    pub(crate) fn kept(&self) -> Vec<KeptCall> {
        let of = |(own, sums): (&Own, &Vec<Sums>)| {
            let calls = own.calls.iter().zip(sums).enumerate();
            let kept = |(number, (call, sums)): (usize, (&Call, &Sums))| KeptCall {
                expression: own.expression.clone(),
                call: number as u32,
                window: call.window,
                round: self.round,
                sums: sums.clone(),
            };
            calls.map(kept).collect::<Vec<_>>()
        };
        self.outcomes.own.iter().zip(&self.sums).flat_map(of).collect()
    }
}

fn find<'a>(kept: &'a [KeptCall], own: &Own, number: usize, call: &Call) -> Option<&'a KeptCall> {
    let same = |there: &&KeptCall| there.expression == own.expression && there.call as usize == number;
    // Of a run that goes on for longer, only the rounds up to the checkpoint must be the same.
    let up_to = |window: (u32, u32), round: u32| (window.0, window.1.min(round));
    kept.iter().filter(same).find(|there| up_to(there.window, there.round) == up_to(call.window, there.round))
}

/// By number of a word, that of the first word with the same text.
fn first_of_each(words: &[String]) -> Vec<u32> {
    let mut first = std::collections::BTreeMap::new();
    words.iter().enumerate().map(|(number, word)| *first.entry(word).or_insert(number as u32)).collect()
}
