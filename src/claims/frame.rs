//! A1 and A6 to A9: the frame. Four answers and not one score, the political system as common ground, policy toward each
//! counterpart by itself, perception, and the stance toward the international order.

use super::cast::{Toward, Who};
use super::measures::{acting, components, disputes_begun, in_dispute, one_if};
use super::stage::ALWAYS;
use super::{Arm, Claim, Direction, Outcome, Part, Smallest, Stage, View};
use crate::model::pairs::{Act, Instrument};

const ON_A_SCALE: &str =
    "0.05 of a scale from 0 to 1, a tenth of the way from one pole's camp to the other, as 1946–1990 has them";
const A_FIFTH: &str =
    "a fifth of what there is without it: the least that would be remarked on in a record of some decades";
const FIVE_IN_A_HUNDRED: &str = "five counterparts in a hundred";

const SECURE_TRADE_AND_A_RIVAL: Arm = Arm {
    words: "the focal states and all others trade with each other and only that, but each focal state and its partner \
            threaten each other by arms; no yearly noise in governance and system",
    of: |stage| secure_trade(stage, Instrument::Show),
};

const SECURE_TRADE: Arm = Arm {
    words: "the focal states and all others trade with each other and only that, the partner included; no yearly noise in \
            governance and system",
    of: |stage| secure_trade(stage, Instrument::Trade),
};

const ONE_SCORE: Arm = Arm {
    words: "all four components follow the mean of their pressures: governance is one score",
    of: |stage| stage.off("components_apart"),
};

const BELIEF_CHOOSES_NOTHING: Arm = Arm {
    words: "what is believed of the other's intent enters no choice: neither goodwill, nor threat, nor the regime's need of enemies",
    of: belief_chooses_nothing,
};

const STANCE_IS_NOTHING: Arm = Arm {
    words: "the stance toward the order enters no choice, of acts or of instruments",
    of: |stage| {
        ["revisionism", "order_friends", "order_keeping", "order_instruments"]
            .iter()
            .for_each(|switch| stage.off(switch));
        stage.set("choice.alien", 0.0);
    },
};

/// The entries of A1.
pub const FOUR_ANSWERS: &[Claim] = &[Claim {
    id: "A1",
    statement: "Governance is four answers and not one score; a state may be participatory on one question and authoritarian on \
                another, lastingly.",
    parts: &[
        Part {
            name: "secure trade and a rival part meaning from provision",
            treatment: SECURE_TRADE_AND_A_RIVAL,
            baseline: SECURE_TRADE,
            outcome: Outcome {
                words: "meaning less provision of the focal states, rounds 71 to 80",
                unit: "governance (0 to 1)",
                from: 71,
                until: 80,
                of: |view, _| view.each(Who::Focal, |states, i| states.meaning[i] - states.provision[i]),
            },
            direction: Direction::More,
            smallest: Smallest::Of(0.05),
            why: ON_A_SCALE,
            ablation: ONE_SCORE,
            factors: &[],
        },
        Part {
            name: "participatory on one question and authoritarian on another",
            treatment: SECURE_TRADE_AND_A_RIVAL,
            baseline: SECURE_TRADE,
            outcome: Outcome {
                words: "share of the focal states that for ten rounds on end have had a component of at least 0.6 and another of at \
                        most 0.4, rounds 61 to 80",
                unit: "share",
                from: 61,
                until: 80,
                of: lastingly_parted,
            },
            direction: Direction::More,
            smallest: Smallest::Of(0.05),
            why: "one state in twenty",
            ablation: ONE_SCORE,
            factors: &[],
        },
    ],
}];

/// The entries of A6 to A9.
pub const CLAIMS: &[Claim] = &[
    Claim {
        id: "A6",
        statement: "The political system is the common ground of governance and policy; net of it, the two still make each other.",
        parts: &[
            Part {
                name: "the system makes governance",
                treatment: SYSTEM_OPEN,
                baseline: SYSTEM_CLOSED,
                outcome: Outcome {
                    words: "governance of the focal states, mean of the four components, rounds 31 to 60",
                    unit: "governance (0 to 1)",
                    from: 31,
                    until: 60,
                    of: |view, _| view.mean(Who::Focal, |states| &states.governance),
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: ON_A_SCALE,
                ablation: Arm {
                    words: "the system pulls no component, and reaches governance neither through policy nor through the removal of rulers",
                    of: |stage| {
                        let switches = ["system_pull", "policy_to_governance", "removal_by_vote", "coups", "collapses"];
                        switches.iter().for_each(|switch| stage.off(switch));
                    },
                },
                factors: &[],
            },
            Part {
                name: "the system makes policy",
                treatment: SYSTEM_OPEN,
                baseline: SYSTEM_CLOSED,
                outcome: Outcome {
                    words: "share of counterparts toward which the focal states cooperate, rounds 31 to 60",
                    unit: "share",
                    from: 31,
                    until: 60,
                    of: |view, _| acting(view, Who::Focal, Toward::All, Act::Cooperate),
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: Arm {
                    words: "the system neither pulls governance nor bends reports nor removes rulers, and nobody minds whose values are like or alien",
                    of: |stage| {
                        let switches = [
                            "system_pull",
                            "bent_reports",
                            "shared_values",
                            "institutions",
                            "consolidation",
                            "removal_by_vote",
                            "coups",
                            "collapses",
                        ];
                        switches.iter().for_each(|switch| stage.off(switch));
                    },
                },
                factors: &[],
            },
            Part {
                name: "net of the system the two make each other",
                treatment: Arm {
                    words: "the governance of all begins at 0.75; every political system stays where it is",
                    of: |stage| net_of_the_system(stage, 0.75),
                },
                baseline: Arm {
                    words: "the governance of all begins at 0.25; every political system stays where it is",
                    of: |stage| net_of_the_system(stage, 0.25),
                },
                outcome: Outcome {
                    words: "governance of all states, rounds 111 to 120",
                    unit: "governance (0 to 1)",
                    from: 111,
                    until: 120,
                    of: |view, _| view.mean(Who::All, |states| &states.governance),
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: ON_A_SCALE,
                ablation: Arm {
                    words: "neither makes the other",
                    of: |stage| {
                        stage.off("policy_to_governance");
                        stage.off("governance_to_policy");
                    },
                },
                factors: &[
                    Arm { words: "policy does not make governance", of: |stage| stage.off("policy_to_governance") },
                    Arm { words: "governance does not make policy", of: |stage| stage.off("governance_to_policy") },
                ],
            },
        ],
    },
    Claim {
        id: "A7",
        statement: "A state is warm toward some and hostile toward others; allies become enemies and the reverse.",
        parts: &[
            Part {
                name: "one event, answers by what was believed before",
                treatment: Arm {
                    words: "the focal states show force to all in round 3; their partners held them for friends until then (belief 0.5)",
                    of: |stage| one_event(stage, 0.5),
                },
                baseline: Arm {
                    words: "the same, but the partners held them for foes until then (belief −0.5)",
                    of: |stage| one_event(stage, -0.5),
                },
                outcome: Outcome {
                    words: "share of the pairs of focal states and partners that are in a dispute, rounds 4 to 8",
                    unit: "share",
                    from: 4,
                    until: 8,
                    of: |view, _| in_dispute(view, Who::Focal, Toward::Partner),
                },
                direction: Direction::Less,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "allies become enemies",
                treatment: Arm {
                    words: "focal states and partners begin as allies with security ties of 0.6 and postures of 0.4; in rounds 1 to 10 \
                            each of the two is told that the other is hostile (image −0.8)",
                    of: |stage| {
                        allied(stage);
                        told_of_each_other(stage, -0.8);
                    },
                },
                baseline: Arm { words: "they begin so, and nobody tells them anything", of: allied },
                outcome: Outcome {
                    words: "share of these pairs that are still allied, rounds 16 to 30",
                    unit: "share",
                    from: 16,
                    until: 30,
                    of: |view, _| view.share(Who::Focal, Toward::Partner, |side| side.pairs.alliance[side.pair]),
                },
                direction: Direction::Less,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "enemies become friends",
                treatment: Arm {
                    words: "focal states and partners begin as enemies (postures −0.5, rivalry 0.3); in rounds 1 to 10 each of the two \
                            is told that the other means well (image 0.8)",
                    of: |stage| {
                        enemies(stage);
                        told_of_each_other(stage, 0.8);
                    },
                },
                baseline: Arm { words: "they begin so, and nobody tells them anything", of: enemies },
                outcome: Outcome {
                    words: "share of these pairs in which both have a cooperative posture (0.1 and more), rounds 16 to 30",
                    unit: "share",
                    from: 16,
                    until: 30,
                    of: |view, _| {
                        view.share(Who::Focal, Toward::Partner, |side| {
                            side.pairs.posture[side.pair].iter().all(|p| *p >= 0.1)
                        })
                    },
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
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
                treatment: Arm {
                    words: "the partners cooperate with the focal states, which are calm with all and keep the ties they have",
                    of: |stage| truth_alone(stage, Act::Cooperate),
                },
                baseline: Arm {
                    words: "the partners confront the focal states, which are calm with all and keep the ties they have",
                    of: |stage| truth_alone(stage, Act::Confront),
                },
                outcome: Outcome {
                    words: "share of the focal states that cooperate with their partner, rounds 4 to 15",
                    unit: "share",
                    from: 4,
                    until: 15,
                    of: |view, _| acting(view, Who::Focal, Toward::Partner, Act::Cooperate),
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: Arm { words: "nobody learns: beliefs stay as they were", of: nobody_learns },
                factors: &[],
            },
            Part {
                name: "a friend that is believed a foe",
                treatment: Arm {
                    words: "the partners cooperate with the focal states, which believe them hostile all the time (belief −0.6)",
                    of: |stage| friend_believed(stage, -0.6),
                },
                baseline: Arm {
                    words: "the partners cooperate with the focal states, which know it (belief 0.6)",
                    of: |stage| friend_believed(stage, 0.6),
                },
                outcome: Outcome {
                    words: "share of the pairs of focal states and partners that are in a dispute, rounds 4 to 40",
                    unit: "share",
                    from: 4,
                    until: 40,
                    of: |view, _| in_dispute(view, Who::Focal, Toward::Partner),
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: BELIEF_CHOOSES_NOTHING,
                factors: &[],
            },
            Part {
                name: "own means as they are believed to be",
                treatment: Arm {
                    words: "the focal states believe their power four times that of a mean state, and believe others neither friendly nor hostile",
                    of: |stage| own_means(stage, 4.0),
                },
                baseline: Arm {
                    words: "they believe it a quarter of that of a mean state, and others neither friendly nor hostile",
                    of: |stage| own_means(stage, 0.25),
                },
                outcome: Outcome {
                    words: "disputes that the focal states begin, over their counterparts, rounds 3 to 40",
                    unit: "disputes per counterpart and round",
                    from: 3,
                    until: 40,
                    of: |view, _| disputes_begun(view, Who::Focal),
                },
                direction: Direction::More,
                smallest: Smallest::Share(0.2),
                why: A_FIFTH,
                ablation: Arm {
                    words: "the strength of the target and of its allies, set against one's own, deters nobody",
                    of: |stage| stage.off("deterrence"),
                },
                factors: &[],
            },
        ],
    },
    Claim {
        id: "A9",
        statement: "Leaders accept the international order, want it reformed or want it overturned, and choose friends and foes by that.",
        parts: &[
            Part {
                name: "who begins disputes",
                treatment: Arm {
                    words: "the focal states want the order overturned (revisionism 0.9)",
                    of: |stage| stage.hold(ALWAYS, Who::Focal, "revisionism", 0.9),
                },
                baseline: Arm {
                    words: "the focal states accept it (0.1)",
                    of: |stage| stage.hold(ALWAYS, Who::Focal, "revisionism", 0.1),
                },
                outcome: Outcome {
                    words: "disputes that the focal states begin, over their counterparts, rounds 1 to 40",
                    unit: "disputes per counterpart and round",
                    from: 1,
                    until: 40,
                    of: |view, _| disputes_begun(view, Who::Focal),
                },
                direction: Direction::More,
                smallest: Smallest::Share(0.2),
                why: A_FIFTH,
                ablation: STANCE_IS_NOTHING,
                factors: &[],
            },
            Part {
                name: "friends by like stance",
                treatment: Arm {
                    words: "focal states and partners both want the order overturned (revisionism 0.9)",
                    of: |stage| stances(stage, 0.9, 0.9),
                },
                baseline: Arm {
                    words: "the focal states want it overturned (0.9), their partners accept it (0.1)",
                    of: |stage| stances(stage, 0.9, 0.1),
                },
                outcome: Outcome {
                    words: "share of the pairs of focal states and partners in which both cooperate, rounds 6 to 40",
                    unit: "share",
                    from: 6,
                    until: 40,
                    of: |view, _| view.share(Who::Focal, Toward::Partner, |side| side.is_mutual()),
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: FIVE_IN_A_HUNDRED,
                ablation: STANCE_IS_NOTHING,
                factors: &[],
            },
            Part {
                name: "foes by unlike stance",
                treatment: Arm {
                    words: "focal states and partners both want the order overturned (revisionism 0.9)",
                    of: |stage| stances(stage, 0.9, 0.9),
                },
                baseline: Arm {
                    words: "the focal states want it overturned (0.9), their partners accept it (0.1)",
                    of: |stage| stances(stage, 0.9, 0.1),
                },
                outcome: Outcome {
                    words: "share of the pairs of focal states and partners that are in a dispute, rounds 6 to 40",
                    unit: "share",
                    from: 6,
                    until: 40,
                    of: |view, _| in_dispute(view, Who::Focal, Toward::Partner),
                },
                direction: Direction::Less,
                smallest: Smallest::Share(0.2),
                why: A_FIFTH,
                ablation: STANCE_IS_NOTHING,
                factors: &[],
            },
        ],
    },
];

const SYSTEM_OPEN: Arm = Arm {
    words: "the political system of the focal states is held at 0.85",
    of: |stage| stage.hold(ALWAYS, Who::Focal, "system", 0.85),
};

const SYSTEM_CLOSED: Arm =
    Arm { words: "it is held at 0.15", of: |stage| stage.hold(ALWAYS, Who::Focal, "system", 0.15) };

/// Trade between the focal states and all; with the partner, both ways, by this instrument.
fn secure_trade(stage: &mut Stage<'_>, with_partner: Instrument) {
    stage.set("constitution.noise", 0.0);
    stage.set("system.noise", 0.0);
    stage.act_by(ALWAYS, Who::Focal, Toward::All, Instrument::Trade);
    stage.act_by(ALWAYS, Who::Others, Toward::Of(Who::Focal), Instrument::Trade);
    stage.act_by(ALWAYS, Who::Focal, Toward::Partner, with_partner);
    stage.act_by(ALWAYS, Who::Partners, Toward::Partner, with_partner);
}

/// Focal states that for ten rounds on end have had a component of at least 0.6 and another of at most 0.4. Notes: for each
/// state the rounds on end.
fn lastingly_parted(view: &View<'_>, notes: &mut Vec<f64>) -> (f64, f64) {
    const ON_END: f64 = 10.0;
    notes.resize(view.states().present.len(), 0.0);
    for i in view.of(Who::Focal) {
        let four = components(view, i);
        let parted = four.iter().any(|x| *x >= 0.6) && four.iter().any(|x| *x <= 0.4);
        notes[i] = if parted { notes[i] + 1.0 } else { 0.0 };
    }
    view.each(Who::Focal, |_, i| one_if(notes[i] >= ON_END))
}

/// The governance of all begins at a value, their political systems stay.
fn net_of_the_system(stage: &mut Stage<'_>, governance: f64) {
    stage.keep(Who::All, "system");
    stage.start_governance(Who::All, governance);
}

/// What is believed of the other's intent enters no choice.
fn belief_chooses_nothing(stage: &mut Stage<'_>) {
    ["goodwill", "alarm", "regime_need"].iter().for_each(|switch| stage.off(switch));
}

/// One show of force toward all, and what the partners believed before it.
fn one_event(stage: &mut Stage<'_>, believed: f64) {
    stage.act_by(3..=3, Who::Focal, Toward::All, Instrument::Show);
    stage.image(1..=3, Who::Partners, Toward::Partner, believed);
}

/// Focal states and partners begin as allies.
fn allied(stage: &mut Stage<'_>) {
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        pair.alliance = true;
        pair.ties[2] = 0.6;
        pair.posture = [0.4; 2];
        pair.belief = [None; 2];
    });
}

/// Focal states and partners begin as enemies.
fn enemies(stage: &mut Stage<'_>) {
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        pair.alliance = false;
        pair.posture = [-0.5; 2];
        pair.belief = [None; 2];
        pair.rivalry = 0.3;
    });
}

/// Focal states and partners are told of each other in rounds 1 to 10.
fn told_of_each_other(stage: &mut Stage<'_>, image: f64) {
    stage.image(1..=10, Who::Focal, Toward::Partner, image);
    stage.image(1..=10, Who::Partners, Toward::Partner, image);
}

/// What the partners do toward the focal states, with nothing that it could do to them but be known: no dispute begins, and no
/// tie grows or is cut.
fn truth_alone(stage: &mut Stage<'_>, act: Act) {
    stage.act(ALWAYS, Who::Partners, Toward::Partner, act);
    ["disputes.onset", "ties.build", "ties.cut"].iter().for_each(|path| stage.set(path, 0.0));
}

/// Beliefs stay as they were.
fn nobody_learns(stage: &mut Stage<'_>) {
    stage.off("learning");
    stage.off("fatigue");
}

/// The partners cooperate, and what the focal states believe of them.
fn friend_believed(stage: &mut Stage<'_>, believed: f64) {
    stage.act(ALWAYS, Who::Partners, Toward::Partner, Act::Cooperate);
    stage.believe(ALWAYS, Who::Focal, Toward::Partner, believed);
}

/// What the focal states believe their power to be, with no belief about the intent of others.
fn own_means(stage: &mut Stage<'_>, power: f64) {
    stage.believe(ALWAYS, Who::Focal, Toward::All, 0.0);
    stage.hold(ALWAYS, Who::Focal, "self_image", power);
}

/// The stances of focal states and partners.
fn stances(stage: &mut Stage<'_>, focal: f64, partners: f64) {
    stage.hold(ALWAYS, Who::Focal, "revisionism", focal);
    stage.hold(ALWAYS, Who::Partners, "revisionism", partners);
}
