//! A9: the stance toward the international order.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, arm};
use super::measures::{A_FIFTH, FIVE_IN_A_HUNDRED, in_dispute, one_if};
use super::{Arm, Claim, Part, View, less_by_share, more, more_by_share, outcome};
use crate::model::EventKind;

/// The stance toward the order enters no choice, of acts or of instruments, and no organisation cools or settles
/// disputes.
const STANCE_IS_NOTHING: Arm =
    arm(&[Deed::Off(&["order", "order_instruments", "organisation"]), Deed::Set("choice.alien", 0.0)]);

/// The focal states begin accepting the order, the third states would reform it, and the partners would overturn it.
const THREE_STANCES: Arm = arm(&[
    Deed::Begin(Who::Focal, &["revisionism"], 0.0),
    Deed::Begin(Who::Third, &["revisionism"], 0.5),
    Deed::Begin(Who::Partners, &["revisionism"], 1.0),
]);

/// The entry.
pub(super) const CLAIMS: &[Claim] = &[Claim {
    id: "A9",
    statement: "Leaders accept the international order, want it reformed or want it overturned, and choose friends \
            and foes by that.",
    carries: &[
        // All three stances in one world, given by role and so without regard to system, bloc or place.
        Part {
            name: "those who would overturn the order begin disputes with the others",
            treatment: THREE_STANCES,
            baseline: AS_IT_IS,
            outcome: outcome(
                "disputes that the partners begin with counterparts that are not partners, over these, rounds 1 \
                        to 40",
                "disputes per counterpart and round",
                [1, 40],
                disputes_with_other_stances,
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: STANCE_IS_NOTHING,
            factors: &[],
        },
        Part {
            name: "those of one stance become friends",
            treatment: THREE_STANCES,
            baseline: AS_IT_IS,
            outcome: outcome(
                "share of the pairs within the focal states, within the partners and within the third states in \
                        which both cooperate, minus that share of the pairs between these, rounds 6 to 40",
                "share",
                [6, 40],
                friends_within,
            ),
            expected: more(0.05, FIVE_IN_A_HUNDRED),
            ablation: STANCE_IS_NOTHING,
            factors: &[],
        },
    ],
    at_work: &[
        Part {
            name: "who begins disputes with those who accept the order",
            // They want the order overturned, or accept it.
            treatment: arm(&[Deed::Hold(ALWAYS, Who::Focal, &["revisionism"], 0.9)]),
            baseline: arm(&[Deed::Hold(ALWAYS, Who::Focal, &["revisionism"], 0.1)]),
            outcome: outcome(
                "disputes that the focal states begin with counterparts, none of them focal, that accept the \
                        order (revisionism of at most 0.3), over these, rounds 1 to 40",
                "disputes per counterpart and round",
                [1, 40],
                disputes_with_keepers,
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: STANCE_IS_NOTHING,
            factors: &[],
        },
        Part {
            name: "friends by like stance",
            treatment: arm(&stances(0.9, 0.9)),
            baseline: arm(&stances(0.9, 0.1)),
            outcome: outcome(
                "share of the pairs of focal states and partners in which both cooperate, rounds 6 to 40",
                "share",
                [6, 40],
                |view, _| view.share(Who::Focal, Toward::Partner, |side| side.is_mutual()),
            ),
            expected: more(0.05, FIVE_IN_A_HUNDRED),
            ablation: STANCE_IS_NOTHING,
            factors: &[],
        },
        Part {
            name: "foes by unlike stance",
            treatment: arm(&[Deed::All(&stances(0.9, 0.9)), EASILY]),
            baseline: arm(&[Deed::All(&stances(0.9, 0.1)), EASILY]),
            outcome: outcome(
                "share of the pairs of focal states and partners that are in a dispute, rounds 6 to 40",
                "share",
                [6, 40],
                |view, _| in_dispute(view, Who::Focal, Toward::Partner),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: STANCE_IS_NOTHING,
            factors: &[],
        },
    ],
}];

/// The stances of focal states and partners.
const fn stances(focal: f64, partners: f64) -> [Deed; 2] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["revisionism"], focal),
        Deed::Hold(ALWAYS, Who::Partners, &["revisionism"], partners),
    ]
}

/// All confront more easily than they do, so that there are disputes to count.
const EASILY: Deed = Deed::Scale("choice.confront", 0.7);

/// Disputes that focal states begin with others that accept the order, over such counterparts.
fn disputes_with_keepers(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    let (states, focal) = (view.states(), view.cast.states(Who::Focal));
    let keeps = |i: usize| !focal.contains(&i) && states.revisionism[i] <= 0.3;
    let begun = view
        .events(EventKind::DisputeBegun)
        .filter(|event| focal.contains(&event.a.index()) && event.b.is_some_and(|other| keeps(other.index())));
    (begun.count() as f64, view.sides(Who::Focal, Toward::All).filter(|side| keeps(side.other)).count() as f64)
}

/// Disputes that partners begin with states that are not partners, over such counterparts.
fn disputes_with_other_stances(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    let partners = view.cast.states(Who::Partners);
    let begun = view.events(EventKind::DisputeBegun).filter(|event| {
        partners.contains(&event.a.index()) && event.b.is_some_and(|other| !partners.contains(&other.index()))
    });
    let others = view.sides(Who::Partners, Toward::All).filter(|side| !partners.contains(&side.other));
    (begun.count() as f64, others.count() as f64)
}

/// The share of pairs within one of the three groups that cooperate mutually, minus that share between them.
fn friends_within(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    let group = |i: usize| [Who::Focal, Who::Partners].map(|who| view.cast.states(who).contains(&i));
    let mut hits = [[0.0; 2]; 2];
    for side in view.sides(Who::All, Toward::All) {
        let [friends, all] = &mut hits[usize::from(group(side.me) == group(side.other))];
        *friends += one_if(side.is_mutual());
        *all += 1.0;
    }
    let [between, within] = hits;
    let there = between[1] > 0.0 && within[1] > 0.0;
    if there { (within[0] / within[1] - between[0] / between[1], 1.0) } else { (0.0, 0.0) }
}
