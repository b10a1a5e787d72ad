//! B2.5–B2.8: coercion, what shields the small, nationals abroad, and who joins whom.

use super::cast::{Toward, Who};
use super::crises::{
    BALANCE_AT_WAR, DIPLOMACY_SETTLES_NOTHING, OPEN_CRISIS, WAR_WITH_FRIENDS, balance_at_war, begun_while_calm,
    services,
};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, between, first_between, pairs_at_first};
use super::{Arm, Claim, Notes, Outcome, Part, Parts, View, less, less_by_share, more, more_by_share, outcome};
use crate::model::EventKind;
use crate::model::pairs::{Act, Instrument, Stage};

/// A dispute with the partner, over which each looks as hostile to the other in every arm, and which ends by agreement
/// or not at all; third parties have no part in it. All confront more easily than they do, so that there are disputes
/// to count afterwards. Foreign services are held at a level as long as what the focal state does is fixed.
const fn dispute_with_partner(focal: Deed, rounds: u32, diplomacy: f64) -> [Deed; 13] {
    [
        Deed::Off(&["civic_talks", "third_parties"]),
        Deed::Pairs(
            Who::Focal,
            Toward::Partner,
            &[Start::Dispute(Stage::Dispute), Start::Posture(-0.4), Start::Rivalry(0.1), Start::Allied(false)],
        ),
        Deed::Set("disputes.lapse", 0.0),
        Deed::Set("disputes.war", 0.0),
        Deed::Scale("choice.confront", 0.6),
        Deed::Act([1, rounds], Who::Partners, Toward::Partner, Act::Abstain),
        focal,
        Deed::Hold([1, rounds], Who::Focal, &["diplomacy"], diplomacy),
        Deed::Hold([rounds + 1, u32::MAX], Who::Focal, &["diplomacy"], 0.5),
        Deed::Believe(ALWAYS, Who::Focal, Toward::Partner, -0.3),
        Deed::Hold([1, rounds], Who::Partners, &["diplomacy"], diplomacy),
        Deed::Hold([rounds + 1, u32::MAX], Who::Partners, &["diplomacy"], 0.5),
        Deed::Believe(ALWAYS, Who::Partners, Toward::Partner, -0.3),
    ]
}

/// Such a dispute in which the focal state acts covertly against its partner.
const fn coerced(rounds: u32, diplomacy: f64) -> [Deed; 13] {
    let covert = Deed::Use([1, rounds], Who::Focal, Toward::Partner, Instrument::Covert);
    dispute_with_partner(covert, rounds, diplomacy)
}

/// Such a dispute in which the focal state leaves its partner alone.
const fn not_coerced(rounds: u32, diplomacy: f64) -> [Deed; 13] {
    let nothing = Deed::Act([1, rounds], Who::Focal, Toward::Partner, Act::Abstain);
    dispute_with_partner(nothing, rounds, diplomacy)
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

/// Disputes that come after coercion.
const ANOTHER_CONFLICT: Outcome = outcome(
    "disputes begun between focal states and their partners, without an open one, in the ten \
            years after the coercion, rounds 5 to 14",
    "disputes per pair and round without one",
    [5, 14],
    |view, _| begun_while_calm(view, Toward::Partner),
);

/// A dispute over something contested, in which the focal state acts covertly for three rounds and then does as it
/// will, with the services of both raised or lowered.
const fn coerced_for_a_while(by: f64) -> [Deed; 4] {
    [
        Deed::Pairs(
            Who::Focal,
            Toward::Partner,
            &[
                Start::Dispute(Stage::Dispute),
                Start::Posture(-0.4),
                Start::Rivalry(0.3),
                Start::Contest(0.5),
                Start::Allied(false),
            ],
        ),
        Deed::Use([1, 3], Who::Focal, Toward::Partner, Instrument::Covert),
        services(Who::Focal, by),
        services(Who::Partners, by),
    ]
}

const COERCED: Arm = arm(&coerced(10, 0.1));

const COERCED_WITH_DIPLOMACY: Arm = arm(&coerced(10, 0.9));

const NOT_COERCED: Arm = arm(&not_coerced(10, 0.1));

/// Coercion neither blocks settlement nor breeds rivalry.
const COERCION_BLOCKS_NOTHING: Arm = arm(&[Deed::Off(&["coercion_deadlock"])]);

/// All that are stronger press the weaker half, who leave each other alone and have ties of the same volume in one
/// layer or in all.
const fn strong_press_small(diplomacy: f64, ties: &'static [Start]) -> [Deed; 5] {
    [
        Deed::Pairs(Who::Small, Toward::All, ties),
        Deed::Pairs(Who::Small, Toward::All, &[Start::Rivalry(0.2), Start::Posture(-0.2), Start::Allied(false)]),
        Deed::Use([1, 20], Who::All, Toward::Of(Who::Small), Instrument::Show),
        Deed::Act([1, 20], Who::Small, Toward::Of(Who::Small), Act::Abstain),
        Deed::Hold(ALWAYS, Who::Small, &["diplomacy"], diplomacy),
    ]
}

/// All that are stronger at war with the weaker half.
const fn strong_attack_small(diplomacy: f64) -> [Deed; 3] {
    [
        Deed::Pairs(
            Who::Small,
            Toward::Of(Who::Strong),
            &[Start::Dispute(Stage::War), Start::Rivalry(0.6), Start::Posture(-0.8), Start::Allied(false)],
        ),
        Deed::Act([1, 20], Who::Strong, Toward::Of(Who::Small), Act::Confront),
        Deed::Hold(ALWAYS, Who::Small, &["diplomacy"], diplomacy),
    ]
}

/// What the diplomacy of the weak does for them is left out: no state concedes; neither diplomacy nor talks nor an
/// organisation cool or settle disputes, take initiative, bring coalitions, lessen threats or add power.
const DIPLOMACY_SHIELDS_NOBODY: Arm = arm(&[
    Deed::Off(&[
        "concessions",
        "crisis_diplomacy",
        "third_parties",
        "civic_talks",
        "mediation",
        "coalitions",
        "threat_settling",
        "organisation",
    ]),
    Deed::Set("economy.power_smart", 0.0),
]);

/// Broad ties and capable services of the weaker half, or the same volume of ties in trade alone, and hardly any
/// service.
const fn small_begin(ties: &'static [Start], by: f64) -> [Deed; 2] {
    [Deed::Pairs(Who::Small, Toward::All, ties), services(Who::Small, by)]
}

/// The service is the same for all classes of citizens.
const ALL_ALIKE: Arm = arm(&[Deed::Off(&["class_protection"])]);

/// The referent is the citizen.
const CITIZEN: Arm = arm(&[Deed::Hold(ALWAYS, Who::Focal, &["referent"], 0.9)]);

/// The referent is the regime.
const REGIME: Arm = arm(&[Deed::Hold(ALWAYS, Who::Focal, &["referent"], 0.1)]);

const HARM: &str = "0.05 where the harm of an incident without any protection is 0.5 to 1";

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B2.5",
        statement: "Sanctions, sabotage and covert acts without diplomacy end in deadlock and another conflict.",
        carries: &[
            // The same coercion, and only the services beside it differ. What the two do after three rounds is their
            // own.
            Part {
                name: "another conflict by the services beside coercion",
                treatment: arm(&coerced_for_a_while(-0.5)),
                baseline: arm(&coerced_for_a_while(0.5)),
                outcome: ANOTHER_CONFLICT,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: DIPLOMACY_SETTLES_NOTHING,
                factors: &[],
            },
            // With weak services, how much of the next conflict comes of the deadlock and the rivalry that it breeds.
            Part {
                name: "another conflict by deadlock",
                treatment: arm(&coerced_for_a_while(-0.5)),
                baseline: arm(&[Deed::All(&coerced_for_a_while(-0.5)), Deed::Off(&["coercion_deadlock"])]),
                outcome: ANOTHER_CONFLICT,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: AS_IT_IS,
                factors: &[],
            },
        ],
        at_work: &[
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
                treatment: arm(&coerced(4, 0.1)),
                baseline: arm(&coerced(4, 0.9)),
                outcome: ANOTHER_CONFLICT,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: DIPLOMACY_SETTLES_NOTHING,
                factors: &[COERCION_BLOCKS_NOTHING, arm(&[Deed::Off(&["lasting_agreements"])])],
            },
        ],
    },
    Claim {
        id: "B2.6",
        statement: "For small and middle states a broad, trusted, capable policy is vital: it gives immunity from \
                intervention.",
        carries: &[
            // No state is made to press the small. Whether they are pressed, and what it costs them, is left to the
            // world.
            Part {
                name: "autonomy lost by the small",
                treatment: arm(&small_begin(&[Start::Ties(0.2)], 0.5)),
                baseline: arm(&small_begin(&[Start::Trade(0.6), Start::People(0.0), Start::Security(0.0)], -0.5)),
                outcome: outcome(
                    "autonomy that states of the weaker half lose by concession, defeat or conquest, rounds 4 to 25",
                    "autonomy per state and round",
                    [4, 25],
                    autonomy_lost_by_the_small,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::All(DIPLOMACY_SETTLES_NOTHING.deeds), Deed::Off(&["coalitions"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "autonomy under pressure",
                treatment: arm(&strong_press_small(0.9, &[Start::Ties(0.2)])),
                baseline: arm(&strong_press_small(0.1, &[Start::Trade(0.6), Start::People(0.0), Start::Security(0.0)])),
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
                ablation: DIPLOMACY_SHIELDS_NOBODY,
                factors: &[arm(&[Deed::Off(&["concessions"])])],
            },
            Part {
                name: "wars lost to the stronger",
                treatment: arm(&strong_attack_small(0.95)),
                baseline: arm(&strong_attack_small(0.05)),
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
                ablation: DIPLOMACY_SHIELDS_NOBODY,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B2.7",
        statement: "States whose referent is the citizen protect all citizens abroad; where it is the regime, \
                insiders are protected, neutrals get routine service and opponents may be threatened.",
        carries: &[
            // The referent begins so and may be lost; budget, service and hosts are free. What is left of the
            // difference must still show in who is harmed abroad, twenty years on.
            Part {
                name: "opponents against insiders, by the referent at the start",
                treatment: arm(&[Deed::Begin(Who::Focal, &["referent"], 0.9)]),
                baseline: arm(&[Deed::Begin(Who::Focal, &["referent"], 0.1)]),
                outcome: outcome(
                    "harm that an incident abroad does to an opponent of the regime beyond what it does to an \
                            insider, focal states, rounds 21 to 60",
                    "harm per incident",
                    [21, 60],
                    harm_to_opponents_beyond_insiders,
                ),
                expected: less(0.05, HARM),
                ablation: ALL_ALIKE,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "opponents against insiders",
                treatment: CITIZEN,
                baseline: REGIME,
                outcome: outcome(
                    "harm that an incident abroad does to an opponent of the regime beyond what it does to an \
                            insider, focal states, rounds 11 to 60",
                    "harm per incident",
                    [11, 60],
                    harm_to_opponents_beyond_insiders,
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
                // Governance is free.
                treatment: arm(&[Deed::Use(ALWAYS, Who::Focal, Toward::All, Instrument::Facilitation)]),
                baseline: arm(&[Deed::Use(ALWAYS, Who::Focal, Toward::All, Instrument::Show)]),
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
        carries: &[
            // Wars are likely, not sure; friends may stay away, and the enemy has friends of its own.
            Part {
                name: "the balance at war by ties before the crisis",
                treatment: arm(&[Deed::Pairs(Who::Focal, Toward::AllButPartner, &[Start::Ties(0.9)]), OPEN_CRISIS]),
                baseline: arm(&[Deed::Pairs(Who::Focal, Toward::AllButPartner, &[Start::Ties(0.1)]), OPEN_CRISIS]),
                outcome: outcome(
                    "the focal state's share of the power on both sides, aid included, in the wars of focal states \
                            with their partners, rounds 2 to 25",
                    "share of power",
                    [2, 25],
                    balance_at_war,
                ),
                expected: more(0.05, A_SHARE),
                // Ties bring no aid, and add neither to growth nor to power.
                ablation: arm(&[Deed::Off(&["coalitions", "trade_growth", "people_growth"])]),
                factors: &[],
            },
            // Only services of the small differ; the disputes are those of others, as they come.
            Part {
                name: "disputes of the rest by the services of the small",
                treatment: arm(&[services(Who::Small, 0.5)]),
                baseline: arm(&[services(Who::Small, -0.5)]),
                outcome: outcome(
                    "rounds that pairs of the stronger half of the states are in dispute, over the disputes begun \
                            among them, rounds 4 to 25",
                    "rounds per dispute",
                    [4, 25],
                    length_of_disputes_of_the_strong,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["third_parties", "organisation"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "coalitions need close ties",
                treatment: arm(&[
                    Deed::Pairs(Who::Focal, Toward::AllButPartner, &[Start::Ties(0.9)]),
                    Deed::All(WAR_WITH_FRIENDS),
                ]),
                baseline: arm(&[
                    Deed::Pairs(Who::Focal, Toward::AllButPartner, &[Start::Ties(0.1)]),
                    Deed::All(WAR_WITH_FRIENDS),
                ]),
                outcome: BALANCE_AT_WAR,
                expected: more(0.05, A_SHARE),
                ablation: arm(&[Deed::Off(&["coalitions"])]),
                factors: &[],
            },
            Part {
                name: "the diplomacy of the small secures the rest",
                treatment: arm(&crises_of_the_strong(0.9)),
                baseline: arm(&crises_of_the_strong(0.1)),
                outcome: outcome(
                    "wars begun among the stronger half of the states within 12 rounds",
                    "wars per pair",
                    [1, 12],
                    wars_of_the_strong,
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["third_parties"])]),
                factors: &[],
            },
        ],
    },
];

/// Crises among the stronger half, who threaten, and a weaker half that knows all of them and leaves all alone. Wars
/// are more likely than they are, so that there are some to count.
const fn crises_of_the_strong(diplomacy: f64) -> [Deed; 7] {
    [
        Deed::Pairs(
            Who::Strong,
            Toward::Of(Who::Strong),
            &[Start::Dispute(Stage::Crisis), Start::Posture(-0.6), Start::Rivalry(0.4), Start::Allied(false)],
        ),
        Deed::Pairs(Who::Small, Toward::Of(Who::Strong), &[Start::Ties(0.5)]),
        Deed::Use(ALWAYS, Who::All, Toward::All, Instrument::Show),
        Deed::Act(ALWAYS, Who::All, Toward::Of(Who::Small), Act::Abstain),
        Deed::Act(ALWAYS, Who::Small, Toward::All, Act::Abstain),
        Deed::Hold(ALWAYS, Who::Small, &["diplomacy"], diplomacy),
        Deed::Scale("disputes.war", 3.0),
    ]
}

/// Harm to an opponent beyond that to an insider, over incidents.
fn harm_to_opponents_beyond_insiders(view: &View<'_>, _: &mut Notes) -> Parts {
    view.ratio(Who::Focal, |s, i| (s.harm_opponents[i] - s.harm_insiders[i], s.incidents[i]))
}

/// What states of the weaker half have lost of their autonomy since the round before, all of it if conquered, over
/// their number. Notes: autonomy in the round before.
fn autonomy_lost_by_the_small(view: &View<'_>, notes: &mut Notes) -> Parts {
    let now = &view.states().autonomy;
    let before = if notes.is_empty() { now.clone() } else { std::mem::take(notes) };
    notes.clone_from(now);
    let small = view.cast.states(Who::Small);
    let fallen: f64 = view.of(Who::Small).map(|i| (before[i] - now[i]).max(0.0)).sum();
    let conquered = view.events(EventKind::StateConquered).filter_map(|event| event.b);
    let gone: f64 = conquered.filter(|b| small.contains(&b.index())).map(|b| before[b.index()]).sum();
    (fallen + gone, view.of(Who::Small).count() as f64)
}

/// Pairs of the stronger half in dispute, and disputes begun among them.
fn length_of_disputes_of_the_strong(view: &View<'_>, _: &mut Notes) -> Parts {
    let strong = Toward::Of(Who::Strong);
    let open = view.sides(Who::Strong, strong).filter(|side| side.stage() != Stage::Calm).count();
    (open as f64 / 2.0, between(view, EventKind::DisputeBegun, Who::Strong, strong))
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

/// Wars begun in the round between two states neither of which is of the weaker half, and in the first round their
/// pairs.
fn wars_of_the_strong(view: &View<'_>, _: &mut Notes) -> Parts {
    let begun = between(view, EventKind::WarBegun, Who::Strong, Toward::Of(Who::Strong));
    (begun, pairs_at_first(view, Who::Strong, Toward::Of(Who::Strong)) / 2.0)
}
