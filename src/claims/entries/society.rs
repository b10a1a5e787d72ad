//! C11–C13: support, means, and whom rulers seek.

use super::cast::{Toward, Who};
use super::deeds::{ALWAYS, Deed, arm};
use super::measures::{A_FIFTH, resolution};
use super::{Arm, Claim, Notes, Part, Parts, View, more, more_by_share, outcome};
use crate::model::pairs::Act;

/// Policy brings 8 % of the initial wealth in every round, while sanctions fall on half of the trade.
const WINDFALL: Arm = arm(&succeed(0.08));

/// Policy brings nothing, and the same sanctions drain.
const NO_WINDFALL: Arm = arm(&succeed(0.0));

/// The entries.
pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        id: "C11",
        statement: "Policy that serves citizens has the support of the majority; national and individual goals do not \
                conflict.",
        carries: &[
            // The referent begins with citizens or with the regime. Want, fear, wealth and disputes follow as they do.
            Part {
                name: "support by referent at the start",
                treatment: arm(&[Deed::Begin(Who::Focal, &["referent"], 0.85)]),
                baseline: arm(&[Deed::Begin(Who::Focal, &["referent"], 0.15)]),
                outcome: outcome(
                    "support of the focal states' policy, rounds 11 to 40",
                    "support (0 to 1)",
                    [11, 40],
                    |view, _| view.mean(Who::Focal, |states| &states.support),
                ),
                expected: more(0.05, "0.05 on a scale from 0 to 1"),
                // Citizens judge by neither what the budget is for nor what they lose.
                ablation: arm(&[
                    Deed::Off(&["national_goals", "citizens_losses"]),
                    Deed::Set("economy.support_welfare", 0.0),
                ]),
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "support by referent, outcomes held equal",
            treatment: arm(&serve(0.85)),
            baseline: arm(&serve(0.15)),
            outcome: outcome(
                "support of the focal states' policy, rounds 21 to 60",
                "support (0 to 1)",
                [21, 60],
                |view, _| view.mean(Who::Focal, |states| &states.support),
            ),
            expected: more(0.05, "0.05 on a scale from 0 to 1"),
            // Citizens judge by neither what the budget is for nor what they lose.
            ablation: arm(&[
                Deed::Off(&["national_goals", "citizens_losses"]),
                Deed::Set("economy.support_welfare", 0.0),
            ]),
            factors: &[
                arm(&[Deed::Off(&["national_goals"])]),
                arm(&[Deed::Off(&["citizens_losses"])]),
                arm(&[Deed::Set("economy.support_welfare", 0.0)]),
            ],
        }],
    },
    Claim {
        id: "C12",
        statement: "Successful policy brings knowledge, wealth and power, which give governance the means to work.",
        carries: &[
            // Three rounds of cooperation, given to some states whatever they are, and then the world goes its way.
            // What they earn comes by ties that last.
            Part {
                name: "wealth that early cooperation earned",
                treatment: COOPERATION_AT_FIRST,
                baseline: NOTHING_AT_FIRST,
                outcome: outcome(
                    "wealth of the focal states relative to round 1, mean over rounds 21 to 40",
                    "multiple of the wealth of the first round",
                    [21, 40],
                    wealth_since_the_first,
                ),
                expected: more_by_share(0.05, "5 % of wealth"),
                // Ties make no growth, and neither draw nor restrain anybody.
                ablation: arm(&[
                    Deed::Off(&["trade_growth", "people_growth", "interdependence", "institutions"]),
                    Deed::Set("choice.embedded", 0.0),
                ]),
                factors: &[],
            },
            // What governance has of it.
            Part {
                name: "authority that early cooperation earned",
                treatment: COOPERATION_AT_FIRST,
                baseline: NOTHING_AT_FIRST,
                outcome: outcome(
                    "authority of the focal states, rounds 6 to 30",
                    "authority (0 to 1)",
                    [6, 30],
                    |view, _| view.mean(Who::Focal, |states| &states.authority),
                ),
                expected: more(0.05, "0.05 on a scale from 0 to 1"),
                ablation: MEANS_MAKE_NOTHING,
                factors: &[],
            },
        ],
        at_work: &[
            Part {
                name: "authority",
                treatment: WINDFALL,
                baseline: NO_WINDFALL,
                outcome: outcome(
                    "authority of the focal states, rounds 11 to 30",
                    "authority (0 to 1)",
                    [11, 30],
                    |view, _| view.mean(Who::Focal, |states| &states.authority),
                ),
                expected: more(0.05, "0.05 on a scale from 0 to 1"),
                ablation: MEANS_MAKE_NOTHING,
                factors: &[],
            },
            Part {
                name: "resolution",
                treatment: WINDFALL,
                baseline: NO_WINDFALL,
                outcome: outcome(
                    "security issues that the focal states resolve in a round, of those resolved or left, \
                            rounds 11 to 30",
                    "share of issues per round",
                    [11, 30],
                    |view, _| resolution(view, Who::Focal),
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: MEANS_MAKE_NOTHING,
                factors: &[],
            },
            Part {
                name: "provision",
                treatment: WINDFALL,
                baseline: NO_WINDFALL,
                outcome: outcome(
                    "provision of the focal states, rounds 41 to 60",
                    "provision (0 to 1)",
                    [41, 60],
                    |view, _| view.mean(Who::Focal, |states| &states.provision),
                ),
                expected: more(0.05, "a tenth of the distance between the two camps of political systems of 1946–1990"),
                ablation: arm(&[Deed::Set("constitution.provision_gains", 0.0)]),
                factors: &[],
            },
        ],
    },
    Claim {
        id: "C13",
        statement: "Regime-centred policy seeks ties with states that consolidate the ruler.",
        carries: &[
            // Closed states begin for the regime or for citizens, between poor closed partners and rich open others:
            // what consolidates the ruler against what pays.
            Part {
                name: "a poor closed partner or a rich open one",
                treatment: arm(&choose_for(0.1)),
                baseline: arm(&choose_for(0.9)),
                outcome: outcome(
                    "how often the focal states cooperate with the closed and poor partners, over how often with the \
                            open and rich third states, rounds 3 to 40",
                    "ratio of the two rates",
                    [3, 40],
                    closed_over_open,
                ),
                expected: more_by_share(0.2, A_FIFTH),
                ablation: arm(&[Deed::Off(&["consolidation"])]),
                factors: &[],
            },
        ],
        at_work: &[Part {
            name: "choice of partners",
            treatment: arm(&court(0.1)),
            baseline: arm(&court(0.9)),
            outcome: outcome(
                "how often the focal states cooperate with closed counterparts, over how often with open ones, \
                        rounds 3 to 50",
                "ratio of the two rates",
                [3, 50],
                closed_over_open,
            ),
            expected: more_by_share(0.2, A_FIFTH),
            // No state offers a ruler consolidation.
            ablation: arm(&[Deed::Off(&["consolidation"])]),
            factors: &[],
        }],
    },
];

/// Neither growth nor what is resolved gives authority or support, wealth brings no money and no firms that resolve,
/// and gains bring no smart provision.
const MEANS_MAKE_NOTHING: Arm =
    arm(&[Deed::Off(&["means", "private_provision"]), Deed::Set("constitution.provision_gains", 0.0)]);

/// A referent, with nothing that citizens live in changed but by what is spent.
const fn serve(referent: f64) -> [Deed; 6] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["referent"], referent),
        Deed::Hold(ALWAYS, Who::Focal, &["want"], 0.4),
        Deed::Hold(ALWAYS, Who::Focal, &["fear"], 0.1),
        Deed::Hold(ALWAYS, Who::Focal, &["threat"], 0.2),
        Deed::Hold(ALWAYS, Who::Focal, &["strife", "harm_abroad"], 0.0),
        // Growth moves neither support nor authority.
        Deed::Set("economy.growth_counts", 0.0),
    ]
}

/// What policy brings in from abroad in every round, by the wealth that each begins with.
const fn succeed(share: f64) -> [Deed; 5] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["sanctioned"], 0.5),
        Deed::Hold(ALWAYS, Who::Focal, &["want"], 0.4),
        // Neither rivals nor strife move governance.
        Deed::Hold(ALWAYS, Who::Focal, &["rivalry", "strife"], 0.0),
        Deed::Hold(ALWAYS, Who::Focal, &["security_rank"], 0.3),
        Deed::HoldByWealth(Who::Focal, "aid_received", share),
    ]
}

/// Closed states between closed partners and open others.
const fn court(referent: f64) -> [Deed; 5] {
    [
        Deed::Hold(ALWAYS, Who::Focal, &["system"], 0.15),
        Deed::Hold(ALWAYS, Who::Focal, &["referent"], referent),
        Deed::Hold(ALWAYS, Who::Partners, &["system"], 0.1),
        Deed::Hold(ALWAYS, Who::Third, &["system"], 0.9),
        // Closed governance blocks no state and needs no enemies.
        Deed::Off(&["blockage", "regime_need"]),
    ]
}

/// The share of closed counterparts with which the focal states cooperate, over that of open ones.
fn closed_over_open(view: &View<'_>, _: &mut Vec<f64>) -> Parts {
    let rate = |toward| {
        let (hits, count) = view.share(Who::Focal, toward, |side| side.act() == Act::Cooperate);
        hits / f64::max(count, 1.0)
    };
    (rate(Toward::Of(Who::Partners)), rate(Toward::Of(Who::Third)))
}

/// Three rounds of cooperation with all at the start.
const COOPERATION_AT_FIRST: Arm = arm(&[Deed::Act([1, 3], Who::Focal, Toward::All, Act::Cooperate)]);

/// Three rounds without any dealings.
const NOTHING_AT_FIRST: Arm = arm(&[Deed::Act([1, 3], Who::Focal, Toward::All, Act::Abstain)]);

/// Closed states of a referent, between closed and poor partners and open and rich others.
const fn choose_for(referent: f64) -> [Deed; 6] {
    [
        Deed::Begin(Who::Focal, &["system"], 0.15),
        Deed::Begin(Who::Focal, &["referent"], referent),
        Deed::Begin(Who::Partners, &["system"], 0.1),
        Deed::Begin(Who::Partners, &["wealth"], 0.5),
        Deed::Begin(Who::Third, &["system"], 0.9),
        Deed::Begin(Who::Third, &["wealth"], 2.0),
    ]
}

/// Wealth of each focal state, over that of the first round. Notes: the latter; 0 for a state that was not there.
fn wealth_since_the_first(view: &View<'_>, notes: &mut Notes) -> Parts {
    let wealth = &view.states().wealth;
    if notes.is_empty() {
        notes.resize(wealth.len(), 0.0);
        view.of(Who::Focal).for_each(|i| notes[i] = wealth[i]);
    }
    let there = view.of(Who::Focal).filter(|&i| notes[i] > 0.0);
    there.fold((0.0, 0.0), |(sum, count), i| (sum + wealth[i] / notes[i], count + 1.0))
}
