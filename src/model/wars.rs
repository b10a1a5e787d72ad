//! Endings of wars, joining states, the cost of defeat, and states that disappear (B2.3, B2.6, B2.8).
//!
//! Endings compete in each round of a war: agreement, surrender of a side whose rule at home has failed, victory of the
//! stronger, a frozen front. A victor may conquer. This is likelier the more superior and the less content with the
//! order it is. Powerful friends of the loser, by earlier ties, prevent its disappearance.
//!
//! Equations: docs/odd.md, section 7.7.1. Aid stays with the side that received it until the war ends, whatever happens
//! to the giver. `economy` has the autonomy lost by defeat, `membership` the return of a conquered state.

use super::disputes::{DisputeSums, DisputesScratch, Weather, ask_third_parties, conclude, count, crowd, end, settle};
use super::draws::{Drawn, Purpose, RoundDraws, Words};
use super::events::{Event, EventKind};
use super::ids::{StateId, Topology};
use super::math::saturate;
use super::membership::{self, LEAST, MOST, Tables};
use super::pairs::{Act, Pairs, Stage};
use super::params::Params;
use super::states::States;
use super::switches::on;

/// Words of the row of a pair at war.
pub(crate) const WORDS: usize = 2;

/// Working memory of [`carry_out`].
#[derive(Clone, Debug, Default)]
pub(crate) struct WarsScratch {
    pub(super) words: Words,
}

/// Step 5, fourth: wars continue or end, and coalitions form.
pub(crate) fn carry_out(
    tables: &mut Tables<'_>,
    params: &Params,
    draws: RoundDraws,
    DisputesScratch { sums, wars, .. }: &mut DisputesScratch,
    WarsScratch { words }: &mut WarsScratch,
) {
    let events_before = tables.events.len();
    let sums = &mut sums[..tables.states.present.len()];
    for &(pair, i, j) in &*wars {
        // A conquest among the wars before may have ended it.
        if tables.pairs.stage[pair] == Stage::War {
            let drawn = draws.row(Purpose::Wars, (i as u64) << 32 | j as u64, WORDS, words);
            let u = [0, 1].map(|k| drawn.uniform(k));
            go_on(tables, pair, (i, j), params, sums, draws.noisy(), u);
        }
        if tables.states.present[i] && tables.states.present[j] {
            let pairs = &*tables.pairs;
            count(pairs.stage[pair], pairs.rivalry[pair], pairs.reach[pair], (i, j), tables.states, sums);
        }
    }
    for at in 0..tables.events.len() {
        let Event { kind: EventKind::WarBegun, a, b: Some(b), .. } = tables.events[at] else { continue };
        // A conquest of this round may have made the war void.
        if tables.topology.find(a, b).is_some_and(|war| tables.pairs.stage[war.pair.index()] == Stage::War) {
            for (me, enemy) in [(a, b), (b, a)] {
                let row = u64::from(me.0) << 32 | u64::from(enemy.0);
                let words = draws.row(Purpose::Coalitions, row, tables.topology.degree(me.index()), words);
                gather_coalition(tables, (me, enemy), params, words, sums);
            }
        }
    }
    if tables.events[events_before..].iter().any(|e| e.kind == EventKind::StateConquered) {
        recount(tables.states, tables.pairs, tables.topology, sums);
    }
    conclude(tables.states, sums);
}

/// A conquest has made disputes void that were counted before it.
fn recount(s: &States, pairs: &Pairs, topology: &Topology, sums: &mut [DisputeSums]) {
    sums.iter_mut().for_each(DisputeSums::forget_what_is_open);
    for (pair, i, j) in topology.iter().filter(|&(_, i, j)| s.present[i] && s.present[j]) {
        count(pairs.stage[pair], pairs.rivalry[pair], pairs.reach[pair], (i, j), s, sums);
    }
}

/// One round of one war.
#[allow(clippy::too_many_arguments)] // the tables read and written are the contract
fn go_on(
    tables: &mut Tables<'_>,
    pair: usize,
    (i, j): (usize, usize),
    params: &Params,
    sums: &mut [DisputeSums],
    noisy: bool,
    [u, u_conquest]: [f64; 2],
) {
    let Tables { states: s, pairs, topology, events, .. } = tables;
    let p = &params.wars;
    pairs.stage_age[pair] = pairs.stage_age[pair].saturating_add(1);
    let age = u32::from(pairs.stage_age[pair]);
    let third = ask_third_parties(pairs, pair, (i, j), s, topology, sums);
    let now = Weather::read(&pairs.row(pair..pair + 1), 0, (i, j), s, params, third);
    let strength = [s.power[i] + pairs.aid[pair][0], s.power[j] + pairs.aid[pair][1]];
    let total = strength[0] + strength[1] + 1e-12;
    for (sum, side) in [(i, 0), (j, 1)] {
        let coalition = &mut sums[sum].coalition;
        *coalition = coalition.max((pairs.aid[pair][side] / (s.power[sum] + 1e-12)).min(MOST));
    }

    let mut below = now.settles_without(&[], params);
    if u < below {
        settle(pairs, pair, (i, j), &now, params, sums, u);
        events.push(end(pairs, pair, EventKind::WarSettled, (i, j), age));
        return;
    }
    let weary = f64::from(age) / (f64::from(age) + 4.0);
    let gives_up = |side: usize| p.collapse * (1.0 - s.authority[side]) * (1.0 - s.support[side]) * weary;
    let sides = if !noisy && gives_up(j) > gives_up(i) { [(j, i), (i, j)] } else { [(i, j), (j, i)] };
    for (loser, winner) in sides {
        below += gives_up(loser);
        if u < below {
            sums[loser].given_up += 1;
            events.push(Event::between(EventKind::WarCollapse, winner, loser).with_age(age));
            win(tables, pair, (winner, loser), params, sums, strength, u_conquest);
            return;
        }
    }
    let chance = p.victory * (strength[0] - strength[1]).abs() / total;
    if u < below + chance {
        let first = if noisy { (u - below) / chance < strength[0] / total } else { strength[0] > strength[1] };
        let (winner, loser) = if first { (i, j) } else { (j, i) };
        win(tables, pair, (winner, loser), params, sums, strength, u_conquest);
        return;
    }
    below += chance;
    if u < below + p.frozen * f64::from(age) {
        pairs.stage[pair] = Stage::Dispute;
        pairs.aid[pair] = [0.0; 2];
        events.push(Event::between(EventKind::WarFrozen, i, j).with_age(age));
    }
}

/// The war is won, and the loser perhaps conquered.
#[allow(clippy::too_many_arguments)] // the tables read and written are the contract
fn win(
    tables: &mut Tables<'_>,
    pair: usize,
    (winner, loser): (usize, usize),
    params: &Params,
    sums: &mut [DisputeSums],
    strength: [f64; 2],
    u: f64,
) {
    let Tables { states: s, pairs, topology, events, .. } = tables;
    let shield = shield(s, pairs, topology, (winner, loser));
    let p = &params.wars;
    let side = usize::from(winner > loser);
    let superiority = (strength[side] - strength[1 - side]).max(0.0) / (strength[0] + strength[1] + 1e-12);
    let conquers = p.conquest
        * superiority
        * (0.5 + 0.5 * s.revisionism[winner])
        * (1.0 - s.system[winner] * s.system[loser])
        * (1.0 - shield);
    let age = u32::from(pairs.stage_age[pair]);
    events.push(end(pairs, pair, EventKind::WarWon, (winner, loser), age));
    sums[loser].defeats += 1;
    if u < conquers {
        s.conqueror[loser] = winner as u32;
        for (column, annexed) in [&mut s.wealth, &mut s.population].into_iter().zip(&mut s.annexed[loser]) {
            *annexed = 0.5 * column[loser];
            column[winner] = (column[winner] + *annexed).min(MOST);
            column[loser] = (column[loser] - *annexed).max(LEAST);
        }
        s.military[loser] = 0.0;
        events.push(Event::between(EventKind::StateConquered, winner, loser));
        membership::leave(tables, StateId(loser as u32));
    }
}

/// How far friends of the loser prevent its disappearance, in [0, 1).
fn shield(s: &States, pairs: &Pairs, topology: &Topology, (winner, loser): (usize, usize)) -> f64 {
    let mut friends = 0.0;
    for link in topology.links(loser) {
        let (k, pair) = (link.other.index(), link.pair.index());
        if k != winner && s.present[k] && pairs.act[pair][1 - link.side] != Act::Confront {
            friends += s.power[k] * pairs.ties(pair);
        }
    }
    saturate(friends, s.power[winner] + 1e-12)
}

/// Third states join the war of `me` against `enemy`.
fn gather_coalition(
    tables: &mut Tables<'_>,
    (me, enemy): (StateId, StateId),
    params: &Params,
    words: Drawn<'_>,
    sums: &mut [DisputeSums],
) {
    let Tables { states: s, pairs, topology, events, .. } = tables;
    let p = &params.wars;
    let Some(war) = topology.find(me, enemy) else { return };
    let turn = on(params.switches.isolation_of_enemies) * p.join;
    for k in 0..topology.degree(me.index()) {
        let link = topology.link(me.index(), k);
        let (third, pair) = (link.other, link.pair.index());
        if third == enemy || !s.present[third.index()] || pairs.stage[pair] > Stage::Calm {
            continue;
        }
        let against = topology.find(third, enemy);
        if against.is_some_and(|l| pairs.alliance[l.pair.index()]) {
            continue;
        }
        let (ties, other_ties) = (pairs.ties(pair), against.map_or(0.0, |l| pairs.ties(l.pair.index())));
        if ties <= other_ties {
            continue; // a friend of both is closer to one
        }
        let close = if pairs.alliance[pair] { ties } else { ties * ties };
        let willing = crowd(s, me.index(), third.index()).min(1.0)
            * p.join
            * close
            * (0.5 + 0.5 * s.diplomacy[me.index()])
            * (1.0 - other_ties);
        if words.uniform(k) < willing {
            pairs.aid[war.pair.index()][war.side] += 0.5 * s.power[third.index()];
            sums[third.index()].joined += 1;
            if let Some(l) = against {
                let posture = &mut pairs.posture[l.pair.index()][l.side];
                *posture += turn * (-1.0 - *posture);
                pairs.trade[l.pair.index()] *= 1.0 - turn;
            }
            events.push(Event::between(EventKind::AllyJoined, third.index(), me.index()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::draws::Draws;
    use super::super::issues::Issues;
    use super::super::pairs::PairStart;
    use super::*;
    use crate::math::close;

    /// Everything that a war changes.
    struct Front {
        states: States,
        pairs: Pairs,
        issues: Issues,
        topology: Topology,
        events: Vec<Event>,
    }

    impl Front {
        fn new(starts: &[PairStart], power: &[f64]) -> Self {
            let mut states = States::new(power.len());
            states.power = power.to_vec();
            Self {
                pairs: Pairs::new(starts, power),
                issues: Issues::new(power.len()),
                topology: Topology::new(power.len(), starts.iter().map(|start| start.states).collect()),
                events: Vec::new(),
                states,
            }
        }

        fn tables(&mut self) -> Tables<'_> {
            let Self { states, pairs, issues, topology, events } = self;
            Tables { states, pairs, issues, topology, events }
        }
    }

    fn params() -> Params {
        let mut params = Params::default();
        let p = &mut params.wars;
        (p.victory, p.collapse, p.frozen, p.conquest) = (0.5, 0.4, 0.01, 0.8);
        // Without any diplomacy at work wars do not end by settlement.
        params.disputes.cool_diplomacy = 0.0;
        params.switches.civic_talks = false;
        params
    }

    /// One round of a war of three rounds between a strong and a weak state, decided by this uniform.
    fn round(u: f64) -> Front {
        let start = PairStart { stage: Stage::War, ..PairStart::new(0, 1) };
        let mut front = Front::new(&[start], &[2.0, 1.0]);
        front.pairs.stage_age[0] = 3;
        front.pairs.aid[0] = [0.0, 0.25];
        front.states.authority = vec![0.5, 0.2];
        front.states.support = vec![0.6, 0.25];
        let mut sums = [DisputeSums::default(); 2];
        go_on(&mut front.tables(), 0, (0, 1), &params(), &mut sums, true, [u, 0.999]);
        close(sums[1].coalition, 0.25);
        front
    }

    #[test]
    fn endings_of_a_war_compete_in_their_order() {
        // Half weary: the first gives up by 0.4 · 0.5 · 0.4 · 0.5, the second by 0.4 · 0.8 · 0.75 · 0.5.
        let (first, second) = (0.04, 0.04 + 0.12);
        let victory = second + 0.5 * 0.75 / 3.25;
        let split = second + (victory - second) * 2.0 / 3.25;
        let kinds = |u: f64| round(u).events.iter().map(|event| (event.kind, event.a.0)).collect::<Vec<_>>();
        let won_by = |winner| (EventKind::WarWon, winner);
        for (low, high, expected) in [
            (0.0, first, vec![(EventKind::WarCollapse, 1), won_by(1)]),
            (first, second, vec![(EventKind::WarCollapse, 0), won_by(0)]),
            (second, split, vec![won_by(0)]),
            (split, victory, vec![won_by(1)]),
            (victory, victory + 0.04, vec![(EventKind::WarFrozen, 0)]),
            (victory + 0.04, 1.0, vec![]),
        ] {
            assert_eq!(kinds(low + 1e-9), expected, "from {low}");
            assert_eq!(kinds(high - 1e-9), expected, "up to {high}");
        }
        let frozen = round(victory + 0.02);
        assert_eq!((frozen.pairs.stage[0], frozen.pairs.stage_age[0]), (Stage::Dispute, 4));
        assert_eq!(frozen.pairs.aid[0], [0.0; 2]);
    }

    #[test]
    fn victory_is_conquest_by_superiority_revisionism_and_systems() {
        let start = PairStart { stage: Stage::War, ..PairStart::new(0, 1) };
        let won = |u: f64| {
            let mut front = Front::new(&[start], &[3.0, 1.0]);
            (front.states.wealth, front.states.population) = (vec![2.0, 4.0], vec![1.0, 6.0]);
            front.states.revisionism[0] = 0.5;
            front.states.system = vec![0.4, 0.5];
            let mut sums = [DisputeSums::default(); 2];
            let strength = [3.0, 1.0];
            win(&mut front.tables(), 0, (0, 1), &params(), &mut sums, strength, u);
            assert_eq!((sums[0].defeats, sums[1].defeats), (0, 1));
            front.states
        };
        // Half of the strength of both: 0.8 · 0.5 · 0.75 · 0.8.
        let victory = won(0.24 + 1e-9);
        assert_eq!((victory.present[1], victory.conqueror[1]), (true, super::super::states::NO_STATE));
        assert_eq!((victory.wealth, victory.population), (vec![2.0, 4.0], vec![1.0, 6.0])); // nothing is taken
        let conquest = won(0.24 - 1e-9);
        assert_eq!((conquest.present[1], conquest.conqueror[1], conquest.annexed[1]), (false, 0, [2.0, 3.0]));
        assert_eq!((conquest.wealth, conquest.population), (vec![4.0, 2.0], vec![4.0, 3.0]));
        assert_eq!(conquest.military[1], 0.0);
    }

    #[test]
    fn friends_of_the_loser_shield_it_by_power_and_ties_unless_they_confront() {
        let ties = |low, high, tie: f64| PairStart { ties: [tie; 3], ..PairStart::new(low, high) };
        let starts = [ties(0, 1, 0.9), ties(1, 2, 0.5), ties(1, 3, 0.25)];
        let mut front = Front::new(&starts, &[2.0, 1.0, 3.0, 2.0]);
        let shield = |front: &Front| shield(&front.states, &front.pairs, &front.topology, (0, 1));
        close(shield(&front), 2.0 / 4.0); // 3 · 0.5 + 2 · 0.25 against 2
        front.pairs.act[1][0] = Act::Confront; // the loser itself
        close(shield(&front), 0.5);
        front.pairs.act[1][1] = Act::Confront;
        close(shield(&front), 0.5 / 2.5);
        front.states.present[3] = false;
        assert_eq!(shield(&front), 0.0);
    }

    #[test]
    fn third_states_join_the_side_of_closer_ties_and_turn_from_its_enemy() {
        let ties = |low, high, tie: f64| PairStart { ties: [tie; 3], ..PairStart::new(low, high) };
        // State 2 is tied to both, more to 0; state 3 to 0 only; state 4 more to the enemy.
        let starts =
            [ties(0, 1, 0.1), ties(0, 2, 0.9), ties(0, 3, 0.9), ties(0, 4, 0.2), ties(1, 2, 0.25), ties(1, 4, 0.3)];
        let joined = |join: f64, allied: bool, turns: bool| {
            let mut front = Front::new(&starts, &[2.0, 1.0, 3.0, 2.0, 5.0]);
            front.states.diplomacy[0] = 0.6;
            front.states.focus.fill(1.0);
            front.pairs.alliance[1] = allied;
            front.pairs.posture[4][1] = 0.2;
            let mut sums = [DisputeSums::default(); 5];
            // Without chance all words are at their middle, so the willingness is moved across one half.
            let words = Drawn::default();
            let mut params = params();
            (params.wars.join, params.switches.isolation_of_enemies) = (join, turns);
            gather_coalition(&mut front.tables(), (StateId(0), StateId(1)), &params, words, &mut sums);
            (front, [2, 3, 4].map(|k| sums[k].joined))
        };
        // Close by 0.81, or by 0.9 if allied; four fifths by diplomacy; three quarters of that where the enemy has ties of 0.25.
        assert_eq!(joined(0.75, false, true).1, [0, 0, 0]); // 0.486
        let (front, who) = joined(0.8, false, true); // 0.5184 and, for the friend of both, 0.3888
        assert_eq!(who, [0, 1, 0]);
        close(front.pairs.aid[0][0], 1.0); // half of its power
        assert_eq!((front.pairs.aid[0][1], front.pairs.posture[4][1], front.pairs.trade[4]), (0.0, 0.2, 0.25));
        assert_eq!(joined(0.9, true, true).1, [0, 1, 0]); // the ally 0.486
        let (front, who) = joined(0.95, true, true); // 0.513
        assert_eq!(who, [1, 1, 0]);
        close(front.pairs.aid[0][0], 2.5);
        close(front.pairs.posture[4][1], 0.2 - 0.95 * 1.2);
        close(front.pairs.trade[4], 0.25 * 0.05);
        assert_eq!(front.pairs.trade[5], 0.3);
        let (front, who) = joined(0.95, true, false);
        assert_eq!((who, front.pairs.posture[4][1], front.pairs.trade[4]), ([1, 1, 0], 0.2, 0.25));
    }

    #[test]
    fn a_war_is_settled_below_the_chance_of_an_agreement() {
        let start = PairStart { stage: Stage::War, rivalry: 0.5, ..PairStart::new(0, 1) };
        let settled = |above: f64| {
            let mut front = Front::new(&[start], &[1.0, 1.0]);
            let mut params = params();
            (params.disputes.cool_diplomacy, params.wars.collapse, params.wars.victory) = (0.9, 0.0, 0.0);
            let now = Weather::read(&front.pairs.row(0..1), 0, (0, 1), &front.states, &params, 0.0);
            close(now.settles_without(&[], &params), 0.45); // half of full diplomacy, and without coercion
            let (u, mut sums) = (0.45 + above, [DisputeSums::default(); 2]);
            go_on(&mut front.tables(), 0, (0, 1), &params, &mut sums, true, [u, 0.0]);
            (front.events.first().map(|event| event.kind), front.pairs.stage[0])
        };
        assert_eq!(settled(-1e-9), (Some(EventKind::WarSettled), Stage::Calm));
        assert_ne!(settled(1e-9).0, Some(EventKind::WarSettled));
    }

    #[test]
    fn wars_of_the_round_go_on_and_those_that_are_over_do_not() {
        let start = |stage| PairStart { stage, ..PairStart::new(0, 1) };
        let fought = |stage| {
            let mut front = Front::new(&[start(stage)], &[2.0, 1.0]);
            front.states.authority = vec![1.0; 2];
            let mut params = params();
            params.wars.victory = 1.0; // a third of the strength decides
            let mut disputes = DisputesScratch { wars: vec![(0, 0, 1)], ..DisputesScratch::default() };
            disputes.sums.resize(2, DisputeSums::default());
            let mut scratch = WarsScratch::default();
            params.wars.frozen = 1.0;
            let draws = Draws::new(1, 0, false).of_round(1);
            carry_out(&mut front.tables(), &params, draws, &mut disputes, &mut scratch);
            (front.pairs.stage[0], front.states.wars[0], front.states.disputes[1], front.events.len())
        };
        assert_eq!(fought(Stage::War), (Stage::Dispute, 0.0, 1.0, 1)); // frozen
        assert_eq!(fought(Stage::Crisis), (Stage::Crisis, 0.0, 1.0, 0));
    }
}
