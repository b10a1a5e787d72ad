//! B2.2, B2.3: crises that diplomacy stops, and wars that it helps to win and to end.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, A_SHARE, between, first_between, one_if, pairs_at_first};
use super::view::Side;
use super::{Arm, Claim, Draft, Notes, Outcome, Part, Parts, View, arm, less_by_share, more, outcome};
use crate::model::EventKind;
use crate::model::pairs::{Act, Instrument, Stage};

/// A crisis with the partner that is as hot in every arm.
fn crisis_with_partner(stage: &mut Draft<'_>) {
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        (pair.stage, pair.posture, pair.rivalry, pair.ties) = (Stage::Crisis, [-0.8; 2], 0.5, [0.1, 0.1, 0.05]);
        pair.alliance = false;
    });
    stage.scale("disputes.war", 8.0);
    stage.all_off(&["channel_diplomatic", "threat_settling", "alliance_negotiation", "concessions", "organisation"]);
    stage.zero(&["economy.power_smart", "ties.build"]);
    stage.believe(1..=30, Who::Focal, Toward::Partner, -0.6);
    stage.believe(1..=30, Who::Partners, Toward::Partner, -0.6);
}

/// Wars per crisis.
pub(super) const WARS_PER_CRISIS: Outcome = outcome(
    "share of the crises between focal states and their partners that have become wars within 15 rounds",
    "wars per crisis",
    [1, 15],
    |view, notes| {
        (
            first_between(view, &[EventKind::WarBegun], Who::Focal, Toward::Partner, notes),
            pairs_at_first(view, Who::Focal, Toward::Partner),
        )
    },
);

/// A war with the partner that is sure to come, with friends at hand who are not friends of the enemy.
pub(super) fn war_with_friends(stage: &mut Draft<'_>, ties: f64) {
    stage.pairs(Who::Focal, Toward::AllButPartner, |pair, _| (pair.ties, pair.posture) = ([ties; 3], [0.3; 2]));
    stage.pairs(Who::Partners, Toward::AllButPartner, |pair, _| {
        (pair.ties, pair.posture, pair.alliance) = ([0.02; 3], [0.0; 2], false);
    });
    stage.pairs(Who::Focal, Toward::Partner, |pair, _| {
        (pair.stage, pair.posture, pair.rivalry, pair.ties) = (Stage::Crisis, [-0.8; 2], 0.5, [0.02; 3]);
        pair.alliance = false;
    });
    stage.act(1..=10, Who::Focal, Toward::Partner, Act::Confront);
    stage.act(1..=10, Who::Partners, Toward::Partner, Act::Confront);
    stage.set("disputes.war", 10.0);
    stage.set("economy.power_smart", 0.0);
    stage.all_off(&["trade_growth", "people_growth", "crisis_diplomacy"]);
}

/// A war with friends, in which the foreign service is at its best.
const WELL_SERVED_AT_WAR: Arm = arm(
    "each focal state, with friends among the third states, goes to war with its partner, who \
                            has neither friends nor foes among them; ties add neither to growth nor to power, and the \
                            two sides' diplomacy settles no war; the focal states' foreign services are held at 0.95",
    |stage| {
        war_with_friends(stage, 0.9);
        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.95);
    },
);

/// The same war, in which there is hardly any.
const ILL_SERVED_AT_WAR: Arm = arm("the same war; the focal states' foreign services are held at 0.05", |stage| {
    war_with_friends(stage, 0.9);
    stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.05);
});

/// Who is the stronger at war, aid included.
pub(super) const BALANCE_AT_WAR: Outcome = outcome(
    "the focal state's share of the power on both sides, aid included, in the wars of focal states with their \
            partners, rounds 1 to 10",
    "share of power",
    [1, 10],
    balance_at_war,
);

/// Disputes end anyway, so that what comes after can be seen.
pub(super) const DIPLOMACY_SETTLES_NOTHING: Arm = arm(
    "diplomacy, of the two sides, of third parties, of civic bodies and of an organisation, neither cools nor settles \
            disputes, which lapse where neither side confronts; nor does it report, take initiative, offer other means, \
            add to ties or power, make allies, lessen threats, spare concessions or protect nationals",
    |stage| {
        stage.all_off(&["crisis_diplomacy", "third_parties", "civic_talks", "mediation", "channel_diplomatic"]);
        stage.all_off(&["alliance_negotiation", "threat_settling", "concessions", "nationals", "organisation"]);
        stage.zero(&["economy.power_smart", "ties.build"]);
        stage.set("disputes.lapse", 0.86);
    },
);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B2.2",
        statement: "War comes when diplomacy fails to settle a dispute; capable diplomacy, of the two sides and of \
                third parties, stops crises.",
        parts: &[
            Part {
                name: "the diplomacy of the two sides",
                treatment: arm(
                    "each focal state begins in a crisis with its partner, as heated in every run and without \
                            third parties, in which wars are eight times as likely as they are, so that there are \
                            some to count; the foreign services of both are held at 0.9, what they report, concede \
                            and add to power, ties, alliances and an organisation left out",
                    |stage| {
                        crisis_with_partner(stage);
                        stage.off("third_parties");
                        stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.9);
                        stage.hold(ALWAYS, Who::Partners, "diplomacy", 0.9);
                    },
                ),
                baseline: arm("the same crisis; their foreign services are held at 0.1", |stage| {
                    crisis_with_partner(stage);
                    stage.off("third_parties");
                    stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.1);
                    stage.hold(ALWAYS, Who::Partners, "diplomacy", 0.1);
                }),
                outcome: WARS_PER_CRISIS,
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(
                    "diplomacy neither cools nor settles, takes no initiative and offers no other means",
                    |stage| {
                        stage.off("crisis_diplomacy");
                        stage.off("mediation");
                    },
                ),
                factors: &[
                    arm("it neither cools nor settles", |stage| stage.off("crisis_diplomacy")),
                    arm("it takes no initiative and offers no other means", |stage| stage.off("mediation")),
                ],
            },
            Part {
                name: "the diplomacy of third parties",
                treatment: arm(
                    "each focal state begins in such a crisis with its partner, in which both threaten; all third \
                            states have ties of 0.5 with both, act toward neither, and have foreign services held at \
                            0.9",
                    |stage| {
                        crisis_with_partner(stage);
                        third_parties_with(stage, 0.9);
                    },
                ),
                baseline: arm(
                    "the same crisis and ties; the foreign services of third states are held at 0.1",
                    |stage| {
                        crisis_with_partner(stage);
                        third_parties_with(stage, 0.1);
                    },
                ),
                outcome: WARS_PER_CRISIS,
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm("third parties neither cool nor settle disputes", |stage| stage.off("third_parties")),
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
                treatment: WELL_SERVED_AT_WAR,
                baseline: ILL_SERVED_AT_WAR,
                outcome: BALANCE_AT_WAR,
                expected: more(0.05, A_SHARE),
                ablation: arm("third states join no war", |stage| stage.off("coalitions")),
                factors: &[],
            },
            Part {
                name: "diplomacy isolates the enemy",
                treatment: WELL_SERVED_AT_WAR,
                baseline: ILL_SERVED_AT_WAR,
                outcome: outcome(
                    "share of the friends, third states that meet both, whose posture toward the enemy is \
                            hostile (below -0.05), rounds 3 to 12",
                    "share of friends",
                    [3, 12],
                    hostile_friends,
                ),
                expected: more(0.05, A_SHARE),
                ablation: arm("third states that join a war do not turn from the enemy", |stage| {
                    stage.off("isolation_of_enemies");
                }),
                factors: &[],
            },
            Part {
                name: "agreements last",
                treatment: arm(
                    "each focal state begins at war with its counterparts, each as distrustful as in every \
                            run; all foreign services are held at 0.95 in rounds 1 to 10, which makes for agreements, \
                            and at 0.5 from then on",
                    |stage| begin_at_war(stage, 0.95),
                ),
                baseline: arm(
                    "the same wars; foreign services are held at 0.05 in rounds 1 to 10, and at 0.5 from then \
                            on",
                    |stage| begin_at_war(stage, 0.05),
                ),
                outcome: outcome(
                    "disputes begun between the focal states and their counterparts, without an open one, in \
                            the ten years after, rounds 11 to 20",
                    "disputes per pair and round without one",
                    [11, 20],
                    |view, _| {
                        let begun = between(view, EventKind::DisputeBegun, Who::Focal, Toward::All);
                        let calm = view.sides(Who::Focal, Toward::All).filter(|side| side.stage() == Stage::Calm);
                        (begun, begun + calm.count() as f64)
                    },
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: DIPLOMACY_SETTLES_NOTHING,
                factors: &[arm("agreements relieve no rivalry", |stage| stage.off("lasting_agreements"))],
            },
        ],
    },
];

/// Third states that meet both a focal state and its partner, those of them of hostile posture toward the partner.
fn hostile_friends(view: &View<'_>, _: &mut Notes) -> Parts {
    let friend = |side: &Side<'_>| {
        view.cast.partner(side.me).is_some_and(|focal| view.cast.counterparts(focal, Toward::All).contains(&side.other))
    };
    let friends = view.sides(Who::Partners, Toward::Of(Who::Third)).filter(friend);
    friends.fold((0.0, 0.0), |(hostile, all), side| {
        (hostile + one_if(side.pairs.posture[side.pair][1 - side.side] < -0.05), all + 1.0)
    })
}

/// Third states that know both sides of the crisis, with a foreign service held at a level.
fn third_parties_with(stage: &mut Draft<'_>, diplomacy: f64) {
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
fn begin_at_war(stage: &mut Draft<'_>, diplomacy: f64) {
    stage.pairs(Who::Focal, Toward::All, |pair, _| {
        (pair.stage, pair.posture, pair.rivalry, pair.alliance) = (Stage::War, [-0.8; 2], 0.4, false);
    });
    stage.hold(1..=10, Who::All, "diplomacy", diplomacy);
    stage.hold(11..=u32::MAX, Who::All, "diplomacy", 0.5);
    stage.believe(ALWAYS, Who::Focal, Toward::All, -0.4);
    stage.believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), -0.4);
}

/// Power and aid of the focal state over those of both sides, in its wars with its partner.
fn balance_at_war(view: &View<'_>, _: &mut Notes) -> Parts {
    let power = &view.states().power;
    view.sides(Who::Focal, Toward::Partner).filter(|side| side.stage() == Stage::War).fold((0.0, 0.0), |sums, side| {
        let aid = side.pairs.aid[side.pair];
        let (mine, theirs) = (power[side.me] + aid[side.side], power[side.other] + aid[1 - side.side]);
        (sums.0 + mine / (mine + theirs), sums.1 + 1.0)
    })
}
