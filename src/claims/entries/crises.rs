//! B2.2, B2.3: crises that diplomacy stops, and wars that it helps to win and to end.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, Deed, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, between, first_between, one_if, pairs_at_first};
use super::view::Side;
use super::{Arm, Claim, Notes, Outcome, Part, Parts, View, less_by_share, more, outcome};
use crate::model::EventKind;
use crate::model::pairs::{Act, Instrument, Stage};

/// A crisis with the partner that is as hot in every arm, and in which wars are more likely than they are, so that
/// there are some to count. What foreign services report, concede and add to power, ties, alliances and an organisation
/// is left out.
const CRISIS_WITH_PARTNER: &[Deed] = &[
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[
            Start::Dispute(Stage::Crisis),
            Start::Posture(-0.8),
            Start::Rivalry(0.5),
            Start::Trade(0.1),
            Start::People(0.1),
            Start::Security(0.05),
            Start::Allied(false),
        ],
    ),
    Deed::Scale("disputes.war", 8.0),
    Deed::Off(&["channel_diplomatic", "threat_settling", "alliance_negotiation", "concessions", "organisation"]),
    Deed::Set("economy.power_smart", 0.0),
    Deed::Set("ties.build", 0.0),
    Deed::Believe([1, 30], Who::Focal, Toward::Partner, -0.6),
    Deed::Believe([1, 30], Who::Partners, Toward::Partner, -0.6),
];

/// Such a crisis without third parties, with the foreign services of both held at a level.
const fn crisis_of_two(diplomacy: f64) -> [Deed; 4] {
    [
        Deed::All(CRISIS_WITH_PARTNER),
        Deed::Off(&["third_parties"]),
        Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], diplomacy),
        Deed::Hold(ALWAYS, Who::Partners, &["diplomacy"], diplomacy),
    ]
}

/// Such a crisis, in which both threaten, with third states that know both sides and act toward neither, and whose
/// foreign services are held at a level.
const fn crisis_among_third_parties(diplomacy: f64) -> [Deed; 9] {
    [
        Deed::All(CRISIS_WITH_PARTNER),
        Deed::Pairs(Who::Focal, Toward::Partner, &[Start::Rivalry(0.15)]),
        Deed::Use([1, 15], Who::Focal, Toward::Partner, Instrument::Show),
        Deed::Use([1, 15], Who::Partners, Toward::Partner, Instrument::Show),
        Deed::Act([1, 15], Who::Third, Toward::Of(Who::Focal), Act::Abstain),
        Deed::Act([1, 15], Who::Third, Toward::Of(Who::Partners), Act::Abstain),
        Deed::Pairs(Who::Focal, Toward::Of(Who::Third), &[Start::Ties(0.5)]),
        Deed::Pairs(Who::Partners, Toward::Of(Who::Third), &[Start::Ties(0.5)]),
        Deed::Hold(ALWAYS, Who::Third, &["diplomacy"], diplomacy),
    ]
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

/// A war with the partner that is sure to come, with friends at hand, by ties that an arm begins with before, who are
/// not friends of the enemy. Ties add neither to growth nor to power, and the two sides' diplomacy settles no war.
pub(super) const WAR_WITH_FRIENDS: &[Deed] = &[
    Deed::Pairs(Who::Focal, Toward::AllButPartner, &[Start::Posture(0.3)]),
    Deed::Pairs(Who::Partners, Toward::AllButPartner, &[Start::Ties(0.02), Start::Posture(0.0), Start::Allied(false)]),
    Deed::Pairs(
        Who::Focal,
        Toward::Partner,
        &[
            Start::Dispute(Stage::Crisis),
            Start::Posture(-0.8),
            Start::Rivalry(0.5),
            Start::Ties(0.02),
            Start::Allied(false),
        ],
    ),
    Deed::Act([1, 10], Who::Focal, Toward::Partner, Act::Confront),
    Deed::Act([1, 10], Who::Partners, Toward::Partner, Act::Confront),
    Deed::Set("disputes.war", 10.0),
    Deed::Set("economy.power_smart", 0.0),
    Deed::Off(&["trade_growth", "people_growth", "crisis_diplomacy"]),
];

/// A war with friends, with a foreign service held at a level.
const fn served_at_war(diplomacy: f64) -> [Deed; 3] {
    [
        Deed::Pairs(Who::Focal, Toward::AllButPartner, &[Start::Ties(0.9)]),
        Deed::All(WAR_WITH_FRIENDS),
        Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], diplomacy),
    ]
}

/// A war with friends, in which the foreign service is at its best.
const WELL_SERVED_AT_WAR: Arm = arm(&served_at_war(0.95));

/// The same war, in which there is hardly any.
const ILL_SERVED_AT_WAR: Arm = arm(&served_at_war(0.05));

/// Who is the stronger at war, aid included.
pub(super) const BALANCE_AT_WAR: Outcome = outcome(
    "the focal state's share of the power on both sides, aid included, in the wars of focal states with their \
            partners, rounds 1 to 10",
    "share of power",
    [1, 10],
    balance_at_war,
);

/// Diplomacy, of the two sides, of third parties, of civic bodies and of an organisation, neither cools nor settles
/// disputes; nor does it report, take initiative, offer other means, add to ties or power, make allies, lessen threats,
/// spare concessions or protect nationals. Disputes lapse where neither side confronts, so that they end anyway and
/// what comes after can be seen.
pub(super) const DIPLOMACY_SETTLES_NOTHING: Arm = arm(&[
    Deed::Off(&[
        "crisis_diplomacy",
        "third_parties",
        "civic_talks",
        "mediation",
        "channel_diplomatic",
        "alliance_negotiation",
        "threat_settling",
        "concessions",
        "nationals",
        "organisation",
    ]),
    Deed::Set("economy.power_smart", 0.0),
    Deed::Set("ties.build", 0.0),
    Deed::Set("disputes.lapse", 0.86),
]);

/// A crisis between focal states and their partners over something that they contest. Nothing is held.
pub(super) const OPEN_CRISIS: Deed = Deed::Pairs(
    Who::Focal,
    Toward::Partner,
    &[
        Start::Dispute(Stage::Crisis),
        Start::Posture(-0.8),
        Start::Rivalry(0.6),
        Start::Contest(0.8),
        Start::Allied(false),
    ],
);

/// Foreign services are raised or lowered in the first three rounds, and then go their way. (What they begin with would
/// be gone by the first round, because stocks settle before it.)
pub(super) const fn services(who: Who, by: f64) -> Deed {
    Deed::Add([1, 3], who, "diplomacy", by)
}

/// An open crisis of two states, with their own services raised or lowered.
const fn open_crisis_of_two(by: f64) -> [Deed; 3] {
    [OPEN_CRISIS, services(Who::Focal, by), services(Who::Partners, by)]
}

/// An open crisis among third states that know both sides, with the services of these raised or lowered.
const fn open_crisis_among_third_parties(by: f64) -> [Deed; 4] {
    [
        OPEN_CRISIS,
        Deed::Pairs(Who::Focal, Toward::Of(Who::Third), &[Start::Ties(0.5)]),
        Deed::Pairs(Who::Partners, Toward::Of(Who::Third), &[Start::Ties(0.5)]),
        services(Who::Third, by),
    ]
}

/// Wars that come of open crises.
const WARS_OF_OPEN_CRISES: Outcome = outcome(
    "wars begun between the focal states and their partners, rounds 2 to 15",
    "wars per pair and round",
    [2, 15],
    |view, _| {
        let begun = between(view, EventKind::WarBegun, Who::Focal, Toward::Partner);
        (begun, view.sides(Who::Focal, Toward::Partner).count() as f64)
    },
);

/// An open crisis of states that have friends at hand, with their services raised or lowered.
const fn open_crisis_with_friends(by: f64) -> [Deed; 3] {
    [Deed::Pairs(Who::Focal, Toward::AllButPartner, &[Start::Ties(0.6)]), OPEN_CRISIS, services(Who::Focal, by)]
}

/// A war with the partner over something that both contest, with the services of both raised or lowered.
const fn open_war(by: f64) -> [Deed; 3] {
    [
        Deed::Pairs(
            Who::Focal,
            Toward::Partner,
            &[
                Start::Dispute(Stage::War),
                Start::Posture(-0.8),
                Start::Rivalry(0.5),
                Start::Contest(0.5),
                Start::Allied(false),
            ],
        ),
        services(Who::Focal, by),
        services(Who::Partners, by),
    ]
}

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B2.2",
        statement: "War comes when diplomacy fails to settle a dispute; capable diplomacy, of the two sides and of \
                third parties, stops crises.",
        carries: &[
            // The same crises, but capable services at their start or hardly any: services may fall back, others may
            // step in, and the two may stop without them.
            Part {
                name: "services at the start of a crisis",
                treatment: arm(&open_crisis_of_two(0.5)),
                baseline: arm(&open_crisis_of_two(-0.5)),
                outcome: WARS_OF_OPEN_CRISES,
                expected: less_by_share(0.2, A_FIFTH),
                ablation: DIPLOMACY_SETTLES_NOTHING,
                factors: &[],
            },
            // The services of states outside the crises, which they may leave alone.
            Part {
                name: "services of third states at the start of a crisis",
                treatment: arm(&open_crisis_among_third_parties(0.5)),
                baseline: arm(&open_crisis_among_third_parties(-0.5)),
                outcome: WARS_OF_OPEN_CRISES,
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["third_parties", "organisation"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "the diplomacy of the two sides",
                treatment: arm(&crisis_of_two(0.9)),
                baseline: arm(&crisis_of_two(0.1)),
                outcome: WARS_PER_CRISIS,
                expected: less_by_share(0.2, A_FIFTH),
                // Diplomacy neither cools nor settles, takes no initiative and offers no other means.
                ablation: arm(&[Deed::Off(&["crisis_diplomacy", "mediation"])]),
                factors: &[arm(&[Deed::Off(&["crisis_diplomacy"])]), arm(&[Deed::Off(&["mediation"])])],
            },
            Part {
                name: "the diplomacy of third parties",
                treatment: arm(&crisis_among_third_parties(0.9)),
                baseline: arm(&crisis_among_third_parties(0.1)),
                outcome: WARS_PER_CRISIS,
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["third_parties"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B2.3",
        statement: "In war, diplomacy brings aid and coalitions and isolates the enemy; lasting endings are \
                agreements.",
        carries: &[
            // What coalitions and agreements come to: wars that are not lost, though no war is sure to come and the
            // enemy may find friends too.
            Part {
                name: "fewer wars are lost",
                treatment: arm(&open_crisis_with_friends(0.5)),
                baseline: arm(&open_crisis_with_friends(-0.5)),
                outcome: outcome(
                    "wars of the focal states with their partners that they lose, rounds 2 to 30",
                    "wars lost per war begun",
                    [2, 30],
                    wars_lost_to_partners,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::All(DIPLOMACY_SETTLES_NOTHING.deeds), Deed::Off(&["coalitions"])]),
                factors: &[],
            },
            // Capable services make for agreements in the war; peace is measured when little is left of the difference
            // between the services.
            Part {
                name: "peace after wars that services ended",
                treatment: arm(&open_war(0.5)),
                baseline: arm(&open_war(-0.5)),
                outcome: outcome(
                    "disputes begun between the focal states and their partners, without an open one, rounds 16 to \
                            30",
                    "disputes per pair and round without one",
                    [16, 30],
                    |view, _| begun_while_calm(view, Toward::Partner),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: DIPLOMACY_SETTLES_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "diplomacy brings coalitions",
                treatment: WELL_SERVED_AT_WAR,
                baseline: ILL_SERVED_AT_WAR,
                outcome: BALANCE_AT_WAR,
                expected: more(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["coalitions"])]),
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
                ablation: arm(&[Deed::Off(&["isolation_of_enemies"])]),
                factors: &[],
            },
            Part {
                name: "agreements last",
                // Capable foreign services make for agreements while the wars last; all are alike afterwards.
                treatment: arm(&begin_at_war(0.95)),
                baseline: arm(&begin_at_war(0.05)),
                outcome: outcome(
                    "disputes begun between the focal states and their counterparts, without an open one, in \
                            the ten years after, rounds 11 to 20",
                    "disputes per pair and round without one",
                    [11, 20],
                    |view, _| begun_while_calm(view, Toward::All),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: DIPLOMACY_SETTLES_NOTHING,
                factors: &[arm(&[Deed::Off(&["lasting_agreements"])])],
            },
        ],
    },
];

/// Disputes begun between the focal states and those counterparts, over these and the pairs that are calm.
pub(super) fn begun_while_calm(view: &View<'_>, toward: Toward) -> Parts {
    let begun = between(view, EventKind::DisputeBegun, Who::Focal, toward);
    let calm = view.sides(Who::Focal, toward).filter(|side| side.stage() == Stage::Calm);
    (begun, begun + calm.count() as f64)
}

/// Wars that focal states lose to their partners, and wars begun between them.
fn wars_lost_to_partners(view: &View<'_>, _: &mut Notes) -> Parts {
    let focal = view.cast.states(Who::Focal);
    let lost = view.events(EventKind::WarWon).filter_map(|event| event.b.map(|loser| (event.a.index(), loser.index())));
    let lost = lost.filter(|&(winner, loser)| focal.contains(&loser) && view.cast.partner(loser) == Some(winner));
    (lost.count() as f64, between(view, EventKind::WarBegun, Who::Focal, Toward::Partner))
}

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

/// Wars with all under way, and foreign services held at a level while they last; distrust is the same in every arm.
const fn begin_at_war(diplomacy: f64) -> [Deed; 5] {
    [
        Deed::Pairs(
            Who::Focal,
            Toward::All,
            &[Start::Dispute(Stage::War), Start::Posture(-0.8), Start::Rivalry(0.4), Start::Allied(false)],
        ),
        Deed::Hold([1, 10], Who::All, &["diplomacy"], diplomacy),
        Deed::Hold([11, u32::MAX], Who::All, &["diplomacy"], 0.5),
        Deed::Believe(ALWAYS, Who::Focal, Toward::All, -0.4),
        Deed::Believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), -0.4),
    ]
}

/// Power and aid of the focal state over those of both sides, in its wars with its partner.
pub(super) fn balance_at_war(view: &View<'_>, _: &mut Notes) -> Parts {
    let power = &view.states().power;
    view.sides(Who::Focal, Toward::Partner).filter(|side| side.stage() == Stage::War).fold((0.0, 0.0), |sums, side| {
        let aid = side.pairs.aid[side.pair];
        let (mine, theirs) = (power[side.me] + aid[side.side], power[side.other] + aid[1 - side.side]);
        (sums.0 + mine / (mine + theirs), sums.1 + 1.0)
    })
}
