//! Removal of rulers: by vote, by coup, by collapse, and the jumps of the political system that come with it (C14).
//!
//! Where rulers answer to voters, those who have lost support are voted out, and their successors know the reason. No
//! lasting gap opens between regime and people. Elsewhere removal is rare. It comes when authority and support are
//! lost, and the system can jump in either direction. Systems between the poles are the least secure against both
//! (Hegre et al. 2001, doi:10.1017/S0003055401000119).
//!
//! ```text
//! middle = 1 − ambivalence + ambivalence · 4 y (1 − y)
//! V = vote · y² (1 − support)
//! C = coup · (1 − y) · middle · (1 − authority)(½ + ½ backlog) · (½ + ½ security_rank)
//! K = collapse · middle · (1 − authority)(½ + ½ backlog) · (1 − support) + collapse_defeat · ((1 − y) [defeats > 0] + [given_up > 0])
//! vote if u < V;  coup if u < V + C, ℓ = (u − V)/C;  collapse if u < V + C + K, ℓ = (u − V − C)/K;  else nothing
//! ```
//!
//! Equations as in docs/odd.md, section 7.1.
//! y: system; g: mean of the four components; V, C, K: hazards of a vote, a coup, a collapse; ℓ: what u leaves within coup or
//! collapse, uniform again. A second word u′ decides the direction of a jump. With all hazards 0 rulers stay.

use super::draws::{Purpose, RoundDraws, Words};
use super::events::{Event, EventKind};
use super::ids::StateId;
use super::math::{exp, share};
use super::params::Rulers;
use super::states::States;

/// Words of a state's row.
pub(crate) const WORDS: usize = 2;

/// The way in which a ruler is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fall {
    Vote,
    Coup,
    Collapse,
}

/// Step 1, third: removal of rulers.
pub(crate) fn remove(s: &mut States, p: &Rulers, draws: RoundDraws, words: &mut Words, events: &mut Vec<Event>) {
    for i in 0..s.present.len() {
        if !s.present[i] {
            continue;
        }
        draws.row(Purpose::Rulers, i as u64, words, WORDS);
        let [u, direction] = [0, 1].map(|k| words.uniform(k));
        s.removals[i] = 0.0;
        if let Some((fall, left)) = falls(&hazards(s, i, p), u) {
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
                events.push(Event::new(EventKind::Transition, StateId(i as u32)).with_value(jump));
            }
            s.removals[i] = 1.0;
            s.tenure[i] = 0.0;
        }
        s.tenure[i] += 1.0;
    }
}

/// The probabilities of vote, coup and collapse in the round.
fn hazards(s: &States, i: usize, p: &Rulers) -> [f64; 3] {
    let y = s.system[i];
    let middle = 1.0 - p.ambivalence + p.ambivalence * 4.0 * y * (1.0 - y);
    let lost = (1.0 - s.authority[i]) * (0.5 + 0.5 * s.backlog[i]);
    let lost_war = |wars: f64| f64::from(u8::from(wars > 0.0));
    let defeat = (1.0 - y) * lost_war(s.defeats[i]) + lost_war(s.given_up[i]);
    [
        p.vote * y * y * (1.0 - s.support[i]),
        p.coup * (1.0 - y) * middle * lost * (0.5 + 0.5 * s.security_rank[i]),
        p.collapse * middle * lost * (1.0 - s.support[i]) + p.collapse_defeat * defeat,
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
    let governance = (s.meaning[i] + s.referent[i] + s.securitisation[i] + s.provision[i]) / 4.0;
    let size = p.jump * (0.5 + 0.5 * left);
    let upward = match fall {
        Fall::Vote => None,
        Fall::Coup => Some(governance),
        Fall::Collapse => Some(0.5 * (governance + s.civil_capacity[i])),
    };
    if let Some(upward) = upward {
        s.system[i] = share(s.system[i] + if direction < upward { size } else { -size });
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

    #[test]
    fn hazards_by_hand() {
        let p = Rulers::default();
        let [vote, coup, collapse] = hazards(&one(1.0, 0.25, 0.0), 0, &p);
        assert_eq!((vote, coup), (p.vote * 0.75, 0.0)); // no coup in a fully participatory system
        assert!((collapse - p.collapse * (1.0 - p.ambivalence) * 0.5 * 0.75).abs() < 1e-15);
        let [vote, coup, _] = hazards(&one(0.5, 1.0, 0.0), 0, &p);
        assert_eq!(vote, 0.0);
        assert!((coup - p.coup * 0.5 * 0.5 * 0.65).abs() < 1e-15); // backlog 0, rank 0.3, wholly ambivalent
        assert_eq!(hazards(&one(0.5, 1.0, 1.0), 0, &p), [0.0; 3]);
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
    fn a_vote_turns_the_referent_and_leaves_the_system_alone() {
        let p = Rulers::default();
        let mut s = one(0.9, 0.2, 0.5);
        succeed(&mut s, 0, &p, Fall::Vote, 0.5, 0.5);
        assert!(s.referent[0] > 0.5 && s.support[0] > 0.2 && s.system[0] == 0.9);
        let mut s = one(0.5, 0.2, 0.5);
        succeed(&mut s, 0, &p, Fall::Coup, 1.0, 0.9);
        assert!((s.system[0] - (0.5 - p.jump)).abs() < 1e-12 && s.referent[0] < 0.5);
        let mut s = one(0.5, 0.2, 0.5);
        succeed(&mut s, 0, &p, Fall::Collapse, 0.0, 0.0);
        assert!((s.system[0] - (0.5 + 0.5 * p.jump)).abs() < 1e-12 && s.authority[0] == 0.25);
    }

    #[test]
    fn hazards_of_a_system_between_the_poles_by_hand() {
        let p =
            Rulers { vote: 0.4, coup: 0.5, collapse: 0.6, collapse_defeat: 0.1, ambivalence: 0.5, ..Rulers::default() };
        let mut s = one(0.25, 0.2, 0.4);
        (s.backlog[0], s.security_rank[0]) = (0.5, 0.6);
        let hazards_are = |s: &States, expected: [f64; 3]| {
            for (hazard, expected) in hazards(s, 0, &p).into_iter().zip(expected) {
                assert!((hazard - expected).abs() < 1e-12, "{hazard} and {expected}");
            }
        };
        // In the middle by one half and half of 0.75; lost by 0.6 · 0.75.
        let (vote, coup, collapse) = (0.4 * 0.0625 * 0.8, 0.5 * 0.75 * 0.875 * 0.45 * 0.8, 0.6 * 0.875 * 0.45 * 0.8);
        hazards_are(&s, [vote, coup, collapse]);
        s.defeats[0] = 2.0;
        hazards_are(&s, [vote, coup, collapse + 0.1 * 0.75]);
        s.given_up[0] = 1.0;
        hazards_are(&s, [vote, coup, collapse + 0.1 * 1.75]);
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
        let coup = after(Fall::Coup, 0.5, 0.5 - 1e-9); // governance is one half
        close(coup.system[0], 0.5 + 0.15);
        close(coup.authority[0], 0.55);
        close(coup.referent[0], 0.28);
        close(coup.security_rank[0], 0.55);
        close(after(Fall::Coup, 0.5, 0.5 + 1e-9).system[0], 0.5 - 0.15);
        // The direction of a collapse is half governance and half civil capacity.
        close(after(Fall::Collapse, 1.0, 0.3 - 1e-9).system[0], 0.7);
        let collapse = after(Fall::Collapse, 1.0, 0.3 + 1e-9);
        close(collapse.system[0], 0.3);
        close(collapse.authority[0], 0.3);
        assert_eq!(collapse.support[0], 0.5);
        close(collapse.wealth[0], 2.0 * (-0.2f64).exp());
    }

    #[test]
    fn only_states_in_the_world_lose_their_ruler_and_tenure_begins_again() {
        let p = Rulers { vote: 1.0, ..Rulers::default() };
        let mut s = States::new(3);
        (s.system, s.support, s.authority) = (vec![1.0, 1.0, 0.5], vec![0.0, 0.0, 1.0], vec![1.0; 3]);
        (s.tenure, s.removals) = (vec![4.0; 3], vec![1.0; 3]);
        s.present[1] = false;
        let (mut words, mut events) = (Words::default(), Vec::new());
        words.resize(WORDS);
        remove(&mut s, &p, super::super::draws::Draws::new(1, 0, false).of_round(1), &mut words, &mut events);
        assert_eq!(events, [Event::new(EventKind::VotedOut, StateId(0)).with_age(4)]);
        assert_eq!((s.tenure, s.removals), (vec![1.0, 4.0, 5.0], vec![1.0, 1.0, 0.0]));
    }
}
