//! C10, C14, C16: civic bodies and firms, and rulers who can be removed.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::A_FIFTH;
use super::{Arm, Claim, Notes, Part, Parts, View, less, less_by_share, more, more_by_share, outcome};
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

/// C16.
pub(super) const AGENTS: &[Claim] = &[Claim {
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
}];

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
