//! Making opportunities and facilitating relations: ties in three layers, posture, gains (B3, B4, C4).
//!
//! ```text
//! both cooperate:  t_l ← t_l + build · e · w_l · (1 − t_l),   e = min of efforts
//!                  w_l = mean over sides of (focus · [l is the instrument's layer] + (1 − focus)/3)
//!                  gains_i += gain · c · e · (1 + breadth_gain · B) · market_j
//! else:            t_l ← t_l − fade · t_l
//! citizens:        people ← people + min(1, facilitation · √(f_i f_j) + civic_ties · √(κ_i κ_j)) · mean reach · (1 − people)
//! firms:           trade  ← trade + private_ties · √(π_i π_j) · c · mean reach · (1 − trade)
//!                  f = min(1, spend_facilitation/full) · a,  κ = civil_capacity · s · a,  π = private_capacity · v · a
//!                  a = attention/(attention + surroundings);  ties_begun_i += what κ and π add
//! facilitation of j by i: aid_i→j = spend_aid · burden · wealth_i / (acts of facilitation of i) · want_j       (C5)
//! confrontation:   t_l ← t_l · (1 − min(1, cut · Σ_sides e · severity · a_l)),  a_l = 1 aimed at, cut_other else
//! refused offer:   losses_i += refusal · e · (½ if the other abstains, 1 if it confronts)
//! own blow:        losses_i += price · e · severity;  severity_i += e · severity
//! posture ← posture + posture_rate · (target − posture),  target = ½ + ½ e (cooperate), −(½ + ½ severity) (confront)
//!         ← posture · (1 − posture_fade)                                                       (abstain)
//! tariffs:         trade ← trade − tariff_cut · (τ_i + τ_j)/2 · trade;  trade_lost_i += tariff_cut · τ_j/2 · trade
//!                  growth of trade by cooperation and by firms · (1 − τ_i)(1 − τ_j)
//! diverted:        trade ← trade + min(1 − what firms add, c (q_i (1 − τ_j) + q_j (1 − τ_i))) · mean reach · (1 − trade)
//!                  q = divert · trade_lost/markets of the round before;  markets_i = Σ_j reach · c · (1 − τ_j)
//! exchange_i = Σ_j reach · trade · (1 − τ_i)(1 − τ_j)(1 + advantage (2c − 1)) · 2σ_ij,
//!              σ_ij = ½ (1 + unequal (h_i − h_j)/(h_i + h_j))                      h: wealth per head
//! ```
//!
//! B in gains: breadth · (1 − breadth_actors (1 − κ)), κ the mean civil_capacity of the two. τ: tariff. c: complementarity; B: breadth (`pairs::breadth`) before the round's change; market as in `policy::terms`; full as in `policy`. Layers:
//! trade for trade and sanctions, people and institutions for facilitation, mediation and covert action, security for
//! alliance and shows of force; force aims at all. Order: growth or fading, citizens and firms, diverted trade, tariffs, cuts. s: securitisation; v:
//! provision; burden: `budget.burden`. Tariffs are set in `trade`.

use super::World;
use super::ids::Topology;
use super::math::{at_most, saturate};
use super::pairs::{Act, INSTRUMENTS, Instrument, Row, breadth};
use super::params::Params;

/// What a state's relations add up to in a round.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    mutual: u32,
    gains: f64,
    losses: f64,
    severity: f64,
    covert: f64,
    sanctioned: f64,
    trade: f64,
    people: f64,
    security: f64,
    breadth: f64,
    posture: f64,
    reach: f64,
    open_trade: f64,
    begun: f64,
    lost: f64,
    diverted: f64,
    exchange: f64,
    volume: f64,
    tariffs: f64,
    markets: f64,
    aid_given: f64,
    aid_received: f64,
}

/// What citizens, firms and helpers of a state bring to all its pairs; the first three as roots.
#[derive(Clone, Copy, Debug, Default)]
pub struct Society {
    facilitated: f64,
    civic: f64,
    firms: f64,
    capacity: f64,
    open: f64,
    tariff: f64,
    per_head: f64,
    seeking: f64,
    giving: f64,
    want: f64,
    market: f64,
}

/// Hostility of an instrument, in [0, 1]; 0 for cooperation.
pub fn severity(instrument: Instrument, params: &Params) -> f64 {
    let p = &params.instruments;
    match instrument {
        Instrument::Sanctions => p.severity_sanctions,
        Instrument::Covert => p.severity_covert,
        Instrument::Show => p.severity_show,
        Instrument::Force => p.severity_force,
        _ => 0.0,
    }
}

/// Layer that an instrument builds or aims at; none for force, which aims at all.
fn layer(instrument: Instrument) -> Option<usize> {
    match instrument {
        Instrument::Trade | Instrument::Sanctions => Some(0),
        Instrument::Facilitation | Instrument::Mediation | Instrument::Covert => Some(1),
        Instrument::Alliance | Instrument::Show => Some(2),
        Instrument::Force => None,
    }
}

/// Step 5, first: the acts meet.
pub fn carry_out(world: &mut World) {
    take_societies(world);
    let World { states, pairs, topology, params, scratch, .. } = world;
    scratch.ties.clear();
    scratch.ties.resize(states.present.len(), Sums::default());
    for i in 0..states.present.len() {
        if !states.present[i] {
            continue;
        }
        let mut own = scratch.ties[i];
        let row = &mut pairs.row(topology.row(i));
        for (k, &high) in topology.highs(i).iter().enumerate() {
            let j = high as usize;
            if states.present[j] {
                let societies = [&scratch.societies[i], &scratch.societies[j]];
                meet(row, k, societies, params, [&mut own, &mut scratch.ties[j]]);
                look(row, k, societies, params, [&mut own, &mut scratch.ties[j]]);
            }
        }
        scratch.ties[i] = own;
    }
    conclude(world);
}

fn take_societies(world: &mut World) {
    let World { states: s, params, scratch, .. } = world;
    let full = 4.0 * params.issues.need;
    let attention = params.choice.attention;
    scratch.societies.clear();
    scratch.societies.extend((0..s.present.len()).map(|i| {
        let focus = attention / (attention + s.surroundings[i]);
        Society {
            facilitated: ((s.spend_facilitation[i] / full).min(1.0) * focus).sqrt(),
            capacity: s.civil_capacity[i],
            open: 1.0 - s.tariff[i],
            tariff: s.tariff[i],
            per_head: s.wealth_per_head[i],
            seeking: if s.markets[i] > 0.0 { params.trade.divert * s.trade_lost[i] / s.markets[i] } else { 0.0 },
            civic: (s.civil_capacity[i] * s.securitisation[i] * focus).sqrt(),
            firms: (s.private_capacity[i] * s.provision[i] * focus).sqrt(),
            giving: s.spend_aid[i] * params.budget.burden * s.wealth[i] / s.acts_facilitation[i].max(1.0),
            want: s.want[i],
            market: scratch.stances.get(i).map_or(0.0, |stance| stance.market),
        }
    }));
}

/// What the ties add up to before the first round.
pub fn measure(world: &mut World) {
    take_societies(world);
    let World { states, pairs, topology, params, scratch, .. } = world;
    scratch.ties.clear();
    scratch.ties.resize(states.present.len(), Sums::default());
    for (pair, i, j) in present(topology, &states.present) {
        let [mut a, mut b] = [scratch.ties[i], scratch.ties[j]];
        let societies = [&scratch.societies[i], &scratch.societies[j]];
        look(&pairs.row(pair..pair + 1), 0, societies, params, [&mut a, &mut b]);
        scratch.ties[i] = a;
        scratch.ties[j] = b;
    }
    conclude(world);
}

/// Pairs both of whose states are in the world.
pub(super) fn present<'a>(
    topology: &'a Topology,
    present: &'a [bool],
) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
    topology.iter().filter(|&(_, i, j)| present[i] && present[j])
}

/// One pair's acts, as (act, instrument, effort) by side.
#[inline(always)]
fn acts(row: &Row<'_>, k: usize) -> [(Act, Instrument, f64); 2] {
    let instruments = row.instrument[k];
    let act = |side: usize| (row.act[k][side], INSTRUMENTS[instruments[side] as usize & 7], row.effort[k][side]);
    [act(0), act(1)]
}

#[inline(always)]
fn meet(row: &mut Row<'_>, k: usize, [low, high]: [&Society; 2], params: &Params, sums: [&mut Sums; 2]) {
    let p = &params.ties;
    let acts = acts(row, k);
    let mut t = [row.trade[k], row.people[k], row.security[k]];
    let mutual = acts[0].0 == Act::Cooperate && acts[1].0 == Act::Cooperate;
    let [first, second] = sums;

    if mutual {
        let effort = acts[0].2.min(acts[1].2);
        let actors = 1.0 - p.breadth_actors * (1.0 - 0.5 * (low.capacity + high.capacity));
        let broad = actors * breadth(t[0], t[1], t[2]);
        let gain = p.gain * row.complementarity[k] * effort * (1.0 + p.breadth_gain * broad);
        first.mutual += 1;
        second.mutual += 1;
        first.gains += gain * high.market;
        second.gains += gain * low.market;
        let mut weight = [(1.0 - p.focus) / 3.0; 3];
        for (_, instrument, _) in acts {
            if let Some(layer) = layer(instrument) {
                weight[layer] += 0.5 * p.focus;
            }
        }
        weight[0] *= low.open * high.open;
        for (tie, w) in t.iter_mut().zip(weight) {
            *tie += p.build * effort * w * (1.0 - *tie);
        }
    } else {
        for tie in &mut t {
            *tie -= p.fade * *tie;
        }
    }

    let reach = 0.5 * (row.reach[k][0] + row.reach[k][1]);
    let facilitated = p.facilitation * (low.facilitated * high.facilitated);
    let by_citizens = params.provision.civic_ties * (low.civic * high.civic);
    let by_firms = params.provision.private_ties * (low.firms * high.firms) * row.complementarity[k];
    let complement = row.complementarity[k];
    let by_firms = by_firms * low.open * high.open;
    let begun = reach * (by_citizens * (1.0 - t[1]) + by_firms * (1.0 - t[0]));
    t[1] += at_most(facilitated + by_citizens, 1.0) * reach * (1.0 - t[1]);
    let found = at_most(complement * (low.seeking * high.open + high.seeking * low.open), 1.0 - by_firms);
    let diverted = found * reach * (1.0 - t[0]);
    t[0] += by_firms * reach * (1.0 - t[0]) + diverted;
    let kept_out = 0.5 * params.trade.tariff_cut * t[0];
    first.lost += kept_out * high.tariff;
    second.lost += kept_out * low.tariff;
    t[0] -= kept_out * (low.tariff + high.tariff);
    first.diverted += diverted;
    second.diverted += diverted;
    first.begun += begun;
    second.begun += begun;
    for (side, (giver, taker)) in [(low, high), (high, low)].into_iter().enumerate() {
        if acts[side].0 == Act::Cooperate && acts[side].1 == Instrument::Facilitation {
            let aid = giver.giving * taker.want;
            let (gives, takes) = if side == 0 { (&mut *first, &mut *second) } else { (&mut *second, &mut *first) };
            gives.aid_given += aid;
            takes.aid_received += aid;
        }
    }

    let mut cut = [0.0; 3];
    for (side, me) in [first, second].into_iter().enumerate() {
        let ((act, instrument, effort), other) = (acts[side], acts[1 - side]);
        let posture = row.posture[k][side];
        let (target, rate) = match act {
            Act::Cooperate => {
                if !mutual {
                    me.losses += p.refusal * effort * if other.0 == Act::Abstain { 0.5 } else { 1.0 };
                }
                (0.5 + 0.5 * effort, p.posture_rate)
            }
            Act::Abstain => (0.0, p.posture_fade),
            Act::Confront => {
                let severity = severity(instrument, params);
                let blow = effort * severity;
                me.losses += p.price * blow;
                me.severity += blow;
                for (l, cut) in cut.iter_mut().enumerate() {
                    let aimed = layer(instrument).is_none_or(|aim| aim == l);
                    *cut += blow * if aimed { 1.0 } else { p.cut_other };
                }
                (-(0.5 + 0.5 * severity), p.posture_rate)
            }
        };
        row.posture[k][side] = posture + rate * (target - posture);
        if other.0 == Act::Confront {
            match other.1 {
                Instrument::Covert => me.covert += other.2 * params.instruments.severity_covert,
                Instrument::Sanctions => me.sanctioned += other.2 * t[0],
                _ => {}
            }
        }
    }
    for (tie, cut) in t.iter_mut().zip(cut) {
        *tie *= 1.0 - (p.cut * cut).min(1.0);
    }
    [row.trade[k], row.people[k], row.security[k]] = t;
}

/// Adds a pair's ties and postures to the sums of both states.
#[inline(always)]
fn look(row: &Row<'_>, k: usize, [low, high]: [&Society; 2], params: &Params, sums: [&mut Sums; 2]) {
    let (trade, people, security) = (row.trade[k], row.people[k], row.security[k]);
    let volume = trade + people + security;
    let breadth = volume * breadth(trade, people, security);
    let complement = row.complementarity[k];
    let worth = trade * low.open * high.open * (1.0 + params.trade.advantage * (2.0 * complement - 1.0));
    let lead = params.trade.unequal * (low.per_head - high.per_head) / (low.per_head + high.per_head);
    for (side, sum) in sums.into_iter().enumerate() {
        let (other, lead) = if side == 0 { (high, lead) } else { (low, -lead) };
        let reach = row.reach[k][side];
        sum.volume += reach * worth;
        sum.exchange += reach * worth * (1.0 + lead);
        sum.tariffs += reach * trade * other.tariff;
        sum.markets += reach * complement * other.open;
        sum.trade += reach * trade;
        sum.people += reach * people;
        sum.security += reach * security;
        sum.open_trade += trade;
        sum.breadth += reach * breadth;
        sum.posture += reach * row.posture[k][side];
        sum.reach += reach;
    }
}

fn conclude(world: &mut World) {
    let World { states: s, params, scratch, .. } = world;
    let ratio = |x: f64, y: f64| if y > 0.0 { x / y } else { 0.0 };
    for (i, sum) in scratch.ties.iter().enumerate().filter(|(i, _)| s.present[*i]) {
        s.mutual[i] = f64::from(sum.mutual);
        s.gains[i] = sum.gains;
        s.losses[i] = sum.losses;
        s.severity[i] = sum.severity;
        s.subversion[i] = saturate(sum.covert, params.issues.subversion_half);
        s.sanctioned[i] = ratio(sum.sanctioned, sum.sanctioned + sum.open_trade);
        s.trade_ties[i] = sum.trade;
        s.people_ties[i] = sum.people;
        s.security_ties[i] = sum.security;
        s.breadth[i] = ratio(sum.breadth, sum.trade + sum.people + sum.security);
        s.surroundings[i] = sum.reach;
        s.policy[i] = ratio(sum.posture, sum.reach);
        s.ties_begun[i] = sum.begun;
        s.exchange[i] = sum.exchange;
        s.terms_of_trade[i] = if sum.volume > 0.0 { 0.5 * sum.exchange / sum.volume } else { 0.5 };
        s.tariff_met[i] = ratio(sum.tariffs, sum.trade);
        s.markets[i] = sum.markets;
        s.trade_lost[i] = sum.lost;
        s.trade_diverted[i] = sum.diverted;
        s.aid_given[i] = sum.aid_given;
        s.aid_received[i] = sum.aid_received;
    }
}
