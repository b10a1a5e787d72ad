//! A2 to A5: the four components of governance, each by what moves it apart from the others and by what it decides.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{A_FIFTH, ON_A_SCALE, ONE_SCORE, apart, many_matters};
use super::{Arm, Claim, Draft, Part, View, arm, less, less_by_share, more, outcome};
use crate::model::constitution::COMPONENTS;
use crate::model::pairs::Act;

const OF_A_BUDGET: &str = "five in a hundred of what there is to share";

const MEANING_BROAD: Arm = arm(
    "the meaning of the focal states is held at 0.85, their other components at 0.5; their threat is 0.4 and \
            their citizens lose a fifth of what they need every year",
    |stage| in_want(stage, 0.85),
);

const MEANING_NARROW: Arm = arm("their meaning is held at 0.15, all else the same", |stage| in_want(stage, 0.15));

const PERSUASION: Arm = arm(
    "the securitisation of the focal states is held at 0.85 (persuasion), their other components at 0.5, with \
            the same threat, want and fear",
    |stage| agendas(stage, 0.85, 0.4),
);

const COMMAND: Arm = arm("it is held at 0.15 (command), all else the same", |stage| agendas(stage, 0.15, 0.4));

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "A2",
        statement: "Meaning runs from the survival of the state against military threat to all that makes a good life \
                possible for everybody.",
        parts: &[
            Part {
                name: "existential threat narrows meaning before all else",
                treatment: arm("the focal states perceive an existential threat (0.8) all the time", |stage| {
                    stage.hold(ALWAYS, Who::Focal, "threat", 0.8);
                }),
                baseline: arm("they perceive hardly any (0.1)", |stage| stage.hold(ALWAYS, Who::Focal, "threat", 0.1)),
                outcome: outcome(
                    "meaning of the focal states less the mean of their other three components, rounds 16 to 35",
                    "governance (0 to 1)",
                    [16, 35],
                    |view, _| apart(view, Who::Focal, 0),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: ONE_SCORE,
                factors: &[],
            },
            Part {
                name: "where resources go in want",
                treatment: MEANING_BROAD,
                baseline: MEANING_NARROW,
                outcome: outcome(
                    "part of economic security in what the focal states spend on economic, societal and \
                            environmental security, rounds 6 to 40",
                    "share",
                    [6, 40],
                    |view, _| {
                        view.ratio(Who::Focal, |s, i| {
                            (s.spend_economic[i], s.spend_economic[i] + s.spend_societal[i] + s.spend_environmental[i])
                        })
                    },
                ),
                expected: more(0.05, OF_A_BUDGET),
                ablation: arm("spending answers neither want nor fear", |stage| stage.off("human_needs")),
                factors: &[],
            },
            Part {
                name: "who is helped",
                treatment: MEANING_BROAD,
                baseline: MEANING_NARROW,
                outcome: outcome(
                    "want of the citizens of the focal states, rounds 11 to 40",
                    "share",
                    [11, 40],
                    |view, _| view.mean(Who::Focal, |states| &states.want),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: arm("governance enters no budget and no choice: all decide as one at 0.5", |stage| {
                    stage.off("governance_to_policy");
                }),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "A3",
        statement: "The referent is the regime, or individuals and a state that serves them; it shows where the \
                security of both cannot be had.",
        parts: &[
            Part {
                name: "rulers who answer to citizens move the referent before all else",
                treatment: arm(
                    "the political system of the focal states is held at 0.9: rulers are chosen and removed by \
                            citizens",
                    |stage| stage.hold(ALWAYS, Who::Focal, "system", 0.9),
                ),
                baseline: arm("it is held at 0.1", |stage| stage.hold(ALWAYS, Who::Focal, "system", 0.1)),
                outcome: outcome(
                    "referent of the focal states less the mean of their other three components, rounds 41 to \
                            60",
                    "governance (0 to 1)",
                    [41, 60],
                    |view, _| apart(view, Who::Focal, 1),
                ),
                expected: more(0.05, ON_A_SCALE),
                ablation: ONE_SCORE,
                factors: &[],
            },
            Part {
                name: "who bears the losses",
                treatment: arm(
                    "the referent of the focal states is held at 0.85, their other components at 0.5; both the \
                            citizens and the regime are in the same danger, more than the budget can keep from both",
                    |stage| in_danger(stage, 0.85),
                ),
                baseline: arm("it is held at 0.15, all else the same", |stage| in_danger(stage, 0.15)),
                outcome: outcome(
                    "losses of citizens less losses of the regime, focal states, rounds 6 to 40",
                    "share",
                    [6, 40],
                    |view, _| view.each(Who::Focal, |states, i| states.citizen_loss[i] - states.regime_loss[i]),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: arm("spending does not prevent losses", |stage| stage.off("cover")),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "A4",
        statement: "A matter is non-political, political or securitised. It becomes a security issue if the spheres \
                of power are convinced that it is an existential threat, and then goes to the emergency agenda.",
        parts: &[
            Part {
                name: "hostility known makes for command before all else",
                treatment: arm(
                    "the focal states believe all others hostile (−0.4), perceive as much threat as the others \
                            and act toward no state",
                    |stage| known(stage, -0.4),
                ),
                baseline: arm(
                    "they believe all others friendly (0.4), perceive as much threat and act toward no state",
                    |stage| known(stage, 0.4),
                ),
                outcome: outcome(
                    "securitisation of the focal states less the mean of their other three components, rounds \
                            61 to 80",
                    "governance (0 to 1)",
                    [61, 80],
                    |view, _| apart(view, Who::Focal, 2),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: ONE_SCORE,
                factors: &[],
            },
            Part {
                name: "an existential threat convinces sooner",
                treatment: arm(
                    "focal states that decide by persuasion (0.85) under an existential military threat (0.9); \
                            eight times \
                            as many matters arise as usual, and none returns from security to politics",
                    |stage| under_threat(stage, 0.9),
                ),
                baseline: arm(
                    "focal states that decide by persuasion (0.85) under a weak military threat (0.25); eight \
                            times as \
                            many matters arise as usual, and none returns from security to politics",
                    |stage| under_threat(stage, 0.25),
                ),
                outcome: outcome(
                    "rounds from the rise of a real military matter in a focal state to its acceptance as a \
                            security issue, rounds 11 to 60",
                    "rounds",
                    [11, 60],
                    |view, _| {
                        view.ratio(Who::Focal, |states, i| {
                            (states.acceptance_age_military[i], states.accepted_military[i])
                        })
                    },
                ),
                expected: less_by_share(0.2, A_FIFTH),
                ablation: arm(
                    "no case is weighed: persuasion neither convinces nor refuses, and a threat quickens no command",
                    |stage| stage.all_off(&["persuasion", "refusal_of_cases", "quickened_command"]),
                ),
                factors: &[],
            },
            Part {
                name: "what the emergency agenda costs the other sectors",
                treatment: PERSUASION,
                baseline: COMMAND,
                outcome: outcome(
                    "neglect of economic, societal and environmental security in the focal states, mean, \
                            rounds 11 to 60",
                    "share",
                    [11, 60],
                    |view, _| {
                        view.each(Who::Focal, |s, i| {
                            (s.neglect_economic[i] + s.neglect_societal[i] + s.neglect_environmental[i]) / 3.0
                        })
                    },
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: arm("the emergency takes nothing from other sectors", |stage| stage.off("emergency_budget")),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "A5",
        statement: "Provision runs from military power under state monopoly to comprehensive power shared with \
                private and civic actors.",
        parts: &[
            Part {
                name: "a standing rivalry moves provision before all else",
                treatment: arm("the focal states have a lasting rival (rivalry held at 0.9)", |stage| {
                    stage.hold(ALWAYS, Who::Focal, "rivalry", 0.9);
                }),
                baseline: arm("they do not have a rival (rivalry held at 0)", |stage| {
                    stage.hold(ALWAYS, Who::Focal, "rivalry", 0.0);
                }),
                outcome: outcome(
                    "provision of the focal states less the mean of their other three components, rounds 16 to \
                            35",
                    "governance (0 to 1)",
                    [16, 35],
                    |view, _| apart(view, Who::Focal, 3),
                ),
                expected: less(0.05, ON_A_SCALE),
                ablation: ONE_SCORE,
                factors: &[],
            },
            Part {
                name: "who provides, and of what",
                treatment: arm(
                    "the provision of the focal states is held at 0.85, their other components at 0.5",
                    |stage| others_equal(stage, "provision", 0.85),
                ),
                baseline: arm("it is held at 0.15, all else the same", |stage| others_equal(stage, "provision", 0.15)),
                outcome: outcome(
                    "part of civic bodies and firms in the economic, societal and environmental issues \
                            resolved in the focal states, less their part in the military and political ones, so far \
                            in the run, rounds 21 to 60",
                    "share",
                    [21, 60],
                    part_of_others,
                ),
                expected: more(0.05, "five issues in a hundred"),
                ablation: arm("neither civic bodies nor firms provide security", |stage| {
                    stage.off("civic_provision");
                    stage.off("private_provision");
                }),
                factors: &[],
            },
        ],
    },
];

/// One component of the focal states is held at a value, the other three at the middle.
fn others_equal(stage: &mut Draft<'_>, component: &str, value: f64) {
    for other in COMPONENTS {
        stage.hold(ALWAYS, Who::Focal, other, if other == component { value } else { 0.5 });
    }
}

/// The same threat and a lasting want, by meaning.
fn in_want(stage: &mut Draft<'_>, meaning: f64) {
    others_equal(stage, "meaning", meaning);
    stage.hold(ALWAYS, Who::Focal, "threat", 0.4);
    stage.drain(ALWAYS, Who::Focal, "want", 0.2);
}

/// The same dangers to citizens and to the regime, by referent.
fn in_danger(stage: &mut Draft<'_>, referent: f64) {
    others_equal(stage, "referent", referent);
    stage.off("opposition");
    stage.set("welfare.rate", 0.0);
    let dangers = [
        ("want", 0.6),
        ("fear", 0.4),
        ("neglect_economic", 0.5),
        ("neglect_societal", 0.5),
        ("neglect_environmental", 0.5),
        ("opponents", 0.5),
        ("subversion", 0.5),
        ("backlog", 0.5),
    ];
    for (danger, value) in dangers {
        stage.hold(ALWAYS, Who::Focal, danger, value);
    }
}

/// The same threat, want, fear and standing of the rulers, by securitisation.
fn agendas(stage: &mut Draft<'_>, securitisation: f64, threat: f64) {
    others_equal(stage, "securitisation", securitisation);
    let same =
        [("threat", threat), ("want", 0.5), ("fear", 0.3), ("backlog", 0.3), ("support", 0.5), ("authority", 0.5)];
    for (variable, value) in same {
        stage.hold(ALWAYS, Who::Focal, variable, value);
    }
}

/// What the focal states know of others, and nothing else: the same threat, and no act.
fn known(stage: &mut Draft<'_>, believed: f64) {
    stage.believe(ALWAYS, Who::Focal, Toward::All, believed);
    stage.hold(ALWAYS, Who::Focal, "threat", 0.3);
    stage.act(ALWAYS, Who::Focal, Toward::All, Act::Abstain);
    stage.act(ALWAYS, Who::Others, Toward::Of(Who::Focal), Act::Abstain);
}

/// Focal states of persuasion under this military threat, and many matters.
fn under_threat(stage: &mut Draft<'_>, threat: f64) {
    agendas(stage, 0.85, threat);
    many_matters(stage);
}

/// The part of civic bodies and firms in what was resolved so far in the three sectors of welfare, less their part in
/// the military and the political. Notes: resolved by others and by all, in the former and in the latter.
fn part_of_others(view: &View<'_>, notes: &mut Vec<f64>) -> (f64, f64) {
    notes.resize(4, 0.0);
    let s = view.states();
    for i in view.of(Who::Focal) {
        let welfare = s.civic_economic[i]
            + s.private_economic[i]
            + s.civic_societal[i]
            + s.private_societal[i]
            + s.civic_environmental[i]
            + s.private_environmental[i];
        let core = s.civic_military[i] + s.private_military[i] + s.civic_political[i] + s.private_political[i];
        notes[0] += welfare;
        notes[1] += welfare + s.state_economic[i] + s.state_societal[i] + s.state_environmental[i];
        notes[2] += core;
        notes[3] += core + s.state_military[i] + s.state_political[i];
    }
    if notes[1] > 0.0 && notes[3] > 0.0 { (notes[0] / notes[1] - notes[2] / notes[3], 1.0) } else { (0.0, 0.0) }
}
