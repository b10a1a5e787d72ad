//! Countering threats: disputes with stages, escalation, war, what settles them, and the slow rivalry of a pair (B2).
//!
//! ```text
//! blow  = effort · severity of a side that confronts, else 0
//! heat  = (blow_i + blow_j) (1 + mutual [both confront]) (1 + rivalry_gain · rivalry) (1 − parity |P_i − P_j|/(P_i + P_j))
//! cool  = (1 − cool_diplomacy · d)(1 − cool_ties · T)(1 − cool_values · y_i y_j)(1 − cool_third · H)
//! D     = 1 − (1 − d' )(1 − cool_third · H)(1 − talks · people · √(κ_i κ_j))      diplomacy at work, of civic bodies too:
//!         d' = cool_diplomacy · 2d if a side mediates, · d if none;  κ = civil_capacity · securitisation;  talks: group provision
//! begins     onset · heat · cool                                                          H = 0: nobody has stepped in yet
//!            as a crisis with probability sudden · cool, else as a dispute
//! settles    settle · (floor + (1 − floor) D) · (1 − deadlock · c · (1 − D)),  c = greatest severity used
//! lapses     lapse, if nobody confronts; unsettled
//! becomes a crisis   escalate · heat · cool
//! becomes a war      war · heat · cool · 2 · odds      odds = a/(a + bp) of the surest side that confronts
//! a war ends by agreement (settles), else by victory · |S_i − S_j|/(S_i + S_j), else freezes by frozen · age
//! H = h/(h + third_half),  h = Σ_k d_k · min(T_ik, T_jk) over k that confront neither; in the round after a dispute
//!     began or climbed, and kept till it climbs or ends
//! ```
//!
//! d: mean diplomacy of the two; d_k: of a third; T: mean ties; y: system; P: power; S: power and the aid of allies; a:
//! `self_image`; bp: believed power. The first word of a pair's row decides beginning and ending (settle, then lapse or
//! victory, then freeze), the second escalation. Within victory, (u − settles)/(victory's part) is uniform again: side 0
//! wins below S_i/(S_i + S_j). At the outbreak of war
//! each ally k of a side that is not allied with the other joins by `join · security_k · (½ + ½ d)` and adds half its power.
//!
//! Rivalry decays by `rivalry_decay`, takes `rivalry_dispute` of the room left at onset, `rivalry_war` at war, and loses
//! `rivalry_relief` at a settlement. The state that deals the greater blow begins a dispute; of equals, the mightier.
//! Left out: conquest, collapse, concessions (B2.6); members of coalitions as parties of their own (B2.8).

use super::World;
use super::draws::Purpose;
use super::events::{Event, EventKind};
use super::ids::{StateId, Topology};
use super::math::saturate;
use super::pairs::{Act, INSTRUMENTS, Instrument, Pairs, Stage};
use super::params::Params;
use super::states::States;
use super::ties::severity;

/// Words of a pair's row.
pub const WORDS: usize = 2;

/// What a state's disputes add up to in a round.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    disputes: u32,
    wars: u32,
    strife: f64,
    rivalry: f64,
    settlements: u32,
    defeats: u32,
}

/// Step 5, second: disputes climb or descend.
pub fn carry_out(world: &mut World) {
    let World { states, pairs, topology, draws, params, events, scratch, round, .. } = world;
    let sums = &mut scratch.disputes;
    sums.clear();
    sums.resize(states.present.len(), Sums::default());
    let first_event = events.len();
    for i in 0..states.present.len() {
        if !states.present[i] || topology.row(i).is_empty() {
            continue;
        }
        let range = topology.row(i);
        let (first, words) = (range.start, &mut scratch.pair_words);
        draws.row(Purpose::Disputes, *round, i as u64, words, WORDS * range.len());
        for pair in range {
            let j = topology.high(pair);
            if !states.present[j] {
                continue;
            }
            let u = |k: usize| words.uniform(WORDS * (pair - first) + k);
            let before = pairs.stage[pair];
            if let Some(event) = meet(pairs, pair, (i, j), states, topology, params, u) {
                tell(&event, sums);
                events.push(event);
                if before == Stage::Calm && pairs.stage[pair] == Stage::Crisis {
                    events.push(Event { kind: EventKind::CrisisBegun, number: None, age: Some(1), ..event });
                }
            }
            count(pairs, pair, (i, j), sums);
        }
    }
    for at in first_event..world.events.len() {
        let event = world.events[at];
        if event.kind == EventKind::WarBegun {
            for (me, other) in [(event.a, event.b), (event.b.unwrap_or(event.a), Some(event.a))] {
                if let Some(other) = other {
                    gather_coalition(world, me, other);
                }
            }
        }
    }
    conclude(&mut world.states, &world.scratch.disputes);
}

/// Counts disputes, wars and rivalries before the first round.
pub fn measure(world: &mut World) {
    let World { states, topology, pairs, scratch, .. } = world;
    scratch.disputes.clear();
    scratch.disputes.resize(states.present.len(), Sums::default());
    for (pair, i, j) in super::ties::present(topology, &states.present) {
        count(pairs, pair, (i, j), &mut scratch.disputes);
    }
    conclude(states, &scratch.disputes);
}

/// How hot a pair is, what cools it, and who confronts.
struct Weather {
    heat: f64,
    cool: f64,
    diplomacy: f64,
    coercion: f64,
    confronts: [bool; 2],
    blows: [f64; 2],
}

impl Weather {
    fn read(pairs: &Pairs, pair: usize, (i, j): (usize, usize), s: &States, params: &Params, third: f64) -> Self {
        let p = &params.disputes;
        let mut blows = [0.0; 2];
        let mut coercion = 0.0f64;
        let mut mediates = false;
        for (side, blow) in blows.iter_mut().enumerate() {
            let instrument = INSTRUMENTS[pairs.instrument[pair][side] as usize & 7];
            match pairs.act[pair][side] {
                Act::Confront => {
                    let severity = severity(instrument, params);
                    *blow = pairs.effort[pair][side] * severity;
                    coercion = coercion.max(severity);
                }
                Act::Cooperate => mediates |= instrument == Instrument::Mediation,
                Act::Abstain => {}
            }
        }
        let confronts = [0, 1].map(|side| pairs.act[pair][side] == Act::Confront);
        let both = f64::from(u8::from(confronts == [true; 2]));
        let gap = (s.power[i] - s.power[j]).abs() / (s.power[i] + s.power[j] + 1e-12);
        let heat = (blows[0] + blows[1])
            * (1.0 + p.mutual * both)
            * (1.0 + p.rivalry * pairs.rivalry[pair])
            * (1.0 - p.parity * gap);
        let mean_diplomacy = 0.5 * (s.diplomacy[i] + s.diplomacy[j]);
        let others = 1.0 - p.cool_third * third;
        let cool = (1.0 - p.cool_diplomacy * mean_diplomacy)
            * (1.0 - p.cool_ties * pairs.ties(pair))
            * (1.0 - p.cool_values * s.system[i] * s.system[j])
            * others;
        let at_work = p.cool_diplomacy * mean_diplomacy * if mediates { 2.0 } else { 1.0 };
        let civic = |i: usize| s.civil_capacity[i] * s.securitisation[i];
        let talks = params.provision.talks * pairs.people[pair] * (civic(i) * civic(j)).sqrt();
        let diplomacy = 1.0 - (1.0 - at_work.min(1.0)) * others * (1.0 - talks);
        Self { heat, cool, diplomacy, coercion, confronts, blows }
    }
}

/// One pair's dispute moves by at most one step.
#[inline]
fn meet(
    pairs: &mut Pairs,
    pair: usize,
    (i, j): (usize, usize),
    s: &States,
    topology: &Topology,
    params: &Params,
    u: impl Fn(usize) -> f64,
) -> Option<Event> {
    let p = &params.disputes;
    let rivalry = pairs.rivalry[pair] * (1.0 - p.rivalry_decay);
    pairs.rivalry[pair] = rivalry;
    let stage = pairs.stage[pair];
    if stage == Stage::Calm {
        if pairs.act[pair].contains(&Act::Confront) {
            let now = Weather::read(pairs, pair, (i, j), s, params, 0.0);
            if u(0) < p.onset * now.heat * now.cool {
                let stage = if u(1) < p.sudden * now.cool { Stage::Crisis } else { Stage::Dispute };
                return Some(begin(pairs, pair, (i, j), s, now.blows, stage, p.rivalry_dispute));
            }
        }
        return None;
    }

    let (u_end, u_climb) = (u(0), u(1));
    pairs.stage_age[pair] = pairs.stage_age[pair].saturating_add(1);
    let age = u32::from(pairs.stage_age[pair]);
    if pairs.third[pair] < 0.0 {
        pairs.third[pair] = third_parties(pairs, topology, s, (i, j), params);
    }
    let now = Weather::read(pairs, pair, (i, j), s, params, pairs.third[pair]);
    let settles = p.settle
        * (p.settle_floor + (1.0 - p.settle_floor) * now.diplomacy)
        * (1.0 - p.deadlock * now.coercion * (1.0 - now.diplomacy));
    if u_end < settles {
        pairs.rivalry[pair] = rivalry * (1.0 - p.rivalry_relief);
        let kind = if stage == Stage::War { EventKind::WarSettled } else { EventKind::DisputeSettled };
        return Some(end(pairs, pair, kind, (i, j), age));
    }
    if stage == Stage::War {
        let [a, b] = [s.power[i] + pairs.aid[pair][0], s.power[j] + pairs.aid[pair][1]];
        let total = a + b + 1e-12;
        let won = settles + p.victory * (a - b).abs() / total;
        if u_end < won {
            // What the first draw leaves within victory is uniform again.
            let left = (u_end - settles) / (won - settles);
            let sides = if left < a / total { (i, j) } else { (j, i) };
            return Some(end(pairs, pair, EventKind::WarWon, sides, age));
        }
        if u_end < won + p.frozen * f64::from(age) {
            pairs.stage[pair] = Stage::Dispute;
            pairs.aid[pair] = [0.0; 2];
            return Some(Event::between(EventKind::WarFrozen, i, j).with_age(age));
        }
        return None;
    }
    if now.confronts == [false; 2] && u_end < settles + p.lapse {
        return Some(end(pairs, pair, EventKind::DisputeLapsed, (i, j), age));
    }
    if stage == Stage::Dispute {
        if u_climb < p.escalate * now.heat * now.cool {
            pairs.stage[pair] = Stage::Crisis;
            pairs.third[pair] = -1.0;
            return Some(Event::between(EventKind::CrisisBegun, i, j).with_age(age));
        }
        return None;
    }
    let odds = [(0, i), (1, j)].map(|(side, me)| {
        let believed = pairs.believed_power[pair][side];
        if now.confronts[side] { s.self_image[me] / (s.self_image[me] + believed + 1e-12) } else { 0.0 }
    });
    if u_climb < p.war * now.heat * now.cool * 2.0 * odds[0].max(odds[1]) {
        pairs.stage[pair] = Stage::War;
        pairs.third[pair] = -1.0;
        pairs.rivalry[pair] = rivalry + p.rivalry_war * (1.0 - rivalry);
        return Some(Event::between(EventKind::WarBegun, i, j).with_age(age));
    }
    None
}

fn begin(
    pairs: &mut Pairs,
    pair: usize,
    (i, j): (usize, usize),
    s: &States,
    blows: [f64; 2],
    stage: Stage,
    step: f64,
) -> Event {
    let side =
        if blows[0] == blows[1] { usize::from(s.power[j] > s.power[i]) } else { usize::from(blows[1] > blows[0]) };
    let (who, whom) = if side == 0 { (i, j) } else { (j, i) };
    pairs.stage[pair] = stage;
    pairs.stage_age[pair] = 1;
    let rivalry = pairs.rivalry[pair];
    pairs.rivalry[pair] = rivalry + step * (1.0 - rivalry);
    Event::between(EventKind::DisputeBegun, who, whom).with_number(pairs.instrument[pair][side] as usize)
}

fn end(pairs: &mut Pairs, pair: usize, kind: EventKind, (i, j): (usize, usize), age: u32) -> Event {
    pairs.stage[pair] = Stage::Calm;
    pairs.stage_age[pair] = 0;
    pairs.third[pair] = -1.0;
    pairs.aid[pair] = [0.0; 2];
    Event::between(kind, i, j).with_age(age)
}

/// Diplomacy of third parties tied to both, in [0, 1).
fn third_parties(pairs: &Pairs, topology: &Topology, s: &States, (i, j): (usize, usize), params: &Params) -> f64 {
    let mut help = 0.0;
    for (k, a, b) in topology.thirds(i, j) {
        let (first, second) = (a.pair.index(), b.pair.index());
        let confronts = pairs.act[first][a.side] == Act::Confront || pairs.act[second][b.side] == Act::Confront;
        if s.present[k.index()] && !confronts {
            help += s.diplomacy[k.index()] * pairs.ties(first).min(pairs.ties(second));
        }
    }
    saturate(help, params.disputes.third_half)
}

/// Allies of `me` join its war against `other`.
fn gather_coalition(world: &mut World, me: StateId, other: StateId) {
    let World { states: s, pairs, topology, draws, params, events, scratch, round, .. } = world;
    let Some(war) = topology.find(me, other) else { return };
    draws.row(
        Purpose::Coalitions,
        *round,
        u64::from(me.0) << 32 | u64::from(other.0),
        &mut scratch.few_words,
        topology.degree(me.index()),
    );
    for k in 0..topology.degree(me.index()) {
        let link = topology.link(me.index(), k);
        let (ally, pair) = (link.other, link.pair.index());
        if ally == other || !pairs.alliance[pair] || !s.present[ally.index()] {
            continue;
        }
        if topology.find(ally, other).is_some_and(|l| pairs.alliance[l.pair.index()]) {
            continue;
        }
        let willing = params.disputes.join * pairs.security[pair] * (0.5 + 0.5 * s.diplomacy[me.index()]);
        if scratch.few_words.uniform(k) < willing {
            pairs.aid[war.pair.index()][war.side] += 0.5 * s.power[ally.index()];
            events.push(Event::between(EventKind::AllyJoined, ally.index(), me.index()));
        }
    }
}

fn tell(event: &Event, sums: &mut [Sums]) {
    let Some(b) = event.b else { return };
    match event.kind {
        EventKind::DisputeSettled | EventKind::WarSettled => {
            sums[event.a.index()].settlements += 1;
            sums[b.index()].settlements += 1;
        }
        EventKind::WarWon => sums[b.index()].defeats += 1,
        _ => {}
    }
}

/// Counts what is open between two states.
#[inline]
fn count(pairs: &Pairs, pair: usize, (i, j): (usize, usize), sums: &mut [Sums]) {
    let (stage, rivalry) = (pairs.stage[pair], pairs.rivalry[pair]);
    if stage == Stage::Calm && rivalry == 0.0 {
        return;
    }
    for (side, me) in [(0, i), (1, j)] {
        let sum = &mut sums[me];
        sum.rivalry = sum.rivalry.max(pairs.reach[pair][side] * rivalry);
        if stage > Stage::Calm {
            sum.disputes += 1;
            sum.wars += u32::from(stage == Stage::War);
            sum.strife = sum.strife.max(stage.height());
        }
    }
}

fn conclude(s: &mut States, sums: &[Sums]) {
    for (i, sum) in sums.iter().enumerate() {
        s.disputes[i] = f64::from(sum.disputes);
        s.wars[i] = f64::from(sum.wars);
        s.strife[i] = sum.strife;
        s.rivalry[i] = sum.rivalry;
        s.settlements[i] = f64::from(sum.settlements);
        s.defeats[i] = f64::from(sum.defeats);
    }
}
