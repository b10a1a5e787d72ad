//! B2.5–B2.8: coercion, what shields the small, nationals abroad, and who joins whom.

use super::cast::{Toward, Who};
use super::crises::{BALANCE_AT_WAR, DIPLOMACY_SETTLES_NOTHING, war_with_friends};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, A_SHARE, between, first_between, pairs_at_first};
use super::{
    Arm, Claim, Draft, Notes, Outcome, Part, Parts, View, arm, less, less_by_share, more, more_by_share, outcome,
};
use crate::model::EventKind;
use crate::model::pairs::{Act, Instrument, Stage};

/// A dispute with the partner, over which each looks as hostile to the other in every arm, and which ends by agreement or
/// not at all; third parties have no part in it. All confront more easily than they do, so that there are disputes to count
/// afterwards. Foreign services are held at a level as long as what the focal state does is fixed.
fn dispute_with_partner(stage: &mut Draft<'_>, rounds: u32, diplomacy: f64, coerced: bool) {
    stage.all_off(&["civic_talks", "third_parties"]);
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        (pair.stage, pair.posture, pair.rivalry, pair.alliance) = (Stage::Dispute, [-0.4; 2], 0.1, false);
    });
    stage.set("disputes.lapse", 0.0);
    stage.set("disputes.war", 0.0);
    stage.scale("choice.confront", 0.6);
    stage.act(1..=rounds, Who::Partners, Toward::Partner, Act::Abstain);
    if coerced {
        stage.act_by(1..=rounds, Who::Focal, Toward::Partner, Instrument::Covert);
    } else {
        stage.act(1..=rounds, Who::Focal, Toward::Partner, Act::Abstain);
    }
    for who in [Who::Focal, Who::Partners] {
        stage.hold(1..=rounds, who, "diplomacy", diplomacy);
        stage.hold(rounds + 1..=u32::MAX, who, "diplomacy", 0.5);
        stage.believe(ALWAYS, who, Toward::Partner, -0.3);
    }
}

/// Disputes settled by agreement.
const SETTLED: Outcome = outcome(
    "share of the disputes of focal states with their partners that have been settled by agreement within 8 \
            rounds",
    "settlements per dispute",
    [1, 8],
    |view, notes| {
        let kinds = [EventKind::DisputeSettled, EventKind::WarSettled];
        (
            first_between(view, &kinds, Who::Focal, Toward::Partner, notes),
            pairs_at_first(view, Who::Focal, Toward::Partner),
        )
    },
);

const COERCED: Arm = arm(
    "each focal state begins in a dispute with its partner that neither goes quiet nor becomes a war, without \
            third parties, where all confront more easily than they do, so that there are disputes to count, with \
            foreign services held at 0.1 on both sides and civic bodies that do not talk, and acts covertly against it in \
            rounds 1 to 10",
    |stage| dispute_with_partner(stage, 10, 0.1, true),
);

const COERCED_WITH_DIPLOMACY: Arm = arm(
    "the same dispute and covert acts; foreign services are held at 0.9 on both sides in rounds 1 to 10",
    |stage| dispute_with_partner(stage, 10, 0.9, true),
);

const NOT_COERCED: Arm =
    arm("the same dispute and foreign services; the focal state leaves its partner alone in rounds 1 to 10", |stage| {
        dispute_with_partner(stage, 10, 0.1, false);
    });

const COERCION_BLOCKS_NOTHING: Arm = arm("coercion does not block settlement", |stage| stage.off("coercion_deadlock"));

/// All that are stronger press the weaker half, who leave each other alone and have ties of the same volume in one layer or
/// in all.
fn strong_press_small(stage: &mut Draft<'_>, diplomacy: f64, ties: [f64; 3]) {
    stage.pairs(Who::Small, Toward::All, |pair, _| {
        (pair.ties, pair.rivalry, pair.posture, pair.alliance) = (ties, 0.2, [-0.2; 2], false);
    });
    stage.act_by(1..=20, Who::All, Toward::Of(Who::Small), Instrument::Show);
    stage.act(1..=20, Who::Small, Toward::Of(Who::Small), Act::Abstain);
    stage.hold(ALWAYS, Who::Small, "diplomacy", diplomacy);
}

/// All that are stronger at war with the weaker half.
fn strong_attack_small(stage: &mut Draft<'_>, diplomacy: f64) {
    stage.pairs(Who::Small, Toward::Of(Who::Strong), |pair, _| {
        (pair.stage, pair.rivalry, pair.posture, pair.alliance) = (Stage::War, 0.6, [-0.8; 2], false);
    });
    stage.act(1..=20, Who::Strong, Toward::Of(Who::Small), Act::Confront);
    stage.hold(ALWAYS, Who::Small, "diplomacy", diplomacy);
}

/// What the diplomacy of the weak does for them.
fn diplomacy_shields_nobody(stage: &mut Draft<'_>) {
    for switch in [
        "concessions",
        "crisis_diplomacy",
        "third_parties",
        "civic_talks",
        "mediation",
        "coalitions",
        "threat_settling",
        "organisation",
    ] {
        stage.off(switch);
    }
    stage.set("economy.power_smart", 0.0);
}

const ALL_ALIKE: Arm =
    arm("the service is the same for all classes of citizens", |stage| stage.off("class_protection"));

const CITIZEN: Arm = arm("the referent of the focal states is held at 0.9, the citizen", |stage| {
    stage.hold(ALWAYS, Who::Focal, "referent", 0.9);
});

const REGIME: Arm = arm("it is held at 0.1, the regime", |stage| stage.hold(ALWAYS, Who::Focal, "referent", 0.1));

const HARM: &str = "0.05 where the harm of an incident without any protection is 0.5 to 1";

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B2.5",
        statement: "Sanctions, sabotage and covert acts without diplomacy end in deadlock and another conflict.",
        parts: &[
            Part {
                name: "coercion without diplomacy ends in deadlock",
                treatment: COERCED,
                baseline: NOT_COERCED,
                outcome: SETTLED,
                expected: less(0.05, A_SHARE),
                ablation: COERCION_BLOCKS_NOTHING,
                factors: &[],
            },
            Part {
                name: "the same coercion beside capable diplomacy does not",
                treatment: COERCED_WITH_DIPLOMACY,
                baseline: COERCED,
                outcome: SETTLED,
                expected: more(0.05, A_SHARE),
                ablation: DIPLOMACY_SETTLES_NOTHING,
                factors: &[],
            },
            Part {
                name: "it ends in another conflict",
                treatment: arm(
                    "each focal state begins in a dispute with its partner that neither goes quiet nor becomes \
                            a war, likewise without third parties; in rounds 1 to 4 it acts covertly against it, with foreign services held at 0.1 on \
                            both sides, at 0.5 from then on",
                    |stage| dispute_with_partner(stage, 4, 0.1, true),
                ),
                baseline: arm(
                    "the same dispute and covert acts; foreign services are held at 0.9 on both sides in \
                            rounds 1 to 4, at 0.5 from then on",
                    |stage| dispute_with_partner(stage, 4, 0.9, true),
                ),
                outcome: outcome(
                    "disputes begun between focal states and their partners, without an open one, in the ten \
                            years after the coercion, rounds 5 to 14",
                    "disputes per pair and round without one",
                    [5, 14],
                    |view, _| {
                        let begun = between(view, EventKind::DisputeBegun, Who::Focal, Toward::Partner);
                        let calm = view.sides(Who::Focal, Toward::Partner).filter(|side| side.stage() == Stage::Calm);
                        (begun, begun + calm.count() as f64)
                    },
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: DIPLOMACY_SETTLES_NOTHING,
                factors: &[
                    arm("coercion blocks no settlement and breeds no rivalry", |stage| stage.off("coercion_deadlock")),
                    arm("agreements relieve no rivalry", |stage| stage.off("lasting_agreements")),
                ],
            },
        ],
    },
    Claim {
        id: "B2.6",
        statement: "For small and middle states a broad, trusted, capable policy is vital: it gives immunity from \
                intervention.",
        parts: &[
            Part {
                name: "autonomy under pressure",
                treatment: arm(
                    "all that are stronger threaten the weaker half of the states in rounds 1 to 20; these \
                            begin with ties of 0.2 in every layer and have foreign services held at 0.9",
                    |stage| strong_press_small(stage, 0.9, [0.2; 3]),
                ),
                baseline: arm(
                    "the same threats; the weaker half begins with ties of 0.6 in trade alone and has foreign \
                            services held at 0.1",
                    |stage| strong_press_small(stage, 0.1, [0.6, 0.0, 0.0]),
                ),
                outcome: outcome(
                    "autonomy of the weaker half of the states, 0 for one that has been conquered, rounds 11 \
                            to 20",
                    "autonomy (0 to 1)",
                    [11, 20],
                    |view, _| {
                        let states = view.cast.states(Who::Small);
                        let left = view.of(Who::Small).map(|i| view.states().autonomy[i]).sum();
                        (left, states.len() as f64)
                    },
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm(
                    "no state concedes; neither diplomacy nor talks nor an organisation cool or settle disputes, take \
                            initiative, bring coalitions, lessen threats or add power",
                    diplomacy_shields_nobody,
                ),
                factors: &[arm("no state concedes", |stage| stage.off("concessions"))],
            },
            Part {
                name: "wars lost to the stronger",
                treatment: arm(
                    "all that are stronger are at war with the weaker half of the states, whose foreign \
                            services are held at 0.95",
                    |stage| strong_attack_small(stage, 0.95),
                ),
                baseline: arm("the same wars; the foreign services of the weaker half are held at 0.05", |stage| {
                    strong_attack_small(stage, 0.05);
                }),
                outcome: outcome(
                    "wars that states of the weaker half lose to stronger ones within 20 rounds, conquest \
                            included",
                    "wars lost per war at the start",
                    [1, 20],
                    |view, _| {
                        let (small, strong) = (view.cast.states(Who::Small), view.cast.states(Who::Strong));
                        let lost = view.events(EventKind::WarWon).filter(|event| {
                            strong.contains(&event.a.index()) && event.b.is_some_and(|b| small.contains(&b.index()))
                        });
                        (lost.count() as f64, pairs_at_first(view, Who::Small, Toward::Of(Who::Strong)))
                    },
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(
                    "no state concedes; neither diplomacy nor talks nor an organisation cool or settle disputes, take \
                            initiative, bring coalitions, lessen threats or add power",
                    diplomacy_shields_nobody,
                ),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B2.7",
        statement: "States whose referent is the citizen protect all citizens abroad; where it is the regime, \
                insiders are protected, neutrals get routine service and opponents may be threatened.",
        parts: &[
            Part {
                name: "opponents against insiders",
                treatment: CITIZEN,
                baseline: REGIME,
                outcome: outcome(
                    "harm that an incident abroad does to an opponent of the regime beyond what it does to an \
                            insider, focal states, rounds 11 to 60",
                    "harm per incident",
                    [11, 60],
                    |view, _| view.ratio(Who::Focal, |s, i| (s.harm_opponents[i] - s.harm_insiders[i], s.incidents[i])),
                ),
                expected: less(0.05, HARM),
                ablation: ALL_ALIKE,
                factors: &[],
            },
            Part {
                name: "neutrals against insiders",
                treatment: CITIZEN,
                baseline: REGIME,
                outcome: outcome(
                    "harm that an incident abroad does to a neutral citizen beyond what it does to an insider, \
                            focal states, rounds 11 to 60",
                    "harm per incident",
                    [11, 60],
                    |view, _| view.ratio(Who::Focal, |s, i| (s.harm_neutrals[i] - s.harm_insiders[i], s.incidents[i])),
                ),
                expected: less(0.05, HARM),
                ablation: ALL_ALIKE,
                factors: &[],
            },
            Part {
                name: "by the referent that policy has made",
                treatment: arm(
                    "the focal states are held cooperative toward all, by facilitation of citizens' relations; \
                            their governance is free",
                    |stage| stage.act_by(ALWAYS, Who::Focal, Toward::All, Instrument::Facilitation),
                ),
                baseline: arm(
                    "they are held confrontational toward all, by military threat; their governance is free",
                    |stage| stage.act_by(ALWAYS, Who::Focal, Toward::All, Instrument::Show),
                ),
                outcome: outcome(
                    "part of the protection abroad that an insider gets and an opponent of the regime does \
                            not, focal states, rounds 16 to 80",
                    "share of an insider's protection",
                    [16, 80],
                    what_opponents_lack,
                ),
                expected: less(0.05, HARM),
                ablation: ALL_ALIKE,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B2.8",
        statement: "Defensive coalitions need close and durable ties; a small state's diplomacy can supply security \
                to its region.",
        parts: &[
            Part {
                name: "coalitions need close ties",
                treatment: arm(
                    "each focal state, with ties of 0.9 to the third states, goes to war with its partner, who \
                            does not have any; ties add neither to growth nor to power, and the two sides' diplomacy settles no war",
                    |stage| war_with_friends(stage, 0.9),
                ),
                baseline: arm("the same war; the focal states' ties to the third states begin at 0.1", |stage| {
                    war_with_friends(stage, 0.1);
                }),
                outcome: BALANCE_AT_WAR,
                expected: more(0.05, A_SHARE),
                ablation: arm("third states join no war", |stage| stage.off("coalitions")),
                factors: &[],
            },
            Part {
                name: "the diplomacy of the small secures the rest",
                treatment: arm(
                    "the stronger half of the states begin in crises with each other and threaten; the weaker \
                            half has ties of 0.5 with all of them, leaves all states alone and has foreign services \
                            held at 0.9; wars are three times as likely as they are, so that there are some to count",
                    |stage| crises_of_the_strong(stage, 0.9),
                ),
                baseline: arm(
                    "the same crises and ties; the foreign services of the weaker half are held at 0.1",
                    |stage| crises_of_the_strong(stage, 0.1),
                ),
                outcome: outcome(
                    "wars begun among the stronger half of the states within 12 rounds",
                    "wars per pair",
                    [1, 12],
                    wars_of_the_strong,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm("third parties neither cool nor settle disputes", |stage| stage.off("third_parties")),
                factors: &[],
            },
        ],
    },
];

/// Crises among the stronger half, and a weaker half that knows all of them.
fn crises_of_the_strong(stage: &mut Draft<'_>, diplomacy: f64) {
    stage.pairs(Who::Strong, Toward::Of(Who::Strong), |pair, _| {
        (pair.stage, pair.posture, pair.rivalry, pair.alliance) = (Stage::Crisis, [-0.6; 2], 0.4, false);
    });
    stage.pairs(Who::Small, Toward::Of(Who::Strong), |pair, _| pair.ties = [0.5; 3]);
    stage.act_by(ALWAYS, Who::All, Toward::All, Instrument::Show);
    stage.act(ALWAYS, Who::All, Toward::Of(Who::Small), Act::Abstain);
    stage.act(ALWAYS, Who::Small, Toward::All, Act::Abstain);
    stage.hold(ALWAYS, Who::Small, "diplomacy", diplomacy);
    stage.scale("disputes.war", 3.0);
}

/// Harm to an opponent beyond that to an insider, over the harm that was kept from an insider.
fn what_opponents_lack(view: &View<'_>, _: &mut Notes) -> Parts {
    let s = view.states();
    let focal = view.cast.states(Who::Focal);
    let mine = view.events(EventKind::Incident).filter(|event| focal.contains(&event.a.index()));
    let gravity: f64 = mine.filter_map(|event| event.value).sum();
    let (insiders, opponents) =
        view.of(Who::Focal).fold((0.0, 0.0), |(a, b), i| (a + s.harm_insiders[i], b + s.harm_opponents[i]));
    (opponents - insiders, gravity - insiders)
}

/// Wars begun in the round between two states neither of which is of the weaker half, and in the first round their pairs.
fn wars_of_the_strong(view: &View<'_>, _: &mut Notes) -> Parts {
    let begun = between(view, EventKind::WarBegun, Who::Strong, Toward::Of(Who::Strong));
    (begun, pairs_at_first(view, Who::Strong, Toward::Of(Who::Strong)) / 2.0)
}
