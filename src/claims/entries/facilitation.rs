//! B4.1–B4.5: foreign policy as facilitating citizens' relations.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, Start, arm};
use super::measures::{A_FIFTH, A_SHARE, ON_A_SCALE};
use super::{Arm, Claim, Notes, Outcome, Part, Parts, View, less, less_by_share, more, more_by_share, outcome};
use crate::model::EventKind;
use crate::model::pairs::{Act, Instrument, Stage};

/// Ties of people between those that withdrew and those that did not.
const TIES_WITH_OTHERS: Outcome = outcome(
    "ties of people between the focal states and the others, mean over pairs, rounds 21 to 40",
    "ties (0 to 1)",
    [21, 40],
    |view, _| view.mean_of_sides(Who::Focal, Toward::Of(Who::Others), |side| side.pairs.people[side.pair]),
);

/// The others go on as they are.
const STATES_WITHDRAW: Arm = arm(&serve(0.0, 0.17));

const ONLY_SUPPORT: Arm = arm(&[Deed::All(&serve(0.20, 0.05)), Deed::All(ALL_ELSE_HELD)]);

const NO_SUPPORT: Arm = arm(&[Deed::All(&serve(0.0, 0.25)), Deed::All(ALL_ELSE_HELD)]);

/// Ties of people add neither to growth nor to power.
const TIES_MAKE_NOTHING: Arm = arm(&[Deed::Off(&["people_growth"])]);

const INTERACTIVE: Arm =
    arm(&[Deed::Use(ALWAYS, Who::Focal, Toward::All, Instrument::Facilitation), Deed::All(GROUND_HELD)]);

const WITHDRAWN: Arm = arm(&[Deed::Act(ALWAYS, Who::Focal, Toward::All, Act::Abstain), Deed::All(GROUND_HELD)]);

const INTERACTIVE_AND_UNREAD: Arm = arm(&interact(&[Start::People(0.9)]));

const WITHDRAWN_AND_UNREAD: Arm = arm(&interact(&[Start::People(0.05)]));

/// Many citizens or few have relations with other states at the start.
const fn begin_with_people(people: &'static [Start]) -> [Deed; 1] {
    [Deed::Pairs(Who::Focal, Toward::All, people)]
}

/// Ties of people make neither growth nor power, neither draw nor restrain, and turn no referent; no citizen is harmed
/// abroad.
const TIES_OF_PEOPLE_DO_NOTHING: Arm = arm(&[
    Deed::Off(&[
        "people_growth",
        "interdependence",
        "institutions",
        "civic_talks",
        "citizens_turn_referent",
        "incidents",
    ]),
    Deed::Set("choice.embedded", 0.0),
]);

/// Strong or weak states with many nationals abroad.
const fn with_nationals_abroad(wealth: f64, military: f64) -> [Deed; 3] {
    [
        Deed::Pairs(Who::Focal, Toward::All, &[Start::People(0.6)]),
        Deed::Begin(Who::Focal, &["wealth"], wealth),
        Deed::Begin(Who::Focal, &["military"], military),
    ]
}

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B4.1",
        statement: "States remain the main facilitator of the relations of citizens and firms.",
        carries: &[
            // States stop facilitating. Civic bodies, firms and cooperation go on and may take their place.
            Part {
                name: "facilitation withdrawn in the course of the run",
                treatment: arm(&[Deed::OffFrom(11, &["facilitation"])]),
                baseline: AS_IT_IS,
                outcome: outcome(
                    "ties of people between all states, mean over pairs, rounds 31 to 40",
                    "ties (0 to 1)",
                    [31, 40],
                    |view, _| view.mean_of_sides(Who::All, Toward::All, |side| side.pairs.people[side.pair]),
                ),
                expected: less_by_share(
                    0.2,
                    "a fifth of the ties, the least that would be remarked on in a record of some decades",
                ),
                ablation: AS_IT_IS,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "facilitation withdrawn on one side",
                treatment: STATES_WITHDRAW,
                baseline: arm(&serve(0.12, 0.05)),
                outcome: TIES_WITH_OTHERS,
                expected: less_by_share(
                    0.2,
                    "a fifth of the ties, the least that would be remarked on in a record of some decades",
                ),
                ablation: arm(&[Deed::Off(&["facilitation"])]),
                factors: &[],
            },
            Part {
                name: "states against civic bodies and firms",
                treatment: STATES_WITHDRAW,
                // The states go on, but no body of citizens is able to act.
                baseline: arm(&[
                    Deed::All(&serve(0.12, 0.05)),
                    Deed::Hold(ALWAYS, Who::Focal, &["civil_capacity", "private_capacity"], 0.0),
                ]),
                outcome: TIES_WITH_OTHERS,
                expected: less_by_share(0.2, "main means more by a margin that would be remarked on: a fifth"),
                // Citizens begin no ties, neither by what states do for them nor by their own bodies.
                ablation: arm(&[Deed::Off(&["facilitation", "civic_ties"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B4.2",
        statement: "Supporting citizens' activity abroad feeds development and national power.",
        carries: &[
            // States give their citizens no support from the second round on. Wealth is two mechanisms away: by the
            // ties that citizens begin, and by what these make.
            Part {
                name: "wealth without support",
                treatment: arm(&[Deed::OffFrom(2, &["facilitation"])]),
                baseline: AS_IT_IS,
                outcome: outcome(
                    "wealth of the focal states relative to round 1, mean over rounds 51 to 60",
                    "multiple of the wealth of the first round",
                    [51, 60],
                    |view, notes| since_the_first(view, notes, |view| &view.states().wealth),
                ),
                expected: less_by_share(0.05, "5 % of wealth"),
                ablation: TIES_OF_PEOPLE_DO_NOTHING,
                factors: &[],
            },
            // Power is relative, so that only some states begin with many citizens active abroad, or with few.
            Part {
                name: "power by citizens' ties at the start",
                treatment: arm(&begin_with_people(&[Start::People(0.6)])),
                baseline: arm(&begin_with_people(&[Start::People(0.05)])),
                outcome: outcome(
                    "comprehensive power of the focal states, mean over rounds 21 to 40",
                    "power (1: the mean of states)",
                    [21, 40],
                    |view, _| view.mean(Who::Focal, |states| &states.power),
                ),
                expected: more_by_share(0.05, "5 % of power"),
                ablation: TIES_OF_PEOPLE_DO_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "wealth",
                treatment: ONLY_SUPPORT,
                baseline: NO_SUPPORT,
                outcome: outcome(
                    "wealth of the focal states relative to round 1, mean over rounds 71 to 80",
                    "multiple of the wealth of the first round",
                    [71, 80],
                    |view, notes| since_the_first(view, notes, |view| &view.states().wealth),
                ),
                expected: more_by_share(0.05, "5 % of wealth"),
                ablation: TIES_MAKE_NOTHING,
                factors: &[],
            },
            Part {
                name: "power",
                treatment: ONLY_SUPPORT,
                baseline: NO_SUPPORT,
                outcome: outcome(
                    "comprehensive power of the focal states relative to round 1, mean over rounds 71 \
                            to 80",
                    "multiple of the power of the first round",
                    [71, 80],
                    |view, notes| since_the_first(view, notes, |view| &view.states().power),
                ),
                expected: more_by_share(0.05, "5 % of power"),
                ablation: TIES_MAKE_NOTHING,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B4.3",
        statement: "Interactive policy moves the referent toward citizens.",
        carries: &[
            // Interactive policy ends in the second round, and nothing else is done. (Ties at the start would not do:
            // what they ask for is part of the tradition in which governance begins.)
            Part {
                name: "referent without interactive policy",
                treatment: arm(&[Deed::OffFrom(2, &["facilitation"])]),
                baseline: AS_IT_IS,
                outcome: outcome(
                    "referent of all states, rounds 41 to 60",
                    "referent (0 to 1)",
                    [41, 60],
                    |view, _| view.mean(Who::All, |states| &states.referent),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: arm(&[Deed::Off(&["citizens_turn_referent"]), Deed::Set("constitution.rivalry", 0.0)]),
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "referent",
            treatment: INTERACTIVE,
            baseline: WITHDRAWN,
            outcome: outcome(
                "referent of the focal states, rounds 61 to 80",
                "referent (0 to 1)",
                [61, 80],
                |view, _| view.mean(Who::Focal, |states| &states.referent),
            ),
            expected: more(0.05, "a tenth of the distance between the two camps of political systems of 1946–1990"),
            ablation: arm(&[Deed::Off(&["citizens_turn_referent"]), Deed::Set("constitution.rivalry", 0.0)]),
            factors: &[arm(&[Deed::Off(&["citizens_turn_referent"])]), arm(&[Deed::Set("constitution.rivalry", 0.0)])],
        }],
    },
    Claim {
        id: "B4.4",
        statement: "Threats against an interactive state become complex and costly to carry out.",
        carries: &[
            // Others believe of the focal states what they see, and these do as they will. Only the ties that would be
            // lost differ at the start.
            Part {
                name: "hostile acts by ties at the start",
                treatment: arm(&begin_with_people(&[Start::People(0.9)])),
                baseline: arm(&begin_with_people(&[Start::People(0.05)])),
                outcome: outcome(
                    "share of the others' acts toward the focal states that confront, rounds 4 to 25",
                    "share of acts, abstentions included",
                    [4, 25],
                    |view, _| view.share(Who::Others, Toward::Of(Who::Focal), |side| side.act() == Act::Confront),
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: TIES_RESTRAIN_NOBODY,
                factors: &[],
            },
            // What threats are left: ties restrain those with force sooner, because disputes cool before it comes to
            // it.
            Part {
                name: "mix of threats by ties at the start",
                treatment: arm(&begin_with_people(&[Start::People(0.9)])),
                baseline: arm(&begin_with_people(&[Start::People(0.05)])),
                outcome: outcome(
                    "share of the others' hostile acts toward the focal states that use force or threaten it, rounds \
                            4 to 25",
                    "share of hostile acts",
                    [4, 25],
                    with_force,
                ),
                expected: less(0.05, A_SHARE),
                ablation: TIES_RESTRAIN_NOBODY,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "hostile acts not carried out",
                treatment: INTERACTIVE_AND_UNREAD,
                baseline: WITHDRAWN_AND_UNREAD,
                outcome: outcome(
                    "share of the others' acts toward the focal states that confront, rounds 2 to 20",
                    "share of acts, abstentions included",
                    [2, 20],
                    |view, _| view.share(Who::Others, Toward::Of(Who::Focal), |side| side.act() == Act::Confront),
                ),
                expected: less_by_share(0.2, "a fifth of the hostile acts"),
                ablation: TIES_RESTRAIN_NOBODY,
                factors: &[],
            },
            Part {
                name: "hostile acts that come to a dispute",
                treatment: INTERACTIVE_AND_UNREAD,
                baseline: WITHDRAWN_AND_UNREAD,
                outcome: outcome(
                    "disputes that the others begin with the focal states, per hostile act \
                            without an open one, rounds 2 to 16",
                    "disputes per act",
                    [2, 16],
                    disputes_per_hostile_act,
                ),
                expected: less_by_share(0.2, "a fifth of the disputes"),
                ablation: TIES_RESTRAIN_NOBODY,
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B4.5",
        statement: "Protecting nationals abroad has been a cause of wars.",
        carries: &[
            // The same nationals abroad, of states that begin strong or weak: whether incidents strike, whether the
            // state cares, and whether a quarrel follows is left to the world.
            Part {
                name: "disputes over nationals by power at the start",
                treatment: arm(&with_nationals_abroad(4.0, 1.0)),
                baseline: arm(&with_nationals_abroad(0.25, 0.05)),
                outcome: outcome(
                    "disputes over their nationals that the focal states begin, per incident to these, rounds 4 to 40",
                    "disputes per incident",
                    [4, 40],
                    |view, _| {
                        let disputes = view.count(EventKind::DisputeOverNationals, Who::Focal);
                        (disputes, view.count(EventKind::Incident, Who::Focal))
                    },
                ),
                expected: more(
                    0.02,
                    "one dispute in fifty incidents, as under control; where states are too weak to begin any, a \
                        share of them says nothing",
                ),
                ablation: arm(&[Deed::Off(&["nationals"])]),
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "disputes after incidents",
            // The focal states protect all nationals abroad, as insiders of the regime, or none, as its opponents.
            treatment: arm(&live_abroad(1.0, 0.0)),
            baseline: arm(&live_abroad(0.0, 1.0)),
            outcome: outcome(
                "disputes that the focal states begin with a host within three rounds of an incident to their \
                        nationals there, per incident, rounds 2 to 60",
                "disputes per incident",
                [2, 60],
                disputes_after_incidents,
            ),
            expected: more(
                0.02,
                "one dispute in fifty incidents; without protection there are next to none, so that a share of them \
                    says nothing",
            ),
            ablation: arm(&[Deed::Off(&["nationals"])]),
            factors: &[],
        }],
    },
];

/// Ties neither restrain, nor cool or settle disputes, nor draw cooperation.
const TIES_RESTRAIN_NOBODY: Arm =
    arm(&[Deed::Off(&["interdependence", "institutions", "civic_talks"]), Deed::Set("choice.embedded", 0.0)]);

/// The same money for foreign relations, spent on citizens or on the service, whose capacity is held.
const fn serve(on_citizens: f64, on_diplomacy: f64) -> [Deed; 3] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["spend_facilitation"], on_citizens),
        Deed::Hold(ALWAYS, Who::Focal, &["spend_diplomacy"], on_diplomacy),
        Deed::Hold(ALWAYS, Who::Focal, &["diplomacy"], 0.5),
    ]
}

/// What else explains the referent, held.
const GROUND_HELD: &[Deed] = &[
    Deed::Keep(Who::Focal, &["system", "wealth", "population"]),
    Deed::Off(&["removal_by_vote", "coups", "collapses"]),
];

/// Everything that moves wealth and power but ties of people, held or kept off. Ties of people move no choice, no
/// dispute and no referent.
const ALL_ELSE_HELD: &[Deed] = &[
    Deed::Keep(Who::All, GOVERNANCE),
    Deed::Hold(ALWAYS, Who::All, &["exchange"], 1.0),
    Deed::Hold(ALWAYS, Who::All, &["threat"], 0.2),
    Deed::Hold(ALWAYS, Who::All, &["wars", "sanctioned", "aid_received"], 0.0),
    Deed::Hold(ALWAYS, Who::All, &["spend_military"], 0.2),
    Deed::Hold(ALWAYS, Who::All, &["neglect_economic", "neglect_societal", "neglect_environmental"], 0.3),
    Deed::Off(&["opposition", "conquest", "collapses", "incidents", "interdependence", "institutions"]),
    Deed::Off(&["civic_talks", "citizens_turn_referent"]),
    Deed::Set("choice.embedded", 0.0),
];

/// States with this volume of ties of people that act alike, whatever others believe about them. All confront more
/// easily than they do, so that there are acts to count.
const fn interact(people: &'static [Start]) -> [Deed; 6] {
    [
        Deed::Pairs(Who::Focal, Toward::Of(Who::Others), &[Start::Trade(0.05), Start::Security(0.0)]),
        Deed::Pairs(Who::Focal, Toward::Of(Who::Others), people),
        Deed::Off(&["incidents", "people_growth", "third_parties", "alliances"]),
        Deed::Scale("choice.confront", 0.45),
        Deed::Use(ALWAYS, Who::Focal, Toward::All, Instrument::Facilitation),
        Deed::Believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), -0.2),
    ]
}

/// A regime whose citizens, at home and abroad, are of one class; many live abroad at first, and there are incidents
/// enough to say what comes of one.
const fn live_abroad(insiders: f64, opponents: f64) -> [Deed; 5] {
    [
        Deed::Scale("citizens.incident", 2.0),
        Deed::Pairs(Who::Focal, Toward::All, &[Start::People(0.6)]),
        Deed::Hold(ALWAYS, Who::Focal, &["referent"], 0.1),
        Deed::Hold(ALWAYS, Who::Focal, &["insiders"], insiders),
        Deed::Hold(ALWAYS, Who::Focal, &["opponents"], opponents),
    ]
}

/// A column of the focal states over what it was in the first round, mean. Notes: the column in the first round.
fn since_the_first<'a>(view: &View<'a>, notes: &mut Notes, column: impl Fn(&View<'a>) -> &'a Vec<f64>) -> Parts {
    let now = column(view);
    if notes.is_empty() {
        notes.clone_from(now);
    }
    view.each(Who::Focal, |_, i| now[i] / notes[i])
}

/// Hostile acts of other states toward focal ones that show or use force, and all hostile acts.
fn with_force(view: &View<'_>, _: &mut Notes) -> Parts {
    let hostile = view.sides(Who::Others, Toward::Of(Who::Focal)).filter(|side| side.act() == Act::Confront);
    hostile.fold((0.0, 0.0), |(forced, all), side| {
        let by = side.pairs.instrument[side.pair][side.side];
        let force = by == Instrument::Show as u8 || by == Instrument::Force as u8;
        (forced + f64::from(u8::from(force)), all + 1.0)
    })
}

/// Disputes that other states begin with focal ones, over their hostile acts toward these while no dispute was open.
fn disputes_per_hostile_act(view: &View<'_>, _: &mut Notes) -> Parts {
    let (others, focal) = (view.cast.states(Who::Others), view.cast.states(Who::Focal));
    let begun = view.events(EventKind::DisputeBegun).filter(|event| {
        others.contains(&event.a.index()) && event.b.is_some_and(|target| focal.contains(&target.index()))
    });
    let begun = begun.count() as f64;
    let (without, _) = view
        .share(Who::Others, Toward::Of(Who::Focal), |side| side.act() == Act::Confront && side.stage() == Stage::Calm);
    (begun, begun + without)
}

/// Disputes that a focal state begins with a host within three rounds of an incident there, and incidents. Notes: for
/// each pair of states, in each direction, the rounds that are left.
fn disputes_after_incidents(view: &View<'_>, notes: &mut Notes) -> Parts {
    const ROUNDS: f64 = 3.0;
    let (count, focal) = (view.states().present.len(), view.cast.states(Who::Focal));
    notes.resize(count * count, 0.0);
    let place = |event: &crate::model::Event| {
        let whose = event.a.index();
        event.b.filter(|_| focal.contains(&whose)).map(|host| whose * count + host.index())
    };
    let begun = view.events(EventKind::DisputeBegun).filter_map(place).filter(|&at| notes[at] > 0.0).count();
    for left in &mut *notes {
        *left = (*left - 1.0).max(0.0);
    }
    let mut incidents = 0.0;
    for at in view.events(EventKind::Incident).filter_map(place) {
        notes[at] = ROUNDS;
        incidents += 1.0;
    }
    (begun as f64, incidents)
}
