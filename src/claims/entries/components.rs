//! A2 to A5: the four components of governance, each by what moves it apart from the others and by what it decides.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, Deed, arm};
use super::measures::{A_FIFTH, MANY_MATTERS, ON_A_SCALE, ONE_SCORE, apart};
use super::{Arm, Claim, Outcome, Part, View, less, less_by_share, more, more_by_share, outcome};
use crate::model::pairs::{Act, Stage};

const OF_A_BUDGET: &str = "five in a hundred of what there is to share";

const MEANING_BROAD: Arm = arm(&in_want(0.85));

const MEANING_NARROW: Arm = arm(&in_want(0.15));

const PERSUASION: Arm = arm(&agendas(0.85, 0.4));

const COMMAND: Arm = arm(&agendas(0.15, 0.4));

/// A shock of want in the focal states, whose meaning begins broad.
const SHOCK_OF_WANT_BROAD: Arm = arm(&shock_of_want(0.85));

const SHOCK_OF_WANT_NARROW: Arm = arm(&shock_of_want(0.15));

/// Formal and informal consent.
const BOTH_SPHERES: Arm = arm(&spheres(1.0, 1.0));

/// What becomes a security issue of what arises.
const BECOME_SECURITY_ISSUES: Outcome = outcome(
    "real matters that become security issues in the focal states, over those that arise there, rounds 4 to 13",
    "matters per matter that arises",
    [4, 13],
    |view, _| view.ratio(Who::Focal, |s, i| (s.accepted_real[i], s.arisen[i])),
);

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "A2",
        statement: "Meaning runs from the survival of the state against military threat to all that makes a good life \
                possible for everybody.",
        carries: &[
            // States that began with another meaning meet the same shock of want; what they spend on it is theirs.
            Part {
                name: "where resources go after a shock of want",
                treatment: SHOCK_OF_WANT_BROAD,
                baseline: SHOCK_OF_WANT_NARROW,
                outcome: outcome(
                    "part of economic security in what the focal states spend on economic, societal and \
                            environmental security, rounds 12 to 20",
                    "share",
                    [12, 20],
                    |view, _| {
                        view.ratio(Who::Focal, |s, i| {
                            (s.spend_economic[i], s.spend_economic[i] + s.spend_societal[i] + s.spend_environmental[i])
                        })
                    },
                ),
                expected: more(0.05, OF_A_BUDGET),
                // Spending answers neither want nor fear.
                ablation: arm(&[Deed::Off(&["human_needs"])]),
                factors: &[],
            },
            Part {
                name: "who is helped after a shock of want",
                treatment: SHOCK_OF_WANT_BROAD,
                baseline: SHOCK_OF_WANT_NARROW,
                outcome: outcome(
                    "want of the citizens of the focal states, rounds 14 to 20",
                    "share",
                    [14, 20],
                    |view, _| view.mean(Who::Focal, |states| &states.want),
                ),
                expected: less(0.05, ON_A_SCALE),
                // Governance enters no budget and no choice: all decide as one at 0.5.
                ablation: arm(&[Deed::Off(&["governance_to_policy"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "existential threat narrows meaning before all else",
                treatment: arm(&[Deed::Hold(ALWAYS, Who::Focal, &["threat"], 0.8)]),
                baseline: arm(&[Deed::Hold(ALWAYS, Who::Focal, &["threat"], 0.1)]),
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
                // Spending answers neither want nor fear.
                ablation: arm(&[Deed::Off(&["human_needs"])]),
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
                // Governance enters no budget and no choice: all decide as one at 0.5.
                ablation: arm(&[Deed::Off(&["governance_to_policy"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "A3",
        statement: "The referent is the regime, or individuals and a state that serves them; it shows where the \
                security of both cannot be had.",
        carries: &[
            // The crises are those that come, and the budget is what the state makes of them.
            Part {
                name: "who bears the losses in real crises",
                treatment: arm(&[Deed::Begin(Who::Focal, &["referent"], 0.85)]),
                baseline: arm(&[Deed::Begin(Who::Focal, &["referent"], 0.15)]),
                outcome: outcome(
                    "losses of citizens less losses of the regime, focal states in a crisis or a war, rounds 6 to 60",
                    "share",
                    [6, 60],
                    losses_in_crisis,
                ),
                expected: less(0.05, ON_A_SCALE),
                // Whose security it is enters no budget and no choice: all decide as one at 0.5.
                ablation: arm(&[Deed::Off(&["governance_to_policy"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "rulers who answer to citizens move the referent before all else",
                // Rulers are chosen and removed by citizens.
                treatment: arm(&[Deed::Hold(ALWAYS, Who::Focal, &["system"], 0.9)]),
                baseline: arm(&[Deed::Hold(ALWAYS, Who::Focal, &["system"], 0.1)]),
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
                treatment: arm(&in_danger(0.85)),
                baseline: arm(&in_danger(0.15)),
                outcome: outcome(
                    "losses of citizens less losses of the regime, focal states, rounds 6 to 40",
                    "share",
                    [6, 40],
                    |view, _| view.each(Who::Focal, |states, i| states.citizen_loss[i] - states.regime_loss[i]),
                ),
                expected: less(0.05, ON_A_SCALE),
                // Spending does not prevent losses.
                ablation: arm(&[Deed::Off(&["cover"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "A4",
        statement: "A matter is non-political, political or securitised. It becomes a security issue if the spheres \
                of power are convinced that it is an existential threat, and then goes to the emergency agenda.",
        carries: &[
            // Authority and support begin high or low, two by two, in states that begin with persuasion. Matters that
            // arise have to pass detection, refusal, ordinary politics and the two spheres.
            Part {
                name: "the formal sphere alone does not suffice",
                treatment: BOTH_SPHERES,
                baseline: arm(&spheres(1.0, -1.0)),
                outcome: BECOME_SECURITY_ISSUES,
                expected: more_by_share(0.2, A_FIFTH),
                // Persuasion needs neither sphere, and the base of the regime does not carry command.
                ablation: arm(&[Deed::Off(&["two_spheres", "popular_base"])]),
                factors: &[],
            },
            Part {
                name: "the informal sphere alone does not suffice",
                treatment: BOTH_SPHERES,
                baseline: arm(&spheres(-1.0, 1.0)),
                outcome: BECOME_SECURITY_ISSUES,
                expected: more_by_share(0.2, A_FIFTH),
                // Persuasion needs neither sphere, and authority neither commands, refuses nor solves.
                ablation: arm(&[
                    Deed::Off(&["two_spheres", "command", "refusal_of_cases"]),
                    Deed::Set("issues.ordinary", 0.0),
                ]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "hostility known makes for command before all else",
                treatment: arm(&known(-0.4)),
                baseline: arm(&known(0.4)),
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
                treatment: arm(&[Deed::All(&agendas(0.85, 0.9)), Deed::All(MANY_MATTERS)]),
                baseline: arm(&[Deed::All(&agendas(0.85, 0.25)), Deed::All(MANY_MATTERS)]),
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
                // No case is weighed: persuasion neither convinces nor refuses, and a threat quickens no command.
                ablation: arm(&[Deed::Off(&["persuasion", "refusal_of_cases", "quickened_command"])]),
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
                // The emergency takes nothing from other sectors.
                ablation: arm(&[Deed::Off(&["emergency_budget"])]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "A5",
        statement: "Provision runs from military power under state monopoly to comprehensive power shared with \
                private and civic actors.",
        carries: &[
            // Only where provision begins differs; capacities, issues and who resolves them come of themselves.
            Part {
                name: "who provides, by how provision begins",
                treatment: arm(&[Deed::Begin(Who::Focal, &["provision"], 0.85)]),
                baseline: arm(&[Deed::Begin(Who::Focal, &["provision"], 0.15)]),
                outcome: outcome(
                    "part of civic bodies and firms in the economic, societal and environmental issues \
                            resolved in the focal states, less their part in the military and political ones, so far \
                            in the run, rounds 16 to 40",
                    "share",
                    [16, 40],
                    part_of_others,
                ),
                expected: more(0.05, "five issues in a hundred"),
                ablation: arm(&[Deed::Off(&["civic_provision", "private_provision"])]),
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "a standing rivalry moves provision before all else",
                treatment: arm(&[Deed::Hold(ALWAYS, Who::Focal, &["rivalry"], 0.9)]),
                baseline: arm(&[Deed::Hold(ALWAYS, Who::Focal, &["rivalry"], 0.0)]),
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
                treatment: arm(&provide(0.85)),
                baseline: arm(&provide(0.15)),
                outcome: outcome(
                    "part of civic bodies and firms in the economic, societal and environmental issues \
                            resolved in the focal states, less their part in the military and political ones, so far \
                            in the run, rounds 21 to 60",
                    "share",
                    [21, 60],
                    part_of_others,
                ),
                expected: more(0.05, "five issues in a hundred"),
                ablation: arm(&[Deed::Off(&["civic_provision", "private_provision"])]),
                factors: &[],
            },
        ],
    },
];

/// A provision of the focal states, the other three components at the middle.
const fn provide(provision: f64) -> [Deed; 2] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["meaning", "referent", "securitisation"], 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["provision"], provision),
    ]
}

/// The same threat and a lasting want, by meaning.
const fn in_want(meaning: f64) -> [Deed; 4] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["meaning"], meaning),
        Deed::Hold(ALWAYS, Who::Focal, &["referent", "securitisation", "provision"], 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["threat"], 0.4),
        // Citizens lose a fifth of what they need every year.
        Deed::Add(ALWAYS, Who::Focal, "want", 0.2),
    ]
}

/// The same dangers to citizens and to the regime, more than the budget can keep from both, by referent.
const fn in_danger(referent: f64) -> [Deed; 7] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["referent"], referent),
        Deed::Hold(ALWAYS, Who::Focal, &["meaning", "securitisation", "provision"], 0.5),
        Deed::Off(&["opposition"]),
        Deed::Set("welfare.rate", 0.0),
        Deed::Hold(ALWAYS, Who::Focal, &["want"], 0.6),
        Deed::Hold(ALWAYS, Who::Focal, &["fear"], 0.4),
        Deed::Hold(
            ALWAYS,
            Who::Focal,
            &["neglect_economic", "neglect_societal", "neglect_environmental", "opponents", "subversion", "backlog"],
            0.5,
        ),
    ]
}

/// The same threat, want, fear and standing of the rulers, by securitisation.
const fn agendas(securitisation: f64, threat: f64) -> [Deed; 5] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["securitisation"], securitisation),
        Deed::Hold(ALWAYS, Who::Focal, &["meaning", "referent", "provision"], 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["threat"], threat),
        Deed::Hold(ALWAYS, Who::Focal, &["want", "support", "authority"], 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["fear", "backlog"], 0.3),
    ]
}

/// What the focal states know of others, and nothing else: the same threat, and no act.
const fn known(believed: f64) -> [Deed; 4] {
    [
        Deed::Believe(ALWAYS, Who::Focal, Toward::All, believed),
        Deed::Hold(ALWAYS, Who::Focal, &["threat"], 0.3),
        Deed::Act(ALWAYS, Who::Focal, Toward::All, Act::Abstain),
        Deed::Act(ALWAYS, Who::Others, Toward::Of(Who::Focal), Act::Abstain),
    ]
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

/// A meaning at the start, and a shock of want of three years later on.
const fn shock_of_want(meaning: f64) -> [Deed; 2] {
    [Deed::Begin(Who::Focal, &["meaning"], meaning), Deed::Add([11, 13], Who::Focal, "want", 0.2)]
}

/// States that begin with persuasion; authority and support go to a bound in the first years and then their way.
const fn spheres(authority: f64, support: f64) -> [Deed; 3] {
    [
        Deed::Begin(Who::Focal, &["securitisation"], 0.85),
        Deed::Add([1, 3], Who::Focal, "authority", authority),
        Deed::Add([1, 3], Who::Focal, "support", support),
    ]
}

/// Losses of citizens less losses of the regime, of focal states with an open crisis or war.
fn losses_in_crisis(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    let s = view.states();
    let in_crisis = view.of(Who::Focal).filter(|&i| s.strife[i] >= Stage::Crisis.height());
    in_crisis.fold((0.0, 0.0), |(sum, count), i| (sum + s.citizen_loss[i] - s.regime_loss[i], count + 1.0))
}
