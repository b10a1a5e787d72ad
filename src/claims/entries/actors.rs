//! C10, C14, C16–C18: civic bodies and firms, rulers who can be removed, and what leaves the security agenda.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, real_matters};
use super::{Arm, Claim, Draft, Notes, Part, Parts, View, arm, less, less_by_share, more_by_share, outcome};
use crate::model::issues::{Agenda, SECTORS};
use crate::model::pairs::Act;

const CIVIC_BODIES: Arm = arm(
    "participatory focal states (0.85) whose civic bodies and firms are able to act (capacities held at 0.7)",
    |stage| let_act(stage, 0.7),
);

const NO_CIVIC_BODIES: Arm =
    arm("the same, with civic bodies and firms knocked out (capacities held at 0)", |stage| let_act(stage, 0.0));

const NOBODY_BUT_THE_STATE: Arm = arm("civic bodies and firms resolve nothing", |stage| {
    stage.off("civic_provision");
    stage.off("private_provision");
});

/// C10.
pub(super) const CIVIC_BODIES_AND_FIRMS: &[Claim] = &[Claim {
    id: "C10",
    statement: "Private and civic actors take a growing part in finding and meeting threats; in authoritarian systems \
            security is a monopoly of the state.",
    parts: &[
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
            ablation: arm("civic bodies find nothing", |stage| stage.off("civic_detection")),
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
            ablation: arm("civic bodies and firms find and resolve nothing", |stage| {
                stage.off("civic_detection");
                stage.off("civic_provision");
                stage.off("private_provision");
            }),
            factors: &[],
        },
        Part {
            name: "a monopoly of the state",
            treatment: arm("the governance of the focal states is held authoritarian (0.15)", |stage| {
                stage.hold_governance(ALWAYS, Who::Focal, 0.15);
            }),
            baseline: arm("it is held participatory (0.85)", |stage| stage.hold_governance(ALWAYS, Who::Focal, 0.85)),
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
    parts: &[Part {
        name: "the gap, by whether voters can remove",
        treatment: arm(
            "the focal states begin centred on the regime (referent 0.1); their systems are held such that \
                    voters can remove rulers (0.95); the system does nothing else: it neither pulls governance, nor \
                    bends reports, nor draws states together or apart, and there is neither coup nor collapse",
            |stage| rule(stage, 0.95),
        ),
        baseline: arm("the same, with systems in which voters cannot remove rulers (0.05)", |stage| rule(stage, 0.05)),
        outcome: outcome(
            "losses of citizens less those of the regime in the focal states, smoothed, rounds 11 to 50",
            "gap (-1 to 1)",
            [11, 50],
            |view, _| view.mean(Who::Focal, |states| &states.gap),
        ),
        expected: less(0.05, "0.05 on a scale of losses from 0 to 1"),
        ablation: arm("no ruler is voted out", |stage| stage.off("removal_by_vote")),
        factors: &[],
    }],
}];

/// C16–C18.
pub(super) const AGENTS_AND_AGENDA: &[Claim] = &[
    Claim {
        id: "C16",
        statement: "Citizens are informal agents of foreign policy.",
        parts: &[
            Part {
                name: "ties while states do nothing",
                treatment: arm(
                    "the focal states begin without ties and do nothing toward any, though what they spend on \
                            their citizens' relations goes on; their civic bodies and firms are fully able to act \
                            (capacities 1)",
                    |stage| stand_aside(stage, 1.0),
                ),
                baseline: arm("the same, with civic bodies and firms knocked out (0)", |stage| stand_aside(stage, 0.0)),
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
                ablation: arm("civic bodies and firms begin no ties", |stage| stage.off("civic_ties")),
                factors: &[],
            },
            Part {
                name: "settlements",
                treatment: arm(
                    "civic bodies of all are able to act (capacity held at 0.9); ties of people begin at 0.7, \
                            and civic bodies begin none; all confront and disputes begin more easily than they do, so \
                            that there are some to count",
                    |stage| talk(stage, 0.9),
                ),
                baseline: arm("they are knocked out (held at 0)", |stage| talk(stage, 0.0)),
                outcome: outcome(
                    "settlements by agreement per open dispute and round, all states, rounds 2 to 25",
                    "settlements per round of dispute",
                    [2, 25],
                    |view, _| view.ratio(Who::All, |s, i| (s.settlements[i], s.disputes[i] + s.settlements[i])),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm("civic bodies do not talk", |stage| stage.off("civic_talks")),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C17",
        statement: "Though their idea of security is broad, participatory states securitise few matters.",
        parts: &[
            Part {
                name: "few of what they see",
                treatment: arm(
                    "the governance of the focal states is held at 0.85, their support, authority and civic \
                            bodies at 0.5",
                    |stage| see(stage, 0.85),
                ),
                baseline: arm("it is held at 0.15; the rest likewise", |stage| see(stage, 0.15)),
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
                ablation: arm(
                    "matters are securitised in the same way in both (securitisation held at 0.5), rivals \
                            quicken no command, and none are made up",
                    |stage| {
                        stage.hold(ALWAYS, Who::Focal, "securitisation", 0.5);
                        stage.off("quickened_command");
                        stage.off("spurious_issues");
                    },
                ),
                factors: &[],
            },
            Part {
                name: "a broad idea",
                treatment: arm(
                    "the meaning of security in the focal states is held broad (0.85); neglect, want, support, \
                            authority and civic bodies are held equal, and no matters are made up",
                    |stage| mean(stage, 0.85),
                ),
                baseline: arm("it is held narrow (0.15); the rest held likewise", |stage| mean(stage, 0.15)),
                outcome: outcome(
                    "real matters that the focal states notice in a round, of those there to be noticed, \
                            rounds 11 to 60",
                    "share of matters per round",
                    [11, 60],
                    noticed,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(
                    "state bodies look for all matters alike: governance, meaning included, enters no policy",
                    |stage| {
                        stage.off("governance_to_policy");
                    },
                ),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C18",
        statement: "Issues can be taken off the security agenda; where authority is lost they are not.",
        parts: &[Part {
            name: "what is left when the threat has faded",
            treatment: arm(
                "a threat to the focal states (held at 0.8 to round 30) fades (0 from round 31); their \
                        authority is held at 0.75, their support at 0.3; bodies can work on hardly any issue, so that \
                        next to none is resolved, and nothing is securitised by command or solved by ordinary politics; \
                        no ruler falls, and matters arise three times as often as they do, so that there are some to \
                        count",
                |stage| calm_down(stage, 0.75),
            ),
            baseline: arm("the same, with authority lost (held at 0.1)", |stage| calm_down(stage, 0.1)),
            outcome: outcome(
                "military security issues of round 30 that are still on the security agenda, rounds 32 to 38",
                "share of the issues of round 30",
                [32, 38],
                left_of_the_military,
            ),
            expected: less(0.05, "0.05 of a share"),
            ablation: arm("issues leave the security agenda only by being resolved, and no case is refused", |stage| {
                stage.off("desecuritisation");
                stage.off("refusal_of_cases");
            }),
            factors: &[],
        }],
    },
];

/// Participatory states with civic bodies and firms of a fixed capacity.
fn let_act(stage: &mut Draft<'_>, capacity: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.85);
    stage.hold(ALWAYS, Who::Focal, "civil_capacity", capacity);
    stage.hold(ALWAYS, Who::Focal, "private_capacity", capacity);
}

/// Regime-centred states whose rulers go by vote or not at all.
fn rule(stage: &mut Draft<'_>, system: f64) {
    stage.start(Who::Focal, "referent", 0.1);
    stage.hold(ALWAYS, Who::Focal, "system", system);
    for switch in
        ["system_pull", "bent_reports", "shared_values", "institutions", "consolidation", "coups", "collapses"]
    {
        stage.off(switch);
    }
}

/// States that leave foreign relations to civic bodies and firms of a fixed capacity.
fn stand_aside(stage: &mut Draft<'_>, capacity: f64) {
    stage.pairs(Who::Focal, Toward::All, |pair, _| pair.ties = [0.0; 3]);
    stage.act(ALWAYS, Who::Focal, Toward::All, Act::Abstain);
    stage.hold(ALWAYS, Who::Focal, "civil_capacity", capacity);
    stage.hold(ALWAYS, Who::Focal, "private_capacity", capacity);
}

/// Civic bodies everywhere, of a fixed capacity.
fn talk(stage: &mut Draft<'_>, capacity: f64) {
    stage.pairs(Who::All, Toward::All, |pair, _| pair.ties[1] = 0.7);
    stage.hold(ALWAYS, Who::All, "civil_capacity", capacity);
    stage.off("civic_ties");
    stage.off("breadth_of_actors");
    stage.scale("disputes.onset", 2.0);
    stage.scale("choice.confront", 0.6);
}

/// A governance, under equal support, authority and civic bodies.
fn see(stage: &mut Draft<'_>, governance: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, governance);
    stage.hold_all(ALWAYS, Who::Focal, &["support", "authority", "civil_capacity"], 0.5);
}

/// A meaning of security, under equal want and neglect.
fn mean(stage: &mut Draft<'_>, meaning: f64) {
    stage.hold(ALWAYS, Who::Focal, "meaning", meaning);
    stage.off("spurious_issues");
    for column in ["civil_capacity", "support", "authority", "want"] {
        stage.hold(ALWAYS, Who::Focal, column, 0.4);
    }
    for sector in &SECTORS[2..] {
        stage.hold(ALWAYS, Who::Focal, &format!("neglect_{sector}"), 0.3);
    }
}

/// A threat that comes and goes, under a fixed authority, where hardly any issue is resolved.
fn calm_down(stage: &mut Draft<'_>, authority: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.6);
    stage.hold(1..=30, Who::Focal, "threat", 0.8);
    stage.hold(31..=u32::MAX, Who::Focal, "threat", 0.0);
    stage.hold(ALWAYS, Who::Focal, "authority", authority);
    stage.set("issues.capacity", 0.1);
    stage.hold(ALWAYS, Who::Focal, "support", 0.3);
    stage.set("issues.ordinary", 0.0);
    stage.all_off(&["command", "removal_by_vote", "coups", "collapses"]);
    stage.scale("issues.real_rate", 3.0);
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
