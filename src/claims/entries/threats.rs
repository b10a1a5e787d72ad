//! B2.1, B2.4: threats rise and fall, and the cost of hostile acts.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, ON_A_SCALE, acting, one_if, sees_threat};
use super::view::Side;
use super::{Arm, Claim, Notes, Outcome, Part, Parts, View, less, less_by_share, more, outcome};
use crate::model::pairs::Act;

/// An alarm that is raised in some rounds and then called off, seen by states whose governance and policy stay as they
/// are, and who see a threat in what they believe of others alone: neither allies nor growing arms of their own make it
/// another.
const fn alarm(first: u32) -> [Deed; 8] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, 0.5),
        Deed::Act(ALWAYS, Who::Focal, Toward::All, Act::Abstain),
        Deed::Off(&["bent_reports", "report_error"]),
        Deed::Set("threat.allied_help", 0.0),
        Deed::Hold(ALWAYS, Who::Focal, &["self_image"], 1.0),
        Deed::Believe([1, first - 1], Who::Focal, Toward::All, 0.0),
        Deed::Believe([first, 20], Who::Focal, Toward::All, -1.0),
        Deed::Believe([21, u32::MAX], Who::Focal, Toward::All, 0.0),
    ]
}

/// Arms kept up after the alarm is called off.
const ARMS_AFTER_ALARM: Outcome = outcome(
    "military share of the focal states' budget in the three years after the alarm is called off, rounds 21 to \
            23",
    "share of the budget",
    [21, 23],
    |view, _| view.mean(Who::Focal, |states| &states.spend_military),
);

/// The target is known for what it is, not feared, and does nothing; neither unequal power nor grievances move others,
/// who confront more easily than they do, so that there are hostile acts to count.
const QUIET_TARGET: &[Deed] = &[
    Deed::Believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), 0.0),
    Deed::Act(ALWAYS, Who::Focal, Toward::All, Act::Abstain),
    Deed::Off(&["nationals"]),
    Deed::Set("disputes.parity", 0.0),
    Deed::Scale("choice.confront", 0.6),
];

/// Hostile acts against the focal states.
const HOSTILE_ACTS: Outcome = outcome(
    "share of their counterparts that confront the focal states in a round, rounds 6 to 30",
    "share of counterparts",
    [6, 30],
    |view, _| view.share(Who::Focal, Toward::All, |side| side.answer() == Act::Confront),
);

/// No state weighs the arms and allies of the target.
const COSTS_ARE_NOT_WEIGHED: Arm = arm(&[Deed::Off(&["deterrence"])]);

/// B2.1.
pub(super) const RISE_AND_FALL: &[Claim] = &[Claim {
    id: "B2.1",
    statement: "Threats begin, peak and decline; policy has a part in their rise as in their fall.",
    carries: &[
        // Three years of policy, and the height that the threat which others see comes to afterwards.
        Part {
            name: "three years of confrontation raise the peak of threats",
            treatment: arm(&[Deed::Act([1, 3], Who::Focal, Toward::All, Act::Confront)]),
            baseline: arm(&[Deed::Act([1, 3], Who::Focal, Toward::All, Act::Cooperate)]),
            outcome: outcome(
                "peak of the ongoing threat that the focal states' counterparts see from them, 0 without one, \
                            rounds 4 to 15",
                "threat",
                [4, 15],
                |view, _| {
                    view.mean_of_sides(Who::Others, Toward::Of(Who::Focal), |side| {
                        side.pairs.threat_peak[side.pair][side.side]
                    })
                },
            ),
            expected: more(0.05, ON_A_SCALE),
            // Leaders learn nothing of what others do.
            ablation: arm(&[Deed::Off(&["learning", "fatigue"])]),
            factors: &[],
        },
        // The same alarm for all, raised by reports of three years; how long it lasts is left to the foreign service.
        Part {
            name: "a strong foreign service shortens threats",
            treatment: arm(&[Deed::All(FALSE_ALARM), Deed::Add([1, 3], Who::Focal, "diplomacy", 1.0)]),
            baseline: arm(&[Deed::All(FALSE_ALARM), Deed::Add([1, 3], Who::Focal, "diplomacy", -1.0)]),
            outcome: outcome(
                "rounds that the threats which the focal states see in round 3 go on, up to the seventeenth, \
                            rounds 4 to 20",
                "rounds per threat",
                [4, 20],
                go_on,
            ),
            expected: less_by_share(0.2, A_FIFTH),
            // Diplomacy neither speeds the decline of threats nor reports, initiates, mediates or settles.
            ablation: arm(&[Deed::Off(&[
                "threat_settling",
                "channel_diplomatic",
                "crisis_diplomacy",
                "third_parties",
                "mediation",
            ])]),
            factors: &[],
        },
    ],
    at_work: &[
        Part {
            name: "policy makes threats rise",
            treatment: arm(&[Deed::Act([1, 15], Who::Focal, Toward::All, Act::Confront)]),
            baseline: arm(&[Deed::Act([1, 15], Who::Focal, Toward::All, Act::Cooperate)]),
            outcome: outcome(
                "share of the focal states' counterparts that see an ongoing threat from them, \
                            rounds 6 to 15",
                "share of counterparts",
                [6, 15],
                |view, _| view.share(Who::Others, Toward::Of(Who::Focal), |side| sees_threat(&side)),
            ),
            expected: more(0.05, A_SHARE),
            // Leaders learn nothing of what others do.
            ablation: arm(&[Deed::Off(&["learning", "fatigue"])]),
            factors: &[],
        },
        Part {
            name: "capable diplomacy makes them fall",
            treatment: arm(&[Deed::All(&alarm(11)), Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], 0.95)]),
            baseline: arm(&[Deed::All(&alarm(11)), Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], 0.05)]),
            outcome: ARMS_AFTER_ALARM,
            expected: less(0.05, A_SHARE),
            // Neither diplomacy nor age speeds the decline of threats.
            ablation: arm(&[Deed::Off(&["threat_settling"])]),
            factors: &[],
        },
        Part {
            name: "old threats decline faster",
            // Foreign services do little to end the alarm, so that age alone works.
            treatment: arm(&[Deed::All(&alarm(2)), Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], 0.1)]),
            baseline: arm(&[Deed::All(&alarm(13)), Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], 0.1)]),
            outcome: outcome(
                "share of the threats that the focal states saw in round 20 which they still see in the six \
                            years after the alarm is called off, rounds 21 to 26",
                "share of threats",
                [21, 26],
                still_seen,
            ),
            expected: less(0.05, A_SHARE),
            // Neither diplomacy nor age speeds the decline of threats.
            ablation: arm(&[Deed::Off(&["threat_settling"])]),
            factors: &[],
        },
    ],
}];

/// B2.4.
pub(super) const COSTS: &[Claim] = &[Claim {
    id: "B2.4",
    statement: "Actors weigh cost and gain: raise the cost of hostile acts and they fall.",
    carries: &[
        // Arms that came at once and then rust; how others answer, who may fear them as well as weigh them.
        Part {
            name: "a shock of arms, and what others do",
            treatment: arm(&[Deed::Add([1, 1], Who::Focal, "military", 1.5)]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "share of their counterparts, without their partners, that confront the focal states in a round, \
                            rounds 3 to 15",
                "share of counterparts",
                [3, 15],
                |view, _| view.share(Who::Focal, Toward::AllButPartner, |side| side.answer() == Act::Confront),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: COSTS_ARE_NOT_WEIGHED,
            factors: &[],
        },
        // Two gains of hostile acts are taken away in the whole world: the loss of the other side, and an enemy for the
        // regime. What is contested, fear and unlike values are left, and may do as well.
        Part {
            name: "hostile acts without two of their gains",
            treatment: arm(&[Deed::Off(&["zero_sum", "regime_need"])]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "share of their counterparts that states confront in a round, all states, rounds 6 to 30",
                "share of counterparts",
                [6, 30],
                |view, _| acting(view, Who::All, Toward::All, Act::Confront),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: AS_IT_IS,
            factors: &[],
        },
    ],
    at_work: &[
        Part {
            name: "arms of the target",
            treatment: arm(&[Deed::All(QUIET_TARGET), Deed::Hold(ALWAYS, Who::Focal, &["military"], 1.5)]),
            baseline: arm(&[Deed::All(QUIET_TARGET), Deed::Hold(ALWAYS, Who::Focal, &["military"], 0.02)]),
            outcome: HOSTILE_ACTS,
            expected: less_by_share(0.2, A_FIFTH),
            ablation: COSTS_ARE_NOT_WEIGHED,
            factors: &[],
        },
        Part {
            name: "allies of the target",
            treatment: arm(&[
                Deed::All(QUIET_TARGET_ALONE),
                Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Allied(true), Start::Security(0.6)]),
                Deed::Pairs(Who::Focal, Toward::Of(Who::Great), &[Start::Allied(true), Start::Security(0.6)]),
            ]),
            baseline: arm(&[
                Deed::All(QUIET_TARGET_ALONE),
                Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Allied(false), Start::Security(0.6)]),
                Deed::Pairs(Who::Focal, Toward::Of(Who::Great), &[Start::Allied(false), Start::Security(0.6)]),
            ]),
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
            // Ties draw no cooperation.
            treatment: arm(&[
                Deed::All(QUIET_TARGET),
                Deed::Set("choice.embedded", 0.0),
                Deed::Pairs(Who::Focal, Toward::All, &[Start::Trade(0.9)]),
            ]),
            baseline: arm(&[
                Deed::All(QUIET_TARGET),
                Deed::Set("choice.embedded", 0.0),
                Deed::Pairs(Who::Focal, Toward::All, &[Start::Trade(0.0)]),
            ]),
            outcome: outcome(
                "share of their counterparts that confront the focal states in a round, rounds 1 to 10",
                "share of counterparts",
                [1, 10],
                |view, _| view.share(Who::Focal, Toward::All, |side| side.answer() == Act::Confront),
            ),
            expected: less_by_share(0.2, A_FIFTH),
            ablation: arm(&[Deed::Off(&["interdependence"])]),
            factors: &[],
        },
    ],
}];

/// Threats of the last round of the alarm that are still seen, over those. What has sunk below the level at which a
/// threat begins is left out, or old alarms would have the more of threats that are about to end. Notes: for each side
/// of each pair whether the focal state there saw one.
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

/// Such a target that has no allies but those that an arm gives it. No other alliance forms, and no bloc is an enemy.
const QUIET_TARGET_ALONE: &[Deed] = &[
    Deed::All(QUIET_TARGET),
    Deed::Off(&["alliances", "zero_sum"]),
    Deed::Pairs(Who::Focal, Toward::All, &[Start::Allied(false)]),
];

/// The counterparts of the focal states that are neither their partners nor great powers, those of them that confront.
fn hostile_acts_of_the_unallied(view: &View<'_>, _: &mut Notes) -> Parts {
    let great = view.cast.states(Who::Great);
    let sides = view.sides(Who::Focal, Toward::AllButPartner).filter(|side| !great.contains(&side.other));
    sides.fold((0.0, 0.0), |(hits, count), side| {
        (hits + f64::from(u8::from(side.answer() == Act::Confront)), count + 1.0)
    })
}

/// The focal states hear for three years that all others are hostile.
const FALSE_ALARM: &[Deed] = &[Deed::Image([1, 3], Who::Focal, Toward::All, -1.0)];

/// Threats that are still seen of those that the focal states saw at the end of the alarm, over those, which are
/// counted once. Notes: for each side of each pair whether it is one of them that has gone on.
fn go_on(view: &View<'_>, notes: &mut Notes) -> Parts {
    const LAST: u32 = 3;
    notes.resize(2 * view.world.pairs.len(), 0.0);
    let seen_at_last = if view.world.round == LAST + 1 { notes.iter().sum() } else { 0.0 };
    let mut going_on = vec![0.0; notes.len()];
    for side in view.sides(Who::Focal, Toward::All).filter(sees_threat) {
        let at = 2 * side.pair + side.side;
        going_on[at] = if view.world.round <= LAST { 1.0 } else { notes[at] };
    }
    *notes = going_on;
    (notes.iter().sum(), seen_at_last)
}
