//! Placebos: statements that the model must not support. They are tried like the claims, and the share of them that
//! passes is the rate of false positives.
//!
//! P1 to P3: the outcome is fixed before its cause. P4: the cause has no way to the outcome. P5 to P9: the
//! contrast is a trifle, so that histories part by chance alone. P10 to P14: the direction is reversed.

use super::cast::{Toward, Who};
use super::deeds::{AS_IT_IS, Arm, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, FIVE_IN_A_HUNDRED, ON_A_SCALE, disputes_begun};
use super::{Claim, Part, less, less_by_share, more, more_by_share, outcome};
use crate::model::pairs::Act;

/// A difference that means nothing, from which histories part by chance.
const A_TRIFLE: Arm = arm(&[Deed::Add([1, 1], Who::Focal, "support", 0.0001)]);

const fn placebo(id: &'static str, statement: &'static str, carries: &'static [Part]) -> Claim {
    Claim { id, statement, at_work: &[], carries }
}

/// The placebos.
pub(super) const PLACEBOS: &[Claim] = &[
    placebo(
        "P1",
        "A report of round 21 hardens governance before it arrives.",
        &[Part {
            name: "governance before the report",
            treatment: arm(&[Deed::Image([21, 23], Who::Focal, Toward::All, -1.0)]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "governance of the focal states, rounds 6 to 20",
                "governance (0 to 1)",
                [6, 20],
                |view, _| view.mean(Who::Focal, |s| &s.governance),
            ),
            expected: less(0.05, ON_A_SCALE),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P2",
        "Cooperation in round 31 prevents the disputes of the thirty rounds before.",
        &[Part {
            name: "disputes before the cooperation",
            treatment: arm(&[Deed::Act([31, 33], Who::Focal, Toward::All, Act::Cooperate)]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "disputes that the focal states begin, over their pairs, rounds 1 to 30",
                "disputes per pair and round",
                [1, 30],
                |view, _| disputes_begun(view, Who::Focal),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P3",
        "An alarm of round 26 fills the security agenda of the years before.",
        &[Part {
            name: "the agenda before the alarm",
            treatment: arm(&[Deed::Image([26, 28], Who::All, Toward::All, -1.0)]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "security issues of all states, rounds 11 to 25",
                "issues of a state",
                [11, 25],
                |view, _| view.mean(Who::All, |s| &s.securitised),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P4",
        "What the focal states are made to believe in a round changes what others believe of them in the same round.",
        &[Part {
            name: "the wrong side's belief",
            treatment: arm(&[Deed::Image([6, 6], Who::Focal, Toward::Partner, -1.0)]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "what the partners believe of the focal states, round 6",
                "belief (−1 to 1)",
                [6, 6],
                |view, _| {
                    view.mean_of_sides(Who::Partners, Toward::Partner, |side| side.pairs.belief[side.pair][side.side])
                },
            ),
            expected: less(0.05, ON_A_SCALE),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P5",
        "A loss of a thousandth of autonomy makes policy cooperative.",
        &[Part {
            name: "policy by a shade of autonomy",
            treatment: arm(&[Deed::Begin(Who::Focal, &["autonomy"], 0.999)]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "mean posture of the focal states, rounds 2 to 10",
                "posture (−1 to 1)",
                [2, 10],
                |view, _| view.mean(Who::Focal, |s| &s.policy),
            ),
            expected: more(0.05, ON_A_SCALE),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P6",
        "A trifle opens governance.",
        &[Part {
            name: "governance after a trifle",
            treatment: A_TRIFLE,
            baseline: AS_IT_IS,
            outcome: outcome(
                "governance of the focal states, rounds 61 to 80",
                "governance (0 to 1)",
                [61, 80],
                |view, _| view.mean(Who::Focal, |s| &s.governance),
            ),
            expected: more(0.05, ON_A_SCALE),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P7",
        "A trifle brings disputes.",
        &[Part {
            name: "disputes after a trifle",
            treatment: A_TRIFLE,
            baseline: AS_IT_IS,
            outcome: outcome(
                "disputes that states begin, over their pairs, rounds 21 to 80",
                "disputes per pair and round",
                [21, 80],
                |view, _| disputes_begun(view, Who::All),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P8",
        "A trifle ends alliances.",
        &[Part {
            name: "alliances after a trifle",
            treatment: A_TRIFLE,
            baseline: AS_IT_IS,
            outcome: outcome(
                "share of the focal states' pairs that are allied, rounds 61 to 80",
                "share of pairs",
                [61, 80],
                |view, _| view.share(Who::Focal, Toward::All, |side| side.pairs.alliance[side.pair]),
            ),
            expected: less(0.05, FIVE_IN_A_HUNDRED),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P9",
        "A trifle empties the backlog.",
        &[Part {
            name: "backlog after a trifle",
            treatment: A_TRIFLE,
            baseline: AS_IT_IS,
            outcome: outcome(
                "backlog of the focal states, rounds 61 to 80",
                "backlog (0 to 1)",
                [61, 80],
                |view, _| view.mean(Who::Focal, |s| &s.backlog),
            ),
            expected: less(0.05, ON_A_SCALE),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P10",
        "Governance that begins open ends less cooperative.",
        &[Part {
            name: "policy of the open, reversed",
            treatment: arm(&[Deed::Begin(Who::All, GOVERNANCE, 0.75)]),
            baseline: arm(&[Deed::Begin(Who::All, GOVERNANCE, 0.25)]),
            outcome: outcome(
                "mean posture of all states, rounds 11 to 40",
                "posture (−1 to 1)",
                [11, 40],
                |view, _| view.mean(Who::All, |s| &s.policy),
            ),
            expected: less(0.05, ON_A_SCALE),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P11",
        "What two states contest keeps them out of disputes.",
        &[Part {
            name: "contest and disputes, reversed",
            treatment: arm(&[Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Contest(0.9), Start::Rivalry(0.6)])]),
            baseline: arm(&[Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Contest(0.01), Start::Rivalry(0.01)])]),
            outcome: outcome(
                "share of the pairs of focal states and partners in a dispute, rounds 4 to 30",
                "share of pairs",
                [4, 30],
                |view, _| super::measures::in_dispute(view, Who::Focal, Toward::Partner),
            ),
            expected: less(0.05, FIVE_IN_A_HUNDRED),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P12",
        "Leaders err less about others without diplomats.",
        &[Part {
            name: "errors without diplomats, reversed",
            treatment: arm(&[Deed::Off(&["channel_diplomatic"])]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "mean error of all states about others' posture, rounds 11 to 40",
                "posture units",
                [11, 40],
                |view, _| view.mean(Who::All, |s| &s.belief_error),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P13",
        "A hostile report makes friends of those it is about.",
        &[Part {
            name: "cooperation after a hostile report, reversed",
            treatment: arm(&[Deed::Image([6, 8], Who::Focal, Toward::All, -1.0)]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "share of the focal states' acts that cooperate, rounds 7 to 12",
                "share of acts",
                [7, 12],
                |view, _| super::measures::acting(view, Who::Focal, Toward::All, Act::Cooperate),
            ),
            expected: more(0.05, FIVE_IN_A_HUNDRED),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
    placebo(
        "P14",
        "A regime that loses its support spends less on its own security.",
        &[Part {
            name: "regime security without support, reversed",
            treatment: arm(&[Deed::Begin(Who::Focal, &["support", "authority"], 0.1)]),
            baseline: arm(&[Deed::Begin(Who::Focal, &["support", "authority"], 0.9)]),
            outcome: outcome(
                "share of the focal states' budget for regime security, rounds 2 to 6",
                "share of the budget",
                [2, 6],
                |view, _| view.mean(Who::Focal, |s| &s.spend_regime),
            ),
            expected: less(0.05, A_SHARE),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    ),
];
