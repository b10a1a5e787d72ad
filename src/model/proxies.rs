//! Proxy struggles: rivals that act covertly against each other also do so in a third state (B1.2).
//!
//! Equations: docs/odd.md, section 7.6.1. A struggle in a state is felt there as subversion in the next round.

use super::ids::{StateId, Topology};
use super::math::saturate;
use super::pairs::{Act, Instrument, Pairs, Row};
use super::params::Params;
use super::parts::{Aside, Part, Parts};
use super::states::States;
use super::ties::severity;

/// Step 5, second: struggles in third states.
pub(crate) fn carry_out(
    s: &mut States,
    pairs: &mut Pairs,
    topology: &Topology,
    params: &Params,
    (parts, struggles): (&mut Parts, &mut Vec<f64>),
) {
    let p = &params.wars;
    struggles.clear();
    struggles.resize(s.present.len(), 0.0);
    parts.carry_out(pairs, topology, &mut Vec::<()>::new(), &mut Vec::new(), |part| {
        let Part { first, pairs, lows, aside, .. } = part;
        for k in (0..lows.len()).filter(|&k| s.present[lows[k] as usize]) {
            let covert = pairs.rivalry[k] * covert_effort(&pairs, k);
            if covert > 0.0 {
                let states = (lows[k] as usize, topology.high(first + k));
                aside.push(Aside { pair: first + k, states, noted: [covert, 0.0, 0.0] });
            }
        }
    });
    for Aside { states, noted: [covert, ..], .. } in parts.aside() {
        if let Some(k) = weakest_third(s, pairs, topology, states) {
            struggles[k.index()] += p.proxy * covert * severity(Instrument::Covert);
        }
    }
    for (i, &struggle) in struggles.iter().enumerate().filter(|(i, _)| s.present[*i]) {
        s.proxy_struggle[i] = saturate(struggle, params.ties.half);
        s.subversion[i] = 1.0 - (1.0 - s.subversion[i]) * (1.0 - s.proxy_struggle[i]);
    }
}

/// The effort of both sides' covert action against each other.
fn covert_effort(pairs: &Row<'_>, k: usize) -> f64 {
    let of = |side: usize| {
        let covert = pairs.act[k][side] == Act::Confront && pairs.instrument[k][side] == Instrument::Covert as u8;
        if covert { pairs.effort[k][side] } else { 0.0 }
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

#[cfg(test)]
mod tests {
    use super::super::pairs::PairStart;
    use super::*;

    #[test]
    fn rivals_struggle_in_the_state_of_least_authority_within_reach_of_both() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        let mut params = Params::default();
        (params.wars.proxy, params.ties.half) = (0.5, 0.2);
        let reach = |low, high, reach: [f64; 2]| PairStart { reach, ..PairStart::new(low, high) };
        // What counts is the reach of the rivals to the third state, which is the higher-numbered side.
        let starts = [
            PairStart { rivalry: 0.5, ..PairStart::new(0, 1) },
            reach(0, 2, [1.0, 0.1]),
            reach(0, 3, [0.5, 1.0]),
            reach(1, 2, [0.8, 0.1]),
            reach(1, 3, [1.0, 1.0]),
        ];
        let topology = Topology::new(4, starts.iter().map(|start| start.states).collect());
        let mut pairs = Pairs::new(&starts, &[1.0; 4]);
        pairs.act[0] = [Act::Confront; 2];
        pairs.instrument[0] = [Instrument::Covert as u8; 2];
        pairs.effort[0] = [0.5, 0.3];
        let mut s = States::new(4);
        s.authority = vec![0.0, 0.0, 0.5, 0.4]; // weakness 0.5 · 0.8 against 0.6 · 0.5
        s.subversion[2] = 0.25;
        let (mut struggles, before) = (Vec::new(), s.subversion.clone());
        carry_out(&mut s, &mut pairs, &topology, &params, (&mut Parts::of(&topology), &mut struggles));
        // Covert action of 0.8 in all, by a severity of 0.4 and a rivalry of one half.
        close(s.proxy_struggle[2], 0.08 / 0.28);
        close(s.subversion[2], 1.0 - 0.75 * (1.0 - 0.08 / 0.28));
        assert_eq!((s.proxy_struggle[3], s.subversion[3]), (0.0, 0.0));
        // A show of arms is not covert, and covert action against others than rivals stays where it is.
        pairs.instrument[0] = [Instrument::Covert as u8, Instrument::Show as u8];
        assert_eq!(covert_effort(&pairs.row(0..1), 0), 0.5);
        pairs.act[0][0] = Act::Abstain;
        assert_eq!(covert_effort(&pairs.row(0..1), 0), 0.0);
        pairs.act[0][0] = Act::Confront;
        pairs.rivalry[0] = 0.0;
        s.subversion = before;
        carry_out(&mut s, &mut pairs, &topology, &params, (&mut Parts::of(&topology), &mut struggles));
        assert_eq!((s.proxy_struggle[2], s.subversion[2]), (0.0, 0.25));
        s.authority[3] = 0.1; // now 0.9 · 0.5
        assert_eq!(weakest_third(&s, &pairs, &topology, (0, 1)), Some(StateId(3)));
    }
}
