//! What a measure sees of a round, and what it returns.

use super::cast::{Cast, Toward, Who};
use crate::model::pairs::{Act, Pairs, Stage};
use crate::model::{Event, EventKind, States, World};

/// The contribution of a round to a measure: numerator and denominator. The outcome of a run is the sum of the
/// numerators over the sum of the denominators.
pub type Parts = (f64, f64);

/// The memory of a measure from round to round; empty before the first.
pub type Notes = Vec<f64>;

/// The world after a round.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The world.
    pub world: &'a World,
    /// The roles of states.
    pub cast: &'a Cast,
}

/// A pair, seen from one of its states.
#[derive(Clone, Copy)]
#[allow(clippy::struct_field_names)] // a side of a pair is numbered
pub struct Side<'a> {
    /// All pairs.
    pub pairs: &'a Pairs,
    /// The number of the pair.
    pub pair: usize,
    /// The side of the state that looks.
    pub side: usize,
    /// The state that looks.
    pub me: usize,
    /// The other state.
    pub other: usize,
}

impl Side<'_> {
    /// The act of the state toward the other.
    pub fn act(&self) -> Act {
        self.pairs.act[self.pair][self.side]
    }

    /// The act of the other toward the state.
    pub fn answer(&self) -> Act {
        self.pairs.act[self.pair][1 - self.side]
    }

    /// Returns true if both cooperate.
    pub fn is_mutual(&self) -> bool {
        self.pairs.act[self.pair] == [Act::Cooperate; 2]
    }

    /// The stage of their dispute.
    pub fn stage(&self) -> Stage {
        self.pairs.stage[self.pair]
    }
}

impl<'a> View<'a> {
    /// All states, by column.
    pub fn states(&self) -> &'a States {
        &self.world.states
    }

    /// The states of a group that are present.
    pub fn of(&self, who: Who) -> impl Iterator<Item = usize> + 'a {
        let present = &self.world.states.present;
        self.cast.states(who).iter().copied().filter(move |&i| present[i])
    }

    /// A column over the states of a group, as sum and count, which gives the mean.
    pub fn mean(&self, who: Who, column: impl Fn(&'a States) -> &'a [f64]) -> Parts {
        let column = column(self.states());
        self.of(who).fold((0.0, 0.0), |(sum, count), i| (sum + column[i], count + 1.0))
    }

    /// A value of each state of a group, as sum and count.
    pub fn each(&self, who: Who, value: impl Fn(&'a States, usize) -> f64) -> Parts {
        self.of(who).fold((0.0, 0.0), |(sum, count), i| (sum + value(self.states(), i), count + 1.0))
    }

    /// Two values of each state of a group, summed: one over the other.
    pub fn ratio(&self, who: Who, value: impl Fn(&'a States, usize) -> Parts) -> Parts {
        self.of(who).fold((0.0, 0.0), |(above, below), i| {
            let (a, b) = value(self.states(), i);
            (above + a, below + b)
        })
    }

    /// The pairs of the states of a group with some counterparts, seen from the states of the group.
    pub fn sides(&self, who: Who, toward: Toward) -> impl Iterator<Item = Side<'a>> + 'a {
        let (world, cast) = (self.world, self.cast);
        self.of(who).flat_map(move |me| {
            (0..world.topology.degree(me)).filter_map(move |k| {
                let link = world.topology.link(me, k);
                let other = link.other.index();
                let seen = world.states.present[other] && cast.is_toward(me, other, toward);
                seen.then_some(Side { pairs: &world.pairs, pair: link.pair.index(), side: link.side, me, other })
            })
        })
    }

    /// The share of these pairs that satisfy a condition.
    pub fn share(&self, who: Who, toward: Toward, is: impl Fn(Side<'a>) -> bool) -> Parts {
        self.sides(who, toward)
            .fold((0.0, 0.0), |(hits, count), side| (hits + f64::from(u8::from(is(side))), count + 1.0))
    }

    /// A value of each of these pairs, as sum and count.
    pub fn mean_of_sides(&self, who: Who, toward: Toward, value: impl Fn(Side<'a>) -> f64) -> Parts {
        self.sides(who, toward).fold((0.0, 0.0), |(sum, count), side| (sum + value(side), count + 1.0))
    }

    /// The events of a kind in the round.
    pub fn events(&self, kind: EventKind) -> impl Iterator<Item = &'a Event> + 'a {
        self.world.events.iter().filter(move |event| event.kind == kind)
    }

    /// The number of events of a kind with a state of a group as `a`.
    pub fn count(&self, kind: EventKind, who: Who) -> f64 {
        self.events(kind).filter(|event| self.cast.states(who).contains(&event.a.index())).count() as f64
    }

    /// The number of events of a kind with a state of a group on either side.
    pub fn count_with(&self, kind: EventKind, who: Who) -> f64 {
        let states = self.cast.states(who);
        self.events(kind)
            .filter(|event| {
                states.contains(&event.a.index()) || event.b.is_some_and(|other| states.contains(&other.index()))
            })
            .count() as f64
    }
}
