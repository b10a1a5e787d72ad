//! What a measure sees of a round, and what it says of it.

use super::cast::{Cast, Toward, Who};
use crate::model::pairs::{Act, Pairs, Stage};
use crate::model::{Event, EventKind, States, World};

/// What a measure adds to its outcome in a round: a part above the line and one below. The outcome of a run is the sum of
/// the former over the sum of the latter.
pub type Parts = (f64, f64);

/// What a measure keeps for itself from round to round; empty before the first.
pub type Notes = Vec<f64>;

/// The world after a round.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The world.
    pub world: &'a World,
    /// Who plays which part.
    pub cast: &'a Cast,
}

/// A pair seen from one of its states.
#[derive(Clone, Copy)]
#[allow(clippy::struct_field_names)] // a side of a pair is numbered
pub struct Side<'a> {
    /// All pairs.
    pub pairs: &'a Pairs,
    /// Number of the pair.
    pub pair: usize,
    /// The side of the state that looks.
    pub side: usize,
    /// The state that looks.
    pub me: usize,
    /// The other.
    pub other: usize,
}

impl Side<'_> {
    /// What the state does toward the other.
    pub fn act(&self) -> Act {
        self.pairs.act[self.pair][self.side]
    }

    /// What the other does toward the state.
    pub fn answer(&self) -> Act {
        self.pairs.act[self.pair][1 - self.side]
    }

    /// Do both cooperate?
    pub fn is_mutual(&self) -> bool {
        self.pairs.act[self.pair] == [Act::Cooperate; 2]
    }

    /// Stage of their dispute.
    pub fn stage(&self) -> Stage {
        self.pairs.stage[self.pair]
    }
}

impl<'a> View<'a> {
    /// All states, column by column.
    pub fn states(&self) -> &'a States {
        &self.world.states
    }

    /// The states of a group that are present.
    pub fn of(&self, who: Who) -> impl Iterator<Item = usize> + 'a {
        let present = &self.world.states.present;
        self.cast.states(who).iter().copied().filter(move |&i| present[i])
    }

    /// A column over the states of a group: sum and count, hence the mean.
    pub fn mean(&self, who: Who, column: impl Fn(&'a States) -> &'a [f64]) -> Parts {
        let column = column(self.states());
        self.of(who).fold((0.0, 0.0), |(sum, count), i| (sum + column[i], count + 1.0))
    }

    /// Something of each state of a group, summed, over their count.
    pub fn each(&self, who: Who, value: impl Fn(&'a States, usize) -> f64) -> Parts {
        self.of(who).fold((0.0, 0.0), |(sum, count), i| (sum + value(self.states(), i), count + 1.0))
    }

    /// Two things of each state of a group, summed: the one over the other.
    pub fn ratio(&self, who: Who, value: impl Fn(&'a States, usize) -> Parts) -> Parts {
        self.of(who).fold((0.0, 0.0), |(above, below), i| {
            let (a, b) = value(self.states(), i);
            (above + a, below + b)
        })
    }

    /// The pairs of the states of a group with some counterparts, seen from the former.
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

    /// The share of such pairs of which something is true.
    pub fn share(&self, who: Who, toward: Toward, is: impl Fn(Side<'a>) -> bool) -> Parts {
        self.sides(who, toward)
            .fold((0.0, 0.0), |(hits, count), side| (hits + f64::from(u8::from(is(side))), count + 1.0))
    }

    /// A number of each such pair, summed, over their count.
    pub fn mean_of_sides(&self, who: Who, toward: Toward, value: impl Fn(Side<'a>) -> f64) -> Parts {
        self.sides(who, toward).fold((0.0, 0.0), |(sum, count), side| (sum + value(side), count + 1.0))
    }

    /// What happened of a kind in the round.
    pub fn events(&self, kind: EventKind) -> impl Iterator<Item = &'a Event> + 'a {
        self.world.events.iter().filter(move |event| event.kind == kind)
    }

    /// How many events of a kind had a state of a group for their `a`.
    pub fn count(&self, kind: EventKind, who: Who) -> f64 {
        self.events(kind).filter(|event| self.cast.states(who).contains(&event.a.index())).count() as f64
    }

    /// How many events of a kind had a state of a group on either side.
    pub fn count_with(&self, kind: EventKind, who: Who) -> f64 {
        let states = self.cast.states(who);
        self.events(kind)
            .filter(|event| {
                states.contains(&event.a.index()) || event.b.is_some_and(|other| states.contains(&other.index()))
            })
            .count() as f64
    }
}
