//! Alliances, a discrete fact between two states, and the blocs that they form (B3.2, A7, B1.5).
//!
//! ```text
//! W = negotiation √(d_i d_j) + aggregation · max(threat_i, threat_j)(P_i + P_j)/(P_i + P_j + A) + effect_on_threat · shared
//!   + polarisation · Δ [i or j is in a bloc, and not i and j in two] + likeness (1 − |y_i − y_j|)
//! room  = 2a/(2a + (allies_i + allies_j)/2)        allies of the round before; a: choice.attention
//! forms if u < room² · √security · W, both cooperate and have no dispute
//! ends  if u < idle (1 − √(d_i d_j)/2 + 5 h²),   h = max(0, −lower posture)
//! ```
//!
//! Equations as in docs/odd.md, section 7.8.
//! W: the sum of the terms for an alliance; Δ: division of the world between the two greatest blocs; A: power of the main threats; d:
//! diplomacy; P: power; y: system; room: what the services have left for one more alliance. One uniform a pair. Of equally strong allies the lower number leads. Means of four
//! terms over a state's allies are kept for the record.

use super::draws::{Purpose, RoundDraws};
use super::events::{Event, EventKind};
use super::ids::Topology;
use super::pairs::{Act, Pairs, Row, Stage};
use super::params::{Alliances, Params};
use super::parts::{Aside, Part, Parts};
use super::states::States;

/// How much sooner an alliance of states that confront each other ends: in 1946–1975 alliances of severe rivals end 2.6
/// times as often as those of others.
const HOSTILE: f64 = 5.0;

/// Working memory of [`carry_out`].
#[derive(Clone, Debug, Default)]
pub(crate) struct AlliancesScratch {
    powers: Vec<f64>,
    members: Vec<u32>,
}

/// Step 5, third: alliances form and end.
#[allow(clippy::too_many_arguments)] // the tables read and written are the contract
pub(crate) fn carry_out(
    states: &mut States,
    pairs: &mut Pairs,
    topology: &Topology,
    params: &Params,
    draws: RoundDraws,
    (parts, scratch): (&mut Parts, &mut AlliancesScratch),
    events: &mut Vec<Event>,
) {
    let divided = division(states, scratch);
    let s = &*states;
    parts.carry_out(pairs, topology, &mut Vec::<()>::new(), events, |part| {
        let Part { rows, first, mut pairs, words, events, aside, .. } = part;
        for i in rows.clone().filter(|&i| s.present[i] && !topology.row(i).is_empty()) {
            let words = draws.next(Purpose::Alliances, i, rows.end, |i| topology.row(i).len(), words);
            let range = topology.row(i);
            let row = &mut pairs.some(range.start - first..range.end - first);
            for (k, &high) in topology.highs(i).iter().enumerate() {
                let j = high as usize;
                if !s.present[j] {
                    continue;
                }
                if let Some(kind) = meet(row, k, s, (i, j), divided, params, words.uniform(k)) {
                    events.push(Event::between(kind, i, j));
                }
                if row.alliance[k] {
                    aside.push(Aside { pair: range.start + k, states: (i, j), noted: [0.0; 3] });
                }
            }
        }
    });
    count(states, || parts.aside().map(|allied| allied.states), scratch);
}

fn meet(
    row: &mut Row<'_>,
    k: usize,
    s: &States,
    (i, j): (usize, usize),
    divided: f64,
    params: &Params,
    u: f64,
) -> Option<EventKind> {
    let p = &params.alliances;
    let security = row.security[k];
    let in_dispute = row.stage[k] > Stage::Calm;
    if row.alliance[k] {
        row.security[k] = security + params.economy.adjust * (1.0 - security);
        let hostile = (-row.posture[k][0].min(row.posture[k][1])).max(0.0);
        let held = 1.0 - 0.5 * (s.diplomacy[i] * s.diplomacy[j]).sqrt();
        let ends = u < p.idle * (held + HOSTILE * hostile * hostile);
        row.alliance[k] = !ends;
        return ends.then_some(EventKind::AllianceEnded);
    }
    if row.act[k] != [Act::Cooperate; 2] || in_dispute {
        return None;
    }
    let terms = Terms::read(s, (i, j), divided);
    let like = 1.0 - (s.system[i] - s.system[j]).abs();
    // A service can keep up a few alliances at a time.
    let many = 2.0 * params.choice.attention;
    let room = many / (many + 0.5 * (s.allies[i] + s.allies[j]));
    let forms = u < room * room * security.sqrt() * (terms.weigh(p) + p.likeness * like);
    row.alliance[k] = forms;
    forms.then_some(EventKind::AllianceFormed)
}

/// The terms for an alliance of two states.
#[derive(Clone, Copy, Debug, Default)]
struct Terms {
    negotiation: f64,
    aggregation: f64,
    threat: f64,
    polarisation: f64,
}

impl Terms {
    fn read(s: &States, (i, j): (usize, usize), divided: f64) -> Self {
        let power_of = |threat: u32| s.power.get(threat as usize).copied().unwrap_or(0.0);
        let against = power_of(s.main_threat[i]) + power_of(s.main_threat[j]);
        let together = s.power[i] + s.power[j];
        let leads = |i: usize| s.bloc[i] != i as u32 || s.allies[i] > 0.0;
        let opposed = leads(i) && leads(j) && s.bloc[i] != s.bloc[j];
        Self {
            negotiation: (s.diplomacy[i] * s.diplomacy[j]).sqrt(),
            aggregation: if against > 0.0 {
                s.threat[i].max(s.threat[j]) * together / (together + against)
            } else {
                0.0
            },
            threat: if shared_enemy(s, i, j) { (s.threat[i] * s.threat[j]).sqrt() } else { 0.0 },
            polarisation: if (leads(i) || leads(j)) && !opposed { divided } else { 0.0 },
        }
    }

    fn weigh(&self, p: &Alliances) -> f64 {
        p.negotiation * self.negotiation
            + p.aggregation * self.aggregation
            + p.effect_on_threat * self.threat
            + p.polarisation * self.polarisation
    }
}

/// How far the world is divided in two: 4 s₁ s₂, with the shares of the two most powerful blocs in total power.
fn division(s: &States, AlliancesScratch { powers, members, .. }: &mut AlliancesScratch) -> f64 {
    powers.clear();
    powers.resize(s.present.len(), 0.0);
    members.clear();
    members.resize(s.present.len(), 0);
    let mut total = 0.0;
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        powers[s.bloc[i] as usize] += s.power[i];
        members[s.bloc[i] as usize] += 1;
        total += s.power[i];
    }
    let mut greatest = [0.0f64; 2];
    for (&power, _) in powers.iter().zip(members).filter(|(_, members)| **members > 1) {
        if power > greatest[0] {
            greatest = [power, greatest[0]];
        } else if power > greatest[1] {
            greatest[1] = power;
        }
    }
    if total > 0.0 { 4.0 * (greatest[0] / total) * (greatest[1] / total) } else { 0.0 }
}

/// Returns true if both feel threatened most by the same state, or by members of one bloc.
fn shared_enemy(s: &States, i: usize, j: usize) -> bool {
    let camp = |of: usize| s.bloc.get(s.main_threat[of] as usize);
    camp(i).is_some() && camp(i) == camp(j)
}

/// The same before the first round.
pub(crate) fn measure(s: &mut States, pairs: &Pairs, topology: &Topology, scratch: &mut AlliancesScratch) {
    let present = s.present.clone();
    let allied = || {
        let all = super::ids::present(topology, &present);
        all.filter(|&(pair, _, _)| pairs.alliance[pair]).map(|(_, i, j)| (i, j))
    };
    count(s, allied, scratch);
}

/// Counts allies, adds up their power, and finds the leader of every state's bloc.
fn count<I: Iterator<Item = (usize, usize)>>(s: &mut States, allied: impl Fn() -> I, scratch: &mut AlliancesScratch) {
    for i in 0..s.present.len() {
        s.bloc[i] = i as u32;
        s.allies[i] = 0.0;
        s.allied_power[i] = 0.0;
    }
    for (i, j) in allied() {
        for (me, other) in [(i, j), (j, i)] {
            s.allies[me] += 1.0;
            s.allied_power[me] += s.power[other];
            // For now the strongest ally, if it is stronger than the state and than the ally found before.
            if s.power[other] > s.power[s.bloc[me] as usize] {
                s.bloc[me] = other as u32;
            }
        }
    }
    for i in 0..s.present.len() {
        // Power rises along the chain, so it ends.
        while s.bloc[s.bloc[i] as usize] != s.bloc[i] {
            s.bloc[i] = s.bloc[s.bloc[i] as usize];
        }
    }
    let divided = division(s, scratch);
    record_terms(s, allied(), divided);
}

/// The means of the terms over every state's allies, for the record.
fn record_terms(s: &mut States, allied: impl Iterator<Item = (usize, usize)>, divided: f64) {
    for i in 0..s.present.len() {
        s.ally_negotiation[i] = 0.0;
        s.ally_aggregation[i] = 0.0;
        s.ally_threat[i] = 0.0;
        s.ally_polarisation[i] = 0.0;
    }
    for (i, j) in allied {
        let terms = Terms::read(s, (i, j), divided);
        for me in [i, j] {
            let part = 1.0 / s.allies[me];
            s.ally_negotiation[me] += part * terms.negotiation;
            s.ally_aggregation[me] += part * terms.aggregation;
            s.ally_threat[me] += part * terms.threat;
            s.ally_polarisation[me] += part * terms.polarisation;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pairs::PairStart;
    use super::*;
    use crate::math::close;

    /// Two states that a third threatens most.
    fn three() -> States {
        let mut s = States::new(3);
        s.power = vec![2.0, 1.0, 3.0];
        (s.threat, s.main_threat) = (vec![0.4, 0.9, 0.0], vec![2, 2, super::super::states::NO_STATE]);
        (s.diplomacy, s.system) = (vec![0.9, 0.4, 0.5], vec![0.3, 0.9, 0.5]);
        s
    }

    #[test]
    fn terms_by_hand() {
        let mut s = three();
        let terms = Terms::read(&s, (0, 1), 0.7);
        close(terms.negotiation, 0.6);
        close(terms.aggregation, 0.9 * 3.0 / 9.0); // both count the third
        close(terms.threat, 0.6);
        assert_eq!(terms.polarisation, 0.0); // neither is in a bloc
        let weights = Alliances {
            negotiation: 1.0,
            aggregation: 2.0,
            effect_on_threat: 3.0,
            polarisation: 4.0,
            ..Alliances::default()
        };
        s.allies[0] = 1.0;
        let terms = Terms::read(&s, (0, 1), 0.7);
        assert_eq!(terms.polarisation, 0.7);
        close(terms.weigh(&weights), 0.6 + 0.6 + 1.8 + 2.8);
        s.allies[1] = 1.0;
        assert_eq!(Terms::read(&s, (0, 1), 0.7).polarisation, 0.0); // leaders of two blocs
        s.bloc[1] = 0;
        assert_eq!(Terms::read(&s, (0, 1), 0.7).polarisation, 0.7);
    }

    #[test]
    fn a_world_of_two_equal_blocs_is_wholly_divided_and_single_states_are_not_blocs() {
        let mut s = States::new(5);
        s.power = vec![2.0, 1.0, 2.0, 1.0, 4.0];
        let mut scratch = AlliancesScratch::default();
        assert_eq!(division(&s, &mut scratch), 0.0);
        s.bloc = vec![0, 0, 2, 3, 4];
        assert_eq!(division(&s, &mut scratch), 0.0);
        s.bloc = vec![0, 0, 2, 2, 4];
        close(division(&s, &mut scratch), 4.0 * 0.3 * 0.3);
        s.present[4] = false;
        close(division(&s, &mut scratch), 1.0);
    }

    fn pairs(start: PairStart) -> Pairs {
        let mut pairs = Pairs::new(&[start], &[2.0, 1.0]);
        pairs.act[0] = [Act::Cooperate; 2];
        pairs
    }

    fn params() -> Params {
        let mut params = Params::default();
        let p = &mut params.alliances;
        (p.negotiation, p.aggregation, p.effect_on_threat) = (0.5, 0.0, 0.0);
        (p.polarisation, p.likeness, p.idle) = (0.0, 0.25, 0.02);
        (params.choice.attention, params.economy.adjust) = (2.0, 0.1);
        params
    }

    #[test]
    fn alliances_form_by_security_ties_terms_and_likeness() {
        let mut s = three();
        (s.allies[0], s.allies[1]) = (1.0, 3.0);
        let start = PairStart { ties: [0.0, 0.0, 0.36], ..PairStart::new(0, 1) };
        let met = |pairs: &mut Pairs, u: f64| meet(&mut pairs.row(0..1), 0, &s, (0, 1), 0.0, &params(), u);
        // By the root of security ties, negotiation of 0.3 and systems that are 0.6 apart; with half of the allies that a
        // service can keep.
        let chance = (4.0f64 / 6.0).powi(2) * 0.6 * (0.3 + 0.25 * 0.4);
        assert_eq!(met(&mut pairs(start), chance + 1e-9), None);
        assert_eq!(met(&mut pairs(start), chance - 1e-9), Some(EventKind::AllianceFormed));
        let mut quarrel = pairs(start);
        quarrel.stage[0] = Stage::Dispute;
        assert_eq!(met(&mut quarrel, 0.0), None);
        let mut refusal = pairs(start);
        refusal.act[0][1] = Act::Abstain;
        assert_eq!(met(&mut refusal, 0.0), None);
    }

    #[test]
    fn alliances_end_by_time_which_diplomacy_holds_up_and_by_hostile_posture() {
        let s = three();
        let assert_ends = |posture: f64, security: f64, stage: Stage, chance: f64| {
            let mut start = PairStart { ties: [0.0, 0.0, security], alliance: true, stage, ..PairStart::new(0, 1) };
            start.posture = [0.9, posture];
            for (u, held) in [(chance + 1e-9, true), (chance - 1e-9, false)] {
                let mut pairs = pairs(start);
                let kind = meet(&mut pairs.row(0..1), 0, &s, (0, 1), 0.0, &params(), u);
                assert_eq!((pairs.alliance[0], kind), (held, (!held).then_some(EventKind::AllianceEnded)));
                close(pairs.security[0], security + 0.1 * (1.0 - security));
            }
        };
        let held = 1.0 - 0.5 * 0.6;
        assert_ends(0.5, 0.4, Stage::Calm, 0.02 * held);
        assert_ends(-0.5, 0.4, Stage::Calm, 0.02 * (held + 5.0 * 0.25));
        assert_ends(-1.0, 0.4, Stage::Calm, 0.02 * (held + 5.0));
        // Loose ties and a dispute alone do not end it.
        assert_ends(0.5, 0.0, Stage::Calm, 0.02 * held);
        assert_ends(0.5, 0.4, Stage::Dispute, 0.02 * held);
    }

    #[test]
    fn the_strongest_along_the_chain_of_allies_leads_the_bloc() {
        let mut s = States::new(4);
        s.power = vec![1.0, 2.0, 3.0, 2.0];
        let allied = |low, high| PairStart { alliance: true, ..PairStart::new(low, high) };
        let starts = [allied(0, 1), allied(0, 3), allied(1, 2)];
        let topology = Topology::new(4, starts.iter().map(|start| start.states).collect());
        let pairs = Pairs::new(&starts, &s.power);
        s.diplomacy = vec![0.4, 0.9, 0.4, 0.1];
        (s.threat, s.main_threat) = (vec![0.5, 0.2, 0.2, 0.8], vec![2; 4]);
        measure(&mut s, &pairs, &topology, &mut AlliancesScratch::default());
        // Two allies of the first are equally strong: the lower number leads, and its own ally leads it.
        assert_eq!(s.bloc, [2, 2, 2, 3]);
        assert_eq!(s.allies, [2.0, 2.0, 1.0, 1.0]);
        assert_eq!(s.allied_power, [4.0, 4.0, 2.0, 1.0]);
        close(s.ally_negotiation[0], 0.5 * (0.6 + 0.2));
        close(s.ally_negotiation[2], 0.6);
        // Power of 3 against 6 with either ally of the first, by the greater threat.
        close(s.ally_aggregation[0], 0.5 * (0.5 + 0.8) * 3.0 / 9.0);
        close(s.ally_threat[0], 0.5 * (0.1f64.sqrt() + 0.4f64.sqrt()));
        assert_eq!(s.ally_polarisation, [0.0; 4]); // one bloc does not divide the world
    }

    #[test]
    fn each_pair_has_a_draw_of_its_own_in_the_row_of_its_lower_state() {
        let mut s = States::new(6);
        s.diplomacy.fill(1.0);
        let ties = |low, high| PairStart { ties: [0.0, 0.0, 1.0], ..PairStart::new(low, high) };
        let starts: Vec<_> = (0..6).flat_map(|low| (low + 1..6).map(move |high| ties(low, high))).collect();
        let topology = Topology::new(6, starts.iter().map(|start| start.states).collect());
        let mut pairs = Pairs::new(&starts, &[1.0; 6]);
        pairs.act.fill([Act::Cooperate; 2]);
        let mut params = params();
        params.alliances.likeness = 0.0; // every pair forms below one half
        let draws = super::super::draws::Draws::new(4, 0, true).of_round(1);
        let (mut parts, mut scratch) = (Parts::of(&topology), AlliancesScratch::default());
        let mut words = crate::draws::Words::default();
        let mut expected = Vec::new();
        for i in 0..5 {
            let words = draws.row(Purpose::Alliances, i as u64, topology.row(i).len(), &mut words);
            expected.extend((0..topology.row(i).len()).map(|k| words.uniform(k) < 0.5));
        }
        assert!(expected.contains(&true) && expected.contains(&false));
        let mut events = Vec::new();
        carry_out(&mut s, &mut pairs, &topology, &params, draws, (&mut parts, &mut scratch), &mut events);
        assert_eq!(pairs.alliance, expected);
        assert_eq!(events.len(), expected.iter().filter(|&&formed| formed).count());
    }
}
