//! A9: the stance toward the international order.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, FIVE_IN_A_HUNDRED, in_dispute};
use super::{Arm, Claim, Draft, Part, View, arm, less_by_share, more, more_by_share, outcome};
use crate::model::EventKind;

const STANCE_IS_NOTHING: Arm = arm(
    "the stance toward the order enters no choice, of acts or of instruments, and no organisation cools or settles \
            disputes",
    |stage| {
        stage.all_off(&["order", "order_instruments", "organisation"]);
        stage.set("choice.alien", 0.0);
    },
);

/// The entry.
pub(super) const CLAIMS: &[Claim] = &[Claim {
    id: "A9",
    statement: "Leaders accept the international order, want it reformed or want it overturned, and choose friends \
            and foes by that.",
    parts: &[
        Part {
            name: "who begins disputes with those who accept the order",
            treatment: arm("the focal states want the order overturned (revisionism 0.9)", |stage| {
                stage.hold(ALWAYS, Who::Focal, "revisionism", 0.9);
            }),
            baseline: arm("the focal states accept it (0.1)", |stage| {
                stage.hold(ALWAYS, Who::Focal, "revisionism", 0.1);
            }),
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
            treatment: arm("focal states and partners both want the order overturned (revisionism 0.9)", |stage| {
                stances(stage, 0.9, 0.9);
            }),
            baseline: arm("the focal states want it overturned (0.9), their partners accept it (0.1)", |stage| {
                stances(stage, 0.9, 0.1);
            }),
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
            treatment: arm(
                "focal states and partners both want the order overturned (revisionism 0.9); all confront more \
                        easily than they do, so that there are disputes to count",
                |stage| foes(stage, 0.9, 0.9),
            ),
            baseline: arm(
                "the focal states want it overturned (0.9), their partners accept it (0.1); \
                        likewise",
                |stage| foes(stage, 0.9, 0.1),
            ),
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
fn stances(stage: &mut Draft<'_>, focal: f64, partners: f64) {
    stage.hold(ALWAYS, Who::Focal, "revisionism", focal);
    stage.hold(ALWAYS, Who::Partners, "revisionism", partners);
}

/// The same, where all confront more easily than they do.
fn foes(stage: &mut Draft<'_>, focal: f64, partners: f64) {
    stances(stage, focal, partners);
    stage.scale("choice.confront", 0.7);
}

/// Disputes that focal states begin with others that accept the order, over such counterparts.
fn disputes_with_keepers(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    let (states, focal) = (view.states(), view.cast.states(Who::Focal));
    let keeps = |i: usize| !focal.contains(&i) && states.revisionism[i] <= 0.3;
    let begun = view
        .events(EventKind::DisputeBegun)
        .filter(|event| focal.contains(&event.a.index()) && event.b.is_some_and(|other| keeps(other.index())));
    (begun.count() as f64, view.sides(Who::Focal, Toward::All).filter(|side| keeps(side.other)).count() as f64)
}
