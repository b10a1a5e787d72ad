//! Removal of rulers: by vote, by coup, by collapse, and the jumps of the political system that come with it (C14).
//!
//! Where rulers answer to voters, those who have lost support are voted out, and their successors know the reason. No
//! lasting gap opens between regime and people. Elsewhere removal is rare. It comes when authority and support are
//! lost, and the system jumps: down by a coup, mostly up by a collapse. Systems between the poles are the least secure
//! against both (Hegre et al. 2001, doi:10.1017/S0003055401000119). Openings come in waves.
//!
//! ```text
//! R = F' rich + (1 − F') endowment
//! W = F (weakness (0.8 − authority − support) + backlog (backlog_i − ½))
//! S = F · rank (security_rank − 0.4)
//! O = G' · ripe (g − y) + neighbours (N − 0.4)
//! V = vote · y² clip(½ + F (½ − support))
//! C = min(½, coup · y² (1 − y)³ e^(W + S + poor (½ − R) − O))
//! K = min(½, collapse (1 − y)(1 + 2y) e^(W − S + O) max(0, 1 + wave · wave_i/0.04)) + F' · collapse_defeat ((1 − y) [defeats > 0] + [given_up > 0])
//! vote if u < V;  coup if u < V + C, ℓ = (u − V)/C;  collapse if u < V + C + K, ℓ = (u − V − C)/K;  else nothing
//! J = min(0.6, 0.05 − jump · ln(1 − ℓ + 1e-9));  0 if jump is 0
//! coup:      y ← clip(y − J)
//! collapse:  y ← clip(y − J) if u′ < y², else clip(y + J)
//! ```
//!
//! Equations as in docs/odd.md, section 7.1.
//! y: system; g: mean of the four components; N: mean system of others by reach; R: rich as far as policy may count; W: weakness and
//! backlog; S: rank of security bodies; O: what makes for an opening; F, F', G': gains of 7.1; V, C, K: hazards of a vote, a coup, a
//! collapse; ℓ: what u leaves within coup or collapse, uniform again; J: size of a jump. A second word u′ decides the direction of a
//! collapse. With all hazards 0 rulers stay.

use super::draws::{Purpose, RoundDraws, Words};
use super::economy::developed;
use super::events::{Event, EventKind};
use super::ids::StateId;
use super::math::{exp, ln, share};
use super::params::{Params, Rulers};
use super::states::States;

/// Words of a state's row.
pub(crate) const WORDS: usize = 2;

/// The share of states whose system jumps up in a usual year, 1946–1975 (V-Dem, changes above .05).
const USUAL: f64 = 0.04;
/// The least jump [system units]: smaller changes are noise.
const LEAST_JUMP: f64 = 0.05;
/// The greatest jump [system units].
const MOST_JUMP: f64 = 0.6;

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
    let p = &params.rulers;
    for i in 0..s.present.len() {
        if !s.present[i] {
            continue;
        }
        present += 1.0;
        draws.row(Purpose::Rulers, i as u64, words, WORDS);
        let [u, direction] = [0, 1].map(|k| words.uniform(k));
        s.removals[i] = 0.0;
        if let Some((fall, left)) = falls(&hazards(s, i, params), u) {
            let age = s.tenure[i] as u32;
            let kind = match fall {
                Fall::Vote => EventKind::VotedOut,
                Fall::Coup => EventKind::Coup,
                Fall::Collapse => EventKind::RuleCollapsed,
            };
            events.push(Event::new(kind, StateId(i as u32)).with_age(age));
            let before = s.system[i];
            succeed(s, i, p, fall, left, direction);
            if s.system[i] != before {
                let jump = s.system[i] - before;
                openings += if jump > 0.0 { 1.0 } else { 0.0 };
                events.push(Event::new(EventKind::Transition, StateId(i as u32)).with_value(jump));
            }
            s.removals[i] = 1.0;
            s.tenure[i] = 0.0;
        }
        s.tenure[i] += 1.0;
    }
    if p.jump == 0.0 {
        return; // systems do not jump, and waves do not exist
    }
    let excess = openings / present.max(1.0) - USUAL;
    for i in (0..s.present.len()).filter(|&i| s.present[i]) {
        s.wave[i] += p.wave_fade * (excess - s.wave[i]);
    }
}

/// The probabilities of vote, coup and collapse in the round.
fn hazards(s: &States, i: usize, params: &Params) -> [f64; 3] {
    let (p, brought) = (&params.rulers, params.feedback.system);
    let y = s.system[i];
    let lost_war = |wars: f64| f64::from(u8::from(wars > 0.0));
    let defeat = (1.0 - y) * lost_war(s.defeats[i]) + lost_war(s.given_up[i]);
    let governance = (s.meaning[i] + s.referent[i] + s.securitisation[i] + s.provision[i]) / 4.0;
    let weak = brought * (p.weakness * (0.8 - s.authority[i] - s.support[i]) + p.backlog * (s.backlog[i] - 0.5));
    let ranked = brought * p.rank * (s.security_rank[i] - 0.4);
    let ripe = p.ripe * params.feedback.governance_to_policy.min(1.0) * (governance - y)
        + p.neighbours * (s.neighbours_system[i] - 0.4);
    let poor = p.poor * (0.5 - developed(s, i, brought));
    let seized = y * y * (1.0 - y) * (1.0 - y) * (1.0 - y);
    let opens = (1.0 - y) * (1.0 + 2.0 * y);
    let wave = (1.0 - p.wave) + p.wave * (1.0 + s.wave[i] / USUAL);
    [
        p.vote * y * y * (0.5 + brought * (0.5 - s.support[i])).clamp(0.0, 1.0),
        (p.coup * seized * exp(weak + ranked + poor - ripe)).min(0.5),
        (p.collapse * opens * exp(weak - ranked + ripe) * wave.max(0.0)).min(0.5)
            + brought.min(1.0) * p.collapse_defeat * defeat,
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
fn succeed(s: &mut States, i: usize, p: &Rulers, fall: Fall, left: f64, direction: f64) {
    let size = if p.jump > 0.0 { (LEAST_JUMP - p.jump * ln(1.0 - left + 1e-9)).min(MOST_JUMP) } else { 0.0 };
    let y = s.system[i];
    match fall {
        Fall::Vote => {}
        Fall::Coup => s.system[i] = share(y - size),
        Fall::Collapse => s.system[i] = share(if direction < y * y { y - size } else { y + size }),
    }
    match fall {
        Fall::Vote => {
            s.support[i] += p.honeymoon * (1.0 - s.support[i]);
            s.referent[i] += p.vote_referent * (1.0 - s.referent[i]);
        }
        Fall::Coup => {
            s.authority[i] = 0.5 * (s.authority[i] + 0.5);
            s.referent[i] *= 1.0 - p.coup_referent;
            s.security_rank[i] += p.coup_rank * (1.0 - s.security_rank[i]);
        }
        Fall::Collapse => {
            s.authority[i] *= 0.5;
            s.support[i] = 0.5;
            s.wealth[i] = (s.wealth[i] * exp(-p.collapse_cost)).max(1e-6);
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

    /// A state of middling score: every multiplier of a coup or a collapse is 1.
    fn middling(system: f64) -> States {
        let mut s = one(system, 0.4, 0.4);
        (s.meaning[0], s.referent[0], s.securitisation[0], s.provision[0]) = (system, system, system, system);
        (s.backlog[0], s.security_rank[0], s.neighbours_system[0]) = (0.5, 0.4, 0.4);
        (s.rich[0], s.endowment[0]) = (0.5, 0.5);
        s
    }

    fn are(s: &States, params: &Params, expected: [f64; 3]) {
        for (hazard, expected) in hazards(s, 0, params).into_iter().zip(expected) {
            assert!((hazard - expected).abs() < 1e-12, "{hazard} and {expected}");
        }
    }

    #[test]
    fn hazards_of_a_state_of_middling_score_follow_its_system() {
        let mut params = Params::default();
        let p = &mut params.rulers;
        (p.vote, p.coup, p.collapse) = (0.4, 2.0, 0.02);
        are(&middling(0.0), &params, [0.0, 0.0, 0.02]);
        are(&middling(1.0), &params, [0.4 * 0.6, 0.0, 0.0]);
        are(&middling(0.5), &params, [0.1 * 0.6, 2.0 / 32.0, 0.02]);
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
        (p.vote, p.coup, p.collapse, p.collapse_defeat) = (0.0, 1.0, 0.02, 0.1);
        (p.weakness, p.backlog, p.poor, p.rank, p.ripe, p.neighbours) = (1.0, 0.5, 0.8, 0.6, 2.0, 1.5);
        (p.wave, params.feedback.system) = (0.5, 1.0);
        let at = |change: &dyn Fn(&mut States)| {
            let mut s = middling(0.5);
            change(&mut s);
            s
        };
        let (coup, collapse) = (1.0 / 32.0, 0.02);
        let e = |x: f64| x.exp();
        are(&at(&|s| s.authority[0] = 0.1), &params, [0.0, coup * e(0.3), collapse * e(0.3)]);
        are(&at(&|s| s.backlog[0] = 0.9), &params, [0.0, coup * e(0.2), collapse * e(0.2)]);
        are(&at(&|s| s.rich[0] = 0.25), &params, [0.0, coup * e(0.2), collapse]);
        are(&at(&|s| s.security_rank[0] = 0.9), &params, [0.0, coup * e(0.3), collapse * e(-0.3)]);
        are(&at(&|s| s.meaning[0] = 0.9), &params, [0.0, coup * e(-0.2), collapse * e(0.2)]);
        are(&at(&|s| s.neighbours_system[0] = 0.8), &params, [0.0, coup * e(-0.6), collapse * e(0.6)]);
        are(&at(&|s| s.wave[0] = 0.04), &params, [0.0, coup, collapse * 1.5]);
        are(&at(&|s| s.defeats[0] = 2.0), &params, [0.0, coup, collapse + 0.1 * 0.5]);
        are(&at(&|s| s.given_up[0] = 1.0), &params, [0.0, coup, collapse + 0.1]);
        // What policy brought does not count if the arrow is cut, nor governance if the other is.
        params.feedback.system = 0.0;
        are(&at(&|s| (s.authority[0], s.rich[0], s.endowment[0]) = (0.1, 0.1, 0.5)), &params, [0.0, coup, collapse]);
        params.feedback.governance_to_policy = 0.0;
        are(&at(&|s| s.meaning[0] = 0.9), &params, [0.0, coup, collapse]);
    }

    #[test]
    fn openings_above_the_usual_make_a_wave_that_fades() {
        let mut params = Params::default();
        (params.rulers.vote, params.rulers.coup, params.rulers.collapse) = (0.0, 0.0, 0.0);
        params.rulers.wave_fade = 0.25;
        let mut s = States::new(2);
        s.wave = vec![0.2; 2];
        let (mut words, mut events) = (Words::default(), Vec::new());
        words.resize(WORDS);
        remove(&mut s, &params, super::super::draws::Draws::new(1, 0, false).of_round(1), &mut words, &mut events);
        assert!((s.wave[0] - (0.2 + 0.25 * (-USUAL - 0.2))).abs() < 1e-12 && s.wave[1] == s.wave[0]);
    }

    #[test]
    fn what_a_new_ruler_finds_by_hand() {
        let p = Rulers {
            jump: 0.2,
            honeymoon: 0.5,
            vote_referent: 0.1,
            coup_referent: 0.3,
            coup_rank: 0.25,
            collapse_cost: 0.2,
            ..Rulers::default()
        };
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} and {b}");
        let after = |fall, left, direction| {
            let mut s = one(0.5, 0.2, 0.6);
            (s.discourse[0], s.wealth[0], s.security_rank[0]) = (-0.4, 2.0, 0.4);
            (s.meaning[0], s.referent[0], s.securitisation[0], s.provision[0]) = (0.2, 0.4, 0.6, 0.8);
            s.civil_capacity[0] = 0.1;
            succeed(&mut s, 0, &p, fall, left, direction);
            close(s.discourse[0], -0.2);
            s
        };
        let vote = after(Fall::Vote, 0.5, 0.5);
        close(vote.support[0], 0.6);
        close(vote.referent[0], 0.46);
        let coup = after(Fall::Coup, 0.5, 0.0);
        let half = LEAST_JUMP + 0.2 * 2.0f64.ln(); // the median jump
        assert!((coup.system[0] - (0.5 - half)).abs() < 1e-8);
        close(coup.authority[0], 0.55);
        close(coup.referent[0], 0.28);
        close(coup.security_rank[0], 0.55);
        // A collapse opens a closed system, and closes an open one as often as the square of its openness.
        assert!((after(Fall::Collapse, 0.5, 0.25 + 1e-9).system[0] - (0.5 + half)).abs() < 1e-8);
        let collapse = after(Fall::Collapse, 0.5, 0.25 - 1e-9);
        assert!((collapse.system[0] - (0.5 - half)).abs() < 1e-8);
        assert_eq!(after(Fall::Coup, 1.0 - 1e-9, 0.0).system[0], 0.0); // the greatest jump
        close(collapse.authority[0], 0.3);
        assert_eq!(collapse.support[0], 0.5);
        close(collapse.wealth[0], 2.0 * (-0.2f64).exp());
    }

    #[test]
    fn only_states_in_the_world_lose_their_ruler_and_tenure_begins_again() {
        let mut params = Params::default();
        (params.rulers.vote, params.rulers.coup, params.rulers.collapse) = (1.0, 0.0, 0.0);
        let mut s = States::new(3);
        (s.system, s.support, s.authority) = (vec![1.0, 1.0, 0.5], vec![0.0, 0.0, 1.0], vec![1.0; 3]);
        (s.tenure, s.removals) = (vec![4.0; 3], vec![1.0; 3]);
        s.present[1] = false;
        let (mut words, mut events) = (Words::default(), Vec::new());
        words.resize(WORDS);
        remove(&mut s, &params, super::super::draws::Draws::new(1, 0, false).of_round(1), &mut words, &mut events);
        assert_eq!(events, [Event::new(EventKind::VotedOut, StateId(0)).with_age(4)]);
        assert_eq!((s.tenure, s.removals), (vec![1.0, 4.0, 5.0], vec![1.0, 1.0, 0.0]));
    }
}
