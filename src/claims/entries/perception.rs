//! A7 and A8: policy toward each counterpart by itself, and perception.

use super::cast::{Toward, Who};
use super::crises::WARS_PER_CRISIS;
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, FIVE_IN_A_HUNDRED, ON_A_SCALE, acting, disputes_begun, keep_governance};
use super::{Arm, Claim, Draft, Part, arm, less, more, more_by_share, outcome};

use crate::model::pairs::{Act, Instrument, Stage};

const BELIEF_CHOOSES_NOTHING: Arm = arm(
    "what is believed of the other's intent enters no choice: neither goodwill, nor threat, nor the regime's \
            need of enemies, nor whom to ally against, nor whom to help against a threat; and friends do not help with issues",
    belief_chooses_nothing,
);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "A7",
        statement: "A state is warm toward some and hostile toward others; allies become enemies and the reverse.",
        parts: &[
            Part {
                name: "one event, answers by what was believed before",
                treatment: arm(
                    "the focal states show force to all in round 3; their partners took them for friends until \
                            then (belief 0.5)",
                    |stage| one_event(stage, 0.5),
                ),
                baseline: arm("the same, but the partners took them for foes until then (belief −0.5)", |stage| {
                    one_event(stage, -0.5);
                }),
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
                treatment: arm(
                    "focal states and partners begin as allies with security ties of 0.6 and postures of 0.4; \
                            through round 30 each of the two believes that the other is hostile (belief −0.8)",
                    |stage| {
                        allied(stage);
                        stage.believe(1..=30, Who::Focal, Toward::Partner, -0.8);
                        stage.believe(1..=30, Who::Partners, Toward::Partner, -0.8);
                    },
                ),
                baseline: arm(
                    "they begin so, and believe what they learn; in both, their governance and the threat from \
                            all together stay",
                    allied,
                ),
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
                treatment: arm(
                    "focal states and partners begin as enemies (postures −0.5, rivalry 0.3); in rounds 1 to \
                            10 each of the two is made to believe that the other means well (image 0.8)",
                    |stage| {
                        enemies(stage);
                        told_of_each_other(stage, 0.8);
                    },
                ),
                baseline: arm(
                    "they begin so, without such an image; in both, their governance and the threat \
                            from all together stay",
                    enemies,
                ),
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
        parts: &[
            Part {
                name: "the truth acts only through what is learned of it",
                treatment: arm(
                    "the partners cooperate with the focal states, which keep their governance, the peace and the \
                            ties they have, without an alliance between the two",
                    |stage| truth_alone(stage, Act::Cooperate),
                ),
                baseline: arm(
                    "the partners confront the focal states, which keep their governance, the peace and the ties \
                            they have, without an alliance between the two",
                    |stage| truth_alone(stage, Act::Confront),
                ),
                outcome: outcome(
                    "share of the focal states that cooperate with their partner, rounds 4 to 15",
                    "share",
                    [4, 15],
                    |view, _| acting(view, Who::Focal, Toward::Partner, Act::Cooperate),
                ),
                expected: more(0.05, FIVE_IN_A_HUNDRED),
                ablation: arm("no state learns: beliefs stay as they were", no_state_learns),
                factors: &[],
            },
            Part {
                name: "a friend that is believed a foe",
                treatment: arm(
                    "the partners cooperate with the focal states, which believe them hostile all the time \
                            (belief −0.6); their governance stays",
                    |stage| friend_believed(stage, -0.6),
                ),
                baseline: arm(
                    "the partners cooperate with the focal states, which know that they do (belief 0.6)",
                    |stage| friend_believed(stage, 0.6),
                ),
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
                treatment: arm(
                    "each focal state begins in a crisis with its partner, without third parties and with \
                            foreign services of 0.1; wars are thirty times as likely as they are, so that there are \
                            some to count; all know powers as they are, but the two believe each other hostile, \
                            whatever they do (belief −0.6)",
                    |stage| {
                        crisis_among_the_informed(stage);
                        stage.believe(ALWAYS, Who::Focal, Toward::Partner, -0.6);
                        stage.believe(ALWAYS, Who::Partners, Toward::Partner, -0.6);
                    },
                ),
                baseline: arm(
                    "the same crisis; the two know at once what the other did in the round before",
                    crisis_among_the_informed,
                ),
                outcome: WARS_PER_CRISIS,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(
                    "what is believed of the other's intent enters no choice, does not make a threat and does not bring help",
                    |stage| {
                        belief_chooses_nothing(stage);
                        stage.set("threat.onset", 0.0);
                    },
                ),
                factors: &[],
            },
            Part {
                name: "own means as they are believed to be",
                treatment: arm(
                    "the focal states believe their power four times that of a mean state, and believe others \
                            neither friendly nor hostile; no crisis becomes a war",
                    |stage| own_means(stage, 4.0),
                ),
                baseline: arm(
                    "they believe it a quarter of that of a mean state, and others neither friendly nor \
                            hostile; no crisis becomes a war",
                    |stage| own_means(stage, 0.25),
                ),
                outcome: outcome(
                    "disputes that the focal states begin, over their counterparts, rounds 3 to 40",
                    "disputes per counterpart and round",
                    [3, 40],
                    |view, _| disputes_begun(view, Who::Focal),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(
                    "no state compares its strength with the strength of the target and its allies, be it to weigh the \
                            cost or over nationals",
                    |stage| {
                        stage.off("deterrence");
                        stage.off("nationals");
                    },
                ),
                factors: &[],
            },
        ],
    },
];

/// What is believed of the other's intent enters no choice.
fn belief_chooses_nothing(stage: &mut Draft<'_>) {
    stage.all_off(&["goodwill", "alarm", "regime_need", "alliance_aggregation", "alliance_threat", "helpers"]);
    stage.off("aid_against_threat");
}

/// One show of force toward all, and what the partners believed before it.
fn one_event(stage: &mut Draft<'_>, believed: f64) {
    stage.act_by(3..=3, Who::Focal, Toward::All, Instrument::Show);
    stage.image(1..=3, Who::Partners, Toward::Partner, believed);
}

/// Focal states and partners begin as allies.
fn allied(stage: &mut Draft<'_>) {
    all_else_stays(stage);
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        pair.alliance = true;
        pair.ties[2] = 0.6;
        pair.posture = [0.4; 2];
        pair.belief = [None; 2];
    });
}

/// Focal states and partners begin as enemies.
fn enemies(stage: &mut Draft<'_>) {
    all_else_stays(stage);
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        pair.alliance = false;
        pair.posture = [-0.5; 2];
        pair.belief = [None; 2];
        pair.rivalry = 0.3;
    });
}

/// Focal states and partners are given an image of each other in rounds 1 to 10.
fn told_of_each_other(stage: &mut Draft<'_>, image: f64) {
    stage.image(1..=10, Who::Focal, Toward::Partner, image);
    stage.image(1..=10, Who::Partners, Toward::Partner, image);
}

/// What the partners do toward the focal states, with nothing that it could do to them but be known: no dispute begins,
/// no tie grows or is cut, and the two are not allied; other alliances do not begin, and end by hostility alone.
fn truth_alone(stage: &mut Draft<'_>, act: Act) {
    stage.act(ALWAYS, Who::Partners, Toward::Partner, act);
    keep_governance(stage, Who::Focal);
    stage.zero(&["disputes.onset", "ties.build", "ties.fade", "ties.cut"]);
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| pair.alliance = false);
    stage.off("alliances");
    stage.set("alliances.idle", 0.0);
}

/// Beliefs stay as they were.
fn no_state_learns(stage: &mut Draft<'_>) {
    stage.off("learning");
    stage.off("fatigue");
}

/// The partners cooperate, and what the focal states believe of them.
fn friend_believed(stage: &mut Draft<'_>, believed: f64) {
    keep_governance(stage, Who::Focal);
    stage.act(ALWAYS, Who::Partners, Toward::Partner, Act::Cooperate);
    stage.believe(ALWAYS, Who::Focal, Toward::Partner, believed);
}

/// What the focal states believe their power to be, with no belief about the intent of others.
fn own_means(stage: &mut Draft<'_>, power: f64) {
    stage.believe(ALWAYS, Who::Focal, Toward::All, 0.0);
    stage.hold(ALWAYS, Who::Focal, "self_image", power);
    stage.set("disputes.war", 0.0);
}

/// The components of focal states and partners stay where they begin, and so does the threat that they perceive from
/// all together.
fn all_else_stays(stage: &mut Draft<'_>) {
    for who in [Who::Focal, Who::Partners] {
        keep_governance(stage, who);
        stage.hold(ALWAYS, who, "threat", 0.3);
    }
}

/// A crisis with the partner, of whose intent nothing is known yet, and which no diplomacy is likely to stop. Services
/// of full rank make all clear, so that all states learn at once, wholly and without error what others did in the round
/// before, and how strong all are.
fn crisis_among_the_informed(stage: &mut Draft<'_>) {
    keep_governance(stage, Who::All);
    for who in [Who::Focal, Who::Partners] {
        stage.hold(ALWAYS, who, "diplomacy", 0.1);
    }
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        (pair.stage, pair.posture, pair.belief, pair.alliance) = (Stage::Crisis, [0.0; 2], [None; 2], false);
        (pair.rivalry, pair.ties) = (0.5, [0.1, 0.1, 0.05]);
    });
    stage.scale("disputes.war", 30.0);
    stage.hold(ALWAYS, Who::All, "security_rank", 1.0);
    stage.set("knowledge.learning", 1.0);
    stage.set("knowledge.intelligence", 1.0);
    stage.zero(&["knowledge.worst_case", "rulers.rank"]);
    stage.all_off(&["third_parties", "report_error", "bent_reports", "self_image", "fatigue", "campaigns"]);
}
