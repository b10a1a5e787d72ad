//! Countering threats: disputes with stages, escalation, war, what settles them, and the slow rivalry of a pair (B2).
//!
//! ```text
//! heat = (blow₀ + blow₁)(1 + mutual [both confront])(1 + rivalry_gain · rivalry)(1 − parity |P_i − P_j|/(P_i + P_j + 1e-12))    rivalry_gain: disputes.rivalry
//! cool = (1 − cool_diplomacy · d̄)(1 − cool_ties · √T)(1 − cool_values · y_i y_j)(1 − cool_third · H)
//! D    = 1 − (1 − min(1, cool_diplomacy · d̄ · (2 if a side mediates, else 1)))(1 − cool_third · H)(1 − provision.talks · √(people · κ_i · κ_j)),   κ = civil_capacity
//! settles = settle (settle_floor + (1 − settle_floor) D)(1 − deadlock · c (1 − D)),   c: greatest severity used by either
//! ```
//!
//! Equations as in docs/odd.md, section 7.7.
//! P: power; d̄: mean diplomacy of the two; T: mean ties; y: system; H: diplomacy of third parties; c: greatest severity used by either side.
//! The first word of a pair's row decides beginning and ending (settlement, then lapse), the second escalation. `wars`
//! decides how wars continue and end.
//!
//! A dispute settled while a side coerced has a price (B2.6): the weaker side loses autonomy. Rivalry decays. It grows
//! at onset, at war and in deadlocks (B2.5), and settlements by diplomacy reduce it (B2.3).

use super::draws::{Purpose, RoundDraws, Words};
use super::events::{Event, EventKind};
use super::ids::Topology;
use super::math::saturate;
use super::pairs::{Act, INSTRUMENTS, Instrument, Pairs, Stage};
use super::params::Params;
use super::states::States;
use super::ties::severity;

/// Words of a pair's row.
pub(crate) const WORDS: usize = 2;

/// Sums over the disputes of one state in a round.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DisputeSums {
    disputes: u32,
    wars: u32,
    strife: f64,
    rivalry: f64,
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
    pub(super) words: Words,
    pub(super) sums: Vec<DisputeSums>,
    /// Pairs at war, each with its states.
    pub(super) wars: Vec<(usize, usize, usize)>,
}

impl DisputeSums {
    /// Resets the numbers of open disputes, which are counted again.
    pub(super) fn forget_what_is_open(&mut self) {
        (self.disputes, self.wars, self.strife, self.rivalry) = (0, 0, 0.0, 0.0);
    }
}

/// Step 5, third: disputes begin, escalate or ease. Pairs at war are left to the next step.
pub(crate) fn carry_out(
    states: &mut States,
    pairs: &mut Pairs,
    topology: &Topology,
    params: &Params,
    draws: RoundDraws,
    scratch: &mut DisputesScratch,
    events: &mut Vec<Event>,
) {
    let DisputesScratch { words, sums, wars } = scratch;
    wars.clear();
    sums.clear();
    sums.resize(states.present.len(), DisputeSums::default());
    for i in 0..states.present.len() {
        if !states.present[i] || topology.row(i).is_empty() {
            continue;
        }
        let range = topology.row(i);
        let first = range.start;
        draws.row(Purpose::Disputes, i as u64, words, WORDS * range.len());
        for pair in range {
            let j = topology.high(pair);
            if !states.present[j] {
                continue;
            }
            pairs.rivalry[pair] *= 1.0 - params.disputes.rivalry_decay;
            if pairs.stage[pair] == Stage::War {
                wars.push((pair, i, j));
                continue;
            }
            let u = |k: usize| words.uniform(WORDS * (pair - first) + k);
            let before = pairs.stage[pair];
            if let Some(event) = meet(pairs, pair, (i, j), states, topology, params, sums, u) {
                events.push(event);
                if before == Stage::Calm && pairs.stage[pair] == Stage::Crisis {
                    events.push(Event { kind: EventKind::CrisisBegun, number: None, age: Some(1), ..event });
                }
                if event.kind == EventKind::DisputeSettled {
                    events.extend(concede(states, pairs, pair, (i, j), params, sums));
                }
            }
            count(pairs, pair, (i, j), sums);
        }
    }
}

/// Counts disputes, wars and rivalries before the first round.
pub(crate) fn measure(states: &mut States, pairs: &Pairs, topology: &Topology, scratch: &mut DisputesScratch) {
    let sums = &mut scratch.sums;
    sums.clear();
    sums.resize(states.present.len(), DisputeSums::default());
    for (pair, i, j) in super::ties::present(topology, &states.present) {
        count(pairs, pair, (i, j), sums);
    }
    conclude(states, sums);
}

/// The heat of a pair, what cools it, who confronts, and the diplomacy at work.
pub(super) struct Weather {
    heat: f64,
    cool: f64,
    /// 1 minus the diplomacy of the two sides, of third parties and of civic bodies.
    missing: [f64; 3],
    coercion: f64,
    confronts: [bool; 2],
    blows: [f64; 2],
}

impl Weather {
    pub(super) fn read(
        pairs: &Pairs,
        pair: usize,
        (i, j): (usize, usize),
        s: &States,
        params: &Params,
        third: f64,
    ) -> Self {
        let p = &params.disputes;
        let mut blows = [0.0; 2];
        let mut mediates = false;
        for (side, blow) in blows.iter_mut().enumerate() {
            let instrument = INSTRUMENTS[pairs.instrument[pair][side] as usize & 7];
            match pairs.act[pair][side] {
                Act::Confront => {
                    *blow = pairs.effort[pair][side] * severity(instrument, params);
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
            * (1.0 - p.cool_ties * pairs.ties(pair).sqrt())
            * (1.0 - p.cool_values * s.system[i] * s.system[j])
            * others;
        let at_work = p.cool_diplomacy * mean_diplomacy * if mediates { 2.0 } else { 1.0 };
        let civic = |i: usize| s.civil_capacity[i];
        let talks = params.provision.talks * (pairs.people[pair] * civic(i) * civic(j)).sqrt();
        let missing = [1.0 - at_work.min(1.0), others, 1.0 - talks];
        Self { heat, cool, missing, coercion: coercion(pairs, pair, params), confronts, blows }
    }

    /// D, the diplomacy at work, without these parts.
    fn diplomacy(&self, absent: &[usize]) -> f64 {
        1.0 - (0..3).filter(|k| !absent.contains(k)).map(|k| self.missing[k]).product::<f64>()
    }

    /// Coercion without diplomacy makes the two rivals, round by round (B2.5).
    pub(super) fn embitter(&self, pairs: &mut Pairs, pair: usize, params: &Params) {
        let (room, missing) = (1.0 - pairs.rivalry[pair], 1.0 - self.diplomacy(&[]));
        pairs.rivalry[pair] += params.disputes.deadlock_rivalry * self.coercion * missing * room;
    }

    /// The probability of a settlement by agreement, without these parts.
    pub(super) fn settles_without(&self, absent: &[usize], params: &Params) -> f64 {
        let p = &params.disputes;
        let diplomacy = self.diplomacy(absent);
        p.settle
            * (p.settle_floor + (1.0 - p.settle_floor) * diplomacy)
            * (1.0 - p.deadlock * self.coercion * (1.0 - diplomacy))
    }
}

/// Asks third parties if none has been asked since the dispute began or escalated.
pub(super) fn ask_third_parties(
    pairs: &mut Pairs,
    pair: usize,
    (i, j): (usize, usize),
    s: &States,
    topology: &Topology,
    params: &Params,
    sums: &mut [DisputeSums],
) {
    if pairs.third[pair] < 0.0 {
        pairs.third[pair] = third_parties(pairs, topology, s, (i, j), params, sums);
    }
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
    for me in [i, j] {
        sums[me].settlements += 1;
        sums[me].settled_by_third += u32::from(u >= now.settles_without(&[1], params));
        sums[me].settled_by_civic += u32::from(u >= now.settles_without(&[2], params));
    }
}

/// One pair's dispute moves by at most one step.
#[allow(clippy::too_many_arguments)] // the columns read and written are the contract
#[inline]
fn meet(
    pairs: &mut Pairs,
    pair: usize,
    (i, j): (usize, usize),
    s: &States,
    topology: &Topology,
    params: &Params,
    sums: &mut [DisputeSums],
    u: impl Fn(usize) -> f64,
) -> Option<Event> {
    let p = &params.disputes;
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
    ask_third_parties(pairs, pair, (i, j), s, topology, params, sums);
    let now = Weather::read(pairs, pair, (i, j), s, params, pairs.third[pair]);
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
    if u_climb < p.war * now.heat * now.cool * (2.0 * odds[0].max(odds[1])).powi(2) {
        pairs.stage[pair] = Stage::War;
        pairs.third[pair] = -1.0;
        pairs.rivalry[pair] += p.rivalry_war * (1.0 - pairs.rivalry[pair]);
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

/// Ends everything open between two states.
pub(super) fn end(pairs: &mut Pairs, pair: usize, kind: EventKind, (i, j): (usize, usize), age: u32) -> Event {
    pairs.stage[pair] = Stage::Calm;
    pairs.stage_age[pair] = 0;
    pairs.third[pair] = -1.0;
    pairs.aid[pair] = [0.0; 2];
    Event::between(kind, i, j).with_age(age)
}

/// The greatest severity that a side uses; 0 if neither side confronts.
fn coercion(pairs: &Pairs, pair: usize, params: &Params) -> f64 {
    let used = |side: usize| match pairs.act[pair][side] {
        Act::Confront => severity(INSTRUMENTS[pairs.instrument[pair][side] as usize & 7], params),
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
    let coercion = coercion(pairs, pair, params);
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
    params: &Params,
    sums: &mut [DisputeSums],
) -> f64 {
    let mut help = 0.0;
    for (k, a, b) in topology.thirds(i, j) {
        let (first, second) = (a.pair.index(), b.pair.index());
        let confronts = pairs.act[first][a.side] == Act::Confront || pairs.act[second][b.side] == Act::Confront;
        if s.present[k.index()] && !confronts {
            let part = s.diplomacy[k.index()] * pairs.ties(first).min(pairs.ties(second));
            sums[k.index()].mediated += part;
            help += part;
        }
    }
    saturate(help, params.disputes.third_half)
}

/// Counts the open dispute of a pair.
#[inline]
pub(super) fn count(pairs: &Pairs, pair: usize, (i, j): (usize, usize), sums: &mut [DisputeSums]) {
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

pub(super) fn conclude(s: &mut States, sums: &[DisputeSums]) {
    for (i, sum) in sums.iter().enumerate() {
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
mod tests {
    use super::super::pairs::PairStart;
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-11, "{a} and {b}");
    }

    /// Round numbers for every parameter of a dispute.
    fn params() -> Params {
        let mut params = Params::default();
        let p = &mut params.disputes;
        (p.onset, p.mutual, p.rivalry, p.parity) = (0.1, 0.5, 2.0, 0.4);
        (p.cool_diplomacy, p.cool_ties, p.cool_values, p.cool_third) = (0.5, 0.8, 0.75, 0.9);
        (p.sudden, p.escalate, p.war, p.lapse) = (0.5, 0.2, 0.1, 0.3);
        (p.settle, p.settle_floor, p.deadlock, p.third_half) = (0.8, 0.1, 0.9, 2.0);
        (p.deadlock_rivalry, p.rivalry_dispute, p.rivalry_war, p.rivalry_relief) = (0.6, 0.5, 0.4, 0.5);
        (params.instruments.severity_show, params.instruments.severity_force) = (0.7, 1.0);
        (params.provision.talks, params.wars.concede) = (0.5, 0.2);
        params
    }

    /// Two states, of which the first confronts the second by a show of arms of half effort.
    fn two() -> (States, Pairs, Topology) {
        let mut s = States::new(2);
        (s.power, s.self_image) = (vec![3.0, 1.0], vec![3.0, 1.0]);
        (s.diplomacy, s.system, s.civil_capacity) = (vec![0.6, 0.2], vec![0.8, 0.5], vec![0.5, 0.5]);
        let start = PairStart { ties: [0.09, 0.16, 0.23], rivalry: 0.25, ..PairStart::new(0, 1) };
        let mut pairs = Pairs::new(&[start], &s.power);
        pairs.act[0] = [Act::Confront, Act::Abstain];
        pairs.instrument[0] = [Instrument::Show as u8, 0];
        pairs.effort[0] = [0.5, 0.0];
        (s, pairs, Topology::new(2, vec![(0, 1)]))
    }

    #[test]
    fn heat_by_hand() {
        let (s, mut pairs, _) = two();
        let read = |pairs: &Pairs| Weather::read(pairs, 0, (0, 1), &s, &params(), 0.0);
        // A blow of 0.35, half as much again by rivalry, less by a gap in power of one half.
        close(read(&pairs).heat, 0.35 * 1.5 * 0.8);
        pairs.act[0][1] = Act::Confront;
        pairs.instrument[0][1] = Instrument::Force as u8;
        pairs.effort[0][1] = 0.25;
        close(read(&pairs).heat, 0.6 * 1.5 * 1.5 * 0.8);
        assert_eq!(read(&pairs).coercion, 1.0);
        assert_eq!(read(&pairs).confronts, [true; 2]);
    }

    #[test]
    fn equal_power_leaves_all_the_heat() {
        let (mut s, pairs, _) = two();
        s.power = vec![2.0, 2.0];
        close(Weather::read(&pairs, 0, (0, 1), &s, &params(), 0.0).heat, 0.35 * 1.5);
    }

    #[test]
    fn diplomacy_ties_values_and_third_parties_cool() {
        let (s, pairs, _) = two();
        let read = |third: f64| Weather::read(&pairs, 0, (0, 1), &s, &params(), third).cool;
        // Mean diplomacy 0.4, mean ties 0.16, systems 0.8 and 0.5.
        let alone = (1.0 - 0.2) * (1.0 - 0.8 * 0.4) * (1.0 - 0.3);
        close(read(0.0), alone);
        close(read(0.5), alone * 0.55);
    }

    #[test]
    fn diplomacy_at_work_joins_the_two_sides_third_parties_and_civic_bodies() {
        let (s, mut pairs, _) = two();
        let read = |pairs: &Pairs| Weather::read(pairs, 0, (0, 1), &s, &params(), 0.5);
        // Ties of people 0.16 and civil capacities of one half: talks of 0.5 · 0.2.
        let now = read(&pairs);
        close(now.diplomacy(&[]), 1.0 - 0.8 * 0.55 * 0.9);
        close(now.diplomacy(&[0]), 1.0 - 0.55 * 0.9);
        close(now.diplomacy(&[1]), 1.0 - 0.8 * 0.9);
        close(now.diplomacy(&[2]), 1.0 - 0.8 * 0.55);
        pairs.act[0][1] = Act::Cooperate;
        pairs.instrument[0][1] = Instrument::Mediation as u8;
        close(read(&pairs).diplomacy(&[]), 1.0 - 0.6 * 0.55 * 0.9);
    }

    #[test]
    fn settlement_grows_with_diplomacy_and_coercion_without_it_blocks_settlement() {
        let (s, mut pairs, _) = two();
        let now = Weather::read(&pairs, 0, (0, 1), &s, &params(), 0.5);
        let (d, without) = (1.0 - 0.8 * 0.55 * 0.9, 1.0 - 0.8 * 0.9);
        close(now.settles_without(&[], &params()), 0.8 * (0.1 + 0.9 * d) * (1.0 - 0.9 * 0.7 * (1.0 - d)));
        let expected = 0.8 * (0.1 + 0.9 * without) * (1.0 - 0.9 * 0.7 * (1.0 - without));
        close(now.settles_without(&[1], &params()), expected);
        // The room toward full rivalry is three quarters.
        now.embitter(&mut pairs, 0, &params());
        close(pairs.rivalry[0], 0.25 + 0.6 * 0.7 * (1.0 - d) * 0.75);
    }

    #[test]
    fn a_settlement_relieves_rivalry_and_names_those_without_whom_it_would_have_failed() {
        let (s, mut pairs, _) = two();
        let now = Weather::read(&pairs, 0, (0, 1), &s, &params(), 0.5);
        let [all, no_third, no_civic] = [&[][..], &[1], &[2]].map(|absent| now.settles_without(absent, &params()));
        assert!(no_third < no_civic && no_civic < all);
        let mut sums = [DisputeSums::default(); 2];
        settle(&mut pairs, 0, (0, 1), &now, &params(), &mut sums, 0.5 * (no_third + no_civic));
        close(pairs.rivalry[0], 0.25 * (1.0 - 0.5 * (1.0 - 0.8 * 0.55 * 0.9)));
        for sum in sums {
            assert_eq!((sum.settlements, sum.settled_by_third, sum.settled_by_civic), (1, 1, 0));
        }
        settle(&mut pairs, 0, (0, 1), &now, &params(), &mut sums, 0.5 * (no_civic + all));
        assert_eq!((sums[0].settlements, sums[1].settled_by_third, sums[1].settled_by_civic), (2, 2, 1));
        settle(&mut pairs, 0, (0, 1), &now, &params(), &mut sums, 0.0);
        assert_eq!((sums[0].settlements, sums[0].settled_by_third, sums[0].settled_by_civic), (3, 2, 1));
    }

    /// Meets with these two uniforms.
    fn met(s: &States, pairs: &mut Pairs, topology: &Topology, u: [f64; 2]) -> Option<EventKind> {
        let mut sums = [DisputeSums::default(); 2];
        meet(pairs, 0, (0, 1), s, topology, &params(), &mut sums, |k| u[k]).map(|event| event.kind)
    }

    #[test]
    fn a_dispute_begins_below_heat_by_what_cools_and_suddenly_as_a_crisis() {
        let (s, pairs, topology) = two();
        let now = Weather::read(&pairs, 0, (0, 1), &s, &params(), 0.0);
        let (onset, sudden) = (0.1 * now.heat * now.cool, 0.5 * now.cool);
        let begin = |u: [f64; 2]| {
            let mut pairs = pairs.clone();
            let kind = met(&s, &mut pairs, &topology, u);
            (kind, pairs.stage[0], pairs.stage_age[0], pairs.rivalry[0])
        };
        assert_eq!(begin([onset * 1.01, 0.0]), (None, Stage::Calm, 0, 0.25));
        let begun = Some(EventKind::DisputeBegun);
        assert_eq!(begin([onset * 0.99, sudden * 1.01]), (begun, Stage::Dispute, 1, 0.625));
        assert_eq!(begin([onset * 0.99, sudden * 0.99]), (begun, Stage::Crisis, 1, 0.625));
    }

    #[test]
    fn a_dispute_becomes_a_crisis_and_a_crisis_a_war() {
        let (s, mut pairs, topology) = two();
        pairs.believed_power[0] = [1.0, 3.0];
        pairs.third[0] = 0.5;
        let now = Weather::read(&pairs, 0, (0, 1), &s, &params(), 0.5);
        let (climbs, wars) = (0.2 * now.heat * now.cool, 0.1 * now.heat * now.cool * 1.5 * 1.5);
        let go = |stage: Stage, u: f64| {
            let mut pairs = pairs.clone();
            (pairs.stage[0], pairs.stage_age[0]) = (stage, 4);
            let kind = met(&s, &mut pairs, &topology, [0.999, u]);
            assert_eq!((pairs.stage_age[0], pairs.third[0] < 0.0), (5, kind.is_some()));
            (kind, pairs.stage[0], pairs.rivalry[0])
        };
        let (_, _, embittered) = go(Stage::Dispute, 0.999);
        assert!(embittered > 0.25);
        assert_eq!(go(Stage::Dispute, climbs * 1.01), (None, Stage::Dispute, embittered));
        assert_eq!(go(Stage::Dispute, climbs * 0.99), (Some(EventKind::CrisisBegun), Stage::Crisis, embittered));
        assert_eq!(go(Stage::Crisis, wars * 1.01), (None, Stage::Crisis, embittered));
        let (kind, stage, rivalry) = go(Stage::Crisis, wars * 0.99);
        assert_eq!((kind, stage), (Some(EventKind::WarBegun), Stage::War));
        close(rivalry, embittered + 0.4 * (1.0 - embittered));
    }

    #[test]
    fn a_dispute_lapses_only_if_neither_side_confronts() {
        let (s, mut pairs, topology) = two();
        (pairs.stage[0], pairs.third[0]) = (Stage::Dispute, 0.5);
        let now = Weather::read(&pairs, 0, (0, 1), &s, &params(), 0.5);
        let settles = now.settles_without(&[], &params());
        assert_eq!(met(&s, &mut pairs.clone(), &topology, [settles + 0.01, 0.999]), None);
        pairs.act[0] = [Act::Abstain; 2];
        let calm = Weather::read(&pairs, 0, (0, 1), &s, &params(), 0.5).settles_without(&[], &params());
        let kind = |u: f64| met(&s, &mut pairs.clone(), &topology, [u, 0.0]);
        assert_eq!(kind(calm - 0.01), Some(EventKind::DisputeSettled));
        assert_eq!(kind(calm + 0.29), Some(EventKind::DisputeLapsed));
        assert_eq!(kind(calm + 0.31), None);
    }

    #[test]
    fn the_weaker_side_concedes_by_the_gap_in_strength_less_its_diplomacy() {
        let (mut s, pairs, _) = two();
        s.allied_power = vec![0.0, 1.0]; // 3 against 2
        (s.breadth, s.autonomy) = (vec![1.0, 0.5], vec![1.0, 0.8]);
        let mut sums = [DisputeSums::default(); 2];
        let event = concede(&mut s, &pairs, 0, (0, 1), &params(), &mut sums).unwrap();
        let share = 0.2 * 0.7 * 0.2 * (1.0 - 0.2 * 0.5);
        close(event.value.unwrap(), share);
        close(sums[1].concessions, 0.8 * share);
        close(s.autonomy[1], 0.8 * (1.0 - share));
        assert_eq!(s.autonomy[0], 1.0);
    }

    #[test]
    fn third_parties_count_by_diplomacy_and_their_weaker_tie_unless_they_confront() {
        let mut s = States::new(4);
        s.diplomacy = vec![0.9, 0.9, 0.5, 0.8];
        let ties = |low, high, tie: f64| PairStart { ties: [tie; 3], ..PairStart::new(low, high) };
        let starts = [ties(0, 1, 0.9), ties(0, 2, 0.4), ties(0, 3, 0.5), ties(1, 2, 0.6), ties(1, 3, 0.25)];
        let topology = Topology::new(4, starts.iter().map(|start| start.states).collect());
        let mut pairs = Pairs::new(&starts, &[1.0; 4]);
        let mut sums = [DisputeSums::default(); 4];
        // Half of 0.4, and 0.8 of 0.25.
        close(third_parties(&pairs, &topology, &s, (0, 1), &params(), &mut sums), 0.4 / 2.4);
        close(sums[2].mediated, 0.2);
        close(sums[3].mediated, 0.2);
        // The third state is side 1 of both pairs; what is done to it does not matter.
        pairs.act[1] = [Act::Confront, Act::Abstain];
        close(third_parties(&pairs, &topology, &s, (0, 1), &params(), &mut sums), 0.4 / 2.4);
        pairs.act[3] = [Act::Abstain, Act::Confront];
        close(third_parties(&pairs, &topology, &s, (0, 1), &params(), &mut sums), 0.2 / 2.2);
        s.present[3] = false;
        assert_eq!(third_parties(&pairs, &topology, &s, (0, 1), &params(), &mut sums), 0.0);
    }

    #[test]
    fn each_pair_has_two_words_of_its_own_and_wars_are_left_to_their_step() {
        let starts = [PairStart::new(0, 1), PairStart::new(1, 2), PairStart::new(1, 3), PairStart::new(1, 4)];
        let topology = Topology::new(5, starts.iter().map(|start| start.states).collect());
        let mut pairs = Pairs::new(&starts, &[1.0; 5]);
        pairs.act.fill([Act::Confront, Act::Abstain]);
        pairs.instrument.fill([Instrument::Show as u8, 0]);
        pairs.effort.fill([1.0, 0.0]);
        pairs.rivalry[0] = 0.5;
        pairs.stage[0] = Stage::War;
        let mut s = States::new(5);
        s.power.fill(1.0);
        let mut params = params();
        params.disputes.rivalry_decay = 0.1;
        let now = Weather::read(&pairs, 1, (1, 2), &s, &params, 0.0);
        params.disputes.onset = 0.5 / (now.heat * now.cool); // every calm pair begins below one half
        let draws = super::super::draws::Draws::new(3, 0, true).of_round(1);
        let mut scratch = DisputesScratch::default();
        scratch.words.resize(WORDS * 3);
        let mut words = Words::default();
        words.resize(WORDS * 3);
        draws.row(Purpose::Disputes, 1, &mut words, WORDS * 3);
        let begins = [0, 1, 2].map(|k| words.uniform(WORDS * k) < 0.5);
        assert!(begins.contains(&true) && begins.contains(&false));
        let mut events = Vec::new();
        carry_out(&mut s, &mut pairs, &topology, &params, draws, &mut scratch, &mut events);
        assert_eq!([1, 2, 3].map(|pair| pairs.stage[pair] > Stage::Calm), begins);
        assert_eq!((scratch.wars, pairs.stage[0]), (vec![(0, 0, 1)], Stage::War));
        close(pairs.rivalry[0], 0.45);
        let begun = events.iter().filter(|event| event.kind == EventKind::DisputeBegun);
        assert_eq!(begun.count(), begins.iter().filter(|&&begins| begins).count());
    }

    #[test]
    fn the_greater_blow_begins_a_dispute_and_of_equal_blows_the_mightier() {
        let (mut s, pairs, _) = two();
        let begun = |s: &States, blows: [f64; 2]| {
            let event = begin(&mut pairs.clone(), 0, (0, 1), s, blows, Stage::Dispute, 0.5);
            (event.a.0, event.number)
        };
        let (show, facilitation) = (Some(Instrument::Show as u32), Some(0));
        assert_eq!(begun(&s, [0.3, 0.2]), (0, show));
        assert_eq!(begun(&s, [0.2, 0.3]), (1, facilitation));
        assert_eq!(begun(&s, [0.3, 0.3]), (0, show));
        s.power = vec![1.0, 3.0];
        assert_eq!(begun(&s, [0.3, 0.2]), (0, show));
        assert_eq!(begun(&s, [0.3, 0.3]), (1, facilitation));
        s.power = vec![3.0, 3.0];
        assert_eq!(begun(&s, [0.3, 0.3]), (0, show));
    }

    #[test]
    fn open_disputes_and_rivalries_are_counted_for_both_sides() {
        let (_, mut pairs, _) = two();
        pairs.reach[0] = [1.0, 0.5];
        let mut sums = [DisputeSums::default(); 2];
        count(&pairs, 0, (0, 1), &mut sums);
        assert_eq!((sums[0].rivalry, sums[1].rivalry), (0.25, 0.125));
        assert_eq!((sums[0].disputes, sums[0].wars, sums[0].strife), (0, 0, 0.0));
        pairs.rivalry[0] = 0.0;
        pairs.stage[0] = Stage::War;
        count(&pairs, 0, (0, 1), &mut sums);
        pairs.stage[0] = Stage::Dispute;
        count(&pairs, 0, (0, 1), &mut sums);
        for sum in sums {
            assert_eq!((sum.disputes, sum.wars, sum.strife), (2, 1, 1.0));
        }
    }
}
