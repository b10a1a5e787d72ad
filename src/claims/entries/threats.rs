//! B2.1, B2.4: threats rise and fall, and the cost of hostile acts.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, A_SHARE, one_if, sees_threat};
use super::view::Side;
use super::{Arm, Claim, Draft, Notes, Outcome, Part, Parts, View, arm, less, less_by_share, more, outcome};
use crate::model::pairs::Act;

/// An alarm that is raised in some rounds and then called off, seen by states whose governance and policy stay as they are,
/// and who see a threat in what they believe of others alone: neither allies nor growing arms of their own make it
/// another.
fn alarm(stage: &mut Draft<'_>, first: u32) {
    stage.hold_governance(ALWAYS, Who::Focal, 0.5);
    stage.act(ALWAYS, Who::Focal, Toward::All, Act::Abstain);
    stage.all_off(&["bent_reports", "report_error"]);
    stage.set("threat.allied_help", 0.0);
    stage.hold(ALWAYS, Who::Focal, "self_image", 1.0);
    stage.believe(1..=first - 1, Who::Focal, Toward::All, 0.0);
    stage.believe(first..=20, Who::Focal, Toward::All, -1.0);
    stage.believe(21..=u32::MAX, Who::Focal, Toward::All, 0.0);
}

/// An alarm that began in some round, which foreign services do little to end.
fn long_alarm(stage: &mut Draft<'_>, first: u32) {
    alarm(stage, first);
    stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.1);
}

/// Arms kept up after the alarm is called off.
const ARMS_AFTER_ALARM: Outcome = outcome(
    "military share of the focal states' budget in the three years after the alarm is called off, rounds 21 to \
            23",
    "share of the budget",
    [21, 23],
    |view, _| view.mean(Who::Focal, |states| &states.spend_military),
);

/// The target is known for what it is, not feared, and does nothing; neither unequal power nor grievances move others, who
/// confront more easily than they do, so that there are hostile acts to count.
fn quiet_target(stage: &mut Draft<'_>) {
    stage.believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), 0.0);
    stage.act(ALWAYS, Who::Focal, Toward::All, Act::Abstain);
    stage.off("nationals");
    stage.set("disputes.parity", 0.0);
    stage.scale("choice.confront", 0.6);
}

/// Hostile acts against the focal states.
const HOSTILE_ACTS: Outcome = outcome(
    "share of their counterparts that confront the focal states in a round, rounds 6 to 30",
    "share of counterparts",
    [6, 30],
    |view, _| view.share(Who::Focal, Toward::All, |side| side.answer() == Act::Confront),
);

const COSTS_ARE_NOT_WEIGHED: Arm =
    arm("no state weighs the arms and allies of the target", |stage| stage.off("deterrence"));

/// B2.1.
pub(super) const RISE_AND_FALL: &[Claim] = &[Claim {
    id: "B2.1",
    statement: "Threats begin, peak and decline; policy has a part in their rise as in their fall.",
    parts: &[
        Part {
            name: "policy makes threats rise",
            treatment: arm("the focal states are held confrontational toward all in rounds 1 to 15", |stage| {
                stage.act(1..=15, Who::Focal, Toward::All, Act::Confront);
            }),
            baseline: arm("they are held cooperative toward all in rounds 1 to 15", |stage| {
                stage.act(1..=15, Who::Focal, Toward::All, Act::Cooperate);
            }),
            outcome: outcome(
                "share of the focal states' counterparts that see an ongoing threat from them, \
                            rounds 6 to 15",
                "share of counterparts",
                [6, 15],
                |view, _| view.share(Who::Others, Toward::Of(Who::Focal), |side| sees_threat(&side)),
            ),
            expected: more(0.05, A_SHARE),
            ablation: arm("leaders learn nothing of what others do", |stage| {
                stage.off("learning");
                stage.off("fatigue");
            }),
            factors: &[],
        },
        Part {
            name: "capable diplomacy makes them fall",
            treatment: arm(
                "all others look hostile to the focal states in rounds 11 to 20 and harmless from then on; \
                            their foreign services are held at 0.95",
                |stage| {
                    alarm(stage, 11);
                    stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.95);
                },
            ),
            baseline: arm("the same with foreign services held at 0.05", |stage| {
                alarm(stage, 11);
                stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.05);
            }),
            outcome: ARMS_AFTER_ALARM,
            expected: less(0.05, A_SHARE),
            ablation: arm("neither diplomacy nor age speeds the decline of threats", |stage| {
                stage.off("threat_settling");
            }),
            factors: &[],
        },
        Part {
            name: "old threats decline faster",
            treatment: arm(
                "all others look hostile to the focal states in rounds 2 to 20 and harmless before and \
                            after; their foreign services are held at 0.1, so that age alone works",
                |stage| long_alarm(stage, 2),
            ),
            baseline: arm("they look hostile in rounds 13 to 20 alone", |stage| long_alarm(stage, 13)),
            outcome: outcome(
                "share of the threats that the focal states saw in round 20 which they still see in the six \
                            years after the alarm is called off, rounds 21 to 26",
                "share of threats",
                [21, 26],
                still_seen,
            ),
            expected: less(0.05, A_SHARE),
            ablation: arm("neither diplomacy nor age speeds the decline of threats", |stage| {
                stage.off("threat_settling");
            }),
            factors: &[],
        },
    ],
}];

/// B2.4.
pub(super) const COSTS: &[Claim] = &[Claim {
    id: "B2.4",
    statement: "Actors weigh cost and gain: raise the cost of hostile acts and they fall.",
    parts: &[
        Part {
            name: "arms of the target",
            treatment: arm(
                "the arms of the focal states are held at 1.5; they are not feared and act toward no state, and \
                        neither unequal power nor grievances over nationals move the others, who confront more easily \
                        than they do, so that there are acts to count",
                |stage| {
                    quiet_target(stage);
                    stage.hold(ALWAYS, Who::Focal, "military", 1.5);
                },
            ),
            baseline: arm("the same; their arms are held at 0.02", |stage| {
                quiet_target(stage);
                stage.hold(ALWAYS, Who::Focal, "military", 0.02);
            }),
            outcome: HOSTILE_ACTS,
            expected: less_by_share(0.2, A_FIFTH),
            ablation: COSTS_ARE_NOT_WEIGHED,
            factors: &[],
        },
        Part {
            name: "allies of the target",
            treatment: arm(
                "each focal state begins allied to its partner and the great powers; the focal states are \
                        not feared and act toward no state, and neither unequal power nor grievances over nationals \
                        move the others, who confront more easily likewise; no other alliance forms, and no bloc is an enemy",
                |stage| ally_or_none(stage, true),
            ),
            baseline: arm("the same; the focal states begin without allies", |stage| ally_or_none(stage, false)),
            outcome: outcome(
                "share of their counterparts, without their partners and the great powers, that confront \
                            the focal states in a round, rounds 2 to 20",
                "share of counterparts",
                [2, 20],
                hostile_acts_of_the_unallied,
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: COSTS_ARE_NOT_WEIGHED,
            factors: &[],
        },
        Part {
            name: "ties that would be lost",
            treatment: arm(
                "trade between the focal states and their counterparts begins at 0.9; they are not feared, \
                        act toward no state, neither unequal power nor grievances over nationals move the others, who \
                        confront more easily likewise, and ties draw no cooperation",
                |stage| {
                    quiet_target(stage);
                    stage.set("choice.embedded", 0.0);
                    stage.pairs(Who::Focal, Toward::All, |pair, _| pair.ties[0] = 0.9);
                },
            ),
            baseline: arm("the same; trade begins at 0", |stage| {
                quiet_target(stage);
                stage.set("choice.embedded", 0.0);
                stage.pairs(Who::Focal, Toward::All, |pair, _| pair.ties[0] = 0.0);
            }),
            outcome: outcome(
                "share of their counterparts that confront the focal states in a round, rounds 1 to 10",
                "share of counterparts",
                [1, 10],
                |view, _| view.share(Who::Focal, Toward::All, |side| side.answer() == Act::Confront),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: arm("no state weighs the ties that would be lost", |stage| stage.off("interdependence")),
            factors: &[],
        },
    ],
}];

/// Threats of the last round of the alarm that are still seen, over those. What has sunk below the level at which a threat
/// begins is left out, or old alarms would have the more of threats that are about to end. Notes: for each side of each pair whether the focal
/// state there saw one.
fn still_seen(view: &View<'_>, notes: &mut Notes) -> Parts {
    const LAST: u32 = 20;
    notes.resize(2 * view.world.pairs.len(), 0.0);
    let at = |side: &Side<'_>| 2 * side.pair + side.side;
    let begins = view.world.params.threat.open;
    let would_begin = |side: &Side<'_>| sees_threat(side) && side.pairs.threat[side.pair][side.side] >= begins;
    if view.world.round <= LAST {
        view.sides(Who::Focal, Toward::All).for_each(|side| notes[at(&side)] = one_if(would_begin(&side)));
    }
    let seen = view.sides(Who::Focal, Toward::All).filter(sees_threat).map(|side| notes[at(&side)]).sum();
    (seen, notes.iter().sum())
}

/// The focal states have their partner and the great powers for allies, or no state.
fn ally_or_none(stage: &mut Draft<'_>, allied: bool) {
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
