//! C1–C3: the loop itself, arrow by arrow and whole; C15: what of it passes through others.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{ON_A_SCALE, one_if};
use super::{Arm, Claim, Draft, Outcome, Part, View, arm, less, more, outcome};
use crate::model::pairs::Act;

/// Governance of the focal states once the treatment has had its time.
const GOVERNANCE_LATE: Outcome = outcome(
    "governance of the focal states, mean of the four components, rounds 71 to 80",
    "governance (0 to 1)",
    [71, 80],
    |view, _| view.mean(Who::Focal, |states| &states.governance),
);

const POLICY_MAKES_NOTHING: Arm = arm("policy does not make governance", |stage| stage.off("policy_to_governance"));

/// Governance reaches policy also by what is reported, by what the agenda claims of budget and choice, by what civic bodies and
/// firms do, by the position of rulers, and by nationals whom one protects or not. Where policy may go either way, the
/// smallest of these decides which.
const GOVERNANCE_MAKES_NOTHING: Arm = arm(
    "governance does not make policy: choices, budgets, foreign service, security bodies and what is reported do \
            not follow it; civic bodies and firms begin no ties, talk and add nothing; the agenda, fear and want move \
            neither money nor choice; the position of rulers does not decide wars, invites no struggle of others and arms \
            no opponents, and nationals abroad are not a cause",
    |stage| {
        stage.all_off(&["governance_to_policy", "bent_reports", "channel_media"]);
        stage.all_off(&["civic_ties", "civic_talks", "breadth_of_actors"]);
        stage.all_off(&["emergency_budget", "human_needs", "collapse_in_war", "proxies", "nationals", "opposition"]);
        stage.set("budget.regime_backlog", 0.0);
        stage.off("regime_need");
    },
);

const BEGINS_OPEN: Arm = arm(
    "the governance of all begins at 0.75; the political systems are held where they are, and no ruler falls",
    |stage| begins(stage, 0.75),
);

const BEGINS_CLOSED: Arm =
    arm("the governance of all begins at 0.25; systems and rulers likewise", |stage| begins(stage, 0.25));

const GOVERNANCE_FAR: Outcome =
    outcome("governance of all states, rounds 141 to 150", "governance (0 to 1)", [141, 150], |view, _| {
        view.mean(Who::All, |states| &states.governance)
    });

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "C1",
        statement: "Policy makes governance: cooperative policy participatory, confrontational policy authoritarian.",
        parts: &[Part {
            name: "governance under clamped policy",
            treatment: arm(
                "the focal states are held cooperative toward all; the political systems are held where they \
                        are",
                |stage| {
                    stage.keep(Who::All, "system");
                    stage.act(ALWAYS, Who::Focal, Toward::All, Act::Cooperate);
                },
            ),
            baseline: arm("they are held confrontational toward all; the political systems likewise", |stage| {
                stage.keep(Who::All, "system");
                stage.act(ALWAYS, Who::Focal, Toward::All, Act::Confront);
            }),
            outcome: GOVERNANCE_LATE,
            expected: more(0.05, ON_A_SCALE),
            ablation: POLICY_MAKES_NOTHING,
            factors: &[
                arm("the knowledge function does not act on governance", |stage| stage.set("feedback.knowledge", 0.0)),
                arm("the threat function does not act on governance", |stage| stage.set("feedback.threat", 0.0)),
                arm("the opportunity function does not act on governance", |stage| {
                    stage.set("feedback.opportunity", 0.0);
                }),
                arm("the facilitation function does not act on governance", |stage| {
                    stage.set("feedback.facilitation", 0.0);
                }),
            ],
        }],
    },
    Claim {
        id: "C2",
        statement: "Governance makes policy: closed governance meets refusal and an intellectual blockage, and cannot \
                cooperate mutually and effectively.",
        parts: &[Part {
            name: "mutual and lasting cooperation under clamped governance",
            treatment: arm(
                "the governance of the focal states is held at 0.85; that of all others is as open (held at \
                        0.85); the political systems are held where they are, and no ruler falls",
                |stage| among_the_open(stage, 0.85),
            ),
            baseline: arm("the governance of the focal states is held at 0.15; that of all others at 0.85", |stage| {
                among_the_open(stage, 0.15);
            }),
            outcome: outcome(
                "share of the focal states' acts of cooperation that are at least the fifth round on end of \
                        mutual cooperation, rounds 41 to 60",
                "share of acts",
                [41, 60],
                lasting_cooperation,
            ),
            expected: more(0.05, "five acts in a hundred"),
            ablation: GOVERNANCE_MAKES_NOTHING,
            factors: &[],
        }],
    },
    Claim {
        id: "C3",
        statement: "The arrows close into a loop that strengthens itself, so that histories diverge and depend on \
                where they began.",
        parts: &[
            Part {
                name: "the start is remembered, but not where policy → governance is cut",
                treatment: BEGINS_OPEN,
                baseline: BEGINS_CLOSED,
                outcome: GOVERNANCE_FAR,
                expected: more(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
            Part {
                name: "the start is remembered, but not where governance → policy is cut",
                treatment: BEGINS_OPEN,
                baseline: BEGINS_CLOSED,
                outcome: GOVERNANCE_FAR,
                expected: more(0.05, ON_A_SCALE),
                ablation: GOVERNANCE_MAKES_NOTHING,
                factors: &[],
            },
        ],
    },
];

/// C15.
pub(super) const ENVIRONMENT: &[Claim] = &[Claim {
    id: "C15",
    statement: "A state's own policy makes its environment: opportunities, or threats worked up into crisis, which \
            then shape governance.",
    parts: &[
        Part {
            name: "the environment that policy makes",
            treatment: arm("the focal states are held cooperative toward all", |stage| {
                stage.act(ALWAYS, Who::Focal, Toward::All, Act::Cooperate);
            }),
            baseline: arm("they are held confrontational toward all", |stage| {
                stage.act(ALWAYS, Who::Focal, Toward::All, Act::Confront);
            }),
            outcome: outcome(
                "share of the others' acts toward the focal states that confront, rounds 11 to 50",
                "share of acts, abstentions included",
                [11, 50],
                |view, _| view.share(Who::Others, Toward::Of(Who::Focal), |side| side.act() == Act::Confront),
            ),
            expected: less(0.05, "0.05 of the acts"),
            ablation: arm(
                "others learn nothing of it (belief about the focal states held at indifference), no dispute or \
                        grievance comes of it, neither ties nor power and allies restrain, and ties do not draw states",
                |stage| {
                    stage.all_off(&["deterrence", "nationals"]);
                    stage.believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), 0.0);
                    stage.set("disputes.onset", 0.0);
                    stage.off("interdependence");
                    stage.off("institutions");
                    stage.set("choice.embedded", 0.0);
                },
            ),
            factors: &[],
        },
        Part {
            name: "governance through others' responses",
            treatment: arm(
                "the focal states are held cooperative toward the others (they do nothing toward each other); \
                        what confrontation costs and closes by itself, and what cooperation earns in opportunities and \
                        ties of citizens, moves neither meaning nor referent",
                |stage| through_others(stage, Act::Cooperate),
            ),
            baseline: arm("they are held confrontational toward the others, likewise", |stage| {
                through_others(stage, Act::Confront);
            }),
            outcome: GOVERNANCE_LATE,
            expected: more(0.05, ON_A_SCALE),
            ablation: arm(
                "others do not respond: they do nothing toward the focal states, and no dispute comes of what \
                        these do",
                |stage| {
                    stage.act(ALWAYS, Who::Others, Toward::Of(Who::Focal), Act::Abstain);
                    stage.set("disputes.onset", 0.0);
                },
            ),
            factors: &[
                arm("others do nothing toward the focal states", |stage| {
                    stage.act(ALWAYS, Who::Others, Toward::Of(Who::Focal), Act::Abstain);
                }),
                arm("no dispute comes of it", |stage| stage.set("disputes.onset", 0.0)),
            ],
        },
    ],
}];

/// A beginning from which policy alone leads back to governance: rulers who fall would move it too.
fn begins(stage: &mut Draft<'_>, governance: f64) {
    stage.start_governance(Who::All, governance);
    systems_and_rulers_stay(stage);
}

/// Neither the political system nor the fall of rulers moves anything.
fn systems_and_rulers_stay(stage: &mut Draft<'_>) {
    stage.keep(Who::All, "system");
    stage.all_off(&["removal_by_vote", "coups", "collapses"]);
}

/// A governance of the focal states, among others with whom cooperation is possible.
fn among_the_open(stage: &mut Draft<'_>, governance: f64) {
    stage.hold_governance(ALWAYS, Who::Focal, governance);
    stage.hold_governance(ALWAYS, Who::Others, 0.85);
    systems_and_rulers_stay(stage);
}

/// A policy whose own price, closure and gain move neither meaning nor referent, so that what does comes from others.
fn through_others(stage: &mut Draft<'_>, act: Act) {
    stage.act(ALWAYS, Who::Focal, Toward::Of(Who::Others), act);
    stage.act(ALWAYS, Who::Focal, Toward::Of(Who::Focal), Act::Abstain);
    stage.zero(&["constitution.meaning_opportunity", "constitution.referent_ties"]);
}

/// Acts of cooperation that were mutual for five rounds on end, over all: a single act, or one that is refused, is none of
/// them, and the number of counterparts does not matter. Notes: for each pair the rounds on end.
fn lasting_cooperation(view: &View<'_>, notes: &mut Vec<f64>) -> (f64, f64) {
    const ON_END: f64 = 5.0;
    let pairs = &view.world.pairs;
    notes.resize(pairs.len(), 0.0);
    for (pair, run) in notes.iter_mut().enumerate() {
        *run = if pairs.act[pair] == [Act::Cooperate; 2] { *run + 1.0 } else { 0.0 };
    }
    let cooperates = view.sides(Who::Focal, Toward::All).filter(|side| side.act() == Act::Cooperate);
    cooperates.fold((0.0, 0.0), |(lasting, all), side| (lasting + one_if(notes[side.pair] >= ON_END), all + 1.0))
}
