//! Alliances, a discrete fact between two states, and the blocs that they make (B3.2, A7, B1.5).
//!
//! ```text
//! forms:  both cooperate, no dispute, security ≥ threshold:  p = form · security · (w · shared + (1 − w) · like)
//!         shared = √(threat_i threat_j) [main threats are one state or of one bloc],  like = 1 − |y_i − y_j|
//! holds:  security ← security + alliances.security · (1 − security)
//! ends:   p = min(1, idle + end · cause)
//!         cause = 1 in a dispute, else max(0, −the lower posture, 1 − security/threshold)
//! bloc_i = end of the chain i → strongest ally of i if stronger than i → …
//! ```
//!
//! One uniform a pair. y: system. Equally strong allies: the lower number.
//! Left out: negotiation, aggregation, effect on threat and polarisation as terms of their own (B3.2, the rest).

use super::World;
use super::draws::Purpose;
use super::events::{Event, EventKind};
use super::pairs::{Act, Pairs, Stage};
use super::params::Params;
use super::states::States;

/// Step 5, third: alliances form and end.
pub fn carry_out(world: &mut World) {
    let World { states, pairs, topology, draws, params, events, scratch, round, .. } = world;
    for i in 0..states.present.len() {
        if !states.present[i] || topology.row(i).is_empty() {
            continue;
        }
        draws.row(Purpose::Alliances, *round, i as u64, &mut scratch.pair_words, topology.row(i).len());
        let range = topology.row(i);
        let first = range.start;
        for pair in range {
            let j = topology.high(pair);
            if states.present[j] {
                let u = scratch.pair_words.uniform(pair - first);
                if let Some(kind) = meet(pairs, pair, states, (i, j), params, u) {
                    events.push(Event::between(kind, i, j));
                }
            }
        }
    }
    measure(world);
}

fn meet(
    pairs: &mut Pairs,
    pair: usize,
    s: &States,
    (i, j): (usize, usize),
    params: &Params,
    u: f64,
) -> Option<EventKind> {
    let p = &params.alliances;
    let security = pairs.security[pair];
    let in_dispute = pairs.stage[pair] > Stage::Calm;
    if pairs.alliance[pair] {
        pairs.security[pair] = security + p.security * (1.0 - security);
        let posture = pairs.posture[pair][0].min(pairs.posture[pair][1]);
        let loose = 1.0 - security / p.threshold.max(1e-9);
        let cause = if in_dispute { 1.0 } else { (-posture).max(loose).max(0.0) };
        let ends = u < p.idle + p.end * cause;
        pairs.alliance[pair] = !ends;
        return ends.then_some(EventKind::AllianceEnded);
    }
    if pairs.act[pair] != [Act::Cooperate; 2] || in_dispute || security < p.threshold {
        return None;
    }
    let same = shared_enemy(s, i, j);
    let shared = if same { (s.threat[i] * s.threat[j]).sqrt() } else { 0.0 };
    let like = 1.0 - (s.system[i] - s.system[j]).abs();
    let forms = u < p.form * security * (p.shared_threat * shared + (1.0 - p.shared_threat) * like);
    pairs.alliance[pair] = forms;
    forms.then_some(EventKind::AllianceFormed)
}

/// Do both feel threatened most by one state, or by members of one bloc?
fn shared_enemy(s: &States, i: usize, j: usize) -> bool {
    let camp = |of: usize| s.bloc.get(s.main_threat[of] as usize);
    camp(i).is_some() && camp(i) == camp(j)
}

/// Counts allies, adds up their power, and finds the leader of every state's bloc.
pub fn measure(world: &mut World) {
    let World { states: s, pairs, topology, .. } = world;
    for i in 0..s.present.len() {
        s.bloc[i] = i as u32;
        s.allies[i] = 0.0;
        s.allied_power[i] = 0.0;
    }
    for (pair, i, j) in topology.iter() {
        if pairs.alliance[pair] && s.present[i] && s.present[j] {
            for (me, other) in [(i, j), (j, i)] {
                s.allies[me] += 1.0;
                s.allied_power[me] += s.power[other];
                // For now the strongest ally, if stronger than oneself and than the one found before.
                if s.power[other] > s.power[s.bloc[me] as usize] {
                    s.bloc[me] = other as u32;
                }
            }
        }
    }
    for i in 0..s.present.len() {
        // Power rises along the chain, so it ends.
        while s.bloc[s.bloc[i] as usize] != s.bloc[i] {
            s.bloc[i] = s.bloc[s.bloc[i] as usize];
        }
    }
}
