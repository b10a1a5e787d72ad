//! A1 and A6: four answers and not one score; the political system as common ground of governance and policy.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, AS_IT_IS, Deed, GOVERNANCE, arm};
use super::measures::{FIVE_IN_A_HUNDRED, ON_A_SCALE, ONE_SCORE, components, one_if};
use super::{Arm, Claim, Part, View, less, more, outcome};
use crate::model::pairs::{Act, Instrument};

/// Secure trade with all others, while each focal state and its partner threaten each other by arms.
const SECURE_TRADE_AND_A_RIVAL: Arm = arm(&secure_trade(Instrument::Show));

const SECURE_TRADE: Arm = arm(&secure_trade(Instrument::Trade));

/// The entries of A1.
pub(super) const FOUR_ANSWERS: &[Claim] = &[Claim {
    id: "A1",
    statement: "Governance is four answers and not one score; a state may be participatory on one question and \
            authoritarian on another, lastingly.",
    carries: &[
        // No component is touched: either each follows its own pressures, or all four follow their mean.
        Part {
            name: "four answers against one score in free runs",
            treatment: arm(&[Deed::Off(&["components_apart"])]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "greatest less smallest component of a state, mean of all states, rounds 101 to 120",
                "governance (0 to 1)",
                [101, 120],
                |view, _| {
                    view.each(Who::All, |_, i| {
                        let four = components(view, i);
                        four.into_iter().fold(0.0, f64::max) - four.into_iter().fold(1.0, f64::min)
                    })
                },
            ),
            expected: less(0.05, ON_A_SCALE),
            ablation: AS_IT_IS,
            factors: &[],
        },
    ],
    at_work: &[
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
    carries: &[
        // The system opens at a stroke, from outside, and governance, which is left alone, has long to follow or not.
        Part {
            name: "governance follows a stroke that opens the system",
            treatment: arm(&[Deed::Add([1, 1], Who::Focal, "system", 0.4)]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "governance of the focal states, mean of the four components, rounds 21 to 40",
                "governance (0 to 1)",
                [21, 40],
                |view, _| view.mean(Who::Focal, |states| &states.governance),
            ),
            expected: more(0.05, ON_A_SCALE),
            // The system reaches governance neither by itself, nor through policy, nor through the removal of rulers.
            ablation: arm(&[Deed::Off(&[
                "system_pull",
                "policy_to_governance",
                "removal_by_vote",
                "coups",
                "collapses",
            ])]),
            factors: &[],
        },
        // What the two have in common beyond a third, among states that all go their way, with and without the loop.
        Part {
            name: "net of the system the two go together",
            treatment: arm(&[Deed::Off(&["policy_to_governance", "governance_to_policy"])]),
            baseline: AS_IT_IS,
            outcome: outcome(
                "partial correlation over states of governance and policy (posture toward others), given the \
                        political system, rounds 41 to 60",
                "correlation",
                [41, 60],
                |view, _| together_net_of_the_system(view),
            ),
            expected: less(0.05, "0.05 of a correlation, a twentieth of its way from none to full"),
            ablation: AS_IT_IS,
            factors: &[],
        },
    ],
    at_work: &[
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
            // The system reaches governance neither by itself, nor through policy, nor through the removal of rulers.
            ablation: arm(&[Deed::Off(&[
                "system_pull",
                "policy_to_governance",
                "removal_by_vote",
                "coups",
                "collapses",
            ])]),
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
            // The system neither pulls governance nor bends reports nor removes rulers, and no state minds whose values
            // are like or alien.
            ablation: arm(&[Deed::Off(&[
                "system_pull",
                "bent_reports",
                "shared_values",
                "institutions",
                "consolidation",
                "removal_by_vote",
                "coups",
                "collapses",
            ])]),
            factors: &[],
        },
        Part {
            name: "net of the system the two make each other",
            treatment: arm(&net_of_the_system(0.75)),
            baseline: arm(&net_of_the_system(0.25)),
            outcome: outcome(
                "governance of all states, rounds 111 to 120",
                "governance (0 to 1)",
                [111, 120],
                |view, _| view.mean(Who::All, |states| &states.governance),
            ),
            expected: more(0.05, ON_A_SCALE),
            ablation: arm(&[Deed::Off(&["policy_to_governance", "governance_to_policy"])]),
            factors: &[arm(&[Deed::Off(&["policy_to_governance"])]), arm(&[Deed::Off(&["governance_to_policy"])])],
        },
    ],
}];

const SYSTEM_OPEN: Arm = arm(&systems(0.95));

const SYSTEM_CLOSED: Arm = arm(&systems(0.05));

/// Trade between the focal states and all; with the partner, both ways, by this instrument. No yearly noise in
/// governance and system.
const fn secure_trade(with_partner: Instrument) -> [Deed; 6] {
    [
        Deed::Set("constitution.noise", 0.0),
        Deed::Set("system.noise", 0.0),
        Deed::Use(ALWAYS, Who::Focal, Toward::All, Instrument::Trade),
        Deed::Use(ALWAYS, Who::Others, Toward::Of(Who::Focal), Instrument::Trade),
        Deed::Use(ALWAYS, Who::Focal, Toward::Partner, with_partner),
        Deed::Use(ALWAYS, Who::Partners, Toward::Partner, with_partner),
    ]
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
const fn net_of_the_system(governance: f64) -> [Deed; 2] {
    [Deed::Keep(Who::All, &["system"]), Deed::Begin(Who::All, GOVERNANCE, governance)]
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
const fn systems(focal: f64) -> [Deed; 2] {
    [Deed::Keep(Who::Others, &["system"]), Deed::Hold(ALWAYS, Who::Focal, &["system"], focal)]
}

/// The partial correlation of governance and policy over states, given their political systems; nothing where one of
/// the three does not differ beyond the others.
fn together_net_of_the_system(view: &View<'_>) -> (f64, f64) {
    let s = view.states();
    let all: Vec<[f64; 3]> = view.of(Who::All).map(|i| [s.governance[i], s.policy[i], s.system[i]]).collect();
    let mean = |k: usize| all.iter().map(|x| x[k]).sum::<f64>() / all.len() as f64;
    let means = [mean(0), mean(1), mean(2)];
    let product = |a: usize, b: usize| all.iter().map(|x| (x[a] - means[a]) * (x[b] - means[b])).sum::<f64>();
    let correlation = |a: usize, b: usize| product(a, b) / (product(a, a) * product(b, b)).sqrt();
    let (both, governance, policy) = (correlation(0, 1), correlation(0, 2), correlation(1, 2));
    let partial = (both - governance * policy) / ((1.0 - governance * governance) * (1.0 - policy * policy)).sqrt();
    if partial.is_finite() { (partial, 1.0) } else { (0.0, 0.0) }
}
