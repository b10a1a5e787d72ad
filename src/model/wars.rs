//! Endings of wars, joining states, the cost of defeat, and states that disappear (B2.3, B2.6, B2.8).
//!
//! Endings compete in each round of a war: agreement, surrender of a side whose rule at home has failed, victory of the
//! stronger, a frozen front. A victor may conquer. This is likelier the more superior and the less content with the
//! order it is. Powerful friends of the loser, by earlier ties, prevent its disappearance.
//!
//! Equations: docs/odd.md, section 7.7.1. Aid stays with the side that received it until the war ends, whatever happens
//! to the giver. `economy` has the autonomy lost by defeat, `membership` the return of a conquered state.

use super::disputes::{DisputeSums, DisputesScratch, Weather, ask_third_parties, conclude, count, end, settle};
use super::draws::{Purpose, RoundDraws, Words};
use super::events::{Event, EventKind};
use super::ids::{StateId, Topology};
use super::math::saturate;
use super::membership::{self, LEAST, MOST, Tables};
use super::pairs::{Act, Pairs, Stage};
use super::params::Params;
use super::states::States;

/// Words of the row of a pair at war.
pub(crate) const WORDS: usize = 2;

/// Working memory of [`carry_out`].
#[derive(Clone, Debug, Default)]
pub(crate) struct WarsScratch {
    pub(super) words: Words,
    /// The wealth of every state before the step.
    pub(super) wealth: Vec<f64>,
}

/// Step 5, fourth: wars continue or end, and coalitions form.
pub(crate) fn carry_out(
    tables: &mut Tables<'_>,
    params: &Params,
    draws: RoundDraws,
    DisputesScratch { sums, wars, .. }: &mut DisputesScratch,
    WarsScratch { words, wealth }: &mut WarsScratch,
) {
    let events_before = tables.events.len();
    wealth.clone_from(&tables.states.wealth);
    for &(pair, i, j) in &*wars {
        // A conquest among the wars before may have ended it.
        if tables.pairs.stage[pair] == Stage::War {
            draws.row(Purpose::Wars, (i as u64) << 32 | j as u64, words, WORDS);
            let u = [0, 1].map(|k| words.uniform(k));
            go_on(tables, pair, (i, j), params, wealth, sums, draws.noisy(), u);
        }
        if tables.states.present[i] && tables.states.present[j] {
            count(tables.pairs, pair, (i, j), sums);
        }
    }
    for at in 0..tables.events.len() {
        let Event { kind: EventKind::WarBegun, a, b: Some(b), .. } = tables.events[at] else { continue };
        // A conquest of this round may have made the war void.
        if tables.topology.find(a, b).is_some_and(|war| tables.pairs.stage[war.pair.index()] == Stage::War) {
            for (me, enemy) in [(a, b), (b, a)] {
                let row = u64::from(me.0) << 32 | u64::from(enemy.0);
                draws.row(Purpose::Coalitions, row, words, tables.topology.degree(me.index()));
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
        count(pairs, pair, (i, j), sums);
    }
}

/// One round of one war.
#[allow(clippy::too_many_arguments)] // the tables read and written are the contract
fn go_on(
    tables: &mut Tables<'_>,
    pair: usize,
    (i, j): (usize, usize),
    params: &Params,
    wealth: &[f64],
    sums: &mut [DisputeSums],
    noisy: bool,
    [u, u_conquest]: [f64; 2],
) {
    let Tables { states: s, pairs, topology, events, .. } = tables;
    let p = &params.wars;
    pairs.stage_age[pair] = pairs.stage_age[pair].saturating_add(1);
    let age = u32::from(pairs.stage_age[pair]);
    ask_third_parties(pairs, pair, (i, j), s, topology, params, sums);
    let now = Weather::read(pairs, pair, (i, j), s, params, pairs.third[pair]);
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
    let weary = f64::from(age) / (f64::from(age) + p.exhaustion);
    let gives_up = |side: usize| p.collapse * (1.0 - s.authority[side]) * (1.0 - s.support[side]) * weary;
    let sides = if !noisy && gives_up(j) > gives_up(i) { [(j, i), (i, j)] } else { [(i, j), (j, i)] };
    for (loser, winner) in sides {
        below += gives_up(loser);
        if u < below {
            sums[loser].given_up += 1;
            events.push(Event::between(EventKind::WarCollapse, winner, loser).with_age(age));
            win(tables, pair, (winner, loser), params, wealth, sums, strength, u_conquest);
            return;
        }
    }
    let chance = p.victory * (strength[0] - strength[1]).abs() / total;
    if u < below + chance {
        let first = if noisy { (u - below) / chance < strength[0] / total } else { strength[0] > strength[1] };
        let (winner, loser) = if first { (i, j) } else { (j, i) };
        win(tables, pair, (winner, loser), params, wealth, sums, strength, u_conquest);
        return;
    }
    below += chance;
    if u < below + p.frozen * f64::from(age) {
        pairs.stage[pair] = Stage::Dispute;
        pairs.aid[pair] = [0.0; 2];
        events.push(Event::between(EventKind::WarFrozen, i, j).with_age(age));
    }
}

/// The war is won: by conquest, or for spoils.
#[allow(clippy::too_many_arguments)] // the tables read and written are the contract
fn win(
    tables: &mut Tables<'_>,
    pair: usize,
    (winner, loser): (usize, usize),
    params: &Params,
    wealth: &[f64],
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
            *annexed = p.annexed * column[loser];
            column[winner] = (column[winner] + *annexed).min(MOST);
            column[loser] = (column[loser] - *annexed).max(LEAST);
        }
        s.military[loser] = 0.0;
        events.push(Event::between(EventKind::StateConquered, winner, loser));
        membership::leave(tables, StateId(loser as u32));
    } else {
        let spoils = p.spoils * wealth[loser]; // before the step, so that the order of wars does not matter
        s.wealth[winner] = (s.wealth[winner] + spoils).min(MOST);
        s.wealth[loser] = (s.wealth[loser] - spoils).max(LEAST);
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
    words: &Words,
    sums: &mut [DisputeSums],
) {
    let Tables { states: s, pairs, topology, events, .. } = tables;
    let p = &params.wars;
    let Some(war) = topology.find(me, enemy) else { return };
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
        let bond = if pairs.alliance[pair] { 1.0 + p.join_allied } else { 1.0 };
        let close = (ties * ties * bond).min(1.0);
        let willing = p.join * close * (0.5 + 0.5 * s.diplomacy[me.index()]) * (1.0 - other_ties);
        if words.uniform(k) < willing {
            pairs.aid[war.pair.index()][war.side] += p.aid * s.power[third.index()];
            sums[third.index()].joined += 1;
            if let Some(l) = against {
                let posture = &mut pairs.posture[l.pair.index()][l.side];
                *posture += p.isolate * (-1.0 - *posture);
                pairs.trade[l.pair.index()] *= 1.0 - p.isolate;
            }
            events.push(Event::between(EventKind::AllyJoined, third.index(), me.index()));
        }
    }
}
