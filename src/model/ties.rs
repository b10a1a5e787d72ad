//! Opportunities and facilitation of relations: ties in three layers, posture, gains (B3, B4, C4).
//!
//! Equations: docs/odd.md, section 7.6. Order: growth or fading, citizens and firms, diverted trade and tariffs (`trade`), help, cuts.
//! Layers: trade for trade and sanctions, people and institutions for facilitation, mediation and covert action, security for
//! alliance and shows of force; force aims at all.

use super::ids::Topology;
use super::math::{at_most, saturate, share, weighted_mean};
use super::membership::MOST;
use super::pairs::{Act, INSTRUMENTS, Instrument, Pairs, Row, breadth, salience};
use super::params::Params;
use super::parts::{Part, Parts, Sums};
use super::policy::Stance;
use super::societies::{self, Society};
use super::states::{NO_STATE, States};
use super::trade;

/// Sums over the ties of one state in a round.
#[derive(Clone, Copy, Debug, Default)]
struct TieSums {
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
    /// Salience before the acts, and after.
    matters: f64,
    salience: f64,
    meaning: f64,
    discourse: f64,
    volume_of_ties: f64,
    open_trade: f64,
    begun: f64,
    lost: f64,
    diverted: f64,
    exchange: f64,
    worth: f64,
    tariffs: f64,
    markets: f64,
    aid_given: f64,
    against_threat: f64,
    aid_received: f64,
}

impl Sums for TieSums {
    fn add(&mut self, later: &Self) {
        self.mutual += later.mutual;
        self.gains += later.gains;
        self.losses += later.losses;
        self.severity += later.severity;
        self.covert += later.covert;
        self.sanctioned += later.sanctioned;
        self.trade += later.trade;
        self.people += later.people;
        self.security += later.security;
        self.breadth += later.breadth;
        self.posture += later.posture;
        self.reach += later.reach;
        self.matters += later.matters;
        self.salience += later.salience;
        self.meaning += later.meaning;
        self.discourse += later.discourse;
        self.volume_of_ties += later.volume_of_ties;
        self.open_trade += later.open_trade;
        self.begun += later.begun;
        self.lost += later.lost;
        self.diverted += later.diverted;
        self.exchange += later.exchange;
        self.worth += later.worth;
        self.tariffs += later.tariffs;
        self.markets += later.markets;
        self.aid_given += later.aid_given;
        self.against_threat += later.against_threat;
        self.aid_received += later.aid_received;
    }
}

/// Working memory of [`carry_out`].
#[derive(Clone, Debug, Default)]
pub(crate) struct TiesScratch {
    societies: Vec<Society>,
    /// By camp, the number of states that it threatens most.
    common: Vec<u32>,
    sums: Vec<TieSums>,
}

/// How fast institutions fade without cooperation, of what trade and security ties do: from 1955 to 1975 the organisations
/// that two states share hardly ever became fewer.
const LASTING: f64 = 0.25;

/// Hostility of an instrument, in [0, 1]; 0 for cooperation. A convention: sanctions and covert action are below the
/// threat of force, a threat is below its use.
pub(crate) fn severity(instrument: Instrument) -> f64 {
    match instrument {
        Instrument::Sanctions | Instrument::Covert => 0.4,
        Instrument::Show => 0.7,
        Instrument::Force => 1.0,
        _ => 0.0,
    }
}

/// The layer that an instrument builds or aims at; `None` for force, which aims at all.
fn layer(instrument: Instrument) -> Option<usize> {
    match instrument {
        Instrument::Trade | Instrument::Sanctions => Some(0),
        Instrument::Facilitation | Instrument::Mediation | Instrument::Covert => Some(1),
        Instrument::Alliance | Instrument::Show => Some(2),
        Instrument::Force => None,
    }
}

/// Step 5, first: the acts of both sides take effect.
pub(crate) fn carry_out(
    states: &mut States,
    pairs: &mut Pairs,
    topology: &Topology,
    stances: &[Stance],
    params: &Params,
    (parts, scratch): (&mut Parts, &mut TiesScratch),
) {
    let TiesScratch { societies, common, sums } = scratch;
    societies::take(societies, common, states, stances, params);
    let present = &states.present;
    let sums = parts.carry_out(pairs, topology, sums, &mut Vec::new(), |part| {
        let Part { rows, first, mut pairs, sums, .. } = part;
        for i in rows.filter(|&i| present[i]) {
            let mut own = sums[i];
            let range = topology.row(i);
            let row = &mut pairs.some(range.start - first..range.end - first);
            for (k, &high) in topology.highs(i).iter().enumerate() {
                let j = high as usize;
                if present[j] {
                    let societies = [&societies[i], &societies[j]];
                    meet(row, k, societies, params, [&mut own, &mut sums[j]]);
                    look(row, k, societies, params, [&mut own, &mut sums[j]]);
                }
            }
            sums[i] = own;
        }
    });
    conclude(states, params, sums);
}

/// The sums of ties before the first round.
pub(crate) fn measure(
    states: &mut States,
    pairs: &mut Pairs,
    topology: &Topology,
    params: &Params,
    scratch: &mut TiesScratch,
) {
    let TiesScratch { societies, common, sums } = scratch;
    societies::take(societies, common, states, &[], params);
    sums.clear();
    sums.resize(states.present.len(), TieSums::default());
    for (pair, i, j) in super::ids::present(topology, &states.present) {
        let [mut a, mut b] = [sums[i], sums[j]];
        let societies = [&societies[i], &societies[j]];
        look(&pairs.row(pair..pair + 1), 0, societies, params, [&mut a, &mut b]);
        sums[i] = a;
        sums[j] = b;
    }
    conclude(states, params, sums);
}

/// One pair's acts, as (act, instrument, effort) by side.
#[inline(always)]
fn acts(row: &Row<'_>, k: usize) -> [(Act, Instrument, f64); 2] {
    let instruments = row.instrument[k];
    let act = |side: usize| (row.act[k][side], INSTRUMENTS[instruments[side] as usize & 7], row.effort[k][side]);
    [act(0), act(1)]
}

/// One pair: cooperation or fading, then what citizens and firms do, then confrontation.
#[inline(always)]
fn meet(row: &mut Row<'_>, k: usize, societies: [&Society; 2], params: &Params, sums: [&mut TieSums; 2]) {
    let acts = acts(row, k);
    let complement = row.complementarity[k];
    let reach = 0.5 * (row.reach[k][0] + row.reach[k][1]);
    let matters = [salience(row, k, 0), salience(row, k, 1)];
    let mut ties = [row.trade[k], row.people[k], row.security[k]];
    let [first, second] = sums;
    let mutual = acts[0].0 == Act::Cooperate && acts[1].0 == Act::Cooperate;
    if mutual {
        cooperate(&mut ties, acts, complement, matters, societies, params, [first, second]);
    } else {
        let fade = params.ties.fade;
        let faded = [fade, LASTING * fade, fade];
        for (tie, fade) in ties.iter_mut().zip(faded) {
            *tie -= fade * *tie;
        }
    }
    let_societies_act(&mut ties, complement, reach, societies, params, [first, second]);
    help(&mut ties, acts, societies, [first, second]);
    respond(row, k, &mut ties, acts, mutual, matters, params, [first, second]);
    [row.trade[k], row.people[k], row.security[k]] = ties;
}

/// Mutual cooperation builds ties and brings gains.
#[inline(always)]
fn cooperate(
    ties: &mut [f64; 3],
    acts: [(Act, Instrument, f64); 2],
    complement: f64,
    matters: [f64; 2],
    [low, high]: [&Society; 2],
    params: &Params,
    [first, second]: [&mut TieSums; 2],
) {
    let p = &params.ties;
    let effort = acts[0].2.min(acts[1].2);
    let broad = actors(low.capacity, high.capacity, params) * breadth(ties[0], ties[1], ties[2]);
    let gain = complement * effort * (1.0 + p.breadth * broad);
    first.mutual += 1;
    second.mutual += 1;
    first.gains += matters[0] * gain * high.market;
    second.gains += matters[1] * gain * low.market;
    let mut weight = [1.0 / 6.0; 3];
    for (_, instrument, _) in acts {
        if let Some(layer) = layer(instrument) {
            weight[layer] += 0.25;
        }
    }
    weight[0] *= low.open * high.open;
    for (tie, w) in ties.iter_mut().zip(weight) {
        *tie += p.build * effort * w * (1.0 - *tie);
    }
}

/// Citizens and firms begin ties; trade goes where tariffs let it in.
#[inline(always)]
fn let_societies_act(
    ties: &mut [f64; 3],
    complement: f64,
    reach: f64,
    societies: [&Society; 2],
    params: &Params,
    [first, second]: [&mut TieSums; 2],
) {
    let [low, high] = societies;
    let facilitated = params.ties.facilitation * (low.facilitated * high.facilitated);
    let by_citizens = params.provision.ties * (low.civic * high.civic);
    let by_firms = params.provision.ties * (low.firms * high.firms) * complement * low.open * high.open;
    let begun = reach * (by_citizens * (1.0 - ties[1]) + by_firms * (1.0 - ties[0]));
    ties[1] += at_most(facilitated + by_citizens, 1.0) * reach * (1.0 - ties[1]);
    let traded = trade::between(ties[0], by_firms, complement, reach, societies, params);
    ties[0] = traded.trade;
    for (sum, lost) in [(first, traded.lost[0]), (second, traded.lost[1])] {
        sum.begun += begun;
        sum.lost += lost;
        sum.diverted += traded.diverted;
    }
}

/// Facilitation brings help to nations in want. Help against a common enemy goes to states that it threatens, by their
/// threat, with any act of cooperation; it builds security ties.
#[inline(always)]
fn help(
    ties: &mut [f64; 3],
    acts: [(Act, Instrument, f64); 2],
    [low, high]: [&Society; 2],
    [first, second]: [&mut TieSums; 2],
) {
    let mut give =
        |act: (Act, Instrument, f64), from: &Society, to: &Society, giver: &mut TieSums, taker: &mut TieSums| {
            if act.0 != Act::Cooperate {
                return;
            }
            let relief = if act.1 == Instrument::Facilitation { from.giving * to.want } else { 0.0 };
            let together = from.enemy != NO_STATE && from.enemy == to.enemy;
            let support = if together { from.arming * to.threat } else { 0.0 };
            giver.aid_given += relief + support;
            taker.aid_received += relief + support;
            if support > 0.0 {
                giver.against_threat += support;
                ties[2] += saturate(support, to.wealth) * (1.0 - ties[2]);
            }
        };
    give(acts[0], low, high, first, second);
    give(acts[1], high, low, second, first);
}

/// The part of breadth that counts where civic bodies are missing beside the states (C4).
#[inline(always)]
pub(super) fn actors(low: f64, high: f64, params: &Params) -> f64 {
    if params.switches.breadth_of_actors { 0.5 + 0.25 * (low + high) } else { 1.0 }
}

/// Refusals, confrontations and the ties that they cut. Postures follow the acts.
#[allow(clippy::too_many_arguments)] // the columns read and written are the contract
#[inline(always)]
fn respond(
    row: &mut Row<'_>,
    k: usize,
    ties: &mut [f64; 3],
    acts: [(Act, Instrument, f64); 2],
    mutual: bool,
    matters: [f64; 2],
    params: &Params,
    sums: [&mut TieSums; 2],
) {
    let p = &params.ties;
    let mut cut = [0.0; 3];
    for (side, me) in sums.into_iter().enumerate() {
        let ((act, instrument, effort), other) = (acts[side], acts[1 - side]);
        me.matters += matters[side];
        let posture = row.posture[k][side];
        let (target, rate) = match act {
            Act::Cooperate => {
                if !mutual {
                    me.losses +=
                        matters[side] * 0.5 * p.price * effort * if other.0 == Act::Abstain { 0.5 } else { 1.0 };
                }
                (0.5 + 0.5 * effort, p.posture_rate)
            }
            Act::Abstain => (0.0, (2.0 * p.fade).min(1.0)),
            Act::Confront => {
                let severity = severity(instrument);
                let blow = effort * severity;
                me.losses += matters[side] * p.price * blow;
                me.severity += matters[side] * blow;
                for (l, cut) in cut.iter_mut().enumerate() {
                    let aimed = layer(instrument).is_none_or(|aim| aim == l);
                    *cut += blow * if aimed { 1.0 } else { 1.0 / 3.0 };
                }
                (-(0.5 + 0.5 * severity), p.posture_rate)
            }
        };
        row.posture[k][side] = posture + rate * (target - posture);
        if other.0 == Act::Confront {
            match other.1 {
                Instrument::Covert => me.covert += matters[side] * other.2 * severity(Instrument::Covert),
                Instrument::Sanctions => me.sanctioned += other.2 * ties[0],
                _ => {}
            }
        }
    }
    for (tie, cut) in ties.iter_mut().zip(cut) {
        *tie *= 1.0 - (p.cut * cut).min(1.0);
    }
}

/// Adds a pair's ties and postures to the sums of both states.
#[inline(always)]
fn look(row: &Row<'_>, k: usize, [low, high]: [&Society; 2], params: &Params, sums: [&mut TieSums; 2]) {
    let (trade, people, security) = (row.trade[k], row.people[k], row.security[k]);
    let volume = trade + people + security;
    let breadth = volume * breadth(trade, people, security);
    let complement = row.complementarity[k];
    let worth = trade::worth(trade, complement, [low, high], params);
    let lead = trade::lead([low, high], params);
    for (side, sum) in sums.into_iter().enumerate() {
        let (other, lead) = if side == 0 { (high, lead) } else { (low, -lead) };
        let reach = row.reach[k][side];
        let matters = salience(row, k, side);
        sum.salience += matters;
        sum.meaning += reach * volume * other.meaning;
        sum.discourse += reach * volume * other.discourse;
        sum.volume_of_ties += reach * volume;
        sum.exchange += matters * worth * (1.0 + lead);
        sum.worth += matters * worth;
        sum.tariffs += matters * trade * other.tariff;
        sum.markets += reach * complement * other.open;
        sum.trade += matters * trade;
        sum.people += matters * people;
        sum.security += matters * security;
        sum.open_trade += trade;
        sum.breadth += reach * breadth;
        sum.posture += reach * row.posture[k][side];
        sum.reach += reach;
    }
}

fn conclude(s: &mut States, params: &Params, sums: &[TieSums]) {
    for (i, sum) in sums.iter().enumerate().filter(|(i, _)| s.present[*i]) {
        s.mutual[i] = f64::from(sum.mutual);
        let met = |x: f64| weighted_mean(x, sum.matters, 0.0, MOST);
        let felt = |x: f64| weighted_mean(x, sum.salience, 0.0, MOST);
        s.gains[i] = met(sum.gains);
        s.losses[i] = met(sum.losses);
        s.severity[i] = met(sum.severity);
        s.subversion[i] = saturate(met(sum.covert), params.ties.half);
        s.sanctioned[i] = weighted_mean(sum.sanctioned, sum.sanctioned + sum.open_trade, 0.0, 1.0);
        s.trade_ties[i] = felt(sum.trade);
        s.people_ties[i] = felt(sum.people);
        s.security_ties[i] = felt(sum.security);
        s.breadth[i] = weighted_mean(sum.breadth, sum.volume_of_ties, 0.0, 1.0);
        s.surroundings[i] = sum.salience;
        let attention = params.choice.attention * s.power[i].sqrt();
        s.focus[i] = if sum.salience > 0.0 { (attention / sum.salience).min(2.0) } else { 0.0 };
        s.partners_meaning[i] =
            if sum.volume_of_ties > 0.0 { share(sum.meaning / sum.volume_of_ties) } else { s.meaning[i] };
        s.partners_discourse[i] = if sum.volume_of_ties > 0.0 {
            (sum.discourse / sum.volume_of_ties).clamp(-1.0, 1.0)
        } else {
            s.discourse[i]
        };
        s.policy[i] = weighted_mean(sum.posture, sum.reach, -1.0, 1.0);
        s.ties_begun[i] = sum.begun;
        s.exchange[i] = felt(sum.exchange);
        s.terms_of_trade[i] = if sum.worth > 0.0 { share(0.5 * sum.exchange / sum.worth) } else { 0.5 };
        s.tariff_met[i] = weighted_mean(sum.tariffs, sum.trade, 0.0, 1.0);
        s.markets[i] = sum.markets;
        s.trade_lost[i] = sum.lost;
        s.trade_diverted[i] = sum.diverted;
        s.aid_given[i] = sum.aid_given.min(MOST);
        s.aid_against_threat[i] = sum.against_threat.min(MOST);
        s.aid_received[i] = sum.aid_received.min(MOST);
    }
}

#[cfg(test)]
mod tests;
