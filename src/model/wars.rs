//! How wars end, who joins them, what defeat costs, and states that disappear (B2.3, B2.6, B2.8).
//!
//! Endings compete in each round of a war: agreement, a side that gives up because it is lost at home, victory of the
//! stronger, a frozen front. A victor may conquer: the more superior and the less content with the order, the likelier;
//! powerful friends of the loser, by ties that stood before, do not let it disappear.
//!
//! Equations: docs/odd.md, section 7.7.1. Aid stays with the side that got it until the war ends, whatever becomes of the giver.
//! Autonomy lost by defeat: `economy`; how a conquered state comes back: `membership`.

use super::World;
use super::disputes::{DisputeSums, Weather, ask_third_parties, conclude, count, end, settle};
use super::draws::Purpose;
use super::events::{Event, EventKind};
use super::ids::StateId;
use super::math::saturate;
use super::membership::{self, LEAST, MOST};
use super::pairs::{Act, Stage};

/// Words of the row of a pair at war.
pub const WORDS: usize = 2;

/// Step 5, fourth: wars go on or end, coalitions gather.
pub fn carry_out(world: &mut World) {
    let events_before = world.events.len();
    world.scratch.wealth.clone_from(&world.states.wealth);
    for at in 0..world.scratch.wars.len() {
        let (pair, i, j) = world.scratch.wars[at];
        // A conquest among the wars before this one may have ended it.
        if world.pairs.stage[pair] == Stage::War {
            go_on(world, pair, (i, j));
        }
        if world.states.present[i] && world.states.present[j] {
            count(&world.pairs, pair, (i, j), &mut world.scratch.disputes);
        }
    }
    for at in 0..world.events.len() {
        let Event { kind: EventKind::WarBegun, a, b: Some(b), .. } = world.events[at] else { continue };
        // A conquest of this round may have made the war void.
        if world.topology.find(a, b).is_some_and(|war| world.pairs.stage[war.pair.index()] == Stage::War) {
            gather_coalition(world, a, b);
            gather_coalition(world, b, a);
        }
    }
    if world.events[events_before..].iter().any(|e| e.kind == EventKind::StateConquered) {
        recount(world);
    }
    conclude(&mut world.states, &world.scratch.disputes);
}

/// A conquest has made disputes void that were counted before it.
fn recount(world: &mut World) {
    let World { states: s, pairs, topology, scratch, .. } = world;
    scratch.disputes.iter_mut().for_each(DisputeSums::forget_what_is_open);
    for (pair, i, j) in topology.iter().filter(|&(_, i, j)| s.present[i] && s.present[j]) {
        count(pairs, pair, (i, j), &mut scratch.disputes);
    }
}

/// One round of one war.
fn go_on(world: &mut World, pair: usize, (i, j): (usize, usize)) {
    let World { states: s, pairs, topology, draws, params, events, scratch, round, .. } = world;
    let row = (i as u64) << 32 | j as u64;
    draws.row(Purpose::Wars, *round, row, &mut scratch.few_words, WORDS);
    let [u, u_conquest] = [0, 1].map(|k| scratch.few_words.uniform(k));
    let (p, noisy) = (&params.wars, draws.noisy());
    pairs.stage_age[pair] = pairs.stage_age[pair].saturating_add(1);
    let age = u32::from(pairs.stage_age[pair]);
    ask_third_parties(pairs, pair, (i, j), s, topology, params, &mut scratch.disputes);
    let now = Weather::read(pairs, pair, (i, j), s, params, pairs.third[pair]);
    let strength = [s.power[i] + pairs.aid[pair][0], s.power[j] + pairs.aid[pair][1]];
    let total = strength[0] + strength[1] + 1e-12;
    for (sum, side) in [(i, 0), (j, 1)] {
        let coalition = &mut scratch.disputes[sum].coalition;
        *coalition = coalition.max((pairs.aid[pair][side] / (s.power[sum] + 1e-12)).min(MOST));
    }

    let mut below = now.settles_without(&[], params);
    if u < below {
        settle(pairs, pair, (i, j), &now, params, &mut scratch.disputes, u);
        events.push(end(pairs, pair, EventKind::WarSettled, (i, j), age));
        return;
    }
    let weary = f64::from(age) / (f64::from(age) + p.exhaustion);
    let gives_up = |side: usize| p.collapse * (1.0 - s.authority[side]) * (1.0 - s.support[side]) * weary;
    let sides = if !noisy && gives_up(j) > gives_up(i) { [(j, i), (i, j)] } else { [(i, j), (j, i)] };
    for (loser, winner) in sides {
        below += gives_up(loser);
        if u < below {
            scratch.disputes[loser].given_up += 1;
            events.push(Event::between(EventKind::WarCollapse, winner, loser).with_age(age));
            win(world, pair, (winner, loser), strength, u_conquest);
            return;
        }
    }
    let chance = p.victory * (strength[0] - strength[1]).abs() / total;
    if u < below + chance {
        let first = if noisy { (u - below) / chance < strength[0] / total } else { strength[0] > strength[1] };
        let (winner, loser) = if first { (i, j) } else { (j, i) };
        win(world, pair, (winner, loser), strength, u_conquest);
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
fn win(world: &mut World, pair: usize, (winner, loser): (usize, usize), strength: [f64; 2], u: f64) {
    let shield = shield(world, winner, loser);
    let World { states: s, pairs, params, events, scratch, .. } = world;
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
    scratch.disputes[loser].defeats += 1;
    if u < conquers {
        s.conqueror[loser] = winner as u32;
        for (column, annexed) in [&mut s.wealth, &mut s.population].into_iter().zip(&mut s.annexed[loser]) {
            *annexed = p.annexed * column[loser];
            column[winner] = (column[winner] + *annexed).min(MOST);
            column[loser] = (column[loser] - *annexed).max(LEAST);
        }
        s.military[loser] = 0.0;
        events.push(Event::between(EventKind::StateConquered, winner, loser));
        membership::leave(world, StateId(loser as u32));
    } else {
        let spoils = p.spoils * scratch.wealth[loser]; // of before the step, so that no war comes first
        s.wealth[winner] = (s.wealth[winner] + spoils).min(MOST);
        s.wealth[loser] = (s.wealth[loser] - spoils).max(LEAST);
    }
}

/// How far friends of the loser keep it from disappearing, in [0, 1).
fn shield(world: &World, winner: usize, loser: usize) -> f64 {
    let World { states: s, pairs, topology, .. } = world;
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
fn gather_coalition(world: &mut World, me: StateId, enemy: StateId) {
    let World { states: s, pairs, topology, draws, params, events, scratch, round, .. } = world;
    let p = &params.wars;
    let Some(war) = topology.find(me, enemy) else { return };
    let row = u64::from(me.0) << 32 | u64::from(enemy.0);
    draws.row(Purpose::Coalitions, *round, row, &mut scratch.few_words, topology.degree(me.index()));
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
        if scratch.few_words.uniform(k) < willing {
            pairs.aid[war.pair.index()][war.side] += p.aid * s.power[third.index()];
            scratch.disputes[third.index()].joined += 1;
            if let Some(l) = against {
                let posture = &mut pairs.posture[l.pair.index()][l.side];
                *posture += p.isolate * (-1.0 - *posture);
                pairs.trade[l.pair.index()] *= 1.0 - p.isolate;
            }
            events.push(Event::between(EventKind::AllyJoined, third.index(), me.index()));
        }
    }
}
