//! B2.7 and B2.8: nationals abroad, and who joins whom.

use super::cast::{Toward, Who};
use super::crises::{BALANCE_AT_WAR, OPEN_CRISIS, WAR_WITH_FRIENDS, balance_at_war, services};
use super::deeds::{ALWAYS, Deed, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, between, pairs_at_first};
use super::{Arm, Claim, Notes, Part, Parts, View, less, less_by_share, more, outcome};
use crate::model::EventKind;
use crate::model::pairs::{Act, Instrument, Stage};

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
