//! B1.1, B1.2 and B1.6: reports, images and the channels by which leaders learn.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, FIVE_IN_A_HUNDRED, acting, in_dispute, met, one_if};
use super::{Arm, Claim, Outcome, Part, View, less_by_share, more, more_by_share, outcome};
use crate::model::pairs::Act;

/// Reports are not bent toward the discourse.
const STRAIGHT_REPORTS: Arm = arm(&[Deed::Off(&["bent_reports"])]);

/// What is believed of the other's intent enters no choice: neither goodwill, nor threat, nor the regime's need of
/// enemies.
const BELIEF_CHOOSES_NOTHING: Arm = arm(&[Deed::Off(&["goodwill", "alarm", "regime_need"])]);

/// Focal states and partners are rivals of old who have done each other nothing, with postures of 0; their governance
/// stays.
const OLD_RIVAL: &[Deed] = &[
    Deed::Keep(Who::Focal, GOVERNANCE),
    Deed::Keep(Who::Partners, GOVERNANCE),
    Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Posture(0.0), Start::TrueBelief, Start::Rivalry(0.4)]),
];

/// The focal states are made to believe that such a partner is wholly hostile.
const FALSE_IMAGE: Arm = arm(&[Deed::All(OLD_RIVAL), Deed::Image([1, 30], Who::Focal, Toward::Partner, -1.0)]);

const NO_IMAGE: Arm = arm(OLD_RIVAL);

/// The focal states begin closed, and their reports have to please.
const BEGIN_CLOSED: &[Deed] = &[Deed::Begin(Who::Focal, &["system", "securitisation"], 0.1)];

/// Focal states and partners begin as rivals of old who have done each other nothing.
const BEGIN_RIVALS: &[Deed] =
    &[Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Posture(0.0), Start::TrueBelief, Start::Rivalry(0.4)])];

/// The focal states hear for three years that such a partner is wholly hostile.
const FALSE_REPORT: Arm = arm(&[Deed::All(BEGIN_RIVALS), Deed::Image([1, 3], Who::Focal, Toward::Partner, -1.0)]);

const NO_REPORT: Arm = arm(BEGIN_RIVALS);

/// The entries on images: B1.1 and B1.2.
pub(super) const IMAGES: &[Claim] = &[
    Claim {
        id: "B1.1",
        statement: "Diplomats' reports form the leaders' image; in closed systems they bend toward the dominant \
                discourse, hostile or rosy.",
        carries: &[
            // Closed states that differ in nothing but the discourse of three years; the errors cost later.
            Part {
                name: "a hostile wave of discourse makes friends foes",
                treatment: arm(&[Deed::All(BEGIN_CLOSED), Deed::Add([1, 3], Who::Focal, "discourse", -1.0)]),
                baseline: arm(BEGIN_CLOSED),
                outcome: outcome(
                    "share of the counterparts of friendly posture (0.1 and more) that the focal states \
                            confront, rounds 4 to 20",
                    "share of friendly counterparts",
                    [4, 20],
                    friends_as_foes,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: STRAIGHT_REPORTS,
                factors: &[],
            },
            Part {
                name: "a rosy wave of discourse hides threats",
                treatment: arm(&[Deed::All(BEGIN_CLOSED), Deed::Add([1, 3], Who::Focal, "discourse", 1.0)]),
                baseline: arm(BEGIN_CLOSED),
                outcome: outcome(
                    "threat that the focal states perceive from a counterpart of hostile posture (−0.2 and \
                            less), mean, rounds 4 to 20",
                    "threat",
                    [4, 20],
                    threat_of_the_hostile,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: STRAIGHT_REPORTS,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "friends treated as foes under a hostile discourse",
                treatment: arm(&reporting(0.05, -0.9)),
                baseline: arm(&reporting(0.95, -0.9)),
                outcome: outcome(
                    "share of the counterparts of friendly posture (0.1 and more) that the focal states \
                            confront, rounds 6 to 60",
                    "share of friendly counterparts",
                    [6, 60],
                    friends_as_foes,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: STRAIGHT_REPORTS,
                factors: &[],
            },
            Part {
                name: "threats missed under a rosy discourse",
                treatment: arm(&reporting(0.05, 0.9)),
                baseline: arm(&reporting(0.95, 0.9)),
                outcome: outcome(
                    "threat that the focal states perceive from a counterpart of hostile posture (−0.2 and \
                            less), mean, rounds 6 to 60",
                    "threat",
                    [6, 60],
                    threat_of_the_hostile,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: STRAIGHT_REPORTS,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B1.2",
        statement: "An image becomes policy: the report of a hostile rival, accurate or not, brings containment, \
                an arms race and proxy struggles in third states.",
        carries: &[
            // A false report of three years, whatever the partner does; what follows is both sides' own.
            Part {
                name: "a false report of three years makes the rivalry true",
                treatment: FALSE_REPORT,
                baseline: NO_REPORT,
                outcome: outcome(
                    "share of the pairs of focal states and partners that are in a dispute, rounds 6 to 25",
                    "share",
                    [6, 25],
                    |view, _| in_dispute(view, Who::Focal, Toward::Partner),
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "a false report of three years brings arms",
                treatment: FALSE_REPORT,
                baseline: NO_REPORT,
                outcome: outcome(
                    "arms of focal states and partners over their wealth, rounds 6 to 25",
                    "arms over wealth",
                    [6, 25],
                    |view, _| arms_of_both(view),
                ),
                expected: more_by_share(
                    0.05,
                    "five in a hundred of what there is without it, as for all wealth and power",
                ),
                // Perceived threat neither arms nor is answered by confrontation.
                ablation: arm(&[
                    Deed::Set("budget.military_threat", 0.0),
                    Deed::Off(&["goodwill", "alarm", "regime_need"]),
                ]),
                factors: &[],
            },
            // The chain goes one step further, into states that have no part in the quarrel. Rivals of others are counted
            // too: those whom the pair draws in, and those that it relieves.
            Part {
                name: "a false report of three years brings struggles in third states",
                treatment: FALSE_REPORT,
                baseline: NO_REPORT,
                outcome: outcome(
                    "states in which rivals struggle with each other by covert action, all states, rounds 6 to 25",
                    "struggles per state and round",
                    [6, 25],
                    |view, _| view.each(Who::All, |s, i| one_if(s.proxy_struggle[i] > 0.0)),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "a false image brings containment",
                treatment: FALSE_IMAGE,
                baseline: NO_IMAGE,
                outcome: outcome(
                    "share of the focal states that confront their partner, rounds 3 to 20",
                    "share",
                    [3, 20],
                    |view, _| acting(view, Who::Focal, Toward::Partner, Act::Confront),
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "a false image makes the rivalry true",
                treatment: FALSE_IMAGE,
                baseline: NO_IMAGE,
                outcome: outcome(
                    "share of these pairs that are in a dispute, rounds 6 to 25",
                    "share",
                    [6, 25],
                    |view, _| in_dispute(view, Who::Focal, Toward::Partner),
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "a false image brings arms",
                treatment: FALSE_IMAGE,
                baseline: NO_IMAGE,
                outcome: outcome(
                    "arms of focal states and partners over their wealth, rounds 21 to 30",
                    "arms over wealth",
                    [21, 30],
                    |view, _| arms_of_both(view),
                ),
                expected: more_by_share(
                    0.05,
                    "five in a hundred of what there is without it, as for all wealth and power",
                ),
                // Perceived threat neither arms nor is answered by confrontation.
                ablation: arm(&[
                    Deed::Set("budget.military_threat", 0.0),
                    Deed::Off(&["goodwill", "alarm", "regime_need"]),
                ]),
                factors: &[],
            },
            Part {
                name: "only the true image is confirmed",
                treatment: arm(&told_and_so(Act::Confront)),
                baseline: arm(&told_and_so(Act::Cooperate)),
                outcome: outcome(
                    "share of the focal states that perceive a threat from their partner, rounds 21 to 40",
                    "share",
                    [21, 40],
                    |view, _| {
                        view.share(Who::Focal, Toward::Partner, |side| side.pairs.threat_age[side.pair][side.side] > 0)
                    },
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                // Beliefs stay as they were.
                ablation: arm(&[Deed::Off(&["learning", "fatigue"])]),
                factors: &[],
            },
        ],
    },
];

/// The entry on channels: B1.6.
pub(super) const CHANNELS: &[Claim] = &[Claim {
    id: "B1.6",
    statement: "Leaders also learn from intelligence services, media and their own formation; the diplomatic channel \
            remains essential.",
    carries: &[
        // Whole worlds without a channel: what one does not report can still be learned by the others.
        Part {
            name: "no state has diplomats to learn from",
            treatment: arm(&[Deed::Off(&["channel_diplomatic"])]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "error about the posture of others, all states, rounds 11 to 40",
                "units of posture",
                [11, 40],
                |view, _| view.mean(Who::All, |states| &states.belief_error),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        },
        Part {
            name: "no state has intelligence services or media to learn from",
            treatment: arm(&[Deed::Off(&["channel_intelligence", "channel_media"])]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "error about the power of others, all states, rounds 11 to 40",
                "units of power",
                [11, 40],
                |view, _| view.mean(Who::All, |states| &states.power_error),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        },
    ],
    at_work: &[
        Part {
            name: "diplomats",
            treatment: NO_CHANNEL,
            baseline: arm(&channels(1.0, 0.0, 0.0)),
            outcome: ERROR,
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm(&[Deed::Off(&["channel_diplomatic"])]),
            factors: &[],
        },
        Part {
            name: "intelligence services",
            treatment: NO_CHANNEL,
            baseline: arm(&channels(0.0, 1.0, 0.0)),
            outcome: outcome(
                "error about the power of others, focal states, rounds 11 to 40",
                "units of power",
                [11, 40],
                |view, _| view.mean(Who::Focal, |states| &states.power_error),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm(&[Deed::Off(&["channel_intelligence"])]),
            factors: &[],
        },
        Part {
            name: "media",
            treatment: NO_CHANNEL,
            baseline: arm(&channels(0.0, 0.0, 1.0)),
            outcome: ERROR,
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm(&[Deed::Off(&["channel_media"])]),
            factors: &[],
        },
        Part {
            name: "the diplomatic channel is essential",
            treatment: arm(&channels(0.0, 1.0, 1.0)),
            baseline: arm(&channels(1.0, 0.0, 0.0)),
            outcome: ERROR,
            expected: more_by_share(0.2, A_FIFTH),
            // All channels carry equally little.
            ablation: arm(&[Deed::Off(&["channel_diplomatic", "channel_intelligence", "channel_media"])]),
            factors: &[],
        },
    ],
}];

/// Nothing to learn by.
const NO_CHANNEL: Arm = arm(&channels(0.0, 0.0, 0.0));

/// What leaders have wrong.
const ERROR: Outcome = outcome(
    "error about the posture of others, focal states, rounds 11 to 40",
    "units of posture",
    [11, 40],
    |view, _| view.mean(Who::Focal, |states| &states.belief_error),
);

/// Closure and discourse of the focal states are held, and closure reaches policy through reports alone: governance
/// enters no choice, no state minds values, no ruler falls, and there are diplomats of the same capacity and no media.
const fn reporting(openness: f64, discourse: f64) -> [Deed; 9] {
    [
        Deed::Keep(Who::Focal, GOVERNANCE),
        Deed::Hold(ALWAYS, Who::Focal, &["system", "securitisation"], openness),
        Deed::Hold(ALWAYS, Who::Focal, &["discourse"], discourse),
        Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["civil_capacity"], 0.0),
        Deed::Hold(ALWAYS, Who::Focal, &["security_rank", "backlog", "emergency"], 0.3),
        Deed::Hold(ALWAYS, Who::Focal, &["authority", "support"], 0.5),
        Deed::Off(&[
            "governance_to_policy",
            "shared_values",
            "institutions",
            "consolidation",
            "removal_by_vote",
            "coups",
            "collapses",
            "domestic_force",
            "diffusion",
        ]),
        Deed::Set("alliances.likeness", 0.0),
    ]
}

/// Friendly counterparts that the focal states confront, over friendly counterparts; posture as it was before. Notes:
/// of each pair the two postures.
fn friends_as_foes(view: &View<'_>, notes: &mut Vec<f64>) -> (f64, f64) {
    let pairs = &view.world.pairs;
    let mut parts = (0.0, 0.0);
    if notes.len() == 2 * pairs.len() {
        for side in view.sides(Who::Focal, Toward::All) {
            if notes[2 * side.pair + 1 - side.side] >= 0.1 {
                parts = (parts.0 + one_if(side.act() == Act::Confront), parts.1 + 1.0);
            }
        }
    }
    notes.clear();
    notes.extend(pairs.posture.iter().flatten());
    parts
}

/// The threat that the focal states perceive from hostile counterparts, over these.
fn threat_of_the_hostile(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    view.sides(Who::Focal, Toward::All)
        .filter(|side| met(side) <= -0.2)
        .fold((0.0, 0.0), |(sum, count), side| (sum + side.pairs.threat[side.pair][side.side], count + 1.0))
}

/// Arms of focal states and partners, over their wealth.
fn arms_of_both(view: &View<'_>) -> (f64, f64) {
    let of = |who| view.ratio(who, |s, i| (s.military[i], s.wealth[i]));
    let (focal, partners) = (of(Who::Focal), of(Who::Partners));
    (focal.0 + partners.0, focal.1 + partners.1)
}

/// The focal states are made to believe that their partner is hostile; what it does is held, and no dispute begins.
const fn told_and_so(act: Act) -> [Deed; 3] {
    [
        Deed::Set("disputes.onset", 0.0),
        Deed::Image([1, 10], Who::Focal, Toward::Partner, -0.8),
        Deed::Act(ALWAYS, Who::Partners, Toward::Partner, act),
    ]
}

/// What open focal states have to learn by: a foreign service, security bodies and media, free if there are civic
/// bodies. Reports are not bent, no state accuses another, and a foreign service does nothing but report.
const fn channels(diplomats: f64, services: f64, media: f64) -> [Deed; 7] {
    [
        Deed::Keep(Who::Focal, GOVERNANCE),
        Deed::Hold(ALWAYS, Who::Focal, &["securitisation"], 0.85),
        Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], diplomats),
        Deed::Hold(ALWAYS, Who::Focal, &["security_rank"], services),
        Deed::Hold(ALWAYS, Who::Focal, &["civil_capacity"], media),
        Deed::Off(&[
            "bent_reports",
            "crisis_diplomacy",
            "third_parties",
            "mediation",
            "threat_settling",
            "organisation",
            "campaigns",
        ]),
        Deed::Set("ties.build", 0.0),
    ]
}
