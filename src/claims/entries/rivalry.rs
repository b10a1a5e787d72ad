//! B1.3 and B1.4: what a rivalry does to both sides.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, ON_A_SCALE, ONE_SCORE};
use super::{Arm, Claim, Part, View, less, more, more_by_share, outcome};
use crate::model::issues::{Agenda, Kind, Origin, Truth};

/// Policy does not make governance.
const POLICY_MAKES_NOTHING: Arm = arm(&[Deed::Off(&["policy_to_governance"])]);

/// Open focal states and closed partners begin as rivals.
const OPEN_AND_CLOSED_RIVALS: Arm = arm(&[
    Deed::All(OPEN_AND_CLOSED_SIDES),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Rivalry(0.8), Start::Posture(-0.5), Start::TrueBelief, Start::Allied(false)],
    ),
]);

/// The same, but no rivals.
const OPEN_AND_CLOSED: Arm = arm(&[
    Deed::All(OPEN_AND_CLOSED_SIDES),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Rivalry(0.0), Start::Posture(0.0), Start::TrueBelief, Start::Allied(false)],
    ),
]);

/// Open focal states and closed partners begin as rivals over something that they contest, and nothing is held.
const RIVALS_BEGIN: Arm = arm(&[
    Deed::All(OPEN_AND_CLOSED_BEGIN),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Rivalry(0.8), Start::Contest(0.8), Start::Posture(-0.5), Start::TrueBelief, Start::Allied(false)],
    ),
]);

/// The same rivals, who have not done each other anything yet.
const RIVALRY_BEGINS: Arm = arm(&[
    Deed::All(OPEN_AND_CLOSED_BEGIN),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Rivalry(0.8), Start::Contest(0.8), Start::Posture(0.0), Start::TrueBelief, Start::Allied(false)],
    ),
]);

/// The same, but no rivals, who contest next to nothing: a world that is given no rivalry and no contest at all would
/// make its own, of other pairs too, before the first round.
const NO_RIVALS_BEGIN: Arm = arm(&[
    Deed::All(OPEN_AND_CLOSED_BEGIN),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Rivalry(0.0), Start::Contest(0.01), Start::Posture(0.0), Start::TrueBelief, Start::Allied(false)],
    ),
]);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B1.3",
        statement: "A rivalry hardens both sides: military and security bodies rise in rank. The open side hardens \
                mainly in provision, the closed side in all four answers.",
        carries: &[
            // The pairs begin as rivals over something that lasts, or not; all four components go their way.
            Part {
                name: "the open side falls in provision more than in any other",
                treatment: RIVALS_BEGIN,
                baseline: NO_RIVALS_BEGIN,
                outcome: outcome(
                    "provision of the focal states less the lowest of their other three components, each as mean \
                            over states, all four of which begin alike, rounds 41 to 60",
                    "governance (0 to 1)",
                    [41, 60],
                    |view, _| provision_less_the_lowest(view),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: ONE_SCORE,
                factors: &[],
            },
            Part {
                name: "the closed side falls in all four",
                treatment: RIVALS_BEGIN,
                baseline: NO_RIVALS_BEGIN,
                outcome: outcome(
                    "the component of each partner that fell least, as a share of where it began, rounds \
                            41 to 60",
                    "share of the room there was to fall",
                    [41, 60],
                    |view, _| {
                        view.each(Who::Partners, |s, i| {
                            s.meaning[i].max(s.referent[i]).max(s.securitisation[i]).max(s.provision[i]) / CLOSED
                        })
                    },
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
            // Only the rivalry and what they contest differ at the start. Neither has done the other anything, and what each
            // side comes to think of the world is its own.
            Part {
                name: "hostility grows at home on both sides",
                treatment: RIVALRY_BEGINS,
                baseline: NO_RIVALS_BEGIN,
                outcome: outcome(
                    "hostility of the dominant image of the world, 0 rosy to 1 hostile, on the side where it is lower, \
                            pairs of focal states and partners, rounds 11 to 40",
                    "hostility (0 to 1)",
                    [11, 40],
                    |view, _| {
                        let discourse = &view.states().discourse;
                        let hostility = |i: usize| 0.5 * (1.0 - discourse[i]);
                        view.mean_of_sides(Who::Focal, Toward::Partner, |side| {
                            hostility(side.me).min(hostility(side.other))
                        })
                    },
                ),
                expected: more(0.05, ON_A_SCALE),
                // Leaders learn nothing of what others do, so that their image of the world does not follow it.
                ablation: arm(&[Deed::Off(&["learning", "fatigue"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "security bodies rise on both sides",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "rank of the security bodies on the side where it is lower, pairs of focal states and \
                            partners, rounds 11 to 40",
                    "share",
                    [11, 40],
                    |view, _| {
                        let rank = &view.states().security_rank;
                        view.mean_of_sides(Who::Focal, Toward::Partner, |side| rank[side.me].min(rank[side.other]))
                    },
                ),
                expected: more(0.05, ON_A_SCALE),
                // Neither threat and rivalry nor provision raise the rank of security bodies.
                ablation: arm(&[Deed::Off(&["hardening"]), Deed::Set("economy.rank_provision", 0.0)]),
                factors: &[],
            },
            Part {
                name: "the open side hardens mainly in provision",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "provision of the focal states less the mean of their other three components, each as a \
                            share of where it began, rounds 31 to 60",
                    "share of the room there was to fall",
                    [31, 60],
                    |view, _| {
                        view.each(Who::Focal, |s, i| {
                            (s.provision[i] - (s.meaning[i] + s.referent[i] + s.securitisation[i]) / 3.0) / OPEN
                        })
                    },
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: ONE_SCORE,
                factors: &[],
            },
            Part {
                name: "the closed side hardens in all four",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "the component of each partner that fell least, as a share of where it began, rounds \
                            11 to 40",
                    "share of the room there was to fall",
                    [11, 40],
                    |view, _| {
                        view.each(Who::Partners, |s, i| {
                            s.meaning[i].max(s.referent[i]).max(s.securitisation[i]).max(s.provision[i]) / CLOSED
                        })
                    },
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B1.4",
        statement: "On the closed side political matters become security matters, economic, social and environmental \
                security fall to the margin, and the referent narrows to the regime.",
        carries: &[
            // The same free rivals: the harm done at home, and a fall below the start and not only below the baseline.
            Part {
                name: "the other sectors of closed rivals are neglected",
                treatment: RIVALS_BEGIN,
                baseline: NO_RIVALS_BEGIN,
                outcome: outcome(
                    "neglect of economic, societal and environmental security in the partners, mean, \
                            rounds 11 to 40",
                    "share",
                    [11, 40],
                    |view, _| {
                        view.each(Who::Partners, |s, i| {
                            (s.neglect_economic[i] + s.neglect_societal[i] + s.neglect_environmental[i]) / 3.0
                        })
                    },
                ),
                expected: more(0.05, ON_A_SCALE),
                // Threat, fear, emergency and backlog move no money, and policy does not make governance.
                ablation: arm(&[
                    Deed::Set("budget.military_threat", 0.0),
                    Deed::Set("budget.regime_backlog", 0.0),
                    Deed::Off(&["emergency_budget", "human_needs", "policy_to_governance"]),
                ]),
                factors: &[],
            },
            Part {
                name: "the referent of closed rivals falls below its start",
                treatment: RIVALS_BEGIN,
                baseline: NO_RIVALS_BEGIN,
                outcome: outcome(
                    "how far the referent of the partners lies below where it began, 0 if it does not, rounds 41 \
                            to 60",
                    "governance (0 to 1)",
                    [41, 60],
                    |view, _| view.each(Who::Partners, |s, i| (CLOSED - s.referent[i]).max(0.0)),
                ),
                expected: more(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "political matters become security matters",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "part of the real political matters outside the military sector that become security \
                            issues in a round, partners, rounds 11 to 40",
                    "share per round",
                    [11, 40],
                    become_security_matters,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                // Rivals quicken no command, and policy does not make governance.
                ablation: arm(&[Deed::Off(&["quickened_command", "policy_to_governance"])]),
                factors: &[],
            },
            Part {
                name: "economic, societal and environmental security fall to the margin",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "neglect of economic, societal and environmental security in the partners, mean, \
                            rounds 11 to 40",
                    "share",
                    [11, 40],
                    |view, _| {
                        view.each(Who::Partners, |s, i| {
                            (s.neglect_economic[i] + s.neglect_societal[i] + s.neglect_environmental[i]) / 3.0
                        })
                    },
                ),
                expected: more(0.05, ON_A_SCALE),
                // Threat, fear, emergency and backlog move no money, and policy does not make governance.
                ablation: arm(&[
                    Deed::Set("budget.military_threat", 0.0),
                    Deed::Set("budget.regime_backlog", 0.0),
                    Deed::Off(&["emergency_budget", "human_needs", "policy_to_governance"]),
                ]),
                factors: &[],
            },
            Part {
                name: "the referent narrows to the regime",
                treatment: OPEN_AND_CLOSED_RIVALS,
                baseline: OPEN_AND_CLOSED,
                outcome: outcome(
                    "referent of the partners, rounds 21 to 60",
                    "governance (0 to 1)",
                    [21, 60],
                    |view, _| view.mean(Who::Partners, |states| &states.referent),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
        ],
    },
];

/// Where the components of the open side begin.
const OPEN: f64 = 0.75;
/// Where those of the closed side begin.
const CLOSED: f64 = 0.3;

/// Open focal states and closed partners. Other rivals do not exist, no dispute begins, and no rivalry fades by itself.
const OPEN_AND_CLOSED_SIDES: &[Deed] = &[
    Deed::Begin(Who::Focal, GOVERNANCE, OPEN),
    Deed::Begin(Who::Partners, GOVERNANCE, CLOSED),
    Deed::Hold(ALWAYS, Who::Focal, &["system"], 0.8),
    Deed::Hold(ALWAYS, Who::Partners, &["system"], 0.2),
    Deed::Set("disputes.rivalry_decay", 0.0),
    Deed::Set("disputes.onset", 0.0),
    Deed::Pairs(Who::All, Toward::All, &[Start::Rivalry(0.0)]),
];

/// Real matters outside the military sector that became security issues in the round, over these and those that are
/// left on the political agenda.
fn become_security_matters(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    let left = |i: usize| -> f64 {
        let kinds = (1..5).flat_map(|sector| {
            [Origin::Below, Origin::Above].map(|origin| Kind { sector, truth: Truth::Real, origin })
        });
        kinds.map(|kind| f64::from(view.world.issues.count(i, kind, Agenda::Political))).sum()
    };
    view.ratio(Who::Partners, |s, i| {
        let accepted = s.accepted_real[i] - s.accepted_military[i];
        (accepted, accepted + left(i))
    })
}

/// Open focal states and closed partners at the start, and nothing more.
const OPEN_AND_CLOSED_BEGIN: &[Deed] = &[
    Deed::Begin(Who::Focal, GOVERNANCE, OPEN),
    Deed::Begin(Who::Partners, GOVERNANCE, CLOSED),
    Deed::Begin(Who::Focal, &["system"], 0.8),
    Deed::Begin(Who::Partners, &["system"], 0.2),
];

/// The mean provision of the focal states less the lowest of the means of the other three components.
fn provision_less_the_lowest(view: &View<'_>) -> (f64, f64) {
    let mean = |four: (f64, f64)| four.0 / four.1;
    let s = view.states();
    let of = |column: &[f64]| mean(view.each(Who::Focal, |_, i| column[i]));
    let others = [of(&s.meaning), of(&s.referent), of(&s.securitisation)];
    let fallen = of(&s.provision) - others.into_iter().fold(f64::INFINITY, f64::min);
    if fallen.is_finite() { (fallen, 1.0) } else { (0.0, 0.0) }
}
