//! B2.1–B2.4: threats rise and fall, crises and wars, and the cost of hostile acts.

use super::cast::{Toward, Who};
use super::measures::{between, first_between, pairs_at_first, sees_threat};
use super::stage::ALWAYS;
use super::{Arm, Claim, Direction, Notes, Outcome, Part, Parts, Smallest, Stage, View};
use crate::model::EventKind;
use crate::model::pairs::{Act, Instrument, Stage as Step};

pub(super) const A_SHARE: &str = "0.05 on a scale from 0 to 1: one pair, or one unit of the budget, in twenty";
pub(super) const A_RATE: &str =
    "a fifth of the baseline: the least change of a rate that would be remarked on in a record of some decades";

/// An alarm that is raised in some rounds and then called off, seen by states whose governance and policy stay as they are.
fn alarm(stage: &mut Stage<'_>, first: u32) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.5);
    stage.act(ALWAYS, Who::Focal, Toward::All, Act::Abstain);
    stage.off("bent_reports");
    stage.believe(1..=first - 1, Who::Focal, Toward::All, 0.0);
    stage.believe(first..=20, Who::Focal, Toward::All, -1.0);
    stage.believe(21..=u32::MAX, Who::Focal, Toward::All, 0.0);
}

/// Arms kept up after the alarm is called off.
const ARMS_AFTER_ALARM: Outcome = Outcome {
    words: "military share of the focal states' budget in the three years after the alarm is called off, rounds 21 to \
            23",
    unit: "share of the budget",
    from: 21,
    until: 23,
    of: |view, _| view.mean(Who::Focal, |states| &states.spend_military),
};

/// A crisis with the partner that is as hot in every arm.
fn crisis_with_partner(stage: &mut Stage<'_>) {
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        (pair.stage, pair.posture, pair.rivalry, pair.ties) = (Step::Crisis, [-0.8; 2], 0.5, [0.1, 0.1, 0.05]);
        pair.alliance = false;
    });
    stage.set("knowledge.diplomatic", 0.0);
    stage.off("threat_settling");
    stage.set("economy.power_smart", 0.0);
    stage.believe(1..=30, Who::Focal, Toward::Partner, -0.6);
    stage.believe(1..=30, Who::Partners, Toward::Partner, -0.6);
}

/// Wars per crisis.
const WARS_PER_CRISIS: Outcome = Outcome {
    words: "share of the crises between focal states and their partners out of which war has come within 15 rounds",
    unit: "wars per crisis",
    from: 1,
    until: 15,
    of: |view, notes| {
        (
            first_between(view, &[EventKind::WarBegun], Who::Focal, Toward::Partner, notes),
            pairs_at_first(view, Who::Focal, Toward::Partner),
        )
    },
};

/// A war with the partner that is sure to come, with friends at hand who are no friends of the enemy.
pub(super) fn war_with_friends(stage: &mut Stage<'_>, ties: f64) {
    stage.pairs(Who::Focal, Toward::AllButPartner, |pair, _| (pair.ties, pair.posture) = ([ties; 3], [0.3; 2]));
    stage.pairs(Who::Partners, Toward::AllButPartner, |pair, _| {
        (pair.ties, pair.posture, pair.alliance) = ([0.02; 3], [0.0; 2], false);
    });
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        (pair.stage, pair.posture, pair.rivalry, pair.ties) = (Step::Crisis, [-0.8; 2], 0.5, [0.02; 3]);
        pair.alliance = false;
    });
    stage.act(1..=10, Who::Focal, Toward::Partner, Act::Confront);
    stage.act(1..=10, Who::Partners, Toward::Partner, Act::Confront);
    stage.set("disputes.war", 10.0);
    stage.set("economy.power_smart", 0.0);
}

/// The target is known for what it is, not feared, and does nothing.
fn quiet_target(stage: &mut Stage<'_>) {
    stage.believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), 0.0);
    stage.act(ALWAYS, Who::Focal, Toward::All, Act::Abstain);
}

/// Hostile acts against the focal states.
const HOSTILE_ACTS: Outcome = Outcome {
    words: "share of their counterparts that confront the focal states in a round, rounds 6 to 30",
    unit: "share of counterparts",
    from: 6,
    until: 30,
    of: |view, _| view.share(Who::Focal, Toward::All, |side| side.answer() == Act::Confront),
};

const COSTS_ARE_NOT_WEIGHED: Arm =
    Arm { words: "nobody weighs the arms and allies of the target", of: |stage| stage.off("deterrence") };

/// The entries.
pub const CLAIMS: &[Claim] = &[
    Claim {
        id: "B2.1",
        statement: "Threats begin, peak and decline; policy has a part in their rise as in their fall.",
        parts: &[
            Part {
                name: "policy makes threats rise",
                treatment: Arm {
                    words: "the focal states are held confrontational toward all in rounds 1 to 15",
                    of: |stage| stage.act(1..=15, Who::Focal, Toward::All, Act::Confront),
                },
                baseline: Arm {
                    words: "they are held cooperative toward all in rounds 1 to 15",
                    of: |stage| stage.act(1..=15, Who::Focal, Toward::All, Act::Cooperate),
                },
                outcome: Outcome {
                    words: "share of the focal states' counterparts that see a threat from them, begun and not ended, \
                            rounds 6 to 15",
                    unit: "share of counterparts",
                    from: 6,
                    until: 15,
                    of: |view, _| view.share(Who::Others, Toward::Of(Who::Focal), |side| sees_threat(&side)),
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: A_SHARE,
                ablation: Arm {
                    words: "leaders learn nothing of what others do, and disputes tell them nothing",
                    of: |stage| {
                        stage.off("learning");
                        stage.off("fatigue");
                        stage.set("threat.dispute", 0.0);
                    },
                },
                factors: &[],
            },
            Part {
                name: "capable diplomacy makes them fall",
                treatment: Arm {
                    words: "all others look hostile to the focal states in rounds 11 to 20 and harmless from then on; \
                            their \
                            foreign services are held at 0.95",
                    of: |stage| {
                        alarm(stage, 11);
                        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.95);
                    },
                },
                baseline: Arm {
                    words: "the same with foreign services held at 0.05",
                    of: |stage| {
                        alarm(stage, 11);
                        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.05);
                    },
                },
                outcome: ARMS_AFTER_ALARM,
                direction: Direction::Less,
                smallest: Smallest::Of(0.05),
                why: A_SHARE,
                ablation: Arm {
                    words: "neither diplomacy nor age speeds the decline of threats",
                    of: |stage| stage.off("threat_settling"),
                },
                factors: &[],
            },
            Part {
                name: "old threats decline faster",
                treatment: Arm {
                    words: "all others look hostile to the focal states in rounds 2 to 20 and harmless before and \
                            after",
                    of: |stage| alarm(stage, 2),
                },
                baseline: Arm { words: "they look hostile in rounds 13 to 20 alone", of: |stage| alarm(stage, 13) },
                outcome: Outcome {
                    words: "share of their counterparts from which the focal states still see a threat in the six \
                            years after \
                            the alarm is called off, rounds 21 to 26",
                    unit: "share of counterparts",
                    from: 21,
                    until: 26,
                    of: |view, _| view.share(Who::Focal, Toward::All, |side| sees_threat(&side)),
                },
                direction: Direction::Less,
                smallest: Smallest::Of(0.05),
                why: A_SHARE,
                ablation: Arm {
                    words: "neither diplomacy nor age speeds the decline of threats",
                    of: |stage| stage.off("threat_settling"),
                },
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B2.2",
        statement: "War comes when diplomacy fails to settle a dispute; capable diplomacy, of the two sides and of \
                third \
                    parties, stops crises.",
        parts: &[
            Part {
                name: "the diplomacy of the two sides",
                treatment: Arm {
                    words: "each focal state begins in a crisis with its partner, as heated in every run and without \
                            third parties; the \
                            foreign services of both are held at 0.9, what they report and add to power left out",
                    of: |stage| {
                        crisis_with_partner(stage);
                        stage.off("third_parties");
                        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.9);
                        stage.hold(ALWAYS, Who::Partners, "diplomacy", 0.9);
                    },
                },
                baseline: Arm {
                    words: "the same crisis; their foreign services are held at 0.1",
                    of: |stage| {
                        crisis_with_partner(stage);
                        stage.off("third_parties");
                        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.1);
                        stage.hold(ALWAYS, Who::Partners, "diplomacy", 0.1);
                    },
                },
                outcome: WARS_PER_CRISIS,
                direction: Direction::Less,
                smallest: Smallest::Share(0.2),
                why: A_RATE,
                ablation: Arm {
                    words: "diplomacy neither cools nor settles, takes no initiative and offers no other means",
                    of: |stage| {
                        stage.off("crisis_diplomacy");
                        stage.off("mediation");
                        stage.set("choice.prudence", 0.0);
                    },
                },
                factors: &[
                    Arm { words: "it neither cools nor settles", of: |stage| stage.off("crisis_diplomacy") },
                    Arm { words: "it takes no initiative", of: |stage| stage.off("mediation") },
                ],
            },
            Part {
                name: "the diplomacy of third parties",
                treatment: Arm {
                    words: "each focal state begins in a crisis with its partner, in which both threaten; all third \
                            states have \
                            ties of 0.5 with both, act toward neither, and have foreign services held at 0.9",
                    of: |stage| {
                        crisis_with_partner(stage);
                        third_parties_with(stage, 0.9);
                    },
                },
                baseline: Arm {
                    words: "the same crisis and ties; the foreign services of third states are held at 0.1",
                    of: |stage| {
                        crisis_with_partner(stage);
                        third_parties_with(stage, 0.1);
                    },
                },
                outcome: WARS_PER_CRISIS,
                direction: Direction::Less,
                smallest: Smallest::Share(0.2),
                why: A_RATE,
                ablation: Arm {
                    words: "third parties neither cool nor settle disputes",
                    of: |stage| stage.off("third_parties"),
                },
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B2.3",
        statement: "In war, diplomacy brings aid and coalitions and isolates the enemy; lasting endings are \
                agreements.",
        parts: &[
            Part {
                name: "diplomacy brings coalitions",
                treatment: Arm {
                    words: "each focal state, with friends among the third states, goes to war with its partner, who \
                            has neither friends nor foes \
                            among them; \
                            the focal states' foreign services are held at 0.95",
                    of: |stage| {
                        war_with_friends(stage, 0.9);
                        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.95);
                    },
                },
                baseline: Arm {
                    words: "the same war; the focal states' foreign services are held at 0.05",
                    of: |stage| {
                        war_with_friends(stage, 0.9);
                        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.05);
                    },
                },
                outcome: Outcome {
                    words: "the focal state's share of the power on both sides, aid included, in the wars of focal \
                            states with \
                            their partners, rounds 1 to 10",
                    unit: "share of power",
                    from: 1,
                    until: 10,
                    of: balance_at_war,
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: A_SHARE,
                ablation: Arm { words: "third states join no war", of: |stage| stage.off("coalitions") },
                factors: &[],
            },
            Part {
                name: "diplomacy isolates the enemy",
                treatment: Arm {
                    words: "each focal state, with friends among the third states, goes to war with its partner, who \
                            has neither friends nor foes \
                            among them; \
                            the focal states' foreign services are held at 0.95",
                    of: |stage| {
                        war_with_friends(stage, 0.9);
                        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.95);
                    },
                },
                baseline: Arm {
                    words: "the same war; the focal states' foreign services are held at 0.05",
                    of: |stage| {
                        war_with_friends(stage, 0.9);
                        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.05);
                    },
                },
                outcome: Outcome {
                    words: "share of third states whose posture toward the enemy is hostile (below -0.05), rounds 3 \
                            to 12",
                    unit: "share of third states",
                    from: 3,
                    until: 12,
                    of: |view, _| {
                        view.share(Who::Partners, Toward::Of(Who::Third), |side| {
                            side.pairs.posture[side.pair][1 - side.side] < -0.05
                        })
                    },
                },
                direction: Direction::More,
                smallest: Smallest::Of(0.05),
                why: A_SHARE,
                ablation: Arm {
                    words: "third states that join a war do not turn from the enemy",
                    of: |stage| stage.off("isolation_of_enemies"),
                },
                factors: &[],
            },
            Part {
                name: "agreements last",
                treatment: Arm {
                    words: "each focal state begins at war with its counterparts, each as distrustful as in every \
                            run; all foreign \
                            services are held at 0.95 in rounds 1 to 10, which makes for agreements, and at 0.5 from \
                            then on",
                    of: |stage| begin_at_war(stage, 0.95),
                },
                baseline: Arm {
                    words: "the same wars; foreign services are held at 0.05 in rounds 1 to 10, and at 0.5 from then \
                            on",
                    of: |stage| begin_at_war(stage, 0.05),
                },
                outcome: Outcome {
                    words: "disputes begun between the focal states and their counterparts in the ten years after, \
                            rounds 11 to 20",
                    unit: "disputes per pair and round",
                    from: 11,
                    until: 20,
                    of: |view, _| {
                        (
                            between(view, EventKind::DisputeBegun, Who::Focal, Toward::All),
                            view.sides(Who::Focal, Toward::All).count() as f64,
                        )
                    },
                },
                direction: Direction::Less,
                smallest: Smallest::Share(0.2),
                why: A_RATE,
                ablation: Arm {
                    words: "agreements relieve no rivalry",
                    of: |stage| stage.set("disputes.rivalry_relief", 0.0),
                },
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B2.4",
        statement: "Actors weigh cost and gain: raise the cost of hostile acts and they fall.",
        parts: &[
            Part {
                name: "arms of the target",
                treatment: Arm {
                    words: "the arms of the focal states are held at 1.5; they are not feared, and act toward nobody",
                    of: |stage| {
                        quiet_target(stage);
                        stage.hold(ALWAYS, Who::Focal, "military", 1.5);
                    },
                },
                baseline: Arm {
                    words: "the same; their arms are held at 0.02",
                    of: |stage| {
                        quiet_target(stage);
                        stage.hold(ALWAYS, Who::Focal, "military", 0.02);
                    },
                },
                outcome: HOSTILE_ACTS,
                direction: Direction::Less,
                smallest: Smallest::Share(0.2),
                why: A_RATE,
                ablation: COSTS_ARE_NOT_WEIGHED,
                factors: &[],
            },
            Part {
                name: "allies of the target",
                treatment: Arm {
                    words: "each focal state begins allied to its partner and the great powers; the focal states are \
                            not feared and act toward nobody; \
                            no other alliance forms, and blocs are nobody's enemies",
                    of: |stage| ally_or_none(stage, true),
                },
                baseline: Arm {
                    words: "the same; the focal states begin without allies",
                    of: |stage| ally_or_none(stage, false),
                },
                outcome: Outcome {
                    words: "share of their counterparts, without their partners and the great powers, that confront \
                            the focal \
                            states in a round, rounds 2 to 20",
                    unit: "share of counterparts",
                    from: 2,
                    until: 20,
                    of: hostile_acts_of_the_unallied,
                },
                direction: Direction::Less,
                smallest: Smallest::Share(0.2),
                why: A_RATE,
                ablation: COSTS_ARE_NOT_WEIGHED,
                factors: &[],
            },
            Part {
                name: "ties that would be lost",
                treatment: Arm {
                    words: "trade between the focal states and their counterparts begins at 0.9; they are not feared, \
                            act \
                            toward nobody, and ties draw no cooperation",
                    of: |stage| {
                        quiet_target(stage);
                        stage.set("choice.embedded", 0.0);
                        stage.pairs(Who::Focal, Toward::All, |pair, _| pair.ties[0] = 0.9);
                    },
                },
                baseline: Arm {
                    words: "the same; trade begins at 0",
                    of: |stage| {
                        quiet_target(stage);
                        stage.set("choice.embedded", 0.0);
                        stage.pairs(Who::Focal, Toward::All, |pair, _| pair.ties[0] = 0.0);
                    },
                },
                outcome: Outcome {
                    words: "share of their counterparts that confront the focal states in a round, rounds 1 to 10",
                    unit: "share of counterparts",
                    from: 1,
                    until: 10,
                    of: |view, _| view.share(Who::Focal, Toward::All, |side| side.answer() == Act::Confront),
                },
                direction: Direction::Less,
                smallest: Smallest::Share(0.2),
                why: A_RATE,
                ablation: Arm {
                    words: "nobody weighs the ties that would be lost",
                    of: |stage| stage.off("interdependence"),
                },
                factors: &[],
            },
        ],
    },
];

/// The focal states have their partner and the great powers for allies, or nobody.
fn ally_or_none(stage: &mut Stage<'_>, allied: bool) {
    quiet_target(stage);
    stage.off("alliances");
    stage.off("zero_sum");
    stage.pairs(Who::Focal, Toward::All, |pair, _| pair.alliance = false);
    for toward in [Toward::Partner, Toward::Of(Who::Great)] {
        stage.pairs(Who::Focal, toward, |pair, _| (pair.alliance, pair.ties[2]) = (allied, 0.6));
    }
}

/// The counterparts of the focal states that are neither their partners nor great powers, those of them that confront.
fn hostile_acts_of_the_unallied(view: &View<'_>, _: &mut Notes) -> Parts {
    let great = view.cast.states(Who::Great);
    let sides = view.sides(Who::Focal, Toward::AllButPartner).filter(|side| !great.contains(&side.other));
    sides.fold((0.0, 0.0), |(hits, count), side| {
        (hits + f64::from(u8::from(side.answer() == Act::Confront)), count + 1.0)
    })
}

/// Third states that know both sides of the crisis, with a foreign service held at a level.
fn third_parties_with(stage: &mut Stage<'_>, diplomacy: f64) {
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| pair.rivalry = 0.15);
    stage.act_by(1..=15, Who::Focal, Toward::Partner, Instrument::Show);
    stage.act_by(1..=15, Who::Partners, Toward::Partner, Instrument::Show);
    for toward in [Toward::Of(Who::Focal), Toward::Of(Who::Partners)] {
        stage.act(1..=15, Who::Third, toward, Act::Abstain);
    }
    stage.pairs(Who::Focal, Toward::Of(Who::Third), |pair, _| pair.ties = [0.5; 3]);
    stage.pairs(Who::Partners, Toward::Of(Who::Third), |pair, _| pair.ties = [0.5; 3]);
    stage.hold(ALWAYS, Who::Third, "diplomacy", diplomacy);
}

/// Wars with all under way, and foreign services held at a level while they last; distrust is the same in every arm.
fn begin_at_war(stage: &mut Stage<'_>, diplomacy: f64) {
    stage.pairs(Who::Focal, Toward::All, |pair, _| {
        (pair.stage, pair.posture, pair.rivalry, pair.alliance) = (Step::War, [-0.8; 2], 0.4, false);
    });
    stage.hold(1..=10, Who::All, "diplomacy", diplomacy);
    stage.hold(11..=u32::MAX, Who::All, "diplomacy", 0.5);
    stage.believe(ALWAYS, Who::Focal, Toward::All, -0.4);
    stage.believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), -0.4);
}

/// Power and aid of the focal state over those of both sides, in its wars with its partner.
pub(super) fn balance_at_war(view: &View<'_>, _: &mut Notes) -> Parts {
    let power = &view.states().power;
    view.sides(Who::Focal, Toward::Partner).filter(|side| side.stage() == Step::War).fold((0.0, 0.0), |sums, side| {
        let aid = side.pairs.aid[side.pair];
        let (mine, theirs) = (power[side.me] + aid[side.side], power[side.other] + aid[1 - side.side]);
        (sums.0 + mine / (mine + theirs), sums.1 + 1.0)
    })
}
