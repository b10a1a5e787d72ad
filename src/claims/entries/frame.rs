//! A1 and A6: four answers and not one score; the political system as common ground of governance and policy.

use super::cast::{Toward, Who};
use super::draft::ALWAYS;
use super::measures::{FIVE_IN_A_HUNDRED, ON_A_SCALE, ONE_SCORE, components, one_if};
use super::{Arm, Claim, Draft, Part, View, arm, more, outcome};
use crate::model::pairs::{Act, Instrument};

const SECURE_TRADE_AND_A_RIVAL: Arm = arm(
    "the focal states and all others trade with each other and do not have other relations, but each focal state \
            and its partner \
            threaten each other by arms; no yearly noise in governance and system",
    |stage| secure_trade(stage, Instrument::Show),
);

const SECURE_TRADE: Arm = arm(
    "the focal states and all others trade with each other and do not have other relations, the partner included; \
            no yearly \
            noise in governance and system",
    |stage| secure_trade(stage, Instrument::Trade),
);

/// The entries of A1.
pub(super) const FOUR_ANSWERS: &[Claim] = &[Claim {
    id: "A1",
    statement: "Governance is four answers and not one score; a state may be participatory on one question and \
            authoritarian on another, lastingly.",
    parts: &[
        Part {
            name: "secure trade and a rival part meaning from provision",
            treatment: SECURE_TRADE_AND_A_RIVAL,
            baseline: SECURE_TRADE,
            outcome: outcome(
                "meaning less provision of the focal states, rounds 71 to 80",
                "governance (0 to 1)",
                [71, 80],
                |view, _| view.each(Who::Focal, |states, i| states.meaning[i] - states.provision[i]),
            ),
            expected: more(0.05, ON_A_SCALE),
            ablation: ONE_SCORE,
            factors: &[],
        },
        Part {
            name: "participatory on one question and authoritarian on another",
            treatment: SECURE_TRADE_AND_A_RIVAL,
            baseline: SECURE_TRADE,
            outcome: outcome(
                "share of the focal states that for twenty rounds on end have had a component of at least 0.6 \
                        and another of at most 0.4, rounds 61 to 80",
                "share",
                [61, 80],
                lastingly_parted,
            ),
            expected: more(0.05, "one state in twenty"),
            ablation: ONE_SCORE,
            factors: &[],
        },
    ],
}];

/// The entries of A6 to A9.
pub(super) const CLAIMS: &[Claim] = &[Claim {
    id: "A6",
    statement: "The political system is the common ground of governance and policy; net of it, the two still make \
            each other.",
    parts: &[
        Part {
            name: "the system makes governance",
            treatment: SYSTEM_OPEN,
            baseline: SYSTEM_CLOSED,
            outcome: outcome(
                "governance of the focal states, mean of the four components, rounds 31 to 60",
                "governance (0 to 1)",
                [31, 60],
                |view, _| view.mean(Who::Focal, |states| &states.governance),
            ),
            expected: more(0.05, ON_A_SCALE),
            ablation: arm(
                "the system pulls no component, and reaches governance neither through policy nor through the \
                        removal of rulers",
                |stage| {
                    let switches = ["system_pull", "policy_to_governance", "removal_by_vote", "coups", "collapses"];
                    stage.all_off(&switches);
                },
            ),
            factors: &[],
        },
        Part {
            name: "the system chooses toward whom policy is cooperative",
            treatment: SYSTEM_OPEN,
            baseline: SYSTEM_CLOSED,
            outcome: outcome(
                "share of counterparts (none of them focal) of an open system (0.5 and more) with which the \
                        focal states cooperate, minus that share for a closed system, rounds 11 to 60",
                "share",
                [11, 60],
                with_the_open,
            ),
            expected: more(0.05, FIVE_IN_A_HUNDRED),
            ablation: arm(
                "the system neither pulls governance nor bends reports nor removes rulers, and no state minds \
                        whose values are like or alien",
                |stage| {
                    let switches = [
                        "system_pull",
                        "bent_reports",
                        "shared_values",
                        "institutions",
                        "consolidation",
                        "removal_by_vote",
                        "coups",
                        "collapses",
                    ];
                    stage.all_off(&switches);
                },
            ),
            factors: &[],
        },
        Part {
            name: "net of the system the two make each other",
            treatment: arm("the governance of all begins at 0.75; every political system stays where it is", |stage| {
                net_of_the_system(stage, 0.75);
            }),
            baseline: arm("the governance of all begins at 0.25; every political system stays where it is", |stage| {
                net_of_the_system(stage, 0.25);
            }),
            outcome: outcome(
                "governance of all states, rounds 111 to 120",
                "governance (0 to 1)",
                [111, 120],
                |view, _| view.mean(Who::All, |states| &states.governance),
            ),
            expected: more(0.05, ON_A_SCALE),
            ablation: arm("neither makes the other", |stage| {
                stage.off("policy_to_governance");
                stage.off("governance_to_policy");
            }),
            factors: &[
                arm("policy does not make governance", |stage| stage.off("policy_to_governance")),
                arm("governance does not make policy", |stage| stage.off("governance_to_policy")),
            ],
        },
    ],
}];

const SYSTEM_OPEN: Arm =
    arm("the political system of the focal states is held at 0.95; those of the others stay", |stage| {
        systems(stage, 0.95);
    });

const SYSTEM_CLOSED: Arm = arm("it is held at 0.05; those of the others stay", |stage| systems(stage, 0.05));

/// Trade between the focal states and all; with the partner, both ways, by this instrument.
fn secure_trade(stage: &mut Draft<'_>, with_partner: Instrument) {
    stage.set("constitution.noise", 0.0);
    stage.set("system.noise", 0.0);
    stage.act_by(ALWAYS, Who::Focal, Toward::All, Instrument::Trade);
    stage.act_by(ALWAYS, Who::Others, Toward::Of(Who::Focal), Instrument::Trade);
    stage.act_by(ALWAYS, Who::Focal, Toward::Partner, with_partner);
    stage.act_by(ALWAYS, Who::Partners, Toward::Partner, with_partner);
}

/// Focal states that for twenty rounds on end have had a component of at least 0.6 and another of at most 0.4. Notes:
/// for each state the rounds on end.
fn lastingly_parted(view: &View<'_>, notes: &mut Vec<f64>) -> (f64, f64) {
    const ON_END: f64 = 20.0;
    notes.resize(view.states().present.len(), 0.0);
    for i in view.of(Who::Focal) {
        let four = components(view, i);
        let parted = four.iter().any(|x| *x >= 0.6) && four.iter().any(|x| *x <= 0.4);
        notes[i] = if parted { notes[i] + 1.0 } else { 0.0 };
    }
    view.each(Who::Focal, |_, i| one_if(notes[i] >= ON_END))
}

/// The governance of all begins at a value, their political systems stay.
fn net_of_the_system(stage: &mut Draft<'_>, governance: f64) {
    stage.keep(Who::All, "system");
    stage.start_governance(Who::All, governance);
}

/// The share of counterparts of an open system with which the focal states cooperate, minus that share for a
/// closed system;
/// counterparts that are focal themselves are left out.
fn with_the_open(view: &View<'_>, _: &mut Vec<f64>) -> (f64, f64) {
    let mut hits = [[0.0; 2]; 2];
    for side in view.sides(Who::Focal, Toward::Of(Who::Others)) {
        let [cooperate, all] = &mut hits[usize::from(view.states().system[side.other] >= 0.5)];
        *cooperate += one_if(side.act() == Act::Cooperate);
        *all += 1.0;
    }
    let [closed, open] = hits;
    if closed[1] > 0.0 && open[1] > 0.0 { (open[0] / open[1] - closed[0] / closed[1], 1.0) } else { (0.0, 0.0) }
}

/// The political systems: those of the focal states at a value, those of the others where they begin.
fn systems(stage: &mut Draft<'_>, focal: f64) {
    stage.keep(Who::Others, "system");
    stage.hold(ALWAYS, Who::Focal, "system", focal);
}
