//! A7 and A8: policy toward each counterpart by itself, and perception.

use super::cast::{Toward, Who};
use super::crises::WARS_PER_CRISIS;
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, FIVE_IN_A_HUNDRED, ON_A_SCALE, acting, disputes_begun};
use super::{Arm, Claim, Part, less, less_by_share, more, more_by_share, outcome};
use crate::model::pairs::{Act, Instrument, Stage};

/// What is believed of the other's intent enters no choice: neither goodwill, nor threat, nor the regime's need of
/// enemies, nor whom to ally against, nor whom to help against a threat; and friends do not help with issues.
const BELIEF_CHOOSES_NOTHING: Arm = arm(NO_CHOICE_BY_BELIEF);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "A7",
        statement: "A state is warm toward some and hostile toward others; allies become enemies and the reverse.",
        carries: &[
            // One false alarm, or one good report, of three years; afterwards both see what the other does.
            Part {
                name: "allies part after they believed each other hostile",
                treatment: arm(&[
                    Deed::All(BEGIN_ALLIED),
                    Deed::Image([1, 3], Who::Focal, Toward::Partner, -0.8),
                    Deed::Image([1, 3], Who::Partners, Toward::Partner, -0.8),
                ]),
                baseline: arm(BEGIN_ALLIED),
                outcome: outcome(
                    "share of the pairs of focal states and partners that are still allied, rounds 11 to 30",
                    "share",
                    [11, 30],
                    |view, _| view.share(Who::Focal, Toward::Partner, |side| side.pairs.alliance[side.pair]),
                ),
                expected: less(0.05, FIVE_IN_A_HUNDRED),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "enemies make friends after they believed each other well disposed",
                treatment: arm(&[
                    Deed::All(BEGIN_ENEMIES),
                    Deed::Image([1, 3], Who::Focal, Toward::Partner, 0.8),
                    Deed::Image([1, 3], Who::Partners, Toward::Partner, 0.8),
                ]),
                baseline: arm(BEGIN_ENEMIES),
                outcome: outcome(
                    "share of these pairs in which both have a cooperative posture (0.1 and more), rounds 11 \
                            to 25",
                    "share",
                    [11, 25],
                    |view, _| {
                        view.share(Who::Focal, Toward::Partner, |side| {
                            side.pairs.posture[side.pair].iter().all(|p| *p >= 0.1)
                        })
                    },
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "one event, answers by what was believed before",
                treatment: arm(&one_event(0.5)),
                baseline: arm(&one_event(-0.5)),
                outcome: outcome(
                    "share of the partners that answer by cooperation, rounds 4 to 6",
                    "share",
                    [4, 6],
                    |view, _| acting(view, Who::Partners, Toward::Partner, Act::Cooperate),
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "allies become enemies",
                treatment: arm(&[
                    Deed::All(ALLIED),
                    Deed::Believe([1, 30], Who::Focal, Toward::Partner, -0.8),
                    Deed::Believe([1, 30], Who::Partners, Toward::Partner, -0.8),
                ]),
                baseline: arm(ALLIED),
                outcome: outcome(
                    "share of these pairs that are still allied, rounds 21 to 40",
                    "share",
                    [21, 40],
                    |view, _| view.share(Who::Focal, Toward::Partner, |side| side.pairs.alliance[side.pair]),
                ),
                expected: less(0.05, FIVE_IN_A_HUNDRED),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "enemies become friends",
                treatment: arm(&[
                    Deed::All(ENEMIES),
                    Deed::Image([1, 10], Who::Focal, Toward::Partner, 0.8),
                    Deed::Image([1, 10], Who::Partners, Toward::Partner, 0.8),
                ]),
                baseline: arm(ENEMIES),
                outcome: outcome(
                    "share of these pairs in which both have a cooperative posture (0.1 and more), rounds 16 \
                            to 30",
                    "share",
                    [16, 30],
                    |view, _| {
                        view.share(Who::Focal, Toward::Partner, |side| {
                            side.pairs.posture[side.pair].iter().all(|p| *p >= 0.1)
                        })
                    },
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "A8",
        statement: "Leaders act on what they perceive of others' intent and means, and of their own.",
        carries: &[
            // The partners are friends all the same; a report of three years is all that says otherwise.
            Part {
                name: "a friend that is reported a foe for three years",
                treatment: arm(&[Deed::All(BEGIN_FRIENDS), Deed::Image([1, 3], Who::Focal, Toward::Partner, -0.6)]),
                baseline: arm(BEGIN_FRIENDS),
                outcome: outcome(
                    "ties between focal states and partners, mean of trade, people and security, rounds 11 to \
                            30",
                    "ties (0 to 1)",
                    [11, 30],
                    |view, _| view.mean_of_sides(Who::Focal, Toward::Partner, |side| side.pairs.ties(side.pair)),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            // Leaders of the same worlds who see others and themselves as they are.
            Part {
                name: "disputes that would not be under true beliefs",
                treatment: arm(&[Deed::Off(&["report_error", "bent_reports", "self_image", "campaigns"])]),
                baseline: AS_IT_IS,
                outcome: outcome(
                    "disputes that begin, over the counterparts of all states, rounds 11 to 60",
                    "disputes per counterpart and round",
                    [11, 60],
                    |view, _| disputes_begun(view, Who::All),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: AS_IT_IS,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "the truth acts only through what is learned of it",
                treatment: arm(&truth_alone(Act::Cooperate)),
                baseline: arm(&truth_alone(Act::Confront)),
                outcome: outcome(
                    "share of the focal states that cooperate with their partner, rounds 4 to 15",
                    "share",
                    [4, 15],
                    |view, _| acting(view, Who::Focal, Toward::Partner, Act::Cooperate),
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                // Beliefs stay as they were.
                ablation: arm(&[Deed::Off(&["learning", "fatigue"])]),
                factors: &[],
            },
            Part {
                name: "a friend that is believed a foe",
                treatment: arm(&friend_believed(-0.6)),
                baseline: arm(&friend_believed(0.6)),
                outcome: outcome(
                    "ties between focal states and partners, mean of trade, people and security, rounds 21 to \
                            40",
                    "ties (0 to 1)",
                    [21, 40],
                    |view, _| {
                        view.mean_of_sides(Who::Focal, Toward::Partner, |side| {
                            (side.pairs.trade[side.pair]
                                + side.pairs.people[side.pair]
                                + side.pairs.security[side.pair])
                                / 3.0
                        })
                    },
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "wars that would not be under true beliefs",
                treatment: arm(&[
                    Deed::All(CRISIS_AMONG_THE_INFORMED),
                    Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, -0.6),
                    Deed::Believe(ALWAYS, Who::Partners, Toward::Partner, -0.6),
                ]),
                baseline: arm(CRISIS_AMONG_THE_INFORMED),
                outcome: WARS_PER_CRISIS,
                expected: more_by_share(0.2, A_FIFTH),
                // What is believed of the other's intent enters no choice, and brings neither threat nor help.
                ablation: arm(&[Deed::All(NO_CHOICE_BY_BELIEF), Deed::Set("threat.onset", 0.0)]),
                factors: &[],
            },
            Part {
                name: "own means as they are believed to be",
                treatment: arm(&own_means(4.0)),
                baseline: arm(&own_means(0.25)),
                outcome: outcome(
                    "disputes that the focal states begin, over their counterparts, rounds 3 to 40",
                    "disputes per counterpart and round",
                    [3, 40],
                    |view, _| disputes_begun(view, Who::Focal),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                // No state compares its strength with the strength of the target and its allies, be it to weigh the
                // cost or over nationals.
                ablation: arm(&[Deed::Off(&["deterrence", "nationals"])]),
                factors: &[],
            },
        ],
    },
];

/// What is believed of the other's intent enters no choice.
const NO_CHOICE_BY_BELIEF: &[Deed] = &[Deed::Off(&[
    "goodwill",
    "alarm",
    "regime_need",
    "alliance_aggregation",
    "alliance_threat",
    "helpers",
    "aid_against_threat",
])];

/// One show of force toward all, and what the partners believed before it.
const fn one_event(believed: f64) -> [Deed; 2] {
    [
        Deed::Use([3, 3], Who::Focal, Toward::All, Instrument::Show),
        Deed::Image([1, 3], Who::Partners, Toward::Partner, believed),
    ]
}

/// Focal states and partners begin as allies.
const ALLIED: &[Deed] = &[
    Deed::All(ALL_ELSE_STAYS),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Allied(true), Start::Security(0.6), Start::Posture(0.4), Start::TrueBelief],
    ),
];

/// Focal states and partners begin as enemies.
const ENEMIES: &[Deed] = &[
    Deed::All(ALL_ELSE_STAYS),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[Start::Allied(false), Start::Posture(-0.5), Start::TrueBelief, Start::Rivalry(0.3)],
    ),
];

/// What the partners do toward the focal states, with nothing that it could do to them but be known: no dispute begins,
/// no tie grows or is cut, and the two are not allied; other alliances do not begin, and end by hostility alone.
const fn truth_alone(act: Act) -> [Deed; 9] {
    [
        Deed::Act(ALWAYS, Who::Partners, Toward::Partner, act),
        Deed::Keep(Who::Focal, GOVERNANCE),
        Deed::Set("disputes.onset", 0.0),
        Deed::Set("ties.build", 0.0),
        Deed::Set("ties.fade", 0.0),
        Deed::Set("ties.cut", 0.0),
        Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Allied(false)]),
        Deed::Off(&["alliances"]),
        Deed::Set("alliances.idle", 0.0),
    ]
}

/// The partners cooperate, and what the focal states believe of them.
const fn friend_believed(believed: f64) -> [Deed; 3] {
    [
        Deed::Keep(Who::Focal, GOVERNANCE),
        Deed::Act(ALWAYS, Who::Partners, Toward::Partner, Act::Cooperate),
        Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, believed),
    ]
}

/// What the focal states believe their power to be, with no belief about the intent of others. No crisis becomes a war.
const fn own_means(power: f64) -> [Deed; 3] {
    [
        Deed::Believe(ALWAYS, Who::Focal, Toward::All, 0.0),
        Deed::Hold(ALWAYS, Who::Focal, &["self_image"], power),
        Deed::Set("disputes.war", 0.0),
    ]
}

/// The components of focal states and partners stay where they begin, and so does the threat that they perceive from
/// all together.
const ALL_ELSE_STAYS: &[Deed] = &[
    Deed::Keep(Who::Focal, GOVERNANCE),
    Deed::Hold(ALWAYS, Who::Focal, &["threat"], 0.3),
    Deed::Keep(Who::Partners, GOVERNANCE),
    Deed::Hold(ALWAYS, Who::Partners, &["threat"], 0.3),
];

/// A crisis with the partner, of whose intent nothing is known yet, and which no diplomacy is likely to stop. Wars are
/// more likely than they are, so that there are some to count. Services of full rank make all clear, so that all states
/// learn at once, wholly and without error what others did in the round before, and how strong all are.
const CRISIS_AMONG_THE_INFORMED: &[Deed] = &[
    Deed::Keep(Who::All, GOVERNANCE),
    Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], 0.1),
    Deed::Hold(ALWAYS, Who::Partners, &["diplomacy"], 0.1),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[
            Start::Dispute(Stage::Crisis),
            Start::Posture(0.0),
            Start::TrueBelief,
            Start::Allied(false),
            Start::Rivalry(0.5),
            Start::Trade(0.1),
            Start::People(0.1),
            Start::Security(0.05),
        ],
    ),
    Deed::Scale("disputes.war", 30.0),
    Deed::Hold(ALWAYS, Who::All, &["security_rank"], 1.0),
    Deed::Set("knowledge.learning", 1.0),
    Deed::Set("knowledge.intelligence", 1.0),
    Deed::Set("knowledge.worst_case", 0.0),
    Deed::Set("rulers.rank", 0.0),
    Deed::Off(&["third_parties", "report_error", "bent_reports", "self_image", "fatigue", "campaigns"]),
];

/// Focal states and partners begin as allies, and nothing is held.
const BEGIN_ALLIED: &[Deed] = &[Deed::Pairs(
    Who::Focal,
    Toward::Partner,
    &[Start::Allied(true), Start::Security(0.6), Start::Posture(0.4), Start::TrueBelief],
)];

/// They begin as enemies, and nothing is held.
const BEGIN_ENEMIES: &[Deed] = &[Deed::Pairs(
    Who::Focal,
    Toward::Partner,
    &[Start::Allied(false), Start::Posture(-0.5), Start::TrueBelief, Start::Rivalry(0.3)],
)];

/// They begin as friends with the ties that they have, and nothing is held.
const BEGIN_FRIENDS: &[Deed] = &[Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Posture(0.4), Start::TrueBelief])];
