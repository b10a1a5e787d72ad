//! C10, C14, C16–C18: civic bodies and firms, rulers who can be removed, and what leaves the security agenda.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, real_matters};
use super::{Arm, Claim, Notes, Part, Parts, View, less, less_by_share, more, more_by_share, outcome};
use crate::model::EventKind;
use crate::model::issues::{Agenda, Kind, SECTORS};
use crate::model::pairs::Act;

const CIVIC_BODIES: Arm = arm(&let_act(0.7));

const NO_CIVIC_BODIES: Arm = arm(&let_act(0.0));

const NOBODY_BUT_THE_STATE: Arm = arm(&[Deed::Off(&["civic_provision", "private_provision"])]);

/// C10.
pub(super) const CIVIC_BODIES_AND_FIRMS: &[Claim] = &[Claim {
    id: "C10",
    statement: "Private and civic actors take a growing part in finding and meeting threats; in authoritarian systems \
            security is a monopoly of the state.",
    carries: &[
        // They are knocked out, in finding as in resolving, and states go on with their own means.
        Part {
            name: "time until threats are met, without others than the state",
            treatment: arm(&[Deed::Off(&["civic_detection", "civic_provision", "private_provision"])]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "time that security issues of all states have taken when they are resolved, rounds 11 to 40",
                "rounds since they arose",
                [11, 40],
                |view, _| view.ratio(Who::All, |s, i| (s.resolution_age[i], s.resolved[i])),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        },
        // Governance begins at a pole; what civic bodies and firms there are then, and can do, follows.
        Part {
            name: "a monopoly of the state, by governance at the start",
            treatment: arm(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.15)]),
            baseline: arm(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.85)]),
            outcome: outcome(
                "share of the resolved security issues of the focal states that civic bodies and firms resolved, \
                        rounds 6 to 40",
                "share of issues",
                [6, 40],
                by_others,
            ),
            expected: less(0.05, "0.05 of a share"),
            ablation: NOBODY_BUT_THE_STATE,
            factors: &[],
        },
    ],
    at_work: &[
        Part {
            name: "time to detection",
            treatment: CIVIC_BODIES,
            baseline: NO_CIVIC_BODIES,
            outcome: outcome(
                "age of the matters of the focal states when they are found, rounds 11 to 60",
                "rounds since they arose",
                [11, 60],
                |view, _| {
                    view.ratio(Who::Focal, |s, i| {
                        (s.found_age_civic[i] + s.found_age_state[i], s.found_civic[i] + s.found_state[i])
                    })
                },
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: arm(&[Deed::Off(&["civic_detection"])]),
            factors: &[],
        },
        Part {
            name: "threats that are left",
            treatment: CIVIC_BODIES,
            baseline: NO_CIVIC_BODIES,
            outcome: outcome(
                "time that security issues of the focal states have taken when they are resolved, rounds 11 to \
                        60",
                "rounds since they arose",
                [11, 60],
                |view, _| view.ratio(Who::Focal, |s, i| (s.resolution_age[i], s.resolved[i])),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: arm(&[Deed::Off(&["civic_detection", "civic_provision", "private_provision"])]),
            factors: &[],
        },
        Part {
            name: "a monopoly of the state",
            treatment: arm(&[Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.15)]),
            baseline: arm(&[Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.85)]),
            outcome: outcome(
                "share of the resolved security issues of the focal states that civic bodies and firms \
                        resolved, rounds 11 to 60",
                "share of issues",
                [11, 60],
                by_others,
            ),
            expected: less(0.05, "0.05 of a share"),
            ablation: NOBODY_BUT_THE_STATE,
            factors: &[],
        },
    ],
}];

/// C14.
pub(super) const REMOVABLE_RULERS: &[Claim] = &[Claim {
    id: "C14",
    statement: "Rulers who can be removed leave no lasting gap between regime and people.",
    carries: &[
        // Rulers begin for themselves in open systems. Either voters can remove them, or votes do not count; all else is the
        // same.
        Part {
            name: "the gap where votes remove no ruler",
            treatment: arm(&[Deed::All(FOR_THEMSELVES), Deed::Off(&["removal_by_vote"])]),
            baseline: arm(FOR_THEMSELVES),
            outcome: outcome(
                "losses of citizens less those of the regime in the focal states, smoothed, rounds 16 to 50",
                "gap (-1 to 1)",
                [16, 50],
                |view, _| view.mean(Who::Focal, |states| &states.gap),
            ),
            expected: more(0.05, "0.05 on a scale of losses from 0 to 1"),
            ablation: AS_IT_IS,
            factors: &[],
        },
    ],
    at_work: &[Part {
        name: "the gap, by whether voters can remove",
        treatment: arm(&rule(0.95)),
        baseline: arm(&rule(0.05)),
        outcome: outcome(
            "losses of citizens less those of the regime in the focal states, smoothed, rounds 11 to 50",
            "gap (-1 to 1)",
            [11, 50],
            |view, _| view.mean(Who::Focal, |states| &states.gap),
        ),
        expected: less(0.05, "0.05 on a scale of losses from 0 to 1"),
        ablation: arm(&[Deed::Off(&["removal_by_vote"])]),
        factors: &[],
    }],
}];

/// C16–C18.
pub(super) const AGENTS_AND_AGENDA: &[Claim] = &[
    Claim {
        id: "C16",
        statement: "Citizens are informal agents of foreign policy.",
        carries: &[
            // Civic bodies and firms begin no ties. Only pairs count whose states have left each other aside for long.
            Part {
                name: "ties where states leave each other aside",
                treatment: arm(&[Deed::Off(&["civic_ties"])]),
                baseline: AS_IT_IS,
                outcome: outcome(
                    "ties of people and trade in pairs whose states have both abstained for five rounds on end, mean \
                            over pairs, rounds 21 to 40",
                    "ties (0 to 1)",
                    [21, 40],
                    ties_of_the_idle,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: AS_IT_IS,
                factors: &[],
            },
            // Civic bodies do not talk in the disputes that come of themselves.
            Part {
                name: "settlements without civic talks",
                treatment: arm(&[Deed::Off(&["civic_talks"])]),
                baseline: AS_IT_IS,
                outcome: outcome(
                    "settlements by agreement per open dispute and round, all states, rounds 2 to 40",
                    "settlements per round of dispute",
                    [2, 40],
                    |view, _| view.ratio(Who::All, |s, i| (s.settlements[i], s.disputes[i] + s.settlements[i])),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: AS_IT_IS,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "ties while states do nothing",
                treatment: arm(&stand_aside(1.0)),
                baseline: arm(&stand_aside(0.0)),
                outcome: outcome(
                    "ties of people and trade of the focal states, mean over pairs, rounds 21 to 40",
                    "ties (0 to 1)",
                    [21, 40],
                    |view, _| {
                        view.mean_of_sides(Who::Focal, Toward::All, |side| {
                            0.5 * (side.pairs.people[side.pair] + side.pairs.trade[side.pair])
                        })
                    },
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["civic_ties"])]),
                factors: &[],
            },
            Part {
                name: "settlements",
                treatment: arm(&talk(0.9)),
                baseline: arm(&talk(0.0)),
                outcome: outcome(
                    "settlements by agreement per open dispute and round, all states, rounds 2 to 25",
                    "settlements per round of dispute",
                    [2, 25],
                    |view, _| view.ratio(Who::All, |s, i| (s.settlements[i], s.disputes[i] + s.settlements[i])),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["civic_talks"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C17",
        statement: "Though their idea of security is broad, participatory states securitise few matters.",
        carries: &[
            // Meaning begins broad or narrow, and with it the other answers; support, authority and civic bodies
            // follow.
            Part {
                name: "few of what they see, by governance at the start",
                treatment: arm(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.85)]),
                baseline: arm(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.15)]),
                outcome: outcome(
                    "matters that the focal states put on the security agenda, per matter that they newly notice, \
                            rounds 6 to 40",
                    "issues per matter",
                    [6, 40],
                    |view, _| {
                        view.ratio(Who::Focal, |s, i| {
                            (s.accepted_real[i] + s.accepted_spurious[i], s.found_civic[i] + s.found_state[i])
                        })
                    },
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["governance_to_policy"])]),
                factors: &[],
            },
            // The breadth of the idea alone: do they see more of what there is, and of what it is that they neglect?
            Part {
                name: "a broad idea, by meaning at the start",
                treatment: arm(&[Deed::Begin(Who::Focal, &["meaning"], 0.85)]),
                baseline: arm(&[Deed::Begin(Who::Focal, &["meaning"], 0.15)]),
                outcome: outcome(
                    "real matters that the focal states notice in a round, of those there to be noticed, rounds 6 to \
                            40",
                    "share of matters per round",
                    [6, 40],
                    noticed,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["governance_to_policy"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "few of what they see",
                treatment: arm(&see(0.85)),
                baseline: arm(&see(0.15)),
                outcome: outcome(
                    "matters that the focal states put on the security agenda, per matter that they newly \
                            notice, rounds 11 to 60",
                    "issues per matter",
                    [11, 60],
                    |view, _| {
                        view.ratio(Who::Focal, |s, i| {
                            (s.accepted_real[i] + s.accepted_spurious[i], s.found_civic[i] + s.found_state[i])
                        })
                    },
                ),
                expected: less_by_share(0.2, A_FIFTH),
                // Matters are securitised in the same way in both, rivals quicken no command, and none are made up.
                ablation: arm(&[
                    Deed::Hold(ALWAYS, Who::Focal, &["securitisation"], 0.5),
                    Deed::Off(&["quickened_command", "spurious_issues"]),
                ]),
                factors: &[],
            },
            Part {
                name: "a broad idea",
                treatment: arm(&mean(0.85)),
                baseline: arm(&mean(0.15)),
                outcome: outcome(
                    "real matters that the focal states notice in a round, of those there to be noticed, \
                            rounds 11 to 60",
                    "share of matters per round",
                    [11, 60],
                    noticed,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                // State bodies look for all matters alike: governance, meaning included, enters no policy.
                ablation: arm(&[Deed::Off(&["governance_to_policy"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C18",
        statement: "Issues can be taken off the security agenda; where authority is lost they are not.",
        carries: &[
            // An alarm of three rounds fills the agenda and fades by itself. Only authority, lost in the same rounds
            // and earned back later, differs.
            Part {
                name: "what leaves the agenda after an alarm, without authority",
                treatment: arm(&[
                    Deed::Image([6, 8], Who::Focal, Toward::All, -1.0),
                    Deed::Add([6, 8], Who::Focal, "authority", -1.0),
                ]),
                baseline: arm(&[Deed::Image([6, 8], Who::Focal, Toward::All, -1.0)]),
                outcome: outcome(
                    "military security issues that leave the security agenda of the focal states unsolved in a \
                            round, of these and those left, rounds 10 to 20",
                    "share of issues per round",
                    [10, 20],
                    taken_off,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["desecuritisation"])]),
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "what is left when the threat has faded",
            treatment: arm(&calm_down(0.75)),
            baseline: arm(&calm_down(0.1)),
            outcome: outcome(
                "military security issues of round 30 that are still on the security agenda, rounds 32 to 38",
                "share of the issues of round 30",
                [32, 38],
                left_of_the_military,
            ),
            expected: less(0.05, "0.05 of a share"),
            // Issues leave the security agenda only by being resolved, and no case is refused.
            ablation: arm(&[Deed::Off(&["desecuritisation", "refusal_of_cases"])]),
            factors: &[],
        }],
    },
];

/// Participatory states with civic bodies and firms of a fixed capacity.
const fn let_act(capacity: f64) -> [Deed; 2] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.85),
        Deed::Hold(ALWAYS, Who::Focal, &["civil_capacity", "private_capacity"], capacity),
    ]
}

/// Regime-centred states whose rulers go by vote or not at all.
const fn rule(system: f64) -> [Deed; 3] {
    [
        Deed::Begin(Who::Focal, &["referent"], 0.1),
        Deed::Hold(ALWAYS, Who::Focal, &["system"], system),
        // The system decides who can remove rulers and does nothing else.
        Deed::Off(&[
            "system_pull",
            "bent_reports",
            "shared_values",
            "institutions",
            "consolidation",
            "coups",
            "collapses",
        ]),
    ]
}

/// States that leave foreign relations to civic bodies and firms of a fixed capacity.
const fn stand_aside(capacity: f64) -> [Deed; 3] {
    [
        Deed::Pairs(Who::Focal, Toward::All, &[Start::Ties(0.0)]),
        // What they spend on their citizens' relations goes on.
        Deed::Act(ALWAYS, Who::Focal, Toward::All, Act::Abstain),
        Deed::Hold(ALWAYS, Who::Focal, &["civil_capacity", "private_capacity"], capacity),
    ]
}

/// Civic bodies everywhere, of a fixed capacity.
const fn talk(capacity: f64) -> [Deed; 5] {
    [
        Deed::Pairs(Who::All, Toward::All, &[Start::People(0.7)]),
        Deed::Hold(ALWAYS, Who::All, &["civil_capacity"], capacity),
        Deed::Off(&["civic_ties", "breadth_of_actors"]),
        // All confront and disputes begin more easily than they do, so that there are some to count.
        Deed::Scale("disputes.onset", 2.0),
        Deed::Scale("choice.confront", 0.6),
    ]
}

/// A governance, under equal support, authority and civic bodies.
const fn see(governance: f64) -> [Deed; 2] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, governance),
        Deed::Hold(ALWAYS, Who::Focal, &["support", "authority", "civil_capacity"], 0.5),
    ]
}

/// A meaning of security, under equal want and neglect.
const fn mean(meaning: f64) -> [Deed; 4] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["meaning"], meaning),
        Deed::Off(&["spurious_issues"]),
        Deed::Hold(ALWAYS, Who::Focal, &["civil_capacity", "support", "authority", "want"], 0.4),
        Deed::Hold(ALWAYS, Who::Focal, &["neglect_economic", "neglect_societal", "neglect_environmental"], 0.3),
    ]
}

/// A threat that comes and goes, under a fixed authority, where hardly any issue is resolved.
const fn calm_down(authority: f64) -> [Deed; 9] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.6),
        Deed::Hold([1, 30], Who::Focal, &["threat"], 0.8),
        Deed::Hold([31, u32::MAX], Who::Focal, &["threat"], 0.0),
        Deed::Hold(ALWAYS, Who::Focal, &["authority"], authority),
        // Bodies can work on hardly any issue, so that next to none is resolved.
        Deed::Set("issues.capacity", 0.1),
        Deed::Hold(ALWAYS, Who::Focal, &["support"], 0.3),
        // Nothing is solved by ordinary politics or securitised by command, and no ruler falls.
        Deed::Set("issues.ordinary", 0.0),
        Deed::Off(&["command", "removal_by_vote", "coups", "collapses"]),
        // Matters arise more often than they do, so that there are some to count.
        Deed::Scale("issues.real_rate", 3.0),
    ]
}

/// Issues resolved by civic bodies and firms, of all resolved.
fn by_others(view: &View<'_>, _: &mut Notes) -> Parts {
    view.ratio(Who::Focal, |s, i| {
        let others = s.civic_military[i]
            + s.civic_political[i]
            + s.civic_economic[i]
            + s.civic_societal[i]
            + s.civic_environmental[i]
            + s.private_military[i]
            + s.private_political[i]
            + s.private_economic[i]
            + s.private_societal[i]
            + s.private_environmental[i];
        (others, s.resolved[i])
    })
}

/// Matters found in the round, of these and those that are not yet noticed.
fn noticed(view: &View<'_>, _: &mut Notes) -> Parts {
    view.ratio(Who::Focal, |s, i| {
        let found = s.found_civic[i] + s.found_state[i];
        let left = (0..SECTORS.len()).map(|sector| real_matters(view, i, sector, Agenda::Unnoticed)).sum::<f64>();
        (found, found + left)
    })
}

/// Military security issues now, and those of round 30. Notes: the latter, for each focal state.
fn left_of_the_military(view: &View<'_>, notes: &mut Notes) -> Parts {
    const FADES_AFTER: u32 = 30;
    let now: Vec<f64> =
        view.cast.states(Who::Focal).iter().map(|&i| real_matters(view, i, 0, Agenda::Securitised)).collect();
    if view.world.round <= FADES_AFTER {
        notes.clone_from(&now);
    }
    (now.iter().sum(), notes.iter().sum())
}

/// Regime-centred rulers of open systems at the start.
const FOR_THEMSELVES: &[Deed] =
    &[Deed::Begin(Who::Focal, &["referent"], 0.1), Deed::Begin(Who::Focal, &["system"], 0.9)];

/// Ties of people and trade over the pairs that both sides have left aside for five rounds on end. Notes: for each pair
/// the rounds on end.
fn ties_of_the_idle(view: &View<'_>, notes: &mut Notes) -> Parts {
    const ON_END: f64 = 5.0;
    let pairs = &view.world.pairs;
    notes.resize(pairs.len(), 0.0);
    for (pair, run) in notes.iter_mut().enumerate() {
        *run = if pairs.act[pair] == [Act::Abstain; 2] { *run + 1.0 } else { 0.0 };
    }
    view.sides(Who::All, Toward::All)
        .filter(|side| notes[side.pair] >= ON_END)
        .fold((0.0, 0.0), |(sum, count), side| {
            (sum + 0.5 * (pairs.people[side.pair] + pairs.trade[side.pair]), count + 1.0)
        })
}

/// Military issues that left the security agenda in the round without being resolved, over these and those left: what
/// was there before and what came, less what was resolved and what is left. Notes: what is left, for each state.
fn taken_off(view: &View<'_>, notes: &mut Notes) -> Parts {
    const MILITARY: usize = 0;
    notes.resize(view.world.states.present.len(), 0.0);
    let of_the_round = |kind: EventKind, state: usize| {
        let events = view.events(kind);
        let hits = events.filter(|event| event.a.index() == state && event.number == Some(MILITARY as u32));
        hits.filter_map(|event| event.value).sum::<f64>()
    };
    let mut parts = (0.0, 0.0);
    for i in view.of(Who::Focal) {
        let kinds = Kind::ALL.into_iter().filter(|kind| kind.sector == MILITARY);
        let left = kinds.map(|kind| f64::from(view.world.issues.count(i, kind, Agenda::Securitised))).sum::<f64>();
        let (came, resolved) = (of_the_round(EventKind::IssuesAccepted, i), of_the_round(EventKind::IssuesResolved, i));
        // A state that has come back begins without issues.
        let off = (notes[i] + came - resolved - left).max(0.0);
        notes[i] = left;
        parts = (parts.0 + off, parts.1 + off + left);
    }
    parts
}
