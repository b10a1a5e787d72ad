//! C8: what stays on the security agenda where authority is lost, and what the backlog does.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, arm};
use super::measures::{A_FIFTH, ON_A_SCALE, real_matters};
use super::{Arm, Claim, Part, Parts, View, less, less_by_share, more, more_by_share, outcome};
use crate::model::EventKind;
use crate::model::issues::{Agenda, SECTORS};
use crate::model::pairs::Act;

const WITH_AUTHORITY: Arm = arm(&govern(0.75));

const WITHOUT_AUTHORITY: Arm = arm(&govern(0.15));

/// A backlog takes no authority, feeds no regime security, hardens nothing and does not create a need for enemies.
const BACKLOG_MAKES_NOTHING: Arm = arm(&[Deed::Off(&["backlog_crisis", "regime_need"])]);

/// The heads of the budget from which state bodies resolve issues.
const SPENT_ON_ISSUES: &[&str] = &[
    "spend_military",
    "spend_regime",
    "spend_diplomacy",
    "spend_economic",
    "spend_facilitation",
    "spend_societal",
    "spend_environmental",
    "spend_emergency",
];

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[Claim {
    id: "C8",
    statement: "Authority speeds securitisation; where it is lost, issues pile up into a backlog crisis.",
    carries: &[
        // Authority breaks down in three rounds and comes back as it is earned. It is lost in the run, so that
        // neither the agenda nor the tradition of governance has settled to the loss.
        Part {
            name: "speed after authority is lost",
            treatment: arm(&[AUTHORITY_BREAKS_DOWN]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "real matters that the focal states put on the security agenda in a round, of these and those \
                            left on the political agenda, rounds 4 to 10",
                "share of matters per round",
                [4, 10],
                securitised_of_the_political,
            ),
            expected: less_by_share(0.2, A_FIFTH),
            // Nothing is securitised by command, persuasion does not need the formal sphere, and nothing is
            // refused, taken off or solved by ordinary politics.
            ablation: arm(&[
                Deed::Off(&["command", "two_spheres", "refusal_of_cases", "desecuritisation"]),
                Deed::Set("issues.ordinary", 0.0),
            ]),
            factors: &[],
        },
        // Less comes on the agenda then, and less leaves it: which is stronger is left open.
        Part {
            name: "backlog after authority is lost",
            treatment: arm(&[AUTHORITY_BREAKS_DOWN]),
            baseline: AS_IT_IS,
            outcome: outcome("backlog of the focal states, rounds 5 to 15", "backlog (0 to 1)", [5, 15], |view, _| {
                view.mean(Who::Focal, |states| &states.backlog)
            }),
            expected: more(0.05, "0.05 on a scale from 0 to 1"),
            // Authority neither commands, nor convinces, nor refuses, nor takes anything off, and bodies can work
            // on hardly any issue with it or without.
            ablation: arm(&[
                Deed::Off(&["command", "two_spheres", "desecuritisation", "refusal_of_cases"]),
                Deed::Set("issues.ordinary", 0.0),
                Deed::Set("issues.capacity", 0.1),
            ]),
            factors: &[],
        },
        // Authority breaks down in both. The backlog feeds the security of the regime, hardens it and makes it seek
        // enemies, or it does none of these; that it also weighs on rulers by itself cannot be switched off.
        Part {
            name: "support under the backlog, after authority is lost",
            treatment: arm(&[AUTHORITY_BREAKS_DOWN]),
            baseline: arm(&[AUTHORITY_BREAKS_DOWN, Deed::All(BACKLOG_MAKES_NOTHING.deeds)]),
            outcome: outcome("support of the focal states, rounds 5 to 25", "support (0 to 1)", [5, 25], |view, _| {
                view.mean(Who::Focal, |states| &states.support)
            }),
            expected: less(0.05, ON_A_SCALE),
            ablation: AS_IT_IS,
            factors: &[],
        },
        Part {
            name: "falls of rulers under the backlog, after authority is lost",
            treatment: arm(&[AUTHORITY_BREAKS_DOWN]),
            baseline: arm(&[AUTHORITY_BREAKS_DOWN, Deed::All(BACKLOG_MAKES_NOTHING.deeds)]),
            outcome: outcome(
                "coups and collapses in the focal states, rounds 5 to 25",
                "falls per state and round",
                [5, 25],
                |view, _| {
                    let fallen = [EventKind::Coup, EventKind::RuleCollapsed].map(|kind| view.count(kind, Who::Focal));
                    (fallen.iter().sum(), view.of(Who::Focal).count() as f64)
                },
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        },
    ],
    at_work: &[
        Part {
            name: "speed",
            treatment: arm(&[Deed::All(&govern(0.75)), Deed::All(PUT_ONCE)]),
            baseline: arm(&[Deed::All(&govern(0.15)), Deed::All(PUT_ONCE)]),
            outcome: outcome(
                "age of the real matters that the focal states put on the security agenda, rounds 11 to 60",
                "rounds since they arose",
                [11, 60],
                |view, _| view.ratio(Who::Focal, |s, i| (s.acceptance_age_real[i], s.accepted_real[i])),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            // Nothing is securitised by command, persuasion does not need the formal sphere, and nothing is solved
            // by ordinary politics.
            ablation: arm(&[Deed::Off(&["command", "two_spheres"]), Deed::Set("issues.ordinary", 0.0)]),
            factors: &[],
        },
        Part {
            name: "backlog",
            treatment: WITHOUT_AUTHORITY,
            baseline: WITH_AUTHORITY,
            outcome: outcome(
                "backlog of the focal states, rounds 31 to 60",
                "backlog (0 to 1)",
                [31, 60],
                |view, _| view.mean(Who::Focal, |states| &states.backlog),
            ),
            expected: more(0.05, "0.05 on a scale from 0 to 1"),
            // Authority does not affect the agenda: it neither commands, nor convinces, nor refuses, nor takes
            // anything off it, and does not resolve, because state bodies have no money; support and threat are the
            // same in both arms, and rivals fight nowhere else.
            ablation: arm(&[
                Deed::Hold(ALWAYS, Who::Focal, &["support", "threat"], 0.3),
                Deed::Hold(ALWAYS, Who::Focal, SPENT_ON_ISSUES, 0.0),
                Deed::Off(&["command", "two_spheres", "desecuritisation", "refusal_of_cases", "proxies"]),
                Deed::Set("issues.ordinary", 0.0),
            ]),
            factors: &[],
        },
        Part {
            name: "what the backlog does to the budget",
            treatment: WITHOUT_AUTHORITY,
            baseline: WITH_AUTHORITY,
            outcome: outcome(
                "share of the budget for regime security in the focal states, rounds 31 to 60",
                "share of the budget",
                [31, 60],
                |view, _| view.mean(Who::Focal, |states| &states.spend_regime),
            ),
            expected: more(0.05, "0.05 of the budget"),
            ablation: BACKLOG_MAKES_NOTHING,
            factors: &[],
        },
        Part {
            name: "what the backlog does to policy",
            treatment: WITHOUT_AUTHORITY,
            baseline: WITH_AUTHORITY,
            outcome: outcome(
                "share of the focal states' acts that confront, rounds 31 to 60",
                "share of acts, abstentions included",
                [31, 60],
                |view, _| view.share(Who::Focal, Toward::All, |side| side.act() == Act::Confront),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: BACKLOG_MAKES_NOTHING,
            factors: &[],
        },
    ],
}];

/// States midway between the poles, of a fixed authority, whose rulers stay.
const fn govern(authority: f64) -> [Deed; 3] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["authority"], authority),
        // No ruler falls by coup or collapse, no side gives up a war, and no opponents take up arms.
        Deed::Off(&["coups", "collapses", "collapse_in_war", "opposition"]),
    ]
}

/// Equal support, and matters that come on the security agenda once: no case is refused, and none comes back.
const PUT_ONCE: &[Deed] = &[
    Deed::Hold(ALWAYS, Who::Focal, &["support"], 0.5),
    Deed::Hold(ALWAYS, Who::Focal, &["threat", "want", "fear"], 0.3),
    Deed::Off(&["refusal_of_cases", "desecuritisation"]),
];

/// Those who govern lose all authority; it comes back as they earn it.
const AUTHORITY_BREAKS_DOWN: Deed = Deed::Add([1, 3], Who::Focal, "authority", -1.0);

/// Real matters securitised in the round, over these and those on the political agenda.
fn securitised_of_the_political(view: &View<'_>, _: &mut Vec<f64>) -> Parts {
    view.ratio(Who::Focal, |s, i| {
        let left = (0..SECTORS.len()).map(|sector| real_matters(view, i, sector, Agenda::Political)).sum::<f64>();
        (s.accepted_real[i], s.accepted_real[i] + left)
    })
}
