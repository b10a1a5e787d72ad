//! Events of the scenario: shocks, settings, clamps, images put into beliefs, changes of reach, alliance and membership.
//!
//! An intervention acts in rounds `from..=until`. Settings and shocks act once a round at its start; clamps hold
//! through every step of it. Belief, truth and policy can be clamped separately: a clamped belief still meets the true
//! posture of the other, and a clamped policy is carried out whatever the state believes.
//!
//! Details: docs/odd.md, section 7.1.

use serde::{Deserialize, Serialize};

use super::events::{Event, EventKind};
use super::ids::{Link, StateId};
use super::math::share;
use super::membership::{self, Tables};
use super::pairs::{Act, BELIEF_HELD, Instrument, PairVariable, Pairs};
use super::params::Params;
use super::states::{COLUMNS, States};

/// One change that a scenario makes to the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intervention {
    /// The name in the scenario file.
    pub name: String,
    /// The first round in which it acts (1 is the first of a run).
    pub from: u32,
    /// The last round in which it acts.
    pub until: u32,
    /// The change.
    pub change: Change,
}

/// The change of an intervention.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Adds to a variable of a state (a column of [`COLUMNS`]). The result stays within the column's range.
    Shock {
        /// The state.
        state: StateId,
        /// The index of the variable in [`COLUMNS`].
        variable: usize,
        /// The amount added, in the variable's unit.
        amount: f64,
    },
    /// Sets a variable of a state, once a round.
    Set {
        /// The state.
        state: StateId,
        /// The index of the variable in [`COLUMNS`].
        variable: usize,
        /// The new value.
        value: f64,
    },
    /// Holds a variable of a state through every step of the round.
    Clamp {
        /// The state.
        state: StateId,
        /// The index of the variable in [`COLUMNS`].
        variable: usize,
        /// The value held.
        value: f64,
    },
    /// Fixes the acts of a state, toward one or all.
    ClampPolicy {
        /// The state that acts.
        state: StateId,
        /// The counterpart; `None` for all.
        toward: Option<StateId>,
        /// The act.
        act: Act,
        /// The instrument; with `None` the state chooses among those of the act.
        instrument: Option<Instrument>,
    },
    /// Holds a belief, whatever the truth.
    ClampBelief {
        /// The state that believes.
        state: StateId,
        /// The state that the belief is about; `None` for all.
        about: Option<StateId>,
        /// The belief held, in [-1, 1].
        value: f64,
    },
    /// Puts an image into beliefs, once a round. Reports may confirm it or not.
    Image {
        /// The state that believes.
        state: StateId,
        /// The state that the image is about; `None` for all.
        about: Option<StateId>,
        /// The image, in [-1, 1].
        value: f64,
        /// The share by which belief moves to it, in [0, 1].
        weight: f64,
    },
    /// Sets the reach of one state to another.
    Reach {
        /// The state that reaches.
        state: StateId,
        /// The state that is reached.
        toward: StateId,
        /// The new reach, in [0, 1].
        value: f64,
    },
    /// Forms or breaks an alliance.
    Alliance {
        /// The first state.
        state: StateId,
        /// The second state.
        with: StateId,
        /// True if it is formed, false if it is broken.
        formed: bool,
    },
    /// A state enters the world.
    Enter {
        /// The state.
        state: StateId,
    },
    /// A state leaves the world; its pairs end with it.
    Leave {
        /// The state.
        state: StateId,
    },
    /// A state that is about to enter takes over the relations of the first of some states that is in the world.
    TakeOver {
        /// The state that enters next.
        state: StateId,
        /// The states that it succeeds.
        before: Vec<StateId>,
    },
    /// Holds a variable of a pair through every step of the round, while both states are in the world.
    ClampPair {
        /// The first state.
        state: StateId,
        /// The second state.
        with: StateId,
        /// The variable.
        variable: PairVariable,
        /// The value held, in [0, 1].
        value: f64,
    },
    /// Adds to a variable of a pair, if both states are in the world. The result stays in [0, 1].
    ShockPair {
        /// The first state.
        state: StateId,
        /// The second state.
        with: StateId,
        /// The variable.
        variable: PairVariable,
        /// The amount added.
        amount: f64,
    },
}

impl Intervention {
    fn acts_in(&self, round: u32) -> bool {
        (self.from..=self.until).contains(&round)
    }
}

/// A variable that is held in this round.
#[derive(Clone, Copy, Debug)]
pub(super) enum Held {
    /// A variable of a state.
    State { state: StateId, variable: usize, value: f64 },
    /// A variable of a pair, which the two states form.
    Pair { pair: usize, states: [StateId; 2], variable: PairVariable, value: f64 },
}

/// Step 1: the changes that the scenario makes at the start of this round. Notes in `held` what is held in it.
pub(super) fn apply(
    interventions: &[Intervention],
    round: u32,
    params: &Params,
    held: &mut Vec<Held>,
    tables: &mut Tables<'_>,
) {
    held.clear();
    if interventions.is_empty() {
        return;
    }
    tables.pairs.held.fill(0);
    tables.pairs.forced.fill([0; 2]);
    for (number, intervention) in interventions.iter().enumerate() {
        if intervention.acts_in(round) {
            let state = act_once(tables, params, &intervention.change);
            match intervention.change {
                Change::Clamp { state, variable, value } => held.push(Held::State { state, variable, value }),
                Change::ClampPair { state, with, variable, value } => {
                    let link = tables.topology.find(state, with);
                    let pair =
                        |link: Link| Held::Pair { pair: link.pair.index(), states: [state, with], variable, value };
                    held.extend(link.map(pair));
                }
                _ => {}
            }
            if round == intervention.from {
                tables.events.push(Event::new(EventKind::Intervention, state).with_number(number));
            }
        }
    }
    hold(held, tables.states, tables.pairs);
}

/// Gives clamped variables their value. Called after every step.
pub(super) fn hold(held: &[Held], states: &mut States, pairs: &mut Pairs) {
    for held in held {
        match *held {
            Held::State { state, variable, value } => {
                if let Some(column) = states.column_mut(variable) {
                    column[state.index()] = value;
                }
            }
            Held::Pair { pair, states: both, variable, value } => {
                if both.iter().all(|state| states.present[state.index()]) {
                    pairs.variable_mut(variable)[pair] = value;
                }
            }
        }
    }
}

fn act_once(tables: &mut Tables<'_>, params: &Params, change: &Change) -> StateId {
    match *change {
        Change::Shock { state, variable, amount } => {
            if let Some(column) = tables.states.column_mut(variable) {
                let range = &COLUMNS[variable];
                let cell = &mut column[state.index()];
                *cell = (*cell + amount).clamp(range.low, range.high);
            }
            state
        }
        Change::Set { state, variable, value } => {
            if let Some(column) = tables.states.column_mut(variable) {
                column[state.index()] = value;
            }
            state
        }
        Change::Clamp { state, .. } | Change::ClampPair { state, .. } => state,
        Change::ShockPair { state, with, variable, amount } => {
            if [state, with].iter().all(|state| tables.states.present[state.index()]) {
                for_links(tables, state, Some(with), |pairs, pair, _| {
                    let cell = &mut pairs.variable_mut(variable)[pair];
                    *cell = share(*cell + amount);
                });
            }
            state
        }
        Change::ClampPolicy { state, toward, act, instrument } => {
            let code = instrument.map_or(1 + act as u8, |i| 4 + i as u8);
            for_links(tables, state, toward, |pairs, pair, side| pairs.forced[pair][side] = code);
            state
        }
        Change::ClampBelief { state, about, value } => {
            for_links(tables, state, about, |pairs, pair, side| {
                pairs.belief[pair][side] = value;
                pairs.held[pair] |= BELIEF_HELD << side;
            });
            state
        }
        Change::Image { state, about, value, weight } => {
            for_links(tables, state, about, |pairs, pair, side| {
                let belief = &mut pairs.belief[pair][side];
                *belief = *belief + weight * (value - *belief);
            });
            state
        }
        Change::Reach { state, toward, value } => {
            for_links(tables, state, Some(toward), |pairs, pair, side| pairs.reach[pair][side] = value);
            state
        }
        Change::Alliance { state, with, formed } => {
            for_links(tables, state, Some(with), |pairs, pair, _| pairs.alliance[pair] = formed);
            state
        }
        Change::Enter { state } => {
            if !tables.states.present[state.index()] {
                membership::enter(tables, params, state);
                tables.events.push(Event::new(EventKind::StateEntered, state));
            }
            state
        }
        Change::TakeOver { state, ref before } => {
            if !tables.states.present[state.index()] {
                membership::take_over(tables, state, before);
            }
            state
        }
        Change::Leave { state } => {
            if tables.states.present[state.index()] {
                tables.events.push(Event::new(EventKind::StateLeft, state));
                membership::leave(tables, state);
            }
            membership::free(tables.states, state); // a state taken out of the world does not return by itself
            state
        }
    }
}

/// Calls `each` with the pair and the side of `state`, for the named counterpart or for all.
fn for_links(
    tables: &mut Tables<'_>,
    state: StateId,
    other: Option<StateId>,
    mut each: impl FnMut(&mut Pairs, usize, usize),
) {
    let named = other.map(|other| tables.topology.find(state, other));
    let all = other.is_none().then(|| tables.topology.links(state.index()));
    for link in named.flatten().into_iter().chain(all.into_iter().flatten()) {
        each(tables.pairs, link.pair.index(), link.side);
    }
}

#[cfg(test)]
mod tests {
    use super::super::ids::Topology;
    use super::super::issues::Issues;
    use super::*;

    #[test]
    fn a_clamp_is_held_only_in_its_rounds_and_only_for_its_state() {
        let variable = COLUMNS.iter().position(|column| column.name == "meaning").unwrap();
        let change = Change::Clamp { state: StateId(1), variable, value: 0.9 };
        let clamp = Intervention { name: "clamp".to_owned(), from: 3, until: 4, change };
        let held = |round: u32| {
            let (mut states, mut pairs, mut issues) = (States::new(2), Pairs::default(), Issues::new(2));
            let (topology, mut events, mut held) = (Topology::new(2, Vec::new()), Vec::new(), Vec::new());
            let mut tables = Tables {
                states: &mut states,
                pairs: &mut pairs,
                issues: &mut issues,
                topology: &topology,
                events: &mut events,
            };
            apply(std::slice::from_ref(&clamp), round, &Params::default(), &mut held, &mut tables);
            states.meaning = vec![0.1, 0.5];
            hold(&held, &mut states, &mut pairs);
            states.meaning[0] += 0.4;
            states.meaning
        };
        assert_eq!(held(2), [0.5, 0.5]);
        assert_eq!(held(3), [0.5, 0.9]);
        assert_eq!(held(4), [0.5, 0.9]);
        assert_eq!(held(5), [0.5, 0.5]);
    }
}
