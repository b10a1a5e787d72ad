//! D1–D11: what a second reading of the paper adds. D12 is a scenario, `middle-east`, and has no contrast.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, FIVE_IN_A_HUNDRED, ON_A_SCALE, disputes_begun, one_if, real_matters};
use super::{Arm, Claim, Outcome, Part, Parts, View, less, less_by_share, more, more_by_share, outcome};
use crate::model::issues::Agenda;

/// The number of the political sector.
const POLITICAL: usize = 1;

/// A rival for each focal state: the two contest something, and distrust each other.
const A_RIVAL: Deed = Deed::Pairs(
    Who::Focal,
    Toward::Partner,
    &[Start::Rivalry(0.8), Start::Contest(0.8), Start::Posture(-0.5), Start::TrueBelief, Start::Allied(false)],
);

/// No rival: hardly anything is contested between the same two. It is more than nothing because a world that gives no
/// contest makes its own, of other pairs too, while it settles.
const NO_RIVAL: Deed = Deed::Pairs(
    Who::Focal,
    Toward::Partner,
    &[Start::Rivalry(0.01), Start::Contest(0.01), Start::Posture(0.0), Start::TrueBelief, Start::Allied(false)],
);

/// Aid to states that the focal states' own enemies threaten.
const AID_AGAINST_THREAT: Outcome = outcome(
    "share of the focal states' wealth that goes to states which their own enemy threatens, rounds 3 to 20",
    "share of wealth",
    [3, 20],
    |view, _| view.ratio(Who::Focal, |s, i| (s.aid_against_threat[i], s.wealth[i])),
);

/// Closed states with a capable service and broad ties.
const CAPABLE: &[Deed] = &[
    Deed::Begin(Who::Focal, GOVERNANCE, 0.25),
    Deed::Begin(Who::Focal, &["system"], 0.2),
    Deed::Begin(Who::Focal, &["diplomacy"], 0.9),
    Deed::Pairs(Who::Focal, Toward::All, &[Start::Ties(0.5)]),
];

/// Closed states with a poor service and few ties.
const CUT_OFF: &[Deed] = &[
    Deed::Begin(Who::Focal, GOVERNANCE, 0.25),
    Deed::Begin(Who::Focal, &["system"], 0.2),
    Deed::Begin(Who::Focal, &["diplomacy"], 0.1),
    Deed::Pairs(Who::Focal, Toward::All, &[Start::Ties(0.05)]),
];

const NEITHER_TIES_NOR_SERVICE: Arm = arm(&[
    Deed::Off(&["mediation", "interdependence"]),
    Deed::Set("choice.embedded", 0.0),
    Deed::Set("choice.initiative", 0.0),
]);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "D1",
        statement: "Wholly authoritarian or wholly participatory systems are rarely seen; states lie between the poles, \
                and their answers part.",
        at_work: &[],
        carries: &[Part {
            name: "few states at the poles",
            // With one score instead of four answers, nothing keeps a state from going the whole way.
            treatment: AS_IT_IS,
            baseline: arm(&[Deed::Off(&["components_apart"])]),
            outcome: outcome(
                "share of the states whose governance is below 0.15 or above 0.85, rounds 81 to 100",
                "share of states",
                [81, 100],
                |view, _| view.each(Who::All, |s, i| one_if(!(0.15..=0.85).contains(&s.governance[i]))),
            ),
            expected: less(0.05, A_SHARE),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    },
    Claim {
        id: "D2",
        statement: "A threat is also answered by aid: money for those at risk, and an alliance.",
        at_work: &[Part {
            name: "aid follows the threat",
            treatment: arm(&[
                A_RIVAL,
                Deed::Hold(ALWAYS, Who::Focal, &["meaning"], 0.9),
                Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, -0.8),
            ]),
            baseline: arm(&[
                A_RIVAL,
                Deed::Hold(ALWAYS, Who::Focal, &["meaning"], 0.9),
                Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, 0.0),
            ]),
            outcome: AID_AGAINST_THREAT,
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm(&[Deed::Off(&["aid_against_threat"])]),
            factors: &[],
        }],
        carries: &[
            Part {
                name: "a rival brings aid to third states",
                treatment: arm(&[A_RIVAL, Deed::Begin(Who::Focal, &["meaning"], 0.9)]),
                baseline: arm(&[NO_RIVAL, Deed::Begin(Who::Focal, &["meaning"], 0.9)]),
                outcome: AID_AGAINST_THREAT,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["aid_against_threat"])]),
                factors: &[],
            },
            Part {
                name: "aid binds those it goes to",
                // The aid itself is the contrast; what it does to alignment shows in alliances that are not set.
                treatment: arm(&[A_RIVAL, Deed::Begin(Who::Focal, &["meaning"], 0.9)]),
                baseline: arm(&[
                    A_RIVAL,
                    Deed::Begin(Who::Focal, &["meaning"], 0.9),
                    Deed::Off(&["aid_against_threat"]),
                ]),
                outcome: outcome(
                    "share of their counterparts, without the partners, that are allied with the focal states, rounds 21 to 40",
                    "share of counterparts",
                    [21, 40],
                    |view, _| view.share(Who::Focal, Toward::AllButPartner, |side| side.pairs.alliance[side.pair]),
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: AS_IT_IS,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "D3",
        statement: "A small state that is not participatory can be secure by a broad, trusted, capable policy: \
                governance inclines policy, it does not fix it.",
        at_work: &[],
        carries: &[
            Part {
                name: "capable closed states keep cooperative policies",
                treatment: arm(CAPABLE),
                baseline: arm(CUT_OFF),
                outcome: outcome(
                    "share of the focal states whose mean posture is above 0.3, rounds 21 to 60",
                    "share of states",
                    [21, 60],
                    |view, _| view.each(Who::Focal, |s, i| one_if(s.policy[i] > 0.3)),
                ),
                expected: more(0.05, A_SHARE),
                ablation: NEITHER_TIES_NOR_SERVICE,
                factors: &[],
            },
            Part {
                name: "it earns them peace",
                treatment: arm(CAPABLE),
                baseline: arm(CUT_OFF),
                outcome: outcome(
                    "disputes open between the focal states and their counterparts, over these, rounds 6 to 40",
                    "disputes per counterpart and round",
                    [6, 40],
                    |view, _| super::measures::in_dispute(view, Who::Focal, Toward::All),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[
                    Deed::Off(&["crisis_diplomacy", "mediation", "interdependence"]),
                    Deed::Set("choice.embedded", 0.0),
                ]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "D4",
        statement: "Meanings and discourses link through dealings: partners come to share a view of values and threats.",
        at_work: &[],
        carries: &[Part {
            name: "partners' ideas approach each other",
            treatment: arm(&[FAR_IDEAS, Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Ties(0.8)])]),
            baseline: arm(&[FAR_IDEAS, Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Ties(0.02)])]),
            outcome: outcome(
                "distance in meaning between the focal states and their partners, rounds 21 to 40",
                "meaning (0 to 1)",
                [21, 40],
                distance_in_meaning,
            ),
            expected: less(0.05, ON_A_SCALE),
            ablation: arm(&[Deed::Off(&["shared_discourse", "ideas_of_partners"])]),
            factors: &[],
        }],
    },
    Claim {
        id: "D5",
        statement: "A state can be securitised by its rival: others are persuaded that it is a danger, and it is isolated.",
        at_work: &[],
        carries: &[
            Part {
                name: "others believe the accuser",
                treatment: arm(&[A_RIVAL, Deed::Begin(Who::Focal, &["diplomacy"], 0.9)]),
                baseline: arm(&[NO_RIVAL, Deed::Begin(Who::Focal, &["diplomacy"], 0.9)]),
                outcome: outcome(
                    "what the third states believe of the partners, rounds 4 to 15",
                    "belief (−1 to 1)",
                    [4, 15],
                    |view, _| {
                        view.mean_of_sides(Who::Third, Toward::Of(Who::Partners), |side| {
                            side.pairs.belief[side.pair][side.side]
                        })
                    },
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: arm(&[Deed::Off(&["campaigns"])]),
                factors: &[],
            },
            Part {
                name: "who is accused is left alone",
                treatment: arm(&[A_RIVAL, Deed::Begin(Who::Focal, &["diplomacy"], 0.9)]),
                baseline: arm(&[A_RIVAL, Deed::Begin(Who::Focal, &["diplomacy"], 0.9), Deed::Off(&["campaigns"])]),
                outcome: outcome(
                    "share of the pairs of the partners with third states in which both cooperate, rounds 11 to 30",
                    "share of pairs",
                    [11, 30],
                    |view, _| view.share(Who::Partners, Toward::Of(Who::Third), |side| side.is_mutual()),
                ),
                expected: less(0.05, FIVE_IN_A_HUNDRED),
                ablation: AS_IT_IS,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "D6",
        statement: "A command system with a strong popular base solves its security issues; without one it commands, \
                is less supported, and inputs exceed outputs.",
        at_work: &[],
        carries: &[Part {
            name: "the base empties the agenda",
            treatment: arm(&[
                COMMAND,
                Deed::Begin(Who::Focal, &["insiders"], 0.6),
                Deed::Begin(Who::Focal, &["opponents"], 0.05),
            ]),
            baseline: arm(&[
                COMMAND,
                Deed::Begin(Who::Focal, &["insiders"], 0.1),
                Deed::Begin(Who::Focal, &["opponents"], 0.6),
            ]),
            outcome: outcome("backlog of the focal states, rounds 6 to 25", "backlog (0 to 1)", [6, 25], |view, _| {
                view.mean(Who::Focal, |s| &s.backlog)
            }),
            expected: less(0.05, ON_A_SCALE),
            ablation: arm(&[Deed::Off(&["popular_base"])]),
            factors: &[],
        }],
    },
    Claim {
        id: "D7",
        statement: "An issue is securitised only if the formal and the informal spheres of power are convinced; in \
                command systems the formal one suffices.",
        at_work: &[],
        carries: &[
            Part {
                name: "the formal sphere alone does not suffice",
                treatment: arm(&[
                    PERSUASION,
                    Deed::Begin(Who::Focal, &["authority"], 0.85),
                    Deed::Begin(Who::Focal, &["support"], 0.1),
                ]),
                baseline: arm(&[PERSUASION, Deed::Begin(Who::Focal, &["authority", "support"], 0.85)]),
                outcome: SECURITISED_OF_ARISEN,
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["two_spheres"])]),
                factors: &[],
            },
            Part {
                name: "nor does the informal one",
                treatment: arm(&[
                    PERSUASION,
                    Deed::Begin(Who::Focal, &["authority"], 0.1),
                    Deed::Begin(Who::Focal, &["support"], 0.85),
                ]),
                baseline: arm(&[PERSUASION, Deed::Begin(Who::Focal, &["authority", "support"], 0.85)]),
                outcome: SECURITISED_OF_ARISEN,
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["two_spheres"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "D8",
        statement: "Threats have domestic roots too: opposition and armed groups, and inside and outside feed each other.",
        at_work: &[],
        carries: &[Part {
            name: "opposition brings political threats",
            treatment: arm(&[
                WEAK_RULE,
                Deed::Begin(Who::Focal, &["opponents"], 0.6),
                Deed::Begin(Who::Focal, &["insiders"], 0.1),
            ]),
            baseline: arm(&[
                WEAK_RULE,
                Deed::Begin(Who::Focal, &["opponents"], 0.05),
                Deed::Begin(Who::Focal, &["insiders"], 0.1),
            ]),
            outcome: outcome(
                "real matters of the political sector that the focal states have on any agenda, rounds 4 to 20",
                "matters of a state",
                [4, 20],
                |view, _| {
                    view.each(Who::Focal, |_, i| {
                        let on = |agenda| real_matters(view, i, POLITICAL, agenda);
                        on(Agenda::Unnoticed) + on(Agenda::Political) + on(Agenda::Securitised)
                    })
                },
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm(&[Deed::Off(&["opposition"])]),
            factors: &[],
        }],
    },
    Claim {
        id: "D9",
        statement: "Foreign policy also deals with international organisations, which mediate and restrain.",
        at_work: &[],
        carries: &[Part {
            name: "without the organisation disputes are more",
            treatment: arm(&[Deed::Off(&["organisation"])]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "disputes that states begin, over their pairs, rounds 1 to 40",
                "disputes per pair and round",
                [1, 40],
                |view, _| disputes_begun(view, Who::All),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        }],
    },
    Claim {
        id: "D10",
        statement: "Diplomats inform rulers and public opinion; the public has an image of its own, and a policy that \
                departs from it loses support.",
        at_work: &[],
        carries: &[Part {
            name: "an image that the public does not share costs support",
            treatment: arm(&[Deed::Image([6, 8], Who::Focal, Toward::All, -1.0)]),
            baseline: AS_IT_IS,
            outcome: outcome("support of the focal states, rounds 9 to 14", "support (0 to 1)", [9, 14], |view, _| {
                view.mean(Who::Focal, |s| &s.support)
            }),
            expected: less(0.05, ON_A_SCALE),
            ablation: arm(&[Deed::Off(&["public_opinion"])]),
            factors: &[],
        }],
    },
    Claim {
        id: "D11",
        statement: "Between regime and individual there is a third referent: society.",
        at_work: &[],
        carries: &[Part {
            name: "where society is the referent its losses are fewer",
            treatment: arm(&[Deed::Begin(Who::Focal, &["referent"], 0.5)]),
            baseline: arm(&[Deed::Begin(Who::Focal, &["referent"], 0.05)]),
            outcome: outcome(
                "losses of communities in the focal states, rounds 4 to 20",
                "loss (0 to 1)",
                [4, 20],
                |view, _| view.mean(Who::Focal, |s| &s.society_loss),
            ),
            expected: less(0.05, ON_A_SCALE),
            ablation: arm(&[Deed::Off(&["society"])]),
            factors: &[],
        }],
    },
];

/// A focal state and its partner begin with ideas that are far apart.
const FAR_IDEAS: Deed =
    Deed::All(&[Deed::Begin(Who::Focal, &["meaning"], 0.8), Deed::Begin(Who::Partners, &["meaning"], 0.2)]);

/// Focal states that command.
const COMMAND: Deed =
    Deed::All(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.2), Deed::Begin(Who::Focal, &["system"], 0.15)]);

/// Focal states that persuade.
const PERSUASION: Deed =
    Deed::All(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.85), Deed::Begin(Who::Focal, &["system"], 0.85)]);

/// Closed focal states without authority and support.
const WEAK_RULE: Deed = Deed::All(&[
    Deed::Begin(Who::Focal, GOVERNANCE, 0.3),
    Deed::Begin(Who::Focal, &["system"], 0.25),
    Deed::Begin(Who::Focal, &["authority", "support"], 0.2),
]);

/// Soon after the start, before support and authority have found their own level.
const SECURITISED_OF_ARISEN: Outcome = outcome(
    "real matters that the focal states securitise, over those that arise, rounds 1 to 6",
    "share of matters",
    [1, 6],
    |view, _| view.ratio(Who::Focal, |s, i| (s.accepted_real[i], s.arisen[i])),
);

/// The distance in meaning of focal states and partners.
fn distance_in_meaning(view: &View<'_>, _: &mut Vec<f64>) -> Parts {
    let meaning = &view.states().meaning;
    view.mean_of_sides(Who::Focal, Toward::Partner, |side| (meaning[side.me] - meaning[side.other]).abs())
}
