//! B2.5 and B2.6: coercion, and what shields the small.

use super::cast::{Toward, Who};
use super::crises::{DIPLOMACY_SETTLES_NOTHING, begun_while_calm, services};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, first_between, pairs_at_first};
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

/// A dispute over something contested, in which the focal state coerces its partner by this instrument for three rounds
/// and then does as it will, with the services of both raised or lowered.
const fn coerced_for_a_while(instrument: Instrument, by: f64) -> [Deed; 4] {
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
        Deed::Use([1, 3], Who::Focal, Toward::Partner, instrument),
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
                treatment: arm(&coerced_for_a_while(Instrument::Covert, -0.5)),
                baseline: arm(&coerced_for_a_while(Instrument::Covert, 0.5)),
                outcome: ANOTHER_CONFLICT,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: DIPLOMACY_SETTLES_NOTHING,
                factors: &[],
            },
            // With weak services, how much of the next conflict comes of the deadlock and the rivalry that it breeds.
            Part {
                name: "another conflict by deadlock",
                treatment: arm(&coerced_for_a_while(Instrument::Covert, -0.5)),
                baseline: arm(&[
                    Deed::All(&coerced_for_a_while(Instrument::Covert, -0.5)),
                    Deed::Off(&["coercion_deadlock"]),
                ]),
                outcome: ANOTHER_CONFLICT,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: AS_IT_IS,
                factors: &[],
            },
            // Sanctions in place of covert acts: they cut trade, and rivals do not carry them into third states.
            Part {
                name: "another conflict by the services beside sanctions",
                treatment: arm(&coerced_for_a_while(Instrument::Sanctions, -0.5)),
                baseline: arm(&coerced_for_a_while(Instrument::Sanctions, 0.5)),
                outcome: ANOTHER_CONFLICT,
                expected: more_by_share(0.2, A_FIFTH),
                ablation: DIPLOMACY_SETTLES_NOTHING,
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
];

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
