//! Countering threats: disputes with stages, escalation, war, what settles them, and the slow rivalry of a pair (B2).
//!
//! ```text
//! heat = (blow₀ + blow₁)(1 + rivalry_gain · rivalry)(1 − parity |P_i − P_j|/(P_i + P_j + 1e-12))    rivalry_gain: disputes.rivalry
//! cool = (1 − cool_diplomacy · d̄)(1 − cool_ties · √T)(1 − cool_values · y_i y_j)(1 − cool_third · H)(1 − organisation · √(organised_i organised_j))
//! D    = 1 − (1 − min(1, cool_diplomacy · d̄ · (2 if a side mediates, else 1)))(1 − cool_third · H)(1 − √(people · κ_i · κ_j))(1 − organisation · √(organised_i organised_j)),   κ = civil_capacity
//! settles = D (1 − deadlock · c (1 − D)),   c: greatest severity used by either
//! room   = contest (1 − rivalry)             onset and war: rivalry ← rivalry + rivalry_step · room;  a round of deadlock: + deadlock · c (1 − D) room
//! accused_j = max over i of rivalry_ij · d_i · P_i/(P_i + 1)
//! M_i ← M_i + economy.adjust ((1 − revisionism)(½ + ½ d) − M_i);   organised_i = M · M_i,   M: mean of M_i by power
//! ```
//!
//! Equations as in docs/odd.md, section 7.7.
//! P: power; d̄: mean diplomacy of the two; T: mean ties; y: system; H: diplomacy of third parties; M_i: membership, M: its mean by power; c: greatest severity used by either side.
//! The first word of a pair's row decides beginning and ending (settlement, then lapse), the second escalation, the third whether
//! something is contested from now on, and how much. `wars` decides how wars continue and end. A pair among many has fewer disputes (`crowd`).
//!
//! A dispute settled while a side coerced has a price (B2.6): the weaker side loses autonomy. What two states contest
//! (territory, or the order) begins by chance between those that reach each other, and fades slowly. Rivalry decays where
//! nothing is contested. It grows at onset, at war and in deadlocks (B2.5), as far as something is contested, and settlements
//! by diplomacy reduce it and the contest (B2.3).

use super::draws::{Purpose, RoundDraws};
use super::events::{Event, EventKind};
use super::ids::Topology;
use super::math::saturate;
use super::pairs::{Act, INSTRUMENTS, Instrument, Pairs, Row, Stage};
use super::params::Params;
use super::parts::{Aside, Part, Parts, Sums};
use super::states::{NO_STATE, States};
use super::switches::on;
use super::ties::severity;

/// Words of a pair's row.
pub(crate) const WORDS: usize = 3;

/// Sums over the disputes of one state in a round.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DisputeSums {
    disputes: u32,
    wars: u32,
    strife: f64,
    rivalry: f64,
    accused: f64,
    accuser: u32,
    settlements: u32,
    settled_by_third: u32,
    settled_by_civic: u32,
    mediated: f64,
    concessions: f64,
    pub(super) defeats: u32,
    pub(super) given_up: u32,
    pub(super) joined: u32,
    pub(super) coalition: f64,
}

/// Working memory of [`carry_out`] and of the wars that follow it.
#[derive(Clone, Debug, Default)]
pub(crate) struct DisputesScratch {
    pub(super) sums: Vec<DisputeSums>,
    pub(super) mediated: Vec<f64>,
    /// Pairs at war, each with its states.
    pub(super) wars: Vec<(usize, usize, usize)>,
}

impl Sums for DisputeSums {
    /// Of parts that count pairs without an open dispute.
    fn add(&mut self, later: &Self) {
        self.accuse(later.accused, later.accuser);
        self.rivalry = self.rivalry.max(later.rivalry);
    }
}

impl DisputeSums {
    /// The greatest accusation counts; of equal ones that of the lowest number.
    #[inline(always)]
    fn accuse(&mut self, accusation: f64, by: u32) {
        if accusation > self.accused || (accusation == self.accused && by < self.accuser) {
            (self.accused, self.accuser) = (accusation, by);
        }
    }

    /// Resets the numbers of open disputes, which are counted again.
    pub(super) fn forget_what_is_open(&mut self) {
        (self.disputes, self.wars, self.strife, self.rivalry, self.accused) = (0, 0, 0.0, 0.0, 0.0);
    }
}

/// Step 5, third: disputes begin, escalate or ease. Pairs at war are left to the next step.
pub(crate) fn carry_out(
    states: &mut States,
    pairs: &mut Pairs,
    topology: &Topology,
    params: &Params,
    draws: RoundDraws,
    (parts, scratch): (&mut Parts, &mut DisputesScratch),
    events: &mut Vec<Event>,
) {
    let DisputesScratch { sums, mediated, wars } = scratch;
    join_the_organisation(states, params);
    let s = &*states;
    let sums = parts.carry_out(pairs, topology, sums, &mut Vec::new(), |part| {
        let Part { rows, first, mut pairs, words, sums, aside, .. } = part;
        for i in rows.clone().filter(|&i| s.present[i] && !topology.row(i).is_empty()) {
            let words = draws.next(Purpose::Disputes, i, rows.end, |i| WORDS * topology.row(i).len(), words);
            let range = topology.row(i);
            let row = &mut pairs.some(range.start - first..range.end - first);
            for (k, &high) in topology.highs(i).iter().enumerate().filter(|&(_, &high)| s.present[high as usize]) {
                let states = (i, high as usize);
                let u = [0, 1, 2].map(|word| words.uniform(WORDS * k + word));
                contest(row, k, states, s, params, u[2]);
                // Few disputes are open, and they ask third states: they come when all parts are done.
                if row.stage[k] > Stage::Calm || begins(row, k, states, s, params, u[0]) {
                    aside.push(Aside { pair: range.start + k, states, noted: u });
                } else {
                    count(Stage::Calm, row.rivalry[k], row.reach[k], states, s, sums);
                }
            }
        }
    });
    let mediated = ask(parts, pairs, topology, s, mediated);
    sums.iter_mut().zip(mediated).for_each(|(sum, mediated)| sum.mediated += *mediated);
    wars.clear();
    for Aside { pair, states: (i, j), noted: [u_end, u_climb, third] } in parts.aside() {
        if pairs.stage[pair] == Stage::War {
            wars.push((pair, i, j));
            continue;
        }
        let before = pairs.stage[pair];
        pairs.third[pair] = third;
        if let Some(event) = meet(pairs, pair, (i, j), states, params, sums, [u_end, u_climb]) {
            events.push(event);
            if before == Stage::Calm && pairs.stage[pair] == Stage::Crisis {
                events.push(Event { kind: EventKind::CrisisBegun, number: None, age: Some(1), ..event });
            }
            if event.kind == EventKind::DisputeSettled {
                events.extend(concede(states, pairs, pair, (i, j), params, sums));
            }
        }
        count(pairs.stage[pair], pairs.rivalry[pair], pairs.reach[pair], (i, j), states, sums);
    }
}

/// Notes the diplomacy of third parties of every open dispute. They are asked if none has been since the dispute began or
/// escalated. Wars ask in their own step.
fn ask<'s>(parts: &mut Parts, pairs: &Pairs, topology: &Topology, s: &States, mediated: &'s mut Vec<f64>) -> &'s [f64] {
    parts.see_to_aside(topology.states(), mediated, |(disputes, mediated)| {
        for Aside { pair, states, noted } in disputes {
            let third = pairs.third[*pair];
            let asks = third < 0.0 && [Stage::Dispute, Stage::Crisis].contains(&pairs.stage[*pair]);
            noted[2] =
                if asks { third_parties(pairs, topology, s, *states, |k, part| mediated[k] += part) } else { third };
        }
    })
}

/// Rivalry decays where nothing is contested. What two states contest begins by chance, and fades.
#[inline(always)]
fn contest(row: &mut Row<'_>, k: usize, (i, j): (usize, usize), s: &States, params: &Params, u: f64) {
    let p = &params.disputes;
    row.rivalry[k] *= 1.0 - p.rivalry_decay * (1.0 - row.contest[k]);
    let [first_reach, second_reach] = row.reach[k];
    let begins = p.contest_begin * first_reach * second_reach * crowd(s, i, j);
    let contest = row.contest[k] * (1.0 - p.contest_fade);
    // Where a contest begins, all sizes are as likely.
    row.contest[k] = if u < begins { contest.max(u / begins) } else { contest };
}

/// Whether a dispute begins between two states without one.
#[inline(always)]
fn begins(row: &Row<'_>, k: usize, (i, j): (usize, usize), s: &States, params: &Params, u: f64) -> bool {
    row.act[k].contains(&Act::Confront) && {
        let now = Weather::read(row, k, (i, j), s, params, 0.0);
        u < params.disputes.onset * now.heat * now.cool * crowd(s, i, j)
    }
}

/// Membership follows the stance toward the order and the foreign service. The organisation has the weight of its
/// members' power (D9).
fn join_the_organisation(s: &mut States, params: &Params) {
    let (mut weight, mut power) = (0.0, 0.0);
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        let wanted = (1.0 - s.revisionism[i]) * (0.5 + 0.5 * s.diplomacy[i]);
        s.membership[i] += params.economy.adjust * (wanted - s.membership[i]);
        weight += s.membership[i] * s.power[i];
        power += s.power[i];
    }
    let weight = if power > 0.0 { weight / power } else { 0.0 };
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        s.organised[i] = weight * s.membership[i];
    }
}

/// Counts disputes, wars and rivalries before the first round.
pub(crate) fn measure(states: &mut States, pairs: &Pairs, topology: &Topology, scratch: &mut DisputesScratch) {
    let sums = &mut scratch.sums;
    sums.clear();
    sums.resize(states.present.len(), DisputeSums::default());
    for (pair, i, j) in super::ids::present(topology, &states.present) {
        count(pairs.stage[pair], pairs.rivalry[pair], pairs.reach[pair], (i, j), states, sums);
    }
    conclude(states, sums);
}

/// The heat of a pair, what cools it, who confronts, and the diplomacy at work.
pub(super) struct Weather {
    heat: f64,
    cool: f64,
    /// 1 minus the diplomacy of the two sides, of third parties, of civic bodies and of the organisation.
    missing: [f64; 4],
    coercion: f64,
    confronts: [bool; 2],
    blows: [f64; 2],
}

impl Weather {
    pub(super) fn read(
        row: &Row<'_>,
        k: usize,
        (i, j): (usize, usize),
        s: &States,
        params: &Params,
        third: f64,
    ) -> Self {
        let p = &params.disputes;
        let mut blows = [0.0; 2];
        let mut mediates = false;
        for (side, blow) in blows.iter_mut().enumerate() {
            let instrument = INSTRUMENTS[row.instrument[k][side] as usize & 7];
            match row.act[k][side] {
                Act::Confront => {
                    *blow = row.effort[k][side] * severity(instrument);
                }
                Act::Cooperate => mediates |= instrument == Instrument::Mediation,
                Act::Abstain => {}
            }
        }
        let confronts = [0, 1].map(|side| row.act[k][side] == Act::Confront);
        let gap = (s.power[i] - s.power[j]).abs() / (s.power[i] + s.power[j] + 1e-12);
        let heat = (blows[0] + blows[1]) * (1.0 + p.rivalry * row.rivalry[k]) * (1.0 - p.parity * gap);
        let mean_diplomacy = 0.5 * (s.diplomacy[i] + s.diplomacy[j]);
        let others = 1.0 - p.cool_third * third;
        let alone = 1.0 - p.organisation * (s.organised[i] * s.organised[j]).sqrt();
        let cool = (1.0 - p.cool_diplomacy * mean_diplomacy)
            * (1.0 - p.cool_ties * row.ties(k).sqrt())
            * (1.0 - p.cool_values * s.system[i] * s.system[j])
            * others
            * alone;
        let at_work = p.cool_diplomacy * mean_diplomacy * if mediates { 2.0 } else { 1.0 };
        let civic = |i: usize| s.civil_capacity[i];
        let talks = on(params.switches.civic_talks) * (row.people[k] * civic(i) * civic(j)).sqrt();
        let missing = [1.0 - at_work.min(1.0), others, 1.0 - talks, alone];
        Self { heat, cool, missing, coercion: coercion(row.act[k], row.instrument[k]), confronts, blows }
    }

    /// D, the diplomacy at work, without these parts.
    fn diplomacy(&self, absent: &[usize]) -> f64 {
        1.0 - (0..4).filter(|k| !absent.contains(k)).map(|k| self.missing[k]).product::<f64>()
    }

    /// Coercion without diplomacy makes the two rivals, round by round (B2.5).
    pub(super) fn embitter(&self, pairs: &mut Pairs, pair: usize, params: &Params) {
        let missing = 1.0 - self.diplomacy(&[]);
        pairs.rivalry[pair] += params.disputes.deadlock * self.coercion * missing * room(pairs, pair);
    }

    /// The probability of a settlement by agreement, without these parts.
    pub(super) fn settles_without(&self, absent: &[usize], params: &Params) -> f64 {
        let diplomacy = self.diplomacy(absent);
        diplomacy * (1.0 - params.disputes.deadlock * self.coercion * (1.0 - diplomacy))
    }
}

/// The diplomacy of third parties to a war. They are asked if none has been since it began.
pub(super) fn ask_third_parties(
    pairs: &mut Pairs,
    pair: usize,
    (i, j): (usize, usize),
    s: &States,
    topology: &Topology,
    sums: &mut [DisputeSums],
) -> f64 {
    if pairs.third[pair] < 0.0 {
        pairs.third[pair] = third_parties(pairs, topology, s, (i, j), |k, part| sums[k].mediated += part);
    }
    pairs.third[pair]
}

/// Credits a settlement by agreement to those who made it.
pub(super) fn settle(
    pairs: &mut Pairs,
    pair: usize,
    (i, j): (usize, usize),
    now: &Weather,
    params: &Params,
    sums: &mut [DisputeSums],
    u: f64,
) {
    pairs.rivalry[pair] *= 1.0 - params.disputes.rivalry_relief * now.diplomacy(&[]);
    pairs.contest[pair] *= 1.0 - params.disputes.rivalry_relief * now.diplomacy(&[]);
    for me in [i, j] {
        sums[me].settlements += 1;
        sums[me].settled_by_third += u32::from(u >= now.settles_without(&[1], params));
        sums[me].settled_by_civic += u32::from(u >= now.settles_without(&[2], params));
    }
}

/// One pair's dispute moves by at most one step.
fn meet(
    pairs: &mut Pairs,
    pair: usize,
    (i, j): (usize, usize),
    s: &States,
    params: &Params,
    sums: &mut [DisputeSums],
    [u_end, u_climb]: [f64; 2],
) -> Option<Event> {
    let p = &params.disputes;
    let stage = pairs.stage[pair];
    if stage == Stage::Calm {
        let row = &pairs.row(pair..pair + 1);
        if !begins(row, 0, (i, j), s, params, u_end) {
            return None;
        }
        let blows = Weather::read(row, 0, (i, j), s, params, 0.0).blows;
        let stage = if u_climb < p.sudden { Stage::Crisis } else { Stage::Dispute };
        return Some(begin(pairs, pair, (i, j), s, blows, stage, p.rivalry_step));
    }

    pairs.stage_age[pair] = pairs.stage_age[pair].saturating_add(1);
    let age = u32::from(pairs.stage_age[pair]);
    let third = pairs.third[pair];
    let now = Weather::read(&pairs.row(pair..pair + 1), 0, (i, j), s, params, third);
    let settles = now.settles_without(&[], params);
    if u_end < settles {
        settle(pairs, pair, (i, j), &now, params, sums, u_end);
        return Some(end(pairs, pair, EventKind::DisputeSettled, (i, j), age));
    }
    if now.confronts == [false; 2] && u_end < settles + p.lapse {
        return Some(end(pairs, pair, EventKind::DisputeLapsed, (i, j), age));
    }
    now.embitter(pairs, pair, params);
    if stage == Stage::Dispute {
        if now.confronts != [false; 2] && u_climb < p.sudden {
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
    if u_climb < p.war * now.heat * now.cool * (2.0 * odds[0].max(odds[1])).powi(2) {
        pairs.stage[pair] = Stage::War;
        pairs.third[pair] = -1.0;
        pairs.rivalry[pair] += p.rivalry_step * room(pairs, pair);
        return Some(Event::between(EventKind::WarBegun, i, j).with_age(age));
    }
    None
}

/// How far rivalry can grow: by what the two contest.
fn room(pairs: &Pairs, pair: usize) -> f64 {
    pairs.contest[pair] * (1.0 - pairs.rivalry[pair])
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
    pairs.rivalry[pair] += step * room(pairs, pair);
    Event::between(EventKind::DisputeBegun, who, whom).with_number(pairs.instrument[pair][side] as usize)
}

/// Ends everything open between two states.
pub(super) fn end(pairs: &mut Pairs, pair: usize, kind: EventKind, (i, j): (usize, usize), age: u32) -> Event {
    pairs.stage[pair] = Stage::Calm;
    pairs.stage_age[pair] = 0;
    pairs.third[pair] = -1.0;
    pairs.aid[pair] = [0.0; 2];
    Event::between(kind, i, j).with_age(age)
}

/// The greatest severity that a side uses; 0 if neither side confronts.
fn coercion(acts: [Act; 2], instruments: [u8; 2]) -> f64 {
    let used = |side: usize| match acts[side] {
        Act::Confront => severity(INSTRUMENTS[instruments[side] as usize & 7]),
        _ => 0.0,
    };
    used(0).max(used(1))
}

/// The concession of the weaker side in a settlement under coercion.
fn concede(
    s: &mut States,
    pairs: &Pairs,
    pair: usize,
    (i, j): (usize, usize),
    params: &Params,
    sums: &mut [DisputeSums],
) -> Option<Event> {
    let coercion = coercion(pairs.act[pair], pairs.instrument[pair]);
    let strength = |i: usize| s.power[i] + s.allied_power[i];
    let (strong, weak) = if strength(i) < strength(j) { (j, i) } else { (i, j) };
    let gap = (strength(strong) - strength(weak)) / (strength(strong) + strength(weak) + 1e-12);
    let share = params.wars.concede * coercion * gap * (1.0 - s.diplomacy[weak] * s.breadth[weak]);
    if share <= 0.0 {
        return None;
    }
    sums[weak].concessions += s.autonomy[weak] * share;
    s.autonomy[weak] *= 1.0 - share;
    Some(Event::between(EventKind::Concession, weak, strong).with_value(share))
}

/// The diplomacy of third parties tied to both, in [0, 1).
fn third_parties(
    pairs: &Pairs,
    topology: &Topology,
    s: &States,
    (i, j): (usize, usize),
    mut mediate: impl FnMut(usize, f64),
) -> f64 {
    let mut help = 0.0;
    for (k, a, b) in topology.thirds(i, j) {
        let (first, second) = (a.pair.index(), b.pair.index());
        let confronts = pairs.act[first][a.side] == Act::Confront || pairs.act[second][b.side] == Act::Confront;
        if s.present[k.index()] && !confronts {
            let part = s.diplomacy[k.index()] * pairs.ties(first).min(pairs.ties(second));
            mediate(k.index(), part);
            help += part;
        }
    }
    saturate(help * crowd(s, i, j), 1.0)
}

/// How much of two states' attention a pair of them has, against a world of a few states: √(focus_i focus_j).
pub(super) fn crowd(s: &States, i: usize, j: usize) -> f64 {
    (s.focus[i] * s.focus[j]).sqrt()
}

/// Counts the open dispute of a pair, and its rivalry.
#[inline]
pub(super) fn count(
    stage: Stage,
    rivalry: f64,
    reach: [f64; 2],
    (i, j): (usize, usize),
    s: &States,
    sums: &mut [DisputeSums],
) {
    if stage == Stage::Calm && rivalry == 0.0 {
        return;
    }
    for (side, (me, other)) in [(i, j), (j, i)].into_iter().enumerate() {
        let sum = &mut sums[me];
        sum.accuse(rivalry * s.diplomacy[other] * saturate(s.power[other], 1.0), other as u32);
        sum.rivalry = sum.rivalry.max(reach[side] * rivalry);
        if stage > Stage::Calm {
            sum.disputes += 1;
            sum.wars += u32::from(stage == Stage::War);
            sum.strife = sum.strife.max(stage.height());
        }
    }
}

pub(super) fn conclude(s: &mut States, sums: &[DisputeSums]) {
    for (i, sum) in sums.iter().enumerate() {
        s.accused[i] = sum.accused;
        s.accuser[i] = if sum.accused > 0.0 { sum.accuser } else { NO_STATE };
        s.disputes[i] = f64::from(sum.disputes);
        s.wars[i] = f64::from(sum.wars);
        s.strife[i] = sum.strife;
        s.rivalry[i] = sum.rivalry;
        s.settlements[i] = f64::from(sum.settlements);
        s.settled_by_third[i] = f64::from(sum.settled_by_third);
        s.settled_by_civic[i] = f64::from(sum.settled_by_civic);
        s.mediated[i] = sum.mediated;
        s.concessions[i] = sum.concessions;
        s.defeats[i] = f64::from(sum.defeats);
        s.given_up[i] = f64::from(sum.given_up);
        s.joined[i] = f64::from(sum.joined);
        s.coalition[i] = sum.coalition;
    }
}

#[cfg(test)]
mod tests;
