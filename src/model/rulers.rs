//! Removal of rulers: by vote, by coup, by collapse, and the jumps of the political system that come with it (C14).
//!
//! Where rulers answer to voters, those who have lost support are voted out, and their successors know the reason. No
//! lasting gap opens between regime and people. Elsewhere removal is rare. It comes when authority and support are
//! lost, and the system jumps: down by a coup, up by a collapse. Systems between the poles are the least secure
//! against both (Hegre et al. 2001, doi:10.1017/S0003055401000119). Openings come in waves.
//!
//! ```text
//! R = F' rich + (1 − F') endowment
//! W = F · weakness (½ − authority + ½ − support + backlog − ½ + insurgency)
//! S = F · rank (security_rank − ½)
//! O = G' · ripe (g − y) + neighbours (N − ½)
//! V = vote · y² clip(½ + F (½ − support))
//! C = min(½, coup · (11 y/4)⁴ (11 (1 − y)/7)⁷ e^(W + S + poor · y (½ − R) + 1.1 upheaval − O))
//! K = min(½, collapse (1 − y)² (1 + 10y) e^(W − S + O) + wave (1 − y) openings_i) + F' · defeat ((1 − y) [defeats > 0] + [given_up > 0])
//! vote if u < V;  coup if u < V + C, ℓ = (u − V)/C;  collapse if u < V + C + K, ℓ = (u − V − C)/K;  else nothing
//! coup:      y ← y (1 − 0.8 ℓ)
//! collapse:  J = min(0.6, 0.05 · (1 − ℓ + 1e-9)^(−jump));  y ← clip(y + J)
//! openings_i ← (openings_i + share of states in the world whose system a collapse opened this round)/2
//! ```
//!
//! Equations as in docs/odd.md, section 7.1.
//! succession: a vote moves support and the referent toward 1, a coup the referent toward 0 and the rank of security bodies toward 1, each by this
//! share of the room. y: system; g: mean of the four components; N: mean system of others by reach; R: rich as far as policy may count; W: weakness and
//! backlog; S: rank of security bodies; O: what makes for an opening; F, F', G': gains of 7.1; V, C, K: hazards of a vote, a coup, a
//! collapse; ℓ: what u leaves within coup or collapse, uniform again; J: size of a jump. With all hazards 0 rulers stay.

use super::draws::{Purpose, RoundDraws, Words};
use super::economy::developed;
use super::events::{Event, EventKind};
use super::ids::StateId;
use super::math::{exp, ln, share};
use super::params::Params;
use super::states::States;

/// Words of a state's row.
pub(crate) const WORDS: usize = 1;

/// The least jump [system units]: smaller changes are noise.
const LEAST_JUMP: f64 = 0.05;
/// The greatest jump [system units].
const MOST_JUMP: f64 = 0.6;
/// What an upheaval adds to the logarithm of the hazard of a coup: in 1946–1975 systems fall twice as often within ten
/// years of a change of .05 or more, at the same level and wealth.
const TRAP: f64 = 1.1;
/// What is left of an upheaval after a round.
const UPHEAVAL_LASTS: f64 = 0.9;
/// The greatest part of the system that a coup takes (falls of 1946–1975 take two fifths on average).
const DEEPEST_COUP: f64 = 0.8;

/// The way in which a ruler is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fall {
    Vote,
    Coup,
    Collapse,
}

/// Step 1, third: removal of rulers.
pub(crate) fn remove(s: &mut States, params: &Params, draws: RoundDraws, words: &mut Words, events: &mut Vec<Event>) {
    let (mut openings, mut present) = (0.0, 0.0f64);
    for i in 0..s.present.len() {
        if !s.present[i] {
            continue;
        }
        present += 1.0;
        let u = draws.next(Purpose::Rulers, i, s.present.len(), |_| WORDS, words).uniform(0);
        s.removals[i] = 0.0;
        let mut moved = 0.0f64;
        if let Some((fall, left)) = falls(&hazards(s, i, params), u) {
            let age = s.tenure[i] as u32;
            let kind = match fall {
                Fall::Vote => EventKind::VotedOut,
                Fall::Coup => EventKind::Coup,
                Fall::Collapse => EventKind::RuleCollapsed,
            };
            events.push(Event::new(kind, StateId(i as u32)).with_age(age));
            let before = s.system[i];
            succeed(s, i, params, fall, left);
            moved = s.system[i] - before;
            if moved != 0.0 {
                openings += f64::from(u8::from(moved > 0.0));
                events.push(Event::new(EventKind::Transition, StateId(i as u32)).with_value(moved));
            }
            s.removals[i] = 1.0;
            s.tenure[i] = 0.0;
        }
        s.tenure[i] += 1.0;
        s.upheaval[i] = if moved.abs() >= LEAST_JUMP { 1.0 } else { UPHEAVAL_LASTS * s.upheaval[i] };
    }
    let now = openings / present.max(1.0);
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        s.openings[i] = 0.5 * (s.openings[i] + now);
    }
}

/// The probabilities of vote, coup and collapse in the round.
fn hazards(s: &States, i: usize, params: &Params) -> [f64; 3] {
    let (p, brought) = (&params.rulers, params.feedback.system);
    let y = s.system[i];
    let lost_war = |wars: f64| f64::from(u8::from(wars > 0.0));
    let defeat = (1.0 - y) * lost_war(s.defeats[i]) + lost_war(s.given_up[i]);
    let governance = (s.meaning[i] + s.referent[i] + s.securitisation[i] + s.provision[i]) / 4.0;
    let ruin = s.backlog[i] + s.insurgency[i] - s.authority[i] - s.support[i] + 0.5;
    let weak = brought * p.weakness * ruin;
    let ranked = brought * p.rank * (s.security_rank[i] - 0.5);
    let ripe = p.ripe * params.feedback.governance_to_policy.min(1.0) * (governance - y)
        + p.neighbours * (s.neighbours_system[i] - 0.5);
    let poor = p.poor * y * (0.5 - developed(s, i, brought));
    // By the record of 1946 to 1975 systems fall most often at 4/11, hardly ever above 2/3, and twice as often within ten
    // years of a change as later (Londregan & Poole 1990, doi:10.2307/2010462: the coup trap).
    let seized = (y * 11.0 / 4.0).powi(4) * ((1.0 - y) * 11.0 / 7.0).powi(7);
    let opens = (1.0 - y) * (1.0 - y) * (1.0 + 10.0 * y);
    [
        p.vote * y * y * (0.5 + brought * (0.5 - s.support[i])).clamp(0.0, 1.0),
        (p.coup * seized * exp(weak + ranked + poor + TRAP * s.upheaval[i] - ripe)).min(0.5),
        (p.collapse * opens * exp(weak - ranked + ripe) + p.wave * (1.0 - y) * s.openings[i]).min(0.5)
            + brought.min(1.0) * p.defeat * defeat,
    ]
}

/// The removal of the ruler, if there is one, with the uniform that the choice leaves.
fn falls(hazards: &[f64; 3], u: f64) -> Option<(Fall, f64)> {
    let mut below = 0.0;
    for (fall, hazard) in [Fall::Vote, Fall::Coup, Fall::Collapse].into_iter().zip(hazards) {
        if u < below + hazard {
            return Some((fall, (u - below) / hazard));
        }
        below += hazard;
    }
    None
}

/// The changes that come with a new ruler.
fn succeed(s: &mut States, i: usize, params: &Params, fall: Fall, left: f64) {
    let p = &params.rulers;
    let y = s.system[i];
    if params.switches.transitions {
        let jump = (LEAST_JUMP * exp(-p.jump * ln(1.0 - left + 1e-9))).min(MOST_JUMP);
        match fall {
            Fall::Vote => {}
            Fall::Coup => s.system[i] = y * (1.0 - DEEPEST_COUP * left),
            Fall::Collapse => s.system[i] = share(y + jump),
        }
    }
    match fall {
        Fall::Vote => {
            s.support[i] += p.succession * (1.0 - s.support[i]);
            s.referent[i] += p.succession * (1.0 - s.referent[i]);
        }
        Fall::Coup => {
            s.authority[i] = 0.5 * (s.authority[i] + 0.5);
            s.referent[i] *= 1.0 - p.succession;
            s.security_rank[i] += p.succession * (1.0 - s.security_rank[i]);
        }
        Fall::Collapse => {
            s.authority[i] *= 0.5;
            s.support[i] = 0.5;
        }
    }
    s.discourse[i] *= 0.5;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(system: f64, support: f64, authority: f64) -> States {
        let mut s = States::new(1);
        (s.system[0], s.support[0], s.authority[0]) = (system, support, authority);
        s
    }

    /// The system most in danger of a coup.
    const MIDDLE: f64 = 4.0 / 11.0;
    /// How likely a collapse is there: (1 − y)² (1 + 10y).
    const OPENS: f64 = 49.0 / 121.0 * 51.0 / 11.0;

    /// A middling state: every multiplier of a coup or a collapse is 1.
    fn middling(system: f64) -> States {
        let mut s = one(system, 0.5, 0.5);
        (s.meaning[0], s.referent[0], s.securitisation[0], s.provision[0]) = (system, system, system, system);
        (s.backlog[0], s.security_rank[0], s.neighbours_system[0]) = (0.5, 0.5, 0.5);
        (s.rich[0], s.endowment[0]) = (0.5, 0.5);
        s
    }

    fn are(s: &States, params: &Params, expected: [f64; 3]) {
        for (hazard, expected) in hazards(s, 0, params).into_iter().zip(expected) {
            assert!((hazard - expected).abs() < 1e-12, "{hazard} and {expected}");
        }
    }

    #[test]
    fn hazards_of_a_middling_state_follow_its_system() {
        let mut params = Params::default();
        let p = &mut params.rulers;
        (p.vote, p.coup, p.collapse) = (0.4, 0.1, 0.02);
        are(&middling(0.0), &params, [0.0, 0.0, 0.02]);
        are(&middling(1.0), &params, [0.4 * 0.5, 0.0, 0.0]);
        // Most in danger of a coup.
        are(&middling(MIDDLE), &params, [0.4 * MIDDLE * MIDDLE * 0.5, 0.1, 0.02 * OPENS]);
        are(&middling(0.5), &params, [0.1 * 0.5, 0.1 * 1.375f64.powi(4) * (11.0f64 / 14.0).powi(7), 0.02 * 0.25 * 6.0]);
        // Votes follow support; a half is the most that coups and collapses can be.
        let mut s = middling(0.5);
        (s.support[0], s.authority[0]) = (0.2, 0.8);
        (params.rulers.coup, params.rulers.collapse) = (1.0, 1.0);
        are(&s, &params, [0.1 * 0.8, 0.5, 0.5]);
    }

    #[test]
    fn one_uniform_decides_and_what_is_left_is_uniform_again() {
        let hazards = [0.2, 0.1, 0.4];
        assert_eq!(falls(&hazards, 0.1), Some((Fall::Vote, 0.5)));
        let (fall, left) = falls(&hazards, 0.25).unwrap();
        assert!(fall == Fall::Coup && (left - 0.5).abs() < 1e-12);
        assert_eq!(falls(&hazards, 0.6).unwrap().0, Fall::Collapse);
        assert_eq!(falls(&hazards, 0.71), None);
        assert_eq!(falls(&[0.0; 3], 0.0), None);
    }

    #[test]
    fn weakness_rank_want_neighbours_and_waves_move_the_hazards() {
        let mut params = Params::default();
        let p = &mut params.rulers;
        (p.vote, p.coup, p.collapse, p.defeat) = (0.0, 0.1, 0.02, 0.1);
        (p.weakness, p.poor, p.rank, p.ripe, p.neighbours) = (1.0, 0.8, 0.6, 2.0, 1.5);
        (p.wave, params.feedback.system) = (0.5, 1.0);
        let at = |change: &dyn Fn(&mut States)| {
            let mut s = middling(MIDDLE);
            change(&mut s);
            s
        };
        let (coup, collapse) = (0.1, 0.02 * OPENS);
        let e = |x: f64| x.exp();
        are(&at(&|s| s.authority[0] = 0.1), &params, [0.0, coup * e(0.4), collapse * e(0.4)]);
        are(&at(&|s| s.support[0] = 0.3), &params, [0.0, coup * e(0.2), collapse * e(0.2)]);
        are(&at(&|s| s.backlog[0] = 0.9), &params, [0.0, coup * e(0.4), collapse * e(0.4)]);
        are(&at(&|s| s.insurgency[0] = 0.3), &params, [0.0, coup * e(0.3), collapse * e(0.3)]);
        are(&at(&|s| s.rich[0] = 0.25), &params, [0.0, coup * e(0.8 * MIDDLE * 0.25), collapse]); // by the level of the system
        are(&at(&|s| s.security_rank[0] = 0.9), &params, [0.0, coup * e(0.24), collapse * e(-0.24)]);
        are(&at(&|s| s.meaning[0] += 0.4), &params, [0.0, coup * e(-0.2), collapse * e(0.2)]);
        are(&at(&|s| s.neighbours_system[0] = 0.8), &params, [0.0, coup * e(-0.45), collapse * e(0.45)]);
        are(&at(&|s| s.openings[0] = 0.04), &params, [0.0, coup, collapse + 0.02 * (1.0 - MIDDLE)]);
        are(&at(&|s| s.upheaval[0] = 0.5), &params, [0.0, coup * e(0.55), collapse]);
        are(&at(&|s| s.defeats[0] = 2.0), &params, [0.0, coup, collapse + 0.1 * (1.0 - MIDDLE)]);
        are(&at(&|s| s.given_up[0] = 1.0), &params, [0.0, coup, collapse + 0.1]);
        // What policy brought does not count if the arrow is cut, nor governance if the other is.
        params.feedback.system = 0.0;
        let brought = |s: &mut States| {
            (s.authority[0], s.support[0], s.backlog[0], s.insurgency[0]) = (0.1, 0.2, 0.9, 0.4);
            (s.rich[0], s.endowment[0], s.defeats[0], s.security_rank[0]) = (0.1, 0.5, 1.0, 0.8);
        };
        are(&at(&brought), &params, [0.0, coup, collapse]);
        params.feedback.governance_to_policy = 0.0;
        are(&at(&|s| s.meaning[0] = 0.9), &params, [0.0, coup, collapse]);
    }

    #[test]
    fn openings_are_the_share_of_states_that_a_collapse_opened_and_fade_by_half() {
        let mut params = Params::default();
        (params.rulers.vote, params.rulers.coup, params.rulers.collapse) = (0.0, 0.0, 0.0);
        (params.rulers.wave, params.rulers.defeat, params.rulers.jump) = (0.0, 1.0, 1.0);
        let after = |gave_up: [f64; 3]| {
            let mut s = States::new(3);
            (s.openings, s.system) = (vec![0.2; 3], vec![0.4, 0.8, 0.4]);
            s.given_up = gave_up.to_vec();
            s.present[2] = false;
            let (mut words, mut events) = (Words::default(), Vec::new());
            remove(&mut s, &params, super::super::draws::Draws::new(1, 0, false).of_round(1), &mut words, &mut events);
            (s, events)
        };
        let (s, events) = after([0.0; 3]);
        assert_eq!((s.openings, events.len()), (vec![0.1, 0.1, 0.2], 0));
        // Without chance the word is one half, and both open.
        let (s, events) = after([1.0; 3]);
        let jump = 0.05 / (0.5 + 1e-9);
        assert!((s.system[0] - (0.4 + jump)).abs() < 1e-12 && (s.system[1] - (0.8 + jump)).abs() < 1e-12);
        assert_eq!(s.openings, [0.6, 0.6, 0.2]); // two of two, smoothed
        let kinds: Vec<_> = events.iter().map(|event| (event.kind, event.a.0)).collect();
        let (fall, transition) = (EventKind::RuleCollapsed, EventKind::Transition);
        assert_eq!(kinds, [(fall, 0), (transition, 0), (fall, 1), (transition, 1)]);
        assert_eq!(events[1].value, Some(s.system[0] - 0.4));
    }

    #[test]
    fn what_a_new_ruler_finds_by_hand() {
        let mut params = Params::default();
        (params.rulers.jump, params.rulers.succession) = (2.0, 0.25);
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        let after = |fall, left| {
            let mut s = one(0.5, 0.2, 0.6);
            (s.discourse[0], s.security_rank[0], s.referent[0]) = (-0.4, 0.4, 0.4);
            succeed(&mut s, 0, &params, fall, left);
            close(s.discourse[0], -0.2);
            s
        };
        let vote = after(Fall::Vote, 0.5);
        close(vote.support[0], 0.4);
        close(vote.referent[0], 0.55);
        assert_eq!((vote.system[0], vote.authority[0], vote.security_rank[0]), (0.5, 0.6, 0.4));
        let coup = after(Fall::Coup, 0.5);
        close(coup.authority[0], 0.55);
        close(coup.referent[0], 0.3);
        close(coup.security_rank[0], 0.55);
        assert_eq!(coup.support[0], 0.2);
        let collapse = after(Fall::Collapse, 0.5);
        close(collapse.system[0], 0.5 + LEAST_JUMP / (0.5 + 1e-9f64).powi(2)); // the median jump
        close(collapse.authority[0], 0.3);
        assert_eq!((collapse.support[0], collapse.referent[0], collapse.security_rank[0]), (0.5, 0.4, 0.4));
        close(after(Fall::Collapse, 0.0).system[0], 0.5 + LEAST_JUMP / (1.0 + 1e-9f64).powi(2)); // the least
        assert_eq!(after(Fall::Collapse, 1.0 - 1e-9).system[0], 1.0); // 0.6, kept within the scale
    }

    #[test]
    fn a_coup_takes_up_to_four_fifths_of_the_system_and_nothing_moves_without_transitions() {
        let mut params = Params::default();
        let system = |params: &Params, fall, left| {
            let mut s = one(0.5, 0.2, 0.6);
            succeed(&mut s, 0, params, fall, left);
            s.system[0]
        };
        for (left, expected) in [(0.0, 0.5), (0.5, 0.3), (0.75, 0.2), (1.0, 0.1)] {
            assert!((system(&params, Fall::Coup, left) - expected).abs() < 1e-12, "{left}");
        }
        params.switches.transitions = false;
        assert_eq!([Fall::Coup, Fall::Collapse].map(|fall| system(&params, fall, 0.5)), [0.5; 2]);
    }

    #[test]
    fn only_states_in_the_world_lose_their_ruler_and_tenure_begins_again() {
        let mut params = Params::default();
        (params.rulers.vote, params.rulers.coup, params.rulers.collapse) = (1.0, 0.0, 0.0);
        let mut s = States::new(3);
        (s.system, s.support, s.authority) = (vec![1.0, 1.0, 0.5], vec![0.0, 0.0, 1.0], vec![1.0; 3]);
        (s.tenure, s.removals) = (vec![4.0; 3], vec![1.0; 3]);
        s.upheaval = vec![0.5; 3];
        s.present[1] = false;
        let (mut words, mut events) = (Words::default(), Vec::new());
        remove(&mut s, &params, super::super::draws::Draws::new(1, 0, false).of_round(1), &mut words, &mut events);
        assert_eq!(events, [Event::new(EventKind::VotedOut, StateId(0)).with_age(4)]);
        assert_eq!((s.tenure, s.removals), (vec![1.0, 4.0, 5.0], vec![1.0, 1.0, 0.0]));
        assert_eq!(s.upheaval, [0.45, 0.5, 0.45], "a vote does not change the system");
    }
}
