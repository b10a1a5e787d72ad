//! B4.1–B4.5: foreign policy as facilitating citizens' relations.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::{Arm, Claim, Draft, Notes, Outcome, Part, Parts, View, arm, less_by_share, more, more_by_share, outcome};
use crate::model::EventKind;
use crate::model::constitution::COMPONENTS;
use crate::model::pairs::{Act, Instrument, Stage};

/// Ties of people between those that withdrew and those that did not.
const TIES_WITH_OTHERS: Outcome = outcome(
    "ties of people between the focal states and the others, mean over pairs, rounds 21 to 40",
    "ties (0 to 1)",
    [21, 40],
    |view, _| view.mean_of_sides(Who::Focal, Toward::Of(Who::Others), |side| side.pairs.people[side.pair]),
);

const STATES_WITHDRAW: Arm = arm(
    "the focal states spend nothing on their citizens' relations abroad and 17 % of the budget on diplomacy; \
            the others go on as they are",
    |stage| serve(stage, 0.0, 0.17),
);

const ONLY_SUPPORT: Arm = arm(
    "the focal states spend 20 % of the budget on their citizens' relations abroad and 5 % on diplomacy; the \
            governance of all, what trade brings them and all else that moves growth (threat, arms, neglect, aid, wars, \
            sanctions, collapses, armed opponents) are held fixed or kept off; ties of people move no choice, no dispute \
            and no referent",
    |stage| {
        serve(stage, 0.20, 0.05);
        hold_all_else(stage);
    },
);

const NO_SUPPORT: Arm = arm("they spend nothing on it and 25 % on diplomacy; all else held likewise", |stage| {
    serve(stage, 0.0, 0.25);
    hold_all_else(stage);
});

const TIES_MAKE_NOTHING: Arm =
    arm("ties of people add neither to growth nor to power", |stage| stage.off("people_growth"));

const INTERACTIVE: Arm = arm(
    "the focal states facilitate relations with all; their political systems and wealth are held where they \
            begin, and no ruler falls",
    |stage| {
        stage.act_by(ALWAYS, Who::Focal, Toward::All, Instrument::Facilitation);
        hold_ground(stage);
    },
);

const WITHDRAWN: Arm = arm("they do nothing toward any; systems and wealth held likewise", |stage| {
    stage.act(ALWAYS, Who::Focal, Toward::All, Act::Abstain);
    hold_ground(stage);
});

const INTERACTIVE_AND_UNREAD: Arm = arm(
    "the focal states begin with many ties of people to all (0.9) and facilitate relations; no incidents \
            affect nationals abroad, ties add neither to growth nor to power, third parties settle nothing and no alliance \
            forms; what the others believe of them is held rather hostile (-0.2), and all confront more easily than they \
            do, so that there are acts to count",
    |stage| interact(stage, 0.9),
);

const WITHDRAWN_AND_UNREAD: Arm = arm("they begin with few (0.05); all else likewise", |stage| interact(stage, 0.05));

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "B4.1",
        statement: "States remain the main facilitator of the relations of citizens and firms.",
        parts: &[
            Part {
                name: "facilitation withdrawn on one side",
                treatment: STATES_WITHDRAW,
                baseline: arm("they spend 12 % on their citizens' relations abroad and 5 % on diplomacy", |stage| {
                    serve(stage, 0.12, 0.05);
                }),
                outcome: TIES_WITH_OTHERS,
                expected: less_by_share(
                    0.2,
                    "a fifth of the ties, the least that would be remarked on in a record of some decades",
                ),
                ablation: arm("citizens begin no ties by what states do for them", |stage| stage.off("facilitation")),
                factors: &[],
            },
            Part {
                name: "states against civic bodies and firms",
                treatment: STATES_WITHDRAW,
                baseline: arm(
                    "the states go on (12 % and 5 %), but the focal states lack civic bodies and firms that \
                            are able to act",
                    |stage| {
                        serve(stage, 0.12, 0.05);
                        stage.hold(ALWAYS, Who::Focal, "civil_capacity", 0.0);
                        stage.hold(ALWAYS, Who::Focal, "private_capacity", 0.0);
                    },
                ),
                outcome: TIES_WITH_OTHERS,
                expected: less_by_share(0.2, "main means more by a margin that would be remarked on: a fifth"),
                ablation: arm(
                    "citizens begin no ties, neither by what states do for them nor by their own bodies",
                    |stage| {
                        stage.off("facilitation");
                        stage.off("civic_ties");
                    },
                ),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "B4.2",
        statement: "Supporting citizens' activity abroad feeds development and national power.",
        parts: &[
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
        parts: &[Part {
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
            ablation: arm("neither ties of citizens, nor rivals, nor own confrontation turn the referent", |stage| {
                stage.off("citizens_turn_referent");
                stage.set("constitution.rivalry", 0.0);
            }),
            factors: &[
                arm("neither ties of citizens nor own confrontation turn the referent", |stage| {
                    stage.off("citizens_turn_referent");
                }),
                arm("rivals do not turn the referent", |stage| stage.set("constitution.rivalry", 0.0)),
            ],
        }],
    },
    Claim {
        id: "B4.4",
        statement: "Threats against an interactive state become complex and costly to carry out.",
        parts: &[
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
        parts: &[Part {
            name: "disputes after incidents",
            treatment: arm(
                "the nationals of the focal states abroad are people whom these protect: the states' referent \
                        is the regime (held at 0.1), and all citizens are its insiders; incidents are twice as frequent as they \
                        are, so that there are enough of them",
                |stage| live_abroad(stage, 1.0, 0.0),
            ),
            baseline: arm(
                "they are people whom these do not protect: the same regimes, and all citizens are their \
                        opponents",
                |stage| live_abroad(stage, 0.0, 1.0),
            ),
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
            ablation: arm("grievances over nationals do not press to confront", |stage| stage.off("nationals")),
            factors: &[],
        }],
    },
];

const TIES_RESTRAIN_NOBODY: Arm =
    arm("ties neither restrain, nor cool or settle disputes, nor draw cooperation", |stage| {
        stage.all_off(&["interdependence", "institutions", "civic_talks"]);
        stage.set("choice.embedded", 0.0);
    });

/// The same money for foreign relations, spent on citizens or on the service, whose capacity is held.
fn serve(stage: &mut Draft<'_>, on_citizens: f64, on_diplomacy: f64) {
    stage.hold(ALWAYS, Who::Focal, "spend_facilitation", on_citizens);
    stage.hold(ALWAYS, Who::Focal, "spend_diplomacy", on_diplomacy);
    stage.hold(ALWAYS, Who::Focal, "diplomacy", 0.5);
}

/// What else explains the referent, held.
fn hold_ground(stage: &mut Draft<'_>) {
    stage.keep_all(Who::Focal, &["system", "wealth", "population"]);
    stage.all_off(&["removal_by_vote", "coups", "collapses"]);
}

/// Everything that moves wealth and power but ties of people.
fn hold_all_else(stage: &mut Draft<'_>) {
    stage.keep_all(Who::All, &COMPONENTS);
    for (column, value) in [
        ("exchange", 1.0),
        ("threat", 0.2),
        ("wars", 0.0),
        ("sanctioned", 0.0),
        ("aid_received", 0.0),
        ("spend_military", 0.2),
        ("neglect_economic", 0.3),
        ("neglect_societal", 0.3),
        ("neglect_environmental", 0.3),
    ] {
        stage.hold(ALWAYS, Who::All, column, value);
    }
    stage.all_off(&["opposition", "conquest", "collapses", "incidents", "interdependence", "institutions"]);
    stage.all_off(&["civic_talks", "citizens_turn_referent"]);
    stage.set("choice.embedded", 0.0);
}

/// States with this volume of ties that act alike, whatever others believe about them.
fn interact(stage: &mut Draft<'_>, ties: f64) {
    stage.pairs(Who::Focal, Toward::Of(Who::Others), |pair, _| pair.ties = [0.05, ties, 0.0]);
    stage.all_off(&["incidents", "people_growth", "third_parties", "alliances"]);
    stage.scale("choice.confront", 0.45);
    stage.act_by(ALWAYS, Who::Focal, Toward::All, Instrument::Facilitation);
    stage.believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), -0.2);
}

/// A regime whose citizens, at home and abroad, are of one class; many live abroad at first, and there are incidents enough to
/// say what comes of one.
fn live_abroad(stage: &mut Draft<'_>, insiders: f64, opponents: f64) {
    stage.scale("citizens.incident", 2.0);
    stage.pairs(Who::Focal, Toward::All, |pair, _| pair.ties[1] = 0.6);
    stage.hold(ALWAYS, Who::Focal, "referent", 0.1);
    stage.hold(ALWAYS, Who::Focal, "insiders", insiders);
    stage.hold(ALWAYS, Who::Focal, "opponents", opponents);
}

/// A column of the focal states over what it was in the first round, mean. Notes: the column in the first round.
fn since_the_first<'a>(view: &View<'a>, notes: &mut Notes, column: impl Fn(&View<'a>) -> &'a Vec<f64>) -> Parts {
    let now = column(view);
    if notes.is_empty() {
        notes.clone_from(now);
    }
    view.each(Who::Focal, |_, i| now[i] / notes[i])
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

/// Disputes that a focal state begins with a host within three rounds of an incident there, and incidents. Notes: for each
/// pair of states, in each direction, the rounds that are left.
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
