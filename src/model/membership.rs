//! States that enter and leave the world: by the scenario, by conquest, by their return (B2.6).
//!
//! Equations: docs/odd.md, section 7.1.

use super::draws::{Purpose, RoundDraws, Words};
use super::events::{Event, EventKind};
use super::ids::{StateId, Topology};
use super::issues::Issues;
use super::pairs::{Pairs, Stage};
use super::params::Params;
use super::states::{COLUMNS, NO_STATE, States};

/// The smallest wealth and population.
pub(super) const LEAST: f64 = 1e-6;
/// The largest wealth and population.
pub(super) const MOST: f64 = 1e9;

/// The tables that change with a state that enters or leaves.
pub(crate) struct Tables<'a> {
    pub(super) states: &'a mut States,
    pub(super) pairs: &'a mut Pairs,
    pub(super) issues: &'a mut Issues,
    pub(super) topology: &'a Topology,
    pub(super) events: &'a mut Vec<Event>,
}

/// Step 1, second: conquered states may return.
pub(crate) fn return_conquered(tables: &mut Tables<'_>, params: &Params, draws: RoundDraws, words: &mut Words) {
    let p = &params.wars;
    for i in 0..tables.states.present.len() {
        let conqueror = tables.states.conqueror[i];
        if conqueror == NO_STATE {
            continue;
        }
        let hazard = if tables.states.present[conqueror as usize] {
            2.0 * p.free * (1.0 - tables.states.authority[conqueror as usize])
        } else {
            f64::from(u8::from(p.free > 0.0))
        };
        let row = (i as u64) << 32 | i as u64;
        let words = draws.row(Purpose::Wars, row, 1, words);
        if words.uniform(0) < hazard {
            enter(tables, params, StateId(i as u32));
            tables.states.autonomy[i] *= 0.5;
            tables.events.push(Event::between(EventKind::StateReturned, i, conqueror as usize));
        }
    }
}

/// A state that enters does not have a past round. Other states know its power but have no other beliefs about it yet.
/// A state that had been conquered takes back what its conqueror still holds of it.
pub(crate) fn enter(tables: &mut Tables<'_>, params: &Params, state: StateId) {
    let (i, s) = (state.index(), &mut *tables.states);
    s.present[i] = true;
    (s.bloc[i], s.main_threat[i], s.accuser[i]) = (i as u32, NO_STATE, NO_STATE);
    for at in (0..COLUMNS.len()).filter(|&at| COLUMNS[at].default.is_none()) {
        if let Some(column) = s.column_mut(at) {
            column[i] = 0.0;
        }
    }
    if s.conqueror[i] != NO_STATE {
        let (conqueror, annexed) = (s.conqueror[i] as usize, s.annexed[i]);
        for (column, annexed) in [&mut s.wealth, &mut s.population].into_iter().zip(annexed) {
            let back = annexed.min(0.5 * column[conqueror]);
            column[conqueror] = (column[conqueror] - back).max(LEAST);
            column[i] = (column[i] + back).min(MOST);
        }
        free(s, state);
    }
    super::economy::measure_power(s, params);
    s.endowment[i] = s.rich[i];
    (s.partners_meaning[i], s.partners_discourse[i]) = (s.meaning[i], s.discourse[i]);
    s.popular_base[i] = s.base_of(i);
    let reached = tables
        .topology
        .links(i)
        .filter(|link| s.present[link.other.index()])
        .map(|link| (tables.pairs.reach[link.pair.index()][link.side], s.system[link.other.index()]));
    let (weight, sum) = reached.fold((0.0, 0.0), |(weight, sum), (reach, y)| (weight + reach, sum + reach * y));
    s.neighbours_system[i] = super::math::weighted_mean(sum, weight, 0.0, 1.0);
    super::memory::begin_entrant(s, i);
    super::constitution::note_tradition(s, i, params);
    s.self_image[i] = s.power[i];
    for link in tables.topology.links(i) {
        let believed = &mut tables.pairs.believed_power[link.pair.index()];
        believed[link.side] = s.power[link.other.index()];
        believed[1 - link.side] = s.power[i];
    }
}

/// A state that is about to enter takes over the relations of the first of some states that is in the world, with each
/// third state in the world that both form a pair with. A dispute moves: it goes on in the new pair, and the old pair is
/// calm. The other relations of the old pair stay until its state leaves.
pub(crate) fn take_over(tables: &mut Tables<'_>, state: StateId, before: &[StateId]) {
    let Tables { states, pairs, topology, events, .. } = tables;
    let Some(&before) = before.iter().find(|before| states.present[before.index()]) else { return };
    for link in topology.links(state.index()).filter(|link| states.present[link.other.index()]) {
        let Some(old) = topology.find(before, link.other) else { continue };
        let (to, from) = (link.pair.index(), old.pair.index());
        if pairs.stage[to] > Stage::Calm {
            let age = u32::from(pairs.stage_age[to]);
            events.push(Event::between(EventKind::DisputeVoid, state.index(), link.other.index()).with_age(age));
        }
        for (my_side, its_side) in [(link.side, old.side), (1 - link.side, 1 - old.side)] {
            pairs.posture[to][my_side] = pairs.posture[from][its_side];
            pairs.belief[to][my_side] = pairs.belief[from][its_side];
            pairs.aid[to][my_side] = std::mem::take(&mut pairs.aid[from][its_side]);
        }
        for column in [&mut pairs.trade, &mut pairs.people, &mut pairs.security, &mut pairs.rivalry, &mut pairs.contest]
        {
            column[to] = column[from];
        }
        pairs.alliance[to] = pairs.alliance[from];
        pairs.stage[to] = std::mem::take(&mut pairs.stage[from]);
        pairs.stage_age[to] = std::mem::take(&mut pairs.stage_age[from]);
        pairs.third[to] = std::mem::replace(&mut pairs.third[from], -1.0);
    }
}

/// No state holds anything of the state any more.
pub(crate) fn free(states: &mut States, state: StateId) {
    states.conqueror[state.index()] = NO_STATE;
    states.annexed[state.index()] = [0.0; 2];
}

/// Removes the pairs and issues of a state that leaves; its open disputes are void.
pub(crate) fn leave(tables: &mut Tables<'_>, state: StateId) {
    let Tables { states, pairs, issues, topology, events } = tables;
    states.present[state.index()] = false;
    for link in topology.links(state.index()) {
        let pair = link.pair.index();
        if pairs.stage[pair] > Stage::Calm {
            let age = u32::from(pairs.stage_age[pair]);
            let void = Event::between(EventKind::DisputeVoid, state.index(), link.other.index());
            events.push(void.with_age(age));
        }
        pairs.clear(pair);
    }
    issues.of(state.index()).clear();
}

#[cfg(test)]
mod tests {
    use super::super::draws::Draws;
    use super::super::pairs::PairStart;
    use super::*;

    #[test]
    fn a_conquered_state_returns_by_the_authority_of_its_conqueror_with_what_it_still_holds() {
        let topology = Topology::new(3, vec![(0, 1), (0, 2)]);
        let returned = |free: f64, authority: f64, conqueror_is_present: bool| {
            let mut params = Params::default();
            params.wars.free = free;
            let mut states = States::new(3);
            (states.present[1], states.conqueror[1], states.annexed[1]) = (false, 0, [0.5, 3.0]);
            (states.wealth, states.population) = (vec![4.0, 1.0, 1.0], vec![4.0, 1.0, 1.0]);
            (states.authority[0], states.present[0], states.autonomy[1]) = (authority, conqueror_is_present, 0.8);
            (states.goodwill[1], states.accuser[1], states.discourse[1], states.meaning[1]) = (0.7, 2, 0.3, 0.6);
            (states.insiders[1], states.opponents[1]) = (0.4, 0.1);
            let starts = [PairStart::new(0, 1), PairStart::new(0, 2)];
            let mut pairs = Pairs::new(&starts, &[1.0; 3]);
            let (mut issues, mut events, mut words) = (Issues::new(3), Vec::new(), Words::default());
            let mut tables = Tables {
                states: &mut states,
                pairs: &mut pairs,
                issues: &mut issues,
                topology: &topology,
                events: &mut events,
            };
            // Without chance the word is at its middle: a state returns if its hazard is above one half.
            return_conquered(&mut tables, &params, Draws::new(1, 0, false).of_round(1), &mut words);
            assert_eq!(events.len(), usize::from(states.present[1]));
            (states, pairs)
        };
        // Twice a half, by the authority that is missing. From a conqueror that has left it returns at once, if ever.
        assert!(!returned(0.5, 0.51, true).0.present[1]);
        assert!(returned(0.1, 0.9, false).0.present[1]);
        assert!(!returned(0.0, 0.1, false).0.present[1]);
        let (s, pairs) = returned(0.5, 0.49, true);
        assert!(s.present[1]);
        // All of the wealth comes back, and of the population no more than half of what the conqueror has.
        assert_eq!((s.wealth, s.population), (vec![3.5, 1.5, 1.0], vec![2.0, 3.0, 1.0]));
        assert_eq!((s.autonomy[1], s.goodwill[1], s.conqueror[1], s.annexed[1]), (0.4, 0.0, NO_STATE, [0.0; 2]));
        assert_eq!(s.self_image[1], s.power[1]);
        // No state accuses it yet; until it has partners their ideas are its own.
        assert_eq!((s.accuser[1], s.partners_discourse[1], s.partners_meaning[1]), (NO_STATE, 0.3, 0.6));
        assert!((s.popular_base[1] - 0.65).abs() < 1e-12);
        assert_eq!(pairs.believed_power[0], [s.power[1], s.power[0]]);
        assert_eq!(pairs.believed_power[1], [1.0; 2]);
    }

    #[test]
    fn a_state_that_leaves_ends_its_disputes_and_takes_its_issues_along() {
        let topology = Topology::new(2, vec![(0, 1)]);
        let mut states = States::new(2);
        let start = PairStart { stage: Stage::Crisis, ..PairStart::new(0, 1) };
        let mut pairs = Pairs::new(&[start], &[1.0; 2]);
        pairs.stage_age[0] = 4;
        let (mut issues, mut events) = (Issues::new(2), Vec::new());
        let kind = super::super::issues::Kind::ALL[0];
        issues.of(1).add(kind, super::super::issues::Agenda::Political, 3);
        let mut tables = Tables {
            states: &mut states,
            pairs: &mut pairs,
            issues: &mut issues,
            topology: &topology,
            events: &mut events,
        };
        leave(&mut tables, StateId(1));
        assert_eq!(events, [Event::between(EventKind::DisputeVoid, 1, 0).with_age(4)]);
        assert_eq!((states.present[1], pairs.stage[0], pairs.ties(0)), (false, Stage::Calm, 0.0));
        assert_eq!(issues.count(1, kind, super::super::issues::Agenda::Political), 0);
    }

    #[test]
    fn a_successor_takes_over_the_relations_of_the_first_predecessor_in_the_world() {
        // 0 succeeds 4 or else 2. 1 is a third state, 3 is absent, and 0 has no pair with 5.
        let topology = Topology::new(6, vec![(0, 1), (0, 2), (0, 3), (1, 2), (2, 3), (2, 5)]);
        let mut states = States::new(6);
        states.present = vec![false, true, true, false, false, true];
        let start = |low, high| PairStart { posture: [0.1, 0.2], ..PairStart::new(low, high) };
        let old = PairStart {
            posture: [0.5, -0.6],
            belief: [Some(0.7), Some(-0.8)],
            ties: [0.2, 0.3, 0.4],
            rivalry: 0.9,
            alliance: true,
            stage: Stage::War,
            reach: [0.3; 2],
            ..start(1, 2)
        };
        let starts = [start(0, 1), start(0, 2), start(0, 3), old, start(2, 3), start(2, 5)];
        let mut pairs = Pairs::new(&starts, &[1.0; 6]);
        (pairs.stage_age[3], pairs.third[3], pairs.aid[3]) = (7, 0.4, [1.5, 2.5]);
        let before = pairs.clone();
        let (mut issues, mut events) = (Issues::new(6), Vec::new());
        let mut tables = Tables {
            states: &mut states,
            pairs: &mut pairs,
            issues: &mut issues,
            topology: &topology,
            events: &mut events,
        };
        take_over(&mut tables, StateId(0), &[StateId(4), StateId(2)]);
        // State 2 is the higher of its pair with 1, and 0 the lower of its own.
        assert_eq!((pairs.posture[0], pairs.belief[0]), ([-0.6, 0.5], [-0.8, 0.7]));
        assert_eq!((pairs.trade[0], pairs.people[0], pairs.security[0]), (0.2, 0.3, 0.4));
        assert_eq!((pairs.rivalry[0], pairs.alliance[0], pairs.reach[0]), (0.9, true, [1.0; 2]));
        assert_eq!(
            (pairs.stage[0], pairs.stage_age[0], pairs.third[0], pairs.aid[0]),
            (Stage::War, 7, 0.4, [2.5, 1.5])
        );
        // The dispute has moved, and the other relations stay until state 2 leaves.
        assert_eq!((pairs.stage[3], pairs.stage_age[3], pairs.third[3]), (Stage::Calm, 0, -1.0));
        assert_eq!((pairs.posture[3], pairs.rivalry[3]), ([0.5, -0.6], 0.9));
        for pair in [1, 2, 4, 5] {
            assert_eq!(pairs.posture[pair], before.posture[pair]);
        }
        assert_eq!(events, []);
    }

    #[test]
    fn each_conquered_state_returns_by_a_draw_of_its_own() {
        let draws = Draws::new(5, 0, true).of_round(2);
        let mut words = Words::default();
        let drawn = [1u64, 2, 3].map(|i| draws.row(Purpose::Wars, i << 32 | i, 1, &mut words).uniform(0));
        let topology = Topology::new(4, Vec::new());
        for hazard in [0.2, 0.4, 0.6, 0.8] {
            let mut params = Params::default();
            params.wars.free = hazard; // the conqueror's authority is middling
            let mut states = States::new(4);
            states.present = vec![true, false, false, false];
            states.conqueror[1..].fill(0);
            let (mut pairs, mut issues, mut events) = (Pairs::default(), Issues::new(4), Vec::new());
            let mut tables = Tables {
                states: &mut states,
                pairs: &mut pairs,
                issues: &mut issues,
                topology: &topology,
                events: &mut events,
            };
            return_conquered(&mut tables, &params, draws, &mut words);
            assert_eq!(states.present[1..], drawn.map(|u| u < hazard));
        }
    }
}
