//! A call such as `mean(states.USA.wealth, last 20)`: what it reads in each round, and what it adds up.

use super::super::counts::{Counts, present_pairs};
use super::super::labels::Labels;
use super::super::words::EventKind;
use super::super::{events, pairs, states, world};
use super::formula::{Formula, Term};
use super::sums::{Function, Sums};
use crate::model::{Event, StateId, World};

/// A call: a function of a series, over some rounds.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) function: Function,
    pub(crate) rows: Rows,
    /// The values, or the conditions of a function that takes conditions.
    pub(crate) series: Formula<Operand>,
    /// Rows in which this does not hold are left out.
    pub(crate) only_where: Option<Formula<Operand>>,
    /// The first and the last round that count.
    pub(crate) window: (u32, u32),
    /// The number of last rounds that count, if the call asks for the last ones.
    pub(crate) last: Option<u32>,
}

/// The last rounds of a run, this many: the first and the last of them. The world before the first round is not among them.
pub(crate) fn last_of(rounds: u32, many: u32) -> (u32, u32) {
    (rounds.saturating_sub(many - 1).max(1), rounds)
}

/// The rows that a call reads in each round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// One row a round: of the world, and of states and pairs that are named.
    Rounds,
    /// The states that are present.
    States,
    /// Pairs of states that are present.
    Pairs(Between),
    /// Events of a kind, or of all kinds.
    Events(Option<EventKind>, Between),
}

/// The states that pairs and events must involve, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Between {
    Any,
    One(u32),
    Both(u32, u32),
}

/// A column of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operand {
    pub(crate) cell: Cell,
    /// Whether its cells are words.
    pub(crate) is_word: bool,
}

/// Where the cell of a column is. Columns are numbered after those that every table of rounds begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// A column that every table of rounds begins with.
    Common(usize),
    World(usize),
    State(u32, usize),
    Pair([u32; 2], usize),
    /// A column of the rows.
    Row(usize),
    /// True in every row.
    Every,
}

/// A round as calls read it.
pub(crate) struct Round<'a> {
    common: [f64; 3],
    of_world: &'a World,
    labels: &'a Labels,
    /// The number by which a word is compared: that of the first word with the same text.
    words: &'a [u32],
    world: world::Round<'a>,
    states: states::Cells<'a>,
    pairs: pairs::Cells<'a>,
}

impl<'a> Round<'a> {
    pub(crate) fn of(
        common: [f64; 3],
        of_world: &'a World,
        counts: &'a Counts,
        (labels, words): (&'a Labels, &'a [u32]),
        with_modularity: bool,
    ) -> Self {
        let world = world::Round::of(of_world, counts, with_modularity);
        let (states, pairs) = (states::Cells::of(of_world, labels), pairs::Cells::of(of_world, labels));
        Self { common, of_world, labels, words, world, states, pairs }
    }

    fn is_present(&self, state: u32) -> bool {
        self.of_world.states.present.get(state as usize).copied().unwrap_or(false)
    }

    fn cell(&self, cell: Cell, row: &Row) -> f64 {
        match (cell, row) {
            (Cell::Common(column), _) => self.common[column],
            (Cell::World(column), _) => self.world.cell(column),
            (Cell::State(state, column), _) if self.is_present(state) => self.states.cell(state as usize, column),
            (Cell::Pair([low, high], column), _) if self.is_present(low) && self.is_present(high) => {
                let link = self.of_world.topology.find(StateId(low), StateId(high));
                let pair = link.map(|link| (link.pair.index(), low as usize, high as usize));
                pair.map_or(f64::NAN, |pair| self.pairs.cell(pair, column))
            }
            (Cell::Row(column), Row::State(state)) => self.states.cell(*state, column),
            (Cell::Row(column), Row::Pair(pair)) => self.pairs.cell(*pair, column),
            (Cell::Row(column), Row::Event(event)) => event.get(column).copied().unwrap_or(f64::NAN),
            _ => f64::NAN,
        }
    }

    /// The value of a formula in a row; `None` if a cell that it reads is missing, or if the value is not finite.
    fn value(&self, formula: &Formula<Operand>, row: &Row) -> Option<Term> {
        let term = |operand: Operand| match self.cell(operand.cell, row) {
            _ if operand.cell == Cell::Every => Term::Truth(true),
            cell if cell.is_nan() => Term::Neither,
            cell if operand.is_word => Term::Word(self.words.get(cell as usize).copied().unwrap_or(u32::MAX)),
            cell => Term::Number(cell),
        };
        if formula.operands().any(|operand| term(operand) == Term::Neither) {
            return None;
        }
        Some(formula.value(term)).filter(|value| !matches!(value, Term::Number(x) if !x.is_finite()))
    }

    /// Passes on the rows of a round.
    fn each(&self, rows: Rows, mut take: impl FnMut(Row)) {
        match rows {
            Rows::Rounds => take(Row::Round),
            Rows::States => self.states.present().for_each(|state| take(Row::State(state))),
            Rows::Pairs(Between::Both(a, b)) => {
                let (low, high) = (a.min(b), a.max(b));
                if let Some(link) = self.of_world.topology.find(StateId(low), StateId(high))
                    && self.is_present(low)
                    && self.is_present(high)
                {
                    take(Row::Pair((link.pair.index(), low as usize, high as usize)));
                }
            }
            Rows::Pairs(between) => present_pairs(self.of_world)
                .filter(|&(_, i, j)| between.holds(i as u32, Some(j as u32)))
                .for_each(|pair| take(Row::Pair(pair))),
            Rows::Events(kind, between) => {
                let wanted = |event: &&Event| kind.is_none_or(|kind| event.kind == kind);
                let of = |event: &&Event| between.holds(event.a.0, event.b.map(|b| b.0));
                for event in self.of_world.events.iter().filter(wanted).filter(of) {
                    take(Row::Event(events::row(event, self.labels)));
                }
            }
        }
    }
}

/// A row of a call.
enum Row {
    Round,
    State(usize),
    Pair((usize, usize, usize)),
    Event([f64; 6]),
}

impl Between {
    fn holds(self, a: u32, b: Option<u32>) -> bool {
        match self {
            Self::Any => true,
            Self::One(one) => a == one || b == Some(one),
            Self::Both(one, other) => b.is_some_and(|b| (a, b) == (one, other) || (b, a) == (one, other)),
        }
    }
}

impl Call {
    /// Returns true if the world before the first round or after a round counts.
    pub(super) fn counts(&self, round: u32) -> bool {
        (self.window.0..=self.window.1).contains(&round)
    }

    /// Adds the rows of a round.
    pub(super) fn observe(&self, sums: &mut Sums, round: &Round<'_>) {
        round.each(self.rows, |row| {
            if let Some(condition) = &self.only_where
                && round.value(condition, &row) != Some(Term::Truth(true))
            {
                return;
            }
            match round.value(&self.series, &row) {
                Some(Term::Number(value)) => sums.add(round.common[1], value),
                Some(Term::Truth(holds)) => sums.add_truth(holds),
                _ => {}
            }
        });
    }
}
