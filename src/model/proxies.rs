//! Proxy struggles: rivals that act covertly against each other also do so in a third state (B1.2).
//!
//! Equations: docs/odd.md, section 7.6.1. A struggle in a state is felt there as subversion in the next round.

use super::ids::{StateId, Topology};
use super::math::saturate;
use super::pairs::{Act, Instrument, Pairs};
use super::params::Params;
use super::states::States;

/// Step 5, second: struggles in third states.
pub(crate) fn carry_out(s: &mut States, pairs: &Pairs, topology: &Topology, params: &Params, struggles: &mut Vec<f64>) {
    let p = &params.wars;
    struggles.clear();
    struggles.resize(s.present.len(), 0.0);
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        for pair in topology.row(i) {
            if pairs.rivalry[pair] < p.proxy_rivalry {
                continue;
            }
            let covert = covert_effort(pairs, pair);
            if covert > 0.0
                && let Some(k) = weakest_third(s, pairs, topology, (i, topology.high(pair)))
            {
                struggles[k.index()] += p.proxy * covert * params.instruments.severity_covert;
            }
        }
    }
    for (i, &struggle) in struggles.iter().enumerate().filter(|(i, _)| s.present[*i]) {
        s.proxy_struggle[i] = saturate(struggle, params.issues.subversion_half);
        s.subversion[i] = 1.0 - (1.0 - s.subversion[i]) * (1.0 - s.proxy_struggle[i]);
    }
}

/// The effort of both sides' covert action against each other.
fn covert_effort(pairs: &Pairs, pair: usize) -> f64 {
    let of = |side: usize| {
        let covert = pairs.act[pair][side] == Act::Confront && pairs.instrument[pair][side] == Instrument::Covert as u8;
        if covert { pairs.effort[pair][side] } else { 0.0 }
    };
    of(0) + of(1)
}

/// The state without authority in which two rivals can best intervene.
fn weakest_third(s: &States, pairs: &Pairs, topology: &Topology, (i, j): (usize, usize)) -> Option<StateId> {
    let mut best = (0.0, None);
    for (k, a, b) in topology.thirds(i, j).filter(|(k, _, _)| s.present[k.index()]) {
        let reach = pairs.reach[a.pair.index()][1 - a.side].min(pairs.reach[b.pair.index()][1 - b.side]);
        let weakness = (1.0 - s.authority[k.index()]) * reach;
        if weakness > best.0 {
            best = (weakness, Some(k));
        }
    }
    best.1
}
