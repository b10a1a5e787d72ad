//! C1–C3: the loop itself, arrow by arrow and whole; C15: what of it passes through others.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, arm};
use super::measures::{ON_A_SCALE, one_if};
use super::{Arm, Claim, Notes, Outcome, Part, Parts, View, less, more, outcome};
use crate::model::pairs::Act;

/// Governance of the focal states once the treatment has had its time.
const GOVERNANCE_LATE: Outcome = outcome(
    "governance of the focal states, mean of the four components, rounds 71 to 80",
    "governance (0 to 1)",
    [71, 80],
    |view, _| view.mean(Who::Focal, |states| &states.governance),
);

const POLICY_MAKES_NOTHING: Arm = arm(&[Deed::Off(&["policy_to_governance"])]);

/// Governance reaches policy also by what is reported, by what the agenda claims of budget and choice, by what civic
/// bodies and firms do, by the position of rulers, and by nationals whom one protects or not. Where policy may go
/// either way, the smallest of these decides which.
const GOVERNANCE_MAKES_NOTHING: Arm = arm(&[
    Deed::Off(&["governance_to_policy", "bent_reports", "channel_media"]),
    Deed::Off(&["civic_ties", "civic_talks", "breadth_of_actors"]),
    Deed::Off(&["emergency_budget", "human_needs", "collapse_in_war", "proxies", "nationals", "opposition"]),
    Deed::Set("budget.regime_backlog", 0.0),
    Deed::Off(&["regime_need"]),
]);

const BEGINS_OPEN: Arm = arm(&begins(0.75));

const BEGINS_CLOSED: Arm = arm(&begins(0.25));

const GOVERNANCE_FAR: Outcome =
    outcome("governance of all states, rounds 141 to 150", "governance (0 to 1)", [141, 150], |view, _| {
        view.mean(Who::All, |states| &states.governance)
    });

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "C1",
        statement: "Policy makes governance: cooperative policy participatory, confrontational policy authoritarian.",
        carries: &[
            // The stance toward the order, moved once, changes what a state does and what is done to it. No equation of
            // governance has it, so that what governance becomes has come by policy.
            Part {
                name: "governance by a stance that moves policy alone",
                treatment: arm(&[Deed::Add([1, 1], Who::Focal, "revisionism", -1.0)]),
                baseline: arm(&[Deed::Add([1, 1], Who::Focal, "revisionism", 1.0)]),
                outcome: outcome(
                    "governance of the focal states, mean of the four components, rounds 41 to 60",
                    "governance (0 to 1)",
                    [41, 60],
                    |view, _| view.mean(Who::Focal, |states| &states.governance),
                ),
                expected: more(0.05, ON_A_SCALE),
                ablation: POLICY_MAKES_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "governance under clamped policy",
            treatment: arm(&among_held_systems(Act::Cooperate)),
            baseline: arm(&among_held_systems(Act::Confront)),
            outcome: GOVERNANCE_LATE,
            expected: more(0.05, ON_A_SCALE),
            ablation: POLICY_MAKES_NOTHING,
            factors: &[
                arm(&[Deed::Set("feedback.knowledge", 0.0)]),
                arm(&[Deed::Set("feedback.threat", 0.0)]),
                arm(&[Deed::Set("feedback.opportunity", 0.0)]),
                arm(&[Deed::Set("feedback.facilitation", 0.0)]),
            ],
        }],
    },
    Claim {
        id: "C2",
        statement: "Governance makes policy: closed governance meets refusal and an intellectual blockage, and cannot \
                cooperate mutually and effectively.",
        carries: &[
            // Governance begins open or closed and goes its way, among others as they are, who answer as they will.
            Part {
                name: "mutual and lasting cooperation by governance at the start",
                treatment: arm(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.85)]),
                baseline: arm(&[Deed::Begin(Who::Focal, GOVERNANCE, 0.15)]),
                outcome: outcome(
                    "share of the focal states' acts of cooperation that are at least the fifth round on end of \
                            mutual cooperation, rounds 21 to 40",
                    "share of acts",
                    [21, 40],
                    lasting_cooperation,
                ),
                expected: more(0.05, "five acts in a hundred"),
                ablation: GOVERNANCE_MAKES_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "mutual and lasting cooperation under clamped governance",
            treatment: arm(&among_the_open(0.85)),
            baseline: arm(&among_the_open(0.15)),
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
        carries: &[
            // The states begin where they begin, and the arrow is cut once that has left its mark. Traditions are the
            // same in both arms, so that what the cut takes from the distance of the two halves is what the loop kept
            // up.
            Part {
                name: "the distance of the starts, with policy → governance cut later",
                treatment: arm(&[Deed::OffFrom(21, &["policy_to_governance"])]),
                baseline: AS_IT_IS,
                outcome: DISTANCE_OF_STARTS,
                expected: less(0.05, ON_A_SCALE),
                ablation: AS_IT_IS,
                factors: &[],
            },
            // The same for the other arrow, with all its ways that have a switch.
            Part {
                name: "the distance of the starts, with governance → policy cut later",
                treatment: arm(&[Deed::OffFrom(
                    21,
                    &[
                        "governance_to_policy",
                        "bent_reports",
                        "channel_media",
                        "civic_ties",
                        "civic_talks",
                        "breadth_of_actors",
                        "emergency_budget",
                        "human_needs",
                        "collapse_in_war",
                        "proxies",
                        "nationals",
                        "opposition",
                        "regime_need",
                    ],
                )]),
                baseline: AS_IT_IS,
                outcome: DISTANCE_OF_STARTS,
                expected: less(0.05, ON_A_SCALE),
                ablation: AS_IT_IS,
                factors: &[],
            },
        ],
        at_work: &[
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
    carries: &[
        // Three rounds of a policy, and then all are free. What others do later they do for what they have learned, and
        // for disputes, fears and ties that are left.
        Part {
            name: "how others act after three rounds of a policy",
            treatment: COOPERATE_AT_FIRST,
            baseline: CONFRONT_AT_FIRST,
            outcome: outcome(
                "share of the others' acts toward the focal states that confront, rounds 6 to 15",
                "share of acts, abstentions included",
                [6, 15],
                |view, _| view.share(Who::Others, Toward::Of(Who::Focal), |side| side.act() == Act::Confront),
            ),
            expected: less(0.05, "0.05 of the acts"),
            // Others learn nothing of it, what they believe moves no choice, no dispute comes of it, and neither ties
            // nor power, allies and nationals count.
            ablation: arm(&[
                Deed::Off(&["learning", "goodwill", "alarm", "regime_need", "deterrence", "nationals"]),
                Deed::Set("disputes.onset", 0.0),
                Deed::Off(&["interdependence", "institutions"]),
                Deed::Set("choice.embedded", 0.0),
            ]),
            factors: &[],
        },
        // Threats and disputes that follow come from others. What they ask of governance is that part of the effect of
        // policy which passes through the environment.
        Part {
            name: "what the environment asks of governance after three rounds of a policy",
            treatment: COOPERATE_AT_FIRST,
            baseline: CONFRONT_AT_FIRST,
            outcome: outcome(
                "pressure of threats, disputes and rivals on the governance of the focal states, mean of the four \
                        components, rounds 6 to 15",
                "logit",
                [6, 15],
                |view, _| view.mean(Who::Focal, |states| &states.pressure_threat),
            ),
            expected: more(0.2, "0.2 of a logit, which is 0.05 of a component in the middle of its scale"),
            // Others learn nothing of it, and no dispute comes of it.
            ablation: arm(&[Deed::Off(&["learning"]), Deed::Set("disputes.onset", 0.0)]),
            factors: &[],
        },
    ],
    at_work: &[
        Part {
            name: "the environment that policy makes",
            treatment: arm(&[Deed::Act(ALWAYS, Who::Focal, Toward::All, Act::Cooperate)]),
            baseline: arm(&[Deed::Act(ALWAYS, Who::Focal, Toward::All, Act::Confront)]),
            outcome: outcome(
                "share of the others' acts toward the focal states that confront, rounds 11 to 50",
                "share of acts, abstentions included",
                [11, 50],
                |view, _| view.share(Who::Others, Toward::Of(Who::Focal), |side| side.act() == Act::Confront),
            ),
            expected: less(0.05, "0.05 of the acts"),
            // Others learn nothing of it, no dispute or grievance comes of it, neither ties nor power and allies
            // restrain, and ties do not draw states.
            ablation: arm(&[
                Deed::Off(&["deterrence", "nationals"]),
                Deed::Believe(ALWAYS, Who::Others, Toward::Of(Who::Focal), 0.0),
                Deed::Set("disputes.onset", 0.0),
                Deed::Off(&["interdependence", "institutions"]),
                Deed::Set("choice.embedded", 0.0),
            ]),
            factors: &[],
        },
        Part {
            name: "governance through others' responses",
            treatment: arm(&through_others(Act::Cooperate)),
            baseline: arm(&through_others(Act::Confront)),
            outcome: GOVERNANCE_LATE,
            expected: more(0.05, ON_A_SCALE),
            // Others do not respond.
            ablation: arm(&[
                Deed::Act(ALWAYS, Who::Others, Toward::Of(Who::Focal), Act::Abstain),
                Deed::Set("disputes.onset", 0.0),
            ]),
            factors: &[
                arm(&[Deed::Act(ALWAYS, Who::Others, Toward::Of(Who::Focal), Act::Abstain)]),
                arm(&[Deed::Set("disputes.onset", 0.0)]),
            ],
        },
    ],
}];

/// A policy toward all, which does not move the political systems.
const fn among_held_systems(act: Act) -> [Deed; 2] {
    [Deed::Keep(Who::All, &["system"]), Deed::Act(ALWAYS, Who::Focal, Toward::All, act)]
}

/// A beginning from which policy alone leads back to governance: rulers who fall would move it too.
const fn begins(governance: f64) -> [Deed; 2] {
    [Deed::Begin(Who::All, GOVERNANCE, governance), Deed::All(SYSTEMS_AND_RULERS_STAY)]
}

/// Neither the political system nor the fall of rulers moves anything.
const SYSTEMS_AND_RULERS_STAY: &[Deed] =
    &[Deed::Keep(Who::All, &["system"]), Deed::Off(&["removal_by_vote", "coups", "collapses"])];

/// A governance of the focal states, among others with whom cooperation is possible.
const fn among_the_open(governance: f64) -> [Deed; 3] {
    [
        Deed::Hold(ALWAYS, Who::Focal, GOVERNANCE, governance),
        Deed::Hold(ALWAYS, Who::Others, GOVERNANCE, 0.85),
        Deed::All(SYSTEMS_AND_RULERS_STAY),
    ]
}

/// A policy whose own price, closure and gain move neither meaning nor referent, so that what does comes from others.
const fn through_others(act: Act) -> [Deed; 4] {
    [
        Deed::Act(ALWAYS, Who::Focal, Toward::Of(Who::Others), act),
        Deed::Act(ALWAYS, Who::Focal, Toward::Of(Who::Focal), Act::Abstain),
        Deed::Set("constitution.meaning_opportunity", 0.0),
        Deed::Set("constitution.referent_ties", 0.0),
    ]
}

/// Acts of cooperation that were mutual for five rounds on end, over all: a single act, or one that is refused, is none
/// of them, and the number of counterparts does not matter. Notes: for each pair the rounds on end.
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

/// Three rounds of cooperation with all at the start.
const COOPERATE_AT_FIRST: Arm = arm(&[Deed::Act([1, 3], Who::Focal, Toward::All, Act::Cooperate)]);

/// Three rounds of confrontation with all at the start.
const CONFRONT_AT_FIRST: Arm = arm(&[Deed::Act([1, 3], Who::Focal, Toward::All, Act::Confront)]);

const DISTANCE_OF_STARTS: Outcome = outcome(
    "governance of the half of states that was the more open in round 1, less that of the other half, rounds 81 to 100",
    "governance (0 to 1)",
    [81, 100],
    distance_of_starts,
);

/// The mean governance of the states that were the more open in round 1, less that of the others, as far as they are
/// present. Notes: for each state 1 if it was of the open half, −1 if of the other, 0 if it was not there.
fn distance_of_starts(view: &View<'_>, notes: &mut Notes) -> Parts {
    let governance = &view.states().governance;
    if notes.is_empty() {
        notes.resize(governance.len(), 0.0);
        let mut there: Vec<usize> = view.of(Who::All).collect();
        there.sort_by(|&a, &b| governance[b].total_cmp(&governance[a]).then(a.cmp(&b)));
        let half = there.len() / 2;
        there.iter().enumerate().for_each(|(rank, &i)| notes[i] = if rank < half { 1.0 } else { -1.0 });
    }
    let mean = |half: f64| {
        let (sum, count) = view
            .of(Who::All)
            .filter(|&i| notes[i] == half)
            .fold((0.0, 0.0), |(sum, count), i| (sum + governance[i], count + 1.0));
        sum / count
    };
    let distance = mean(1.0) - mean(-1.0);
    if distance.is_finite() { (distance, 1.0) } else { (0.0, 0.0) }
}
