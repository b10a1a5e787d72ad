//! B1.1, B1.2 and B1.6: reports, images and the channels by which leaders learn.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, FIVE_IN_A_HUNDRED, acting, in_dispute, keep_governance, met, one_if};
use super::{Arm, Claim, Draft, Outcome, Part, View, arm, less_by_share, more, more_by_share, outcome};
use crate::model::pairs::Act;

const STRAIGHT_REPORTS: Arm = arm("reports are not bent toward the discourse", |stage| stage.off("bent_reports"));

const BELIEF_CHOOSES_NOTHING: Arm = arm(
    "what is believed of the other's intent enters no choice: neither goodwill, nor threat, nor the regime's \
            need of enemies",
    |stage| stage.all_off(&["goodwill", "alarm", "regime_need"]),
);

const FALSE_IMAGE: Arm = arm(
    "in rounds 1 to 30 the focal states are made to believe that their partner, an old rival that has done them nothing, \
            is wholly hostile (image −1)",
    |stage| {
        old_rival(stage);
        stage.image(1..=30, Who::Focal, Toward::Partner, -1.0);
    },
);

const NO_IMAGE: Arm =
    arm("they have the same old rival, and are not made to believe this; in both, governance stays", old_rival);

/// The entries on images: B1.1 and B1.2.
pub(super) const IMAGES: &[Claim] = &[
    Claim {
        id: "B1.1",
        statement: "Diplomats' reports form the leaders' image; in closed systems they bend toward the dominant \
                discourse, hostile or rosy.",
        parts: &[
            Part {
                name: "friends treated as foes under a hostile discourse",
                treatment: arm(
                    "closed focal states (system and securitisation 0.05) whose discourse is hostile (−0.9); \
                            closed systems bend reports and do nothing else",
                    |stage| reporting(stage, 0.05, -0.9),
                ),
                baseline: arm("open ones (0.95) with the same discourse", |stage| reporting(stage, 0.95, -0.9)),
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
                treatment: arm(
                    "closed focal states (system and securitisation 0.05) whose discourse is rosy (0.9); \
                            closed systems bend reports and do nothing else",
                    |stage| reporting(stage, 0.05, 0.9),
                ),
                baseline: arm("open ones (0.95) with the same discourse", |stage| reporting(stage, 0.95, 0.9)),
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
        statement: "An image becomes policy: the report of a hostile rival, accurate or not, brings containment and \
                an arms race.",
        parts: &[
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
                ablation: arm("perceived threat neither arms nor is answered by confrontation", |stage| {
                    stage.set("budget.military_threat", 0.0);
                    stage.all_off(&["goodwill", "alarm", "regime_need"]);
                }),
                factors: &[],
            },
            Part {
                name: "only the true image is confirmed",
                treatment: arm(
                    "in rounds 1 to 10 the focal states are made to believe that their partner is hostile, and it is: it \
                            confronts them all the time",
                    |stage| told_and_so(stage, Act::Confront),
                ),
                baseline: arm(
                    "they are made to believe the same, but the partner cooperates all the time; in neither does a \
                            dispute begin",
                    |stage| told_and_so(stage, Act::Cooperate),
                ),
                outcome: outcome(
                    "share of the focal states that perceive a threat from their partner, rounds 21 to 40",
                    "share",
                    [21, 40],
                    |view, _| {
                        view.share(Who::Focal, Toward::Partner, |side| side.pairs.threat_age[side.pair][side.side] > 0)
                    },
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: arm("no state learns: beliefs stay as they were", |stage| {
                    stage.off("learning");
                    stage.off("fatigue");
                }),
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
    parts: &[
        Part {
            name: "diplomats",
            treatment: NO_CHANNEL,
            baseline: arm("they have a foreign service at full capacity, and nothing else to learn by", |stage| {
                channels(stage, 1.0, 0.0, 0.0);
            }),
            outcome: ERROR,
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm("no state learns from diplomats", |stage| stage.off("channel_diplomatic")),
            factors: &[],
        },
        Part {
            name: "intelligence services",
            treatment: NO_CHANNEL,
            baseline: arm("they have security bodies of full rank, and nothing else to learn by", |stage| {
                channels(stage, 0.0, 1.0, 0.0);
            }),
            outcome: outcome(
                "error about the power of others, focal states, rounds 11 to 40",
                "units of power",
                [11, 40],
                |view, _| view.mean(Who::Focal, |states| &states.power_error),
            ),
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm("no state learns from intelligence services", |stage| stage.off("channel_intelligence")),
            factors: &[],
        },
        Part {
            name: "media",
            treatment: NO_CHANNEL,
            baseline: arm(
                "they have free media, with civic bodies at full capacity, and nothing else to learn by",
                |stage| channels(stage, 0.0, 0.0, 1.0),
            ),
            outcome: ERROR,
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm("no state learns from media", |stage| stage.off("channel_media")),
            factors: &[],
        },
        Part {
            name: "the diplomatic channel is essential",
            treatment: arm(
                "the focal states are without a foreign service, but have services and media at full capacity",
                |stage| channels(stage, 0.0, 1.0, 1.0),
            ),
            baseline: arm("they have a foreign service at full capacity, but neither services nor media", |stage| {
                channels(stage, 1.0, 0.0, 0.0);
            }),
            outcome: ERROR,
            expected: more_by_share(0.2, A_FIFTH),
            ablation: arm("all channels carry equally little", |stage| {
                stage.all_off(&["channel_diplomatic", "channel_intelligence", "channel_media"]);
            }),
            factors: &[],
        },
    ],
}];

const NO_CHANNEL: Arm = arm(
    "open focal states that have nothing to learn by: no foreign service, no security bodies, no media; no state \
            bends reports or accuses another, and foreign services do nothing but report",
    |stage| channels(stage, 0.0, 0.0, 0.0),
);

/// What leaders have wrong.
const ERROR: Outcome = outcome(
    "error about the posture of others, focal states, rounds 11 to 40",
    "units of posture",
    [11, 40],
    |view, _| view.mean(Who::Focal, |states| &states.belief_error),
);

/// Closure and discourse of the focal states are held, and closure reaches policy through reports alone: governance
/// enters no choice, no state minds values, no ruler falls, and there are diplomats of the same capacity and no media.
fn reporting(stage: &mut Draft<'_>, openness: f64, discourse: f64) {
    keep_governance(stage, Who::Focal);
    let held = [
        ("system", openness),
        ("securitisation", openness),
        ("discourse", discourse),
        ("diplomacy", 0.5),
        ("civil_capacity", 0.0),
        ("security_rank", 0.3),
        ("backlog", 0.3),
        ("emergency", 0.3),
        ("authority", 0.5),
        ("support", 0.5),
    ];
    for (variable, value) in held {
        stage.hold(ALWAYS, Who::Focal, variable, value);
    }
    let others = [
        "governance_to_policy",
        "shared_values",
        "institutions",
        "consolidation",
        "removal_by_vote",
        "coups",
        "collapses",
        "domestic_force",
        "diffusion",
    ];
    stage.all_off(&others);
    stage.set("alliances.likeness", 0.0);
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

/// Focal states and partners are rivals of old, with postures of 0; their governance stays.
fn old_rival(stage: &mut Draft<'_>) {
    keep_governance(stage, Who::Focal);
    keep_governance(stage, Who::Partners);
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        pair.posture = [0.0; 2];
        pair.belief = [None; 2];
        pair.rivalry = 0.4;
    });
}

/// The focal states are made to believe that their partner is hostile; what it does is held.
fn told_and_so(stage: &mut Draft<'_>, act: Act) {
    stage.set("disputes.onset", 0.0);
    stage.image(1..=10, Who::Focal, Toward::Partner, -0.8);
    stage.act(ALWAYS, Who::Partners, Toward::Partner, act);
}

/// What open focal states have to learn by: a foreign service, security bodies and media. Reports are not bent, and a foreign
/// service does nothing but report.
fn channels(stage: &mut Draft<'_>, diplomats: f64, services: f64, media: f64) {
    keep_governance(stage, Who::Focal);
    let held =
        [("securitisation", 0.85), ("diplomacy", diplomats), ("security_rank", services), ("civil_capacity", media)];
    for (variable, value) in held {
        stage.hold(ALWAYS, Who::Focal, variable, value);
    }
    stage.all_off(&["bent_reports", "crisis_diplomacy", "third_parties", "mediation", "threat_settling"]);
    stage.all_off(&["organisation", "campaigns"]);
    stage.set("ties.build", 0.0);
}
